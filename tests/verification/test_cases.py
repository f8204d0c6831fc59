"""The project's own cases, held to their sources; and the proof that the holding can fail."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ringfort.verification import adapters as adapter_package
from ringfort.verification.cases import COLUMNS, OWN, Case, own_files, read_cases
from ringfort.verification.compare import compare
from ringfort.verification.runner import adapter_of, verify
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
def test_a_doctored_case_fails(case: Case) -> None:
    """Every expected number that is moved far away must be missed, or the row proves nothing."""
    answer = (adapter_of(case) or dict)(dict(case.inputs))
    if not answer or case.tolerance["kind"] != "numeric":
        pytest.skip("nothing numeric is compared")
    for key, value in case.expected.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            doctored = replace(case, expected={**case.expected, key: value * 20.0 + 1000.0})
            assert key in [miss.key for miss in compare(doctored, answer)]


def test_a_doctored_file_fails(tmp_path: Path) -> None:
    row = next(row for row in _rows(OWN / "09_blast_casualty.csv") if row["id"] == "BLA-KB-01")
    path = tmp_path / "doctored.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writerows([dict(zip(COLUMNS, COLUMNS, strict=True)), row])
        writer.writerow({**row, "id": "BLA-KB-02", "expected": row["expected"].replace("283.7", "284.7")})
    report = verify([path])
    assert [outcome.case.id for outcome in report.passed] == ["BLA-KB-01"]
    assert [(row.case.id, row.mismatches[0].key) for row in report.failed] == [("BLA-KB-02", "incident_kpa")]


def test_no_adapter_holds_a_number_that_a_case_expects() -> None:
    folder = Path(adapter_package.__file__).parent
    held = {number for path in folder.glob("*.py") for number in _numbers(path.read_text(encoding="utf-8"))}
    wanted = {
        number for path in own_files() for row in _rows(path) for number in _numbers(row["expected"])
    }  # four digits and more: shorter numbers are bound to coincide
    assert held & wanted == set()


def test_every_kind_has_one_adapter_or_a_reason() -> None:
    named = {"-".join(name.split("-")[:2]) for name in REASONS}
    assert {case.kind for case in CASES if adapter_of(case) is None} <= named
    assert adapter_of(replace(CASES[0], id="RAD-PUB-99")) is None  # whose radar, only its title tells


def _numbers(text: str) -> set[float]:
    found = re.findall(r"(?<![\w.])\d+\.?\d*(?:e[+-]?\d+)?", text)
    return {float(number) for number in found if len(re.sub(r"\D|e.*", "", number).strip("0")) >= 4}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
