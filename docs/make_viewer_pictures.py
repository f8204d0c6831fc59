"""Photograph the viewer for README and docs: python docs/make_viewer_pictures.py (extra `browser`, and Chromium)."""

import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import uvicorn
from playwright.sync_api import sync_playwright

from ringfort.engine.run import play_runs
from ringfort.engine.state import ENGAGED_MISSED, LEAKED
from ringfort.viewer.app import application
from ringfort.viewer.opening import session_of
from ringfort.viewer.serve import address, listening
from ringfort.viewer.session import Session

FOLDER = Path(__file__).parent
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SIZE = {"width": 1280, "height": 800}
PATIENCE_S = 300.0


def shown(browser: Any, session: Session, scheme: str) -> Any:
    """Open the viewer of a session in full graphics and return its page once it is drawn."""
    at = listening(None)
    server = uvicorn.Server(uvicorn.Config(application(session), log_level="critical", lifespan="off"))
    threading.Thread(target=server.run, kwargs={"sockets": [at]}, daemon=True).start()
    page = browser.new_context(viewport=SIZE, color_scheme=scheme).new_page()
    page.goto(f"{address(at)}?lowgfx=0#/replay")
    until(page, "window.__ready")
    until(page, "document.querySelector('.picker select')")
    return page


def until(page: Any, condition: str) -> None:
    """Wait for a condition of the page."""
    begun = time.monotonic()
    while not page.evaluate(f"Boolean({condition})"):
        if time.monotonic() - begun > PATIENCE_S:
            raise SystemExit(f"{condition} did not come true")
        time.sleep(0.2)


def still(page: Any) -> None:
    """Wait until the ground and all that stands on it is drawn."""
    page.wait_for_timeout(3000)
    until(page, "ringfortReplay.settled()")
    page.wait_for_timeout(1500)


def leaker(session: Session) -> tuple[int, Any]:
    """Return the first run whose first object was tracked early, shot at and got through, and that object's row."""
    things = play_runs(session.compiled, session.seed, 0, 200).things[:, 0].view(np.recarray)
    missed = (things.fate == LEAKED) & (things.cause == ENGAGED_MISSED) & (things.shots > 0)
    run = int(np.flatnonzero(missed & (things.end_s - things.tracked_s > 100.0))[0])
    return run, things[run]


def tower(browser: Any) -> None:
    """Photograph the replay of a raid on Tower 22, and its kill chain alone."""
    session = session_of("tower-22", 1, 0)
    run, thing = leaker(session)
    page = shown(browser, replace(session, run=run), "light")
    page.evaluate(f"ringfortReplay.select('attacker'); ringfortReplay.go({thing.ordered_s + 19.0})")
    page.evaluate("ringfortReplay.show('both'); ringfortReplay.look([1200, 1000, 0], 6500, 0.2, 0.55)")
    still(page)
    page.screenshot(path=FOLDER / "guide" / "view-tower-22.png")
    page.locator(".strip").screenshot(path=FOLDER / "guide" / "view-kill-chain.png")
    page.evaluate(
        f"ringfortReplay.select(undefined); ringfortReplay.show('was'); ringfortReplay.go({thing.end_s + 2.0})"
    )
    page.evaluate("ringfortReplay.look([0, 0, 0], 520, 0.35, 0.5)")
    still(page)
    page.screenshot(path=FOLDER / "guide" / "view-base.png")


def wadi(browser: Any) -> None:
    """Photograph terrain in the dark theme, with what the radar sees at the height of the drones."""
    page = shown(browser, session_of("wadi-approach", 1, 0), "dark")
    page.locator(".layers summary").click()
    page.locator(".layers label:has-text('Shade the ground') input").check()
    page.locator(".slider input").fill("2")
    page.locator(".layers summary").click()
    page.evaluate("ringfortReplay.go(420); ringfortReplay.look([3500, -2200, 0], 21000, 0.1, 0.6)")
    still(page)
    page.screenshot(path=FOLDER / "guide" / "view-wadi.png")


def main() -> None:
    """Make every picture."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        tower(browser)
        wadi(browser)
        browser.close()


if __name__ == "__main__":
    main()
