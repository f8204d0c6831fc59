"""The way to a moving target: turns and a straight line that end beside it, on its course."""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.flights.contract import Course, Departure
from ringfort.flights.legs import Head, Pace, aimed, arc, straight
from ringfort.flights.reactions import home_turn

_STEP_S = 2.0  # in which the meeting is sought
_LATEST_S = 900.0
_HALVINGS = 20
_FULL = 2.0 * math.pi
_SLOWEST = 0.4  # of its speed, at which it still flies beside what is slower
_LEAST_M = 500.0
_FAR_AHEAD_M = 2000.0  # of its target, from which it waits for it
_SLOWS_M = 1000.0  # over which it comes down to the target's speed
_BESIDE_KNOTS = 8.0

Point = tuple[float, float, float, float]  # x, y in metres, and the unit vector (east, north) of the track


class Way(NamedTuple):
    """A turn, a straight line and a turn; a positive angle turns left."""

    first_rad: float
    straight_m: float
    last_rad: float
    length_m: float


@compiled
def turned(angle_rad: float, side: float) -> float:
    """Return an angle as a turn to the left (``side`` 1) or right (-1), of less than a full circle."""
    turn = side * angle_rad
    turn -= _FULL * math.floor(turn / _FULL)
    return side * (turn if turn < _FULL - 1e-9 else 0.0)


@compiled
def way_by(begin: Point, end: Point, radius_m: float, sides: tuple[float, float]) -> Way:
    """Return the way that turns to these sides first and last; its length is infinite where there is none.

    Between circles of one sense the straight line is as long as their centres are apart, d; between those of opposite
    sense ``sqrt(d^2 - 4 r^2)`` long, and turned by ``asin(2 r / d)``. Elementary; that the shortest way is one of these
    four, or of three turns for ends that lie near to each other, which are left out here: Source: reeds1990, section 1.
    """
    s, e = sides
    dx = end[0] - e * radius_m * end[3] - begin[0] + s * radius_m * begin[3]
    dy = end[1] + e * radius_m * end[2] - begin[1] - s * radius_m * begin[2]
    square, heading, slant = dx * dx + dy * dy, 0.0, 0.0
    if square > 1e-6:
        heading = math.atan2(dy, dx)
    if s != e:
        square -= 4.0 * radius_m * radius_m
        if square < 0.0:
            return Way(0.0, 0.0, 0.0, math.inf)
        slant = s * math.atan2(2.0 * radius_m, math.sqrt(square))
    first = turned(heading + slant - math.atan2(begin[3], begin[2]), s)
    last = turned(math.atan2(end[3], end[2]) - heading - slant, e)
    level = math.sqrt(square)
    return Way(first, level, last, radius_m * (abs(first) + abs(last)) + level)


@compiled
def shortest(begin: Point, end: Point, radius_m: float) -> Way:
    """Return the shortest way of a turn, a straight line and a turn between two places with their directions."""
    best = way_by(begin, end, radius_m, (1.0, 1.0))
    for sides in ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)):
        other = way_by(begin, end, radius_m, sides)
        if other.length_m < best.length_m:
            best = other
    return best


@compiled
def away(begin: Point, end: Point, radius_m: float) -> float:
    """Return the length (m) of the way to a place and onto its course; straight there where ``radius_m`` is 0."""
    if radius_m > 0.0:
        return shortest(begin, end, radius_m).length_m
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    return math.sqrt(dx * dx + dy * dy)


@compiled
def meeting_s(begin: Point, target: Point, speeds: tuple[float, float], radius_m: float) -> float:
    """Return the first time (s) at which it can be beside a target that flies straight on, ``_LATEST_S`` at most.

    ``speeds`` are its own and the target's (m/s); by straight lines alone where ``radius_m`` is 0.
    """
    own, theirs = speeds
    early, late = 0.0, _STEP_S
    while late < _LATEST_S and away(begin, ahead_of(target, theirs * late), radius_m) > own * late:
        early, late = late, late + _STEP_S
    for _ in range(_HALVINGS):
        middle = 0.5 * (early + late)
        if away(begin, ahead_of(target, theirs * middle), radius_m) > own * middle:
            early = middle
        else:
            late = middle
    return late


@compiled
def ahead_of(point: Point, length_m: float) -> Point:
    """Return the place so far ahead along a course."""
    return point[0] + length_m * point[2], point[1] + length_m * point[3], point[2], point[3]


@compiled
def meet(departure: Departure, course: Course, pace: Pace, head: Head) -> Head:
    """Lay the way to the target at the departure's aim and on beside it until ``leave_s``.

    Where it could not be beside it by then, it flies straight at it, to be within reach as soon as may be.
    """
    vx, vy = departure.aim_vx_mps, departure.aim_vy_mps
    theirs = math.sqrt(vx * vx + vy * vy)
    east, north = (vx / theirs, vy / theirs) if theirs > 1.0 else (head.east, head.north)
    target = (departure.aim_x_m, departure.aim_y_m, east, north)
    begin, speeds = (head.x_m, head.y_m, head.east, head.north), (pace.speed_mps, theirs)
    after = meeting_s(begin, target, speeds, pace.turn_m)
    if after <= departure.leave_s - departure.time_s:
        return fly_beside(departure, course, pace, (head, ahead_of(target, theirs * after), theirs, after))
    after = min(meeting_s(begin, target, speeds, 0.0), max(departure.leave_s - departure.time_s, _STEP_S))
    point = ahead_of(target, theirs * after)
    dx, dy = point[0] - head.x_m, point[1] - head.y_m
    if abs(head.east * dy - head.north * dx) > 1.0 or head.east * dx + head.north * dy < 0.0:
        head = arc(course, pace, head, home_turn(head, point[0], point[1], pace.turn_m), pace.turn_m)
    head, distance = aimed(head, point[0], point[1])
    return straight(course, pace, head, max(distance, _LEAST_M))


@compiled
def fly_beside(departure: Departure, course: Course, pace: Pace, where: tuple[Head, Point, float, float]) -> Head:
    """Lay the way to a place and onto its course, so as to be there when the target is, then on at its speed.

    ``where``: the head, the place with its course, the target's speed and the time left until it is there. What would
    be there far too early even at its slowest stays slow, until the target has caught up.
    """
    head, end, theirs, after = where
    way = shortest((head.x_m, head.y_m, head.east, head.north), end, pace.turn_m)
    slowest = _SLOWEST * pace.speed_mps
    wanted = way.length_m / max(after, 1e-3)
    slower = beside(pace, min(max(wanted, slowest), pace.speed_mps), pace.step_m)
    if abs(way.first_rad) > 1e-3:
        head = arc(course, slower, head, way.first_rad, pace.turn_m)
    head = straight(course, slower, head, way.straight_m)
    if abs(way.last_rad) > 1e-3:
        head = arc(course, slower, head, way.last_rad, pace.turn_m)
    waits = wanted < slowest and theirs * after > _FAR_AHEAD_M
    speed = slowest if waits else min(max(theirs, slowest), pace.speed_mps)
    length = max((departure.leave_s - head.time_s) * speed, _LEAST_M)
    on = beside(pace, speed, max(pace.step_m, length / _BESIDE_KNOTS))
    head = straight(course, on, head, min(_SLOWS_M, 0.5 * length))
    return straight(course, on, head, length - min(_SLOWS_M, 0.5 * length))


@compiled
def beside(pace: Pace, speed_mps: float, step_m: float) -> Pace:
    """Return the same pace at another speed and with another distance between knots."""
    wind_east, wind_north = pace.wind_east_mps, pace.wind_north_mps
    return Pace(speed_mps, wind_east, wind_north, pace.height_m, pace.level_m, pace.follows, pace.turn_m, step_m)
