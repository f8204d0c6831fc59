"""What is told of a scenario's air picture: distances, completeness, errors, identities and times, with intervals."""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ringfort.command.contract import IDENTITIES
from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled
from ringfort.engine.run import Worker
from ringfort.flights.contract import HOSTILE, SIDES
from ringfort.studies.answer import Json, name_of, plain
from ringfort.studies.confidence import Bounds, Estimate, mean, quantile, share, student_half_width
from ringfort.studies.picture import Held, held
from ringfort.tracking.measures import Moment, Yardstick, measure

_ROWS = (*SIDES, "bird", "nothing")
_BINS = 10  # of the odds of being hostile


class Counts(NamedTuple):
    """What one run comes to; sums are over moments."""

    ospa_m: float
    gospa_m: float
    there: float  # objects that a sensor could see
    tracked: float  # of those, with a track
    tracks_of_them: float
    shown: float  # tracks of anything but birds
    spurious: float  # of those, of nothing
    longest: float  # moments under the one track that had the object longest
    after_first: float  # moments after the object's first track
    tracked_after: float  # of those, with a track
    swaps: float  # a track became another object's
    breaks: float  # an object's track became another one
    merges: float  # an object that had a track was left with another's alone
    splits: float  # a further track came to stand where an object had one
    false_tracks: float  # confirmed on nothing
    merged: float  # detections of something that its sensor could not tell from something else
    false_plots: float
    hours: float
    confusion: Any  # tracks' moments by what it is and what it is held to be
    calibration: Any  # tracks' moments by told odds of being hostile: their number, sum of odds, how many were hostile
    waits: Any  # seconds from first in view to detection, track, identity, by hostile object seen; infinite = never
    first_range_m: Any  # of the first detection, likewise; NaN = never
    errors: Any  # of place and velocity, squared, of tracks with an object: (n, 2)


_SUMS = Counts._fields[:-5]


def count(found: Held, by: Yardstick) -> Counts:
    """Return what one run comes to."""
    objects = found.seen & ~found.birds
    there = ~np.isnan(found.shown[:, :, 0])
    alive = ~np.isnan(found.truth[:, :, 0])
    of_bird = (found.source >= 0) & found.birds[found.source]
    shown = there & ~of_bird
    moment, track = np.nonzero(shown)
    behind = found.source[moment, track]
    real = (behind >= 0) & alive[moment, behind]
    has = np.zeros((*objects.shape, 1), np.int64)[:, :, 0]
    np.add.at(has, (moment[real], behind[real]), 1)
    gaps = found.shown[moment[real], track[real]] - found.truth[moment[real], behind[real]]
    errors = np.stack([(gaps[:, :3] ** 2).sum(axis=1), (gaps[:, 3:] ** 2).sum(axis=1)], axis=1)
    distances = measure(_moments(found, objects, shown), by)
    longest, breaks = _continuity(found, objects, moment[real], track[real], behind[real])
    first = np.where(has.any(axis=0), has.argmax(axis=0), len(has))
    after = objects & (np.arange(len(objects))[:, None] >= first)
    return Counts(
        ospa_m=distances["ospa_m"] or 0.0,
        gospa_m=distances["gospa_m"] or 0.0,
        there=float(objects.sum()),
        tracked=float((objects & (has > 0)).sum()),
        tracks_of_them=float(has[objects].sum()),
        shown=float(shown.sum()),
        spurious=float(len(moment) - real.sum()),
        longest=longest,
        after_first=float(after.sum()),
        tracked_after=float((after & (has > 0)).sum()),
        errors=errors,
        swaps=float(sum(_changes(found.source[there[:, k], k]) for k in range(len(found.ids)))),
        breaks=breaks,
        merges=distances["merges"] or 0.0,
        splits=distances["splits"] or 0.0,
        false_tracks=float(((found.log.kind == rows.TRACK_CONFIRMED) & (found.log.object < 0)).sum()),
        merged=float((found.log.kind == rows.MERGED).sum()),
        false_plots=float((found.log.kind == rows.FALSE_ALARM).sum()),
        hours=float(found.times_s[-1]) / 3600.0,
        confusion=_confusion(found, there),
        calibration=_calibration(found, there),
        **_milestones(found, objects),
    )


def _moments(found: Held, objects: Any, shown: Any) -> list[Moment]:
    moments = []
    for k in range(len(found.times_s)):
        o, j = np.flatnonzero(objects[k]), np.flatnonzero(shown[k])
        truth, told = found.truth[k, o], found.shown[k, j]
        moments.append(Moment(o, truth[:, :3], truth[:, 3:], j, told[:, :3], told[:, 3:]))
    return moments


def _changes(values: Any) -> int:
    known = values[values >= 0]
    return int((np.diff(known) != 0).sum())


def _continuity(found: Held, objects: Any, moment: Any, track: Any, behind: Any) -> tuple[float, float]:
    """Return the moments under the track that had each object longest, and how often its track became another."""
    longest, breaks = 0, 0
    for o in np.flatnonzero(objects.any(axis=0)):
        own = (behind == o) & objects[moment, o]
        if own.any():
            longest += int(np.bincount(track[own]).max())
            newest = np.full(len(found.times_s), -1)
            np.maximum.at(newest, moment[own], track[own])
            breaks += _changes(newest)
    return float(longest), float(breaks)


def _confusion(found: Held, there: Any) -> Any:
    """Return moments of tracks by what is behind them (``_ROWS``) and what they are held to be (``IDENTITIES``)."""
    kind = np.where(found.birds, _ROWS.index("bird"), found.sides)
    behind = np.where(found.source >= 0, kind[found.source], _ROWS.index("nothing"))[there]
    table = np.zeros((len(_ROWS), len(IDENTITIES)))
    np.add.at(table, (behind, found.declared[there]), 1.0)
    return table


def _calibration(found: Held, there: Any) -> Any:
    """Return moments of tracks by their odds of being hostile, (bins, 3): number, sum of odds, truly hostile ones."""
    odds, source = found.hostile[there], found.source[there]
    true = (source >= 0) & (found.sides[source] == HOSTILE) & ~found.birds[source]
    table = np.zeros((_BINS, 3))
    np.add.at(
        table, np.minimum((odds * _BINS).astype(int), _BINS - 1), np.stack([np.ones(len(odds)), odds, true], axis=1)
    )
    return table


def _milestones(found: Held, objects: Any) -> dict[str, Any]:
    """Return what hostile objects that came into view waited for, and how far off they were first detected."""
    hostile = np.flatnonzero(objects.any(axis=0) & (found.sides == HOSTILE))
    first = found.times_s[objects[:, hostile].argmax(axis=0)] if len(hostile) else np.zeros(0)
    things = found.things[hostile]
    times = np.stack([things.detected_s, things.tracked_s, things.identified_s], axis=1)
    waits = np.maximum(times - first[:, None], 0.0)
    return {"waits": waits, "first_range_m": _first_ranges(found, hostile)}


def _first_ranges(found: Held, hostile: Any) -> Any:
    """Return how far from the middle of what is protected each object was when it was first detected."""
    seen = found.log[np.isin(found.log.kind, (rows.DETECTED, rows.MERGED))]
    ranges = np.full(len(hostile), np.nan)
    for k, o in enumerate(hostile):
        own = seen[seen.object == o]
        if len(own):
            ranges[k] = float(np.linalg.norm(own.place[np.argmin(own.t), :2]))
    return ranges


def picture(
    compiled: Compiled, seed: int, runs: int, by: Yardstick, progress: Callable[[int, int], None]
) -> tuple[Json, Held]:
    """Play runs 0 to ``runs - 1`` and return what is to be told of the picture, and run 0 for drawing."""
    worker, counts, first = Worker(compiled, logging=True), [], None
    for run in range(runs):
        found = held(worker, seed, run)
        first = first or found
        counts.append(count(found, by))
        progress(run + 1, runs)
    assert first is not None
    head = {"scenario": name_of(compiled), "title": compiled.loaded.document.title, "runs": runs, "seed": seed}
    return {**head, **told(counts)}, first


def told(counts: Sequence[Counts]) -> Json:
    """Return the measures of all runs with their intervals at 95 %, null where nothing can be said."""
    sums = {name: np.array([float(np.sum(getattr(one, name))) for one in counts]) for name in _SUMS}
    pairs = np.array([float(len(one.errors)) for one in counts])
    squares = [np.array([one.errors[:, k].sum() for one in counts]) for k in range(2)]
    return {
        **{name: plain(mean(sums[name], Bounds())) for name in ("ospa_m", "gospa_m")},
        "completeness": _share(sums["tracked"], sums["there"]),
        "ambiguity": _ratio(sums["tracks_of_them"], sums["tracked"]),
        "spuriousness": _share(sums["spurious"], sums["shown"]),
        "continuity": _share(sums["longest"], sums["there"]),
        "position_error_m": _root(squares[0], pairs),
        "velocity_error_mps": _root(squares[1], pairs),
        **{name: plain(mean(sums[name], Bounds())) for name in ("swaps", "breaks", "merges", "splits", "merged")},
        "identity": _identities(np.array([one.confusion for one in counts])),
        "calibration": _reliability(np.array([one.calibration for one in counts])),
        **_by_stage(counts, sums),
    }


def _reliability(tables: Any) -> list[Json]:
    """Return, by bins of the odds of being hostile that tracks were given, the mean odds and the share that was."""
    numbers, odds, true = tables[:, :, 0], tables[:, :, 1], tables[:, :, 2]
    return [
        {"told": float(odds[:, b].sum() / numbers[:, b].sum()), "hostile": _share(true[:, b], numbers[:, b])}
        for b in range(_BINS)
        if numbers[:, b].any()
    ]


def _by_stage(counts: Sequence[Counts], sums: dict[str, Any]) -> Json:
    """Return what is told of detection, tracking and identification of hostile objects that came into view."""
    owners = np.repeat(np.arange(len(counts)), [len(one.waits) for one in counts])
    waits = np.concatenate([one.waits for one in counts])
    ranges = np.concatenate([one.first_range_m for one in counts])
    objects = np.array([float(len(one.waits)) for one in counts])
    stages: Json = {}
    for k, stage in enumerate(("detection", "tracking", "identification")):
        reached = np.array([float(np.isfinite(one.waits[:, k]).sum()) for one in counts])
        stages[stage] = {"share": _share(reached, objects), "wait_s": _quantiles(waits[:, k], owners)}
    stages["detection"]["range_m"] = _quantiles(ranges, owners)
    stages["detection"]["false_plots_an_hour"] = _ratio(sums["false_plots"], sums["hours"])
    stages["tracking"]["false_tracks_an_hour"] = _ratio(sums["false_tracks"], sums["hours"])
    stages["tracking"]["held_after_first_track"] = _share(sums["tracked_after"], sums["after_first"])
    stages["identification"] |= _rightly(np.array([one.confusion for one in counts]))
    return stages


def _rightly(tables: Any) -> Json:
    """Return, of the time in which a track of something was held to be anything, how much it was held to be that.

    ``tables`` by run, as ``_confusion`` gives them. ``hostile_missed``: of the time of hostile things' tracks, how much
    they were held to be friend, neutral or bird; ``others_accused``: of all others' tracks, held to be hostile.
    """
    known, names = tables[:, :, : IDENTITIES.index("unknown")], list(IDENTITIES)
    right = sum(known[:, _ROWS.index(name), names.index(name)] for name in _ROWS if name in names)
    foes = tables[:, _ROWS.index("hostile")]
    others = tables.sum(axis=1) - foes
    return {
        "right": _share(right, known.sum(axis=(1, 2))),
        "hostile_missed": _share(foes[:, 1 : names.index("unknown")].sum(axis=1), foes.sum(axis=1)),
        "others_accused": _share(others[:, names.index("hostile")], others.sum(axis=1)),
    }


def _identities(tables: Any) -> Json:
    """Return, of the time of tracks by what is behind them, the share held to be what; ``tables`` by run."""
    found: Json = {}
    for r, truth in enumerate(_ROWS):
        whole = tables[:, r].sum(axis=1)
        if whole.any():
            found[truth] = {name: _share(tables[:, r, c], whole) for c, name in enumerate(IDENTITIES)}
    return found


def _share(parts: Any, wholes: Any) -> Json | None:
    return plain(share(parts, wholes)) if wholes.sum() > 0.0 else None


def _ratio(parts: Any, wholes: Any) -> Json | None:
    """Return a ratio of sums over runs and its interval: Student's of the residuals (cochran1977, chapter 6).

    Neither sum can be negative, so the interval ends at 0.
    """
    total = float(wholes.sum())
    if total <= 0.0:
        return None
    ratio = float(parts.sum()) / total
    if len(parts) < 2:
        return plain(Estimate(ratio, math.nan, math.nan))
    half = student_half_width((parts - ratio * wholes) * len(parts) / total)
    return plain(Estimate(ratio, max(ratio - half, 0.0), ratio + half))


def _root(squares: Any, pairs: Any) -> Json | None:
    """Return a root mean square with its interval: the roots of the mean square's."""
    found = _ratio(squares, pairs)
    if found is None:
        return None
    return {name: None if value is None else math.sqrt(value) for name, value in found.items()}


def _quantiles(values: Any, owners: Any) -> Json | None:
    """Return median and nine tenths of what came at all, and the median's interval."""
    known = np.isfinite(values)
    if not known.any():
        return None
    middle, nine = (quantile(values[known], owners[known], at) for at in (0.5, 0.9))
    return {"median": middle.mean, "median_low": middle.low, "median_high": middle.high, "p90": nine.mean}
