"""An array of microphones: it hears propellers and engines near by and tells their bearing, late."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.acoustics import (
    absorption,
    background_noise,
    received_level,
    shadow_loss,
    shadow_range,
    sound_gradient,
)
from ringfort.physics.detection import fading_odds
from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import ACOUSTIC, NO_RANGE_M, Glimpse, Look, Mounting
from ringfort.world.weather import RadioLoss, Weather

_TEMPERATE_K, _ROUGHNESS_M = 288.15, 0.03  # level ground with low bushes
_DEEPEST_DB = 25.0  # of a sound shadow, by wiener1959 (20 to 30 dB)
_EVEN_M = 1e9  # the air takes as much of sound aloft as at the ground, over the heights at which it is heard at all


class AcousticArray(NamedTuple):
    """Microphones whose processing finds a thing's sound by its level over the noise of the place and of the wind.

    What sums up the array's gain and the processing is one number: the level over the noise at which half of the looks
    succeed, below zero where it digs sounds out of the noise. The sound is as loud on all sides. Upwind of the array,
    and by day anywhere far off, sound bends up and leaves a shadow at the ground.
    """

    needed_db: Annotated[float, Parameter("dB", "level over the noise for even odds", low=-40.0, high=40.0)]
    quiet_db: Annotated[float, Parameter("dB", "noise of the place without wind, A-weighted", low=0.0, high=120.0)]
    frequency_hz: Annotated[float, Parameter("Hz", "middle of what it listens to", above=0.0, default=500.0)]
    fading_db: Annotated[float, Parameter("dB", "deviation of the level about its mean", above=0.0, default=4.0)]
    sigma_bearing_rad: Annotated[float, Parameter("rad", "one-sigma bearing error", above=0.0, default=0.09)]


@compiled
def shadow_db(look: Look) -> float:
    """Return what the shadow takes of a thing's sound that bends upward on its way (dB).

    The fall with height of the effective speed of sound is the headwind's and, while the sun is up, the air's own.
    Domain: low things over level ground; at night, in an inversion, sound reaches farther than this has it.
    Source: makarewicz1997; wiener1959.
    """
    height = max(look.target_height_m, 0.0)
    bends = sound_gradient(look.headwind_mps, height, _ROUGHNESS_M, _TEMPERATE_K)
    if look.sun_elevation_rad < 0.0:
        bends -= sound_gradient(0.0, height, _ROUGHNESS_M, _TEMPERATE_K)
    begins = shadow_range(bends, height, max(look.sensor_height_m, 0.0), _TEMPERATE_K)
    return shadow_loss(look.range_m, max(begins, 1.0), _DEEPEST_DB)


def glimpse(parameters: AcousticArray, look: Look) -> Glimpse:
    """Return the odds of hearing a thing, and the accuracy of its bearing.

    Margin L_1 - 20 log10(R / 1 m) - a R - A - N - D (dB): L_1 the thing's level at 1 m, a the air's absorption, A
    ``shadow_db``, N the background with the wind's, D ``needed_db``; odds by a logistic law of the margin over the
    fading. Source: iso_9613_1; iso_9613_2, section 7; boersma1997.
    """
    p = parameters
    level = received_level(look.noise_db, look.range_m, 0.0) - look.path_loss - shadow_db(look)
    margin = level - background_noise(p.quiet_db, look.wind_speed_mps) - p.needed_db
    angle = p.sigma_bearing_rad
    return Glimpse(fading_odds(margin, p.fading_db), NO_RANGE_M, angle, angle, 0.0, math.pow(10.0, 0.1 * margin))


def column(parameters: AcousticArray, weather: Weather) -> RadioLoss:
    """Return what the air absorbs of the sound at the array's frequency (dB/m)."""
    lost = absorption(parameters.frequency_hz, weather.temperature_k, weather.humidity, weather.pressure_pa)
    return RadioLoss(lost, _EVEN_M, 0.0, 1.0, 0.0, 1.0)


MODEL = ModelSpec(
    name="sensor.acoustic-array",
    stage="sensor",
    parameters=AcousticArray,
    shared=Mounting,
    functions={"glimpse": glimpse, "column": column},
    references=("iso_9613_1", "iso_9613_2", "boersma1997", "makarewicz1997", "wiener1959"),
    traits={"kind": ACOUSTIC},
    claims=("odds fall with range", "odds rise with loudness", "odds fall with wind"),
)
