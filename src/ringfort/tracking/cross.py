"""Starts from bearings alone: where the line of one sensor crosses a recent one of another, something may be.

Lines that surely belong to no track are remembered for a few seconds. Of n things and two sensors n^2 lines cross, and
all crossings but n are ghosts; so a start is worth little, the less the more lines there are, and must earn its
existence against the other claims on each bearing (``associate.believe``). Two things and two sensors alone cannot be
told from their ghosts but by how these would have to fly; a third sensor settles it.
"""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled
from ringfort.tracking import initiate
from ringfort.tracking.contract import CONFIRMED, ON_LINES, TENTATIVE
from ringfort.tracking.filter import invert
from ringfort.tracking.fuse import BEARING_ONLY, NO_RANGE
from ringfort.tracking.initiate import LINES, NEXT_ID, SLOTS

MOST_LINES, _NEW_LINES = 128, 32  # that are remembered, and of one scan
_LEAST_SINE = 0.1  # of the angle between two lines that cross: below it the crossing is hardly a place
_MISFIT = 9.0  # square of the standard deviations by which two lines may pass each other in height

LINE = np.dtype(
    [
        ("t", "f8"),
        ("place", "f8", 3),  # of the sensor
        ("azimuth_rad", "f8"),
        ("elevation_rad", "f8"),
        ("sigma_azimuth_rad", "f8"),
        ("sigma_elevation_rad", "f8"),
        ("reach_m", "f8"),
        ("sensor", "i8"),
    ],
    align=True,
)

CROSSING = np.dtype([("place", "f8", 3), ("covariance", "f8", (3, 3))], align=True)


@compiled
def sight(detection: Any, line: Any) -> None:
    """Write a detection without range as a line, but for its time; ``range_m`` is the middle of the sensor's reach."""
    r, e, a = detection.range_m, detection.elevation_rad, detection.azimuth_rad
    level = r * math.cos(e)
    line.azimuth_rad, line.elevation_rad = a, e
    line.place[0] = detection.position[0] - level * math.sin(a)
    line.place[1] = detection.position[1] - level * math.cos(a)
    line.place[2] = detection.position[2] - r * math.sin(e)
    line.sigma_azimuth_rad, line.sigma_elevation_rad = detection.sigma_azimuth_rad, detection.sigma_elevation_rad
    line.reach_m, line.sensor = 2.0 * r, detection.sensor


@compiled
def cross(a: Any, b: Any, speed_mps: float, at: Any) -> bool:
    """Write where two lines cross into ``at`` (CROSSING); return whether they do, before both and within reach.

    Least squares of both azimuths and both heights. The older line is wider by what a thing of ``speed_mps`` flies
    until the younger one.
    """
    ax, ay, bx, by = math.sin(a.azimuth_rad), math.cos(a.azimuth_rad), math.sin(b.azimuth_rad), math.cos(b.azimuth_rad)
    sine = ax * by - ay * bx
    if abs(sine) < _LEAST_SINE:
        return False
    dx, dy = b.place[0] - a.place[0], b.place[1] - a.place[1]
    far_a, far_b = (dx * by - dy * bx) / sine, (dx * ay - dy * ax) / sine
    if not (0.0 < far_a <= a.reach_m and 0.0 < far_b <= b.reach_m):
        return False
    drift = speed_mps * abs(a.t - b.t)
    older = 1.0 if a.t < b.t else 0.0
    wide_a = far_a * far_a * a.sigma_azimuth_rad * a.sigma_azimuth_rad + older * drift * drift
    wide_b = far_b * far_b * b.sigma_azimuth_rad * b.sigma_azimuth_rad + (1.0 - older) * drift * drift
    up_a, tall_a = _height(a, far_a)
    up_b, tall_b = _height(b, far_b)
    if (up_a - up_b) * (up_a - up_b) > _MISFIT * (tall_a + tall_b + drift * drift):
        return False
    _write(at, (wide_a, wide_b), (ax, ay, bx, by))
    at.place[0], at.place[1] = a.place[0] + far_a * ax, a.place[1] + far_a * ay
    at.place[2] = (up_a * tall_b + up_b * tall_a) / (tall_a + tall_b)
    at.covariance[2, 2] = tall_a * tall_b / (tall_a + tall_b) + drift * drift
    return True


@compiled
def _height(line: Any, far_m: float) -> tuple[float, float]:
    """Return the height (m) that a line has so far out over the ground, and its variance."""
    c = math.cos(line.elevation_rad)
    sigma = far_m * line.sigma_elevation_rad / (c * c)
    return line.place[2] + far_m * math.sin(line.elevation_rad) / c, sigma * sigma


@compiled
def _write(at: Any, wide: tuple[float, float], way: tuple[float, float, float, float]) -> None:
    """Write the covariance over the ground of the crossing of two lines with the given variances across them."""
    (va, vb), (ax, ay, bx, by) = wide, way
    xx, xy, yy = ay * ay / va + by * by / vb, -ax * ay / va - bx * by / vb, ax * ax / va + bx * bx / vb
    over = 1.0 / (xx * yy - xy * xy)
    at.covariance[:, :] = 0.0
    at.covariance[0, 0], at.covariance[1, 1] = yy * over, xx * over
    at.covariance[0, 1] = at.covariance[1, 0] = -xy * over


@compiled
def start_on_lines(picture: Any, detections: Any) -> None:
    """Start tentative tracks where this scan's lines cross those of other sensors, and remember them.

    Left out are lines that surely belong to a track: one of plots, or one that three sensors know.
    """
    room, lines, counters = picture.room[0], picture.lines, picture.counters
    before, heard = counters[LINES], 0
    for j in range(room.plots):
        heard += 1 if _open(picture, detections, j) else 0
    for j in range(room.plots):
        if counters[LINES] < before + _NEW_LINES and _open(picture, detections, j):
            line = lines[counters[LINES] % MOST_LINES]
            sight(detections[j], line)
            line.t = room.time_s
            _start_on(picture, detections, j, line, (before, room.crossing_existence / heard))
            counters[LINES] += 1


@compiled
def _open(picture: Any, detections: Any, j: int) -> bool:
    """Whether detection ``j`` is a line that does not surely belong to a track."""
    plot, slot = picture.plots[j], detections[j].track
    if plot.kind != NO_RANGE and plot.kind != BEARING_ONLY:
        return False
    if slot < 0:
        return bool(plot.free > 0.5)
    track = picture.tracks[slot]
    return bool(track.born == ON_LINES and initiate.hits_within(track.heard, 62) < 3)


@compiled
def _start_on(picture: Any, detections: Any, j: int, line: Any, start: tuple[int, float]) -> None:
    """Start a track at each crossing of detection ``j`` with a line of another sensor, unless one is there.

    ``start``: the number of lines before this scan, and the odds that a start exists.
    """
    room, lines, at = picture.room[0], picture.lines, picture.crossing[0]
    before, existence = start
    for k in range(before - 1, max(before - MOST_LINES + _NEW_LINES, 0) - 1, -1):
        other = lines[k % MOST_LINES]
        if line.t - other.t > room.crossing_s:
            return
        if other.sensor == line.sensor or not cross(other, line, room.velocity_slow_mps, at) or taken(picture, at):
            continue
        heard = initiate.bit_of(line.sensor) | initiate.bit_of(other.sensor)
        if not begin(picture, detections, j, existence, (2, heard)):
            return


@compiled
def begin(picture: Any, detections: Any, j: int, existence: float, by: tuple[int, int]) -> bool:
    """Begin a track with detection ``j`` where lines or ranges meet, ``picture.crossing``; False where none is free.

    ``by``: how many detections meet there, and the bits of their sensors.
    """
    room, at, counters = picture.room[0], picture.crossing[0], picture.counters
    slot = initiate.find_slot(picture.tracks, counters, existence)
    if slot < 0:
        return False
    track, (hits, heard) = picture.tracks[slot], by
    initiate.start(room, track, detections[j], picture.plots[j].line, existence)
    track.id, track.detection = counters[NEXT_ID], j
    counters[NEXT_ID] += 1
    if detections[j].track < 0:
        detections[j].track = slot
    track.born, track.hits, track.scans, track.history, track.heard = ON_LINES, hits, hits, (1 << hits) - 1, heard
    for i in range(3):
        track.x[i] = at.place[i]
        for n in range(3):
            track.P[i, n] = at.covariance[i, n]
    return True


@compiled
def taken(picture: Any, at: Any) -> bool:
    """Whether a track may already be where lines or ranges meet, ``at``."""
    room = picture.room[0]
    y, S = room.y, room.S
    for slot in range(picture.counters[SLOTS]):
        track = picture.tracks[slot]
        if track.status != TENTATIVE and track.status != CONFIRMED:
            continue
        ahead, distance2 = room.time_s - track.t, 0.0
        for i in range(3):
            y[i] = at.place[i] - track.x[i] - ahead * track.x[i + 3]
            for n in range(3):
                S[i, n] = at.covariance[i, n] + track.P[i, n] + ahead * ahead * track.P[i + 3, n + 3]
                S[i, n] += ahead * (track.P[i, n + 3] + track.P[i + 3, n])
        invert(room)
        for i in range(3):
            for n in range(3):
                distance2 += y[i] * S[i, n] * y[n]
        if distance2 <= room.gate:
            return True
    return False
