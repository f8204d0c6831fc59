"""Which detections could have come from which track: an exact cheap bound first, then the likelihood.

With S the covariance of the innovation y, y' S^-1 y >= |y|^2 / trace S, so a pair whose distance alone is too large is
out for certain. In a large picture the detections lie in a hashed grid of ground cells, and a track asks only the cells
that its gate touches.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import compiled
from ringfort.tracking import fuse
from ringfort.tracking.contract import MANOEUVRING
from ringfort.tracking.filter import GRAVITY_MPS2, density, may_fall

# Picture.counters
NEXT_ID, SLOTS, LIVE, PAIRS, FIRST_FREE, DROPPED, REPLACED, UNPAIRED = range(8)
COUNTERS = 8


class Sight(NamedTuple):
    """One scan as the gate sees it."""

    time_s: float
    density: float  # of false alarms and newcomers
    spread: float  # largest trace of a detection's covariance, of those in the grid
    plots: int  # how many detections
    buckets: int  # of the grid, 0 = none


# What a slot's track needs within one scan.
WORK = np.dtype(
    [
        ("prior", "f8", 3),  # odds of each way of moving, before the scan
        ("add", "f8", (3, 3)),  # what each adds to the covariance: position, cross, velocity
        ("fall", "f8"),  # shift of the falling hypothesis: height (m)
        ("fall_rate", "f8"),  # and vertical speed (m/s)
        ("odds", "f8"),  # of detection by this scan's sensor
        ("hit_odds", "f8"),  # the same, never quite 0 or 1
        ("missed", "f8"),  # odds that none of the detections is its own
        ("price", "f8"),  # assignment: dual
        ("first", "i4"),  # its pairs
        ("last", "i4"),
        ("concerned", "i4"),  # whether the scan concerns it
        ("chosen", "i4"),  # the pair that it took, or -1
    ],
    align=True,
)

PAIR = np.dtype(
    [
        ("ratio", "f8"),  # that the detection is the track's, against a false alarm and a missed track
        ("weight", "f8"),  # the same, weighed by the odds that the track exists
        ("cost", "f8"),  # -log of the weight
        ("to_plot", "f8"),  # belief propagation: messages
        ("to_track", "f8"),
        ("share", "f8", 3),  # odds of the ways of moving, given this pair
        ("track", "i4"),
        ("plot", "i4"),
    ],
    align=True,
)

PLOT = np.dtype(
    [
        ("spread", "f8"),  # trace of the covariance
        ("free", "f8"),  # odds that no track took it
        ("load", "f8"),  # belief propagation: sum of messages
        ("price", "f8"),  # assignment: dual, distance
        ("short", "f8"),
        ("cell", "i8", 2),
        ("kind", "i4"),  # which coordinates it lacks
        ("pair", "i4"),
        ("owner", "i4"),
        ("done", "i4"),
    ],
    align=True,
)


@compiled
def prepare(detections: Any, plots: Any, count: int) -> None:
    """Reset the marks of ``count`` detections and note what each lacks."""
    for j in range(count):
        detections[j].track = -1
        plot, R = plots[j], detections[j].covariance
        plot.kind = fuse.lacking(detections[j])
        plot.free, plot.spread = 1.0, 0.0
        for i in range(R.shape[0]):
            plot.spread += R[i, i]


@compiled
def _hash(east: int, north: int, mask: int) -> int:
    mixed = east * 73856093 ^ north * 19349663
    return (mixed ^ (mixed >> 13)) & mask


@compiled
def fill_grid(cell_m: float, detections: Any, count: int, plots: Any, grid: Any) -> int:
    """Sort the detections into hashed cells by counting; return the number of buckets, a power of two.

    ``grid``: (starts, members) of int32. Detections that lack a range belong to no cell: they go to the last bucket.
    """
    starts, members = grid
    buckets = 8
    while buckets < count:
        buckets *= 2
    for k in range(buckets + 3):
        starts[k] = 0
    for j in range(count):
        plot, z = plots[j], detections[j].position
        plot.cell[0], plot.cell[1] = math.floor(z[0] / cell_m), math.floor(z[1] / cell_m)
        plot.done = buckets if plot.kind > 0 else _hash(plot.cell[0], plot.cell[1], buckets - 1)
        starts[plot.done + 2] += 1
    for k in range(buckets + 2):
        starts[k + 1] += starts[k]
    for j in range(count):
        k = plots[j].done + 1
        members[starts[k]] = j
        starts[k] += 1
    return buckets


@compiled
def _reach(settings: Any, track: Any, dt: float, ahead: Any) -> tuple[float, float]:
    """Write where the track will be in ``dt`` seconds into ``ahead``; return (k, c) of its widest gate.

    A detection farther from there than sqrt(k s + c), s the trace of its own covariance, is outside under every
    hypothesis of motion, for the trace of the predicted covariance is at most what is summed here.
    """
    x, P = track.x, track.P
    n = x.size // 2
    spread = 0.0
    for i in range(n):
        ahead[i] = x[i] + dt * x[i + n]
        spread += P[i, i] + dt * (2.0 * P[i, i + n] + dt * P[i + n, i + n])
    most = max(settings.quiet_noise, settings.manoeuvring_noise, settings.ballistic_noise)
    spread += n * most * dt * dt * dt / 3.0
    if track.hits < 2:
        age = track.t + dt - track.first_t
        spread += n * age * age * settings.velocity_fast_mps * settings.velocity_fast_mps
        return settings.gate, settings.gate * spread
    if not may_fall(track, settings.ballistic_speed_mps):
        return settings.gate, settings.gate * spread
    fall = 0.5 * GRAVITY_MPS2 * dt * dt  # (a + b)^2 <= 2 a^2 + 2 b^2
    return 2.0 * settings.gate, 2.0 * (settings.gate * spread + fall * fall)


@compiled
def _far(ahead: Any, z: Any, limit: float) -> bool:
    """Whether a point lies farther away than the square root of ``limit``."""
    distance2 = 0.0
    for i in range(z.size):
        distance2 += (z[i] - ahead[i]) * (z[i] - ahead[i])
    return distance2 > limit


@compiled
def neighbours(settings: Any, picture: Any, sight: Any, detections: Any, slot: int) -> int:
    """Write the free detections that the track in ``slot`` could reach into ``picture.near``; return their number."""
    plots, near, ahead = picture.plots, picture.near, picture.ahead
    dt = max(sight.time_s - picture.tracks[slot].t, 0.0)
    k, c = _reach(settings, picture.tracks[slot], dt, ahead)
    found = 0
    half = math.sqrt(k * sight.spread + c)
    cell = settings.cell_m
    west, east = math.floor((ahead[0] - half) / cell), math.floor((ahead[0] + half) / cell)
    south, north = math.floor((ahead[1] - half) / cell), math.floor((ahead[1] + half) / cell)
    if sight.buckets == 0 or (east - west + 1.0) * (north - south + 1.0) > sight.buckets:
        for j in range(sight.plots):
            if detections[j].track < 0 and not _far(ahead, detections[j].position, k * plots[j].spread + c):
                near[found] = j
                found += 1
        return found
    for column in range(west, east + 1):
        for row in range(south, north + 1):
            bucket = _hash(column, row, sight.buckets - 1)
            for place in range(picture.starts[bucket], picture.starts[bucket + 1]):
                j = picture.members[place]
                if plots[j].cell[0] != column or plots[j].cell[1] != row or detections[j].track >= 0:
                    continue
                if not _far(ahead, detections[j].position, k * plots[j].spread + c):
                    near[found] = j
                    found += 1
    for place in range(picture.starts[sight.buckets], picture.starts[sight.buckets + 1]):
        j = picture.members[place]
        if detections[j].track < 0:
            near[found] = j
            found += 1
    return found


@compiled
def list_pairs(settings: Any, picture: Any, sight: Any, detections: Any, slot: int, found: int) -> None:
    """Append the pairs of the predicted track in ``slot`` with its ``found`` neighbours, where they lie in its gate."""
    track, work = picture.tracks[slot], picture.work[slot]
    count = picture.counters[PAIRS]
    ratio = work.hit_odds / (sight.density * (1.0 - work.hit_odds))
    mixture = picture.mixture[0]
    for place in range(found):
        j = picture.near[place]
        if count == picture.pairs.size:
            picture.counters[UNPAIRED] += found - place
            break
        detection, pair = detections[j], picture.pairs[count]
        if not _rate_agrees(settings, track, work, detection, picture.state):
            continue
        wider = fuse.measure(track, detection, picture.plots[j].kind, mixture)
        likely = density(track, work, mixture.z, mixture.R, settings.gate, pair.share)
        if likely > 0.0:
            pair.ratio = likely * ratio / wider
            pair.track, pair.plot = slot, j
            count += 1
    picture.counters[PAIRS] = count


@compiled
def _rate_agrees(settings: Any, track: Any, work: Any, detection: Any, h: Any) -> bool:
    """Whether the range rate, where there is one, lies in the track's gate."""
    if detection.sigma_range_rate_mps <= 0.0:
        return True
    more = work.add[MANOEUVRING, 2] if work.prior[MANOEUVRING] > 0.0 else 0.0
    return fuse.agrees(track, detection, more, settings.gate, h)
