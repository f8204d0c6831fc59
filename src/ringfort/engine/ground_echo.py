"""How the ground's false alarms lie about a radar: more where its beam lights up the ground, none where it cannot see.

Worked out once a study on cells of range and azimuth. In a cell whose ground leaves c times the noise, the share of
what disturbs that is the ground's is c / (1 + c); false alarms are spread by that. The echo of a cell is the model's
own (its role ``ground``), at the angle at which the beam grazes the slope; cells that terrain or the horizon hides have
none. That alarms follow this share, and not a filter's map of clutter, is ours.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ringfort.physics.geometry import FOUR_THIRDS
from ringfort.world.terrain import EARTH_RADIUS_M, Terrain, ground_height, lowest_seen

RINGS, SECTORS = 32, 72  # cells of range and azimuth
_LIT_M = 3.0  # ground whose bushes and stones up to this height are in view is lit
_SLOPE_M = 20.0  # over which the ground's slope is taken, at least


class Radiant(NamedTuple):
    """A sensor that lights up ground: where it stands, what it covers (m, rad), and its model's ``ground``."""

    x_m: float
    y_m: float
    z_m: float
    facing_rad: float
    sector_rad: float
    near_m: float
    far_m: float
    lowest_rad: float  # elevation of its lowest beam
    beamwidth_rad: float  # in elevation
    echo: Callable[[float, float], float]


def spread(radiant: Radiant, terrain: Terrain, mask: Any) -> Any:
    """Return the share of the ground's alarms in each cell and those before it, (RINGS * SECTORS,), ring by ring.

    The last is 1, or 0 where the sensor lights up no ground. ``mask``: of ``sensor_mask``.
    """
    weights = np.zeros((RINGS, SECTORS))
    flat = terrain.heights_m.shape == (1, 1)
    for ring in range(RINGS):
        distance = radiant.near_m + (radiant.far_m - radiant.near_m) * (ring + 0.5) / RINGS
        if flat:
            weights[ring] = _lit(radiant, terrain, mask, distance, radiant.facing_rad)
            continue
        for sector in range(SECTORS):
            bearing = radiant.facing_rad + radiant.sector_rad * ((sector + 0.5) / SECTORS - 0.5)
            weights[ring, sector] = _lit(radiant, terrain, mask, distance, bearing)
    total = float(weights.sum())
    return np.cumsum(weights.ravel()) / total if total > 0.0 else np.zeros(RINGS * SECTORS)


def _lit(radiant: Radiant, terrain: Terrain, mask: Any, distance: float, bearing: float) -> float:
    """Return the share of what disturbs a cell that is the ground's."""
    east, north = math.sin(bearing), math.cos(bearing)
    x, y = radiant.x_m + distance * east, radiant.y_m + distance * north
    if mask.shape[0] > 1 and lowest_seen(mask, terrain, x, y) > _LIT_M:
        return 0.0
    rise = ground_height(terrain, x, y) - radiant.z_m
    # Over an effective earth of 4/3 the ground bends away less than it does in the local frame.
    rise += (1.0 - 1.0 / FOUR_THIRDS) * distance * distance / (2.0 * EARTH_RADIUS_M)
    half = max(0.5 * terrain.step_m, _SLOPE_M)
    ends = [ground_height(terrain, x + side * half * east, y + side * half * north) for side in (-1.0, 1.0)]
    slope = math.atan2(ends[1] - ends[0], 2.0 * half) + distance / EARTH_RADIUS_M * (1.0 - 1.0 / FOUR_THIRDS)
    elevation = math.atan2(rise, distance)
    below = max(radiant.lowest_rad - elevation, 0.0) / radiant.beamwidth_rad
    gain = math.exp(-4.0 * math.log(2.0) * min(below * below, 50.0))
    left = radiant.echo(distance, slope - elevation) * gain * gain
    return left / (1.0 + left)
