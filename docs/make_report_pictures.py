"""Take the pictures of report, results and edit page for the docs, in the system's Chromium.

Needs the extra ``browser``: python docs/make_report_pictures.py
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.browser.opened import CHROMIUM, FLAGS, looking, serving

GUIDE = Path(__file__).parent / "guide"
RINGFORT = str(Path(sys.executable).with_name("ringfort"))


def report(folder: Path) -> None:
    """Play Tower 22, write its report and take a picture of its first page."""
    subprocess.run([RINGFORT, "run", "tower-22", "--runs", "500", "--out", str(folder / "played")], check=True)
    page = folder / "report.html"
    subprocess.run([RINGFORT, "report", str(folder / "played"), "--out", str(page)], check=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        seen = browser.new_page(viewport={"width": 1200, "height": 1250})
        seen.goto(page.as_uri())
        seen.screenshot(path=GUIDE / "report.png")
        browser.close()


def results(folder: Path) -> None:
    """Take a picture of the page of results."""
    with serving("view", str(folder / "played"), folder=folder) as address, looking(address, (1200, 900)) as seen:
        seen.page.screenshot(path=GUIDE / "results.png")


def edit(folder: Path) -> None:
    """Take a picture of the edit page after a hundred raids, seen from afar."""
    with serving("edit", "wadi-approach", folder=folder) as address, looking(address, (1280, 900)) as seen:
        for _ in range(16):
            seen.page.get_by_role("button", name="Zoom out").click()
        seen.page.get_by_role("button", name="Play 100 raids").click()
        seen.until(lambda: seen.page.locator(".answer b").count() >= 4)
        seen.page.screenshot(path=GUIDE / "edit.png")


def main() -> None:
    """Take docs/guide/report.png, results.png and edit.png."""
    with TemporaryDirectory() as folder:
        report(Path(folder))
        results(Path(folder))
        edit(Path(folder))


if __name__ == "__main__":
    main()
