"""A lookout: a person who searches a sector with the naked eye or with binoculars."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.optics import (
    diffuse_luminance,
    found_probability,
    search_rate_per_s,
    sun_illuminance_lux,
    threshold_contrast,
    visual_lobe_rad,
)
from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import LOOKOUT, NO_RANGE_M, Glimpse, Look, Mounting
from ringfort.world.weather import RadioLoss, Weather, haze

_CLEAR = 1.0  # clouds of ``sun_illuminance_lux``
_DAY_LUMINANCE = 3000.0  # of the sky by full day (cd/m2), where the visual lobe was measured
_LEAST_ANGLE_RAD = 1e-6  # a fifth of a second of arc: nothing so small is seen whatever its contrast
_WAVELENGTH_M = 0.55e-6


class Lookout(NamedTuple):
    """Eyes that search at random over a sector of the sky: found is what a glimpse happens to fall near enough to.

    In the field a thing must contrast far more than in a laboratory to be seen: the sky is uneven, the eye tires and
    what is looked for is not known. One factor stands for all of that. Lights, sound and a cue are left out.
    """

    search_s: Annotated[float, Parameter("s", "time of search behind one look: the period", above=0.0)]
    search_sr: Annotated[float, Parameter("1", "solid angle that is searched", above=0.0, high=6.2831853072)]
    field_factor: Annotated[float, Parameter("1", "contrast needed over the laboratory's", low=1.0, default=15.0)]
    magnification: Annotated[float, Parameter("1", "1 = naked eye, 7 = usual binoculars", low=1.0, default=1.0)]
    field_rad: Annotated[float, Parameter("rad", "half the field of view", above=0.0, high=1.5708, default=1.0)]
    glimpses_per_s: Annotated[float, Parameter("1/s", "fixations of the eye", above=0.0, default=3.0)]
    sigma_angle_rad: Annotated[float, Parameter("rad", "error of a pointed arm or compass", above=0.0, default=0.05)]


@compiled
def dimming(angle_rad: float, sun_elevation_rad: float) -> float:
    """Return how many times the contrast of full day a thing of an apparent angle needs in the sun's present light.

    The ratio of the threshold contrasts at the luminances of the two skies, taken as diffuse. Never below 1.
    Domain: clear skies; no moon. Source: adrian1989; janiczek1987 (light); the ratio's use is ours.
    """
    light = diffuse_luminance(sun_illuminance_lux(sun_elevation_rad, _CLEAR), 1.0)
    needed = threshold_contrast(min(light, _DAY_LUMINANCE), angle_rad)
    return max(needed / threshold_contrast(_DAY_LUMINANCE, angle_rad), 1.0)


def glimpse(parameters: Lookout, look: Look) -> Glimpse:
    """Return the odds of finding a thing in one look's time of search.

    1 - exp(-n t w / W): n glimpses a second, t ``search_s``, w the solid angle of the visual lobe, W that searched. The
    lobe is that of the contrast which haze leaves, over ``field_factor`` and ``dimming``; glasses widen the thing's
    angle and narrow the lobe. Source: koopman1980; koschmieder1924; adrian1989; janiczek1987.
    """
    p = parameters
    angle = max(look.size_m * p.magnification / look.range_m, _LEAST_ANGLE_RAD)
    left = look.contrast * math.exp(-look.path_loss)
    shown = left / (p.field_factor * dimming(angle, look.sun_elevation_rad))
    lobe = min(visual_lobe_rad(shown, angle) / p.magnification, p.field_rad)
    odds = found_probability(search_rate_per_s(lobe, p.search_sr, p.glimpses_per_s), p.search_s)
    return Glimpse(odds, NO_RANGE_M, p.sigma_angle_rad, p.sigma_angle_rad, 0.0, shown)


def column(parameters: Lookout, weather: Weather) -> RadioLoss:
    """Return the extinction by haze, fog, dust and rain of visible light."""
    air = haze(weather, _WAVELENGTH_M)
    return RadioLoss(air.haze_per_m, air.scale_m, air.rain_per_m, air.rain_top_m, 0.0, 1.0)


MODEL = ModelSpec(
    name="sensor.lookout",
    stage="sensor",
    parameters=Lookout,
    shared=Mounting,
    functions={"glimpse": glimpse, "column": column},
    references=("koopman1980", "koschmieder1924", "adrian1989", "janiczek1987", "kim2001"),
    traits={"kind": LOOKOUT},
    claims=("odds fall with range", "odds rise with size", "odds fall with haze", "odds fall with darkness"),
)
