"""Orders and shots: which effector takes which track, and what the shot does to what is really there."""

import math
from typing import Any

from ringfort.command import authority
from ringfort.command.contract import ALLOWED
from ringfort.compiled import compiled
from ringfort.effectors.contract import Aim, Encounter, Plan
from ringfort.engine import log as rows
from ringfort.engine.arrive import draw, lay_out, read
from ringfort.engine.availability import READY, crew_of, forbidden
from ringfort.engine.cue import really_near
from ringfort.engine.model import ASSESSMENT_MADE, ORDER, Model
from ringfort.engine.queue import EFFECT, RELEASE, push
from ringfort.engine.sense import loss, within_sector
from ringfort.engine.state import (
    FLYING,
    MAX_OPTIONS,
    MAX_SHOTS,
    REACH_DOWN,
    REACH_FORBIDDEN,
    STOPPED,
)
from ringfort.flights import contract as flights
from ringfort.streams import CREW, SHOT, start, uniform
from ringfort.tracking.contract import CONFIRMED
from ringfort.world.terrain import height_above_ground

_LAST_CALL_S = 0.5  # an effect must come at least this long before the predicted impact


@compiled
def weigh_options(model: Model, plans: Any, state: Any) -> int:
    """List every way to engage a track now and note what was within reach; return the number of options."""
    count, t = 0, state.total.now
    for i in range(state.slots):
        track, assessment = state.tracks[i], state.assessments[i]
        if track.status != CONFIRMED or assessment.dead == 1 or assessment.asset < 0:
            continue
        source = state.track_sources[i]
        for e in range(model.given.n_effectors):
            plan = plan_shot(model, plans, state, e, i)
            if plan.feasible < 0.5:
                continue
            if state.books[model.given.n_sensors + e].status != READY:
                note_lack(model, state, e, i)
                continue
            allowed = assessment.gate == ALLOWED
            cleared = allowed and authority.approved(assessment, model.given.doctrine, model.given.effectors[e].kind, t)
            if source >= 0:
                note_reach(state.objects[source], t, allowed, cleared)
            if cleared and may_shoot(model, assessment, t) and plan.odds > 0.0 and count < MAX_OPTIONS:
                option = state.options[count]
                option.track, option.effector, option.odds = i, e, plan.odds
                option.flight_s, option.busy_s = plan.flight_s, plan.busy_s
                count += 1
    return count


@compiled
def may_shoot(model: Model, assessment: Any, t: float) -> bool:
    """Return whether doctrine lets a track be shot at now: not before the last shot is judged, perhaps not again."""
    if model.given.doctrine.reengages < 0.5 and assessment.shots > 0:
        return False
    return bool(model.given.doctrine.looks < 0.5 or t >= assessment.free_t)


@compiled
def note_reach(thing: Any, t: float, allowed: bool, cleared: bool) -> None:
    """Note for an object that some effector could reach it, and whether leave was given at that time."""
    thing.reachable_t = min(thing.reachable_t, t)
    if allowed:
        thing.allowed_t = min(thing.allowed_t, t)
    if cleared:
        thing.engageable_t = min(thing.engageable_t, t)


@compiled
def note_lack(model: Model, state: Any, e: int, i: int) -> None:
    """Note for the object behind track ``i`` that effector ``e`` could reach it, did it only work."""
    o, u = state.track_sources[i], model.given.n_sensors + e
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
    """Return what engaging track ``i`` with effector ``e`` now would be, by the picture alone."""
    effector, track, assessment = model.given.effectors[e], state.tracks[i], state.assessments[i]
    battery, t = state.batteries[effector.system], state.total.now
    ballistic = 1.0 if assessment.ballistic > 0.5 else 0.0
    wanted = battery.against_ballistic if ballistic > 0.5 else battery.against_flying
    delay = model.given.doctrine.order_median_s + battery.reaction_s
    ahead = t + delay - track.t
    fall = 4.903325 * ahead * ahead * ballistic
    x = track.x[0] + ahead * track.x[3] - effector.x_m
    y = track.x[1] + ahead * track.x[4] - effector.y_m
    z = track.x[2] + ahead * track.x[5] - fall - effector.z_m
    near = x * x + y * y + z * z
    left = assessment.impact_t - t - delay
    if wanted < 0.5 or left < _LAST_CALL_S or near > 16.0 * battery.range_max_m * battery.range_max_m:
        return Plan(0.0, 0.0, 0.0, 0.0, x, y, z)
    spread = track.P[0, 0] + track.P[1, 1] + track.P[2, 2]
    spread += ahead * ahead * (track.P[3, 3] + track.P[4, 4] + track.P[5, 5])
    height = height_above_ground(model.terrain, track.x[0], track.x[1], z + effector.z_m)
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
        ),
    )
    if plan.feasible < 0.5 or plan.flight_s > left - _LAST_CALL_S or not may_fire_at(model, effector, battery, plan):
        return Plan(0.0, 0.0, 0.0, 0.0, x, y, z)
    return plan


@compiled
def may_fire_at(model: Model, effector: Any, battery: Any, plan: Plan) -> bool:
    """Return whether the place of the effect lies in the effector's reach, sector, elevations and heights."""
    x, y, z = plan.x_m, plan.y_m, plan.z_m
    distance = math.sqrt(x * x + y * y + z * z) + 1e-9
    if distance > battery.range_max_m or distance < battery.range_min_m:
        return False
    elevation = math.asin(z / distance)
    if elevation < battery.elevation_low_rad or elevation > battery.elevation_high_rad:
        return False
    height = height_above_ground(model.terrain, x + effector.x_m, y + effector.y_m, z + effector.z_m)
    if height > battery.height_max_m or height < 0.0:
        return False
    return within_sector(math.atan2(x, y), effector.facing_rad, battery.sector_rad) < 9.0


@compiled
def room(model: Model, state: Any, e: int) -> int:
    """Return how many more engagements effector ``e`` can take: channels, crew and magazine; refill an empty one."""
    effector, post = model.given.effectors[e], state.posts[e]
    battery, t = state.batteries[effector.system], state.total.now
    if post.rounds <= 0 and t >= post.refilled_t:
        post.rounds, post.refilled_t = int(battery.magazine), math.inf
    channels = int(battery.channels)
    if battery.operators > 0.0:
        channels = min(channels, int(crew_of(model, state, e) / battery.operators))
    return int(min(channels - post.engagements, post.rounds))


@compiled
def order(model: Model, state: Any, k: int, operator: int) -> None:
    """Order option ``k``: the operator is busy while giving it, the effector's channel until its last shot is over."""
    option, stream, t = state.options[k], state.stream, state.total.now
    i, e = option.track, option.effector
    effector, post, assessment, source = (
        model.given.effectors[e],
        state.posts[e],
        state.assessments[i],
        state.track_sources[i],
    )
    battery = state.batteries[effector.system]
    start(stream, state.dice, effector.key, 0, CREW, 2 * post.fired)
    delay = max(draw(stream, model.given.delays[ORDER], model.given.choices), 0.0)
    state.operators[operator] = t + delay
    post.engagements += 1
    state.free[e] -= 1
    assessment.engaged += 1
    if source >= 0:
        state.objects[source].ordered_t = min(state.objects[source].ordered_t, t)
    if rows.on(state):
        row = rows.note(state, t, rows.ORDERED, (source, e, 0, assessment.track))
        row.value = option.odds
    salvo = model.given.doctrine.salvo if model.given.doctrine.salvo > 0.0 else battery.salvo
    shots = min(int(salvo), post.rounds)
    for number in range(shots):
        fire_t = t + delay + battery.reaction_s + number * battery.interval_s
        launch(model, state, k, (fire_t, number, 1 if number == shots - 1 else 0))


@compiled
def launch(model: Model, state: Any, k: int, what: tuple[float, int, int]) -> None:
    """Put one shot of option ``k`` on the clock; ``what`` is (time of fire, number in the salvo, 1 if the last)."""
    option, total = state.options[k], state.total
    slot = -1
    for j in range(MAX_SHOTS):
        if state.shots[j].live == 0:
            slot = j
            break
    e = option.effector
    post = state.posts[e]
    if slot < 0:
        total.dropped += 1
        return
    shot, track = state.shots[slot], state.tracks[option.track]
    shot.live, shot.track, shot.track_id, shot.effector = 1, option.track, track.id, e
    shot.t, shot.number, shot.last = what
    shot.effect_t, shot.busy_s, shot.odds = what[0] + option.flight_s, option.busy_s, option.odds
    for c in range(3):
        shot.aim[c] = track.x[c] + (shot.effect_t - track.t) * track.x[c + 3]
    battery = state.batteries[model.given.effectors[e].system]
    post.rounds -= 1
    post.spent += 1
    post.fired += 1
    if post.rounds <= 0:
        post.refilled_t = what[0] + battery.reload_s
    total.defence_usd += battery.cost_usd
    state.assessments[option.track].shots += 1
    if rows.on(state):
        rows.where(
            rows.note(state, what[0], rows.FIRED, (state.track_sources[option.track], e, what[1], track.id)), track.x
        )
    push(state.queue, total, shot.effect_t, EFFECT, slot)
    if shot.last == 1:
        push(state.queue, total, what[0] + max(option.busy_s, 1e-3), RELEASE, e)


@compiled
def release(state: Any, e: int) -> None:
    """Free a channel of effector ``e``."""
    state.posts[e].engagements -= 1


@compiled
def aim_point(state: Any, shot: Any) -> tuple[float, float, float]:
    """Return where the shot goes: to where its track is held to be now, else to where it was planned."""
    track = state.tracks[shot.track]
    if track.status == CONFIRMED and track.id == shot.track_id:
        ahead = state.total.now - track.t
        return (
            track.x[0] + ahead * track.x[3],
            track.x[1] + ahead * track.x[4],
            track.x[2] + ahead * track.x[5],
        )
    return shot.aim[0], shot.aim[1], shot.aim[2]


@compiled
def take_effect(model: Model, models: tuple[Any, Any], state: Any, slot: int) -> None:
    """Let a shot act on whatever is really near its aim, and free its track for the next."""
    shot, t = state.shots[slot], state.total.now
    called_off = shot.live == 2
    shot.live = 0
    e = shot.effector
    battery = state.batteries[model.given.effectors[e].system]
    for o in range(state.n_objects):
        if state.objects[o].status == FLYING:
            read(state, o, t)
    at = aim_point(state, shot)
    o = -1 if called_off else really_near(state, at[0], at[1], at[2], battery.capture_m)
    assessment = state.assessments[shot.track]
    same = assessment.track == shot.track_id
    if shot.number == 0 and not called_off:
        count_wrong(model, state, o)
    outcome = rows.NOTHING_THERE if o < 0 else strike(model, models, state, (slot, o), at)
    if same and shot.last == 1:
        assessment.engaged -= 1
        start(
            state.stream,
            state.dice,
            model.given.effectors[e].key,
            0,
            CREW,
            2 * state.posts[e].fired + 1,
        )
        assessment.free_t = (
            t + battery.assessment_s + draw(state.stream, model.given.delays[ASSESSMENT_MADE], model.given.choices)
        )
        if outcome == rows.KILLED_IT:
            assessment.dead = 1
    elif same and outcome == rows.KILLED_IT:
        assessment.dead = 1
    if o < 0 and not called_off and rows.on(state):
        row = rows.note(state, t, rows.EFFECT_ROW, (state.track_sources[shot.track], e, outcome, shot.track_id))
        for c in range(3):
            row.place[c] = at[c]


@compiled
def count_wrong(model: Model, state: Any, o: int) -> None:
    """Count an engagement of what should not have been engaged."""
    total = state.total
    if o < 0:
        total.wrong_nothing += 1
    elif model.given.arrivals[o].kind == flights.BIRD:
        total.wrong_bird += 1
    elif model.given.arrivals[o].side != flights.HOSTILE:
        total.wrong_friend += 1


@compiled
def encounter(model: Model, state: Any, shot: Any, o: int, at: tuple[float, float, float]) -> Encounter:
    """Return the truth of a shot aimed at ``at`` and acting on object ``o``."""
    effector, arrival, thing = model.given.effectors[shot.effector], model.given.arrivals[o], state.objects[o]
    body, now = state.bodies[arrival.system], thing.now
    dx, dy, dz = now[0] - effector.x_m, now[1] - effector.y_m, now[2] - effector.z_m
    distance = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
    speed2 = now[3] * now[3] + now[4] * now[4] + now[5] * now[5]
    along = (dx * now[3] + dy * now[4] + dz * now[5]) / distance
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    mx, my, mz = now[0] - at[0], now[1] - at[1], now[2] - at[2]
    return Encounter(
        distance,
        math.asin(dz / distance),
        math.sqrt(speed2),
        math.sqrt(max(speed2 - along * along, 0.0)),
        math.sqrt(mx * mx + my * my + mz * mz),
        float(arrival.ballistic),
        1.0,
        body.hit_radius_m,
        body.burn_fluence_j_m2,
        body.link_eirp_w,
        body.link_distance_m,
        body.radio_frequency_hz,
        body.satellite_navigation,
        shot.busy_s,
        loss(effector.air, distance, effector.height_m, height),
        model.given.air.turbulence,
        1.0,
    )


@compiled
def strike(
    model: Model,
    models: tuple[Any, Any],
    state: Any,
    who: tuple[int, int],
    at: tuple[float, float, float],
) -> int:
    """Draw what shot ``who[0]`` does to object ``who[1]``; return the outcome."""
    shot, o, t = state.shots[who[0]], who[1], state.total.now
    effector, arrival, thing = model.given.effectors[shot.effector], model.given.arrivals[o], state.objects[o]
    effect = models[0][effector.effect](state.own_effectors[effector.system], encounter(model, state, shot, o, at))
    stream = state.stream
    thing.shots += 1
    start(stream, state.dice, effector.key, arrival.key, SHOT, 4 * thing.shots)
    die, second = uniform(stream), uniform(stream)
    outcome, order_now = rows.MISSED_IT, thing.order
    if die < effect.kill:
        outcome, order_now = rows.KILLED_IT, flights.FALL
    elif die < effect.kill + effect.link_lost:
        outcome = rows.LINK_LOST
        body = state.bodies[arrival.system]
        if second < body.lands:
            order_now = flights.LAND
        elif second < body.lands + body.turns_back:
            order_now = flights.TURN_BACK
    elif die < effect.kill + effect.link_lost + effect.navigation_lost:
        outcome, order_now = rows.NAVIGATION_LOST, flights.DRIFT
    if rows.on(state):
        row = rows.note(state, t, rows.EFFECT_ROW, (o, shot.effector, outcome, shot.track_id))
        rows.where(row, thing.now)
        row.value, row.die = effect.kill + effect.link_lost + effect.navigation_lost, die
    if order_now != thing.order and thing.order != flights.FALL:
        divert(model, models[1], state, (o, shot.effector, order_now))
    return outcome


@compiled
def divert(model: Model, lays: Any, state: Any, who: tuple[int, int, int]) -> None:
    """Lay the flight of object ``who[0]`` anew, as effector ``who[1]`` made it, with order ``who[2]``."""
    o, e, order_now = who
    thing, total = state.objects[o], state.total
    thing.stopped_by, thing.effect_t = e, total.now
    if model.given.arrivals[o].side == flights.FRIEND and thing.fate != STOPPED:
        thing.fate = STOPPED
        total.friends_lost += 1
    lay_out(model, lays, state, o, order_now)
    if rows.on(state):
        rows.where(rows.note(state, total.now, rows.LAID_ANEW, (o, e, order_now, -1)), thing.now)
