"""A thrown body, step by step: the same steps aim it and become the knots of its flight."""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled
from ringfort.flights.contract import KNOTS_MAX, Course, put_knot
from ringfort.flights.fall import above, grounded, moved
from ringfort.physics.point_mass import (
    Body,
    Flight,
    Surroundings,
    climb_rate,
    height_above_sphere,
    step,
    step_length,
)

_STEPS_MAX = 400
_SAME_TIME_S = 1e-6
_FALL_SHARE = 0.25  # of the height, that a step may fall where that is more than the throw's own limit


class Throw(NamedTuple):
    """What flies, in what, and how fine its steps are: as a share of its speed, and in metres of fall."""

    body: Body
    air: Surroundings
    fineness: float
    fall_m: float


@compiled
def _height(flight: Flight, throw: Throw) -> float:
    return height_above_sphere(flight.east_m, flight.north_m, flight.up_m, throw.air.curvature_per_m)


@compiled
def onward(flight: Flight, throw: Throw, table: Any) -> Flight:
    """Return the flight one step later; a step never passes the end of the burn."""
    by_s = step_length(flight, throw.fineness, throw.body, throw.air, table)
    sinking = -climb_rate(flight, throw.air.curvature_per_m)
    most_m = max(throw.fall_m, _FALL_SHARE * _height(flight, throw))
    if sinking * by_s > most_m:
        by_s = most_m / sinking
    later = step(flight, by_s, throw.body, throw.air, table)
    if abs(later.time_s - throw.body.burn_s) < _SAME_TIME_S:
        _, x, y, z, vx, vy, vz = later
        return Flight(throw.body.burn_s, x, y, z, vx, vy, vz)
    return later


@compiled
def come_to(flight: Flight, height_m: float, throw: Throw, table: Any) -> tuple[Flight, float]:
    """Return the flight where it sinks through a height above the sphere (m), and the height of its highest step."""
    top_m = _height(flight, throw)
    for _ in range(_STEPS_MAX):
        later = onward(flight, throw, table)
        top_m = max(top_m, _height(later, throw))
        if climb_rate(later, throw.air.curvature_per_m) < 0.0 and _height(later, throw) <= height_m:
            break
        flight = later
    high, low = _height(flight, throw) - height_m, _height(later, throw) - height_m
    by_s = later.time_s - flight.time_s
    end_s = by_s * min(max(high / max(high - low, 1e-9), 0.0), 1.0)
    for _ in range(2):
        end = moved(flight, end_s, throw.body, throw.air, table)
        sinking = min(climb_rate(end, throw.air.curvature_per_m), -0.1)
        end_s += min(max((height_m - _height(end, throw)) / sinking, -0.5 * by_s), 0.5 * by_s)
    return moved(flight, end_s, throw.body, throw.air, table), top_m


@compiled
def _lay(course: Course, count: int, flight: Flight, begin_s: float) -> int:
    place = (flight.east_m, flight.north_m, flight.up_m)
    velocity = (flight.east_mps, flight.north_mps, flight.up_mps)
    return put_knot(course.knots, count, begin_s + flight.time_s, place, velocity)


@compiled
def lay_throw(course: Course, count: int, flight: Flight, throw: Throw, table: Any, begin_s: float) -> int:
    """Lay the steps of a throw as knots until it meets the ground, from the knot ``count`` on."""
    count = _lay(course, count, flight, begin_s)
    by_s = 1.0
    while count < KNOTS_MAX - 1:
        later = onward(flight, throw, table)
        by_s = later.time_s - flight.time_s
        if climb_rate(later, throw.air.curvature_per_m) < 0.0 and above(course.terrain, later) <= 0.0:
            break
        flight = later
        count = _lay(course, count, flight, begin_s)
    return _lay(course, count, grounded(course.terrain, flight, by_s, throw.body, throw.air, table), begin_s)


@compiled
def turned(east: float, north: float, left_rad: float) -> tuple[float, float]:
    """Return a unit vector turned to the left."""
    cosine, sine = math.cos(left_rad), math.sin(left_rad)
    return east * cosine - north * sine, east * sine + north * cosine
