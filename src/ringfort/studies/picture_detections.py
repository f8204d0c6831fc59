"""Recorded detections: a file's rows, put in order and divided into the scans of each sensor."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ringfort.errors import Problem
from ringfort.studies.picture_csv import RecordingError, Table, need, numbers, read_table, strangers, words
from ringfort.studies.picture_scans import divide, scan_times
from ringfort.tracking.tape import Measured

_PLACE = ("sensor_x_m", "sensor_y_m", "sensor_z_m")
_CARTESIAN, _CARTESIAN_SIGMA = ("x_m", "y_m", "z_m"), ("sigma_x_m", "sigma_y_m", "sigma_z_m")
_POLAR = ("range_m", "azimuth_deg", "elevation_deg")
_POLAR_SIGMA = ("sigma_range_m", "sigma_azimuth_deg", "sigma_elevation_deg")
_RATE = ("range_rate_mps", "sigma_range_rate_mps")
# A row without azimuth is a range alone, somewhere on the circle and not far up: as wide as makes an even density.
_ROUND, _RISE = 2.0 * math.pi, 0.15 * math.sqrt(2.0 * math.pi)
_LOW = 0.05  # elevation of what tells none
_GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)
COLUMNS = ("time_s", *_CARTESIAN, *_POLAR, "sensor", *_PLACE, "sigma_m", *_CARTESIAN_SIGMA, *_POLAR_SIGMA, *_RATE)
"""Every column that is read."""


@dataclass(frozen=True)
class Detections:
    """A recording in order of time. ``notices`` says what was done to it."""

    measured: Measured
    sensors: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What a user says of a file beyond its columns: NaN or empty where nothing."""

    sigma_m: float = math.nan
    place: tuple[float, ...] = ()
    scan_period_s: float = math.nan


def read_detections(path: Path, reading: Reading) -> Detections:
    """Return a file of detections. Raises RecordingError with file, line and column of what is wrong."""
    table = read_table(path)
    need(table, ["time_s"], COLUMNS)
    polar = _form(table)
    values, sigma = _polar(table) if polar else _cartesian(table, reading)
    times = numbers(table, "time_s")
    place = _places(table, reading, values.shape[1], polar)
    rate = np.nan_to_num(np.stack([numbers(table, name, blank=True) for name in _RATE], axis=1))
    table.raise_problems()
    names = words(table, "sensor")
    sensors = tuple(dict.fromkeys(names))
    owner = np.array([sensors.index(name) for name in names])
    notices = strangers(table, COLUMNS)
    if (np.diff(times) < 0.0).any():
        notices.append(f"{path}: rows are not in order of time; they were sorted")
    times, grouped = scan_times(times, owner, reading.scan_period_s)
    notices += [f"{path}: {text}" for text in grouped]
    order = np.lexsort((np.arange(len(times)), owner, times))
    columns = [array[order] for array in (values, sigma, place, rate)]
    by_row = Measured(polar, times[order], owner[order], None, *columns)
    return Detections(divide(by_row), sensors, tuple(notices))


def _form(table: Table) -> bool:
    """Return whether the rows are polar. Raises RecordingError where they are neither form, or both."""
    cartesian, polar = ("x_m" in table.names or "y_m" in table.names), ("range_m" in table.names)
    if cartesian and polar:
        problem = Problem(
            "rows have both x_m, y_m and range_m, azimuth_deg",
            where="header",
            remedy="keep one form; a second form can be a file of its own",
            file=table.file,
            line=table.header_line,
            column=table.names.index("range_m") + 1,
        )
        raise RecordingError(problem)
    need(table, _POLAR[:2] if polar or "azimuth_deg" in table.names else _CARTESIAN[:2], COLUMNS)
    return polar


def _cartesian(table: Table, reading: Reading) -> tuple[Any, Any]:
    """Return places and their errors (rows, dimensions), NaN where no error is told."""
    names = _CARTESIAN if "z_m" in table.names else _CARTESIAN[:2]
    values = np.stack([numbers(table, name) for name in names], axis=1)
    common = numbers(table, "sigma_m", above=0.0, blank=True)
    common = np.where(np.isnan(common), reading.sigma_m, common)
    own = np.stack([numbers(table, name, above=0.0, blank=True) for name in _CARTESIAN_SIGMA[: len(names)]], axis=1)
    return values, np.where(np.isnan(own), common[:, None], own)


def _polar(table: Table) -> tuple[Any, Any]:
    """Return range (m) and angles (rad) and their errors (rows, dimensions), NaN where no error is told.

    Where a row has no azimuth all are in space.
    """
    azimuth = numbers(table, "azimuth_deg", blank=True)
    alone = np.isnan(azimuth)
    count = 3 if "elevation_deg" in table.names or alone.any() else 2
    values = [numbers(table, "range_m", above=0.0), azimuth, numbers(table, "elevation_deg", blank=True)]
    sigma = [numbers(table, name, above=0.0, blank=True) for name in _POLAR_SIGMA]
    for k in np.flatnonzero(np.abs(values[2]) > 90.0):
        table.complain(int(k), "elevation_deg", "lies beyond the zenith", "write -90 to 90 degrees")
    if "elevation_deg" in table.names:
        for k in np.flatnonzero(np.isnan(values[2]) & ~alone):
            table.complain(int(k), "elevation_deg", "is empty", "write a number, or leave the azimuth empty too")
    found, told = np.stack(values, axis=1), np.stack(sigma, axis=1)
    found[:, 1:], told[:, 1:] = np.radians(found[:, 1:]), np.radians(told[:, 1:])
    _spread(found, told, alone, np.isnan(found[:, 2]) & (count == 3))
    return found[:, :count], told[:, :count]


def _spread(found: Any, told: Any, alone: Any, flat: Any) -> None:
    """Fill in the angles that rows lack: evenly over where a thing may be, so that what is counted by volume is right.

    ``alone``: rows without azimuth; ``flat``: rows without elevation. The tracker takes their angles from its tracks.
    """
    steps = _GOLDEN * np.arange(len(found))
    found[alone, 1], told[alone, 1] = _ROUND * (steps[alone] % 1.0), _ROUND / math.sqrt(2.0 * math.pi)
    found[flat, 2], told[flat, 2] = np.where(alone, _RISE * ((steps * _GOLDEN) % 1.0), _LOW)[flat], 0.15


def _places(table: Table, reading: Reading, dimensions: int, polar: bool) -> Any:
    """Return where the sensor of each row stands (rows, dimensions); the origin where nothing is said of it."""
    given = np.array((*reading.place, 0.0, 0.0, 0.0)[:dimensions])
    place = np.broadcast_to(given, (len(table.rows), dimensions)).copy()
    for k, name in enumerate(_PLACE[:dimensions]):
        if polar and name in table.names:
            place[:, k] = numbers(table, name)
    return place
