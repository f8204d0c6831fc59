"""The life of a track: started by a detection that no track took, confirmed, coasted, ended.

Existence is followed by sequential log-odds whatever the rule; ``Settings.life`` says whether it or M of N decides. A
miss counts only where the sensor could have seen the track.
Source: barshalom2001, ch. 1 (odds); blackman1999, ch. 6 (track score, M of N).
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.tracking.contract import CONFIRMED, FREE, ON_A_PLOT, ON_LINES, TENTATIVE
from ringfort.tracking.fuse import update_rate
from ringfort.tracking.settings import LOG_ODDS

# Picture.counters
NEXT_ID, SLOTS, LIVE, FIRST_FREE, DROPPED, REPLACED, UNPAIRED, LINES, RANGES = range(9)

_SURE = 1.0 - 1e-9  # existence is never quite certain, so that odds stay finite
_HISTORY = (1 << 60) - 1
_LINES_CONFIRM = 4  # bearings or ranges that a track started on lines needs, those it began on among them


@compiled
def bit_of(sensor: int) -> int:
    """Return the bit of ``TRACK.heard`` that stands for a sensor; beyond 62 sensors some share one."""
    return 1 << (sensor % 62)


@compiled
def hits_within(history: int, scans: int) -> int:
    """Return how many of the last ``scans`` bits of ``history`` are set; at most 60 scans."""
    hits = 0
    for k in range(scans):
        hits += (history >> k) & 1
    return hits


@compiled
def survive(room: Any, track: Any) -> None:
    """Take from the existence what may have ended since the last scan that concerned the track."""
    dt = max(room.time_s - track.life_t, 0.0)
    track.existence *= room.lifetime_s / (room.lifetime_s + dt)
    track.life_t = max(room.time_s, track.life_t)


@compiled
def after_hit(track: Any, odds: float, ratio: float) -> None:
    """Existence after a detection: odds times the likelihood ratio pd p(z) / clutter density.

    ``ratio`` is that divided by 1 - ``odds``, as a pair bears it. Source: blackman1999, ch. 6.
    """
    r = min(track.existence, _SURE)
    times = ratio * (1.0 - odds) * r / (1.0 - r)
    track.existence = min(times / (1.0 + times), _SURE)


@compiled
def missed_existence(existence: float, odds: float) -> float:
    """Return the existence after a miss where detection had the given odds: r (1 - pd) / (1 - r pd)."""
    r, pd = min(existence, _SURE), min(odds, _SURE)
    return r * (1.0 - pd) / (1.0 - r * pd)


@compiled
def note(room: Any, track: Any, odds: float, hit: bool) -> None:
    """Enter a scan into the track's history and, where the rule says so, confirm it."""
    if hit or odds >= room.seen_odds:
        track.scans += 1
        track.history = ((track.history & _HISTORY) << 1) | (1 if hit else 0)
        track.misses = 0 if hit else track.misses + 1
    if not hit:
        return
    track.hits += 1
    track.last_t = max(room.time_s, track.last_t)
    least = _LINES_CONFIRM if track.born == ON_LINES else 2
    if track.status == TENTATIVE and track.hits >= least and _convinces(room, track):
        track.status, track.confirmed_t = CONFIRMED, room.time_s


@compiled
def _convinces(room: Any, track: Any) -> bool:
    if room.life == LOG_ODDS:
        return bool(track.existence >= room.confirm_existence)
    return hits_within(track.history, int(room.confirm_scans)) >= int(room.confirm_hits)


@compiled
def ended(room: Any, track: Any) -> bool:
    """Whether the track is to be deleted."""
    if room.time_s - track.last_t > room.coast_s:
        return True
    if room.life == LOG_ODDS:
        return bool(track.existence < room.delete_existence)
    limit = room.confirmed_misses if track.status == CONFIRMED else room.tentative_misses
    return bool(track.misses >= int(limit))


@compiled
def find_slot(tracks: Any, counters: Any, existence: float) -> int:
    """Return a free slot, else that of the weakest tentative track if it is weaker than ``existence``, else -1."""
    slot: int = counters[FIRST_FREE]
    while slot < counters[SLOTS] and tracks[slot].status != FREE:
        slot += 1
    counters[FIRST_FREE] = slot
    if slot < tracks.size:
        counters[SLOTS] = max(counters[SLOTS], slot + 1)
        counters[LIVE] += 1
        return slot
    weakest, least = -1, existence
    for k in range(tracks.size):
        if tracks[k].status == TENTATIVE and tracks[k].existence < least:
            weakest, least = k, tracks[k].existence
    counters[REPLACED if weakest >= 0 else DROPPED] += 1
    return weakest


@compiled
def start(room: Any, track: Any, detection: Any, line: Any, existence: float) -> None:
    """Begin a tentative track at a detection, with the spread of a slow thing's velocity."""
    x, P, fall = track.x, track.P, track.fall
    n, spread = x.size // 2, room.velocity_slow_mps * room.velocity_slow_mps
    for i in range(n):
        x[i], x[i + n], fall[i], fall[i + n] = detection.position[i], 0.0, 0.0, 0.0
        for j in range(n):
            P[i, j], P[i, j + n] = detection.covariance[i, j], 0.0
            P[i + n, j], P[i + n, j + n] = 0.0, spread if i == j else 0.0
    track.turn, track.turn_variance = 0.0, room.turn_spread * room.turn_spread
    for i in range(2 * n):
        track.turn_covariance[i] = 0.0
    track.t = track.first_t = track.last_t = track.life_t = room.time_s
    track.confirmed_t, track.existence, track.cross_section_dbsm = -1.0, existence, math.nan
    track.modes[0], track.modes[1], track.modes[2] = 1.0, 0.0, 0.0
    track.history, track.status = 1, TENTATIVE
    track.hits, track.misses, track.scans, track.echoes = 1, 0, 1, 0
    track.born, track.heard = ON_A_PLOT, 0
    update_rate(room, track, detection, line)
    enter(track, detection)


@compiled
def enter(track: Any, detection: Any) -> None:
    """Take in what a detection tells beside its place and rate: cross section (NaN tells nothing), whose it is."""
    track.heard |= bit_of(detection.sensor)
    echo = detection.cross_section_dbsm
    if not math.isnan(echo):
        track.echoes += 1
        before = track.cross_section_dbsm if track.echoes > 1 else echo
        track.cross_section_dbsm = before + (echo - before) / track.echoes
