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
from ringfort.tracking.filter import density
from ringfort.tracking.motion import may_fall

_STRONGEST_MPS2 = 100.0  # gravity and drag together, above what any projectile of these sensors feels


@compiled
def prepare(detections: Any, plots: Any, count: int) -> None:
    """Reset the marks of ``count`` detections and note what each lacks."""
    for j in range(count):
        detections[j].track = -1
        plots[j].kind = fuse.lacking(detections[j])
        plots[j].free = 1.0


@compiled
def open_places(detections: Any, places: Any, count: int) -> int:
    """List the detections that no track has taken; return how many there are."""
    left = 0
    for j in range(count):
        if detections[j].track < 0:
            place = places[left]
            place.plot, place.extent = j, 0.0
            for i in range(place.z.size):
                place.z[i] = detections[j].position[i]
                place.extent += detections[j].covariance[i, i]
            left += 1
    return left


@compiled
def _hash(east: int, north: int, mask: int) -> int:
    mixed = east * 73856093 ^ north * 19349663
    return (mixed ^ (mixed >> 13)) & mask


@compiled
def fill_grid(room: Any, places: Any, plots: Any) -> None:
    """Sort the open places into hashed cells by counting; there are ``room.buckets`` of them, a power of two, or none.

    Detections that lack a coordinate belong to no cell: they go to one more bucket, the last.
    """
    room.buckets = 0
    if room.open < room.grid_from:
        return
    buckets = 2
    while 2 * buckets <= room.open:
        buckets *= 2
    room.buckets, room.extent = buckets, 0.0
    for k in range(buckets + 3):
        plots[k].start = 0
    for p in range(room.open):
        place, plot = places[p], plots[p]
        plot.east, plot.north = math.floor(place.z[0] / room.cell_m), math.floor(place.z[1] / room.cell_m)
        if plots[place.plot].kind > 0:
            plot.bucket = buckets
        else:
            plot.bucket = _hash(plot.east, plot.north, buckets - 1)
            room.extent = max(room.extent, place.extent)
        plots[plot.bucket + 2].start += 1
    for k in range(buckets + 2):
        plots[k + 1].start += plots[k].start
    for p in range(room.open):
        k = plots[p].bucket + 1
        plots[plots[k].start].member = p
        plots[k].start += 1


@compiled
def reach(room: Any, track: Any) -> None:
    """Write where the track will be at the scan into ``room.ahead`` and how far its widest gate reaches from there.

    A detection farther off than sqrt(k s + c), s the trace of its own covariance, k and c ``room.reach``, is outside
    under every way of moving, for the trace of the predicted covariance is at most what is summed here.
    """
    x, P, dt = track.x, track.P, max(room.time_s - track.t, 0.0)
    n = x.size // 2
    extent = 0.0
    for i in range(n):
        room.ahead[i] = x[i] + dt * x[i + n]
        extent += P[i, i] + dt * (2.0 * P[i, i + n] + dt * P[i + n, i + n])
    extent += n * max(room.quiet_noise, room.ballistic_noise) * dt * dt * dt / 3.0
    if track.hits < 2:
        age = track.t + dt - track.first_t
        extent += n * age * age * room.velocity_fast_mps * room.velocity_fast_mps
        room.reach[0], room.reach[1] = room.gate, room.gate * extent
        return
    if room.manoeuvring_odds > 0.0:
        jump, held = room.onset_mps * (dt + room.onset_s), 0.5 * room.manoeuvring_mps2 * dt * dt
        extent += n * (jump * jump + held * held)
    if may_fall(track, room.ballistic_speed_mps):
        fall = 0.5 * _STRONGEST_MPS2 * dt * dt
        for i in range(n):
            fall += abs(track.fall[i]) + dt * abs(track.fall[i + n])
        room.reach[0], room.reach[1] = 2.0 * room.gate, 2.0 * (room.gate * extent + fall * fall)
    else:  # above: (a + b)^2 <= 2 a^2 + 2 b^2
        room.reach[0], room.reach[1] = room.gate, room.gate * extent


@compiled
def _near(room: Any, place: Any) -> bool:
    """Whether an open place lies within reach."""
    distance2 = 0.0
    for i in range(place.z.size):
        distance2 += (place.z[i] - room.ahead[i]) * (place.z[i] - room.ahead[i])
    return bool(distance2 <= room.reach[0] * place.extent + room.reach[1])


@compiled
def grid_pays(room: Any) -> bool:
    """Whether the cells within reach are fewer than the buckets."""
    if room.buckets == 0:
        return False
    side = 2.0 * math.sqrt(room.reach[0] * room.extent + room.reach[1]) / room.cell_m + 1.0
    return bool(side * side < room.buckets)


@compiled
def look_through(room: Any, places: Any, plots: Any) -> int:
    """List in ``plots.near`` the open detections within reach by going through all; return their number."""
    found = 0
    for p in range(room.open):
        if _near(room, places[p]):
            plots[found].near = places[p].plot
            found += 1
    return found


@compiled
def search_grid(room: Any, places: Any, plots: Any) -> int:
    """List the same by the cells within reach, and beside them the detections that belong to none."""
    ahead, cell = room.ahead, room.cell_m
    half = math.sqrt(room.reach[0] * room.extent + room.reach[1])
    west, east = math.floor((ahead[0] - half) / cell), math.floor((ahead[0] + half) / cell)
    south, north = math.floor((ahead[1] - half) / cell), math.floor((ahead[1] + half) / cell)
    found = 0
    for column in range(west, east + 1):
        for row in range(south, north + 1):
            bucket = _hash(column, row, room.buckets - 1)
            for at in range(plots[bucket].start, plots[bucket + 1].start):
                p = plots[at].member
                if plots[p].east == column and plots[p].north == row and _near(room, places[p]):
                    plots[found].near = places[p].plot
                    found += 1
    for at in range(plots[room.buckets].start, plots[room.buckets + 1].start):
        plots[found].near = places[plots[at].member].plot
        found += 1
    return found


@compiled
def pair_up(room: Any, track: Any, work: Any, detection: Any, kind: int, pair: Any) -> bool:
    """Whether the detection lies in the predicted track's gate; if so, weigh it (``pair.ratio`` and ``pair.share``)."""
    more = work.add[2] if work.prior[MANOEUVRING] > 0.0 else 0.0
    if not fuse.agrees(room, track, detection, more):
        return False
    fuse.measure(room, track, detection, kind)
    pair.ratio = density(room, track, work, pair) * work.hit_odds / (room.density * (1.0 - work.hit_odds))
    return bool(pair.ratio > 0.0)
