"""A rapid-fire gun: a burst of rounds, spread about an aim whose error is common to the whole burst."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import distance, never, target_at, within
from ringfort.effectors.contract import GUN, Aim, Battery, Effect, Encounter, Plan
from ringfort.physics.gunnery import common_bias_kill_probability, rounds_kill_probability
from ringfort.schema import ModelSpec, Parameter


class Gun(NamedTuple):
    """A gun with its own tracking radar; one shot of its magazine is one burst."""

    rounds: Annotated[float, Parameter("rounds", "rounds in a burst", low=1.0)]
    rate_per_s: Annotated[float, Parameter("1/s", "rounds a second", above=0.0)]
    muzzle_mps: Annotated[float, Parameter("m/s", "muzzle speed", above=0.0)]
    slowing_per_m: Annotated[float, Parameter("1/m", "loss of speed with distance", low=0.0, default=3e-4)]
    dispersion_rad: Annotated[float, Parameter("rad", "one-sigma spread of the rounds, each axis", above=0.0)]
    bias_rad: Annotated[float, Parameter("rad", "one-sigma aim error common to a burst, each axis", low=0.0)]
    kill_given_hit: Annotated[float, Parameter("1", "odds that one hit stops the target", low=0.0, high=1.0)]
    expected_radius_m: Annotated[
        float, Parameter("m", "target radius that command reckons with", above=0, default=0.15)
    ]


@compiled
def flight_time(p: Gun, range_m: float) -> float:
    """Return the time of flight of a round: speed falls as ``v = v0 exp(-k x)``, so ``t = (exp(k R) - 1) / (k v0)``.

    Flat fire with drag as the square of speed. Source: mccoy1999, chapter 5.
    """
    k = p.slowing_per_m
    return range_m / p.muzzle_mps if k * range_m < 1e-9 else (math.exp(k * range_m) - 1.0) / (k * p.muzzle_mps)


def plan(parameters: Gun, aim: Aim) -> Plan:
    """Return the burst: its middle round meets the target at the predicted point."""
    p = parameters
    burst = p.rounds / p.rate_per_s
    flight, after = 0.0, 0.0
    for _ in range(12):
        after = flight
        flight = 0.5 * burst + flight_time(p, min(distance(target_at(aim, after)), 2e4))
    if abs(flight - after) > 0.2:
        return never(aim)
    away = distance(target_at(aim, flight))
    sigma = p.dispersion_rad * p.dispersion_rad + p.bias_rad * p.bias_rad
    hit = 1.0 - math.exp(-0.5 * p.expected_radius_m * p.expected_radius_m / (sigma * away * away + 1e-12))
    return within(aim, flight, burst, rounds_kill_probability(p.kill_given_hit * hit, p.rounds))


def effect(parameters: Gun, encounter: Encounter) -> Effect:
    """Return the odds that the burst stops what is really there, averaged over the aim error that its rounds share."""
    p = parameters
    reach = max(encounter.range_m, 1.0)
    kill = common_bias_kill_probability(
        reach, p.dispersion_rad, p.bias_rad, encounter.hit_radius_m, p.rounds, p.kill_given_hit
    )
    return Effect(kill, 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.gun",
    stage="effector",
    parameters=Gun,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=("washburn2009", "mccoy1999"),
    traits={"kind": GUN},
    claims=("odds fall with range",),
)
