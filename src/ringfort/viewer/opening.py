"""From what a user names, a scenario or a folder of results, to a session."""

from pathlib import Path

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.errors import Problem, ResultError
from ringfort.scenario.check import load
from ringfort.viewer.session import Session


def session_of(subject: str, seed: int | None, run: int, *, central: bool = False) -> Session:
    """Return the session for a scenario (a file or a name) or a folder of results, which brings its own seed.

    Raises RingfortError where it cannot be opened.
    """
    catalog, folder = installed(), Path(subject)
    if not folder.is_dir():
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
    return Session(catalog, compiled, found["seed"], run, folder)
