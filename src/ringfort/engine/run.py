"""Runs: a worker with scratch of its own plays blocks of raids; one raid can be played again with its log."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ringfort.engine.compile import Compiled
from ringfort.engine.log import KNOT_ROW
from ringfort.engine.raid import play_block
from ringfort.engine.record import RUN, THING
from ringfort.engine.state import Scratch, new_scratch
from ringfort.streams import Dice


@dataclass(frozen=True)
class Rows:
    """What a block of runs left: ``runs`` (RUN, one a run), ``things`` (THING, runs by objects), ``spent`` (shots).

    ``ruined`` (runs, protected things) is 1 where a protected thing was destroyed.
    """

    runs: Any
    things: Any
    spent: Any
    ruined: Any


class Worker:
    """One thread's scratch for one scenario."""

    def __init__(self, compiled: Compiled, *, logging: bool = False) -> None:
        self.compiled = compiled
        self.scratch: Scratch = new_scratch(compiled.model, compiled.systems)
        self.scratch.state.logging = int(logging)
        self.log: list[Any] = []

    def play(self, seed: int, first: int, count: int) -> Rows:
        """Play ``count`` runs from run ``first`` on; the lock of the interpreter is free meanwhile."""
        given = self.compiled.model.given
        rows = Rows(
            np.zeros(count, RUN).view(np.recarray),
            np.zeros((count, given.n_arrivals), THING).view(np.recarray),
            np.zeros((count, given.n_effectors), np.int64),
            np.zeros((count, given.n_assets), np.int8),
        )
        out = (rows.runs, rows.things, rows.spent, rows.ruined)
        state, self.log = self.scratch.state, []
        while True:
            play_block(self.compiled.model, self.compiled.pointers, self.scratch, Dice(seed, first), out)
            self.log.append(np.array(state.log[: state.rows]))
            state.rows = 0
            if not state.paused:
                return rows


def new_worker(compiled: Compiled) -> Worker:
    """Return a worker for this scenario."""
    return Worker(compiled)


def play_runs(compiled: Compiled, seed: int, first: int, count: int) -> Rows:
    """Play ``count`` runs from run ``first`` on."""
    return Worker(compiled).play(seed, first, count)


def replay(compiled: Compiled, seed: int, run: int) -> tuple[Rows, Any]:
    """Play one run again and return its rows and its log (ROW, in order of time, to the end of the raid)."""
    worker = Worker(compiled, logging=True)
    rows = worker.play(seed, run, 1)
    log = np.concatenate(worker.log)
    log = log[(log["t"] <= worker.scratch.state.total.now) | (log["kind"] == KNOT_ROW)]  # flights may go on after it
    return rows, log[np.argsort(log["t"], kind="stable")].view(np.recarray)
