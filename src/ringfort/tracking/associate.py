"""Which detection belongs to which track: the best whole assignment, or the odds of every pair.

Both work on the gated pairs alone, so a scan costs about as much as there are pairs.
"""

import math
from typing import Any

from ringfort.compiled import compiled


@compiled
def assign(pairs: Any, work: Any, plots: Any, slots: Any) -> None:
    """Give each track of ``slots`` one detection or none, each detection to one track at most, at the least total cost.

    Shortest augmenting paths on the listed pairs, tracks entering one by one; to go without a detection costs nothing,
    so only negative costs matter. Writes ``work.chosen`` (a pair or -1). A track's pairs are first <= e < last.
    Source: jonker1987 (its augmentation phase).
    """
    for k in range(slots.size):
        work[slots[k]].price, work[slots[k]].chosen = 0.0, -1
        for e in range(work[slots[k]].first, work[slots[k]].last):
            plot = plots[pairs[e].plot]
            plot.price, plot.short, plot.owner, plot.done = 0.0, math.inf, -1, 0
    for k in range(slots.size):
        if not _settled(pairs, work[slots[k]], plots):
            _augment(pairs, work, plots, slots[k])


@compiled
def _settled(pairs: Any, row: Any, plots: Any) -> bool:
    """Settle a track that wants no detection, or one that nobody has: the chain of one change, found at a glance."""
    best, least = -1, 0.0
    for e in range(row.first, row.last):
        cost = pairs[e].cost - plots[pairs[e].plot].price
        if cost < least and pairs[e].cost < 0.0:
            best, least = e, cost
    if best < 0:
        return True
    plot = plots[pairs[best].plot]
    if plot.owner >= 0:
        return False
    row.price, row.chosen = least, best
    plot.owner, plot.pair = pairs[best].track, best
    return True


@compiled
def _augment(pairs: Any, work: Any, plots: Any, source: int) -> None:
    """Find the cheapest chain of changes that settles ``source``, adjust the prices and carry it out."""
    row, low, reached = source, 0.0, 0
    leaver, leave, end = -1, math.inf, -1
    while True:
        if low - work[row].price < leave:  # the chain may end with this track going without
            leaver, leave = row, low - work[row].price
        reached = _relax(pairs, work[row], plots, low, reached)
        best = -1
        for t in range(reached):
            j = plots[t].touched
            if plots[j].done == 0 and (best < 0 or plots[j].short < plots[best].short):
                best = j
        if best < 0 or plots[best].short >= leave:
            low = leave
            break
        low = plots[best].short
        plots[best].done = 1
        if plots[best].owner < 0:
            end = best
            break
        row = plots[best].owner
    work[source].price += low
    for t in range(reached):
        plot = plots[plots[t].touched]
        if plot.done == 1 and plot.owner >= 0:
            work[plot.owner].price += low - plot.short
            plot.price -= low - plot.short
        plot.done, plot.short = 0, math.inf
    _flip(pairs, work, plots, source, leaver, end)


@compiled
def _relax(pairs: Any, row: Any, plots: Any, low: float, reached: int) -> int:
    """Shorten the distances to the detections of one track; return how many were ever reached."""
    for e in range(row.first, row.last):
        plot = plots[pairs[e].plot]
        if pairs[e].cost < 0.0 and plot.done == 0:
            short = low + pairs[e].cost - row.price - plot.price
            if short < plot.short:
                if plot.short == math.inf:
                    plots[reached].touched = pairs[e].plot
                    reached += 1
                plot.short, plot.pair = short, e
    return reached


@compiled
def _flip(pairs: Any, work: Any, plots: Any, source: int, leaver: int, end: int) -> None:
    """Carry out the chain of changes that ends at the free detection ``end`` or with the track ``leaver`` left bare."""
    j = end
    if j < 0:
        if leaver == source:
            return
        j = pairs[work[leaver].chosen].plot
        work[leaver].chosen = -1
    while True:
        row = pairs[plots[j].pair].track
        before = work[row].chosen
        work[row].chosen, plots[j].owner = plots[j].pair, row
        if row == source:
            return
        j = pairs[before].plot


@compiled
def believe(pairs: Any, work: Any, plots: Any, slots: Any, tolerance: float, rounds: float) -> None:
    """Find the odds of every pair, given that a detection has one source and a track one detection at most.

    Loopy belief propagation between tracks and detections,
        to_plot = w / (1 + sum of the track's other w to_track)
        to_track = 1 / (1 + sum of the detection's other to_plot)
    until no message changes by ``tolerance`` or ``rounds`` are over. Leaves the odds of a pair in its ``to_plot``, of a
    track going without in ``work.missed``, of a detection going without in ``plots.free``, and in ``work.chosen`` the
    likeliest pair where none is not likelier (or -1). Source: williams2014.
    """
    _untangle(pairs, work, plots, slots)
    for _ in range(int(rounds)):
        if _exchange(pairs, work, plots, slots) < tolerance:
            break
    for k in range(slots.size):
        row = work[slots[k]]
        total = 1.0
        for e in range(row.first, row.last):
            total += pairs[e].weight * pairs[e].to_track
        row.missed, row.chosen = 1.0 / total, -1
        top = row.missed
        for e in range(row.first, row.last):
            plot = plots[pairs[e].plot]
            if row.tangled == 0:
                plot.load = 1.0 + pairs[e].weight / max(total - pairs[e].weight, 1.0)  # rounding may leave less
            plot.free = 1.0 / plot.load
            pairs[e].to_plot = pairs[e].weight * pairs[e].to_track / total
            if pairs[e].to_plot > top:
                row.chosen, top = e, pairs[e].to_plot


@compiled
def _untangle(pairs: Any, work: Any, plots: Any, slots: Any) -> None:
    """Begin with messages of 1 to all tracks, and find those that share a detection: for the rest that is the end."""
    for k in range(slots.size):
        for e in range(work[slots[k]].first, work[slots[k]].last):
            pairs[e].to_track = 1.0
            plots[pairs[e].plot].load = 0.0
    for k in range(slots.size):
        for e in range(work[slots[k]].first, work[slots[k]].last):
            plots[pairs[e].plot].load += 1.0
    for k in range(slots.size):
        row = work[slots[k]]
        row.tangled = 0
        for e in range(row.first, row.last):
            if plots[pairs[e].plot].load > 1.0:
                row.tangled = 1


@compiled
def _exchange(pairs: Any, work: Any, plots: Any, slots: Any) -> float:
    """Send the messages of tracks that share detections once, there and back; return the largest change."""
    for k in range(slots.size):
        row = work[slots[k]]
        if row.tangled == 1:
            for e in range(row.first, row.last):
                plots[pairs[e].plot].load = 1.0
    for k in range(slots.size):
        row = work[slots[k]]
        if row.tangled == 0:
            continue
        total = 1.0
        for e in range(row.first, row.last):
            total += pairs[e].weight * pairs[e].to_track
        for e in range(row.first, row.last):
            pair = pairs[e]
            rest = total - pair.weight * pair.to_track
            pair.to_plot = pair.weight / (rest if rest > 1.0 else 1.0)
            plots[pair.plot].load += pair.to_plot
    change = 0.0
    for k in range(slots.size):
        row = work[slots[k]]
        if row.tangled == 0:
            continue
        for e in range(row.first, row.last):
            pair = pairs[e]
            rest = plots[pair.plot].load - pair.to_plot
            message = 1.0 / (rest if rest > 1.0 else 1.0)
            moved = abs(message - pair.to_track)
            change = moved if moved > change else change
            pair.to_track = message
    return change
