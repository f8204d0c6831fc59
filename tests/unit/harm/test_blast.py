from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.harm.blast import hurt, reach
from ringfort.harm.contract import PEOPLE
from ringfort.harm.shelter import COVERED, FLAT, UPRIGHT
from ringfort.physics import blast, injury
from ringfort.world.site import BUILDING, BUNKER, OPEN, TENT


def _people(**changed: float) -> Any:
    given = {
        "reaction_s": 8.0, "run_speed_mps": 3.0, "drop_s": 4.0, "ignoring": 0.3, "standing_m2": 0.56, "prone_m2": 0.18,
        "tent_stops": 0.2, "building_stops": 0.9, "bunker_stops": 1.0, "bunker_blast": 0.5, "bunker_breach_m": 0.8,
        "lethal_share": 0.3, "opinion": 0.0, "fragment_kg": 2e-3, "gurney_mps": 2300.0,
    } | changed  # fmt: skip
    people = np.zeros(1, PEOPLE).view(np.recarray)
    for key, value in given.items():
        people[0][key] = value
    return people[0]


def test_in_the_open_a_bare_charge_does_what_the_published_criteria_say() -> None:
    got = hurt(6.4, 0.0, 6.0, (OPEN, UPRIGHT), _people())
    pressure, impulse = blast.incident_overpressure(6.4, 6.0), blast.incident_impulse(6.4, 6.0)
    exposure = injury.Exposure(pressure, impulse, 0.0, 0.56, 0.3, 0.0)
    exact = within(1e-15, because="the same laws")
    assert exact(got.killed, injury.killed(exposure))
    assert exact(got.killed + got.injured, injury.injured_or_killed(exposure))


@pytest.mark.parametrize("kilograms", [0.5, 6.4, 450.0])
def test_the_exposure_limit_is_felt_as_far_as_the_reach(kilograms: float) -> None:
    far = reach(kilograms)
    assert within(rel=1e-6, because="bisection")(blast.incident_overpressure(kilograms, far), injury.EXPOSURE_LIMIT_PA)
    assert hurt(kilograms, 0.0, 0.999 * far, (OPEN, UPRIGHT), _people()).exposed == 1.0
    assert hurt(kilograms, 0.0, 1.001 * far, (OPEN, UPRIGHT), _people()).exposed == 0.0
    assert reach(0.0) == 0.0


@pytest.mark.parametrize("who", [(OPEN, UPRIGHT), (TENT, FLAT), (BUILDING, UPRIGHT), (OPEN, COVERED)])
def test_harm_falls_with_distance_and_its_odds_exclude_each_other(who: tuple[int, int]) -> None:
    """Of killed, and of injured or killed; in a bunker only beyond the distance that breaks it."""
    got = [hurt(6.4, 12.0, 2.0 * 1.1**i, who, _people()) for i in range(60)]
    for nearer, farther in pairwise(got):
        assert farther.killed <= nearer.killed + 1e-12
        assert farther.killed + farther.injured <= nearer.killed + nearer.injured + 1e-12
    assert all(0.0 <= min(h) and h.killed + h.injured <= 1.0 + 1e-12 for h in got)


def test_cover_is_ranked_as_the_record_ranks_it() -> None:
    """A rocket of 122 mm bursts 20 m away: standing, lying, in a tent, in a building, in a bunker."""
    cases = ((OPEN, UPRIGHT), (OPEN, FLAT), (TENT, FLAT), (BUILDING, FLAT), (BUNKER, COVERED))
    harm = [sum(hurt(6.4, 12.0, 20.0, who, _people())[:2]) for who in cases]
    assert harm == sorted(harm, reverse=True) and harm[0] > 1.5 * harm[1] > 0.0


def test_lying_flat_lowers_the_odds_of_a_hit_by_the_areas() -> None:
    """Far from a small burst the odds are proportional to the area shown: 0.18 over 0.56."""
    standing, lying = (hurt(1.0, 3.0, 60.0, (OPEN, posture), _people()).injured for posture in (UPRIGHT, FLAT))
    assert within(rel=0.02, because="1 - exp(-q A) is nearly q A for a few percent")(lying / standing, 0.18 / 0.56)


def test_a_burst_that_breaks_a_bunker_acts_as_if_there_were_none() -> None:
    """Broken within 3 m/kg^(1/3): 5.57 m for 6.4 kg."""
    people = _people(bunker_breach_m=3.0)
    inside, outside = (BUNKER, COVERED), (OPEN, UPRIGHT)
    assert hurt(6.4, 12.0, 5.5, inside, people) == hurt(6.4, 12.0, 5.5, outside, people)
    assert hurt(6.4, 12.0, 5.7, inside, people).killed < 0.5 * hurt(6.4, 12.0, 5.7, outside, people).killed


def test_two_opinions_of_lung_damage_are_both_kept() -> None:
    eisenberg, hse = (hurt(6.4, 0.0, 5.0, (OPEN, UPRIGHT), _people(opinion=o)).killed for o in (0.0, 1.0))
    assert eisenberg != hse
