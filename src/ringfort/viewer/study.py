"""What many raids came to, for the run picker: read from a folder of results, or played in the background."""

import threading
from typing import Any

import numpy as np

from ringfort.engine.run import play_runs
from ringfort.engine.state import CAUSES
from ringfort.studies.answer import answer
from ringfort.studies.montecarlo import Outcome
from ringfort.studies.store import read_parts
from ringfort.studies.tally import Tally, join, present, tally
from ringfort.viewer.packing import Json
from ringfort.viewer.session import Session

RUNS = 300  # that are played where there are no results
_BLOCK = 20


class Study:
    """Many raids of a session; the first look at it sets it going, and it can be looked at all the while."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._parts: list[Tally] = []
        self._failed = ""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wanted = RUNS

    def state(self) -> Json:
        """Return how many raids are done of how many, and once all are, the answer and the runs worth a look."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            parts, failed = list(self._parts), self._failed
        done = sum(len(part.runs) for part in parts)
        told: Json = {"done": done, "wanted": self._wanted, "error": failed, "answer": None, "picks": [], "runs": None}
        if parts and done >= self._wanted:
            told |= self._whole(join(parts))
        return told

    def _whole(self, counts: Tally) -> Json:
        outcome = Outcome(self._session.compiled, self._session.seed, self._wanted, counts, 0.0)
        columns = {name: counts.runs[name].tolist() for name in ("leaked", "killed", "injured")}
        return {"answer": answer(outcome), "picks": picks(counts), "runs": columns}

    def _work(self) -> None:
        try:
            if self._session.folder is not None:
                self._read()
            else:
                self._play()
        except Exception as error:  # whatever it is, the page has to be told
            self._failed = f"{type(error).__name__}: {error}"

    def _read(self) -> None:
        compiled = self._session.compiled
        parts = [
            tally(part.runs, (part.spent, part.ruined), part.things, len(compiled.objects))
            for part in read_parts(self._session.folder)  # type: ignore[arg-type]
        ]
        self._wanted = sum(len(part.runs) for part in parts)
        self._parts = parts

    def _play(self) -> None:
        session = self._session
        for first in range(0, RUNS, _BLOCK):
            with session.lock:
                rows = play_runs(session.compiled, session.seed, first, min(_BLOCK, RUNS - first))
            part = tally(rows.runs, (rows.spent, rows.ruined), present(rows), len(session.compiled.objects))
            with self._lock:
                self._parts.append(part)


def picks(counts: Tally) -> list[Json]:
    """Return the runs worth a look, each with what it stands for; every run once, under its first name."""
    runs = counts.runs
    found: dict[int, str] = {int(runs.run[_typical(runs)]): "typical"}

    def add(name: str, index: int) -> None:
        run = int(runs.run[index])
        found[run] = f"{found[run]}; {name}" if run in found else name

    worst = np.lexsort((runs.run, -runs.leaked, -(runs.injured), -runs.killed))
    if runs.killed[worst[0]] or runs.leaked[worst[0]]:
        add("worst", int(worst[0]))
    for name, column in (
        ("first with nothing leaked", runs.leaked == 0),
        ("first with a friend engaged", runs.wrong_friend > 0),
        ("first with a bird engaged", runs.wrong_bird > 0),
        ("first with a shot at nothing", runs.wrong_nothing > 0),
    ):
        if column.any() and not (name == "first with nothing leaked" and column.all()):
            add(name, int(column.argmax()))
    for c, cause in enumerate(CAUSES):
        if counts.causes[:, c].any():
            add(f"first {cause}", int((counts.causes[:, c] > 0).argmax()))
    return [{"run": run, "name": name} for run, name in found.items()]


def _typical(runs: Any) -> int:
    """Return the index of the run nearest to the medians of what leaked, who was hurt and how long it went on."""
    distance = np.zeros(len(runs))
    for name in ("leaked", "stopped", "killed", "injured", "end_s"):
        values = np.asarray(runs[name], float)
        scale = float(values.std())
        if scale > 0.0:
            distance += np.square((values - np.median(values)) / scale)
    return int(distance.argmin())
