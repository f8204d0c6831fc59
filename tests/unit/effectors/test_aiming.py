import math
import random

import pytest
from scipy.integrate import quad
from tests.tolerance import within

from ringfort.effectors.aiming import Shot, distance, flight_time, meeting_time, target_at
from ringfort.effectors.contract import Aim

_MISSILE = Shot(2.0, 1000.0, 0.0)
_SHELL = Shot(0.5, 1050.0, 6e-4)


def _aim(place: tuple[float, float, float], speeds: tuple[float, float, float], ballistic: float = 0.0) -> Aim:
    return Aim(*place, *speeds, 50.0, ballistic, 100.0, place[2], 0.0, 1e-14)


def _closed_form(aim: Aim, shot: Shot) -> float:
    """The smaller root after launch of |p + v t| = s (t - t0), or -1."""
    p, v = (aim.x_m, aim.y_m, aim.z_m), (aim.vx_mps, aim.vy_mps, aim.vz_mps)
    a = sum(x * x for x in v) - shot.speed_mps**2
    b = 2.0 * (sum(x * y for x, y in zip(p, v, strict=True)) + shot.speed_mps**2 * shot.delay_s)
    c = sum(x * x for x in p) - (shot.speed_mps * shot.delay_s) ** 2
    root = b * b - 4.0 * a * c
    if root < 0.0:
        return -1.0
    found = [(-b + sign * math.sqrt(root)) / (2.0 * a) for sign in (-1.0, 1.0)]
    return min((t for t in found if t >= shot.delay_s), default=-1.0)


def test_straight_targets_are_met_where_the_quadratic_says() -> None:
    dice = random.Random("meeting")
    met = missed = 0
    for _ in range(400):
        place = (dice.uniform(-5e4, 5e4), dice.uniform(-5e4, 5e4), dice.uniform(100.0, 2e4))
        speeds = (dice.uniform(-2e3, 2e3), dice.uniform(-2e3, 2e3), dice.uniform(-500.0, 100.0))
        aim = _aim(place, speeds)
        expected, got = _closed_form(aim, _MISSILE), meeting_time(aim, _MISSILE)
        met, missed = met + (expected > 0.0), missed + (expected < 0.0)
        assert within(0.01, because="the solver stops within a millisecond of gap, more of time in a stern chase")(
            got, expected
        )
    assert met > 100 and missed > 30


def test_a_target_faster_than_the_missile_is_met_head_on() -> None:
    head_on = _aim((0.0, 60e3, 0.0), (0.0, -2000.0, 0.0))
    check = within(2e-3, because="the solver stops within a millisecond")
    assert check(meeting_time(head_on, _MISSILE), (60e3 + 1000.0 * 2.0) / 3000.0)
    assert meeting_time(_aim((0.0, 60e3, 0.0), (0.0, 2000.0, 0.0)), _MISSILE) == -1.0


@pytest.mark.parametrize("shot", [_MISSILE, _SHELL])
def test_a_falling_target_is_met_on_its_parabola(shot: Shot) -> None:
    aim = _aim((900.0, 600.0, 1500.0), (-120.0, -80.0, 40.0), ballistic=1.0)
    t = meeting_time(aim, shot)
    at = target_at(aim, t)
    assert within(1e-9, because="the definition")(at[2], 1500.0 + 40.0 * t - 0.5 * 9.80665 * t * t)
    assert within(2e-3, because="the solver stops within a millisecond")(flight_time(shot, distance(at)), t)


@pytest.mark.parametrize("range_m", [1.0, 500.0, 2000.0, 8000.0])
def test_mccoy_1999_flat_fire_slows_exponentially_with_distance(range_m: float) -> None:
    expected = quad(lambda x: math.exp(6e-4 * x) / 1050.0, 0.0, range_m)[0]
    assert within(1e-9, because="quadrature of 1/v")(flight_time(_SHELL, range_m) - 0.5, expected)


def test_a_round_that_stops_in_the_air_never_arrives() -> None:
    assert meeting_time(_aim((0.0, 80e3, 0.0), (0.0, 0.0, 0.0)), _SHELL) == -1.0
