"""Cases with a source, read from CSV files: one row a case, JSON in three of the columns."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringfort.errors import Problem, VerificationError

COLUMNS = ("id", "title", "inputs", "expected", "tolerance", "source", "status", "code", "notes", "may_ship")
KINDS_OF_TOLERANCE = ("numeric", "band", "qualitative")
OWN = Path(__file__).parent / "cases"
"""The folder of the project's own cases."""


class Printed(float):
    """A float that remembers with how many significant digits its file prints it."""

    digits: int

    def __new__(cls, text: str) -> "Printed":
        """Read ``text``, a JSON number with a point or an exponent."""
        number = super().__new__(cls, text)
        mantissa = text.lower().partition("e")[0].lstrip("-").replace(".", "").lstrip("0")
        number.digits = len(mantissa)
        return number


@dataclass(frozen=True)
class Case:
    """One row of a file of cases.

    ``inputs`` carries the folder of its file under ``_folder``, and the parameters of a property row (``expected``
    holds them as ``test``) under ``test``. Floats in ``expected`` are ``Printed``.
    """

    id: str
    title: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    tolerance: dict[str, Any]
    source: str
    status: str
    file: str
    line: int

    @property
    def kind(self) -> str:
        """The first two parts of the id, such as ``RAD-PD``."""
        return "-".join(self.id.split("-")[:2])


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a CSV file in its order.

    Raises VerificationError with file, line and column where the file is missing, lacks a column, or a cell is not
    what it should be.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise VerificationError(
            Problem("cannot read the file of cases", value=error.strerror or str(error), file=str(path))
        ) from error
    except UnicodeDecodeError as error:
        raise VerificationError(
            Problem("the file is not UTF-8 text", file=str(path), remedy="save it as CSV in UTF-8")
        ) from error
    return [_case(path, line, row) for line, row in _rows(path, text)]


def counted(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return inputs whose whole numbers are integers, however they are written: a row may count 10.0 threats."""
    return {key: int(x) if isinstance(x, float) and x.is_integer() else x for key, x in inputs.items()}


def own_files() -> list[Path]:
    """Return the files of the project's own cases."""
    return sorted(OWN.glob("*.csv"))


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the number of the line on which it begins."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = next(reader, [])
        _check_header(path, header)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                _check_width(path, line, header, cells)
                yield line, dict(zip(header, cells, strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise VerificationError(
            Problem(f"this is not CSV: {error}", file=str(path), line=reader.line_num, column=1)
        ) from error


def _check_header(path: Path, header: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise VerificationError(
            Problem(
                f"the columns {', '.join(missing)} are missing",
                value=",".join(header) or "an empty file",
                file=str(path),
                line=1,
                column=1,
                remedy=f"a file of cases has the columns {','.join(COLUMNS)}",
            )
        )


def _check_width(path: Path, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        raise VerificationError(
            Problem(
                f"the row has {len(cells)} cells where the header has {len(header)}",
                value=cells[0],
                file=str(path),
                line=line,
                column=min(len(cells), len(header)),
                remedy="quote a cell that contains a comma",
            )
        )


def _case(path: Path, line: int, row: dict[str, str]) -> Case:
    names = list(row)

    def fail(name: str, what: str, value: str = "", remedy: str = "") -> VerificationError:
        where = f"row {row['id'] or '?'}, column {name}"
        problem = Problem(what, value, where, remedy, str(path), line, names.index(name) + 1)
        return VerificationError(problem)

    def table(name: str, **options: Any) -> dict[str, Any]:
        try:
            value = json.loads(row[name], **options)
        except ValueError as error:
            raise fail(name, f"this is not JSON: {error}", row[name][:60]) from error
        if not isinstance(value, dict):
            raise fail(name, "this is not a JSON object", row[name][:60], "write {...}")
        return value

    if row["id"].count("-") < 2:
        raise fail("id", "an id is topic-kind-number", repr(row["id"]), "write it like RAD-PD-01")
    inputs, expected = table("inputs"), table("expected", parse_float=Printed)
    tolerance = table("tolerance")
    if tolerance.get("kind") not in KINDS_OF_TOLERANCE:
        allowed = ", ".join(KINDS_OF_TOLERANCE)
        raise fail("tolerance", "unknown kind of tolerance", repr(tolerance.get("kind")), f"the kinds are {allowed}")
    for limit in _limits(tolerance):
        if problem := _wrong_limit(limit):
            raise fail("tolerance", problem, json.dumps(limit)[:60], "limits are rel, abs and factor, each a number")
    if not expected:
        raise fail("expected", "the case expects nothing", remedy="name at least one key")
    if "test" in expected:
        inputs["test"] = table("expected")["test"]
        del expected["test"]
    inputs["_folder"] = str(path.parent)
    told = {name: row[name] for name in ("id", "title", "source", "status")}
    return Case(**told, inputs=inputs, expected=expected, tolerance=tolerance, file=str(path), line=line)


def _limits(tolerance: dict[str, Any]) -> Iterator[Any]:
    if "default" in tolerance:
        yield tolerance["default"]
    for group in ("per_key", "alt"):
        named = tolerance.get(group, {})
        yield from named.values() if isinstance(named, dict) else [named]


def _wrong_limit(limit: Any) -> str:
    """Say what is wrong with one limit, or nothing."""
    if not isinstance(limit, dict) or not limit:
        return "a limit is not a JSON object with a number"
    for name, value in limit.items():
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if name in ("rel", "abs", "factor"):
            if not number or value < (1 if name == "factor" else 0):
                return f"{name} is not a number that can limit"
        elif name != "vs" and "_minus_" not in name:
            return f"unknown limit {name}"
    return ""
