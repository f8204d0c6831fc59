"""``ringfort view`` on the command line: what it refuses and how, and a saved file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.viewer.scenes import compiled, page

from ringfort import cli
from ringfort.studies.montecarlo import study
from ringfort.viewer import bundle
from ringfort.viewer.serve import listening

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs ``ringfort view``: status, output, errors."""
    (tmp_path / "page").mkdir()
    monkeypatch.setattr(bundle, "FOLDER", page(tmp_path / "page"))
    monkeypatch.chdir(tmp_path)

    def play(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["view", *arguments])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return play


def test_an_unknown_scenario_is_told(run: Run) -> None:
    status, _, told = run("tower-23", "--no-browser")
    assert status == cli.USAGE and "there is no such scenario" in told and "did you mean tower-22?" in told


def test_a_folder_without_results_is_told(run: Run, tmp_path: Path) -> None:
    status, _, told = run(str(tmp_path / "page"), "--no-browser")
    assert status == cli.USAGE and "this is no folder of results" in told


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with listening(None) as taken:
        status, _, told = run("one-drone", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert status == cli.USAGE and "this port is taken" in told


def test_a_run_that_cannot_be_is_told(run: Run) -> None:
    status, _, told = run("one-drone", "--run", "-1")
    assert status == cli.USAGE and "--run" in told and "Traceback" not in told


def test_without_the_page_it_says_how_to_get_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "FOLDER", tmp_path / "nowhere")
    status, _, told = run("one-drone", "--no-browser")
    assert status == cli.USAGE and "python hatch_build.py" in told


def test_a_replay_is_saved(run: Run, tmp_path: Path) -> None:
    status, said, _ = run("one-drone", "--run", "2", "--save", "replay.html")
    assert status == 0 and said.startswith("replay.html: run 2 of seed 1")
    assert (tmp_path / "replay.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_results_bring_their_seed(run: Run, tmp_path: Path) -> None:
    study(compiled("one-drone"), 7, 4, 1, lambda _done, _wanted: None, tmp_path / "results")
    status, said, _ = run("results", "--save", "replay.html")
    assert status == 0 and "of seed 7" in said
    status, _, told = run("results", "--seed", "8", "--save", "replay.html")
    assert status == cli.USAGE and "these results are of another seed" in told
