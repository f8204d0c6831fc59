"""Which detections could have come from which track: an exact cheap bound first, then the likelihood.

With S the covariance of the innovation y, y' S^-1 y >= |y|^2 / trace S, so a pair whose distance alone is too large is
out for certain. In a large picture the detections lie in a grid of ground cells, and a track asks only the cells that
its gate touches.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.tracking import fuse
from ringfort.tracking.contract import MANOEUVRING
from ringfort.tracking.filter import density
from ringfort.tracking.motion import may_fall

_CELLS = 2.0  # of the grid, for each place in it
_STRONGEST_MPS2 = 100.0  # gravity and drag together, above what any projectile of these sensors feels


@compiled
def prepare(scan_density: float, new_density: float, detections: Any, plots: Any, count: int) -> None:
    """Reset the marks of ``count`` detections and note what each lacks, where it is and what clutter is there."""
    for j in range(count):
        plots[j].density = scan_density * detections[j].clutter + new_density
        detections[j].track = -1
        plots[j].kind = fuse.lacking(detections[j])
        plots[j].free = 1.0
        if detections[j].sigma_range_rate_mps > 0.0:
            fuse.point(detections[j], plots[j].line)


@compiled
def open_places(detections: Any, places: Any, count: int) -> int:
    """List the detections that no track has taken; return how many there are."""
    left = 0
    for j in range(count):
        if detections[j].track < 0:
            place = places[left]
            place.plot, place.extent = j, 0.0
            place.widest = max(detections[j].covariance[0, 0], detections[j].covariance[1, 1])
            for i in range(place.z.size):
                place.z[i] = detections[j].position[i]
                place.extent += detections[j].covariance[i, i]
            left += 1
    return left


@compiled
def fill_grid(room: Any, places: Any, plots: Any, sorted_places: Any, starts: Any) -> None:
    """Sort the open places by counting into the cells of a grid over all of them, row by row; or into none.

    Cell c holds ``sorted_places[starts[c]:starts[c + 1]]``, and the cells of a row lie side by side. Detections that
    lack a coordinate belong to no cell: they go to one more, the last.
    """
    room.buckets = 0
    if room.open < room.grid_from:
        return
    _lay_out(room, places)
    cells = room.columns * room.rows
    room.buckets, room.widest = cells, 0.0
    for k in range(cells + 3):
        starts[k] = 0
    for p in range(room.open):
        place = places[p]
        if plots[place.plot].kind > 0:
            place.bucket = cells
        else:
            place.bucket = int((place.z[1] - room.south) * room.per_m) * room.columns
            place.bucket += int((place.z[0] - room.west) * room.per_m)
            room.widest = max(room.widest, place.widest)
        starts[place.bucket + 2] += 1
    for k in range(cells + 2):
        starts[k + 1] += starts[k]
    for p in range(room.open):
        k = places[p].bucket + 1
        sorted_places[starts[k]] = places[p]
        starts[k] += 1


@compiled
def _lay_out(room: Any, places: Any) -> None:
    """Choose corner, side and number of the cells: about ``_CELLS`` for each open place."""
    room.west, room.south = places[0].z[0], places[0].z[1]
    east, north = room.west, room.south
    for p in range(1, room.open):
        z = places[p].z
        room.west, room.south = min(room.west, z[0]), min(room.south, z[1])
        east, north = max(east, z[0]), max(north, z[1])
    wide, high = east - room.west, north - room.south
    side = max(math.sqrt(wide * high / (_CELLS * room.open)), max(wide, high) / room.open, 1e-3)
    room.per_m = 1.0 / side
    room.columns, room.rows = int(wide * room.per_m) + 1, int(high * room.per_m) + 1


@compiled
def reach(room: Any, track: Any) -> None:
    """Write where the track will be at the scan into ``room.ahead`` and how far its widest gate reaches from there.

    With k and c ``room.reach``, s the trace of a detection's covariance and w its largest variance to east or north, a
    detection farther off than sqrt(k s + c), or to one side than sqrt(k w + ``room.side[i]``), is outside under every
    way of moving, for the predicted covariance is at most what is summed here.
    """
    x, P, dt = track.x, track.P, room.time_s - track.t
    n = x.size // 2
    k, fall, more = room.gate, 0.0, _widening(room, track, abs(dt))
    if track.hits > 1 and may_fall(track, room.ballistic_speed_mps):
        k, fall = 2.0 * room.gate, 0.5 * _STRONGEST_MPS2 * dt * dt  # (a + b)^2 <= 2 a^2 + 2 b^2
        for i in range(n):
            fall += abs(track.fall[i]) + abs(dt) * abs(track.fall[i + n])
    extent = 0.0
    for i in range(n):
        room.ahead[i] = x[i] + dt * x[i + n]
        variance = P[i, i] + dt * (2.0 * P[i, i + n] + dt * P[i + n, i + n]) + more
        extent += variance
        if i < 2:
            room.side[i] = k * variance + 2.0 * fall * fall
    room.reach[0], room.reach[1] = k, k * extent + 2.0 * fall * fall


@compiled
def _widening(room: Any, track: Any, dt: float) -> float:
    """Return the most that noise, a manoeuvre or a fast start can add to the variance along an axis."""
    more: float = max(room.quiet_noise, room.ballistic_noise) * dt * dt * dt / 3.0
    if track.hits > 1:
        if room.manoeuvring_odds > 0.0:
            jump, held = room.onset_mps * (dt + room.onset_s), 0.5 * room.manoeuvring_mps2 * dt * dt
            more += jump * jump + held * held
    elif room.fast_odds > 0.0:
        fast = room.velocity_fast_mps * (track.t + dt - track.first_t)
        more += fast * fast
    return more


@compiled
def look_through(room: Any, places: Any, near: Any) -> int:
    """List in ``near`` the open detections within reach by going through all; return their number."""
    return _list(room, places, (0, room.open), near, 0)


@compiled
def _list(room: Any, places: Any, run: tuple[int, int], near: Any, found: int) -> int:
    """Add to ``near`` those of a run of places that lie within reach; return how many there are then."""
    ahead, k, c = room.ahead, room.reach[0], room.reach[1]
    east, north = ahead[0], ahead[1]
    for p in range(run[0], run[1]):
        place = places[p]
        z = place.z
        a, b = z[0] - east, z[1] - north
        distance2 = a * a + b * b
        if z.size == 3:
            distance2 += (z[2] - ahead[2]) * (z[2] - ahead[2])
        if distance2 <= k * place.extent + c:
            near[found] = place.plot
            found += 1
    return found


@compiled
def search_grid(room: Any, sorted_places: Any, starts: Any, near: Any) -> int:
    """List the same by the cells within reach, and beside them the detections that belong to none."""
    found, per_m, columns = 0, room.per_m, room.columns
    half = math.sqrt(room.reach[0] * room.widest + room.side[0])
    first = max(math.floor((room.ahead[0] - half - room.west) * per_m), 0)
    last = min(math.floor((room.ahead[0] + half - room.west) * per_m), columns - 1)
    half = math.sqrt(room.reach[0] * room.widest + room.side[1])
    low = max(math.floor((room.ahead[1] - half - room.south) * per_m), 0)
    high = min(math.floor((room.ahead[1] + half - room.south) * per_m), room.rows - 1)
    if first <= last:
        for row in range(low, high + 1):
            run = (starts[row * columns + first], starts[row * columns + last + 1])
            found = _list(room, sorted_places, run, near, found)
    for at in range(starts[room.buckets], starts[room.buckets + 1]):
        near[found] = sorted_places[at].plot
        found += 1
    return found


@compiled
def pair_up(room: Any, track: Any, work: Any, detection: Any, plot: Any, pair: Any) -> bool:
    """Whether the detection lies in the predicted track's gate; if so, weigh it (``pair.ratio`` and ``pair.share``)."""
    more = work.add[2] if work.prior[MANOEUVRING] > 0.0 else 0.0
    if not fuse.agrees(room, track, detection, plot.line, more):
        return False
    fuse.measure(room, track, detection, plot.kind)
    pair.ratio = density(room, track, work, pair) * work.hit_odds / (plot.density * (1.0 - work.hit_odds))
    return bool(pair.ratio > 0.0)
