"""Where a shot meets its target: the predicted intercept point that the effector models share."""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.contract import Aim, Plan

_GRAVITY = 9.80665
_STEPS = 24  # Newton steps; five suffice but where target and shot are almost equally fast
_CLOSE_S = 1e-3
_LONGEST = 40.0  # exponent of the slowing beyond which a shot never arrives


class Shot(NamedTuple):
    """How a shot flies: seconds lost before it moves, first speed (m/s), loss of speed with distance (1/m)."""

    delay_s: float
    speed_mps: float
    slowing_per_m: float


@compiled
def target_at(aim: Aim, after_s: float) -> tuple[float, float, float]:
    """Return where the target is held to be after a while: straight on, or falling where it is ballistic."""
    fall = 0.5 * _GRAVITY * after_s * after_s * aim.ballistic
    return aim.x_m + aim.vx_mps * after_s, aim.y_m + aim.vy_mps * after_s, aim.z_m + aim.vz_mps * after_s - fall


@compiled
def distance(at: tuple[float, float, float]) -> float:
    """Return the distance (m) of a place from the effector."""
    return math.sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2])


@compiled
def flight_time(shot: Shot, range_m: float) -> float:
    """Return the time (s) of a shot to a distance.

    t = t0 + (exp(k R) - 1) / (k v0), and t0 + R / v0 where k = 0: speed falls as v = v0 exp(-k x)

    t0 ``delay_s``, v0 ``speed_mps``, k ``slowing_per_m``. Domain: k R < 40. Flat fire with drag as the square of speed.
    Source: mccoy_1999, the flat-fire point-mass trajectory of constant drag coefficient.
    """
    kr = shot.slowing_per_m * range_m
    if kr < 1e-9:
        return shot.delay_s + range_m / shot.speed_mps
    return shot.delay_s + math.expm1(kr) / (shot.slowing_per_m * shot.speed_mps)


@compiled
def meeting_time(aim: Aim, shot: Shot) -> float:
    """Return the earliest time (s) at which the shot can be where its target then is, -1 where there is none.

    Newton's method on the shot's time less the time that passes, from zero. For a target that flies straight this gap
    is convex, so the steps rise to the smallest root and never pass it; a gap that no longer falls has no root. Over
    the time of a shot a ballistic target's path bends too little to change that.
    """
    t = 0.0
    for _ in range(_STEPS):
        at = target_at(aim, t)
        away = max(distance(at), 1e-6)
        kr = shot.slowing_per_m * away
        if kr > _LONGEST:
            return -1.0
        gap = flight_time(shot, away) - t
        if gap < _CLOSE_S:
            return t + gap
        vz = aim.vz_mps - _GRAVITY * t * aim.ballistic
        opening = (at[0] * aim.vx_mps + at[1] * aim.vy_mps + at[2] * vz) / away
        slope = opening * math.exp(kr) / shot.speed_mps - 1.0
        if slope > -1e-6:
            return -1.0
        t -= gap / slope
    return -1.0


@compiled
def never(aim: Aim) -> Plan:
    """Return the plan of an engagement that cannot be."""
    return Plan(0.0, 0.0, 0.0, 0.0, aim.x_m, aim.y_m, aim.z_m, 0.0, 0.0)


@compiled
def within(aim: Aim, flight_s: float, busy_s: float, odds: float) -> Plan:
    """Return a feasible plan whose effect comes after ``flight_s``."""
    at = target_at(aim, flight_s)
    return Plan(1.0, flight_s, busy_s, odds, at[0], at[1], at[2], 0.0, 0.0)
