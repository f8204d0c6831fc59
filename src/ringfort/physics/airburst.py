"""Rounds whose fuze is told at the muzzle when to burst: a cloud of fragments on the way of the target."""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.gunnery import CarletonAxis, carleton_axis_factor, rounds_kill_probability

# Five-point Gauss-Hermite rule for exp(-x^2) (Abramowitz and Stegun 1964, table 25.10), in closed form.
_INNER, _OUTER = math.sqrt((5.0 - math.sqrt(10.0)) / 2.0), math.sqrt((5.0 + math.sqrt(10.0)) / 2.0)
_NODES = (-_OUTER, -_INNER, 0.0, _INNER, _OUTER)
_W_INNER, _W_OUTER = (7.0 + 2.0 * math.sqrt(10.0)) / 60.0, (7.0 - 2.0 * math.sqrt(10.0)) / 60.0  # of sum one
_WEIGHTS = (_W_OUTER, _W_INNER, 8.0 / 15.0, _W_INNER, _W_OUTER)


class Burst(NamedTuple):
    """A burst of programmed rounds at one distance: lengths in metres, one sigma an axis."""

    rounds: float
    peak: float  # odds of one round that bursts where it should, in (0, 1]
    along_m: float  # Carleton radius along the line of fire
    across_m: float  # and across it
    fuze_m: float  # spread of the bursts along the line
    scatter_m: float  # spread of the rounds across it
    bias_m: float  # error across that all rounds of the burst share


@compiled
def airburst_kill_probability(burst: Burst) -> float:
    """Return the odds that a burst of programmed rounds stops its target.

    P = E[1 - (1 - D(b))^n] over a circular normal bias b of ``bias_m`` an axis that all n rounds share; D(b) is the
    Carleton function of three axes averaged over fuze and scatter at the offset b, a product of
    ``carleton_axis_factor``. Five Gauss-Hermite nodes an axis.

    Domain: ``along_m``, ``across_m`` > 0. Relative error below 0.02 while ``bias_m`` is at most twice
    ``across_m``. Source: driels2013 (the form); washburn2009, ch. 2 (the shared bias); abramowitz1964, table 25.10.
    """
    across = burst.across_m
    along = carleton_axis_factor(burst.peak, CarletonAxis(burst.along_m, burst.fuze_m, 0.0))
    total = 0.0
    for i in range(5):
        x = math.sqrt(2.0) * burst.bias_m * _NODES[i]
        side = carleton_axis_factor(burst.peak, CarletonAxis(across, burst.scatter_m, x))
        for j in range(5):
            y = math.sqrt(2.0) * burst.bias_m * _NODES[j]
            up = carleton_axis_factor(burst.peak, CarletonAxis(across, burst.scatter_m, y))
            kill = rounds_kill_probability(burst.peak * along * side * up, burst.rounds)
            total += _WEIGHTS[i] * _WEIGHTS[j] * kill
    return min(total, 1.0)
