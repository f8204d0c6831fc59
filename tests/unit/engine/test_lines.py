"""Who aims at a line: each member of a group at a tower of its own; and what of it is destroyed is told by name."""

from pathlib import Path

import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.scenario.check import sound
from ringfort.scenario.load import parse_text
from ringfort.studies.answer import answer
from ringfort.studies.montecarlo import study

METRES = within(1e-6, because="sums of spacings, in metres")
TEXT = """
ringfort: 1
title: a line
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect:
  - {name: camp, at: [0 m, -900 m], size: [40 m, 40 m]}
  - {name: line, line: [[0 m, 0 m], [1800 m, 0 m]], tower_every: 200 m}
arrive:
  - name: drones
    system: threat/one-way-drone
    count: COUNT
    accuracy_m: 0.5 m
    failure: 0
    dud: DUD
    from: {bearing: 0 deg, range: 4 km}
    aim: AIM
"""


def made(count: int, aim: str, dud: int = 0):
    text = TEXT.replace("COUNT", str(count)).replace("AIM", aim).replace("DUD", str(dud))
    return compile_scenario(sound(parse_text(text, Path("line.yaml")), installed()), installed(), central=True)


@pytest.mark.parametrize(
    ("count", "aim", "towers"),
    [(1, "line", [6]), (2, "line", [3, 8]), (5, "line", [2, 4, 6, 8, 10]), (2, "line 3", [3, 3])],
)
def test_members_of_a_group_aim_evenly_along_the_line(count, aim, towers):
    compiled = made(count, aim)
    arrivals = compiled.model.given.arrivals[:count]
    assert [compiled.assets[a] for a in arrivals["asset"]] == [f"line {k}" for k in towers]
    for x, k in zip(arrivals["aim_x_m"], towers, strict=True):
        assert METRES(float(x), 200.0 * (k - 1))


def test_the_answer_tells_how_often_the_line_was_out():
    struck = answer(study(made(1, "line"), 1, 12, 1, lambda done, wanted: None))
    assert struck["outage"]["line"]["mean"] > 0.9 and 0.9 < struck["destroyed"]["mean"] <= 2.0
    duds = answer(study(made(1, "line", dud=1), 1, 12, 1, lambda done, wanted: None))
    assert duds["outage"]["line"]["mean"] == 0.0 and list(duds["outage"]) == ["line"]
