"""Rounds whose fuze is told at the muzzle when to burst: a cloud of fragments on the way of the target."""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.gunnery import CarletonAxis, carleton_axis_factor, rounds_kill_probability

_STEPS = 128  # of Simpson's rule, an even number
_REACH = 6.5  # sigmas beyond which a Rayleigh tail is below 1e-9


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

    P = integral over b of (b/s^2) exp(-b^2/2s^2) [1 - (1 - D(b))^n] db, s the ``bias_m`` of each axis that all n rounds
    share; D(b) is the Carleton function of three axes averaged over fuze and scatter at the offset b, a product of
    ``carleton_axis_factor``. Simpson's rule on 128 steps.

    Domain: ``along_m``, ``across_m`` > 0. Relative error below 1e-4 while ``bias_m`` is below ten times ``across_m``.
    Source: driels2013 (the form); washburn2009, ch. 2 (the shared bias).
    """
    along = carleton_axis_factor(burst.peak, CarletonAxis(burst.along_m, burst.fuze_m, 0.0))
    side = carleton_axis_factor(burst.peak, CarletonAxis(burst.across_m, burst.scatter_m, 0.0))
    if burst.bias_m <= 0.0:
        return rounds_kill_probability(burst.peak * along * side * side, burst.rounds)
    total, step = 0.0, _REACH / _STEPS
    for k in range(1, _STEPS):
        sigmas = k * step
        off = carleton_axis_factor(burst.peak, CarletonAxis(burst.across_m, burst.scatter_m, sigmas * burst.bias_m))
        kill = rounds_kill_probability(burst.peak * along * side * off, burst.rounds)
        total += (4.0 if k % 2 == 1 else 2.0) * sigmas * math.exp(-0.5 * sigmas * sigmas) * kill
    return min(total * step / 3.0, 1.0)
