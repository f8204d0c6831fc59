"""Who may be engaged: weapons control status, identity, and approval by a human."""

from typing import Any

from ringfort.command.contract import (
    ALLOWED,
    ATTACK_DRONE,
    BIRD,
    CRUISE_MISSILE,
    FREE_FIRE,
    FRIEND,
    FRIENDLY,
    HARMLESS,
    HELD,
    HOLD,
    HOSTILE,
    MISSILE,
    NEUTRAL,
    QUADCOPTER,
    ROCKET,
    UNIDENTIFIED,
    WAITING,
    Doctrine,
)
from ringfort.compiled import compiled

_HALF = 0.5  # of the odds of a thing that is hostile must lie in kinds that an effector is used against


@compiled
def gate(assessment: Any, doctrine: Doctrine, weapons: float, sure: float) -> int:
    """Return why a track may not be engaged at all (a code of ``GATES``), approval left aside.

    Weapons hold: nothing. Weapons tight: only what is declared hostile, or where ``sure`` is positive, what is hostile
    with these odds. Weapons free: what is not declared friend, neutral or bird, and not surely one of these, whichever
    it is. A track that threatens nothing, or not enough, is left alone.
    """
    declared, posterior = assessment.declared, assessment.posterior
    if declared in (FRIEND, NEUTRAL):
        return FRIENDLY
    hostile = declared == HOSTILE if sure < 0.0 else posterior[HOSTILE] >= sure
    spared = declared == BIRD or posterior[FRIEND] + posterior[NEUTRAL] + posterior[BIRD] >= doctrine.friendly_above
    if not hostile and (spared or weapons != FREE_FIRE):
        return UNIDENTIFIED
    if assessment.asset < 0 or assessment.inside < doctrine.engage_above:
        return HARMLESS
    if weapons == HOLD:
        return HELD
    return ALLOWED


@compiled
def meant_for(assessment: Any, battery: Any) -> bool:
    """Return whether an effector is used against what a track is held to be, were it hostile.

    ``battery``: its ``against_rockets`` and so on, 1 or 0. What counts are the odds of each hostile kind among all of
    them, so that an effector is used where the kind is mistaken for one of its own, and not where for another.
    """
    kinds = assessment.kinds
    meant = battery.against_rockets * kinds[ROCKET] + battery.against_missiles * kinds[MISSILE]
    meant += battery.against_cruise_missiles * kinds[CRUISE_MISSILE]
    meant += battery.against_drones * kinds[ATTACK_DRONE] + battery.against_quadcopters * kinds[QUADCOPTER]
    hostile = kinds[ROCKET] + kinds[MISSILE] + kinds[CRUISE_MISSILE] + kinds[ATTACK_DRONE] + kinds[QUADCOPTER]
    return bool(meant >= _HALF * hostile)


@compiled
def approved(assessment: Any, doctrine: Doctrine, effector_kind: int, time_s: float) -> bool:
    """Return whether effectors of this kind may fire at the track now."""
    if (int(doctrine.approval_for) >> effector_kind) & 1 == 0:
        return True
    return bool(assessment.leave_t[effector_kind] <= time_s)


@compiled
def must_ask(assessment: Any, doctrine: Doctrine) -> bool:
    """Return whether approval is needed for some effector and has not been asked for this track."""
    return bool(doctrine.approval_for > 0.0 and assessment.asked_t > 1e300 and assessment.gate == ALLOWED)


@compiled
def waiting(assessment: Any, doctrine: Doctrine, effector_kind: int, time_s: float) -> int:
    """Return the gate of a track for one kind of effector: ``WAITING`` where only approval is missing."""
    if assessment.gate == ALLOWED and not approved(assessment, doctrine, effector_kind, time_s):
        return WAITING
    return int(assessment.gate)
