"""Where the sun stands and how light it is."""

import math

from ringfort.compiled import compiled, entry
from ringfort.physics.geometry import wrap_bearing
from ringfort.units import DEGREE, Radians, Seconds

J2000_UNIX: Seconds = 946_728_000.0  # 2000 January 1, 12:00 UTC
_DAY: Seconds = 86_400.0
STARLIGHT_LUX = 0.002  # stars and airglow of a clear night without a moon

DAY, CIVIL_TWILIGHT, NAUTICAL_TWILIGHT, ASTRONOMICAL_TWILIGHT, NIGHT = range(5)


@compiled
def sun_equatorial(unix_s: Seconds) -> tuple[Radians, Radians]:
    """Return the apparent right ascension in [0, 2π) and declination (rad) of the sun.

    The mean longitude and anomaly, the equation of the centre to three terms, nutation and aberration to one

    ``unix_s`` UTC, seconds since 1970 (s); the minute between it and dynamical time moves the sun by 0.001 degrees.
    Domain: 1900 to 2100, within 0.01 degrees.
    Source: meeus1998, ch. 25 (low accuracy), eq. 25.2 to 25.8.
    """
    t = (unix_s - J2000_UNIX) / (36_525.0 * _DAY)
    mean = 280.46646 + t * (36_000.76983 + t * 0.0003032)
    m = DEGREE * (357.52911 + t * (35_999.05029 - t * 0.0001537))
    centre = (1.914602 - t * (0.004817 + t * 0.000014)) * math.sin(m)
    centre += (0.019993 - t * 0.000101) * math.sin(2.0 * m) + 0.000289 * math.sin(3.0 * m)
    node = DEGREE * (125.04 - 1934.136 * t)
    longitude = DEGREE * (mean + centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = DEGREE * (23.439291 - t * 0.0130042 + 0.00256 * math.cos(node))
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    return wrap_bearing(ascension), math.asin(math.sin(tilt) * math.sin(longitude))


@compiled
def sidereal_angle(unix_s: Seconds) -> Radians:
    """Return the mean sidereal time at Greenwich as an angle in [0, 2π).

    θ = 280.46061837° + 360.98564736629° d, d days since 2000 January 1.5

    ``unix_s`` UTC, seconds since 1970 (s), taken as UT1 (within 0.9 s).
    Domain: 1900 to 2100; the terms in T² are left out (0.1 s of time).
    Source: meeus1998, eq. 12.4.
    """
    days = (unix_s - J2000_UNIX) / _DAY
    return wrap_bearing(DEGREE * (280.46061837 + 360.98564736629 * days))


@entry
def sun_position(unix_s: Seconds, latitude_rad: Radians, longitude_rad: Radians) -> tuple[Radians, Radians]:
    """Return the true elevation (without refraction) and the azimuth, clockwise from north, of the sun's centre (rad).

    sin h = sin φ sin δ + cos φ cos δ cos H, and the azimuth by both its components

    ``unix_s`` UTC, seconds since 1970 (s). ``latitude_rad`` φ, north positive (rad). ``longitude_rad`` east positive
    (rad).
    Domain: 1900 to 2100, within 0.02 degrees.
    Source: meeus1998, eq. 13.5 and 13.6.
    """
    ascension, declination = sun_equatorial(unix_s)
    hour = sidereal_angle(unix_s) + longitude_rad - ascension
    up = math.sin(latitude_rad) * math.sin(declination)
    up += math.cos(latitude_rad) * math.cos(declination) * math.cos(hour)
    east = -math.cos(declination) * math.sin(hour)
    north = math.cos(latitude_rad) * math.sin(declination)
    north -= math.sin(latitude_rad) * math.cos(declination) * math.cos(hour)
    return math.asin(max(-1.0, min(1.0, up))), wrap_bearing(math.atan2(east, north))


@compiled
def refraction(elevation_rad: Radians) -> Radians:
    """Return by how much the air lifts a body above its true elevation.

    R = 1.02' / tan(h + 10.3/(h + 5.11)), h in degrees

    ``elevation_rad`` h, true (rad).
    Domain: -1 degree to the zenith, 1010 hPa and 10 degC; below -1 degree 0, above 89.9 degrees 0.
    Source: meeus1998, eq. 16.4 (Saemundsson).
    """
    h = elevation_rad / DEGREE
    if h < -1.0 or h > 89.9:
        return 0.0
    return 1.02 / 60.0 * DEGREE / math.tan(DEGREE * (h + 10.3 / (h + 5.11)))


@compiled
def _cubic(x: float, a: float, b: float, c: float, d: float) -> float:
    return math.pow(10.0, a + x * (b + x * (c + x * d)))


@entry
def sun_illuminance(elevation_rad: Radians) -> float:
    """Return the illuminance (lux) of level ground under a clear sky by sun, sky and stars.

    log₁₀ E = l₀ + l₁ x + l₂ x² + l₃ x³, x = h/90°, coefficients by pieces; at night starlight and airglow

    ``elevation_rad`` h of the sun, true (rad).
    Domain: -18 degrees to the zenith, within 5 % (0.02 in the logarithm); below, the light of stars and airglow. The
    moon adds up to 0.3 lux and is left to the caller.
    Source: seidelmann1992, ch. 9 (illumination).
    """
    h = elevation_rad / DEGREE
    x = h / 90.0
    if h >= 20.0:
        light = _cubic(x, 3.74, 3.97, -4.07, 1.47)
    elif h >= 5.0:
        light = _cubic(x, 3.05, 13.28, -45.98, 64.33)
    elif h >= -0.8:
        light = _cubic(x, 2.88, 22.26, -207.64, 1034.30)
    elif h >= -5.0:
        light = _cubic(x, 2.88, 21.81, -258.11, -858.36)
    elif h >= -12.0:
        light = _cubic(x, 2.70, 12.17, -431.69, -1899.83)
    elif h >= -18.0:
        light = _cubic(x, 13.84, 262.72, 1447.42, 2797.93)
    else:
        light = 0.0
    return max(light, STARLIGHT_LUX)


@compiled
def cloud_factor(cloud_cover: float) -> float:
    """Return what clouds leave of the light of a clear sky.

    G/G₀ = 1 - 0.75 N^3.4

    ``cloud_cover`` N, fraction of the sky covered (0 to 1, held there).
    Domain: a mean over cloud types; thunderclouds leave less.
    Source: kasten1980.
    """
    return 1.0 - 0.75 * math.pow(max(0.0, min(1.0, cloud_cover)), 3.4)


@compiled
def light_class(elevation_rad: Radians) -> int:
    """Return DAY, CIVIL_TWILIGHT, NAUTICAL_TWILIGHT, ASTRONOMICAL_TWILIGHT or NIGHT.

    Limits of the true elevation of the sun's centre: -0.833 (its upper edge, lifted by the air, on the horizon), -6,
    -12 and -18 degrees

    ``elevation_rad`` of the sun, true (rad). Domain: any.
    Source: seidelmann1992, ch. 9.
    """
    h = elevation_rad / DEGREE
    if h >= -0.833:
        return DAY
    if h >= -6.0:
        return CIVIL_TWILIGHT
    if h >= -12.0:
        return NAUTICAL_TWILIGHT
    return ASTRONOMICAL_TWILIGHT if h >= -18.0 else NIGHT
