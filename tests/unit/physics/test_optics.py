"""Optics: observers' probabilities, haze, daylight and the eye, each against what its source prints."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import optics

EXACT = within(rel=1e-12, because="a closed form in double precision")
DEGREE = math.pi / 180.0
MINUTE = DEGREE / 60.0


def plain(law: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(law, "py_func", law)


@pytest.mark.parametrize(
    ("ratio", "probability"),
    [(3.0, 1.0), (2.0, 0.95), (1.5, 0.80), (1.0, 0.50), (0.75, 0.30), (0.5, 0.10), (0.25, 0.02), (0.0, 0.0)],
)
def test_ratches_1976_transfer_function_table(ratio: float, probability: float) -> None:
    got = optics.target_transfer_probability(ratio * 4.0, 4.0)
    assert within(0.04, because="the formula smooths a table rounded to a few percent")(got, probability)


@settings(deadline=None)  # the first call compiles
@given(x=st.floats(0.0, 1e6), more=st.floats(0.0, 10.0))
def test_both_metrics_rise_from_nothing_to_certainty(x: float, more: float) -> None:
    for law in (optics.target_transfer_probability, optics.task_performance_probability):
        assert 0.0 <= law(x, 1.0) <= law(x + more, 1.0) <= 1.0


def test_half_at_the_threshold_of_either_metric() -> None:
    assert optics.target_transfer_probability(6.4, 6.4) == 0.5
    assert optics.task_performance_probability(13.0, 13.0) == 0.5
    assert optics.target_transfer_probability(1e-200, 1.0) == 0.0
    assert optics.target_transfer_probability(1e4, 1.0) == 1.0


def test_sampling_range_gives_the_cycles_back() -> None:
    reach = optics.sampling_range_m(0.35, 4.0, 120e-6)
    assert EXACT(optics.cycles_on_target(0.35, reach, 120e-6), 4.0)


def test_koschmieder_1924_two_percent_are_left_at_the_visibility() -> None:
    assert EXACT(optics.apparent_contrast(-1.0, 12e3, 12e3), -0.02)
    assert EXACT(optics.contrast_range_m(-1.0, 0.02, 12e3), 12e3)
    assert optics.contrast_range_m(0.01, 0.02, 12e3) == 0.0


def test_janiczek_1987_overhead_sun_gives_123786_lux() -> None:
    got = optics.sun_illuminance_lux(90.0 * DEGREE, 1.0)
    assert within(10.0, because="the circular's table A rounds this sun's altitude to 90 degrees")(got, 123_786.0)


def test_janiczek_1987_sun_on_the_horizon_gives_697_lux() -> None:
    """Table A rounds the apparent altitude to a degree: the geometric one lies between -1.1 and 0.1."""
    assert optics.sun_illuminance_lux(-1.1 * DEGREE, 1.0) < 697.0 < optics.sun_illuminance_lux(0.1 * DEGREE, 1.0)


@pytest.mark.parametrize(("degrees", "lux", "factor"), [(-6.0, 3.4, 1.5), (-12.0, 0.0083, 2.5), (-18.0, 6.5e-4, 1.5)])
def test_janiczek_1987_twilights(degrees: float, lux: float, factor: float) -> None:
    """Ends of civil, nautical and astronomical twilight, as commonly tabulated for a clear sky without a moon."""
    got = optics.sun_illuminance_lux(degrees * DEGREE, 1.0)
    assert lux / factor <= got <= lux * factor


def test_janiczek_1987_full_moon_overhead_is_a_quarter_of_a_lux() -> None:
    got = optics.moon_illuminance_lux(90.0 * DEGREE, math.pi, 1.0)
    assert within(0.1, because="published full moons range from 0.2 to 0.4 lux")(got, 0.3)


@settings(deadline=None)  # the first call compiles
@given(degrees=st.floats(-20.0, 89.0), more=st.floats(0.05, 1.0))
def test_a_higher_sun_is_brighter_and_clouds_darken(degrees: float, more: float) -> None:
    low = optics.sun_illuminance_lux(degrees * DEGREE, 1.0)
    assert optics.sun_illuminance_lux((degrees + more) * DEGREE, 1.0) >= low
    assert EXACT(optics.sun_illuminance_lux(degrees * DEGREE, 10.0), low / 10.0)


@settings(deadline=None)  # the first call compiles
@given(degrees=st.floats(1.0, 179.0), more=st.floats(0.1, 1.0))
def test_a_fuller_moon_is_brighter(degrees: float, more: float) -> None:
    slim = optics.moon_illuminance_lux(0.7, degrees * DEGREE, 1.0)
    assert optics.moon_illuminance_lux(0.7, (degrees + more) * DEGREE, 1.0) > slim


def test_black_and_equal_targets() -> None:
    sky = optics.diffuse_luminance(1e4, 1.0)
    assert EXACT(sky, 1e4 / math.pi)
    assert optics.inherent_contrast(0.0, sky) == -1.0
    assert optics.inherent_contrast(sky, sky) == 0.0


def test_adrian_1989_pieces_meet() -> None:
    """The three pieces were fitted apart; where they meet they differ by a few percent."""
    for edge in (0.6, 0.00418):
        below, above = (optics.threshold_contrast(edge * f, 10.0 * MINUTE) for f in (0.9999, 1.0001))
        assert within(rel=0.05, because="separate fits of one set of measurements")(below, above)


@settings(deadline=None)  # the first call compiles
@given(log_lb=st.floats(-4.0, 4.0), minutes=st.floats(1.0, 60.0))
def test_larger_targets_need_less_contrast(log_lb: float, minutes: float) -> None:
    small = optics.threshold_contrast(10.0**log_lb, minutes * MINUTE)
    assert optics.threshold_contrast(10.0**log_lb, 1.1 * minutes * MINUTE) < small


def test_ricco_small_targets_go_by_area() -> None:
    ratio = optics.threshold_contrast(100.0, 0.01 * MINUTE) / optics.threshold_contrast(100.0, 0.02 * MINUTE)
    assert within(rel=0.01, because="the Weber term is a few thousandths here")(ratio, 4.0)


def test_night_costs_the_eye_a_hundredfold() -> None:
    day, night = (optics.threshold_contrast(lb, 5.0 * MINUTE) for lb in (1000.0, 1e-3))
    assert night > 100.0 * day


@pytest.mark.parametrize(("factor", "probability"), [(1.0, 0.5), (1.5, 0.90), (1.64, 0.95), (1.91, 0.99)])
def test_blackwell_1946_factors(factor: float, probability: float) -> None:
    got = optics.sighting_probability(-factor * 0.03, 0.03)
    assert within(0.001, because="the factors are printed to three figures")(got, probability)


@settings(deadline=None)  # the first call compiles
@given(theta=st.floats(0.8001, 89.0), minutes=st.floats(1.0, 100.0))
def test_koopman_1980_lobe_inverts_the_threshold(theta: float, minutes: float) -> None:
    percent = 1.75 * math.sqrt(theta) + 19.0 * theta / minutes**2
    assert within(rel=1e-9, because="the root of a quadratic in its stable form")(
        optics.visual_lobe_rad(percent / 100.0, minutes * MINUTE) / DEGREE, theta
    )


def test_koopman_1980_fovea() -> None:
    """Below 1.57 + 15.2/alpha^2 percent nothing is seen, straight ahead or aside."""
    limit = 1.57 + 15.2 / 25.0
    assert optics.visual_lobe_rad(0.0099 * limit, 5.0 * MINUTE) == 0.0
    assert optics.visual_lobe_rad(0.0101 * limit, 5.0 * MINUTE) > 0.0
    assert optics.visual_lobe_rad(0.5, 0.0) == 0.0


def test_random_search() -> None:
    rate = optics.search_rate_per_s(90.0 * DEGREE, math.pi, 3.0)
    assert EXACT(rate, 3.0)
    cap = 2.0 * math.pi * (1.0 - math.cos(0.05))
    assert EXACT(optics.search_rate_per_s(0.05, math.pi, 3.0), 3.0 * cap / math.pi)
    assert EXACT(optics.found_probability(0.1, 10.0), 1.0 - math.exp(-1.0))


BITS = [
    (optics._power_probability, (1.37, 3.1)),
    (optics.target_transfer_probability, (1.37, 0.9)),
    (optics.task_performance_probability, (1.37, 0.9)),
    (optics.apparent_contrast, (-0.7, 1234.5, 9871.0)),
    (optics.contrast_range_m, (-0.7, 0.03, 9871.0)),
    (optics.air_path_transmission, (0.37,)),
    (optics.sun_illuminance_lux, (-0.11, 2.0)),
    (optics.moon_illuminance_lux, (0.37, 1.9, 1.0)),
    (optics.threshold_contrast, (737.0, 1e-3)),
    (optics.threshold_contrast, (0.05, 1e-3)),
    (optics.threshold_contrast, (0.001, 1e-3)),
    (optics.sighting_probability, (0.07, 0.05)),
    (optics.visual_lobe_rad, (0.07, 1e-3)),
    (optics.search_rate_per_s, (0.07, 1.3, 3.0)),
    (optics.found_probability, (0.07, 1.3)),
]


@pytest.mark.parametrize(("law", "look"), BITS, ids=lambda value: getattr(value, "__name__", ""))
def test_compiled_and_plain_agree_bit_for_bit(law: Callable[..., float], look: tuple[float, ...]) -> None:
    assert float(law(*look)).hex() == float(plain(law)(*look)).hex()


def test_laws_serve_as_ufuncs() -> None:
    got = ufunc(optics.target_transfer_probability)(np.array([0.5, 1.0, 2.0]), 1.0)
    assert np.all(np.diff(got) > 0.0)
