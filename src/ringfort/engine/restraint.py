"""What holds a shot back that could be fired: a zone on its way, a friend near its line, rounds kept, a poor track."""

import math
from typing import Any

from ringfort.command import zones
from ringfort.command.contract import FRIEND, NEUTRAL
from ringfort.compiled import compiled
from ringfort.effectors.contract import Plan
from ringfort.engine.model import Model
from ringfort.engine.sorties import is_itself
from ringfort.tracking.contract import CONFIRMED
from ringfort.tracking.quality import good_enough
from ringfort.world.terrain import height_above_ground

RESTRAINTS = (
    "nothing",
    "no fire through a zone",
    "a friend near the line of fire",
    "rounds kept for worse",
    "its track is not good enough",
)
NOTHING, ZONE_ON_WAY, FRIEND_ON_WAY, KEPT, TOO_POOR = range(5)

_STEPS = 8  # places on the line of fire that are looked at for zones


@compiled
def restraint(model: Model, state: Any, who: tuple[int, int], plan: Plan) -> int:
    """Return what holds effector ``who[0]`` back from track ``who[1]``: a code of ``RESTRAINTS``."""
    if model.given.n_zones > 0 and crosses_zone(model, state, who[0], plan):
        return ZONE_ON_WAY
    if model.given.doctrine.clear_m > 0.0 and friend_on_way(model, state, who, plan):
        return FRIEND_ON_WAY
    if model.given.n_reserves > 0 and kept(model, state, who[0], who[1]):
        return KEPT
    if model.given.n_qualities > 0 and poor(model, state, who[0], who[1]):
        return TOO_POOR
    return NOTHING


@compiled
def crosses_zone(model: Model, state: Any, e: int, plan: Plan) -> bool:
    """Return whether the line from effector ``e`` to the effect, looked at in steps, touches a zone of no fire."""
    given, place = model.given, state.posts[e].place
    for k in range(1, _STEPS + 1):
        share = k / _STEPS
        x, y = place[0] + share * plan.x_m, place[1] + share * plan.y_m
        height = height_above_ground(model.terrain, x, y, place[2] + share * plan.z_m)
        if zones.spared(given.zones[: given.n_zones], x, y, height):
            return True
    return False


@compiled
def friend_on_way(model: Model, state: Any, who: tuple[int, int], plan: Plan) -> bool:
    """Return whether, when the effect comes, a track held to be a friend or neutral will be near the line of fire.

    Near is within ``clear_m`` of the line from the effector to the effect; held so is what is declared so, or whose
    odds of being so are ``friend_sure`` or more.
    """
    e, i = who
    effector, place, doctrine = model.given.effectors[e], state.posts[e].place, model.given.doctrine
    at = state.total.now + doctrine.order_median_s + plan.flight_s
    length = plan.x_m * plan.x_m + plan.y_m * plan.y_m + plan.z_m * plan.z_m + 1e-9
    for j in range(effector.net * state.span, state.tops[effector.net]):
        track, assessment = state.tracks[j], state.assessments[j]
        if j == i or track.status != CONFIRMED or (effector.watches > 0 and is_itself(model, state, e, j)):
            continue
        friendly = assessment.posterior[FRIEND] + assessment.posterior[NEUTRAL]
        if assessment.declared not in (FRIEND, NEUTRAL) and friendly < doctrine.friend_sure:
            continue
        ahead = at - track.t
        x = track.x[0] + ahead * track.x[3] - place[0]
        y = track.x[1] + ahead * track.x[4] - place[1]
        z = track.x[2] + ahead * track.x[5] - place[2]
        along = min(max((x * plan.x_m + y * plan.y_m + z * plan.z_m) / length, 0.0), 1.0)
        dx, dy, dz = x - along * plan.x_m, y - along * plan.y_m, z - along * plan.z_m
        if math.sqrt(dx * dx + dy * dy + dz * dz) < doctrine.clear_m:
            return True
    return False


@compiled
def poor(model: Model, state: Any, e: int, i: int) -> bool:
    """Return whether track ``i`` is known less well now than doctrine asks for before effector ``e`` may shoot."""
    least = model.given.qualities[model.given.effectors[e].kind]
    return not good_enough(state.tracks[i], state.total.now, model.given.tracking.quiet_noise, least)


@compiled
def kept(model: Model, state: Any, e: int, i: int) -> bool:
    """Return whether the rounds that effector ``e`` has left are kept for something worse than track ``i``."""
    assessment = state.assessments[i]
    for k in range(model.given.n_reserves):
        reserve = model.given.reserves[k]
        if reserve.effector != e or state.posts[e].rounds > reserve.keep:
            continue
        worse = (reserve.ballistic == 1 and assessment.ballistic > 0.5) or assessment.worth >= reserve.worth
        if not worse:
            return True
    return False
