"""Optical turbulence near the ground, from what a weather station reports and from where the sun stands."""

import math

from ringfort.compiled import compiled, entry
from ringfort.physics.laser import fried_spherical_m
from ringfort.physics.sun import sidereal_angle, sun_equatorial
from ringfort.units import Kelvin, Metres, MetresPerSecond, Radians, Seconds

LEAST = 1e-16  # m^-2/3: where the fit falls to nothing or below
_RISING = -0.833 * math.pi / 180.0  # the sun's upper edge on the horizon


@entry
def temporal_hour(unix_s: Seconds, latitude_rad: Radians, longitude_rad: Radians) -> float:
    """Return the time since sunrise in twelfths of the day's length: 0 at sunrise, 6 at noon, 12 at sunset.

    6 + 6 H / H_0, cos H_0 = (sin h_0 - sin phi sin delta) / (cos phi cos delta), H the sun's hour angle

    ``unix_s`` UTC since 1970. ``latitude_rad`` phi. ``longitude_rad`` east positive.
    Domain: days with sunrise and sunset; H_0 is held within 15 and 165 degrees beyond the polar circles.
    Source: sadot1992 (the definition); meeus1998, ch. 15 (sunrise).
    """
    ascension, declination = sun_equatorial(unix_s)
    hour = sidereal_angle(unix_s) + longitude_rad - ascension
    hour -= 2.0 * math.pi * math.floor(hour / (2.0 * math.pi) + 0.5)
    cosine = math.sin(_RISING) - math.sin(latitude_rad) * math.sin(declination)
    cosine /= math.cos(latitude_rad) * math.cos(declination)
    limit = math.cos(math.pi / 12.0)
    return 6.0 + 6.0 * hour / math.acos(min(max(cosine, -limit), limit))


@compiled
def temporal_hour_weight(hour: float) -> float:
    """Return the weight W of a ``temporal_hour``: how much of the day's heating shows, a table of whole hours.

    Source: sadot1992: 1 from the fifth to the sixth hour, near 0.1 at night.
    """
    weights = (0.11, 0.07, 0.08, 0.06, 0.05, 0.10, 0.51, 0.75, 0.95, 1.0, 0.9, 0.8, 0.59, 0.32, 0.22, 0.10, 0.08, 0.13)
    return weights[int(min(max(math.floor(hour) + 4.0, 0.0), 17.0))]


@compiled
def structure_constant(temperature_k: Kelvin, humidity: float, wind_mps: MetresPerSecond, weight: float) -> float:
    """Return the refractive-index structure constant Cn^2 (m^-2/3) about 15 m above the ground.

    3.8e-14 W + 2e-15 T - 2.8e-15 R + 2.9e-17 R^2 - 1.1e-19 R^3 - 2.5e-15 u + 1.2e-15 u^2 - 8.5e-17 u^3 - 5.3e-13

    ``temperature_k`` T. ``humidity`` R as a fraction (percent in the fit). ``wind_mps`` u. ``weight`` W.
    Domain: 9 to 35 degC, 14 to 92 percent, up to 10 m/s; beyond, the edge's value holds. Never below 1e-16: on cool
    nights the fit falls below zero. Measured over desert. Source: sadot1992.
    """
    t = min(max(temperature_k, 282.15), 308.15)
    r = 100.0 * min(max(humidity, 0.14), 0.92)
    u = min(max(wind_mps, 0.0), 10.0)
    damp = r * (-2.8e-15 + r * (2.9e-17 - 1.1e-19 * r))
    stirred = u * (-2.5e-15 + u * (1.2e-15 - 8.5e-17 * u))
    return max(3.8e-14 * weight + 2e-15 * t + damp + stirred - 5.3e-13, LEAST)


@compiled
def blur_rad(wavelength_m: Metres, structure: float, range_m: Metres) -> Radians:
    """Return the width between half-power points of a point seen through turbulence by a long exposure.

    0.98 lambda / r_0, r_0 the Fried parameter of a spherical wave

    ``wavelength_m`` lambda > 0. ``structure`` Cn^2 (m^-2/3), 0 for calm air. ``range_m`` > 0, all in even turbulence.
    Domain: apertures wider than r_0; an image stacked from short exposures is sharper. Source: fried1966; roddier1981.
    """
    if structure <= 0.0:
        return 0.0
    return 0.98 * wavelength_m / fried_spherical_m(wavelength_m, structure, range_m)
