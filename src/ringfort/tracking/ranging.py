"""Starts from ranges alone: where the ranges of three sensors meet, something may be.

Ranges that surely belong to no track are remembered for a few seconds, and each new one is tried with every pair of two
other sensors'. Three spheres meet in a point over the ground and in one below it, which is left out. Of n things n^3
triples meet at most, and all but n of the places are ghosts; as with bearings (``cross``) a start is worth little and
must earn its existence against all others that claim its ranges. A fourth sensor settles it.
"""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled
from ringfort.tracking import initiate
from ringfort.tracking.contract import ON_LINES
from ringfort.tracking.cross import begin, taken
from ringfort.tracking.filter import invert
from ringfort.tracking.fuse import RANGE_ONLY
from ringfort.tracking.initiate import RANGES

MOST_RANGES, _NEW_RANGES = 48, 12  # that are remembered, and of one scan
_LEAST_SINE = 0.1  # of the angle between the lines from one sensor to two others: below it they measure one thing
_MISFIT = 9.0  # sum of the squared standard deviations by which three ranges may miss each other
_RISE, _RISE_SIGMA = 0.05, 0.15  # height over range that is thought of before three ranges tell it, and its error
_ROUNDS = 6

RANGE = np.dtype(
    [
        ("t", "f8"),
        ("place", "f8", 3),  # of the sensor
        ("range_m", "f8"),
        ("sigma_m", "f8"),
        ("sensor", "i8"),
    ],
    align=True,
)


@compiled
def gauge(detection: Any, line: Any) -> None:
    """Write a detection of a range alone, but for its time."""
    r, level = detection.range_m, detection.range_m * math.cos(detection.elevation_rad)
    line.place[0] = detection.position[0] - level * math.sin(detection.azimuth_rad)
    line.place[1] = detection.position[1] - level * math.cos(detection.azimuth_rad)
    line.place[2] = detection.position[2] - r * math.sin(detection.elevation_rad)
    line.range_m, line.sigma_m, line.sensor = r, detection.sigma_range_m, detection.sensor


@compiled
def meet(room: Any, three: tuple[Any, Any, Any], speed_mps: float, at: Any) -> bool:
    """Write where three ranges meet over the ground into ``at`` (CROSSING); return whether they do.

    The differences of their squares are two lines over the ground, which cross near the place; from there least squares
    of all three, and of a low height over the first's range, are found step by step (Gauss and Newton). An older range
    is wider by what a thing of ``speed_mps`` flies until the last one, the first of the three.
    Source: elementary.
    """
    a, b, c = three
    bx, by, cx, cy = b.place[0] - a.place[0], b.place[1] - a.place[1], c.place[0] - a.place[0], c.place[1] - a.place[1]
    det = bx * cy - by * cx
    bb, cc = bx * bx + by * by, cx * cx + cy * cy
    if det * det < _LEAST_SINE * _LEAST_SINE * bb * cc or bb * cc <= 0.0:
        return False
    u = 0.5 * (a.range_m * a.range_m - b.range_m * b.range_m + bb)
    v = 0.5 * (a.range_m * a.range_m - c.range_m * c.range_m + cc)
    x, y = (u * cy - v * by) / det, (v * bx - u * cx) / det
    up = math.sqrt(max(a.range_m * a.range_m - x * x - y * y, _RISE * _RISE * a.range_m * a.range_m))
    at.place[0], at.place[1], at.place[2] = a.place[0] + x, a.place[1] + y, a.place[2] + up
    misfit, at.covariance[2, 2] = 0.0, 0.0
    for _ in range(_ROUNDS):
        misfit = _better(room, three, speed_mps, at)
    return bool(misfit <= _MISFIT and at.place[2] > a.place[2] - _RISE * a.range_m)


@compiled
def _better(room: Any, three: tuple[Any, Any, Any], speed_mps: float, at: Any) -> float:
    """Take one step of Gauss and Newton; return the misfit before it, and leave the covariance in ``at``.

    A range is wider by its bend over the height, of which little is known where things fly low: half the square of the
    second derivative 1/r times the variance. Source: barshalom2001, ch. 10 (second order).
    """
    S, y, a = room.S, room.y, three[0]
    tall = _RISE_SIGMA * a.range_m
    S[:, :] = 0.0
    y[0], y[1], y[2] = 0.0, 0.0, (a.place[2] + _RISE * a.range_m - at.place[2]) / (tall * tall)
    S[2, 2], misfit = 1.0 / (tall * tall), 0.0
    for one in three:
        ex, ey, ez = at.place[0] - one.place[0], at.place[1] - one.place[1], at.place[2] - one.place[2]
        far = max(math.sqrt(ex * ex + ey * ey + ez * ez), 1.0)
        drift, bend = speed_mps * (a.t - one.t), at.covariance[2, 2] / far
        weight = 1.0 / (one.sigma_m * one.sigma_m + drift * drift + 0.5 * bend * bend)
        off = one.range_m - far
        misfit += weight * off * off
        room.z[0], room.z[1], room.z[2] = ex / far, ey / far, ez / far
        for i in range(3):
            y[i] += weight * off * room.z[i]
            for k in range(3):
                S[i, k] += weight * room.z[i] * room.z[k]
    invert(room)
    for i in range(3):
        for k in range(3):
            at.place[i] += S[i, k] * y[k]
            at.covariance[i, k] = S[i, k]
    return misfit


@compiled
def start_on_ranges(picture: Any, detections: Any) -> None:
    """Start tentative tracks where this scan's ranges meet those of two other sensors, and remember them.

    Left out are ranges that surely belong to a track: one of plots, or one that four sensors know.
    """
    room, ranges, counters = picture.room[0], picture.ranges, picture.counters
    before, heard = counters[RANGES], 0
    for j in range(room.plots):
        heard += 1 if _open(picture, detections, j) else 0
    for j in range(room.plots if heard > 0 else 0):
        if counters[RANGES] < before + _NEW_RANGES and _open(picture, detections, j):
            one = ranges[counters[RANGES] % MOST_RANGES]
            gauge(detections[j], one)
            one.t = room.time_s
            _start_on(picture, detections, j, one, (before, room.crossing_existence / heard))
            counters[RANGES] += 1


@compiled
def _open(picture: Any, detections: Any, j: int) -> bool:
    """Whether detection ``j`` is a range that does not surely belong to a track."""
    plot, slot = picture.plots[j], detections[j].track
    if plot.kind != RANGE_ONLY:
        return False
    if slot < 0:
        return bool(plot.free > 0.5)
    track = picture.tracks[slot]
    return bool(track.born == ON_LINES and initiate.hits_within(track.heard, 62) < 4)


@compiled
def _start_on(picture: Any, detections: Any, j: int, one: Any, start: tuple[int, float]) -> None:
    """Start a track wherever detection ``j`` meets a pair of ranges of two other sensors, unless one is there.

    ``start``: the number of ranges before this scan, and the odds that a start exists.
    """
    room, ranges, at = picture.room[0], picture.ranges, picture.crossing[0]
    before, existence = start
    oldest = max(before - MOST_RANGES + _NEW_RANGES, 0)
    for k in range(before - 1, oldest - 1, -1):
        second = ranges[k % MOST_RANGES]
        if one.t - second.t > room.crossing_s:
            return
        for i in range(k - 1 if second.sensor != one.sensor else -1, oldest - 1, -1):
            third = ranges[i % MOST_RANGES]
            if one.t - third.t > room.crossing_s:
                break
            if third.sensor == one.sensor or third.sensor == second.sensor:
                continue
            if meet(room, (one, second, third), room.velocity_slow_mps, at) and not taken(picture, at):
                heard = initiate.bit_of(one.sensor) | initiate.bit_of(second.sensor) | initiate.bit_of(third.sensor)
                begin(picture, detections, j, existence, (3, heard))
