"""Gunnery: hit probabilities against scipy, bursts against quadrature, and the orderings that must hold."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import gunnery
from ringfort.physics.gunnery import CarletonAxis

COMPUTED = within(rel=1e-9, because="both sides are double precision sums of a few hundred positive terms")


def plain(law: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(law, "py_func", law)


@settings(deadline=None)  # the first call compiles
@given(x=st.floats(-8.0, 37.0))
def test_normal_tail_against_scipy(x: float) -> None:
    assert within(rel=1e-12, because="a series of 60 terms and a fraction of 120, each to rounding")(
        gunnery.normal_tail(x), stats.norm.sf(x)
    )


def test_normal_tail_abramowitz_stegun_1964_table_26_1() -> None:
    assert within(5e-11, because="the table is printed to ten decimals here")(
        1.0 - gunnery.normal_tail(1.0), 0.8413447461
    )
    assert within(5e-11, because="the table is printed to ten decimals here")(
        1.0 - gunnery.normal_tail(3.0), 0.9986501020
    )


@settings(max_examples=300, deadline=None)
@given(a=st.floats(1e-3, 150.0), b=st.floats(0.0, 150.0), sigma=st.floats(1e-3, 1e2))
def test_biased_hit_against_scipy_ncx2(a: float, b: float, sigma: float) -> None:
    if b - a > 6.0:
        b = a + 6.0  # further out scipy's own tail loses digits
    got = gunnery.biased_hit_probability(a * sigma, sigma, b * sigma)
    assert within(1e-14, rel=1e-8, because="scipy's ncx2 sums to 1e-9 at large noncentrality")(
        got, stats.ncx2.cdf(a * a, 2, b * b)
    )


@pytest.mark.parametrize(("a", "b"), [(24.4, 24.5), (24.6, 24.5), (10.0, 33.1), (10.0, 33.3)])
def test_both_methods_of_the_biased_hit_meet(a: float, b: float) -> None:
    """About a^2 + b^2 = 1200 the sum gives way to the quadrature; either is right there."""
    by_sum = gunnery._poisson_race(0.5 * a * a, 0.5 * b * b)
    assert within(rel=1e-9, because="the asymptotic Bessel function errs by 1e-11 at these arguments")(
        gunnery._disc_quadrature(a, b), by_sum
    )


def test_without_bias_the_biased_hit_is_the_circular_one() -> None:
    for a in (0.01, 0.3, 1.0, 5.0):
        assert COMPUTED(gunnery.biased_hit_probability(a, 1.0, 0.0), gunnery.circular_hit_probability(a, 1.0))


@settings(deadline=None)  # the first call compiles
@given(bias=st.floats(0.0, 50.0), more=st.floats(1e-3, 10.0))
def test_bias_never_helps(bias: float, more: float) -> None:
    nearer = gunnery.biased_hit_probability(2.0, 1.0, bias)
    assert gunnery.biased_hit_probability(2.0, 1.0, bias + more) <= nearer * (1.0 + 1e-12)


def test_far_limits_of_the_biased_hit() -> None:
    assert gunnery.biased_hit_probability(1.0, 1e-3, 0.5) == 1.0
    assert gunnery.biased_hit_probability(1e-3, 1e-3, 1.0) == 0.0


@settings(deadline=None)  # the first call compiles
@given(
    size=st.tuples(st.floats(0.01, 5.0), st.floats(0.01, 5.0)),
    sigma=st.tuples(st.floats(0.1, 3.0), st.floats(0.1, 3.0)),
    bias=st.tuples(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0)),
)
def test_rectangle_against_scipy(
    size: tuple[float, float], sigma: tuple[float, float], bias: tuple[float, float]
) -> None:
    sides = [
        stats.norm.cdf((w / 2 - b) / s) - stats.norm.cdf((-w / 2 - b) / s)
        for w, s, b in zip(size, sigma, bias, strict=True)
    ]
    got = gunnery.rectangular_hit_probability(*size, *sigma, *bias)
    assert within(1e-13, rel=1e-9, because="differences of tails lose a few digits where the interval is narrow")(
        got, sides[0] * sides[1]
    )


def burst_by_quad(a: float, spread: float, rounds: float, kill: float) -> float:
    """The reference's own form: quad over the Rayleigh bias, in units of the dispersion."""

    def integrand(b: float) -> float:
        hit = stats.ncx2.cdf(a * a, 2, max(b * b, 1e-12))
        return (
            b
            / spread**2
            * math.exp(-b * b / 2 / spread**2)
            * -math.expm1(rounds * math.log1p(-kill * hit * (1 - 1e-15)))
        )

    high = min(9.0 * spread, a + 12.0)
    edges = [p for p in (a - 3.0, a, a + 1.5, a + 3.0, a + 5.0) if 0.0 < p < high]
    return float(integrate.quad(integrand, 0.0, high, points=edges or None, limit=400, epsabs=0.0, epsrel=1e-10)[0])


@settings(max_examples=25, deadline=None)
@given(a=st.floats(0.01, 20.0), spread=st.floats(0.05, 20.0), rounds=st.integers(1, 3000), kill=st.floats(0.05, 1.0))
def test_common_bias_burst_against_quadrature(a: float, spread: float, rounds: int, kill: float) -> None:
    got = gunnery.common_bias_kill_probability(1.0, 1.0, spread, a, float(rounds), kill)
    assert within(1e-12, rel=1e-6, because="24 panels of a five-point Gauss rule over a smooth step")(
        got, burst_by_quad(a, spread, rounds, kill)
    )


@settings(deadline=None)  # the first call compiles
@given(
    dispersion=st.floats(1e-4, 5e-3),
    bias=st.floats(1e-5, 5e-3),
    radius=st.floats(0.05, 2.0),
    rounds=st.integers(2, 500),
    kill=st.floats(0.05, 1.0),
)
def test_rounds_of_a_burst_are_not_independent(
    dispersion: float, bias: float, radius: float, rounds: int, kill: float
) -> None:
    """Trap 5: with a shared aim error more rounds help less (Jensen), but never not at all."""
    burst = (1000.0, dispersion, bias, radius, float(rounds), kill)
    together = gunnery.common_bias_kill_probability(*burst)
    assert together <= gunnery.independent_kill_probability(*burst) * (1.0 + 1e-6)
    single = gunnery.common_bias_kill_probability(*burst[:4], 1.0, kill)
    assert together >= single * (1.0 - 1e-6)


def test_one_round_needs_no_common_bias() -> None:
    shot = (800.0, 1e-3, 2e-3, 0.3, 1.0, 0.7)
    assert within(rel=1e-6, because="the Gauss rule's error against a closed form")(
        gunnery.common_bias_kill_probability(*shot), gunnery.independent_kill_probability(*shot)
    )


def test_drawn_bias_averages_to_the_integral() -> None:
    """What a raid does (draw the bias, then the kill) and what the law integrates are the same thing."""
    spread, n = 1.5e-3, 20_000
    drawn = spread * np.sqrt(-2.0 * np.log((np.arange(n) + 0.5) / n))
    each = ufunc(gunnery.drawn_bias_kill_probability)(1000.0, 1e-3, drawn, 0.2, 50.0, 0.5)
    whole = gunnery.common_bias_kill_probability(1000.0, 1e-3, spread, 0.2, 50.0, 0.5)
    assert within(rel=1e-3, because="a midpoint rule of 20,000 points on a quantile with a long tail")(
        each.mean(), whole
    )


def test_sure_kill_and_no_rounds() -> None:
    assert gunnery.rounds_kill_probability(1.0, 3.0) == 1.0
    assert gunnery.rounds_kill_probability(1.0, 0.0) == 0.0
    assert gunnery.rounds_kill_probability(0.4, 0.0) == 0.0
    assert COMPUTED(gunnery.rounds_kill_probability(0.5, 3.0), 0.875)


def test_no_bias_burst_is_the_plain_product() -> None:
    hit = gunnery.circular_hit_probability(0.2, 1.0)
    assert COMPUTED(
        gunnery.common_bias_kill_probability(1000.0, 1e-3, 0.0, 0.2, 10.0, 0.5), 1.0 - (1.0 - 0.5 * hit) ** 10
    )


@settings(max_examples=20, deadline=None)
@given(
    peak=st.floats(0.1, 1.0),
    radii=st.tuples(st.floats(1.0, 20.0), st.floats(1.0, 20.0)),
    sigmas=st.tuples(st.floats(1.0, 20.0), st.floats(1.0, 20.0)),
    biases=st.tuples(st.floats(0.0, 20.0), st.floats(-20.0, 20.0)),
)
def test_carleton_average_against_quadrature(
    peak: float, radii: tuple[float, float], sigmas: tuple[float, float], biases: tuple[float, float]
) -> None:
    def axis(radius: float, sigma: float, bias: float) -> float:
        density = stats.norm(bias, sigma).pdf
        low, high = bias - 10 * sigma, bias + 10 * sigma
        points = [p for p in (0.0,) if low < p < high]

        def damage(x: float) -> float:
            return math.exp(-peak * x * x / radius / radius) * float(density(x))

        return float(integrate.quad(damage, low, high, points=points or None, limit=200)[0])

    first, second = (CarletonAxis(*values) for values in zip(radii, sigmas, biases, strict=True))
    expected = peak * axis(*first) * axis(*second)
    assert within(1e-9, rel=1e-6, because="quad's own error target")(
        gunnery.carleton_kill_probability(peak, first, second), expected
    )


def test_carleton_area_is_the_integral_over_the_plane() -> None:
    total = integrate.dblquad(lambda y, x: 0.6 * math.exp(-0.6 * (x * x / 9.0 + y * y / 25.0)), -40, 40, -60, 60)[0]
    assert within(rel=1e-6, because="dblquad to its default target")(gunnery.carleton_area_m2(3.0, 5.0), total)


def test_circular_error_hoover_1984_limits() -> None:
    """A circle and a line are known in closed form."""
    assert within(1e-12, because="48 halvings of the bracket")(
        gunnery.circular_error_probable(2.0, 2.0), 2.0 * gunnery.CIRCULAR_ERRORS_PER_SIGMA
    )
    assert within(1e-6, because="the rule has 64 points on a flat essential singularity")(
        gunnery.circular_error_probable(1.0, 0.0), gunnery.PROBABLE_ERRORS_PER_SIGMA
    )


@settings(max_examples=20, deadline=None)
@given(ratio=st.floats(0.1, 1.0))
def test_circular_error_against_strips(ratio: float) -> None:
    """An independent form: strips across the ellipse, each an interval of the other axis."""

    def probability(r: float) -> float:
        def strip(x: float) -> float:
            height = math.sqrt(max(r * r - x * x, 0.0)) / ratio
            return float(2.0 * stats.norm.pdf(x) * (2.0 * stats.norm.cdf(height) - 1.0))

        return float(integrate.quad(strip, 0.0, r, epsabs=1e-12, limit=300)[0])

    expected = optimize.brentq(lambda r: probability(r) - 0.5, 0.5, 1.3, xtol=1e-10)
    assert within(1e-8, because="quad and brentq to 1e-10 each")(gunnery.circular_error_probable(1.0, ratio), expected)


@settings(deadline=None)  # the first call compiles
@given(ratio=st.floats(0.3, 1.0))
def test_elder_1986_approximations_hold_where_they_say(ratio: float) -> None:
    exact = gunnery.circular_error_probable(1.0, ratio)
    assert within(rel=0.03, because="the stated domain of the mean-sigma formula")(
        gunnery.circular_error_mean_sigma(ratio, 1.0), exact
    )
    assert within(rel=0.01, because="the stated domain of the two-sigma formula")(
        gunnery.circular_error_two_sigma(ratio, 1.0), exact
    )


def test_half_fall_within_the_circular_and_the_probable_error() -> None:
    assert COMPUTED(gunnery.within_circle(30.0, 30.0), 0.5)
    assert COMPUTED(gunnery.interval_hit_probability(gunnery.PROBABLE_ERRORS_PER_SIGMA, 1.0, 0.0), 0.5)


def test_stream_of_a_burst() -> None:
    assert COMPUTED(gunnery.burst_s(300.0, 75.0), 4.0)
    assert COMPUTED(gunnery.last_arrival_s(300.0, 75.0, 1.6), 5.6)


BITS = [
    (gunnery.normal_tail, [(-3.0,), (0.2,), (2.5,), (9.0,)]),
    (gunnery.circular_hit_probability, [(0.06, 1.4), (2.0, 0.3)]),
    (gunnery._poisson_race, [(0.7, 1.3), (40.0, 90.0)]),
    (gunnery._disc_quadrature, [(24.6, 24.5), (90.0, 95.0)]),
    (gunnery.biased_hit_probability, [(0.06, 1.4, 1.0), (30.0, 1.0, 31.0)]),
    (gunnery.interval_hit_probability, [(0.5, 1.0, 0.3), (0.1, 0.4, 1.1)]),
    (gunnery.rounds_kill_probability, [(0.013, 75.0), (0.4, 3.0)]),
    (gunnery.drawn_bias_kill_probability, [(1000.0, 1.4e-3, 0.7e-3, 0.06, 100.0, 0.6)]),
    (gunnery.common_bias_kill_probability, [(1000.0, 1.4e-3, 1e-3, 0.06, 100.0, 0.6)]),
    (gunnery.radius_probability, [(1.1, 1.0, 0.4)]),
    (gunnery.circular_error_probable, [(1.0, 0.4)]),
]


@pytest.mark.parametrize(("law", "looks"), BITS, ids=lambda value: getattr(value, "__name__", ""))
def test_compiled_and_plain_agree_bit_for_bit(law: Callable[..., float], looks: list[tuple[float, ...]]) -> None:
    for look in looks:
        assert float(law(*look)).hex() == float(plain(law)(*look)).hex()


def test_laws_serve_as_ufuncs() -> None:
    ranges = np.array([500.0, 1000.0, 2000.0])
    kills = ufunc(gunnery.common_bias_kill_probability)(ranges, 1.4e-3, 1e-3, 0.06, 100.0, 1.0)
    assert kills.shape == (3,)
    assert np.all(np.diff(kills) < 0.0)
