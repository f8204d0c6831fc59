"""How good the air picture of a scenario's raids is: raids played with their log, the picture held against the truth.

What flies and is no bird counts while a sensor could see it: within its ranges and angles, clear of terrain. Which
track is of which object is told by the engine's books (its last detection that was of anything), not by distance, but
for OSPA and GOSPA. A bird's track is left out; a track of nothing, or of what is no more, is spurious.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.engine import log as rows
from ringfort.engine.run import Worker
from ringfort.engine.view import in_view, knots_of, sample
from ringfort.flights.contract import BIRD

_MOST_MOMENTS = 400  # at which a raid is looked at


class Held(NamedTuple):
    """One raid at some moments: arrays by moment and object, or by moment and track.

    ``truth`` (moments, objects, 6), NaN where it does not fly; ``seen`` whether a sensor could see it. ``shown``
    (moments, tracks, 6), NaN where it is not in the picture; ``source`` the object behind it, -1 = none; ``declared``;
    ``hostile`` the odds that it is held to be so.
    """

    times_s: Any
    truth: Any
    seen: Any
    ids: Any
    shown: Any
    source: Any
    declared: Any
    hostile: Any
    sides: Any  # by object
    birds: Any
    things: Any  # THING, by object
    log: Any


def held(worker: Worker, seed: int, run: int) -> Held:
    """Play a run with its log and return what was there and what was shown."""
    played, compiled = worker.play(seed, run, 1), worker.compiled
    log = np.concatenate(worker.log).view(np.recarray)
    things, given = played.things[0].view(np.recarray), compiled.model.given
    count = len(compiled.objects)
    end = float(played.runs.end_s[0])
    step = max(1.0, end / _MOST_MOMENTS)
    times = np.arange(step, max(end, 2.0 * step), step)
    truth = np.full((len(times), count, 6), np.nan)
    laid = log[log.kind == rows.KNOT_ROW]
    for o in np.unique(laid.object):
        _fly(laid[laid.object == o], things[o], times, truth[:, o])
    seen = np.zeros((len(times), count), bool)
    there = ~np.isnan(truth[:, :, 0])
    view = np.zeros(int(there.sum()), bool)
    in_view(compiled.model, worker.scratch, np.ascontiguousarray(truth[there]), view)
    seen[there] = view
    arrivals = given.arrivals[:count]
    birds = arrivals["kind"] == BIRD
    tracks = _tracks(log, times)
    return Held(times, truth, seen, *tracks, arrivals["side"], birds, things, log)


def _fly(laid: Any, thing: Any, times_s: Any, out: Any) -> None:
    """Write where an object was at each time, as its flight was laid out by then."""
    begins = np.unique(laid.value)
    for begin, end in zip(begins, [*begins[1:], math.inf], strict=True):
        until = min(end, float(thing.end_s))
        now = np.flatnonzero((times_s >= begin) & (times_s < until))
        if len(now):
            part = np.empty((len(now), 6))
            sample(knots_of(laid[laid.value == begin]), times_s[now], part)
            out[now] = part


def _tracks(log: Any, times_s: Any) -> tuple[Any, Any, Any, Any, Any]:
    """Return ids (tracks,) and, by moment and track, its state, the object behind it, what it is held to be and
    the odds that it is hostile.
    """
    told = log[log.kind == rows.TRACK_ROW]
    ids = np.unique(told.track)
    shown = np.full((len(times_s), len(ids), 6), np.nan)
    source, declared = np.full(shown.shape[:2], -1), np.full(shown.shape[:2], -1)
    hostile = np.full(shown.shape[:2], np.nan)
    lost = {int(row.track): float(row.t) for row in log[log.kind == rows.TRACK_LOST]}
    for k, one in enumerate(ids):
        own = told[told.track == one]
        last = np.searchsorted(own.t, times_s, "right") - 1
        now = np.flatnonzero((last >= 0) & (times_s < lost.get(int(one), math.inf)))
        row = own[last[now]]
        ahead = (times_s[now] - row.t)[:, None]
        shown[now, k, :3], shown[now, k, 3:] = row.place + ahead * row.speed, row.speed
        source[now, k], declared[now, k], hostile[now, k] = row.object, row.code, row.value
    return ids, shown, source, declared, hostile
