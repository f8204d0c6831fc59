"""A fighter patrol as objects of the raid: its watches, its way to a target and back, its losses to its own side."""

import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.explain import explain
from ringfort.engine.run import play_runs, replay
from ringfort.engine.view import knots_of, sample
from ringfort.errors import ScenarioError
from ringfort.flights.contract import INTERCEPT, MISSION, TURN_BACK
from ringfort.scenario.check import check
from ringfort.scenario.load import parse_text

HEAD = """
ringfort: 1
title: sorties
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-21T09:20:00Z
duration: LASTS
protect: [{name: camp, at: [0, 0], size: [400, 400], people: 4}]
defend:
  - {name: eye, system: sensor/ideal, at: [0, 0], range_max_m: 200 km}
"""
PATROL = "  - {name: patrol, system: effector/f16-patrol, at: [0, 20 km], height: 3 km, base_m: 40 km, base_rad: 90 deg"
SURE = ", odds_slow: 1, odds_fast: 1, confusion: 0, kill_imagined: 0, closes_to_m: 400, identify_s: 60"
MANNED = ", technicians: 100000, aircraft: 9000, pilots: 9000, sorties_a_pilot: 9"
ALERT = ", technicians: 0, contractors: 0"
ONE = "  - {name: one, system: threat/one-way-drone, from: {bearing: 0 deg, range: 60 km}, aim: camp, at_time: 30 s}\n"


def late(at_s: float) -> str:
    """Return an own drone that comes in at the end, lest the raid be over before."""
    where = "from: {bearing: 0 deg, range: 9 km}, aim: camp"
    return f"  - {{name: late, system: friend/tactical-drone, {where}, at_time: {at_s} s}}\n"


@cache
def made(
    patrol: str = MANNED, arrive: str = ONE, more: str = "", lasts: str = "2000 s", fire: str = "free"
) -> Compiled:
    head = HEAD.replace("LASTS", lasts)
    text = f"{head}{PATROL}{SURE}{patrol}}}\n{more}command: {{weapons: {fire}}}\narrive:\n{arrive}"
    loaded = parse_text(text, Path("test.yaml"))
    problems = [*loaded.problems, *check(loaded, installed())]
    if problems:
        raise ScenarioError(problems)
    return compile_scenario(loaded, installed(), central=True)


def flown(log: Any, o: int) -> list[tuple[float, int, Any]]:
    """Return every flight as it was laid: when, by which order, its knots."""
    own = log[(log.kind == rows.KNOT_ROW) & (log.object == o)]
    return [(float(t), int(own.code[own.value == t][0]), knots_of(own[own.value == t])) for t in np.unique(own.value)]


def states(log: Any, o: int, times: Any) -> Any:
    """Return place and velocity (times, 6) of an object by the flight that was laid last before each time."""
    legs, out = flown(log, o), np.full((len(times), 6), np.nan)
    for k, t in enumerate(times):
        before = [knots for laid, _, knots in legs if laid <= t]
        if before and before[-1].t[0] <= t <= before[-1].t[-1]:
            sample(before[-1], np.array([float(t)]), out[k : k + 1])
    return out


def aircraft(found: Compiled) -> list[int]:
    return [o for o, name in enumerate(found.objects) if name.startswith("patrol aircraft")]


def test_the_station_is_kept_by_one_watch_after_the_other() -> None:
    """Watches of 10 minutes over an hour: at any time somebody whole is within the race-track of the station."""
    found = made(MANNED + ", station_s: 10 min", late(3590), lasts="3600 s")
    log, times = replay(found, 1, 0)[1], np.arange(5.0, 3500.0, 20.0)
    near = np.zeros(len(times), np.int64)
    for o in aircraft(found):
        path = states(log, o, times)
        near += np.hypot(path[:, 0], path[:, 1] - 20e3) < 18e3
    assert (near >= 2).all()
    assert (near > 2).any()  # the relief comes before those whom it relieves have left
    orders = {order for o in aircraft(found) for _, order, _ in flown(log, o)}
    assert orders == {MISSION, TURN_BACK}


def test_who_has_flown_his_watch_lands_at_his_base() -> None:
    found = made(MANNED + ", station_s: 10 min", late(3590), lasts="3600 s")
    log = replay(found, 1, 0)[1]
    down = log[(log.kind == rows.CAME_DOWN) & np.isin(log.object, aircraft(found))]
    assert len(down) >= 6
    assert within(2.0, because="a landing by its last knot")(float(np.abs(down.place[:, 0] - 40e3).max()), 0.0)


def test_sensors_see_it_and_its_flight_keeps_no_raid_going() -> None:
    found = made()
    played, log = replay(found, 1, 0)
    seen = set(log.object[log.kind == rows.DETECTED].tolist())
    assert set(aircraft(found)[:2]) <= seen
    assert played.runs.end_s[0] < 1900.0  # the drone was stopped, and then nothing is left that the raid waits for
    assert played.runs.arrived[0] == 1


def test_it_flies_at_its_target_shoots_from_beside_it_and_goes_back() -> None:
    found = made()
    log = replay(found, 1, 0)[1]
    (sent,) = log[log.kind == rows.SENT][:1]
    shot = log[log.kind == rows.FIRED][0]
    effect = log[log.kind == rows.EFFECT_ROW][0]
    assert effect.code == rows.KILLED_IT and found.objects[int(effect.object)] == "one"
    lead = aircraft(found)[0]
    there = states(log, lead, np.array([shot.t]))[0]
    metre = within(1.0, because="the same flight, read by another reader")
    assert metre(float(np.abs(shot.more[:3] - there[:3]).max()), 0.0)
    target = states(log, found.objects.index("one"), np.array([shot.t]))[0]
    assert np.linalg.norm(there[:3] - target[:3]) < 5e3  # within its weapon
    # not faster than it is: 270 m/s, the cubics' 3 percent, and what it covers between the order and its being sent
    start = states(log, lead, np.array([sent.t]))[0]
    assert np.linalg.norm(there[:3] - start[:3]) <= 1.03 * 270.0 * (shot.t - sent.t)
    assert shot.t - sent.t >= sent.value + 60.0 - 11.0  # the way, the look, and a step of ten seconds
    orders = [order for _, order, _ in flown(log, lead)]
    assert orders[0] == MISSION and INTERCEPT in orders


def test_it_goes_back_to_its_station_afterwards() -> None:
    two = ONE + ONE.replace("name: one", "name: two").replace("30 s", "600 s")
    found = made(arrive=two)
    log = replay(found, 1, 0)[1]
    orders = [order for _, order, _ in flown(log, aircraft(found)[0])]
    first = orders.index(INTERCEPT)
    assert MISSION in orders[first:]
    assert len({int(o) for o in log.object[(log.kind == rows.EFFECT_ROW) & (log.code == rows.KILLED_IT)]}) == 2


def test_it_is_busy_with_one_target_at_a_time() -> None:
    three = "".join(ONE.replace("name: one", f"name: t{k}").replace("0 deg", f"{15 * k} deg") for k in range(3))
    log = replay(made(arrive=three), 1, 0)[1]
    ordered = log.t[log.kind == rows.ORDERED]
    ended = np.sort(log.t[np.isin(log.kind, (rows.EFFECT_ROW, rows.LAPSED))])
    assert len(ordered) >= 3
    assert (ordered[1:] >= ended[: len(ordered) - 1]).all()


def test_a_watch_that_is_not_flown_is_on_alert_on_the_ground() -> None:
    """Nobody mends an aeroplane: no sorties. The alert pair takes seven minutes to the air, then flies 45 km."""
    found = made(ALERT)
    log = replay(found, 1, 0)[1]
    (sent,) = log[log.kind == rows.SENT][:1]
    assert sent.code == 1
    off = log[(log.kind == rows.SET_OFF) & np.isin(log.object, aircraft(found))]
    assert len(off) == 2 and (off.value == 0.0).all()
    assert within(1e-6, because="alert_s of the catalogue")(float(off.t.min() - sent.t), 420.0)
    assert within(1e-6, because="from its base")(float(off.place[0, 0]), 40e3)
    assert log.t[log.kind == rows.FIRED].min() > off.t.min() + 100.0


def test_without_pilots_nobody_comes() -> None:
    rows_of = play_runs(made(MANNED.replace("pilots: 9000", "pilots: 0")), 1, 0, 20)
    assert rows_of.spent.sum() == 0
    assert (rows_of.things.side[:, 1:] == -1).all()  # no aeroplane was there


def own_gun(sure: float, follows: str) -> Compiled:
    """Return a raid in which the patrol comes over a gun of its own side that hits whatever is shot at."""
    what = "odds: 1, flight_s: 1 s, magazine: 99, channels: 9, capture_m: 500 m, range_max_m: 40 km"
    gun = f"  - {{name: gun, system: effector/fixed-odds, at: [0, 20 km], {what}}}\n"
    camp = "  - {name: one, system: threat/one-way-drone, from: {bearing: 180 deg, range: 90 km}, aim: [0, 20 km]}\n"
    identify = f"{{friendly_above: {sure}, flights_followed: {follows}}}"
    return made(MANNED, camp, gun, fire=f"free, identify: {identify}")


def test_a_base_that_is_told_where_its_patrol_is_shoots_at_it_less() -> None:
    told, untold = (play_runs(own_gun(0.8, follows), 1, 0, 40).runs.friends_lost for follows in ("true", "false"))
    assert told.sum() < untold.sum()


def test_a_watch_lost_to_its_own_side_shoots_no_more() -> None:
    """A gun that takes nearly everything for an enemy shoots at the patrol as it comes over; what it hits is out."""
    shot_down = 0
    found = own_gun(0.99, "false")
    rows_of = play_runs(found, 1, 0, 40)
    for run in range(40):
        things, lost = rows_of.things[run], rows_of.runs.friends_lost[run]
        own = things[aircraft(found)]
        assert (own.fate == 1).sum() == lost
        shot_down += int(lost == 2)
        if lost == 2:
            log = replay(found, 1, run)[1]
            last = log.t[(log.kind == rows.LAID_ANEW) & np.isin(log.object, aircraft(found))].max()
            fired = log[(log.kind == rows.FIRED) & (log["device"] == 0)]
            assert (fired.t <= last).all()
    assert shot_down > 0


def test_its_own_track_is_no_target_of_it() -> None:
    """With weapons free and nothing but itself in the air it is sent at nothing."""
    log = replay(made(arrive=late(1500)), 1, 0)[1]
    assert (log.kind == rows.TRACK_CONFIRMED).any()
    assert not (log.kind == rows.ORDERED)[log.t < 1500.0].any()


def test_it_is_explained() -> None:
    stories = {story.name: story for story in explain(made(), 1, 0)}
    told = [event.text for event in stories["one"].events]
    assert any(text.startswith("patrol turns to track") for text in told)
    own = [event.text for event in stories["patrol aircraft 1"].events]
    assert any(text.startswith("is in the air") for text in own) and "flies at a target" in own


@pytest.mark.parametrize("together", [1, 3])
def test_so_many_fly_together(together: int) -> None:
    found = made(MANNED + f", together: {together}")
    things = play_runs(found, 1, 0, 1).things[0]
    assert (things.side[aircraft(found)] >= 0).sum() == together
    assert math.isfinite(things.start_s[aircraft(found)[0]])


def test_a_name_that_an_aeroplane_has_is_refused() -> None:
    with pytest.raises(ScenarioError, match="aeroplane on patrol"):
        made(arrive=ONE.replace("name: one", "name: patrol aircraft 1"))
