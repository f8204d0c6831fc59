import itertools
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from tests.tolerance import within

from ringfort.tracking.associate import assign, believe
from ringfort.tracking.workspace import PAIR, PLOT, WORK

ROUNDING = within(1e-9, because="sums of a few dozen costs of order ten in float64")
EXACT_ON_TREES = within(1e-6, because="belief propagation is exact without loops; messages stop changing below 1e-9")
LOOPY = within(
    0.06, because="three by three with every pair possible: the loops of the approximation, largest near 0.05"
)


def problem(rng: Any, share: float, tracks: int, plots: int) -> tuple[Any, Any, Any, Any, Any]:
    """Return the records of a random sparse problem, and which pairs exist (tracks, plots)."""
    exists = rng.random((tracks, plots)) < share
    work, columns = np.zeros(tracks, WORK).view(np.recarray), np.zeros(plots + 4, PLOT).view(np.recarray)
    pairs = np.zeros(max(int(exists.sum()), 1), PAIR).view(np.recarray)
    count = 0
    for i in range(tracks):
        work[i].first = count
        for j in np.flatnonzero(exists[i]):
            pairs[count].track, pairs[count].plot = i, j
            pairs[count].cost, pairs[count].weight = rng.normal(-3.0, 4.0), rng.exponential(2.0)
            count += 1
        work[i].last = count
    return pairs[:count] if count else pairs, work, columns, np.arange(tracks, dtype=np.int32), exists


@pytest.mark.parametrize("seed", range(40))
def test_jonker_1987_assignment_is_as_cheap_as_scipys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tracks, plots = int(rng.integers(1, 25)), int(rng.integers(1, 25))
    pairs, work, columns, slots, exists = problem(rng, rng.uniform(0.05, 0.9), tracks, plots)
    assign(pairs, work, columns, slots)
    dense = np.full((tracks, plots + tracks), 1e6)
    dense[:, plots:] = 0.0
    for e in range(int(exists.sum())):
        dense[pairs[e].track, pairs[e].plot] = pairs[e].cost
    best = dense[linear_sum_assignment(dense)].sum()
    chosen = [row.chosen for row in work if row.chosen >= 0]
    assert ROUNDING(sum(pairs[e].cost for e in chosen), best)
    assert len({int(pairs[e].plot) for e in chosen}) == len(chosen)
    assert all(pairs[row.chosen].track == i for i, row in enumerate(work) if row.chosen >= 0)


def marginals(weights: Any) -> Any:
    """Return the exact odds of every pair by going through all joint events; a miss weighs 1."""
    tracks, plots = weights.shape
    odds, total = np.zeros((tracks, plots)), 0.0
    for event in itertools.product(range(-1, plots), repeat=tracks):
        taken = [j for j in event if j >= 0]
        if len(set(taken)) == len(taken):
            weight = np.prod([weights[i, j] if j >= 0 else 1.0 for i, j in enumerate(event)])
            total += weight
            for i, j in enumerate(event):
                if j >= 0:
                    odds[i, j] += weight
    return odds / total


def beliefs(exists: Any, seed: int) -> tuple[Any, Any, Any, Any]:
    """Return (believed, exact) odds of the pairs, and the odds of going without of tracks and plots."""
    rng = np.random.default_rng(seed)
    pairs, work, columns, slots, _ = problem(rng, 1.1, *exists.shape)
    weights = np.where(exists, pairs.weight.reshape(exists.shape), 0.0)
    pairs.weight[:] = weights.ravel()
    believe(pairs, work, columns, slots, 1e-9, 1000.0)
    return pairs.to_plot.reshape(exists.shape), marginals(weights), work.missed, columns.free[: exists.shape[1]]


@pytest.mark.parametrize("seed", range(10))
def test_williams_2014_belief_is_exact_without_loops(seed: int) -> None:
    chain = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
    believed, exact, missed, free = beliefs(chain, seed)
    for got, expected in zip(believed.ravel(), exact.ravel(), strict=True):
        assert EXACT_ON_TREES(got, expected)
    for got, expected in zip([*missed, *free], [*(1 - exact.sum(axis=1)), *(1 - exact.sum(axis=0))], strict=True):
        assert EXACT_ON_TREES(got, expected)


@pytest.mark.parametrize("seed", range(20))
def test_williams_2014_belief_is_close_with_loops(seed: int) -> None:
    believed, exact, _, _ = beliefs(np.ones((3, 3), dtype=bool), seed)
    for got, expected in zip(believed.ravel(), exact.ravel(), strict=True):
        assert LOOPY(got, expected)
    assert (believed.sum(axis=0) < 1.0 + 1e-9).all()
    assert (believed.sum(axis=1) < 1.0).all()
