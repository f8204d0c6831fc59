"""The weather of a scenario, and what it takes out of radio and light on a path.

``Weather`` holds what a forecast states. Once for each frequency or wavelength a sensor's ``RadioLoss`` or ``Haze`` is
worked out from it (``radio_loss``, ``haze``); a kernel then only multiplies by the way through it.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.errors import Problem, RingfortError, nearest
from ringfort.physics import gases, optics_extinction, propagation, sun
from ringfort.units import Decibels, Hertz, Metres, MetresPerSecond, Radians

FREEZING_K = 273.15
LAPSE_K_PER_M = 6.5e-3
RAIN_ABOVE_FREEZING_M = 360.0  # P.839: rain begins this far above the height where the air freezes
FOG_TOP_M = 300.0  # judgement: fogs over land are 50 to 500 m deep
HAZE_SCALE_HEIGHT_M = 1200.0  # Elterman 1970: 0.8 to 1.4 km by visibility
ROUGHNESS_M = 0.03  # open land
WIND_TOP_M = 200.0  # above it the wind is taken as constant


class Weather(NamedTuple):
    """The weather at the defended place, the same over all of it.

    ``visibility_m``: through haze or fog, by day (m); ``dust_visibility_m``: through dust alone, infinite for none (m);
    ``rain_mmh``: rain rate (mm/h); ``fog_water_g_m3``: liquid water of fog (g/m³); ``temperature_k`` (K),
    ``pressure_pa`` barometric (Pa), ``humidity`` relative (0 to 1): of air at the ground; ``wind_speed_mps`` at 10 m
    (m/s); ``wind_from_rad``: the bearing it comes from (rad); ``sun_elevation_rad`` (rad); ``illuminance_lux`` of level
    ground (lux); ``refractive_index_structure``: Cn² near the ground (m^-2/3).
    """

    visibility_m: float = 23e3
    dust_visibility_m: float = math.inf
    rain_mmh: float = 0.0
    fog_water_g_m3: float = 0.0
    temperature_k: float = 288.15
    pressure_pa: float = 101_325.0
    humidity: float = 0.5
    wind_speed_mps: float = 0.0
    wind_from_rad: float = 0.0
    sun_elevation_rad: float = math.pi / 4.0
    illuminance_lux: float = 80e3
    refractive_index_structure: float = 1e-14


class _Range(NamedTuple):
    low: float
    high: float
    remedy: str


_TURN = 2.0 * math.pi
_ALLOWED: dict[str, _Range] = {
    "visibility_m": _Range(1.0, 1e6, "give a visibility of 1 m to 1000 km"),
    "dust_visibility_m": _Range(1.0, math.inf, "give a visibility of 1 m or more, or leave it out for no dust"),
    "rain_mmh": _Range(0.0, 500.0, "give a rain rate of 0 to 500 mm/h"),
    "fog_water_g_m3": _Range(0.0, 10.0, "give 0 for no fog, 0.05 g/m3 for medium and 0.5 g/m3 for thick fog"),
    "temperature_k": _Range(200.0, 340.0, "give a temperature of -73 to 66 degC"),
    "pressure_pa": _Range(20e3, 110e3, "give the barometric pressure at the place, 200 to 1100 hPa"),
    "humidity": _Range(0.0, 1.0, "give the relative humidity as a fraction, 0 to 1"),
    "wind_speed_mps": _Range(0.0, 100.0, "give a wind speed of 0 to 100 m/s"),
    "wind_from_rad": _Range(-_TURN, _TURN, "give the bearing that the wind comes from, -360 to 360 deg"),
    "sun_elevation_rad": _Range(-math.pi / 2.0, math.pi / 2.0, "give an elevation of -90 to 90 deg"),
    "illuminance_lux": _Range(0.0, 150e3, "give an illuminance of 0 to 150000 lux"),
    "refractive_index_structure": _Range(1e-19, 1e-11, "give Cn2 of 1e-19 to 1e-11 m^-2/3"),
}


def weather(given: Mapping[str, float], fog: bool = False) -> Weather:
    """Return the weather of plain values in the units of ``Weather``; what is not given takes its default.

    The illuminance follows from the sun's elevation under a clear sky where it is not given. With ``fog`` the
    visibility is one of fog, and its water follows from it (Kunkel) where it is not given. Raises RingfortError naming
    every value that is unknown or cannot be.
    """
    problems = [problem for name, value in given.items() if (problem := _problem(name, value))]
    if problems:
        raise RingfortError(problems)
    values = {name: float(value) for name, value in given.items()}
    if "sun_elevation_rad" in values:
        values.setdefault("illuminance_lux", sun.sun_illuminance(values["sun_elevation_rad"]))
    if fog:
        visibility = values.get("visibility_m", Weather().visibility_m)
        values.setdefault("fog_water_g_m3", 1e3 * optics_extinction.fog_water(visibility))
    return Weather(**values)


def _problem(name: str, value: float) -> Problem | None:
    if name not in _ALLOWED:
        known = list(_ALLOWED)
        close = nearest(name, known)
        hint = f"did you mean {close}? " if close else ""
        return Problem("unknown part of the weather", name, "weather", f"{hint}the parts are {', '.join(known)}")
    allowed = _ALLOWED[name]
    if allowed.low <= value <= allowed.high:
        return None
    return Problem("this weather cannot be", repr(value), f"weather.{name}", allowed.remedy)


class RadioLoss(NamedTuple):
    """What the weather takes out of one frequency, for one way through it.

    ``gas_db_m``, ``rain_db_m``, ``fog_db_m``: specific attenuation at the ground (dB/m); ``gas_scale_m``: height over
    which that of the gases falls to 1/e (m); ``rain_top_m``, ``fog_top_m``: heights where rain and fog end (m).
    """

    gas_db_m: float
    gas_scale_m: float
    rain_db_m: float
    rain_top_m: float
    fog_db_m: float
    fog_top_m: float


def vapour_density(sky: Weather) -> float:
    """Return the density of water vapour at the ground (kg/m³)."""
    saturated = propagation.saturation_vapour_pressure(sky.temperature_k, sky.pressure_pa)
    return sky.humidity * saturated * 216.7e-5 / sky.temperature_k


def radio_loss(sky: Weather, frequency_hz: Hertz, tilt_rad: Radians = 0.0) -> RadioLoss:
    """Return the loss of one frequency (1 to 1000 GHz by the sources) and tilt of polarization from the horizontal.

    Gases by P.676, rain by P.838, fog by P.840. The scale height of the gases is the zenith loss of the reference
    atmosphere over its specific attenuation at the ground. Rain reaches 360 m above the height where the air freezes
    (P.839). Dust attenuates radio by less than rain of 1 mm/h below 40 GHz and is left out.
    """
    density = vapour_density(sky)
    dry = sky.pressure_pa - gases.vapour_pressure(density, sky.temperature_k)
    zenith = gases.slant_attenuation(frequency_hz, math.pi / 2.0, density, 0.0, 100e3)
    freezing = max(0.0, (sky.temperature_k - FREEZING_K) / LAPSE_K_PER_M)
    return RadioLoss(
        gas_db_m=gases.gas_attenuation(frequency_hz, dry, density, sky.temperature_k),
        gas_scale_m=zenith / gases.gas_attenuation(frequency_hz, 101_325.0, density, 288.15),
        rain_db_m=propagation.rain_attenuation(sky.rain_mmh, frequency_hz, 0.0, tilt_rad),
        rain_top_m=freezing + RAIN_ABOVE_FREEZING_M,
        fog_db_m=propagation.fog_attenuation(1e-3 * sky.fog_water_g_m3, frequency_hz, sky.temperature_k),
        fog_top_m=FOG_TOP_M,
    )


def radio_attenuation(sky: Weather, frequency_hz: Hertz, tilt_rad: Radians = 0.0) -> float:
    """Return the specific attenuation at the ground by gases, rain and fog together (one-way, dB/m)."""
    loss = radio_loss(sky, frequency_hz, tilt_rad)
    return loss.gas_db_m + loss.rain_db_m + loss.fog_db_m


@compiled
def layer_share(start_m: Metres, end_m: Metres, top_m: Metres) -> float:
    """Return which share of a straight way between two heights (m) above the ground lies below ``top_m`` (m)."""
    low, high = min(start_m, end_m), max(start_m, end_m)
    if high <= top_m:
        return 1.0
    return max(0.0, top_m - low) / (high - low) if high > low else 0.0


@compiled
def thinning_share(start_m: Metres, end_m: Metres, scale_m: Metres) -> float:
    """Return the mean of exp(-h / ``scale_m``) along a straight way between two heights h (m) above the ground."""
    x = abs(end_m - start_m) / scale_m
    mean = 1.0 - x * (0.5 - x / 6.0) if x < 1e-3 else (1.0 - math.exp(-x)) / x
    return math.exp(-min(start_m, end_m) / scale_m) * mean


@compiled
def radio_loss_db(loss: RadioLoss, range_m: Metres, start_m: Metres, end_m: Metres) -> Decibels:
    """Return the one-way loss (dB) by gases, rain and fog on a straight way.

    ``loss`` of the frequency. ``range_m`` length of the way (m). ``start_m``, ``end_m``: heights of its ends above the
    ground (m). A radar's echo loses twice this.
    """
    share = loss.gas_db_m * thinning_share(start_m, end_m, loss.gas_scale_m)
    share += loss.rain_db_m * layer_share(start_m, end_m, loss.rain_top_m)
    share += loss.fog_db_m * layer_share(start_m, end_m, loss.fog_top_m)
    return share * range_m


class Haze(NamedTuple):
    """What the weather takes out of one wavelength of light.

    ``haze_per_m``: extinction by haze, fog and dust at the ground (1/m); ``scale_m``: height over which it falls to 1/e
    (m); ``rain_per_m``: extinction by rain (1/m); ``rain_top_m``: height where it ends (m).
    """

    haze_per_m: float
    scale_m: float
    rain_per_m: float
    rain_top_m: float


def haze(sky: Weather, wavelength_m: Metres) -> Haze:
    """Return the extinction at one wavelength: haze or fog by Kim (held beyond 1.6 µm), dust, and rain on top of both.

    The stated visibility is what haze, fog or dust leave; rain comes in addition.
    """
    by_haze = optics_extinction.extinction_haze(sky.visibility_m, wavelength_m)
    return Haze(
        haze_per_m=by_haze + optics_extinction.extinction_dust(sky.dust_visibility_m),
        scale_m=HAZE_SCALE_HEIGHT_M,
        rain_per_m=optics_extinction.extinction_rain(sky.rain_mmh),
        rain_top_m=max(0.0, (sky.temperature_k - FREEZING_K) / LAPSE_K_PER_M) + RAIN_ABOVE_FREEZING_M,
    )


def light_extinction(sky: Weather, wavelength_m: Metres) -> float:
    """Return the extinction coefficient at the ground by haze, fog, dust and rain together (1/m)."""
    air = haze(sky, wavelength_m)
    return air.haze_per_m + air.rain_per_m


@compiled
def optical_depth(air: Haze, range_m: Metres, start_m: Metres, end_m: Metres) -> float:
    """Return the optical depth of a straight way: exp of its negative is the share of light that arrives.

    ``air`` of the wavelength. ``range_m`` length of the way (m). ``start_m``, ``end_m``: heights of its ends above the
    ground (m). Divide by ``range_m`` for a mean extinction (1/m).
    """
    share = air.haze_per_m * thinning_share(start_m, end_m, air.scale_m)
    return range_m * (share + air.rain_per_m * layer_share(start_m, end_m, air.rain_top_m))


@compiled
def wind_speed_at(speed_mps: MetresPerSecond, height_m: Metres) -> MetresPerSecond:
    """Return the wind speed at a height from that at 10 m.

    v(h) = v₁₀ ln(h/z₀) / ln(10 m/z₀), z₀ = 0.03 m

    ``speed_mps`` v₁₀ (m/s). ``height_m`` h above the ground (m).
    Domain: open land in neutral air up to 200 m; above it the wind of 200 m, below 0.1 m that of 0.1 m.
    Source: stull1988, ch. 9 (logarithmic profile).
    """
    h = min(max(height_m, 0.1), WIND_TOP_M)
    return speed_mps * math.log(h / ROUGHNESS_M) / math.log(10.0 / ROUGHNESS_M)
