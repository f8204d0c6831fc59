"""From what a user names, a scenario or a folder of results, to a session."""

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.scenario.check import load
from ringfort.viewer.session import Session


def session_of(subject: str, seed: int, run: int, *, central: bool = False) -> Session:
    """Return the session for a scenario (a file or a name). Raises RingfortError where it cannot be opened."""
    catalog = installed()
    compiled = compile_scenario(load(subject, catalog), catalog, central=central)
    return Session(catalog, compiled, seed, run)
