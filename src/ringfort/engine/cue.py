"""Sensors that look where a track tells them to: cameras that recognise, interrogators that ask."""

import math
from typing import Any

from ringfort.command.contract import BIRD, CAMERA_SAYS, FRIEND, HOSTILE, NEUTRAL, NO_REPLY, REPLY, UNKNOWN
from ringfort.command.identify import absorb
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.arrive import read
from ringfort.engine.model import Model
from ringfort.engine.queue import SCAN, push
from ringfort.engine.sense import arrives, look
from ringfort.engine.state import FLYING
from ringfort.flights import contract as flights
from ringfort.sensors.contract import TRANSPONDER
from ringfort.streams import IDENTITY, start, uniform
from ringfort.tracking.contract import CONFIRMED

_FIELD_M, _FIELD_RAD = 60.0, 0.02  # a thing within this of where the track says is in the picture


@compiled
def really_near(state: Any, x: float, y: float, z: float, within_m: float) -> int:
    """Return the flying object nearest to a place, -1 where none lies within ``within_m``. Objects must be read."""
    best, square = -1, within_m * within_m
    for o in range(state.n_objects):
        thing = state.objects[o]
        if thing.status == FLYING:
            dx, dy, dz = thing.now[0] - x, thing.now[1] - y, thing.now[2] - z
            d = dx * dx + dy * dy + dz * dz
            if d < square:
                best, square = o, d
    return best


@compiled
def worth_a_look(state: Any, i: int, again_s: float) -> float:
    """Return how much a look at track ``i`` would help: urgency, more where its identity is open; 0 = not now."""
    track, assessment, t = state.tracks[i], state.assessments[i], state.total.now
    if track.status != CONFIRMED or t - assessment.looked_t < again_s or assessment.dead == 1:
        return 0.0
    open_question = 1.0 - max(assessment.posterior[HOSTILE], assessment.posterior[FRIEND])
    return float((open_question + 0.01) * (assessment.urgency + 1e-4))


@compiled
def choose(model: Model, state: Any, s: int) -> int:
    """Return the track that cued sensor ``s`` turns to next, -1 where none is worth it."""
    sensor, t = model.given.sensors[s], state.total.now
    mounting = state.mountings[sensor.system]
    best, top = -1, 0.0
    for i in range(state.slots):
        gain = worth_a_look(state, i, 3.0 * mounting.period_s)
        if gain <= top:
            continue
        x = state.tracks[i].x
        ahead = t - state.tracks[i].t
        dx, dy = x[0] + ahead * x[3] - sensor.x_m, x[1] + ahead * x[4] - sensor.y_m
        if dx * dx + dy * dy < mounting.range_max_m * mounting.range_max_m:
            best, top = i, gain
    return best


@compiled
def cue(model: Model, glimpses: Any, state: Any, s: int) -> None:
    """Turn to the track that most needs it, look, and tell command what is seen; then look again after the dwell."""
    sensor, watch, t = model.given.sensors[s], state.watches[s], state.total.now
    mounting = state.mountings[sensor.system]
    watch.scan += 1
    i = choose(model, state, s)
    if i < 0:
        push(state.queue, state.total, t + mounting.period_s, SCAN, s)
        return
    track, assessment = state.tracks[i], state.assessments[i]
    ahead = t - track.t
    x, y = track.x[0] + ahead * track.x[3], track.x[1] + ahead * track.x[4]
    z = track.x[2] + ahead * track.x[5]
    bearing = math.atan2(x - sensor.x_m, y - sensor.y_m)
    turn = abs(bearing - watch.axis_rad)
    turn = min(turn, 2.0 * math.pi - turn)
    watch.axis_rad = bearing
    assessment.looked_t, assessment.looks = t, assessment.looks + 1
    push(state.queue, state.total, t + turn / mounting.slew_rad_s + mounting.period_s, SCAN, s)
    glance(model, glimpses, state, (s, i), (x, y, z))


@compiled
def glance(
    model: Model,
    glimpses: Any,
    state: Any,
    who: tuple[int, int],
    at: tuple[float, float, float],
) -> None:
    """Look with sensor ``who[0]`` where track ``who[1]`` is held to be, and add what is seen to its evidence."""
    s, i = who
    sensor, watch, t = model.given.sensors[s], state.watches[s], state.total.now
    for o in range(state.n_objects):
        if state.objects[o].status == FLYING:
            read(state, o, t)
    if not arrives(model, state, s):
        return
    dx, dy, dz = at[0] - sensor.x_m, at[1] - sensor.y_m, at[2] - sensor.z_m
    field = _FIELD_M + _FIELD_RAD * math.sqrt(dx * dx + dy * dy + dz * dz)
    o = really_near(state, at[0], at[1], at[2], field)
    if o < 0:
        return
    arrival, thing = model.given.arrivals[o], state.objects[o]
    body = state.bodies[arrival.system]
    odds = look(model, glimpses, state, s, thing.now, arrival.system).odds
    stream = state.stream
    start(stream, state.dice, sensor.key, arrival.key, IDENTITY, 8 * watch.scan)
    die, second = uniform(stream), uniform(stream)
    wrong = state.mountings[sensor.system].confusion
    if sensor.kind == TRANSPONDER:
        answers = odds * body.transponder
        said = REPLY if die < answers else NO_REPLY
        absorb(state.assessments[i], said, FRIEND, wrong)
        note_look(state, (o, s, said, i), rows.INTERROGATED, answers, die)
    elif die < odds:
        says = seen_as(arrival.side, arrival.kind)
        if second < wrong:
            says = (says + 1 + int(second / wrong * 3.999)) % 5
        absorb(state.assessments[i], CAMERA_SAYS, says, wrong)
        note_look(state, (o, s, says, i), rows.LOOKED, odds, die)
    else:
        note_look(state, (o, s, UNKNOWN, i), rows.LOOKED, odds, die)


@compiled
def note_look(state: Any, who: tuple[int, int, int, int], kind: int, odds: float, die: float) -> None:
    """Log a cued look: ``who`` is (object, sensor, what it says, track slot)."""
    if rows.on(state):
        row = rows.note(state, state.total.now, kind, (who[0], who[1], who[2], state.assessments[who[3]].track))
        row.value, row.die = odds, die


@compiled
def seen_as(side: int, kind: int) -> int:
    """Return the identity that a good look gives."""
    if kind == flights.BIRD:
        return BIRD
    if side == flights.HOSTILE:
        return HOSTILE
    return FRIEND if side == flights.FRIEND else NEUTRAL
