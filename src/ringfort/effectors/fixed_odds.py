"""A textbook effector: every shot reaches its target after a fixed time and stops it with fixed odds."""

from typing import Annotated, NamedTuple

from ringfort.effectors.aiming import within
from ringfort.effectors.contract import INTERCEPTOR, Aim, Battery, Effect, Encounter, Plan
from ringfort.schema import ModelSpec, Parameter


class FixedOdds(NamedTuple):
    """An effector whose shots each stop their target with the same odds, for closed-form checks."""

    odds: Annotated[float, Parameter("1", "odds that one shot stops its target", low=0.0, high=1.0)]
    flight_s: Annotated[float, Parameter("s", "from the shot to its effect", low=0.0, default=1.0)]
    busy_s: Annotated[
        float, Parameter("s", "that a shot ties its channel down, at least its flight", low=0.0, default=0.0)
    ]


def plan(parameters: FixedOdds, aim: Aim) -> Plan:
    """Return a plan that is always feasible."""
    return within(aim, parameters.flight_s, max(parameters.flight_s, parameters.busy_s), parameters.odds)


def effect(parameters: FixedOdds, encounter: Encounter) -> Effect:
    """Return the fixed odds."""
    return Effect(parameters.odds, 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.fixed-odds",
    stage="effector",
    parameters=FixedOdds,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=(),
    traits={"kind": INTERCEPTOR},
)
