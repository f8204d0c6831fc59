"""Values changed in a scenario's text: every other character stays, units stay, and the file says what was meant."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.errors import ScenarioError
from ringfort.scenario.load import packaged, parse_text
from ringfort.scenario.rewrite import Change, rewritten

TEXT = """\
# A file with care in it.
ringfort: 1
title: "Kept: as it is"   # yes
place: {latitude: 33, longitude: 40}
time: 2024-06-01T10:00:00Z
protect:
  - name: camp          # where people sleep
    at: [0 m, 0.1 km]   # the tents
    size: [80 m, 60 m]
    people: 25

  - {name: "the 'gate'", at: [10, -20], size: [5 m, 5 m]}   # bare numbers
defend:
  # the radar sees the north
  - {name: radar, system: sensor/small-drone-radar, at: [-50 m, "80 m"], height: 8 m, facing: 0.5 rad}
  - name: gun
    system: effector/c-ram
    at: [ 60 m , -40 m ]
command:
  weapons: tight
  corridors: [{name: lane, from: 45 deg, width: 20 deg, floor: 50 m, ceiling: 1500 m}]
arrive: []
# the end
"""


def read(text):
    loaded = parse_text(text, packaged()["tower-22"])
    assert loaded.problems == ()
    return loaded.document


def only(before, after):
    """Return the lines that differ, before and after."""
    old, new = before.splitlines(), after.splitlines()
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


CASES = [
    (Change("protect", "camp", {"at": [12.0, 250.0]}), "    at: [12 m, 0.25 km]   # the tents"),
    (Change("protect", "the 'gate'", {"at": [10.0, 35.25]}), None),
    (Change("defend", "radar", {"at": [-50.0, 95.0]}), None),
    (Change("defend", "radar", {"facing": 90.0}), None),
    (Change("defend", "gun", {"at": [61.04, -40.0]}), "    at: [ 61 m , -40 m ]"),
    (Change("corridors", "lane", {"from": 30.0, "width": 10.0}), None),
    (Change("protect", "camp", {"size": [100.0, 60.0]}), "    size: [100 m, 60 m]"),
]


@pytest.mark.parametrize(("change", "line"), CASES)
def test_one_line_changes_and_no_other(change, line):
    text = rewritten(TEXT, [change])
    ((_, new),) = only(TEXT, text)
    assert line is None or new == line
    item = next(one for one in _items(read(text), change.section) if one.name == change.name)
    for key, value in change.values.items():
        for got, wanted in zip(_flat(_got(item, key)), _flat(value), strict=True):
            within(0.051, because="places and angles are written to a tenth")(got, wanted)


def _items(document, section):
    return document.command.corridors if section == "corridors" else getattr(document, section)


def _got(item, key):
    angles = {"facing": "facing_rad", "from": "bearing_rad", "width": "width_rad"}
    if key in angles:
        return math.degrees(getattr(item, angles[key]))
    return getattr(item, "size_m" if key == "size" else key)


def _flat(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def test_units_and_quotes_stay():
    text = rewritten(TEXT, [Change("defend", "radar", {"at": [-51.0, 95.0], "facing": 90.0})])
    assert 'at: [-51 m, "95 m"], height: 8 m, facing: 1.571 rad}' in text
    assert "at: [10, 35.2], size" in rewritten(TEXT, [Change("protect", "the 'gate'", {"at": [10, 35.25]})])


def test_what_says_so_already_stays_as_it_is_written():
    same = [Change("protect", "camp", {"at": [0.0, 100.0]}), Change("defend", "radar", {"facing": math.degrees(0.5)})]
    assert rewritten(TEXT, same) == TEXT


def test_a_missing_key_is_put_in():
    text = rewritten(TEXT, [Change("defend", "gun", {"facing": 45.0}), Change("corridors", "lane", {"floor": 80.0})])
    assert "  - name: gun\n    facing: 45 deg\n    system: effector/c-ram\n" in text and "floor: 80 m" in text
    text = rewritten(
        TEXT, [Change("protect", "the 'gate'", {"size": [6.0, 5.0]}), Change("defend", "radar", {"width": 3})]
    )
    assert "facing: 0.5 rad, width: 3 deg}" in text


ADDED = [
    Change("defend", "second: radar", {"at": [5.0, 6.5]}, add={"system": "sensor/small-drone-radar"}),
    Change("protect", "mess", {"at": [50.0, 0.0], "size": [20.0, 10.0]}, add={"people": 12}),
    Change("corridors", "back", {"from": 200.0, "width": 8.0}, add={}),
]


@pytest.mark.parametrize("change", ADDED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_new_things_come_last_in_their_list_and_go_again(change, ending):
    before = TEXT.replace("\n", ending)
    text = rewritten(before, [change])
    items = _items(read(text), change.section)
    assert items[-1].name == change.name and len(items) == len(_items(read(before), change.section)) + 1
    assert "# the end" in text and "# bare numbers" in text and text.count("#") == before.count("#")
    assert ending == "\n" or "\n" not in text.replace("\r\n", "")
    assert rewritten(text, [Change(change.section, change.name, gone=True)]) == before


@pytest.mark.parametrize(
    "tail", ["", "defend: []", "protect: [ ]  # none yet\n", "command: {}\n", "command: {weapons: hold}"]
)
def test_new_things_find_a_place_where_there_is_no_list(tail):
    head = "ringfort: 1\ntitle: t\nplace: {latitude: 1, longitude: 2}\ntime: 2024-06-01\n"
    document = read(rewritten(head + tail, ADDED))
    assert [len(_items(document, change.section)) for change in ADDED] == [1, 1, 1]


def test_empty_and_block_lists():
    text = TEXT.replace("  corridors: [{name: lane, from: 45 deg, width: 20 deg, floor: 50 m, ceiling: 1500 m}]\n", "")
    assert "  weapons: tight\n  corridors:\n    - {name: back, from: 200 deg, width: 8 deg}\n" in rewritten(
        text, ADDED[2:]
    )
    flow = TEXT.replace("command:\n  weapons: tight\n  corridors: [", "command: {weapons: tight, corridors: [").replace(
        "ceiling: 1500 m}]", "ceiling: 1500 m}]}"
    )
    assert "ceiling: 1500 m}, {name: back, from: 200 deg, width: 8 deg}]}" in rewritten(flow, ADDED[2:])
    gone = rewritten(TEXT, [Change("defend", "radar", gone=True)])
    assert [one.name for one in read(gone).defend] == ["gun"] and "# the radar sees" in gone
    bare = rewritten(gone, [Change("defend", "gun", gone=True)])
    assert read(bare).defend == [] and "defend: []\n" in bare.replace("# the radar sees the north\n", "")


def test_a_thing_of_a_site_is_changed_under_the_scenario():
    text = "ringfort: 1\ntitle: t\nsite: tower-22\ntime: 2024-06-01\n"
    changed = rewritten(text, [Change("protect", "living quarters", {"at": [30.0, 40.0]})])
    assert changed == text + "protect:\n  - {name: living quarters, at: [30 m, 40 m]}\n"
    things = {thing.name: thing for thing in read(changed).protect}
    assert things["living quarters"].at == (30.0, 40.0) and things["living quarters"].people == 350


REFUSED = [
    (Change("defend", "nobody", {"at": [0.0, 0.0]}), "nothing of this name"),
    (Change("defend", "gun", {"system": 3}), "cannot be changed"),
    (Change("arrive", "gun", {"at": [0.0, 0.0]}), "cannot be changed"),
    (Change("defend", "gun", {"at": [math.nan, 0.0]}), "no number"),
    (Change("defend", "gun", {"at": 3.0}), "not written as a number"),
    (Change("defend", "gun", {"at": [0.0, 0.0]}, add={}), "taken"),
    (Change("defend", "nobody", gone=True), "nothing of this name"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED)
def test_what_cannot_be_done_is_refused(change, words):
    with pytest.raises(ScenarioError, match=words):
        rewritten(TEXT, [change])


def test_what_is_shared_by_alias_is_left_alone():
    text = TEXT.replace("at: [0 m, 0.1 km]", "at: &here [0 m, 0.1 km]").replace("at: [10, -20]", "at: *here")
    for name in ("camp", "the 'gate'"):
        with pytest.raises(ScenarioError, match="alias"):
            rewritten(text, [Change("protect", name, {"at": [1.0, 2.0]})])


places = st.floats(-40_000.0, 40_000.0)


@given(places, places, st.sampled_from(sorted(packaged())))
def test_every_packaged_scenario_keeps_all_else(x, y, name):
    path = packaged()[name]
    text = path.read_text(encoding="utf-8")
    before = parse_text(text, path).document
    if not before.defend:
        return
    device = before.defend[0]
    after = parse_text(rewritten(text, [Change("defend", device.name, {"at": [x, y]})]), path).document
    moved = after.defend[0]
    near = within(0.0501, because="places are written to a tenth of a metre")
    near(moved.at[0], x), near(moved.at[1], y)
    assert (
        after.model_copy(update={"defend": [moved.model_copy(update={"at": device.at}), *after.defend[1:]]}) == before
    )
