"""Laser: textbook spots, limits of the scaling chain, and what public demonstrations imply."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import laser
from ringfort.physics.laser import Air, Beam, Metal

EXACT = within(rel=1e-12, because="a closed form in double precision")
BEAM = Beam(30e3, 0.3, 1.07e-6, 1.3, 3e-6)
AIR = Air(2000.0, 23e3, 5e-15)


def plain(law: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(law, "py_func", law)


def test_siegman_1986_radius_grows_by_root_two_at_the_rayleigh_range() -> None:
    reach = laser.rayleigh_range_m(0.05, 1.07e-6, 1.5)
    assert EXACT(laser.collimated_radius_m(0.05, 1.07e-6, 1.5, reach), 0.05 * math.sqrt(2.0))


def test_siegman_1986_collimated_beam_far_away_follows_its_divergence() -> None:
    far = 1e4 * laser.rayleigh_range_m(0.01, 1e-6, 1.0)
    assert within(rel=1e-8, because="the waist adds half a square of 1e-4")(
        laser.collimated_radius_m(0.01, 1e-6, 1.0, far), far * laser.divergence_rad(0.01, 1e-6, 1.0)
    )


def test_aperture_passes_98_percent_of_its_gaussian() -> None:
    share = laser.power_in_bucket(0.15, laser.waist_of_aperture_m(0.3))
    assert EXACT(share, 1.0 - math.exp(-4.0))


def test_born_wolf_1999_first_dark_ring_holds_84_percent() -> None:
    view = (1.064e-6, 0.3, 5000.0)
    dark = laser.airy_dark_radius_m(*view)
    assert within(5e-4, because="the book prints 0.838 and 1.220")(laser.airy_power_within(dark, *view), 0.838)
    assert within(5e-4, because="the book prints 1.220")(dark * view[1] / view[0] / view[2], 1.220)


@settings(deadline=None)  # the first call compiles
@given(v=st.floats(0.0, 59.0))
def test_airy_power_against_scipy_bessel(v: float) -> None:
    radius = v * 1e-6 * 1000.0 / (math.pi * 0.1)
    expected = 1.0 - special.j0(v) ** 2 - special.j1(v) ** 2
    assert within(1e-12, because="the trapezoidal rule is exact to rounding here")(
        laser.airy_power_within(radius, 1e-6, 0.1, 1000.0), expected
    )


def test_airy_peak_and_ring_share_one_pattern() -> None:
    """Near the axis the power within r is the peak irradiance times the area."""
    view = (1e-6, 0.2, 1000.0)
    r = 1e-3 * laser.airy_dark_radius_m(*view)
    assert within(rel=1e-5, because="the pattern falls by the square of 1e-3")(
        laser.airy_power_within(r, *view), laser.airy_peak_per_watt(*view) * math.pi * r * r
    )
    assert laser.airy_power_within(1.0, *view) == 1.0


def test_jitter_is_a_convolution_of_gaussians() -> None:
    w, s = 0.05, 0.02

    def mean(r: float) -> float:
        return r / s**2 * math.exp(-r * r / 2 / s**2) * math.exp(-2.0 * r * r / w**2)

    averaged = integrate.quad(mean, 0.0, 1.0, points=[0.05])[0]
    assert within(rel=1e-8, because="quad to its default target")(laser.jitter_ratio(w, s), averaged)


def test_fried_1966_spherical_over_plane_is_a_power_of_three_eighths() -> None:
    path = (1.07e-6, 1e-14, 1000.0)
    assert EXACT(laser.fried_spherical_m(*path) / laser.fried_plane_m(*path), 0.375**-0.6)


def test_calm_air_keeps_the_whole_wavefront() -> None:
    assert math.isinf(laser.fried_plane_m(1e-6, 0.0, 1000.0))
    assert laser.turbulence_radius_m(1e-6, 0.0, 1000.0) == 0.0


def test_andrews_2005_rytov_scales() -> None:
    base = laser.rytov_variance(1e-6, 1e-14, 1000.0)
    assert EXACT(laser.rytov_variance(1e-6, 2e-14, 1000.0), 2.0 * base)
    assert EXACT(laser.rytov_variance(1e-6, 1e-14, 2000.0), base * 2.0 ** (11 / 6))


def test_steady_beam_in_calm_air_is_the_focused_beam() -> None:
    calm = laser.spot_radius_m(BEAM._replace(jitter_rad=0.0), AIR._replace(structure_constant=0.0))
    waist = laser.waist_of_aperture_m(BEAM.aperture_m)
    assert EXACT(calm, laser.focused_radius_m(waist, BEAM.wavelength_m, BEAM.quality, AIR.range_m))


def test_double_the_range_quarters_the_peak_without_air() -> None:
    beam = BEAM._replace(jitter_rad=0.0)
    near, far = (Air(r, 1e12, 0.0) for r in (1000.0, 2000.0))
    assert within(rel=1e-6, because="a visibility of a million kilometres still takes 1e-8")(
        laser.peak_irradiance(beam, near) / laser.peak_irradiance(beam, far), 4.0
    )


def test_turbulence_spread_agrees_with_its_fried_parameter() -> None:
    r0 = laser.fried_spherical_m(BEAM.wavelength_m, AIR.structure_constant, AIR.range_m)
    assert EXACT(
        laser.turbulence_radius_m(BEAM.wavelength_m, AIR.structure_constant, AIR.range_m),
        2.0 * BEAM.wavelength_m * AIR.range_m / (math.pi * r0),
    )


@settings(deadline=None)  # the first call compiles
@given(
    range_m=st.floats(200.0, 8000.0),
    visibility_m=st.floats(1e3, 5e4),
    cn2=st.floats(0.0, 1e-13),
    bucket_m=st.floats(0.01, 0.2),
)
def test_bucket_never_beats_the_peak_nor_the_power(
    range_m: float, visibility_m: float, cn2: float, bucket_m: float
) -> None:
    air = Air(range_m, visibility_m, cn2)
    mean = laser.bucket_irradiance(BEAM, air, bucket_m)
    assert mean <= laser.peak_irradiance(BEAM, air) * (1.0 + 1e-12)
    assert mean * math.pi * bucket_m**2 <= BEAM.power_w
    farther = laser.bucket_irradiance(BEAM, air._replace(range_m=range_m * 1.1), bucket_m)
    assert farther <= mean * (1.0 + 1e-12)


def test_small_bucket_sees_the_peak() -> None:
    assert within(rel=1e-5, because="a bucket of a thousandth of the spot")(
        laser.bucket_irradiance(BEAM, AIR, 2e-5), laser.peak_irradiance(BEAM, AIR)
    )


def test_power_in_bucket_is_the_gaussian_integral() -> None:
    w, a = 0.03, 0.02
    share = integrate.quad(lambda r: 4.0 * r / w**2 * math.exp(-2.0 * r * r / w**2), 0.0, a)[0]
    assert within(rel=1e-8, because="quad to its default target")(laser.power_in_bucket(a, w), share)


def test_melt_energy_of_a_gram_of_aluminium() -> None:
    """One gram a square metre: heating 0.9 J/K over 640 K and 397 J to melt."""
    metal = Metal(2700.0, 900.0, 933.0, 397e3)
    assert EXACT(laser.melt_fluence(metal, 1e-3 / 2700.0, 1.0, 293.0), 0.9 * 640.0 + 397.0)
    assert EXACT(laser.melt_fluence(metal, 1e-3 / 2700.0, 0.5, 293.0), 2.0 * (0.9 * 640.0 + 397.0))


def test_public_demonstration_50_kw_at_two_kilometres() -> None:
    """Rheinmetall's public test: a drone at 2 km within seconds, in clear air."""
    skin = laser.melt_fluence(Metal(2700.0, 900.0, 933.0, 397e3), 0.002, 0.4, 293.0)
    beam = Beam(50e3, 0.3, 1.07e-6, 1.5, 5e-6)
    dwell = laser.dwell_s(skin, laser.bucket_irradiance(beam, Air(2000.0, 23e3, 1e-14), 0.05))
    assert 1.0 <= dwell <= 30.0


BITS = [
    (laser.airy_power_within, (0.01, 1e-6, 0.2, 1000.0)),
    (laser.fried_spherical_m, (1.07e-6, 3e-15, 1730.0)),
    (laser.rytov_variance, (1.07e-6, 3e-15, 1730.0)),
    (laser.turbulence_radius_m, (1.07e-6, 3e-15, 1730.0)),
    (laser.transmission, (1730.0, 9.3e3, 1.07e-6)),
    (laser.spot_radius_m, (BEAM, AIR)),
    (laser.peak_irradiance, (BEAM, AIR)),
    (laser.power_in_bucket, (0.03, 0.04)),
    (laser.bucket_irradiance, (BEAM, AIR, 0.05)),
]


@pytest.mark.parametrize(("law", "look"), BITS, ids=lambda value: getattr(value, "__name__", ""))
def test_compiled_and_plain_agree_bit_for_bit(law: Callable[..., float], look: tuple[Any, ...]) -> None:
    assert float(law(*look)).hex() == float(plain(law)(*look)).hex()


def test_laws_serve_as_ufuncs() -> None:
    ranges = np.array([500.0, 1000.0, 2000.0])
    assert np.all(np.diff(ufunc(laser.transmission)(ranges, 23e3, 1.07e-6)) < 0.0)
