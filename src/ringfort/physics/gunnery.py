"""Gunnery: will a round, a burst or a stream of rounds hit and kill?

Errors are normal in the plane across the line of fire. The dispersion differs from round to round; the bias (aiming,
tracking, wind, wear) is common to all rounds of a burst. Rounds of one burst are therefore not independent, and to
treat them so overstates the kill (Washburn and Kress 2009, ch. 2).

Special functions are written out here, so that compiled and plain Python give the same bytes.
"""

import math
from typing import NamedTuple

from ringfort.compiled import compiled

PROBABLE_ERRORS_PER_SIGMA = 0.6744897501960817  # the median of |x| for a standard normal x
CIRCULAR_ERRORS_PER_SIGMA = math.sqrt(2.0 * math.log(2.0))  # the median radius of a circular standard normal

# Five-point Gauss-Legendre rule on [-1, 1] (Abramowitz and Stegun 1964, table 25.4), in closed form.
_INNER, _OUTER = math.sqrt(5.0 - 2.0 * math.sqrt(10.0 / 7.0)) / 3.0, math.sqrt(5.0 + 2.0 * math.sqrt(10.0 / 7.0)) / 3.0
_NODES = (-_OUTER, -_INNER, 0.0, _INNER, _OUTER)
_W_INNER, _W_OUTER = (322.0 + 13.0 * math.sqrt(70.0)) / 900.0, (322.0 - 13.0 * math.sqrt(70.0)) / 900.0
_WEIGHTS = (_W_OUTER, _W_INNER, 128.0 / 225.0, _W_INNER, _W_OUTER)
_PANELS = 24
_REACH = 9.5  # beyond so many sigmas a normal tail is below 1e-20


class CarletonAxis(NamedTuple):
    """One axis of a Carleton damage function and of the delivery error along it, all in metres."""

    radius_m: float
    sigma_m: float
    bias_m: float


@compiled
def normal_tail(x: float) -> float:
    """Return the probability that a standard normal exceeds ``x``.

    Series erf(z) = 2/sqrt(pi) exp(-z^2) sum 2^n z^(2n+1)/(1 3 ... (2n+1)) (eq. 7.1.6) below 2.5 sigmas, the continued
    fraction of erfc (eq. 7.1.14) above; z = x/sqrt(2). Relative error below 1e-12 for every tail above 1e-300.

    Source: abramowitz1964, eqs. 7.1.6 and 7.1.14.
    """
    z = abs(x)
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    if z < 2.5:
        term, total = z, z
        for n in range(1, 60):
            term *= z * z / (2.0 * n + 1.0)
            total += term
        tail = 0.5 - density * total
    else:
        fraction = z
        for n in range(120, 0, -1):
            fraction = z + n / fraction
        tail = density / fraction
    return tail if x >= 0.0 else 1.0 - tail


@compiled
def circular_hit_probability(radius_m: float, sigma_m: float) -> float:
    """Return the probability that a round with circular normal error and no bias hits a disc.

    P = 1 - exp(-a^2 / (2 s^2)), with a the disc's ``radius_m`` and s the ``sigma_m`` of each axis, in metres.

    Domain: ``sigma_m`` > 0. Source: washburn2009, ch. 2.
    """
    ratio = radius_m / sigma_m
    return -math.expm1(-0.5 * ratio * ratio)


@compiled
def _poisson_race(y: float, mu: float) -> float:
    """P[K < M] for independent Poisson K of mean ``mu`` and M of mean ``y``: the noncentral chi-square's own series."""
    weight, mass = math.exp(-y), math.exp(-mu)
    below, total = mass, 0.0
    mode = max(y, math.sqrt(y * mu))
    for m in range(1, 3000):
        weight *= y / m
        term = weight * below
        total += term
        if m > mode and term < 1e-17 * total:
            break
        mass *= mu / m
        below += mass
    return min(total, 1.0)


@compiled
def _disc_quadrature(a: float, b: float) -> float:
    """Integrate the Rice density from 0 to ``a`` about the bias ``b``, in sigmas, where ``a b`` is large."""
    low = b - math.sqrt((b - a) * (b - a) + _REACH * _REACH) if b > a else b - _REACH
    half = 0.5 * (min(a, b + _REACH) - low) / 24
    total = 0.0
    for panel in range(24):
        middle = low + half * (2 * panel + 1)
        for i in range(5):
            r = middle + half * _NODES[i]
            u = 1.0 / (8.0 * r * b)
            bessel = 1.0 + u * (1.0 + u * (4.5 + u * (37.5 + u * 459.375)))  # I0(x) sqrt(2 pi x) exp(-x)
            total += _WEIGHTS[i] * math.sqrt(r / b) * math.exp(-0.5 * (r - b) * (r - b)) * bessel
    return min(total * half / math.sqrt(2.0 * math.pi), 1.0)


@compiled
def biased_hit_probability(radius_m: float, sigma_m: float, bias_m: float) -> float:
    """Return the probability that a round with circular normal error about a biased aim point hits a disc.

    P = 1 - Q1(b/s, a/s), the noncentral chi-square distribution of two degrees of freedom and noncentrality b^2/s^2 at
    a^2/s^2; a is ``radius_m``, s is ``sigma_m``, b is ``bias_m``, all in metres. With y = a^2/2s^2 and mu = b^2/2s^2 it
    is the probability that a Poisson count of mean mu stays below one of mean y, a sum of positive terms; where both
    are large the Rice density is integrated with the asymptotic Bessel function (abramowitz1964, eq. 9.7.1).

    Domain: ``sigma_m`` > 0, ``bias_m`` >= 0. Relative error below 1e-9; below 1e-290 the answer is zero.
    Source: rice1944, sec. 3.10; washburn2009, ch. 2.
    """
    a, b = radius_m / sigma_m, bias_m / sigma_m
    if a - b > _REACH:
        return 1.0
    if b - a > 36.0:
        return 0.0
    if a * a + b * b < 1200.0:
        return _poisson_race(0.5 * a * a, 0.5 * b * b)
    return _disc_quadrature(a, b)


@compiled
def interval_hit_probability(half_width_m: float, sigma_m: float, bias_m: float) -> float:
    """Return the probability that a normal error of mean ``bias_m`` falls within plus or minus ``half_width_m``.

    P = Phi((h - b)/s) - Phi((-h - b)/s), lengths in metres. Domain: ``sigma_m`` > 0. Source: washburn2009, ch. 2.
    """
    b = abs(bias_m)
    near, far = (b - half_width_m) / sigma_m, (b + half_width_m) / sigma_m
    if near > 0.0:
        return normal_tail(near) - normal_tail(far)
    return 1.0 - normal_tail(-near) - normal_tail(far)


@compiled
def rectangular_hit_probability(
    width_m: float, height_m: float, sigma_x_m: float, sigma_y_m: float, bias_x_m: float, bias_y_m: float
) -> float:
    """Return the probability that a round with elliptical normal error about a biased aim point hits a rectangle.

    The product of two interval probabilities; ``width_m`` lies along x and ``height_m`` along y, the
    axes of the ellipse.

    Domain: both sigmas > 0. Source: washburn2009, ch. 2.
    """
    across = interval_hit_probability(0.5 * width_m, sigma_x_m, bias_x_m)
    return across * interval_hit_probability(0.5 * height_m, sigma_y_m, bias_y_m)


@compiled
def rounds_kill_probability(kill_probability: float, rounds: float) -> float:
    """Return the probability that at least one of ``rounds`` independent rounds kills: 1 - (1 - p)^n.

    Source: washburn2009, ch. 2.
    """
    if kill_probability >= 1.0:
        return 1.0 if rounds > 0.0 else 0.0
    return -math.expm1(rounds * math.log1p(-kill_probability))


@compiled
def drawn_bias_kill_probability(
    range_m: float, dispersion_rad: float, drawn_bias_rad: float, radius_m: float, rounds: float, kill_given_hit: float
) -> float:
    """Return the probability that a burst kills, once the bias of this burst is known (one draw a burst in a raid).

    Given the bias the rounds are independent: P = 1 - (1 - k p(b))^n, with p the biased single-shot hit on a disc of
    ``radius_m``, k ``kill_given_hit``, n ``rounds``; angles are one-sigma radians of each axis, ``drawn_bias_rad`` is
    the length of the bias (a Rayleigh draw).

    Domain: ``range_m`` > 0, ``dispersion_rad`` > 0. Source: washburn2009, ch. 2.
    """
    hit = biased_hit_probability(radius_m, dispersion_rad * range_m, drawn_bias_rad * range_m)
    return rounds_kill_probability(kill_given_hit * hit, rounds)


@compiled
def common_bias_kill_probability(
    range_m: float, dispersion_rad: float, bias_rad: float, radius_m: float, rounds: float, kill_given_hit: float
) -> float:
    """Return the probability that a burst kills, averaged over a bias that all its rounds share.

    P = integral over b of (b/sb^2) exp(-b^2/2sb^2) [1 - (1 - k p(b))^n] db, sb the one-sigma ``bias_rad`` of each axis
    times the range, the rest as in ``drawn_bias_kill_probability``. Five-point Gauss rule on 24 panels about the edge
    of the disc, where the bracket falls from its full value to nothing; the part within is exact.

    Domain: ``range_m`` > 0, ``dispersion_rad`` > 0, ``bias_rad`` >= 0. Relative error below 1e-5
    to a hundred thousand rounds.
    Source: washburn2009, ch. 2.
    """
    sigma, spread = dispersion_rad * range_m, bias_rad * range_m
    if spread <= 0.0:
        return drawn_bias_kill_probability(range_m, dispersion_rad, 0.0, radius_m, rounds, kill_given_hit)
    low, high = max(0.0, radius_m - _REACH * sigma), min(radius_m + _REACH * sigma, 9.0 * spread)
    surely = rounds_kill_probability(kill_given_hit, rounds)
    total = surely * circular_hit_probability(low, spread)
    half = 0.5 * (high - low) / _PANELS
    if half <= 0.0:
        return total
    for panel in range(_PANELS):
        middle = low + half * (2 * panel + 1)
        for i in range(5):
            b = (middle + half * _NODES[i]) / spread
            kill = rounds_kill_probability(kill_given_hit * biased_hit_probability(radius_m, sigma, b * spread), rounds)
            total += _WEIGHTS[i] * half / spread * b * math.exp(-0.5 * b * b) * kill
    return total


@compiled
def independent_kill_probability(
    range_m: float, dispersion_rad: float, bias_rad: float, radius_m: float, rounds: float, kill_given_hit: float
) -> float:
    """Return what a burst would do if each round drew a bias of its own: an upper bound, for comparison only.

    The marginal single-shot hit has the variance s^2 + sb^2; arguments as in ``common_bias_kill_probability``.

    Source: washburn2009, ch. 2.
    """
    sigma = range_m * math.sqrt(dispersion_rad * dispersion_rad + bias_rad * bias_rad)
    return rounds_kill_probability(kill_given_hit * circular_hit_probability(radius_m, sigma), rounds)


@compiled
def carleton_axis_factor(peak: float, axis: CarletonAxis) -> float:
    """Return one axis' factor R/sqrt(R^2 + 2 D0 s^2) exp(-D0 b^2/(R^2 + 2 D0 s^2)) of the averaged Carleton function.

    ``peak`` is D0 in (0, 1]. Domain: ``axis.radius_m`` > 0. Source: driels2013 (the form).
    """
    spread = axis.radius_m * axis.radius_m + 2.0 * peak * axis.sigma_m * axis.sigma_m
    return axis.radius_m / math.sqrt(spread) * math.exp(-peak * axis.bias_m * axis.bias_m / spread)


@compiled
def carleton_kill_probability(peak: float, along: CarletonAxis, across: CarletonAxis) -> float:
    """Return the Carleton damage function averaged over a normal miss.

    D(x, y) = D0 exp(-D0 (x^2/Rx^2 + y^2/Ry^2)), with ``peak`` D0 in (0, 1]; the Gaussian integral is exact. Each axis
    holds its R, the delivery error's sigma and its bias, in metres.

    Domain: R > 0. Source: driels2013 (the form); the average is our integral, checked numerically.
    """
    return peak * carleton_axis_factor(peak, along) * carleton_axis_factor(peak, across)


@compiled
def carleton_area_m2(radius_along_m: float, radius_across_m: float) -> float:
    """Return the mean area of effect pi Rx Ry (m^2): the Carleton function's integral over the plane, whatever D0.

    Source: driels2013.
    """
    return math.pi * radius_along_m * radius_across_m


@compiled
def radius_probability(radius_m: float, sigma_x_m: float, sigma_y_m: float) -> float:
    """Return the probability that an elliptical normal error without bias falls within ``radius_m``.

    P = 1 - (2/pi) integral over a quarter turn of exp(-r^2 / 2(sx^2 cos^2 f + sy^2 sin^2 f)) df, the polar integral in
    the whitened plane; the trapezoidal rule, which hoover1984 uses too, converges exponentially on a periodic function.

    Domain: at least one sigma > 0. Relative error below 1e-9 for ratios of the sigmas down to 0.1, 1e-3 for any ratio.
    Source: hoover1984.
    """
    total = 0.0
    for i in range(64):
        angle = (i + 0.5) * math.pi / 128.0
        along, across = sigma_x_m * math.cos(angle), sigma_y_m * math.sin(angle)
        total -= math.expm1(-0.5 * radius_m * radius_m / (along * along + across * across))
    return total / 64.0


@compiled
def circular_error_probable(sigma_x_m: float, sigma_y_m: float) -> float:
    """Return the exact circular error probable: the radius that holds half of an elliptical normal without bias.

    Bisection of ``radius_probability`` between the limits of a line and of a circle.

    Domain: at least one sigma > 0. Source: hoover1984.
    """
    largest = max(sigma_x_m, sigma_y_m)
    low, high = 0.67 * largest, 1.18 * largest
    for _ in range(48):
        middle = 0.5 * (low + high)
        if radius_probability(middle, sigma_x_m, sigma_y_m) < 0.5:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@compiled
def circular_error_mean_sigma(sigma_x_m: float, sigma_y_m: float) -> float:
    """Return the common approximation CEP = 0.59 (sx + sy); within 3 percent for ratios of 0.3 and more.

    Source: elder1986.
    """
    return 0.59 * (sigma_x_m + sigma_y_m)


@compiled
def circular_error_two_sigma(sigma_x_m: float, sigma_y_m: float) -> float:
    """Return the common approximation CEP = 0.562 s_large + 0.615 s_small; within 1 percent for ratios of 0.3 and more.

    Source: elder1986.
    """
    return 0.562 * max(sigma_x_m, sigma_y_m) + 0.615 * min(sigma_x_m, sigma_y_m)


@compiled
def within_circle(radius_m: float, circular_error_m: float) -> float:
    """Return the probability of an impact within ``radius_m`` of the aim point: 1 - 0.5^((r/CEP)^2).

    Domain: circular normal without bias, ``circular_error_m`` > 0. Source: washburn2009, ch. 2.
    """
    ratio = radius_m / circular_error_m
    return -math.expm1(-math.log(2.0) * ratio * ratio)


@compiled
def burst_s(rounds: float, rate_per_s: float) -> float:
    """Return how long a burst lasts, n/rate in seconds: the gun is busy until the cycle of its last round ends.

    Domain: ``rate_per_s`` > 0. Source: the definition of a rate of fire.
    """
    return rounds / rate_per_s


@compiled
def last_arrival_s(rounds: float, rate_per_s: float, flight_time_s: float) -> float:
    """Return when the last round of a burst arrives, in seconds after the trigger: ``burst_s`` plus the flight time.

    Domain: ``rate_per_s`` > 0. Source: the definition of a rate of fire.
    """
    return burst_s(rounds, rate_per_s) + flight_time_s
