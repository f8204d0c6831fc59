"""A camera that a track cues: it tells what a thing is, when enough picture elements and contrast are on it."""

import math
from typing import Annotated, NamedTuple

from ringfort.physics.optics import cycles_on_target, target_transfer_probability
from ringfort.physics.turbulence import blur_rad
from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import CAMERA, Glimpse, Look, Mounting
from ringfort.world.weather import RadioLoss, Weather, haze

_DUSK_RAD = -0.105  # civil twilight, the sun 6 degrees below the horizon


class Camera(NamedTuple):
    """An electro-optical camera on a mount, turned to where a track says; it recognises by Johnson's cycles.

    Two picture elements make a cycle; turbulence on the way widens them. Noise and clutter of the background and the
    blur of the lens are left out, so it is a good camera with a patient operator. By heat the inherent contrast of the
    thing counts alike, which is coarse.
    """

    pixel_rad: Annotated[float, Parameter("rad", "angle of one picture element at full zoom", above=0.0)]
    cycles: Annotated[float, Parameter("1", "cycles on the target for even odds of recognition", above=0.0)]
    threshold: Annotated[float, Parameter("1", "least contrast that shows", above=0.0, default=0.02)]
    wavelength_m: Annotated[float, Parameter("m", "wavelength", above=0.0, default=0.55e-6)]
    recognise_s: Annotated[
        float, Parameter("s", "mean time to recognise what fills the picture; 0 = at once", low=0.0, default=3.4)
    ]
    thermal: Annotated[float, Parameter("1", "1 = sees by heat, so by night too", low=0.0, high=1.0, default=0.0)]


def glimpse(parameters: Camera, look: Look) -> Glimpse:
    """Return the odds of recognition of one look.

    Cycles ``N = s / (2 R ifov)``, the picture element and the blur of turbulence added by their squares; odds by the
    target transfer probability function; the contrast left after the air (Koschmieder) must show above the threshold,
    with a logistic edge of a tenth of its logarithm, which is ours. A camera without heat needs the light of civil
    twilight. Of the time on the target T, what can be recognised at all is by 1 - exp(-T P / t), t ``recognise_s``: the
    less there is to see, the longer it takes. Source: johnson1958; ratches1976 (transfer function); holst2008;
    koschmieder1924; fried1966; nicoll1994 (the exponential law of time; that its mean grows as 1 / P is recalled).
    """
    p = parameters
    if p.thermal < 0.5 and look.sun_elevation_rad < _DUSK_RAD:
        return Glimpse(0.0, 1e6, p.pixel_rad, p.pixel_rad, 0.0, 0.0)
    blur = blur_rad(p.wavelength_m, look.turbulence, look.range_m)
    element = math.sqrt(p.pixel_rad * p.pixel_rad + blur * blur)
    cycles = cycles_on_target(look.size_m, look.range_m, element)
    contrast = look.contrast * math.exp(-look.path_loss)
    margin = math.log(max(contrast, 1e-12) / p.threshold) / 0.1
    shows = 1.0 / (1.0 + math.exp(-min(max(margin, -40.0), 40.0)))
    odds = target_transfer_probability(cycles, p.cycles) * shows
    if p.recognise_s > 0.0:
        odds *= 1.0 - math.exp(-look.dwell_s * odds / p.recognise_s)
    return Glimpse(odds, 1e6, p.pixel_rad, p.pixel_rad, 0.0, contrast / p.threshold)


def column(parameters: Camera, weather: Weather) -> RadioLoss:
    """Return the extinction by haze, fog, dust and rain at the camera's wavelength."""
    air = haze(weather, parameters.wavelength_m)
    return RadioLoss(air.haze_per_m, air.scale_m, air.rain_per_m, air.rain_top_m, 0.0, 1.0)


MODEL = ModelSpec(
    name="sensor.camera",
    stage="sensor",
    parameters=Camera,
    shared=Mounting,
    functions={"glimpse": glimpse, "column": column},
    references=("johnson1958", "ratches1976", "holst2008", "koschmieder1924", "kim2001", "fried1966", "nicoll1994"),
    traits={"kind": CAMERA},
    claims=("odds fall with range", "odds rise with size", "odds fall with haze"),
)
