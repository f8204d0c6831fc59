"""From a scan's detections to tracks; and, for the engine's books alone, which object each track is really of."""

import math
from typing import Any

from ringfort.command.contract import ASSESSMENT, HOSTILE, UNIDENTIFIED, UNKNOWN
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.measure import even_density
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance, off_axis
from ringfort.engine.state import Scratch
from ringfort.engine.witness import judge_echo, take_heard
from ringfort.sensors.contract import RADIO
from ringfort.tracking.contract import CONFIRMED, FREE, TENTATIVE, Scan
from ringfort.tracking.picture import SLOTS, step
from ringfort.world.terrain import height_above_ground

_IDENTITIES, _KINDS = ASSESSMENT["posterior"].shape[0], ASSESSMENT["evidence"].shape[0]
_LEAVES = ASSESSMENT["leave_t"].shape[0]
_SEEN = 0.9  # odds with which the tracker reckons to see what lies in a sensor's sight


@compiled
def follow(model: Model, scratch: Scratch, s: int, count: int) -> None:
    """Give ``count`` detections of sensor ``s`` to the tracker and keep the books of what came of it."""
    state, tracks = scratch.state, scratch.state.tracks
    net = model.given.sensors[s].net
    first, before = net * state.span, state.tops[net]
    for i in range(first, before):
        state.expected[i] = could_see(model, state, s, i) if tracks[i].status != FREE else 0.0
    take_in(model, scratch, s, count)
    state.tops[net] = first + scratch.pictures[net].counters[SLOTS]
    state.slots = 0
    for other in range(model.given.nets):
        if state.tops[other] > other * state.span:
            state.slots = state.tops[other]
    for i in range(first, max(state.tops[net], before)):
        keep_up(state, i)
        judge_echo(model, state, s, i)


@compiled
def take_in(model: Model, scratch: Scratch, s: int, count: int) -> None:
    """Let the picture of the net of sensor ``s`` take in ``count`` detections."""
    state, net = scratch.state, model.given.sensors[s].net
    expected = state.expected[net * state.span : (net + 1) * state.span]
    scan = Scan(state.total.now, even_density(state.mountings[model.given.sensors[s].system]))
    step(scratch.settings, scratch.pictures[net], scan, state.detections, count, expected)


@compiled
def steer(model: Model, scratch: Scratch, s: int, count: int) -> None:
    """Give the tracker ``count`` bearings of sensor ``s``, which measures no range.

    They correct confirmed tracks and neither begin, confirm nor prolong one: along the line they fit anything. What the
    sensor misses says nothing: a drone may keep silent, or be too far to be heard or made out.
    """
    state, net = scratch.state, model.given.sensors[s].net
    first, top = net * state.span, state.tops[net]
    put_by(state, first, top)
    take_in(model, scratch, s, count)
    if model.given.sensors[s].kind == RADIO:
        for i in range(first, top):
            take_heard(state, s, i)
    give_back(state, first, top, count)
    for i in range(first, top):
        keep_up(state, i)


@compiled
def put_by(state: Any, first: int, top: int) -> None:
    """Hide the tentative tracks of a net, in the slots from ``first`` to ``top``, and remember how the others live.

    None of them is expected to be perceived.
    """
    for i in range(first, top):
        state.expected[i] = 0.0
        track, life = state.tracks[i], state.lives[i]
        life.status, life.misses, life.existence = track.status, track.misses, track.existence
        life.last_t, life.life_t = track.last_t, track.life_t
        if track.status == TENTATIVE:
            track.status, track.detection = FREE, -1


@compiled
def give_back(state: Any, first: int, top: int, count: int) -> None:
    """Show the tentative tracks again, and let the others live as if they had not been given a bearing.

    A bearing is no word of whose a track is, so the objects behind the ``count`` detections are forgotten.
    """
    for j in range(count):
        state.sources[j] = -1
    for i in range(first, top):
        track, life = state.tracks[i], state.lives[i]
        if life.status == TENTATIVE:
            track.status = TENTATIVE
        elif track.status == CONFIRMED:
            if track.detection >= 0:
                track.hits, track.scans, track.history = track.hits - 1, track.scans - 1, track.history >> 1
            track.misses, track.existence = life.misses, life.existence
            track.last_t, track.life_t = life.last_t, life.life_t


@compiled
def keep_up(state: Any, i: int) -> None:
    """Keep the books of one slot of the picture after a scan."""
    track, assessment, sources = state.tracks[i], state.assessments[i], state.track_sources
    if assessment.track >= 0 and (track.status == FREE or track.id != assessment.track):
        lose(state, i)
    if track.status == FREE:
        return
    if track.id != assessment.track:
        begin(assessment, track.id)
        for g in range(state.n_groups):
            deal = state.deals[g, i]
            deal.engaged, deal.orders, deal.free_t = 0, 0, -math.inf
        sources[i] = -1
    if track.detection >= 0 and state.sources[track.detection] >= 0:
        sources[i] = state.sources[track.detection]
    if track.status == CONFIRMED:
        confirm(state, i)


@compiled
def could_see(model: Model, state: Any, s: int, i: int) -> float:
    """Return the odds with which the tracker reckons to see track ``i`` with sensor ``s``: 0 where it cannot."""
    track, t = state.tracks[i], state.total.now
    if state.n_aims > 0:
        return _SEEN if state.aimed[i] == 1 else 0.0
    now = state.ghost.now
    ahead = t - track.t
    for k in range(3):
        now[k] = track.x[k] + ahead * track.x[k + 3]
        now[k + 3] = track.x[k + 3]
    if off_axis(model, state, s, now) > 9.0:
        return 0.0
    if state.tracks[i].status != CONFIRMED:
        return _SEEN  # not worth a look at the horizon yet
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    return _SEEN if clearance(model, s, now[0], now[1], height) > 0.0 else 0.0


@compiled
def begin(assessment: Any, track: int) -> None:
    """Set an assessment back for a new track: nothing known, nothing asked, nothing ordered."""
    assessment.track, assessment.declared, assessment.declared_t = track, UNKNOWN, math.inf
    for i in range(_IDENTITIES):
        assessment.posterior[i] = 0.0
    for k in range(_KINDS):
        assessment.evidence[k], assessment.kinds[k] = 0.0, 0.0
    assessment.posterior[UNKNOWN] = 1.0
    assessment.judged, assessment.heard, assessment.judged_t, assessment.heard_t = 0, 0, -math.inf, -math.inf
    assessment.ballistic, assessment.gate, assessment.asset = 0.0, UNIDENTIFIED, -1
    assessment.inside, assessment.urgency, assessment.impact_t = 0.0, 0.0, math.inf
    assessment.asked_t, assessment.answer_t, assessment.level = math.inf, math.inf, -1
    for i in range(_LEAVES):
        assessment.leave_t[i] = math.inf
    assessment.looks, assessment.dead = 0, 0
    assessment.looked_t, assessment.relook_t = -math.inf, -math.inf
    assessment.assessed_t = -math.inf


@compiled
def confirm(state: Any, i: int) -> None:
    """Note the moment at which a track, and with it an object, came into the picture."""
    track, source, t = state.tracks[i], state.track_sources[i], state.total.now
    if source >= 0:
        thing = state.objects[source]
        thing.tracked_t = min(thing.tracked_t, t + state.total.late_s)
    if track.confirmed_t == t:
        if source < 0:
            state.total.false_tracks += 1
        if rows.on(state):
            rows.where(rows.note(state, t, rows.TRACK_CONFIRMED, (source, -1, 0, track.id)), track.x)
    if rows.on(state) and track.detection >= 0:
        row = rows.note(state, t, rows.TRACK_ROW, (source, -1, state.assessments[i].declared, track.id))
        rows.where(row, track.x)
        row.value = state.assessments[i].posterior[HOSTILE]
        for k in range(3):
            row.more[k] = track.P[k, k]
        row.more[3], row.more[4], row.more[5] = track.P[0, 1], track.P[0, 2], track.P[1, 2]


@compiled
def lose(state: Any, i: int) -> None:
    """Note that a track is gone."""
    assessment, source = state.assessments[i], state.track_sources[i]
    if rows.on(state):
        rows.note(state, state.total.now, rows.TRACK_LOST, (source, -1, 0, assessment.track))
    assessment.track = -1
