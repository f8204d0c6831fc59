"""Where to point: the longest range of a body, the elevation for a range, the solution for a target in wind."""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.point_mass import Body, Flight, Surroundings, fly, ground_range

_FINENESS = 0.02
_GOLDEN = 0.6180339887498949  # (sqrt 5 - 1) / 2
_LOWEST_RAD, _HIGHEST_RAD = 0.01, 1.55
_CLOSE_RAD = 1e-7


class Shot(NamedTuple):
    """How a body leaves: speed (m/s), azimuth from north (rad), height of launch and of the target's level (m)."""

    speed_mps: float
    azimuth_rad: float = 0.0
    height_m: float = 0.0
    ground_m: float = 0.0


@compiled
def launched(elevation_rad: float, shot: Shot) -> Flight:
    """Return the flight as it leaves at an elevation (rad) above the horizontal. Source: elementary."""
    level = shot.speed_mps * math.cos(elevation_rad)
    east_mps, north_mps = level * math.sin(shot.azimuth_rad), level * math.cos(shot.azimuth_rad)
    return Flight(0.0, 0.0, 0.0, shot.height_m, east_mps, north_mps, shot.speed_mps * math.sin(elevation_rad))


@compiled
def range_at(elevation_rad: float, shot: Shot, body: Body, air: Surroundings, table: Any) -> float:
    """Return the range (m) along the ground that a shot reaches at an elevation (rad). Source: ``fly``."""
    impact, _ = fly(launched(elevation_rad, shot), shot.ground_m, _FINENESS, body, air, table)
    return ground_range(impact, air.curvature_per_m)


@compiled
def maximum_range(shot: Shot, body: Body, air: Surroundings, table: Any) -> tuple[float, float]:
    """Return the elevation (rad) of the longest range, and that range (m).

    Golden-section search between 0.01 and 1.55 rad, to 1e-7 rad.

    Parameters: shot; body; air, the surroundings; table, of drag by Mach (``physics.drag``).
    Domain: one maximum between the limits, as any body without lift has in still air.
    Source: kiefer_1953 for the search.
    """
    low, high = _LOWEST_RAD, _HIGHEST_RAD
    a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    range_a, range_b = range_at(a, shot, body, air, table), range_at(b, shot, body, air, table)
    while high - low > _CLOSE_RAD:
        if range_a < range_b:
            low, a, range_a = a, b, range_b
            b = low + _GOLDEN * (high - low)
            range_b = range_at(b, shot, body, air, table)
        else:
            high, b, range_b = b, a, range_a
            a = high - _GOLDEN * (high - low)
            range_a = range_at(a, shot, body, air, table)
    elevation_rad = 0.5 * (low + high)
    return elevation_rad, range_at(elevation_rad, shot, body, air, table)


@compiled
def elevation_for_range(range_m: float, steep: bool, shot: Shot, body: Body, air: Surroundings, table: Any) -> float:
    """Return the elevation (rad) that reaches a range along the ground, on the flat or the steep branch.

    Bisection between the elevation of the longest range and a limit (0.01 or 1.55 rad).

    Parameters: range_m (m); steep, whether above the elevation of the longest range; shot, body, air, table as
    ``maximum_range``.
    Domain: NaN beyond the longest range or inside what the branch can reach.
    Source: elementary.
    """
    best_rad, longest_m = maximum_range(shot, body, air, table)
    short_rad = _HIGHEST_RAD if steep else _LOWEST_RAD
    if range_m > longest_m or range_m < range_at(short_rad, shot, body, air, table):
        return math.nan
    long_rad = best_rad
    while abs(long_rad - short_rad) > _CLOSE_RAD:
        middle = 0.5 * (long_rad + short_rad)
        if range_at(middle, shot, body, air, table) >= range_m:
            long_rad = middle
        else:
            short_rad = middle
    return 0.5 * (long_rad + short_rad)


@compiled
def firing_solution(
    target: tuple[float, float], steep: bool, shot: Shot, body: Body, air: Surroundings, table: Any
) -> tuple[float, float]:
    """Return the elevation and azimuth (rad) that hit a target at the level ``shot.ground_m`` in wind and spin.

    The point aimed at is moved against the miss, six times.

    Parameters: target, its east and north (m); steep, as ``elevation_for_range``; shot, whose azimuth is not used;
    body, air, table as ``maximum_range``.
    Domain: NaN where the target is out of reach.
    Source: ours; the miss shrinks by the share that it is of the range.
    """
    aim_east, aim_north = target
    elevation_rad = azimuth_rad = 0.0
    for _ in range(6):
        azimuth_rad = math.atan2(aim_east, aim_north)
        turned = Shot(shot.speed_mps, azimuth_rad, shot.height_m, shot.ground_m)
        range_m = math.sqrt(aim_east * aim_east + aim_north * aim_north)
        elevation_rad = elevation_for_range(range_m, steep, turned, body, air, table)
        if math.isnan(elevation_rad):
            return math.nan, math.nan
        impact, _ = fly(launched(elevation_rad, turned), shot.ground_m, _FINENESS, body, air, table)
        aim_east += target[0] - impact.east_m
        aim_north += target[1] - impact.north_m
    return elevation_rad, azimuth_rad
