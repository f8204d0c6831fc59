"""``ringfort check``: mistakes of a scenario, with line and remedy."""

import sys
from typing import Annotated

import typer


def check(scenario: Annotated[str, typer.Argument(help="a file, or the name of a packaged scenario")]) -> None:
    """Look for mistakes in a scenario. Each is told with its place and what to do; the status is then 2."""
    from ringfort.catalog.registry import installed
    from ringfort.scenario.check import load, warnings

    loaded = load(scenario, installed())
    for warning in warnings(loaded, installed()):
        print(f"warning: {warning}", file=sys.stderr)
    if loaded.document.place.terrain.file:
        from ringfort.engine.compile import compile_scenario

        for note in compile_scenario(loaded, installed(), central=True).notes:
            print(f"note: {note}", file=sys.stderr)
    print(f"{loaded.path}: no mistakes")
