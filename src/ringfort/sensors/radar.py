"""A radar, told by what is published of it: the range at which it sees a thing of a known cross section."""

import math
from typing import Annotated, NamedTuple

from ringfort.physics.detection import detection_probability
from ringfort.physics.radar import angle_accuracy, range_accuracy
from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import RADAR, Glimpse, Look, Mounting
from ringfort.world.weather import RadioLoss, Weather, radio_loss


class Radar(NamedTuple):
    """A pulsed Doppler radar.

    Its sensitivity is the public detection range against a reference cross section, turned into a signal-to-noise ratio
    by the range equation; detection follows the target's Swerling case. Slow things are lost in the Doppler notch.
    """

    frequency_hz: Annotated[float, Parameter("Hz", "carrier frequency", above=0.0)]
    reference_range_m: Annotated[float, Parameter("m", "range at which the reference target is detected", above=0.0)]
    reference_cross_section_m2: Annotated[float, Parameter("m^2", "cross section of that target", above=0.0)]
    reference_odds: Annotated[float, Parameter("1", "odds of one look there", above=0, high=0.999, default=0.5)]
    false_alarm_odds: Annotated[float, Parameter("1", "odds of a false alarm a cell", above=0, high=0.1, default=1e-6)]
    notch_mps: Annotated[float, Parameter("m/s", "radial speed below which things are lost", low=0.0, default=3.0)]
    beamwidth_azimuth_rad: Annotated[float, Parameter("rad", "half-power beam width in azimuth", above=0.0)]
    beamwidth_elevation_rad: Annotated[float, Parameter("rad", "half-power beam width in elevation", above=0.0)]
    bandwidth_hz: Annotated[float, Parameter("Hz", "signal bandwidth", above=0.0)]
    slope: Annotated[float, Parameter("1", "monopulse error slope", above=0.0, default=1.6)]
    floor_angle_rad: Annotated[float, Parameter("rad", "angle error that no signal removes", low=0.0, default=1e-3)]
    floor_range_m: Annotated[float, Parameter("m", "range error that no signal removes", low=0.0, default=2.0)]
    sigma_range_rate_mps: Annotated[float, Parameter("m/s", "range-rate error", above=0.0, default=1.0)]


def glimpse(parameters: Radar, look: Look) -> Glimpse:
    """Return the odds and accuracies of one look.

    ``S/N = (S/N)_ref (sigma / sigma_ref) (R_ref / R)^4 / L``: the range equation relative to a published point, with
    ``(S/N)_ref = ln(Pfa)/ln(Pd) - 1`` of a Swerling-1 target and one look, L the air's two-way loss. Source:
    skolnik2008, chapter 1 (range equation) and chapter 2 (fluctuating targets).
    """
    p = parameters
    reference = math.log(p.false_alarm_odds) / math.log(p.reference_odds) - 1.0
    ratio = p.reference_range_m / look.range_m
    square = ratio * ratio
    loss = math.exp(-0.4605170185988092 * look.path_loss)  # two ways, from decibels
    snr = reference * look.cross_section_m2 / p.reference_cross_section_m2 * square * square * loss
    if abs(look.range_rate_mps) < p.notch_mps:
        return Glimpse(0.0, 1.0, 1.0, 1.0, 1.0, snr)
    odds = detection_probability(snr, look.swerling, 1.0, -math.log(p.false_alarm_odds))
    strong = max(snr, 4.0)  # what is detected at all came with about this much signal
    azimuth = angle_accuracy(p.beamwidth_azimuth_rad, p.slope, strong)
    elevation = angle_accuracy(p.beamwidth_elevation_rad, p.slope, strong)
    away = range_accuracy(p.bandwidth_hz, strong)
    floor = p.floor_angle_rad * p.floor_angle_rad
    return Glimpse(
        odds,
        math.sqrt(away * away + p.floor_range_m * p.floor_range_m),
        math.sqrt(azimuth * azimuth + floor),
        math.sqrt(elevation * elevation + floor),
        p.sigma_range_rate_mps,
        snr,
    )


def column(parameters: Radar, weather: Weather) -> RadioLoss:
    """Return what gases, rain and fog take at the radar's frequency."""
    return radio_loss(weather, parameters.frequency_hz)


MODEL = ModelSpec(
    name="sensor.radar",
    stage="sensor",
    parameters=Radar,
    shared=Mounting,
    functions={"glimpse": glimpse, "column": column},
    references=("skolnik2008", "swerling1960", "barton2005", "itu_p676", "itu_p838", "itu_p840"),
    traits={"kind": RADAR},
    claims=("odds fall with range", "odds rise with cross section"),
)
