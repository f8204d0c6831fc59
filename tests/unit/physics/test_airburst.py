"""Programmed rounds, against the integral done by SciPy and against limits known in closed form."""

import math

import pytest
from scipy.integrate import dblquad
from tests.tolerance import within

from ringfort.physics.airburst import Burst, airburst_kill_probability

_BURST = Burst(rounds=24.0, peak=0.3, along_m=6.0, across_m=2.0, fuze_m=2.0, scatter_m=1.5, bias_m=1.5)


def _factor(peak: float, radius: float, sigma: float, bias: float) -> float:
    """E exp(-D0 (x + b)^2 / R^2) for normal x, by the textbook."""
    spread = radius**2 + 2.0 * peak * sigma**2
    return radius / math.sqrt(spread) * math.exp(-peak * bias**2 / spread)


def _by_quadrature(burst: Burst) -> float:
    along = _factor(burst.peak, burst.along_m, burst.fuze_m, 0.0)

    def kill(y: float, x: float) -> float:
        one = burst.peak * along
        one *= _factor(burst.peak, burst.across_m, burst.scatter_m, x)
        one *= _factor(burst.peak, burst.across_m, burst.scatter_m, y)
        density = math.exp(-0.5 * (x * x + y * y) / burst.bias_m**2) / (2.0 * math.pi * burst.bias_m**2)
        return density * (1.0 - (1.0 - one) ** burst.rounds)

    far = 7.0 * burst.bias_m
    return dblquad(kill, -far, far, -far, far)[0]


@pytest.mark.parametrize("bias_m", [0.5, 1.5, 4.0, 15.0])
@pytest.mark.parametrize("rounds", [1.0, 24.0])
def test_the_average_over_the_shared_bias_is_the_integral(bias_m: float, rounds: float) -> None:
    burst = _BURST._replace(bias_m=bias_m, rounds=rounds)
    got = airburst_kill_probability(burst)
    assert within(rel=1e-4, because="128 steps of Simpson's rule, as the docstring says")(got, _by_quadrature(burst))


def test_without_errors_each_round_has_its_peak() -> None:
    burst = _BURST._replace(fuze_m=0.0, scatter_m=0.0, bias_m=0.0)
    check = within(1e-12, because="closed form")
    assert check(airburst_kill_probability(burst), 1.0 - (1.0 - burst.peak) ** burst.rounds)


def test_an_error_of_the_fuze_or_the_aim_costs_odds() -> None:
    odds = [airburst_kill_probability(_BURST._replace(fuze_m=f)) for f in (0.0, 5.0, 20.0, 100.0)]
    assert odds == sorted(odds, reverse=True) and odds[-1] < 0.5 * odds[0]
