"""A scenario of mistakes: much is wrong in a site and a scenario, and each is told in its file, with a remedy."""

import pytest

from ringfort.catalog.registry import installed
from ringfort.errors import ScenarioError
from ringfort.scenario.check import load

SITE = """\
ringfort-site: 1
title: A site with mistakes
summmary: spelt wrongly
place: {latitude: 33, longitude: 240, terrain: flat}
protect:
  - {name: tents, at: [0 m, 0 m], size: [100 m, 60 m], people: many}
  - {name: office, at: [0 m], size: [10 m, 10 m], shelter: {kind: bunkr}}
  - {name: line, line: [[0 m, 0 m], [1 km, 0 m]], tower_evry: 100 m}
  - {name: long line, line: [[0 m, 0 m], [100 km, 0 m]], tower_every: 100 m}
"""
SCENARIO = """\
ringfort: 1
title: A scenario of mistakes
site: here.yaml
time: 2024-06-01T10:00:00Z
protect:
  - {name: tents, shelter: {bunkers_within: -5 m}}
  - {name: office, worth: 3 m}
  - {name: gate, people: 4}
arrive:
  - {name: a, system: threat/one-way-dron, from: {bearing: 10 deg, range: 20 km}, aim: tents}
  - {name: b, system: threat/rocket-107, from: {bearing: 10 deg, range: 20 km}, aim: tnets, count: 2.5}
  - {name: c, system: threat/rocket-107, from: {bearing: 10 deg}, aim: tents, intervall: 3 s}
  - {name: d, system: threat/quadcopter, aim: long lin}
  - {name: d, system: sensor/sentinel, from: {bearing: 10 deg, range: 20 km}, aim: tents}
  - {name: e, system: threat/mortar-82, from: {bearing: 10 deg, range: 3 kilo}, aim: [0 m, 0 m], warhead_kg: -1}
"""
MISTAKES = [  # file, line, what the value or the complaint says, what the remedy says
    ("here.yaml", 3, "summmary", "did you mean summary?"),
    ("here.yaml", 4, "240", "in deg"),
    ("here.yaml", 6, "many", "people"),
    ("here.yaml", 7, "0 m", "write [x, y]"),
    ("here.yaml", 7, "bunkr", "did you mean bunker?"),
    ("here.yaml", 8, "'tower_every' is missing", "distance between its towers"),
    ("here.yaml", 9, "1001", "at most 60"),
    ("s.yaml", 6, "-5 m", "in m"),
    ("s.yaml", 7, "3 m", "worth"),
    ("s.yaml", 8, "'at' is missing", "centre"),
    ("s.yaml", 8, "'size' is missing", "extent"),
    ("s.yaml", 10, "threat/one-way-dron", "did you mean threat/one-way-drone?"),
    ("s.yaml", 11, "tnets", "did you mean tents?"),
    ("s.yaml", 11, "2.5", "without a point"),
    ("s.yaml", 12, "'range' is missing", "distance from the centre"),
    ("s.yaml", 12, "intervall", "did you mean interval?"),
    ("s.yaml", 13, "nothing says where it comes from", "add from"),
    ("s.yaml", 13, "long lin", "did you mean long line?"),
    ("s.yaml", 14, "'d'", "its own name"),
    ("s.yaml", 14, "sensor/sentinel", "move it to defend"),
    ("s.yaml", 15, "3 kilo", "known units"),
    ("s.yaml", 15, "-1", "warhead"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mistakes")
    (folder / "here.yaml").write_text(SITE)
    (folder / "s.yaml").write_text(SCENARIO)
    with pytest.raises(ScenarioError) as caught:
        load(folder / "s.yaml", installed())
    return caught.value.problems


@pytest.mark.parametrize(("file", "line", "said", "remedy"), MISTAKES, ids=[f"{m[0]}:{m[1]} {m[2]}" for m in MISTAKES])
def test_each_mistake_is_told_in_its_file_with_value_and_remedy(told, file, line, said, remedy):
    here = [problem for problem in told if problem.file.endswith(file) and problem.line == line]
    found = [problem for problem in here if said in problem.value or said in problem.what]
    assert found, [str(problem) for problem in here]
    assert any(remedy in problem.remedy for problem in found), [problem.remedy for problem in found]
    assert all(problem.column > 0 for problem in found)


def test_nothing_else_is_complained_of(told):
    places = {(file, line) for file, line, _, _ in MISTAKES}
    beside = [str(p) for p in told if (p.file.rpartition("/")[2], p.line) not in places]
    assert beside == [] and len(told) == len(MISTAKES), [str(p) for p in told]
