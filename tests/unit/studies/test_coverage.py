import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.errors import CatalogError, ScenarioError
from ringfort.physics.geometry import EFFECTIVE_EARTH_RADIUS, horizon_range
from ringfort.scenario.check import load
from ringfort.scenario.load import Loaded
from ringfort.studies.coverage import Coverage, coverage, height_of, target_of
from ringfort.world.ground import ground
from ringfort.world.terrain import lowest_seen
from ringfort.world.viewshed import sensor_mask

SCENARIO = """
ringfort: 1
title: A sensor on a plain
place: {latitude: 33, longitude: 40}
time: 2024-01-01T12:00:00Z
protect: [{name: base, at: [0, 0], size: [100, 100], people: 10}]
defend:
  - {name: watch, system: sensor/fixed-odds, at: [500 m, -200 m], height: 10 m, odds: 0.6, range_max_m: 20 km}
  - {name: gun, system: effector/fixed-odds, at: [0, 0]}
arrive:
  - {name: first, system: threat/straight-line, from: {bearing: 90 deg, range: 30 km}, aim: base}
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    path = tmp_path_factory.mktemp("coverage") / "plain.yaml"
    path.write_text(SCENARIO)
    return load(path, installed())


@pytest.fixture(scope="module")
def watch(plain: Loaded) -> Coverage:
    return coverage(plain, installed(), "watch", 5.0, None)


def test_over_a_plain_a_sensor_sees_to_the_horizon_or_its_range(watch: Coverage) -> None:
    assert (watch.x_m, watch.y_m, watch.range_m, watch.target) == (500.0, -200.0, 20_000.0, "threat/straight-line")
    reach = min(horizon_range(10.0, 5.0, EFFECTIVE_EARTH_RADIUS), 20_000.0)
    area = float(watch.seen.sum()) * watch.terrain.step_m**2
    rim = within(rel=0.02, because="cells of 100 m at the rim of a circle of 20 km")
    assert rim(area, math.pi * reach * reach)


def test_odds_are_those_of_the_model_where_the_target_is_in_view(watch: Coverage) -> None:
    inside = watch.odds[150:250, 150:250]
    single = within(1e-6, because="float32 of 0.6")
    assert single(float(inside.min()), 0.6)
    assert single(float(inside.max()), 0.6)
    assert float(watch.odds[~watch.within].max()) == 0.0


def test_a_target_is_named_by_its_name_or_its_id(plain: Loaded) -> None:
    assert target_of(plain, installed(), "first") == target_of(plain, installed(), None)
    assert target_of(plain, installed(), "threat/straight-line").name == "first"
    other = target_of(plain, installed(), "threat/one-way-drone")
    assert (other.name, other.system, other.count) == ("target", "threat/one-way-drone", 1)


@pytest.mark.parametrize(
    ("sensor", "target", "told"),
    [
        ("wach", None, "no such sensor.*did you mean watch"),
        ("gun", None, "an effector, not a sensor.*watch"),
        ("watch", "sensor/ideal", "no target.*something that flies"),
    ],
)
def test_what_cannot_be_drawn_is_told(plain: Loaded, sensor: str, target: str | None, told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        coverage(plain, installed(), sensor, 5.0, target)


def test_an_unknown_target_is_told(plain: Loaded) -> None:
    with pytest.raises(CatalogError, match=r"did you mean threat/one-way-drone"):
        coverage(plain, installed(), "watch", 5.0, "threat/oneway-drone")


def test_a_height_has_a_unit_or_is_in_metres() -> None:
    assert height_of("100m") == height_of("100") == height_of("0.1 km") == 100.0
    for wrong in ("high", "10 s", "-5 m"):
        with pytest.raises(ScenarioError, match="--height"):
            height_of(wrong)


def test_the_wadi_hides_one_of_two_low_approaches() -> None:
    """What the scenario wadi-approach claims: at 20 m one way is in the radar's view, the other is not."""
    loaded = load("wadi-approach", installed())
    place, document = loaded.document.place, loaded.document
    where = (math.degrees(place.latitude_rad), math.degrees(place.longitude_rad))
    terrain = ground(dict(place.terrain), where, Path()).terrain
    radar = document.defend[0]
    mask = sensor_mask(terrain, *radar.at, radar.height_m, 75_000.0)
    shares = []
    for item in document.arrive:
        assert item.origin is not None
        bearing, away = item.origin.bearing_rad.median, item.origin.range_m.median
        way = [(away * math.sin(bearing), away * math.cos(bearing)), *item.waypoints, (0.0, 0.0)]
        steps = [np.linspace(a, b, 100) for a, b in pairwise(way)]
        points = [point for leg in steps for point in leg if math.hypot(*point) > 2_000.0]
        shares.append(np.mean([lowest_seen(mask, terrain, x, y) <= 20.0 for x, y in points]))
    assert shares[0] > 0.85
    assert shares[1] < 0.05
