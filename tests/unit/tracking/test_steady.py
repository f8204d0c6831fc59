import math

import numpy as np
from scipy.linalg import solve_discrete_are
from tests.tolerance import within

from ringfort.tracking.steady import (
    alpha_beta,
    confirmation,
    gate_threshold,
    gate_volume,
    line_fit,
    mean_scans_to_confirm,
    random_walk,
)

SOLVER = within(rel=1e-8, because="the Riccati solver's own accuracy")
ROUNDING = within(rel=1e-12, because="a few operations in float64")


def test_kalata_1984_gains_solve_the_riccati_equation() -> None:
    period, acceleration, sigma = 2.0, 3.0, 15.0
    F, G = np.array([[1.0, period], [0.0, 1.0]]), np.array([[period**2 / 2.0], [period]])
    before = solve_discrete_are(F.T, np.array([[1.0], [0.0]]), acceleration**2 * G @ G.T, np.array([[sigma**2]]))
    steady = alpha_beta(period, acceleration, sigma)
    gain = before[:, 0] / (before[0, 0] + sigma**2)
    assert SOLVER(steady.alpha, gain[0])
    assert SOLVER(steady.beta, gain[1] * period)
    assert SOLVER(steady.predicted, before[0, 0])
    assert SOLVER(steady.velocity, before[1, 1] - gain[1] * before[0, 1])


def test_a_random_walk_settles_to_the_root() -> None:
    variance = 100.0
    for _ in range(200):
        variance += 0.3
        before = variance
        variance = before * 2.0 / (before + 2.0)
    assert ROUNDING(random_walk(0.3, 2.0)[0], before)
    assert ROUNDING(random_walk(0.3, 2.0)[2], variance)


def test_a_gate_in_two_dimensions_is_an_exponential() -> None:
    assert ROUNDING(gate_threshold(2, 0.99), -2.0 * math.log(0.01))
    assert ROUNDING(gate_volume(2, 9.0), 9.0 * math.pi)
    assert ROUNDING(gate_volume(3, 4.0), 8.0 * 4.0 * math.pi / 3.0)


def test_two_of_two_by_hand() -> None:
    p = 0.6
    assert ROUNDING(confirmation(2, 2, p, 3), p * p + (1.0 - p) * p * p)
    assert ROUNDING(mean_scans_to_confirm(2, 2, p), (1.0 + p) / (p * p))


def test_three_of_three_scans_is_a_cube() -> None:
    assert ROUNDING(confirmation(3, 3, 0.7, 3), 0.343)


def test_a_line_through_two_points() -> None:
    velocity, place = line_fit(2, 4.0, 10.0, 0.0)
    assert ROUNDING(velocity, math.sqrt(2.0) * 10.0 / 4.0)
    assert ROUNDING(place, 10.0)
