"""Missiles above the air: Keplerian flights from ground to ground on a round earth, still or turning, and re-entry.

The earth is a sphere. Boost and the air are left out: a real missile burns out some way up and down range, so its
flight is longer by about the boost and its burnout speed a little lower. Missiles that glide within the air are
another kind, ``physics.quasi_ballistic``.
"""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.atmosphere import density, gravity, pressure
from ringfort.physics.point_mass import EARTH_SPIN_RADPS

EARTH_RADIUS_M = 6_371_000.0
EARTH_GM = 3.986004418e14  # m3/s2, WGS-84


class Sphere(NamedTuple):
    """The earth of a flight: radius (m), gravitational parameter (m3/s2), spin (rad/s)."""

    radius_m: float = EARTH_RADIUS_M
    gm: float = EARTH_GM
    spin_radps: float = EARTH_SPIN_RADPS


class Trajectory(NamedTuple):
    """An ellipse from ground to ground. Speed and angle are those at the ground, at launch as at impact."""

    range_m: float  # along the ground
    speed_mps: float
    flight_path_rad: float  # above the horizontal at launch
    apogee_m: float  # above the ground
    time_s: float
    semi_major_m: float
    eccentricity: float


class Point(NamedTuple):
    """A moment of a flight: distance along the ground and height (m), speeds along the ground's direction and up."""

    ground_m: float
    height_m: float
    level_mps: float
    climb_mps: float


class RotatingLaunch(NamedTuple):
    """A flight to a target that the earth carries along while the missile flies."""

    speed_mps: float  # over the ground at launch
    azimuth_rad: float  # over the ground, from north
    elevation_rad: float
    inertial_azimuth_rad: float
    flight: Trajectory  # in the frame that does not turn


@compiled
def minimum_energy_apogee(range_m: float, radius_m: float) -> float:
    """Return the apogee (m) of the flight that reaches a range with the least speed.

    h = (R / 2) (sin(phi/2) + cos(phi/2) - 1), phi = range / R

    Parameters: range_m, along the ground (m); radius_m, R of the earth (m).
    Domain: 0 < range < pi R.
    Source: wheelon_1959; bate_mueller_white_1971, ch. 6.
    """
    half = 0.5 * range_m / radius_m
    return 0.5 * radius_m * (math.sin(half) + math.cos(half) - 1.0)


@compiled
def through_apogee(range_m: float, apogee_m: float, earth: Sphere) -> Trajectory:
    """Return the flight of a given range and apogee over a sphere that does not turn.

    e = (r_a - R) / (r_a - R cos(phi/2)), a = r_a / (1 + e), p = a (1 - e^2);
    v_up = sqrt(mu/p) e sin(phi/2), v_level = sqrt(mu/p) (1 - e cos(phi/2));
    t = 2 sqrt(a^3/mu) (pi - E + e sin E), cos E = (1 - R/a) / e

    Parameters: range_m, along the ground (m); apogee_m, above it (m); earth, radius R (m) and mu (m3/s2).
    Domain: 0 < range < 2 pi R, apogee above zero. An apogee above ``minimum_energy_apogee`` is a lofted flight, one
    below a depressed flight.
    Source: bate_mueller_white_1971, ch. 6.
    """
    half = 0.5 * range_m / earth.radius_m
    far = earth.radius_m + apogee_m
    eccentricity = apogee_m / (far - earth.radius_m * math.cos(half))
    semi_major = far / (1.0 + eccentricity)
    scale = math.sqrt(earth.gm / (semi_major * (1.0 - eccentricity * eccentricity)))
    level, climb = scale * (1.0 - eccentricity * math.cos(half)), scale * eccentricity * math.sin(half)
    anomaly = math.acos((1.0 - earth.radius_m / semi_major) / eccentricity)
    mean = math.sqrt(semi_major * semi_major * semi_major / earth.gm)
    time_s = 2.0 * mean * (math.pi - anomaly + eccentricity * math.sin(anomaly))
    speed_mps = math.sqrt(level * level + climb * climb)
    return Trajectory(range_m, speed_mps, math.atan2(climb, level), apogee_m, time_s, semi_major, eccentricity)


@compiled
def minimum_energy(range_m: float, earth: Sphere) -> Trajectory:
    """Return the flight that reaches a range with the least speed.

    v^2 = (2 mu / R) s / (1 + s), s = sin(phi/2); gamma = pi/4 - phi/4

    Parameters: range_m, along the ground (m); earth, radius R (m) and mu (m3/s2).
    Domain: 0 < range < pi R.
    Source: wheelon_1959; bate_mueller_white_1971, ch. 6.
    """
    return through_apogee(range_m, minimum_energy_apogee(range_m, earth.radius_m), earth)


@compiled
def through_speed(range_m: float, speed_mps: float, lofted: bool, earth: Sphere) -> Trajectory:
    """Return the lofted or the depressed flight that reaches a range with a given speed.

    sin(2 gamma + phi/2) = ((2 - Q) / Q) sin(phi/2), Q = v^2 R / mu

    Parameters: range_m, along the ground (m); speed_mps v (m/s); lofted, which root; earth, radius (m) and mu (m3/s2).
    Domain: v at least that of ``minimum_energy`` and below escape; NaN throughout below it, and where the depressed
    root would leave below the horizontal.
    Source: bate_mueller_white_1971, ch. 6.
    """
    half = 0.5 * range_m / earth.radius_m
    q = speed_mps * speed_mps * earth.radius_m / earth.gm
    sine = (2.0 - q) / q * math.sin(half)
    if sine > 1.0:
        return Trajectory(range_m, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)
    turn = math.asin(sine)
    angle = 0.5 * ((math.pi - turn if lofted else turn) - half)
    if angle <= 0.0:
        return Trajectory(range_m, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)
    level = math.cos(angle)
    eccentricity = math.sqrt(1.0 - q * (2.0 - q) * level * level)
    apogee_m = earth.radius_m / (2.0 - q) * (1.0 + eccentricity) - earth.radius_m
    return through_apogee(range_m, apogee_m, earth)


@compiled
def point_at(time_s: float, flight: Trajectory, earth: Sphere) -> Point:
    """Return where a flight is a time after launch, by Kepler's equation.

    E - e sin E = M; r = a (1 - e cos E); Newton's method from E = pi, the apogee

    Parameters: time_s (s), from 0 to the flight's time; flight; earth, as the flight was made with.
    Domain: outside these times the ellipse goes on underground.
    Source: bate_mueller_white_1971, ch. 4.
    """
    e, a = flight.eccentricity, flight.semi_major_m
    mean = (time_s - 0.5 * flight.time_s) / math.sqrt(a * a * a / earth.gm)  # from the apogee
    beyond = mean / (1.0 + e)  # E - pi
    for _ in range(10):
        beyond -= (beyond + e * math.sin(beyond) - mean) / (1.0 + e * math.cos(beyond))
    cosine, sine = -math.cos(beyond), -math.sin(beyond)
    radius = a * (1.0 - e * cosine)
    root = math.sqrt(1.0 - e * e)
    angle = math.atan2(-root * sine, e - cosine)  # of the true anomaly past the apogee
    scale = math.sqrt(earth.gm * a) / radius
    ground_m = 0.5 * flight.range_m + angle * earth.radius_m
    return Point(ground_m, radius - earth.radius_m, scale * root, scale * e * sine)


@compiled
def _central_angle(lat_a: float, lat_b: float, turn: float) -> tuple[float, float]:
    """Return the angle between two places and the azimuth from the first to the second (rad)."""
    x = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(turn)
    y = math.cos(lat_b) * math.sin(turn)
    z = math.sin(lat_a) * math.sin(lat_b) + math.cos(lat_a) * math.cos(lat_b) * math.cos(turn)
    return math.atan2(math.sqrt(x * x + y * y), z), math.atan2(y, x)


@compiled
def rotating_launch(
    launch_latitude_rad: float,
    target_latitude_rad: float,
    eastward_rad: float,
    apogee_ratio: float,
    earth: Sphere,
) -> RotatingLaunch:
    """Return the launch that hits a target on a turning earth.

    The target moves on by w t while the missile flies; range, azimuth and time t are found together by repetition, and
    the ground's own speed w R cos(latitude) is taken off eastward.

    Parameters: launch_latitude_rad, target_latitude_rad (rad); eastward_rad, longitude of the target less that of the
    launch (rad); apogee_ratio, apogee over that of least energy (1 for least energy in the frame that does not turn);
    earth.
    Domain: flights shorter than half way round.
    Source: bate_mueller_white_1971, ch. 6.
    """
    time_s = 0.0
    for _ in range(30):
        angle, azimuth = _central_angle(
            launch_latitude_rad, target_latitude_rad, eastward_rad + earth.spin_radps * time_s
        )
        range_m = angle * earth.radius_m
        apogee_m = apogee_ratio * minimum_energy_apogee(range_m, earth.radius_m)
        flight = through_apogee(range_m, apogee_m, earth)
        time_s = flight.time_s
    level = flight.speed_mps * math.cos(flight.flight_path_rad)
    climb = flight.speed_mps * math.sin(flight.flight_path_rad)
    east = level * math.sin(azimuth) - earth.spin_radps * earth.radius_m * math.cos(launch_latitude_rad)
    north = level * math.cos(azimuth)
    over_ground = math.sqrt(east * east + north * north)
    speed_mps = math.sqrt(over_ground * over_ground + climb * climb)
    return RotatingLaunch(speed_mps, math.atan2(east, north), math.atan2(climb, over_ground), azimuth, flight)


@compiled
def reentry_speed(entry_mps: float, descent_rad: float, ballistic_kgpm2: float, height_m: float) -> float:
    """Return the speed (m/s) of a body that falls into the air on a straight path.

    v = v_E exp(-W / (2 beta sin gamma)), W = p / g, the air above a square metre

    Allen and Eggers take an exponential atmosphere, W = rho H; here the air above is that of the standard.

    Parameters: entry_mps v_E, speed above the air (m/s); descent_rad gamma, below the horizontal (rad);
    ballistic_kgpm2 beta = m / (C_D A) (kg/m2); height_m, where the speed is asked (m).
    Domain: gamma well above zero, speeds far above sqrt(g times the path through dense air): gravity is left out, and
    beta is constant, so it ends near Mach 2.
    Source: allen_eggers_1958.
    """
    weight = pressure(height_m)
    middle_m = height_m + weight / (density(height_m) * gravity(height_m))  # of the air above, where g is meant
    above = weight / gravity(middle_m)
    return entry_mps * math.exp(-above / (2.0 * ballistic_kgpm2 * math.sin(descent_rad)))


@compiled
def peak_deceleration(entry_mps: float, descent_rad: float, scale_height_m: float) -> float:
    """Return the greatest deceleration (m/s2) of a body that falls into an exponential atmosphere.

    a = v_E^2 sin(gamma) / (2 e H), whatever its ballistic coefficient

    Parameters: entry_mps v_E (m/s), descent_rad gamma below the horizontal (rad), scale_height_m H (m), about 7000 m.
    Domain: bodies light enough to reach it above the ground; heavier ones feel less.
    Source: allen_eggers_1958.
    """
    return entry_mps * entry_mps * math.sin(descent_rad) / (2.0 * math.e * scale_height_m)
