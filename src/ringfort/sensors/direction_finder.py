"""A radio direction finder: it hears what a drone sends, tells from where, and is deaf to a drone that keeps silent."""

import math
from typing import Annotated, NamedTuple

from ringfort.physics.detection import fading_odds
from ringfort.physics.radio import received_power_w
from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import NO_RANGE_M, RADIO, Glimpse, Look, Mounting
from ringfort.world.weather import RadioLoss, Weather, radio_loss


class DirectionFinder(NamedTuple):
    """A receiver with aerials that tell the bearing of a drone's own transmissions: video, telemetry, its replies.

    The operator's signals come from where the operator stands and say nothing of where the drone is: they are left out,
    and so are two transmitters on one channel and jammers that drown all.
    """

    sensitivity_w: Annotated[float, Parameter("W", "received power heard half of the time", above=0.0)]
    gain: Annotated[float, Parameter("1", "gain of the receiving aerial over an isotropic one", above=0.0, default=1.0)]
    excess_db: Annotated[float, Parameter("dB", "loss beyond that of free space", low=0.0, default=10.0)]
    fading_db: Annotated[float, Parameter("dB", "deviation of the signal about its mean", above=0.0, default=6.0)]
    sigma_bearing_rad: Annotated[float, Parameter("rad", "one-sigma bearing error", above=0.0, default=0.05)]
    lowest_hz: Annotated[float, Parameter("Hz", "lowest frequency it listens to", above=0.0, default=4e8)]
    highest_hz: Annotated[float, Parameter("Hz", "highest frequency it listens to", above=0.0, default=6e9)]


def glimpse(parameters: DirectionFinder, look: Look) -> Glimpse:
    """Return the odds of hearing a drone's transmissions, and the accuracy of their bearing.

    Margin 10 log10(EIRP G (lambda / 4 pi R)^2 / P_0) - L - A (dB): P_0 ``sensitivity_w``, L the air's loss, A
    ``excess_db``; odds by a logistic law of the margin over the fading. Source: friis1946, eq. 1.
    """
    p, angle = parameters, parameters.sigma_bearing_rad
    if look.emitted_w <= 0.0 or look.emitted_hz < p.lowest_hz or look.emitted_hz > p.highest_hz:
        return Glimpse(0.0, NO_RANGE_M, angle, angle, 0.0, 0.0)
    ratio = received_power_w(look.emitted_w, p.gain, look.range_m, look.emitted_hz) / p.sensitivity_w
    margin = 10.0 * math.log10(ratio) - look.path_loss - p.excess_db
    return Glimpse(fading_odds(margin, p.fading_db), NO_RANGE_M, angle, angle, 0.0, math.pow(10.0, 0.1 * margin))


def column(parameters: DirectionFinder, weather: Weather) -> RadioLoss:
    """Return what gases, rain and fog take in the middle of the band, little as that is."""
    return radio_loss(weather, math.sqrt(parameters.lowest_hz * parameters.highest_hz))


MODEL = ModelSpec(
    name="sensor.direction-finder",
    stage="sensor",
    parameters=DirectionFinder,
    shared=Mounting,
    functions={"glimpse": glimpse, "column": column},
    references=("friis1946", "itu_p676", "itu_p838", "itu_p840"),
    traits={"kind": RADIO},
    claims=("odds fall with range", "odds rise with radiated power", "silent things are not heard"),
)
