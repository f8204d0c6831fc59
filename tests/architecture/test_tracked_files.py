"""What is committed names no machine, no download address and no work left undone."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, name, tracked

# Put together here, so that this file does not hold what it forbids.
MACHINE = re.compile("|".join((r"(?<![\w.])/wo" + r"rk/", r"(?<![\w.])/ro" + r"ot/", r"(?<![\w.])/ho" + r"me/\w")))
REGISTRY = re.compile(
    "|".join(("index" + "-url", r"https?://[^ \"]*/simp" + "le/", "pythonhos" + "ted", '"resol' + 'ved":'))
)
UNDONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
BINARY = {".png", ".svg", ".npz", ".parquet", ".tif"}

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout tells which files are tracked")


def _texts() -> list[Path]:
    return [path for path in tracked() if path.suffix not in BINARY]


@pytest.mark.parametrize("forbidden", [MACHINE, REGISTRY, UNDONE], ids=["machine", "registry", "undone"])
def test_no_tracked_file_holds(forbidden: re.Pattern[str]) -> None:
    found: list[str] = []
    for path in _texts():
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [f"{name(path)}:{number}" for number, line in enumerate(lines, 1) if forbidden.search(line)]
    assert found == []


def test_no_large_file_is_tracked() -> None:
    assert {name(path): size for path in tracked() if (size := path.stat().st_size) > 2_000_000} == {}
