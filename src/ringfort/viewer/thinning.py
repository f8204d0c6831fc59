"""Which updates of tracks tell something: the page carries a track on by its velocity between two, as the base does."""

import math
from typing import Any

from ringfort.compiled import compiled, entry

# An update is told where it lies off the place that the last told one foretold, by so many of its sigmas and metres;
OFF_SIGMA, OFF_M = 0.25, 2.0
SURER = 1.25  # where a sigma has changed so many times;
SILENT_S = 10.0  # and where the track went untold for so long.


@entry
def telling(rows: Any, keep: Any) -> None:
    """Mark the telling updates in ``keep``; ``rows`` are track rows of the log, sorted by track, then time."""
    last = -1
    for k in range(len(rows)):
        if last < 0 or _tells(rows[last], rows[k]):
            keep[k], last = True, k


@compiled
def _tells(last: Any, row: Any) -> bool:
    if row.track != last.track or row.object != last.object or row.t - last.t > SILENT_S:
        return True
    for i in range(3):
        sigma, before = math.sqrt(max(row.more[i], 0.0)) + 1e-3, math.sqrt(max(last.more[i], 0.0)) + 1e-3
        off = abs(row.place[i] - last.place[i] - (row.t - last.t) * last.speed[i])
        if off > max(OFF_SIGMA * sigma, OFF_M) or sigma > SURER * before or before > SURER * sigma:
            return True
    return False
