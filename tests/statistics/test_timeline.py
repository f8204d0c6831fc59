"""How many shots there is time for, and the stochastic salvo: rows of 07_engagement_ops in the simulated chain.

A sensor sees everything within a range, a launcher fires interceptors of constant speed that hit nothing, and a target
comes straight at it, level with it, so that range is all there is.
"""

import math
from typing import Any

import pytest
from tests.statistics.raids import CAMP, HEAD, assert_mean_within_sampling, compiled, played

from ringfort.engine import log as rows
from ringfort.engine.run import replay
from ringfort.verification.adapters.operations import ADAPTERS
from ringfort.verification.cases import Case, own_files, read_cases

pytestmark = pytest.mark.slow

RUNS = 1500
CASES = {case.id: case for file in own_files() for case in read_cases(file)}
TICK_S = 0.02  # between looks, and between decisions
LEVEL_M = 300.0
NOISE_M = 5.0  # of the track, on which a shot is planned: the sensor measures to 1 m


def raid(given: dict[str, Any], solution_s: float) -> str:
    """Return the target, begun 2 km beyond where it is seen, and a launcher that needs so long to track it first."""
    return f"""{HEAD}
protect: [{{name: camp, at: [0, 0], size: [2, 2], people: 1}}]
defend:
  - name: eye
    system: sensor/ideal
    at: [0, 0]
    height: {LEVEL_M}
    period_s: {TICK_S}
    range_max_m: {given["detect_range_m"]}
  - name: launcher
    system: effector/coyote
    at: [0, 0]
    height: {LEVEL_M}
    speed_mps: {given["v_interceptor"]}
    boost_s: 0
    odds_flying: 1e-9
    edge_loss: 0
    range_flying_m: {given["Rmax_m"]}
    range_max_m: {given["Rmax_m"]}
    range_min_m: {given["Rmin_m"]}
    magazine: 100
    channels: 1
    salvo: 1
    reaction_s: 0
    solution_s: {solution_s}
    assessment_s: {given["assess_and_relaunch_s"]}
    kill_imagined: 0
    elevation_low_rad: -90 deg
    against_cruise_missiles: 1
    against_quadcopters: 1
command: {{weapons: free, operators: 4, decide_every: {TICK_S}}}
tracking: {{confirm: {{hits: 2, of: 2}}}}
arrive:
  - name: one
    system: threat/straight-line
    speed_mps: {given["v_threat"]}
    level: 1
    height_m: {LEVEL_M}
    from: {{bearing: 0, range: {given["detect_range_m"] + 2000.0}}}
    aim: camp
"""


def met(text: str) -> tuple[list[float], float, float]:
    """Return the ranges (m) at which shots met the target, and when it was seen and first fired at (s)."""
    log = replay(compiled(text), 1, 0)[1]
    places = log.place[log.kind == rows.EFFECT_ROW]
    ranges = [math.sqrt(x * x + y * y + (z - LEVEL_M) ** 2) for x, y, z in places]
    return ranges, float(log.t[log.kind == rows.DETECTED][0]), float(log.t[log.kind == rows.FIRED][0])


def assert_met(ranges: list[float], expected: list[float], speed_mps: float) -> None:
    """Hold shots to the ranges of a row: none too early, and each later by no more than two ticks a shot so far."""
    assert len(ranges) == len(expected)
    for k, (got, row) in enumerate(zip(ranges, expected, strict=True)):
        late_m = 2.0 * TICK_S * (k + 1) * speed_mps
        assert row - late_m - NOISE_M <= got <= row + NOISE_M, (k, got, row)


@pytest.mark.parametrize("name", ["OPS-TLN-01", "OPS-TLN-02"])
def test_as_many_shots_as_the_timeline_has_room_for(name: str) -> None:
    """In both rows the target is seen long before it is in reach: the reaction is over when the first shot is due."""
    case: Case = CASES[name]
    ranges, seen, fired = met(raid(case.inputs, 0.0))
    assert_met(ranges, case.expected["intercept_ranges_m"], case.inputs["v_threat"])
    assert fired > seen + case.inputs["reaction_s"]


def test_a_target_seen_late_is_fired_at_when_the_reaction_is_over() -> None:
    given = dict(CASES["OPS-TLN-01"].inputs) | {"detect_range_m": 9000.0}
    expected = ADAPTERS["OPS-TLN"](given)["intercept_ranges_m"]
    ranges, seen, fired = met(raid(given, given["reaction_s"]))
    assert_met(ranges, expected, given["v_threat"])
    assert abs(fired - seen - given["reaction_s"]) <= 4.0 * TICK_S  # two looks until the track, the decision, the shot


def test_a_stochastic_salvo() -> None:
    """What is not well aimed does not come; the rounds go one by one at what still lives. Row OPS-STS-01.

    Then kills are min(Binomial(rounds, p), threats), and leakers the positive part of the difference.
    """
    given, expected = CASES["OPS-STS-01"].inputs, CASES["OPS-STS-01"].expected
    comes = round(100 * given["p_wellaimed"])
    at_times = "[" + ", ".join(["0"] * comes + ["1e6"] * (100 - comes)) + "]"
    arrive = "".join(
        f"  - {{name: t{k}, system: threat/straight-line, from: {{bearing: {60 * k}, range: 5 km}}, "
        f"at_time: {{choice: {at_times}}}, aim: camp}}\n"
        for k in range(given["n_threats"])
    )
    shooter = f"effector/fixed-odds, odds: {given['p_defensive']}, magazine: {given['n_defensive_shots']}"
    text = f"""{HEAD}duration: 200 s
{CAMP}defend:
  - {{name: eye, system: sensor/ideal, at: [0, 0]}}
  - {{name: gun, system: {shooter}, capture_m: 50, at: [0, 0]}}
command: {{weapons: free}}
arrive:
{arrive}"""
    leaked = played(text, RUNS).runs.leaked
    assert_mean_within_sampling(leaked, expected["expected_leak"], "E max(X - Y, 0) of two binomials")
