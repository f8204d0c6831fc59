"""Injury: published criteria, the spread between them, and fragments."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats
from tests.tolerance import within

from ringfort.physics import injury
from ringfort.physics.injury import Exposure

LAWS = [
    injury.lung_probit_eisenberg,
    injury.lung_probit_hse,
    injury.eardrum_probit,
    injury.eardrum_probit_eisenberg,
]


def plain(law: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(law, "py_func", law)


@settings(deadline=None)  # the first call compiles
@given(probit=st.floats(-20.0, 30.0))
def test_probability_against_scipy(probit: float) -> None:
    assert within(rel=1e-12, because="two implementations of the error function")(
        injury.probability(probit), stats.norm.cdf(probit, loc=5.0)
    )


@pytest.mark.parametrize(
    ("law", "median_pa"),
    [
        (injury.lung_probit_eisenberg, 144e3),
        (injury.lung_probit_hse, 91e3),
        (injury.eardrum_probit, 104e3),
        (injury.eardrum_probit_eisenberg, 43e3),
    ],
)
def test_medians_as_the_docstrings_say(law: Callable[[float], float], median_pa: float) -> None:
    found = optimize.brentq(lambda p: law(p) - 5.0, 1e3, 1e6)
    assert within(rel=0.01, because="the docstring rounds to a kilopascal")(found, median_pa)


def test_trap_7_the_lung_models_disagree_by_two_orders_of_magnitude() -> None:
    low, high = injury.lung_probability(100e3, 0.0), injury.lung_probability(100e3, 1.0)
    assert 90.0 < high / low < 200.0
    assert low < injury.lung_probability(100e3, 0.5) < high


def test_trap_7_the_lung_models_cross() -> None:
    assert injury.lung_probability(250e3, 0.0) > injury.lung_probability(250e3, 1.0)


def test_trap_8_the_exposure_limit_is_no_dose_and_response() -> None:
    """At the limit few eardrums rupture by either model: it is a threshold to monitor, and no probit holds it."""
    assert injury.eardrum_probability(injury.EXPOSURE_LIMIT_PA, 0.0) < 0.03
    assert not [name for name in dir(injury) if "brain" in name.lower() or "tbi" in name.lower()]


def test_eardrum_criteria_and_probit_tell_one_story() -> None:
    """Richmond 1989: threshold 35 kPa, half at 100 kPa; TNO's probit came from elsewhere."""
    assert 0.4 < injury.eardrum_probability(injury.EARDRUM_MEDIAN_PA, 0.0) < 0.6
    assert 0.01 < injury.eardrum_probability(injury.EARDRUM_THRESHOLD_PA, 0.0) < 0.1
    assert injury.eardrum_probability(injury.EARDRUM_ONE_PERCENT_PA, 0.0) < 0.02


@settings(deadline=None)  # the first call compiles
@given(p=st.floats(1e3, 1e6), step=st.floats(1.01, 3.0), i=st.floats(10.0, 1e4))
def test_more_blast_is_never_safer(p: float, step: float, i: float) -> None:
    for law in LAWS:
        assert law(p * step) > law(p)
    for law in (injury.head_probit, injury.collapse_probit):
        assert law(p * step, i) >= law(p, i)
        assert law(p, i * step) >= law(p, i)


def test_bowen_asymptotes() -> None:
    assert within(rel=0.01, because="the asymptote is reached as the power of duration falls")(
        injury.bowen_median(1.0), 61.5 * injury.PSI_PA
    )
    short = injury.bowen_median(0.4e-3) / injury.bowen_median(0.2e-3)
    assert within(0.05, because="short waves kill by their impulse, nearly")(short, 0.5)


def test_bowen_spread_of_glasstone_1977_table_12_38() -> None:
    near = within(0.004, because="the table's 40, 62 and 92 psi are rounded, and its median is not Bowen's")
    assert near(1.0 - injury.bowen_survival(40.0 * injury.PSI_PA, 10.0), 0.01)
    assert near(1.0 - injury.bowen_survival(92.0 * injury.PSI_PA, 10.0), 0.99)
    assert injury.bowen_survival(injury.bowen_median(0.01), 0.01) == 0.5


@settings(deadline=None)  # the first call compiles
@given(p=st.floats(1.0, 1e6))
def test_a_wall_is_worse_than_standing_and_standing_than_lying(p: float) -> None:
    lying, standing, wall = (
        injury.effective_overpressure(p, posture) for posture in (injury.LYING, injury.STANDING, injury.BEFORE_WALL)
    )
    assert p == lying < standing < 0.6 * wall


def test_gurney_limits() -> None:
    """No metal: the gas itself, at sqrt(2) times the constant; much metal: all energy goes into it."""
    exact = within(rel=1e-9, because="closed forms")
    assert exact(injury.gurney_speed(2213.0, 0.0, 1.0), 2213.0 * math.sqrt(2.0))
    speed = injury.gurney_speed(2213.0, 1e6, 1.0)
    assert within(rel=1e-6, because="the charge's own mass is left out")(0.5 * 1e6 * speed**2, 0.5 * 2213.0**2)


@settings(deadline=None)  # the first call compiles
@given(speed=st.floats(100.0, 3000.0), distance=st.floats(0.0, 2000.0))
def test_hazardous_mass_solves_its_equation(speed: float, distance: float) -> None:
    mass = injury.hazardous_mass(speed, distance)
    retardation = 2.0 * injury.FRAGMENT_SHAPE_KG_M3 ** (2.0 / 3.0) / (injury.FRAGMENT_DRAG * injury.AIR_KG_M3)
    flying = 0.5 * mass * speed**2 * math.exp(-2.0 * distance / (retardation * mass ** (1.0 / 3.0)))
    falling = 0.5 * injury.GRAVITY_MPS2 * retardation * mass ** (4.0 / 3.0)
    exact = within(rel=1e-9, because="Newton's method has converged to rounding")
    assert exact(max(flying, falling), injury.HAZARDOUS_ENERGY_J)


@settings(deadline=None)  # the first call compiles
@given(speed=st.floats(300.0, 2500.0), near=st.floats(2.0, 500.0), step=st.floats(1.05, 3.0))
def test_fragments_thin_out_faster_than_their_sphere_grows(speed: float, near: float, step: float) -> None:
    first = injury.fragment_density(50.0, 0.01, speed, near)
    second = injury.fragment_density(50.0, 0.01, speed, near * step)
    assert second * step * step <= first * (1.0 + 1e-12)


def test_mott_conserves_mass() -> None:
    """The distribution of ddesb_tp12 has the mean that its parameter claims: fragments weigh what the case did."""
    mean = 0.01
    share, _ = integrate.quad(lambda m: math.exp(-math.sqrt(2.0 * m / mean)), 0.0, math.inf)
    assert within(rel=1e-6, because="quadrature")(share, mean)


@settings(deadline=None)  # the first call compiles
@given(
    p=st.floats(0.0, 1e6),
    i=st.floats(0.0, 1e4),
    q=st.floats(0.0, 10.0),
    area=st.floats(0.05, 0.6),
    share=st.floats(0.0, 1.0),
    opinion=st.floats(0.0, 1.0),
)
def test_injured_are_at_least_the_killed(
    p: float, i: float, q: float, area: float, share: float, opinion: float
) -> None:
    exposure = Exposure(p, i, q, area, share, opinion)
    dead, hurt = injury.killed(exposure), injury.injured_or_killed(exposure)
    assert 0.0 <= dead <= hurt + 1e-15
    assert hurt <= 1.0
    assert (plain(injury.killed)(exposure), plain(injury.injured_or_killed)(exposure)) == (dead, hurt)


def test_nothing_arrives_nobody_is_hurt() -> None:
    nothing = Exposure(0.0, 0.0, 0.0, 0.56, 0.5, 0.5)
    assert injury.killed(nothing) == 0.0
    assert injury.injured_or_killed(nothing) == 0.0


def test_casualties_of_one_group_are_binomial() -> None:
    mean, variance = injury.casualties([30], [0.3])
    exact = within(rel=1e-12, because="closed forms")
    assert exact(mean, stats.binom.mean(30, 0.3))
    assert exact(variance, stats.binom.var(30, 0.3))


@settings(deadline=None)  # the first call compiles
@given(x=st.floats(1e3, 1e6), i=st.floats(10.0, 1e4))
def test_plain_and_compiled_agree_to_the_last_bit(x: float, i: float) -> None:
    for law in LAWS:
        assert plain(law)(x) == law(x)
        assert plain(injury.probability)(law(x)) == injury.probability(law(x))
    for law in (injury.head_probit, injury.collapse_probit):
        assert plain(law)(x, i) == law(x, i)
    assert plain(injury.hazardous_mass)(1e3, i) == injury.hazardous_mass(1e3, i)
    assert plain(injury.fragment_density)(50.0, 0.01, 1e3, i) == injury.fragment_density(50.0, 0.01, 1e3, i)
    assert plain(injury.bowen_survival)(x, 1e-4 * i) == injury.bowen_survival(x, 1e-4 * i)
