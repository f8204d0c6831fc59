"""Who may be engaged at all: by what a track is declared to be, and by what its odds add up to."""

from typing import Any

import numpy as np
import pytest

from ringfort.command import authority
from ringfort.command.contract import (
    ALLOWED,
    ASSESSMENT,
    BIRD,
    FREE_FIRE,
    FRIEND,
    FRIENDLY,
    HELD,
    HOLD,
    HOSTILE,
    NEUTRAL,
    TIGHT,
    UNIDENTIFIED,
    UNKNOWN,
    Doctrine,
)
from ringfort.command.zones import UNSAID

RULES = Doctrine(friendly_above=0.6)


def a_track(declared: int, **odds: float) -> Any:
    """Return a track that threatens the first asset, with these odds of being what it may be."""
    track = np.zeros(1, np.dtype((np.record, ASSESSMENT))).view(np.recarray)[0]
    track.declared, track.asset, track.inside = declared, 0, 1.0
    for name, value in odds.items():
        track.posterior[{"hostile": HOSTILE, "friend": FRIEND, "neutral": NEUTRAL, "bird": BIRD}[name]] = value
    return track


@pytest.mark.parametrize(
    ("declared", "weapons", "expected"),
    [
        (HOSTILE, FREE_FIRE, ALLOWED),
        (HOSTILE, TIGHT, ALLOWED),
        (HOSTILE, HOLD, HELD),
        (UNKNOWN, FREE_FIRE, ALLOWED),
        (UNKNOWN, TIGHT, UNIDENTIFIED),
        (FRIEND, FREE_FIRE, FRIENDLY),
        (NEUTRAL, FREE_FIRE, FRIENDLY),
        (BIRD, FREE_FIRE, UNIDENTIFIED),
    ],
)
def test_the_gate_follows_weapons_control_and_what_is_declared(declared: int, weapons: int, expected: int) -> None:
    assert authority.gate(a_track(declared), RULES, weapons, UNSAID) == expected


def test_free_weapons_spare_what_is_surely_no_foe_though_nobody_can_say_which() -> None:
    torn = a_track(UNKNOWN, friend=0.5, neutral=0.45, hostile=0.05)
    assert authority.gate(torn, RULES, FREE_FIRE, UNSAID) == UNIDENTIFIED
    unsure = a_track(UNKNOWN, friend=0.3, neutral=0.2, bird=0.05, hostile=0.2)
    assert authority.gate(unsure, RULES, FREE_FIRE, UNSAID) == ALLOWED
