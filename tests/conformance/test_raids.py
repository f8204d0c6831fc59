"""Every entry at work in a raid: silent while it is offline, and its figures drawn within their intervals."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.model import OF_EFFECTOR, OF_FLIGHT, OF_SENSOR
from ringfort.engine.run import Worker, replay
from ringfort.scenario.check import sound
from ringfort.scenario.load import parse_text
from ringfort.streams import key
from tests.conformance import parts

pytestmark = pytest.mark.slow  # hundreds of raids with their logs: minutes, run by .ci/run

RUNS = 6
_HEAD = """
ringfort: 1
title: a raid for the suite
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect: [{name: camp, at: [0 m, 0 m], size: [60 m, 60 m], people: 5}]
command: {weapons: free, operators: 4}
"""
_ARRIVE = """
arrive:
  - {name: drone, system: threat/one-way-drone, count: 2, from: {bearing: 30 deg, range: 6 km}, aim: camp}
  - {name: copter, system: threat/quadcopter, count: 2, from: {bearing: 100 deg, range: 3 km}, aim: camp}
  - {name: rockets, system: threat/rocket-122, count: 3, interval: 5 s, from: {bearing: 0 deg, range: 12 km}, aim: camp}
  - {name: friend, system: friend/mq-9, from: {bearing: 200 deg, range: 9 km}, aim: [0 m, 500 m]}
"""
_EYE = "  - {name: eye, system: sensor/ideal, at: [0 m, 30 m]}\n"
_SEES = (rows.DETECTED, rows.FALSE_ALARM, rows.LOOKED, rows.INTERROGATED)
_ACTS = (rows.ORDERED, rows.FIRED, rows.EFFECT_ROW)
OFFLINE = "offline: 2000-01-01"


def scenario(devices: str, arrive: str = _ARRIVE) -> Compiled:
    text = f"{_HEAD}defend:\n{devices}{arrive}"
    return compile_scenario(sound(parse_text(text, Path("suite.yaml")), parts.CATALOG), parts.CATALOG)


def _led(name: str) -> bool:
    return parts.values(name).get("needs_guidance", 0.0) > 0.5


@cache
def told(name: str, state: str) -> tuple[int, int]:
    """Return how many rows the logs of some raids hold of what an entry saw and of what it did."""
    guided = ", guided_by: eye" * _led(name)
    compiled = scenario(f"{_EYE}  - {{name: it, system: {name}, at: [40 m, 0 m], height: 8 m, {state}{guided}}}\n")
    saw = did = 0
    for run in range(RUNS):
        _, log = replay(compiled, 1, run)
        if "it" in compiled.sensors:
            saw += int((np.isin(log.kind, _SEES) & (log["device"] == compiled.sensors.index("it"))).sum())
        if "it" in compiled.effectors:
            did += int((np.isin(log.kind, _ACTS) & (log["device"] == compiled.effectors.index("it"))).sum())
    return saw, did


@pytest.mark.parametrize("name", parts.of_stage("sensor", "effector"))
def test_nothing_acts_while_it_is_offline(name: str) -> None:
    assert told(name, OFFLINE) == (0, 0)


@pytest.mark.parametrize("name", parts.of_stage("sensor", "effector"))
def test_what_is_online_does_act(name: str) -> None:
    """The same raid with the entry online, or the test before would prove nothing."""
    if parts.values(name).get("magazine") == 0.0:
        pytest.skip("a passive thing fires nothing")
    assert sum(told(name, "online: 2000-01-01")) > 0


def _drawn(compiled: Compiled) -> list[tuple[Any, float]]:
    """Return every uncertain figure of a scenario and what one run drew for it."""
    worker = Worker(compiled)
    worker.play(3, 0, 1)
    tables, given = worker.scratch.tables, compiled.model.given
    own = {OF_FLIGHT: tables.own_flights, OF_SENSOR: tables.own_sensors, OF_EFFECTOR: tables.own_effectors}
    shared = {OF_FLIGHT: tables.bodies, OF_SENSOR: tables.mountings, OF_EFFECTOR: tables.batteries}
    found = []
    for figure in given.figures[: given.n_figures]:
        table = (shared if figure.shared else own).get(figure.stage, tables.people)
        found.append((figure, float(table[figure.system, figure.slot])))
    return found


@pytest.mark.parametrize("name", parts.of_stage("sensor", "effector", "flight"))
def test_every_figure_is_drawn_within_its_interval_and_not_at_its_centre(name: str) -> None:
    device = f"  - {{name: it, system: {name}, at: [40 m, 0 m]{', guided_by: eye' * _led(name)}}}\n"
    flying = f"  - {{name: it, system: {name}, from: {{bearing: 0 deg, range: 3 km}}, aim: [0 m, 0 m]}}\n"
    is_flight = parts.spec(name).stage == "flight"
    found = _drawn(scenario(_EYE, f"arrive:\n{flying}") if is_flight else scenario(_EYE + device))
    ours = [(figure, value) for figure, value in found if figure.entity == key(name)]
    assert len(ours) == sum(not figure.fixed for figure in parts.CATALOG.get(name).parameters.values())
    for figure, value in ours:
        slack = 1e-9 * max(abs(figure.low), abs(figure.high))  # one exponential and one logarithm
        assert figure.low - slack <= value <= figure.high + slack
    assert sum(value == figure.value for figure, value in ours) <= 1
