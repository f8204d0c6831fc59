"""A study: one scenario played many times; what was done is kept, whatever ends it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ringfort.engine.compile import Compiled
from ringfort.studies.executors import interruptible, play, spans
from ringfort.studies.tally import Tally, join, present, tally

Progress = Callable[[int, int], None]
"""Told how many runs are done, and of how many."""


@dataclass(frozen=True)
class Outcome:
    """What a study left: the tally of the runs done, from run 0 on without a gap."""

    compiled: Compiled
    seed: int
    wanted: int
    tally: Tally
    elapsed_s: float

    @property
    def done(self) -> int:
        """Return how many runs were played."""
        return len(self.tally.runs)

    @property
    def interrupted(self) -> bool:
        """Return whether Ctrl-C came before the last run."""
        return self.done < self.wanted


def study(
    compiled: Compiled, seed: int, runs: int, threads: int, progress: Progress, out: Path | None = None
) -> Outcome:
    """Play runs 0 to ``runs - 1`` and return what they left; Ctrl-C ends it after the blocks in flight.

    With ``out`` the rows are kept in that folder, and a study found there goes on where it stopped. Raises ResultError
    where the folder holds something else, KeyboardInterrupt where not one run was done.
    """
    begun, store, tallies, objects = time.perf_counter(), None, [], len(compiled.objects)
    if out is not None:
        from ringfort.studies.store import Store  # brings Arrow, so only where it is needed

        store = Store(out, compiled, seed, runs)
        tallies = [tally(part.runs, (part.spent, part.ruined), part.things, objects) for part in store.found]
    done = sum(len(part.runs) for part in tallies)
    progress(done, runs)
    blocks = spans(done, runs, threads)
    with interruptible() as stop:
        for rows in play(compiled, seed, blocks, max(1, min(threads, len(blocks))), stop):
            tallies.append(tally(rows.runs, (rows.spent, rows.ruined), present(rows), objects))
            if store:
                store.add(rows)
            done += len(rows.runs)
            progress(done, runs)
        if store:
            store.close()
    if not tallies:
        raise KeyboardInterrupt
    return Outcome(compiled, seed, runs, join(tallies), time.perf_counter() - begun)
