"""Recorded detections as the tracker reads them: scan after scan, of one or more sensors, in the plane or in space."""

from typing import Any, NamedTuple

import numpy as np

from ringfort.sensors.contract import DETECTION


class Tape(NamedTuple):
    """Scans in order of time. Those of scan k are ``begin[k] <= i < begin[k + 1]`` of ``detections``."""

    times_s: Any  # float64 (scans,)
    sensors: Any  # int64 (scans,): which sensor looked
    begin: Any  # int64 (scans + 1,)
    detections: Any  # recarray of detection_dtype


class Sensors(NamedTuple):
    """What is known of each sensor, arrays by sensor.

    A sensor is expected to see what lies within ``low <= place <= high`` (metres, shape (sensors, dimensions)).
    """

    odds: Any  # of detection
    density: Any  # false alarms a scan and m^2, or m^3, on average; a detection's own ``clutter`` times that, there
    opening: float  # density of things that are there when the tape begins, 0 = as of newcomers later
    low: Any
    high: Any


def detection_dtype(dimensions: int) -> np.dtype[np.void]:
    """Return the record of a detection in two or three dimensions; in three it is DETECTION."""
    shapes = {"position": (dimensions,), "covariance": (dimensions, dimensions)}
    fields = [(name, DETECTION[name].base, shapes.get(name, DETECTION[name].shape)) for name in DETECTION.names or ()]
    return np.dtype(fields, align=True)


def everywhere(dimensions: int, odds: float, density: float) -> Sensors:
    """Return one sensor that sees all there is."""
    edge = np.full((1, dimensions), np.inf)
    return Sensors(np.array([odds]), np.array([density]), 0.0, -edge, edge)


def dimensions_of(tape: Tape) -> int:
    """Return 2 or 3."""
    return int(tape.detections.position.shape[1])


def scan_sizes(tape: Tape) -> Any:
    """Return the number of detections of each scan."""
    return np.diff(tape.begin)


class Measured(NamedTuple):
    """Detections as a file gives them, in order of time and scan by scan; arrays by detection, in SI units.

    ``values`` and ``sigma`` (n, dimensions) are east, north (and up) or, with ``polar``, range, azimuth (and
    elevation) from ``place``; in the plane the range is along the ground. ``sigma`` is NaN where it is not known.
    ``rate`` (n, 2) is the range rate and its one-sigma error, 0 where there is none.
    """

    polar: bool
    times_s: Any  # float64 (scans,)
    sensors: Any  # int64 (scans,)
    begin: Any  # int64 (scans + 1,)
    values: Any
    sigma: Any
    place: Any
    rate: Any


def owners(measured: Measured) -> Any:
    """Return the sensor of each detection."""
    return np.repeat(measured.sensors, np.diff(measured.begin))


def tape_from(measured: Measured, sigma: Any, clutter: Any) -> Tape:
    """Return the detections as a tape, with ``sigma`` (sensors, dimensions) where the file tells none.

    ``clutter``: how dense false alarms are at each, in the mean density of its sensor; a number or (n,).
    """
    filled = np.where(np.isnan(measured.sigma), np.asarray(sigma)[owners(measured)], measured.sigma)
    n, dimensions = measured.values.shape
    detections = np.zeros(n, detection_dtype(dimensions)).view(np.recarray)
    axes = np.broadcast_to(np.eye(dimensions), (n, dimensions, dimensions))
    detections.position, detections.clutter, widths = measured.values, clutter, filled
    detections.sensor = owners(measured)
    if measured.polar:
        axes, widths = _axes(measured.values), filled * _levers(measured.values)
        detections.position = measured.place + measured.values[:, :1] * axes[:, 0]
        _write_polar(detections, measured, filled)
    detections.covariance = np.einsum("nij,ni,nik->njk", axes, widths * widths, axes)
    return Tape(measured.times_s, measured.sensors, measured.begin, detections)


def _axes(values: Any) -> Any:
    """Return unit vectors along the line of sight, across it and (in space) upward of it, shape (n, axis, place)."""
    a = values[:, 1]
    across = np.stack([np.cos(a), -np.sin(a)], axis=1)
    if values.shape[1] == 2:
        return np.stack([np.stack([np.sin(a), np.cos(a)], axis=1), across], axis=1)
    c, s = np.cos(values[:, 2]), np.sin(values[:, 2])
    along = np.stack([c * np.sin(a), c * np.cos(a), s], axis=1)
    up = np.stack([-s * np.sin(a), -s * np.cos(a), c], axis=1)
    return np.stack([along, np.column_stack([across, np.zeros(len(a))]), up], axis=1)


def _levers(values: Any) -> Any:
    """Return the metres that each coordinate's unit is worth at the detection, shape (n, dimensions)."""
    r = values[:, 0]
    level = r if values.shape[1] == 2 else r * np.cos(values[:, 2])
    return np.stack([np.ones_like(r), level, r][: values.shape[1]], axis=1)


def _write_polar(detections: Any, measured: Measured, sigma: Any) -> None:
    """Write range and angles, which tell what a detection lacks and how its range rate points."""
    detections.range_m, detections.azimuth_rad = measured.values[:, 0], measured.values[:, 1]
    detections.sigma_range_m, detections.sigma_azimuth_rad = sigma[:, 0], sigma[:, 1]
    if measured.values.shape[1] == 3:
        detections.elevation_rad, detections.sigma_elevation_rad = measured.values[:, 2], sigma[:, 2]
    detections.range_rate_mps, detections.sigma_range_rate_mps = measured.rate[:, 0], measured.rate[:, 1]
