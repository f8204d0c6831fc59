"""What a flying machine does when its mission ends before its time: lands, flies home, drifts off, or falls."""

import math
from typing import NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import DRIFT, HOVER, LAND, TURN_BACK, Course, Departure, put_knot
from ringfort.flights.fall import fall
from ringfort.flights.legs import Descent, Head, Pace, aimed, arc, come_down, knot_step, level_height, paced
from ringfort.world.terrain import ground_height

_LOWEST_HOME_M = 30.0  # height above the ground on the way home
_DRIFT_KNOTS = 24
_BENT_S = 3.0  # to bend into the glide
_FLATTENING_S = 5.0  # of sinking left, below which a dive is not flattened any more


class Reaction(NamedTuple):
    """How a machine comes down that no longer flies its mission."""

    glide_rad: float
    landing_speed_mps: float
    drift_s: float
    drift_turn_rad_s: float
    terminal_mps: float


@compiled
def start_knot(departure: Departure, course: Course) -> Head:
    """Lay the first knot where the thing is now; the track is that of its velocity, or towards home at a hover."""
    place = (departure.x_m, departure.y_m, departure.z_m)
    put_knot(course.knots, 0, departure.time_s, place, (departure.vx_mps, departure.vy_mps, departure.vz_mps))
    vx, vy = departure.vx_mps, departure.vy_mps
    speed = math.sqrt(vx * vx + vy * vy)
    if speed > 1.0:
        return Head(1, departure.time_s, departure.x_m, departure.y_m, vx / speed, vy / speed)
    head = Head(1, departure.time_s, departure.x_m, departure.y_m, 1.0, 0.0)
    return aimed(head, departure.home_x_m, departure.home_y_m)[0]


@compiled
def home_turn(head: Head, x_m: float, y_m: float, radius_m: float) -> float:
    """Return the angle (rad, left positive) of the circle after which a straight line leads to (x, y).

    It turns to the side of (x, y), or away where that lies within the circle.
    """
    dx, dy = x_m - head.x_m, y_m - head.y_m
    side = 1.0 if head.east * dy - head.north * dx >= 0.0 else -1.0
    cx, cy = dx + side * radius_m * head.north, dy - side * radius_m * head.east  # from the circle's centre
    if cx * cx + cy * cy < radius_m * radius_m:
        side = -side
        cx, cy = dx + side * radius_m * head.north, dy - side * radius_m * head.east
    away = math.sqrt(cx * cx + cy * cy)
    track = math.atan2(cy, cx) + side * math.asin(min(radius_m / away, 1.0))
    turn = side * (track - math.atan2(head.north, head.east))
    return side * (turn - 2.0 * math.pi * math.floor(turn / (2.0 * math.pi)))


@compiled
def turn_back(departure: Departure, course: Course, pace: Pace, reaction: Reaction) -> int:
    """Lay the way home: a turn, a straight line at the present height above ground, a landing there."""
    head = start_knot(departure, course)
    x, y = departure.home_x_m, departure.home_y_m
    dx, dy = x - head.x_m, y - head.y_m
    distance = math.sqrt(dx * dx + dy * dy)
    if distance < 4.0 * reaction.landing_speed_mps:
        return land(departure, course, pace, reaction)
    pace = paced(pace, 0.0, knot_step(course, distance))
    now = departure.z_m - level_height(course, pace, (head.x_m, head.y_m, head.east, head.north))
    pace = paced(pace, max(now, _LOWEST_HOME_M), pace.step_m)
    head = arc(course, pace, head, home_turn(head, x, y, pace.turn_m), pace.turn_m)
    return come_down(course, pace, head, Descent(x, y, reaction.glide_rad, reaction.landing_speed_mps, 0))


@compiled
def _glide_length(departure: Departure, course: Course, head: Head, glide_rad: float) -> float:
    """Return the distance (m) straight ahead at which a slope from here meets the ground."""
    fallen, length = 0.0, 0.0
    piece = max(departure.z_m - ground_height(course.terrain, head.x_m, head.y_m), 1.0) / math.tan(glide_rad) / 16.0
    for _ in range(64):
        x, y = head.x_m + (length + piece) * head.east, head.y_m + (length + piece) * head.north
        under = departure.z_m - fallen - piece * math.tan(glide_rad) - ground_height(course.terrain, x, y)
        if under <= 0.0:
            over = departure.z_m - fallen
            over -= ground_height(course.terrain, head.x_m + length * head.east, head.y_m + length * head.north)
            return length + piece * max(over, 0.0) / max(over - under, 1e-9)
        length += piece
        fallen += piece * math.tan(glide_rad)
    return length


@compiled
def land(departure: Departure, course: Course, pace: Pace, reaction: Reaction) -> int:
    """Lay a glide straight ahead to the ground; too near the ground to flatten a dive, it goes straight on."""
    head = start_knot(departure, course)
    vx, vy, sinking = departure.vx_mps, departure.vy_mps, -departure.vz_mps
    level = math.sqrt(vx * vx + vy * vy)
    angle, slow, bent_s = reaction.glide_rad, reaction.landing_speed_mps, _BENT_S
    high = departure.z_m - ground_height(course.terrain, head.x_m, head.y_m)
    if high < _FLATTENING_S * sinking:
        angle, slow, bent_s = math.atan2(sinking, max(level, 0.1)), level, 0.0
    across = pace.speed_mps if bent_s > 0.0 else max(level, 0.1)
    length = max(_glide_length(departure, course, head, angle), 0.1)
    x, y = head.x_m + length * head.east, head.y_m + length * head.north
    end = ground_height(course.terrain, x, y)
    slope, count, time_s = (departure.z_m - end) / length, 1, head.time_s
    bend = min(across * bent_s, 0.4 * length)
    if bend > 0.0:
        time_s += bend / across
        place = (head.x_m + bend * head.east, head.y_m + bend * head.north, departure.z_m - slope * bend)
        count = put_knot(course.knots, 1, time_s, place, (across * head.east, across * head.north, -across * slope))
    time_s += max(2.0 * (length - bend) / (across + slow), 0.01)
    velocity = (slow * head.east, slow * head.north, -slow * slope)
    return put_knot(course.knots, count, time_s, (x, y, end), velocity)


@compiled
def _rise(course: Course, x: float, y: float, vx: float, vy: float) -> float:
    """Return the rate (m/s) at which the ground rises under a thing that moves over it."""
    half_s = 1.0
    up = ground_height(course.terrain, x + half_s * vx, y + half_s * vy)
    return (up - ground_height(course.terrain, x - half_s * vx, y - half_s * vy)) / (2.0 * half_s)


@compiled
def drift(departure: Departure, course: Course, reaction: Reaction) -> int:
    """Lay the flight of one that has lost its way: it turns slowly, the wind carries it, and it sinks to the ground.

    Turn rate ``die_3`` times ``drift_turn_rad_s``, time until it comes down uniform about ``drift_s`` by half.
    """
    head = start_knot(departure, course)
    wind_x, wind_y = departure.wind_east_mps, departure.wind_north_mps
    ux, uy = departure.vx_mps - wind_x, departure.vy_mps - wind_y
    lasts = reaction.drift_s * (0.5 + departure.die_5)
    by_s = lasts / _DRIFT_KNOTS
    rate = reaction.drift_turn_rad_s * departure.die_3
    rate = min(max(rate, -0.8 / by_s), 0.8 / by_s)
    half_cos, half_sin = math.cos(0.5 * rate * by_s), math.sin(0.5 * rate * by_s)
    chord = by_s if abs(rate) < 1e-9 else 2.0 * half_sin / rate
    high = departure.z_m - ground_height(course.terrain, head.x_m, head.y_m)
    x, y, count = head.x_m, head.y_m, 1
    for i in range(1, _DRIFT_KNOTS + 1):
        middle_x, middle_y = ux * half_cos - uy * half_sin, ux * half_sin + uy * half_cos
        x, y = x + chord * middle_x + by_s * wind_x, y + chord * middle_y + by_s * wind_y
        ux, uy = middle_x * half_cos - middle_y * half_sin, middle_x * half_sin + middle_y * half_cos
        share = i / _DRIFT_KNOTS
        z = ground_height(course.terrain, x, y) + high * (1.0 - share * share)
        vx, vy = ux + wind_x, uy + wind_y
        velocity = (vx, vy, _rise(course, x, y, vx, vy) - 2.0 * high * share / lasts)
        count = put_knot(course.knots, count, departure.time_s + i * by_s, (x, y, z), velocity)
    return count


@entry
def react(departure: Departure, course: Course, pace: Pace, reaction: Reaction) -> int:
    """Lay the rest of a flight that is no longer the mission, by the departure's order."""
    if departure.order in (LAND, HOVER):  # what cannot hover comes down
        return land(departure, course, pace, reaction)
    if departure.order == TURN_BACK:
        return turn_back(departure, course, pace, reaction)
    if departure.order == DRIFT:
        return drift(departure, course, reaction)
    return fall(departure, course, reaction.terminal_mps)
