"""Runs: a worker with scratch of its own plays blocks of raids; one raid can be played again with its log."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ringfort.engine.compile import Compiled
from ringfort.engine.log import ROW
from ringfort.engine.raid import play, play_block
from ringfort.engine.record import RUN, THING
from ringfort.engine.state import State, new_state
from ringfort.streams import Dice

_FIRST_ROWS = 1 << 14


@dataclass(frozen=True)
class Rows:
    """What a block of runs left: ``runs`` (RUN, one a run), ``things`` (THING, runs by objects), ``spent`` (shots)."""

    runs: Any
    things: Any
    spent: Any


def _log(rows: int) -> Any:
    return np.zeros(rows, ROW).view(np.recarray)


class Worker:
    """One thread's scratch for one scenario."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.state: State = new_state(compiled.model)
        self._silent = _log(1)

    def play(self, seed: int, first: int, count: int) -> Rows:
        """Play ``count`` runs from run ``first`` on; the lock of the interpreter is free meanwhile."""
        model = self.compiled.model
        rows = Rows(
            np.zeros(count, RUN).view(np.recarray),
            np.zeros((count, len(model.arrivals)), THING).view(np.recarray),
            np.zeros((count, len(model.effectors)), np.int64),
        )
        out = (rows.runs, rows.things, rows.spent)
        play_block(model, self.compiled.pointers, self.state, self._silent, Dice(seed, first), out)
        return rows


def new_worker(compiled: Compiled) -> Worker:
    """Return a worker for this scenario."""
    return Worker(compiled)


def play_runs(compiled: Compiled, seed: int, first: int, count: int) -> Rows:
    """Play ``count`` runs from run ``first`` on."""
    return Worker(compiled).play(seed, first, count)


def replay(compiled: Compiled, seed: int, run: int) -> tuple[Rows, Any]:
    """Play one run again and return its rows and its log (ROW, in order of time).

    The log grows until everything fits: the raid is the same each time.
    """
    worker, room = Worker(compiled), _FIRST_ROWS
    rows = worker.play(seed, run, 1)
    while True:
        log = _log(room)
        play(compiled.model, compiled.pointers, worker.state, log, Dice(seed, run))
        count = int(log[0].track)
        if count < room:
            return rows, log[1 : count + 1]
        room = 2 * count
