from typing import Any

from ringfort.effectors.contract import Aim
from ringfort.effectors.fixed_odds import FixedOdds, effect, plan

_ANY_ENCOUNTER: Any = None  # it does not read it


def test_fixed_odds_are_what_they_are_told() -> None:
    part = FixedOdds(0.3, 2.0, 0.0)
    got = plan(part, Aim(0.0, 500.0, 50.0, 0.0, -20.0, 0.0, 5.0, 0.0, 25.0, 50.0, 0.0, 1e-14))
    assert (got.feasible, got.odds, got.flight_s, got.y_m) == (1.0, 0.3, 2.0, 460.0)
    assert effect(part, _ANY_ENCOUNTER) == (0.3, 0.0, 0.0)
