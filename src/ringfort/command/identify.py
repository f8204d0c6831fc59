"""Identity: a posterior over hostile, friend, neutral, bird and unknown.

Bayes' rule over the kinds of ``profiles``. What the track shows now (speed, height, cross section, corridor, whether it
flies at the base) is weighed afresh at each decision, because successive looks at the same motion are not independent;
what was seen by a camera or heard from a transponder adds up in ``evidence``.

Source: Bayes' rule over exclusive hypotheses, [barshalom2001]; the numbers are those of ``profiles``.
"""

import math
from typing import Any

from ringfort.command.contract import (
    BIRD,
    CAMERA_SAYS,
    FRIEND,
    HOSTILE,
    NEUTRAL,
    REPLY,
    UNKNOWN,
    Doctrine,
)
from ringfort.compiled import compiled

_IDENTITIES = 5
_SPEED_FLOOR, _HEIGHT_FLOOR = 0.5, 1.0
_ECHO_SIGMA_DB = 6.0  # fluctuation of one echo (an exponential power has 5.6 dB)


@compiled
def _log_normal(x: float, mean: float, sigma: float) -> float:
    d = (x - mean) / sigma
    return -0.5 * d * d - math.log(sigma)


@compiled
def speed_sigma(track: Any) -> float:
    """Return the one-sigma uncertainty of a track's speed (m/s), all axes alike."""
    return math.sqrt(max((track.P[3, 3] + track.P[4, 4] + track.P[5, 5]) / 3.0, 0.0))


@compiled
def log_likelihood(profile: Any, track: Any, height_m: float, at_base: bool, in_corridor: int) -> float:
    """Return the log-likelihood of what a track shows, were it of this kind.

    ``height_m`` is above ground; ``in_corridor`` is 1 or 0, and -1 where no corridor is in force.
    """
    vx, vy, vz = track.x[3], track.x[4], track.x[5]
    speed = max(math.sqrt(vx * vx + vy * vy + vz * vz), _SPEED_FLOOR)
    spread = speed_sigma(track) / speed
    total = _log_normal(
        math.log(speed),
        math.log(profile.speed_mps),
        math.sqrt(profile.speed_sigma * profile.speed_sigma + spread * spread),
    )
    height = max(height_m, _HEIGHT_FLOOR)
    spread = math.sqrt(max(track.P[2, 2], 0.0)) / height
    total += _log_normal(
        math.log(height),
        math.log(profile.height_m),
        math.sqrt(profile.height_sigma * profile.height_sigma + spread * spread),
    )
    if track.echoes > 0:
        spread = _ECHO_SIGMA_DB * _ECHO_SIGMA_DB / track.echoes
        sigma = math.sqrt(profile.cross_section_sigma_db * profile.cross_section_sigma_db + spread)
        total += _log_normal(track.cross_section_dbsm, profile.cross_section_dbsm, sigma)
    total += math.log(profile.at_base if at_base else 1.0 - profile.at_base)
    if in_corridor >= 0:
        total += math.log(profile.in_corridor if in_corridor == 1 else 1.0 - profile.in_corridor)
    return total


@compiled
def prior(profile: Any, doctrine: Doctrine) -> float:
    """Return the prior weight of a kind: a base that expects none of its own back thinks a friend unlikely."""
    if profile.identity == FRIEND:
        return float(profile.prior) * min(max(doctrine.friends_expected, 0.05), 4.0)
    return float(profile.prior)


@compiled
def weigh(assessment: Any, profiles: Any, logs: Any) -> None:
    """Turn the log-weights ``logs`` by kind into the posterior by identity and the odds of a ballistic thing."""
    top = -math.inf
    for k in range(len(profiles)):
        logs[k] += assessment.evidence[profiles[k].identity]
        top = max(top, logs[k])
    total, ballistic = 0.0, 0.0
    for i in range(_IDENTITIES):
        assessment.posterior[i] = 0.0
    for k in range(len(profiles)):
        weight = math.exp(logs[k] - top)
        total += weight
        ballistic += weight * profiles[k].ballistic
        assessment.posterior[profiles[k].identity] += weight
    for i in range(_IDENTITIES):
        assessment.posterior[i] /= total
    assessment.ballistic = ballistic / total


@compiled
def declare(assessment: Any, doctrine: Doctrine, time_s: float) -> None:
    """Declare the identity that the posterior is sure enough of, else unknown."""
    posterior, found = assessment.posterior, UNKNOWN
    if posterior[HOSTILE] >= doctrine.hostile_above:
        found = HOSTILE
    elif posterior[FRIEND] >= doctrine.friendly_above:
        found = FRIEND
    elif posterior[NEUTRAL] >= doctrine.friendly_above:
        found = NEUTRAL
    elif posterior[BIRD] >= doctrine.friendly_above:
        found = BIRD
    if found != assessment.declared:
        assessment.declared = found
        assessment.declared_t = time_s


@compiled
def absorb(assessment: Any, kind: int, says: int, wrong: float) -> None:
    """Add one piece of evidence: a camera that ``says`` an identity, a transponder that replied or did not.

    ``wrong`` is the odds that the evidence errs: a camera then names any of the other identities alike; a friend does
    not reply, or a stranger's reply is believed (a tenth as often).
    """
    for i in range(_IDENTITIES):
        if kind == CAMERA_SAYS:
            odds = 1.0 - wrong if i == says else wrong / (_IDENTITIES - 1)
        else:
            replies = 1.0 - wrong if i in (FRIEND, NEUTRAL) else 0.1 * wrong
            odds = replies if kind == REPLY else 1.0 - replies
        assessment.evidence[i] += math.log(max(odds, 1e-6))
