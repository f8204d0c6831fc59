"""run, explain and compare from the command line: what they print, and what they say to mistakes."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from tests.invariants.menagerie import TEXT

from ringfort import cli
from ringfort.engine.state import CAUSES

RUNS = 40
EFFECTORS, PASSIVE = {"gun", "jammer", "laser", "drones", "airburst", "hunter", "patrol"}, {"net", "dummy"}
ESTIMATES = ("arrived", "leaked", "stopped", "missed", "killed", "injured", "blast_exposed")
ASKED = {*ESTIMATES, "scenario", "title", "runs", "seed", "elapsed_s", "stopped_by", "why_leaked", "wrongly_engaged"}
ASKED |= {"warning_s", "cost", "references"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command line beside two scenarios: status, output, errors."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "all.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "held.yaml").write_text(TEXT.replace("weapons: free", "weapons: hold"), encoding="utf-8")

    def play(*arguments):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return play


def answer(run, *options):
    status, output, _ = run("run", "all.yaml", "--runs", str(RUNS), "--seed", "5", "--json", *options)
    assert status == 0
    return json.loads(output)


def no_constant(name):
    raise AssertionError(f"{name} is no JSON")


def test_json_is_one_object_with_everything_asked_for(run):
    status, output, _ = run("run", "all.yaml", "--runs", str(RUNS), "--seed", "5", "--json")
    found = json.loads(output, parse_constant=no_constant)
    assert status == 0 and set(found) >= ASKED
    assert (found["scenario"], found["runs"], found["seed"]) == ("all", RUNS, 5)
    for name in ESTIMATES:
        assert found[name]["low"] <= found[name]["mean"] <= found[name]["high"], name
    fates = sum(found[name]["mean"] for name in ("leaked", "stopped", "missed"))
    assert abs(fates - found["arrived"]["mean"]) < 1e-9
    assert set(found["stopped_by"]) == EFFECTORS | PASSIVE
    assert set(found["why_leaked"]) <= set(CAUSES) and abs(sum(found["why_leaked"].values()) - 1.0) < 1e-9
    assert set(found["wrongly_engaged"]) == {"friend", "bird", "nothing"}
    assert set(found["warning_s"]) >= {"p10", "median", "p90", "without"}
    assert found["cost"]["currency"] == "USD" and found["cost"]["attack"]["mean"] > 0.0
    assert any("Wilson" in line for line in found["references"])


def test_nothing_that_leaks_needs_no_cause(run):
    for seed in range(1, 20):  # until in the one run nothing leaks
        status, output, _ = run("run", "all.yaml", "--runs", "1", "--seed", str(seed), "--json")
        found = json.loads(output, parse_constant=no_constant)
        if found["leaked"]["mean"] == 0.0:
            break
    assert status == 0 and found["why_leaked"] == {} and found["warning_s"]["median"] is None


def test_threads_change_nothing_but_the_time(run):
    one, two = answer(run, "--threads", "1"), answer(run, "--threads", "2")
    del one["elapsed_s"], two["elapsed_s"]
    assert json.dumps(one) == json.dumps(two)


def test_the_page_tells_the_answer_and_how_to_repeat_it(run):
    status, output, _ = run("run", "all.yaml", "--runs", str(RUNS), "--seed", "5", "--central")
    assert status == 0 and output.startswith("One of everything")
    for words in ("95 % interval", "stopped by", "wrongly engaged", "cost (USD)", "references", "at its centre"):
        assert words in output
    assert f"again: ringfort run all.yaml --runs {RUNS} --seed 5 --central" in output


def test_out_keeps_the_runs_and_goes_on(run, tmp_path):
    assert answer(run, "--out", "kept")["runs"] == RUNS
    status, output, _ = run("run", "all.yaml", "--runs", "50", "--seed", "5", "--json", "--out", "kept")
    assert status == 0 and json.loads(output)["runs"] == 50
    assert json.loads((tmp_path / "kept/manifest.json").read_text())["runs"] == {"wanted": 50, "done": 50}
    status, output, errors = run("run", "all.yaml", "--runs", "50", "--seed", "6", "--out", "kept")
    assert status == 2 and not output and "another seed" in errors and len(errors.splitlines()) == 1


MISTAKES = [
    ("run", "all.yaml", "--runs", "0"),
    ("run", "all.yaml", "--seed", "-1"),
    ("run", "all.yaml", "--threads", "none"),
    ("run", "all.yaml", "--runs", "1", "--out", "all.yaml"),
    ("run", "nowhere"),
    ("explain", "all.yaml", "--run", "-3"),
    ("explain", "all.yaml", "--object", "drome"),
    ("compare", "all.yaml"),
    ("compare", "all.yaml", "nowhere"),
]


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_mistakes_get_one_clear_line(run, arguments):
    status, output, errors = run(*arguments)
    lines = [line for line in errors.splitlines() if not line.startswith("try: ")]
    assert status == 2 and not output and len(lines) == 1 and "Traceback" not in errors


def test_the_nearest_object_is_named(run):
    assert "did you mean drone?" in run("explain", "all.yaml", "--object", "drome")[2]


def test_explain_tells_the_story_of_the_run_that_the_answer_points_to(run):
    found = answer(run)
    cause, k = next(iter(found["example_runs"].items()))
    status, output, _ = run("explain", "all.yaml", "--seed", "5", "--run", str(k), "--json")
    told = json.loads(output, parse_constant=no_constant)
    assert status == 0 and (told["seed"], told["run"]) == (5, k)
    assert cause in {story["cause"] for story in told["objects"]}
    status, output, _ = run("explain", "all.yaml", "--seed", "5", "--run", str(k))
    assert status == 0 and f"leaked: {cause}" in output and "sets off" in output


def test_explain_of_one_object_alone(run):
    status, output, _ = run("explain", "all.yaml", "--seed", "5", "--object", "friend")
    assert status == 0 and "friend (friend)" in output and "drone (hostile)" not in output


def test_compare_tells_what_holding_fire_does(run):
    options = ("--runs", str(RUNS), "--seed", "5")
    status, output, _ = run("compare", "all.yaml", "held.yaml", *options, "--json")
    found = json.loads(output, parse_constant=no_constant)
    assert status == 0 and found["runs"] == RUNS and found["b"]["scenario"] == "held"
    stopped, arrived = found["differences"]["stopped"], found["differences"]["arrived"]
    assert stopped["verdict"] == "fewer" and stopped["difference"]["high"] < 0.0
    assert arrived["verdict"] == "the same" and arrived["difference"]["mean"] == 0.0
    status, output, _ = run("run", "held.yaml", *options, "--json")
    stops = json.loads(output)["stopped_by"]
    assert not any(stops[name]["mean"] for name in EFFECTORS)  # a net and a dummy fire at nothing, and hold nothing
    status, output, _ = run("compare", "all.yaml", "held.yaml", *options)
    assert status == 0 and "fewer" in output and "again: ringfort compare all.yaml held.yaml" in output


def test_a_scenario_beside_itself_does_not_differ(run):
    status, output, _ = run("compare", "all.yaml", "all.yaml", "--runs", "10", "--json")
    assert status == 0
    assert {one["verdict"] for one in json.loads(output)["differences"].values()} == {"the same"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_leaves_what_was_done(run, tmp_path):
    start = "from ringfort.cli import main; main()"
    command = [sys.executable, "-c", start, "run", "all.yaml", "--runs", "10000000", "--json", "--out", "kept"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        until = time.monotonic() + 300.0
        while not (tmp_path / "kept/runs/part-00000.parquet").is_file() and time.monotonic() < until:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == cli.INTERRUPTED, errors
    found = json.loads(output)
    assert found["interrupted"] and 1000 <= found["runs"] < found["runs_wanted"]
    assert json.loads((tmp_path / "kept/manifest.json").read_text())["runs"]["done"] == found["runs"]
