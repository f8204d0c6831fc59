"""An interrogator: it asks what a track stands for, and a friend whose transponder works answers."""

import math
from typing import Annotated, NamedTuple

from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import TRANSPONDER, Glimpse, Look, Mounting
from ringfort.world.weather import RadioLoss, Weather, radio_loss

_LOGISTIC = math.sqrt(3.0) / math.pi  # scale of the logistic law whose deviation is 1


class Interrogator(NamedTuple):
    """A secondary radar: its link works as long as its signal suffices; the answer is up to what is asked."""

    link: Annotated[float, Parameter("1", "odds that question and answer get through", low=0.0, high=1.0)]
    sigma_angle_rad: Annotated[float, Parameter("rad", "bearing error of an answer", above=0.0, default=0.01)]
    frequency_hz: Annotated[float, Parameter("Hz", "frequency of question and answer", above=0.0, default=1.06e9)]
    reach_m: Annotated[float, Parameter("m", "range at which the signal just suffices", above=0.0, default=2e5)]
    fading_db: Annotated[float, Parameter("dB", "deviation of the signal about its mean", above=0.0, default=3.0)]


def glimpse(parameters: Interrogator, look: Look) -> Glimpse:
    """Return the odds that the link works; range and bearing are those of the answer.

    link / (1 + exp(-(20 log10(R_0 / R) - L) / s)), R_0 ``reach_m``, L the air's loss one way (dB), s the fading as the
    scale of a logistic law. One way each, so that signals fall with the square of range. Source: friis1946.
    """
    p = parameters
    margin = 20.0 * math.log10(p.reach_m / look.range_m) - look.path_loss
    steps = min(max(margin / (_LOGISTIC * p.fading_db), -40.0), 40.0)
    angle = p.sigma_angle_rad
    return Glimpse(p.link / (1.0 + math.exp(-steps)), 50.0, angle, angle, 0.0, 1.0)


def column(parameters: Interrogator, weather: Weather) -> RadioLoss:
    """Return what gases, rain and fog take at the frequency of the link."""
    return radio_loss(weather, parameters.frequency_hz)


MODEL = ModelSpec(
    name="sensor.interrogator",
    stage="sensor",
    parameters=Interrogator,
    shared=Mounting,
    functions={"glimpse": glimpse, "column": column},
    references=("friis1946", "itu_p676", "itu_p838", "itu_p840"),
    traits={"kind": TRANSPONDER},
    claims=("odds fall with range",),
)
