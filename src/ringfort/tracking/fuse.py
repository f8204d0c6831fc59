"""What a detection that lacks a coordinate, or bears a range rate, tells a track.

A camera measures no range, a fan-beam radar no elevation. Converted to a point, such a detection would lie off the true
line by its curvature; so the coordinate that it lacks is taken from the track that it is tried on, and the covariance
is wide along it. To first order that is the extended filter's update by the angles alone. Wide is as much as leaves
next to nothing of what is learnt along the line, and no more: beside a range of a thousand kilometres a covariance
would have no digits left for what the angles tell.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.tracking.filter import update_scalar

WIDE_RANGE = 0.2  # a range known no better than this share of itself is not measured
WIDE_ANGLE = 0.1  # nor an elevation known no better than this (rad)
WIDE_BEARING = 0.5  # nor an azimuth known no better than this (rad): such a detection is a range alone
_WIDEST = 30.0  # error of a missing range over the range itself: a track as wide as that loses 1/900
_FINEST = 1e-5  # no angle is taken to be known better than this (rad), again for the digits' sake
WHOLE, NO_RANGE, NO_ELEVATION, BEARING_ONLY, RANGE_ONLY = range(5)


@compiled
def lacking(detection: Any) -> int:
    """Return which coordinates a detection lacks: WHOLE, NO_RANGE, NO_ELEVATION, BEARING_ONLY or RANGE_ONLY."""
    if detection.position.size == 2:
        return WHOLE
    if detection.sigma_azimuth_rad > WIDE_BEARING:
        return RANGE_ONLY
    no_range = detection.sigma_range_m > WIDE_RANGE * detection.range_m
    no_elevation = detection.sigma_elevation_rad > WIDE_ANGLE
    return (1 if no_range else 0) + (2 if no_elevation else 0)


@compiled
def measure(room: Any, track: Any, detection: Any, kind: int) -> float:
    """Write the detection as this track sees it into (room.z, room.R).

    Returned is by what its density is to be multiplied: 1 but where an error was taken to be less than is said.
    """
    z, R = room.z, room.R
    if kind != WHOLE:
        return _aim(room, track.x, detection, kind)
    for i in range(z.size):
        z[i] = detection.position[i]
        for j in range(z.size):
            R[i, j] = detection.covariance[i, j]
    return 1.0


@compiled
def _aim(room: Any, x: Any, detection: Any, kind: int) -> float:
    """Measure along the detection's line, with the coordinates that it lacks from the state ``x``."""
    place, z = detection.position, room.z
    r, elevation = detection.range_m, detection.elevation_rad
    east, north = math.sin(detection.azimuth_rad), math.cos(detection.azimuth_rad)
    level = r * math.cos(elevation)
    z[0], z[1], z[2] = place[0] - level * east, place[1] - level * north, place[2] - r * math.sin(elevation)
    dx, dy, dz = x[0] - z[0], x[1] - z[1], x[2] - z[2]
    if kind == RANGE_ONLY:
        level = max(math.sqrt(dx * dx + dy * dy), 1.0)
        east, north = dx / level, dy / level
    elif kind != NO_ELEVATION:
        r = max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    if kind != NO_RANGE:
        elevation = math.atan2(dz, math.sqrt(dx * dx + dy * dy))
    c, s = math.cos(elevation), math.sin(elevation)
    z[0] += r * c * east
    z[1] += r * c * north
    z[2] += r * s
    along = min(detection.sigma_range_m, _WIDEST * r)
    across, up = r * c * max(detection.sigma_azimuth_rad, _FINEST), r * max(detection.sigma_elevation_rad, _FINEST)
    _spread(room.R, (along * along, across * across, up * up), (east, north), (c, s))
    return along / detection.sigma_range_m if along < detection.sigma_range_m else 1.0


@compiled
def _spread(
    R: Any, variance: tuple[float, float, float], bearing: tuple[float, float], tilt: tuple[float, float]
) -> None:
    """Write the covariance with the given variances along the line, across it and upward of it."""
    (along, across, up), (e, n), (c, s) = variance, bearing, tilt
    R[0, 0] = along * c * e * c * e + across * n * n + up * s * e * s * e
    R[1, 1] = along * c * n * c * n + across * e * e + up * s * n * s * n
    R[2, 2] = along * s * s + up * c * c
    R[0, 1] = R[1, 0] = (along * c * c + up * s * s - across) * e * n
    R[0, 2] = R[2, 0] = (along - up) * c * s * e
    R[1, 2] = R[2, 1] = (along - up) * c * s * n


@compiled
def point(detection: Any, line: Any) -> None:
    """Write the direction in which the sensor sees the detection into ``line`` (3 numbers; the last 0 in the plane)."""
    elevation = detection.elevation_rad if detection.position.size == 3 else 0.0
    level = math.cos(elevation)
    line[0], line[1] = level * math.sin(detection.azimuth_rad), level * math.cos(detection.azimuth_rad)
    line[2] = math.sin(elevation)


@compiled
def measure_rate(track: Any, detection: Any, line: Any, h: Any) -> tuple[float, float]:
    """Write the gradient of the range rate by the state into ``h``; return (residual, variance) in m/s and its square.

    ``line`` is the detection's; its own error turns the speed across it into one along it, which widens the variance.
    A sensor at rest. Source: barshalom2001, ch. 10 (the measurement's first derivative).
    """
    x = track.x
    n = x.size // 2
    h[:] = 0.0
    speed2, rate = 0.0, 0.0
    for i in range(n):
        h[i + n] = line[i]
        speed2 += x[i + n] * x[i + n]
        rate += line[i] * x[i + n]
    angle = max(detection.sigma_azimuth_rad, detection.sigma_elevation_rad if n == 3 else 0.0)
    across2 = max(speed2 - rate * rate, 0.0) * angle * angle
    return detection.range_rate_mps - rate, detection.sigma_range_rate_mps * detection.sigma_range_rate_mps + across2


@compiled
def agrees(room: Any, track: Any, detection: Any, line: Any, more: float) -> bool:
    """Whether the range rate, where there is one, lies in the gate of the track's velocity.

    ``line``: the detection's direction; ``more``: addition to the variance of its velocity (m^2/s^2).
    """
    if detection.sigma_range_rate_mps <= 0.0:
        return True
    residual, variance = measure_rate(track, detection, line, room.h)
    n = track.x.size // 2
    variance += more
    for i in range(n):
        for j in range(n):
            variance += line[i] * track.P[i + n, j + n] * line[j]
    return bool(residual * residual <= room.gate * variance)


@compiled
def update_rate(room: Any, track: Any, detection: Any, line: Any) -> None:
    """Update the track by the detection's range rate, where there is one: one number after the position."""
    if detection.sigma_range_rate_mps > 0.0:
        residual, variance = measure_rate(track, detection, line, room.h)
        update_scalar(track, room.h, residual, variance, room.h_gain)
