"""The raid loop: a table of contents. Move, sense, track, decide, act, resolve, harm, record."""

import math
from typing import Any

from ringfort.command.contract import UNIDENTIFIED
from ringfort.command.warn import silence
from ringfort.compiled import compiled, entry
from ringfort.engine import queue
from ringfort.engine.approve import answer, disperse
from ringfort.engine.arrive import draw_parameters, expect, set_off
from ringfort.engine.availability import READY, open_books, turn
from ringfort.engine.beam import aim, due, go_on, rest
from ringfort.engine.cue import cue
from ringfort.engine.decide import judge
from ringfort.engine.distribute import order_all
from ringfort.engine.echo import lay_echoes
from ringfort.engine.fire import fire, release
from ringfort.engine.follow import follow, steer
from ringfort.engine.hear import listen
from ringfort.engine.land import come_down, fail
from ringfort.engine.log import LOG_ROWS
from ringfort.engine.meet import regain
from ringfort.engine.model import Model, Pointers
from ringfort.engine.passive import lure
from ringfort.engine.plan import announce
from ringfort.engine.post import make_ready
from ringfort.engine.reckon import lay_chart
from ringfort.engine.record import record
from ringfort.engine.sense import arrives, pass_by, ready, scan
from ringfort.engine.sorties import draw_watches, enter
from ringfort.engine.state import MAX_SHOTS, Scratch
from ringfort.engine.strike import take_effect
from ringfort.streams import CLUTTER, Dice, start, uniform
from ringfort.tracking.picture import NEXT_ID, clear

_IDS = 1_000_000  # more tracks than one net begins in a raid


@compiled
def raid(model: Model, pointers: Pointers, scratch: Scratch) -> bool:
    """Play a raid on to the end of its last flight; return whether it paused because the log is nearly full."""
    state = scratch.state
    total = state.total
    while total.events > 0 and total.flights_left > 0:
        if state.rows > LOG_ROWS // 2:
            return True
        t, kind, who = queue.pop(state.queue, total)
        if t > model.given.end_s:
            break
        total.now = t
        if kind == queue.ARRIVE:
            enter(model, state, who)
            lure(model, pointers.effect, state, who)
            set_off(model, pointers.lay, state, who)
        elif kind == queue.FAIL:
            fail(model, pointers.lay, state, who)
        elif kind == queue.REGAIN:
            regain(model, pointers.lay, state, who)
        elif kind == queue.COME_DOWN:
            come_down(model, (pointers.effect, pointers.lay), state, who)
        elif kind == queue.EFFECT:
            take_effect(model, (pointers.effect, pointers.lay), state, who)
        elif kind == queue.RELEASE:
            release(state, who)
        elif kind == queue.FIRE:
            fire(model, (pointers.plan, pointers.lay), state, who)
        elif kind == queue.SCAN or kind == queue.TRACK or kind == queue.CONFIRM:
            sense(model, pointers.glimpse, scratch, kind, who)
        elif kind == queue.ANSWER:
            answer(model, state, who)
        elif kind == queue.TURN:
            turn(model, state, who)
        else:
            judge(model, state)
            order_all(model, pointers.plan, state)
            queue.push(state.queue, total, t + model.given.doctrine.decide_every_s, queue.DECIDE, 0)
    return False


@compiled
def sense(model: Model, glimpses: Any, scratch: Scratch, event: int, s: int) -> None:
    """Let sensor ``s`` look: all round and into the tracks, at single tracks, or where a track cues it.

    What it saw is known at the command post ``delay_s`` later, so that a scan that arrives now is of the sky as it was.
    """
    state = scratch.state
    total, mounting = state.total, state.mountings[model.given.sensors[s].system]
    if state.books[s].status != READY:
        if event == queue.SCAN:
            listen(model, state, s)
            pass_by(model, glimpses, state, s)
        rest(state, mounting, event, s)
        return
    if mounting.cued > 0.5:
        listen(model, state, s)
        cue(model, glimpses, state, s)
        return
    if not due(state, mounting, event, s):
        return
    now = total.now
    total.now, total.late_s = now - mounting.delay_s, mounting.delay_s
    looks = aim(model, state, s, event)
    if event == queue.SCAN or looks > 0:
        listen(model, state, s)
        count = scan(model, glimpses, state, s)
        if arrives(model, state, s):
            if mounting.measures_range > 0.5:
                follow(model, glimpses, scratch, s, count)
            else:
                steer(model, scratch, s, count)
    total.now, total.late_s = now, 0.0
    go_on(state, mounting, event, s, looks)


@compiled
def prepare(model: Model, pointers: Pointers, scratch: Scratch) -> None:
    """Set the scratch back, draw what is uncertain, and put the first events on the clock."""
    state = scratch.state
    set_back(state)
    begin_pictures(model, scratch)
    draw_parameters(model, state, scratch.tables)
    lay_echoes(model, state)
    expect(model, state)
    announce(model, state)
    open_books(model, state)
    for e in range(model.given.n_effectors):
        make_ready(model, state, e)
        draw_watches(model, pointers.patrol, state, e)
    for s in range(model.given.n_sensors):
        sensor = model.given.sensors[s]
        start(state.stream, state.dice, sensor.key, 1, CLUTTER, 0)
        first = state.mountings[sensor.system].period_s * uniform(state.stream)
        ready(model, pointers.glimpse, state, s)
        lay_chart(model, pointers.glimpse, state, s)
        queue.push(state.queue, state.total, first, queue.SCAN, s)
        if state.mountings[sensor.system].track_s > 0.0:
            queue.push(state.queue, state.total, first, queue.TRACK, s)
    queue.push(state.queue, state.total, model.given.doctrine.decide_every_s, queue.DECIDE, 0)


@compiled
def begin_pictures(model: Model, scratch: Scratch) -> None:
    """Empty the picture of every net; its tracks are counted from a number of its own."""
    state = scratch.state
    for i in range(model.given.nets * state.span):
        state.assessments[i].track, state.track_sources[i] = -1, -1
        for s in range(model.given.n_sensors):
            state.kept[s, i].track = -1
    for net in range(model.given.nets):
        clear(scratch.pictures[net])
        scratch.pictures[net].counters[NEXT_ID] = net * _IDS
        state.tops[net] = net * state.span


@compiled
def set_back(state: Any) -> None:
    """Set the books back to before any raid."""
    zero(state.total)
    disperse(state)
    state.slots = 0
    for o in range(state.n_objects):
        reset(state.objects[o])
    for a in range(state.n_assets):
        silence(state.warnings[a])
        state.ruined[a] = 0
    for j in range(MAX_SHOTS):
        state.shots[j].live = 0
    for g in range(state.n_groups):
        for k in range(state.n_operators):
            state.operators[g, k] = 0.0


@compiled
def zero(total: Any) -> None:
    """Set the counts of a raid back."""
    total.now = total.late_s = total.attack_usd = total.defence_usd = 0.0
    total.events = total.flights_left = total.dropped = total.false_tracks = 0
    total.killed = total.injured = total.exposed = total.destroyed = total.friends_lost = 0
    total.friends_beside = total.hurt_by_own = 0
    total.wrong_friend = total.wrong_bird = total.wrong_nothing = 0


@compiled
def reset(thing: Any) -> None:
    """Set one object back to before its raid."""
    thing.start_t = thing.end_t = thing.fail_t = thing.detected_t = thing.tracked_t = math.inf
    thing.identified_t = thing.allowed_t = thing.reachable_t = thing.engageable_t = math.inf
    thing.ordered_t = thing.effect_t = thing.link_t = math.inf
    thing.warned_s = math.nan
    thing.killed = thing.injured = thing.exposed = thing.shots = 0
    thing.status = thing.knots = thing.cursor = thing.order = thing.dud = 0
    thing.fate = thing.friendly = thing.lacked = thing.losses = 0
    thing.gate = UNIDENTIFIED
    thing.cause = thing.stopped_by = -1
    thing.declared = 4


@entry
def play_block(model: Model, pointers: Pointers, scratch: Scratch, dice: Dice, out: Any) -> None:
    """Play runs ``dice.run`` and on, one a row of ``out`` (RUN, THING, shots spent, things destroyed).

    A raid whose log is nearly full pauses: empty the log and call again with the same arguments to go on.
    """
    runs, things, spent, ruined = out
    state = scratch.state
    for k in range(len(runs)):
        if state.paused == 0:
            state.dice.seed, state.dice.run = dice.seed, dice.run + k
            prepare(model, pointers, scratch)
        state.paused = 1 if raid(model, pointers, scratch) else 0
        if state.paused == 1:
            return
        record(model, state, runs[k], things[k], spent[k])
        for a in range(state.n_assets):
            ruined[k, a] = state.ruined[a]
