"""Reading files of cases: what a mistake in one says, and where."""

import csv
import json
from pathlib import Path

import pytest

from ringfort.errors import VerificationError
from ringfort.verification.cases import COLUMNS, counted, own_files, read_cases
from ringfort.verification.runner import adapters

GOOD = {
    "id": "OPS-KOO-9",
    "title": "search, with a comma",
    "inputs": '{"speed": 50}',
    "expected": '{"coverage": 0.60000000}',
    "tolerance": '{"kind": "numeric", "default": {"rel": 1e-9}}',
    "source": "here",
    "status": "VERIFIED-COMPUTED",
    "code": "",
    "notes": "two\nlines",
    "may_ship": "yes",
}


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_is_read_with_its_folder_and_line(tmp_path: Path) -> None:
    first, second = read_cases(write(tmp_path / "x.csv", GOOD, {**GOOD, "id": "OPS-KOO-10"}))
    assert (first.kind, first.line, second.line) == ("OPS-KOO", 2, 4)  # the notes of the first hold a line break
    assert first.inputs == {"speed": 50, "_folder": str(tmp_path)}
    assert first.expected["coverage"] == 0.6
    assert first.expected["coverage"].digits == 8


def test_parameters_of_a_property_row_become_inputs(tmp_path: Path) -> None:
    row = {**GOOD, "expected": '{"test": {"A": 2.5}, "equal": true}'}
    (case,) = read_cases(write(tmp_path / "x.csv", row))
    assert case.inputs["test"] == {"A": 2.5}
    assert case.expected == {"equal": True}


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"inputs": '{"speed": }'}, 3, "not JSON"),
        ({"inputs": "[1]"}, 3, "not a JSON object"),
        ({"expected": "{}"}, 4, "expects nothing"),
        ({"tolerance": '{"kind": "close"}'}, 5, "numeric, band, qualitative"),
        ({"tolerance": '{"kind": "numeric", "default": {"rel": "small"}}'}, 5, "not a number that can limit"),
        ({"tolerance": '{"kind": "numeric", "default": {"relative": 0.1}}'}, 5, "unknown limit relative"),
        ({"tolerance": '{"kind": "numeric", "per_key": {"speed": 3}}'}, 5, "a limit is not a JSON object"),
        ({"id": "KOO"}, 1, "RAD-PD-01"),
    ],
)
def test_a_wrong_cell_is_named_with_file_line_and_column(
    tmp_path: Path, change: dict[str, str], column: int, words: str
) -> None:
    path = write(tmp_path / "x.csv", GOOD, {**GOOD, **change})
    with pytest.raises(VerificationError) as error:
        read_cases(path)
    (problem,) = error.value.problems
    assert (problem.file, problem.line, problem.column) == (str(path), 4, column)
    assert words in str(problem)


def test_a_missing_column_a_short_row_and_no_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,title\nA-B-1,x\n")
    with pytest.raises(VerificationError, match="inputs, expected"):
        read_cases(path)
    path.write_text(",".join(COLUMNS) + "\nA-B-1,x\n")
    with pytest.raises(VerificationError, match=r"x\.csv:2:2.*2 cells"):
        read_cases(path)
    path.write_text(",".join(COLUMNS) + '\n"A-B-1')
    with pytest.raises(VerificationError, match="not CSV"):
        read_cases(path)
    with pytest.raises(VerificationError, match="cannot read"):
        read_cases(tmp_path / "none.csv")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(VerificationError, match="UTF-8"):
        read_cases(path)


def test_own_cases_may_all_be_shipped() -> None:
    for path in own_files():
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert {row["may_ship"] for row in rows} == {"yes"}, path.name
        assert all(json.loads(row["expected"]) for row in rows)


def test_counts_may_be_written_with_a_point() -> None:
    assert counted({"threats": 10.0, "sspk": 0.5, "name": "x"}) == {"threats": 10, "sspk": 0.5, "name": "x"}
    written, plain = ({"warheads": n, "P0_goal": 0.9, "sspk": 0.5, "p_track": 1.0} for n in (10.0, 10))
    assert adapters()["OPS-WLN"](written) == adapters()["OPS-WLN"](plain)
    assert adapters()["OPS-WLN"]({**plain, "sspk": 1.0})["n_integer"] == 1
