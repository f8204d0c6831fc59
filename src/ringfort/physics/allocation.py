"""Best allocations of weapons to targets: exact for small tables, greedy where that is exact too.

The yardsticks for the assignment rules of a raid, in plain Python.
"""

import math
from collections.abc import Sequence

Table = Sequence[Sequence[float]]


def surviving_value(values: Sequence[float], kill: Table, targets: Sequence[int]) -> float:
    """Expected value that survives an assignment of each weapon to one target.

    ``sum_j V_j prod_i (1 - P_ij)`` over the weapons i sent to j; V ``values``, P ``kill`` (weapon by target).

    Source: ahuja2003, the objective.
    """
    left = list(values)
    for weapon, target in enumerate(targets):
        left[target] *= 1.0 - kill[weapon][target]
    return sum(left)


def best_assignment(values: Sequence[float], kill: Table) -> tuple[float, list[int]]:
    """Least expected surviving value, and the target of each weapon.

    Every assignment is tried in lexical order, but for those whose bound (all weapons left fire at every target at
    once) already exceeds the best. Exact; time grows as targets to the power of weapons, good to about ten weapons.

    Source: ahuja2003, the static weapon-target assignment problem.
    """
    weapons, targets = len(kill), range(len(values))
    escape = [[1.0] * len(values) for _ in range(weapons + 1)]  # chance to survive all weapons from this one on
    for weapon in reversed(range(weapons)):
        escape[weapon] = [escape[weapon + 1][j] * (1.0 - kill[weapon][j]) for j in targets]
    best, plan, chosen = math.inf, [0] * weapons, [0] * weapons

    def try_from(weapon: int, left: list[float]) -> None:
        nonlocal best, plan
        if sum(left[j] * escape[weapon][j] for j in targets) >= best:
            return
        if weapon == weapons:
            best, plan = sum(left), chosen.copy()
            return
        for target in targets:
            chosen[weapon] = target
            after = left.copy()
            after[target] *= 1.0 - kill[weapon][target]
            try_from(weapon + 1, after)

    try_from(0, [float(value) for value in values])
    return best, plan


def greedy_allocation(weapons: int, values: Sequence[float], sspk: float) -> list[int]:
    """Number of identical weapons for each target, each weapon given where it destroys most.

    The next weapon goes to the largest ``V_j (1 - p)^n_j p``, ties to the first target. Optimal for identical weapons.

    Source: denbroeder1959.
    """
    counts = [0] * len(values)
    left = [float(value) for value in values]
    for _ in range(weapons):
        target = max(range(len(left)), key=left.__getitem__)
        counts[target] += 1
        left[target] *= 1.0 - sspk
    return counts


def least_cost_matching(cost: Table) -> tuple[float, list[int]]:
    """Least total cost of giving each row a column of its own, and the column of each row.

    The Hungarian method with row and column potentials, one shortest augmenting path a row: ``O(rows^2 columns)``.
    ``cost`` needs at least as many columns as rows.

    Source: kuhn1955.
    """
    rows, columns = len(cost), len(cost[0]) if cost else 0
    owner = [-1] * columns
    row_price, column_price = [0.0] * rows, [0.0] * columns
    for row in range(rows):
        _augment(cost, row, owner, row_price, column_price)
    match = [0] * rows
    for column, row in enumerate(owner):
        if row >= 0:
            match[row] = column
    return sum(cost[row][match[row]] for row in range(rows)), match


def _augment(cost: Table, start: int, owner: list[int], row_price: list[float], column_price: list[float]) -> None:
    """Give ``start`` a column along the cheapest alternating path (Dijkstra on reduced costs)."""
    columns = range(len(owner))
    distance, came_from = [math.inf] * len(owner), [-1] * len(owner)
    done: list[int] = []
    row, reached, last = start, 0.0, -1
    while True:
        for column in columns:
            if column not in done:
                through = reached + cost[row][column] - row_price[row] - column_price[column]
                if through < distance[column]:
                    distance[column], came_from[column] = through, last
        last = min((column for column in columns if column not in done), key=distance.__getitem__)
        reached = distance[last]
        if owner[last] < 0:
            break
        done.append(last)
        row = owner[last]
    row_price[start] += reached
    for column in done:
        row_price[owner[column]] += reached - distance[column]
        column_price[column] -= reached - distance[column]
    while last >= 0:
        before = came_from[last]
        owner[last] = start if before < 0 else owner[before]
        last = before
