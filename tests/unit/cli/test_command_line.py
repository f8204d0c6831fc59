import json
import subprocess
import sys

import pytest
from tests.unit.catalog.fakes import catalog

import ringfort.catalog.registry
import ringfort.cli.catalog
from ringfort import cli

HEAVY = "numpy numba pydantic typer rich pint ruamel scipy pyarrow importlib.metadata"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command line on the small catalogue: status, output, errors."""
    small = catalog(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ringfort.catalog.registry, "installed", lambda: small)
    monkeypatch.setattr(ringfort.cli.catalog, "installed", lambda: small)

    def play(*arguments):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return play


LOADED = """
import sys, ringfort.cli
try:
    ringfort.cli.main(sys.argv[1:])
finally:
    sys.stderr.write(" ".join(sys.modules))
"""


def loaded_by(*arguments):
    """Return the modules that a command line loads, and its output."""
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False)
    return set(done.stderr.split()), done.stdout


def test_help_lists_the_verbs_and_imports_nothing_heavy():
    modules, output = loaded_by("--help")
    assert all(verb in output for verb in ("check", "new", "schema", "catalog"))
    assert modules.isdisjoint(HEAVY.split())


def test_listing_the_catalogue_imports_no_model():
    modules, _ = loaded_by("catalog")
    assert "ringfort.catalog.registry" in modules and modules.isdisjoint({"numba", "numpy", "pint"})


def test_a_verb_without_a_module_is_not_listed(monkeypatch):
    monkeypatch.setattr(cli, "VERBS", (*cli.VERBS, ("levitate", "not there")))
    assert "check" in cli.verbs() and "levitate" not in cli.verbs()


def test_no_verb_and_unknown_verbs_are_usage_mistakes(run):
    assert run()[0] == 2
    status, _, errors = run("chek")
    assert status == 2 and "did you mean check?" in errors


@pytest.mark.parametrize("arguments", [("check",), ("check", "--loud", "x"), ("catalog", "show"), ("catalog", "sho")])
def test_usage_mistakes_are_short(run, arguments):
    status, output, errors = run(*arguments)
    assert status == 2 and not output and "--help" in errors and "Traceback" not in errors


def test_new_then_check(run, tmp_path):
    assert run("new", "base")[0] == 0
    status, output, errors = run("check", "base.yaml")
    assert (status, errors) == (0, "") and "no mistakes" in output
    text = (tmp_path / "base.yaml").read_text()
    status, _, errors = run("new", "base")
    assert status == 2 and "exists" in errors and (tmp_path / "base.yaml").read_text() == text


def test_check_prints_one_problem_a_line(run, tmp_path):
    run("new", "base")
    path = tmp_path / "base.yaml"
    path.write_text(path.read_text().replace("people: 100", "people: many").replace("tight", "tigt", 1))
    status, output, errors = run("check", "base.yaml")
    lines = errors.splitlines()
    assert status == 2 and not output and len(lines) == 2
    assert all(line.startswith("base.yaml:") and line.split(":")[1].isdigit() for line in lines)


def test_check_warns_of_what_is_seldom_meant(run, tmp_path):
    (tmp_path / "bare.yaml").write_text("ringfort: 1\ntitle: T\nplace: {latitude: 1, longitude: 2}\ntime: 2024-01-28\n")
    status, _, errors = run("check", "bare.yaml")
    assert status == 0 and errors.count("warning: ") == 2


def test_catalog_lists_shows_and_prints_json(run):
    status, output, _ = run("catalog")
    assert status == 0 and [line.split()[0] for line in output.splitlines()] == sorted(catalog_ids(run))
    shown = run("catalog", "show", "sensor/small-drone-radar")[1]
    row = next(line.split() for line in shown.splitlines() if line.startswith("frequency_hz"))
    assert row == ["frequency_hz", "9.4e+09", "8.5e+09", "1e+10", "Hz", "C", "[1]"] and "[1] Radar, A, 2020" in shown
    one = json.loads(run("catalog", "show", "threat/one-way-drone", "--json")[1])
    assert one["parameters"]["speed_mps"] | {"value": 50.0, "unit": "m/s"} == one["parameters"]["speed_mps"]


def catalog_ids(run):
    return [entry["id"] for entry in json.loads(run("catalog", "--json")[1])]


def test_an_unknown_id_comes_with_the_nearest(run):
    status, _, errors = run("catalog", "show", "sensor/smal-radar")
    assert status == 2 and "did you mean sensor/small-drone-radar?" in errors


def test_schema_is_json(run):
    status, output, _ = run("schema")
    assert status == 0 and json.loads(output)["title"] == "Ringfort scenario"


INSIDE = [(KeyboardInterrupt(), 130, "interrupted"), (ValueError("odd"), 70, "internal error: ValueError: odd")]


@pytest.mark.parametrize(("error", "status", "said"), INSIDE)
def test_what_goes_wrong_inside_is_one_line(run, monkeypatch, error, status, said):
    def fail(given):
        raise error

    monkeypatch.delenv("RINGFORT_DEBUG", raising=False)
    monkeypatch.setattr(cli, "_dispatch", fail)
    code, _, errors = run("check")
    assert code == status and said in errors and len(errors.splitlines()) == 1


def test_a_closed_pipe_is_quiet():
    command = [sys.executable, "-c", "from ringfort.cli import main; main(['schema'])"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == cli.BROKEN_PIPE
