"""Passive defence: a decoy that draws aimed weapons, a net that holds small drones."""

from typing import Annotated, NamedTuple

from ringfort.effectors.aiming import never
from ringfort.effectors.contract import PASSIVE, Aim, Battery, Effect, Encounter, Plan
from ringfort.schema import ModelSpec, Parameter


class Passive(NamedTuple):
    """What acts by being there: around its place it draws, or holds, a share of what comes; it is never ordered.

    A decoy draws a share of what is aimed at anything within ``lures_m`` of it, for whoever aims takes it for the real
    thing; what it draws then flies at the decoy. A net holds a share of what comes down within ``covers_m``, is no
    larger than ``largest_m`` and strikes with no more energy than ``carries_j``, so that it does not go off. The energy
    is that of warhead and case alone, for the mass of the whole is not known: the least that it can be. Unguided
    rockets and shells are neither drawn nor held unless ``ballistic`` says so.
    """

    lures_m: Annotated[float, Parameter("m", "distance of a true aim from which it draws", low=0.0, default=0.0)]
    draws: Annotated[float, Parameter("1", "share of these that it draws", low=0.0, high=1.0, default=0.0)]
    covers_m: Annotated[float, Parameter("m", "radius that it covers", low=0.0, default=0.0)]
    holds: Annotated[float, Parameter("1", "share of small things that it holds", low=0.0, high=1.0, default=0.0)]
    largest_m: Annotated[float, Parameter("m", "size of the largest thing that it holds", low=0.0, default=0.0)]
    carries_j: Annotated[float, Parameter("J", "energy that it takes up before it tears", low=0.0, default=20e3)]
    ballistic: Annotated[float, Parameter("1", "1 = acts on rockets and shells too", low=0, high=1, default=0)]


def plan(parameters: Passive, aim: Aim) -> Plan:
    """Return that there is nothing to order."""
    return never(aim)


def effect(parameters: Passive, encounter: Encounter) -> Effect:
    """Return the odds to hold what comes down ``range_m`` from it (``kill``) and to draw what is aimed there.

    Held is what strikes with ``m v^2 / 2`` of at most ``carries_j``; m ``mass_kg`` (kg), v ``speed_mps`` (m/s).
    Source: elementary.
    """
    p = parameters
    if encounter.ballistic > 0.5 and p.ballistic < 0.5:
        return Effect(0.0, 0.0, 0.0)
    drawn = p.draws if encounter.range_m <= p.lures_m else 0.0
    strikes_j = 0.5 * encounter.mass_kg * encounter.speed_mps * encounter.speed_mps
    catches = encounter.range_m <= p.covers_m and encounter.size_m <= p.largest_m and strikes_j <= p.carries_j
    held = p.holds if catches else 0.0
    return Effect(held, min(drawn, 1.0 - held), 0.0)


MODEL = ModelSpec(
    name="effector.passive",
    stage="effector",
    parameters=Passive,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=(),
    traits={"kind": PASSIVE},
)
