"""Air blast: Swisdak's fits, the shock relations, and what happens at their borders."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import blast

FITS = {name: getattr(blast, name) for name in blast.VALID_M_KG13}
FALLING = [name for name in FITS if name not in ("arrival_time", "positive_duration")]
BORDERS = (0.96, 1.02, 1.5, 2.0, 2.38, 2.8, 2.9, 23.8, 33.7)  # between the pieces of the fits
AIR = (blast.AMBIENT_PA, blast.HEAT_RATIO)


def plain(law: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(law, "py_func", law)


@pytest.mark.parametrize(
    ("feet_per_lb13", "psi"),
    [(24.0, 2.3), (30.0, 1.7), (40.0, 1.2), (50.0, 0.9)],
)
def test_hazard_factors_of_desr_605509(feet_per_lb13: float, psi: float) -> None:
    distance = blast.quantity_distance(1.0, feet_per_lb13 * 0.3048 / 0.45359237 ** (1.0 / 3.0))
    assert within(0.05, because="the standard rounds its pairs to 0.1 psi")(
        blast.incident_overpressure(1.0, distance) / 6894.757, psi
    )


def test_ten_kilograms_in_swisdak_1994_units() -> None:
    """The imperial fit of the same report, at 10 lb and 100 ft, is a second set of coefficients for one curve."""
    log_z = math.log(100.0 / 10.0 ** (1.0 / 3.0))
    psi = math.exp(8.8035 - 3.7001 * log_z + 0.2709 * log_z**2 + 0.0733 * log_z**3 - 0.0127 * log_z**4)
    assert within(rel=0.002, because="both sets are rounded to four or five digits")(
        blast.incident_overpressure(4.5359237, 30.48) / 6894.757, psi
    )


@settings(deadline=None)  # the first call compiles
@given(tnt=st.floats(0.1, 1e4), z=st.floats(0.21, 39.0), name=st.sampled_from(sorted(FITS)))
@example(tnt=3392.75, z=1.5 + 1e-8, name="arrival_time")
def test_cube_root_scaling(tnt: float, z: float, name: str) -> None:
    """Off the borders between the fits, where they step by up to 2.4 %: there rounding decides which fit is read."""
    law = FITS[name]
    assume(all(abs(z / border - 1.0) > 1e-9 for border in BORDERS))
    root = tnt ** (1.0 / 3.0)
    scales = root if name in ("arrival_time", "positive_duration", "incident_impulse", "reflected_impulse") else 1.0
    assert within(rel=1e-9, because="the scaled distance is divided out again, but for rounding")(
        law(tnt, z * root), scales * law(1.0, z)
    )


@pytest.mark.parametrize(
    ("name", "border"),
    [
        ("incident_overpressure", 2.9),
        ("incident_overpressure", 23.8),
        ("reflected_overpressure", 2.0),
        ("reflected_overpressure", 40.0),
        ("arrival_time", 1.5),
        ("arrival_time", 40.0),
        ("positive_duration", 1.02),
        ("positive_duration", 2.8),
        ("incident_impulse", 0.96),
        ("incident_impulse", 2.38),
        ("incident_impulse", 33.7),
        ("reflected_impulse", 40.0),
        ("shock_speed", 1.5),
        ("shock_speed", 40.0),
    ],
)
def test_pieces_meet_at_their_borders(name: str, border: float) -> None:
    law = FITS[name]
    before, after = law(1.0, border * (1.0 - 1e-9)), law(1.0, border * (1.0 + 1e-9))
    assert within(rel=0.025, because="pieces fitted apart from each other, with coefficients of four digits")(
        after, before
    )


@settings(deadline=None)  # the first call compiles
@given(near=st.floats(0.25, 150.0), step=st.floats(1.1, 3.0), name=st.sampled_from(FALLING))
def test_effects_fall_with_distance(near: float, step: float, name: str) -> None:
    if name.endswith("impulse"):  # near the charge the fitted side-on impulse has a dip and a hump
        near = max(near, 2.4)
    assert FITS[name](1.0, near * step) < FITS[name](1.0, near)


@settings(deadline=None)  # the first call compiles
@given(near=st.floats(0.06, 500.0), step=st.floats(1.05, 3.0))
def test_the_shock_arrives_later_farther_out(near: float, step: float) -> None:
    assert blast.arrival_time(1.0, near * step) > blast.arrival_time(1.0, near)


@settings(deadline=None)  # the first call compiles
@given(z=st.floats(0.2, 1000.0))
def test_reflection_lies_between_twice_and_real_gas_bound(z: float) -> None:
    ratio = blast.reflected_overpressure(1.0, z) / blast.incident_overpressure(1.0, z)
    assert 1.97 < ratio < 14.0  # twice for sound, to 2 percent of the fits; ideal air 8, hot air more


def test_nearer_than_the_fit_the_value_at_its_border_holds() -> None:
    for name, (low, _) in blast.VALID_M_KG13.items():
        assert FITS[name](1.0, 0.5 * low) == FITS[name](1.0, low)


def test_far_away_the_front_moves_with_sound() -> None:
    near, far = 1e3, 2e3
    assert within(rel=1e-9, because="a straight line beyond the fit")(
        blast.arrival_time(1.0, far) - blast.arrival_time(1.0, near), (far - near) / blast.SOUND_MPS
    )
    assert within(rel=1e-3, because="a shock of 0.1 kPa is sound, but for half a part in a thousand")(
        blast.shock_speed(1.0, 400.0), blast.SOUND_MPS
    )


@settings(deadline=None)  # the first call compiles
@given(overpressure=st.floats(10.0, 5e6))
def test_shock_relations_keep_mass_momentum_and_energy(overpressure: float) -> None:
    """Rankine and Hugoniot's jump conditions, written for the density behind the front."""
    ambient, ratio = AIR
    density = ratio * ambient / blast.SOUND_MPS**2
    front = blast.front_speed(overpressure, ambient, blast.SOUND_MPS, ratio)
    wind = blast.particle_speed(overpressure, ambient, blast.SOUND_MPS, ratio)
    behind = density * front / (front - wind)  # mass
    exact = within(rel=1e-6, because="double precision; the weakest shocks lose digits in front minus wind")
    assert exact(density * front * wind, overpressure)  # momentum
    inner = ((ambient + overpressure) / behind - ambient / density) / (ratio - 1.0)
    work = 0.5 * (2.0 * ambient + overpressure) * (1.0 / density - 1.0 / behind)
    assert abs(inner - work) <= 1e-6 * ambient / density  # energy
    assert exact(blast.dynamic_pressure(overpressure, ambient, ratio), 0.5 * behind * wind**2)


def test_reflection_of_weak_and_strong_shocks() -> None:
    weak, strong = 1e-3, 1e12
    assert within(1e-6, because="the limit of sound")(blast.normal_reflection(weak, *AIR) / weak, 2.0)
    assert within(1e-5, because="the limit of an ideal gas of heat ratio 1.4")(
        blast.normal_reflection(strong, *AIR) / strong, 8.0
    )


@settings(deadline=None, max_examples=50)
@given(tnt=st.floats(0.5, 5e3), overpressure=st.floats(300.0, 2e6))
def test_the_inverse_leads_back(tnt: float, overpressure: float) -> None:
    distance = blast.distance_of_overpressure(tnt, overpressure)
    assert blast.incident_overpressure(tnt, distance * (1.0 - 1e-6)) >= overpressure * (1.0 - 1e-9)
    assert blast.incident_overpressure(tnt, distance * (1.0 + 1e-6)) <= overpressure * (1.0 + 1e-9)


def test_the_inverse_beyond_all_distances() -> None:
    assert blast.distance_of_overpressure(10.0, 1e9) == 0.0
    assert blast.distance_of_overpressure(1.0, 0.0) > 900.0


@settings(deadline=None)  # the first call compiles
@given(tnt=st.floats(0.1, 1e4), distance=st.floats(0.1, 5e3), name=st.sampled_from(sorted(FITS)))
def test_plain_and_compiled_agree_to_the_last_bit(tnt: float, distance: float, name: str) -> None:
    assert plain(FITS[name])(tnt, distance) == FITS[name](tnt, distance)
