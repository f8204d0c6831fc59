"""Rules of command in a raid: zones, what holds a shot back, rounds kept, and the chain that gives leave."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.explain import explain
from ringfort.engine.restraint import FRIEND_ON_WAY, KEPT, ZONE_ON_WAY
from ringfort.engine.run import play_runs, replay
from ringfort.engine.state import CAUSES, HELD_BACK, IN_RESERVE, NOT_AUTHORISED
from ringfort.scenario.check import check
from ringfort.scenario.load import parse_text

_tick = within(1.001, because="what is ordered waits for the next second's decision")
_exact = within(1e-9, because="the same time through one sum")
TEXT = """
ringfort: 1
title: rules
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect:
  - {name: camp, at: [0, 0], size: [40, 40], people: 4}
  - {name: depot, at: [0, 2 km], size: [40, 40], worth: 9}
defend:
  - {name: eye, system: sensor/ideal, at: [0, 0]}
  - {name: gun, system: effector/fixed-odds, odds: 0.001, at: [0, 0], capture_m: 50 GUN}
command:
  weapons: free
RULES
arrive:
  - {name: one, system: threat/straight-line, from: {bearing: 0 deg, range: 9 km}, aim: depot}
MORE
"""


def made(rules: str, gun: str = "", more: str = "") -> Compiled:
    text = TEXT.replace("RULES", rules).replace(" GUN", f", {gun}" if gun else "").replace("MORE", more)
    loaded = parse_text(text, Path("test.yaml"))
    assert [*loaded.problems, *check(loaded, installed())] == []
    return compile_scenario(loaded, installed())


def log_of(found: Compiled, run: int = 0) -> Any:
    return replay(found, 1, run)[1]


def fired_at(log: Any) -> Any:
    """Return how far from the centre each shot was fired at something, m."""
    fired = log[log.kind == rows.FIRED]
    return np.hypot(fired.place[:, 0], fired.place[:, 1])


def test_weapons_are_held_but_for_a_ring() -> None:
    rules = "  zones:\n    - {name: inner, ring: [0 km, 5 km], weapons: free}\n    - {name: all, weapons: hold}"
    ranges = fired_at(log_of(made(rules)))
    assert len(ranges) > 5 and ranges.max() < 5100.0


def test_a_zone_may_ask_for_more_certainty() -> None:
    """The track is held to be hostile long before a zone that asks for certainty lets it be."""
    rules = "  zones: [{name: outer, ring: [6 km, 99 km], weapons: tight, hostile_above: 1}]"
    ranges = fired_at(log_of(made(rules)))
    assert len(ranges) > 5 and ranges.max() < 6100.0
    assert fired_at(log_of(made(""))).max() > 8000.0


def test_nothing_is_fired_through_a_zone_of_no_fire() -> None:
    """The zone lies on the way from the gun to where the target comes from; nearer than it, the gun fires."""
    rules = "  zones: [{name: town, area: [[-300, 4 km], [300, 4 km], [300, 5 km], [-300, 5 km]], no_fire: true}]"
    log = log_of(made(rules))
    assert fired_at(log).max() < 4200.0
    assert set(log.code[log.kind == rows.HELD_BACK_ROW]) == {ZONE_ON_WAY}


def test_a_zone_that_holds_every_shot_back_is_why_it_leaks() -> None:
    found = made("  zones: [{name: everything, no_fire: true}]")
    assert play_runs(found, 1, 0, 1).things.cause[0, 0] == HELD_BACK
    (story,) = explain(found, 1, 0)
    assert story.cause == CAUSES[HELD_BACK] and "no fire through a zone" in story.why


FRIEND = "  - {name: own, system: friend/tactical-drone, at: [0 m, 3 km], aim: [0, 20 km], transponder: 1}"
FLY_BY = "  - {name: own, system: friend/tactical-drone, at: [3 km, 3 km], aim: [3 km, 20 km], transponder: 1}"


def test_no_shot_past_a_friend() -> None:
    """What is in the way for being near the line holds every shot, far beside it none."""
    rules = "  fratricide: {clear: 600 m, sure: 0.01}"
    near, beside = (log_of(made(rules, more=friend)) for friend in (FRIEND, FLY_BY))
    held = near[near.kind == rows.HELD_BACK_ROW]
    assert FRIEND_ON_WAY in held.code and not (beside.kind == rows.HELD_BACK_ROW).any()
    assert fired_at(near)[fired_at(near) > 3500.0].size < fired_at(beside)[fired_at(beside) > 3500.0].size


@pytest.mark.parametrize(("worth_from", "spent"), [(5, 4), (10, 1)])
def test_rounds_are_kept_for_threats_to_what_is_worth_more(worth_from: int, spent: int) -> None:
    """Of four rounds three are kept; what flies at the depot, worth 9, may have them where 5 is enough."""
    found = made(f"  reserves: [{{systems: [gun], keep: 3, worth_from: {worth_from}}}]", "magazine: 4")
    assert play_runs(found, 1, 0, 3).spent[:, 0].tolist() == [spent] * 3


def test_a_magazine_kept_for_missiles_is_why_a_drone_leaks() -> None:
    found = made("  reserves: [{systems: [effector], keep: 4, ballistic: true}]", "magazine: 4")
    row = play_runs(found, 1, 0, 1)
    assert row.things.cause[0, 0] == IN_RESERVE and row.spent[0, 0] == 0
    assert set(log_of(found).code[log_of(found).kind == rows.HELD_BACK_ROW]) == {KEPT}


def times(log: Any, kind: int, level: int) -> Any:
    return log.t[(log.kind == kind) & (log.code == level)]


CHAIN = """  approval:
    chain:
      - {name: captain, needed_for: [gun, jammer], people: 1, delay: 4 s}
      - {name: commander, needed_for: [interceptor], people: 1, delay: 7 s}"""


def test_leave_goes_up_the_chain_and_takes_time_at_each_level() -> None:
    """The effector is an interceptor, so that both levels must have answered."""
    log = log_of(made(CHAIN))
    asked, passed = (times(log, rows.APPROVAL_ASKED, level)[0] for level in (0, 1))
    given = times(log, rows.APPROVAL_GIVEN, 1)[0]
    assert _exact(passed, asked + 4.0) and _exact(given, asked + 11.0)
    assert _tick(log.t[log.kind == rows.ORDERED].min(), given)


SECOND = "  - {name: two, system: threat/straight-line, from: {bearing: 90 deg, range: 9 km}, aim: camp}"
THIRD = "  - {name: three, system: threat/straight-line, from: {bearing: 180 deg, range: 9 km}, aim: camp}"


@pytest.mark.parametrize(("people", "waits"), [(1, [6.0, 12.0, 18.0]), (2, [6.0, 6.0, 12.0]), (3, [6.0, 6.0, 6.0])])
def test_requests_wait_for_people_who_are_busy(people: int, waits: list[float]) -> None:
    """Three threats at once, six seconds each: with one person the third waits for two others."""
    rules = f"  approval: {{needed_for: [all], people: {people}, delay: 6 s}}"
    log = log_of(made(rules, more=f"{SECOND}\n{THIRD}"))
    asked = times(log, rows.APPROVAL_ASKED, 0)
    assert len(set(asked)) == 1
    for got, expected in zip(sorted(times(log, rows.APPROVAL_GIVEN, 0) - asked[0]), waits, strict=True):
        assert _exact(got, expected)


def test_leave_may_take_one_of_a_list_of_times() -> None:
    log = log_of(made("  approval: {needed_for: [all], delay: {choice: [4 s, 4 s]}}"))
    assert _exact(times(log, rows.APPROVAL_GIVEN, 0)[0] - times(log, rows.APPROVAL_ASKED, 0)[0], 4.0)


def test_the_most_urgent_request_is_weighed_first() -> None:
    """One person: the depot is worth nine times the camp, so that its threat is answered first whoever came first."""
    log = log_of(made("  approval: {needed_for: [all], people: 1, delay: 6 s}", more=SECOND))
    given = log[log.kind == rows.APPROVAL_GIVEN]
    assert list(given.object) == [0, 1]


def test_leave_that_comes_too_late_is_why_it_leaks() -> None:
    found = made("  approval: {needed_for: [all], delay: 1 h}")
    assert play_runs(found, 1, 0, 1).things.cause[0, 0] == NOT_AUTHORISED
    assert "not answered when it burst" in explain(found, 1, 0)[0].why
