"""Shoot-look-shoot, layers, magazines and fire distribution: the rows of 07_engagement_ops in the simulated chain.

Each row is played with textbook parts: a sensor that sees everything, shots of fixed odds, targets on straight lines.
Odds of a false alarm of each check: ``FALSE_ALARM``.
"""

from typing import Any

import pytest
from tests.statistics.raids import CAMP, HEAD, assert_mean_within_sampling, assert_within_sampling, played

from ringfort.verification.cases import Case, own_files, read_cases

pytestmark = pytest.mark.slow  # thousands of raids: minutes, run by .ci/run

RUNS = 1500
CASES = {case.id: case for file in own_files() for case in read_cases(file)}
EYE = "  - {name: eye, system: sensor/ideal, at: [0, 0]}\n"


def rows(prefix: str) -> list[Case]:
    found = [case for name, case in CASES.items() if name.startswith(prefix)]
    assert found
    return found


def gun(name: str, odds: float, more: str = "") -> str:
    system = f"system: effector/fixed-odds, odds: {odds}, capture_m: 50"
    return f"  - {{name: {name}, {system}, at: [0, 0]{more}}}\n"


def target(name: str, bearing: float, at_time: float = 0.0, far_m: float = 5000.0) -> str:
    place = f"from: {{bearing: {bearing} deg, range: {far_m} m}}, at_time: {at_time} s"
    return f"  - {{name: {name}, system: threat/straight-line, {place}, aim: camp}}\n"


def raid(guns: str, rules: str, targets: str) -> str:
    return f"{HEAD}{CAMP}defend:\n{EYE}{guns}command:\n  weapons: free\n{rules}arrive:\n{targets}"


def each(case: Case) -> tuple[Any, Any]:
    return case.inputs, case.expected


@pytest.mark.parametrize("case", rows("OPS-SLS"), ids=lambda case: case.id)
def test_shoot_look_shoot(case: Case) -> None:
    given, expected = each(case)
    rules = f"  salvo: {{shots: {given['shots_per_look']}}}\n  fire: {{most: {given['max_looks']}}}\n"
    counts = played(raid(gun("gun", given["sspk"]), rules, target("one", 30.0)), RUNS)
    assert_within_sampling(counts.runs.leaked.sum(), RUNS, expected["P_leak"], "q^m")
    assert_mean_within_sampling(counts.spent[:, 0], expected["expected_shots"], "n (1 - q^m) / (1 - q)")


@pytest.mark.parametrize("case", rows("OPS-SLK"), ids=lambda case: case.id)
def test_shoot_look_shoot_with_looks_that_err(case: Case) -> None:
    """What is wrongly declared dead is not looked at again within the raid."""
    given, expected = each(case)
    look = f", kill_imagined: {given['p_live_declared_dead']}, kill_unseen: {given['p_dead_declared_live']}"
    counts = played(
        raid(gun("gun", given["sspk"], look), f"  fire: {{most: {given['max_looks']}}}\n", target("one", 30.0)), RUNS
    )
    assert_within_sampling(counts.runs.leaked.sum(), RUNS, expected["P_leak"], "live, declared dead, leaks")
    assert_mean_within_sampling(counts.spent[:, 0], expected["expected_shots"], "a Markov recursion over looks")


def test_two_layers() -> None:
    """The first reaches far out and shoots once; the second shoots at what comes nearer than 2 km. Row OPS-LAY-01."""
    given, expected = each(CASES["OPS-LAY-01"])
    outer = f", magazine: {given['n1']}, salvo: {given['n1']}, range_min_m: 2 km"
    inner = f", magazine: {given['n2']}, salvo: {given['n2']}, range_max_m: 2 km"
    guns = gun("outer", given["p1"], outer) + gun("inner", given["p2"], inner)
    counts = played(raid(guns, "", target("one", 30.0)), RUNS)
    assert_within_sampling(counts.runs.stopped.sum(), RUNS, expected["K_total"], "1 - prod (1 - K)")
    shots = expected["shots_expected_second_layer_per_threat"]
    assert_mean_within_sampling(counts.spent[:, 1], shots, "the second shoots at what the first has missed")


@pytest.mark.parametrize("case", rows("OPS-WLK"), ids=lambda case: case.id)
def test_a_salvo_at_each_of_many(case: Case) -> None:
    """Every warhead gets its salvo, and all are tracked: what the row loses by tracks is left out of both sides."""
    given, expected = each(case)
    shots, threats, tracked = given["shots_per_warhead"], given["warheads"], given["p_track_common_per_warhead"]
    rules = f"  salvo: {{shots: {shots}}}\n  fire: {{most: 1}}\n"
    targets = "".join(target(f"t{k}", 360.0 / threats * k) for k in range(threats))
    counts = played(raid(gun("gun", given["sspk"]), rules, targets), RUNS // 2)
    whole = expected["Kw"] / tracked  # of what is tracked
    assert_within_sampling(counts.runs.leaked.sum(), RUNS // 2 * threats, 1.0 - whole, "each by itself: 1 - (1 - p)^n")
    none = (counts.runs.leaked == 0).sum()
    assert_within_sampling(none, RUNS // 2, whole**threats, "no leak at all: K^W")


@pytest.mark.parametrize("case", rows("OPS-MAG"), ids=lambda case: case.id)
def test_a_finite_magazine_against_one_after_another(case: Case) -> None:
    given, expected = each(case)
    magazine = f", magazine: {given['interceptors']}"
    targets = "".join(target(f"t{k}", 30.0 * k, 120.0 * k) for k in range(given["threats"]))
    rules = f"  fire: {{most: {given['max_shots_each']}}}\n"
    counts = played(raid(gun("gun", given["sspk"], magazine), rules, targets), RUNS)
    assert_mean_within_sampling(counts.runs.leaked, expected["expected_leakers"], "a dynamic programme, exact")


@pytest.mark.parametrize("case", rows("OPS-FIR"), ids=lambda case: case.id)
def test_fire_with_and_without_coordination(case: Case) -> None:
    """As many batteries as there are shots, one round each, all at once at targets all around."""
    given, expected = each(case)
    targets, shots = given["targets"], given["shots"]
    guns = "".join(gun(f"g{k}", given["sspk"], ", magazine: 1") for k in range(shots))
    arrive = "".join(target(f"t{k}", 360.0 / targets * k) for k in range(targets))
    at_once = -(-shots // targets)
    for distribution, key in (("random", "survivors_random"), ("coordinated", "survivors_uniform")):
        fire = f"  operators: {shots}\n  fire: {{distribution: {distribution}, at_once: {at_once}, most: {at_once}}}\n"
        counts = played(raid(guns, fire, arrive), RUNS // 2)
        assert_mean_within_sampling(counts.runs.leaked, expected[key], f"{distribution} fire")
