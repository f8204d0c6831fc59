"""A multirotor that flies to a point, may hover, and dives or drops on it."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import (
    DRIFT,
    HOVER,
    LAND,
    MISSION,
    QUADCOPTER,
    TURN_BACK,
    Body,
    Course,
    Departure,
    put_knot,
)
from ringfort.flights.fall import fall
from ringfort.flights.legs import (
    Descent,
    Head,
    Pace,
    aimed,
    come_down,
    cruise,
    first_head,
    ground_speed,
    last_leg,
    lay_level,
    level_height,
    over_route,
    waypoints_of,
)
from ringfort.flights.reactions import Reaction, turn_back
from ringfort.schema import ModelSpec, Parameter
from ringfort.world.terrain import ground_height


class Quadcopter(NamedTuple):
    """A multirotor under remote control.

    It enters at its height above the ground, follows the ground over the waypoints of its route, may stop and hover
    before its aim, and comes down on it at an angle (a right angle: it drops from overhead). It aims ``accuracy_m``
    times ``die_1`` and ``die_2`` east and north off. Its link lost, it brakes and sinks on the spot (landing), hovers
    until its battery is nearly empty and lands then, or flies home; taken in hand again, it brakes and flies straight
    at its aim. Its navigation lost, it brakes to the wind's drift and sinks; hit, it falls.
    """

    speed_mps: Annotated[float, Parameter("m/s", "speed through the air on the way", above=0.5, high=100.0)]
    height_m: Annotated[float, Parameter("m", "height above the ground on the way", above=1.0, high=5000.0)]
    follows_terrain: Annotated[
        float,
        Parameter("1", "1 = follows the ground, 0 = keeps its height above the aim point", low=0, high=1, default=1),
    ]
    turn_radius_m: Annotated[float, Parameter("m", "radius of its turns", above=0.5, default=20.0)]
    dive_rad: Annotated[float, Parameter("rad", "angle of the last descent", low=0.03, high=1.57, default=0.8)]
    dive_speed_mps: Annotated[float, Parameter("m/s", "speed at its end", above=0.5, high=150.0)]
    hover_s: Annotated[float, Parameter("s", "time it hovers before that; 0 = dives at once", low=0.0, default=0.0)]
    accuracy_m: Annotated[float, Parameter("m", "one-sigma error of each horizontal coordinate", low=0.0)]
    braking_mps2: Annotated[float, Parameter("m/s^2", "how hard it brakes", above=0.1, default=3.0)]
    sink_mps: Annotated[float, Parameter("m/s", "speed at which it sinks to land", above=0.1, default=3.0)]
    loiter_s: Annotated[float, Parameter("s", "that it hovers when its link is lost", above=0.0, default=600.0)]
    wreck_fall_mps: Annotated[float, Parameter("m/s", "terminal speed of its wreck", above=1.0, default=25.0)]


@compiled
def _settle(p: Quadcopter, departure: Departure, course: Course, drift: tuple[float, float]) -> int:
    """Lay a braking to the velocity ``drift`` (m/s) and a sinking from there to the ground."""
    vx, vy, vz = departure.vx_mps, departure.vy_mps, departure.vz_mps
    place = (departure.x_m, departure.y_m, departure.z_m)
    count = put_knot(course.knots, 0, departure.time_s, place, (vx, vy, vz))
    dx, dy = vx - drift[0], vy - drift[1]
    braking = max(math.sqrt(dx * dx + dy * dy + vz * vz) / p.braking_mps2, 0.5)
    x, y = departure.x_m + 0.5 * braking * (vx + drift[0]), departure.y_m + 0.5 * braking * (vy + drift[1])
    z = departure.z_m + 0.5 * braking * (vz - p.sink_mps)
    z = max(z, ground_height(course.terrain, x, y) + 0.5)
    time_s = departure.time_s + braking
    count = put_knot(course.knots, count, time_s, (x, y, z), (drift[0], drift[1], -p.sink_mps))
    sinking = (z - ground_height(course.terrain, x, y)) / p.sink_mps
    for _ in range(8):
        under = ground_height(course.terrain, x + sinking * drift[0], y + sinking * drift[1])
        sinking = max((z - under) / p.sink_mps, 0.1)
    x, y = x + sinking * drift[0], y + sinking * drift[1]
    place = (x, y, ground_height(course.terrain, x, y))
    return put_knot(course.knots, count, time_s + sinking, place, (drift[0], drift[1], -p.sink_mps))


@compiled
def _hover_on(p: Quadcopter, departure: Departure, course: Course) -> int:
    """Lay a braking to rest, a hover, and a sinking to the ground."""
    vx, vy, vz = departure.vx_mps, departure.vy_mps, departure.vz_mps
    count = put_knot(course.knots, 0, departure.time_s, (departure.x_m, departure.y_m, departure.z_m), (vx, vy, vz))
    braking = max(math.sqrt(vx * vx + vy * vy + vz * vz) / p.braking_mps2, 0.5)
    x, y = departure.x_m + 0.5 * braking * vx, departure.y_m + 0.5 * braking * vy
    ground = ground_height(course.terrain, x, y)
    z = max(departure.z_m + 0.5 * braking * vz, ground + 0.5)
    time_s = departure.time_s + braking
    count = put_knot(course.knots, count, time_s, (x, y, z), (0.0, 0.0, 0.0))
    time_s += p.loiter_s
    count = put_knot(course.knots, count, time_s, (x, y, z), (0.0, 0.0, 0.0))
    time_s += max((z - ground) / p.sink_mps, 0.1)
    return put_knot(course.knots, count, time_s, (x, y, ground), (0.0, 0.0, -p.sink_mps))


@compiled
def _hover_and_dive(p: Quadcopter, course: Course, pace: Pace, head: Head, descent: Descent) -> int:
    """Lay the way to the hover, the hover, and a straight descent from rest."""
    distance, east, north = last_leg(course, head, descent)
    foot = ground_height(course.terrain, descent.x_m, descent.y_m)
    drop = max(level_height(course, pace, (descent.x_m, descent.y_m, east, north)) - foot, 1.0)
    run = min(drop / math.tan(p.dive_rad), 0.5 * distance)
    speed = ground_speed(pace, east, north)
    braking = min(0.5 * speed * speed / p.braking_mps2, 0.4 * distance)
    brake_from = (descent.x_m - (run + braking) * east, descent.y_m - (run + braking) * north)
    head = over_route(course, pace, head, brake_from, descent.waypoints)
    x, y = descent.x_m - run * east, descent.y_m - run * north
    z = level_height(course, pace, (x, y, east, north))
    time_s = head.time_s + max(2.0 * braking / speed, 0.1)
    count = put_knot(course.knots, head.laid, time_s, (x, y, z), (0.0, 0.0, 0.0))
    time_s += p.hover_s
    count = put_knot(course.knots, count, time_s, (x, y, z), (0.0, 0.0, 0.0))
    length = math.sqrt(run * run + (z - foot) * (z - foot))
    across, down = p.dive_speed_mps * run / length, p.dive_speed_mps * (z - foot) / length
    time_s += 2.0 * length / p.dive_speed_mps
    return put_knot(
        course.knots, count, time_s, (descent.x_m, descent.y_m, foot), (across * east, across * north, -down)
    )


@compiled
def _first_head(p: Quadcopter, departure: Departure, course: Course, pace: Pace, aim: tuple[float, float]) -> Head:
    """Return the head of an attack at its start; one that is under way elsewhere brakes, and gathers speed anew."""
    vx, vy, vz = departure.vx_mps, departure.vy_mps, departure.vz_mps
    moving = math.sqrt(vx * vx + vy * vy + vz * vz)
    if moving < 1.0:
        return first_head(departure, course, aim[0], aim[1])
    put_knot(course.knots, 0, departure.time_s, (departure.x_m, departure.y_m, departure.z_m), (vx, vy, vz))
    braking = max(moving / p.braking_mps2, 0.5)
    x, y = departure.x_m + 0.5 * braking * vx, departure.y_m + 0.5 * braking * vy
    z = max(departure.z_m + 0.5 * braking * vz, ground_height(course.terrain, x, y) + 0.5)
    time_s = departure.time_s + braking
    put_knot(course.knots, 1, time_s, (x, y, z), (0.0, 0.0, 0.0))
    head, distance = aimed(Head(2, time_s, x, y, 1.0, 0.0), aim[0], aim[1])
    speed = ground_speed(pace, head.east, head.north)
    run = max(min(0.5 * speed * speed / p.braking_mps2, 0.4 * distance), 0.1)
    return Head(2, time_s + 2.0 * run / speed, x + run * head.east, y + run * head.north, head.east, head.north)


@compiled
def _attack(p: Quadcopter, departure: Departure, course: Course, pace: Pace) -> int:
    x = departure.aim_x_m + p.accuracy_m * departure.die_1
    y = departure.aim_y_m + p.accuracy_m * departure.die_2
    descent = Descent(x, y, p.dive_rad, p.dive_speed_mps, waypoints_of(course))
    head = lay_level(course, pace, _first_head(p, departure, course, pace, (x, y)))
    if p.hover_s > 0.0:
        return _hover_and_dive(p, course, pace, head, descent)
    return come_down(course, pace, head, descent)


@entry
def lay(parameters: Quadcopter, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    pace = cruise(departure, course, p.speed_mps, (p.height_m, p.follows_terrain), p.turn_radius_m)
    if departure.order == MISSION:
        return _attack(p, departure, course, pace)
    if departure.order == LAND:
        return _settle(p, departure, course, (0.0, 0.0))
    if departure.order == HOVER:
        return _hover_on(p, departure, course)
    if departure.order == DRIFT:
        return _settle(p, departure, course, (departure.wind_east_mps, departure.wind_north_mps))
    if departure.order == TURN_BACK:
        return turn_back(departure, course, pace, Reaction(0.6, p.sink_mps, 1.0, 0.0, p.wreck_fall_mps))
    return fall(departure, course, p.wreck_fall_mps)


MODEL = ModelSpec(
    name="flight.quadcopter",
    stage="flight",
    parameters=Quadcopter,
    shared=Body,
    functions={"lay": lay},
    references=(),
    traits={"kind": QUADCOPTER, "ballistic": 0},
    claims=("comes down at its aim", "keeps its height above ground"),
)
