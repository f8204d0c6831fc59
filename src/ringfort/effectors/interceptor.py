"""A battery of guided interceptors: fly-out to a predicted point, and odds that fall towards the edge of its reach."""

from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import Shot, distance, meeting_time, never, target_at, within
from ringfort.effectors.contract import INTERCEPTOR, Aim, Battery, Effect, Encounter, Plan
from ringfort.schema import ModelSpec, Parameter


class Interceptor(NamedTuple):
    """A missile that flies at a mean speed to where its target will be.

    Its single-shot odds are a public outcome, wide as the published record is, and differ by target: what flies on
    wings and what falls from the sky, each with a reach of its own. They are whole near by and lose a share towards
    the edge of that reach, with the square of the distance. Where the picture leads the missile further astray than
    its seeker makes good, it misses. The mean speed stands for boost and coast together, so flights well short of the
    edge are a little too slow and long ones too fast.
    """

    speed_mps: Annotated[float, Parameter("m/s", "mean speed over its flight", above=0.0)]
    boost_s: Annotated[float, Parameter("s", "time lost to launch and boost", low=0.0, default=1.0)]
    odds_flying: Annotated[float, Parameter("1", "single-shot odds against things on wings", low=0.0, high=1.0)]
    odds_ballistic: Annotated[float, Parameter("1", "single-shot odds against ballistic things", low=0.0, high=1.0)]
    range_flying_m: Annotated[float, Parameter("m", "farthest range against things on wings", above=0.0)]
    range_ballistic_m: Annotated[float, Parameter("m", "farthest range against ballistic things", above=0.0)]
    edge_loss: Annotated[float, Parameter("1", "share of the odds lost at the far edge", low=0, high=1, default=0.2)]
    seeker_m: Annotated[float, Parameter("m", "miss of the track that its seeker still makes good", above=0.0)]
    turns_aside: Annotated[
        float, Parameter("1", "odds that it turns on another aircraft that it passes", low=0.0, high=1.0, default=0.0)
    ]


@compiled
def reach(p: Interceptor, ballistic: float) -> float:
    """Return the farthest range (m) against this kind of target."""
    return p.range_ballistic_m if ballistic > 0.5 else p.range_flying_m


@compiled
def single_shot(p: Interceptor, ballistic: float, range_m: float) -> float:
    """Return the odds of one shot at a range (m): ``p0 (1 - loss (R / R_max)^2)``, none beyond R_max.

    The form is ours: no public record tells odds by range. Domain: any range.
    """
    share = range_m / reach(p, ballistic)
    if share > 1.0:
        return 0.0
    return (p.odds_ballistic if ballistic > 0.5 else p.odds_flying) * (1.0 - p.edge_loss * share * share)


def plan(parameters: Interceptor, aim: Aim) -> Plan:
    """Return the earliest intercept that the missile can fly to, if it lies within reach."""
    p = parameters
    flight = meeting_time(aim, Shot(p.boost_s, p.speed_mps, 0.0))
    if flight < 0.0:
        return never(aim)
    odds = single_shot(p, aim.ballistic, distance(target_at(aim, flight)))
    return within(aim, flight, flight, odds) if odds > 0.0 else never(aim)


def effect(parameters: Interceptor, encounter: Encounter) -> Effect:
    """Return the odds of a kill: the published single-shot odds, none where the track misled it beyond its seeker.

    A target that came out a little beyond the reach which the plan kept to is still met with the odds of the edge.
    """
    p = parameters
    if encounter.beside_m > 0.0:
        return Effect(p.turns_aside * single_shot(p, 0.0, min(encounter.range_m, p.range_flying_m)), 0.0, 0.0)
    if encounter.miss_m > p.seeker_m:
        return Effect(0.0, 0.0, 0.0)
    away = min(encounter.range_m, reach(p, encounter.ballistic))
    return Effect(single_shot(p, encounter.ballistic, away), 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.interceptor",
    stage="effector",
    parameters=Interceptor,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=(),
    traits={"kind": INTERCEPTOR},
    claims=("odds fall with range", "no effect before time of flight"),
)
