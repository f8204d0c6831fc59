"""People in one bunker share its fate."""

from pathlib import Path

import numpy as np

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import play_runs
from ringfort.scenario.load import parse_text

TEXT = """
ringfort: 1
title: bunkers
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-21T09:20:00Z
protect: [{name: camp, at: [0, 0], size: [200, 200], people: 200, shelter: {kind: KIND}}]
arrive:
  - name: one
    system: threat/straight-line
    warhead_kg: 200
    count: 3
    from: {bearing: 0 deg, range: 3 km}
    at_time: {uniform: [0, 60]}
    aim: camp
"""


def felt(kind: str) -> np.ndarray:
    """Return how many felt the limit or were killed by each burst, by run; no case, so that no fragments fly."""
    scenario = parse_text(TEXT.replace("KIND", kind), Path("test.yaml"))
    things = play_runs(compile_scenario(scenario, installed(), central=True), 1, 0, 60).things
    return (things.killed + things.exposed).ravel()


def test_a_wave_is_felt_by_whole_bunkers_and_by_single_people_elsewhere() -> None:
    """Twenty in each at central figures. Only lungs and heads kill here, from far more than the limit of 4 psi on."""
    together, apart = felt("bunker"), felt("open")
    assert together.sum() > 0 and (together % 20 == 0).all()
    assert (apart % 20 != 0).any()


def test_a_bunker_stands_where_it_stood_for_every_burst_of_a_raid() -> None:
    """Three bursts at one place are felt by the same bunkers."""
    here = TEXT.replace("aim: camp", "aim: [20, 30]").replace("KIND", "bunker")
    things = play_runs(
        compile_scenario(parse_text(here, Path("test.yaml")), installed(), central=True), 1, 0, 40
    ).things
    felt = things.killed + things.exposed
    assert (felt == felt[:, :1]).all() and len(np.unique(felt[:, 0])) > 1
