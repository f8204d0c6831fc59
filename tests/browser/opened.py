"""A verb that serves a page, and Chromium looking at it: what the page asks for and complains of is noted."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
READY_S = 90.0
_RINGFORT = str(Path(sys.executable).with_name("ringfort"))


@dataclass
class Opened:
    """A page in a browser; ``wrong`` are errors of its console, ``outside`` requests to other hosts."""

    page: Any
    address: str
    wrong: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def ready(self) -> None:
        """Wait until the page is drawn and still."""
        self.until(lambda: self.page.evaluate("window.__ready === true"))

    def until(self, holds: Any) -> None:
        """Wait until something holds; the page's policy forbids the waiting that evaluates text."""
        end = time.monotonic() + READY_S
        while not holds():
            assert time.monotonic() < end, f"it never came; the console says {self.wrong}"
            time.sleep(0.1)

    def note(self, request: Any) -> None:
        """Note a request that leaves this machine."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)


@contextmanager
def serving(*arguments: str, folder: Path) -> Iterator[str]:
    """Run a verb in a folder and yield the address that it serves."""
    command = [_RINGFORT, *arguments, "--no-browser"]
    served = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert served.stdout is not None
    try:
        said = served.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found, said + served.stdout.read()
        yield found[0]
    finally:
        served.terminate()
        served.wait(10)


@contextmanager
def looking(address: str, size: tuple[int, int] = (1280, 860), scheme: str = "light") -> Iterator[Opened]:
    """Yield a page of an address, when it is ready."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        window = {"width": size[0], "height": size[1]}
        page = browser.new_page(viewport=window, color_scheme=scheme, accept_downloads=True)
        page.set_default_timeout(1000.0 * READY_S)
        found = Opened(page, address)
        page.on("console", lambda said: found.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: found.wrong.append(str(error)))
        page.on("request", found.note)
        page.goto(address)
        found.ready()
        try:
            yield found
        finally:
            browser.close()
