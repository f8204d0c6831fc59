"""The interacting multiple model: a filter for each way of moving, mixed before every scan.

Straight flight (nearly constant velocity), a coordinated turn whose rate is a state of its own, and free fall with
drag. A track's ways stand side by side in ``Picture.ways``, three records of its kind; the track itself is their
mixture's mean and covariance, so that whoever reads it need not know of them.

The odds relax to their long-run shares p with one time constant: with s the odds that a way has not been given up since
the last scan, the chain is P(j | i) = s [i = j] + (1 - s) p_j. Way j is then mixed of itself, with share s m_j / c_j,
and of the track's own mean and covariance, which is all others and itself at once: three merges in place of nine.

Source: blom1988 (the algorithm); barshalom2001, sec. 11.6.6 (its cycle), 11.7 (coordinated turn).
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.tracking import fuse
from ringfort.tracking.contract import BALLISTIC, MANOEUVRING, QUIET
from ringfort.tracking.filter import absorb_way, begin, in_plane, in_space, merge
from ringfort.tracking.motion import GRAVITY_MPS2, drag_rate, may_fall, predict, switch, turn

WAYS = 3
_LEAST_BELIEF = 1e-3  # pairs less likely than this are left out of an update
_LEAST_WAY = 1e-9  # likewise of a way of moving
_STRONGEST_MPS2 = 100.0  # gravity and drag together, above what any projectile of these sensors feels


@compiled
def apart(room: Any, track: Any) -> bool:
    """Whether the track's ways of moving are followed side by side: from its second detection on."""
    return bool(room.interacting == 1.0 and room.plain == 0 and track.hits > 1)


@compiled
def forget(ways: Any) -> None:
    """Let no way belong to any track."""
    for k in range(ways.size):
        ways[k].id = -1


@compiled
def reach(picture: Any, slot: int) -> None:
    """Write where the track will be and how far the widest gate of its ways reaches, as ``gate.reach`` does.

    Mixing moves a way's mean towards the others and adds no more than the square of twice their distance.
    """
    room, track, ways = picture.room[0], picture.tracks[slot], picture.ways
    x, dt = track.x, room.time_s - track.t
    n = x.size // 2
    for i in range(n):
        room.ahead[i] = x[i] + dt * x[i + n]
    wide, far = _stretch(room, track, track, dt), 0.0
    for m in range(WAYS if ways[WAYS * slot].id == track.id else 0):
        way, off = ways[WAYS * slot + m], 0.0
        for i in range(n):
            gap = way.x[i] + dt * way.x[i + n] - room.ahead[i]
            off += gap * gap
        wide, far = max(wide, _stretch(room, track, way, dt)), max(far, math.sqrt(off))
    far += 0.5 * _STRONGEST_MPS2 * dt * dt if may_fall(track, room.ballistic_speed_mps) else 0.0
    c = 2.0 * room.gate * (wide + 4.0 * far * far) + 2.0 * far * far  # (a + b)^2 <= 2 a^2 + 2 b^2
    room.reach[0], room.reach[1], room.side[0], room.side[1] = 2.0 * room.gate, c, c, c


@compiled
def _stretch(room: Any, track: Any, way: Any, dt: float) -> float:
    """Return the trace of the place's covariance after ``dt``, and what a turn may bend the course aside, squared."""
    P, v = way.P, track.x
    n = v.size // 2
    noise = max(room.quiet_noise, room.turning_noise, room.ballistic_noise)
    speed2, wide = 0.0, n * noise * abs(dt * dt * dt) / 3.0
    for i in range(n):
        wide += P[i, i] + dt * (2.0 * P[i, i + n] + dt * P[i + n, i + n])
        speed2 += v[i + n] * v[i + n] + P[i + n, i + n]
    rate2 = way.turn * way.turn + way.turn_variance + room.turn_spread * room.turn_spread
    return float(2.0 * (wide + rate2 * speed2 * dt * dt * dt * dt))


@compiled
def carry_on(picture: Any, slot: int) -> None:
    """Mix the ways, carry each on to the scan's time, and make the track of them."""
    room, track, work, ways = picture.room[0], picture.tracks[slot], picture.work[slot], picture.ways
    if ways[WAYS * slot].id != track.id:
        _part(room, track, ways, slot)
    dt = room.time_s - track.t
    free = may_fall(track, room.ballistic_speed_mps) and room.ballistic_odds > 0.0
    stay = switch(room, track, work, dt, free)
    work.add[0] = work.add[1] = work.add[2] = work.lean = 0.0
    _mix(room, track, work, (ways, slot), stay)
    predict(ways[WAYS * slot + QUIET], room.time_s, room.quiet_noise)
    if dt != 0.0:
        turn(room, ways[WAYS * slot + MANOEUVRING], room.turning_noise)
    falling = ways[WAYS * slot + BALLISTIC]
    predict(falling, room.time_s, room.ballistic_noise)
    if free:
        _fall(room, falling, dt)
    for m in range(WAYS):
        room.seen[m] = work.prior[m]
    join(room, track, ways, slot)


@compiled
def _part(room: Any, track: Any, ways: Any, slot: int) -> None:
    """Begin every way with the track as it is; what turns may do so at any rate."""
    for m in range(WAYS):
        ways[WAYS * slot + m] = track
        way = ways[WAYS * slot + m]
        way.turn, way.turn_variance = 0.0, room.turn_spread * room.turn_spread if m == MANOEUVRING else 0.0
        for i in range(way.x.size):
            way.turn_covariance[i] = way.fall[i] = 0.0


@compiled
def _mix(room: Any, track: Any, work: Any, where: tuple[Any, int], stay: float) -> None:
    """Mix each way with the track: a share w of the track's mean and covariance, 1 - w of its own.

    P <- (1 - w) P + w P' + w (1 - w) d d' with d the distance of the means. Source: blom1988.
    """
    ways, slot = where
    for m in range(WAYS):
        way, c = ways[WAYS * slot + m], work.prior[m]
        w = max(1.0 - stay * track.modes[m] / c, 0.0) if c > 0.0 else 1.0
        if w == 0.0:
            continue
        if m == MANOEUVRING:
            _mix_turn(room, track, way, 1.0 - w + w * track.modes[m])
        x, P = way.x, way.P
        for i in range(x.size):
            room.shift[i] = track.x[i] - x[i]
            x[i] += w * room.shift[i]
        for i in range(x.size):
            for j in range(i, x.size):
                P[i, j] += w * (track.P[i, j] - P[i, j]) + w * (1.0 - w) * room.shift[i] * room.shift[j]
                P[j, i] = P[i, j]


@compiled
def _mix_turn(room: Any, track: Any, way: Any, own: float) -> None:
    """Mix the rate of turn: a share ``own`` goes on turning, the rest comes from the other ways and may turn anyhow.

    The others' mean lies (x' - x)/(1 - m) from the turning one's, with x' the track's and m the odds of turning.
    """
    rest = 1.0 - own
    apart = 1.0 - track.modes[MANOEUVRING]
    for i in range(way.x.size):
        gap = (way.x[i] - track.x[i]) / apart if apart > _LEAST_WAY else 0.0
        way.turn_covariance[i] = own * way.turn_covariance[i] + own * rest * gap * way.turn
    way.turn_variance = own * way.turn_variance + rest * room.turn_spread * room.turn_spread
    way.turn_variance += own * rest * way.turn * way.turn
    way.turn *= own


@compiled
def _fall(room: Any, way: Any, dt: float) -> None:
    """Add gravity and drag to a way that has been carried straight on."""
    x = way.x
    k = drag_rate(x[2], math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]), room.drag_m2_kg)
    for i in range(3):
        rate = -k * x[i + 3] - (GRAVITY_MPS2 if i == 2 else 0.0)
        x[i] += 0.5 * rate * dt * dt
        x[i + 3] += rate * dt


@compiled
def join(room: Any, track: Any, ways: Any, slot: int) -> None:
    """Make the track the mean and covariance of its ways, with odds ``room.seen``.

    Source: barshalom2001, sec. 11.6.6.
    """
    x, P = track.x, track.P
    total = room.seen[0] + room.seen[1] + room.seen[2]
    for i in range(x.size):
        x[i] = 0.0
        for m in range(WAYS):
            x[i] += room.seen[m] / total * ways[WAYS * slot + m].x[i]
    for i in range(x.size):
        for j in range(i, x.size):
            P[i, j] = 0.0
            for m in range(WAYS):
                way = ways[WAYS * slot + m]
                P[i, j] += room.seen[m] / total * (way.P[i, j] + (way.x[i] - x[i]) * (way.x[j] - x[j]))
            P[j, i] = P[i, j]
    track.t = room.time_s


@compiled
def density(picture: Any, slot: int, pair: Any) -> float:
    """Return the density with which the track would yield the measurement in the room, as ``filter.density`` does."""
    room, work, total = picture.room[0], picture.work[slot], 0.0
    for m in range(WAYS):
        way, pair.share[m] = picture.ways[WAYS * slot + m], 0.0
        if work.prior[m] > 0.0:
            one = in_plane(room, way, 0.0)[0] if room.z.size == 2 else in_space(room, way, 0.0, 0.0, 0.0)[0]
            pair.share[m] = work.prior[m] * one
        total += pair.share[m]
    if total > 0.0:
        for m in range(WAYS):
            pair.share[m] /= total
    return total


@compiled
def pair_up(picture: Any, detections: Any, slot: int, found: int, count: int) -> int:
    """List and weigh the pairs of a track with the first ``found`` of ``picture.near``, as ``gate.pair_up`` does each.

    ``count``: pairs listed so far; returned is their number then. A loop of its own: in that of the plain tracker its
    code would cost those a tenth who never run it.
    """
    room, track, work, pairs = picture.room[0], picture.tracks[slot], picture.work[slot], picture.pairs
    for k in range(found):
        j = picture.near[k]
        plot = picture.plots[j]
        if count == pairs.size or not fuse.agrees(room, track, detections[j], plot.line, 0.0):
            continue
        share = fuse.measure(room, track, detections[j], plot.kind) * density(picture, slot, pairs[count])
        pairs[count].ratio = share * work.hit_odds / (plot.density * (1.0 - work.hit_odds))
        if pairs[count].ratio > 0.0:
            pairs[count].track, pairs[count].plot = slot, j
            count += 1
    return count


@compiled
def update(picture: Any, detections: Any, slot: int, softly: bool) -> None:
    """Update every way by the detections of the track's pairs, each with its odds, or by the chosen one alone.

    Writes the odds of the ways into ``room.seen`` and makes the track of them.
    """
    room, track, work, ways = picture.room[0], picture.tracks[slot], picture.work[slot], picture.ways
    missed = work.missed if softly else 0.0
    for m in range(WAYS):
        way = ways[WAYS * slot + m]
        begin(room)
        for e in range(work.first, work.last):
            odds = picture.pairs[e].to_plot if softly else 1.0 if e == work.chosen else 0.0
            if odds > _LEAST_BELIEF:
                j = picture.pairs[e].plot
                fuse.measure(room, track, detections[j], picture.plots[j].kind)
                room.odds = odds * max(picture.pairs[e].share[m], _LEAST_WAY)
                absorb_way(room, way, work, picture.pairs[e], False)
        room.weight += missed * work.prior[m]
        room.seen[m] = room.weight if work.prior[m] > 0.0 else 0.0
        if room.weight > 0.0:
            merge(room, way)
        if work.chosen >= 0:
            j = picture.pairs[work.chosen].plot
            fuse.update_rate(room, way, detections[j], picture.plots[j].line)
    join(room, track, ways, slot)
