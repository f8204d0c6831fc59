"""Orders: what could engage what, by the picture alone, and which of it is ordered."""

import math
from typing import Any

from ringfort.command import authority
from ringfort.command.contract import ALLOWED
from ringfort.compiled import compiled
from ringfort.effectors.contract import PASSIVE, Aim, Plan
from ringfort.engine import log as rows
from ringfort.engine.arrive import draw
from ringfort.engine.availability import READY, forbidden
from ringfort.engine.bars import barred, direct, guided, in_sight, works
from ringfort.engine.echo import loss
from ringfort.engine.model import ORDER, ORDER_SENT, Model
from ringfort.engine.post import lead_s, occupy, stands, take
from ringfort.engine.queue import FIRE, push
from ringfort.engine.restraint import KEPT, NOTHING, TOO_POOR, restraint
from ringfort.engine.sense import within_sector
from ringfort.engine.sorties import is_itself, locate
from ringfort.engine.state import MAX_OPTIONS, MAX_SHOTS, POOR, REACH_DOWN, REACH_FORBIDDEN, SAVING, SPARING
from ringfort.streams import CREW, LINK, start, uniform
from ringfort.tracking.contract import CONFIRMED
from ringfort.world.terrain import height_above_ground

FIXED, UNDER_WAY, NEAR = 0.0, 1.0, 2.0  # how far what flies has come with an order; all else stays where it is
_LAST_CALL_S = 0.5  # an effect must come at least this long before the predicted impact


@compiled
def weigh_options(model: Model, plans: Any, state: Any) -> int:
    """List every way to engage a track now and note what was within reach; return the number of options."""
    count, t = 0, state.total.now
    for e in range(model.given.n_effectors):
        locate(model, state, e)
    for i in range(state.slots):
        track, assessment = state.tracks[i], state.assessments[i]
        if assessment.dead == 1 and t >= assessment.relook_t:
            assessment.dead = 0  # it was judged destroyed and still flies
        if track.status != CONFIRMED or assessment.dead == 1 or assessment.asset < 0:
            continue
        source = state.track_sources[i]
        for e in range(model.given.n_effectors):
            if not may_see(model, state, e, i):
                continue
            plan = plan_shot(model, plans, state, e, i)
            if plan.feasible < 0.5:
                continue
            if not works(model, state, e):
                note_lack(model, state, e, i)
                continue
            battery = state.batteries[model.given.effectors[e].system]
            cool = stands(battery, state.posts[e], t, plan.busy_s)
            allowed = assessment.gate == ALLOWED
            cleared = allowed and authority.approved(assessment, model.given.doctrine, model.given.effectors[e].kind, t)
            cleared = cleared and not held_back(model, state, (e, i), plan)
            if source >= 0:
                note_reach(state.objects[source], t, allowed, cleared)
            if cleared and cool and may_shoot(model, state, e, i) and plan.odds > 0.0 and count < MAX_OPTIONS:
                option = state.options[count]
                option.track, option.effector, option.odds = i, e, plan.odds
                option.flight_s, option.busy_s = plan.flight_s, plan.busy_s
                count += 1
    return count


@compiled
def may_see(model: Model, state: Any, e: int, i: int) -> bool:
    """Return whether effector ``e`` has track ``i`` before it as something that it could be sent at.

    Nothing is that acts by itself, nor what belongs to another net, nor the track of its own aeroplanes: unless it has
    been sent at that track before, and then is near it for that.
    """
    effector = model.given.effectors[e]
    if effector.kind == PASSIVE or effector.net != i // state.span:
        return False
    if effector.watches == 0 or state.deals[effector.group, i].orders > 0:
        return True
    return not is_itself(model, state, e, i)


@compiled
def may_shoot(model: Model, state: Any, e: int, i: int) -> bool:
    """Return whether doctrine lets effector ``e`` shoot at track ``i`` now.

    Not before the last shot of its group is judged, and not more often than doctrine says.
    """
    deal, doctrine = state.deals[model.given.effectors[e].group, i], model.given.doctrine
    if doctrine.most > 0.0 and deal.orders >= doctrine.most:
        return False
    return bool(doctrine.looks < 0.5 or state.total.now >= deal.free_t)


@compiled
def note_reach(thing: Any, t: float, allowed: bool, cleared: bool) -> None:
    """Note for an object that some effector could reach it, and whether leave was given at that time."""
    thing.reachable_t = min(thing.reachable_t, t)
    if allowed:
        thing.allowed_t = min(thing.allowed_t, t)
    if cleared:
        thing.engageable_t = min(thing.engageable_t, t)


@compiled
def held_back(model: Model, state: Any, who: tuple[int, int], plan: Plan) -> bool:
    """Return whether something holds effector ``who[0]`` back from track ``who[1]``; note that for the object there."""
    why, o = restraint(model, state, who, plan), state.track_sources[who[1]]
    if why == NOTHING:
        return False
    if o >= 0:
        thing, bit = state.objects[o], SAVING if why == KEPT else POOR if why == TOO_POOR else SPARING
        if thing.lacked & bit == 0 and rows.on(state):
            rows.note(state, state.total.now, rows.HELD_BACK_ROW, (o, who[0], why, state.tracks[who[1]].id))
        thing.lacked |= bit
    return True


@compiled
def note_lack(model: Model, state: Any, e: int, i: int) -> None:
    """Note for the object behind track ``i`` that effector ``e`` could reach it, did it and its radar only work."""
    o, u = state.track_sources[i], model.given.n_sensors + e
    if state.books[u].status == READY:
        u = model.given.effectors[e].guide
    if o < 0:
        return
    thing, status = state.objects[o], state.books[u].status
    bit = REACH_FORBIDDEN if forbidden(status) else REACH_DOWN
    if thing.lacked & bit == 0:
        thing.lacked |= bit
        if rows.on(state):
            rows.note(state, state.total.now, rows.LACKED, (o, u, status, state.tracks[i].id))


@compiled
def plan_shot(model: Model, plans: Any, state: Any, e: int, i: int) -> Plan:
    """Return what engaging track ``i`` with effector ``e`` would be if it were ordered now, by the picture alone."""
    place, track = state.posts[e].place, state.tracks[i]
    ahead = state.total.now - track.t
    to = (track.x[0] + ahead * track.x[3] - place[0], track.x[1] + ahead * track.x[4] - place[1])
    delay = model.given.doctrine.order_median_s + lead_s(model, state, e, track.id, to)
    return plan_after(model, plans, state, (e, i), (delay, FIXED))


@compiled
def plan_after(model: Model, plans: Any, state: Any, who: tuple[int, int], when: tuple[float, float]) -> Plan:
    """Return what a shot of effector ``who[0]`` at track ``who[1]`` would be that is fired ``when[0]`` (s) from now.

    ``when[1]`` is NEAR for the shot alone of what flies and is near its target, UNDER_WAY while it is on its way there.
    """
    (e, i), (delay, stage) = who, when
    effector, track, assessment, post = model.given.effectors[e], state.tracks[i], state.assessments[i], state.posts[e]
    battery, t = state.batteries[effector.system], state.total.now
    ballistic = 1.0 if assessment.ballistic > 0.5 else 0.0
    ahead = t + delay - track.t
    fall = 4.903325 * ahead * ahead * ballistic
    x = track.x[0] + ahead * track.x[3] - post.place[0]
    y = track.x[1] + ahead * track.x[4] - post.place[1]
    z = track.x[2] + ahead * track.x[5] - fall - post.place[2]
    near = x * x + y * y + z * z
    left = assessment.impact_t - t - delay
    none = Plan(0.0, 0.0, 0.0, 0.0, x, y, z, 0.0, 0.0)
    if left < _LAST_CALL_S or near > 16.0 * battery.range_max_m * battery.range_max_m:
        return none
    if stage == FIXED and not authority.meant_for(assessment, battery):
        return none
    if effector.watches > 0 and post.lead < 0:
        return none
    if not guided(model, state, effector, (x + post.place[0], y + post.place[1], z + post.place[2])):
        return none
    spread = track.P[0, 0] + track.P[1, 1] + track.P[2, 2]
    spread += ahead * ahead * (track.P[3, 3] + track.P[4, 4] + track.P[5, 5])
    height = height_above_ground(model.terrain, track.x[0], track.x[1], z + post.place[2])
    plan: Plan = plans[effector.plan](
        state.own_effectors[effector.system],
        Aim(
            x,
            y,
            z,
            track.x[3],
            track.x[4],
            track.x[5] - 9.80665 * ahead * ballistic,
            math.sqrt(max(spread, 0.0)),
            ballistic,
            left,
            height,
            loss(effector.air, math.sqrt(near), effector.height_m, height),
            model.given.air.turbulence,
            float(post.fired + 1),
            post.wait_s,
            1.0 if stage == NEAR else 0.0,
        ),
    )
    if plan.feasible < 0.5 or plan.flight_s > left - _LAST_CALL_S or not may_fire_at(model, state, e, plan):
        return none
    return plan


@compiled
def may_fire_at(model: Model, state: Any, e: int, plan: Plan) -> bool:
    """Return whether the place of the effect lies where the effector reaches, may fire, and sees or is guided to."""
    effector, place = model.given.effectors[e], state.posts[e].place
    battery = state.batteries[effector.system]
    x, y, z = plan.x_m, plan.y_m, plan.z_m
    distance = math.sqrt(x * x + y * y + z * z) + 1e-9
    if distance > battery.range_max_m or distance < battery.range_min_m:
        return False
    elevation = math.asin(z / distance)
    if elevation < battery.elevation_low_rad or elevation > battery.elevation_high_rad:
        return False
    at = (x + place[0], y + place[1], z + place[2])
    height = height_above_ground(model.terrain, at[0], at[1], at[2])
    below = height < 0.0 and effector.watches == 0  # in the minutes that an aeroplane takes, a low target levels off
    if height > battery.height_max_m or below:
        return False
    if within_sector(math.atan2(x, y), effector.facing_rad, battery.sector_rad) > 9.0 or barred(model, e, at, height):
        return False
    if direct(effector.kind) and not in_sight(model, effector, at):
        return False
    return guided(model, state, effector, at)


@compiled
def order(model: Model, state: Any, k: int, operator: int) -> None:
    """Order option ``k``: the operator is busy while giving it, the effector's channel until its last shot is over."""
    option, t = state.options[k], state.total.now
    i, e = option.track, option.effector
    effector, post = model.given.effectors[e], state.posts[e]
    assessment, source, track = state.assessments[i], state.track_sources[i], state.tracks[i]
    battery = state.batteries[effector.system]
    start(state.stream, state.dice, effector.key, 0, CREW, 2 * post.ordered)
    delay = max(draw(state.stream, model.given.delays[ORDER], model.given.choices), 0.0)
    state.operators[effector.group, operator] = t + delay
    occupy(model, state, e)
    post.engagements += 1
    state.deals[effector.group, i].engaged += 1
    state.deals[effector.group, i].orders += 1
    if source >= 0:
        state.objects[source].ordered_t = min(state.objects[source].ordered_t, t)
    if rows.on(state):
        row = rows.note(state, t, rows.ORDERED, (source, e, 0, assessment.track))
        row.value = option.odds
    salvo = model.given.doctrine.salvo if model.given.doctrine.salvo > 0.0 else battery.salvo
    shots = min(int(salvo), post.rounds)
    if effector.guide >= 0:
        shots = min(shots, int(battery.guidance) - state.guides[effector.guide].shots)
    to = (track.x[0] - post.place[0], track.x[1] - post.place[1])
    first = t + delay + sent_s(model, state, e) + lead_s(model, state, e, track.id, to)
    post.track, post.axis_rad = track.id, math.atan2(to[0], to[1])
    live = 1 if reaches(model, state, e) else 3
    for number in range(shots):
        ready(model, state, (k, live), (first + number * battery.interval_s, number, 1 if number == shots - 1 else 0))
    post.ordered += 1


@compiled
def sent_s(model: Model, state: Any, e: int) -> float:
    """Draw how long the order in hand is on its way to effector ``e``."""
    start(state.stream, state.dice, model.given.effectors[e].key, 0, LINK, 2 * state.posts[e].ordered)
    return max(draw(state.stream, model.given.delays[ORDER_SENT], model.given.choices), 0.0)


@compiled
def reaches(model: Model, state: Any, e: int) -> bool:
    """Return whether the order in hand reaches effector ``e``."""
    if model.given.doctrine.order_loss <= 0.0:
        return True
    start(state.stream, state.dice, model.given.effectors[e].key, 1, LINK, 2 * state.posts[e].ordered)
    return bool(uniform(state.stream) >= model.given.doctrine.order_loss)


@compiled
def ready(model: Model, state: Any, which: tuple[int, int], what: tuple[float, int, int]) -> None:
    """Set one shot of option ``which[0]`` aside to be fired; ``what`` is (time, number in the salvo, 1 if the last).

    ``which[1]`` is 1, or 3 where the order does not arrive: command then finds out when it hears of no effect.
    """
    option, total = state.options[which[0]], state.total
    i, e = option.track, option.effector
    slot = 0
    while slot < MAX_SHOTS and state.shots[slot].live != 0:
        slot += 1
    if slot == MAX_SHOTS:
        total.dropped += 1
        if what[2] == 1:
            state.posts[e].engagements -= 1
            state.deals[model.given.effectors[e].group, i].engaged -= 1
        return
    shot = state.shots[slot]
    shot.live, shot.fired, shot.track, shot.track_id, shot.effector = which[1], 0, i, state.tracks[i].id, e
    shot.t, shot.number, shot.last = what
    shot.source, shot.locked = state.track_sources[i], -1
    shot.ordered_t, shot.serial, shot.shoots_t = what[0], state.posts[e].ordered, math.inf
    shot.launcher = take(model, state, e)
    if model.given.effectors[e].guide >= 0:
        state.guides[model.given.effectors[e].guide].shots += 1
    push(state.queue, total, what[0] if which[1] == 1 else what[0] + option.flight_s, FIRE, slot)
