import math

import pytest
from tests.tolerance import within

from ringfort.effectors.contract import Aim, Encounter
from ringfort.effectors.gun import Gun, effect, plan
from ringfort.physics.gunnery import independent_kill_probability

_GUN = Gun(
    rounds=100.0,
    rate_per_s=75.0,
    muzzle_mps=1050.0,
    slowing_per_m=6e-4,
    dispersion_rad=1.5e-3,
    bias_rad=1e-3,
    kill_given_hit=0.5,
    expected_radius_m=0.15,
)


def _encounter(range_m: float, radius_m: float) -> Encounter:
    return Encounter(range_m, 0.3, 200.0, 50.0, 20.0, 1, 1.0, radius_m, 1e7, 0, 3e3, 2.4e9, 0, 1.3, 0, 1e-14, 1)


@pytest.mark.parametrize("range_m", [200.0, 800.0, 2000.0])
def test_washburn_2009_without_bias_the_rounds_are_independent(range_m: float) -> None:
    hit = 1.0 - math.exp(-0.5 * (0.15 / (1.5e-3 * range_m)) ** 2)
    got = effect(_GUN._replace(bias_rad=0.0), _encounter(range_m, 0.15)).kill
    assert within(1e-9, because="closed form")(got, 1.0 - (1.0 - 0.5 * hit) ** 100)


@pytest.mark.parametrize("range_m", [200.0, 800.0, 2000.0])
def test_a_common_bias_makes_a_burst_worse_than_independent_rounds(range_m: float) -> None:
    independent = independent_kill_probability(range_m, 1.5e-3, 1e-3, 0.15, 100.0, 0.5)
    assert effect(_GUN, _encounter(range_m, 0.15)).kill < independent


def test_command_reckons_with_independent_rounds() -> None:
    got = plan(_GUN, Aim(0.0, 800.0, 0.0, 0.0, 0.0, 0.0, 5.0, 0.0, 60.0, 100.0, 0.0, 1e-14))
    expected = independent_kill_probability(800.0, 1.5e-3, 1e-3, 0.15, 100.0, 0.5)
    assert within(rel=1e-9, because="the same law")(got.odds, expected)
    assert within(1e-12, because="rounds over rate")(got.busy_s, 100.0 / 75.0)


def test_the_middle_round_meets_the_target() -> None:
    """A standing target: half the burst, then the round's own flight."""
    got = plan(_GUN, Aim(0.0, 1500.0, 0.0, 0.0, 0.0, 0.0, 5.0, 0.0, 60.0, 100.0, 0.0, 1e-14))
    flight = math.expm1(6e-4 * 1500.0) / (6e-4 * 1050.0)
    assert within(2e-3, because="the solver stops within a millisecond")(got.flight_s, 0.5 * 100.0 / 75.0 + flight)


def test_what_leaves_faster_than_a_spent_round_is_not_shot_at() -> None:
    fleeing = Aim(0.0, 1500.0, 500.0, 0.0, 900.0, 0.0, 5.0, 0.0, 60.0, 500.0, 0.0, 1e-14)
    assert plan(_GUN, fleeing).feasible == 0.0
