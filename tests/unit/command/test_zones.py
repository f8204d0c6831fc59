"""Zones: what lies in a ring, a sector, a polygon and between heights, and which zone has its say."""

import math
from typing import Any

import numpy as np
import pytest

from ringfort.command.contract import FREE_FIRE, HOLD, TIGHT
from ringfort.command.zones import UNSAID, ZONE, inside, spared, sure_at, weapons_at


def zones(*changes: dict[str, Any]) -> Any:
    """Return zones that hold everything and say nothing, but for these changes."""
    table = np.zeros(len(changes), ZONE).view(np.recarray)
    table.far_m, table.half_width_rad, table.ceiling_m = math.inf, math.inf, math.inf
    table.weapons, table.hostile_above = UNSAID, UNSAID
    for row, change in zip(table, changes, strict=True):
        for name, value in change.items():
            if name == "corners":
                row.corners[: len(value)], row.n_corners = value, len(value)
            else:
                row[name] = value
    return table


L_SHAPE = [(0.0, 0.0), (4.0, 0.0), (4.0, 1.0), (1.0, 1.0), (1.0, 4.0), (0.0, 4.0)]


@pytest.mark.parametrize(
    ("change", "place", "held"),
    [
        ({}, (1e6, -1e6, 1e5), True),
        ({"near_m": 10.0, "far_m": 20.0}, (0.0, 15.0, 0.0), True),
        ({"near_m": 10.0, "far_m": 20.0}, (0.0, 9.0, 0.0), False),
        ({"near_m": 10.0, "far_m": 20.0}, (15.0, 15.0, 0.0), False),
        ({"from_rad": math.pi, "half_width_rad": 0.1}, (0.5, -10.0, 0.0), True),  # either side of due south
        ({"from_rad": math.pi, "half_width_rad": 0.1}, (-0.5, -10.0, 0.0), True),
        ({"from_rad": math.pi, "half_width_rad": 0.1}, (-5.0, -10.0, 0.0), False),
        ({"floor_m": 100.0, "ceiling_m": 200.0}, (0.0, 0.0, 150.0), True),
        ({"floor_m": 100.0, "ceiling_m": 200.0}, (0.0, 0.0, 99.0), False),
        ({"corners": L_SHAPE}, (0.5, 3.5, 0.0), True),
        ({"corners": L_SHAPE}, (3.5, 0.5, 0.0), True),
        ({"corners": L_SHAPE}, (2.0, 2.0, 0.0), False),  # in the hollow of the L
        ({"corners": L_SHAPE, "far_m": 2.0}, (0.5, 3.5, 0.0), False),  # all that is given must hold
    ],
)
def test_what_a_zone_holds(change: dict[str, Any], place: tuple[float, float, float], held: bool) -> None:
    assert inside(zones(change)[0], *place) == held


def test_the_first_zone_that_says_something_on_a_matter_holds() -> None:
    parts = zones(
        {"far_m": 5.0, "hostile_above": 0.5},
        {"far_m": 10.0, "weapons": HOLD},
        {"far_m": 20.0, "weapons": FREE_FIRE, "hostile_above": 0.99, "no_fire": 1},
    )
    assert [weapons_at(parts, TIGHT, x, 0.0, 0.0) for x in (1.0, 9.0, 19.0, 21.0)] == [HOLD, HOLD, FREE_FIRE, TIGHT]
    assert [sure_at(parts, x, 0.0, 0.0) for x in (1.0, 9.0, 19.0, 21.0)] == [0.5, 0.99, 0.99, UNSAID]
    assert [spared(parts, x, 0.0, 0.0) for x in (1.0, 9.0, 19.0, 21.0)] == [True, True, True, False]
