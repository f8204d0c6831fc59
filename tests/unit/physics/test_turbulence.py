"""Optical turbulence: the source's behaviour by day and night, and the width of its blur."""

import math
from datetime import UTC, datetime

import pytest
from tests.tolerance import within

from ringfort.physics import laser
from ringfort.physics.turbulence import (
    LEAST,
    blur_rad,
    structure_constant,
    temporal_hour,
    temporal_hour_weight,
)

_JERUSALEM = (math.radians(31.78), math.radians(35.22))


@pytest.mark.parametrize(("clock", "hour"), [("02:34", 0.0), ("09:40", 6.0), ("16:46", 12.0)])
def test_meeus_1998_sunrise_noon_and_sunset_of_midsummer(clock: str, hour: float) -> None:
    """Jerusalem on 21 June: the almanac's sunrise 05:34, noon 12:41 and sunset 19:48 of summer time, UTC+3."""
    moment = datetime.fromisoformat(f"2024-06-21T{clock}:00").replace(tzinfo=UTC).timestamp()
    check = within(0.03, because="two minutes of a day whose twelfth is 71 minutes")
    assert check(temporal_hour(moment, *_JERUSALEM), hour)


def test_sadot_1992_noon_is_strongest_and_the_hours_of_neutral_air_are_weakest() -> None:
    weights = [temporal_hour_weight(0.5 + hour) for hour in range(-8, 16)]
    assert max(weights) == temporal_hour_weight(5.5) == 1.0
    assert min(weights) == temporal_hour_weight(0.5)
    assert temporal_hour_weight(-30.0) == temporal_hour_weight(-3.5)


def test_sadot_1992_a_warm_noon_has_what_deserts_have_and_a_cool_night_the_least() -> None:
    noon = structure_constant(298.15, 0.5, 2.0, 1.0)
    check = within(rel=0.02, because="worked by hand to two digits: 2.2e-14")
    assert check(noon, 2.24e-14)
    assert structure_constant(303.15, 0.5, 2.0, 1.0) > noon > structure_constant(298.15, 0.5, 2.0, 0.1)
    assert structure_constant(298.15, 0.9, 2.0, 1.0) < noon
    assert structure_constant(283.15, 0.9, 1.0, 0.1) == LEAST
    assert structure_constant(400.0, 0.5, 2.0, 1.0) == structure_constant(308.15, 0.5, 2.0, 1.0)


def test_fried_1966_a_blur_of_one_wave_over_the_coherence_length() -> None:
    width = blur_rad(0.55e-6, 1e-14, 5e3)
    check = within(rel=1e-12, because="rounding")
    assert check(width * laser.fried_spherical_m(0.55e-6, 1e-14, 5e3), 0.98 * 0.55e-6)
    assert blur_rad(0.55e-6, 0.0, 5e3) == 0.0
    assert blur_rad(0.55e-6, 1e-14, 1e4) > width
