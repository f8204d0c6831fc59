"""``ringfort verify``: our laws against numbers that others published."""

from pathlib import Path
from typing import Annotated

import typer

from ringfort.errors import VerificationError


def verify(
    files: Annotated[list[Path] | None, typer.Argument(help="CSV files of cases; none: the project's own.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> None:
    """Try the laws against cases with a source. Exit status 1 if any fails, 2 if a file cannot be read."""
    from rich.console import Console

    from ringfort.verification.runner import verify as run
    from ringfort.verification.table import show

    try:
        report = run(files)
    except VerificationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if json:
        typer.echo(report.to_json())
    else:
        show(report, Console())
    raise typer.Exit(1 if report.failed else 0)
