"""From a scan's detections to tracks; and, for the engine's books alone, which object each track is really of."""

import math
from typing import Any

from ringfort.command.contract import ASSESSMENT, HOSTILE, UNIDENTIFIED, UNKNOWN
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.measure import even_density
from ringfort.engine.model import Model
from ringfort.engine.reckon import in_sight, odds_to_see
from ringfort.engine.state import Scratch
from ringfort.engine.witness import judge_echo, take_heard
from ringfort.sensors.contract import RADIO
from ringfort.tracking.contract import CONFIRMED, FREE, HIDDEN, ON_LINES, TENTATIVE, Scan
from ringfort.tracking.initiate import bit_of
from ringfort.tracking.picture import SLOTS, step

# Odds that a sensor without range perceives a track in its sight: one that began on lines, if it ever did and if not
# yet; and one of plots.
_HEARD_AGAIN, _HEARD_TOO, _HEARD_SO = 0.9, 0.3, 0.5
_FORGET, _AS_PROMISED = 0.9, 2.0
_IDENTITIES, _KINDS = ASSESSMENT["posterior"].shape[0], ASSESSMENT["evidence"].shape[0]
_LEAVES = ASSESSMENT["leave_t"].shape[0]


@compiled
def follow(model: Model, glimpses: Any, scratch: Scratch, s: int, count: int) -> None:
    """Give ``count`` detections of sensor ``s`` to the tracker and keep the books of what came of it."""
    state, tracks = scratch.state, scratch.state.tracks
    net = model.given.sensors[s].net
    first, before = net * state.span, state.tops[net]
    for i in range(first, before):
        state.expected[i] = 0.0
        if tracks[i].status != FREE:
            odds = odds_to_see(model, glimpses, state, s, i)
            state.expected[i] = odds * reckon(state.lives[i], odds)
    take_in(model, scratch, s, count)
    for i in range(first, max(state.tops[net], before)):
        keep_up(state, i)
        if tracks[i].status != FREE and tracks[i].detection >= 0:
            state.lives[i].seen += 1.0
            judge_echo(model, state, s, i)


@compiled
def take_in(model: Model, scratch: Scratch, s: int, count: int) -> None:
    """Let the picture of the net of sensor ``s`` take in ``count`` detections, and note which slots are in use."""
    state, net = scratch.state, model.given.sensors[s].net
    first = net * state.span
    expected = state.expected[first : first + state.span]
    scan = Scan(state.total.now, even_density(state.mountings[model.given.sensors[s].system]))
    step(scratch.settings, scratch.pictures[net], scan, state.detections, count, expected)
    state.tops[net] = first + scratch.pictures[net].counters[SLOTS]
    state.slots = 0
    for other in range(model.given.nets):
        if state.tops[other] > other * state.span:
            state.slots = state.tops[other]


@compiled
def reckon(life: Any, odds: float) -> float:
    """Enter a look that should see a track with these odds; return by how much it was seen less than looks promised.

    Which way its echo is strong, or what else hides it, the base cannot know but from how often the track was seen. The
    latest ten looks or so count, and two that went as promised beside them.
    """
    share: float = min((life.seen + _AS_PROMISED) / (life.hoped + _AS_PROMISED), 1.0)
    if odds > 0.0:
        life.hoped, life.seen = _FORGET * life.hoped + odds, _FORGET * life.seen
    return share


@compiled
def steer(model: Model, scratch: Scratch, s: int, count: int) -> None:
    """Give the tracker ``count`` bearings of sensor ``s``, which measures no range.

    They correct tracks of plots once confirmed and neither begin, confirm nor prolong one: along the line they fit
    anything. What the sensor misses says nothing of those: a drone may keep silent, or be too far to be heard or made
    out. Tracks that were started where lines cross live by bearings; a sensor that gave one of those a bearing is
    reckoned to go on hearing it, and a ghost of two sensors to be heard by a third sooner or later.
    """
    state, net = scratch.state, model.given.sensors[s].net
    first, top = net * state.span, state.tops[net]
    put_by(model, state, s, top)
    take_in(model, scratch, s, count)
    if model.given.sensors[s].kind == RADIO:
        for i in range(first, top):
            take_heard(state, s, i)
    give_back(state, first, top, count)
    for i in range(first, max(state.tops[net], top)):
        keep_up(state, i)


@compiled
def put_by(model: Model, state: Any, s: int, top: int) -> None:
    """Hide the tentative tracks of plots of the net of sensor ``s``, in slots below ``top``, from the tracker.

    How the confirmed ones live is remembered.
    """
    for i in range(model.given.sensors[s].net * state.span, top):
        state.expected[i] = 0.0
        track, life = state.tracks[i], state.lives[i]
        life.status = FREE
        if track.status == FREE:
            continue
        if track.born == ON_LINES:
            heard = _HEARD_AGAIN if track.heard & bit_of(s) else _HEARD_TOO
            state.expected[i] = heard if in_sight(model, state, s, i) else 0.0
            continue
        state.expected[i] = -_HEARD_SO if track.status == CONFIRMED and in_sight(model, state, s, i) else 0.0
        life.status, life.misses, life.existence = track.status, track.misses, track.existence
        life.last_t, life.life_t, life.heard = track.last_t, track.life_t, track.heard
        if track.status == TENTATIVE:
            track.status, track.detection = HIDDEN, -1


@compiled
def give_back(state: Any, first: int, top: int, count: int) -> None:
    """Show the hidden tracks again, and let the confirmed ones of plots live as if they had not been given a bearing.

    A bearing is no word of whose such a track is, so the objects behind the ``count`` detections are forgotten.
    """
    for j in range(count):
        slot = state.detections[j].track
        if slot < 0 or state.tracks[first + slot].born != ON_LINES:
            state.sources[j] = -1
    for i in range(first, top):
        track, life = state.tracks[i], state.lives[i]
        if life.status == TENTATIVE:
            track.status = TENTATIVE
        elif life.status == CONFIRMED and track.status == CONFIRMED:
            if track.detection >= 0:
                track.hits, track.scans, track.history = track.hits - 1, track.scans - 1, track.history >> 1
            track.misses, track.existence, track.heard = life.misses, life.existence, life.heard
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
        state.lives[i].hoped, state.lives[i].seen = 0.0, 0.0
    if track.detection >= 0 and state.sources[track.detection] >= 0:
        sources[i] = state.sources[track.detection]
    if track.status == CONFIRMED:
        confirm(state, i)


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
