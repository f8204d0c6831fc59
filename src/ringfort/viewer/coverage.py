"""How low a sensor sees all around it: over terrain by its mask, over a smooth earth by the horizon."""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled, entry
from ringfort.engine.compile import Compiled
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance

SMOOTH, ROUGH = (120, 60), (360, 160)  # bearings and rings of the table over a smooth earth and over terrain
BEND = 1.6  # rings lie denser near the sensor, where the ground hides more
_NONE_M = 1e9


def lowest_in_view(given: Compiled, s: int, reach_m: float) -> Any:
    """Return the lowest height above ground (m) that sensor ``s`` sees, shape (bearings, rings).

    Bearing k of n is 2 pi k / n clockwise from north, ring j of m lies at ``reach_m`` ((j + 1) / m) ** BEND. Infinite
    where the sensor sees nothing however high.
    """
    out = np.zeros(ROUGH if given.model.terrain.heights_m.size > 1 else SMOOTH)
    _all_round(given.model, s, reach_m, out)
    return np.where(out < _NONE_M, out, np.inf)


@entry
def _all_round(model: Model, s: int, reach_m: float, out: Any) -> None:
    sensor = model.given.sensors[s]
    for k in range(out.shape[0]):
        bearing = 2.0 * math.pi * k / out.shape[0]
        for j in range(out.shape[1]):
            away = reach_m * math.pow((j + 1.0) / out.shape[1], BEND)
            out[k, j] = _lowest(model, s, sensor.x_m + away * math.sin(bearing), sensor.y_m + away * math.cos(bearing))


@compiled
def _lowest(model: Model, s: int, x: float, y: float) -> float:
    """Return the height above ground (m) at which the line of sight just clears, within 1 m; halved 40 times."""
    if clearance(model, s, x, y, 0.0) > 0.0:
        return 0.0
    low, high = 0.0, 1e5
    if clearance(model, s, x, y, high) <= 0.0:
        return 2.0 * _NONE_M
    for _ in range(40):
        middle = 0.5 * (low + high)
        if clearance(model, s, x, y, middle) > 0.0:
            high = middle
        else:
            low = middle
    return high
