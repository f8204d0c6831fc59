"""A result folder read back: the same answer as the study that wrote it, and clear words where it is none."""

import json
import shutil

import pytest
from tests.invariants.menagerie import TEXT

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.errors import ResultError
from ringfort.scenario.check import load
from ringfort.studies.answer import answer
from ringfort.studies.montecarlo import study
from ringfort.studies.result import read_result

RUNS = 12


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return the folder of a study and its answer as told when it was played."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "all.yaml").write_text(TEXT, encoding="utf-8")
    compiled = compile_scenario(load(folder / "all.yaml", installed()), installed())
    outcome = study(compiled, 5, RUNS, 1, lambda done, total: None, folder / "out")
    return folder / "out", answer(outcome)


@pytest.fixture
def copy(kept, tmp_path):
    shutil.copytree(kept[0], tmp_path / "copy")
    return tmp_path / "copy"


def test_the_answer_is_that_of_the_study(kept):
    found = read_result(kept[0], installed())
    again = answer(found.outcome)
    assert again | {"elapsed_s": 0.0} == kept[1] | {"elapsed_s": 0.0}
    arrived = found.outcome.tally.runs.arrived.sum()
    assert found.chain.reached[0] == arrived and found.chain.leaked.sum() == found.outcome.tally.runs.leaked.sum()
    assert len(found.ends) <= arrived


def change(folder, **keys):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | keys))


def test_what_is_no_result_says_so(copy, tmp_path):
    for path, words in ((tmp_path / "nowhere", "no such folder"), (tmp_path, "no folder of results")):
        with pytest.raises(ResultError, match=words) as caught:
            read_result(path, installed())
        assert "ringfort run" in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "words"),
    [({"format": 1}, "another version"), ({"ringfort": "0.0.1"}, "another version"), ({"catalog_hash": "x"}, "cat")],
)
def test_a_result_of_another_version_is_refused(copy, keys, words):
    change(copy, **keys)
    with pytest.raises(ResultError, match=words):
        read_result(copy, installed())


def test_a_changed_scenario_is_refused(copy):
    path = copy / "scenario.yaml"
    path.write_text(path.read_text().replace("people: 25", "people: 2500"))
    with pytest.raises(ResultError, match="changed after"):
        read_result(copy, installed())
    path.unlink()
    with pytest.raises(ResultError, match="lost its scenario"):
        read_result(copy, installed())


def test_a_study_without_runs_says_how_to_go_on(copy):
    for table in ("runs", "objects"):
        shutil.rmtree(copy / table)
    with pytest.raises(ResultError, match="go on with the same"):
        read_result(copy, installed())
