"""How far a picture is from the truth (OSPA, GOSPA), and whether a filter's errors are as large as it says (NEES, NIS).

For reports and tests, in plain Python: NumPy and SciPy, not for kernels.
"""

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import chi2


class Gospa(NamedTuple):
    """GOSPA and its parts; the parts are powers p of metres and sum to distance^p when alpha = 2."""

    distance: float
    localisation: float
    missed: float
    false: float


def _points(points: Any) -> Any:
    """Return points as an array of shape (n, dimensions); a flat list is of numbers on a line."""
    array = np.asarray(points, dtype=float)
    return array if array.ndim == 2 else array.reshape(-1, 1)


def _costs(truth: Any, estimate: Any, c: float, p: float) -> Any:
    """Return min(distance, c)^p of every pair, shape (truth, estimate)."""
    a, b = _points(truth), _points(estimate)
    if len(a) == 0 or len(b) == 0:
        return np.zeros((len(a), len(b)))
    return np.minimum(np.linalg.norm(a[:, None, :] - b[None, :, :], axis=2), c) ** p


def ospa(truth: Any, estimate: Any, c: float, p: float) -> float:
    """Return the optimal subpattern assignment distance between two sets of points.

    d = [ (min over assignments of sum min(d_i, c)^p + c^p |m - n|) / max(m, n) ]^(1/p); 0 for two empty sets.

    ``truth``, ``estimate``: shape (m, dimensions) and (n, dimensions), or numbers on a line (m). ``c``: cut-off (m).
    ``p``: order, at least 1. Source: schuhmacher2008.
    """
    costs = _costs(truth, estimate, c, p)
    m, n = costs.shape
    if max(m, n) == 0:
        return 0.0
    matched = float(costs[linear_sum_assignment(costs)].sum())
    return float(((matched + c**p * abs(m - n)) / max(m, n)) ** (1.0 / p))


def gospa(truth: Any, estimate: Any, c: float, p: float, alpha: float = 2.0) -> Gospa:
    """Return the generalised OSPA; with alpha = 2 localisation of what is matched, plus c^p/2 a missed or false one.

    d = [ min over assignments of sum min(d_i, c)^p + c^p/alpha |m - n| ]^(1/p)

    Arguments as for ``ospa``; a pair at c or farther is no match, half of its c^p for one missed, half for one false.
    ``alpha``: above 0, at most 2. Source: rahmathullah2017.
    """
    costs = _costs(truth, estimate, c, p)
    m, n = costs.shape
    matched = costs[linear_sum_assignment(costs)]
    apart = int((matched >= c**p).sum())
    localisation = float(matched[matched < c**p].sum())
    missed = c**p * (0.5 * apart + max(m - n, 0) / alpha)
    false = c**p * (0.5 * apart + max(n - m, 0) / alpha)
    return Gospa((localisation + missed + false) ** (1.0 / p), localisation, missed, false)


def normalised_error(error: Any, covariance: Any) -> float:
    """Return e' P^-1 e: the normalised estimation (or innovation) error squared, chi-square on a matched model.

    ``error``: shape (n,). ``covariance``: shape (n, n). Source: barshalom2001, sec. 5.4.
    """
    e = np.asarray(error, dtype=float)
    return float(e @ np.linalg.solve(np.asarray(covariance, dtype=float), e))


def consistency_bounds(dimensions: int, runs: int, confidence: float) -> tuple[float, float]:
    """Return between which bounds the mean NEES or NIS of ``runs`` independent runs lies with this confidence.

    The sum is chi-square with dimensions times runs degrees of freedom; both tails are cut alike.
    Source: barshalom2001, sec. 5.4.
    """
    tail = 0.5 * (1.0 - confidence)
    freedom = dimensions * runs
    return float(chi2.ppf(tail, freedom)) / runs, float(chi2.ppf(1.0 - tail, freedom)) / runs
