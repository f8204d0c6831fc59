"""Doctrines: rules in a file of their own, what a scenario changes of them, and where their mistakes point."""

import jsonschema
import pytest

from ringfort.catalog.registry import installed
from ringfort.errors import ScenarioError
from ringfort.scenario.check import check
from ringfort.scenario.doctrines import find, packaged, title
from ringfort.scenario.document import json_schema
from ringfort.scenario.load import parse_text

DOCTRINE = """\
ringfort-doctrine: 1
title: Ours
command:
  weapons: tight
  operators: 3
  identify: {hostile_above: 0.8, friendly_above: 0.7}
  approval: {needed_for: [gun, laser]}
"""
HEAD = "ringfort: 1\ntitle: T\nplace: {latitude: 33, longitude: 38}\ntime: 2024-01-28T02:30:00Z\n"


@pytest.fixture
def told(tmp_path):
    """Return a function that reads a scenario beside a doctrine in the file ours.yaml."""

    def tell(rules, doctrine=DOCTRINE):
        (tmp_path / "ours.yaml").write_text(doctrine)
        return parse_text(f"{HEAD}command: {{doctrine: ours.yaml{rules}}}\n", tmp_path / "s.yaml")

    return tell


def test_a_scenario_goes_on_from_its_doctrine(told):
    loaded = told(", weapons: free, identify: {hostile_above: 0.6}, approval: {needed_for: [interceptor]}")
    rules = loaded.document.command
    assert not loaded.problems and rules.weapons == "free" and rules.operators == 3
    assert (rules.identify.hostile_above, rules.identify.friendly_above) == (0.6, 0.7)
    assert rules.approval.needed_for == ["interceptor"]


def test_the_scenario_as_kept_needs_no_doctrine(told, tmp_path):
    loaded = told("")
    again = parse_text(loaded.alone(), tmp_path / "elsewhere/s.yaml")
    assert not again.problems and again.document == loaded.document


@pytest.mark.parametrize(
    ("change", "line", "column", "what", "remedy"),
    [
        (("tight", "tigt"), 4, 12, "not allowed", "did you mean tight?"),
        (("operators", "operatrs"), 5, 3, "unknown key", "did you mean operators?"),
        (("0.8", "8"), 6, 29, "at most", "from 0 to 1"),
        (("laser", "lazer"), 7, 32, "unknown kind", "did you mean laser?"),
        (("ringfort-doctrine: 1", "ringfort-doctrine: 2"), 1, 20, "no doctrine of a version", "ringfort-doctrine: 1"),
        (("title", "titel"), 2, 1, "unknown key", "did you mean title?"),
        (("  weapons: tight", "  doctrine: x"), 4, 13, "no other", "copy"),
    ],
)
def test_a_mistake_in_a_doctrine_points_into_its_file(told, change, line, column, what, remedy):
    loaded = told("", DOCTRINE.replace(*change))
    (problem,) = [*loaded.problems, *check(loaded, installed())]
    assert problem.file.endswith("ours.yaml") and (problem.line, problem.column) == (line, column)
    assert what in problem.what and remedy in problem.remedy


def test_a_mistake_in_what_the_scenario_changes_points_into_the_scenario(told):
    (problem,) = told(", weapons: fre").problems
    assert problem.file.endswith("s.yaml") and problem.line == 5 and "free" in problem.remedy


def test_a_doctrine_that_is_not_there_is_told_with_the_nearest(tmp_path):
    loaded = parse_text(f"{HEAD}command: {{doctrine: weapon-tight}}\n", tmp_path / "s.yaml")
    (problem,) = loaded.problems
    assert problem.line == 5 and "did you mean weapons-tight?" in problem.remedy
    with pytest.raises(ScenarioError, match="weapons-free"):
        find("weapons-fre")


@pytest.mark.parametrize("name", packaged())
def test_packaged_doctrines_are_sound_and_say_what_they_are(name, tmp_path):
    loaded = parse_text(f"{HEAD}command: {{doctrine: {name}}}\n", tmp_path / "s.yaml")
    assert [*loaded.problems, *check(loaded, installed())] == []
    assert len(title(find(name))) > 5


def test_the_schema_knows_the_key():
    text = {"ringfort": 1, "title": "T", "time": "2024-01-28", "place": {"latitude": 3, "longitude": 4}}
    rules = jsonschema.Draft202012Validator(json_schema())
    rules.validate({**text, "command": {"doctrine": "weapons-tight", "weapons": "free"}})
    assert not rules.is_valid({**text, "command": {"doctrine": 3}})
