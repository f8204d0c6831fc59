import math
import os
import subprocess
import sys
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.errors import TerrainError
from ringfort.physics.geometry import EFFECTIVE_EARTH_RADIUS, horizon_range
from ringfort.world.synthetic import desert_wadi
from ringfort.world.terrain import Terrain, flat
from ringfort.world.viewshed import clearance_angle, sensor_mask, sight_clearance

STEP_M = 100.0
PLAIN = Terrain(np.zeros((201, 601), np.float32), -30_000.0, -10_000.0, STEP_M)
DESERT = desert_wadi(5, 8_000.0, STEP_M, 80.0, 30.0)
HORIZON = within(0.02, because="heights a cell apart at the horizon differ by less: d^2/2R is 0.5 m a kilometre there")


class Sensor(NamedTuple):
    x_m: float
    y_m: float
    height_m: float


def wall(height_m: float) -> Terrain:
    """Return a plain with a wall from north to south 5 km east of the reference point."""
    heights = PLAIN.heights_m.copy()
    heights[:, 350] = height_m
    return Terrain(heights, *PLAIN[1:])


def test_over_a_plain_the_mask_is_the_horizon() -> None:
    mask = sensor_mask(PLAIN, 0.0, 0.0, 10.0, 1e6)
    tangent = math.sqrt(2.0 * EFFECTIVE_EARTH_RADIUS * 10.0)
    for j in range(0, 601, 20):
        away = abs(j * STEP_M - 30_000.0)
        expected = max(away - tangent, 0.0) ** 2 / (2.0 * EFFECTIVE_EARTH_RADIUS)
        assert HORIZON(float(mask[100, j]), expected)


@given(st.floats(1.0, 30.0), st.floats(-9_000.0, 9_000.0), st.floats(-29_000.0, 29_000.0))
@settings(max_examples=25, deadline=None)
def test_over_a_plain_two_see_each_other_within_the_horizon_range(height_m: float, y_m: float, x_m: float) -> None:
    mask = sensor_mask(PLAIN, x_m, y_m, height_m, 1e6)
    for i in range(0, 201, 40):
        for j in range(0, 601, 60):
            away = math.dist((x_m, y_m), (j * STEP_M - 30_000.0, i * STEP_M - 10_000.0))
            lowest = float(mask[i, j])
            blur = within(0.5 * STEP_M, because="the horizon is found to within the cell that it lies in")
            if lowest > 0.05:
                assert blur(horizon_range(height_m, lowest, EFFECTIVE_EARTH_RADIUS), away)


def test_behind_a_wall_the_shadow_rises_with_the_distance() -> None:
    mask = sensor_mask(wall(60.0), 0.0, 0.0, 10.0, 1e6)
    slope = 50.0 / 5_000.0 - 5_000.0 / (2.0 * EFFECTIVE_EARTH_RADIUS)
    for j in range(350, 600, 25):
        away = j * STEP_M - 30_000.0
        expected = 10.0 + slope * away + away * away / (2.0 * EFFECTIVE_EARTH_RADIUS) if j > 350 else 0.0
        assert within(1e-3, because="float32 of heights below 1000 m")(float(mask[100, j]), expected)
    assert mask[100, 300:351].max() == 0.0


def test_the_sensor_sees_its_own_foot_and_nothing_beyond_its_range() -> None:
    mask = sensor_mask(DESERT, 130.0, -410.0, 8.0, 2_000.0)
    y, x = np.mgrid[0:81, 0:81] * STEP_M - 4_000.0
    away = np.hypot(x - 130.0, y + 410.0)
    assert np.isinf(mask[away > 2_000.0]).all()
    assert np.isfinite(mask[away <= 2_000.0]).all()
    assert mask[36, 41] == 0.0


def test_a_range_changes_nothing_within_it() -> None:
    near, far = (sensor_mask(DESERT, 130.0, -410.0, 8.0, reach) for reach in (2_000.0, 1e6))
    assert np.array_equal(near[np.isfinite(near)], far[np.isfinite(near)])


heights = st.floats(0.0, 60.0)
where = st.floats(-3_900.0, 3_900.0)


@given(heights, heights, where, where)
@settings(max_examples=30, deadline=None)
def test_a_higher_sensor_sees_lower(a: float, b: float, x_m: float, y_m: float) -> None:
    low, high = (sensor_mask(DESERT, x_m, y_m, h, 1e6) for h in sorted((a, b)))
    assert (high <= low + 1e-3).all()


off_edges = st.integers(-3_900, 3_900).filter(lambda metres: metres % 100 != 50)  # a tie between two cells


@given(off_edges, off_edges, st.integers(0, 3))
@settings(max_examples=20, deadline=None)
def test_the_compass_makes_no_difference(x_m: int, y_m: int, turns: int) -> None:
    """The sweep goes by rows and columns; a landscape turned by quarters has its mask turned."""
    turned = Terrain(np.ascontiguousarray(np.rot90(DESERT.heights_m, -turns)), *DESERT[1:])
    x, y = x_m, y_m
    for _ in range(turns):
        x, y = -y, x
    here, there = sensor_mask(DESERT, x_m, y_m, 10.0, 1e6), sensor_mask(turned, x, y, 10.0, 1e6)
    rounding = within(1e-3, because="float32 of heights below 1000 m")
    assert rounding(float(np.abs(np.rot90(here, -turns) - there).max()), 0.0)


def test_single_lines_agree_with_the_sweep_but_for_the_rims_of_shadows() -> None:
    sensor, height_m = (130.0, -410.0, 12.0), 20.0
    mask = sensor_mask(DESERT, *sensor, 1e6)
    seen = np.array(
        [
            [sight_clearance(DESERT, sensor, (x, y, height_m)) >= 0.0 for x in np.arange(81) * STEP_M - 4_000.0]
            for y in np.arange(81) * STEP_M - 4_000.0
        ]
    )
    blur = within(0.03, because="the sweep interpolates between shadows; 1 % to 2 % of cells are measured")
    assert blur(float((seen != (mask <= height_m)).mean()), 0.0)


@given(where, where, heights, where, where, heights)
def test_seeing_is_mutual(x1: float, y1: float, h1: float, x2: float, y2: float, h2: float) -> None:
    there, back = ((x1, y1, h1), (x2, y2, h2)), ((x2, y2, h2), (x1, y1, h1))
    assert within(1e-6, because="rounding of numbers of some 10 m")(
        sight_clearance(DESERT, *there), sight_clearance(DESERT, *back)
    )


def test_a_line_over_a_plain_sags_by_the_earth() -> None:
    sag = 20_000.0**2 / (8.0 * EFFECTIVE_EARTH_RADIUS)
    got = sight_clearance(PLAIN, (-10_000.0, 0.0, 50.0), (10_000.0, 0.0, 50.0))
    assert within(1e-4, because="samples are 25 m apart about the middle")(got, 50.0 - sag)


@pytest.mark.parametrize("height_m", [5.0, 40.0, 900.0])
def test_beyond_the_edge_of_a_plain_the_horizon_goes_on(height_m: float) -> None:
    small = Terrain(PLAIN.heights_m[60:141, 260:341].copy(), -4_000.0, -4_000.0, STEP_M)
    sensor = Sensor(0.0, 0.0, 10.0)
    mask = sensor_mask(small, *sensor, 1e6)
    reach = horizon_range(10.0, height_m, EFFECTIVE_EARTH_RADIUS)
    for share, sees in ((0.5, True), (0.99, True), (1.01, False), (1.5, False)):
        angle = clearance_angle(mask, small, sensor, reach * share * 0.6, reach * share * 0.8, height_m)
        assert (angle > 0.0) == sees


def test_beyond_the_edge_a_wall_still_hides() -> None:
    hidden = wall(60.0)
    sensor = Sensor(0.0, 0.0, 10.0)
    mask = sensor_mask(hidden, *sensor, 1e6)
    lowest = 10.0 + 50.0 / 5_000.0 * 60_000.0 + (60_000.0**2 - 5_000.0 * 60_000.0) / (2.0 * EFFECTIVE_EARTH_RADIUS)
    assert clearance_angle(mask, hidden, sensor, 60_000.0, 0.0, lowest + 1.0) > 0.0
    assert clearance_angle(mask, hidden, sensor, 60_000.0, 0.0, lowest - 1.0) < 0.0


def test_within_the_grid_the_clearance_is_the_height_over_the_mask() -> None:
    mask = sensor_mask(DESERT, 130.0, -410.0, 12.0, 1e6)
    angle = clearance_angle(mask, DESERT, Sensor(130.0, -410.0, 12.0), 3_000.0, 2_000.0, 25.0)
    away = math.dist((130.0, -410.0), (3_000.0, 2_000.0))
    assert within(rel=1e-3, because="one metre is added to the distance")(angle * away, 25.0 - float(mask[60, 70]))


def test_a_flat_earth_needs_no_mask() -> None:
    assert np.array_equal(sensor_mask(flat(), 500.0, 0.0, 10.0, 1e5), np.zeros((1, 1), np.float32))


def test_a_sensor_off_the_terrain_is_refused() -> None:
    with pytest.raises(TerrainError, match=r"x 31000 m.*x -30000 to 30000 m.*larger"):
        sensor_mask(PLAIN, 31_000.0, 0.0, 10.0, 1e5)


BYTES = """
import hashlib
from ringfort.world.synthetic import desert_wadi
from ringfort.world.viewshed import sensor_mask, sight_clearance
ground = desert_wadi(5, 4_000.0, 100.0, 80.0, 30.0)
mask = sensor_mask(ground, 130.0, -410.0, 8.0, 1_800.0)
clear = sight_clearance(ground, (130.0, -410.0, 8.0), (1500.0, 900.0, 3.0))
print(hashlib.sha256(ground.heights_m.tobytes() + mask.tobytes()).hexdigest(), repr(float(clear)))
"""


def test_plain_python_gives_the_same_bytes() -> None:
    def told(**more: Any) -> str:
        return subprocess.run(
            [sys.executable, "-c", BYTES], env={**os.environ, **more}, capture_output=True, text=True, check=True
        ).stdout

    assert told(NUMBA_DISABLE_JIT="1") == told(NUMBA_DISABLE_JIT="0")
