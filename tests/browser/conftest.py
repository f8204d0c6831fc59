"""Chromium, the viewer's server beside it, and pages that are watched: what they ask for and what they complain of."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ringfort.engine.run import play_runs
from ringfort.engine.state import ENGAGED_MISSED, LEAKED
from ringfort.viewer import bundle
from ringfort.viewer.app import application
from ringfort.viewer.opening import session_of
from ringfort.viewer.serve import address, listening
from ringfort.viewer.session import Session

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_S = 120.0
OWN = ("http://127.0.0.1:", "data:", "blob:", "file:")


class Watched:
    """A page with its times and what must not happen on it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("request", lambda request: request.url.startswith(OWN) or self.strangers.append(request.url))

    def until(self, condition: str, patience_s: float = PATIENCE_S) -> float:
        """Wait for a condition of the page and return the seconds; the content policy forbids playwright's own way."""
        begun = time.monotonic()
        while not self.page.evaluate(f"Boolean({condition})"):
            assert time.monotonic() - begun < patience_s, f"{condition} did not come true; {self.complaints}"
            time.sleep(0.05)
        return time.monotonic() - begun

    def ask(self, expression: str) -> Any:
        """Ask the replay for something: ``time()``, ``drawn("attacker")`` ..."""
        return self.page.evaluate(f"ringfortReplay.{expression}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None or not (bundle.FOLDER / "index.html").is_file():
        pytest.skip("needs Chromium and the built page")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Any) -> Iterator[Callable[..., Watched]]:
    """Open an address and wait until it is drawn; at the end nothing else may have been asked for or complained of."""
    opened: list[Watched] = []

    def opens(place: str, width: int = 1100, height: int = 700, scheme: str = "light") -> Watched:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        watched = Watched(context.new_page())
        opened.append(watched)
        watched.page.goto(place)
        watched.until("window.__ready")
        return watched

    yield opens
    for watched in opened:
        watched.page.context.close()
        assert watched.strangers == []
        assert watched.complaints == []


@contextmanager
def served(session: Session) -> Iterator[str]:
    """Serve a session on a free port of the loopback."""
    import uvicorn

    at = listening(None)
    server = uvicorn.Server(uvicorn.Config(application(session), log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]}, daemon=True)
    thread.start()
    try:
        yield address(at)
    finally:
        server.should_exit = True
        thread.join(20.0)


@dataclass(frozen=True)
class Subject:
    """A session that is served; ``thing`` is the row (THING) of its first object in its run."""

    session: Session
    place: str
    thing: Any


@pytest.fixture(scope="module")
def tower() -> Iterator[Subject]:
    """A raid on Tower 22 in which the attacker was shot at and got through, after it had been tracked for a while."""
    session = session_of("tower-22", 1, 0)
    things = play_runs(session.compiled, session.seed, 0, 200).things[:, 0].view(np.recarray)
    missed = (things.fate == LEAKED) & (things.cause == ENGAGED_MISSED) & (things.shots > 0)
    run = int(np.flatnonzero(missed & (things.end_s - things.tracked_s > 100.0))[0])
    with served(replace(session, run=run)) as place:
        yield Subject(replace(session, run=run), place, things[run])


@pytest.fixture(scope="module")
def wadi() -> Iterator[Subject]:
    session = session_of("wadi-approach", 1, 0)
    things = play_runs(session.compiled, session.seed, 0, 1).things
    with served(session) as place:
        yield Subject(session, place, things[0, 0])


@pytest.fixture(scope="module")
def many() -> Session:
    return session_of(str(Path(__file__).with_name("two-hundred.yaml")), 1, 0)


def crowding() -> float:
    """Return how many times longer work takes than on a machine that does nothing else."""
    cores = len(os.sched_getaffinity(0))
    return max(1.0, os.getloadavg()[0] / cores)
