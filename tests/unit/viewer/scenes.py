"""Sessions of small scenarios, and a page that stands in for the built one where a test does not look at it."""

from functools import cache
from pathlib import Path

from ringfort.catalog.registry import installed
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.scenario.check import load
from ringfort.viewer import bundle
from ringfort.viewer.session import Session


@cache
def compiled(name: str) -> Compiled:
    """Return a packaged scenario, compiled."""
    catalog = installed()
    return compile_scenario(load(name, catalog), catalog)


def session(name: str = "one-drone", seed: int = 1, run: int = 0, folder: Path | None = None) -> Session:
    """Return the session of a packaged scenario."""
    return Session(installed(), compiled(name), seed, run, folder)


def page(folder: Path) -> Path:
    """Write a small page into a folder and return it."""
    for name in bundle.KINDS:
        (folder / name).write_text(f"/* {name} */", encoding="utf-8")
    return folder
