"""Optics: what a camera or a lookout can tell of a target, by its size, its contrast, the haze and the light."""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.gunnery import normal_tail

KOSCHMIEDER = -math.log(0.02)  # extinction times visibility, for a threshold contrast of two percent
_DEGREE = math.pi / 180.0
_MINUTE = _DEGREE / 60.0


class Tasks(NamedTuple):
    """Cycles (line pairs) across a target's critical dimension, for each task of an observer."""

    detection: float
    orientation: float
    recognition: float
    identification: float


JOHNSON_CYCLES = Tasks(1.0, 1.4, 4.0, 6.4)  # for a probability of one half (johnson1958)
JOHNSON_SPREAD = Tasks(0.25, 0.35, 0.8, 1.5)  # plus or minus, over Johnson's targets


@compiled
def _power_probability(ratio: float, exponent: float) -> float:
    """x^E / (1 + x^E) by the logistic function, which neither overflows nor divides zero by zero."""
    if ratio <= 0.0:
        return 0.0
    grows = exponent * math.log(ratio)
    if grows < -700.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-grows)) if grows < 700.0 else 1.0


@compiled
def target_transfer_probability(cycles: float, cycles_50: float) -> float:
    """Return the probability of an observer's task by Johnson cycles: x^E/(1 + x^E), E = 2.7 + 0.7 x, x = N/N50.

    ``cycles`` N are resolved across the target's critical dimension, ``cycles_50`` N50 give one half.

    Domain: ``cycles`` >= 0, ``cycles_50`` > 0, unlimited time. Source: ratches1976; johnson1958.
    """
    x = cycles / cycles_50
    return _power_probability(x, 2.7 + 0.7 * x)


@compiled
def task_performance_probability(value: float, value_50: float) -> float:
    """Return the probability of an observer's task by the TTP metric: x^E/(1 + x^E), E = 1.51 + 0.24 x, x = V/V50.

    Domain: ``value`` V >= 0, ``value_50`` V50 > 0 (it depends on the set of targets). Source: vollmerhausen2004.
    """
    x = value / value_50
    return _power_probability(x, 1.51 + 0.24 * x)


@compiled
def cycles_on_target(size_m: float, range_m: float, pixel_rad: float) -> float:
    """Return the cycles that a camera's sampling allows across a target: d / (2 R IFOV), two pixels a cycle.

    ``size_m`` is the critical dimension, ``pixel_rad`` the angle of one pixel. An upper bound: no blur, noise or air.

    Domain: ``range_m`` and ``pixel_rad`` > 0. Source: holst2008.
    """
    return size_m / (2.0 * range_m * pixel_rad)


@compiled
def sampling_range_m(size_m: float, cycles: float, pixel_rad: float) -> float:
    """Return the range at which a camera's sampling allows ``cycles`` across a target, d / (2 N IFOV), in metres.

    Domain: ``cycles`` and ``pixel_rad`` > 0. Source: holst2008.
    """
    return size_m / (2.0 * cycles * pixel_rad)


@compiled
def apparent_contrast(inherent: float, range_m: float, visibility_m: float) -> float:
    """Return the contrast C0 exp(-3.912 R/V) that is left through haze, against the sky at the horizon.

    ``visibility_m`` V is the meteorological range, at which two percent of a black target's contrast are left.

    Domain: a level path in even haze. Source: koschmieder1924; middleton1952.
    """
    return inherent * math.exp(-KOSCHMIEDER * range_m / visibility_m)


@compiled
def contrast_range_m(inherent: float, threshold: float, visibility_m: float) -> float:
    """Return the range at which haze has taken a contrast down to ``threshold``, in metres; zero where it starts below.

    ``apparent_contrast`` solved for R. Domain: ``threshold`` > 0. Source: koschmieder1924.
    """
    ratio = abs(inherent) / threshold
    return visibility_m / KOSCHMIEDER * math.log(ratio) if ratio > 1.0 else 0.0


@compiled
def air_path_transmission(elevation_rad: float) -> float:
    """Return the share of an overhead source's light that lies on level ground, for a source at ``elevation_rad``.

    Twilight included: the second term lights the ground from a sun or moon below the horizon. The elevation is
    geometric; refraction is added.

    Domain: -90 to 90 degrees; within a factor of two of the tabulated twilights.
    Source: janiczek1987, subroutines REFR and ATMOS, p. 22.
    """
    degrees = elevation_rad / _DEGREE
    if degrees >= -5.0 / 6.0:
        degrees += 1.0 / math.tan((degrees + 8.6 / (degrees + 4.42)) * _DEGREE) / 60.0
    sine, cosine = math.sin(degrees * _DEGREE), math.cos(degrees * _DEGREE)
    scale = 753.66156  # the earth's radius in scale heights of the air
    bent = scale * cosine / (scale + 1.0)
    level = math.sqrt(1.0 - bent * bent)
    mass = scale * (level - sine) + level
    twilight = 0.0289 * math.exp(-0.042 * mass) * (1.0 + (degrees + 90.0) * _DEGREE * sine)
    return math.exp(-0.21 * mass) * sine + twilight


@compiled
def sun_illuminance_lux(elevation_rad: float, clouds: float) -> float:
    """Return the illuminance of level ground by the sun, in lux, plus the 0.0005 lux of a moonless night.

    133,775 times ``air_path_transmission`` over ``clouds``: 1 clear, 2 thin, 3 average, 10 dark stratus.

    Source: janiczek1987, pp. 16-22.
    """
    return (133775.0 * air_path_transmission(elevation_rad) + 0.0005) / clouds


@compiled
def moon_illuminance_lux(elevation_rad: float, elongation_rad: float, clouds: float) -> float:
    """Return the illuminance of level ground by the moon, in lux.

    ``elongation_rad`` is its angle from the sun (0 new, pi full), ``clouds`` as for the sun.

    Domain: 0 < ``elongation_rad`` <= pi. Source: janiczek1987, pp. 16-22.
    """
    half = math.tan(0.5 * min(elongation_rad, math.pi - 1e-9))
    phase = 0.892 * math.exp(-3.343 / math.pow(half, 0.632))
    phase += 0.0344 * (math.sin(elongation_rad) - elongation_rad * math.cos(elongation_rad))
    near = 1.0 - 0.005 * math.cos(elongation_rad) - 0.03 * math.sin(elevation_rad)
    return 0.418 * phase / near * air_path_transmission(elevation_rad) / clouds


@compiled
def diffuse_luminance(illuminance_lux: float, reflectance: float) -> float:
    """Return the luminance rho E / pi of a diffuse surface, in cd/m^2.

    Source: middleton1952.
    """
    return reflectance * illuminance_lux / math.pi


@compiled
def inherent_contrast(target_luminance: float, background_luminance: float) -> float:
    """Return the contrast (L_t - L_b)/L_b of a target against its background, at the target; -1 for a black one.

    Domain: ``background_luminance`` > 0. Source: middleton1952.
    """
    return (target_luminance - background_luminance) / background_luminance


@compiled
def threshold_contrast(background_luminance: float, visual_angle_rad: float) -> float:
    """Return the contrast that the eye sees half the time, looking straight at a disc against an even background.

    dL = (sqrt(phi)/alpha + sqrt(L))^2, alpha in minutes of arc, with Adrian's phi and L of the background luminance Lb
    (cd/m^2) in three pieces (by day, at dusk, by night) and his factor k = 1 for one half; the contrast is dL/Lb. For
    small discs it falls as the angle's square (Ricco), for large ones it does not depend on it (Weber).

    Domain: 1e-4 to 1e4 cd/m^2, 2 s of looking, a bright target on a darker ground (a dark one is seen a little better).
    Source: adrian1989.
    """
    log_lb = math.log10(background_luminance)
    if background_luminance >= 0.6:
        flux = math.log10(4.1925 * math.pow(background_luminance, 0.1556)) + 0.1684 * math.pow(
            background_luminance, 0.5867
        )
        light = 0.05946 * math.pow(background_luminance, 0.466)
    elif background_luminance > 0.00418:
        flux = math.pow(10.0, -0.072 + 0.3372 * log_lb + 0.0866 * log_lb * log_lb)
        light = math.pow(10.0, -1.256 + 0.319 * log_lb)
    else:
        flux = math.pow(10.0, 0.028 + 0.173 * log_lb)
        light = math.pow(10.0, -0.891 + 0.5275 * log_lb + 0.0227 * log_lb * log_lb)
    root = flux / (visual_angle_rad / _MINUTE) + light
    return root * root / background_luminance


@compiled
def sighting_probability(contrast: float, threshold: float) -> float:
    """Return the probability that a lookout who looks there sees a contrast, given the ``threshold`` of one half.

    A normal ogive of the ratio, of standard deviation 0.39: it gives 0.90, 0.95 and 0.99 at 1.50, 1.64 and 1.91 times
    the threshold, Blackwell's factors.

    Domain: ``threshold`` > 0; the sign of the contrast does not count. Source: blackwell1946.
    """
    return normal_tail((1.0 - abs(contrast) / threshold) / 0.39)


@compiled
def visual_lobe_rad(contrast: float, visual_angle_rad: float) -> float:
    """Return how far from the line of sight an eye in daylight still catches a target in one glimpse, in radians.

    C = 1.75 sqrt(theta) + 19 theta/alpha^2 solved for theta: C the contrast in percent, theta in degrees, alpha
    the visual angle in minutes of arc. Within 0.8 degrees, the fovea, the threshold is constant; a contrast below it is
    not caught at all and the lobe is zero.

    Domain: daylight, to 90 degrees. Source: koopman1980.
    """
    alpha, percent = visual_angle_rad / _MINUTE, 100.0 * abs(contrast)
    if alpha <= 0.0:
        return 0.0
    curve = 19.0 / (alpha * alpha)
    # The root of curve u^2 + 1.75 u = C in the form that stays exact where the curve is nearly straight.
    u = 2.0 * percent / (1.75 + math.sqrt(1.75 * 1.75 + 4.0 * curve * percent))
    degrees = u * u
    return min(degrees, 90.0) * _DEGREE if degrees >= 0.8 else 0.0


@compiled
def search_rate_per_s(lobe_rad: float, sector_sr: float, glimpses_per_s: float) -> float:
    """Return the rate at which a lookout scanning at random finds a target: glimpses times lobe over sector, in 1/s.

    The lobe is the cap of half angle ``lobe_rad``; the eye makes about three glimpses a second.

    Domain: ``sector_sr`` > 0; a lobe wider than the sector counts as the sector. Source: koopman1980.
    """
    cap = 2.0 * math.pi * (1.0 - math.cos(lobe_rad))
    return glimpses_per_s * min(1.0, cap / sector_sr)


@compiled
def found_probability(rate_per_s: float, seconds: float) -> float:
    """Return the probability 1 - exp(-rate t) of having found a target after random search.

    Source: koopman1980.
    """
    return -math.expm1(-rate_per_s * seconds)
