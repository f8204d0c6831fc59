"""The effect of a shot: on whatever is really near its aim, drawn from the odds that its model states."""

import math
from typing import Any

from ringfort.command.contract import ALLOWED
from ringfort.compiled import compiled
from ringfort.effectors.contract import JAMMER, LASER
from ringfort.engine import log as rows
from ringfort.engine.arrive import draw, read
from ringfort.engine.availability import READY
from ringfort.engine.bars import guided, in_sight
from ringfort.engine.beside import others
from ringfort.engine.cue import really_near
from ringfort.engine.eye import look_first
from ringfort.engine.meet import act_on, encounter
from ringfort.engine.model import ASSESSMENT_MADE, Model
from ringfort.engine.sorties import locate
from ringfort.engine.state import FLYING
from ringfort.flights import contract as flights
from ringfort.streams import CREW, start, uniform
from ringfort.tracking.contract import CONFIRMED

_SAMPLES = 12  # of the line of sight during a dwell


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
    """Let a shot act on whatever is really near its aim, judge what it did, and free its track for the next."""
    shot, t = state.shots[slot], state.total.now
    called_off, e = shot.live == 2, shot.effector
    shot.live = 0
    effector = model.given.effectors[e]
    battery = state.batteries[effector.system]
    if effector.guide >= 0:
        state.guides[effector.guide].shots -= 1
    if called_off:
        forget(model, state, shot)
        return
    for o in range(state.n_objects):
        if state.objects[o].status == FLYING:
            read(state, o, t)
    locate(model, state, e)
    at = aim_point(state, shot)
    o = met_by(model, state, shot, at)
    outcome = foiled(model, state, slot, o)
    if outcome == rows.RECALLED:
        state.total.defence_usd -= battery.cost_usd
        state.posts[e].stock += 1
    elif shot.number == 0:
        count_wrong(model, state, o)
    if outcome == rows.MISSED_IT:
        outcome = rows.NOTHING_THERE if o < 0 else strike(model, models, state, (slot, o), at)
        others(model, models, state, (slot, o), at)
    elif rows.on(state):
        row = rows.note(state, t, rows.EFFECT_ROW, (o, e, outcome, shot.track_id))
        for c in range(3):
            row.place[c] = at[c]
    judge_shot(model, state, slot, outcome == rows.KILLED_IT)
    if outcome == rows.NOTHING_THERE and rows.on(state):
        row = rows.note(state, t, rows.EFFECT_ROW, (shot.source, e, outcome, shot.track_id))
        for c in range(3):
            row.place[c] = at[c]


@compiled
def met_by(model: Model, state: Any, shot: Any, at: tuple[float, float, float]) -> int:
    """Return the object that a shot meets: what it was shot at by who saw it, else what is really there; -1 = none."""
    effector = model.given.effectors[shot.effector]
    if effector.watches == 0:
        return int(really_near(state, at[0], at[1], at[2], state.batteries[effector.system].capture_m))
    return int(shot.locked) if shot.locked >= 0 and state.objects[shot.locked].status == FLYING else -1


@compiled
def forget(model: Model, state: Any, shot: Any) -> None:
    """Free the track of a shot that was called off in the midst of its work."""
    deal = state.deals[model.given.effectors[shot.effector].group, shot.track]
    if state.assessments[shot.track].track == shot.track_id and shot.last == 1:
        deal.engaged -= 1
        deal.free_t = state.total.now


@compiled
def foiled(model: Model, state: Any, slot: int, o: int) -> int:
    """Return why a shot comes to nothing before it acts on object ``o`` (an outcome), ``MISSED_IT`` where it acts."""
    shot = state.shots[slot]
    effector, assessment = model.given.effectors[shot.effector], state.assessments[shot.track]
    battery = state.batteries[effector.system]
    same = assessment.track == shot.track_id
    if battery.recallable > 0.5 and same and assessment.gate != ALLOWED:
        return rows.RECALLED
    if o < 0:
        return rows.MISSED_IT
    now = state.objects[o].now
    up = effector.guide < 0 or state.books[effector.guide].status == READY
    if not up or not guided(model, state, effector, (now[0], now[1], now[2])):
        return rows.GUIDANCE_LOST
    closes = battery.closes_to_m > 0.0 and effector.watches == 0
    if battery.sight > 0.5 and closes and look_first(model, state, slot, o) != rows.GO:
        return rows.VIEW_LOST
    if effector.kind in (JAMMER, LASER):
        shot.busy_s = held_s(model, state, slot, o)
        return rows.VIEW_LOST if shot.busy_s <= 0.0 else rows.MISSED_IT
    return rows.MISSED_IT


@compiled
def held_s(model: Model, state: Any, slot: int, o: int) -> float:
    """Return the longest time without a break (s) for which a dwell had its line of sight to object ``o``."""
    shot, total = state.shots[slot], state.total
    effector = model.given.effectors[shot.effector]
    step = (total.now - shot.t) / _SAMPLES
    longest, run = 0, 0
    for k in range(_SAMPLES):
        read(state, o, shot.t + (k + 0.5) * step)
        now = state.objects[o].now
        run = run + 1 if in_sight(model, effector, (now[0], now[1], now[2])) else 0
        longest = max(longest, run)
    read(state, o, total.now)
    return float(shot.busy_s * longest / _SAMPLES)


@compiled
def judge_shot(model: Model, state: Any, slot: int, killed: bool) -> None:
    """Let the watch judge what a shot did, rightly or wrongly, and say when its track may be shot at again."""
    shot, t = state.shots[slot], state.total.now
    effector, assessment = model.given.effectors[shot.effector], state.assessments[shot.track]
    battery = state.batteries[effector.system]
    if assessment.track != shot.track_id:
        return
    start(state.stream, state.dice, effector.key, 0, CREW, 2 * shot.serial + 1)
    takes = battery.assessment_s + draw(state.stream, model.given.delays[ASSESSMENT_MADE], model.given.choices)
    start(state.stream, state.dice, effector.key, 3, CREW, 16 * shot.serial + shot.number)
    die = uniform(state.stream)
    held = die >= battery.kill_unseen if killed else die < battery.kill_imagined
    if shot.last == 1:
        deal = state.deals[effector.group, shot.track]
        deal.engaged -= 1
        deal.free_t = t + takes
    if held:
        assessment.dead, assessment.relook_t = 1, t + takes + battery.relook_s
    if rows.on(state) and held != killed:
        row = rows.note(
            state, t, rows.JUDGED, (state.track_sources[shot.track], shot.effector, int(held), shot.track_id)
        )
        row.value, row.die = battery.kill_unseen if killed else battery.kill_imagined, die


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
def strike(
    model: Model,
    models: tuple[Any, Any],
    state: Any,
    who: tuple[int, int],
    at: tuple[float, float, float],
) -> int:
    """Draw what shot ``who[0]`` does to object ``who[1]``, which it was aimed at; return the outcome."""
    shot, o, t = state.shots[who[0]], who[1], state.total.now
    now = state.objects[o].now
    mx, my, mz = now[0] - at[0], now[1] - at[1], now[2] - at[2]
    met = encounter(model, state, shot, o, (math.sqrt(mx * mx + my * my + mz * mz), 0.0))
    state.objects[o].shots += 1
    outcome, odds, die = act_on(model, models, state, (who[0], o, 4 * state.objects[o].shots), met)
    if rows.on(state):
        row = rows.note(state, t, rows.EFFECT_ROW, (o, shot.effector, outcome, shot.track_id))
        rows.where(row, state.objects[o].now)
        row.value, row.die = odds, die
    return outcome
