"""The run picker: which runs are worth a look, and a study that is read from its folder or played."""

from pathlib import Path

import numpy as np
from tests.unit.viewer.scenes import compiled, session

from ringfort.engine.run import play_runs
from ringfort.engine.state import CAUSES, ENGAGED_MISSED
from ringfort.studies.montecarlo import study
from ringfort.studies.tally import Tally, present, tally
from ringfort.viewer.study import Study, picks


def tallied(name: str, runs: int) -> Tally:
    rows = play_runs(compiled(name), 1, 0, runs)
    return tally(rows.runs, (rows.spent, rows.ruined), present(rows), len(compiled(name).objects))


def test_picks_are_what_they_say() -> None:
    counts = tallied("one-drone", 60)
    named = {name: pick["run"] for pick in picks(counts) for name in pick["name"].split("; ")}
    runs = counts.runs
    assert runs.killed[named["worst"]] == runs.killed.max()
    assert runs.leaked[named["first with nothing leaked"]] == 0
    assert (runs.leaked[: named["first with nothing leaked"]] > 0).all()
    missed = counts.causes[:, ENGAGED_MISSED] > 0
    assert named[f"first {CAUSES[ENGAGED_MISSED]}"] == int(np.flatnonzero(missed)[0])
    assert abs(runs.leaked[named["typical"]] - np.median(runs.leaked)) <= 0.5


def test_every_run_is_picked_once() -> None:
    found = [pick["run"] for pick in picks(tallied("one-drone", 60))]
    assert len(found) == len(set(found))


def test_a_folder_is_read_and_not_played(tmp_path: Path) -> None:
    study(compiled("one-drone"), 1, 30, 1, lambda _done, _wanted: None, tmp_path / "results")
    reader = Study(session(folder=tmp_path / "results"))
    reader.state()
    assert reader._thread is not None
    reader._thread.join(60.0)
    told = reader.state()
    assert told["done"] == told["wanted"] == 30 and told["answer"]["runs"] == 30
    assert len(told["runs"]["leaked"]) == 30 and told["error"] == ""
