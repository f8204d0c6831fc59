"""Runs the cases of files through the adapters and counts, row by row."""

import importlib
import json
import math
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ringfort.verification.cases import Case, own_files, read_cases
from ringfort.verification.compare import Mismatch, compare
from ringfort.verification.uncovered import reason

Adapter = Callable[[dict[str, Any]], dict[str, Any]]
# One module each in ringfort.verification.adapters.
TOPICS: tuple[str, ...] = ("radar", "propagation", "electro_optics", "ballistics", "laser")
TOPICS += ("guns", "operations", "tracking", "blast", "history", "catalogue")


@dataclass(frozen=True)
class Outcome:
    """What became of one row: ``mismatches`` where it failed, ``uncovered`` says why nothing was compared."""

    case: Case
    mismatches: list[Mismatch] = field(default_factory=list)
    uncovered: str = ""


@dataclass(frozen=True)
class Report:
    """The outcome of every row, in the order of the files."""

    outcomes: list[Outcome]

    @property
    def passed(self) -> list[Outcome]:
        """The rows on which every expected key was produced and agrees."""
        return [row for row in self.outcomes if not row.mismatches and not row.uncovered]

    @property
    def failed(self) -> list[Outcome]:
        """The rows with at least one mismatch."""
        return [row for row in self.outcomes if row.mismatches]

    @property
    def not_covered(self) -> dict[str, int]:
        """The number of rows of each kind that no law of ours speaks to."""
        return dict(Counter(row.case.kind for row in self.outcomes if row.uncovered))

    def to_json(self) -> str:
        """Return one object: ``passed`` (rows), ``failed`` (one entry a row) and ``not_covered`` (rows by kind)."""
        failed = [_entry(row) for row in self.failed]
        answer = {"passed": len(self.passed), "failed": failed, "not_covered": self.not_covered}
        return json.dumps(_finite(answer), default=str, allow_nan=False)


def verify(paths: list[Path] | None = None) -> Report:
    """Try the cases of ``paths``, or the project's own where none are given.

    Raises VerificationError where a file is missing or malformed, before any case is tried.
    """
    cases = [case for path in paths or own_files() for case in read_cases(path)]
    return Report([try_case(case) for case in cases])


def try_case(case: Case) -> Outcome:
    """Run one case through its adapter. An adapter that raises fails the row with the error's text."""
    adapter = adapter_of(case)
    if adapter is None:
        return Outcome(case, uncovered=reason(case))
    try:
        got = adapter(dict(case.inputs))
    except Exception as error:  # any law may raise anything on inputs outside its domain: that is the row's failure
        text = f"{type(error).__name__}: {error}"
        return Outcome(case, [Mismatch(key, value, text, "raised") for key, value in _first(case.expected)])
    if not got:
        return Outcome(case, uncovered=reason(case))
    return Outcome(case, compare(case, got))


def adapter_of(case: Case) -> Adapter | None:
    """Return the adapter of a row, else that of its kind."""
    return adapters().get(case.id) or adapters().get(case.kind)


@lru_cache(maxsize=1)
def adapters() -> dict[str, Adapter]:
    """Return the adapter of each kind, or of one row whose inputs do not tell what it is about.

    A topic whose module (or an extra that it needs) is missing has none.
    """
    found: dict[str, Adapter] = {}
    for topic in TOPICS:
        name = f"ringfort.verification.adapters.{topic}"
        try:
            module = importlib.import_module(name)
        except ImportError as error:
            if error.name != name:
                warnings.warn(f"the cases of {topic} are not covered: {error}", stacklevel=2)
            continue
        found.update(module.ADAPTERS)
    return found


def _first(expected: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(expected.items())[:1]


def _entry(row: Outcome) -> dict[str, Any]:
    """Return a failed row: its first mismatch at the top, the others under ``also``."""
    first, *others = [vars(mismatch) for mismatch in row.mismatches]
    return {"id": row.case.id, **first, "also": others, "source": row.case.source}


def _finite(value: Any) -> Any:
    """Write what JSON cannot say (infinity, not a number) as text, at any depth."""
    if isinstance(value, dict):
        return {str(key): _finite(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(inner) for inner in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
