"""The folder of a study: whole parts, the same bytes after any interruption, and a plain no to anything else."""

import json
import math
import threading

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.invariants.menagerie import TEXT

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.errors import ResultError
from ringfort.scenario.check import load
from ringfort.studies import executors, montecarlo, store
from ringfort.studies.montecarlo import study
from ringfort.studies.tally import present

SEED, RUNS, PART = 3, 25, 10


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(store, "PART_RUNS", PART)


def compile_text(folder, text=TEXT, **options):
    path = folder / "menagerie.yaml"
    path.write_text(text, encoding="utf-8")
    return compile_scenario(load(path, installed()), installed(), **options)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    return compile_text(tmp_path_factory.mktemp("raid"))


def quiet(_done, _total):
    pass


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def through(compiled, tmp_path_factory):
    """Return the outcome and the files of a study that nothing interrupted."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "PART_RUNS", PART)
        outcome = study(compiled, SEED, RUNS, 2, quiet, folder)
    return outcome, files(folder)


def stopped_after(compiled, folder, runs, monkeypatch):
    """Play until about ``runs`` runs are done, as if Ctrl-C came then."""

    class Stopped:
        def __enter__(self):
            self.stop = threading.Event()
            return self.stop

        def __exit__(self, *_):
            pass

    context = Stopped()
    monkeypatch.setattr(montecarlo, "interruptible", lambda: context)
    outcome = study(compiled, SEED, RUNS, 1, lambda done, _: done >= runs and context.stop.set(), folder)
    monkeypatch.setattr(montecarlo, "interruptible", executors.interruptible)
    return outcome


@pytest.mark.parametrize("runs", [1, 10, 14])
def test_a_study_taken_up_again_ends_with_the_bytes_of_one_run_through(compiled, through, tmp_path, monkeypatch, runs):
    outcome, expected = through
    first = stopped_after(compiled, tmp_path / "out", runs, monkeypatch)
    assert first.interrupted and runs <= first.done < RUNS
    assert json.loads((tmp_path / "out/manifest.json").read_text())["runs"] == {"wanted": RUNS, "done": first.done}
    second = study(compiled, SEED, RUNS, 2, quiet, tmp_path / "out")
    assert files(tmp_path / "out") == expected
    assert second.tally.runs.tobytes() == outcome.tally.runs.tobytes()
    for name in ("spent", "ruined", "stopped_by", "causes", "warned_s", "warned_run"):
        assert np.array_equal(getattr(second.tally, name), getattr(outcome.tally, name)), name


def test_a_longer_study_goes_on_from_a_shorter_one(compiled, through, tmp_path):
    study(compiled, SEED, 7, 1, quiet, tmp_path / "out")
    study(compiled, SEED, RUNS, 1, quiet, tmp_path / "out")
    assert files(tmp_path / "out") == through[1]


def test_the_parts_hold_the_rows(compiled, through, tmp_path):
    study(compiled, SEED, RUNS, 1, quiet, tmp_path / "out")
    parts = list(store.read_parts(tmp_path / "out"))
    assert [len(part.runs) for part in parts] == [10, 10, 5]
    rows = montecarlo.play(compiled, SEED, [(0, RUNS)], 1, threading.Event())
    whole = next(iter(rows))
    for name, expected in (
        ("runs", whole.runs),
        ("spent", whole.spent),
        ("ruined", whole.ruined),
        ("things", present(whole)),
    ):
        found = np.concatenate([getattr(part, name) for part in parts])
        assert_same(found, expected)


def assert_same(found, expected):
    assert len(found) == len(expected)
    for field in expected.dtype.names or [None]:
        a, b = (found[field], expected[field]) if field else (found, expected)
        assert np.array_equal(a, b, equal_nan=a.dtype.kind == "f"), field


def test_tables_speak_in_names_and_nulls(compiled, tmp_path):
    study(compiled, SEED, PART, 1, quiet, tmp_path / "out")
    objects = pq.read_table(tmp_path / "out/objects/part-00000.parquet").to_pylist()
    assert {row["object"] for row in objects} >= {"drone", "quad", "rocket 1", "friend"}
    assert {row["side"] for row in objects} <= {"hostile", "friend", "neutral"}
    assert all((row["stopped_by"] in compiled.effectors) for row in objects if row["stopped_by"] is not None)
    for row in objects:
        for value in row.values():
            assert not (isinstance(value, float) and not math.isfinite(value))
    runs = pq.read_table(tmp_path / "out/runs/part-00000.parquet").to_pylist()
    assert [row["run"] for row in runs] == list(range(PART)) and "shots: gun" in runs[0]


CHANGES = {
    "scenario": lambda folder: (compile_text(folder, TEXT.replace("people: 25", "people: 26")), SEED, RUNS),
    "central": lambda folder: (compile_text(folder, central=True), SEED, RUNS),
    "seed": lambda folder: (compile_text(folder), SEED + 1, RUNS),
    "ask for 7 or more": lambda folder: (compile_text(folder), SEED, 5),
}


@pytest.mark.parametrize("said", CHANGES)
def test_a_folder_of_another_study_is_refused(compiled, tmp_path, said):
    study(compiled, SEED, 7, 1, quiet, tmp_path / "out")
    before = files(tmp_path / "out")
    with pytest.raises(ResultError) as refused:
        other, seed, runs = CHANGES[said](tmp_path)
        study(other, seed, runs, 1, quiet, tmp_path / "out")
    assert said in str(refused.value) and files(tmp_path / "out") == before


def test_a_comment_in_the_scenario_is_no_other_study(compiled, tmp_path):
    study(compiled, SEED, 3, 1, quiet, tmp_path / "out")
    noted = compile_text(tmp_path, f"# a note\n{TEXT}")
    assert study(noted, SEED, 5, 1, quiet, tmp_path / "out").done == 5


def test_a_folder_of_something_else_is_left_alone(compiled, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ResultError, match="holds something else"):
        study(compiled, SEED, 2, 1, quiet, tmp_path)
    with pytest.raises(ResultError, match="cannot be made"):
        study(compiled, SEED, 2, 1, quiet, tmp_path / "thesis.txt")
    with pytest.raises(ResultError, match="no folder of results"):
        store.read_manifest(tmp_path)


def test_a_broken_part_is_told(compiled, tmp_path):
    study(compiled, SEED, 3, 1, quiet, tmp_path / "out")
    (tmp_path / "out/runs/part-00000.parquet").write_bytes(b"not parquet")
    with pytest.raises(ResultError, match="cannot be read"):
        study(compiled, SEED, 5, 1, quiet, tmp_path / "out")
