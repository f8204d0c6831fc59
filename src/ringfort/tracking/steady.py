"""What a tracker settles to: closed forms for gains, gates and confirmation, against which the running code is held.

Plain Python with SciPy, not for kernels.
"""

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy.linalg import solve_discrete_are
from scipy.stats import chi2


class AlphaBeta(NamedTuple):
    """A steady alpha-beta filter: gains and variances (m^2, m^2/s^2) after the update, and of position before it."""

    tracking_index: float
    alpha: float
    beta: float
    position: float
    velocity: float
    predicted: float


def alpha_beta(period_s: float, sigma_acceleration: float, sigma_m: float) -> AlphaBeta:
    """Return the steady filter for acceleration that is white from scan to scan and constant within each.

    L = sa T^2 / sr; r = (4 + L - sqrt(8 L + L^2)) / 4; alpha = 1 - r^2; beta = 2 (2 - alpha) - 4 sqrt(1 - alpha);
    position alpha sr^2, before the update alpha/(1 - alpha) sr^2;
    velocity beta (2 alpha - beta)/(2 (1 - alpha)) sr^2/T^2.

    ``period_s`` T, ``sigma_acceleration`` sa (m/s^2), ``sigma_m`` sr (m), all above 0.
    Source: kalata1984 (tracking index); barshalom2001, sec. 6.5.
    """
    index = sigma_acceleration * period_s * period_s / sigma_m
    r = 0.25 * (4.0 + index - math.sqrt(8.0 * index + index * index))
    alpha = 1.0 - r * r
    beta = 2.0 * (2.0 - alpha) - 4.0 * r
    noise = sigma_m * sigma_m
    velocity = noise / (period_s * period_s) * beta * (2.0 * alpha - beta) / (2.0 * (1.0 - alpha))
    return AlphaBeta(index, alpha, beta, alpha * noise, velocity, alpha / (1.0 - alpha) * noise)


def random_walk(q: float, r: float) -> tuple[float, float, float]:
    """Return (variance before the update, gain, variance after it) of a steady filter of a scalar random walk.

    P = (q + sqrt(q^2 + 4 q r))/2, the root of the Riccati equation P^2 = q P + q r; K = P/(P + r).

    ``q``: variance of a step, ``r``: of a measurement, both above 0. Source: barshalom2001, ch. 5 (Riccati equation).
    """
    before = 0.5 * (q + math.sqrt(q * q + 4.0 * q * r))
    gain = before / (before + r)
    return before, gain, gain * r


def constant_velocity(period_s: float, q: float, sigma_m: float) -> tuple[Any, Any]:
    """Return (gains (2,), covariance after the update (2, 2)) of the steady filter for white continuous acceleration.

    ``q``: density (m^2/s^3). Solves the Riccati equation numerically. Source: barshalom2001, sec. 6.2.2; ch. 5.
    """
    t, noise = period_s, sigma_m * sigma_m
    F, H = np.array([[1.0, t], [0.0, 1.0]]), np.array([[1.0, 0.0]])
    Q = q * np.array([[t * t * t / 3.0, t * t / 2.0], [t * t / 2.0, t]])
    before = solve_discrete_are(F.T, H.T, Q, np.array([[noise]]))
    gain = before[:, 0] / (before[0, 0] + noise)
    return gain, before - np.outer(gain, before[0])


def gate_threshold(dimensions: int, probability: float) -> float:
    """Return the chi-square distance within which a right measurement falls with this probability.

    Source: barshalom2001, sec. 1.5 (tables of the chi-square distribution).
    """
    return float(chi2.ppf(probability, dimensions))


def gate_volume(dimensions: int, threshold: float) -> float:
    """Return the volume of the gate for a unit innovation covariance: c_n g^(n/2), c_n of the unit ball.

    Times sqrt(det S) in general. Source: blackman1999, ch. 6 (gating).
    """
    ball: float = math.pi ** (0.5 * dimensions) / math.gamma(0.5 * dimensions + 1.0)
    return float(ball * threshold ** (0.5 * dimensions))


def confirmation(hits: int, scans: int, odds: float, within: int) -> float:
    """Return the probability that, of the first ``within`` scans, some ``scans`` in a row held ``hits`` detections.

    Exact, by the Markov chain of the last N - 1 scans; the window starts empty, so it need not be full.
    Source: blackman1999, ch. 6 (M of N); the chain is ours.
    """
    open_windows = {0: 1.0}
    for _ in range(within):
        open_windows = _one_scan(open_windows, hits, scans, odds)
    return 1.0 - math.fsum(open_windows.values())


def _one_scan(open_windows: dict[int, float], hits: int, scans: int, odds: float) -> dict[int, float]:
    """Carry the odds of every unconfirmed window (bit k: detected k scans ago) on by one scan."""
    after: dict[int, float] = {}
    for window, weight in open_windows.items():
        for bit, chance in ((1, odds), (0, 1.0 - odds)):
            grown = ((window << 1) | bit) & ((1 << scans) - 1)
            if grown.bit_count() < hits:
                after[grown] = after.get(grown, 0.0) + weight * chance
    return after


@lru_cache(maxsize=64)
def mean_scans_to_confirm(hits: int, scans: int, odds: float) -> float:
    """Return the mean number of scans to the first window that confirms; ``odds`` above 0.

    The sum over scans of the probability of not being confirmed yet, solved as a linear system over reachable windows.
    Source: blackman1999, ch. 6 (M of N); the chain is ours.
    """
    windows, place = [0], {0: 0}
    steps: list[tuple[int, int, float]] = []
    for window in windows:  # grows as windows are reached: few of the 2^N hold less than M detections
        for after, weight in _one_scan({window: 1.0}, hits, scans, odds).items():
            if after not in place:
                place[after] = len(windows)
                windows.append(after)
            steps.append((place[window], place[after], weight))
    system = np.eye(len(windows))
    for before, after, weight in steps:
        system[before, after] -= weight
    return float(np.linalg.solve(system, np.ones(len(windows)))[place[0]])


def line_fit(points: int, period_s: float, sigma_m: float, ahead_s: float) -> tuple[float, float]:
    """Return one-sigma errors of a least-squares line: velocity, and place ``ahead_s`` after the last point.

    sv = (s/T) sqrt(12/(N (N^2 - 1))); place: s sqrt(1/N + (tau + (N - 1) T/2)^2 sv^2/s^2)

    ``points`` N at least 2, a ``period_s`` T apart, each with ``sigma_m`` s. Source: barshalom2001, ch. 3.
    """
    n = float(points)
    velocity = sigma_m / period_s * math.sqrt(12.0 / (n * (n * n - 1.0)))
    lever = ahead_s + 0.5 * (n - 1.0) * period_s
    return velocity, math.sqrt(sigma_m * sigma_m / n + lever * lever * velocity * velocity)
