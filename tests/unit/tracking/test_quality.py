"""What command can ask of a track."""

import numpy as np
import pytest
from tests.tolerance import within
from tests.unit.tracking.scene import Watch, moving

from ringfort.tracking.motion import predict
from ringfort.tracking.quality import Quality, good_enough, quality

X = np.array([1000.0, 6000, 800, 10, -40, 0])


def watched(scans: int) -> Watch:
    watch, rng = Watch(), np.random.default_rng(4)
    for k in range(scans):
        watch.scan(float(k), [moving(X, k)], rng.standard_normal((1, 4)))
    return watch


def test_quality_is_what_the_predicted_covariance_says() -> None:
    track = watched(12).confirmed()[0]
    told = quality(track, 17.0, 1.0)
    predict(track, 17.0, 1.0)
    rounding = within(1e-9, because="the same sums in another order")
    assert rounding(told.position_m, float(np.sqrt(np.trace(track.P[:3, :3]))))
    assert rounding(told.velocity_mps, float(np.sqrt(np.trace(track.P[3:, 3:]))))
    assert told.existence == track.existence


def test_a_track_gets_better_with_scans_and_worse_without() -> None:
    early, late = (watched(scans).confirmed()[0] for scans in (3, 20))
    assert quality(late, late.t, 1.0).velocity_mps < 0.5 * quality(early, early.t, 1.0).velocity_mps
    assert quality(late, late.t + 10.0, 1.0).position_m > 2.0 * quality(late, late.t, 1.0).position_m


@pytest.mark.parametrize(
    ("least", "enough"),
    [
        (Quality(0.9, 0.0, 0.0), True),
        (Quality(0.9, 200.0, 100.0), True),
        (Quality(1.0, 0.0, 0.0), False),
        (Quality(0.9, 0.1, 0.0), False),
        (Quality(0.9, 0.0, 0.1), False),
    ],
)
def test_enough_is_every_number_that_is_asked_for(least: Quality, enough: bool) -> None:
    track = watched(12).confirmed()[0]
    assert good_enough(track, track.t, 1.0, least) == enough
