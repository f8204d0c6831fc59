"""Rules of command in a raid: zones, what holds a shot back, rounds kept, and the chain that gives leave."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.command.contract import ALLOWED, ATTACK_DRONE, HARMLESS, HELD, HOSTILE, QUADCOPTER, UNIDENTIFIED, UNKNOWN
from ringfort.engine import log as rows
from ringfort.engine.act import FIXED
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.decide import keep_books
from ringfort.engine.explain import explain
from ringfort.engine.fire import aimed, lapse
from ringfort.engine.land import cause
from ringfort.engine.raid import reset
from ringfort.engine.restraint import FRIEND_ON_WAY, KEPT, TOO_POOR, ZONE_ON_WAY
from ringfort.engine.run import play_runs, replay
from ringfort.engine.state import (
    CAUSES,
    HELD_BACK,
    IN_RESERVE,
    NO_THREAT,
    NOT_AUTHORISED,
    NOT_IDENTIFIED,
    OUT_OF_REACH,
    POOR_TRACK,
    new_scratch,
)
from ringfort.scenario.check import check
from ringfort.scenario.load import parse_text
from ringfort.tracking.contract import CONFIRMED

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
  - {name: eye, system: sensor/ideal, at: [0, 0] EYE}
  - {name: gun, system: effector/fixed-odds, odds: 0.001, at: [0, 0], capture_m: 50 GUN}
command:
  weapons: free
RULES
arrive:
  - {name: one, system: threat/straight-line, from: {bearing: 0 deg, range: 9 km}, aim: depot}
MORE
"""


ROUGH = "sigma_range_m: 30 m, sigma_angle_rad: 3e-3"


def made(rules: str, gun: str = "", more: str = "", eye: str = "") -> Compiled:
    text = TEXT.replace("RULES", rules).replace("MORE", more)
    text = text.replace(" GUN", f", {gun}" if gun else "").replace(" EYE", f", {eye}" if eye else "")
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


@pytest.mark.parametrize(
    ("asked", "waits"),
    [("velocity: 8 m/s", True), ("velocity: 9 km/s", False), ("velocity: 8 m/s, needed_for: [gun]", False)],
)
def test_a_track_is_shot_at_once_it_is_good_enough(asked: str, waits: bool) -> None:
    """The first tracks of a radar that errs by 30 m are bad, and every scan betters them."""
    plain, asking = (log_of(made(rules, eye=ROUGH)) for rules in ("", f"  good_track: [{{{asked}}}]"))
    first, later = (log.t[log.kind == rows.FIRED].min() for log in (plain, asking))
    assert (later > first + 0.5) == waits
    assert set(asking.code[asking.kind == rows.HELD_BACK_ROW]) == ({TOO_POOR} if waits else set())


def test_a_track_that_is_never_good_enough_is_why_it_leaks() -> None:
    found = made("  good_track: [{position: 1 mm}]")
    assert play_runs(found, 1, 0, 1).things.cause[0, 0] == POOR_TRACK
    (story,) = explain(found, 1, 0)
    assert "gun is held back: its track is not good enough" in story.why


@pytest.mark.parametrize(("against", "shoots"), [("rockets", False), ("drones, quadcopters", True)])
@pytest.mark.parametrize("systems", ["gun", "interceptor", "effector/fixed-odds"])
def test_an_effector_is_used_against_the_kinds_that_doctrine_names(systems: str, against: str, shoots: bool) -> None:
    found = made(f"  use: [{{systems: [{systems}], against: [{against}]}}]")
    row = play_runs(found, 1, 0, 1)
    assert bool(row.spent.sum()) == shoots
    assert shoots or row.things.cause[0, 0] == OUT_OF_REACH


def test_what_only_others_are_used_against_tells_so_where_it_leaks() -> None:
    (story,) = explain(made("  use: [{systems: [gun], against: [missiles]}]"), 1, 0)
    assert story.cause == CAUSES[OUT_OF_REACH] and "used against what it was held to be" in story.why


def test_a_shot_lapses_where_its_target_is_of_another_kind_by_now() -> None:
    found = made("  use: [{systems: [gun], against: [drones]}]")
    state = new_scratch(found.model, found.systems).state
    shot, track, assessment = state.shots[0], state.tracks[3], state.assessments[3]
    shot.track, shot.track_id, shot.effector, track.status, track.id = 3, 17, 0, CONFIRMED, 17
    assessment.impact_t, track.x[:3] = 99.0, (0.0, 3000.0, 500.0)
    told = []
    for kind in (ATTACK_DRONE, QUADCOPTER):
        assessment.kinds[:] = 0.0
        assessment.kinds[kind] = 1.0
        told.append(aimed(found.model, found.pointers.plan, state, 0, FIXED)[1])
    assert told == [rows.GO, rows.OTHER_KIND]


def test_what_stands_at_the_device_holds_whatever_doctrine_says() -> None:
    rules = "  use: [{systems: [all], against: [rockets]}]"
    assert play_runs(made(rules, "against_drones: 1, against_quadcopters: 1"), 1, 0, 1).spent.sum() > 0


def test_an_order_that_lapses_belongs_to_the_thing_that_was_behind_its_track() -> None:
    """Its track was replaced meanwhile by another, in the same slot, of something else."""
    found = made("", "salvo: 1")
    state = new_scratch(found.model, found.systems).state
    state.logging, state.rows = 1, 0
    shot = state.shots[0]
    shot.live, shot.track, shot.track_id, shot.source, shot.launcher = 1, 3, 17, 0, 0
    state.assessments[3].track, state.track_sources[3] = 18, 5
    lapse(found.model, state, 0, rows.TRACK_GONE)
    row = state.log[0]
    assert (int(row.kind), int(row.object), int(row.track), int(row.code)) == (rows.LAPSED, 0, 17, rows.TRACK_GONE)


@pytest.mark.parametrize(
    ("declared", "gate", "identified", "cause_then"),
    [
        (UNKNOWN, HARMLESS, False, NO_THREAT),
        (HOSTILE, HARMLESS, True, NO_THREAT),
        (UNKNOWN, ALLOWED, True, NOT_IDENTIFIED),
        (HOSTILE, HELD, True, NOT_AUTHORISED),
        (UNKNOWN, UNIDENTIFIED, False, NOT_IDENTIFIED),
    ],
)
def test_identified_is_what_is_held_to_be_hostile_or_may_be_engaged(
    declared: int, gate: int, identified: bool, cause_then: int
) -> None:
    found = made("")
    state = new_scratch(found.model, found.systems).state
    thing, assessment = state.objects[0], state.assessments[0]
    reset(thing)
    state.track_sources[0], assessment.declared, assessment.gate = 0, declared, gate
    keep_books(state, 0)
    assert np.isfinite(thing.identified_t) == identified
    thing.tracked_t = thing.reachable_t = 1.0
    assert cause(thing) == cause_then


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
