"""``ringfort run``: play a scenario many times and print the answer."""

import os
from pathlib import Path
from typing import Annotated

import typer

MOST_RUNS, MOST_SEEDS = 2**32, 2**63 - 1

Scenario = Annotated[str, typer.Argument(help="a file, or the name of a packaged scenario")]
Runs = Annotated[int, typer.Option("--runs", "-n", min=1, max=MOST_RUNS, help="how many raids to play")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=MOST_SEEDS, help="the dice: the same seed, the same raids")]
Threads = Annotated[int | None, typer.Option("--threads", "-t", min=1, help="threads; else one for each core")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object instead of tables")]
Central = Annotated[bool, typer.Option("--central", help="hold every uncertain figure of the catalogue at its centre")]


def run(
    scenario: Scenario,
    runs: Runs = 1000,
    seed: Seed = 1,
    threads: Threads = None,
    json: Json = False,
    out: Annotated[
        Path | None, typer.Option(help="keep every run in this folder, and go on from what it holds")
    ] = None,
    central: Central = False,
) -> int:
    """Play a scenario many times and print who leaks, what stops them, why, who is hurt, and what it costs.

    Ctrl-C ends it early: the answer of the raids played so far is printed, and the exit status is 130.
    """
    from ringfort.catalog.registry import installed
    from ringfort.cli import INTERRUPTED
    from ringfort.cli.progress import Progress
    from ringfort.engine.compile import compile_scenario
    from ringfort.scenario.check import load
    from ringfort.studies.answer import answer
    from ringfort.studies.montecarlo import study

    catalog = installed()
    with Progress("raids") as progress:
        compiled = compile_scenario(load(scenario, catalog), catalog, central=central)
        outcome = study(compiled, seed, runs, threads or cores(), progress, out)
    found = answer(outcome)
    if json:
        print_json(found)
    else:
        from rich.console import Console

        from ringfort.studies.tables import show

        options = f" --out {out}" if out else ""
        again = f"ringfort run {scenario} --runs {runs} --seed {seed}{' --central' if central else ''}{options}"
        show(found, again, Console(highlight=False))
    return INTERRUPTED if outcome.interrupted else 0


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def print_json(content: object) -> None:
    """Print one JSON object; a NaN in it would be our mistake."""
    from json import dumps

    print(dumps(content, indent=2, ensure_ascii=False, allow_nan=False))
