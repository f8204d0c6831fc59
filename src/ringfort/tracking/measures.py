"""How good a picture was over a time, held against the truth: distances, completeness, errors, swaps, merges, splits.

At each moment tracks and objects are paired one to one, a pair that still lies within the match distance kept, the rest
by least total distance; a further track within the match distance of an object is a double of it, any other is
spurious. The names are those of the Single Integrated Air Picture; how tracks are given to objects is ours.
Source: votruba2001 (completeness, ambiguity, spuriousness, longest track segment, accuracy).
"""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from ringfort.tracking.metrics import gospa, ospa

_KEPT = 1e6  # what it is worth, in match distances squared, to stay with one's track


class Moment(NamedTuple):
    """What was there and what was shown; ids (n,), places and velocities (n, dimensions), a velocity NaN = unknown."""

    objects: Any
    places: Any
    velocities: Any
    tracks: Any
    shown_at: Any
    shown_speeds: Any


class Yardstick(NamedTuple):
    """By what is measured: cut-off c (m), order p and alpha of OSPA and GOSPA; the match distance (m)."""

    cut_off_m: float = 100.0
    order: float = 2.0
    alpha: float = 2.0
    match_m: float = 50.0


def measure(moments: Iterable[Moment], by: Yardstick) -> dict[str, float | None]:
    """Return the measures over all moments; None where nothing can be said, as of errors where nothing was matched.

    ``ospa_m``, ``gospa_m``: mean of the moments. ``missed``, ``false``: objects not shown and tracks of nothing, as
    GOSPA counts them, mean of the moments. ``completeness``: share of objects that had a track. ``ambiguity``: tracks
    for each object that had one. ``spuriousness``: share of tracks of nothing. ``continuity``: of an object's time, the
    share under the one track that had it longest. ``position_error_m``, ``velocity_error_mps``: root mean square of
    matched pairs. ``swaps``: how often an object's track became another one; ``exchanges``: of those, how often that
    had been another object's. ``merges``: how often an object that had a track was left with another's alone, within
    the match distance; ``splits``: how often a further track came to stand where an object had one.
    """
    books = _Books(by)
    for moment in moments:
        books.enter(moment)
    return books.close()


class _Books:
    def __init__(self, by: Yardstick) -> None:
        self.by = by
        self.distances: list[tuple[float, float, float, float, int]] = []
        self.there = self.matched = self.doubles = self.spurious = 0
        self.errors: list[float] = []
        self.speed_errors: list[float] = []
        self.last: dict[int, int] = {}
        self.held: dict[int, dict[int, int]] = {}
        self.times: dict[int, int] = {}
        self.swaps = self.exchanges = self.merges = self.splits = 0
        self.merged: set[int] = set()  # objects that share another's track now
        self.further: set[int] = set()  # tracks that stand beside another one now

    def enter(self, moment: Moment) -> None:
        by, m, n = self.by, len(moment.objects), len(moment.tracks)
        places, shown = moment.places, moment.shown_at
        parts = gospa(places, shown, by.cut_off_m, by.order, by.alpha)
        half = by.cut_off_m**by.order / by.alpha
        self.distances.append(
            (
                ospa(places, shown, by.cut_off_m, by.order),
                parts.distance,
                parts.missed / half,
                parts.false / half,
                n - m,
            )
        )
        self.there += m
        for one in moment.objects.tolist():
            self.times[one] = self.times.get(one, 0) + 1
        if m == 0 or n == 0:
            self.spurious += n
            self.merged, self.further = set(), set()
            return
        apart = np.linalg.norm(places[:, None, :] - shown[None, :, :], axis=2)
        self._pair(moment, apart)

    def _pair(self, moment: Moment, apart: Any) -> None:
        match_m, objects, tracks = self.by.match_m, moment.objects.tolist(), moment.tracks.tolist()
        column: dict[int, int] = {track: b for b, track in enumerate(tracks)}
        costs = np.minimum(apart / match_m, 1.0) ** 2
        for a, one in enumerate(objects):
            b = column.get(self.last.get(one, -1), -1)
            if b >= 0 and apart[a, b] < match_m:
                costs[a, b] -= _KEPT
        free, alone = np.ones(len(tracks), bool), np.ones(len(objects), bool)
        for a, b in np.stack(linear_sum_assignment(costs), axis=1).tolist():
            if apart[a, b] < match_m:
                free[b] = alone[a] = False
                self.matched += 1
                self._hold(objects[a], tracks[b])
                self.errors.append(float(apart[a, b]))
                self.speed_errors.append(float(np.linalg.norm(moment.velocities[a] - moment.shown_speeds[b])))
        near = apart.min(axis=0) < match_m
        self.doubles += int((free & near).sum())
        self.spurious += int((free & ~near).sum())
        shared = alone & (apart.min(axis=1) < match_m)
        merged = {one for one, is_shared in zip(objects, shared, strict=True) if is_shared and one in self.last}
        further = {track for track, double in zip(tracks, free & near, strict=True) if double}
        self.merges += len(merged - self.merged)
        self.splits += len(further - self.further)
        self.merged, self.further = merged, further

    def _hold(self, one: int, track: int) -> None:
        before = self.last.get(one)
        if before is not None and before != track:
            self.swaps += 1
            self.exchanges += any(track in held for other, held in self.held.items() if other != one)
        self.last[one] = track
        held = self.held.setdefault(one, {})
        held[track] = held.get(track, 0) + 1

    def close(self) -> dict[str, float | None]:
        names = ("ospa_m", "gospa_m", "missed", "false", "cardinality_error")
        mean = np.mean(self.distances, axis=0) if self.distances else [None] * 5
        found: dict[str, float | None] = {
            name: None if value is None else float(value) for name, value in zip(names, mean, strict=True)
        }
        shown = self.matched + self.doubles + self.spurious
        longest = sum(max(self.held.get(one, {0: 0}).values()) for one in self.times)
        found["completeness"] = _ratio(self.matched, self.there)
        found["ambiguity"] = _ratio(self.matched + self.doubles, self.matched)
        found["spuriousness"] = _ratio(self.spurious, shown)
        found["continuity"] = _ratio(longest, self.there)
        found["position_error_m"] = _root_mean_square(self.errors)
        found["velocity_error_mps"] = _root_mean_square(self.speed_errors)
        for name in ("swaps", "exchanges", "merges", "splits"):
            found[name] = float(getattr(self, name))
        return found


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _root_mean_square(values: list[float]) -> float | None:
    known = [value for value in values if math.isfinite(value)]
    return math.sqrt(math.fsum(value * value for value in known) / len(known)) if known else None
