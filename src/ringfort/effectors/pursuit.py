"""A drone that hunts drones: it flies after its target at its own speed, for as long as it lasts, and tries again."""

from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import Shot, meeting_time, never, within
from ringfort.effectors.contract import INTERCEPTOR, Aim, Battery, Effect, Encounter, Plan
from ringfort.physics.gunnery import rounds_kill_probability
from ringfort.schema import ModelSpec, Parameter

_MOST_PASSES = 20.0


class Pursuit(NamedTuple):
    """An interceptor drone, which rams, nets or bursts beside its target and can be called back.

    It flies to where the target will be. What it has of its endurance when it gets there, it uses for further passes,
    each as likely as the first, provided that it is faster than its target; against a faster one it has one pass.
    Where the picture leads it further astray than its seeker makes good, it finds nothing.
    """

    speed_mps: Annotated[float, Parameter("m/s", "cruise speed", above=0.0)]
    launch_s: Annotated[float, Parameter("s", "time lost to launch and climb", low=0.0)]
    endurance_s: Annotated[float, Parameter("s", "time it can stay in the air", above=0.0)]
    pass_odds: Annotated[float, Parameter("1", "odds that one pass stops a target", low=0.0, high=1.0)]
    pass_s: Annotated[float, Parameter("s", "from one pass to the next", above=0.0)]
    homeward: Annotated[float, Parameter("1", "share of its endurance kept for the way back", low=0.0, high=0.9)]
    seeker_m: Annotated[float, Parameter("m", "miss of the track that its seeker still makes good", above=0.0)]


@compiled
def passes(p: Pursuit, target_mps: float, out_s: float) -> float:
    """Return how many passes it has at a target (m/s) that it meets after ``out_s``; 0 = it does not get there."""
    left = p.endurance_s * (1.0 - p.homeward) - out_s
    if left < 0.0:
        return 0.0
    if target_mps >= p.speed_mps:
        return 1.0
    return min(1.0 + float(int(left / p.pass_s)), _MOST_PASSES)


def plan(parameters: Pursuit, aim: Aim) -> Plan:
    """Return the first pass; the passes after it are taken to be as good as at once."""
    p = parameters
    out = meeting_time(aim, Shot(p.launch_s, p.speed_mps, 0.0))
    if out < 0.0:
        return never(aim)
    speed2 = aim.vx_mps * aim.vx_mps + aim.vy_mps * aim.vy_mps + aim.vz_mps * aim.vz_mps
    count = passes(p, speed2**0.5, out)
    if count < 1.0:
        return never(aim)
    return within(aim, out, out, rounds_kill_probability(p.pass_odds, count))


def effect(parameters: Pursuit, encounter: Encounter) -> Effect:
    """Return the odds that one of its passes stops the target: 1 - (1 - p)^n.

    Source: washburn2009, ch. 2, by ``gunnery.rounds_kill_probability``; that passes are independent is ours.
    """
    p = parameters
    if encounter.beside_m > 0.0 or encounter.miss_m > p.seeker_m:
        return Effect(0.0, 0.0, 0.0)
    count = max(passes(p, encounter.speed_mps, encounter.busy_s), 1.0)
    return Effect(rounds_kill_probability(p.pass_odds, count), 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.pursuit",
    stage="effector",
    parameters=Pursuit,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=("washburn2009",),
    traits={"kind": INTERCEPTOR},
    claims=("no effect before time of flight",),
)
