"""How a track may be moving, and what that makes of it between two scans.

Three ways, whose odds are kept: quiet (straight on), falling freely (gravity and the drag of a typical projectile),
and manoeuvring. Quiet and falling things differ by a known acceleration alone, so one covariance and one gain serve
both: beside the track's mean runs ``fall``, how far a falling thing would be from a quiet one, given the same
detections. With r the odds of falling among the two, the quiet mean is x - r fall, the falling one x + (1 - r) fall.
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
def carry_on(room: Any, track: Any, work: Any) -> None:
    """Predict the track to the scan's time and lay out the odds of its ways of moving and what they add.

    The odds relax to their long-run shares with the time constant ``mode_time_s``. A track of one detection has no
    velocity yet: it is slow, or (in place of manoeuvring) fast.
    """
    if room.plain == 1:
        predict(track, room.time_s, room.quiet_noise)
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
    dt = predict(track, room.time_s, room.quiet_noise + lean * (room.ballistic_noise - room.quiet_noise))
    _switch(room, track, work, dt, free)
    work.lean = falling_share(work.prior)
    if free:
        _fall(room, track, dt, lean, work.lean)
    elif track.modes[BALLISTIC] > 0.0:
        track.fall[:] = 0.0


@compiled
def _switch(room: Any, track: Any, work: Any, dt: float, free: bool) -> None:
    """Relax the odds and write what a manoeuvre adds.

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
