"""Where false alarms are dense and where they are not, learnt from a recording.

A region is cut in two where that makes the two densities differ most beyond chance, the parts likewise, until no cut is
worth it: a tree of boxes of even density. Where clutter is even there is one box. Boxes lie in coordinates of equal
volume or, as a radar's false alarms are more even in those, in range and angles.
Source: ram2011 (density estimation trees); that a cut is chosen by its likelihood is ours.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from ringfort.tracking.tape import Measured, owners

_WORTH = 8.0  # gain of log-likelihood for which a cut is made: the best of many cuts by chance gains some 5
_FEWEST = 8.0  # false alarms in a box
_SMALLEST = 1e-6  # side of a region, as all may be at one place
_STEEPEST = 0.05  # cosine of the elevation above which all is one cell


class Boxes(NamedTuple):
    """The clutter of one sensor: corners of the boxes (boxes, dimensions) and their density in its mean."""

    start_rad: float  # where azimuths begin to count
    low: Any
    high: Any
    density: Any
    volume: float  # of all, m^2 or m^3
    cells: float  # of all, in the boxes' own coordinates


class Clutter(NamedTuple):
    """The clutter of a recording, by sensor; with ``angular`` boxes lie in range and angles."""

    angular: bool
    boxes: tuple[Boxes, ...]


def learn(measured: Measured, angular: bool, weight: Any, worth: float = _WORTH) -> Clutter:
    """Return the clutter of a recording, ``weight`` (n,) being the odds that a detection is a false alarm.

    With ``worth`` infinite there is one box a sensor.
    """
    owner, found = owners(measured), []
    for s in range(int(measured.sensors.max()) + 1):
        values, own = measured.values[owner == s], weight[owner == s]
        start = _start(values[:, 1]) if measured.polar else 0.0
        points = _coordinates(values, measured.polar, angular, start)
        region = _region(points)
        leaves = list(_cut(points, own, region, worth))
        cells = float(np.prod(region[1] - region[0]))
        even = max(float(own.sum()), 1e-9) / cells
        volume = cells
        if angular:
            box = _region(_coordinates(values, measured.polar, False, start))
            volume = float(np.prod(box[1] - box[0]))
        low, high, density = (np.array([leaf[k] for leaf in leaves]) for k in range(3))
        found.append(Boxes(start, low, high, density / even, volume, cells))
    return Clutter(angular, tuple(found))


def density_at(clutter: Clutter, measured: Measured) -> Any:
    """Return how dense false alarms are at each detection, in the mean density of its sensor."""
    owner, found = owners(measured), np.ones(len(measured.values))
    for s, boxes in enumerate(clutter.boxes):
        values = measured.values[owner == s]
        points = _coordinates(values, measured.polar, clutter.angular, boxes.start_rad)
        points = np.clip(points, boxes.low.min(axis=0), np.nextafter(boxes.high.max(axis=0), -np.inf))
        here = np.ones(len(points))
        for low, high, density in zip(boxes.low, boxes.high, boxes.density, strict=True):
            here[((points >= low) & (points < high)).all(axis=1)] = density
        found[owner == s] = here * (boxes.volume / boxes.cells / _levers(values) if clutter.angular else 1.0)
    return found


def _start(azimuth_rad: Any) -> float:
    """Return the azimuth after the widest gap, so that no sector is torn apart."""
    turned = np.sort(azimuth_rad % (2.0 * math.pi))
    widest = int(np.argmax(np.diff(turned, prepend=turned[-1] - 2.0 * math.pi)))
    return float(turned[widest])


def _coordinates(values: Any, polar: bool, angular: bool, start_rad: float) -> Any:
    """Return places (n, dimensions) in range and angles or in coordinates of equal volume."""
    if not polar:
        return values
    r, azimuth = values[:, 0], (values[:, 1] - start_rad + 1e-9) % (2.0 * math.pi)
    if values.shape[1] == 2:
        return np.stack([r if angular else r * r / 2.0, azimuth], axis=1)
    e = values[:, 2]
    return np.stack([r if angular else r * r * r / 3.0, azimuth, e if angular else np.sin(e)], axis=1)


def _levers(values: Any) -> Any:
    """Return the volume that a metre and the angles span at each place."""
    r = np.maximum(values[:, 0], 1.0)
    if values.shape[1] == 2:
        return r
    return r * r * np.maximum(np.cos(values[:, 2]), _STEEPEST)


def _region(points: Any) -> tuple[Any, Any]:
    """Return the corners of a box about all points, as much larger as the region is likely to be."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum((high - low) / max(len(points) - 1, 1), 0.5 * _SMALLEST)
    return low - margin, high + margin


def _cut(points: Any, weight: Any, region: tuple[Any, Any], worth: float) -> Iterator[tuple[Any, Any, float]]:
    """Yield (low, high, density) of the boxes of a region."""
    low, high = region
    best, axis, at = max(_best_cut(points[:, k], weight, low[k], high[k], k) for k in range(len(low)))
    if best <= worth:
        yield low, high, max(float(weight.sum()), 0.5) / float(np.prod(high - low))
        return
    below = points[:, axis] < at
    middle_high, middle_low = high.copy(), low.copy()
    middle_high[axis] = middle_low[axis] = at
    yield from _cut(points[below], weight[below], (low, middle_high), worth)
    yield from _cut(points[~below], weight[~below], (middle_low, high), worth)


def _best_cut(places: Any, weight: Any, low: float, high: float, axis: int) -> tuple[float, int, float]:
    """Return (gain, axis, place) of the best cut across one axis.

    The gain of the log-likelihood is a ln(a/p) + b ln(b/q) with a, b the shares of the false alarms on either side and
    p, q those of the volume, times their number.
    """
    total = float(weight.sum())
    if total < 2.0 * _FEWEST:
        return 0.0, axis, low
    order = np.argsort(places)
    cuts, below = places[order][1:], np.cumsum(weight[order])[:-1]
    a, p = below / total, (cuts - low) / (high - low)
    fit = (np.minimum(below, total - below) >= _FEWEST) & (p > 0.0) & (p < 1.0)
    if not fit.any():
        return 0.0, axis, low
    a, p, cuts = a[fit], p[fit], cuts[fit]
    gains = total * (a * np.log(a / p) + (1.0 - a) * np.log((1.0 - a) / (1.0 - p)))
    k = int(np.argmax(gains))
    return float(gains[k]), axis, float(cuts[k])
