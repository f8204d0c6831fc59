"""The ground: a grid of heights in the local frame, and a flat earth's curve where there is none.

Local coordinates are east, north and up from the place's reference point, on the plane that touches the earth there.
The grid holds heights above the sphere through that point; the earth's own drop is added when a height is read, so that
the ground 300 km away lies 7 km below the plane.
"""

from typing import Any, NamedTuple

import numpy as np
from numba.core import types

from ringfort.compiled import compiled

EARTH_RADIUS_M = 6371000.0


class Terrain(NamedTuple):
    """A grid of ground heights.

    ``heights_m`` is float32 of shape (rows from south to north, columns from west to east); ``west_m`` and ``south_m``
    are the local coordinates of its first cell's centre; ``step_m`` is the side of a cell. Beyond its edge the edge's
    height goes on. One cell alone is a flat earth.
    """

    heights_m: Any
    west_m: float
    south_m: float
    step_m: float


TERRAIN_TYPE = types.NamedTuple(  # type: ignore[no-untyped-call]
    (types.Array(types.float32, 2, "C"), types.float64, types.float64, types.float64), Terrain
)


def flat() -> Terrain:
    """Return the terrain of a smooth round earth."""
    return Terrain(np.zeros((1, 1), np.float32), 0.0, 0.0, 1.0)


@compiled
def relief(terrain: Terrain, x_m: float, y_m: float) -> float:
    """Return the height in metres above the smooth earth at local (x, y), bilinear between cell centres."""
    rows, columns = terrain.heights_m.shape
    if rows == 1 and columns == 1:
        return float(terrain.heights_m[0, 0])
    u = min(max((x_m - terrain.west_m) / terrain.step_m, 0.0), columns - 1.0)
    v = min(max((y_m - terrain.south_m) / terrain.step_m, 0.0), rows - 1.0)
    i, j = min(int(v), rows - 2), min(int(u), columns - 2)
    fv, fu = v - i, u - j
    low = float(terrain.heights_m[i, j]) * (1.0 - fu) + float(terrain.heights_m[i, j + 1]) * fu
    high = float(terrain.heights_m[i + 1, j]) * (1.0 - fu) + float(terrain.heights_m[i + 1, j + 1]) * fu
    return float(low * (1.0 - fv) + high * fv)


@compiled
def ground_height(terrain: Terrain, x_m: float, y_m: float) -> float:
    """Return the local up coordinate (m) of the ground at (x, y): relief less the earth's drop d^2 / 2R."""
    return relief(terrain, x_m, y_m) - (x_m * x_m + y_m * y_m) / (2.0 * EARTH_RADIUS_M)


@compiled
def height_above_ground(terrain: Terrain, x_m: float, y_m: float, z_m: float) -> float:
    """Return the height (m) of the local point (x, y, z) above the ground below it."""
    return z_m - ground_height(terrain, x_m, y_m)


@compiled
def lowest_seen(mask: Any, terrain: Terrain, x_m: float, y_m: float) -> float:
    """Return the lowest height above ground (m) seen at (x, y), from a mask on the terrain's grid (nearest cell)."""
    rows, columns = mask.shape
    j = min(max(int((x_m - terrain.west_m) / terrain.step_m + 0.5), 0), columns - 1)
    i = min(max(int((y_m - terrain.south_m) / terrain.step_m + 0.5), 0), rows - 1)
    return float(mask[i, j])
