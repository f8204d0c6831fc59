import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.world.terrain import (
    EARTH_RADIUS_M,
    Terrain,
    flat,
    ground_height,
    height_above_ground,
    lowest_seen,
    relief,
)

ROUNDING = within(1e-9, because="a few roundings of numbers below 1000")
STEP_M = 50.0
CELLS = np.random.default_rng(3).uniform(-40.0, 300.0, (7, 9)).astype(np.float32)
HILLS = Terrain(CELLS, -200.0, -100.0, STEP_M)
places = st.floats(-1000.0, 1000.0)


def test_a_cell_centre_has_the_height_of_its_cell() -> None:
    for i in range(7):
        for j in range(9):
            assert ROUNDING(relief(HILLS, -200.0 + j * STEP_M, -100.0 + i * STEP_M), float(CELLS[i, j]))


@given(places, places)
def test_relief_lies_between_the_cells_about_it(x_m: float, y_m: float) -> None:
    u, v = np.clip((x_m + 200.0) / STEP_M, 0, 8), np.clip((y_m + 100.0) / STEP_M, 0, 6)
    j, i = min(int(u), 7), min(int(v), 5)
    about = CELLS[i : i + 2, j : j + 2]
    assert float(about.min()) - 1e-9 <= relief(HILLS, x_m, y_m) <= float(about.max()) + 1e-9


@given(places, places, st.floats(0.0, 1.0))
def test_relief_has_no_cliffs(x_m: float, y_m: float, way_m: float) -> None:
    steepest = 340.0 / STEP_M * math.sqrt(2.0)
    assert abs(relief(HILLS, x_m + way_m, y_m) - relief(HILLS, x_m, y_m)) <= steepest * way_m + 1e-9


def test_beyond_the_edge_the_edge_goes_on() -> None:
    assert relief(HILLS, 5000.0, 0.0) == relief(HILLS, 200.0, 0.0)
    assert relief(HILLS, 0.0, -5000.0) == relief(HILLS, 0.0, -100.0)


@given(st.floats(-3e5, 3e5), st.floats(-3e5, 3e5))
def test_a_flat_earth_is_a_sphere(x_m: float, y_m: float) -> None:
    d2 = x_m * x_m + y_m * y_m
    sphere = math.sqrt(max(EARTH_RADIUS_M * EARTH_RADIUS_M - d2, 0.0)) - EARTH_RADIUS_M
    check = within(1e-8 + d2 * d2 / (7.9 * EARTH_RADIUS_M**3), because="the next term of the series is d^4 / 8R^3")
    assert check(ground_height(flat(), x_m, y_m), sphere)
    assert height_above_ground(flat(), x_m, y_m, 100.0) > 0.0


def test_the_lowest_height_in_view_is_that_of_the_nearest_cell() -> None:
    mask = np.arange(63, dtype=np.float32).reshape(7, 9)
    assert lowest_seen(mask, HILLS, -200.0 + 2.4 * STEP_M, -100.0 + 3.6 * STEP_M) == 4 * 9 + 2
    assert lowest_seen(mask, HILLS, -1e5, 1e5) == 6 * 9
