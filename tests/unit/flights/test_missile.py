import math

import numpy as np
import pytest
from scipy import stats
from tests.tolerance import within
from tests.unit.flights.laying import above_ground, fly, length, own, start

from ringfort.physics.ballistic_missile import EARTH_GM, Sphere, minimum_energy, minimum_energy_apogee, through_apogee

RADIUS_M = 6371000.0
STILL = Sphere(RADIUS_M, EARTH_GM, 0.0)
SRBM, GLIDER = "threat/ballistic-missile", "threat/ballistic-missile-fateh-110"
near = within(2.0, because="the aiming stops at half a metre")


@pytest.mark.parametrize("name", [SRBM, GLIDER])
@pytest.mark.parametrize("range_m", [120e3, 300e3, 650e3])
def test_without_luck_it_reaches_its_aim(name: str, range_m: float) -> None:
    knots = fly(own(name), start(0.6 * range_m, 0.8 * range_m))
    assert near(length(knots.p[-1]), 0.0)


@pytest.mark.parametrize("range_m", [300e3, 500e3, 700e3])
def test_its_time_is_that_of_least_energy_and_half_the_burn(range_m: float) -> None:
    knots = fly(own(SRBM, ballistic_coefficient_kg_m2=1e6, burn_s=40.0), start(range_m, 0.0))
    along = RADIUS_M * math.asin(range_m / RADIUS_M)
    law = minimum_energy(along, STILL)
    assert within(rel=0.003, because="the last trace of air")(knots.t[-1] - knots.t[0], law.time_s + 20.0)
    assert within(rel=0.01, because="ten tonnes of air a square metre against a thousand")(
        length(knots.v[-1]), law.speed_mps
    )
    assert within(rel=0.003, because="read between knots; launch 0.1 km above the sphere")(
        above_ground(knots).max(), law.apogee_m
    )


@pytest.mark.parametrize("ratio", [0.7, 1.0, 1.5])
def test_its_apogee_is_the_asked_one_in_air_too(ratio: float) -> None:
    knots = fly(own(SRBM, apogee_ratio=ratio), start(400e3, 0.0))
    asked = ratio * minimum_energy_apogee(400e3, RADIUS_M)
    assert within(rel=0.01, because="two corrections of the apogee")(above_ground(knots).max(), asked)
    law = through_apogee(400e3, asked, STILL)
    assert within(rel=0.08, because="the drag of the fall lengthens the flight")(
        knots.t[-1] - knots.t[0], law.time_s + 25.0
    )


@pytest.mark.parametrize(
    ("name", "range_m", "time_s", "apogee_m"),
    [
        (SRBM, 400e3, (250.0, 340.0), (75e3, 140e3)),
        (SRBM, 650e3, (330.0, 420.0), (120e3, 185e3)),
        (GLIDER, 250e3, (150.0, 260.0), (20e3, 90e3)),
    ],
)
def test_time_and_apogee_lie_in_the_spread_of_public_figures(
    name: str, range_m: float, time_s: tuple[float, float], apogee_m: tuple[float, float]
) -> None:
    knots = fly(own(name), start(range_m, 0.0))
    assert time_s[0] < knots.t[-1] - knots.t[0] < time_s[1]
    assert apogee_m[0] < above_ground(knots).max() < apogee_m[1]


def test_air_slows_a_light_warhead_more_than_a_heavy_one() -> None:
    speeds = [length(fly(own(SRBM, ballistic_coefficient_kg_m2=b), start(400e3, 0.0)).v[-1]) for b in (3e3, 12e3, 50e3)]
    assert speeds == sorted(speeds)
    assert 700.0 < speeds[1] < 1700.0  # Mach 2 to 5, what is said of such missiles


@pytest.mark.parametrize("name", [SRBM, GLIDER])
def test_half_of_them_fall_within_the_circular_error(name: str) -> None:
    made, rng, shots = own(name, cep_m=80.0), np.random.default_rng(3), 300
    misses = [length(fly(made, start(300e3, 0.0, die_1=a, die_2=b)).p[-1]) for a, b in rng.standard_normal((shots, 2))]
    low, high = stats.binom.ppf([0.0005, 0.9995], shots, 0.5)  # fails one time in a thousand by chance
    assert low <= sum(miss < 80.0 for miss in misses) <= high


@pytest.mark.parametrize("name", [SRBM, GLIDER])
def test_it_leaves_from_rest_on_the_round_earth(name: str) -> None:
    knots = fly(own(name), start(500e3, 0.0))
    assert length(knots.v[0]) == 0.0
    assert within(1.0, because="the earth's drop at 500 km")(knots.p[0][2], -(500e3**2) / (2.0 * RADIUS_M))
    assert above_ground(knots)[1:-1].min() > 0.0


def test_a_glider_stays_far_below_the_apogee_of_least_energy() -> None:
    knots = fly(own(GLIDER, apogee_ratio=0.335), start(450e3, 0.0))
    assert within(rel=0.02, because="read between knots")(above_ground(knots).max(), 37e3)


def test_a_glider_too_slow_for_its_range_is_given_the_speed() -> None:
    slow = fly(own(GLIDER, speed_mps=400.0), start(300e3, 0.0))
    assert near(length(slow.p[-1]), 0.0)
