"""One track and one measurement: likelihood and update of a Gaussian state under three ways of moving.

The functions read the number of dimensions (two or three) from the records. ``room`` holds the measurement in hand and
the sums, ``work`` what ``motion`` laid out for the track.
Source: barshalom2001, ch. 5 (filter), sec. 11.6.4 (merging, the estimator GPB1).
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.tracking.contract import BALLISTIC, MANOEUVRING, QUIET
from ringfort.tracking.motion import turns

_LEAST_SHARE = 0.02  # what is less likely than this is left out of an update
_ROUNDING = 1e-15  # share of a variance below which what the others leave of it is rounding
# An update is settled where the axes of S differ in length by more than about 1e3, or little is left of a variance.
_LONG, _LEFT = 1e6, 1e-4
_LOST = 3e-14  # what some hundred roundings may take of a sum, beside its terms
_PLANE, _SPACE = 2.0 * math.pi, math.sqrt(8.0 * math.pi * math.pi * math.pi)


@compiled
def in_plane(room: Any, track: Any, add: float) -> tuple[float, float]:
    """Return N(z - Hx; 0, P + add + R) in the plane, 0 outside the gate, and its peak."""
    x, P, z, R = track.x, track.P, room.z, room.R
    a, b, d = P[0, 0] + R[0, 0] + add, P[0, 1] + R[0, 1], P[1, 1] + R[1, 1] + add
    y0, y1, det = z[0] - x[0], z[1] - x[1], max(a * d - b * b, _ROUNDING * a * d)
    d2 = (d * y0 * y0 - 2.0 * b * y0 * y1 + a * y1 * y1) / det
    peak = 1.0 / (_PLANE * math.sqrt(det))
    return peak * math.exp(-0.5 * d2) if d2 <= room.gate else 0.0, peak


@compiled
def _factor(
    a: float, b: float, c: float, d: float, e: float, f: float
) -> tuple[float, float, float, float, float, float]:
    """Return L21, L31, L32 and 1/D1, 1/D2, 1/D3 with L D L' = [[a, b, c], [b, d, e], [c, e, f]].

    Good to rounding times the ratio of the axes' squares, where cofactors lose twice as many digits. A pivot is never
    less than rounding might leave of it. Source: arithmetic (Cholesky's factors without roots).
    """
    first = 1.0 / a
    low, last = b * first, c * first
    second = 1.0 / max(d - b * low, _ROUNDING * d)
    cross = e - c * low
    middle = cross * second
    third = 1.0 / max(f - c * last - cross * middle, _ROUNDING * f)
    return low, last, middle, first, second, third


@compiled
def in_space(room: Any, track: Any, add: float, lean: float, ahead: float) -> tuple[float, float, float]:
    """Return N(y; 0, P + add + R) in space, 0 outside the gate, for the means x - lean fall and x + ahead fall.

    With ``ahead`` 0 the second is left out, and 0. The third is the peak.
    """
    x, P, z, R, fall = track.x, track.P, room.z, room.R, track.fall
    a, d, f = P[0, 0] + R[0, 0] + add, P[1, 1] + R[1, 1] + add, P[2, 2] + R[2, 2] + add
    low, last, middle, first, second, third = _factor(a, P[0, 1] + R[0, 1], P[0, 2] + R[0, 2], d, P[1, 2] + R[1, 2], f)
    y0, y1, y2 = z[0] - x[0] + lean * fall[0], z[1] - x[1] + lean * fall[1], z[2] - x[2] + lean * fall[2]
    u1 = y1 - low * y0
    u2 = y2 - last * y0 - middle * u1
    d2 = y0 * y0 * first + u1 * u1 * second + u2 * u2 * third
    peak = math.sqrt(first * second * third) / _SPACE
    quiet = peak * math.exp(-0.5 * d2) if d2 <= room.gate else 0.0
    if ahead == 0.0:
        return quiet, 0.0, peak
    y0, y1, y2 = z[0] - x[0] - ahead * fall[0], z[1] - x[1] - ahead * fall[1], z[2] - x[2] - ahead * fall[2]
    u1 = y1 - low * y0
    u2 = y2 - last * y0 - middle * u1
    d2 = y0 * y0 * first + u1 * u1 * second + u2 * u2 * third
    return quiet, peak * math.exp(-0.5 * d2) if d2 <= room.gate else 0.0, peak


@compiled
def density(room: Any, track: Any, work: Any, pair: Any) -> float:
    """Return the density (1/m^3, 1/m^2 in the plane) with which the track would yield the measurement in the room.

    The sum over the ways of moving of their odds times N(z - Hx; 0, S); ``pair.share`` gets each one's part. A way
    outside the chi-square gate counts nothing; 0 means outside of all. Source: barshalom2001, sec. 11.6.4.
    """
    prior, share = work.prior, pair.share
    quiet, falling, peak = 0.0, 0.0, 0.0
    if room.z.size == 2:
        quiet, peak = in_plane(room, track, 0.0)
    else:
        ahead = 1.0 - work.lean if prior[BALLISTIC] > 0.0 else 0.0
        quiet, falling, peak = in_space(room, track, 0.0, work.lean, ahead)
    share[QUIET], share[MANOEUVRING], share[BALLISTIC] = prior[QUIET] * quiet, 0.0, prior[BALLISTIC] * falling
    if prior[MANOEUVRING] * peak > _LEAST_SHARE * (share[QUIET] + share[BALLISTIC]):  # a wider one peaks lower
        moved = (
            in_plane(room, track, work.add[0])[0]
            if room.z.size == 2
            else in_space(room, track, work.add[0], 0.0, 0.0)[0]
        )
        share[MANOEUVRING] = prior[MANOEUVRING] * moved
    total: float = share[QUIET] + share[MANOEUVRING] + share[BALLISTIC]
    if total > 0.0:
        for m in range(3):
            share[m] /= total
    return total


@compiled
def invert(room: Any) -> None:
    """Invert the symmetric positive definite ``room.S`` of two or three rows in place."""
    S = room.S
    if S.shape[0] == 2:
        a, b, d = S[0, 0], S[0, 1], S[1, 1]
        over = 1.0 / max(a * d - b * b, _ROUNDING * a * d)
        S[0, 0], S[0, 1], S[1, 0], S[1, 1] = d * over, -b * over, -b * over, a * over
    else:
        low, last, middle, first, second, third = _factor(S[0, 0], S[0, 1], S[0, 2], S[1, 1], S[1, 2], S[2, 2])
        back = low * middle - last
        S[0, 0] = first + low * low * second + back * back * third
        S[0, 1] = S[1, 0] = -low * second - middle * back * third
        S[0, 2] = S[2, 0] = back * third
        S[1, 1] = second + middle * middle * third
        S[1, 2] = S[2, 1] = -middle * third
        S[2, 2] = third


@compiled
def _correct(room: Any, track: Any, work: Any, pair: Any, manoeuvres: bool) -> None:
    """Work out the gain K = P H' S^-1, the shift d of the mean and what is left of ``fall`` (room.fell).

    Quiet and falling means share the gain: d = K (z - Hx) + (r' - r) fell, fell = fall - K H fall, with r' the odds of
    falling after the measurement. Source: barshalom2001, ch. 5; the pair of means as in ``motion``.
    """
    x, P, K, S, y, d = track.x, track.P, room.gain, room.S, room.y, room.shift
    n, before, after, least = y.size, 0.0, 0.0, 1.0
    a, b = (work.add[0], work.add[1]) if manoeuvres else (0.0, 0.0)
    for i in range(n):
        y[i] = room.z[i] - x[i]
        for j in range(n):
            S[i, j] = P[i, j] + room.R[i, j]
        S[i, i] += a
        before += S[i, i]
    invert(room)
    for i in range(n):
        after += S[i, i]
        d[i] = d[i + n] = 0.0
        for j in range(n):
            top, low = a * S[i, j], b * S[i, j]
            for k in range(n):
                top += P[i, k] * S[k, j]
                low += P[i + n, k] * S[k, j]
            K[i, j], K[i + n, j] = top, low
            d[i] += top * y[j]
            d[i + n] += low * y[j]
        least = min(least, 1.0 - K[i, i])
    if turns(room, track):
        _correct_turn(room, track)
    room.thin = 0
    if before * after > _LONG or least < _LEFT:
        room.thin = 1
        _lay_rest(room, track, work, manoeuvres)
    if work.prior[BALLISTIC] > 0.0:
        both = pair.share[QUIET] + pair.share[BALLISTIC]
        change = pair.share[BALLISTIC] / both - work.lean if both > 0.0 else 0.0
        for i in range(2 * n):
            room.fell[i] = track.fall[i]
            for j in range(n):
                room.fell[i] -= K[i, j] * track.fall[j]
            d[i] += change * room.fell[i]


@compiled
def _lay_rest(room: Any, track: Any, work: Any, manoeuvres: bool) -> None:
    """Write into ``room.rest`` what rounding leaves of P H' - K S, which is none on paper.

    P - K (P H')' less ``rest`` K' is the Joseph form (I - K H) P (I - K H)' + K R K', which is a covariance whatever K
    may be: where the update takes away nearly all of a variance, or the axes of S are very unlike, the short form may
    leave less than nothing. Source: barshalom2001, ch. 5 (Joseph form).
    """
    P, K, R, rest = track.P, room.gain, room.R, room.rest
    n = room.y.size
    for i in range(n):
        for j in range(n):
            room.S[i, j] = P[i, j] + R[i, j]  # of no more use as an inverse
        room.S[i, i] += work.add[0] if manoeuvres else 0.0
    for i in range(2 * n):
        room.before[i] = P[i, i]
    for j in range(n):
        room.turn_rest[j] = track.turn_covariance[j]
        for i in range(2 * n):
            rest[i, j] = P[i, j]
            for k in range(n):
                rest[i, j] -= K[i, k] * room.S[k, j]
        if manoeuvres:
            rest[j, j] += work.add[0]
            rest[j + n, j] += work.add[1]
        for k in range(n):
            room.turn_rest[j] -= room.turn_gain[k] * room.S[k, j]


@compiled
def _settle(room: Any, into: Any, weight: float) -> None:
    """Take ``weight`` times ``rest`` K' from the upper half of ``into``: the Joseph form, see ``_lay_rest``.

    Its diagonal is given back what rounding may have taken of the products: their sums' errors are at most
    e |K_i||K_j| |S|, and a diagonal of e |K_i|^2 |S| times their number is above all such matrices; likewise of P.
    """
    for i in range(into.shape[0]):
        into[i, i] += weight * _LOST * room.before[i]
        for j in range(i, into.shape[0]):
            for k in range(room.y.size):
                into[i, j] -= weight * room.rest[i, k] * room.gain[j, k]
        for k in range(room.y.size):
            into[i, i] += weight * _LOST * room.gain[i, k] * room.gain[i, k] * room.S[k, k]


@compiled
def _correct_turn(room: Any, track: Any) -> None:
    """Work out the gain of the rate of turn, its covariance with the place times S^-1, and the shift."""
    n = room.y.size
    room.turn_shift = 0.0
    for j in range(n):
        room.turn_gain[j] = 0.0
        for i in range(n):
            room.turn_gain[j] += track.turn_covariance[i] * room.S[i, j]
        room.turn_shift += room.turn_gain[j] * room.y[j]


@compiled
def _settled_turn(room: Any) -> float:
    """Return what ``_settle`` adds to the variance of the rate of turn."""
    more = 0.0
    for k in range(room.y.size):
        gain = room.turn_gain[k]
        more += _LOST * gain * gain * room.S[k, k] - room.turn_rest[k] * gain
    return more


@compiled
def _apply_turn(room: Any, track: Any, manoeuvres: bool) -> None:
    """Update the rate of turn, its variance and covariance; a manoeuvre may begin at any rate."""
    c, k, n = track.turn_covariance, room.turn_gain, room.y.size
    track.turn += room.turn_shift
    if manoeuvres:
        track.turn_variance += room.turn_spread * room.turn_spread
    for j in range(n):
        track.turn_variance -= k[j] * c[j]
        room.fell[j] = c[j]
    for i in range(2 * n):
        for j in range(n):
            c[i] -= room.gain[i, j] * room.fell[j]
            c[i] -= room.rest[i, j] * k[j] if room.thin == 1 else 0.0
    if room.thin == 1:
        track.turn_variance += _settled_turn(room)


@compiled
def _absorb_turn(room: Any, track: Any, manoeuvres: bool) -> None:
    """Add the same, as one hypothesis of odds ``room.odds``, to the sums."""
    c, k, n, weight, shift = track.turn_covariance, room.turn_gain, room.y.size, room.odds, room.turn_shift
    room.turn_centre += weight * shift
    room.turn_spread_sum += weight * shift * shift
    if manoeuvres:
        room.turn_spread_sum += weight * room.turn_spread * room.turn_spread
    for j in range(n):
        room.turn_spread_sum -= weight * k[j] * c[j]
    room.turn_spread_sum += weight * _settled_turn(room) if room.thin == 1 else 0.0
    for i in range(2 * n):
        room.turn_left[i] += weight * shift * room.shift[i]
        for j in range(n):
            room.turn_left[i] -= weight * room.gain[i, j] * c[j]
            room.turn_left[i] -= weight * room.rest[i, j] * k[j] if room.thin == 1 else 0.0


@compiled
def _apply(room: Any, track: Any, work: Any, pair: Any, manoeuvres: bool) -> None:
    """Update the track by the measurement in the room under one covariance: P <- P + addition - K S K'."""
    x, P, K, top = track.x, track.P, room.gain, room.top
    n = room.y.size
    _correct(room, track, work, pair, manoeuvres)
    for i in range(n):
        if manoeuvres:
            P[i, i] += work.add[0]
            P[i, i + n] += work.add[1]
            P[i + n, i + n] += work.add[2]
        for j in range(2 * n):
            top[i, j] = P[i, j]
    for i in range(2 * n):
        x[i] += room.shift[i]
        for j in range(i, 2 * n):
            for k in range(n):
                P[i, j] -= K[i, k] * top[k, j]
            P[j, i] = P[i, j]
    if room.thin == 1:
        _settle(room, P, 1.0)
        mirror(P)
    if work.prior[BALLISTIC] > 0.0:
        for i in range(2 * n):
            track.fall[i] = room.fell[i]
    if turns(room, track):
        _apply_turn(room, track, manoeuvres)


@compiled
def mirror(P: Any) -> None:
    """Write the upper half of a matrix into its lower half."""
    for i in range(P.shape[0]):
        for j in range(i):
            P[i, j] = P[j, i]


@compiled
def begin(room: Any) -> None:
    """Empty the sums over hypotheses."""
    room.weight = room.turn_centre = room.turn_spread_sum = 0.0
    for i in range(room.centre.size):
        room.centre[i] = room.left[i] = room.turn_left[i] = 0.0
        for j in range(room.centre.size):
            room.spread[i, j] = 0.0


@compiled
def absorb_way(room: Any, track: Any, work: Any, pair: Any, manoeuvres: bool) -> None:
    """Add a hypothesis of odds w (room.odds) to the sums: w d to the mean, w (d d' + addition - K S K') to the spread.

    Source: barshalom2001, sec. 11.6.4.
    """
    P, K, d, weight = track.P, room.gain, room.shift, room.odds
    n = room.y.size
    _correct(room, track, work, pair, manoeuvres)
    a, b = (work.add[0], work.add[1]) if manoeuvres else (0.0, 0.0)
    for i in range(2 * n):
        room.centre[i] += weight * d[i]
        for j in range(i, 2 * n):
            s = d[i] * d[j]
            for k in range(n):
                s -= K[i, k] * P[k, j]
            if j < n:
                s -= K[i, j] * a
            else:
                s -= K[i, j - n] * b
            room.spread[i, j] += weight * s
    if room.thin == 1:
        _settle(room, room.spread, weight)
    if manoeuvres:
        _widen(room, work, weight)
    room.weight += weight
    if turns(room, track):
        _absorb_turn(room, track, manoeuvres)
    if work.prior[BALLISTIC] > 0.0:
        for i in range(2 * n):
            room.left[i] += weight * room.fell[i]


@compiled
def _widen(room: Any, work: Any, weight: float) -> None:
    """Add a manoeuvre's addition to the spread."""
    n = room.y.size
    for i in range(n):
        room.spread[i, i] += weight * work.add[0]
        room.spread[i, i + n] += weight * work.add[1]
        room.spread[i + n, i + n] += weight * work.add[2]


@compiled
def update(room: Any, track: Any, work: Any, pair: Any) -> None:
    """Update the track by the measurement in the room, the pair's own, under every way of moving that is likely."""
    if pair.share[MANOEUVRING] < _LEAST_SHARE:
        _apply(room, track, work, pair, False)
    elif pair.share[MANOEUVRING] > 1.0 - _LEAST_SHARE:
        _apply(room, track, work, pair, True)
    else:
        begin(room)
        absorb(room, track, work, pair, 1.0)
        merge(room, track)


@compiled
def absorb(room: Any, track: Any, work: Any, pair: Any, weight: float) -> None:
    """Add to the sums that the track yielded the measurement in the room, with odds ``weight``."""
    moves = pair.share[MANOEUVRING]
    if moves < _LEAST_SHARE:
        moves = 0.0
    elif moves > 1.0 - _LEAST_SHARE:
        moves = 1.0
    if moves < 1.0:
        room.odds = weight * (1.0 - moves)
        absorb_way(room, track, work, pair, False)
    if moves > 0.0:
        room.odds = weight * moves
        absorb_way(room, track, work, pair, True)


@compiled
def absorb_miss(room: Any, track: Any, work: Any, weight: float) -> None:
    """Add to the sums that there was no measurement: each way of moving keeps its odds, and the means stay."""
    room.weight += weight
    _widen(room, work, weight * work.prior[MANOEUVRING])
    room.turn_spread_sum += weight * work.prior[MANOEUVRING] * room.turn_spread * room.turn_spread
    for i in range(room.left.size):
        room.left[i] += weight * track.fall[i]


@compiled
def merge(room: Any, track: Any) -> None:
    """Replace the track by the one Gaussian of the sums' mean and covariance.

    Source: barshalom2001, ch. 1 (moments of a mixture).
    """
    x, P, centre = track.x, track.P, room.centre
    over = 1.0 / room.weight
    for i in range(x.size):
        centre[i] *= over
        x[i] += centre[i]
        track.fall[i] = room.left[i] * over
    for i in range(x.size):
        for j in range(i, x.size):
            P[i, j] += over * room.spread[i, j] - centre[i] * centre[j]
            P[j, i] = P[i, j]
    if turns(room, track):
        shift = over * room.turn_centre
        track.turn += shift
        track.turn_variance += over * room.turn_spread_sum - shift * shift
        for i in range(x.size):
            track.turn_covariance[i] += over * room.turn_left[i] - shift * centre[i]


@compiled
def update_scalar(track: Any, h: Any, residual: float, variance: float, gain: Any) -> None:
    """Update with one number measured of the velocity: ``residual`` = measured less h'x, of ``variance``.

    ``h`` is the gradient by the state, 0 by place; ``gain`` scratch of the same size. Source: barshalom2001, ch. 10.
    """
    x, P, fall = track.x, track.P, track.fall
    n = x.size
    s, fell = variance, 0.0
    for i in range(n):
        gain[i] = 0.0
        for j in range(n // 2, n):
            gain[i] += P[i, j] * h[j]
        s += h[i] * gain[i]
        fell += h[i] * fall[i]
    over = 1.0 / s
    if track.turn_variance > 0.0:
        _turn_by(track, h, gain, residual, over)
    for i in range(n):
        x[i] += gain[i] * over * residual
        fall[i] -= gain[i] * over * fell
        for j in range(n):
            P[i, j] -= gain[i] * gain[j] * over
        P[i, i] += _LOST * gain[i] * gain[i] * over


@compiled
def _turn_by(track: Any, h: Any, gain: Any, residual: float, over: float) -> None:
    """Update the rate of turn with what ``update_scalar`` takes in; ``over``: one over the residual's variance."""
    turned = 0.0
    for i in range(h.size):
        turned += h[i] * track.turn_covariance[i]
    track.turn += turned * over * residual
    track.turn_variance -= turned * over * turned
    for i in range(h.size):
        track.turn_covariance[i] -= gain[i] * over * turned
