"""The plane of flight of a missile: through the earth's centre, its launcher and its aim."""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.flights.contract import Course, Departure
from ringfort.physics.point_mass import Flight
from ringfort.world.terrain import EARTH_RADIUS_M, ground_height, relief

CEP = 1.1774100225154747  # radius that holds half of a circular normal law, in its standard deviations
_SHORTEST_M = 1000.0


class Plane(NamedTuple):
    """The plane of flight: units up and forward at the launch, and the distance to the aim along the ground (m)."""

    up: tuple[float, float, float]
    ahead: tuple[float, float, float]
    range_m: float
    target_m: float  # relief at the aim


@compiled
def plane(departure: Departure, course: Course, sigma_m: float) -> Plane:
    """Return the plane of flight through the earth's centre, the launcher and the aim that the dice have moved."""
    x, y = departure.aim_x_m + sigma_m * departure.die_1, departure.aim_y_m + sigma_m * departure.die_2
    from_z = EARTH_RADIUS_M + ground_height(course.terrain, departure.x_m, departure.y_m)
    to_z = EARTH_RADIUS_M + ground_height(course.terrain, x, y)
    a = math.sqrt(departure.x_m * departure.x_m + departure.y_m * departure.y_m + from_z * from_z)
    b = math.sqrt(x * x + y * y + to_z * to_z)
    up = (departure.x_m / a, departure.y_m / a, from_z / a)
    cosine = (up[0] * x + up[1] * y + up[2] * to_z) / b
    ahead = (x / b - cosine * up[0], y / b - cosine * up[1], to_z / b - cosine * up[2])
    sine = max(math.sqrt(ahead[0] * ahead[0] + ahead[1] * ahead[1] + ahead[2] * ahead[2]), 1e-12)
    ahead = (ahead[0] / sine, ahead[1] / sine, ahead[2] / sine)
    range_m = max(EARTH_RADIUS_M * math.atan2(sine, cosine), _SHORTEST_M)
    return Plane(up, ahead, range_m, relief(course.terrain, x, y))


@compiled
def in_plane(way: Plane, time_s: float, ground_m: float, height_m: float, speeds: tuple[float, float]) -> Flight:
    """Return a moving point from its distance along the ground, its height and its speeds along and up (m, m/s)."""
    angle = ground_m / EARTH_RADIUS_M
    cosine, sine = math.cos(angle), math.sin(angle)
    radius, (level, climb) = EARTH_RADIUS_M + height_m, speeds
    out = (
        cosine * way.up[0] + sine * way.ahead[0],
        cosine * way.up[1] + sine * way.ahead[1],
        cosine * way.up[2] + sine * way.ahead[2],
    )
    along = (
        cosine * way.ahead[0] - sine * way.up[0],
        cosine * way.ahead[1] - sine * way.up[1],
        cosine * way.ahead[2] - sine * way.up[2],
    )
    return Flight(
        time_s,
        radius * out[0],
        radius * out[1],
        radius * out[2] - EARTH_RADIUS_M,
        level * along[0] + climb * out[0],
        level * along[1] + climb * out[1],
        level * along[2] + climb * out[2],
    )


@compiled
def along_ground(way: Plane, flight: Flight) -> float:
    """Return the distance (m) along the ground from the launcher to the point below a flight."""
    x, y, z = flight.east_m, flight.north_m, EARTH_RADIUS_M + flight.up_m
    forward = way.ahead[0] * x + way.ahead[1] * y + way.ahead[2] * z
    upward = way.up[0] * x + way.up[1] * y + way.up[2] * z
    return EARTH_RADIUS_M * math.atan2(forward, upward)
