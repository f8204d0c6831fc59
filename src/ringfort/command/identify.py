"""Identity: a posterior over kinds of thing, and by them over hostile, friend, neutral, bird and unknown.

Bayes' rule over the kinds of ``profiles``. What the track shows now (speed, height, cross section, corridor, whether it
flies at the base) is weighed afresh at each decision, because successive looks at the same motion are not independent;
what was judged of its echo, seen by a camera, heard of it or answered adds up (``evidence``).

Source: Bayes' rule over exclusive hypotheses, [barshalom2001]; the numbers are those of ``profiles``.
"""

import math
from typing import Any, NamedTuple

from ringfort.command.contract import (
    BIRD,
    FRIEND,
    HOSTILE,
    NEUTRAL,
    OWN_AIRCRAFT,
    UNKNOWN,
    Doctrine,
)
from ringfort.compiled import compiled

_IDENTITIES = 5
_SPEED_FLOOR, _HEIGHT_FLOOR = 0.5, 1.0
_ECHO_SIGMA_DB = 6.0  # fluctuation of one echo (an exponential power has 5.6 dB)


class Features(NamedTuple):
    """What a track shows, once for all kinds: values and the variances of their measurement."""

    log_speed: float
    speed_variance: float  # of its logarithm
    log_height: float
    height_variance: float  # of its logarithm
    cross_section_dbsm: float
    echo_variance: float  # negative where no echo has told a cross section
    at_base: int  # 1 = flies at a protected thing
    in_corridor: int  # 1 or 0; -1 where no corridor is in force


_LEAST_FRIENDS, _MOST_FRIENDS = 0.05, 4.0  # own flights that the watch reckons with, come what may
_STANDS = 0.5  # what was declared stands while its odds are at least these


@compiled
def features(track: Any, height_m: float, at_base: bool, in_corridor: int) -> Features:
    """Return what a track shows; ``height_m`` is above ground."""
    vx, vy, vz = track.x[3], track.x[4], track.x[5]
    speed = max(math.sqrt(vx * vx + vy * vy + vz * vz), _SPEED_FLOOR)
    height = max(height_m, _HEIGHT_FLOOR)
    spread = max((track.P[3, 3] + track.P[4, 4] + track.P[5, 5]) / 3.0, 0.0) / (speed * speed)
    tall = max(track.P[2, 2], 0.0) / (height * height)
    told = track.echoes > 0
    echo = _ECHO_SIGMA_DB * _ECHO_SIGMA_DB / track.echoes if told else -1.0
    area = track.cross_section_dbsm if told else 0.0
    return Features(math.log(speed), spread, math.log(height), tall, area, echo, 1 if at_base else 0, in_corridor)


@compiled
def log_likelihood(profile: Any, shown: Features) -> float:
    """Return the log-likelihood of what a track shows, were it of this kind.

    Normal laws of log speed, log height and decibels of cross section, each with the kind's spread and the
    measurement's added in squares, and the odds of flying at the base and of keeping to a corridor.
    """
    v1 = profile.speed_sigma * profile.speed_sigma + shown.speed_variance
    v2 = profile.height_sigma * profile.height_sigma + shown.height_variance
    d1, d2 = shown.log_speed - profile.log_speed, shown.log_height - profile.log_height
    square, volume = d1 * d1 / v1 + d2 * d2 / v2, v1 * v2
    if shown.echo_variance >= 0.0:
        v3 = profile.cross_section_sigma_db * profile.cross_section_sigma_db + shown.echo_variance
        d3 = shown.cross_section_dbsm - profile.cross_section_dbsm
        square, volume = square + d3 * d3 / v3, volume * v3
    total = profile.log_at_base[shown.at_base] - 0.5 * (square + math.log(volume))
    if shown.in_corridor >= 0:
        total += profile.log_in_corridor[shown.in_corridor]
    return float(total)


@compiled
def prior(profile: Any, doctrine: Doctrine, own_flights: float) -> float:
    """Return the prior weight of a kind: how many of its identity the watch expects, times its share of them.

    Friends are expected as ``own_flights`` are in the air; with none, hardly.
    """
    d = doctrine
    if profile.identity == FRIEND:
        return float(d.expect_friend * min(max(own_flights, _LEAST_FRIENDS), _MOST_FRIENDS) * profile.share)
    expected = (d.expect_hostile, d.expect_friend, d.expect_neutral, d.expect_bird, d.expect_unknown)
    return float(expected[profile.identity] * profile.share)


@compiled
def weigh(assessment: Any, profiles: Any, logs: Any, doctrine: Doctrine, own: tuple[float, bool]) -> None:
    """Turn the log-likelihoods by kind into the posteriors by kind and identity and the odds of a ballistic thing.

    ``own``: own flights in the air, and whether an aeroplane on patrol reports itself to be where the track is.
    """
    top = -math.inf
    for k in range(len(profiles)):
        logs[k] += assessment.evidence[k]
        top = max(top, logs[k])
    total, ballistic = 0.0, 0.0
    for i in range(_IDENTITIES):
        assessment.posterior[i] = 0.0
    for k in range(len(profiles)):
        weight = prior(profiles[k], doctrine, own[0])
        if own[1] and k == OWN_AIRCRAFT:
            weight += doctrine.expect_friend
        weight *= math.exp(logs[k] - top)
        total += weight
        assessment.kinds[k] = weight
        ballistic += weight * profiles[k].ballistic
        assessment.posterior[profiles[k].identity] += weight
    for i in range(_IDENTITIES):
        assessment.posterior[i] /= total
    for k in range(len(profiles)):
        assessment.kinds[k] /= total
    assessment.ballistic = ballistic / total


@compiled
def likeliest(assessment: Any) -> int:
    """Return the kind that has the greatest posterior."""
    best = 0
    for k in range(len(assessment.kinds)):
        if assessment.kinds[k] > assessment.kinds[best]:
            best = k
    return best


@compiled
def declare(assessment: Any, doctrine: Doctrine, time_s: float) -> None:
    """Declare the identity that the posterior is sure enough of, else unknown.

    What was declared stands as long as it is likelier than not, lest orders come and go with every scan.
    """
    posterior, found = assessment.posterior, UNKNOWN
    if posterior[HOSTILE] >= doctrine.hostile_above:
        found = HOSTILE
    elif posterior[FRIEND] >= doctrine.friendly_above:
        found = FRIEND
    elif posterior[NEUTRAL] >= doctrine.friendly_above:
        found = NEUTRAL
    elif posterior[BIRD] >= doctrine.friendly_above:
        found = BIRD
    if found == UNKNOWN and assessment.declared != UNKNOWN and posterior[assessment.declared] >= _STANDS:
        return
    if found != assessment.declared:
        assessment.declared = found
        assessment.declared_t = time_s
