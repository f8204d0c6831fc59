"""How far along the chain an object got, from its books."""

import numpy as np
import pytest

from ringfort.engine.record import THING
from ringfort.engine.state import (
    CAUSES,
    ENGAGED_MISSED,
    LEAKED,
    MISSED,
    NEVER_DETECTED,
    NOT_IDENTIFIED,
    STOPPED,
)
from ringfort.flights.contract import FRIEND, HOSTILE
from ringfort.studies.chain import STAGES, chain, furthest, together

TIMES = ("detected_s", "tracked_s", "identified_s", "ordered_s")


def things(*rows):
    """Return objects, each of (side, fate, cause, stopped_by, number of milestones met, shots)."""
    found = np.zeros(len(rows), THING).view(np.recarray)
    for thing, (side, fate, cause, by, met, shots) in zip(found, rows, strict=True):
        thing.side, thing.fate, thing.cause, thing.stopped_by, thing.shots = side, fate, cause, by, shots
        for index, name in enumerate(TIMES):
            thing[name] = 10.0 * index if index < met else np.inf
    return found


ROWS = (
    (HOSTILE, LEAKED, NEVER_DETECTED, -1, 0, 0),
    (HOSTILE, LEAKED, NOT_IDENTIFIED, -1, 3, 0),
    (HOSTILE, LEAKED, ENGAGED_MISSED, -1, 4, 2),
    (HOSTILE, STOPPED, -1, 1, 4, 1),
    (HOSTILE, MISSED, -1, -1, 2, 0),
    (FRIEND, MISSED, -1, -1, 2, 0),
)


def test_each_leaves_after_the_last_link_it_met():
    assert furthest(things(*ROWS)).tolist() == [0, 2, 5, 5, 2, 2]


def test_a_later_link_counts_without_the_ones_before():
    jumped = things((HOSTILE, STOPPED, -1, 0, 0, 1))
    assert furthest(jumped).tolist() == [len(STAGES) - 1]


def test_all_that_arrive_meet_one_fate():
    found = chain(things(*ROWS), 2)
    assert found.reached.tolist() == [5, 4, 4, 2, 2, 2]
    assert found.leaked[:, NEVER_DETECTED].tolist() == [1, 0, 0, 0, 0, 0]
    assert found.leaked.shape == (len(STAGES), len(CAUSES)) and found.leaked.sum() == 3
    assert found.stopped[5].tolist() == [0, 1] and found.missed.tolist() == [0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("cut", [0, 2, 6])
def test_parts_add_up(cut):
    every = things(*ROWS)
    whole, parts = chain(every, 2), together(chain(every[:cut], 2), chain(every[cut:], 2))
    for name in ("leaked", "stopped", "missed"):
        assert getattr(whole, name).tolist() == getattr(parts, name).tolist()
