"""A gun with a programmed fuze: its rounds burst on the way of the target, at the time that they are told."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import Shot, distance, meeting_time, never, target_at, within
from ringfort.effectors.contract import GUN, Aim, Battery, Effect, Encounter, Plan
from ringfort.physics.airburst import Burst, airburst_kill_probability
from ringfort.physics.gunnery import burst_s
from ringfort.schema import ModelSpec, Parameter


class Airburst(NamedTuple):
    """A gun of 30 to 35 mm; one shot of its magazine is one short burst of rounds that each throw a cloud of pellets.

    The fuze bursts a round at a time told at the muzzle, so an error of time or of muzzle speed spreads the bursts
    along the line of fire; rounds scatter across it, about an aim whose error all of them share. A small target offers
    the cloud less: the radius across is that for a target of ``reference_m`` and goes with the root of the size.
    """

    rounds: Annotated[float, Parameter("rounds", "rounds in a burst", low=1.0)]
    rate_per_s: Annotated[float, Parameter("1/s", "rounds a second", above=0.0)]
    muzzle_mps: Annotated[float, Parameter("m/s", "muzzle speed", above=0.0)]
    slowing_per_m: Annotated[float, Parameter("1/m", "loss of speed with distance", low=0.0)]
    dispersion_rad: Annotated[float, Parameter("rad", "one-sigma spread of the rounds, each axis", above=0.0)]
    bias_rad: Annotated[float, Parameter("rad", "one-sigma aim error common to a burst, each axis", low=0.0)]
    fuze_s: Annotated[float, Parameter("s", "one-sigma error of the time of burst", low=0.0)]
    peak: Annotated[float, Parameter("1", "odds of one round that bursts where it should", above=0.0, high=1.0)]
    along_m: Annotated[float, Parameter("m", "Carleton radius of one round along the line of fire", above=0.0)]
    across_m: Annotated[float, Parameter("m", "Carleton radius of one round across it", above=0.0)]
    reference_m: Annotated[
        float, Parameter("m", "hit radius of the target that these hold for", above=0.0, default=0.2)
    ]


@compiled
def odds_at(p: Airburst, range_m: float, radius_m: float) -> float:
    """Return the odds of a burst at a range (m) for a target of a hit radius (m).

    Source: driels2013, by ``airburst_kill_probability``; that the radius goes with the root of the size is ours.
    """
    speed = p.muzzle_mps * math.exp(-p.slowing_per_m * range_m)
    size = math.sqrt(radius_m / p.reference_m)
    across = p.across_m * min(size, 2.0)
    burst = Burst(
        p.rounds,
        p.peak,
        p.along_m,
        across,
        p.fuze_s * speed,
        p.dispersion_rad * range_m,
        p.bias_rad * range_m,
    )
    return airburst_kill_probability(burst)


def plan(parameters: Airburst, aim: Aim) -> Plan:
    """Return the burst: its middle round meets the target at the predicted point."""
    p = parameters
    burst = burst_s(p.rounds, p.rate_per_s)
    flight = meeting_time(aim, Shot(0.5 * burst, p.muzzle_mps, p.slowing_per_m))
    if flight < 0.0:
        return never(aim)
    away = max(distance(target_at(aim, flight)), 1.0)
    return within(aim, flight, burst, odds_at(p, away, p.reference_m))


def effect(parameters: Airburst, encounter: Encounter) -> Effect:
    """Return the odds that the burst stops what is really there; beside its target it acts by the miss as a bias."""
    p = parameters
    away = max(encounter.range_m, 1.0)
    if encounter.beside_m > 0.0:
        off = encounter.beside_m / p.across_m
        share = math.exp(-0.5 * min(off * off, 1000.0))
        return Effect(share * odds_at(p, away, encounter.hit_radius_m), 0.0, 0.0)
    return Effect(odds_at(p, away, encounter.hit_radius_m), 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.airburst",
    stage="effector",
    parameters=Airburst,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=("driels2013", "washburn2009", "mccoy_1999"),
    traits={"kind": GUN},
    claims=("odds fall with range", "no effect before time of flight"),
)
