"""A fixed-wing drone that flies to a point and dives at it."""

from typing import Annotated, NamedTuple

from ringfort.compiled import entry
from ringfort.flights.contract import MISSION, ONE_WAY_DRONE, Body, Course, Departure
from ringfort.flights.legs import Descent, come_down, cruise, first_head, lay_level, waypoints_of
from ringfort.flights.reactions import Reaction, react
from ringfort.schema import ModelSpec, Parameter


class Drone(NamedTuple):
    """A drone or cruise missile that flies to a point by itself and dives at it.

    It enters at its cruise height above the ground, follows the ground or keeps its height, passes the waypoints of
    its route in rounded turns, holds off the wind (its ground speed is that of the wind triangle), and dives at an
    angle. It aims ``accuracy_m`` times ``die_1`` and ``die_2`` east and north of the aim point. Jammed or hit, it
    lands ahead, turns for home, drifts off, or falls.
    """

    cruise_speed_mps: Annotated[float, Parameter("m/s", "cruise speed through the air", above=1.0, high=400.0)]
    cruise_height_m: Annotated[float, Parameter("m", "cruise height above the ground", above=1.0, high=20000.0)]
    follows_terrain: Annotated[
        float,
        Parameter("1", "1 = follows the ground, 0 = keeps its height above the aim point", low=0, high=1, default=1),
    ]
    turn_radius_m: Annotated[float, Parameter("m", "radius of its turns", above=1.0, default=300.0)]
    dive_rad: Annotated[float, Parameter("rad", "angle of the dive below the horizontal", low=0.03, high=1.57)]
    dive_speed_mps: Annotated[float, Parameter("m/s", "speed at the end of the dive", above=1.0, high=600.0)]
    accuracy_m: Annotated[float, Parameter("m", "one-sigma error of each horizontal coordinate", low=0.0)]
    glide_rad: Annotated[float, Parameter("rad", "angle at which it glides to land", low=0.03, high=1.5, default=0.15)]
    landing_speed_mps: Annotated[float, Parameter("m/s", "speed at touch-down", above=1.0, default=25.0)]
    drift_s: Annotated[
        float, Parameter("s", "mean time until one that lost its way comes down", above=1.0, default=300)
    ]
    drift_turn_rad_s: Annotated[
        float, Parameter("rad/s", "one-sigma turn rate of one that lost its way", low=0.0, default=0.01)
    ]
    wreck_fall_mps: Annotated[float, Parameter("m/s", "terminal speed of its wreck", above=1.0, default=50.0)]


@entry
def lay(parameters: Drone, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    pace = cruise(departure, course, p.cruise_speed_mps, (p.cruise_height_m, p.follows_terrain), p.turn_radius_m)
    if departure.order != MISSION:
        reaction = Reaction(p.glide_rad, p.landing_speed_mps, p.drift_s, p.drift_turn_rad_s, p.wreck_fall_mps)
        return react(departure, course, pace, reaction)
    x = departure.aim_x_m + p.accuracy_m * departure.die_1
    y = departure.aim_y_m + p.accuracy_m * departure.die_2
    head = lay_level(course, pace, first_head(departure, course, x, y))
    return come_down(course, pace, head, Descent(x, y, p.dive_rad, p.dive_speed_mps, waypoints_of(course)))


MODEL = ModelSpec(
    name="flight.drone",
    stage="flight",
    parameters=Drone,
    shared=Body,
    functions={"lay": lay},
    references=(),
    traits={"kind": ONE_WAY_DRONE, "ballistic": 0},
    claims=("comes down at its aim", "keeps its height above ground"),
)
