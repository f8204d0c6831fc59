"""From a scan's detections to tracks; and, for the engine's books alone, which object each track is really of."""

import math
from typing import Any

from ringfort.command.contract import ASSESSMENT, HOSTILE, UNIDENTIFIED, UNKNOWN
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance, off_axis
from ringfort.engine.state import Scratch
from ringfort.tracking.contract import CONFIRMED, FREE, Scan
from ringfort.tracking.picture import SLOTS, step
from ringfort.world.terrain import height_above_ground

_IDENTITIES = ASSESSMENT["evidence"].shape[0]
_SEEN = 0.9  # odds with which the tracker reckons to see what lies in a sensor's sight


@compiled
def follow(model: Model, scratch: Scratch, s: int, count: int) -> None:
    """Give ``count`` detections of sensor ``s`` to the tracker and keep the books of what came of it."""
    state, tracks = scratch.state, scratch.state.tracks
    for i in range(state.slots):
        state.expected[i] = could_see(model, state, s, i) if tracks[i].status != FREE else 0.0
    scan = Scan(state.total.now, density(model, state, s))
    step(scratch.settings, scratch.picture, scan, state.detections, count, state.expected)
    before, state.slots = state.slots, scratch.picture.counters[SLOTS]
    for i in range(max(state.slots, before)):
        keep_up(state, i)


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
        sources[i] = -1
    if track.detection >= 0 and state.sources[track.detection] >= 0:
        sources[i] = state.sources[track.detection]
    if track.status == CONFIRMED:
        confirm(state, i)


@compiled
def could_see(model: Model, state: Any, s: int, i: int) -> float:
    """Return the odds with which the tracker reckons to see track ``i`` with sensor ``s``: 0 where it cannot."""
    track, t = state.tracks[i], state.total.now
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
def density(model: Model, state: Any, s: int) -> float:
    """Return the mean number of false alarms of sensor ``s`` a scan, metre of range and square radian."""
    mounting = state.mountings[model.given.sensors[s].system]
    far = min(mounting.false_alarm_range_m, mounting.range_max_m)
    up = mounting.elevation_high_rad - max(mounting.elevation_low_rad, 0.0)
    return float(max(mounting.false_alarms, 1e-3) / (mounting.sector_rad * max(up, 0.01) * far))


@compiled
def begin(assessment: Any, track: int) -> None:
    """Set an assessment back for a new track: nothing known, nothing asked, nothing ordered."""
    assessment.track, assessment.declared, assessment.declared_t = track, UNKNOWN, math.inf
    for i in range(_IDENTITIES):
        assessment.evidence[i], assessment.posterior[i] = 0.0, 0.0
    assessment.posterior[UNKNOWN] = 1.0
    assessment.ballistic, assessment.gate, assessment.asset = 0.0, UNIDENTIFIED, -1
    assessment.inside, assessment.urgency, assessment.impact_t = 0.0, 0.0, math.inf
    assessment.asked_t, assessment.approved_t = math.inf, math.inf
    assessment.engaged, assessment.shots, assessment.looks, assessment.dead = 0, 0, 0, 0
    assessment.looked_t, assessment.free_t = -math.inf, -math.inf
    assessment.assessed_t = -math.inf


@compiled
def confirm(state: Any, i: int) -> None:
    """Note the moment at which a track, and with it an object, came into the picture."""
    track, source, t = state.tracks[i], state.track_sources[i], state.total.now
    if source >= 0:
        thing = state.objects[source]
        thing.tracked_t = min(thing.tracked_t, t)
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


@compiled
def lose(state: Any, i: int) -> None:
    """Note that a track is gone."""
    assessment, source = state.assessments[i], state.track_sources[i]
    if rows.on(state):
        rows.note(state, state.total.now, rows.TRACK_LOST, (source, -1, 0, assessment.track))
    assessment.track = -1
