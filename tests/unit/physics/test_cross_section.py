"""Cross sections against SciPy's spherical Bessel functions, limits of the sphere, and the classes they interpolate."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import spherical_jn, spherical_yn
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import cross_section

AREA = st.floats(-4.0, 3.0).map(lambda x: 10.0**x)
EXACT = within(rel=1e-12, because="two ways through one closed form")


def mie(x: float) -> float:
    """The series of the conducting sphere with library functions and complex arithmetic."""
    n = np.arange(1, int(x + 6 * x ** (1 / 3)) + 8)
    j, last_j = spherical_jn(n, x), spherical_jn(n - 1, x)
    h, last_h = j + 1j * spherical_yn(n, x), last_j + 1j * spherical_yn(n - 1, x)
    terms = (-1.0) ** n * (2 * n + 1) * ((x * last_j - n * j) / (x * last_h - n * h) - j / h)
    return float(abs(terms.sum()) ** 2 / x**2)


@settings(max_examples=80, deadline=None)
@given(st.floats(-2.9, 2.5).map(lambda x: 10.0**x))
def test_sphere_mie_against_scipy(ka: float) -> None:
    assert within(rel=1e-9, because="upward recurrence loses a few digits over hundreds of orders")(
        cross_section.sphere_efficiency(ka), mie(ka)
    )


def test_sphere_limits_knott_2004() -> None:
    assert within(rel=3e-7, because="the next term of Rayleigh's series is 0.22 (k a)^2")(
        cross_section.sphere_efficiency(1.001e-3), 9 * 1.001e-3**4
    )
    assert within(rel=1e-6, because="below a thousandth the law is Rayleigh's own")(
        cross_section.sphere_efficiency(9e-4), 9 * 9e-4**4
    )
    assert within(1e-3, because="the optical limit, with what creeps around still of that order")(
        cross_section.sphere_efficiency(500.0), 1.0
    )
    assert cross_section.sphere_efficiency(2e4) == 1.0
    assert within(1e-9, because="the series and its limit")(
        cross_section.sphere_cross_section(200.0, 0.01), math.pi * 200.0**2
    )


def test_shapes_keep_their_textbook_ratios() -> None:
    plate = cross_section.plate_cross_section(0.3, 0.3, 0.03)
    assert EXACT(plate, 4 * math.pi * 0.09**2 / 0.03**2)
    assert EXACT(cross_section.dihedral_cross_section(0.3, 0.3, 0.03), 2 * plate)
    assert EXACT(cross_section.square_trihedral_cross_section(0.3, 0.03), 3 * plate)
    assert EXACT(9 * cross_section.triangular_trihedral_cross_section(0.3, 0.03), 3 * plate)
    assert EXACT(cross_section.cylinder_cross_section(0.1, 2.0, 0.03), 2 * math.pi * 0.1 * 4.0 / 0.03)


@settings(deadline=None)  # the first call compiles
@given(AREA, AREA, st.floats(1e8, 1e11))
def test_band_law_meets_its_bands_and_stays_between(low: float, high: float, frequency: float) -> None:
    got = cross_section.band_cross_section(frequency, 3e9, low, 10e9, high)
    assert min(low, high) * (1 - 1e-12) <= got <= max(low, high) * (1 + 1e-12)
    assert cross_section.band_cross_section(3e9, 3e9, low, 10e9, high) == low
    assert cross_section.band_cross_section(10e9, 3e9, low, 10e9, high) == high
    assert cross_section.band_cross_section(frequency, 3e9, low, 3e9, low) == low


def test_band_law_is_exact_for_a_plate() -> None:
    def plate(frequency_hz: float) -> float:
        return cross_section.plate_cross_section(1.0, 1.0, 299792458.0 / frequency_hz)

    assert EXACT(cross_section.band_cross_section(5e9, 3e9, plate(3e9), 10e9, plate(10e9)), plate(5e9))


@settings(deadline=None)  # the first call compiles
@given(AREA, AREA, AREA)
def test_aspect_law_meets_its_classes_and_has_no_step(nose: float, beam: float, tail: float) -> None:
    same = within(rel=1e-9, because="rounding of logarithms")
    for cosine, expected in ((1.0, nose), (0.0, beam), (-1.0, tail), (1e-9, beam), (-1e-9, beam)):
        assert same(cross_section.aspect_cross_section(cosine, nose, beam, tail), expected)


@settings(deadline=None)  # the first call compiles
@given(st.floats(-1.0, 1.0), st.floats(1e8, 1e11), AREA, AREA)
def test_compiled_and_plain_give_the_same_bytes(cosine: float, frequency: float, first: float, second: float) -> None:
    aspect, band = cross_section.aspect_cross_section, cross_section.band_cross_section
    assert aspect(cosine, first, second, 1.0) == getattr(aspect, "py_func", aspect)(cosine, first, second, 1.0)
    arguments = (frequency, 1e9, first, 1e10, second)
    assert band(*arguments) == getattr(band, "py_func", band)(*arguments)


def test_laws_serve_notebooks_as_ufuncs() -> None:
    assert ufunc(cross_section.sphere_efficiency)(np.linspace(0.1, 10.0, 5)).shape == (5,)


def test_knott_2004_small_things_fade_with_the_fourth_power_and_large_ones_by_their_class() -> None:
    law = cross_section.target_cross_section
    assert EXACT(law(10e9, 2.0, 0.3, 0.2), 0.3)
    assert EXACT(law(1.3e9, 2.0, 0.3, 0.2), 0.06)
    assert EXACT(law(20e9, 2.0, 0.3, 0.2), 0.3)
    assert EXACT(law(0.2e9, 0.1, 0.3, 1.0) / law(0.1e9, 0.1, 0.3, 1.0), 16.0)


def test_knott_2004_the_asymptotes_meet_the_sphere_on_both_sides() -> None:
    for ka in (0.01, 0.1):
        assert within(rel=0.05, because="the next term of the series at k a = 0.1")(
            cross_section.sphere_asymptotes(1.0, ka * 299792458.0 / math.pi), cross_section.sphere_efficiency(ka)
        )
    assert cross_section.sphere_asymptotes(1.0, 1e10) == 1.0
