import math

import numpy as np
import pytest
from tests.tolerance import within
from tests.unit.tracking.scene import Watch

from ringfort.tracking.contract import CONFIRMED, TENTATIVE, TRACK
from ringfort.tracking.initiate import after_hit, hits_within, missed_existence
from ringfort.tracking.picture import DROPPED, LIVE, M_OF_N, NEXT_ID, REPLACED, new_picture
from ringfort.tracking.steady import confirmation

ROUNDING = within(1e-12, because="a handful of operations in float64")
PLACE = [1000.0, 2000.0, 300.0]


def test_hits_within_counts_the_last_bits() -> None:
    assert [hits_within(0b110101, n) for n in range(1, 7)] == [1, 1, 2, 2, 3, 4]


def test_blackman_1999_existence_is_bayes_rule() -> None:
    track = np.zeros(1, TRACK).view(np.recarray)[0]
    track.existence, odds, density_over_clutter = 0.2, 0.8, 5.0
    after_hit(track, odds, odds * density_over_clutter / (1.0 - odds))
    assert ROUNDING(track.existence, 0.2 * 4.0 / (0.2 * 4.0 + 0.8))
    assert ROUNDING(missed_existence(0.2, 0.8), 0.2 * 0.2 / (0.2 * 0.2 + 0.8))
    assert missed_existence(0.2, 0.0) == 0.2


def confirmed_within(rule: tuple[float, float], odds: float, scans: int, seed: int) -> bool:
    """Whether one thing that stands still, detected with ``odds`` a scan, is confirmed in so many scans."""
    rng = np.random.default_rng([11, seed])
    hits, window = rule
    watch = Watch(
        4, life=M_OF_N, fast_odds=0.0, confirm_hits=hits, confirm_scans=window, tentative_misses=60.0, coast_s=1e9
    )
    watch.point(PLACE, 10.0)
    for k in range(scans):
        watch.take(float(k), int(rng.random() < odds), odds)
    return bool(len(watch.confirmed()))


@pytest.mark.parametrize(("hits", "scans", "odds", "within_scans"), [(2, 3, 0.5, 4), (3, 5, 0.4, 10), (3, 4, 0.6, 6)])
def test_confirmation_by_m_of_n_meets_the_closed_form(hits: int, scans: int, odds: float, within_scans: int) -> None:
    """Four sigmas of the sampling error: a false alarm in 16,000 tries of other seeds."""
    runs = 400
    share = sum(confirmed_within((hits, scans), odds, within_scans, seed) for seed in range(runs)) / runs
    p = confirmation(hits, scans, odds, within_scans)
    assert abs(share - p) < 4.0 * math.sqrt(p * (1.0 - p) / runs)


def followed(**named: float) -> Watch:
    """Return a tracker that has confirmed one thing by the scan at 5 s."""
    watch = Watch(**named)
    watch.point(PLACE, 10.0)
    for k in range(6):
        watch.take(float(k), 1, 0.9)
    assert list(watch.live().status) == [CONFIRMED]
    return watch


@pytest.mark.parametrize("life", [0.0, 1.0])
def test_a_track_ends_when_the_sensor_should_have_seen_it(life: float) -> None:
    watch = followed(life=life, confirmed_misses=5.0)
    for k in range(6, 11):
        assert len(watch.live()) == 1
        watch.take(float(k), 0, 0.9)
    assert len(watch.live()) == 0


@pytest.mark.parametrize("life", [0.0, 1.0])
def test_a_track_out_of_sight_coasts_and_is_picked_up_again(life: float) -> None:
    watch = followed(life=life)
    before = watch.live()[0].id
    for k in range(6, 20):
        watch.take(float(k), 0, 0.0)
    track = watch.live()[0]
    assert (track.misses, track.t) == (0, 5.0)
    watch.take(20.0, 1, 0.9)
    track = watch.live()[0]
    assert (track.id, track.t, track.last_t) == (before, 20.0, 20.0)


def test_a_track_out_of_sight_does_not_coast_for_ever() -> None:
    watch = followed(coast_s=30.0)
    watch.take(35.0, 0, 0.0)
    assert len(watch.live()) == 1
    watch.take(35.1, 0, 0.0)
    assert len(watch.live()) == 0


def test_a_tentative_track_ends_after_its_misses() -> None:
    watch = Watch(life=M_OF_N, tentative_misses=2.0)
    watch.point(PLACE, 10.0)
    watch.take(0.0, 1, 0.9)
    assert list(watch.live().status) == [TENTATIVE]
    watch.take(1.0, 0, 0.9)
    assert list(watch.live().status) == [TENTATIVE]
    watch.take(2.0, 0, 0.9)
    assert len(watch.live()) == 0


def test_slots_are_used_again_and_ids_are_not() -> None:
    watch = Watch(life=M_OF_N, tentative_misses=1.0)
    watch.point(PLACE, 10.0)
    seen = []
    for k in range(0, 6, 2):
        watch.take(float(k), 1, 0.9)
        seen.append((int(np.flatnonzero(watch.picture.tracks.status)[0]), int(watch.live()[0].id)))
        watch.take(k + 1.0, 0, 0.9)
    assert seen == [(0, 0), (0, 1), (0, 2)]


def crowd(watch: Watch, time_s: float, count: int) -> None:
    """Feed ``count`` points far apart from each other and from those of other times."""
    for j in range(count):
        watch.detections[j] = watch.detections[0]
        watch.detections[j].position[:] = [5e4 * j, 1e6 * time_s, 1000.0]
    watch.take(time_s, count, 0.9)


def test_a_full_picture_drops_what_is_no_better_than_what_it_holds() -> None:
    watch = Watch(4)
    watch.point(PLACE, 10.0)
    crowd(watch, 0.0, 6)
    assert (watch.picture.counters[LIVE], watch.picture.counters[DROPPED], watch.picture.counters[NEXT_ID]) == (4, 2, 4)
    assert list(watch.detections.track[:6]) == [0, 1, 2, 3, -1, -1]


def test_a_full_picture_gives_up_its_weakest_tentative_track() -> None:
    watch = Watch(4, life=M_OF_N, tentative_misses=5.0)
    watch.point(PLACE, 10.0)
    crowd(watch, 0.0, 4)
    crowd(watch, 1.0, 1)
    assert (watch.picture.counters[LIVE], watch.picture.counters[REPLACED]) == (4, 1)
    assert watch.picture.tracks[watch.detections[0].track].id == 4


def test_a_new_picture_is_empty() -> None:
    picture = new_picture(3, 5)
    assert (picture.tracks.status == 0).all()
    assert picture.counters.sum() == 0
