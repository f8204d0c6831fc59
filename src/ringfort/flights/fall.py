"""What is left of a killed thing: a tumbling body that falls through the air, drifting with the wind."""

from typing import Any

from ringfort.compiled import compiled, entry
from ringfort.flights.contract import KNOTS_MAX, Course, Departure, put_knot
from ringfort.physics.atmosphere import STANDARD_GRAVITY_MPS2
from ringfort.physics.drag import constant_drag
from ringfort.physics.point_mass import Body, Flight, Surroundings, step
from ringfort.world.terrain import EARTH_RADIUS_M, Terrain, ground_height

_UNIT_DRAG = constant_drag(1.0)
_SEA_LEVEL_DENSITY = 1.225
_FIRST_S = 0.5  # between the first knots
_NEVER_S = -1e9  # the end of a burn that never was, before any time of a raid
_GROWTH = 0.06  # of later intervals, as a share of the time since the first knot: enough knots for 700 s


@compiled
def surroundings(departure: Departure) -> Surroundings:
    """Return the round earth and the windy air that a flight of the local frame meets."""
    wind_east, wind_north = departure.wind_east_mps, departure.wind_north_mps
    curvature = 1.0 / EARTH_RADIUS_M
    return Surroundings(wind_east, wind_north, STANDARD_GRAVITY_MPS2, curvature, 0.0, 0.0, departure.ground_m, 1.0)


@compiled
def tumbling(terminal_mps: float) -> Body:
    """Return the body whose drag equals its weight at ``terminal_mps`` in the air of sea level."""
    area = 2.0 * STANDARD_GRAVITY_MPS2 / (_SEA_LEVEL_DENSITY * terminal_mps * terminal_mps)
    return Body(area, 1.0, 0.0, _NEVER_S, 0.0)


@compiled
def above(terrain: Terrain, flight: Flight) -> float:
    """Return the height (m) of a moving point above the ground below it."""
    return flight.up_m - ground_height(terrain, flight.east_m, flight.north_m)


@compiled
def lay_point(course: Course, count: int, flight: Flight) -> int:
    """Lay a moving point as a knot and return the next free place."""
    place = (flight.east_m, flight.north_m, flight.up_m)
    return put_knot(course.knots, count, flight.time_s, place, (flight.east_mps, flight.north_mps, flight.up_mps))


@compiled
def moved(flight: Flight, by_s: float, body: Body, air: Surroundings, table: Any) -> Flight:
    """Return a flight ``by_s`` seconds later, in steps of half a second at most."""
    pieces = int(by_s / _FIRST_S) + 1
    for _ in range(pieces):
        flight = step(flight, by_s / pieces, body, air, table)
    return flight


@compiled
def grounded(terrain: Terrain, flight: Flight, by_s: float, body: Body, air: Surroundings, table: Any) -> Flight:
    """Return the flight where it meets the ground, known to be within ``by_s`` seconds."""
    share = 1.0
    for _ in range(5):
        nearer = moved(flight, share * by_s, body, air, table)
        sinking = max(-nearer.up_mps, 0.1)
        share = min(max(share + above(terrain, nearer) / (sinking * by_s), 0.0), 1.0)
    end = moved(flight, max(share * by_s, 0.01), body, air, table)
    foot = ground_height(terrain, end.east_m, end.north_m)
    return Flight(end.time_s, end.east_m, end.north_m, foot, end.east_mps, end.north_mps, end.up_mps)


@entry
def fall(departure: Departure, course: Course, terminal_mps: float) -> int:
    """Lay the fall of a killed thing from where it is to the ground; return the number of knots.

    A point mass whose drag balances its weight at ``terminal_mps`` near sea level, so thrown on by its own speed and
    carried by the wind (``physics.point_mass``).
    """
    air, body = surroundings(departure), tumbling(terminal_mps)
    x, y, z = departure.x_m, departure.y_m, departure.z_m
    flight = Flight(departure.time_s, x, y, z, departure.vx_mps, departure.vy_mps, departure.vz_mps)
    count = lay_point(course, 0, flight)
    while count < KNOTS_MAX - 1:
        by_s = max(_FIRST_S, _GROWTH * (flight.time_s - departure.time_s))
        later = moved(flight, by_s, body, air, _UNIT_DRAG)
        if above(course.terrain, later) <= 0.0:
            break
        flight = later
        count = lay_point(course, count, flight)
    return lay_point(course, count, grounded(course.terrain, flight, by_s, body, air, _UNIT_DRAG))
