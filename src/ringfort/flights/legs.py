"""The way of a winged thing: straight legs, rounded corners, a height held, the wind held off, then down a slope."""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import MISSION, ROUTE_MAX, Course, Departure, put_knot
from ringfort.world.terrain import ground_height, relief

_ARC_RAD = 1.0  # turn between two knots; a cubic then leaves the circle by 0.3 percent of its radius at most
_SHORTEST_S = 0.01  # between knots, so that no interval is empty
_STANDARD_GRAVITY_MPS2 = 9.80665

Path = tuple[float, float, float, float]  # x, y in metres, and the unit vector (east, north) of the track


class Pace(NamedTuple):
    """How a thing flies level."""

    speed_mps: float  # through the air
    wind_east_mps: float
    wind_north_mps: float
    height_m: float  # above the ground
    level_m: float  # relief that the height counts from where the ground is not followed
    follows: float  # 1 = follows the ground, 0 = keeps one height
    turn_m: float  # radius of its turns
    step_m: float  # between knots of a straight leg


class Head(NamedTuple):
    """How far a course has been laid: knots so far, time, place and unit vector of the track."""

    laid: int
    time_s: float
    x_m: float
    y_m: float
    east: float
    north: float


class Descent(NamedTuple):
    """Where and how a thing comes down."""

    x_m: float
    y_m: float
    slope_rad: float
    speed_mps: float  # over the ground along the slope when it touches down
    waypoints: int  # of the route, to be passed first


@compiled
def ground_speed(pace: Pace, east: float, north: float) -> float:
    """Return the ground speed (m/s) along a track whose crosswind is held off by the heading (the wind triangle).

    A tenth of the air speed is left where the wind is stronger than the thing, so that every flight ends.
    """
    along = pace.wind_east_mps * east + pace.wind_north_mps * north
    across = pace.wind_north_mps * east - pace.wind_east_mps * north
    forward = math.sqrt(max(pace.speed_mps * pace.speed_mps - across * across, 0.0))
    return max(forward + along, 0.1 * pace.speed_mps)


@compiled
def paced(pace: Pace, height_m: float, step_m: float) -> Pace:
    """Return the same pace at another height above the ground and with another distance between knots."""
    wind_east, wind_north = pace.wind_east_mps, pace.wind_north_mps
    return Pace(pace.speed_mps, wind_east, wind_north, height_m, pace.level_m, pace.follows, pace.turn_m, step_m)


@compiled
def _roof(terrain: Any, path: Path, step_m: float) -> float:
    """Return the highest relief (m) within half a step before and behind, so that a cubic between knots clears it."""
    x, y, east, north = path
    highest = relief(terrain, x, y)
    for i in range(1, 4):
        ahead = step_m * i / 6.0
        highest = max(highest, relief(terrain, x + ahead * east, y + ahead * north))
        highest = max(highest, relief(terrain, x - ahead * east, y - ahead * north))
    return highest


@compiled
def level_height(course: Course, pace: Pace, path: Path) -> float:
    """Return the up coordinate (m) at which a thing flies level here."""
    above = pace.level_m if pace.follows < 0.5 else _roof(course.terrain, path, pace.step_m)
    smooth = ground_height(course.terrain, path[0], path[1]) - relief(course.terrain, path[0], path[1])
    return smooth + above + pace.height_m


@compiled
def _slope(course: Course, pace: Pace, path: Path) -> float:
    x, y, east, north = path
    half = 0.5 * pace.step_m
    up = level_height(course, pace, (x + half * east, y + half * north, east, north))
    down = level_height(course, pace, (x - half * east, y - half * north, east, north))
    return (up - down) / pace.step_m


@compiled
def lay_level(course: Course, pace: Pace, head: Head) -> Head:
    """Lay the knot of level flight at the head's time and place."""
    path = (head.x_m, head.y_m, head.east, head.north)
    speed = ground_speed(pace, head.east, head.north)
    velocity = (speed * head.east, speed * head.north, speed * _slope(course, pace, path))
    place = (head.x_m, head.y_m, level_height(course, pace, path))
    put_knot(course.knots, head.laid, head.time_s, place, velocity)
    return Head(head.laid + 1, head.time_s, head.x_m, head.y_m, head.east, head.north)


@compiled
def _advance(course: Course, pace: Pace, head: Head, path: Path, length_m: float) -> Head:
    mean = 0.5 * (ground_speed(pace, head.east, head.north) + ground_speed(pace, path[2], path[3]))
    time_s = head.time_s + max(length_m / mean, _SHORTEST_S)
    return lay_level(course, pace, Head(head.laid, time_s, path[0], path[1], path[2], path[3]))


@compiled
def straight(course: Course, pace: Pace, head: Head, length_m: float) -> Head:
    """Lay level knots straight ahead over ``length_m``; none where it is under a metre."""
    if length_m < 1.0:
        return head
    pieces = int(length_m / pace.step_m) + 1
    piece = length_m / pieces
    for _ in range(pieces):
        path = (head.x_m + piece * head.east, head.y_m + piece * head.north, head.east, head.north)
        head = _advance(course, pace, head, path, piece)
    return head


@compiled
def arc(course: Course, pace: Pace, head: Head, angle_rad: float, radius_m: float) -> Head:
    """Lay level knots round a circle; a positive angle turns left."""
    pieces = int(abs(angle_rad) / _ARC_RAD) + 1
    turn = angle_rad / pieces
    chord = 2.0 * radius_m * math.sin(0.5 * abs(turn))
    half_cos, half_sin = math.cos(0.5 * turn), math.sin(0.5 * turn)
    full_cos, full_sin = math.cos(turn), math.sin(turn)
    for _ in range(pieces):
        x = head.x_m + chord * (head.east * half_cos - head.north * half_sin)
        y = head.y_m + chord * (head.east * half_sin + head.north * half_cos)
        east = head.east * full_cos - head.north * full_sin
        north = head.east * full_sin + head.north * full_cos
        head = _advance(course, pace, head, (x, y, east, north), radius_m * abs(turn))
    return head


@compiled
def aimed(head: Head, x_m: float, y_m: float) -> tuple[Head, float]:
    """Return the head turned towards (x, y), and the distance there (m); unturned within a metre of it."""
    dx, dy = x_m - head.x_m, y_m - head.y_m
    distance = math.sqrt(dx * dx + dy * dy)
    if distance < 1.0:
        return head, distance
    return Head(head.laid, head.time_s, head.x_m, head.y_m, dx / distance, dy / distance), distance


@compiled
def _corner(course: Course, pace: Pace, head: Head, corner: tuple[float, float], after: tuple[float, float]) -> Head:
    """Fly towards ``corner`` and round it towards ``after``, cutting it by an arc that fits both legs."""
    head, before_m = aimed(head, corner[0], corner[1])
    turned, after_m = aimed(Head(0, 0.0, corner[0], corner[1], head.east, head.north), after[0], after[1])
    cross = head.east * turned.north - head.north * turned.east
    angle = math.atan2(cross, head.east * turned.east + head.north * turned.north)
    if abs(angle) < 1e-3:
        return straight(course, pace, head, before_m)
    tangent = math.tan(0.5 * abs(angle))
    cut = min(pace.turn_m * tangent, before_m, 0.5 * after_m)
    return arc(course, pace, straight(course, pace, head, before_m - cut), angle, cut / tangent)


@compiled
def over_route(course: Course, pace: Pace, head: Head, place: tuple[float, float], waypoints: int) -> Head:
    """Fly level over the first ``waypoints`` of the route to ``place``."""
    for i in range(waypoints):
        corner = (float(course.route[i, 0]), float(course.route[i, 1]))
        after = place
        if i + 1 < waypoints:
            after = (float(course.route[i + 1, 0]), float(course.route[i + 1, 1]))
        head = _corner(course, pace, head, corner, after)
    head, distance = aimed(head, place[0], place[1])
    return straight(course, pace, head, distance)


@compiled
def last_leg(course: Course, head: Head, descent: Descent) -> tuple[float, float, float]:
    """Return the length of the last leg (m) and its unit vector."""
    x, y = head.x_m, head.y_m
    if descent.waypoints > 0:
        x, y = float(course.route[descent.waypoints - 1, 0]), float(course.route[descent.waypoints - 1, 1])
    turned, distance = aimed(Head(0, 0.0, x, y, head.east, head.north), descent.x_m, descent.y_m)
    return distance, turned.east, turned.north


@entry
def come_down(course: Course, pace: Pace, head: Head, descent: Descent) -> int:
    """Fly level over the route, then down the slope to the ground at the descent's place; return the knots laid.

    The slope is steeper where the last leg is too short for it. It begins by a curve of one g.
    """
    distance, east, north = last_leg(course, head, descent)
    foot = ground_height(course.terrain, descent.x_m, descent.y_m)
    over = (descent.x_m, descent.y_m, east, north)
    drop = max(level_height(course, pace, over) - foot, 1.0)
    run = min(drop / math.tan(descent.slope_rad), 0.6 * distance)
    bend = pace.speed_mps * pace.speed_mps / _STANDARD_GRAVITY_MPS2 * math.tan(0.5 * descent.slope_rad)
    bend = min(bend, 0.3 * math.sqrt(drop * drop + run * run), 0.3 * distance)
    begin = (descent.x_m - (run + bend) * east, descent.y_m - (run + bend) * north)
    head = over_route(course, pace, head, begin, descent.waypoints)
    return slope_down(course, head, descent, (run, bend))


@compiled
def slope_down(course: Course, head: Head, descent: Descent, reach: tuple[float, float]) -> int:
    """Lay the curve into the slope and the slope itself; ``reach`` is the slope's run and the curve's tangent (m)."""
    run, bend = reach
    knots = course.knots
    last = knots[head.laid - 1]
    height, speed = float(last.p[2]), math.sqrt(last.v[0] * last.v[0] + last.v[1] * last.v[1] + last.v[2] * last.v[2])
    foot = ground_height(course.terrain, descent.x_m, descent.y_m)
    drop = max(height - foot, 0.1)
    length = math.sqrt(run * run + drop * drop)
    down, forward = drop / length, run / length
    share = min(bend / length, 0.5)
    total, curve = length + bend, bend + share * length
    middle = math.sqrt(speed * speed + (descent.speed_mps * descent.speed_mps - speed * speed) * curve / total)
    time_s = head.time_s + max(2.0 * curve / (speed + middle), _SHORTEST_S)
    x, y = descent.x_m - (1.0 - share) * run * head.east, descent.y_m - (1.0 - share) * run * head.north
    velocity = (middle * forward * head.east, middle * forward * head.north, -middle * down)
    count = put_knot(knots, head.laid, time_s, (x, y, height - share * drop), velocity)
    time_s += max(2.0 * (1.0 - share) * length / (middle + descent.speed_mps), _SHORTEST_S)
    end = descent.speed_mps
    velocity = (end * forward * head.east, end * forward * head.north, -end * down)
    return put_knot(knots, count, time_s, (descent.x_m, descent.y_m, foot), velocity)


@compiled
def waypoints_of(course: Course) -> int:
    """Return how many waypoints of the route are flown: all, up to the number that the knots allow."""
    return int(min(course.route.shape[0], ROUTE_MAX))


@compiled
def first_head(departure: Departure, course: Course, x_m: float, y_m: float) -> Head:
    """Return the head of a course at its start, turned to the first waypoint, or to (x, y) where there is none."""
    head = Head(0, departure.time_s, departure.x_m, departure.y_m, 1.0, 0.0)
    if waypoints_of(course) > 0:
        return aimed(head, float(course.route[0, 0]), float(course.route[0, 1]))[0]
    return aimed(head, x_m, y_m)[0]


@compiled
def cruise(departure: Departure, course: Course, speed_mps: float, height: tuple[float, float], turn_m: float) -> Pace:
    """Return the pace of a mission: ``height`` is the model's height (m) and whether it follows the ground.

    A departure more than a metre above its ground sets the height instead.
    """
    height_m, follows = height
    given = departure.z_m - ground_height(course.terrain, departure.x_m, departure.y_m)
    if departure.order == MISSION and given > 1.0:
        height_m = given
    level = relief(course.terrain, departure.aim_x_m, departure.aim_y_m)
    if departure.order == MISSION and given > 1.0 and follows < 0.5:
        level = relief(course.terrain, departure.x_m, departure.y_m)
    wind_east, wind_north = departure.wind_east_mps, departure.wind_north_mps
    step = knot_step(course, way_length(course, departure, waypoints_of(course)))
    return Pace(speed_mps, wind_east, wind_north, height_m, level, follows, turn_m, step)


@compiled
def way_length(course: Course, departure: Departure, waypoints: int) -> float:
    """Return the length (m) of the way from the departure over the route to the aim, or home where it turns back."""
    x, y, total = departure.x_m, departure.y_m, 0.0
    for i in range(waypoints + 1):
        to_x, to_y = departure.aim_x_m, departure.aim_y_m
        if i < waypoints:
            to_x, to_y = float(course.route[i, 0]), float(course.route[i, 1])
        dx, dy = to_x - x, to_y - y
        total += math.sqrt(dx * dx + dy * dy)
        x, y = to_x, to_y
    return total


@compiled
def knot_step(course: Course, length_m: float) -> float:
    """Return the distance (m) between knots of a straight: 40 on the way over a grid, 8 over a smooth earth."""
    cells = course.terrain.heights_m.shape[0] * course.terrain.heights_m.shape[1]
    return max(250.0, length_m / (40.0 if cells > 1 else 8.0))
