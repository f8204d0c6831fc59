"""Scenes with known truth on which trackers are held against each other.

``plane``: things that converge at 25-35 m/s in a 4 km box, births and deaths, sigma 15 m, 1.6 false alarms an object
and scan (8 at 5 objects). ``space``: the same in three dimensions, up to 1 km high. ``turning``: in the plane, with
turns of 2 to 6 m/s^2 for a third of the time; ``swerving``: with harder, rarer ones. ``unequal``: two sensors of 8 and
30 m that look in turn. ``polar``: one radar at the corner, 20 m in range and 0.4 degrees in azimuth, false alarms even
in both.
"""

from typing import Any, NamedTuple

import numpy as np

from ringfort.tracking.measures import Moment
from ringfort.tracking.tape import Measured

KINDS = ("plane", "space", "turning", "unequal", "polar", "swerving")
_TURNS = {"turning": (0.05, 10, 2.0, 6.0), "swerving": (0.02, 6, 6.0, 12.0)}  # odds a scan, scans, m/s^2
SCANS, PERIOD_S, ODDS, NOISE, SIGMA_M, HALF_BOX_M = 60, 1.0, 0.9, 0.5, 15.0, 2000.0
TOP_M = 1000.0
_RADAR = np.array([-HALF_BOX_M, -HALF_BOX_M]) - 500.0
_RANGE_M, _AZIMUTH_RAD = 20.0, np.radians(0.4)


class Scene(NamedTuple):
    """``truth``: of each scan (ids, places, velocities). ``sigma``: what the detections' errors are, by row."""

    truth: list[Any]
    measured: Measured
    sigma: Any
    odds: float
    density: float  # false alarms a scan and m^2, or m^3, on average
    noise: float


def scene(kind: str, objects: int, seed: int) -> Scene:
    """Return a scene; the same kind, number and seed give the same one."""
    rng = np.random.default_rng([KINDS.index(kind), objects, seed])
    dimensions = 3 if kind == "space" else 2
    truth = fly(rng, objects, dimensions, turns=_TURNS.get(kind))
    volume = (2.0 * HALF_BOX_M) ** 2 * (TOP_M if dimensions == 3 else 1.0)
    rows: list[Any] = []
    for k, (_, places, _) in enumerate(truth):
        seen = places[rng.random(len(places)) < ODDS]
        alarms = rng.poisson(8.0 if objects == 5 else 1.6 * objects)
        points = _polar(rng, seen, alarms) if kind == "polar" else _points(rng, seen, alarms, _sigma(kind, k))
        rows.append(rng.permutation(points))
    sizes = [len(points) for points in rows]
    sensors = np.arange(SCANS) % 2 if kind == "unequal" else np.zeros(SCANS, np.int64)
    sigma = np.repeat([_sigma(kind, k) for k in range(SCANS)], sizes)[:, None] * np.ones(dimensions)
    if kind == "polar":
        sigma = np.broadcast_to([_RANGE_M, _AZIMUTH_RAD], (sum(sizes), 2))
    place = np.broadcast_to(_RADAR if kind == "polar" else np.zeros(dimensions), (sum(sizes), dimensions))
    values = np.vstack(rows)
    begin = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    rate = np.zeros((len(values), 2))
    unknown = np.full(values.shape, np.nan)
    measured = Measured(kind == "polar", np.arange(SCANS) * PERIOD_S, sensors, begin, values, unknown, place, rate)
    mean = (8.0 if objects == 5 else 1.6 * objects) / volume
    return Scene(truth, measured, sigma, ODDS, mean, NOISE)


def _sigma(kind: str, k: int) -> float:
    return (8.0, 30.0)[k % 2] if kind == "unequal" else SIGMA_M


def fly(rng: Any, objects: int, dimensions: int, turns: tuple[float, int, float, float] | None = None) -> list[Any]:
    """Return (ids, places, velocities) of every scan: births in the first quarter, a fifth dies in the last third."""
    bearing, start = rng.uniform(0, 2 * np.pi, objects), rng.uniform(0.6, 0.95, objects)[:, None] * HALF_BOX_M
    place = start * np.stack([np.cos(bearing), np.sin(bearing)], axis=1)
    aim = rng.normal(0.0, 0.15 * HALF_BOX_M, (objects, 2))
    if dimensions == 3:
        place = np.column_stack([place, rng.uniform(0.0, 0.4 * TOP_M, objects)])
        aim = np.column_stack([aim, rng.uniform(0.0, 0.2 * TOP_M, objects)])
    way = aim - place
    velocity = way * (rng.uniform(25.0, 35.0, objects) / np.linalg.norm(way, axis=1))[:, None]
    birth = np.where(rng.random(objects) < 0.4, 0, rng.integers(1, 16, objects))
    death = np.where(rng.random(objects) < 0.2, rng.integers(40, SCANS, objects), SCANS)
    root = np.linalg.cholesky(NOISE * np.array([[1 / 3, 1 / 2], [1 / 2, 1]]))
    truth, turn, left = [], np.zeros(objects), np.zeros(objects, np.int64)
    for k in range(SCANS):
        there = np.flatnonzero((birth <= k) & (k < death))
        truth.append((there, place[there], velocity[there]))
        noise = rng.standard_normal((2, objects, dimensions))
        if turns:
            left -= 1
            fresh = (left < 0) & (rng.random(objects) < turns[0])
            left[fresh], turn[fresh] = (
                turns[1],
                rng.choice([-1.0, 1.0], fresh.sum()) * rng.uniform(*turns[2:], fresh.sum()),
            )
            velocity = _turned(velocity, np.where(left >= 0, turn, 0.0))
        place = place + velocity * PERIOD_S + root[0, 0] * noise[0]
        velocity = velocity + root[1, 0] * noise[0] + root[1, 1] * noise[1]
    return truth


def _turned(velocity: Any, acceleration: Any) -> Any:
    """Return velocities after half a period of turning at each end of a straight step."""
    angle = acceleration * PERIOD_S / np.linalg.norm(velocity, axis=1)
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([c * velocity[:, 0] - s * velocity[:, 1], s * velocity[:, 0] + c * velocity[:, 1]], axis=1)


def _points(rng: Any, seen: Any, alarms: int, sigma_m: float) -> Any:
    """Return what is measured of the things that are seen, and false alarms all over the box."""
    dimensions = seen.shape[1]
    low, high = np.full(dimensions, -HALF_BOX_M), np.full(dimensions, HALF_BOX_M)
    if dimensions == 3:
        low[2], high[2] = 0.0, TOP_M
    return np.vstack([seen + rng.normal(0.0, sigma_m, seen.shape), rng.uniform(low, high, (alarms, dimensions))])


def _polar(rng: Any, seen: Any, alarms: int) -> Any:
    """Return the same as range and azimuth from the corner."""
    off = seen - _RADAR
    told = np.stack([np.linalg.norm(off, axis=1), np.arctan2(off[:, 0], off[:, 1])], axis=1)
    told = told + rng.normal(size=told.shape) * [_RANGE_M, _AZIMUTH_RAD]
    return np.vstack([told, rng.uniform([500.0, 0.0], [6000.0, 0.5 * np.pi], (alarms, 2))])


def moments(truth: list[Any], pictures: list[Any]) -> list[Moment]:
    """Return truth and (ids, places, velocities) shown after each scan, as the measures take them."""
    return [Moment(*there, *told) for there, told in zip(truth, pictures, strict=True)]
