"""A rapid-fire gun: a burst of rounds, spread about an aim whose error is common to the whole burst."""

import math
from typing import Annotated, NamedTuple

from ringfort.effectors.aiming import Shot, distance, meeting_time, never, target_at, within
from ringfort.effectors.contract import GUN, Aim, Battery, Effect, Encounter, Plan
from ringfort.physics.gunnery import (
    biased_hit_probability,
    burst_s,
    circular_hit_probability,
    common_bias_kill_probability,
    rounds_kill_probability,
)
from ringfort.schema import ModelSpec, Parameter


class Gun(NamedTuple):
    """A gun with its own tracking radar; one shot of its magazine is one burst.

    The rounds of a burst scatter about an aim whose error (tracking, lead, wind, wear) all of them share, so that the
    kill of a burst is an average over that error and not what as many independent rounds would do. The lead is taken
    to be right on the average: what is predicted wrongly belongs into the bias. Rounds destroy themselves at the
    battery's farthest range.
    """

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


def plan(parameters: Gun, aim: Aim) -> Plan:
    """Return the burst: its middle round meets the target at the predicted point.

    Command reckons with rounds that are independent, which is cheap and hopeful; ``effect`` knows better.
    """
    p = parameters
    burst = burst_s(p.rounds, p.rate_per_s)
    flight = meeting_time(aim, Shot(0.5 * burst, p.muzzle_mps, p.slowing_per_m))
    if flight < 0.0:
        return never(aim)
    spread = distance(target_at(aim, flight)) * math.sqrt(p.dispersion_rad * p.dispersion_rad + p.bias_rad * p.bias_rad)
    hit = circular_hit_probability(p.expected_radius_m, max(spread, 1e-6))
    return within(aim, flight, burst, rounds_kill_probability(p.kill_given_hit * hit, p.rounds))


def effect(parameters: Gun, encounter: Encounter) -> Effect:
    """Return the odds that the burst stops what is really there, averaged over the aim error that its rounds share.

    What the burst passes beside its target is hit by rounds about an aim so far off.

    Source: washburn2009, ch. 2, by ``gunnery.common_bias_kill_probability``.
    """
    p = parameters
    reach = max(encounter.range_m, 1.0)
    if encounter.beside_m > 0.0:
        spread = reach * math.sqrt(p.dispersion_rad * p.dispersion_rad + p.bias_rad * p.bias_rad)
        hit = biased_hit_probability(encounter.hit_radius_m, spread, encounter.beside_m)
        return Effect(rounds_kill_probability(p.kill_given_hit * hit, p.rounds), 0.0, 0.0)
    kill = common_bias_kill_probability(
        reach, p.dispersion_rad, p.bias_rad, encounter.hit_radius_m, p.rounds, p.kill_given_hit
    )
    return Effect(min(kill, 1.0), 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.gun",
    stage="effector",
    parameters=Gun,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=("washburn2009", "mccoy_1999"),
    traits={"kind": GUN},
    claims=("odds fall with range", "no effect before time of flight"),
)
