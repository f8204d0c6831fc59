"""Closed forms of operations analysis: what a chain of defences must do when nothing surprising happens.

They are no part of a raid. They are the answers that a raid of textbook parts has to reproduce, and what an analyst
writes on the back of an envelope. Plain Python: probabilities as floats, counts as integers.
"""

import math
from statistics import NormalDist
from typing import NamedTuple

# leakage -----------------------------------------------------------------------------------------------------------


def kill_by_salvo(sspk: float, shots: int, track: float = 1.0) -> float:
    """Chance that a threat dies to a salvo of independent shots.

    ``K = Pt (1 - (1 - p)^n)``; p ``sspk``, n ``shots``, Pt ``track`` the chance that all its shots are possible at all
    (detected, classified, tracked). Probabilities between 0 and 1.

    Source: wilkening1999, the model's kill probability of a warhead.
    """
    return track * (1.0 - (1.0 - sspk) ** shots)


def leakers_exactly(threats: int, kill: float, leakers: int) -> float:
    """Chance that exactly so many threats leak, each killed independently.

    ``P(x) = C(W, x) (1 - K)^x K^(W - x)``; W ``threats``, x ``leakers``, K ``kill``.

    Source: wilkening1999, the binomial model.
    """
    return math.comb(threats, leakers) * (1.0 - kill) ** leakers * kill ** (threats - leakers)


def no_leak_common_track(threats: int, sspk: float, shots: int, track: float) -> float:
    """Chance that nothing leaks where the track fails for all threats together.

    ``P(0) = Pt (1 - (1 - p)^n)^W``: larger than with independent tracks, for the same expected leakage.

    Source: wilkening1999, common-mode factor.
    """
    return track * kill_by_salvo(sspk, shots) ** threats


def shots_for_no_leak(threats: int, goal: float, sspk: float, track: float) -> float:
    """Shots at each threat that reach a chance of no leak, as a real number.

    ``n = ln(1 - P0^(1/W) / Pt) / ln(1 - p)``; P0 ``goal``, W ``threats``, p ``sspk`` between 0 and 1, Pt ``track``.
    Infinite where ``P0^(1/W) >= Pt``: no number of shots makes up for threats that are not tracked; one where p is 1.

    Source: wilkening1999, the model inverted.
    """
    needed = goal ** (1.0 / threats)
    if needed >= track:
        return math.inf
    if sspk >= 1.0:
        return 1.0
    return math.log(1.0 - needed / track) / math.log(1.0 - sspk)


def layered_kill(*layers: float) -> float:
    """Chance that a threat dies in one of several independent layers, ``1 - prod(1 - K_i)``.

    Source: washburn_kress2009.
    """
    return 1.0 - math.prod(1.0 - kill for kill in layers)


# shoot, look, shoot --------------------------------------------------------------------------------------------------


class Assessment(NamedTuple):
    """How a look after each shot can be wrong."""

    live_declared_dead: float = 0.0
    dead_declared_live: float = 0.0


PERFECT = Assessment()


def shoot_look_shoot(sspk: float, shots: int, looks: int, look: Assessment = PERFECT) -> tuple[float, float]:
    """Chance to leak and expected shots of up to ``looks`` salvos of ``shots``, with an assessment between them.

    A recursion over looks on the chances that the threat is (live, engaged) and (dead, still engaged): with a perfect
    look ``leak = q^m`` and ``shots = n (1 - q^m) / (1 - q)``, ``q = (1 - p)^n``. A live threat declared dead leaks; a
    dead one declared live is shot at again; after the last look every live threat leaks.

    Source: washburn_kress2009, shooting without and with feedback.
    """
    survives = (1.0 - sspk) ** shots
    live, dead, leak, fired = 1.0, 0.0, 0.0, 0.0
    for _ in range(looks):
        fired += shots * (live + dead)
        dead = (dead + live * (1.0 - survives)) * look.dead_declared_live
        live *= survives
        leak += live * look.live_declared_dead
        live *= 1.0 - look.live_declared_dead
    return leak + live, fired


def leakers_of_magazine(threats: int, interceptors: int, sspk: float, shots_each: int) -> float:
    """Expected leakers of threats that come one after another, shot at until dead or ``shots_each`` are spent.

    ``f(w, i, k) = p f(w-1, i-1, m) + (1-p) f(w, i-1, k-1)``, ``f(w, i, 0) = 1 + f(w-1, i, m)``, ``f(w, 0, .) = w``,
    ``f(0, ., .) = 0``: w threats left, i interceptors left, k shots left at this threat, perfect assessment.

    Source: elementary; a dynamic programme over the three counts.
    """
    after = [0.0] * (interceptors + 1)  # f(w - 1, i, m) by i
    for left in range(1, threats + 1):
        row = [1.0 + value for value in after]  # k = 0
        row[0] = float(left)
        for _ in range(shots_each):
            hit_or_miss = [sspk * after[i - 1] + (1.0 - sspk) * row[i - 1] for i in range(1, interceptors + 1)]
            row = [float(left), *hit_or_miss]
        after = row
    return after[interceptors]


# fire distribution ---------------------------------------------------------------------------------------------------


def survivors_of_random_fire(targets: int, shots: int, sspk: float) -> float:
    """Expected survivors where every shot picks its target at random, ``N (1 - p/N)^M``.

    Source: washburn_kress2009, uncoordinated fire.
    """
    return targets * (1.0 - sspk / targets) ** shots


def survivors_of_uniform_fire(targets: int, shots: int, sspk: float) -> float:
    """Expected survivors where shots are shared out evenly, ``r (1-p)^(q+1) + (N-r) (1-p)^q``, M = q N + r.

    Source: washburn_kress2009, coordinated fire.
    """
    each, extra = divmod(shots, targets)
    return extra * (1.0 - sspk) ** (each + 1) + (targets - extra) * (1.0 - sspk) ** each


# queues --------------------------------------------------------------------------------------------------------------


def erlang_loss(load: float, channels: int) -> float:
    """Chance that an arrival finds every fire channel busy and is lost (Erlang's B).

    ``B(0) = 1``, ``B(n) = a B(n-1) / (n + a B(n-1))``; a ``load`` (arrival rate over service rate). Holds for any
    distribution of service times.

    Source: kleinrock1975, M/M/m/m.
    """
    blocked = 1.0
    for busy in range(1, channels + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked


def erlang_delay(load: float, channels: int) -> float:
    """Chance that an arrival has to wait where none is lost (Erlang's C).

    ``C = B / (1 - rho (1 - B))``, ``rho = a / c``; one where the load reaches the number of channels, as the queue then
    grows for ever.

    Source: kleinrock1975, M/M/m.
    """
    if load >= channels:
        return 1.0
    blocked = erlang_loss(load, channels)
    return blocked / (1.0 - load / channels * (1.0 - blocked))


class Queue(NamedTuple):
    """Threats arrive, are served by one of the channels, and are lost at a rate while they wait (all in 1/s)."""

    arrival_rate: float
    service_rate: float
    channels: int
    patience_rate: float


def erlang_abandon(queue: Queue) -> tuple[float, float]:
    """Chance to be lost while waiting, and chance to have to wait, with exponential patience (Erlang's A).

    The steady state of a birth-death chain with death rate ``min(n, c) mu + max(n - c, 0) theta``; the loss is
    ``theta E[queue] / lambda``. The patience rate must be positive. The chain is cut where its terms no longer count.

    Source: mandelbaum2007.
    """
    arrival, service, channels, patience = queue
    weight, total, waiting, queued, state = 1.0, 0.0, 0.0, 0.0, 0
    while state <= channels or weight > 1e-18 * total:
        total += weight
        if state >= channels:
            waiting += weight
            queued += weight * (state - channels)
        state += 1
        weight *= arrival / (min(state, channels) * service + max(state - channels, 0) * patience)
    return patience * queued / total / arrival, waiting / total


# geometry of time ----------------------------------------------------------------------------------------------------


class Approach(NamedTuple):
    """A threat that comes straight in, and an interceptor of constant mean speed (m, m/s, s)."""

    detect_range_m: float
    least_range_m: float
    greatest_range_m: float
    threat_mps: float
    interceptor_mps: float
    reaction_s: float
    between_s: float


def intercept_ranges(approach: Approach) -> list[float]:
    """Ranges at which successive shots meet the threat, in m; their number is the shots there is time for.

    A shot launched at threat range R meets it at ``r = R vi / (vi + vt)``. The first waits for the reaction, each next
    one for the last intercept and ``between_s``, and all until r is within the greatest range; below the least range
    there is no more shot.

    Source: elementary; a closing geometry of constant speeds.
    """
    share = approach.interceptor_mps / (approach.interceptor_mps + approach.threat_mps)
    in_reach = (approach.detect_range_m - approach.greatest_range_m / share) / approach.threat_mps
    met: list[float] = []
    launch = max(approach.reaction_s, in_reach)  # hold fire until the intercept lies within reach
    while True:
        meet = (approach.detect_range_m - approach.threat_mps * launch) * share
        if meet < approach.least_range_m or meet <= 0.0:
            return met
        met.append(meet)
        launch += meet / approach.interceptor_mps + approach.between_s


# salvos --------------------------------------------------------------------------------------------------------------


class Fleet(NamedTuple):
    """One side of Hughes's salvo model: units, and what each can do."""

    units: float
    offence: float  # good shots a unit fires
    defence: float  # good shots a unit stops
    staying_power: float  # good shots that put a unit out of action


def salvo_losses(side: Fleet, enemy: Fleet) -> float:
    """Units that a side loses to one simultaneous salvo.

    ``dA = (beta B - y A) / w``, held between nothing and all; A units of defence y and staying power w, B enemy units
    of offence beta.

    Source: hughes1995, salvo equations.
    """
    through = enemy.offence * enemy.units - side.defence * side.units
    return min(max(through / side.staying_power, 0.0), side.units)


def leakers_of_stochastic_salvo(threats: int, aimed: float, shots: int, stops: float) -> float:
    """Expected well-aimed threats beyond those stopped, ``E[max(X - Y, 0)]`` of two binomials.

    X of ``threats`` with chance ``aimed``, Y of ``shots`` with chance ``stops``. At least the deterministic
    ``max(E X - E Y, 0)``, as the positive part is convex (Jensen).

    Source: armstrong2005, stochastic salvo.
    """
    attack = [leakers_exactly(threats, 1.0 - aimed, x) for x in range(threats + 1)]
    defence = [leakers_exactly(shots, 1.0 - stops, y) for y in range(shots + 1)]
    return sum(a * d * max(x - y, 0) for x, a in enumerate(attack) for y, d in enumerate(defence))


# search and money ----------------------------------------------------------------------------------------------------


def search_coverage(speed_mps: float, sweep_width_m: float, time_s: float, area_m2: float) -> float:
    """Area swept over area to search, ``v w t / A``.

    Source: koopman1980.
    """
    return speed_mps * sweep_width_m * time_s / area_m2


def random_search(coverage: float) -> float:
    """Chance to find by random search, ``1 - exp(-coverage)``.

    Source: koopman1980, random search.
    """
    return -math.expm1(-coverage)


def inverse_cube_search(coverage: float) -> float:
    """Chance to find on parallel sweeps by the inverse-cube law of sighting, ``erf(sqrt(pi) / 2 coverage)``.

    Source: koopman1980, inverse-cube law.
    """
    return math.erf(0.5 * math.sqrt(math.pi) * coverage)


def cost_per_kill(cost_per_engagement: float, kill: float) -> float:
    """Money spent for each threat killed, engagement cost over kill probability; infinite where nothing is killed.

    Source: elementary.
    """
    return cost_per_engagement / kill if kill > 0.0 else math.inf


# claims --------------------------------------------------------------------------------------------------------------


def wilson_interval(successes: float, trials: float, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of a success probability from a count of successes.

    ``(p + z^2/2n -+ z sqrt(p (1-p)/n + z^2/4n^2)) / (1 + z^2/n)``; p the share of ``successes`` among n ``trials``
    (positive), z the normal quantile of ``confidence``. It says how far chance reaches, not whether the claim is true.

    Source: wilson1927.
    """
    z = NormalDist().inv_cdf(0.5 + 0.5 * confidence)
    share = successes / trials
    centre = share + z * z / (2.0 * trials)
    half = z * math.sqrt(share * (1.0 - share) / trials + z * z / (4.0 * trials * trials))
    widen = 1.0 + z * z / trials
    return (centre - half) / widen, (centre + half) / widen
