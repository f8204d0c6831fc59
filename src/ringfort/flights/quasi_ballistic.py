"""Missiles that glide within the air: a climb far below the Keplerian apogee, a level glide, a steep dive."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import MISSILE, MISSION, Body, Course, Departure, put_knot
from ringfort.flights.fall import fall
from ringfort.flights.plane import CEP, Plane, in_plane, plane
from ringfort.physics.ballistic_missile import minimum_energy_apogee
from ringfort.physics.quasi_ballistic import Profile, glide, glide_step, shape
from ringfort.schema import ModelSpec, Parameter
from ringfort.world.terrain import EARTH_RADIUS_M, ground_height

_KNOTS = 80
_STEP_S = 0.25
_FASTER, _TRIES = 1.15, 8


class QuasiBallistic(NamedTuple):
    """A short-range missile that flies within the air on lift.

    Its path has a given shape (``physics.quasi_ballistic``): a parabola up to ``apogee_ratio`` times the apogee of
    least energy, level glide, a parabola over, a straight dive. Its speed follows from what that shape costs; where
    ``speed_mps`` does not suffice for the range, it is raised in steps of 15 percent until it does. The boost is a
    constant acceleration over ``burn_s`` to the point that a missile launched at full speed would reach in half of it.
    It aims the circular error times ``die_1`` and ``die_2`` off. No wind. Hit, or failed, it tumbles on as debris.
    """

    apogee_ratio: Annotated[
        float, Parameter("1", "apogee over that of the least-energy flight of the same range", low=0.05, high=1.0)
    ]
    speed_mps: Annotated[float, Parameter("m/s", "speed after the boost", above=100.0, high=4000.0)]
    burn_s: Annotated[float, Parameter("s", "burning time of its motor", low=1.0, high=200.0)]
    climb_share: Annotated[float, Parameter("1", "climb as a share of the range", low=0.1, high=0.5, default=0.3)]
    pushover_share: Annotated[
        float, Parameter("1", "pushover as a share of the range", low=0.01, high=0.3, default=0.1)
    ]
    dive_rad: Annotated[float, Parameter("rad", "angle of the dive", low=0.3, high=1.5, default=1.0)]
    lift_to_drag: Annotated[float, Parameter("1", "lift over drag", low=0.5, high=10.0, default=2.5)]
    cep_m: Annotated[float, Parameter("m", "circular error probable", low=0.0)]
    wreck_fall_mps: Annotated[float, Parameter("m/s", "terminal speed of its debris", above=1.0, default=150.0)]


@compiled
def _profile(p: QuasiBallistic, range_m: float) -> Profile:
    """Return the path, its pushover shortened where it would lose more than the apogee or does not fit."""
    apogee = p.apogee_ratio * minimum_energy_apogee(range_m, EARTH_RADIUS_M)
    slope = math.tan(p.dive_rad)
    pushover = min(p.pushover_share * range_m, 1.6 * apogee / slope)
    climb = min(p.climb_share * range_m, 0.95 * (range_m - apogee / slope - 0.5 * pushover))
    return Profile(range_m, apogee, climb, pushover, p.dive_rad, p.lift_to_drag)


@compiled
def _knot(course: Course, way: Plane, profile: Profile, at: tuple[int, float, float, float, float]) -> int:
    """Lay one knot ``at`` = (its place, time, distance along the ground, speed, relief of the launch)."""
    count, time_s, ground_m, speed, relief_m = at
    height, slope, _ = shape(ground_m, profile)
    share = ground_m / profile.range_m
    level = speed / math.sqrt(1.0 + slope * slope)
    height += relief_m * (1.0 - share) + way.target_m * share
    flight = in_plane(way, time_s, ground_m, height, (level, level * slope))
    place = (flight.east_m, flight.north_m, flight.up_m)
    return put_knot(course.knots, count, time_s, place, (flight.east_mps, flight.north_mps, flight.up_mps))


@compiled
def _lay_glide(p: QuasiBallistic, departure: Departure, course: Course, way: Plane) -> int:
    profile = _profile(p, way.range_m)
    speed, flown = p.speed_mps, glide(p.speed_mps, profile)
    for _ in range(_TRIES):
        if not math.isnan(flown.time_s):
            break
        speed *= _FASTER
        flown = glide(speed, profile)
    lasts = flown.time_s if not math.isnan(flown.time_s) else 2.0 * way.range_m / speed
    x, y = departure.x_m, departure.y_m
    launch = ground_height(course.terrain, x, y)
    relief_m = launch + (x * x + y * y) / (2.0 * EARTH_RADIUS_M)
    count = put_knot(course.knots, 0, departure.time_s, (x, y, launch), (0.0, 0.0, 0.0))
    ahead = min(0.5 * p.burn_s, 0.2 * lasts)
    pieces = int(lasts / _KNOTS / _STEP_S) + 1
    by_s = (lasts - ahead) / (_KNOTS * pieces)
    ground_m = 0.0
    for _ in range(int(ahead / _STEP_S)):
        ground_m, speed = glide_step(ground_m, speed, ahead / int(ahead / _STEP_S), profile)
    time_s = departure.time_s + 2.0 * ahead
    count = _knot(course, way, profile, (count, time_s, ground_m, speed, relief_m))
    for _ in range(_KNOTS - 1):
        for _ in range(pieces):
            ground_m, speed = glide_step(ground_m, max(speed, 100.0), by_s, profile)
        if ground_m > profile.range_m - 0.5 * speed * by_s * pieces:
            break
        time_s += by_s * pieces
        count = _knot(course, way, profile, (count, time_s, ground_m, speed, relief_m))
    return _end(course, way, profile, (count, speed))


@compiled
def _end(course: Course, way: Plane, profile: Profile, at: tuple[int, float]) -> int:
    """Lay the last knot, on the ground at the aim, a straight dive after the one before."""
    count, speed = at
    last = course.knots[count - 1]
    level = speed * math.cos(profile.dive_rad)
    flight = in_plane(way, 0.0, profile.range_m, way.target_m, (level, -level * math.tan(profile.dive_rad)))
    x, y, z = flight.east_m, flight.north_m, ground_height(course.terrain, flight.east_m, flight.north_m)
    dx, dy, dz = x - last.p[0], y - last.p[1], z - last.p[2]
    before = math.sqrt(last.v[0] * last.v[0] + last.v[1] * last.v[1] + last.v[2] * last.v[2])
    time_s = last.t + max(2.0 * math.sqrt(dx * dx + dy * dy + dz * dz) / (speed + before), 0.01)
    return put_knot(course.knots, count, time_s, (x, y, z), (flight.east_mps, flight.north_mps, flight.up_mps))


@entry
def lay(parameters: QuasiBallistic, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    if departure.order != MISSION:
        return fall(departure, course, p.wreck_fall_mps)
    return _lay_glide(p, departure, course, plane(departure, course, p.cep_m / CEP))


MODEL = ModelSpec(
    name="flight.quasi-ballistic",
    stage="flight",
    parameters=QuasiBallistic,
    shared=Body,
    functions={"lay": lay},
    references=("eggers_allen_neice_1958", "wheelon_1959"),
    traits={"kind": MISSILE, "ballistic": 1},
    claims=("comes down at its aim",),
)
