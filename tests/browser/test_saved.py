"""A replay as one file, opened from the disk; and a raid of two hundred objects."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.browser.conftest import Subject, Watched, crowding, served

from ringfort.viewer.raid import raid
from ringfort.viewer.scene import scene
from ringfort.viewer.session import Session
from ringfort.viewer.single import save

pytestmark = pytest.mark.browser

MEGABYTE = 1_000_000
LOADS_S = 5.0


def test_a_saved_file_opens_from_the_disk_and_plays(
    look: Callable[..., Watched], tower: Subject, tmp_path: Path
) -> None:
    path = tmp_path / "replay.html"
    assert save(tower.session, path) < 10 * MEGABYTE
    page = look(path.as_uri())
    begun = page.ask("time()")
    page.page.keyboard.press("Space")
    page.until(f"ringfortReplay.time() > {begun + 5.0}")
    page.page.keyboard.press("Space")
    page.page.get_by_role("button", name="attacker").click()
    assert "leaked" in page.page.locator(".panel-body").inner_text()
    assert page.page.locator(".strip .link").count() == 6
    page.ask("show('knew')")
    page.ask(f"go({0.5 * (tower.thing.ordered_s + tower.thing.end_s)})")
    page.until("ringfortReplay.tracks() > 0")


def test_two_hundred_objects_load_within_five_seconds(look: Callable[..., Watched], many: Session) -> None:
    document = raid(many.compiled, many.seed, many.run)
    assert len(document["objects"]) == 200 and document["end_s"] >= 1100.0
    assert len(json.dumps(document)) + len(json.dumps(scene(many.compiled))) < 20 * MEGABYTE
    with served(many) as place:
        urlopen(f"{place}api/raid?run=0", timeout=300.0).close()  # the server plays it while the browser starts
        page = look(f"{place}?lowgfx")
        took, busy = page.page.evaluate("window.__readyAt"), crowding()
    assert took / 1000.0 < LOADS_S * busy, f"{took / 1000.0:.1f} s, {busy:.1f} times crowded"


def test_two_hundred_objects_fit_into_a_file_for_a_mail(many: Session, tmp_path: Path) -> None:
    assert save(many, tmp_path / "many.html") < 10 * MEGABYTE
