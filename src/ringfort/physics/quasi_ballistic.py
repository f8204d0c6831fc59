"""Missiles that stay within the air: a climb, a level glide on lift far below the Keplerian apogee, a steep dive.

Published flights of this kind peak at about a third of the apogee of least energy. No ellipse of that apogee and a
plausible speed exists: what holds the missile up is lift, which costs speed. The path is given by its shape, the speed
by the lift which that shape demands.
"""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.atmosphere import STANDARD_GRAVITY_MPS2
from ringfort.physics.ballistic_missile import EARTH_RADIUS_M


class Profile(NamedTuple):
    """The path over the ground: a parabola up, level glide, a parabola over, a straight dive."""

    range_m: float
    apogee_m: float
    climb_m: float  # ground distance from launch to the level glide
    pushover_m: float  # ground distance from the level glide to the full dive
    dive_rad: float  # below the horizontal
    lift_to_drag: float


@compiled
def _dive_starts(profile: Profile) -> tuple[float, float]:
    """Return the ground distances at which the pushover and the dive begin."""
    slope = math.tan(profile.dive_rad)
    dive_m = (profile.apogee_m - 0.5 * profile.pushover_m * slope) / slope
    return profile.range_m - dive_m - profile.pushover_m, profile.range_m - dive_m


@compiled
def shape(ground_m: float, profile: Profile) -> tuple[float, float, float]:
    """Return height (m), slope (1) and change of slope (1/m) of the path at a distance along the ground.

    Parameters: ground_m, from the launch (m); profile.
    Domain: 0 to the range. The pieces must fit: climb + pushover + dive within the range, and the pushover must not
    lose more than the apogee (pushover tan(dive) <= 2 apogee).
    Source: ours; slope and height join without a step.
    """
    pushover, dive = _dive_starts(profile)
    steepness = math.tan(profile.dive_rad)
    if ground_m < profile.climb_m:
        left = 1.0 - ground_m / profile.climb_m
        bend = 2.0 * profile.apogee_m / profile.climb_m
        return profile.apogee_m * (1.0 - left * left), bend * left, -bend / profile.climb_m
    if ground_m < pushover:
        return profile.apogee_m, 0.0, 0.0
    if ground_m < dive:
        past, bend = ground_m - pushover, steepness / profile.pushover_m
        return profile.apogee_m - 0.5 * bend * past * past, -bend * past, -bend
    return (profile.range_m - ground_m) * steepness, -steepness, 0.0


@compiled
def load_factor(speed_mps: float, slope: float, bend_per_m: float) -> float:
    """Return the lift over weight (1) that holds a path of given slope and change of slope.

    n = cos(gamma) (1 - v^2 / (g R)) + v^2 h'' cos^3(gamma) / g, tan(gamma) = h'

    Parameters: speed_mps v (m/s); slope h' (1); bend_per_m h'' (1/m).
    Domain: small turns out of the vertical plane are left out. Zero on a ballistic path, negative in a pushover harder
    than one.
    Source: eggers_allen_neice_1958 for the balance of lift, weight and centrifugal force.
    """
    level = 1.0 / math.sqrt(1.0 + slope * slope)
    square = speed_mps * speed_mps / STANDARD_GRAVITY_MPS2
    return level * (1.0 - square / EARTH_RADIUS_M) + square * bend_per_m * level * level * level


@compiled
def _slowing(ground_m: float, speed_mps: float, profile: Profile) -> tuple[float, float]:
    """Return the speed over the ground (m/s) and the change of speed (m/s2)."""
    _, slope, bend = shape(ground_m, profile)
    level = 1.0 / math.sqrt(1.0 + slope * slope)
    drag = abs(load_factor(speed_mps, slope, bend)) / profile.lift_to_drag
    return speed_mps * level, -STANDARD_GRAVITY_MPS2 * (slope * level + drag)


@compiled
def glide_step(ground_m: float, speed_mps: float, by_s: float, profile: Profile) -> tuple[float, float]:
    """Return ground distance (m) and speed (m/s) some seconds later on a quasi-ballistic path.

    dv/dt = -g sin(gamma) - g |n| / (L/D), dx/dt = v cos(gamma); the midpoint rule

    Parameters: ground_m (m), speed_mps (m/s), by_s (s), profile.
    Domain: speeds above zero; a lift-to-drag ratio too low for the range makes the speed fall to nothing, which
    ``glide`` reports.
    Source: eggers_allen_neice_1958.
    """
    along, change = _slowing(ground_m, speed_mps, profile)
    along, change = _slowing(ground_m + 0.5 * by_s * along, speed_mps + 0.5 * by_s * change, profile)
    return ground_m + by_s * along, speed_mps + by_s * change


class Glide(NamedTuple):
    """The whole of a quasi-ballistic flight."""

    time_s: float
    impact_speed_mps: float
    greatest_load: float  # lift over weight


@compiled
def glide(speed_mps: float, profile: Profile) -> Glide:
    """Return time, impact speed and greatest load of a quasi-ballistic flight; NaN where it stalls on the way.

    Parameters: speed_mps, at launch, as if all the boost were spent there (m/s); profile.
    Domain: as ``glide_step``; a flight slower than 100 m/s counts as stalled.
    Source: eggers_allen_neice_1958; steps of a quarter of a second, the last one cut at the range.
    """
    time_s = ground_m = load = 0.0
    while ground_m < profile.range_m:
        if speed_mps < 100.0:
            return Glide(math.nan, math.nan, math.nan)
        _, slope, bend = shape(ground_m, profile)
        load = max(load, abs(load_factor(speed_mps, slope, bend)))
        along, _ = _slowing(ground_m, speed_mps, profile)
        by_s = min(0.25, (profile.range_m - ground_m) / along + 1e-9)
        ground_m, speed_mps = glide_step(ground_m, speed_mps, by_s, profile)
        time_s += by_s
    return Glide(time_s, speed_mps, load)
