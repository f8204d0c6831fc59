from typing import Any

import numpy as np
import pytest
from tests.tolerance import within
from tests.unit.tracking.scene import Watch

from ringfort.tracking.contract import BALLISTIC, MANOEUVRING, QUIET, TRACK
from ringfort.tracking.filter import absorb_miss, begin, density, merge, update
from ringfort.tracking.metrics import consistency_bounds, normalised_error
from ringfort.tracking.motion import GRAVITY_MPS2, carry_on, falling_share, predict
from ringfort.tracking.picture import settings
from ringfort.tracking.steady import constant_velocity
from ringfort.tracking.workspace import PAIR, WORK, room_dtype

ROUNDING = within(rel=1e-9, because="the same algebra in another order, covariances of condition below 1e6")
SETTLED = within(rel=1e-6, because="60 scans; the gain converges by a factor of two or more a scan")
H = np.hstack([np.eye(3), np.zeros((3, 3))])


def record(dtype: Any) -> Any:
    return np.zeros(1, dtype).view(np.recarray)[0]


def room(**named: float) -> Any:
    made = record(room_dtype(3))
    for name, value in settings(**named)._asdict().items():
        made[name] = value
    return made


def random_track(rng: Any) -> Any:
    track, a = record(TRACK), rng.normal(size=(6, 6)) * np.array([30.0] * 3 + [5.0] * 3)
    track.x[:], track.P[:] = rng.normal(size=6) * 100.0, a.T @ a + np.eye(6)
    track.hits, track.t = 5, 0.0
    track.modes[:] = [0.7, 0.2, 0.1]
    return track


def transition(dt: float, q: float) -> tuple[Any, Any]:
    F = np.kron([[1.0, dt], [0.0, 1.0]], np.eye(3))
    return F, q * np.kron([[dt**3 / 3.0, dt**2 / 2.0], [dt**2 / 2.0, dt]], np.eye(3))


def agree(got: Any, expected: Any) -> None:
    scale = np.abs(expected).max()
    for a, b in zip(np.ravel(got), np.ravel(expected), strict=True):
        assert ROUNDING(a / scale + 10.0, b / scale + 10.0)


def test_barshalom_2001_prediction() -> None:
    track = random_track(np.random.default_rng(1))
    F, Q = transition(2.5, 3.0)
    x, P = F @ track.x, F @ track.P @ F.T + Q
    assert predict(track, 2.5, 3.0) == 2.5
    agree(track.x, x)
    agree(track.P, P)


def test_for_a_scan_from_the_past_a_track_is_carried_back_without_noise() -> None:
    track = random_track(np.random.default_rng(2))
    F, _ = transition(-1.5, 3.0)
    x, P = F @ track.x, F @ track.P @ F.T
    assert predict(track, -1.5, 3.0) == -1.5
    agree(track.x, x)
    agree(track.P, P)


def textbook(x: Any, P: Any, z: Any, R: Any) -> tuple[Any, Any, float]:
    """Return mean and covariance after a Kalman update, and the density of the measurement."""
    S = H @ P @ H.T + R
    K, y = P @ H.T @ np.linalg.inv(S), z - H @ x
    likely = np.exp(-0.5 * y @ np.linalg.solve(S, y)) / np.sqrt(np.linalg.det(2.0 * np.pi * S))
    return x + K @ y, P - K @ S @ K.T, likely


class ByTheBook:
    """The update of the three ways of moving, each by a filter of its own, merged as the tracker says it merges."""

    def __init__(self, track: Any, work: Any, z: Any, R: Any) -> None:
        r, (a, b, c) = work.lean, work.add
        spread = track.P + np.kron([[a, b], [b, c]], np.eye(3))
        quiet = textbook(track.x - r * track.fall, track.P, z, R)
        moving = textbook(track.x, spread, z, R)
        falling = textbook(track.x + (1.0 - r) * track.fall, track.P, z, R)
        weighed = work.prior * np.array([quiet[2], moving[2], falling[2]])
        self.density, self.share = weighed.sum(), weighed / weighed.sum()
        both = self.share[QUIET] + self.share[BALLISTIC]
        straight = (self.share[QUIET] * quiet[0] + self.share[BALLISTIC] * falling[0]) / both
        turned = moving[0] + (self.share[BALLISTIC] / both - r) * left(track.fall, spread, R)
        parts = ((both, straight, quiet[1]), (1.0 - both, turned, moving[1]))
        self.x = sum(w * x for w, x, _ in parts)
        self.P = sum(w * (P + np.outer(x - self.x, x - self.x)) for w, x, P in parts)
        self.fall = both * left(track.fall, track.P, R) + (1.0 - both) * left(track.fall, spread, R)


def left(fall: Any, P: Any, R: Any) -> Any:
    """Return what an update leaves of the difference between two means: (I - K H) fall."""
    return fall - P @ H.T @ np.linalg.solve(H @ P @ H.T + R, H @ fall)


@pytest.mark.parametrize("seed", range(6))
def test_barshalom_2001_update_is_the_mixture_by_the_book(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rules, track, work, pair = room(gate=1e6, ballistic_speed_mps=1.0), random_track(rng), record(WORK), record(PAIR)
    a = rng.normal(size=(3, 3)) * 20.0
    track.fall[:] = rng.normal(size=6) * np.array([20.0] * 3 + [4.0] * 3)
    rules.time_s = 2.0
    carry_on(rules, track, work)
    work.prior[:] = [0.2, 0.7, 0.1]  # so that no share is so small that the update leaves it out
    rules.z[:], rules.R[:] = track.x[:3] + rng.normal(size=3) * 20.0, a @ a.T + 25.0 * np.eye(3)
    expected = ByTheBook(track, work, rules.z.copy(), rules.R.copy())
    assert expected.share[MANOEUVRING] > 0.02
    assert ROUNDING(density(rules, track, work, pair), expected.density)
    agree(pair.share, expected.share)
    update(rules, track, work, pair)
    agree(track.x, expected.x)
    agree(track.P, expected.P)
    agree(track.fall, expected.fall)


def test_a_miss_keeps_the_mixture_of_the_predictions() -> None:
    rules, track, work = room(ballistic_speed_mps=1.0), random_track(np.random.default_rng(4)), record(WORK)
    rules.time_s = 2.0
    carry_on(rules, track, work)
    a, b, c = work.prior[MANOEUVRING] * work.add
    x, P = track.x.copy(), track.P + np.kron([[a, b], [b, c]], np.eye(3))
    begin(rules)
    absorb_miss(rules, track, work, 1.0)
    merge(rules, track)
    agree(track.x, x)
    agree(track.P, P)


def test_quiet_and_falling_means_go_their_own_ways_between_scans() -> None:
    """Whatever the odds do, the two means themselves move by straight flight and by gravity alone."""
    rules, track, work = (
        room(ballistic_speed_mps=1.0, drag_m2_kg=0.0),
        random_track(np.random.default_rng(5)),
        record(WORK),
    )
    track.fall[:] = [1.0, 2.0, -30.0, 0.5, 0.1, -8.0]
    r, rules.time_s = falling_share(track.modes), 2.0
    F = transition(2.0, 0.0)[0]
    quiet, falling = F @ (track.x - r * track.fall), F @ (track.x + (1.0 - r) * track.fall)
    falling[2] -= 0.5 * GRAVITY_MPS2 * 4.0
    falling[5] -= GRAVITY_MPS2 * 2.0
    carry_on(rules, track, work)
    agree(track.x - work.lean * track.fall, quiet)
    agree(track.x + (1.0 - work.lean) * track.fall, falling)


def test_kalata_1984_the_running_filter_settles_to_the_steady_one() -> None:
    period, q, sigma = 1.0, 2.0, 10.0
    watch = Watch(quiet_noise=q, manoeuvring_odds=0.0, ballistic_odds=0.0, fast_odds=0.0)
    for k in range(60):
        watch.point([30.0 * k, 0.0, 500.0], sigma)
        watch.take(k * period, 1, 0.9)
    P = constant_velocity(period, q, sigma)[1]
    track = watch.confirmed()[0]
    for i in range(3):
        assert SETTLED(track.P[i, i], P[0, 0])
        assert SETTLED(track.P[i, i + 3], P[0, 1])
        assert SETTLED(track.P[i + 3, i + 3], P[1, 1])


def matched_run(seed: int, scans: int, q: float, sigma: float) -> tuple[float, float]:
    """Return NEES and NIS at the end of one run of a thing that moves just as the filter thinks."""
    rng = np.random.default_rng([7, seed])
    F, Q = transition(1.0, q)
    root = np.linalg.cholesky(Q)
    watch = Watch(quiet_noise=q, manoeuvring_odds=0.0, ballistic_odds=0.0, fast_odds=0.0, velocity_slow_mps=30.0)
    x = np.concatenate([rng.normal(size=3) * 1000.0, rng.normal(size=3) * 30.0])
    nis = 0.0
    for k in range(scans):
        if k:
            x = F @ x + root @ rng.standard_normal(6)
        watch.point(x[:3] + sigma * rng.standard_normal(3), sigma)
        if k == scans - 1:
            track = watch.confirmed()[0]
            ahead, spread = F @ track.x, F @ track.P @ F.T + Q
            nis = normalised_error(
                watch.detections[0].position - ahead[:3], spread[:3, :3] + watch.detections[0].covariance
            )
        watch.take(float(k), 1, 0.9)
    track = watch.confirmed()[0]
    return normalised_error(x - track.x, track.P), nis


def test_barshalom_2001_nees_and_nis_stay_in_their_bounds_on_a_matched_model() -> None:
    """Fixed seeds; on others each of the two would fall outside in 5 % of cases."""
    runs = 100
    errors = np.array([matched_run(seed, 20, 1.0, 10.0) for seed in range(runs)])
    for mean, dimensions in zip(errors.mean(axis=0), (6, 3), strict=True):
        low, high = consistency_bounds(dimensions, runs, 0.95)
        assert low < mean < high
