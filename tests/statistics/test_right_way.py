"""Changing the picture changes the answer the right way. Odds of a false alarm of each check: ``FALSE_ALARM``."""

import re

import numpy as np
import pytest
from tests.statistics.raids import CAMP, HEAD, assert_fewer, of_cause, played

from ringfort.scenario.load import find

pytestmark = pytest.mark.slow  # thousands of raids: minutes, run by .ci/run

RUNS = 300

DEFEND = """
defend:
  - {name: radar, system: sensor/small-drone-radar, at: [-150 m, 80 m], height: 8 m}
  - {name: interceptors, system: effector/coyote, at: [120 m, -60 m]}
"""
TIGHT = "command: {weapons: tight, warning: {delay: 3 s}}\n"
DRONE = """
arrive:
  - {name: attacker, system: threat/one-way-drone, from: {bearing: 47 deg, range: 20 km}, aim: camp, at_time: 200 s}
"""


def raids(defend: str = DEFEND, command: str = TIGHT, arrive: str = DRONE, protect: str = CAMP) -> str:
    return HEAD + protect + defend + command + arrive


def without(text: str, name: str) -> str:
    """Return a scenario without the item of this name, one line or several."""
    found = re.sub(rf"  - (?:{{)?name: {re.escape(name)}[^\n]*\n(?:    [^\n]*\n)*", "", text)
    assert found != text
    return found


def test_the_defence_stops_some_of_them():
    counts = played(raids(), RUNS)
    assert counts.runs.stopped.sum() > 0 and counts.runs.leaked.sum() > 0
    assert (counts.runs.arrived == counts.runs.leaked + counts.runs.stopped + counts.runs.missed).all()


def test_without_sensors_all_leak_and_none_was_ever_detected():
    blind = DEFEND.replace("  - {name: radar, system: sensor/small-drone-radar, at: [-150 m, 80 m], height: 8 m}\n", "")
    arrive = DRONE.replace("aim: camp", "aim: camp, failure: 0, dud: 0")
    counts = played(raids(blind, arrive=arrive), RUNS)
    assert counts.runs.stopped.sum() == 0 and counts.spent.sum() == 0
    assert (of_cause(counts, "never detected") == counts.runs.leaked).all()
    assert (counts.warned_s == 0.0).all()
    # A drone that misses its aim by tens of metres may fall beyond its harm's reach: those that do not, leak.
    assert (counts.runs.leaked + counts.runs.missed == 1).all() and counts.runs.leaked.sum() > 0.5 * RUNS


def test_without_effectors_what_is_seen_leaks_out_of_every_reach():
    counts = played(raids(DEFEND[: DEFEND.index("  - {name: interceptors")]), RUNS)
    assert counts.runs.stopped.sum() == 0
    assert of_cause(counts, "out of every effector's reach").sum() > 0.5 * counts.runs.leaked.sum()


def test_without_the_battery_no_missile_is_stopped():
    bare, defended = played("ain-al-asad-2020", 100), played("ain-al-asad-2020-defended", 100)
    assert bare.runs.stopped.sum() == 0 and defended.runs.stopped.sum() > 0
    assert_fewer(bare.runs.leaked, defended.runs.leaked, "the battery stops missiles")
    assert (bare.runs.arrived == 11).all() and (defended.runs.arrived == 11).all()


def test_on_weapons_hold_nothing_is_fired_and_nothing_stopped():
    held = played(raids(command=TIGHT.replace("tight", "hold")), RUNS)
    tight = played(raids(), RUNS)
    assert held.runs.stopped.sum() == 0 and held.spent.sum() == 0
    assert_fewer(held.runs.leaked, tight.runs.leaked, "weapons tight stops some")
    assert of_cause(held, "not authorised in time").sum() > 0


FRIEND = """
  - name: friend
    system: friend/tactical-drone
    from: {bearing: 45 deg, range: 20 km}
    via: lane
    aim: [-200 m, 0 m]
    at_time: {uniform: [0 s, 300 s]}
"""
LANE = """
command:
  weapons: tight
  corridors: [{name: lane, from: 45 deg, width: 30 deg, floor: 0 m, ceiling: 3000 m}]
"""


def test_without_the_friend_fewer_are_taken_for_one():
    mixed = played(raids(command=LANE, arrive=DRONE + FRIEND.lstrip("\n")), RUNS)
    alone = played(raids(command=LANE), RUNS)
    assert of_cause(mixed, "taken for a friend").sum() > 0
    assert_fewer(of_cause(mixed, "taken for a friend"), of_cause(alone, "taken for a friend"), "no friend expected")


def test_without_its_friend_fewer_are_taken_for_one_at_tower_22():
    text = without(find("tower-22").read_text(encoding="utf-8"), "birds")  # they cost time and change nothing here
    mixed, alone = played(text, 2000), played(without(text, "returning friend"), 2000)
    assert_fewer(mixed.runs.leaked, alone.runs.leaked, "nothing to confuse it with")
    for cause in ("taken for a friend", "not identified in time"):
        assert_fewer(of_cause(mixed, cause), of_cause(alone, cause), "no friend expected")


def test_more_warning_hurts_fewer():
    no_guns = DEFEND[: DEFEND.index("  - {name: interceptors")].replace("small-drone-radar", "ideal")
    quick = played(raids(no_guns, TIGHT.replace("3 s", "1 s")), RUNS)
    slow = played(raids(no_guns, TIGHT.replace("3 s", "3600 s")), RUNS)
    assert np.median(quick.warned_s) > 60.0 and (slow.warned_s == 0.0).all()
    hurt = [counts.runs.killed + counts.runs.injured for counts in (slow, quick)]
    assert_fewer(*hurt, "people who hear the siren take cover")


def test_more_people_in_bunkers_hurts_fewer():
    no_guns = DEFEND[: DEFEND.index("  - {name: interceptors")]
    under = CAMP.replace("kind: open", "kind: open, share_sheltered: 0.9")
    out, cover = played(raids(no_guns), RUNS), played(raids(no_guns, protect=under), RUNS)
    hurt = [counts.runs.killed + counts.runs.injured for counts in (out, cover)]
    assert_fewer(*hurt, "bunkers help")


def test_surer_shots_leak_fewer():
    def shots(odds: float) -> str:
        gun = f"system: effector/fixed-odds, odds: {odds}, magazine: 8, capture_m: 200"
        return DEFEND.replace("system: effector/coyote", gun)

    weak, sure = played(raids(shots(0.1)), RUNS), played(raids(shots(0.9)), RUNS)
    assert_fewer(weak.runs.leaked, sure.runs.leaked, "higher odds a shot")


def test_contractors_who_leave_empty_the_station_of_the_patrol():
    text = find("f16-cruise-missiles").read_text(encoding="utf-8")
    gone = text.replace("system: effector/f16-patrol", "system: effector/f16-patrol, contractors: 0")
    with_them, alone = played(text, 2 * RUNS), played(gone, 2 * RUNS)
    assert alone.spent.sum() < with_them.spent.sum()
    assert_fewer(alone.runs.leaked, with_them.runs.leaked, "technicians of the maker keep sorties up")


def test_two_missiles_in_a_salvo_leak_fewer_and_cost_more():
    text = find("patriot-two-missiles").read_text(encoding="utf-8")
    one, two = (played(re.sub(r"(system: effector/patriot-\S+)", rf"\1 salvo: {n},", text), RUNS) for n in (1, 2))
    assert one.runs.defence_usd.sum() < two.runs.defence_usd.sum()
    assert_fewer(one.runs.leaked, two.runs.leaked, "two chances before the look")
