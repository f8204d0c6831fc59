"""Runs: a worker with scratch of its own plays blocks of raids; one raid can be played again with its log."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ringfort.engine.compile import Compiled
from ringfort.engine.log import ROW
from ringfort.engine.raid import play_block
from ringfort.engine.record import RUN, THING
from ringfort.engine.state import Scratch, new_scratch
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
    """One thread's scratch for one scenario; ``log`` has one row where nothing is to be logged."""

    def __init__(self, compiled: Compiled, log: Any = None) -> None:
        self.compiled = compiled
        self.log = _log(1) if log is None else log
        self.scratch: Scratch = new_scratch(compiled.model, compiled.systems, self.log)

    def play(self, seed: int, first: int, count: int) -> Rows:
        """Play ``count`` runs from run ``first`` on; the lock of the interpreter is free meanwhile."""
        given = self.compiled.model.given
        rows = Rows(
            np.zeros(count, RUN).view(np.recarray),
            np.zeros((count, given.n_arrivals), THING).view(np.recarray),
            np.zeros((count, given.n_effectors), np.int64),
        )
        out = (rows.runs, rows.things, rows.spent)
        play_block(self.compiled.model, self.compiled.pointers, self.scratch, Dice(seed, first), out)
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
    room = _FIRST_ROWS
    while True:
        worker = Worker(compiled, _log(room))
        rows = worker.play(seed, run, 1)
        count = int(worker.log[0].track)
        if count < room:
            return rows, worker.log[1 : count + 1]
        room = 2 * count
