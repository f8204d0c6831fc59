"""Zones: parts of the air in which other weapons control, other criteria, or no fire at all is ordered.

A zone is bounded by what it gives: a ring about the centre, a sector, a polygon on the ground, heights above ground.
Where several hold a place, the first in the file that says something about the matter holds.
"""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled

POINTS_MAX = 16  # of a polygon
UNSAID = -1.0

ZONE = np.dtype(
    [
        ("near_m", "f8"),
        ("far_m", "f8"),
        ("from_rad", "f8"),  # middle of the sector
        ("half_width_rad", "f8"),
        ("floor_m", "f8"),
        ("ceiling_m", "f8"),
        ("corners", "f8", (POINTS_MAX, 2)),
        ("n_corners", "i8"),  # 0 = no polygon
        ("weapons", "f8"),  # a weapons control status, UNSAID = none
        ("hostile_above", "f8"),  # UNSAID = as elsewhere
        ("no_fire", "i8"),
    ],
    align=True,
)


@compiled
def inside(zone: Any, x_m: float, y_m: float, height_m: float) -> bool:
    """Return whether a place, east and north of the centre and above ground, lies in a zone."""
    if not zone.floor_m <= height_m <= zone.ceiling_m:
        return False
    square = x_m * x_m + y_m * y_m
    if square < zone.near_m * zone.near_m or square > zone.far_m * zone.far_m:
        return False
    off = math.atan2(x_m, y_m) - zone.from_rad
    off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
    if abs(off) > zone.half_width_rad:
        return False
    return zone.n_corners == 0 or within(zone, x_m, y_m)


@compiled
def within(zone: Any, x_m: float, y_m: float) -> bool:
    """Return whether a place lies within the polygon of a zone: a ray from it crosses the border oddly often.

    Source: elementary (even-odd rule).
    """
    odd, before = False, zone.n_corners - 1
    for k in range(zone.n_corners):
        ax, ay = zone.corners[k, 0], zone.corners[k, 1]
        bx, by = zone.corners[before, 0], zone.corners[before, 1]
        if (ay > y_m) != (by > y_m) and x_m < (bx - ax) * (y_m - ay) / (by - ay) + ax:
            odd = not odd
        before = k
    return odd


@compiled
def weapons_at(zones: Any, otherwise: float, x_m: float, y_m: float, height_m: float) -> float:
    """Return the weapons control status at a place."""
    for k in range(len(zones)):
        if zones[k].weapons != UNSAID and inside(zones[k], x_m, y_m, height_m):
            return float(zones[k].weapons)
    return otherwise


@compiled
def sure_at(zones: Any, x_m: float, y_m: float, height_m: float) -> float:
    """Return the odds from which a track counts as hostile at a place, UNSAID where no zone says."""
    for k in range(len(zones)):
        if zones[k].hostile_above != UNSAID and inside(zones[k], x_m, y_m, height_m):
            return float(zones[k].hostile_above)
    return UNSAID


@compiled
def spared(zones: Any, x_m: float, y_m: float, height_m: float) -> bool:
    """Return whether nothing may be fired into, or through, a place."""
    found = False
    for k in range(len(zones)):
        found = found or (zones[k].no_fire == 1 and inside(zones[k], x_m, y_m, height_m))
    return found
