"""The replay in Chromium: it plays, jumps, tells stories, switches sides, and draws things where the log has them."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from tests.browser.conftest import Subject, Watched
from tests.tolerance import within

from ringfort.engine import log as rows
from ringfort.engine.run import replay
from ringfort.engine.view import knots_of, sample
from ringfort.viewer.session import Session
from ringfort.world.frames import LocalFrame

pytestmark = pytest.mark.browser

Look = Callable[..., Watched]

METRE = within(1.0, because="32-bit floats at 40 km, and a degree is rounded to a centimetre")
NAMELESS = """() => [...document.querySelectorAll("button, select, input, canvas, svg[role]")]
  .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.length))
  .map((one) => one.outerHTML)"""
FLAT_M = 6371000.0 * math.pi / 180.0


def truth(session: Session, name: str, times: list[float]) -> list[tuple[float, float, float]]:
    """Return longitude, latitude (deg) and ellipsoidal height (m) of an object, from the knots in the log."""
    compiled = session.compiled
    _, log = replay(compiled, session.seed, session.run)
    laid = log[(log.kind == rows.KNOT_ROW) & (log.object == compiled.objects.index(name))]
    place = compiled.loaded.document.place
    height = float(compiled.model.given.ground_m) + place.geoid_undulation_m
    frame = LocalFrame(place.latitude_rad, place.longitude_rad, height, place.geoid_undulation_m)
    found = []
    for t in times:
        begin = max(b for b in np.unique(laid.value) if b <= t)
        out = np.empty((1, 6))
        sample(knots_of(laid[laid.value == begin]), np.array([t]), out)
        latitude, longitude, up = frame.to_geodetic(*out[0, :3])
        found.append((math.degrees(longitude), math.degrees(latitude), up))
    return found


def apart(first: list[float], second: tuple[float, float, float]) -> float:
    """Return the distance (m) between two places near to each other."""
    north = (first[1] - second[1]) * FLAT_M
    east = (first[0] - second[0]) * FLAT_M * math.cos(math.radians(second[1]))
    return math.sqrt(north * north + east * east + (first[2] - second[2]) ** 2)


def test_symbols_are_where_the_log_has_their_objects(look: Look, tower: Subject) -> None:
    page, session = look(tower.place), tower.session
    begin, end = float(tower.thing.start_s), float(tower.thing.end_s)
    times = [begin + share * (end - begin) for share in (0.3, 0.6, 0.98)]
    for name in ("attacker", "returning friend"):
        for t, expected in zip(times, truth(session, name, times), strict=True):
            page.ask(f"go({t})")
            drawn = page.ask(f'drawn("{name}")')
            if name == "attacker" or drawn is not None:  # the friend may have landed, or not have set off
                assert METRE(apart(drawn, expected), 0.0)


def test_over_terrain_symbols_and_ground_are_where_the_model_has_them(look: Look, wadi: Subject) -> None:
    page, session = look(wadi.place), wadi.session
    times = [320.0, 420.0, 520.0]
    for t, expected in zip(times, truth(session, "down the wadi", times), strict=True):
        page.ask(f"go({t})")
        assert METRE(apart(page.ask('drawn("down the wadi")'), expected), 0.0)
    page.ask("look([0, 0, 0], 2500, 0, 0.9)")
    page.until("ringfortReplay.ground(0, 0) !== undefined && ringfortReplay.settled()")
    page.page.wait_for_timeout(1000)
    page.until("ringfortReplay.settled()")
    terrain = session.compiled.model.terrain
    coarse = within(6.0, because="the globe's mesh has larger cells than the terrain where the ground is far off")
    row, column = (round(-terrain.south_m / terrain.step_m), round(-terrain.west_m / terrain.step_m))
    for i, j in ((0, 0), (3, 0), (-4, 5)):
        height = 500.0 + float(terrain.heights_m[row + i, column + j])
        drawn = page.ask(f"ground({j * terrain.step_m}, {i * terrain.step_m})")
        assert coarse(drawn, height)


def test_it_plays_pauses_and_stands_still(look: Look, tower: Subject) -> None:
    page = look(tower.place)
    begun = page.ask("time()")
    assert not page.ask("playing()")
    page.page.keyboard.press("Space")
    page.until(f"ringfortReplay.time() > {begun + 5.0}")
    page.page.get_by_role("button", name="Pause").click()
    assert not page.ask("playing()")
    stands = page.ask("time()")
    page.until("ringfortReplay.settled()")
    stood = []  # what was still being drawn may change one picture or two; what flickers changes all
    for _ in range(6):
        first = page.page.screenshot()
        page.page.wait_for_timeout(700)
        stood.append(page.page.screenshot() == first)
    assert stood[-3:] == [True] * 3, "a replay that is paused must not flicker"
    assert page.ask("time()") == stands


def test_events_can_be_jumped_to_and_objects_tell_their_story(look: Look, tower: Subject) -> None:
    page = look(tower.place)
    page.page.get_by_role("button", name="attacker").click()
    story = page.page.locator(".panel-body")
    assert "leaked: engaged and missed" in story.inner_text()
    assert "Because: orders to engage it" in story.inner_text()
    strip = page.page.locator(".strip")
    for link in ("Detected", "Tracked", "Identified", "Ordered", "Fired", "Effect"):
        assert link in strip.inner_text()
    assert "odds" in strip.inner_text() and "die" in strip.inner_text()
    page.page.locator(".strip .link:nth-child(5) button").click()
    fired = page.ask("time()")
    page.page.keyboard.press("]")
    assert page.ask("time()") > fired
    burst = page.page.locator(".timeline .event[aria-label*='bursts']").first
    burst.locator(".sign").click(force=True)
    assert "bursts" in (burst.get_attribute("aria-label") or "")
    assert page.ask("time()") > fired


def test_an_object_on_the_globe_can_be_clicked_and_followed(look: Look, tower: Subject) -> None:
    page = look(tower.place)
    page.ask(f"go({tower.thing.end_s - 120.0})")
    page.ask('drawn("attacker")')
    page.page.wait_for_timeout(600)
    x, y = page.ask('pixel("attacker")')
    page.page.mouse.click(x, y)
    page.until("document.querySelector('.story-name')")
    assert "attacker" in page.page.locator(".story-name").inner_text()
    page.page.get_by_role("button", name="Follow").click()
    page.ask(f"go({tower.thing.end_s - 60.0})")
    page.page.wait_for_timeout(800)
    canvas = page.page.locator(".map canvas").bounding_box()
    assert canvas is not None
    x, y = page.ask('pixel("attacker")')
    middle = within(6.0, because="a few pixels: what is followed stays in the middle")
    assert middle(x, canvas["x"] + canvas["width"] / 2.0) and middle(y, canvas["y"] + canvas["height"] / 2.0)
    page.page.keyboard.press("Escape")
    assert page.page.locator(".strip").count() == 0


def test_what_was_and_what_the_base_knew_are_two_things(look: Look, tower: Subject) -> None:
    page = look(tower.place)
    page.ask(f"go({0.5 * (tower.thing.ordered_s + tower.thing.end_s)})")
    assert page.ask('drawn("attacker")') is not None
    page.page.wait_for_timeout(300)
    assert page.ask("tracks()") == 0
    page.page.get_by_role("button", name="What the base knew").click()
    page.until("ringfortReplay.tracks() > 0")
    assert page.ask('drawn("attacker")') is None
    page.page.keyboard.press("t")
    page.until("ringfortReplay.side() === 'both'")
    assert page.ask('drawn("attacker")') is not None


def test_layers_and_themes_change_the_picture(look: Look, wadi: Subject) -> None:
    page = look(wadi.place)
    seen = {page.page.locator(".map").screenshot()}
    page.page.locator(".layers summary").click()
    for text in ("Shade the ground", "The lowest that it sees", "Reach"):
        page.page.locator(f".layers label:has-text('{text}') input").first.check()
        page.page.wait_for_timeout(1500)
        picture = page.page.locator(".map").screenshot()
        assert picture not in seen
        seen.add(picture)
    page.page.get_by_role("button", name="Dark").click()
    page.page.wait_for_timeout(1500)
    assert page.page.locator(".map").screenshot() not in seen


def test_other_runs_are_picked(look: Look, wadi: Subject) -> None:
    page = look(wadi.place)
    page.until("document.querySelectorAll('.picker option').length > 2")
    options = page.page.locator(".picker option").all_inner_texts()
    assert any("worst" in option for option in options) and any("typical" in option for option in options)
    page.page.get_by_label("Number of the run").fill("5")
    page.page.get_by_label("Number of the run").press("Enter")
    page.until("location.hash.includes('run=5') && window.__ready")
    assert page.page.get_by_label("Number of the run").input_value() == "5"


def test_a_run_that_cannot_be_is_told(look: Look, wadi: Subject) -> None:
    page = look(f"{wadi.place}#/replay?run=x")
    assert "run must be a whole number" in page.page.locator("#page").inner_text()
    page.complaints.clear()  # Chromium itself reports the 400


def test_everything_can_be_reached_by_name(look: Look, tower: Subject) -> None:
    """Every button, field and picture has a name for those who hear the page."""
    page = look(tower.place)
    nameless = page.page.evaluate(NAMELESS)
    assert nameless == []


def test_in_software_the_page_asks_for_little_work(look: Look, wadi: Subject) -> None:
    assert look(wadi.place).ask("low")
    assert not look(f"{wadi.place}?lowgfx=0").ask("low")
