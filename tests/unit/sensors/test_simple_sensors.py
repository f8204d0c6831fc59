"""The sensors whose odds are a parameter: the textbook part and the interrogator."""

from typing import Any

from ringfort.sensors import fixed_odds, transponder

_ANY_LOOK: Any = None  # neither reads it


def test_fixed_odds_are_what_they_are_told() -> None:
    glimpse = fixed_odds.glimpse(fixed_odds.FixedOdds(0.3, 4.0, 2e-4), _ANY_LOOK)
    assert (glimpse.odds, glimpse.range_m, glimpse.azimuth_rad, glimpse.elevation_rad) == (0.3, 4.0, 2e-4, 2e-4)


def test_an_interrogator_s_link_is_its_odds() -> None:
    glimpse = transponder.glimpse(transponder.Interrogator(0.97, 0.02), _ANY_LOOK)
    assert (glimpse.odds, glimpse.azimuth_rad) == (0.97, 0.02)
