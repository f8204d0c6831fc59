"""Tables of numbers that users recorded: read with every mistake told by file, line and column."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ringfort.errors import Problem, RingfortError, nearest

_MOST_PROBLEMS = 8  # that are told one by one
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class RecordingError(RingfortError):
    """A file of detections or truth cannot be read."""


@dataclass
class Table:
    """The cells of a file: names of columns in lower case, rows of text, the line on which each row ends."""

    file: str
    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_line: int
    decimal_comma: bool = False
    problems: list[Problem] = field(default_factory=list)

    def complain(self, row: int, name: str, what: str, remedy: str) -> None:
        """Note what is wrong with a cell."""
        column = self.names.index(name)
        value = repr(self.rows[row][column]) if column < len(self.rows[row]) else "nothing"
        self.problems.append(Problem(what, value, name, remedy, self.file, self.lines[row], column + 1))

    def raise_problems(self) -> None:
        """Raise RecordingError where there is something to complain of."""
        if self.problems:
            told = self.problems[:_MOST_PROBLEMS]
            if len(self.problems) > len(told):
                told = [*told, Problem(f"{len(self.problems) - len(told)} more such", file=self.file)]
            raise RecordingError(told)


def read_table(path: Path) -> Table:
    """Return the cells of a CSV file. Raises RecordingError where there is none, no text or no row.

    Separated by comma, semicolon (then numbers may have decimal commas) or tabulator; UTF-8, or UTF-16 with its mark.
    Lines that begin with # are left out.
    """
    text = _text(path)
    kept = [(k, line) for k, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not kept:
        raise RecordingError(Problem("the file is empty", file=str(path), remedy="it needs a header and rows"))
    separator = max(",;\t", key=kept[0][1].count)
    cells = list(csv.reader(io.StringIO("\n".join(line for _, line in kept)), delimiter=separator))
    names = [name.strip().lower() for name in cells[0]]
    table = Table(str(path), names, cells[1:], [k for k, _ in kept[1:]], kept[0][0], separator == ";")
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise RecordingError(
            Problem("a column stands twice", doubled[0], "header", "keep one of them", str(path), table.header_line, 1)
        )
    if not table.rows:
        raise RecordingError(Problem("there is a header but no row", file=str(path), line=table.header_line, column=1))
    return table


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise RecordingError(Problem(f"cannot be read: {reason}", file=str(path), remedy="check the path")) from None
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem("is not UTF-8 text", f"byte {raw[error.start]:#04x}", file=str(path), line=line, column=1)
        problem = Problem(problem.what, problem.value, "", "save it as CSV in UTF-8", problem.file, line, 1)
        raise RecordingError(problem) from None
    if "\0" in text:
        raise RecordingError(Problem("is not a text file", file=str(path), remedy="give a CSV file"))
    return text.lstrip("\ufeff")


def need(table: Table, names: Iterable[str], known: Sequence[str]) -> None:
    """Raise RecordingError where a column is missing; those ``known`` are what they say, not one misspelt."""
    missing = [name for name in names if name not in table.names]
    if missing:
        close = nearest(missing[0], [name for name in table.names if name not in known])
        hint = f"is {close} meant? " if close else ""
        header = ", ".join(name or "(no name)" for name in table.names)
        raise RecordingError(
            Problem(
                f"there is no column {' and no column '.join(missing)}",
                where="header",
                remedy=f"{hint}columns: {header}",
                file=table.file,
                line=table.header_line,
                column=1,
            )
        )


def numbers(table: Table, name: str, *, above: float = -math.inf, blank: bool = False) -> Any:
    """Return a column as float64 (rows,); a cell that is no finite number ``above`` that is noted as a problem.

    With ``blank`` an empty cell, or one that says NaN, is NaN; so is every cell of a column that is not there.
    """
    values = np.full(len(table.rows), np.nan)
    if name not in table.names:
        return values
    column = table.names.index(name)
    for k, row in enumerate(table.rows):
        cell = row[column].strip() if column < len(row) else ""
        if blank and cell.lower() in ("", "nan"):
            continue
        try:
            values[k] = float(cell.replace(",", ".") if table.decimal_comma else cell)
        except ValueError:
            table.complain(k, name, "is no number" if cell else "is empty", "write a number with a decimal point")
            continue
        if not math.isfinite(values[k]):
            table.complain(k, name, "is not finite", "leave the row out or write a number")
        elif not values[k] > above:
            table.complain(k, name, f"must be above {above:g}", "check the unit and the sign")
    return values


def words(table: Table, name: str) -> list[str]:
    """Return a column as text, empty where there is none."""
    if name not in table.names:
        return [""] * len(table.rows)
    column = table.names.index(name)
    return [row[column].strip() if column < len(row) else "" for row in table.rows]


def strangers(table: Table, known: Sequence[str]) -> list[str]:
    """Return what to say of columns that nobody reads, one sentence for each that is near to a known one."""
    said = []
    for name in table.names:
        close = nearest(name, list(known)) if name and name not in known else ""
        if close and close not in table.names:
            said.append(f"{table.file}: column {name} is not read; did you mean {close}?")
    return said
