"""The raid's clock against Python's own heap."""

import heapq

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ringfort.engine.queue import pop, push
from ringfort.engine.state import EVENT, TOTAL, records

EVENTS = st.lists(st.tuples(st.floats(0.0, 10.0), st.integers(0, 6), st.integers(0, 50)), max_size=60)


@given(EVENTS, st.integers(0, 10))
def test_events_come_out_in_order(events, early):
    queue, total, heap, got, expected = records(EVENT, 64), records(TOTAL, 1)[0], [], [], []
    for k, event in enumerate(events):
        push(queue, total, *event)
        heapq.heappush(heap, event)
        if k % 7 == early and heap:
            got.append(pop(queue, total))
            expected.append(heapq.heappop(heap))
    while heap:
        got.append(pop(queue, total))
        expected.append(heapq.heappop(heap))
    assert got == expected
    assert total.events == 0


def test_a_full_clock_counts_what_it_drops():
    queue, total = records(EVENT, 2), records(TOTAL, 1)[0]
    for t in np.arange(3.0):
        push(queue, total, t, 0, 0)
    assert (total.events, total.dropped) == (2, 1)
