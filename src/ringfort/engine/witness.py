"""What detections tell of what a track is, beside where it is. It goes with the track, whatever is behind them.

Judgements of one thing by one kind of sensor err alike, however often they are made, so only the first few count.
"""

import math
from typing import Any

from ringfort.command.evidence import absorb_heard, absorb_signature
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.model import Model
from ringfort.sensors.contract import NO_SIGNATURE
from ringfort.tracking.contract import CONFIRMED

_MOST = 3  # judgements that count
_HEARINGS, _HEARD_S = 3, 10.0  # a false bearing comes alone: as many, each within so long of the one before
_IN_LINE_RAD = 0.1  # other tracks within this may be what was heard


@compiled
def judge_echo(model: Model, state: Any, s: int, i: int) -> None:
    """Take in what sensor ``s`` has just made of the modulation of the echo that it gave track ``i``."""
    track, assessment = state.tracks[i], state.assessments[i]
    if assessment.judged >= _MOST:
        return
    says, mounting = state.detections[track.detection].signature, state.mountings[model.given.sensors[s].system]
    if says == NO_SIGNATURE or state.total.now - assessment.judged_t < mounting.signature_s:
        return
    absorb_signature(assessment, says, mounting.signature_confusion)
    if rows.on(state):
        rows.note(state, state.total.now, rows.ECHO_JUDGED, (state.track_sources[i], s, says, track.id))
    assessment.judged, assessment.judged_t = assessment.judged + 1, state.total.now
    assessment.assessed_t = -math.inf


@compiled
def take_heard(state: Any, s: int, i: int) -> None:
    """Note that direction finder ``s`` has just heard something along the line to track ``i``; believe it thrice."""
    track, assessment, t = state.tracks[i], state.assessments[i], state.total.now
    if track.status != CONFIRMED or track.detection < 0 or assessment.heard >= _HEARINGS:
        return
    assessment.heard = assessment.heard + 1 if t - assessment.heard_t < _HEARD_S else 1
    assessment.heard_t = t
    if assessment.heard == _HEARINGS:
        absorb_heard(assessment, in_line(state, i))
        if rows.on(state):
            rows.note(state, t, rows.HEARD, (state.track_sources[i], s, 0, track.id))
        assessment.assessed_t = -math.inf


@compiled
def in_line(state: Any, i: int) -> float:
    """Return how many other confirmed tracks lie about the line along which track ``i`` was heard."""
    bearing, count = state.detections[state.tracks[i].detection], 0.0
    for k in range(state.slots):
        other = state.tracks[k]
        if k == i or other.status != CONFIRMED or k // state.span != i // state.span:
            continue
        dx, dy = other.x[0] - bearing.position[0], other.x[1] - bearing.position[1]
        dx += bearing.range_m * math.cos(bearing.elevation_rad) * math.sin(bearing.azimuth_rad)
        dy += bearing.range_m * math.cos(bearing.elevation_rad) * math.cos(bearing.azimuth_rad)
        off = math.atan2(dx, dy) - bearing.azimuth_rad
        off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
        if abs(off) < max(_IN_LINE_RAD, 2.0 * bearing.sigma_azimuth_rad):
            count += 1.0
    return count
