"""A radar and a camera at the origin, and the scans that they make: detections as the engine would write them."""

import hashlib
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

from ringfort.compiled import entry
from ringfort.sensors.contract import DETECTION
from ringfort.tracking.contract import CONFIRMED
from ringfort.tracking.picture import Picture, Scan, Settings, clear, new_picture, settings, step

RADAR = (10.0, 0.003, 0.004, 0.0)  # one-sigma: range (m), azimuth, elevation (rad), range rate (m/s, 0 = none)
CAMERA = (20_000.0, 0.001, 0.001, 0.0)
DENSITY = 1e-12  # false alarms a scan and cubic metre


def records(count: int) -> Any:
    return np.zeros(count, DETECTION).view(np.recarray)


def observe(detection: Any, state: Any, sigma: tuple[float, ...], draws: Any) -> None:
    """Write what a sensor at the origin measures of a thing at ``state`` (place, velocity), given standard normals."""
    x, v = np.asarray(state[:3]), np.asarray(state[3:])
    distance = float(np.linalg.norm(x))
    r = max(distance + sigma[0] * draws[0], 1.0) if sigma[0] < distance else distance
    a = float(np.arctan2(x[0], x[1])) + sigma[1] * draws[1]
    e = float(np.arcsin(x[2] / distance)) + sigma[2] * draws[2]
    u = np.array([np.cos(e) * np.sin(a), np.cos(e) * np.cos(a), np.sin(e)])
    across = np.array([np.cos(a), -np.sin(a), 0.0])
    up = np.array([-np.sin(e) * np.sin(a), -np.sin(e) * np.cos(a), np.cos(e)])
    detection.range_m, detection.azimuth_rad, detection.elevation_rad = r, a, e
    detection.sigma_range_m, detection.sigma_azimuth_rad, detection.sigma_elevation_rad = sigma[:3]
    detection.range_rate_mps, detection.sigma_range_rate_mps = float(x @ v) / distance + sigma[3] * draws[3], sigma[3]
    detection.cross_section_dbsm, detection.clutter = -10.0, 1.0
    detection.position[:] = r * u
    widths = (sigma[0] * u, r * np.cos(e) * sigma[1] * across, r * sigma[2] * up)
    detection.covariance[:] = sum(np.outer(w, w) for w in widths)


@entry
def step_cached(
    rules: Settings, picture: Picture, scan: Scan, detections: Any, count: int, expected: Any
) -> None:  # kept on disk, so that each process of the tests need not compile it
    step(rules, picture, scan, detections, count, expected)


class Watch:
    """A tracker with its detections, stepped from Python."""

    def __init__(self, tracks: int = 64, /, **named: float) -> None:
        self.rules: Settings = settings(**named)
        self.picture: Picture = new_picture(tracks, 64, interacting=self.rules.interacting == 1.0)
        self.detections, self.expected = records(64), np.zeros(tracks)
        clear(self.picture)

    def scan(
        self, time_s: float, states: Iterable[Any], draws: Any, sigma: tuple[float, ...] = RADAR, odds: float = 0.9
    ) -> None:
        """Take in one scan that sees exactly ``states``; ``draws`` has one row of four standard normals for each."""
        seen = list(states)
        for detection, state, row in zip(self.detections, seen, draws, strict=False):
            observe(detection, state, sigma, row)
        self.take(time_s, len(seen), odds)

    def take(self, time_s: float, count: int, odds: Any) -> None:
        """Take in one scan of the first ``count`` detections as they are."""
        self.expected[:] = odds
        step_cached(self.rules, self.picture, Scan(time_s, DENSITY), self.detections, count, self.expected)

    def point(self, place: Any, sigma_m: float) -> None:
        """Write a point with equal errors into the first detection."""
        detection = self.detections[0]
        detection.position[:], detection.covariance[:] = place, sigma_m * sigma_m * np.eye(3)
        detection.range_m, detection.sigma_range_m, detection.clutter = 1000.0, sigma_m, 1.0

    def confirmed(self) -> Any:
        return self.picture.tracks[self.picture.tracks.status == CONFIRMED]

    def live(self) -> Any:
        return self.picture.tracks[self.picture.tracks.status > 0]


def moving(state: Any, time_s: float) -> Any:
    """Where a thing that flies straight on is after ``time_s``."""
    x = np.array(state, dtype=float)
    x[:3] += time_s * x[3:]
    return x


def busy_scene(seed: int, scans: int) -> str:
    """Play a scene with crossing things, false alarms, a camera and range rates; return the hash of all its tracks."""
    rng, watch, told = np.random.default_rng(seed), Watch(association=1.0, life=1.0), hashlib.sha256()
    things = [np.array([8e3 - 900 * k, 900.0 * k, 1500, -120 - 30 * k, -20 * k, -8.0]) for k in range(6)]
    for k in range(scans):
        doppler = (RADAR[0], RADAR[1], RADAR[2], 2.0 if k % 3 == 0 else 0.0)
        seen = [moving(x, float(k)) for x in things if rng.random() < 0.85]
        alarms = [np.concatenate([rng.uniform(500, 9000, 3), np.zeros(3)]) for _ in range(rng.poisson(3))]
        watch.scan(float(k), seen + alarms, rng.standard_normal((40, 4)), doppler, 0.85)
        watch.scan(k + 0.3, [moving(things[0], k + 0.3)], rng.standard_normal((1, 4)), CAMERA, 0.5)
        told.update(watch.picture.tracks.tobytes())
    return told.hexdigest()


if __name__ == "__main__":
    print(busy_scene(int(sys.argv[1]), int(sys.argv[2])))
