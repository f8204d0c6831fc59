"""A battery of guided interceptors: fly-out to a predicted point, and odds that fall towards the edge of its reach."""

from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import distance, never, target_at, within
from ringfort.effectors.contract import INTERCEPTOR, Aim, Battery, Effect, Encounter, Plan
from ringfort.schema import ModelSpec, Parameter


class Interceptor(NamedTuple):
    """A missile that flies at a mean speed to where its target will be.

    Its single-shot odds are a public outcome, wide as the published record is, and differ by target: what flies on wings
    and what falls from the sky. Its reach against ballistic targets is shorter.
    """

    speed_mps: Annotated[float, Parameter("m/s", "mean speed over its flight", above=0.0)]
    boost_s: Annotated[float, Parameter("s", "time lost to launch and boost", low=0.0, default=1.0)]
    odds_flying: Annotated[float, Parameter("1", "single-shot odds against things on wings", low=0.0, high=1.0)]
    odds_ballistic: Annotated[float, Parameter("1", "single-shot odds against ballistic things", low=0.0, high=1.0)]
    range_ballistic_m: Annotated[float, Parameter("m", "farthest range against ballistic things", above=0.0)]
    edge_loss: Annotated[float, Parameter("1", "share of the odds lost at the far edge", low=0, high=1, default=0.2)]
    seeker_m: Annotated[float, Parameter("m", "miss of the track that its seeker still makes good", above=0.0)]


@compiled
def _odds(p: Interceptor, ballistic: float, range_m: float) -> float:
    odds = p.odds_ballistic if ballistic > 0.5 else p.odds_flying
    share = min(range_m / p.range_ballistic_m, 1.0)
    return odds * (1.0 - p.edge_loss * share * share)


def plan(parameters: Interceptor, aim: Aim) -> Plan:
    """Return the intercept: the time at which missile and target meet, by fixed-point iteration.

    The iteration converges where the interceptor is faster than the target; otherwise it is cut off after sixteen
    rounds and the plan is refused unless the two meet within half a second.
    """
    p = parameters
    flight, after = 0.0, 0.0
    for _ in range(16):
        after = flight
        flight = p.boost_s + distance(target_at(aim, after)) / p.speed_mps
    away = distance(target_at(aim, flight))
    if abs(flight - after) > 0.5 or (aim.ballistic > 0.5 and away > p.range_ballistic_m):
        return never(aim)
    return within(aim, flight, flight, _odds(p, aim.ballistic, away))


def effect(parameters: Interceptor, encounter: Encounter) -> Effect:
    """Return the odds of a kill: the published single-shot odds, none where the track misled it beyond its seeker."""
    if encounter.miss_m > parameters.seeker_m:
        return Effect(0.0, 0.0, 0.0)
    return Effect(_odds(parameters, encounter.ballistic, encounter.range_m), 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.interceptor",
    stage="effector",
    parameters=Interceptor,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=(),
    traits={"kind": INTERCEPTOR},
    claims=("odds fall with range",),
)
