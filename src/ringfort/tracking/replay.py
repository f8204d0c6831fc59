"""The tracker alone, on recorded points: two or three dimensions, one sensor, scan after scan."""

from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import entry
from ringfort.sensors.contract import DETECTION
from ringfort.tracking.contract import CONFIRMED, Scan
from ringfort.tracking.picture import SLOTS, Picture, Settings, clear, new_picture, settings, step


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


class _Feed(NamedTuple):
    """A recording as the kernel reads it: the points of scan k are ``begin[k] <= i < begin[k + 1]``."""

    times_s: Any
    begin: Any
    points: Any
    sigma_m: float
    odds: float
    clutter_density: float


class _Screen(NamedTuple):
    """What the kernel writes: of each scan the number of tracks shown, their ids and states."""

    shown: Any
    ids: Any
    states: Any
    least_existence: float


def detection_dtype(dimensions: int) -> np.dtype[np.void]:
    """Return the record of a detection in two or three dimensions; in three it is DETECTION."""
    shapes = {"position": (dimensions,), "covariance": (dimensions, dimensions)}
    fields = [(name, DETECTION[name].base, shapes.get(name, DETECTION[name].shape)) for name in DETECTION.names or ()]
    return np.dtype(fields, align=True)


def replay(recording: Recording, least_existence: float = 0.3, max_tracks: int = 0, **named: float) -> list[Snapshot]:
    """Run the tracker over a recording; return what it shows after each scan.

    Shown are confirmed tracks that exist with odds of ``least_existence`` or more. ``max_tracks``: at once, by default
    enough for any picture of this size. ``named``: settings; a new track's velocity spread should suit the scene.
    """
    dimensions = recording.points[0].shape[1]
    most = max(8, *(len(points) for points in recording.points))
    room = max_tracks or 6 * most
    feed = _Feed(
        np.asarray(recording.times_s, dtype=float),
        np.concatenate([[0], np.cumsum([len(points) for points in recording.points])]).astype(np.int64),
        np.ascontiguousarray(np.vstack(recording.points), dtype=float),
        float(recording.sigma_m),
        float(recording.odds),
        float(recording.clutter_density),
    )
    scans = len(feed.times_s)
    shown, ids = np.zeros(scans, np.int64), np.zeros((scans, room), np.int64)
    screen = _Screen(shown, ids, np.zeros((scans, room, 2 * dimensions)), float(least_existence))
    detections = np.zeros(most, detection_dtype(dimensions)).view(np.recarray)
    _play(settings(**named), new_picture(room, most, dimensions), feed, screen, detections, np.zeros(room))
    return [
        Snapshot(ids[k, :n], screen.states[k, :n, :dimensions], screen.states[k, :n, dimensions:])
        for k, n in enumerate(shown)
    ]


@entry
def _play(
    rules: Settings, picture: Picture, feed: _Feed, screen: _Screen, detections: Any, expected: Any
) -> None:  # pragma: no cover - compiled
    clear(picture)
    expected[:] = feed.odds
    for k in range(feed.times_s.size):
        count = feed.begin[k + 1] - feed.begin[k]
        for j in range(count):
            detection = detections[j]
            for i in range(feed.points.shape[1]):
                detection.position[i] = feed.points[feed.begin[k] + j, i]
                detection.covariance[i, i] = feed.sigma_m * feed.sigma_m
        step(rules, picture, Scan(feed.times_s[k], feed.clutter_density), detections, count, expected)
        n = 0
        for slot in range(picture.counters[SLOTS]):
            track = picture.tracks[slot]
            if track.status == CONFIRMED and track.existence >= screen.least_existence:
                ahead = feed.times_s[k] - track.t
                for i in range(track.x.size):
                    screen.states[k, n, i] = track.x[i]
                for i in range(track.x.size // 2):
                    screen.states[k, n, i] += ahead * track.x[i + track.x.size // 2]
                screen.ids[k, n] = track.id
                n += 1
        screen.shown[k] = n
