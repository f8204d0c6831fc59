"""The raid's clock: a binary heap of events, first by time, then by kind, then by who.

Source: Knuth, The Art of Computer Programming, vol. 3, section 5.2.3 (heaps).
"""

from typing import Any

from ringfort.compiled import compiled

# Kinds, in the order in which they are served at the same time.
TURN, ARRIVE, FAIL, REGAIN, COME_DOWN, EFFECT, RELEASE, FIRE, ANSWER, SCAN, TRACK, CONFIRM, DECIDE = range(13)


@compiled
def before(a: Any, b: Any) -> bool:
    """Return whether event ``a`` is served before ``b``."""
    if a.t != b.t:
        return bool(a.t < b.t)
    if a.kind != b.kind:
        return bool(a.kind < b.kind)
    return bool(a.who < b.who)


@compiled
def _put(queue: Any, place: int, time_s: float, kind: int, who: int) -> None:
    queue[place].t, queue[place].kind, queue[place].who = time_s, kind, who


@compiled
def push(queue: Any, total: Any, time_s: float, kind: int, who: int) -> None:
    """Add an event; a full queue drops it and counts that."""
    n = total.events
    if n >= len(queue):
        total.dropped += 1
        return
    total.events = n + 1
    _put(queue, n, time_s, kind, who)
    while n > 0:
        up = (n - 1) // 2
        if not before(queue[n], queue[up]):
            break
        _swap(queue, n, up)
        n = up


@compiled
def _swap(queue: Any, i: int, j: int) -> None:
    t, kind, who = queue[i].t, queue[i].kind, queue[i].who
    _put(queue, i, queue[j].t, queue[j].kind, queue[j].who)
    _put(queue, j, t, kind, who)


@compiled
def pop(queue: Any, total: Any) -> tuple[float, int, int]:
    """Remove the next event and return (time, kind, who). The queue must not be empty."""
    t, kind, who = queue[0].t, queue[0].kind, queue[0].who
    n = total.events - 1
    total.events = n
    _put(queue, 0, queue[n].t, queue[n].kind, queue[n].who)
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and before(queue[child + 1], queue[child]):
            child += 1
        if not before(queue[child], queue[i]):
            break
        _swap(queue, i, child)
        i = child
    return t, kind, who
