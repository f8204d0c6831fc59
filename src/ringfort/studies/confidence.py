"""Intervals at 95 %: of means, shares, quantiles and paired differences over the runs of a study.

Runs are independent, the objects within one are not; so everything here counts by runs, never by objects.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.physics.operations import wilson_interval

LEVEL = 0.95
_UPPER = 0.5 + 0.5 * LEVEL
_FEWEST = 6  # runs that must differ: five of five on one side happen by chance in 2 * 2^-5 = 6 %


class Estimate(NamedTuple):
    """A mean, share or quantile with its interval at 95 %; a bound is NaN where the runs cannot tell it."""

    mean: float
    low: float
    high: float


class Bounds(NamedTuple):
    """The least and the most that one run can hold, as far as is known before it is played; infinite = not known."""

    least: float = 0.0
    most: float = math.inf


class Difference(NamedTuple):
    """A paired difference with its interval; ``verdict`` is more, fewer, cannot tell or the same.

    ``runs_needed``: about how many runs would tell a difference of this size from none; 0 where that cannot be said.
    """

    mean: float
    low: float
    high: float
    verdict: str
    runs_needed: int


def student_half_width(values: Any) -> float:
    """Return half the interval of the mean of ``values`` (n,), n of 2 or more.

    ``t(0.975, n - 1) s / sqrt(n)``; good where the mean of n runs is near normal: tens of runs that hold the event.

    Source: student1908; law2015, chapter 4.
    """
    from scipy.special import stdtrit

    return float(stdtrit(len(values) - 1, _UPPER)) * float(np.std(values, ddof=1)) / math.sqrt(len(values))


def rare(runs: int) -> float:
    """Return the largest share of runs of a kind that none of ``runs`` (1 or more) was of, at 95 %: about 3.8 / runs.

    Wilson's upper bound of none; the rule of three (hanley1983) is its one-sided kin. Source: wilson1927.
    """
    return wilson_interval(0, runs, LEVEL)[1]


def mean(values: Any, bounds: Bounds | None = None) -> Estimate:
    """Return the mean of ``values`` (n,), one a run, n of 1 or more, with its interval.

    * Every run none or one: the interval of a share (wilson1927).
    * Every run the same c: the share of runs that differ is at most ``rare(n)``, so the mean lies between
      ``c - rare (c - least)`` and ``c + rare (most - c)``; an unknown ``most`` counts as c + 1, as if events came one
      at a time. Without ``bounds`` nothing widens.
    * Else Student's t, cut off at the bounds.
    """
    values = np.asarray(values, float)
    low, high = float(values.min()), float(values.max())
    if low == high:
        return _constant(low, len(values), bounds)
    centre, limits = float(values.mean()), bounds or Bounds(-math.inf)
    if limits.least == low == 0.0 and high == 1.0 and bool(np.isin(values, (0.0, 1.0)).all()):
        return Estimate(centre, *wilson_interval(float(values.sum()), len(values), LEVEL))
    half = student_half_width(values)
    return Estimate(centre, max(centre - half, limits.least), min(centre + half, limits.most))


def _constant(value: float, runs: int, bounds: Bounds | None) -> Estimate:
    """Return the mean of runs that are all the same."""
    if bounds is None:
        return Estimate(value, value, value) if runs > 1 else Estimate(value, math.nan, math.nan)
    most = bounds.most if bounds.most < math.inf else value + 1.0
    down, up = max(value - bounds.least, 0.0), max(most - value, 0.0)
    return Estimate(value, value - rare(runs) * down, value + rare(runs) * up)


def share(parts: Any, wholes: Any) -> Estimate:
    """Return the share ``sum(parts) / sum(wholes)``, both counts a run (n,), with its interval.

    Wilson's interval, with the number of wholes brought down to what it is worth: things of one run share its dice, so
    the variance is that of a ratio of sums over runs, ``n/(n-1) sum (a - p b)^2 / (sum b)^2``, and the worth is
    ``p (1 - p)`` over it, never more than the number of wholes. Where all or none are parts, the runs that had any are
    what counts. Raises ValueError where there are no wholes.

    Source: wilson1927; cochran1977, chapters 6 and 9 (ratio, clusters); franco2019 (the two together).
    """
    parts, wholes = np.asarray(parts, float), np.asarray(wholes, float)
    total, runs = float(wholes.sum()), len(parts)
    if total <= 0.0:
        raise ValueError("no wholes, no share")
    p = float(parts.sum()) / total
    worth = float(np.count_nonzero(wholes))
    if 0.0 < p < 1.0 and runs > 1:
        rest = parts - p * wholes
        variance = runs / (runs - 1) * float((rest * rest).sum()) / (total * total)
        worth = min(total, p * (1.0 - p) / variance) if variance > 0.0 else total
    low, high = wilson_interval(p * worth, worth, LEVEL)
    return Estimate(p, low if p > 0.0 else 0.0, high if p < 1.0 else 1.0)


def quantile(values: Any, runs: Any, at: float) -> Estimate:
    """Return the quantile ``at`` (0 to 1) of ``values`` with its interval; ``runs`` (same shape) says whose each is.

    The interval of the share of values at or below the quantile, read back as quantiles: order statistics where each
    run holds one value. Raises ValueError where there are no values.

    Source: woodruff1952.
    """
    ordered, owner = np.sort(np.asarray(values, float)), np.unique(runs, return_inverse=True)[1]
    if len(ordered) == 0:
        raise ValueError("no values, no quantile")
    centre = _order_statistic(ordered, at)
    below = share(np.bincount(owner, weights=np.asarray(values) <= centre), np.bincount(owner))
    low, high = at - (below.mean - below.low), at + (below.high - below.mean)
    return Estimate(centre, _order_statistic(ordered, low), _order_statistic(ordered, high))


def _order_statistic(ordered: Any, at: float) -> float:
    """Return the least value with at least the share ``at`` of values at or below it."""
    index = math.ceil(at * len(ordered)) - 1
    return float(ordered[min(max(index, 0), len(ordered) - 1)])


def difference(first: Any, second: Any) -> Difference:
    """Return ``second - first`` by run: two scenarios on the same dice, each (n,) with the same runs in order, n >= 1.

    Student's t on the differences of pairs: what chance does to both alike falls out. The runs cannot tell where the
    interval holds 0, or fewer than six runs differ at all (a sign test could not tell either); the runs needed are
    those whose half-width would be the difference found. Where all runs differ by the same, the bounds are those of
    ``mean`` for a difference of one.

    Source: law2015, chapter 10 (paired t), chapter 11 (common random numbers); student1908.
    """
    gaps = np.asarray(second, float) - np.asarray(first, float)
    count, differing, centre = len(gaps), int(np.count_nonzero(gaps)), float(gaps.mean())
    half = student_half_width(gaps) if count > 1 and np.ptp(gaps) > 0.0 else rare(count) * max(abs(centre), 1.0)
    low, high = centre - half, centre + half
    if differing == 0:
        return Difference(centre, low, high, "the same", 0)
    if differing < _FEWEST:
        return Difference(centre, low, high, "cannot tell", math.ceil(count * _FEWEST / differing))
    if low > 0.0 or high < 0.0:
        return Difference(centre, low, high, "more" if centre > 0.0 else "fewer", 0)
    needed = math.ceil(count * (half / centre) ** 2) if centre != 0.0 else 0
    return Difference(centre, low, high, "cannot tell", needed)
