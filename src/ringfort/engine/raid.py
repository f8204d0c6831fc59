"""The raid loop: a table of contents. Move, sense, track, decide, act, resolve, harm, record."""

import math
from typing import Any

from ringfort.command.warn import silence
from ringfort.compiled import compiled, entry
from ringfort.engine import queue
from ringfort.engine.act import order_all, release, take_effect
from ringfort.engine.arrive import draw_parameters, expect, set_off
from ringfort.engine.cue import cue
from ringfort.engine.decide import judge
from ringfort.engine.follow import follow
from ringfort.engine.land import come_down, fail
from ringfort.engine.model import Model, Pointers
from ringfort.engine.record import record
from ringfort.engine.sense import scan
from ringfort.engine.state import State
from ringfort.streams import CLUTTER, Dice, start, uniform
from ringfort.tracking.picture import clear


@compiled
def raid(model: Model, pointers: Pointers, state: State, log: Any, dice: Dice) -> None:
    """Play one raid from its first event to the end of its last hostile flight."""
    prepare(model, state, dice)
    total = state.total[0]
    while total.events > 0 and total.flights_left > 0:
        t, kind, who = queue.pop(state.queue, total)
        if t > model.end_s:
            break
        total.now = t
        if kind == queue.ARRIVE:
            set_off(model, pointers, state, log, dice, who)
        elif kind == queue.FAIL:
            fail(model, pointers, state, log, dice, who)
        elif kind == queue.COME_DOWN:
            come_down(model, state, log, dice, who)
        elif kind == queue.EFFECT:
            take_effect(model, pointers, state, log, dice, who)
        elif kind == queue.RELEASE:
            release(state, who)
        elif kind == queue.SCAN:
            sense(model, pointers, state, log, dice, who)
        else:
            judge(model, state, log, dice)
            order_all(model, pointers, state, log, dice)
            queue.push(state.queue, total, t + model.doctrine.decide_every_s, queue.DECIDE, 0)


@compiled
def sense(model: Model, pointers: Pointers, state: State, log: Any, dice: Dice, s: int) -> None:
    """Let sensor ``s`` look: all round and into the tracks, or where a track cues it."""
    mounting = state.systems.mountings[model.sensors[s].system]
    if mounting.cued > 0.5:
        cue(model, pointers, state, log, dice, s)
        return
    count = scan(model, pointers, state, log, dice, s)
    follow(model, pointers, state, log, s, count)
    queue.push(state.queue, state.total[0], state.total[0].now + mounting.period_s, queue.SCAN, s)


@compiled
def prepare(model: Model, state: State, dice: Dice) -> None:
    """Set the scratch back, draw what is uncertain, and put the first events on the clock."""
    total = state.total[0]
    zero(total)
    for o in range(len(state.objects)):
        reset(state.objects[o])
    clear(state.picture)
    silence(state.warnings)
    for a in range(len(state.ruined)):
        state.ruined[a] = 0
    for i in range(len(state.assessments)):
        state.assessments[i].track, state.track_sources[i] = -1, -1
    for j in range(len(state.shots)):
        state.shots[j].live = 0
    for k in range(len(state.operators)):
        state.operators[k] = 0.0
    draw_parameters(model, state, dice)
    expect(model, state, dice)
    for e in range(len(model.effectors)):
        post = state.posts[e]
        post.rounds = int(state.systems.batteries[model.effectors[e].system].magazine)
        post.engagements, post.spent, post.fired, post.refilled_t = 0, 0, 0, math.inf
    for s in range(len(model.sensors)):
        start(state.stream[0], dice, model.sensors[s].key, 1, CLUTTER, 0)
        period = state.systems.mountings[model.sensors[s].system].period_s
        state.watches[s].scan, state.watches[s].axis_rad = 0, model.sensors[s].facing_rad
        queue.push(state.queue, total, period * uniform(state.stream[0]), queue.SCAN, s)
    queue.push(state.queue, total, model.doctrine.decide_every_s, queue.DECIDE, 0)


@compiled
def zero(total: Any) -> None:
    """Set the counts of a raid back."""
    total.now = total.attack_usd = total.defence_usd = 0.0
    total.events = total.flights_left = total.dropped = total.false_tracks = 0
    total.killed = total.injured = total.exposed = total.destroyed = total.friends_lost = 0
    total.wrong_friend = total.wrong_bird = total.wrong_nothing = 0


@compiled
def reset(thing: Any) -> None:
    """Set one object back to before its raid."""
    thing.start_t = thing.end_t = thing.fail_t = thing.detected_t = thing.tracked_t = math.inf
    thing.identified_t = thing.allowed_t = thing.reachable_t = thing.engageable_t = math.inf
    thing.ordered_t = thing.effect_t = math.inf
    thing.warned_s = math.nan
    thing.killed = thing.injured = thing.exposed = thing.shots = 0
    thing.status = thing.knots = thing.cursor = thing.order = thing.dud = 0
    thing.fate = thing.friendly = thing.held = 0
    thing.cause = thing.stopped_by = -1
    thing.declared = 4


@entry
def play(model: Model, pointers: Pointers, state: State, log: Any, dice: Dice) -> None:
    """Play one raid with a log; for replay and explanation."""
    log[0].track = 0
    raid(model, pointers, state, log, dice)


@entry
def play_block(model: Model, pointers: Pointers, state: State, log: Any, dice: Dice, out: Any) -> None:
    """Play runs ``dice.run`` and on, one a row of ``out`` (a pair of record arrays: runs, objects)."""
    runs, things, spent = out
    for k in range(len(runs)):
        this = Dice(dice.seed, dice.run + k)
        raid(model, pointers, state, log, this)
        record(model, state, this, runs[k], things[k], spent[k])
