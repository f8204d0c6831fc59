"""Sensors that look where a track tells them to: cameras that recognise, interrogators that ask."""

import math
from typing import Any

from ringfort.command.contract import CLUTTER_KIND, FRIEND, HOSTILE, NO_REPLY, REPLY
from ringfort.command.evidence import absorb_camera, absorb_reply, drawn_camera
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.arrive import read
from ringfort.engine.model import Model
from ringfort.engine.queue import SCAN, push
from ringfort.engine.recognise import kind_of
from ringfort.engine.sense import arrives, look
from ringfort.engine.state import FLYING
from ringfort.sensors.contract import TRANSPONDER
from ringfort.streams import IDENTITY, start, uniform
from ringfort.tracking.contract import CONFIRMED

_FIELD_M, _FIELD_RAD = 60.0, 0.02  # a thing within this of where the track says is in the picture
_IDLE = 0.2  # part of a dwell after which a sensor without a target looks for one again


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
    for i in range(sensor.net * state.span, state.tops[sensor.net]):
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
    """Tell command what was seen of the track turned to before; then turn to the one that most needs it.

    To turn and to dwell take their time: the next event of this sensor is the end of both, and what is seen then is of
    the sky as it is then.
    """
    watch, t = state.watches[s], state.total.now
    mounting = state.mountings[model.given.sensors[s].system]
    watch.scan += 1
    i = watch.target
    if i >= 0 and state.tracks[i].status == CONFIRMED and state.tracks[i].id == watch.target_track:
        glance(model, glimpses, state, s, i)
    watch.target = i = choose(model, state, s)
    if i < 0:
        push(state.queue, state.total, t + _IDLE * mounting.period_s, SCAN, s)
        return
    watch.target_track = state.tracks[i].id
    state.assessments[i].looked_t, state.assessments[i].looks = t, state.assessments[i].looks + 1
    push(state.queue, state.total, t + turn_to(model, state, s, i) + mounting.period_s, SCAN, s)


@compiled
def expected_at(state: Any, i: int) -> tuple[float, float, float]:
    """Return where track ``i`` should be now."""
    track = state.tracks[i]
    ahead = state.total.now - track.t
    return (
        track.x[0] + ahead * track.x[3],
        track.x[1] + ahead * track.x[4],
        track.x[2] + ahead * track.x[5],
    )


@compiled
def turn_to(model: Model, state: Any, s: int, i: int) -> float:
    """Turn sensor ``s`` towards track ``i``, both axes at once, and return how long that takes (s)."""
    sensor, watch, at = model.given.sensors[s], state.watches[s], expected_at(state, i)
    dx, dy, dz = at[0] - sensor.x_m, at[1] - sensor.y_m, at[2] - sensor.z_m
    bearing, tilt = math.atan2(dx, dy), math.atan2(dz, math.sqrt(dx * dx + dy * dy))
    turn = abs(bearing - watch.axis_rad)
    turn = max(min(turn, 2.0 * math.pi - turn), abs(tilt - watch.tilt_rad))
    watch.axis_rad, watch.tilt_rad = bearing, tilt
    return float(turn / state.mountings[sensor.system].slew_rad_s)


@compiled
def glance(model: Model, glimpses: Any, state: Any, s: int, i: int) -> None:
    """Add what sensor ``s`` sees, where track ``i`` is held to be, to the evidence of the track."""
    sensor, watch, t, at = model.given.sensors[s], state.watches[s], state.total.now, expected_at(state, i)
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
    odds = look(model, glimpses, state, s, thing.now, (arrival.system, 1.0)).odds
    stream = state.stream
    start(stream, state.dice, sensor.key, arrival.key, IDENTITY, 8 * watch.scan)
    die, second = uniform(stream), uniform(stream)
    wrong, assessment = state.mountings[sensor.system].confusion, state.assessments[i]
    if sensor.kind == TRANSPONDER:
        answers = odds * body.transponder
        said = REPLY if die < answers else NO_REPLY
        absorb_reply(assessment, model.given.profiles[: model.given.n_profiles], said, wrong)
        note_look(state, (o, s, said, i), rows.INTERROGATED, answers, die)
    elif die < odds:
        says = drawn_camera(second, kind_of(arrival, body), wrong)
        absorb_camera(assessment, says, wrong)
        note_look(state, (o, s, says, i), rows.LOOKED, odds, die)
    else:
        note_look(state, (o, s, CLUTTER_KIND, i), rows.LOOKED, odds, die)
    assessment.assessed_t = -math.inf


@compiled
def note_look(state: Any, who: tuple[int, int, int, int], kind: int, odds: float, die: float) -> None:
    """Log a cued look: ``who`` is (object, sensor, what it says, track slot)."""
    if rows.on(state):
        row = rows.note(state, state.total.now, kind, (who[0], who[1], who[2], state.assessments[who[3]].track))
        row.value, row.die = odds, die
