"""Ballistic missiles: boost, an ellipse over the round earth, and the fall back through the air."""

from typing import Annotated, Any, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import MISSILE, MISSION, Body, Course, Departure, put_knot
from ringfort.flights.fall import fall
from ringfort.flights.plane import CEP, Plane, along_ground, in_plane, plane
from ringfort.flights.throw import Throw, come_to, lay_throw
from ringfort.physics import point_mass
from ringfort.physics.ballistic_missile import EARTH_GM, Sphere, minimum_energy_apogee, point_at, through_apogee
from ringfort.physics.drag import constant_drag
from ringfort.physics.point_mass import Flight, Surroundings
from ringfort.schema import ModelSpec, Parameter
from ringfort.world.terrain import EARTH_RADIUS_M, ground_height

_UNIT_DRAG = constant_drag(1.0)
_STILL = Sphere(EARTH_RADIUS_M, EARTH_GM, 0.0)
_FINENESS, _FALL_M = 0.05, 3000.0
_ROUNDS = 10
_APOGEE_ROUNDS = 3
_CLOSE_M = 0.5


class Missile(NamedTuple):
    """A short-range ballistic missile over a round earth that stands still.

    Half the burning time is flown at rest, so to speak: the boost is a constant acceleration from the launcher to the
    point of the ellipse that a missile launched at full speed would reach in half the burning time. From there on it
    falls freely, with drag by its ballistic coefficient, on a path whose apogee (air apart) is ``apogee_ratio`` times
    that of least energy: 1 is least energy, below 1 depressed, above 1 lofted. The ellipse is lengthened until the
    drag of the fall brings it down at its aim. It aims the circular error times ``die_1`` and ``die_2`` off. No wind.
    Hit, or failed, it tumbles on as debris.
    """

    apogee_ratio: Annotated[
        float,
        Parameter("1", "apogee over that of the least-energy flight of the same range", low=0.2, high=4.0, default=1),
    ]
    burn_s: Annotated[float, Parameter("s", "burning time of its motor", low=1.0, high=200.0)]
    ballistic_coefficient_kg_m2: Annotated[
        float, Parameter("kg/m^2", "mass over drag area of what falls back", low=500.0, high=1e6)
    ]
    cep_m: Annotated[float, Parameter("m", "circular error probable", low=0.0)]
    wreck_fall_mps: Annotated[float, Parameter("m/s", "terminal speed of its debris", above=1.0, default=150.0)]


@compiled
def _burnout(p: Missile, way: Plane, reach_m: float, apogee_m: float) -> Flight:
    """Return the missile at burnout, on the ellipse that would have this range and apogee without air."""
    ellipse = through_apogee(reach_m, apogee_m, _STILL)
    point = point_at(min(0.5 * p.burn_s, 0.4 * ellipse.time_s), ellipse, _STILL)
    return in_plane(way, p.burn_s, point.ground_m, point.height_m, (point.level_mps, point.climb_mps))


@compiled
def _aimed(p: Missile, way: Plane, throw: Throw, table: Any) -> Flight:
    """Return the burnout whose fall ends at the aim, by secants on the ellipse's range; its apogee follows the asked.

    Where no ellipse does it (the asked apogee lies within dense air), the last one tried is flown.
    """
    wanted_m = p.apogee_ratio * minimum_energy_apogee(way.range_m, EARTH_RADIUS_M)
    reach, apogee, reach_before, miss_before = way.range_m, wanted_m, 0.0, -way.range_m
    start = _burnout(p, way, reach, apogee)
    for i in range(_ROUNDS):
        end, top_m = come_to(start, way.target_m, throw, table)
        miss = along_ground(way, end) - way.range_m
        if abs(miss) < _CLOSE_M:
            break
        slope = (miss - miss_before) / (reach - reach_before) if reach != reach_before else 1.0
        reach_before, miss_before = reach, miss
        reach -= min(max(miss / min(max(slope, 0.3), 3.0), -0.3 * way.range_m), 0.3 * way.range_m)
        if i < _APOGEE_ROUNDS:
            apogee *= min(max(wanted_m / top_m, 0.7), 1.5)
        start = _burnout(p, way, reach, apogee)
    return start


@compiled
def air(departure: Departure) -> Surroundings:
    """Return still air over a round earth whose gravity is that of the ellipse."""
    weight = EARTH_GM / (EARTH_RADIUS_M * EARTH_RADIUS_M)
    return Surroundings(0.0, 0.0, weight, 1.0 / EARTH_RADIUS_M, 0.0, 0.0, departure.ground_m, 1.0)


@entry
def lay(parameters: Missile, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    if departure.order != MISSION:
        return fall(departure, course, p.wreck_fall_mps)
    way = plane(departure, course, p.cep_m / CEP)
    body = point_mass.Body(1.0 / p.ballistic_coefficient_kg_m2, 1.0, 0.0, -1.0, 0.0)
    throw = Throw(body, air(departure), _FINENESS, _FALL_M)
    start = _aimed(p, way, throw, _UNIT_DRAG)
    ground = ground_height(course.terrain, departure.x_m, departure.y_m)
    put_knot(course.knots, 0, departure.time_s, (departure.x_m, departure.y_m, ground), (0.0, 0.0, 0.0))
    return lay_throw(course, 1, start, throw, _UNIT_DRAG, departure.time_s)


MODEL = ModelSpec(
    name="flight.ballistic-missile",
    stage="flight",
    parameters=Missile,
    shared=Body,
    functions={"lay": lay},
    references=("wheelon_1959", "bate_mueller_white_1971", "mccoy_1999"),
    traits={"kind": MISSILE, "ballistic": 1},
    claims=("comes down at its aim",),
)
