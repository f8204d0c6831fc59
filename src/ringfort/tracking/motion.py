"""How a track may be moving, and what that makes of it between two scans.

Three ways, whose odds are kept: quiet (straight on, or along a turn of constant rate where the settings say so),
falling freely (gravity and the drag of a typical projectile), and manoeuvring. Quiet and falling things differ by a
known acceleration alone, so one covariance and one gain serve both: beside the track's mean runs ``fall``, how far a
falling thing would be from a quiet one, given the same detections. With r the odds of falling among the two, the quiet
mean is x - r fall, the falling one x + (1 - r) fall.
Evidence for either gathers over many scans, as between two filters that run side by side. A manoeuvre adds to the
covariance, and is merged with the rest after every scan (the estimator GPB1).

Source: barshalom2001, sec. 6.2.2 and 6.3.2 (white and held acceleration), sec. 11.6 (several models); the pair of means
with one gain is ours.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.physics.atmosphere import quick_air
from ringfort.tracking.contract import BALLISTIC, MANOEUVRING, QUIET

GRAVITY_MPS2 = 9.80665
_AIRLESS_M = 80_000.0
_STRAIGHT_RAD = 1e-4  # a turn by less is reckoned by its series


@compiled
def drag_rate(height_m: float, speed_mps: float, drag_m2_kg: float) -> float:
    """Return the rate rho |v| Cd A / 2m (1/s) at which drag takes a thing's speed, with ``drag_m2_kg`` = Cd A / m.

    No air above 80 km; below sea level as at sea level. Source: mccoy_1999 (point mass).
    """
    if height_m >= _AIRLESS_M:
        return 0.0
    return 0.5 * drag_m2_kg * quick_air(max(height_m, 0.0))[0] * speed_mps


@compiled
def may_fall(track: Any, speed_mps: float) -> bool:
    """Whether a track in space is fast enough to be flying freely."""
    x = track.x
    return bool(x.size == 6 and x[3] * x[3] + x[4] * x[4] + x[5] * x[5] > speed_mps * speed_mps)


@compiled
def falling_share(modes: Any) -> float:
    """Return the odds of falling, given that the thing does not manoeuvre."""
    both = modes[QUIET] + modes[BALLISTIC]
    return float(modes[BALLISTIC] / both) if both > 0.0 else 0.0


@compiled
def predict(track: Any, time_s: float, q: float) -> float:
    """Carry a track on to ``time_s`` by nearly constant velocity; return the seconds gone by.

    P <- F P F' + Q, Q = q [[T^3/3, T^2/2], [T^2/2, T]] an axis. ``q``: density of the white acceleration (m^2/s^3).
    For a scan that comes late the track is carried back, without noise, which it takes in again on the way on: an
    update there is that by a measurement of x - |T| v, good while the noise of |T| is small beside the measurement's.
    Source: barshalom2001, sec. 6.2.2; for late data barshalom2002, which also takes the noise into account.
    """
    dt: float = time_s - track.t
    if dt == 0.0:
        return 0.0
    x, P = track.x, track.P
    n = x.size // 2
    track.t = time_s
    noise = q * max(dt, 0.0)
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
def turns(room: Any, track: Any) -> bool:
    """Whether the track's rate of turn is followed: where the settings say so, from its second detection on."""
    return bool(room.turn_spread > 0.0 and track.hits > 1)


@compiled
def advance(room: Any, track: Any, q: float) -> float:
    """Carry a track on to the scan's time, along its turn where that is followed; return the seconds gone by."""
    if not turns(room, track) or track.t == room.time_s:
        return predict(track, room.time_s, q)
    return turn(room, track, q)


@compiled
def turn(room: Any, track: Any, q: float) -> float:
    """Carry a track on by a coordinated turn over the ground, whose rate is a state of its own; return the seconds.

    The rate w keeps its mean and variance, and a covariance c with the state beside P:
    x <- f(x, w); P <- F P F' + F c g' + g c' F' + var(w) g g' + Q; c <- F c + var(w) g; with g = df/dw.
    The rate forgets itself with ``turn_time_s`` and takes in noise.
    Source: barshalom2001, sec. 11.7 (coordinated turn, extended filter).
    """
    dt: float = room.time_s - track.t
    track.t = room.time_s
    _lay_turn(room, track, dt)
    x, P, c, F, g, held = track.x, track.P, track.turn_covariance, room.F, room.g, room.spread
    n, s = x.size, track.turn_variance
    for i in range(n):
        room.shift[i], room.fell[i] = 0.0, 0.0
        for j in range(n):
            room.shift[i] += F[i, j] * x[j]
            room.fell[i] += F[i, j] * c[j]
            held[i, j] = 0.0
            for k in range(n):
                held[i, j] += F[i, k] * P[k, j]
    keep, noise = math.exp(-max(dt, 0.0) / room.turn_time_s), q * max(dt, 0.0)
    for i in range(n):
        x[i] = room.shift[i]
        for j in range(i, n):
            P[i, j] = room.fell[i] * g[j] + g[i] * room.fell[j] + s * g[i] * g[j]
            for k in range(n):
                P[i, j] += held[i, k] * F[j, k]
            P[j, i] = P[i, j]
    for i in range(n):
        c[i] = keep * (room.fell[i] + s * g[i])
    for i in range(n // 2):
        m = i + n // 2
        P[i, i] += noise * dt * dt / 3.0
        P[i, m] += noise * dt / 2.0
        P[m, m] += noise
        P[m, i] = P[i, m]
    track.turn *= keep
    track.turn_variance = keep * keep * s + room.turn_noise * max(dt, 0.0)
    return dt


@compiled
def _lay_turn(room: Any, track: Any, dt: float) -> None:
    """Write the step F of a course that turns for ``dt`` and its change g with the rate."""
    F, g, x, w = room.F, room.g, track.x, track.turn
    n = x.size // 2
    c, d = math.cos(w * dt), math.sin(w * dt)
    a, b, a_w, b_w = dt, 0.5 * w * dt * dt, -w * dt * dt * dt / 3.0, 0.5 * dt * dt
    if abs(w * dt) > _STRAIGHT_RAD:
        a, b = d / w, (1.0 - c) / w
        a_w, b_w = (dt * c - a) / w, (dt * d - b) / w
    for i in range(2 * n):
        g[i] = 0.0
        for j in range(2 * n):
            F[i, j] = 1.0 if i == j else 0.0
        if i < n:
            F[i, i + n] = dt
    F[0, n], F[0, n + 1], F[1, n], F[1, n + 1] = a, -b, b, a
    F[n, n], F[n, n + 1], F[n + 1, n], F[n + 1, n + 1] = c, -d, d, c
    u, v = x[n], x[n + 1]
    g[0], g[1] = a_w * u - b_w * v, b_w * u + a_w * v
    g[n], g[n + 1] = -dt * (d * u + c * v), dt * (c * u - d * v)


@compiled
def carry_on(room: Any, track: Any, work: Any) -> None:
    """Predict the track to the scan's time and lay out the odds of its ways of moving and what they add.

    The odds relax to their long-run shares with the time constant ``mode_time_s``. A track of one detection has no
    velocity yet: it is slow, or (in place of manoeuvring) fast.
    """
    if room.plain == 1:
        advance(room, track, room.quiet_noise)
        work.prior[QUIET], work.prior[MANOEUVRING], work.prior[BALLISTIC], work.lean = 1.0, 0.0, 0.0, 0.0
        return
    if track.hits < 2:
        predict(track, room.time_s, room.quiet_noise)
        age, slow, fast = track.t - track.first_t, room.velocity_slow_mps, room.velocity_fast_mps
        more = fast * fast - slow * slow
        work.add[0], work.add[1], work.add[2] = more * age * age, more * age, more
        work.prior[QUIET], work.prior[MANOEUVRING], work.prior[BALLISTIC] = 1.0 - room.fast_odds, room.fast_odds, 0.0
        work.lean = 0.0
        return
    free = may_fall(track, room.ballistic_speed_mps) and room.ballistic_odds > 0.0
    lean = falling_share(track.modes) if free else 0.0
    dt = advance(room, track, room.quiet_noise + lean * (room.ballistic_noise - room.quiet_noise))
    switch(room, track, work, dt, free)
    work.lean = falling_share(work.prior)
    if free:
        _fall(room, track, dt, lean, work.lean)
    elif track.modes[BALLISTIC] > 0.0:
        track.fall[:] = 0.0


@compiled
def switch(room: Any, track: Any, work: Any, dt: float, free: bool) -> float:
    """Relax the odds and write what a manoeuvre adds; return the odds that the way of moving was not given up.

    It holds an acceleration of ``manoeuvring_mps2`` between scans. It may have begun ``onset_s`` before the last one
    and have changed the velocity by ``onset_mps`` before it is seen: what one scan alone adds would be too little to
    tell it from noise where scans are frequent.
    """
    dt = max(dt, 0.0)
    prior, modes, stay = work.prior, track.modes, room.mode_time_s / (room.mode_time_s + dt)
    prior[MANOEUVRING] = room.manoeuvring_odds + (modes[MANOEUVRING] - room.manoeuvring_odds) * stay
    prior[BALLISTIC] = room.ballistic_odds + (modes[BALLISTIC] - room.ballistic_odds) * stay if free else 0.0
    prior[QUIET] = 1.0 - prior[MANOEUVRING] - prior[BALLISTIC]
    begun = (1.0 - modes[MANOEUVRING]) * room.onset_mps * room.onset_mps
    held, span = room.manoeuvring_mps2 * room.manoeuvring_mps2 * dt * dt, dt + room.onset_s
    work.add[0] = begun * span * span + 0.25 * held * dt * dt
    work.add[1] = begun * span + 0.5 * held * dt
    work.add[2] = begun + held
    return float(stay)


@compiled
def _fall(room: Any, track: Any, dt: float, before: float, after: float) -> None:
    """Carry ``fall`` on, and move the mean by its share of it, ``before`` the odds relaxed and ``after``."""
    x, fall = track.x, track.fall
    k = drag_rate(x[2], math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]), room.drag_m2_kg)
    for i in range(3):
        rate = -k * x[i + 3] - (GRAVITY_MPS2 if i == 2 else 0.0)
        fall[i] += dt * (fall[i + 3] + 0.5 * rate * dt)
        fall[i + 3] += rate * dt
        x[i] += before * 0.5 * rate * dt * dt + (after - before) * fall[i]
        x[i + 3] += before * rate * dt + (after - before) * fall[i + 3]
