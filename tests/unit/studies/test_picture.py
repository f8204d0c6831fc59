import numpy as np
from tests.tolerance import within

from ringfort.engine.log import ROW, TRACK_CONFIRMED
from ringfort.engine.record import THING
from ringfort.studies.picture import Held
from ringfort.studies.picture_answer import count, told
from ringfort.tracking.measures import Yardstick

MOMENTS = 10
HOSTILE, UNKNOWN, BIRD_SAID = 0, 4, 3
SUM = within(1e-12, because="ratios of small whole numbers")


def raid() -> Held:
    """An attacker that is tracked from moment 3 on, with a new track at 7; a bird that is tracked; a track of nothing.

    The attacker flies 0 to 8, in view from 1 on; its track stays a moment longer than it does. Error: 3 m to the east.
    """
    truth, shown = np.full((MOMENTS, 2, 6), np.nan), np.full((MOMENTS, 4, 6), np.nan)
    truth[:9, 0], truth[:, 1] = 0.0, 500.0
    seen = np.zeros((MOMENTS, 2), bool)
    seen[1:9, 0] = seen[:, 1] = True
    source, declared = np.full((MOMENTS, 4), -1), np.full((MOMENTS, 4), -1)
    for track, moments, behind, says in (
        (0, range(3, 7), 0, UNKNOWN),
        (1, range(7, 10), 0, HOSTILE),
        (2, range(10), 1, BIRD_SAID),
        (3, range(2), -1, UNKNOWN),
    ):
        now = np.array(moments)
        shown[now, track] = truth[now, behind] if track < 3 else 900.0
        shown[now, track, 0] += 3.0
        source[now, track], declared[now, track] = behind, says
    shown[9, 1] = 0.0  # coasts on after its object has gone
    things = np.zeros(2, THING).view(np.recarray)
    things.detected_s, things.tracked_s, things.identified_s = 3.0, 4.0, np.inf
    log = np.zeros(1, ROW).view(np.recarray)
    log.kind, log.object = TRACK_CONFIRMED, -1
    return Held(
        times_s=np.arange(1.0, MOMENTS + 1.0),
        truth=truth,
        seen=seen,
        ids=np.arange(4),
        shown=shown,
        source=source,
        declared=declared,
        hostile=np.where(np.isnan(shown[:, :, 0]), np.nan, np.where(declared == HOSTILE, 0.95, 0.25)),
        sides=np.array([0, 2]),
        birds=np.array([False, True]),
        things=things,
        log=log,
    )


def test_the_books_of_one_raid() -> None:
    found = count(raid(), Yardstick())
    assert (found.there, found.tracked, found.tracks_of_them) == (8.0, 6.0, 6.0)
    assert (found.shown, found.spurious) == (9.0, 3.0)  # two of nothing, one of what is no more
    assert (found.longest, found.breaks, found.swaps) == (4.0, 1.0, 0.0)
    assert (found.after_first, found.tracked_after) == (6.0, 6.0)
    assert found.errors[:, 0].tolist() == [9.0] * 6
    assert found.waits.tolist() == [[1.0, 2.0, np.inf]]
    assert found.confusion[0].tolist() == [3.0, 0.0, 0.0, 0.0, 4.0]
    assert found.confusion[3, BIRD_SAID] == 10.0
    assert found.confusion[4, UNKNOWN] == 2.0


def test_odds_of_being_hostile_are_held_against_what_was_there() -> None:
    """Track 1 is told 0.95 in three moments, and the object has gone on being hostile; the rest is told 0.25."""
    table = count(raid(), Yardstick()).calibration
    told = np.flatnonzero(table[:, 0])
    assert told.tolist() == [2, 9]
    number, odds, hostile = table[9]
    assert (number, hostile) == (3.0, 3.0) and abs(odds - 3 * 0.95) < 1e-12
    assert table[2, 2] == 4.0  # of the first track's moments; birds and nothing are not hostile


def test_measures_are_shares_of_sums_over_raids() -> None:
    answer = told([count(raid(), Yardstick())] * 3)
    assert SUM(answer["completeness"]["mean"], 0.75)
    assert SUM(answer["spuriousness"]["mean"], 1 / 3)
    assert SUM(answer["position_error_m"]["mean"], 3.0)
    assert answer["detection"]["wait_s"]["median"] == 1.0
    assert answer["identification"]["share"]["mean"] == 0.0
    assert answer["identification"]["wait_s"] is None
    assert SUM(answer["identity"]["hostile"]["unknown"]["mean"], 4 / 7)


def test_how_right_identities_are() -> None:
    """Of what is held to be anything: three moments hostile, rightly, and ten of a bird; of others none is accused."""
    told_of = told([count(raid(), Yardstick())] * 3)["identification"]
    assert SUM(told_of["right"]["mean"], 1.0)
    assert SUM(told_of["hostile_missed"]["mean"], 0.0) and SUM(told_of["others_accused"]["mean"], 0.0)
    swapped = raid()
    swapped.declared[3:7, 0], swapped.declared[:, 2] = BIRD_SAID, HOSTILE
    told_of = told([count(swapped, Yardstick())] * 3)["identification"]
    assert SUM(told_of["right"]["mean"], 3 / 17)
    assert SUM(told_of["hostile_missed"]["mean"], 4 / 7)
    assert SUM(told_of["others_accused"]["mean"], 10 / 12)


def test_one_raid_has_no_interval() -> None:
    answer = told([count(raid(), Yardstick())])
    assert answer["ambiguity"] == {"mean": 1.0, "low": None, "high": None}


def test_a_rate_that_is_rare_has_an_interval_from_none() -> None:
    quiet = raid()
    quiet.log.object = 0
    found = told([count(raid(), Yardstick()), *[count(quiet, Yardstick())] * 5])["tracking"]["false_tracks_an_hour"]
    assert found["low"] == 0.0 < found["mean"] < found["high"]
