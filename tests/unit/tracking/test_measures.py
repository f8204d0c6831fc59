import numpy as np
from tests.tolerance import within

from ringfort.tracking.measures import Moment, Yardstick, measure

SUM = within(1e-12, because="sums of a few numbers in floating point")


def moment(objects: dict[int, float], tracks: dict[int, float]) -> Moment:
    """Things and tracks on a line, at rest."""

    def places(things: dict[int, float]) -> np.ndarray:
        return np.array([[x, 0.0] for x in things.values()]).reshape(-1, 2)

    there, shown = places(objects), places(tracks)
    ids = [np.array(list(things), np.int64) for things in (objects, tracks)]
    return Moment(ids[0], there, np.zeros_like(there), ids[1], shown, np.zeros_like(shown))


def test_a_perfect_picture() -> None:
    found = measure([moment({0: 0.0, 1: 500.0}, {7: 0.0, 8: 500.0})] * 3, Yardstick())
    assert found["ospa_m"] == found["gospa_m"] == found["position_error_m"] == found["swaps"] == 0.0
    assert found["completeness"] == found["ambiguity"] == found["continuity"] == 1.0
    assert found["spuriousness"] == 0.0


def test_a_track_of_nothing_and_a_second_one_of_the_same_thing() -> None:
    found = measure([moment({0: 0.0}, {1: 3.0, 2: 20.0, 3: 900.0})], Yardstick())
    assert found["ambiguity"] == 2.0
    assert SUM(found["spuriousness"] or 0.0, 1 / 3)
    assert SUM(found["position_error_m"] or 0.0, 3.0)
    assert SUM(found["false"] or 0.0, 2.0)
    assert SUM(found["gospa_m"] or 0.0, (9.0 + 2 * 5000.0) ** 0.5)


def test_things_that_change_tracks_are_counted() -> None:
    """Two things pass; the tracks go with the other one. A third thing gets a new track, which is no exchange."""
    before, after = {1: 0.0, 2: 200.0, 3: 900.0}, {2: 0.0, 1: 200.0, 4: 900.0}
    things = {0: 0.0, 1: 200.0, 2: 900.0}
    found = measure([moment(things, before), moment(things, before), moment(things, after)], Yardstick())
    assert (found["swaps"], found["exchanges"]) == (3.0, 2.0)
    assert SUM(found["continuity"] or 0.0, 2 / 3)


def test_a_thing_keeps_its_track_while_it_is_near_enough() -> None:
    """The other track is nearer for a moment, but the partner is still within the match distance."""
    scans = [moment({0: 0.0}, {1: 5.0}), moment({0: 0.0}, {1: 40.0, 2: 1.0}), moment({0: 0.0}, {1: 5.0})]
    assert measure(scans, Yardstick())["swaps"] == 0.0


def test_nothing_to_see_and_nothing_shown() -> None:
    found = measure([moment({}, {})], Yardstick())
    assert found["ospa_m"] == 0.0
    assert found["completeness"] is None
    assert measure([moment({}, {5: 0.0})], Yardstick())["spuriousness"] == 1.0
    assert measure([moment({5: 0.0}, {})], Yardstick())["completeness"] == 0.0


def test_merges_and_splits_are_counted_once_each_time() -> None:
    """Two things come together under one track, part again, and one of them is shown twice for a while."""
    apart, close = {0: 0.0, 1: 300.0}, {0: 0.0, 1: 30.0}
    both, one = {7: 0.0, 8: 300.0}, {7: 10.0}
    doubled = {7: 0.0, 8: 300.0, 9: 20.0}
    scenes = [
        (apart, both),
        (close, one),
        (close, one),
        (apart, both),
        (close, one),
        (apart, doubled),
        (apart, doubled),
    ]
    found = measure([moment(*scene) for scene in scenes], Yardstick())
    assert (found["merges"], found["splits"]) == (2.0, 1.0)


def test_a_thing_that_never_had_a_track_is_missed_and_not_merged() -> None:
    found = measure([moment({0: 0.0, 1: 30.0}, {7: 0.0})] * 2, Yardstick())
    assert found["merges"] == 0.0
