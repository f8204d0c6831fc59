"""Rockets, mortar bombs and shells: a point mass with drag, aimed so that it reaches its aim point."""

import math
from typing import Annotated, Any, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import MISSION, ROCKET, Body, Course, Departure
from ringfort.flights.fall import fall, surroundings
from ringfort.flights.throw import Throw, come_to, lay_throw, turned
from ringfort.physics import point_mass
from ringfort.physics.ballistics import vacuum_elevation
from ringfort.physics.drag import standard_drag
from ringfort.physics.point_mass import Flight
from ringfort.schema import ModelSpec, Parameter
from ringfort.world.terrain import ground_height, relief

_G7 = standard_drag("G7")
_GRAVITY = 9.80665
_PROBABLE = 0.6744897501960817  # a probable error in standard deviations
_CHARGE = 1.25  # speed of the charge that is chosen, over the least that reaches
_SUBSONIC_DRAG = 0.12  # of the G7 projectile
_FINENESS, _FALL_M = 0.09, 2000.0
_LOW_RAD, _BEST_RAD, _HIGH_RAD = 0.005, 0.84, 1.54  # elevations: of a flat shot, about the farthest, of a steep one
_ROUNDS = 16
_STRAIGHT = 0.003  # side miss over distance above which only the line is mended: a side wind bends the range, too
_CLOSE_M = 0.5
_MUZZLE_M = 1.0  # above the ground


class Rocket(NamedTuple):
    """An unguided rocket, a mortar bomb or a shell.

    A point mass with the drag of the G7 standard projectile times a form factor, thrown at ``launch_speed_mps`` (or,
    where it has charges, at the least speed that reaches well) and driven by its motor for ``burn_s``. The elevation
    that reaches the aim is solved by secants on the very steps that become its knots. The aim is moved by the probable
    errors of range (times ``die_1``) and deflection (times ``die_2``). Hit, or failed, it tumbles on as debris.
    """

    diameter_m: Annotated[float, Parameter("m", "calibre", above=0.0, high=1.0)]
    form_factor: Annotated[
        float, Parameter("1", "drag over that of the G7 projectile of its calibre", above=0, high=20)
    ]
    mass_kg: Annotated[float, Parameter("kg", "mass after burnout", above=0.0)]
    propellant_kg: Annotated[float, Parameter("kg", "propellant that its motor burns", low=0.0, default=0.0)]
    burn_s: Annotated[float, Parameter("s", "burning time of its motor", low=0.0, default=0.0)]
    boost_mps: Annotated[
        float, Parameter("m/s", "speed its motor adds without air and gravity", low=0.0, high=2000.0, default=0.0)
    ]
    launch_speed_mps: Annotated[float, Parameter("m/s", "speed at the muzzle or off the rail", above=1.0, high=2000.0)]
    lowest_speed_mps: Annotated[
        float, Parameter("m/s", "muzzle speed of the smallest charge; 0 = one charge only", low=0.0, default=0.0)
    ]
    steep: Annotated[float, Parameter("1", "1 = fired at a high angle", low=0.0, high=1.0, default=0.0)]
    range_error: Annotated[float, Parameter("1", "probable error of range, as a share of range", low=0.0, high=0.5)]
    deflection_error: Annotated[
        float, Parameter("1", "probable error of deflection, as a share of range", low=0.0, high=0.5)
    ]
    wreck_fall_mps: Annotated[float, Parameter("m/s", "terminal speed of its debris", above=1.0, default=120.0)]


class _Fire(NamedTuple):
    """From where, in which direction and how far one fires: place (m), unit vector, distance, height aimed at (m)."""

    x_m: float
    y_m: float
    z_m: float
    east: float
    north: float
    distance_m: float
    target_m: float
    speed_mps: float


@compiled
def _body(p: Rocket) -> point_mass.Body:
    area = 0.25 * math.pi * p.diameter_m * p.diameter_m * p.form_factor
    if p.burn_s <= 0.0 or p.propellant_kg <= 0.0 or p.boost_mps <= 0.0:
        return point_mass.Body(area, p.mass_kg, 0.0, -1.0, 0.0)
    exhaust_mps = p.boost_mps / math.log(1.0 + p.propellant_kg / p.mass_kg)
    return point_mass.Body(area, p.mass_kg, p.propellant_kg, p.burn_s, exhaust_mps * p.propellant_kg / p.burn_s)


@compiled
def _charge(p: Rocket, distance_m: float) -> float:
    """Return the muzzle speed (m/s) of a charge that reaches ``distance_m`` with something to spare."""
    per_m = 0.5 * 1.2 * _SUBSONIC_DRAG * 0.25 * math.pi * p.diameter_m * p.diameter_m * p.form_factor / p.mass_kg
    return _CHARGE * math.sqrt(_GRAVITY * distance_m) * math.exp(0.5 * per_m * distance_m)


@compiled
def _fire(p: Rocket, departure: Departure, course: Course) -> _Fire:
    """Return the line of fire to the aim point that the dice have moved."""
    dx, dy = departure.aim_x_m - departure.x_m, departure.aim_y_m - departure.y_m
    distance = max(math.sqrt(dx * dx + dy * dy), 10.0)
    along = distance * (1.0 + p.range_error / _PROBABLE * departure.die_1)
    aside = distance * p.deflection_error / _PROBABLE * departure.die_2
    x = departure.x_m + (dx * along - dy * aside) / distance
    y = departure.y_m + (dy * along + dx * aside) / distance
    dx, dy = x - departure.x_m, y - departure.y_m
    distance = max(math.sqrt(dx * dx + dy * dy), 10.0)
    speed = p.launch_speed_mps
    if p.lowest_speed_mps > 0.0:
        speed = min(max(_charge(p, distance), p.lowest_speed_mps), speed)
    z = ground_height(course.terrain, departure.x_m, departure.y_m) + _MUZZLE_M
    target = relief(course.terrain, x, y)
    return _Fire(departure.x_m, departure.y_m, z, dx / distance, dy / distance, distance, target, speed)


@compiled
def _launch(fire: _Fire, elevation_rad: float, left_rad: float) -> Flight:
    east, north = turned(fire.east, fire.north, left_rad)
    level = fire.speed_mps * math.cos(elevation_rad)
    up = fire.speed_mps * math.sin(elevation_rad)
    return Flight(0.0, fire.x_m, fire.y_m, fire.z_m, level * east, level * north, up)


@compiled
def _first_guess(p: Rocket, fire: _Fire) -> float:
    """Return the elevation (rad) that would reach without air, raised by what gravity bends down during the burn."""
    bent = 0.0
    if p.boost_mps > 0.0:
        bent = _GRAVITY * p.burn_s / p.boost_mps * math.log(1.0 + p.boost_mps / fire.speed_mps)
    guess = vacuum_elevation(fire.distance_m, 0.85 * (fire.speed_mps + p.boost_mps), p.steep > 0.5, _GRAVITY)
    if math.isnan(guess):
        return _BEST_RAD - 0.1 if p.steep < 0.5 else _BEST_RAD + 0.1
    return min(max(guess + bent, _LOW_RAD), _HIGH_RAD)


@compiled
def _aimed(p: Rocket, fire: _Fire, throw: Throw, table: Any) -> Flight:
    """Return the launch that reaches the aim, or about the farthest where it is out of reach.

    Secants between the shortest and the farthest elevation of the branch; where they leave it, the farthest is tried
    once and halves after that. The line is turned against the side wind at the same time.
    """
    short, far = (_HIGH_RAD, _BEST_RAD) if p.steep > 0.5 else (_LOW_RAD, _BEST_RAD)
    elevation, left, far_tried = _first_guess(p, fire), 0.0, False
    before, miss_before = short, -fire.distance_m
    for _ in range(_ROUNDS):
        end, _ = come_to(_launch(fire, elevation, left), fire.target_m, throw, table)
        dx, dy = end.east_m - fire.x_m, end.north_m - fire.y_m
        miss = dx * fire.east + dy * fire.north - fire.distance_m
        aside = dy * fire.east - dx * fire.north
        left -= aside / fire.distance_m
        out_of_reach = miss < 0.0 and elevation == far
        if abs(aside) < _CLOSE_M and (out_of_reach or abs(miss) < _CLOSE_M):
            break
        if out_of_reach or abs(aside) > _STRAIGHT * fire.distance_m:
            continue
        if miss < 0.0:
            short = elevation
        else:
            far, far_tried = elevation, True
        change = miss - miss_before
        guess = elevation - miss * (elevation - before) / change if change != 0.0 else far
        slow = far_tried and abs(miss) > 0.5 * abs(miss_before)
        before, miss_before = elevation, miss
        if slow or not min(short, far) < guess < max(short, far):
            guess = 0.5 * (short + far) if far_tried else far
            far_tried = True
        elevation = guess
    return _launch(fire, elevation, left)


@entry
def lay(parameters: Rocket, departure: Departure, course: Course) -> int:
    """Lay the flight (role ``lay`` of the contract)."""
    p = parameters
    if departure.order != MISSION:
        return fall(departure, course, p.wreck_fall_mps)
    fire = _fire(p, departure, course)
    throw = Throw(_body(p), surroundings(departure), _FINENESS, _FALL_M)
    return lay_throw(course, 0, _aimed(p, fire, throw, _G7), throw, _G7, departure.time_s)


MODEL = ModelSpec(
    name="flight.rocket",
    stage="flight",
    parameters=Rocket,
    shared=Body,
    functions={"lay": lay},
    references=("mccoy_1999", "us_standard_atmosphere_1976"),
    traits={"kind": ROCKET, "ballistic": 1},
    claims=("comes down at its aim",),
)
