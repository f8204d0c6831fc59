"""Birds: a wandering way through the area at a height and a speed of their own."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import BIRD, FALL, MISSION, Body, Course, Departure, put_knot
from ringfort.flights.fall import fall
from ringfort.schema import ModelSpec, Parameter
from ringfort.world.terrain import ground_height

_KNOTS = 90
_SHORTEST_S = 2.0  # between knots
_PER_PERIOD = 8.0  # knots a period of the wandering, at least
_SLOPE_M = 50.0
_LOWEST_M = 2.0
_TURN = 2.0 * math.pi


class Bird(NamedTuple):
    """A bird, or a flock that flies as one.

    It heads for the aim point, or anywhere (``die_5``) where that is its start; swings to both sides of its way and up
    and down in sines whose phase is ``die_6``; its speed and height are log-normal about the given medians (``die_4``
    and ``die_3``). Speeds are over the ground, as radars measured them. It leaves when the raid is over. Frightened or
    jammed it flies on; hit, it falls.
    """

    speed_mps: Annotated[float, Parameter("m/s", "median ground speed", above=0.5, high=40.0)]
    speed_spread: Annotated[float, Parameter("1", "sigma of the logarithm of speed", low=0.0, high=1.0, default=0.2)]
    height_m: Annotated[float, Parameter("m", "median height above the ground", above=1.0, high=6000.0)]
    height_spread: Annotated[float, Parameter("1", "sigma of the logarithm of height", low=0.0, high=2.0, default=0.5)]
    wander_m: Annotated[float, Parameter("m", "how far it swings to either side", low=0.0, default=50.0)]
    wander_s: Annotated[float, Parameter("s", "period of that", above=1.0, default=60.0)]
    bob: Annotated[
        float, Parameter("1", "how far it swings up and down, as a share of height", low=0, high=0.9, default=0.1)
    ]
    wreck_fall_mps: Annotated[float, Parameter("m/s", "terminal speed when it falls", above=1.0, default=20.0)]


class _Way(NamedTuple):
    """A bird's way: where it began, its heading, speed and height, and the swings about them."""

    x_m: float
    y_m: float
    east: float
    north: float
    speed_mps: float
    height_m: float
    wander_m: float
    rate: float  # of the swings (rad/s)
    phase: float
    bob: float


@compiled
def _heading(departure: Departure) -> tuple[float, float]:
    vx, vy = departure.vx_mps, departure.vy_mps
    dx, dy = departure.aim_x_m - departure.x_m, departure.aim_y_m - departure.y_m
    if departure.order != MISSION and vx * vx + vy * vy > 0.01:
        dx, dy = vx, vy
    distance = math.sqrt(dx * dx + dy * dy)
    if distance < 0.1:
        return math.cos(_TURN * departure.die_5), math.sin(_TURN * departure.die_5)
    return dx / distance, dy / distance


@compiled
def _knot(course: Course, way: _Way, count: int, time_s: float, since_s: float) -> int:
    """Lay the knot ``since_s`` after the way began."""
    angle = way.rate * since_s + way.phase
    aside = way.wander_m * (math.sin(angle) - math.sin(way.phase))
    aside_mps = way.wander_m * way.rate * math.cos(angle)
    along = way.speed_mps * since_s
    x = way.x_m + along * way.east - aside * way.north
    y = way.y_m + along * way.north + aside * way.east
    vx = way.speed_mps * way.east - aside_mps * way.north
    vy = way.speed_mps * way.north + aside_mps * way.east
    level = math.sqrt(vx * vx + vy * vy)
    ahead_x, ahead_y = _SLOPE_M * vx / level, _SLOPE_M * vy / level
    rise = ground_height(course.terrain, x + ahead_x, y + ahead_y)
    rise = (rise - ground_height(course.terrain, x - ahead_x, y - ahead_y)) / (2.0 * _SLOPE_M)
    z = ground_height(course.terrain, x, y) + way.height_m * (1.0 + way.bob * math.cos(angle))
    climb = -way.rate * way.bob * way.height_m * math.sin(angle)
    return put_knot(course.knots, count, time_s + since_s, (x, y, z), (vx, vy, rise * level + climb))


@entry
def lay(parameters: Bird, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    if departure.order == FALL:
        return fall(departure, course, p.wreck_fall_mps)
    lasts = max(departure.until_s - departure.time_s, 2.0 * _SHORTEST_S)
    count_wanted = min(int(lasts / _SHORTEST_S), _KNOTS)
    by_s = lasts / count_wanted
    rate = _TURN / max(p.wander_s, _PER_PERIOD * by_s)
    speed = p.speed_mps * math.exp(p.speed_spread * departure.die_4)
    height = max(p.height_m * math.exp(p.height_spread * departure.die_3), _LOWEST_M)
    wander = min(p.wander_m, 0.5 * speed / rate)
    x, y = departure.x_m, departure.y_m
    east, north = _heading(departure)
    way = _Way(x, y, east, north, speed, height, wander, rate, _TURN * departure.die_6, p.bob)
    count = 0
    if departure.order != MISSION:
        height = max(departure.z_m - ground_height(course.terrain, x, y), _LOWEST_M)
        way = _Way(x, y, east, north, speed, height, wander, rate, 0.5 * math.pi, p.bob)
        velocity = (departure.vx_mps, departure.vy_mps, departure.vz_mps)
        count = put_knot(course.knots, 0, departure.time_s, (x, y, departure.z_m), velocity)
    for i in range(count, count_wanted + 1):
        count = _knot(course, way, count, departure.time_s, i * by_s)
    return count


MODEL = ModelSpec(
    name="flight.bird",
    stage="flight",
    parameters=Bird,
    shared=Body,
    functions={"lay": lay},
    references=(),
    traits={"kind": BIRD, "ballistic": 0},
    claims=("keeps its height above ground",),
)
