"""Which detections could have come from which track: an exact cheap bound first, then the likelihood.

With S the covariance of the innovation y, y' S^-1 y >= |y|^2 / trace S, so a pair whose distance alone is too large is
out for certain. In a large picture the detections lie in a hashed grid of ground cells, and a track asks only the cells
that its gate touches.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.tracking import fuse
from ringfort.tracking.contract import MANOEUVRING
from ringfort.tracking.filter import GRAVITY_MPS2, density, may_fall


@compiled
def prepare(detections: Any, plots: Any, count: int) -> None:
    """Reset the marks of ``count`` detections and note what each lacks."""
    for j in range(count):
        detections[j].track = -1
        plot, R = plots[j], detections[j].covariance
        plot.kind = fuse.lacking(detections[j])
        plot.free, plot.extent = 1.0, 0.0
        for i in range(R.shape[0]):
            plot.extent += R[i, i]


@compiled
def _hash(east: int, north: int, mask: int) -> int:
    mixed = east * 73856093 ^ north * 19349663
    return (mixed ^ (mixed >> 13)) & mask


@compiled
def fill_grid(cell_m: float, detections: Any, count: int, plots: Any) -> int:
    """Sort the detections into hashed cells by counting; return the number of buckets, a power of two.

    Those that lack a coordinate belong to no cell: they go to one more bucket, the last.
    """
    buckets = 2
    while 2 * buckets <= count:
        buckets *= 2
    for k in range(buckets + 3):
        plots[k].start = 0
    for j in range(count):
        plot, z = plots[j], detections[j].position
        plot.cell[0], plot.cell[1] = math.floor(z[0] / cell_m), math.floor(z[1] / cell_m)
        plot.done = buckets if plot.kind > 0 else _hash(plot.cell[0], plot.cell[1], buckets - 1)
        plots[plot.done + 2].start += 1
    for k in range(buckets + 2):
        plots[k + 1].start += plots[k].start
    for j in range(count):
        k = plots[j].done + 1
        plots[plots[k].start].member = j
        plots[k].start += 1
    return buckets


@compiled
def _reach(room: Any, track: Any, dt: float) -> tuple[float, float]:
    """Write where the track will be in ``dt`` seconds into ``room.ahead``; return (k, c) of its widest gate.

    A detection farther from there than sqrt(k s + c), s the trace of its own covariance, is outside under every
    hypothesis of motion, for the trace of the predicted covariance is at most what is summed here.
    """
    x, P = track.x, track.P
    n = x.size // 2
    extent = 0.0
    for i in range(n):
        room.ahead[i] = x[i] + dt * x[i + n]
        extent += P[i, i] + dt * (2.0 * P[i, i + n] + dt * P[i + n, i + n])
    extent += n * max(room.quiet_noise, room.manoeuvring_noise, room.ballistic_noise) * dt * dt * dt / 3.0
    if track.hits < 2:
        age = track.t + dt - track.first_t
        extent += n * age * age * room.velocity_fast_mps * room.velocity_fast_mps
    elif may_fall(track, room.ballistic_speed_mps):
        fall = 0.5 * GRAVITY_MPS2 * dt * dt  # (a + b)^2 <= 2 a^2 + 2 b^2
        return 2.0 * room.gate, 2.0 * (room.gate * extent + fall * fall)
    return room.gate, room.gate * extent


@compiled
def _far(ahead: Any, z: Any, limit: float) -> bool:
    """Whether a point lies farther away than the square root of ``limit``."""
    distance2 = 0.0
    for i in range(z.size):
        distance2 += (z[i] - ahead[i]) * (z[i] - ahead[i])
    return distance2 > limit


@compiled
def neighbours(room: Any, track: Any, detections: Any, plots: Any) -> int:
    """List in ``plots.near`` the free detections that the track could reach; return their number."""
    k, c = _reach(room, track, max(room.time_s - track.t, 0.0))
    if room.buckets > 0:
        found = _search_grid(room, detections, plots, k, c)
        if found >= 0:
            return found
    found = 0
    for j in range(room.plots):
        if detections[j].track < 0 and not _far(room.ahead, detections[j].position, k * plots[j].extent + c):
            plots[found].near = j
            found += 1
    return found


@compiled
def _search_grid(room: Any, detections: Any, plots: Any, k: float, c: float) -> int:
    """Do the same by the grid; return -1 where the gate is so wide that going through all costs less."""
    ahead, cell, half = room.ahead, room.cell_m, math.sqrt(k * room.extent + c)
    west, east = math.floor((ahead[0] - half) / cell), math.floor((ahead[0] + half) / cell)
    south, north = math.floor((ahead[1] - half) / cell), math.floor((ahead[1] + half) / cell)
    if (east - west + 1.0) * (north - south + 1.0) > room.buckets:
        return -1
    found = 0
    for column in range(west, east + 1):
        for row in range(south, north + 1):
            bucket = _hash(column, row, room.buckets - 1)
            for place in range(plots[bucket].start, plots[bucket + 1].start):
                j = plots[place].member
                if plots[j].cell[0] != column or plots[j].cell[1] != row or detections[j].track >= 0:
                    continue
                if not _far(ahead, detections[j].position, k * plots[j].extent + c):
                    plots[found].near = j
                    found += 1
    for place in range(plots[room.buckets].start, plots[room.buckets + 1].start):
        if detections[plots[place].member].track < 0:
            plots[found].near = plots[place].member
            found += 1
    return found


@compiled
def list_pairs(room: Any, track: Any, work: Any, detections: Any, plots: Any, pairs: Any) -> int:
    """List, from ``work.first`` on, the pairs of a predicted track with its ``room.found`` neighbours in its gate.

    Return where they end. Pairs beyond the room for pairs are left out.
    """
    count: int = work.first
    ratio = work.hit_odds / (room.density * (1.0 - work.hit_odds))
    more = work.add[MANOEUVRING, 2] if work.prior[MANOEUVRING] > 0.0 else 0.0
    for place in range(room.found):
        j = plots[place].near
        if count == pairs.size:
            break
        if not fuse.agrees(room, track, detections[j], more):
            continue
        wider = fuse.measure(room, track, detections[j], plots[j].kind)
        likely = density(room, track, work, pairs[count].share)
        if likely > 0.0:
            pairs[count].ratio, pairs[count].plot = likely * ratio / wider, j
            count += 1
    return count
