"""The moment of a shot: what must hold when it is fired, and what becomes of an order that cannot be carried out."""

import math
from typing import Any

from ringfort.command.authority import meant_for
from ringfort.compiled import compiled
from ringfort.effectors.contract import GUN, JAMMER, LASER, Plan
from ringfort.engine import log as rows
from ringfort.engine.act import FIXED, NEAR, UNDER_WAY, plan_after
from ringfort.engine.arrive import read
from ringfort.engine.bars import direct, friend_near, guided, in_sight, refused, works
from ringfort.engine.eye import look_first
from ringfort.engine.model import Model
from ringfort.engine.post import hand_back, refill, stands, work
from ringfort.engine.queue import EFFECT, FIRE, RELEASE, push
from ringfort.engine.restraint import FRIEND_ON_WAY, TOO_POOR, ZONE_ON_WAY, restraint
from ringfort.engine.sorties import locate, scramble, steer, target_near
from ringfort.engine.state import FLYING
from ringfort.tracking.contract import CONFIRMED

_AGAIN_S = 1.0  # between two tries of a shot that waits
_STEER_S = 10.0  # between two directions to an aeroplane on its way
_THERE_S = 0.5  # left of the way, below which it is there


@compiled
def fire(model: Model, models: tuple[Any, Any], state: Any, slot: int) -> None:
    """Fire shot ``slot`` if nothing is in its way; wait a little, or let the order lapse, where something is."""
    shot, t = state.shots[slot], state.total.now
    e = shot.effector
    battery = state.batteries[model.given.effectors[e].system]
    if shot.live > 1:
        lapse(model, state, slot, rows.NOT_AT_WORK if shot.live == 2 else rows.ORDER_LOST)
        return
    flies = model.given.effectors[e].watches > 0
    if flies and chase(model, models, state, slot):
        return
    plan, why = aimed(model, models[0], state, slot, NEAR if flies else FIXED)
    if why == rows.GO:
        why = barrier(model, state, slot, plan)
    if why == rows.GO:
        launch(model, state, slot, plan)
    elif why in (rows.TRACK_GONE, rows.NOT_HOSTILE) or t + _AGAIN_S > shot.ordered_t + battery.patience_s:
        lapse(model, state, slot, why)
    else:
        again(state, slot, t + _AGAIN_S)


@compiled
def chase(model: Model, models: tuple[Any, Any], state: Any, slot: int) -> bool:
    """Bring the aeroplane of a shot to its target; return whether the shot waits for that, or has lapsed.

    It is directed anew every ``_STEER_S`` by the track until it is near; what it then finds, it follows by itself, and
    shoots when it has had its look.
    """
    shot, t = state.shots[slot], state.total.now
    locate(model, state, shot.effector)
    near = shot.shoots_t < math.inf
    plan, why = aimed(model, models[0], state, slot, NEAR if near else UNDER_WAY)
    if why != rows.GO and not (near and why == rows.OUT_OF_REACH_NOW and t < shot.shoots_t):
        lapse(model, state, slot, why)
        return True
    wait, begun = state.posts[shot.effector].wait_s, shot.t > shot.ordered_t
    if wait > 0.0:
        scramble(model, state, shot.effector)
        note_sent(state, slot, plan, 1)
        again(state, slot, t + wait)
        return True
    if not near and plan.approach_s <= _THERE_S:
        near, shot.shoots_t, shot.locked = True, t + plan.look_s, found(model, state, slot)
    if near and t >= shot.shoots_t:
        shot.ordered_t = max(shot.ordered_t, shot.shoots_t)  # from now on it has patience
        return False
    if not begun:
        note_sent(state, slot, plan, 0)
    left = shot.shoots_t - t if near else plan.approach_s
    steer(model, models[1], state, shot, t + left + (0.0 if near else plan.look_s))
    again(state, slot, t + min(left, _STEER_S))
    return True


@compiled
def again(state: Any, slot: int, time_s: float) -> None:
    """Put a shot on the clock anew."""
    state.shots[slot].t = time_s
    push(state.queue, state.total, time_s, FIRE, slot)


@compiled
def note_sent(state: Any, slot: int, plan: Plan, ground: int) -> None:
    """Log that an aeroplane is sent at its target, for the first shot of a salvo."""
    shot = state.shots[slot]
    if rows.on(state) and shot.number == 0:
        who = (shot.source, shot.effector, ground, shot.track_id)
        row = rows.note(state, state.total.now, rows.SENT, who)
        row.value = plan.approach_s
        for c in range(3):
            row.place[c] = state.posts[shot.effector].place[c]


@compiled
def aimed(model: Model, plans: Any, state: Any, slot: int, stage: float) -> tuple[Plan, int]:
    """Return the plan of a shot that is fired now, and why there is none (a code of LAPSES).

    What flies (``stage`` UNDER_WAY, NEAR) goes on whatever kind command takes its target for by now: it will see.
    """
    shot = state.shots[slot]
    i = shot.track
    none = Plan(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if not works(model, state, shot.effector):
        return none, rows.NOT_AT_WORK
    if state.tracks[i].status != CONFIRMED or state.tracks[i].id != shot.track_id:
        return none, rows.TRACK_GONE
    battery = state.batteries[model.given.effectors[shot.effector].system]
    if stage == FIXED and not meant_for(state.assessments[i], battery):
        return none, rows.OTHER_KIND
    plan = plan_after(model, plans, state, (shot.effector, i), (0.0, stage))
    return plan, rows.GO if plan.feasible > 0.5 else rows.OUT_OF_REACH_NOW


@compiled
def barrier(model: Model, state: Any, slot: int, plan: Plan) -> int:
    """Return what is in the way of a shot that is fired now (a code of LAPSES): rules first, then the world."""
    shot, t = state.shots[slot], state.total.now
    e, i = shot.effector, shot.track
    effector, track = model.given.effectors[e], state.tracks[i]
    battery, ahead = state.batteries[effector.system], t - track.t
    at = (
        track.x[0] + ahead * track.x[3],
        track.x[1] + ahead * track.x[4],
        track.x[2] + ahead * track.x[5],
    )
    if not stands(battery, state.posts[e], t, plan.busy_s):
        return rows.TOO_HOT
    held = ruled_out(model, state, (e, i), plan, at)
    if held != rows.GO:
        return held
    if at[2] > state.posts[e].place[2] and refused(model, state, e):
        return rows.NO_CLEARANCE
    flies = effector.watches > 0
    # A shot that closes in looks when it is there.
    looks = battery.sight > 0.5 and (flies or battery.closes_to_m <= 0.0)
    if not direct(effector.kind) and not looks and not flies and effector.guide < 0:
        return rows.GO
    o = found(model, state, slot)
    if o < 0:
        return rows.NOT_SEEN if looks else rows.GO
    now = state.objects[o].now
    if direct(effector.kind) and not in_sight(model, effector, (now[0], now[1], now[2])):
        return rows.NO_SIGHT
    if not guided(model, state, effector, (now[0], now[1], now[2])):
        return rows.NO_GUIDANCE
    return look_first(model, state, slot, o) if looks else rows.GO


@compiled
def found(model: Model, state: Any, slot: int) -> int:
    """Return the object that a shot fired now is really at: near where its track is held to be; -1 = none.

    What flies stays with what it has found; where nothing is near its track, it takes what flies beside it.
    """
    shot, t = state.shots[slot], state.total.now
    e, track = shot.effector, state.tracks[shot.track]
    for o in range(state.n_objects):
        if state.objects[o].status == FLYING:
            read(state, o, t)
    within, ahead = state.batteries[model.given.effectors[e].system].capture_m, t - track.t
    at = (track.x[0] + ahead * track.x[3], track.x[1] + ahead * track.x[4], track.x[2] + ahead * track.x[5])
    if model.given.effectors[e].watches == 0:
        return target_near(model, state, e, at, within)
    if shot.locked < 0 or state.objects[shot.locked].status != FLYING:
        shot.locked = target_near(model, state, e, at, within)
    if shot.locked < 0:
        place = state.posts[e].place
        shot.locked = target_near(model, state, e, (place[0], place[1], place[2]), within)
    if shot.locked >= 0:
        shot.source = shot.locked
    return int(shot.locked)


@compiled
def ruled_out(model: Model, state: Any, who: tuple[int, int], plan: Plan, at: tuple[float, float, float]) -> int:
    """Return what rules say now against a shot that was ordered: a friend near, a zone, a poor track (LAPSES)."""
    held = restraint(model, state, who, plan)
    if held == FRIEND_ON_WAY or friend_near(model, state, who[0], who[1], at):
        return rows.FRIEND_NEAR
    if held == TOO_POOR:
        return rows.POOR_TRACK
    return rows.NO_FIRE_ZONE if held == ZONE_ON_WAY else rows.GO


@compiled
def lapse(model: Model, state: Any, slot: int, why: int) -> None:
    """Let a shot go unfired: its round goes back, its channel is free, and command may order anew."""
    shot, t = state.shots[slot], state.total.now
    e, assessment, called_off = shot.effector, state.assessments[shot.track], shot.live == 2
    shot.live = 0
    hand_back(state, e, shot.launcher)
    if model.given.effectors[e].guide >= 0:
        state.guides[model.given.effectors[e].guide].shots -= 1
    same = assessment.track == shot.track_id
    deal = state.deals[model.given.effectors[e].group, shot.track]
    if same and shot.number == 0:
        deal.orders -= 1
    if shot.last == 1:
        state.posts[e].engagements -= 1
        if same:
            deal.engaged -= 1
            deal.free_t = t + state.batteries[model.given.effectors[e].system].assessment_s
    if rows.on(state) and not called_off:
        rows.note(state, t, rows.LAPSED, (shot.source, e, why, shot.track_id))


@compiled
def launch(model: Model, state: Any, slot: int, plan: Plan) -> None:
    """Fire a shot: it is spent, it warms its effector, and its effect comes after its flight."""
    shot, t, total = state.shots[slot], state.total.now, state.total
    e, track = shot.effector, state.tracks[shot.track]
    effector, post = model.given.effectors[e], state.posts[e]
    battery = state.batteries[effector.system]
    shot.fired, shot.source = 1, state.track_sources[shot.track]
    shot.t, shot.effect_t, shot.busy_s, shot.odds = t, t + plan.flight_s, plan.busy_s, plan.odds
    for c in range(3):
        shot.aim[c] = track.x[c] + (shot.effect_t - track.t) * track.x[c + 3]
        shot.origin[c] = post.place[c]
    post.spent += 1
    post.fired += 1
    post.axis_rad = math.atan2(plan.x_m, plan.y_m)
    if effector.kind in (GUN, JAMMER, LASER):
        work(battery, post, t, plan.busy_s)
    refill(model, state, e, shot.launcher)
    total.defence_usd += battery.cost_usd
    if rows.on(state):
        row = rows.note(state, t, rows.FIRED, (shot.source, e, shot.number, track.id))
        rows.where(row, track.x)
        for c in range(3):
            row.more[c] = shot.origin[c]
    push(state.queue, total, shot.effect_t, EFFECT, slot)
    if shot.last == 1:
        push(state.queue, total, t + max(plan.busy_s, 1e-3), RELEASE, e)


@compiled
def release(state: Any, e: int) -> None:
    """Free a channel of effector ``e``."""
    state.posts[e].engagements -= 1
