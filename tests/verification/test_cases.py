"""The project's own cases, held to their sources; and the proof that the holding can fail."""

import csv
import json
import re
from pathlib import Path

import pytest

from ringfort.verification import adapters as adapter_package
from ringfort.verification.cases import COLUMNS, OWN, own_files, read_cases
from ringfort.verification.runner import adapters, try_case, verify
from ringfort.verification.uncovered import REASONS

DOCS = Path(__file__).parents[2] / "docs" / "methods" / "verification.md"
CASES = [case for path in own_files() for case in read_cases(path)]


def test_no_case_of_our_own_fails() -> None:
    report = verify()
    assert [(row.case.id, row.mismatches) for row in report.failed] == []
    assert len(report.passed) > 100


def test_every_uncovered_case_has_a_reason() -> None:
    silent = [row.case.id for row in verify().outcomes if row.uncovered.startswith("no adapter")]
    assert silent == []


def test_every_reason_is_still_needed() -> None:
    uncovered = {name for row in verify().outcomes if row.uncovered for name in (row.case.id, row.case.kind)}
    assert set(REASONS) <= uncovered


def test_every_reason_stands_in_the_docs() -> None:
    text = " ".join(DOCS.read_text(encoding="utf-8").split())
    for kind, why in REASONS.items():
        assert f"`{kind}`" in text, kind
        assert why.partition(":")[0] in text, kind


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_doctored_case_fails(case: object, tmp_path: Path) -> None:
    """Every expected number moved by a factor of 20 must be seen, or the row proves nothing."""
    outcome = try_case(case)  # type: ignore[arg-type]
    if outcome.uncovered or outcome.case.tolerance["kind"] != "numeric":
        pytest.skip("nothing numeric is compared")
    original = next(row for row in _rows(OWN / Path(outcome.case.file).name) if row["id"] == outcome.case.id)
    expected = json.loads(original["expected"])
    numbers = [key for key, value in expected.items() if isinstance(value, (int, float)) and value]
    for key in numbers:
        doctored = {**original, "expected": json.dumps({**expected, key: expected[key] * 20.0 + 1000.0})}
        report = verify([_write(tmp_path / "doctored.csv", doctored)])
        keys = [miss.key for row in report.failed for miss in row.mismatches]
        assert key in keys


def test_no_adapter_holds_a_number_that_a_case_expects() -> None:
    folder = Path(adapter_package.__file__).parent
    held = {number for path in folder.glob("*.py") for number in _numbers(path.read_text(encoding="utf-8"))}
    wanted = {
        number for path in own_files() for row in _rows(path) for number in _numbers(row["expected"])
    }  # four digits and more: shorter numbers are bound to coincide
    assert held & wanted == set()


def test_every_kind_has_one_adapter_or_a_reason() -> None:
    kinds = {case.kind for case in CASES}
    named = {"-".join(name.split("-")[:2]) for name in REASONS}
    assert kinds <= set(adapters()) | named


def _numbers(text: str) -> set[float]:
    found = re.findall(r"(?<![\w.])\d+\.?\d*(?:e[+-]?\d+)?", text)
    return {float(number) for number in found if len(re.sub(r"\D|e.*", "", number).strip("0")) >= 4}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _write(path: Path, row: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    return path
