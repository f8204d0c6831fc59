"""The edit page in Chromium: drag and keys, coverage that follows, a hundred raids, and the file that is saved."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.invariants.menagerie import TEXT

from ringfort.scenario.load import read

pytest.importorskip("playwright")
from tests.browser.opened import looking, serving

pytestmark = pytest.mark.browser
COMMENTED = TEXT.replace("defend:", "defend:   # what stands ready").replace(
    "weapons: free", "weapons: free  # all day"
)


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "all.yaml"
    found.write_text(COMMENTED, encoding="utf-8")
    return found


@pytest.fixture
def seen(path):
    with serving("edit", path.name, folder=path.parent) as address, looking(address) as found:
        yield found
        assert found.wrong == [] and found.outside == []


def thing(seen, name):
    return seen.page.locator(f'[data-name="{name}"]')


def east(seen):
    return float(seen.page.locator('input[name="at0"]').input_value())


def status(seen):
    return seen.page.locator(".status").inner_text()


def drag(seen, name, right, down):
    seen.page.locator(".things button", has_text=name).first.click()
    box = thing(seen, name).locator(".halo").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x + right, y + down, steps=5)
    seen.page.mouse.up()
    seen.until(lambda: "not saved" in status(seen))


def test_what_the_map_shows_is_what_is_saved_checked_and_played(seen, path):
    drag(seen, "gun", 60, -30)
    moved = (east(seen), float(seen.page.locator('input[name="at1"]').input_value()))
    assert moved != (60.0, -40.0)
    seen.page.get_by_role("button", name="Play 100 raids").click()
    seen.until(lambda: seen.page.locator(".answer b").count() >= 4)
    leaked = seen.page.locator(".answer b").first.inner_text()
    seen.page.get_by_role("button", name="Save").click()
    seen.until(lambda: "Saved to all.yaml" in status(seen))
    document = read(path).document
    assert next(one.at for one in document.defend if one.name == "gun") == moved
    before, after = COMMENTED.splitlines(), path.read_text(encoding="utf-8").splitlines()
    assert len([1 for old, new in zip(before, after, strict=True) if old != new]) == 1, "comments survive"
    ringfort = str(Path(sys.executable).with_name("ringfort"))
    assert subprocess.run([ringfort, "check", "all.yaml"], cwd=path.parent, check=False).returncode == 0
    played = subprocess.run(
        [ringfort, "run", "all.yaml", "--runs", "100", "--json"],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    import json

    assert abs(json.loads(played.stdout)["leaked"]["mean"] - float(leaked)) < 0.006, "three digits are shown"


def test_keys_move_turn_undo_and_take_out(seen):
    seen.page.locator(".things button", has_text="jammer").click()
    thing(seen, "jammer").focus()
    start = east(seen)
    seen.page.keyboard.press("ArrowRight")
    step = east(seen) - start
    assert step > 0.0
    seen.page.keyboard.press("Shift+ArrowLeft")
    assert east(seen) == start + step - 10.0 * step
    seen.page.keyboard.press("]")
    assert seen.page.locator('input[name="facing0"]').input_value() == "5"
    for _ in range(3):
        seen.page.keyboard.press("Control+z")
    seen.until(lambda: east(seen) == start and "As saved" in status(seen))
    thing(seen, "jammer").focus()
    seen.page.keyboard.press("Delete")
    seen.until(lambda: thing(seen, "jammer").count() == 0)


def test_everything_on_the_map_can_be_reached_by_tab_and_is_spoken(seen):
    seen.page.locator("svg.site").focus()
    spoken = set()
    for _ in range(12):
        seen.page.keyboard.press("Tab")
        label = seen.page.evaluate("document.activeElement.getAttribute('aria-label')")
        spoken.add((label or "").partition(",")[0])
    assert {"camp", "radar", "gun", "lane"} <= spoken


def test_coverage_follows_the_sensor(seen):
    picture = seen.page.locator("image.cells")
    seen.until(lambda: picture.count() == 1)
    seen.page.locator(".things button", has_text="radar").first.click()
    seen.until(lambda: "radar has" in seen.page.locator(".sight").inner_text())
    before = picture.bounding_box()["x"]
    drag(seen, "radar", 80, 0)
    assert abs(picture.bounding_box()["x"] - before - 80) < 6, "it goes with the sensor at once"
    seen.until(lambda: seen.page.locator("#page[data-covering]").count() == 0)
    assert abs(picture.bounding_box()["x"] - before - 80) < 6, "and is what the server says"


def test_a_file_changed_meanwhile_is_told(seen, path):
    drag(seen, "gun", 60, 0)
    path.write_text(COMMENTED + "# theirs\n", encoding="utf-8")
    seen.page.get_by_role("button", name="Save").click()
    seen.until(lambda: "changed by another program" in status(seen))
    assert path.read_text(encoding="utf-8") == COMMENTED + "# theirs\n"
    seen.wrong.clear()  # Chromium notes every refused request as an error


def test_new_things_are_placed(seen, path):
    before = seen.page.locator(".things button").count()
    seen.page.get_by_label("What to add").select_option("sensor/lookout")
    seen.page.get_by_role("button", name="Add", exact=True).click()
    seen.until(lambda: seen.page.locator(".things button").count() == before + 1)
    seen.page.get_by_label("What to add").select_option("corridors")
    seen.page.get_by_role("button", name="Add", exact=True).click()
    seen.until(lambda: thing(seen, "new corridor").count() == 1)
    seen.page.get_by_role("button", name="Save").click()
    seen.until(lambda: "Saved to all.yaml" in status(seen))
    document = read(path).document
    assert document.defend[-1].system == "sensor/lookout" and document.command.corridors[-1].name == "new corridor"


def test_a_wrong_value_is_told_and_taken_back(seen):
    seen.page.locator(".things button", has_text="camp").click()
    box = seen.page.locator('input[name="size0"]')
    box.fill("-5")
    box.press("Enter")
    seen.until(lambda: seen.page.locator(".status.wrong").count() == 1)
    assert seen.page.locator('input[name="size0"]').input_value() == "80"
    seen.wrong.clear()  # Chromium notes every refused request as an error


def test_the_map_is_drawn_in_no_time_even_in_software(seen):
    """Devices of the raid reach from one to hundreds of kilometres, over a map of a hundred metres."""
    frames = (
        "new Promise(done => { const start = performance.now(); let n = 0; const next = () => "
        "++n < 5 ? requestAnimationFrame(next) : done((performance.now() - start) / n); requestAnimationFrame(next); })"
    )
    assert seen.page.evaluate(frames) < 1000.0
    seen.page.get_by_role("button", name="Reach").click()
    assert seen.page.evaluate(frames) < 1000.0
