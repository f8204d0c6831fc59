"""The runner: rows counted, errors caught, missing adapters told apart from failures."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.unit.verification.test_read_cases import GOOD, write
from typer.testing import CliRunner

from ringfort.cli.verify import verify as command
from ringfort.verification import runner
from ringfort.verification.runner import verify


def pretend(monkeypatch: pytest.MonkeyPatch, adapters: dict[str, Any]) -> None:
    monkeypatch.setattr(runner, "adapters", lambda: adapters)


def run(*arguments: str) -> Any:
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments))


def test_rows_are_counted_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = '{"coverage": 0.6, "more": 1.5}'
    path = write(tmp_path / "x.csv", GOOD, {**GOOD, "expected": two}, {**GOOD, "id": "AAA-BBB-1"})
    pretend(monkeypatch, {"OPS-KOO": lambda case: {"coverage": 0.6, "more": math.inf}})
    report = verify([path])
    assert (len(report.passed), len(report.failed), report.not_covered) == (1, 1, {"AAA-BBB": 1})
    answer = json.loads(report.to_json())
    assert answer["passed"] == 1
    assert answer["not_covered"] == {"AAA-BBB": 1}
    (failed,) = answer["failed"]
    assert (failed["id"], failed["key"], failed["expected"], failed["got"]) == ("OPS-KOO-9", "more", 1.5, "inf")
    assert failed["tolerance"] == "rel 1e-09"


def test_an_adapter_that_raises_fails_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(case: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError("no such range")

    pretend(monkeypatch, {"OPS-KOO": broken})
    (failed,) = verify([write(tmp_path / "x.csv", GOOD)]).failed
    assert failed.mismatches[0].got == "ZeroDivisionError: no such range"


def test_an_empty_answer_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, {"OPS-KOO": lambda case: {}})
    report = verify([write(tmp_path / "x.csv", GOOD)])
    assert not report.passed
    assert report.not_covered == {"OPS-KOO": 1}


def test_an_adapter_cannot_change_what_is_expected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, {"OPS-KOO": lambda case: {"coverage": case.get("coverage", 0.5)}})
    assert len(verify([write(tmp_path / "x.csv", GOOD)]).failed) == 1


@pytest.mark.parametrize(("got", "status"), [(0.6, 0), (0.7, 1)])
def test_exit_status_and_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, got: float, status: int) -> None:
    pretend(monkeypatch, {"OPS-KOO": lambda case: {"coverage": got}})
    path = str(write(tmp_path / "x.csv", GOOD, {**GOOD, "id": "BLA-TBI-02"}))
    shown = run(path)
    assert shown.exit_code == status
    assert "OPS-KOO" in shown.stdout
    assert "not covered" in shown.stdout
    assert ("0.7" in shown.stdout) == (status == 1)
    spoken = run("--json", path)
    assert spoken.exit_code == status
    assert len(spoken.stdout.splitlines()) == 1
    assert json.loads(spoken.stdout)["passed"] == 1 - status


def test_a_missing_and_a_malformed_file_give_one_line_and_status_2(tmp_path: Path) -> None:
    missing = run(str(tmp_path / "none.csv"))
    assert missing.exit_code == 2
    assert len(missing.stderr.splitlines()) == 1
    malformed = run("--json", str(write(tmp_path / "x.csv", {**GOOD, "tolerance": "{"})))
    assert malformed.exit_code == 2
    assert "x.csv:2:5" in malformed.stderr
    assert malformed.stdout == ""
