"""Recorded truth: where each object was at any time between its first row and its last."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ringfort.errors import Problem
from ringfort.studies.picture_csv import RecordingError, need, numbers, read_table, strangers, words

_PLACES, _SPEEDS = ("x_m", "y_m", "z_m"), ("vx_mps", "vy_mps", "vz_mps")
_AWAY = 2.5  # usual gaps between the rows of an object, above which it was away meanwhile
_COLUMNS = ("time_s", "object", *_PLACES, *_SPEEDS)


@dataclass(frozen=True)
class Flown:
    """One object: rising times (n,), places (n, dimensions), velocities likewise."""

    name: str
    times_s: Any
    places: Any
    velocities: Any


@dataclass(frozen=True)
class Truth:
    """All objects, in the file's order."""

    paths: tuple[Flown, ...]
    longest_s: float  # gap between two rows of an object, above which it was away
    notices: tuple[str, ...]

    def at(self, time_s: float) -> tuple[Any, Any, Any]:
        """Return (numbers, places, velocities) of the objects that are there, between two rows on a straight line."""
        there = [(k, one) for k, one in enumerate(self.paths) if _there(one.times_s, time_s, self.longest_s)]
        places = np.array([_between(time_s, one.times_s, one.places) for _, one in there])
        speeds = np.array([_between(time_s, one.times_s, one.velocities) for _, one in there])
        return np.array([k for k, _ in there], np.int64), places, speeds


def _there(times_s: Any, time_s: float, longest_s: float) -> bool:
    after = int(np.searchsorted(times_s, time_s))
    if after == len(times_s) or times_s[after] == time_s:
        return after < len(times_s)
    return after > 0 and bool(times_s[after] - times_s[after - 1] <= longest_s)


def _between(time_s: float, times_s: Any, values: Any) -> list[float]:
    return [float(np.interp(time_s, times_s, values[:, i])) for i in range(values.shape[1])]


def read_truth(path: Path, dimensions: int) -> Truth:
    """Return the truth in so many dimensions. Raises RecordingError with file, line and column of what is wrong."""
    table = read_table(path)
    need(table, ("time_s", "object", "x_m", "y_m"), _COLUMNS)
    if dimensions == 3 and "z_m" not in table.names:
        problem = Problem("the detections are in space and the truth is not", where="header", file=table.file)
        raise RecordingError(Problem(problem.what, "", "header", "add a column z_m", table.file, table.header_line, 1))
    places = np.stack([numbers(table, name) for name in _PLACES[:dimensions]], axis=1)
    speeds = np.stack([numbers(table, name, blank=True) for name in _SPEEDS[:dimensions]], axis=1)
    times, names = numbers(table, "time_s"), words(table, "object")
    table.raise_problems()
    notices = strangers(table, _COLUMNS)
    if dimensions == 2 and "z_m" in table.names:
        notices.append(f"{path}: the detections are in the plane; z_m is not read")
    paths, owner = [], np.array(names)
    for name in dict.fromkeys(names):
        rows = np.flatnonzero(owner == name)
        rows = rows[np.argsort(times[rows], kind="stable")]
        twice = np.flatnonzero(np.diff(times[rows]) == 0.0)
        if len(twice):
            table.complain(int(rows[twice[0] + 1]), "time_s", f"object {name} stands twice at one time", "keep one row")
            table.raise_problems()
        paths.append(Flown(name, times[rows], places[rows], _speeds(times[rows], places[rows], speeds[rows])))
    gaps = np.concatenate([np.diff(one.times_s) for one in paths])
    return Truth(tuple(paths), _AWAY * float(np.median(gaps)) if len(gaps) else 0.0, tuple(notices))


def _speeds(times_s: Any, places: Any, told: Any) -> Any:
    """Return the velocities that the file tells, else the slopes between its rows; NaN for an object of one row."""
    if not np.isnan(told).any():
        return told
    if len(times_s) < 2:
        return np.full(places.shape, np.nan)
    return np.gradient(places, times_s, axis=0)
