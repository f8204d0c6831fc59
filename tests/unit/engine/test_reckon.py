"""With what odds the tracker reckons to see a track: by a chart after one detection, by the model after more."""

import math
from pathlib import Path
from typing import Any

import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.engine.reckon import lay_chart, odds_to_see
from ringfort.engine.sense import ready
from ringfort.engine.state import new_scratch
from ringfort.scenario.load import parse_text
from ringfort.tracking.contract import TENTATIVE

TEXT = """
ringfort: 1
title: what a radar sees
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect:
  - {name: camp, at: [0 m, 0 m], size: [100 m, 60 m], people: 30}
defend:
  - {name: radar, system: sensor/small-drone-radar, at: [0, 0], height: 20 m, range_max_m: 20 km,
     reference_range_m: 8 km, ground_reflection: 0, ground_gamma: 0, false_alarms: 5}
arrive:
  - {name: drone, system: threat/fpv-quadcopter, from: {bearing: 0 deg, range: 4 km}, aim: camp}
"""


@pytest.fixture(scope="module")
def base() -> Any:
    """Return model, pointers and state of a radar before its first look."""
    raid = compile_scenario(parse_text(TEXT, Path("test.yaml")), installed(), central=True)
    state = new_scratch(raid.model, raid.systems).state
    ready(raid.model, raid.pointers.glimpse, state, 0)
    lay_chart(raid.model, raid.pointers.glimpse, state, 0)
    return raid.model, raid.pointers.glimpse, state


def reckoned(base: Any, range_m: float, echo_dbsm: float, hits: int) -> float:
    """Return the odds for a track a little above the horizon that flies off at 30 m/s."""
    model, glimpses, state = base
    track, up = state.tracks[0], 0.1
    level = range_m * math.cos(up)
    track.x[:] = 0.6 * level, 0.8 * level, 20.0 + range_m * math.sin(up), 18.0, 24.0, 0.0
    track.status, track.hits, track.t, track.cross_section_dbsm = TENTATIVE, hits, state.total.now, echo_dbsm
    return float(odds_to_see(model, glimpses, state, 0, 0))


@pytest.mark.parametrize("echo_dbsm", [-26.0, -20.0, -8.0, 4.0])
def test_the_chart_tells_what_the_model_tells_in_free_space(base: Any, echo_dbsm: float) -> None:
    """By the range equation an echo weaker by a factor is seen as far as its fourth root; gases are the difference."""
    agrees = within(0.02, because="a straight line between steps of a chart; what the air takes on a longer way")
    for range_m in (1e3, 3e3, 5e3, 8e3, 12e3, 19e3):
        assert agrees(reckoned(base, range_m, echo_dbsm, 1), reckoned(base, range_m, echo_dbsm, 2))


def test_no_odds_out_of_sight_whatever_the_chart_says(base: Any) -> None:
    assert reckoned(base, 15e3, 20.0, 1) > 0.5
    assert reckoned(base, 25e3, 20.0, 1) == 0.0


def test_odds_are_kept_until_place_echo_or_speed_has_changed(base: Any) -> None:
    first = reckoned(base, 8e3, -20.0, 3)
    assert reckoned(base, 8.1e3, -20.2, 3) == first
    assert reckoned(base, 8.3e3, -20.0, 3) < first
    assert reckoned(base, 8.3e3, -19.0, 3) > reckoned(base, 8.3e3, -20.0, 3)
    base[2].tracks[0].id = 7
    assert reckoned(base, 8.4e3, -20.0, 3) < reckoned(base, 8.3e3, -20.0, 1)
