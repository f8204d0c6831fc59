import itertools
import math

import pytest
from tests.tolerance import within

from ringfort.physics.ballistic_missile import Sphere, minimum_energy_apogee, through_apogee
from ringfort.physics.quasi_ballistic import Profile, glide, glide_step, load_factor, shape

PROFILE = Profile(450e3, 37e3, 90e3, 15e3, math.radians(50.0), 2.5)


def test_published_apogee_is_a_third_of_the_keplerian_one() -> None:
    """CSIS missilethreat: 450 km of range at 37 km of apogee; a Keplerian model alone is wrong for it."""
    ratio = 37e3 / minimum_energy_apogee(450e3, Sphere().radius_m)
    assert within(1e-6, because="a closed form")(ratio, 0.33487108)
    depressed = through_apogee(450e3, 37e3, Sphere())
    assert depressed.time_s < 0.6 * glide(2200.0, PROFILE).time_s  # the ellipse of that apogee is far too fast


def test_the_path_joins_without_a_step() -> None:
    places = [450.0 * i for i in range(1001)]
    for (h, slope, _), (h_next, slope_next, _) in itertools.pairwise(shape(x, PROFILE) for x in places):
        assert abs(h_next - h - 225.0 * (slope + slope_next)) < 60.0  # a kink of curvature within the step at most
        assert abs(slope_next - slope) < 0.04
    assert shape(0.0, PROFILE)[0] == 0.0
    assert within(1e-6, because="metres of 37 km")(shape(450e3, PROFILE)[0], 0.0)
    assert max(shape(x, PROFILE)[0] for x in places) == 37e3


def test_slope_is_the_derivative_of_height() -> None:
    check = within(1e-6, because="a central difference over 2 m of parabolas is exact to rounding")
    for x in (30e3, 200e3, 415e3, 440e3):
        assert check((shape(x + 1.0, PROFILE)[0] - shape(x - 1.0, PROFILE)[0]) / 2.0, shape(x, PROFILE)[1])


def test_level_flight_at_orbital_speed_needs_no_lift() -> None:
    check = within(1e-9, because="weight less centrifugal force")
    assert check(load_factor(math.sqrt(9.80665 * 6_371_000.0), 0.0, 0.0), 0.0)
    assert within(0.01, because="a slow flight on a round earth")(load_factor(200.0, 0.0, 0.0), 1.0)


def test_a_parabola_at_the_right_speed_needs_no_lift() -> None:
    free = Profile(100e3, 25e3, 50e3, 50e3, math.radians(45.0), 3.0)
    level = math.sqrt(9.80665 * 50e3**2 / (2.0 * 25e3))  # horizontal speed of the vacuum parabola
    for x in (0.0, 20e3, 49e3):
        _, slope, bend = shape(x, free)
        speed = level * math.sqrt(1.0 + slope * slope)
        assert within(0.08, because="the earth's curve takes v^2/gR, three to eight percent")(
            load_factor(speed, slope, bend), 0.0
        )


def test_energy_falls_along_the_way_and_the_dive_gains_speed() -> None:
    x, v, energies = 0.0, 2200.0, []
    while x < PROFILE.range_m - 2e3:
        energies.append(0.5 * v * v + 9.80665 * shape(x, PROFILE)[0])
        x, v = glide_step(x, v, 0.25, PROFILE)
    assert all(after <= before + 1e-3 * before for before, after in itertools.pairwise(energies))
    assert energies[-1] < 0.5 * energies[0]


@pytest.mark.parametrize("lift_to_drag", [2.4, 3.0, 4.0])
def test_better_gliders_arrive_faster_and_sooner(lift_to_drag: float) -> None:
    worse = glide(2400.0, PROFILE._replace(lift_to_drag=lift_to_drag))
    better = glide(2400.0, PROFILE._replace(lift_to_drag=lift_to_drag + 0.5))
    assert better.impact_speed_mps > worse.impact_speed_mps
    assert better.time_s < worse.time_s


def test_halving_the_step_changes_nothing_that_matters() -> None:
    x, v, time_s = 0.0, 2200.0, 0.0
    while x < PROFILE.range_m:
        x, v = glide_step(x, v, 0.02, PROFILE)
        time_s += 0.02
    whole = glide(2200.0, PROFILE)
    assert within(0.4, because="a quarter second where the path begins to bend, three times, and 0.02 s at the end")(
        whole.time_s, time_s
    )
    assert within(5.0, because="the same, at some 10 m/s2")(whole.impact_speed_mps, v)


def test_too_slow_a_start_stalls() -> None:
    assert math.isnan(glide(1500.0, PROFILE).time_s)
