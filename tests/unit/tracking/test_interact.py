"""The interacting multiple model: by the book, consistent, and better than either of its models alone."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import t as student
from tests.tolerance import within
from tests.unit.tracking.scene import Watch, moving
from tests.unit.tracking.test_models import SIGMA_M, flight

from ringfort.tracking.contract import BALLISTIC
from ringfort.tracking.interact import WAYS
from ringfort.tracking.metrics import consistency_bounds, normalised_error
from ringfort.tracking.motion import GRAVITY_MPS2
from ringfort.tracking.picture import new_picture, settings
from ringfort.tracking.replay import Recording, replay

NO_CLUTTER = 1e-12
TOLD = {"fast_odds": 0.0, "confirm_existence": 0.5, "velocity_slow_mps": 150.0, "delete_existence": 1e-9}


def seen(places: Any, sigma_m: float, rng: Any, **rules: float) -> Any:
    """What the tracker shows of one thing, seen once a second: states (scans, 4), from its second detection on."""
    points = [place + rng.normal(0.0, sigma_m, (1, 2)) for place in places]
    tape = Recording(np.arange(float(len(places))), points, sigma_m, 0.95, NO_CLUTTER)
    shown = replay(tape, 0.0, gate=60.0, **{**TOLD, **rules})
    return points, np.array([np.concatenate([one.positions[0], one.velocities[0]]) for one in shown[1:]])


class Book:
    """Two filters of nearly constant velocity and unlike noise, mixed as barshalom2001, sec. 11.6.6 says."""

    def __init__(self, x: Any, P: Any, noises: Any, odds: Any, chain: Any, sigma_m: float) -> None:
        self.x, self.P, self.odds = [x.copy() for _ in noises], [P.copy() for _ in noises], np.asarray(odds)
        self.noises, self.chain, self.R = noises, chain, sigma_m**2 * np.eye(2)

    def take(self, z: Any) -> Any:
        """Take in one detection a second after the last; return the mean."""
        before = self.odds @ self.chain
        mixed, spreads, weights = [], [], []
        for j in range(2):
            share = self.odds * self.chain[:, j] / before[j]
            x = sum(share[i] * self.x[i] for i in range(2))
            gaps = [self.x[i] - x for i in range(2)]
            mixed.append(x)
            spreads.append(sum(share[i] * (self.P[i] + np.outer(gaps[i], gaps[i])) for i in range(2)))
        for j, q in enumerate(self.noises):
            x, P, weight = kalman(mixed[j], spreads[j], q, z, self.R)
            self.x[j], self.P[j] = x, P
            weights.append(weight)
        self.odds = before * weights / (before @ weights)
        return sum(self.odds[j] * self.x[j] for j in range(2))


def kalman(x: Any, P: Any, q: float, z: Any, R: Any) -> tuple[Any, Any, float]:
    F, H = np.kron([[1.0, 1.0], [0.0, 1.0]], np.eye(2)), np.eye(2, 4)
    P = F @ P @ F.T + q * np.kron([[1.0 / 3.0, 0.5], [0.5, 1.0]], np.eye(2))
    S, y = H @ P @ H.T + R, z - H @ F @ x
    K = P @ H.T @ np.linalg.inv(S)
    return F @ x + K @ y, P - K @ S @ K.T, float(np.exp(-0.5 * y @ np.linalg.solve(S, y)) / np.sqrt(np.linalg.det(S)))


def test_barshalom_2001_two_filters_mixed_by_the_book() -> None:
    """A turn that may not turn is straight flight with a noise of its own, so the book's two linear filters apply."""
    quiet, noisy, odds, time_s = 0.5, 400.0, 0.2, 9.0
    rules = {"interacting": 1.0, "quiet_noise": quiet, "turning_noise": noisy, "turn_spread": 1e-9, "turn_noise": 0.0}
    rng = np.random.default_rng(5)
    points, shown = seen(flight(rng), SIGMA_M, rng, manoeuvring_odds=odds, mode_time_s=time_s, **rules)
    x, P = np.concatenate([points[0][0], np.zeros(2)]), np.diag([SIGMA_M**2] * 2 + [150.0**2] * 2)
    x, P, _ = kalman(x, P, quiet, points[1][0], SIGMA_M**2 * np.eye(2))
    stay, shares = time_s / (time_s + 1.0), np.array([1.0 - odds, odds])
    book = Book(x, P, (quiet, noisy), shares, stay * np.eye(2) + (1.0 - stay) * shares, SIGMA_M)
    same = within(1e-6, because="metres of some thousand, sums in another order, a turn of 1e-9 rad/s")
    for point, state in zip(points[2:], shown[1:], strict=True):
        assert all(same(a, b) for a, b in zip(state, book.take(point[0]), strict=True))


TURNING = {"interacting": 1.0, "quiet_noise": 0.1, "manoeuvring_odds": 0.3, "turning_noise": 20.0}
TURNING |= {"turn_spread": 0.3, "turn_noise": 1e-3, "mode_time_s": 20.0}
STRAIGHT_ALONE = {"quiet_noise": 1200.0, "manoeuvring_odds": 0.0}
TURN_ALONE = {"quiet_noise": 30.0, "manoeuvring_odds": 0.0, "turn_spread": 0.1, "turn_noise": 0.01, "turn_time_s": 5.0}


def errors(seed: int, rules: dict[str, float]) -> Any:
    """Root mean square errors of place (m) and velocity (m/s) over one flight with turns of 4 g."""
    rng = np.random.default_rng([84, seed])
    places = flight(rng)
    _, shown = seen(places, SIGMA_M, rng, **rules)
    speeds = (places[11:] - places[9:-2]) / 2.0
    gaps = shown[9:-1] - np.hstack([places[10:-1], speeds])
    return np.sqrt([(gaps[:, :2] ** 2).sum(axis=1).mean(), (gaps[:, 2:] ** 2).sum(axis=1).mean()])


@pytest.mark.parametrize("alone", [STRAIGHT_ALONE, TURN_ALONE], ids=["straight", "turn"])
def test_better_than_either_model_alone_on_a_thing_that_turns(alone: dict[str, float]) -> None:
    """Place and velocity: the paired difference's interval at 99.9 % lies below none; each alone at its best noise."""
    gaps = np.array([errors(seed, TURNING) - errors(seed, alone) for seed in range(30)])
    half = student.ppf(0.9995, len(gaps) - 1) * gaps.std(axis=0, ddof=1) / np.sqrt(len(gaps))
    assert (gaps.mean(axis=0) + half < 0.0).all()


def straight(seed: int) -> float:
    """Return the NEES after 30 s of a thing that never turns, of a tracker that reckons with turns."""
    rng, sigma, q = np.random.default_rng([85, seed]), 20.0, 0.1
    watch = Watch(**{**TURNING, "turning_noise": 1.0}, ballistic_odds=0.0, fast_odds=0.0)
    F, Q = np.kron([[1.0, 1.0], [0.0, 1.0]], np.eye(3)), np.kron([[1.0 / 3.0, 0.5], [0.5, 1.0]], q * np.eye(3))
    x, root = np.concatenate([rng.normal(size=3) * 1000.0, rng.normal(size=3) * 60.0]), np.linalg.cholesky(Q)
    for k in range(30):
        x = F @ x + root @ rng.standard_normal(6) if k else x
        watch.point(x[:3] + sigma * rng.standard_normal(3), sigma)
        watch.take(float(k), 1, 0.95)
    (track,) = watch.confirmed()
    return normalised_error(x - track.x, track.P)


def test_where_nothing_turns_errors_are_at_most_as_large_as_is_said() -> None:
    """NEES of 6 degrees over 100 runs: no more than its bound at 95 %, and no less than half, for turns are feared."""
    mean = np.mean([straight(seed) for seed in range(100)])
    assert 3.0 < mean < consistency_bounds(6, 100, 0.95)[1]


def shell(seed: int) -> tuple[float, float]:
    """Return the odds of falling and the NEES after 15 s of a shell at 300 m/s without drag, seen to 30 m."""
    rng, rules = np.random.default_rng([86, seed]), {"ballistic_odds": 0.1, "drag_m2_kg": 0.0, "manoeuvring_odds": 0.1}
    calm = {"fast_odds": 0.0, "velocity_slow_mps": 300.0, "ballistic_noise": 1.0}
    watch, x = Watch(interacting=1.0, turn_spread=0.1, **calm, **rules), np.array([0.0, 4000, 100, 150, -150, 210])
    for k in range(16):
        now = moving(x, float(k)) - 0.5 * GRAVITY_MPS2 * np.array([0.0, 0, k * k, 0, 0, 2.0 * k])
        watch.point(now[:3] + rng.normal(0.0, 30.0, 3), 30.0)
        watch.take(float(k), 1, 0.95)
    (track,) = watch.confirmed()
    return float(track.modes[BALLISTIC]), normalised_error(now - track.x, track.P)


def test_what_falls_is_told_from_what_flies_on() -> None:
    """Odds of 0.1 become 0.8; the noise that drag needs makes the errors smaller than is said: NEES of 6 or less."""
    odds, errors = np.array([shell(seed) for seed in range(40)]).T
    assert odds.mean() > 0.8
    assert errors.mean() < consistency_bounds(6, 40, 0.95)[1]


def test_only_a_picture_that_interacts_has_room_for_it() -> None:
    assert len(new_picture(10, 5).ways) == 1
    assert len(new_picture(10, 5, interacting=True).ways) == 10 * WAYS
    assert settings().interacting == 0.0
