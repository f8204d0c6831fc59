"""``ringfort compare``: two scenarios on the same dice."""

from typing import Annotated

import typer

from ringfort.cli.run import Json, Runs, Seed, Threads, cores, print_json


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="a file, or the name of a packaged scenario")],
    second: Annotated[str, typer.Argument(metavar="B", help="the other")],
    runs: Runs = 1000,
    seed: Seed = 1,
    threads: Threads = None,
    json: Json = False,
) -> int:
    """Play both scenarios on the same dice and show what differs, with intervals; says when the runs cannot tell.

    Ctrl-C ends it early, and compares the raids that both have played.
    """
    from ringfort.catalog.registry import installed
    from ringfort.cli import INTERRUPTED
    from ringfort.cli.progress import Progress
    from ringfort.engine.compile import compile_scenario
    from ringfort.scenario.check import load
    from ringfort.studies.compare import compare as compared
    from ringfort.studies.montecarlo import study

    catalog, outcomes = installed(), []
    both = [compile_scenario(load(name, catalog), catalog) for name in (first, second)]
    for letter, compiled in zip("AB", both, strict=True):
        with Progress(f"raids of {letter}") as progress:
            outcomes.append(study(compiled, seed, runs, threads or cores(), progress))
    found = compared(*outcomes)
    if json:
        print_json(found)
    else:
        from rich.console import Console

        from ringfort.studies.tables import show_comparison

        again = f"ringfort compare {first} {second} --runs {runs} --seed {seed}"
        show_comparison(found, again, Console(highlight=False))
    return INTERRUPTED if found["interrupted"] else 0
