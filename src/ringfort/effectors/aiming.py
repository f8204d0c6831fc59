"""Where a shot meets its target: the predicted intercept point that the effector models share."""

import math

from ringfort.compiled import compiled
from ringfort.effectors.contract import Aim, Plan

_GRAVITY = 9.80665


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
def never(aim: Aim) -> Plan:
    """Return the plan of an engagement that cannot be."""
    return Plan(0.0, 0.0, 0.0, 0.0, aim.x_m, aim.y_m, aim.z_m)


@compiled
def within(aim: Aim, flight_s: float, busy_s: float, odds: float) -> Plan:
    """Return a feasible plan whose effect comes after ``flight_s``."""
    at = target_at(aim, flight_s)
    return Plan(1.0, flight_s, busy_s, odds, at[0], at[1], at[2])
