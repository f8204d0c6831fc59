"""The tracker alone: microseconds a scan in a raid, growth with the number of objects, and OSPA and GOSPA in clutter.

    python benchmarks/tracker.py speed       # a raid's usual scan: 24 tracks, 24 detections, 5 false alarms
    python benchmarks/tracker.py growth      # 96 to 960 objects at constant density
    python benchmarks/tracker.py merges      # 1000 objects, of which those in one resolution cell give one detection
    python benchmarks/tracker.py accuracy    # 5, 24 and 96 objects in the plane, 20 seeds (--seeds)

Times are processor times, the least of many short runs inside one compiled loop over recorded scenes, as in a raid: a
busy machine slows most of them, seldom all.
"""

import argparse
import math
import time
from typing import Any

import numpy as np

from ringfort.compiled import entry
from ringfort.sensors.contract import DETECTION
from ringfort.tracking.contract import Scan
from ringfort.tracking.metrics import gospa, ospa
from ringfort.tracking.picture import (
    BELIEF,
    LOG_ODDS,
    M_OF_N,
    NEAREST_NEIGHBOUR,
    Picture,
    Settings,
    clear,
    new_picture,
    settings,
    step,
)
from ringfort.tracking.replay import Recording, replay
from ringfort.tracking.tape import detection_dtype

RULES = {
    "nearest, M of N": {"association": NEAREST_NEIGHBOUR, "life": M_OF_N},
    "nearest, log-odds": {"association": NEAREST_NEIGHBOUR, "life": LOG_ODDS},
    "belief, M of N": {"association": BELIEF, "life": M_OF_N},
    "belief, log-odds": {"association": BELIEF, "life": LOG_ODDS},
}
# The motion of those scenes is known, as it is to the trackers that others run on them.
CLUTTER: dict[str, Any] = {
    "quiet_noise": 0.5,
    "manoeuvring_odds": 0.0,
    "fast_odds": 0.0,
    "velocity_slow_mps": 30.0,
    "gate": 13.8,
    "confirm_existence": 0.5,
}
PERIOD_S, ODDS, SCANS = 1.0, 0.9, 60
SIGMA_M, NOISE, CUT_OFF_M = 15.0, 0.5, 100.0  # of the scenes in clutter
CELL_M = 4.0 * SIGMA_M  # side of a resolution cell


def report(detection: Any, time_s: float, spherical: tuple[float, float, float], sigma: tuple[float, ...]) -> None:
    """Write a radar's detection at range, azimuth, elevation with the given accuracies."""
    r, a, e = spherical
    detection.clutter = 1.0
    detection.t, (detection.range_m, detection.azimuth_rad, detection.elevation_rad) = time_s, spherical
    detection.sigma_range_m, detection.sigma_azimuth_rad, detection.sigma_elevation_rad = sigma
    along = np.array([math.cos(e) * math.sin(a), math.cos(e) * math.cos(a), math.sin(e)])
    across = np.array([math.cos(a), -math.sin(a), 0.0])
    widths = (sigma[0] * along, r * math.cos(e) * sigma[1] * across, r * sigma[2] * np.cross(across, along))
    detection.position[:] = r * along
    detection.covariance[:] = sum(np.outer(w, w) for w in widths)


def raid(objects: int, false_alarms: float, scans: int, reach_m: float = 10_000.0) -> tuple[Any, Any]:
    """Return (detections, begin): drones that come in at 50 m/s from all round, seen by one radar, and false alarms."""
    rng, sigma = np.random.default_rng(3), (10.0, 0.003, 0.005)
    bearing, start = rng.uniform(0, 2 * np.pi, objects), rng.uniform(0.7 * reach_m, reach_m, objects)
    height = rng.uniform(200.0, 600.0, objects)
    rows, begin = [], [0]
    for k in range(scans):
        for i in np.flatnonzero(rng.random(objects) < ODDS):
            ground = start[i] - 50.0 * PERIOD_S * k
            truth = np.array([math.hypot(ground, height[i]), bearing[i], math.atan2(height[i], ground)])
            rows.append((k, truth + rng.normal(size=3) * sigma))
        alarms = rng.uniform([500.0, 0.0, 0.0], [2.0 * reach_m, 2 * np.pi, 0.3], (rng.poisson(false_alarms), 3))
        rows += [(k, alarm) for alarm in alarms]
        begin.append(len(rows))
    detections = np.zeros(len(rows), DETECTION).view(np.recarray)
    for detection, (k, spherical) in zip(detections, rows, strict=True):
        report(detection, k * PERIOD_S, tuple(spherical), sigma)
    return detections, np.array(begin)


@entry
def play(rules: Settings, picture: Picture, tape: Any, begin: Any, hand: Any, expected: Any) -> int:
    """Run the tracker over a tape once; return the number of tracks alive after all scans together.

    The last of ``expected`` is no odds but the density of false alarms.
    """
    clear(picture)
    alive, density = 0, expected[-1]
    for k in range(begin.size - 1):
        count = begin[k + 1] - begin[k]
        for j in range(count):
            hand[j] = tape[begin[k] + j]
        step(rules, picture, Scan(k * PERIOD_S, density), hand, count, expected)
        alive += picture.counters[2]
    return alive


def least_us(rules: Settings, tape: Any, begin: Any, seconds: float, density: float) -> tuple[float, float]:
    """Return the least time of a scan (us) in so many seconds of trying, and the mean number of live tracks."""
    most = int(np.diff(begin).max())
    dimensions = tape.position.shape[1]
    picture, hand = new_picture(8 * most, most, dimensions), np.zeros(most, tape.dtype).view(np.recarray)
    expected = np.full(8 * most + 1, ODDS)
    expected[-1] = density
    scans, least = begin.size - 1, math.inf
    alive = play(rules, picture, tape, begin, hand, expected)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        before = time.process_time()
        play(rules, picture, tape, begin, hand, expected)
        least = min(least, time.process_time() - before)
    return 1e6 * least / scans, alive / scans


def speed(seconds: float) -> None:
    """Print the time of a raid's usual scan under each pair of rules."""
    tape, begin = raid(24, 5.0, 120)
    print(f"{len(tape) / (begin.size - 1):.1f} detections a scan\n| rules | us a scan | live tracks |\n|---|---|---|")
    for name, rules in RULES.items():
        least, alive = least_us(settings(**rules), tape, begin, seconds, 1.3e-12)
        print(f"| {name} | {least:.2f} | {alive:.1f} |", flush=True)


def growth(seconds: float) -> None:
    """Print the time of a scan from 96 to 960 objects in clutter at constant density, and its exponent."""
    print("| objects | us a scan |\n|---|---|")
    times = []
    for objects in (96, 192, 384, 960):
        _, seen = in_clutter(objects, 1, half_box_m=2000.0 * math.sqrt(objects / 96.0))
        times.append(time_of(seen.points, seconds)[0])
        print(f"| {objects} | {times[-1]:.1f} |", flush=True)
    print(f"exponent {math.log(times[-1] / times[0]) / math.log(10.0):.2f}")


def time_of(points: list[Any], seconds: float) -> tuple[float, float]:
    """Return the time of a scan (us) over points in the plane, and the mean number of live tracks."""
    tape = np.zeros(sum(map(len, points)), detection_dtype(2)).view(np.recarray)
    tape.clutter[:] = 1.0
    tape.position[:], tape.covariance[:] = np.vstack(points), SIGMA_M * SIGMA_M * np.eye(2)
    begin = np.concatenate([[0], np.cumsum([len(scan) for scan in points])])
    return least_us(settings(**CLUTTER, **RULES["belief, log-odds"]), tape, begin, seconds, 96e-7)


def unresolved(points: Any) -> Any:
    """Return what is left of a scan's points where those in one cell of ``CELL_M`` give one, their mean."""
    _, where, count = np.unique(np.floor(points / CELL_M), axis=0, return_inverse=True, return_counts=True)
    return np.stack([np.bincount(where.ravel(), points[:, i]) / count for i in range(2)], axis=1)


def merges(seconds: float) -> None:
    """Print the time of a scan with 1000 objects, all apart and with one detection a cell, thinly and densely."""
    print("| box, km | detections | of them merged away | us a scan, all apart | one a cell | live tracks |")
    print("|---" * 6 + "|")
    for half_box_m in (6500.0, 3250.0):
        _, seen = in_clutter(1000, 1, half_box_m)
        kept = [unresolved(points) for points in seen.points]
        before, after = (sum(map(len, scans)) / SCANS for scans in (seen.points, kept))
        (apart, _), (joined, alive) = (time_of(scans, seconds) for scans in (seen.points, kept))
        head = f"| {half_box_m / 500.0:.1f} | {before:.0f} | {1.0 - after / before:.0%} "
        print(f"{head}| {apart:.0f} | {joined:.0f} | {alive:.0f} |", flush=True)


def in_clutter(objects: int, seed: int, half_box_m: float = 2000.0) -> tuple[list[Any], Recording]:
    """Return (truth, recording) of a scene in the plane: things that converge at 25-35 m/s, births, deaths, clutter.

    The truth is one array of shape (n, 2) a scan. Nearly constant velocity, 1.6 false alarms an object and scan.
    """
    rng, truth, points = np.random.default_rng([objects, seed]), [], []
    bearing, start = rng.uniform(0, 2 * np.pi, objects), rng.uniform(0.6, 0.95, objects)[:, None] * half_box_m
    place = start * np.stack([np.cos(bearing), np.sin(bearing)], axis=1)
    way = rng.normal(0.0, 0.15 * half_box_m, (objects, 2)) - place
    speed_mps = rng.uniform(25.0, 35.0, objects) / np.linalg.norm(way, axis=1)
    velocity = way * speed_mps[:, None]
    birth = np.where(rng.random(objects) < 0.4, 0, rng.integers(1, 16, objects))
    death = np.where(rng.random(objects) < 0.2, rng.integers(40, SCANS, objects), SCANS)
    root = np.linalg.cholesky(NOISE * np.array([[1 / 3, 1 / 2], [1 / 2, 1]]))
    for k in range(SCANS):
        there = (birth <= k) & (k < death)
        seen = place[there & (rng.random(objects) < ODDS)]
        alarms = rng.uniform(-half_box_m, half_box_m, (rng.poisson(1.6 * objects), 2))
        truth.append(place[there])
        points.append(rng.permutation(np.vstack([seen + rng.normal(0.0, SIGMA_M, seen.shape), alarms])))
        noise = rng.standard_normal((2, objects, 2))
        place = place + velocity * PERIOD_S + root[0, 0] * noise[0]
        velocity = velocity + root[1, 0] * noise[0] + root[1, 1] * noise[1]
    density = 1.6 * objects / (2.0 * half_box_m) ** 2
    return truth, Recording(np.arange(SCANS) * PERIOD_S, points, SIGMA_M, ODDS, density)


def accuracy(seeds: int) -> None:
    """Print mean OSPA and GOSPA (m, c = 100 m, p = 2) and their standard errors over the seeds."""
    print("| objects | rules | OSPA | GOSPA |\n|---|---|---|---|")
    for objects in (5, 24, 96):
        scenes = [in_clutter(objects, seed) for seed in range(1, seeds + 1)]
        for name, rules in RULES.items():
            scores = np.array([score(truth, replay(tape, **(CLUTTER | rules))) for truth, tape in scenes])
            mean, error = scores.mean(axis=0), scores.std(axis=0, ddof=1) / math.sqrt(seeds)
            print(
                f"| {objects} | {name} | {mean[0]:.2f} ± {error[0]:.2f} | {mean[1]:.1f} ± {error[1]:.1f} |", flush=True
            )


def score(truth: list[Any], picture: list[Any]) -> tuple[float, float]:
    """Return the mean OSPA and GOSPA (m) of one scene."""
    sets = [(there, shown.positions) for there, shown in zip(truth, picture, strict=True)]
    ospas = [ospa(there, shown, CUT_OFF_M, 2.0) for there, shown in sets]
    return float(np.mean(ospas)), float(
        np.mean([gospa(there, shown, CUT_OFF_M, 2.0).distance for there, shown in sets])
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "growth", "merges", "accuracy"))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=3.0, help="of trying for each time")
    given = parser.parse_args()
    timed = {"speed": speed, "growth": growth, "merges": merges}
    if given.what in timed:
        timed[given.what](given.seconds)
    else:
        accuracy(given.seeds)
