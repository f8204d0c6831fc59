"""The plan of fire: exact where it can be enumerated or is a matching, within 1 % of proven optima where it cannot."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from tests.tolerance import within

from ringfort.command import assign
from ringfort.verification.cases import Case, own_files, read_cases

_same = within(rel=1e-9, because="the same products in another order")
_proven = within(rel=0.01, because="the rounds of exchange are a search, held to one in a hundred")


def board_of(values: Any, kill: Any, limit: int = 99, slots: int = 1) -> Any:
    """Return the problem of these values and odds (weapon by target), where each weapon has so many slots."""
    board = np.zeros(1, np.dtype((np.record, assign.BOARD))).view(np.recarray)[0]
    assign.clear(board)
    for track, value in enumerate(values):
        assign.add_target(board, track, float(value), limit)
    assign.add_shooters(board, np.full(len(kill), slots), len(kill))
    for weapon, odds in enumerate(kill):
        for target, p in enumerate(odds):
            assign.allow(board, (weapon, target), float(p), weapon * len(values) + target)
    return board


def surviving(values: Any, kill: Any, **more: int) -> float:
    board = board_of(values, kill, **more)
    assign.solve(board)
    return float(sum(values) - assign.saved(board))


def every_plan(values: Any, kill: Any, limit: int, slots: int) -> float:
    """Return the least surviving value over all plans: each weapon takes any set of up to ``slots`` targets."""
    targets = range(len(values))
    sets = [chosen for n in range(slots + 1) for chosen in itertools.combinations(targets, n)]
    least = math.inf
    for plan in itertools.product(sets, repeat=len(kill)):
        if all(sum(t in chosen for chosen in plan) <= limit for t in targets):
            left = [v * math.prod(1.0 - kill[w][t] for w, c in enumerate(plan) if t in c) for t, v in enumerate(values)]
            least = min(least, sum(left))
    return least


def rows(prefix: str) -> list[Case]:
    found = [case for file in own_files() for case in read_cases(file) if case.id.startswith(prefix)]
    assert found
    return found


@pytest.mark.parametrize("case", rows("OPS-WT"), ids=lambda case: case.id)
def test_rows_of_the_verification_are_met_exactly(case: Any) -> None:
    given = case.inputs
    kill = given.get("P") or [[given["p"]] * len(given["V"])] * given["weapons"]
    given_so = within(rel=1e-9, because="proven optima, printed in full")
    assert given_so(surviving(given["V"], kill), case.expected["optimal_expected_surviving_value"])


@pytest.mark.parametrize("seed", range(12))
def test_small_problems_are_solved_as_by_trying_every_plan(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weapons, targets, limit, slots = (int(draw.integers(*ends)) for ends in ((2, 5), (2, 5), (1, 4), (1, 3)))
    values, kill = draw.uniform(1.0, 100.0, targets), draw.uniform(0.0, 0.95, (weapons, targets))
    kill[draw.random((weapons, targets)) < 0.2] = 0.0
    assert _same(surviving(values, kill, limit=limit, slots=slots), every_plan(values, kill, limit, slots))


@pytest.mark.parametrize("seed", range(3))
def test_one_engagement_a_target_is_a_matching(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values, kill = draw.uniform(1.0, 100.0, 40), draw.uniform(0.2, 0.9, (40, 40))
    rows, columns = linear_sum_assignment(values * kill, maximize=True)
    best = float((values * kill)[rows, columns].sum())
    assert _same(float(values.sum()) - surviving(values, kill, limit=1), best)


def test_the_matching_meets_the_row_of_least_cost() -> None:
    """Row OPS-LSA-1: to save 1 - c / 100 of a value of 100 for each pair is to pay the least cost c."""
    (case,) = rows("OPS-LSA")
    kill = 1.0 - np.array(case.inputs["C"]) / 100.0
    cost = surviving(np.full(len(kill), 100.0), kill, limit=1)
    assert _same(cost, case.expected["min_cost"])


def least_of_all(values: Any, kill: Any) -> float:
    """Return the least surviving value over all ways to send each weapon at one target."""
    weapons, targets = kill.shape
    plans = np.array(list(itertools.product(range(targets), repeat=weapons)))
    left = np.ones((len(plans), targets))
    for w in range(weapons):
        left[np.arange(len(plans)), plans[:, w]] *= 1.0 - kill[w, plans[:, w]]
    return float((left @ values).min())


def drawn(seed: int, weapons: int, targets: int) -> tuple[Any, Any]:
    draw = np.random.default_rng(seed)
    return draw.uniform(1.0, 100.0, targets), draw.uniform(0.05, 0.95, (weapons, targets))


@pytest.mark.parametrize(("weapons", "targets"), [(6, 5), (7, 4), (8, 4), (9, 3), (10, 3)])
def test_up_to_ten_weapons_the_plan_is_the_best_of_all(weapons: int, targets: int) -> None:
    for seed in range(5):
        values, kill = drawn(seed, weapons, targets)
        assert _same(surviving(values, kill), least_of_all(values, kill))


@pytest.mark.parametrize(("weapons", "targets"), [(11, 3), (12, 2), (13, 2), (14, 2)])
def test_beyond_ten_weapons_next_to_nothing_more_could_be_saved(weapons: int, targets: int) -> None:
    """No proof is tried there; what survives such a mass of fire is little, so that what is saved is compared."""
    nearly = within(rel=1e-3, because="a tenth of the one in a hundred that is asked for where nothing is proven")
    for seed in range(5):
        values, kill = drawn(seed, weapons, targets)
        assert nearly(values.sum() - surviving(values, kill), values.sum() - least_of_all(values, kill))


def proven_optimum(values: Any, kill: Any) -> float:
    """Return the surviving value of the best plan that HiGHS finds, which it proves to within a thousandth.

    In y, the sum of -ln(1 - p) over the weapons at a target, the value that survives is convex: v exp(-y). It is
    replaced by its tangents, first at given places, then at those of the plan found, until bound and plan agree.
    """
    weapons, targets = kill.shape
    hardness, chosen = -np.log1p(-kill), weapons * targets
    cost = np.concatenate([np.zeros(chosen), np.ones(targets)])
    whole = np.concatenate([np.ones(chosen), np.zeros(targets)])
    once = sparse.kron(sparse.eye(weapons), np.ones(targets))
    once = sparse.hstack([once, sparse.csr_matrix((weapons, targets))])
    at = [list(np.concatenate([[0.0, 0.15, 0.3, 0.5, 0.75], np.arange(1.0, 8.0, 0.4)])) for _ in range(targets)]
    best, bound = math.inf, 0.0
    while bound < 0.998 * best:
        lines, least = [], []
        for t in range(targets):
            for y in at[t]:
                steep = values[t] * math.exp(-y)
                line = np.zeros(chosen + targets)
                line[t:chosen:targets], line[chosen + t] = steep * hardness[:, t], 1.0
                lines.append(sparse.csr_matrix(line))
                least.append(steep * (1.0 + y))
        rules = [LinearConstraint(once, -np.inf, 1.0), LinearConstraint(sparse.vstack(lines), least, np.inf)]
        upper = np.where(whole > 0.0, 1.0, np.inf)
        found = milp(
            cost, constraints=rules, integrality=whole, bounds=Bounds(0.0, upper), options={"mip_rel_gap": 1e-3}
        )
        y = (found.x[:chosen].reshape(weapons, targets).round() * hardness).sum(axis=0)
        best, bound = min(best, float((values * np.exp(-y)).sum())), max(bound, float(found.mip_dual_bound))
        for t in range(targets):
            at[t].append(y[t])
    return best


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_forty_by_forty_is_within_one_in_a_hundred_of_the_proven_optimum(seed: int) -> None:
    draw = np.random.default_rng(100 + seed)
    values, kill = draw.uniform(1.0, 100.0, 40), draw.uniform(0.2, 0.9, (40, 40))
    assert _proven(surviving(values, kill), proven_optimum(values, kill))


def test_what_cannot_be_reached_is_not_engaged_and_no_effector_doubles() -> None:
    board = board_of([5.0, 1.0], [[0.5, 0.0], [0.0, 0.0]], slots=4)
    assign.solve(board)
    assert list(board.plan[: board.slots]).count(0) == 1 and assign.saved(board) == 2.5
