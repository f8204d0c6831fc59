"""An interrogator: it asks what a track stands for, and a friend whose transponder works answers."""

from typing import Annotated, NamedTuple

from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import TRANSPONDER, Glimpse, Look, Mounting


class Interrogator(NamedTuple):
    """A secondary radar: the link works with the same odds anywhere in its sight; the answer is up to what is asked."""

    link: Annotated[float, Parameter("1", "odds that question and answer get through", low=0.0, high=1.0)]
    sigma_angle_rad: Annotated[float, Parameter("rad", "bearing error of an answer", above=0.0, default=0.01)]


def glimpse(parameters: Interrogator, look: Look) -> Glimpse:
    """Return the odds that the link works; range and bearing are those of the answer."""
    angle = parameters.sigma_angle_rad
    return Glimpse(parameters.link, 50.0, angle, angle, 0.0, 1.0)


MODEL = ModelSpec(
    name="sensor.interrogator",
    stage="sensor",
    parameters=Interrogator,
    shared=Mounting,
    functions={"glimpse": glimpse},
    references=(),
    traits={"kind": TRANSPONDER},
)
