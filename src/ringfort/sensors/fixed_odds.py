"""A textbook sensor: the same odds and accuracies at every look, whatever is looked at."""

from typing import Annotated, NamedTuple

from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import RADAR, Glimpse, Look, Mounting


class FixedOdds(NamedTuple):
    """A sensor that detects everything in its reach with fixed odds and fixed accuracies, for closed-form checks."""

    odds: Annotated[float, Parameter("1", "odds of detection a look", low=0.0, high=1.0)]
    sigma_range_m: Annotated[float, Parameter("m", "one-sigma range error", above=0.0, default=1.0)]
    sigma_angle_rad: Annotated[float, Parameter("rad", "one-sigma angle error", above=0.0, default=1e-4)]


def glimpse(parameters: FixedOdds, look: Look) -> Glimpse:
    """Return the fixed odds and accuracies."""
    angle = parameters.sigma_angle_rad
    return Glimpse(parameters.odds, parameters.sigma_range_m, angle, angle, 1.0, 100.0)


MODEL = ModelSpec(
    name="sensor.fixed-odds",
    stage="sensor",
    parameters=FixedOdds,
    shared=Mounting,
    functions={"glimpse": glimpse},
    references=(),
    traits={"kind": RADAR},
)
