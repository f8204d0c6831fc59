"""Which rows of a recording were seen in one look of a sensor, and which looks saw nothing."""

from typing import Any

import numpy as np

from ringfort.tracking.tape import Measured

_SAME_S = 1e-6  # rows closer than this in time are of one scan
_CLEAR_GAP = 5.0  # a gap so many times longer than the next shorter one divides scans from each other
_FEW = 1.3  # rows at a time below which each row is thought to have a time of its own
_ENOUGH = 20  # rows from which that can be told
_NEAR_WHOLE = 0.05  # a gap so near to a whole number of periods is one
_REGULAR = 0.9  # share of such gaps from which a sensor is thought to look regularly
_MOST_FILLED = 5.0  # empty looks for each one that saw something


def scan_times(times_s: Any, owner: Any, period_s: float) -> tuple[Any, list[str]]:
    """Return the time of the scan of each row, and what was done, in words. Rows may stand in any order.

    ``owner``: sensor of each row. ``period_s``: NaN where the user does not tell it.
    """
    found, said = np.array(times_s, dtype=float), []
    for s in range(int(owner.max()) + 1):
        rows = np.flatnonzero(owner == s)
        rows = rows[np.argsort(found[rows], kind="stable")]
        own = found[rows]
        new = np.concatenate([[True], np.diff(own) > _SAME_S])
        if not np.isnan(period_s):
            turn = np.floor((own - own[0]) / period_s + 1e-9)
            new = np.concatenate([[True], np.diff(turn) > 0.0])
        elif len(own) > _ENOUGH and len(own) < _FEW * new.sum():
            gap = _clear_gap(own)
            if gap > 0.0:
                new = np.concatenate([[True], np.diff(own) > gap])
                said.append(f"rows less than {gap:.3g} s apart were taken for one scan (--scan-period tells otherwise)")
        scan = np.cumsum(new) - 1
        found[rows] = (np.bincount(scan, own) / np.bincount(scan))[scan]
    return found, list(dict.fromkeys(said))


def _clear_gap(times_s: Any) -> float:
    """Return a gap that divides the scans, where gaps within and between them are clearly apart; else 0."""
    gaps = np.sort(np.diff(times_s))
    gaps = gaps[gaps > _SAME_S]
    if len(gaps) < _ENOUGH:
        return 0.0
    ratios = gaps[1:] / gaps[:-1]
    ratios[: len(gaps) // 20] = 0.0  # a few rows that chance brought close together divide nothing
    ratios[-max(len(gaps) // 100, 2) :] = 0.0  # nor do a few long pauses
    k = int(np.argmax(ratios))
    return float(np.sqrt(gaps[k] * gaps[k + 1])) if ratios[k] > _CLEAR_GAP else 0.0


def divide(measured: Measured) -> Measured:
    """Return a recording, of which ``times_s`` and ``sensors`` are by row, divided into scans; empty ones are added.

    Rows are in order of time and, at one time, of sensor.
    """
    new = np.concatenate([[True], (np.diff(measured.times_s) > 0.0) | (np.diff(measured.sensors) != 0)])
    first = np.flatnonzero(new)
    times, sensors, sizes = measured.times_s[first], measured.sensors[first], np.diff(np.append(first, len(new)))
    empty = [(t, s) for s in range(int(sensors.max()) + 1) for t in empty_looks(times[sensors == s])]
    times = np.append(times, [t for t, _ in empty])
    sensors = np.append(sensors, np.array([s for _, s in empty], np.int64))
    sizes = np.append(sizes, np.zeros(len(empty), np.int64))
    order = np.lexsort((sensors, times))
    begin = np.concatenate([[0], np.cumsum(sizes[order])]).astype(np.int64)
    return measured._replace(times_s=times[order], sensors=sensors[order].astype(np.int64), begin=begin)


def empty_looks(times_s: Any) -> list[float]:
    """Return the times at which a sensor that looks regularly must have looked and seen nothing."""
    gaps = np.diff(times_s)
    if len(gaps) < 4:
        return []
    period = float(np.quantile(gaps, 0.1))
    whole = np.rint(gaps / period)
    if np.mean(np.abs(gaps / period - whole) < _NEAR_WHOLE * whole) < _REGULAR:
        return []
    if (whole - 1.0).sum() > _MOST_FILLED * len(times_s):
        return []
    return [
        float(start + gap * k / n)
        for start, gap, n in zip(times_s[:-1], gaps, whole.astype(int), strict=True)
        for k in range(1, n)
    ]
