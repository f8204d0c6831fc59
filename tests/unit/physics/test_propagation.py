import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import fresnel
from tests.tolerance import within

from ringfort.physics import optics_extinction, propagation
from ringfort.physics.geometry import EFFECTIVE_EARTH_RADIUS

GHZ = 1e9


def test_free_space_loss_grows_by_6_db_a_doubling():
    gain = propagation.free_space_loss(20e3, 10e9) - propagation.free_space_loss(10e3, 10e9)
    assert within(1e-9, because="20 log10 2 to rounding")(gain, 20.0 * math.log10(2.0))


def test_free_space_loss_never_becomes_a_gain():
    assert propagation.free_space_loss(0.0, 10e9) == 0.0


def test_two_ray_rappaport_2002_tends_to_its_asymptote():
    far = 50.0 * propagation.two_ray_crossover(9e8, 10.0, 2.0)
    exact = propagation.two_ray_loss(9e8, 10.0, 2.0, far, -1.0)
    assert within(0.01, because="the sine of the phase departs from it by 0.1 percent at 50 crossovers")(
        exact, propagation.two_ray_asymptotic_loss(10.0, 2.0, far)
    )


def test_two_ray_without_reflection_is_free_space():
    direct = math.sqrt(1000.0**2 + 8.0**2)
    assert within(1e-9, because="the same law by two ways")(
        propagation.two_ray_loss(9e8, 10.0, 2.0, 1000.0, 0.0), propagation.free_space_loss(direct, 9e8)
    )


@settings(deadline=None)  # the first call compiles
@given(st.floats(-0.7, 30.0))
def test_knife_edge_p526_follows_the_fresnel_integrals(parameter):
    s, c = fresnel(parameter)
    exact = -20.0 * math.log10(math.sqrt((1.0 - c - s) ** 2 + (c - s) ** 2) / 2.0)
    assert within(0.25, because="the Recommendation's fit is within a quarter of a decibel of its own integral")(
        propagation.knife_edge_loss(parameter), exact
    )


def test_knife_edge_at_grazing_is_6_db_and_clear_of_the_path_nothing():
    assert within(0.1, because="the fit gives 6.03 for the exact 6.02")(propagation.knife_edge_loss(0.0), 6.02)
    assert propagation.knife_edge_loss(-1.0) == 0.0


def _path(start_m, end_m, radius_m=1e12):
    return propagation.Path(0.1, start_m, end_m, radius_m)


def test_bullington_p526_of_one_edge_is_its_knife_edge_and_the_correction():
    distance, height = np.array([0.0, 4e3, 10e3]), np.array([0.0, 80.0, 0.0])
    edge = propagation.knife_edge_loss(propagation.diffraction_parameter(60.0, 4e3, 6e3, 0.1))
    want = edge + (1.0 - math.exp(-edge / 6.0)) * (10.0 + 0.02 * 10.0)
    assert within(1e-5, because="flat earth stood in by a radius of 1e12 m: 12 micrometres of bulge")(
        propagation.bullington_loss(distance, height, _path(20.0, 20.0)), want
    )


def test_bullington_of_flat_low_ground_loses_nothing_and_grows_with_the_ridge():
    distance = np.linspace(0.0, 20e3, 41)
    ground = np.zeros(41)
    earth = propagation.Path(0.1, 200.0, 200.0, EFFECTIVE_EARTH_RADIUS)
    assert propagation.bullington_loss(distance, ground, earth) == 0.0
    losses = []
    for ridge in (150.0, 200.0, 250.0, 400.0):
        ground[20] = ridge
        losses.append(propagation.bullington_loss(distance, ground, earth))
    assert losses == sorted(losses)
    assert losses[0] < 1.0
    assert losses[-1] > 15.0


def test_bullington_is_the_same_both_ways():
    distance = np.array([0.0, 2e3, 5e3, 9e3, 12e3])
    height = np.array([10.0, 90.0, 60.0, 120.0, 0.0])
    there = propagation.bullington_loss(distance, height, _path(30.0, 15.0, EFFECTIVE_EARTH_RADIUS))
    back = propagation.bullington_loss(
        12e3 - distance[::-1], height[::-1].copy(), _path(15.0, 30.0, EFFECTIVE_EARTH_RADIUS)
    )
    assert within(1e-9, because="reciprocity, to rounding")(there, back)


def test_effective_earth_of_the_standard_gradient_is_four_thirds():
    assert within(0.005, because="the gradient of -39 N units per km is rounded")(
        propagation.effective_earth_factor(-39e-9), 4.0 / 3.0
    )
    assert propagation.effective_earth_factor(0.0) == 1.0


def test_saturation_p453_is_611_pascal_at_0_degrees():
    got = propagation.saturation_vapour_pressure(273.15, 101_325.0)
    assert within(rel=0.005, because="the enhancement in moist air, 0.4 percent, over 611.2 Pa")(got, 611.2)
    warm = propagation.saturation_vapour_pressure(293.15, 101_325.0)
    assert within(rel=0.006, because="steam tables give 2339 Pa without the enhancement in air")(warm, 2339.0)


@settings(deadline=None)  # the first call compiles
@given(st.floats(1.0, 1000.0), st.floats(0.1, 150.0))
def test_rain_p838_circular_polarization_is_between_level_and_upright(f_ghz, rain):
    k_h, k_v = (propagation.rain_coefficients(f_ghz * GHZ, 0.0, tilt)[0] for tilt in (0.0, math.pi / 2))
    k, _ = propagation.rain_coefficients(f_ghz * GHZ, 0.0, math.pi / 4)
    assert within(rel=1e-12, because="circular is the mean of the two k, by eq. 4")(k, 0.5 * (k_h + k_v))
    assert propagation.rain_attenuation(rain, f_ghz * GHZ, 0.0, math.pi / 4) > 0.0


def test_no_rain_takes_nothing():
    assert propagation.rain_attenuation(0.0, 10e9, 0.0, 0.0) == 0.0


def test_fog_p840_thickens_with_the_square_of_a_low_frequency():
    ratio = propagation.fog_coefficient(4e9, 283.15) / propagation.fog_coefficient(2e9, 283.15)
    assert within(0.1, because="Rayleigh absorption goes as f squared where f is far below the relaxation of water")(
        ratio, 4.0
    )


@pytest.mark.parametrize("law", [optics_extinction.extinction_kim, optics_extinction.extinction_kruse])
def test_visibility_laws_meet_koschmieder_at_550_nm(law):
    for visibility in (300.0, 3e3, 30e3):
        assert within(rel=1e-12, because="Koschmieder's relation defines it")(
            law(visibility, 550e-9), 3.91 / visibility
        )


def test_kim_2001_holds_fog_alike_at_all_wavelengths_and_kruse_does_not():
    near, far = 785e-9, 1550e-9
    assert optics_extinction.extinction_kim(400.0, near) == optics_extinction.extinction_kim(400.0, far)
    assert optics_extinction.extinction_kruse(400.0, near) > 1.2 * optics_extinction.extinction_kruse(400.0, far)


def test_haze_is_held_beyond_the_fit_where_kim_goes_on_falling():
    held = optics_extinction.extinction_haze(10e3, 1.6e-6)
    assert optics_extinction.extinction_haze(10e3, 10e-6) == held
    assert optics_extinction.extinction_kim(10e3, 10e-6) < 0.2 * held


@settings(deadline=None)  # the first call compiles
@given(st.floats(30.0, 990.0))
def test_fog_attenuation_lies_in_the_bracket_of_pierce_2001(visibility):
    db_km = 1e3 * optics_extinction.DECIBELS_PER_NEPER * optics_extinction.extinction_kim(visibility, 550e-9)
    assert 8.5 < db_km * visibility / 1e3 < 17.0


@pytest.mark.parametrize(("visibility", "grams"), [(300.0, 0.05), (50.0, 0.5)])
def test_fog_water_kunkel_1984_agrees_with_the_text_of_p840(visibility, grams):
    assert within(rel=0.35, because="published fits of water by visibility differ by a factor up to 2")(
        1e3 * optics_extinction.fog_water(visibility), grams
    )
