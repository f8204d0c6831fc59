"""A declared identity: sure enough to be made, and steady once it is."""

import numpy as np

from ringfort.command.contract import ASSESSMENT, BIRD, FRIEND, HOSTILE, IDENTITIES, UNKNOWN, Doctrine
from ringfort.command.identify import declare

DOCTRINE = Doctrine(hostile_above=0.9, friendly_above=0.8)


def declared(*posteriors: dict[int, float]) -> list[int]:
    """Return what is declared after each of the posteriors in turn."""
    assessment = np.zeros(1, ASSESSMENT).view(np.recarray)[0]
    assessment.declared, found = UNKNOWN, []
    for time, odds in enumerate(posteriors):
        assessment.posterior[:] = 0.0
        for identity, share in odds.items():
            assessment.posterior[identity] = share
        declare(assessment, DOCTRINE, float(time))
        found.append(int(assessment.declared))
    return found


def test_only_what_is_sure_enough_is_declared() -> None:
    assert declared({HOSTILE: 0.89, FRIEND: 0.11}) == [UNKNOWN]
    assert declared({HOSTILE: 0.91, FRIEND: 0.09}) == [HOSTILE]
    assert declared({HOSTILE: 0.15, FRIEND: 0.85}) == [FRIEND]
    assert declared({BIRD: 0.85, HOSTILE: 0.15}) == [BIRD]
    assert len(IDENTITIES) > HOSTILE


def test_a_declaration_stands_while_it_is_likelier_than_not() -> None:
    sure, doubtful, unlikely = {HOSTILE: 0.92, FRIEND: 0.08}, {HOSTILE: 0.6, FRIEND: 0.4}, {HOSTILE: 0.4, FRIEND: 0.6}
    assert declared(sure, doubtful, sure, unlikely, doubtful) == [HOSTILE, HOSTILE, HOSTILE, UNKNOWN, UNKNOWN]


def test_the_contrary_is_believed_at_once() -> None:
    assert declared({HOSTILE: 0.95, FRIEND: 0.05}, {HOSTILE: 0.1, FRIEND: 0.9}) == [HOSTILE, FRIEND]
