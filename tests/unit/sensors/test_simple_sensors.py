"""The sensors whose odds are a parameter: the textbook part and the interrogator."""

import math
from typing import Any

from tests.tolerance import within

from ringfort.sensors import fixed_odds, transponder
from ringfort.sensors.contract import Look

_ANY_LOOK: Any = None  # not read


def _look(range_m: float, path_loss: float = 0.0) -> Any:
    return Look(*(0.0,) * len(Look._fields))._replace(range_m=range_m, path_loss=path_loss)


def test_fixed_odds_are_what_they_are_told() -> None:
    glimpse = fixed_odds.glimpse(fixed_odds.FixedOdds(0.3, 4.0, 2e-4), _ANY_LOOK)
    assert (glimpse.odds, glimpse.range_m, glimpse.azimuth_rad, glimpse.elevation_rad) == (0.3, 4.0, 2e-4, 2e-4)


def test_friis_1946_an_interrogator_s_link_fades_at_its_reach_and_with_the_air() -> None:
    asker = transponder.Interrogator(0.97, 0.02, 1.06e9, 2e5, 3.0)
    odds = [transponder.glimpse(asker, _look(r)).odds for r in (1e3, 2e5, 4e6)]
    assert within(1e-9, because="66 dB to spare, none, 26 too little")(odds[0], 0.97) and odds[1] == 0.485
    assert odds[2] < 1e-5
    lost = transponder.glimpse(asker, _look(1e5, 20.0 * math.log10(2.0))).odds  # the 6 dB that half the reach spares
    assert within(1e-12, because="rounding")(lost, 0.485)
