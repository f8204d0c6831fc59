"""Every entry of the catalogue, ours and plug-ins': figures, probabilities, claims, and the same bytes both ways."""

import json
import math
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from ringfort.catalog.entry import GRADES
from ringfort.effectors.contract import PASSIVE
from ringfort.flights.contract import DRIFT, FALL, HOVER, KNOTS_MAX, LAND, MISSION, TURN_BACK
from tests.conformance import answers, parts
from tests.conformance.claims import CLAIMS

_ADMITS = re.compile("judg|recall|deriv|defin|assum|default|by design", re.IGNORECASE)
_DRAWS = (0, 1, 2, 3)  # the values, and three draws anywhere within the intervals
_REST = 1e-9  # rounding


def _claims() -> list[tuple[str, str]]:
    return [(name, claim) for name in parts.ENTRIES for claim in parts.spec(name).claims]


@pytest.mark.parametrize("name", parts.ENTRIES)
def test_every_figure_is_sourced_graded_and_within_its_bounds(name: str) -> None:
    entry, declared = parts.CATALOG.get(name), parts.spec(name).declared
    assert set(entry.parameters) == set(declared)
    for key, figure in entry.parameters.items():
        assert figure.low <= figure.value <= figure.high, key
        assert not any(declared[key].problem(x) for x in (figure.low, figure.value, figure.high)), key
        assert figure.source.strip() and figure.grade in GRADES, key
        assert figure.grade != "judgement" or _ADMITS.search(figure.source), f"{key}: a judgement must say so"


@pytest.mark.parametrize("name", parts.ENTRIES)
def test_a_model_has_the_roles_of_its_stage(name: str) -> None:
    wanted = {"sensor": {"glimpse"}, "effector": {"plan", "effect"}, "flight": {"lay"}, "people": set()}
    assert wanted[parts.spec(name).stage] <= set(parts.spec(name).functions)


@pytest.mark.parametrize("name", parts.of_stage("sensor"))
def test_a_sensor_answers_with_probabilities_and_accuracies(name: str) -> None:
    function = parts.spec(name).functions["glimpse"]
    for draw in _DRAWS:
        p = parts.own(name, draw)
        for look in parts.looks(150):
            glimpse = function(p, look)
            assert 0.0 <= glimpse.odds <= 1.0, look
            assert glimpse.range_m > 0.0 and glimpse.azimuth_rad > 0.0 and glimpse.elevation_rad > 0.0, look
            assert glimpse.range_rate_mps >= 0.0 and glimpse.signal_to_noise >= 0.0, look
            assert all(map(math.isfinite, glimpse)), look


@pytest.mark.parametrize("name", parts.of_stage("effector"))
def test_an_effector_plans_what_can_be(name: str) -> None:
    function = parts.spec(name).functions["plan"]
    feasible = 0
    for draw in _DRAWS:
        p = parts.own(name, draw)
        for aim in parts.aims(150):
            plan = function(p, aim)
            feasible += plan.feasible == 1.0
            assert plan.feasible in (0.0, 1.0) and 0.0 <= plan.odds <= 1.0, aim
            assert plan.flight_s >= 0.0 and plan.busy_s >= 0.0 and all(map(math.isfinite, plan)), aim
    assert (feasible > 0) == (parts.spec(name).traits["kind"] != PASSIVE)


@pytest.mark.parametrize("name", parts.of_stage("effector"))
def test_the_odds_of_an_effect_exclude_each_other(name: str) -> None:
    function = parts.spec(name).functions["effect"]
    for draw in _DRAWS:
        p = parts.own(name, draw)
        for encounter in parts.encounters(150):
            effect = function(p, encounter)
            assert min(effect) >= 0.0 and sum(effect) <= 1.0 + _REST, encounter


@pytest.mark.parametrize("name", parts.of_stage("flight"))
@pytest.mark.parametrize("order", [MISSION, LAND, TURN_BACK, DRIFT, FALL, HOVER])
def test_a_flight_begins_where_it_is_told_and_its_knots_rise_in_time(name: str, order: int) -> None:
    start = parts.departure(name, order, calm=False)
    knots = parts.lay(name, start)
    times = [t for t, _, _ in knots]
    assert 2 <= len(knots) <= KNOTS_MAX and times[0] == start.time_s
    assert all(b > a for a, b in pairwise(times))
    assert all(math.isfinite(x) for _, p, v in knots for x in (*p, *v))
    x, y, z = knots[0][1]
    assert abs(x - start.x_m) < 1e-6 and abs(y - start.y_m) < 1e-6
    assert order == MISSION or abs(z - start.z_m) < 1e-6


@pytest.mark.parametrize("name", parts.of_stage("flight"))
def test_what_is_hit_falls_to_the_ground(name: str) -> None:
    knots = parts.lay(name, parts.departure(name, FALL, calm=False))
    assert abs(parts.above_ground(knots[-1][1])) < 1.0


@pytest.mark.parametrize("name", parts.of_stage("flight"))
def test_no_flight_goes_below_the_ground(name: str) -> None:
    if parts.spec(name).name == "flight.straight-line":
        pytest.skip("by definition a chord, which a round earth rises above")
    for order in (MISSION, LAND, FALL):
        lowest = min(parts.heights(parts.lay(name, parts.departure(name, order, calm=False)), 1.0))
        assert lowest > -5.0, order  # between knots the interpolation may dip a little


@pytest.mark.parametrize(("name", "claim"), _claims())
def test_claims_hold(name: str, claim: str) -> None:
    assert claim in CLAIMS, f"{parts.spec(name).name} claims {claim!r}, which nothing checks; known: {sorted(CLAIMS)}"
    for draw in (0,) if parts.spec(name).stage == "flight" else _DRAWS:
        CLAIMS[claim](name, draw)


@pytest.fixture(scope="module")
def plain() -> dict[str, list[str]]:
    """Every answer from plain Python, in a process of its own."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "tests.conformance.answers"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", parts.ENTRIES)
def test_the_compiler_changes_no_bit(name: str, plain: dict[str, list[str]]) -> None:
    stage = parts.spec(name).stage
    ask = {"flight": answers.of_flight, "people": answers.of_people}.get(stage, answers.of_roles)
    compiled = ask(name)
    assert compiled and compiled == {key: plain[key] for key in compiled}
