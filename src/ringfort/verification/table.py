"""The report of a verification as tables for a terminal."""

from collections import Counter
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ringfort.verification.runner import Report


def show(report: Report, console: Console) -> None:
    """Print the rows by kind, then every mismatch, then the reason of each kind that is not covered."""
    console.print(_by_kind(report))
    if report.failed:
        console.print(_mismatches(report))
    uncovered = {(row.case.kind, row.uncovered) for row in report.outcomes if row.uncovered}
    for kind, why in sorted(uncovered):
        console.print(f"{kind} not covered: {escape(why)}")
    counts = f"{len(report.passed)} passed, {len(report.failed)} failed"
    console.print(f"{counts}, {sum(report.not_covered.values())} not covered")


def _by_kind(report: Report) -> Table:
    passed = Counter(row.case.kind for row in report.passed)
    failed = Counter(row.case.kind for row in report.failed)
    table = Table("kind", title="verification, in rows")
    for name in ("passed", "failed", "not covered"):
        table.add_column(name, justify="right")
    for kind in dict.fromkeys(row.case.kind for row in report.outcomes):
        counts = (passed[kind], failed[kind], report.not_covered.get(kind, 0))
        table.add_row(kind, *(str(count) if count else "" for count in counts))
    return table


def _mismatches(report: Report) -> Table:
    table = Table("id", "key", "expected", "got", "tolerance", title="failed")
    for row in report.failed:
        for miss in row.mismatches:
            values = (row.case.id, miss.key, _short(miss.expected), _short(miss.got), miss.tolerance)
            table.add_row(*(escape(value) for value in values))
    return table


def _short(value: Any) -> str:
    text = f"{value:.9g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 160 else f"{text[:157]}..."
