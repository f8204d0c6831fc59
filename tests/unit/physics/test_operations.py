"""Operations analysis: closed forms against enumeration, small simulations and other solvers."""

import itertools
import math
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats
from tests.tolerance import within

from ringfort.physics import allocation, operations
from ringfort.physics.operations import Approach, Assessment, Fleet, Queue

EXACT = within(1e-12, rel=1e-9, because="sums and products in double precision")
CHANCE = st.floats(0.05, 0.95)


@given(threats=st.integers(1, 20), sspk=CHANCE, shots=st.integers(1, 4), track=CHANCE)
def test_leakers_are_binomial(threats: int, sspk: float, shots: int, track: float) -> None:
    kill = operations.kill_by_salvo(sspk, shots, track)
    chances = [operations.leakers_exactly(threats, kill, x) for x in range(threats + 1)]
    assert EXACT(sum(chances), 1.0)
    assert EXACT(sum(x * chance for x, chance in enumerate(chances)), threats * (1.0 - kill))
    assert EXACT(chances[0], stats.binom.pmf(0, threats, 1.0 - kill))


def test_wilkening_1999_a_common_track_makes_no_leak_likelier() -> None:
    together = operations.no_leak_common_track(20, 0.7, 2, 0.95)
    apart = operations.leakers_exactly(20, operations.kill_by_salvo(0.7, 2, 0.95), 0)
    assert together > 2.0 * apart


@given(threats=st.integers(1, 30), goal=CHANCE, sspk=CHANCE, track=st.floats(0.9, 1.0))
def test_shots_for_no_leak_reach_the_goal(threats: int, goal: float, sspk: float, track: float) -> None:
    shots = operations.shots_for_no_leak(threats, goal, sspk, track)
    if math.isinf(shots):
        assert operations.kill_by_salvo(sspk, 1000, track) ** threats <= goal
    else:
        assert operations.kill_by_salvo(sspk, math.ceil(shots), track) ** threats >= goal * (1.0 - 1e-9)
        assert operations.kill_by_salvo(sspk, math.ceil(shots) - 1, track) ** threats < goal


@given(sspk=CHANCE, shots=st.integers(1, 3), looks=st.integers(1, 5))
def test_perfect_looks_follow_the_geometric_sum(sspk: float, shots: int, looks: int) -> None:
    leak, fired = operations.shoot_look_shoot(sspk, shots, looks)
    q = (1.0 - sspk) ** shots
    assert EXACT(leak, q**looks)
    assert EXACT(fired, shots * (1.0 - q**looks) / (1.0 - q))


@given(sspk=CHANCE, looks=st.integers(1, 4), wrong=CHANCE, waste=CHANCE)
def test_imperfect_looks_against_every_history(sspk: float, looks: int, wrong: float, waste: float) -> None:
    leak = shots = 0.0
    for history in itertools.product((False, True), repeat=2 * looks):  # (hit, misjudged) at each look
        chance, alive, engaged, fired = 1.0, True, True, 0
        for hit, misjudged in zip(history[::2], history[1::2], strict=True):
            chance *= sspk if hit else 1.0 - sspk
            fired += engaged
            alive = alive and not (engaged and hit)
            error = wrong if alive else waste
            chance *= error if misjudged else 1.0 - error
            engaged = engaged and (alive != misjudged)
        leak += chance * alive
        shots += chance * fired
    got = operations.shoot_look_shoot(sspk, 1, looks, Assessment(wrong, waste))
    assert EXACT(got[0], leak)
    assert EXACT(got[1], shots)


def test_a_large_magazine_is_shoot_look_shoot() -> None:
    assert EXACT(operations.leakers_of_magazine(7, 21, 0.6, 3), 7 * operations.shoot_look_shoot(0.6, 1, 3)[0])
    assert operations.leakers_of_magazine(7, 0, 0.6, 3) == 7.0


def test_a_small_magazine_against_simulation() -> None:
    draw, runs, leakers = random.Random(1), 20_000, []
    for _ in range(runs):
        left, leaked = 8, 0
        for _threat in range(6):
            alive, shots = True, 3
            while alive and shots and left:
                left, shots, alive = left - 1, shots - 1, draw.random() >= 0.8
            leaked += alive
        leakers.append(leaked)
    error = float(np.std(leakers)) / math.sqrt(runs)
    assert within(5.0 * error, because="five standard errors: one false alarm in two million")(
        float(np.mean(leakers)), operations.leakers_of_magazine(6, 8, 0.8, 3)
    )


@given(targets=st.integers(1, 6), shots=st.integers(0, 5), sspk=CHANCE)
def test_random_fire_against_every_choice(targets: int, shots: int, sspk: float) -> None:
    choices = list(itertools.islice(itertools.product(range(targets), repeat=shots), 8000))
    if len(choices) < targets**shots:
        return
    mean = sum(sum((1.0 - sspk) ** choice.count(target) for target in range(targets)) for choice in choices) / len(
        choices
    )
    assert EXACT(operations.survivors_of_random_fire(targets, shots, sspk), mean)
    assert operations.survivors_of_uniform_fire(targets, shots, sspk) <= mean + 1e-12


@given(load=st.floats(0.1, 30.0), channels=st.integers(1, 30))
def test_erlang_loss_is_a_truncated_poisson(load: float, channels: int) -> None:
    assert EXACT(
        operations.erlang_loss(load, channels), stats.poisson.pmf(channels, load) / stats.poisson.cdf(channels, load)
    )


def test_erlang_limits() -> None:
    """One channel waits as often as it is busy; with endless patience A is C, with none it is B."""
    assert EXACT(operations.erlang_delay(0.7, 1), 0.7)
    assert operations.erlang_delay(3.0, 3) == 1.0
    near = within(1e-3, because="the patience is large, not infinite")
    assert near(operations.erlang_abandon(Queue(0.5, 0.2, 4, 1e-5))[1], operations.erlang_delay(2.5, 4))
    lost, _ = operations.erlang_abandon(Queue(0.5, 0.2, 4, 1e4))
    assert near(lost, operations.erlang_loss(2.5, 4))


@given(
    detect=st.floats(2e3, 5e4),
    reach=st.floats(1e3, 2e4),
    threat=st.floats(20.0, 800.0),
    interceptor=st.floats(200.0, 1500.0),
    between=st.floats(0.0, 20.0),
)
def test_intercepts_fall_within_reach_and_apart(
    detect: float, reach: float, threat: float, interceptor: float, between: float
) -> None:
    least = 0.1 * reach
    met = operations.intercept_ranges(Approach(detect, least, reach, threat, interceptor, 5.0, between))
    assert all(least <= distance <= reach * (1.0 + 1e-9) for distance in met)
    share = interceptor / (interceptor + threat)
    for first, second in itertools.pairwise(met):
        assert within(rel=1e-6, because="the next launch is where the threat is after the pause")(
            second, (first - threat * between) * share
        )


@given(a=st.integers(1, 6), b=st.integers(1, 6), offence=CHANCE, defence=CHANCE)
def test_hughes_1995_losses_stay_within_the_force(a: int, b: int, offence: float, defence: float) -> None:
    ours, theirs = Fleet(a, 4 * offence, 4 * defence, 2.0), Fleet(b, 4 * defence, 4 * offence, 2.0)
    assert 0.0 <= operations.salvo_losses(ours, theirs) <= a
    assert operations.salvo_losses(ours, theirs._replace(units=b + 1)) >= operations.salvo_losses(ours, theirs)


@given(threats=st.integers(1, 12), aimed=CHANCE, shots=st.integers(0, 12), stops=CHANCE)
def test_trap_6_a_stochastic_salvo_leaks_more(threats: int, aimed: float, shots: int, stops: float) -> None:
    mean = max(threats * aimed - shots * stops, 0.0)
    assert operations.leakers_of_stochastic_salvo(threats, aimed, shots, stops) >= mean - 1e-12


def test_search_laws_in_order() -> None:
    for coverage in (0.1, 0.5, 1.0, 3.0):
        random_chance = operations.random_search(coverage)
        assert random_chance < operations.inverse_cube_search(coverage) < min(coverage, 1.0) or coverage > 1.0
    assert operations.cost_per_kill(100.0, 0.0) == math.inf


def test_wilson_interval_against_scipy() -> None:
    for hits, trials in ((41, 42), (0, 5), (5, 5), (3, 40)):
        oracle = stats.binomtest(hits, trials).proportion_ci(0.95, "wilson")
        low, high = operations.wilson_interval(hits, trials)
        assert EXACT(low, oracle.low)
        assert EXACT(high, oracle.high)


TABLES = st.integers(1, 4).flatmap(
    lambda targets: st.tuples(
        st.lists(st.integers(1, 50), min_size=targets, max_size=targets),
        st.lists(st.lists(CHANCE, min_size=targets, max_size=targets), min_size=1, max_size=4),
    )
)


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_best_assignment_against_enumeration(table: tuple[list[int], list[list[float]]]) -> None:
    values, kill = table
    every = itertools.product(range(len(values)), repeat=len(kill))
    best, plan = allocation.best_assignment(values, kill)
    assert EXACT(best, min(allocation.surviving_value(values, kill, choice) for choice in every))
    assert EXACT(best, allocation.surviving_value(values, kill, plan))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 6), st.lists(st.integers(1, 50), min_size=1, max_size=4), CHANCE)
def test_den_broeder_1959_greedy_is_best_for_identical_weapons(weapons: int, values: list[int], sspk: float) -> None:
    counts = allocation.greedy_allocation(weapons, values, sspk)
    left = sum(value * (1.0 - sspk) ** count for value, count in zip(values, counts, strict=True))
    assert sum(counts) == weapons
    assert EXACT(left, allocation.best_assignment(values, [[sspk] * len(values)] * weapons)[0])


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 8), st.integers(0, 4), st.integers(0, 2**32 - 1))
def test_matching_against_scipy(rows: int, spare: int, seed: int) -> None:
    cost = np.random.default_rng(seed).integers(-50, 50, (rows, rows + spare))
    total, match = allocation.least_cost_matching(cost.tolist())
    assert len(set(match)) == rows
    assert total == cost[optimize.linear_sum_assignment(cost)].sum()
    assert total == sum(cost[row, column] for row, column in enumerate(match))
