"""What an answer needs of the rows of many runs, and no more, so that a million runs fit into memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ringfort.engine.run import Rows
from ringfort.engine.state import CAUSES, LEAKED, STOPPED
from ringfort.flights.contract import HOSTILE


@dataclass(frozen=True)
class Tally:
    """Counts by run; ``warned_s`` (one a leaker) are seconds of warning where it burst, ``warned_run`` whose it is."""

    runs: Any  # RUN (n,)
    spent: Any  # shots (n, effectors)
    ruined: Any  # whether a protected thing was destroyed (n, protected things)
    stopped_by: Any  # hostile objects stopped (n, effectors)
    causes: Any  # leakers (n, causes)
    leaked_of: Any  # whether an object leaked (n, objects)
    warned_s: Any
    warned_run: Any

    def head(self, count: int) -> "Tally":
        """Return the tally of the first ``count`` runs."""
        kept = self.warned_run < self.runs.run[0] + count
        warned = self.warned_s[kept], self.warned_run[kept]
        shots, causes = (self.spent[:count], self.ruined[:count]), self.causes[:count]
        return Tally(self.runs[:count], *shots, self.stopped_by[:count], causes, self.leaked_of[:count], *warned)


def present(rows: Rows) -> Any:
    """Return the rows of the objects that were there, as one list in the order of runs and objects."""
    things = rows.things.reshape(-1)
    return things[things.side >= 0]


def tally(runs: Any, counted: tuple[Any, Any], things: Any, objects: int) -> Tally:
    """Return the tally of ``runs`` (RUN, successive) and the objects that were there (THING, a list).

    ``counted`` are their shots and what was destroyed (runs by effectors and by protected things); ``objects`` is how
    many there can be in a run.
    """
    spent, ruined = counted
    hostile = things[things.side == HOSTILE]
    stopped = hostile[(hostile.fate == STOPPED) & (hostile.stopped_by >= 0)]
    leaked = hostile[hostile.fate == LEAKED]
    first = runs.run[0] if len(runs) else 0
    stops = _count(stopped.run - first, stopped.stopped_by, spent.shape)
    causes = _count(leaked.run - first, leaked.cause, (len(runs), len(CAUSES)))
    leaked_of = _count(leaked.run - first, leaked.object, (len(runs), objects)).astype(np.int8)
    warned = leaked[~np.isnan(leaked.warned_s)]
    return Tally(runs, spent, ruined, stops, causes, leaked_of, np.asarray(warned.warned_s), np.asarray(warned.run))


def _count(rows: Any, columns: Any, shape: tuple[int, ...]) -> Any:
    table = np.zeros(shape, np.int64)
    np.add.at(table, (rows, columns), 1)
    return table


def join(parts: Sequence[Tally]) -> Tally:
    """Return one tally of successive ones, one or more."""
    names = ("runs", "spent", "ruined", "stopped_by", "causes", "leaked_of", "warned_s", "warned_run")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    joined["runs"] = joined["runs"].view(np.recarray)
    return Tally(**joined)
