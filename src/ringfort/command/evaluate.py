"""Threat evaluation: what a track would come down on, when, and how urgent that is."""

import math
from typing import Any

from ringfort.command.contract import Doctrine
from ringfort.compiled import compiled
from ringfort.world.site import distance_to

_ALONG = 1e-9  # cosine below which a course runs along a side and never meets it
_TURN_RAD = 0.06  # one-sigma change of heading that a flying thing may still make on its way


@compiled
def clear(assessment: Any) -> None:
    """Forget what was predicted: the track threatens nothing."""
    assessment.asset, assessment.inside, assessment.urgency, assessment.worth = -1, 0.0, 0.0, 0.0
    assessment.impact_t = math.inf


@compiled
def _take(assessment: Any, doctrine: Doctrine, what: tuple[int, float, float], time_s: float) -> None:
    """Note the threat to asset ``what[0]``, with the odds of coming down there and the asset's worth."""
    asset, inside, worth = what
    left = max(assessment.impact_t - time_s, 1.0)
    assessment.asset, assessment.inside, assessment.worth = asset, inside, worth
    urgency = weight(worth, doctrine.by_worth) * weight(inside, doctrine.by_place) / weight(left, doctrine.by_time)
    assessment.urgency = urgency


@compiled
def weight(value: float, exponent: float) -> float:
    """Return a value to the power of an exponent of at least 0."""
    if exponent == 1.0:
        return value
    if exponent == 0.0:
        return 1.0
    return math.exp(exponent * math.log(value)) if value > 0.0 else 0.0


@compiled
def ballistic(assessment: Any, assets: Any, doctrine: Doctrine, impact: tuple[float, ...], time_s: float) -> None:
    """Weigh a predicted impact ``(time, x, y, sigma along, sigma across)`` against every asset.

    The odds of coming down within reach of an asset are taken from a circular normal law over the square that the asset
    and its margin fill, side by side (a product of two one-dimensional shares by the logistic approximation of the
    normal distribution, accurate to 0.01).
    """
    clear(assessment)
    assessment.impact_t = impact[0]
    sigma = max(math.sqrt(0.5 * (impact[3] * impact[3] + impact[4] * impact[4])), 1.0)
    best, worth = 0.0, 0.0
    for a in range(len(assets)):
        asset = assets[a]
        inside = _share(impact[1] - asset.x_m, asset.half_x_m + doctrine.margin_m, sigma)
        inside *= _share(impact[2] - asset.y_m, asset.half_y_m + doctrine.margin_m, sigma)
        if inside * asset.worth > best * worth:
            best, worth = inside, asset.worth
            _take(assessment, doctrine, (a, inside, worth), time_s)


@compiled
def _share(offset_m: float, half_m: float, sigma_m: float) -> float:
    return _normal((half_m - offset_m) / sigma_m) - _normal((-half_m - offset_m) / sigma_m)


@compiled
def _normal(z: float) -> float:
    if z > 8.0:
        return 1.0
    if z < -8.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-1.702 * z))


@compiled
def flying(assessment: Any, track: Any, assets: Any, doctrine: Doctrine, time_s: float) -> None:
    """Weigh a thing on wings against every asset: does its course pass near, and when would it come down?

    The course may still turn a little; the chance of passing within the asset's reach falls off with the lateral miss
    over what the heading's uncertainty and small turns make of the distance left.
    """
    clear(assessment)
    vx, vy = track.x[3], track.x[4]
    speed = math.sqrt(vx * vx + vy * vy)
    if speed < 1.0:
        return
    heading_sigma = math.sqrt(max(0.5 * (track.P[3, 3] + track.P[4, 4]), 0.0)) / speed
    lateral = math.sqrt(max(0.5 * (track.P[0, 0] + track.P[1, 1]), 0.0))
    best = 0.0
    for a in range(len(assets)):
        asset = assets[a]
        dx, dy = asset.x_m - track.x[0], asset.y_m - track.x[1]
        ahead = (dx * vx + dy * vy) / speed
        beside = abs(dx * vy - dy * vx) / speed
        near = distance_to(asset, track.x[0], track.x[1])
        if ahead < 0.0 and near > doctrine.margin_m:
            continue
        size = max(asset.half_x_m, asset.half_y_m) + doctrine.margin_m
        turn = math.sqrt(heading_sigma * heading_sigma + _TURN_RAD * _TURN_RAD)
        sigma = math.sqrt(lateral * lateral + turn * turn * ahead * ahead) + 1.0
        miss = max(beside - size, 0.0) / sigma
        inside = math.exp(-0.5 * miss * miss) * size / math.sqrt(size * size + sigma * sigma)
        if inside * asset.worth > best:
            best = inside * asset.worth
            assessment.impact_t = track.t + way_left(asset, (track.x[0], track.x[1]), (vx / speed, vy / speed)) / speed
            _take(assessment, doctrine, (a, inside, asset.worth), time_s)


@compiled
def way_left(asset: Any, place: tuple[float, float], heading: tuple[float, float]) -> float:
    """Return how far (m) a thing at ``place`` that flies straight on is thought to fly until it comes down on an asset.

    Its aim may lie anywhere along the part of its course that is still ahead within the rectangle, and lies in the
    middle of that part on average. Where the course misses the rectangle it must turn, and the way is that to the
    nearest point. Source: elementary (mean of a uniform law); that all aims within are alike likely is ours.
    """
    enters, leaves = -math.inf, math.inf
    for middle, half, at, along in (
        (asset.x_m, asset.half_x_m, place[0], heading[0]),
        (asset.y_m, asset.half_y_m, place[1], heading[1]),
    ):
        if abs(along) > _ALONG:
            one, other = (middle - half - at) / along, (middle + half - at) / along
            enters, leaves = max(enters, min(one, other)), min(leaves, max(one, other))
        elif abs(middle - at) > half:
            leaves = -math.inf
    enters = max(enters, 0.0)
    return 0.5 * (enters + leaves) if leaves > enters else float(distance_to(asset, place[0], place[1]))


@compiled
def flies_at_base(track: Any, assets: Any, margin_m: float) -> bool:
    """Return whether the track's course, straight on, passes within reach of a protected thing."""
    vx, vy = track.x[3], track.x[4]
    speed = math.sqrt(vx * vx + vy * vy)
    if speed < 1.0:
        return False
    for a in range(len(assets)):
        dx, dy = assets[a].x_m - track.x[0], assets[a].y_m - track.x[1]
        ahead, beside = dx * vx + dy * vy, abs(dx * vy - dy * vx) / speed
        size = max(assets[a].half_x_m, assets[a].half_y_m) + margin_m
        allowed = size + 0.1 * max(ahead / speed, 0.0)
        if (ahead > 0.0 and beside < allowed) or distance_to(assets[a], track.x[0], track.x[1]) < margin_m:
            return True
    return False
