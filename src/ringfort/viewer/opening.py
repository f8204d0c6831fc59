"""From what a user names, a scenario or a folder of results, to a session."""

from pathlib import Path

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.errors import Problem, ResultError
from ringfort.scenario.check import load
from ringfort.scenario.load import packaged
from ringfort.scenario.save import Kept
from ringfort.viewer.session import Session


def session_of(
    subject: str, seed: int | None, run: int, *, central: bool = False, other: Path | None = None
) -> Session:
    """Return the session for a scenario (a file or a name) or a folder of results, which brings its own seed.

    ``other`` is a folder of results to compare those with. Raises RingfortError where it cannot be opened.
    """
    catalog, folder = installed(), Path(subject)
    if not folder.is_dir():
        if other is not None:
            remedy = "give a folder of results to begin with, or leave --compare out"
            raise ResultError(Problem("only results can be compared", subject, "--compare", remedy))
        compiled = compile_scenario(load(subject, catalog), catalog, central=central)
        return Session(catalog, compiled, 1 if seed is None else seed, run)
    from ringfort.studies.result import played  # brings Arrow, so only where it is needed

    compiled, found = played(folder, catalog)
    if seed is not None and seed != found["seed"]:
        remedy = "leave --seed out: the results bring their own"
        raise ResultError(Problem("these results are of another seed", str(seed), "--seed", remedy, str(folder)))
    if central:
        remedy = "leave --central out: the results say how they were played"
        raise ResultError(Problem("results are shown as they were played", "", "--central", remedy, str(folder)))
    pages = ("replay", "results") if run else ("results", "replay")
    return Session(catalog, compiled, found["seed"], run, folder, other, pages=pages)


def session_to_edit(scenario: str, out: Path | None, seed: int) -> Session:
    """Return the session that edits a scenario and saves it to ``out``, or to its own file.

    A packaged scenario is saved to a new file in the working folder. Raises RingfortError where that cannot be.
    """
    catalog = installed()
    loaded = load(scenario, catalog)
    kept = Kept.of(loaded.path)
    if out is None and loaded.path.resolve() in [path.resolve() for path in packaged().values()]:
        out = Path(loaded.path.name)
    if out is not None:
        kept = kept.elsewhere(out)
    return Session(catalog, compile_scenario(loaded, catalog), seed, kept=kept, pages=("edit",))
