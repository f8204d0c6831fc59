"""The tracker alone, on recorded detections: two or three dimensions, scan after scan."""

from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import compiled, entry
from ringfort.tracking.contract import CONFIRMED, Scan
from ringfort.tracking.picture import SLOTS, Picture, Settings, clear, new_picture, settings, step
from ringfort.tracking.tape import Sensors, Tape, detection_dtype, dimensions_of, everywhere, scan_sizes

_ROOM = 6  # tracks at once for every detection of the fullest scan


class Recording(NamedTuple):
    """Points seen by one sensor.

    ``times_s``: shape (scans,), rising. ``points``: one array of shape (n, dimensions) a scan, metres. ``sigma_m``:
    error along each axis. ``odds``: of detection. ``clutter_density``: false alarms a scan and m^2, or m^3.
    """

    times_s: Any
    points: Any
    sigma_m: float
    odds: float
    clutter_density: float


class Snapshot(NamedTuple):
    """The tracks shown after one scan: ids (n,), positions (m) and velocities (m/s), each of shape (n, dimensions)."""

    ids: Any
    positions: Any
    velocities: Any


def shown_dtype(dimensions: int) -> np.dtype[np.void]:
    """Return the record of a track as it was shown after a scan."""
    return np.dtype(
        [
            ("scan", "i8"),
            ("track", "i8"),  # id
            ("x", "f8", 2 * dimensions),  # place (m) and velocity (m/s) at the scan's time
            ("variance", "f8", 2 * dimensions),  # of each
            ("existence", "f8"),
            ("detection", "i8"),  # index in the tape of the one that this scan gave it, -1 = none
        ],
        align=True,
    )


def tape_of(recording: Recording) -> Tape:
    """Return a recording of points as a tape."""
    dimensions = recording.points[0].shape[1]
    begin = np.concatenate([[0], np.cumsum([len(points) for points in recording.points])]).astype(np.int64)
    detections = np.zeros(begin[-1], detection_dtype(dimensions)).view(np.recarray)
    detections.position[:] = np.vstack(recording.points)
    detections.clutter[:] = 1.0
    detections.covariance[:] = recording.sigma_m * recording.sigma_m * np.eye(dimensions)
    times_s = np.asarray(recording.times_s, dtype=float)
    return Tape(times_s, np.zeros(len(times_s), np.int64), begin, detections)


class Desk(NamedTuple):
    """What a tape is played on: a picture and the odds of detection by slot."""

    picture: Picture
    expected: Any


def desk_for(tape: Tape, interacting: bool = False) -> Desk:
    """Return an empty desk that is large enough for any scan of this tape, for ways of moving side by side or not."""
    most = max(8, int(scan_sizes(tape).max()))
    return Desk(new_picture(_ROOM * most, most, dimensions_of(tape), interacting), np.zeros(_ROOM * most))


def replay(recording: Recording, least_existence: float = 0.3, **named: float) -> list[Snapshot]:
    """Run the tracker over a recording; return what it shows after each scan.

    Shown are confirmed tracks that exist with odds of ``least_existence`` or more. ``named``: settings; a new track's
    velocity spread should suit the scene.
    """
    tape = tape_of(recording)
    n = dimensions_of(tape)
    rows = shown(tape, everywhere(n, recording.odds, recording.clutter_density), settings(**named), least_existence)
    parts = np.split(rows, np.searchsorted(rows.scan, np.arange(1, len(tape.times_s))))
    return [Snapshot(part["track"], part["x"][:, :n], part["x"][:, n:]) for part in parts]


def shown(tape: Tape, sensors: Sensors, rules: Settings, least_existence: float) -> Any:
    """Run the tracker over a tape; return a recarray of ``shown_dtype``, scan after scan.

    Shown are confirmed tracks that exist with odds of ``least_existence`` or more.
    """
    desk = desk_for(tape, rules.interacting == 1.0)
    rows = np.zeros(2 * len(tape.detections) + 64, shown_dtype(dimensions_of(tape))).view(np.recarray)
    while True:
        count = play(rules, desk, tape, sensors, rows, least_existence)
        if count <= len(rows):
            return rows[:count]
        rows = np.zeros(count, rows.dtype).view(np.recarray)


@entry
def play(rules: Settings, desk: Desk, tape: Tape, sensors: Sensors, rows: Any, least_existence: float) -> int:
    """Run the tracker over a tape and write what it shows into ``rows``, as far as they reach; return how many."""
    clear(desk.picture)
    count = 0
    for k in range(tape.times_s.size):
        take(rules, desk, tape, sensors, k)
        for slot in range(desk.picture.counters[SLOTS]):
            track = desk.picture.tracks[slot]
            if track.status == CONFIRMED and track.existence >= least_existence:
                if count < rows.size:
                    _show(rows[count], track, k, tape)
                count += 1
    return count


@compiled
def take(rules: Settings, desk: Desk, tape: Tape, sensors: Sensors, k: int) -> None:
    """Take in scan ``k`` of a tape."""
    picture, time_s, sensor = desk.picture, tape.times_s[k], tape.sensors[k]
    scan = tape.detections[tape.begin[k] : tape.begin[k + 1]]
    for slot in range(picture.counters[SLOTS]):
        desk.expected[slot] = sensors.odds[sensor]
        if sensors.odds.size > 1 and not in_sight(sensors, sensor, picture.tracks[slot], time_s):
            desk.expected[slot] = 0.0
    step(rules, picture, Scan(time_s, sensors.density[sensor]), scan, scan.size, desk.expected)
    if k == 0 and sensors.opening > 0.0:
        _open(picture, sensors, scan)


@compiled
def _open(picture: Picture, sensors: Sensors, scan: Any) -> None:
    """Give the tracks that the first scan began the odds of things that were there already."""
    for j in range(scan.size):
        if scan[j].track >= 0:
            alarms = sensors.density[0] * scan[j].clutter
            picture.tracks[scan[j].track].existence = sensors.opening / (sensors.opening + alarms)


@compiled
def in_sight(sensors: Sensors, sensor: int, track: Any, time_s: float) -> bool:
    """Whether a track, if it flies straight on, is where this sensor sees at that time."""
    n = track.x.size // 2
    for i in range(n):
        place = track.x[i] + (time_s - track.t) * track.x[i + n]
        if place < sensors.low[sensor, i] or place > sensors.high[sensor, i]:
            return False
    return True


@compiled
def _show(row: Any, track: Any, k: int, tape: Tape) -> None:
    """Write a track as it is at the time of scan ``k``."""
    n, ahead = track.x.size // 2, tape.times_s[k] - track.t
    row.scan, row.track, row.existence = k, track.id, track.existence
    row.detection = tape.begin[k] + track.detection if track.detection >= 0 and track.last_t == tape.times_s[k] else -1
    for i in range(n):
        row.x[i], row.x[i + n] = track.x[i] + ahead * track.x[i + n], track.x[i + n]
        row.variance[i + n] = track.P[i + n, i + n]
        row.variance[i] = track.P[i, i] + ahead * (2.0 * track.P[i, i + n] + ahead * track.P[i + n, i + n])
