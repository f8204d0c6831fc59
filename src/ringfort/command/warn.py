"""Warning: the siren of a protected thing that something is predicted to come down on."""

import math
from typing import Any

import numpy as np

from ringfort.command.contract import BIRD, FRIEND, HOSTILE, NEUTRAL, UNKNOWN, Doctrine
from ringfort.compiled import compiled

# One a protected thing: when its siren went (infinite = silent) and when the threat was last seen.
WARNING = np.dtype([("sounded_t", "f8"), ("threat_t", "f8")], align=True)


@compiled
def silence(warning: Any) -> None:
    """Set a siren silent, as before a raid."""
    warning.sounded_t, warning.threat_t = math.inf, -math.inf


@compiled
def threatens(assessment: Any, doctrine: Doctrine) -> bool:
    """Return whether a track is reason enough to sound the siren of the asset it threatens."""
    if assessment.asset < 0 or assessment.dead or assessment.declared in (FRIEND, NEUTRAL, BIRD):
        return False
    hostile = assessment.posterior[HOSTILE] + assessment.posterior[UNKNOWN] * (assessment.declared == UNKNOWN)
    return bool(assessment.inside * hostile >= doctrine.warn_above)


@compiled
def sound(warning: Any, heard_t: float, time_s: float) -> bool:
    """Note a threat to an asset; return whether its siren is ordered now, to be heard at ``heard_t``."""
    warning.threat_t = time_s
    if warning.sounded_t < math.inf:
        return False
    warning.sounded_t = heard_t
    return True


@compiled
def all_clear(warning: Any, doctrine: Doctrine, time_s: float) -> bool:
    """Silence a siren when no threat has been seen for a while; return whether that happened now."""
    if warning.sounded_t < math.inf and time_s - warning.threat_t > doctrine.all_clear_s:
        warning.sounded_t = math.inf
        return True
    return False
