"""A patrol's way: to its station and round it there, or at a target, until it is called elsewhere or has to leave."""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import INTERCEPT, KNOTS_MAX, Course, Departure, put_knot
from ringfort.flights.legs import Head, Pace, aimed, arc, knot_step, paced, straight
from ringfort.flights.reactions import home_turn
from ringfort.flights.rendezvous import meet
from ringfort.world.terrain import ground_height, relief

_LOWEST_M = 150.0  # height above ground down to which it follows a target
_TO_SPARE = 10  # knots that a leg and a half turn need
_LEAST_M = 500.0
_ON_GROUND_M = 1.0


class Manner(NamedTuple):
    """How a thing flies on patrol."""

    speed_mps: float
    height_m: float  # above the ground at its station, where the departure names none
    turn_m: float
    leg_m: float  # straight part of its race-track
    climb_mps: float  # fastest that it climbs and descends
    rolling_mps: float  # speed at which it leaves the ground


@compiled
def holding_pace(departure: Departure, course: Course, manner: Manner) -> Pace:
    """Return how it flies level: at its station's height, or following the ground at the height of a target.

    Where no height is given, it is that at which it sets off in the air, else its own.
    """
    x, y, follows = departure.aim_x_m, departure.aim_y_m, 0.0
    above = departure.aim_z_m - ground_height(course.terrain, x, y)
    given = departure.z_m - ground_height(course.terrain, departure.x_m, departure.y_m)
    height = manner.height_m + relief(course.terrain, x, y)
    if above > _ON_GROUND_M:
        height = above + relief(course.terrain, x, y)
    elif given > _ON_GROUND_M:
        height = given + relief(course.terrain, departure.x_m, departure.y_m)
    if departure.order == INTERCEPT:
        height, follows = max(above, _LOWEST_M), 1.0
    speed = departure.speed_mps if departure.speed_mps > 0.0 else manner.speed_mps
    dx, dy = x - departure.x_m, y - departure.y_m
    step = knot_step(course, math.sqrt(dx * dx + dy * dy))
    return Pace(speed, departure.wind_east_mps, departure.wind_north_mps, height, 0.0, follows, manner.turn_m, step)


@compiled
def begin(departure: Departure, course: Course, pace: Pace, manner: Manner) -> Head:
    """Lay the first knot: as it flies, off the ground, or under way along its axis where it is at its station."""
    vx, vy, vz = departure.vx_mps, departure.vy_mps, departure.vz_mps
    speed = math.sqrt(vx * vx + vy * vy)
    place = (departure.x_m, departure.y_m, departure.z_m)
    if speed > 1.0:
        put_knot(course.knots, 0, departure.time_s, place, (vx, vy, vz))
        return Head(1, departure.time_s, place[0], place[1], vx / speed, vy / speed)
    head = Head(1, departure.time_s, place[0], place[1], math.sin(departure.axis_rad), math.cos(departure.axis_rad))
    if not on_station(departure, manner):
        head = aimed(head, departure.aim_x_m, departure.aim_y_m)[0]
    high = departure.z_m - ground_height(course.terrain, place[0], place[1]) > _ON_GROUND_M
    speed = pace.speed_mps if high else manner.rolling_mps
    put_knot(course.knots, 0, departure.time_s, place, (speed * head.east, speed * head.north, 0.0))
    return head


@compiled
def on_station(departure: Departure, manner: Manner) -> bool:
    """Return whether it is set down within its race-track, at rest: it flies there already."""
    dx, dy = departure.aim_x_m - departure.x_m, departure.aim_y_m - departure.y_m
    rest = departure.vx_mps * departure.vx_mps + departure.vy_mps * departure.vy_mps <= 1.0
    return bool(rest and dx * dx + dy * dy <= 0.25 * manner.leg_m * manner.leg_m)


@compiled
def fly_to(departure: Departure, course: Course, pace: Pace, head: Head) -> Head:
    """Turn towards the aim and fly there."""
    x, y = departure.aim_x_m, departure.aim_y_m
    dx, dy = x - head.x_m, y - head.y_m
    off = head.east * dy - head.north * dx
    if dx * dx + dy * dy < 1.0:
        return head
    if abs(off) > 1.0 or head.east * dx + head.north * dy < 0.0:
        head = arc(course, pace, head, home_turn(head, x, y, pace.turn_m), pace.turn_m)
    head, distance = aimed(head, x, y)
    return straight(course, pace, head, distance)


@compiled
def along_axis(course: Course, pace: Pace, head: Head, axis_rad: float) -> Head:
    """Turn into the axis, whichever way is nearer."""
    east, north = math.sin(axis_rad), math.cos(axis_rad)
    if east * head.east + north * head.north < 0.0:
        east, north = -east, -north
    turn = math.atan2(head.east * north - head.north * east, head.east * east + head.north * north)
    return arc(course, pace, head, turn, pace.turn_m) if abs(turn) > 1e-3 else head


@compiled
def ease(knots: Any, count: int, climb_mps: float) -> None:
    """Let heights change no faster than it climbs; a slope of the lesser secant keeps each cubic between its knots."""
    for k in range(1, count):
        before, now = knots[k - 1], knots[k]
        most = climb_mps * (now.t - before.t)
        now.p[2] = before.p[2] + min(max(now.p[2] - before.p[2], -most), most)
    for k in range(1, count - 1):
        a, b, c = knots[k - 1], knots[k], knots[k + 1]
        rises, rose = (c.p[2] - b.p[2]) / (c.t - b.t), (b.p[2] - a.p[2]) / (b.t - a.t)
        least = min(abs(rises), abs(rose))
        b.v[2] = 0.0 if rises * rose <= 0.0 else math.copysign(least, rises)
    knots[count - 1].v[2] = 0.0


@entry
def hold(departure: Departure, course: Course, manner: Manner) -> int:
    """Fly to the aim and hold there until the departure's ``leave_s`` or the knots are used up; return the knots laid.

    At its station it holds on a race-track along the axis; beside a target it flies on with it.
    """
    pace = holding_pace(departure, course, manner)
    head, leg = begin(departure, course, pace, manner), manner.leg_m
    if departure.order == INTERCEPT:
        head = meet(departure, course, pace, head)
        ease(course.knots, head.laid, manner.climb_mps)
        return head.laid
    if not on_station(departure, manner):
        head = fly_to(departure, course, pace, head)
    head = along_axis(course, pace, head, departure.axis_rad)
    end = departure.until_s
    if departure.leave_s > 0.0:
        end = min(end, departure.leave_s)
    wide = paced(pace, pace.height_m, 2.0 * leg + 1.0)
    length = 0.5 * leg  # its station is the middle of the track
    while head.time_s < end and head.laid < KNOTS_MAX - _TO_SPARE:
        head = straight(course, wide, head, min(length, (end - head.time_s) * pace.speed_mps))
        length = leg
        if head.time_s < end:
            head = arc(course, wide, head, math.pi, pace.turn_m)
    if head.laid < 2:
        head = straight(course, wide, head, _LEAST_M)
    ease(course.knots, head.laid, manner.climb_mps)
    return head.laid
