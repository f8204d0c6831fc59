"""Evidence on the kind of a thing: what is drawn and what is believed come from one table; Bayes' rule adds it up."""

import itertools
from collections import Counter

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.command.contract import (
    ASSESSMENT,
    ATTACK_DRONE,
    BIRD,
    BIRD_KIND,
    FRIEND,
    HOSTILE,
    KINDS,
    NO_REPLY,
    OWN_AIRCRAFT,
    OWN_DRONE,
    OWN_QUADCOPTER,
    QUADCOPTER,
    REPLY,
    Doctrine,
)
from ringfort.command.evidence import (
    SENDS,
    SHOWS,
    TAKEN_FOR,
    absorb_camera,
    absorb_heard,
    absorb_reply,
    absorb_signature,
    camera_odds,
    drawn_camera,
    drawn_signature,
    signature_odds,
)
from ringfort.command.identify import weigh
from ringfort.command.profiles import profiles
from ringfort.sensors.contract import SIGNATURES

ROUNDING = within(1e-12, because="rounding of sums of a dozen shares")
ROTORS, PROPELLER, WINGS = SIGNATURES.index("rotors"), SIGNATURES.index("propeller"), SIGNATURES.index("wings")


def blank():
    return np.zeros(1, ASSESSMENT).view(np.recarray)[0]


def weighed(assessment):
    """Return the assessment weighed by its evidence alone, as if nothing were seen of its flight."""
    table = profiles()
    weigh(assessment, table, np.zeros(len(KINDS)), Doctrine(), (1.0, False))
    return assessment


def test_a_patrol_that_reports_itself_there_speaks_for_own_aircraft_and_makes_no_drone_a_friend() -> None:
    alone, beside = blank(), blank()
    for assessment, there in ((alone, False), (beside, True)):
        weigh(assessment, profiles(), np.zeros(len(KINDS)), Doctrine(), (0.0, there))
    for kind in (OWN_DRONE, OWN_QUADCOPTER):
        assert ROUNDING(beside.kinds[kind] / beside.kinds[ATTACK_DRONE], alone.kinds[kind] / alone.kinds[ATTACK_DRONE])
    assert beside.kinds[OWN_AIRCRAFT] > 10.0 * alone.kinds[OWN_AIRCRAFT]


def test_tables_have_a_row_for_each_kind_and_rows_of_odds() -> None:
    assert SHOWS.shape == (len(KINDS), len(SIGNATURES)) and TAKEN_FOR.shape == (len(KINDS), len(KINDS))
    assert len(SENDS) == len(KINDS) == len(profiles())
    for table in (SHOWS, TAKEN_FOR):
        assert (table >= 0.0).all() and np.abs(table.sum(axis=1) - 1.0).max() < 1e-12
    assert np.diag(TAKEN_FOR).max() == 0.0


@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_what_is_drawn_has_the_odds_that_are_believed(kind: int) -> None:
    """Over a grid of dice each answer comes as often as its odds, to the grid's step."""
    grid = [(i + 0.5) / 4000.0 for i in range(4000)]
    step = within(2e-3, because="a few steps of the grid of dice")
    for drawn, odds, classes in (
        (drawn_signature, signature_odds, len(SIGNATURES)),
        (drawn_camera, camera_odds, len(KINDS)),
    ):
        counts = Counter(drawn(die, kind, 0.3) for die in grid)
        assert ROUNDING(sum(odds(says, kind, 0.3) for says in range(classes)), 1.0)
        for says in range(classes):
            assert step(counts[says] / 4000.0, odds(says, kind, 0.3))


def test_a_sure_camera_is_believed_and_one_that_only_guesses_tells_little() -> None:
    sure, blind = blank(), blank()
    absorb_camera(sure, BIRD_KIND, 0.02)
    before = weighed(blank()).posterior.copy()
    assert weighed(sure).posterior[BIRD] > 0.9
    absorb_signature(blind, WINGS, 1.0)
    assert np.abs(weighed(blind).posterior - before).max() < 1e-12


def test_rotors_tell_quadcopters_from_birds_and_both_own_and_hostile_ones_alike() -> None:
    seen = blank()
    before = weighed(seen).kinds.copy()
    absorb_signature(seen, ROTORS, 0.2)
    after = weighed(seen).kinds
    assert after[QUADCOPTER] / after[BIRD_KIND] > 10.0 * before[QUADCOPTER] / before[BIRD_KIND]
    assert ROUNDING(after[QUADCOPTER] / after[OWN_QUADCOPTER], before[QUADCOPTER] / before[OWN_QUADCOPTER])


def test_what_is_heard_to_send_is_a_quadcopter_rather_than_a_silent_drone_or_a_bird() -> None:
    heard, crowded = blank(), blank()
    absorb_heard(heard, 0.0)
    absorb_heard(crowded, 9.0)
    assert heard.evidence[QUADCOPTER] - heard.evidence[ATTACK_DRONE] > 1.0
    assert heard.evidence[QUADCOPTER] - heard.evidence[BIRD_KIND] > 2.0
    gap = crowded.evidence[QUADCOPTER] - crowded.evidence[BIRD_KIND]
    assert 0.0 < gap < 0.2  # with nine others in line it is hardly this one


def test_a_reply_makes_a_friend_and_silence_is_weaker_evidence() -> None:
    table, replied, silent = profiles(), blank(), blank()
    absorb_reply(replied, table, REPLY, 0.1)
    absorb_reply(silent, table, NO_REPLY, 0.1)
    start, yes, no = (weighed(one).posterior[FRIEND] for one in (blank(), replied, silent))
    assert no < start < yes
    assert yes > 0.8 > start  # and traffic answers, too


def test_kinds_sum_to_identities() -> None:
    seen, table = blank(), profiles()
    absorb_camera(seen, OWN_DRONE, 0.2)
    absorb_signature(seen, PROPELLER, 0.2)
    weighed(seen)
    for identity in (HOSTILE, FRIEND, BIRD):
        own = sum(seen.kinds[k] for k in range(len(KINDS)) if table[k].identity == identity)
        assert ROUNDING(own, seen.posterior[identity])
    assert ROUNDING(float(seen.kinds.sum()), 1.0)


def test_order_of_evidence_does_not_matter() -> None:
    pieces = (
        lambda a: absorb_camera(a, BIRD_KIND, 0.2),
        lambda a: absorb_signature(a, WINGS, 0.2),
        lambda a: absorb_heard(a, 1.0),
    )
    found = []
    for order in itertools.permutations(pieces):
        seen = blank()
        for piece in order:
            piece(seen)
        found.append(seen.evidence.copy())
    assert np.ptp(found, axis=0).max() < 1e-12
