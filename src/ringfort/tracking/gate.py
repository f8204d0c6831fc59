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
from ringfort.tracking.motion import may_fall, turns

_CELLS = 2.0  # of the grid, for each place in it
_STRONGEST_MPS2 = 100.0  # gravity and drag together, above what any projectile of these sensors feels


@compiled
def prepare(room: Any, scan_density: float, detections: Any, plots: Any, places: Any) -> None:
    """Reset the marks of the detections, note what each lacks and what clutter is there, and list their places."""
    alarms, fresh = scan_density, room.new_density
    for j in range(room.plots):
        detection, plot, place = detections[j], plots[j], places[j]
        detection.track = -1
        plot.density, plot.free = alarms * detection.clutter + fresh, 1.0
        plot.kind = fuse.lacking(detection)
        if plot.kind == fuse.RANGE_ONLY:
            detection.sigma_range_rate_mps = 0.0  # nobody knows of which direction
        if detection.sigma_range_rate_mps > 0.0:
            fuse.point(detection, plot.line)
        extent = 0.0
        for i in range(place.z.size):
            place.z[i] = detection.position[i]
            extent += detection.covariance[i, i]
        place.plot, place.extent = j, extent


@compiled
def fill_grid(room: Any, places: Any, detections: Any, plots: Any, sorted_places: Any, starts: Any) -> None:
    """Sort the places by counting into the cells of a grid over all of them, row by row; a few share one cell.

    Cell c holds ``sorted_places[starts[c]:starts[c + 1]]``, and the cells of a row lie side by side. Detections that
    lack a coordinate belong to no cell: they go to one more, the last.
    """
    count = room.plots
    _lay_out(room, places, count)
    west, south, per_m, columns = room.west, room.south, room.per_m, room.columns
    cells, widest = columns * room.rows, 0.0
    for k in range(cells + 3):
        starts[k] = 0
    for p in range(count):
        place = places[p]
        bucket = cells
        if plots[p].kind == fuse.WHOLE:
            bucket = int((place.z[1] - south) * per_m) * columns + int((place.z[0] - west) * per_m)
            covariance = detections[p].covariance
            widest = max(widest, covariance[0, 0], covariance[1, 1])
        place.bucket = bucket
        starts[bucket + 2] += 1
    for k in range(cells + 2):
        starts[k + 1] += starts[k]
    for p in range(count):
        k = places[p].bucket + 1
        sorted_places[starts[k]] = places[p]
        starts[k] += 1
    room.widest = widest


@compiled
def _lay_out(room: Any, places: Any, count: int) -> None:
    """Choose corner, side and number of the cells: about ``_CELLS`` for each place."""
    room.west = room.south = room.per_m = 0.0
    room.columns = room.rows = 1
    if count < room.grid_from:
        return
    west, south = places[0].z[0], places[0].z[1]
    east, north = west, south
    for p in range(1, count):
        x, y = places[p].z[0], places[p].z[1]
        west, south = min(west, x), min(south, y)
        east, north = max(east, x), max(north, y)
    wide, high = east - west, north - south
    side = max(math.sqrt(wide * high / (_CELLS * count)), max(wide, high) / count, 1e-3)
    per_m = 1.0 / side
    room.west, room.south, room.per_m = west, south, per_m
    room.columns, room.rows = int(wide * per_m) + 1, int(high * per_m) + 1


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
    bend = 0.0
    if turns(room, track):
        k, bend = 2.0 * room.gate, _bend(track, dt)
        fall += 0.5 * abs(track.turn) * math.sqrt(bend)
    extent = 0.0
    for i in range(n):
        room.ahead[i] = x[i] + dt * x[i + n]
        variance = P[i, i] + dt * (2.0 * P[i, i + n] + dt * P[i + n, i + n]) + more
        extent += variance
        if i < 2:
            room.side[i] = k * variance + 2.0 * fall * fall
    if bend > 0.0:
        extent = 2.0 * (extent + track.turn_variance * bend)
        room.side[0] = room.side[1] = k * extent + 2.0 * fall * fall
    room.reach[0], room.reach[1] = k, k * extent + 2.0 * fall * fall


@compiled
def _bend(track: Any, dt: float) -> float:
    """Return the square of |v| dt^2: more than twice what a turn of 1 rad/s bends a course aside in ``dt`` (m)."""
    n, speed2 = track.x.size // 2, 0.0
    for i in range(n):
        speed2 += track.x[i + n] * track.x[i + n] + track.P[i + n, i + n]
    return float(speed2 * dt * dt * dt * dt)


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
def search(room: Any, sorted_places: Any, starts: Any, detections: Any, near: Any) -> int:
    """List in ``near`` the detections within reach that no track has taken; return their number.

    Looked through are the cells within reach, and those that belong to no cell. One body, as it runs for every track.
    """
    found, per_m, columns, rows = 0, room.per_m, room.columns, room.rows
    x, y, k, c = room.ahead[0], room.ahead[1], room.reach[0], room.reach[1]
    first = last = low = high = 0
    if per_m > 0.0:
        east, north = (x - room.west) * per_m, (y - room.south) * per_m
        half = math.sqrt(k * room.widest + room.side[0]) * per_m
        first, last = int(max(east - half, 0.0)), int(min(east + half, columns - 0.5))
        half = math.sqrt(k * room.widest + room.side[1]) * per_m
        low, high = int(max(north - half, 0.0)), int(min(north + half, rows - 0.5))
    if first <= last:
        for row in range(low, high + 1):
            for p in range(starts[row * columns + first], starts[row * columns + last + 1]):
                place = sorted_places[p]
                z = place.z
                a, b = z[0] - x, z[1] - y
                distance2 = a * a + b * b
                if z.size == 3:
                    distance2 += (z[2] - room.ahead[2]) * (z[2] - room.ahead[2])
                near[found] = place.plot
                found += 1 if distance2 <= k * place.extent + c else 0
    for p in range(starts[columns * rows], starts[columns * rows + 1]):
        near[found] = sorted_places[p].plot
        found += 1
    left = 0
    for p in range(found):
        near[left] = near[p]
        left += 1 if detections[near[p]].track < 0 else 0
    return left


@compiled
def pair_up(room: Any, track: Any, work: Any, detection: Any, plot: Any, pair: Any) -> bool:
    """Whether the detection lies in the predicted track's gate; if so, weigh it (``pair.ratio`` and ``pair.share``)."""
    more = work.add[2] if work.prior[MANOEUVRING] > 0.0 else 0.0
    if not fuse.agrees(room, track, detection, plot.line, more):
        return False
    share = fuse.measure(room, track, detection, plot.kind)
    pair.ratio = share * density(room, track, work, pair) * work.hit_odds / (plot.density * (1.0 - work.hit_odds))
    return bool(pair.ratio > 0.0)
