"""The textbook flight: a straight line at constant speed, for cases whose answer is known in closed form."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import KNOTS_MAX, MISSION, ONE_WAY_DRONE, TURN_BACK, Body, Course, Departure, put_knot
from ringfort.schema import ModelSpec, Parameter
from ringfort.world.terrain import ground_height

_PER_PERIOD = 8  # knots a period of the weave; a cubic then leaves the sine by 0.1 percent of its amplitude
_PERIODS_MAX = 11
_ALREADY_THERE_M = 1e-3


class StraightLine(NamedTuple):
    """A straight line from the start to the aim point at constant speed.

    It begins ``height_m`` above the ground and ends on the ground at the aim point, or passes over it at that height
    where ``level`` is 1 and ends there. A weave to one side, (1 - cos) / 2 of its amplitude, takes whole periods before
    the end (11 at most). No die, no wind. Ordered to turn back, it flies straight home; any other order brings it
    straight down.
    """

    speed_mps: Annotated[float, Parameter("m/s", "speed", above=0.0)]
    height_m: Annotated[float, Parameter("m", "height above the ground at the start", low=0.0, default=100.0)]
    level: Annotated[float, Parameter("1", "1 = keeps that height over the aim point", low=0, high=1, default=0)]
    weave_m: Annotated[float, Parameter("m", "how far the weave goes to the left", low=0.0, default=0.0)]
    weave_period_s: Annotated[float, Parameter("s", "period of the weave", above=0.0, default=10.0)]


class _Line(NamedTuple):
    """A line in time: where and when it begins, its velocity and how long it lasts."""

    time_s: float
    x_m: float
    y_m: float
    z_m: float
    vx_mps: float
    vy_mps: float
    vz_mps: float
    lasts_s: float


@compiled
def _line(
    departure: Departure, start: tuple[float, float, float], end: tuple[float, float, float], speed: float
) -> _Line:
    dx, dy, dz = end[0] - start[0], end[1] - start[1], end[2] - start[2]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    if distance < _ALREADY_THERE_M:
        return _Line(departure.time_s, start[0], start[1], start[2], 0.0, 0.0, 0.0, 1.0)
    lasts = distance / speed
    return _Line(departure.time_s, start[0], start[1], start[2], dx / lasts, dy / lasts, dz / lasts, lasts)


@compiled
def _relaid(p: StraightLine, departure: Departure, course: Course) -> int:
    """Lay the line of an object that is ordered home or down; its first knot keeps the present velocity."""
    start = (departure.x_m, departure.y_m, departure.z_m)
    end = (start[0], start[1], ground_height(course.terrain, start[0], start[1]))
    if departure.order == TURN_BACK:
        x, y = departure.home_x_m, departure.home_y_m
        end = (x, y, ground_height(course.terrain, x, y))
    line = _line(departure, start, end, p.speed_mps)
    count = put_knot(course.knots, 0, departure.time_s, start, (departure.vx_mps, departure.vy_mps, departure.vz_mps))
    velocity = (line.vx_mps, line.vy_mps, line.vz_mps)
    return put_knot(course.knots, count, departure.time_s + line.lasts_s, end, velocity)


@compiled
def _lay_weave(p: StraightLine, line: _Line, course: Course) -> int:
    """Lay the knots of the weave, then the end."""
    across = math.sqrt(line.vx_mps * line.vx_mps + line.vy_mps * line.vy_mps)
    periods = min(int(line.lasts_s / p.weave_period_s), _PERIODS_MAX)
    woven = periods * _PER_PERIOD if across > 0.0 and p.weave_m > 0.0 else 0
    count = _lay_at(p, line, course, (0, 0.0, 0.0))
    first = line.lasts_s - periods * p.weave_period_s
    for i in range(woven):
        since = first + i * p.weave_period_s / _PER_PERIOD
        if since > 1e-6 and count < KNOTS_MAX - 1:
            count = _lay_at(p, line, course, (count, since, 2.0 * math.pi * i / _PER_PERIOD))
    return _lay_at(p, line, course, (count, line.lasts_s, 0.0))


@compiled
def _lay_at(p: StraightLine, line: _Line, course: Course, at: tuple[int, float, float]) -> int:
    """Lay one knot ``at`` = (its place in the array, seconds since the start, phase of the weave)."""
    count, since, phase = at
    across = math.sqrt(line.vx_mps * line.vx_mps + line.vy_mps * line.vy_mps)
    aside = 0.5 * p.weave_m * (1.0 - math.cos(phase))
    drift = math.pi * p.weave_m / p.weave_period_s * math.sin(phase)
    left_x, left_y = 0.0, 0.0
    if across > 0.0:
        left_x, left_y = -line.vy_mps / across, line.vx_mps / across
    x, y = line.x_m + since * line.vx_mps + aside * left_x, line.y_m + since * line.vy_mps + aside * left_y
    velocity = (line.vx_mps + drift * left_x, line.vy_mps + drift * left_y, line.vz_mps)
    return put_knot(course.knots, count, line.time_s + since, (x, y, line.z_m + since * line.vz_mps), velocity)


@entry
def lay(parameters: StraightLine, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    if departure.order != MISSION:
        return _relaid(p, departure, course)
    x, y = departure.aim_x_m, departure.aim_y_m
    start = (departure.x_m, departure.y_m, ground_height(course.terrain, departure.x_m, departure.y_m) + p.height_m)
    end = (x, y, ground_height(course.terrain, x, y))
    if p.level > 0.5:
        end = (x, y, start[2])
    return _lay_weave(p, _line(departure, start, end, p.speed_mps), course)


MODEL = ModelSpec(
    name="flight.straight-line",
    stage="flight",
    parameters=StraightLine,
    shared=Body,
    functions={"lay": lay},
    references=(),
    traits={"kind": ONE_WAY_DRONE, "ballistic": 0},
    claims=("comes down at its aim",),
)
