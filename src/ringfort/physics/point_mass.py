"""A body of drag and thrust through the air over a flat or a round, turning earth: the step and the whole flight.

The frame is local east, north, up with its origin at the ground. ``step`` is what a kernel calls: it allocates
nothing and takes about a tenth of a microsecond. ``fly`` calls it until the ground and finds the moment of impact and
of apogee by root, so that no answer is rounded to a step.
"""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.atmosphere import STANDARD_GRAVITY_MPS2, quick_air
from ringfort.physics.drag import drag_coefficient

EARTH_SPIN_RADPS = 7.292115e-5
LONGEST_FLIGHT_S = 7200.0


class Flight(NamedTuple):
    """A moving point: time since launch (s), place (m) and velocity over the ground (m/s) in east, north, up."""

    time_s: float
    east_m: float
    north_m: float
    up_m: float
    east_mps: float
    north_mps: float
    up_mps: float


class Body(NamedTuple):
    """What flies. Thrust is constant from launch to ``burn_s`` and lies along the motion through the air."""

    drag_area_m2: float  # reference area times form factor; zero for no drag
    mass_kg: float  # after burnout
    propellant_kg: float = 0.0
    burn_s: float = 0.0
    thrust_n: float = 0.0


class Surroundings(NamedTuple):
    """Where it flies. The defaults are a still standard day over flat ground at sea level.

    ``curvature_per_m`` is 1 / R of the earth, 0 for a flat one, where gravity is constant. ``gravity_mps2`` is what a
    plumb bob feels at the origin, so it holds the centrifugal part; the spin adds the Coriolis part.
    """

    wind_east_mps: float = 0.0  # the air's motion toward the east
    wind_north_mps: float = 0.0
    gravity_mps2: float = STANDARD_GRAVITY_MPS2
    curvature_per_m: float = 0.0
    spin_north_radps: float = 0.0  # the earth's spin along local north: EARTH_SPIN_RADPS cos(latitude), or 0
    spin_up_radps: float = 0.0  # EARTH_SPIN_RADPS sin(latitude), or 0
    sea_height_m: float = 0.0  # of the origin above mean sea level
    density_ratio: float = 1.0  # air density over that of the standard day


@compiled
def height_above_sphere(east_m: float, north_m: float, up_m: float, curvature_per_m: float) -> float:
    """Return the height (m) above a sphere that touches the local plane at the origin.

    h = q / (1 + sqrt(1 + k q)), q = 2 z + k (x^2 + y^2 + z^2), k = 1 / R

    Parameters: east_m, north_m, up_m, x, y, z (m); curvature_per_m, k (1/m), 0 for a flat earth, where h = z.
    Domain: above the centre of the earth. Against WGS-84 it errs by up to 0.3 percent of the drop d^2 / 2R.
    Source: elementary, |r| - R written so that nothing cancels.
    """
    rise = 2.0 * up_m + curvature_per_m * (east_m * east_m + north_m * north_m + up_m * up_m)
    return rise / (1.0 + math.sqrt(1.0 + curvature_per_m * rise))


@compiled
def climb_rate(flight: Flight, curvature_per_m: float) -> float:
    """Return the rate (m/s) at which a flight gains height above the sphere, its curvature in 1/m.

    Source: the derivative of ``height_above_sphere``.
    """
    _, x, y, z, vx, vy, vz = flight
    root = math.sqrt(1.0 + curvature_per_m * (2.0 * z + curvature_per_m * (x * x + y * y + z * z)))
    return (vz + curvature_per_m * (x * vx + y * vy + z * vz)) / root


@compiled
def ground_range(flight: Flight, curvature_per_m: float) -> float:
    """Return the distance (m) along the ground, of a curvature in 1/m, from the origin to the point below a flight.

    Source: elementary.
    """
    across = math.sqrt(flight.east_m * flight.east_m + flight.north_m * flight.north_m)
    if curvature_per_m == 0.0:
        return across
    return math.atan2(across, 1.0 / curvature_per_m + flight.up_m) / curvature_per_m


@compiled
def acceleration(
    flight: Flight, burning: bool, body: Body, air: Surroundings, table: Any
) -> tuple[float, float, float]:
    """Return the acceleration (m/s2, east, north, up) of a body in flight.

    a = -rho |u| u C_D(|u|/c) S / 2m + T u / (m |u|) - g (R/r)^2 r/|r| - 2 w x v, u = v - wind

    Parameters: flight; burning, whether the motor gives thrust; body; air, the surroundings; table, of drag by Mach
    (``physics.drag``).
    Domain: a point mass, so no yaw, no spin drift and no lift; a rocket points along its motion through the air. At
    rest in the air there is neither drag nor thrust.
    Source: mccoy_1999, ch. 8 (point-mass trajectory); us_standard_atmosphere_1976 for the air.
    """
    time_s, x, y, z, vx, vy, vz = flight
    k = air.curvature_per_m
    weight, height_m = air.gravity_mps2, z
    if k != 0.0:
        rise = 2.0 * z + k * (x * x + y * y + z * z)
        square = 1.0 + k * rise  # (r/R)^2
        root = math.sqrt(square)
        weight, height_m = weight / (square * root), rise / (1.0 + root)
    ux, uy = vx - air.wind_east_mps, vy - air.wind_north_mps
    speed = math.sqrt(ux * ux + uy * uy + vz * vz)
    rho, slowness = quick_air(height_m + air.sea_height_m)
    coefficient = drag_coefficient(speed * slowness, table)
    push = -0.5 * air.density_ratio * rho * speed * coefficient * body.drag_area_m2  # forward force over speed
    mass_kg = body.mass_kg
    if burning:
        mass_kg += body.propellant_kg * (1.0 - time_s / body.burn_s)
        if speed > 0.0:
            push += body.thrust_n / speed
    push /= mass_kg
    wn, wu = air.spin_north_radps, air.spin_up_radps
    return (
        push * ux - weight * k * x - 2.0 * (wn * vz - wu * vy),
        push * uy - weight * k * y - 2.0 * wu * vx,
        push * vz - weight * (1.0 + k * z) + 2.0 * wn * vx,
    )


@compiled
def _moved(flight: Flight, by_s: float, velocity: Flight, change: tuple[float, float, float]) -> Flight:
    """Return ``flight`` after ``by_s`` seconds at the velocity of another and a given acceleration."""
    return Flight(
        flight.time_s + by_s,
        flight.east_m + by_s * velocity.east_mps,
        flight.north_m + by_s * velocity.north_mps,
        flight.up_m + by_s * velocity.up_mps,
        flight.east_mps + by_s * change[0],
        flight.north_mps + by_s * change[1],
        flight.up_mps + by_s * change[2],
    )


@compiled
def step(flight: Flight, by_s: float, body: Body, air: Surroundings, table: Any) -> Flight:
    """Return a flight some seconds later, by one step of the classical fourth-order Runge-Kutta method.

    Whether the motor burns is decided at the start of the step, so a step must not pass the end of the burn;
    ``step_length`` sees to that.

    Parameters: flight; by_s (s); body; air; table, as ``acceleration``.
    Domain: as ``acceleration``; the step should change the velocity by a few percent at most.
    Source: hairer_norsett_wanner_1993, sec. II.1.
    """
    burning = flight.time_s < body.burn_s
    half = 0.5 * by_s
    first = acceleration(flight, burning, body, air, table)
    b = _moved(flight, half, flight, first)
    second = acceleration(b, burning, body, air, table)
    c = _moved(flight, half, b, second)
    third = acceleration(c, burning, body, air, table)
    d = _moved(flight, by_s, c, third)
    fourth = acceleration(d, burning, body, air, table)
    share = by_s / 6.0
    return Flight(
        flight.time_s + by_s,
        flight.east_m + share * (flight.east_mps + 2.0 * (b.east_mps + c.east_mps) + d.east_mps),
        flight.north_m + share * (flight.north_mps + 2.0 * (b.north_mps + c.north_mps) + d.north_mps),
        flight.up_m + share * (flight.up_mps + 2.0 * (b.up_mps + c.up_mps) + d.up_mps),
        flight.east_mps + share * (first[0] + 2.0 * (second[0] + third[0]) + fourth[0]),
        flight.north_mps + share * (first[1] + 2.0 * (second[1] + third[1]) + fourth[1]),
        flight.up_mps + share * (first[2] + 2.0 * (second[2] + third[2]) + fourth[2]),
    )


@compiled
def step_length(flight: Flight, fineness: float, body: Body, air: Surroundings, table: Any) -> float:
    """Return the seconds in which the velocity changes by about a share ``fineness``, never past the end of the burn.

    dt = fineness (1 s + |v| / |a|)

    Parameters: flight; fineness (1), 0.02 for five figures of range; body; air; table, as ``acceleration``.
    Source: ours; a step of fixed share, because drag and turning rate both scale with |a| / |v|.
    """
    burning = flight.time_s < body.burn_s
    ax, ay, az = acceleration(flight, burning, body, air, table)
    speed = math.sqrt(
        flight.east_mps * flight.east_mps + flight.north_mps * flight.north_mps + flight.up_mps * flight.up_mps
    )
    by_s = fineness * (1.0 + speed / math.sqrt(ax * ax + ay * ay + az * az))
    if burning:
        by_s = min(by_s, body.burn_s - flight.time_s)
    return by_s


@compiled
def _top(flight: Flight, body: Body, air: Surroundings, table: Any) -> Flight:
    """Return the flight at the moment near by when it neither climbs nor sinks."""
    for _ in range(6):
        burning = flight.time_s < body.burn_s
        slowing = acceleration(flight, burning, body, air, table)[2]
        by_s = -climb_rate(flight, air.curvature_per_m) / slowing
        flight = step(flight, by_s, body, air, table)
    return flight


@compiled
def _landed(flight: Flight, ground_m: float, body: Body, air: Surroundings, table: Any) -> Flight:
    """Return the flight at the moment near by when it is at a height, by Newton's method on the step."""
    for _ in range(8):
        height_m = height_above_sphere(flight.east_m, flight.north_m, flight.up_m, air.curvature_per_m)
        by_s = (ground_m - height_m) / climb_rate(flight, air.curvature_per_m)
        flight = step(flight, by_s, body, air, table)
    return flight


@compiled
def fly(
    start: Flight, ground_m: float, fineness: float, body: Body, air: Surroundings, table: Any
) -> tuple[Flight, Flight]:
    """Return a flight at impact and at its apogee (the start, where it never climbs).

    Impact is the moment when the height above the flat or round earth falls to ``ground_m`` (m above the origin's
    level); both moments are roots, not ends of steps.

    Parameters: start; ground_m (m); fineness, as ``step_length`` (1); body; air; table, as ``acceleration``.
    Domain: a flight still in the air after two hours is returned as it is then, above ``ground_m``.
    Source: mccoy_1999, ch. 8.
    """
    flight, apogee = start, start
    while flight.time_s < LONGEST_FLIGHT_S:
        later = step(flight, step_length(flight, fineness, body, air, table), body, air, table)
        sinking = climb_rate(later, air.curvature_per_m) <= 0.0
        if sinking and climb_rate(flight, air.curvature_per_m) > 0.0:
            apogee = _top(later, body, air, table)
        height_m = height_above_sphere(later.east_m, later.north_m, later.up_m, air.curvature_per_m)
        if sinking and height_m <= ground_m:
            return _landed(later, ground_m, body, air, table), apogee
        flight = later
    return flight, apogee
