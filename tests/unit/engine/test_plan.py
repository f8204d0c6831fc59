"""The flight plan says where own flights should be; a track elsewhere is hardly one of them."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.command.contract import UNKNOWN
from ringfort.engine.compile import compile_scenario
from ringfort.engine.follow import keep_up
from ringfort.engine.plan import announce, flights_here
from ringfort.engine.state import FLYING, new_scratch
from ringfort.scenario.load import parse_text
from ringfort.tracking.contract import CONFIRMED

TEXT = """
ringfort: 1
title: a friend comes home
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
defend:
  - {name: radar, system: sensor/ideal, at: [0, 0], range_max_m: 20 km}
command:
  identify: {PLAN}
arrive:
  - {name: friend, system: friend/tactical-drone, from: {bearing: 0 deg, range: 40 km}, aim: [0 m, 0 m]}
  - {name: foe, system: threat/one-way-drone, from: {bearing: 0 deg, range: 40 km}, aim: [0 m, 0 m]}
"""
PLAN = "flight_plan: {error: 60 s, kept: 0.9}"
SPEED_MPS, WAY_M = 40.0, 40e3


def raid(plan: str, now_s: float = 900.0) -> tuple[Any, Any]:
    """Return model and state of a raid in which the friend set out at 0 s and is due at 1000 s."""
    found = compile_scenario(parse_text(TEXT.replace("PLAN", plan), Path("test.yaml")), installed(), central=True)
    state = new_scratch(found.model, found.systems).state
    friend = state.objects[0]
    friend.status, friend.start_t, friend.end_t = FLYING, 0.0, WAY_M / SPEED_MPS
    friend.home_x_m, friend.home_y_m = 0.0, WAY_M - 1.0
    state.total.now = now_s
    return found.model, state


def at(state: Any, distance_m: float) -> Any:
    """Return a track so far to the north."""
    track = state.tracks[0]
    track.x[:] = (0.0, distance_m, 300.0, 0.0, -SPEED_MPS, 0.0)
    return track


def test_without_a_plan_a_flight_counts_wherever_it_is_in_the_air() -> None:
    model, state = raid("hostile_above: 0.9")
    assert [flights_here(model, state, at(state, d), 1.0) for d in (0.0, 4e3, 39e3)] == [1.0, 1.0, 1.0]


def test_on_its_plan_a_flight_counts_many_times_and_off_it_by_what_keeps_no_plan() -> None:
    """At 900 s it should be 4 km off: 0.1 + 0.9 W / (sqrt(2 pi) s), s = hypot(60 s 40 m/s, 500 m), W = 20 km."""
    model, state = raid(PLAN)
    sigma = math.hypot(60.0 * SPEED_MPS, 500.0)
    peak = 0.1 + 0.9 * 20e3 / (math.sqrt(2.0 * math.pi) * sigma)
    check = within(1e-3, because="the way is rounded up by a metre")
    assert check(flights_here(model, state, at(state, 4000.0), 1.0), peak)
    assert check(flights_here(model, state, at(state, 30e3), 1.0), 0.1)
    near, far = (flights_here(model, state, at(state, 4e3 + gap), 1.0) for gap in (2e3, 6e3))
    assert peak > near > far > 0.1


def test_a_flight_that_has_landed_or_not_set_out_counts_not_at_all() -> None:
    model, state = raid(PLAN)
    state.objects[0].status = FLYING + 1
    assert flights_here(model, state, at(state, 4000.0), 0.0) == 0.0


@pytest.mark.parametrize(("kept", "deviation"), [(1.0, 60.0), (0.0, 600.0)])
def test_announced_times_err_as_the_plan_says_and_ten_times_as_much_where_it_is_not_kept(
    kept: float, deviation: float
) -> None:
    model, state = raid(f"flight_plan: {{error: 60 s, kept: {kept}}}")
    state.dice.seed, errors = 5, []
    for run in range(400):
        state.dice.run = run
        announce(model, state)
        errors.append(float(state.objects[0].late_s))
    check = within(5.0 * deviation / math.sqrt(2.0 * 400.0), because="five deviations of 400 draws' spread")
    assert check(float(np.std(errors)), deviation)
    assert state.objects[1].late_s == 0.0  # a foe announces nothing


def test_evidence_stays_with_the_track_when_it_takes_another_thing_s_detections() -> None:
    """Identities are lost and swapped as tracks are: a new track in the same slot knows nothing."""
    _, state = raid(PLAN)
    track, assessment = state.tracks[0], state.assessments[0]
    track.status, track.id, track.detection, state.slots = CONFIRMED, 7, 0, 1
    state.sources[0], assessment.track = 0, -1
    keep_up(state, 0)
    assessment.evidence[4], assessment.declared = 3.0, 1
    state.sources[0] = 1  # the tracks have swapped
    keep_up(state, 0)
    assert state.track_sources[0] == 1 and assessment.evidence[4] == 3.0 and assessment.declared == 1
    track.id = 8
    keep_up(state, 0)
    assert assessment.evidence[4] == 0.0 and assessment.declared == UNKNOWN
