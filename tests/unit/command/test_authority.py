"""An effector is used against kinds of thing, by the odds that the picture gives them."""

import numpy as np
import pytest

from ringfort.command.authority import meant_for
from ringfort.command.contract import (
    ASSESSMENT,
    ATTACK_DRONE,
    BIRD_KIND,
    CRUISE_MISSILE,
    MISSILE,
    QUADCOPTER,
    ROCKET,
)
from ringfort.effectors.contract import BATTERY

AGAINST = {
    ROCKET: "against_rockets",
    MISSILE: "against_missiles",
    CRUISE_MISSILE: "against_cruise_missiles",
    ATTACK_DRONE: "against_drones",
    QUADCOPTER: "against_quadcopters",
}


def used(odds: dict[int, float], *against: int) -> bool:
    assessment, battery = (np.zeros(1, dtype).view(np.recarray)[0] for dtype in (ASSESSMENT, BATTERY))
    for kind, share in odds.items():
        assessment.kinds[kind] = share
    for kind in against:
        battery[AGAINST[kind]] = 1.0
    return meant_for(assessment, battery)


@pytest.mark.parametrize("kind", list(AGAINST))
def test_each_kind_has_its_own_word(kind: int) -> None:
    assert used({kind: 1.0}, kind)
    assert not used({kind: 1.0}, *(other for other in AGAINST if other != kind))


def test_the_odds_of_its_kinds_add_up() -> None:
    doubtful = {ATTACK_DRONE: 0.3, CRUISE_MISSILE: 0.3, QUADCOPTER: 0.4}
    assert used(doubtful, ATTACK_DRONE, CRUISE_MISSILE)
    assert not used(doubtful, ATTACK_DRONE)


def test_it_errs_where_the_kind_is_mistaken() -> None:
    shell_taken_for_a_missile = {ROCKET: 0.3, MISSILE: 0.7}
    assert used(shell_taken_for_a_missile, MISSILE) and not used(shell_taken_for_a_missile, ROCKET)


def test_what_it_is_if_it_is_no_enemy_counts_for_nothing() -> None:
    """With weapons free, things are engaged that may as well be birds."""
    assert used({BIRD_KIND: 0.9, QUADCOPTER: 0.06, ATTACK_DRONE: 0.04}, QUADCOPTER)
    assert not used({BIRD_KIND: 0.9, QUADCOPTER: 0.04, ATTACK_DRONE: 0.06}, QUADCOPTER)
