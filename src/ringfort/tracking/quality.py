"""How good a track is, in the three numbers that command can ask for: existence, error of place, error of velocity."""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled


class Quality(NamedTuple):
    """What the tracker holds of one of its tracks. The errors are one-sigma over all axes together, by its own word."""

    existence: float  # odds that it is a thing at all
    position_m: float
    velocity_mps: float


@compiled
def quality(track: Any, time_s: float, noise: float) -> Quality:
    """Return the quality of a track as of ``time_s``: a track that was not seen for a while is known the less well.

    ``noise``: density of the white acceleration (m^2/s^3) by which it may have strayed since. The errors are the roots
    of the covariance's traces, with nearly constant velocity since the track's time; existence is as of the last scan
    that concerned it. Source: barshalom2001, sec. 6.2.2.
    """
    n = track.x.size // 2
    dt = max(time_s - track.t, 0.0)
    place, speed = n * noise * dt * dt * dt / 3.0, n * noise * dt
    for i in range(n):
        place += track.P[i, i] + dt * (2.0 * track.P[i, i + n] + dt * track.P[i + n, i + n])
        speed += track.P[i + n, i + n]
    return Quality(track.existence, math.sqrt(max(place, 0.0)), math.sqrt(max(speed, 0.0)))


@compiled
def good_enough(track: Any, time_s: float, noise: float, least: Quality) -> bool:
    """Whether a track's quality is at least ``least``; an error of 0 there asks nothing of it."""
    now = quality(track, time_s, noise)
    placed = least.position_m <= 0.0 or now.position_m <= least.position_m
    paced = least.velocity_mps <= 0.0 or now.velocity_mps <= least.velocity_mps
    return bool(now.existence >= least.existence and placed and paced)
