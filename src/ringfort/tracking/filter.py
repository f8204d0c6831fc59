"""One track and one measurement: prediction, likelihood and update of a Gaussian state under three ways of moving.

The state is position and velocity. Three hypotheses of motion share one mean and covariance and are merged after every
scan (the generalised pseudo-Bayesian estimator of first order): they differ from the quiet one by isotropic additions
to the covariance, and the falling one by a shift of the mean as well. So a manoeuvre widens the gate before it is seen,
and costs little where no other hypothesis is likely.

The functions read the number of dimensions (two or three) from the records.
Source: barshalom2001, ch. 5 (filter), sec. 6.2.2 (white-noise acceleration), sec. 11.6.4 (the estimator GPB1).
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.tracking.contract import BALLISTIC, MANOEUVRING, QUIET

GRAVITY_MPS2 = 9.80665
_LEAST_SHARE = 0.02  # hypotheses of motion with less than this are left out of an update


@compiled
def predict(track: Any, time_s: float, q: float) -> float:
    """Carry a track on to ``time_s`` by nearly constant velocity; return the seconds gone by.

    P <- F P F' + Q, Q = q [[T^3/3, T^2/2], [T^2/2, T]] an axis. ``q``: density of the white acceleration (m^2/s^3).
    A time before the track's own is taken as its own. Source: barshalom2001, sec. 6.2.2.
    """
    dt: float = time_s - track.t
    if dt <= 0.0:
        return 0.0
    x, P = track.x, track.P
    n = x.size // 2
    track.t = time_s
    noise = q * dt
    for i in range(n):
        x[i] += dt * x[i + n]
        for j in range(i, n):
            P[i, j] += dt * (P[i, j + n] + P[j, i + n] + dt * P[i + n, j + n])
            P[j, i] = P[i, j]
        for j in range(n):
            P[i, j + n] += dt * P[i + n, j + n]
    for i in range(n):
        P[i, i] += noise * dt * dt / 3.0
        P[i, i + n] += noise * dt / 2.0
        P[i + n, i + n] += noise
    for i in range(n):
        for j in range(n):
            P[j + n, i] = P[i, j + n]
    return dt


@compiled
def hypothesise(room: Any, track: Any, motion: Any, dt: float) -> None:
    """Lay out how the track may have moved in the last ``dt`` seconds: each way's odds and additions.

    The odds of the ways of moving relax to their long-run shares with the time constant ``mode_time_s``. A track of one
    detection has no velocity yet: it is slow or fast. Source: barshalom2001, sec. 11.6.1 (Markov switching).
    """
    prior, add = motion.prior, motion.add
    long_run, stay = room.manoeuvring_odds, room.mode_time_s / (room.mode_time_s + dt)
    if track.hits < 2:
        age = track.t - track.first_t
        prior[MANOEUVRING], prior[BALLISTIC] = room.fast_odds, 0.0
        slow, fast = room.velocity_slow_mps, room.velocity_fast_mps
        more = fast * fast - slow * slow
        add[MANOEUVRING, 0], add[MANOEUVRING, 1], add[MANOEUVRING, 2] = more * age * age, more * age, more
    else:
        prior[MANOEUVRING] = long_run + (track.modes[MANOEUVRING] - long_run) * stay
        long_run = room.ballistic_odds if may_fall(track, room.ballistic_speed_mps) else 0.0
        prior[BALLISTIC] = long_run + (track.modes[BALLISTIC] - long_run) * stay if long_run > 0.0 else 0.0
        _noise(add, MANOEUVRING, room.manoeuvring_noise - room.quiet_noise, dt)
        _noise(add, BALLISTIC, room.ballistic_noise - room.quiet_noise, dt)
        motion.fall_rate = -GRAVITY_MPS2 * dt
        motion.fall = 0.5 * motion.fall_rate * dt
    prior[QUIET] = 1.0 - prior[MANOEUVRING] - prior[BALLISTIC]


@compiled
def may_fall(track: Any, speed_mps: float) -> bool:
    """Whether a track in space is fast enough to be flying freely."""
    x = track.x
    return bool(x.size == 6 and x[3] * x[3] + x[4] * x[4] + x[5] * x[5] > speed_mps * speed_mps)


@compiled
def _noise(add: Any, mode: int, q: float, dt: float) -> None:
    add[mode, 0], add[mode, 1], add[mode, 2] = q * dt * dt * dt / 3.0, q * dt * dt / 2.0, q * dt


@compiled
def density(room: Any, track: Any, motion: Any, pair: Any) -> float:
    """Return the density (1/m^3, 1/m^2 in the plane) with which the track would yield the measurement in the room.

    The sum over the hypotheses of motion of their odds times N(z - Hx; 0, S), S = P + addition + R; ``pair.share``
    gets each one's part. A hypothesis outside the chi-square gate counts nothing; 0 means outside of all.
    Source: barshalom2001, sec. 11.6.4.
    """
    x, P, z, R, gate, share = track.x, track.P, room.z, room.R, room.gate, pair.share
    total: float = 0.0
    if z.size == 2:
        for m in range(2):
            share[m] = 0.0
            if motion.prior[m] > 0.0:
                e = motion.add[m, 0]
                a, b, d = P[0, 0] + R[0, 0] + e, P[0, 1] + R[0, 1], P[1, 1] + R[1, 1] + e
                y0, y1 = z[0] - x[0], z[1] - x[1]
                det = a * d - b * b
                d2 = (d * y0 * y0 - 2.0 * b * y0 * y1 + a * y1 * y1) / det
                if det > 0.0 and d2 <= gate:
                    share[m] = motion.prior[m] * math.exp(-0.5 * d2) / (2.0 * math.pi * math.sqrt(det))
                    total += share[m]
        share[BALLISTIC] = 0.0
    else:
        y0, y1, y2 = z[0] - x[0], z[1] - x[1], z[2] - x[2]
        a0, d0, f0 = P[0, 0] + R[0, 0], P[1, 1] + R[1, 1], P[2, 2] + R[2, 2]
        b, c, e = P[0, 1] + R[0, 1], P[0, 2] + R[0, 2], P[1, 2] + R[1, 2]
        for m in range(3):
            share[m] = 0.0
            if motion.prior[m] > 0.0:
                more = motion.add[m, 0]
                a, d, f = a0 + more, d0 + more, f0 + more
                h = y2 - motion.fall if m == BALLISTIC else y2
                A, B, C = d * f - e * e, c * e - b * f, b * e - c * d
                det = a * A + b * B + c * C
                D, E, F = a * f - c * c, b * c - a * e, a * d - b * b
                d2 = (y0 * (A * y0 + 2.0 * (B * y1 + C * h)) + y1 * (D * y1 + 2.0 * E * h) + F * h * h) / det
                if det > 0.0 and d2 <= gate:
                    share[m] = (
                        motion.prior[m] * math.exp(-0.5 * d2) / math.sqrt(8.0 * math.pi * math.pi * math.pi * det)
                    )
                    total += share[m]
    if total > 0.0:
        for m in range(3):
            share[m] /= total
    return total


@compiled
def _invert(room: Any) -> None:
    """Invert the symmetric positive definite ``room.S`` of two or three rows in place."""
    S = room.S
    if S.shape[0] == 2:
        a, b, d = S[0, 0], S[0, 1], S[1, 1]
        over = 1.0 / (a * d - b * b)
        S[0, 0], S[0, 1], S[1, 0], S[1, 1] = d * over, -b * over, -b * over, a * over
    else:
        a, b, c, d, e, f = S[0, 0], S[0, 1], S[0, 2], S[1, 1], S[1, 2], S[2, 2]
        A, B, C = d * f - e * e, c * e - b * f, b * e - c * d
        over = 1.0 / (a * A + b * B + c * C)
        S[0, 0], S[1, 1], S[2, 2] = A * over, (a * f - c * c) * over, (a * d - b * b) * over
        S[0, 1] = S[1, 0] = B * over
        S[0, 2] = S[2, 0] = C * over
        S[1, 2] = S[2, 1] = (b * c - a * e) * over


@compiled
def _shift(room: Any, motion: Any, mode: int) -> None:
    """Write how far the mean under ``mode`` lies from the track's: only a falling thing's does."""
    n, d = room.z.size, room.shift
    for i in range(2 * n):
        d[i] = 0.0
    if mode == BALLISTIC:
        d[n - 1], d[2 * n - 1] = motion.fall, motion.fall_rate


@compiled
def _correct(room: Any, track: Any, motion: Any, mode: int) -> None:
    """Work out the gain K = P H' S^-1 and the shift d = K (z - Hx) of the mean under one way of moving.

    Source: barshalom2001, ch. 5.
    """
    x, P, K, S, y, d = track.x, track.P, room.gain, room.S, room.y, room.shift
    n = y.size
    a, b = motion.add[mode, 0], motion.add[mode, 1]
    _shift(room, motion, mode)
    for i in range(n):
        y[i] = room.z[i] - x[i] - d[i]
        for j in range(n):
            S[i, j] = P[i, j] + room.R[i, j]
        S[i, i] += a
    _invert(room)
    for i in range(n):
        for j in range(n):
            top, low = a * S[i, j], b * S[i, j]
            for k in range(n):
                top += P[i, k] * S[k, j]
                low += P[i + n, k] * S[k, j]
            K[i, j], K[i + n, j] = top, low
            d[i] += top * y[j]
            d[i + n] += low * y[j]


@compiled
def _apply(room: Any, track: Any, motion: Any, mode: int) -> None:
    """Update the track by the measurement in the room under one way of moving: P <- P + addition - K S K'."""
    x, P, K, top = track.x, track.P, room.gain, room.top
    n = room.y.size
    _correct(room, track, motion, mode)
    a, b, c = motion.add[mode, 0], motion.add[mode, 1], motion.add[mode, 2]
    for i in range(n):
        P[i, i] += a
        P[i, i + n] += b
        P[i + n, i + n] += c
        for j in range(2 * n):
            top[i, j] = P[i, j]
    for i in range(2 * n):
        x[i] += room.shift[i]
        for j in range(i, 2 * n):
            for k in range(n):
                P[i, j] -= K[i, k] * top[k, j]
            P[j, i] = P[i, j]


@compiled
def begin(room: Any) -> None:
    """Empty the sums over hypotheses."""
    room.weight = 0.0
    room.centre[:] = 0.0
    room.spread[:] = 0.0


@compiled
def _absorb(room: Any, track: Any, motion: Any, mode: int, weight: float) -> None:
    """Add a hypothesis of odds w to the sums: w d to the mean and w (d d' + addition - K S K') to the spread.

    Source: barshalom2001, sec. 11.6.4.
    """
    P, K, d = track.P, room.gain, room.shift
    n = room.y.size
    _correct(room, track, motion, mode)
    a, b = motion.add[mode, 0], motion.add[mode, 1]
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
    _widen(room, motion, mode, weight)


@compiled
def _widen(room: Any, motion: Any, mode: int, weight: float) -> None:
    """Add a hypothesis' addition to the spread."""
    n = room.y.size
    room.weight += weight
    for i in range(n):
        room.spread[i, i] += weight * motion.add[mode, 0]
        room.spread[i, i + n] += weight * motion.add[mode, 1]
        room.spread[i + n, i + n] += weight * motion.add[mode, 2]


@compiled
def _only_mode(pair: Any) -> int:
    """Return the one way of moving that the pair leaves likely, or -1 if there are several."""
    for m in range(3):
        if pair.share[m] > 1.0 - _LEAST_SHARE:
            return m
    return -1


@compiled
def update(room: Any, track: Any, motion: Any, pair: Any) -> None:
    """Update the track by the measurement in the room, the pair's own, under every way of moving that is likely."""
    mode = _only_mode(pair)
    if mode >= 0:
        _apply(room, track, motion, mode)
    else:
        begin(room)
        absorb(room, track, motion, pair, 1.0)
        merge(room, track)


@compiled
def absorb(room: Any, track: Any, motion: Any, pair: Any, weight: float) -> None:
    """Add to the sums that the track yielded the measurement in the room: odds ``weight``, shared by ways of moving."""
    kept = 0.0
    for m in range(3):
        if pair.share[m] >= _LEAST_SHARE:
            kept += pair.share[m]
    for m in range(3):
        if pair.share[m] >= _LEAST_SHARE:
            _absorb(room, track, motion, m, weight * pair.share[m] / kept)


@compiled
def absorb_miss(room: Any, track: Any, motion: Any, weight: float) -> None:
    """Add to the sums that there was no measurement: each way of moving keeps its odds."""
    d = room.shift
    for m in range(3):
        part = weight * motion.prior[m]
        if part > 0.0:
            _shift(room, motion, m)
            if m == BALLISTIC:
                for i in range(d.size):
                    room.centre[i] += part * d[i]
                    for j in range(i, d.size):
                        room.spread[i, j] += part * d[i] * d[j]
            _widen(room, motion, m, part)


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
    for i in range(x.size):
        for j in range(i, x.size):
            P[i, j] += over * room.spread[i, j] - centre[i] * centre[j]
            P[j, i] = P[i, j]


@compiled
def update_scalar(track: Any, h: Any, residual: float, variance: float, gain: Any) -> None:
    """Update with one number measured: ``residual`` = measured less h'x, of ``variance``.

    ``h`` is the gradient by the state, ``gain`` scratch of the same size. Source: barshalom2001, ch. 10.
    """
    x, P = track.x, track.P
    n = x.size
    s = variance
    for i in range(n):
        gain[i] = 0.0
        for j in range(n):
            gain[i] += P[i, j] * h[j]
        s += h[i] * gain[i]
    over = 1.0 / s
    for i in range(n):
        x[i] += gain[i] * over * residual
        for j in range(n):
            P[i, j] -= gain[i] * gain[j] * over
