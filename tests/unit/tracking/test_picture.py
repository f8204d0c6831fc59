import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.tracking.scene import CAMERA, RADAR, Watch, moving

from ringfort.tracking.contract import BALLISTIC, MANOEUVRING
from ringfort.tracking.metrics import consistency_bounds, normalised_error
from ringfort.tracking.picture import BELIEF, LOG_ODDS, M_OF_N, NEAREST_NEIGHBOUR

SCENE = Path(__file__).with_name("scene.py")
RULES = [(NEAREST_NEIGHBOUR, M_OF_N), (NEAREST_NEIGHBOUR, LOG_ODDS), (BELIEF, M_OF_N), (BELIEF, LOG_ODDS)]


def draws(rng: Any, count: int) -> Any:
    return rng.standard_normal((count, 4))


@pytest.mark.parametrize(("association", "life"), RULES)
def test_two_things_that_cross_keep_their_tracks(association: float, life: float) -> None:
    rng, watch = np.random.default_rng(5), Watch(association=association, life=life)
    a, b = np.array([-1500.0, 4000, 600, 60, 0, 0]), np.array([1500.0, 4000, 640, -60, 4, 0])
    for k in range(50):
        watch.scan(float(k), [moving(a, k), moving(b, k)], draws(rng, 2))
        if k == 15:
            first = {int(t.id): bool(t.x[3] > 0) for t in watch.confirmed()}
    assert {int(t.id): bool(t.x[3] > 0) for t in watch.confirmed()} == first
    assert len(first) == 2


def test_every_track_and_detection_name_each_other() -> None:
    rng, watch = np.random.default_rng(6), Watch()
    things = [np.array([1500.0 * k - 4000, 5000, 800, 0, -40, 0]) for k in range(6)]
    for k in range(10):
        watch.scan(float(k), [moving(x, k) for x in things], draws(rng, 6))
        for slot, track in enumerate(watch.picture.tracks):
            if track.status > 0 and track.detection >= 0:
                assert watch.detections[track.detection].track == slot
        assert (watch.detections.track[:6] >= 0).all()


def braking(time_s: float) -> Any:
    """A missile that comes down at 1,200 m/s and from 6 s on loses 5 g for 8 s."""
    slow = min(max(time_s - 6.0, 0.0), 8.0)
    along = 1200.0 * time_s - 25.0 * slow * slow - 400.0 * max(time_s - 14.0, 0.0)
    speed = 1200.0 - 50.0 * slow
    line = np.array([-0.8, 0.0, -0.6])
    return np.concatenate([np.array([16e3, 3e3, 15e3]) + along * line, speed * line])


@pytest.mark.parametrize("period_s", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_missile_that_brakes_with_five_g_is_kept(period_s: float, seed: int) -> None:
    rng, watch = np.random.default_rng([8, seed]), Watch()
    ids, most = set(), 0.0
    for k in range(int(18.0 / period_s)):
        watch.scan(k * period_s, [braking(k * period_s)], draws(rng, 1))
        ids |= {int(t.id) for t in watch.confirmed()}
        if k * period_s > 6.0:
            most = max(most, float(watch.confirmed()[0].modes[MANOEUVRING]))
    assert len(ids) == 1
    assert len(watch.confirmed()) == 1
    assert most > 0.5


def test_a_thing_that_falls_freely_is_taken_for_one() -> None:
    rng, watch = np.random.default_rng(9), Watch()
    for k in range(20):
        fallen = np.array([0.0, 0, -4.905 * k * k, 0, 0, -9.81 * k])
        watch.scan(float(k), [moving([8000, 2000, 3000, -200, 0, 150], k) + fallen], draws(rng, 1))
    track = watch.confirmed()[0]
    assert track.modes[BALLISTIC] > max(track.modes[0], track.modes[MANOEUVRING])


def test_a_thing_that_flies_on_is_not_taken_for_one_that_falls() -> None:
    rng, watch = np.random.default_rng(9), Watch()
    for k in range(20):
        watch.scan(float(k), [moving([8000, 2000, 3000, -200, 0, 0], k)], draws(rng, 1))
    assert watch.confirmed()[0].modes[BALLISTIC] < 0.2


def test_sensors_at_their_own_times_share_one_track() -> None:
    rng, watch = np.random.default_rng(10), Watch()
    x = np.array([6000.0, 3000, 700, -50, -20, 0])
    for k in range(20):
        watch.scan(2.0 * k, [moving(x, 2.0 * k)], draws(rng, 1))
        watch.scan(2.0 * k + 0.7, [moving(x, 2.0 * k + 0.7)], draws(rng, 1), (30.0, 0.01, 0.01, 0.0), odds=0.8)
    track = watch.confirmed()[0]
    assert len(watch.live()) == 1
    assert track.t == 38.7
    assert track.hits == 40


def camera_run(seed: int) -> tuple[float, float, float]:
    """Return the NEES of a track that a radar began and a camera carried on, and its variance across before, after."""
    rng = np.random.default_rng([12, seed])
    watch = Watch(manoeuvring_odds=0.0, quiet_noise=0.01)
    x = np.array([1000.0, 6000, 800, 10, -40, 0])
    for k in range(10):
        watch.scan(float(k), [moving(x, k)], draws(rng, 1))
    before = watch.confirmed()[0].P[0, 0]
    for k in range(20):
        watch.scan(9.1 + 0.1 * k, [moving(x, 9.1 + 0.1 * k)], draws(rng, 1), CAMERA)
    track = watch.confirmed()[0]
    return normalised_error(moving(x, 11.0) - track.x, track.P), float(before), float(track.P[0, 0])


def test_a_camera_without_range_narrows_a_track_across_and_stays_consistent() -> None:
    """The process noise is far below what the filter would see, so that the model is as good as matched."""
    runs = [camera_run(seed) for seed in range(50)]
    assert all(after < 0.3 * before for _, before, after in runs)
    low, high = consistency_bounds(6, len(runs), 0.99)
    assert low < np.mean([nees for nees, _, _ in runs]) < high


def test_a_detection_without_range_starts_no_track() -> None:
    watch = Watch()
    watch.scan(0.0, [[1000.0, 6000, 800, 0, 0, 0]], np.zeros((1, 4)), CAMERA)
    assert len(watch.live()) == 0
    assert watch.detections[0].track == -1


STEADY = {"manoeuvring_odds": 0.0, "ballistic_odds": 0.0, "fast_odds": 0.0, "quiet_noise": 0.01}


def ranged(seed: int, with_range: bool) -> tuple[float, float]:
    """Return (variance of the place along the line, NEES) of a track of a radar coarse in range, with a range meter."""
    rng, watch = np.random.default_rng([84, seed]), Watch(**STEADY)
    x, coarse, meter = np.array([1000.0, 6000, 800, 10, -40, 0]), (200.0, 0.003, 0.004, 0.0), (5.0, 3.0, 1.5, 0.0)
    for k in range(20):
        watch.scan(float(k), [moving(x, k)], rng.standard_normal((1, 4)), coarse)
        if with_range and k > 4:
            watch.scan(k + 0.5, [moving(x, k + 0.5)], rng.standard_normal((1, 4)), meter)
    track = watch.confirmed()[0]
    along = track.x[:3] / np.linalg.norm(track.x[:3])
    return float(along @ track.P[:3, :3] @ along), normalised_error(moving(x, track.t) - track.x, track.P)


def test_a_range_alone_narrows_a_track_along_the_line_and_leaves_it_consistent() -> None:
    with_it, without = (np.array([ranged(seed, fine) for seed in range(40)]) for fine in (True, False))
    assert with_it[:, 0].mean() < 0.01 * without[:, 0].mean()
    assert abs(with_it[:, 1].mean() - 6.0) < 4.0 * np.sqrt(12.0 / 40.0)


def test_a_range_alone_starts_no_track() -> None:
    watch = Watch()
    for k in range(5):
        watch.scan(float(k), [np.array([1000.0, 6000, 800, 0, 0, 0])], np.zeros((1, 4)), (5.0, 3.0, 1.5, 0.0))
    assert len(watch.live()) == 0


def test_a_radar_without_elevation_follows_in_the_plane() -> None:
    rng, watch = np.random.default_rng(13), Watch(velocity_slow_mps=60.0)
    fan = (10.0, 0.003, 0.15, 0.0)
    x = np.array([9000.0, 1000, 400, -60, 0, 0])
    for k in range(60):
        numbers = draws(rng, 1)
        numbers[0, 2] = 0.0
        watch.scan(float(k), [moving(x, k)], numbers, fan)
    track = watch.confirmed()[0]
    assert len(watch.live()) == 1
    assert np.linalg.norm(track.x[:2] - moving(x, 59.0)[:2]) < 4.0 * np.sqrt(track.P[0, 0] + track.P[1, 1])


def test_range_rate_tells_the_speed_sooner() -> None:
    x = np.array([100.0, 9000, 500, 5, -250, 0])
    errors = []
    for sigma in (RADAR, (*RADAR[:3], 1.0)):
        rng, watch = np.random.default_rng(14), Watch()
        for k in range(3):
            watch.scan(float(k), [moving(x, k)], draws(rng, 1), sigma)
        errors.append(np.sqrt(watch.live()[0].P[4, 4]))
    assert errors[1] < 0.3 * errors[0]


def test_the_grid_finds_what_going_through_all_finds() -> None:
    rng = np.random.default_rng(15)
    things = [np.concatenate([rng.uniform(-9000, 9000, 2), [800.0], rng.normal(0, 40, 2), [0.0]]) for _ in range(30)]
    numbers = [draws(rng, 30) for _ in range(12)]
    told = []
    for grid_from in (1.0, 1e9):
        watch = Watch(grid_from=grid_from)
        for k in range(12):
            watch.scan(float(k), [moving(x, k) for x in things], numbers[k])
        told.append(np.sort(watch.confirmed().x, axis=0))
    assert np.abs(told[0] - told[1]).max() < 1e-3  # pairs are summed in another order
    assert len(told[0]) >= 28


def test_the_same_bytes_compiled_and_in_plain_python() -> None:
    told = [
        subprocess.run(
            [sys.executable, str(SCENE), "3", "12"],
            env={**os.environ, "NUMBA_DISABLE_JIT": plain, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for plain in ("0", "1")
    ]
    assert told[0] == told[1]
    assert len(told[0].strip()) == 64
