"""What each piece of evidence says about the kind of a thing: the tables of likelihoods, and the draws from them.

The same tables draw what a sensor says of a true kind and weigh what it said, so that odds can hold what they promise.

* A radar judges the modulation of an echo (micro-Doppler). A judgement is a guess among the classes with the odds of
  ``signature_confusion``; else it is what the motion of the thing shows. Trials reach 0.85 of five classes
  (narayanan2023) and 0.95 (molchanov2013) of a few trained types near by. What a kind shows is ours; birds may soar.
* A camera names the kind, or with the odds of ``confusion`` another that looks like it. Which looks like which is ours.
* A direction finder that hears something along the line to a track has heard it, or something else in line. How many of
  a kind send is ours.
* A transponder is believed to belong to a friend or to traffic; a stranger's false answer is rare.
"""

import math
from typing import Any

import numpy as np

from ringfort.command.contract import FRIEND, KINDS, NEUTRAL, REPLY
from ringfort.compiled import compiled

_KINDS, _CLASSES = len(KINDS), 5
_LEAST = 1e-6  # no evidence rules a kind out
_STRANGERS = 0.1  # a stranger's answer is believed so many times as seldom as a friend's is missed
_OTHERS = 0.05  # odds of hearing something that is no track, in line with one

# By kind: nothing, rotors, propeller, jet engine, wings.
SHOWS = np.array(
    (
        (1.0, 0.0, 0.0, 0.0, 0.0),  # rocket
        (1.0, 0.0, 0.0, 0.0, 0.0),  # missile
        (0.1, 0.0, 0.9, 0.0, 0.0),  # attack drone
        (0.05, 0.95, 0.0, 0.0, 0.0),  # quadcopter
        (0.1, 0.0, 0.9, 0.0, 0.0),  # own drone
        (0.2, 0.2, 0.2, 0.4, 0.0),  # own aircraft
        (0.3, 0.0, 0.0, 0.7, 0.0),  # airliner
        (0.45, 0.0, 0.0, 0.0, 0.55),  # bird: it soars or it flaps
        (0.6, 0.1, 0.1, 0.1, 0.1),  # clutter
        (0.3, 0.0, 0.0, 0.7, 0.0),  # cruise missile
        (0.05, 0.95, 0.0, 0.0, 0.0),  # own quadcopter
    )
)

# By kind: what it is taken for where it is not taken for what it is.
TAKEN_FOR = np.array(
    (
        (0.0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.1, 0.0),  # rocket
        (0.6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.2, 0.0),  # missile
        (0.0, 0.0, 0.0, 0.05, 0.5, 0.15, 0.0, 0.15, 0.1, 0.05, 0.0),  # attack drone
        (0.0, 0.0, 0.05, 0.0, 0.05, 0.0, 0.0, 0.4, 0.1, 0.0, 0.4),  # quadcopter
        (0.0, 0.0, 0.5, 0.05, 0.0, 0.15, 0.0, 0.15, 0.1, 0.05, 0.0),  # own drone
        (0.0, 0.0, 0.15, 0.0, 0.15, 0.0, 0.45, 0.05, 0.05, 0.15, 0.0),  # own aircraft
        (0.0, 0.0, 0.05, 0.0, 0.05, 0.7, 0.0, 0.05, 0.05, 0.1, 0.0),  # airliner
        (0.0, 0.0, 0.15, 0.35, 0.15, 0.0, 0.0, 0.0, 0.25, 0.0, 0.1),  # bird
        (0.1, 0.05, 0.15, 0.15, 0.15, 0.05, 0.05, 0.25, 0.0, 0.0, 0.05),  # clutter
        (0.05, 0.15, 0.25, 0.0, 0.1, 0.25, 0.05, 0.05, 0.1, 0.0, 0.0),  # cruise missile
        (0.0, 0.0, 0.05, 0.4, 0.05, 0.0, 0.0, 0.4, 0.1, 0.0, 0.0),  # own quadcopter
    )
)

# By kind: odds that it sends (control, video, telemetry, voice).
SENDS = np.array((0.0, 0.0, 0.1, 0.8, 0.9, 0.7, 0.7, 0.0, 0.02, 0.02, 0.95))


@compiled
def signature_odds(says: int, kind: int, confusion: float) -> float:
    """Return the odds with which a radar says one of SIGNATURES of a kind."""
    return float((1.0 - confusion) * SHOWS[kind, says] + confusion / _CLASSES)


@compiled
def camera_odds(says: int, kind: int, confusion: float) -> float:
    """Return the odds with which a camera says one kind of another, or of the same."""
    return float(1.0 - confusion if says == kind else confusion * TAKEN_FOR[kind, says])


@compiled
def drawn_signature(die: float, kind: int, confusion: float) -> int:
    """Return what a radar says of a kind, by one die."""
    says = 0
    while says < _CLASSES - 1:
        die -= signature_odds(says, kind, confusion)
        if die < 0.0:
            break
        says += 1
    return says


@compiled
def drawn_camera(die: float, kind: int, confusion: float) -> int:
    """Return what a camera says of a kind, by one die: the kind itself with the lowest."""
    if die < 1.0 - confusion:
        return kind
    die -= 1.0 - confusion
    says, last = 0, kind
    while says < _KINDS:
        odds = confusion * TAKEN_FOR[kind, says]
        if odds > 0.0:
            last = says
            if die < odds:
                break
        die -= odds
        says += 1
    return last


@compiled
def absorb_signature(assessment: Any, says: int, confusion: float) -> None:
    """Add a radar's judgement of the modulation of a track's echo."""
    for k in range(_KINDS):
        assessment.evidence[k] += math.log(max(signature_odds(says, k, confusion), _LEAST))


@compiled
def absorb_camera(assessment: Any, says: int, confusion: float) -> None:
    """Add what a camera says that a track is, one of KINDS."""
    for k in range(_KINDS):
        assessment.evidence[k] += math.log(max(camera_odds(says, k, confusion), _LEAST))


@compiled
def absorb_reply(assessment: Any, profiles: Any, said: int, wrong: float) -> None:
    """Add that a track answered an interrogation, or did not (REPLY, NO_REPLY).

    ``wrong``: odds that a friend's kit does not answer; a stranger is believed to have answered a tenth as often.
    """
    for k in range(len(profiles)):
        replies = 1.0 - wrong if profiles[k].identity in (FRIEND, NEUTRAL) else _STRANGERS * wrong
        odds = replies if said == REPLY else 1.0 - replies
        assessment.evidence[k] += math.log(max(odds, _LEAST))


@compiled
def absorb_heard(assessment: Any, in_line: float) -> None:
    """Add that something is heard to send along the line to a track, where ``in_line`` other tracks lie, too.

    P(heard | kind) is as s + (1 - s) c: s the share of the kind that sends, c the odds that another in line did.
    """
    other = (in_line + _OTHERS) / (in_line + 1.0)
    for k in range(_KINDS):
        assessment.evidence[k] += math.log(max(SENDS[k] + (1.0 - SENDS[k]) * other, _LEAST))
