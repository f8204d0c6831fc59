from typing import Any

import numpy as np
import pytest

from ringfort.harm.contract import PEOPLE
from ringfort.harm.shelter import COVERED, FLAT, UPRIGHT, posture
from ringfort.world.site import ASSET, BUNKER, OPEN

_OBEYS, _NEAR, _MIDDLE, _FAR, _NOT_INSIDE = 0.9, 0.0, 0.5, 1.0, 0.9


def _posture(warned_s: float, dice: tuple[float, float, float], **changed: float) -> int:
    people, asset = np.zeros(1, PEOPLE).view(np.recarray), np.zeros(1, ASSET).view(np.recarray)
    for key, value in {"reaction_s": 8.0, "run_speed_mps": 3.0, "drop_s": 4.0, "ignoring": 0.3}.items():
        people[0][key] = value
    given: dict[str, Any] = {"shelter": OPEN, "bunkers_within_m": 60.0, "share_sheltered": 0.0} | changed
    for key, value in given.items():
        asset[0][key] = value
    return posture(asset[0], people[0], warned_s, dice)


@pytest.mark.parametrize(
    ("warned_s", "expected"), [(0.0, UPRIGHT), (3.9, UPRIGHT), (4.0, FLAT), (17.9, FLAT), (18.0, COVERED)]
)
def test_one_drops_then_reaches_the_bunker_halfway_along(warned_s: float, expected: int) -> None:
    """8 s to react and 30 m at 3 m/s: 18 s."""
    assert _posture(warned_s, (_OBEYS, _MIDDLE, _NOT_INSIDE)) == expected


def test_the_way_to_the_bunker_is_everybody_s_own() -> None:
    assert _posture(8.0, (_OBEYS, _NEAR, _NOT_INSIDE)) == COVERED
    assert _posture(27.9, (_OBEYS, _FAR, _NOT_INSIDE)) == FLAT
    assert _posture(28.0, (_OBEYS, _FAR, _NOT_INSIDE)) == COVERED


def test_who_ignores_the_siren_stays_upright() -> None:
    assert _posture(600.0, (0.29, _NEAR, _NOT_INSIDE)) == UPRIGHT
    assert _posture(600.0, (0.31, _NEAR, _NOT_INSIDE)) == COVERED


def test_without_a_bunker_one_can_only_drop() -> None:
    assert _posture(600.0, (_OBEYS, _NEAR, _NOT_INSIDE), bunkers_within_m=0.0) == FLAT


def test_some_are_in_bunkers_anyway() -> None:
    assert _posture(0.0, (_OBEYS, _FAR, 0.9), shelter=BUNKER) == COVERED
    assert _posture(0.0, (_OBEYS, _FAR, 0.4), share_sheltered=0.5) == COVERED
    assert _posture(0.0, (_OBEYS, _FAR, 0.6), share_sheltered=0.5) == UPRIGHT
