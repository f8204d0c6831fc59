"""How well a picture foresees the next scan: the figure by which settings are chosen where nobody knows them.

Before each scan of a tape the picture says how densely detections will lie where: false alarms everywhere, and about
each track as many as it exists and is detected. The scan is then held against that as against a Poisson process,

    score = sum over detections of log(density there) - detections expected,

which on average no other density makes greater than the true one does. Source: brehmer2021 (that the score is
consistent); its use on a tracker is ours.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import compiled, entry
from ringfort.tracking import fuse
from ringfort.tracking.contract import CONFIRMED, FREE, track_dtype
from ringfort.tracking.filter import density
from ringfort.tracking.gate import reach
from ringfort.tracking.initiate import survive
from ringfort.tracking.motion import carry_on
from ringfort.tracking.picture import SLOTS, Settings, clear
from ringfort.tracking.replay import Desk, in_sight, take
from ringfort.tracking.tape import Sensors, Tape, dimensions_of
from ringfort.tracking.workspace import PAIR, WORK

_KNOWN_HITS = 6  # detections after which a track's velocity is known
_FIRST_SCANS = 3  # things that were there when the tape began have been seen by then

# What a sensor's scans came to.
TALLY = np.dtype(
    [
        ("score", "f8"),
        ("scans", "f8"),
        ("alarms", "f8"),  # false alarms, as far as can be told
        ("hits", "f8"),  # detections of confirmed tracks
        ("looks", "f8"),  # confirmed tracks in sight, as far as they exist
    ],
    align=True,
)
# What the tracks came to.
LIVES = np.dtype(
    [
        ("begun", "f8"),  # tracks confirmed
        ("ended", "f8"),  # of those, ended before the tape did
        ("alive", "f8"),  # after the last scan
        ("seconds", "f8"),  # that they lived
        ("known", "f8"),  # of those, with a velocity
        ("opening", "f8"),  # of those, begun by the first scans
        ("square", "f8", 3),  # sum of their velocities squared, by axis (m^2/s^2)
    ],
    align=True,
)


class Ledger(NamedTuple):
    """Room for the reckoning: ``tally`` by sensor, ``lives`` of one, scratch for one track and one scan."""

    tally: Any
    lives: Any
    volume: Any  # that each sensor surveys: m^2, or m^3
    track: Any
    work: Any
    pair: Any
    foreseen: Any  # density at each detection of a scan: in all, of confirmed tracks, of false alarms
    alarms: Any  # by detection of the tape: odds that it is a false alarm


def new_ledger(tape: Tape, volume: Any) -> Ledger:
    """Return an empty ledger for a tape and the area or volume that each sensor surveys."""

    def records(count: int, dtype: Any) -> Any:
        return np.zeros(count, dtype).view(np.recarray)

    n = dimensions_of(tape)
    most = max(8, int(np.diff(tape.begin).max()))
    return Ledger(
        records(len(volume), TALLY),
        records(1, LIVES),
        np.asarray(volume, dtype=float),
        records(1, track_dtype(n)),
        records(1, WORK),
        records(1, PAIR),
        np.zeros((most, 3)),
        np.zeros(len(tape.detections)),
    )


@entry
def foresee(rules: Settings, desk: Desk, tape: Tape, sensors: Sensors, ledger: Ledger) -> None:
    """Run the tracker over a tape and fill the ledger."""
    clear(desk.picture)
    for s in range(ledger.tally.size):
        tally = ledger.tally[s]
        tally.score = tally.scans = tally.alarms = tally.hits = tally.looks = 0.0
    lives = ledger.lives[0]
    lives.begun = lives.ended = lives.alive = lives.seconds = lives.known = lives.opening = 0.0
    lives.square[:] = 0.0
    for k in range(tape.times_s.size):
        if k > 0:
            lives.seconds += lives.alive * (tape.times_s[k] - tape.times_s[k - 1])
        _hold_against(rules, desk, tape, sensors, ledger, k)
        take(rules, desk, tape, sensors, k)
        _follow_lives(desk, lives, tape.times_s[k], tape.times_s[min(_FIRST_SCANS, tape.times_s.size) - 1])


@compiled
def _hold_against(rules: Settings, desk: Desk, tape: Tape, sensors: Sensors, ledger: Ledger, k: int) -> None:
    """Score scan ``k`` against what the picture before it foresees."""
    begin, scan = tape.begin[k], tape.detections[tape.begin[k] : tape.begin[k + 1]]
    sensor = tape.sensors[k]
    tally = ledger.tally[sensor]
    for j in range(scan.size):
        alarms = sensors.density[sensor] * scan[j].clutter
        ledger.foreseen[j, 0], ledger.foreseen[j, 1], ledger.foreseen[j, 2] = alarms + rules.new_density, 0.0, alarms
    tally.scans += 1.0
    tally.score -= (sensors.density[sensor] + rules.new_density) * ledger.volume[sensor]
    for slot in range(desk.picture.counters[SLOTS]):
        track = desk.picture.tracks[slot]
        if track.status != FREE and in_sight(sensors, sensor, track, tape.times_s[k]):
            ledger.track[0] = track
            _foresee_one(desk, ledger, tape.times_s[k], sensors.odds[sensor], scan)
            tally.score -= ledger.track[0].existence * sensors.odds[sensor]
            if track.status == CONFIRMED:
                tally.looks += ledger.track[0].existence
    for j in range(scan.size):
        tally.score += math.log(ledger.foreseen[j, 0])
        ledger.alarms[begin + j] = ledger.foreseen[j, 2] / ledger.foreseen[j, 0]
        tally.alarms += ledger.alarms[begin + j]
        tally.hits += ledger.foreseen[j, 1] / ledger.foreseen[j, 0]


@compiled
def _foresee_one(desk: Desk, ledger: Ledger, time_s: float, odds: float, scan: Any) -> None:
    """Carry ``ledger.track`` on to the scan and add to each detection's density what the track is expected to yield."""
    room, track, work, pair = desk.picture.room[0], ledger.track[0], ledger.work[0], ledger.pair[0]
    room.time_s = time_s
    survive(room, track)
    reach(room, track)
    ready = False
    for j in range(scan.size):
        if _beyond(room, scan[j]):
            continue
        if not ready:
            carry_on(room, track, work)
            ready = True
        share = fuse.measure(room, track, scan[j], fuse.lacking(scan[j]))
        more = share * track.existence * odds * density(room, track, work, pair)
        ledger.foreseen[j, 0] += more
        if track.status == CONFIRMED:
            ledger.foreseen[j, 1] += more


@compiled
def _beyond(room: Any, detection: Any) -> bool:
    """Whether a detection with a place lies out of the track's reach."""
    if fuse.lacking(detection) != fuse.WHOLE:
        return False
    distance2, extent = 0.0, 0.0
    for i in range(room.ahead.size):
        off = detection.position[i] - room.ahead[i]
        distance2 += off * off
        extent += detection.covariance[i, i]
    return bool(distance2 > room.reach[0] * extent + room.reach[1])


@compiled
def _follow_lives(desk: Desk, lives: Any, time_s: float, opening_s: float) -> None:
    """Count tracks as they are confirmed, as their velocity becomes known and as they end."""
    before, now = lives.alive, 0.0
    for slot in range(desk.picture.counters[SLOTS]):
        track = desk.picture.tracks[slot]
        if track.status != CONFIRMED:
            continue
        now += 1.0
        if track.confirmed_t == time_s:
            before += 1.0
            lives.begun += 1.0
        if track.hits == _KNOWN_HITS and track.last_t == time_s:
            lives.known += 1.0
            lives.opening += 1.0 if track.first_t <= opening_s else 0.0
            n = track.x.size // 2
            for i in range(n):
                lives.square[i] += track.x[i + n] * track.x[i + n]
    lives.ended += before - now
    lives.alive = now
