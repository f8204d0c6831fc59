"""The protected things of a base: where they stand, what they are worth and who is in them."""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled

# Where people are when nobody has warned them.
SHELTERS = ("open", "tent", "building", "bunker")
OPEN, TENT, BUILDING, BUNKER = range(4)

ASSET = np.dtype(
    [
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("half_x_m", "f8"),
        ("half_y_m", "f8"),
        ("worth", "f8"),
        ("bunkers_within_m", "f8"),  # farthest way to a bunker; 0 = there is none
        ("share_sheltered", "f8"),  # share of its people who are in bunkers all the time
        ("hardness_pa", "f8"),  # overpressure that destroys it; infinite = never
        ("people", "i8"),
        ("shelter", "i8"),
        ("hears", "i8"),  # 1 = a siren is heard there
        ("key", "i8"),
    ],
    align=True,
)


@compiled
def distance_to(asset: Any, x_m: float, y_m: float) -> float:
    """Return the ground distance (m) from (x, y) to the asset's rectangle; zero inside."""
    dx = max(abs(x_m - asset.x_m) - asset.half_x_m, 0.0)
    dy = max(abs(y_m - asset.y_m) - asset.half_y_m, 0.0)
    return math.sqrt(dx * dx + dy * dy)
