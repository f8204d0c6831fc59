"""Clutter against a published example and the canceller's own weights; multipath against its limits and regions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import clutter, geometry

EARTH = geometry.EFFECTIVE_EARTH_RADIUS
DESERT = clutter.Ground(permittivity=3.0, conductivity_spm=1e-4, roughness_m=0.0, vertical=0.0, earth_radius_m=EARTH)
FLAT = DESERT._replace(earth_radius_m=1e15)
EXACT = within(rel=1e-12, because="two ways through one closed form")
HEIGHT = st.floats(0.5, 3.5).map(lambda x: 10.0**x)
RANGE = st.floats(2.0, 5.3).map(lambda x: 10.0**x)
LENGTH = st.floats(-2.0, 0.3).map(lambda x: 10.0**x)


def test_grazing_angle_by_the_law_of_sines() -> None:
    height, range_m = 500.0, 60e3
    angle = clutter.grazing_angle(height, range_m, EARTH)
    below = math.asin(EARTH * math.cos(angle) / (EARTH + height))  # angle between the ray and the vertical at the radar
    third = math.pi / 2 - angle - below
    assert within(rel=1e-6, because="the difference of two angles near a right one")(
        math.sin(third) / range_m, math.cos(angle) / (EARTH + height)
    )
    assert clutter.grazing_angle(10.0, 1e6, EARTH) == 0.0


def test_constant_gamma_of_flat_land_mathworks() -> None:
    # -20 dB at 10 GHz is the page's value for flatland; at 30 degrees the sine takes 3 dB, a tenth of 10 GHz takes 5.
    check = within(1e-3, because="decibels of 0.5")
    assert check(10 * math.log10(clutter.constant_gamma_reflectivity(0.01, 10e9, math.radians(30))), -23.0103)
    assert check(10 * math.log10(clutter.constant_gamma_reflectivity(0.01, 1e9, math.radians(30))), -28.0103)


def test_clutter_cell_is_range_beam_and_half_a_pulse() -> None:
    assert EXACT(clutter.clutter_cell_area(10e3, 0.02, 1e-6, 0.0), 10e3 * 0.02 * 149.896229)


def test_canceller_mathworks_mtifactor_example() -> None:
    spread = 2.0 * 2.0 / (299792458.0 / 300e6)  # a speed spread of 2 m/s at 300 MHz
    got = 10 * math.log10(clutter.canceller_improvement(spread, 200.0, 4.0, 1e30))
    assert within(0.01, because="the page prints 55.3986 dB, in which seven digits have cancelled")(got, 55.3986)


def test_canceller_skolnik_2001_small_spread() -> None:
    spread, prf = 3.0, 1000.0
    single = 2 * (prf / (2 * math.pi * spread)) ** 2
    assert within(rel=1e-3, because="Skolnik's form is the first term")(
        clutter.canceller_improvement(spread, prf, 2.0, 1e30), single
    )
    double = 2 * (prf / (2 * math.pi * spread)) ** 4
    assert within(rel=2e-3, because="Skolnik's form is the first term")(
        clutter.canceller_improvement(spread, prf, 3.0, 1e30), double
    )
    assert within(rel=1e-9, because="what rounding leaves of a sum that cancels")(
        clutter.canceller_improvement(0.0, prf, 3.0, 1e5), 1e5
    )


@pytest.mark.parametrize("pulses", [2, 3, 4])
def test_canceller_is_its_weights(pulses: int) -> None:
    weights = np.array([(-1.0) ** i * math.comb(pulses - 1, i) for i in range(pulses)])
    doppler = np.linspace(0.0, 1.0, 64, endpoint=False)
    gain = np.abs(np.exp(2j * np.pi * np.outer(doppler, np.arange(pulses))) @ weights) ** 2
    ours = [clutter.canceller_response(f, 1.0, pulses) for f in doppler]
    rounding = within(1e-12, rel=1e-7, because="a Fourier sum of four terms, rounded")
    assert all(rounding(got, expected) for got, expected in zip(ours, gain / gain.mean(), strict=True))
    lags = np.subtract.outer(np.arange(pulses), np.arange(pulses)) / 1000.0
    left = weights @ np.vectorize(clutter.gaussian_correlation)(80.0, lags) @ weights / (weights @ weights)
    assert within(rel=1e-9, because="cancellation of the sum")(
        clutter.canceller_improvement(80.0, 1000.0, pulses, 1e30), 1.0 / left
    )


@settings(deadline=None)  # the first call compiles
@given(st.floats(0.0, 500.0))
def test_bessel_against_scipy(x: float) -> None:
    assert within(rel=1e-8, because="the asymptotic series stops at eight terms")(
        clutter.scaled_bessel_i0(x), float(special.ive(0, x))
    )


def test_roughness_miller_1984_meets_ament_1953_when_smooth_and_exceeds_it_when_rough() -> None:
    angle = 0.02
    smooth = clutter.roughness_factor(0.01, angle, 0.03), clutter.roughness_factor_ament(0.01, angle, 0.03)
    assert within(1e-4, because="the forms part at the fourth power of g = 0.084, over 16")(*smooth)
    assert clutter.roughness_factor(0.3, angle, 0.03) > 2 * clutter.roughness_factor_ament(0.3, angle, 0.03)
    assert clutter.roughness_factor(0.0, angle, 0.03) == 1.0


@settings(deadline=None)  # the first call compiles
@given(st.floats(1.5, 80.0), st.floats(0.0, 5.0), st.floats(1e-6, 1.57), LENGTH, st.sampled_from([0.0, 1.0]))
def test_reflection_fresnel_with_complex_numbers(
    eps: float, sigma: float, angle: float, length: float, pol: float
) -> None:
    ground = clutter.Ground(eps, sigma, 0.0, pol, EARTH)
    complex_eps = eps - 1j * clutter.VACUUM_IMPEDANCE_OVER_TURN * sigma * length
    q = np.sqrt(complex_eps - math.cos(angle) ** 2)
    s = math.sin(angle) * (complex_eps if pol else 1.0)
    expected = (s - q) / (s + q)
    real, imaginary = clutter.reflection_coefficient(ground, angle, length)
    assert within(1e-9, because="rounding near the Brewster angle")(abs(complex(real, imaginary) - expected), 0.0)
    assert abs(complex(real, imaginary)) <= 1.0 + 1e-12


@settings(deadline=None)  # the first call compiles
@given(HEIGHT, HEIGHT, RANGE)
def test_reflection_point_mirrors_the_ray(radar_m: float, target_m: float, range_m: float) -> None:
    if range_m > 0.98 * math.sqrt(2 * EARTH) * (math.sqrt(radar_m) + math.sqrt(target_m)):
        return
    at = clutter.reflection_geometry(DESERT, radar_m, target_m, range_m)
    rising, falling = at.radar_height_m / at.near_m, at.target_height_m / (range_m - at.near_m)
    assert within(1e-9, rel=1e-6, because="the cosine form of the cubic's root")(rising, falling)


def test_two_rays_over_a_plane_give_the_lobes_of_kerr_1951() -> None:
    length, radar_m, range_m = 0.1, 10.0, 20e3
    first_lobe = length * range_m / (4 * radar_m)  # where the paths differ by half a wave
    check = within(8e-3, because="at 0.3 degrees dry ground mirrors all but 2 sin(psi) / sqrt(eps - 1) of the field")
    assert check(clutter.propagation_factor(FLAT, length, radar_m, first_lobe, range_m, 1.0), 2.0)
    assert check(clutter.propagation_factor(FLAT, length, radar_m, 2 * first_lobe, range_m, 1.0), 0.0)
    low = 0.4 * first_lobe
    expected = 2 * math.sin(2 * math.pi * radar_m * low / (length * range_m))
    assert within(rel=0.05, because="as above, on a slope")(
        clutter.two_ray_factor(FLAT, length, clutter.reflection_geometry(FLAT, radar_m, low, range_m), range_m, 1.0),
        expected,
    )


def test_narrow_beam_or_rough_ground_leave_free_space() -> None:
    check = within(1e-6, because="the mirrored ray is gone")
    assert check(clutter.propagation_factor(DESERT, 0.03, 30.0, 1000.0, 10e3, 0.0), 1.0)
    rough = DESERT._replace(roughness_m=30.0)
    assert within(0.06, because="Miller and Brown leave a part of one over the root of g")(
        clutter.propagation_factor(rough, 0.03, 300.0, 1000.0, 5e3, 1.0), 1.0
    )


def test_divergence_ends_at_the_horizon() -> None:
    assert clutter.divergence_factor(1e3, 1e3, 0.0, EARTH) == 0.0
    assert within(2e-3, because="the earth bends by a thousandth of the grazing angle")(
        clutter.divergence_factor(1e3, 1e3, 0.1, EARTH), 1.0
    )


def test_beyond_the_horizon_the_field_falls_as_itu_p2001_states() -> None:
    decibels = [
        20 * math.log10(clutter.propagation_factor(DESERT, 0.1, 20.0, 20.0, range_m, 1.0)) for range_m in (60e3, 70e3)
    ]
    slope = 21.88 * (3.0 / 8494.667**2) ** (1 / 3) * 17.6  # dB a km of F(X), b = 1 above 1 GHz on land
    fall = 10 * slope - 10 * math.log10(70 / 60)
    assert within(0.15, because="b is 1 only to a part in a thousand")(decibels[0] - decibels[1], fall)


@pytest.mark.parametrize("length", [0.03, 0.1, 0.3, 1.0])
def test_no_jump_at_the_horizon(length: float) -> None:
    edge = math.sqrt(2 * EARTH) * (math.sqrt(10.0) + math.sqrt(50.0))
    near, far = (clutter.propagation_factor(DESERT, length, 10.0, 50.0, edge * (1 + e), 1.0) for e in (-1e-7, 1e-7))
    assert within(rel=1e-3, because="the blend ends where diffraction alone begins")(near, far)


@pytest.mark.parametrize(("length", "target_m"), [(0.03, 5.0), (0.1, 50.0), (0.3, 200.0), (1.0, 500.0)])
def test_no_jump_where_the_two_rays_end(length: float, target_m: float) -> None:
    ranges = np.geomspace(500.0, 80e3, 4001)
    field = np.array([clutter.propagation_factor(DESERT, length, 10.0, target_m, r, 1.0) for r in ranges])
    edge = np.flatnonzero(field > 1.0)[-1]  # the outer flank of the last lobe, near where the regions meet
    steps = np.abs(np.diff(20 * np.log10(field[edge - 50 : edge + 200])))
    assert steps.max() < 0.1  # decibels in an eighth of a per cent of range: a slope, not a step


@settings(max_examples=200, deadline=None)
@given(HEIGHT, HEIGHT, RANGE, LENGTH, st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))
def test_factor_is_bounded_and_compiled_and_plain_agree(
    radar_m: float, target_m: float, range_m: float, length: float, pol: float, roughness: float
) -> None:
    ground = clutter.Ground(10.0, 0.01, roughness, pol, EARTH)
    got = clutter.propagation_factor(ground, length, radar_m, target_m, range_m, 1.0)
    assert clutter.SMALLEST_FIELD <= got <= 2.0
    plain = getattr(clutter.propagation_factor, "py_func", clutter.propagation_factor)
    assert got == plain(ground, length, radar_m, target_m, range_m, 1.0)


@settings(deadline=None)  # the first call compiles
@given(st.floats(0.0, 300.0), st.floats(100.0, 1e4), st.sampled_from([2.0, 3.0, 4.0]))
def test_clutter_laws_compiled_and_plain_agree(spread: float, prf: float, pulses: float) -> None:
    for law, arguments in (
        (clutter.canceller_improvement, (spread, prf, pulses, 1e6)),
        (clutter.canceller_response, (spread, prf, pulses)),
        (clutter.grazing_angle, (spread, prf, EARTH)),
        (clutter.constant_gamma_reflectivity, (0.01, 1e9 + spread, 0.1)),
        (clutter.clutter_cell_area, (prf, 0.02, 1e-6, 0.1)),
    ):
        assert law(*arguments) == getattr(law, "py_func", law)(*arguments)


def test_laws_serve_notebooks_as_ufuncs() -> None:
    assert ufunc(clutter.roughness_factor)(np.array([0.0, 0.1]), 0.01, 0.03).shape == (2,)
