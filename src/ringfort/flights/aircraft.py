"""Friendly and neutral aircraft: coming home to land, passing through, or on patrol."""

from typing import Annotated, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import AIRCRAFT, INTERCEPT, MISSION, Body, Course, Departure
from ringfort.flights.hold import Manner, hold
from ringfort.flights.legs import (
    Descent,
    Pace,
    come_down,
    cruise,
    first_head,
    ground_speed,
    lay_level,
    over_route,
    paced,
    straight,
    waypoints_of,
)
from ringfort.flights.reactions import Reaction, react
from ringfort.schema import ModelSpec, Parameter

_BEYOND_KNOTS = 6.0  # on the way out of the area
_LONGEST_OUT_M = 400e3


class Aircraft(NamedTuple):
    """A drone, aeroplane or helicopter that comes home along its lane, or flies through.

    It enters at its cruise height, passes the waypoints of its lane in rounded turns, holds off the wind, and glides
    down to land at the aim point; where it passes through, it flies on over the aim point until the raid is over. Its
    lane is ``lane_m`` times ``die_1`` and ``die_2`` off. On patrol it flies to the aim point and holds there on a
    race-track, flies at targets and comes back, and lands where it set off from. Jammed or hit by mistake, it lands
    ahead, turns for home, drifts off, or falls.
    """

    cruise_speed_mps: Annotated[float, Parameter("m/s", "cruise speed through the air", above=1.0, high=700.0)]
    cruise_height_m: Annotated[float, Parameter("m", "cruise height", above=1.0, high=25000.0)]
    follows_terrain: Annotated[
        float,
        Parameter("1", "1 = follows the ground, 0 = keeps its height above the aim point", low=0, high=1, default=0),
    ]
    turn_radius_m: Annotated[float, Parameter("m", "radius of its turns", above=1.0, default=500.0)]
    passes_through: Annotated[float, Parameter("1", "1 = flies on over the aim point", low=0, high=1, default=0)]
    lane_m: Annotated[float, Parameter("m", "one-sigma error of where it lands or passes", low=0.0, default=0.0)]
    glide_rad: Annotated[float, Parameter("rad", "angle of its approach", low=0.01, high=1.5, default=0.07)]
    landing_speed_mps: Annotated[float, Parameter("m/s", "speed at touch-down", above=1.0)]
    drift_s: Annotated[
        float, Parameter("s", "mean time until one that lost its way comes down", above=1.0, default=600)
    ]
    drift_turn_rad_s: Annotated[
        float, Parameter("rad/s", "one-sigma turn rate of one that lost its way", low=0.0, default=0.01)
    ]
    patrols: Annotated[float, Parameter("1", "1 = holds at the aim point", low=0, high=1, default=0)]
    leg_m: Annotated[float, Parameter("m", "straight part of its race-track on patrol", low=0.0, default=20e3)]
    climb_mps: Annotated[float, Parameter("m/s", "climb and descent on patrol", above=0.0, default=50.0)]
    wreck_fall_mps: Annotated[float, Parameter("m/s", "terminal speed of its wreck", above=1.0, default=60.0)]


@compiled
def _through(course: Course, pace: Pace, departure: Departure, place: tuple[float, float]) -> int:
    """Lay the way over the aim point and on until no knot is needed."""
    head = lay_level(course, pace, first_head(departure, course, place[0], place[1]))
    head = over_route(course, pace, head, place, waypoints_of(course))
    on = ground_speed(pace, head.east, head.north) * (departure.until_s - head.time_s)
    on = min(max(on, 2000.0), _LONGEST_OUT_M)
    wide = paced(pace, pace.height_m, max(pace.step_m, on / _BEYOND_KNOTS))
    return straight(course, wide, head, on).laid


@compiled
def _manner(p: Aircraft) -> Manner:
    return Manner(p.cruise_speed_mps, p.cruise_height_m, p.turn_radius_m, p.leg_m, p.climb_mps, p.landing_speed_mps)


@entry
def lay(parameters: Aircraft, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    if departure.order == INTERCEPT or (departure.order == MISSION and p.patrols > 0.5):
        return hold(departure, course, _manner(p))
    pace = cruise(departure, course, p.cruise_speed_mps, (p.cruise_height_m, p.follows_terrain), p.turn_radius_m)
    if departure.order != MISSION:
        reaction = Reaction(p.glide_rad, p.landing_speed_mps, p.drift_s, p.drift_turn_rad_s, p.wreck_fall_mps)
        return react(departure, course, pace, reaction)
    x, y = departure.aim_x_m + p.lane_m * departure.die_1, departure.aim_y_m + p.lane_m * departure.die_2
    if p.passes_through > 0.5:
        return _through(course, pace, departure, (x, y))
    head = lay_level(course, pace, first_head(departure, course, x, y))
    return come_down(course, pace, head, Descent(x, y, p.glide_rad, p.landing_speed_mps, waypoints_of(course)))


MODEL = ModelSpec(
    name="flight.coming-home",
    stage="flight",
    parameters=Aircraft,
    shared=Body,
    functions={"lay": lay},
    references=("reeds1990",),
    traits={"kind": AIRCRAFT, "ballistic": 0},
    claims=("keeps its height above ground",),
)
