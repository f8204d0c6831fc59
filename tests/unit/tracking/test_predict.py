import math
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from tests.tolerance import within

from ringfort.physics.atmosphere import density
from ringfort.tracking.contract import TRACK
from ringfort.tracking.metrics import consistency_bounds
from ringfort.tracking.picture import settings
from ringfort.tracking.predict import extrapolate, impact, vacuum_time
from ringfort.world.terrain import EARTH_RADIUS_M, Terrain, flat

GRAVITY = 9.80665
STEPS = within(
    rel=4e-3, because="steps of an eighth of the time to fall, midpoint rule; drag itself is known to a half"
)
ROUNDING = within(rel=1e-9, because="the same algebra in another order")
ROUND_EARTH = within(2.0, because="the earth's drop below the plane is taken at the place of impact after four steps")
GROUND = flat()


def track(state: Any, sigma_m: float = 20.0, sigma_mps: float = 3.0) -> Any:
    made = np.zeros(1, TRACK).view(np.recarray)[0]
    made.x[:] = state
    made.P[:] = np.diag([sigma_m**2] * 3 + [sigma_mps**2] * 3)
    return made


def fallen(state: Any, drag_m2_kg: float) -> tuple[float, Any]:
    """Return when and where a thing comes down by an independent integrator on the round earth."""

    def rates(_: float, y: Any) -> Any:
        height = y[2] + (y[0] ** 2 + y[1] ** 2) / (2.0 * EARTH_RADIUS_M)
        k = 0.5 * drag_m2_kg * density(max(height, 0.0)) * np.linalg.norm(y[3:])
        g = GRAVITY * (1.0 - 2.0 * height / EARTH_RADIUS_M)
        return np.concatenate(
            [y[3:], np.array([-g * y[0] / EARTH_RADIUS_M, -g * y[1] / EARTH_RADIUS_M, -g]) - k * y[3:]]
        )

    def ground(_: float, y: Any) -> float:
        return float(y[2] + (y[0] ** 2 + y[1] ** 2) / (2.0 * EARTH_RADIUS_M))

    ground.terminal = True  # type: ignore[attr-defined]
    answer = solve_ivp(rates, (0.0, 2000.0), np.asarray(state, float), events=ground, rtol=1e-9, atol=1e-6)
    return float(answer.t[-1]), answer.y[:2, -1]


THINGS = {
    "mortar": [3000.0, 500, 600, -80, -10, 120],
    "rocket": [9000.0, 0, 4000, -350, 20, 60],
    "missile": [90e3, 10e3, 60e3, -1200, -100, -900],
    "missile going up": [250e3, 0, 30e3, -1300, 0, 1100],
}


@pytest.mark.parametrize("name", THINGS)
@pytest.mark.parametrize("drag", [0.0, 1.2e-4])
def test_a_fall_meets_an_independent_integrator(name: str, drag: float) -> None:
    time_s, x, y, _, _ = impact(track(THINGS[name]), 1.0, GROUND, settings(drag_m2_kg=drag))
    expected_s, place = fallen(THINGS[name], drag)
    start = np.array(THINGS[name][:2])
    assert STEPS(time_s, expected_s)
    assert np.linalg.norm(np.array([x, y]) - place) < 4e-3 * np.linalg.norm(place - start) + 1.0


def test_vacuum_time_solves_the_parabola() -> None:
    t = vacuum_time(1000.0, 50.0)
    assert abs(1000.0 + 50.0 * t - 0.5 * GRAVITY * t * t) < 1e-9
    assert vacuum_time(-5.0, -10.0) == 0.0


@pytest.mark.parametrize("name", THINGS)
def test_the_error_of_a_predicted_impact_is_as_large_as_it_says(name: str) -> None:
    """Normalised errors along and across of 200 drawn truths, drag as uncertain as told; fixed seed, 99.9 % bounds."""
    rng, rules = np.random.default_rng(21), settings(drag_spread=0.2)
    truth, seen = np.array(THINGS[name]), 200
    errors = []
    for _ in range(seen):
        estimate = track(truth + rng.standard_normal(6) * ([20.0] * 3 + [3.0] * 3))
        drag = rules.drag_m2_kg * max(1.0 + 0.2 * rng.standard_normal(), 0.05)
        _, x, y, along, across = impact(estimate, 1.0, GROUND, rules)
        _, real_x, real_y, _, _ = impact(track(truth), 1.0, GROUND, settings(drag_m2_kg=drag))
        heading = math.atan2(truth[4], truth[3])
        dx, dy = x - real_x, y - real_y
        errors.append(
            [
                ((dx * math.cos(heading) + dy * math.sin(heading)) / along) ** 2,
                ((dy * math.cos(heading) - dx * math.sin(heading)) / across) ** 2,
            ]
        )
    low, high = consistency_bounds(1, seen, 0.999)
    for mean in np.mean(errors, axis=0):
        assert 0.8 * low < mean < 1.25 * high  # the uncertainty is carried on to first order


def test_straight_flight_comes_down_where_its_line_meets_the_round_earth() -> None:
    time_s, x, y, _, _ = impact(track([50e3, 0, 1000, -100, 0, -20]), 0.0, GROUND, settings())
    assert ROUND_EARTH(1000.0 - 20.0 * time_s, -(x * x + y * y) / (2.0 * EARTH_RADIUS_M))
    assert ROUNDING(x, 50e3 - 100.0 * time_s)


def test_level_flight_comes_down_nowhere() -> None:
    assert impact(track([50e3, 0, 1000, -100, 0, 0]), 0.0, GROUND, settings()) == (
        math.inf,
        50e3,
        0.0,
        math.inf,
        math.inf,
    )


def test_a_plateau_is_hit_earlier_than_the_plain() -> None:
    plateau = Terrain(np.full((1, 1), 500.0, np.float32), 0.0, 0.0, 1.0)
    high = impact(track(THINGS["rocket"]), 1.0, plateau, settings())
    low = impact(track(THINGS["rocket"]), 1.0, GROUND, settings())
    assert high[0] < low[0]
    assert high[1] > low[1]


def test_barshalom_2001_extrapolation_leaves_the_track_alone() -> None:
    rng = np.random.default_rng(2)
    a, dt, q = rng.normal(size=(6, 6)), 3.0, 2.0
    made = track(rng.normal(size=6))
    made.P[:] = a @ a.T
    before = made.copy()
    F = np.kron([[1.0, dt], [0.0, 1.0]], np.eye(3))
    Q = q * np.kron([[dt**3 / 3.0, dt**2 / 2.0], [dt**2 / 2.0, dt]], np.eye(3))
    x, P = np.zeros(6), np.zeros((6, 6))
    extrapolate(made, dt, q, x, P)
    for got, expected in zip([*x, *P.ravel()], [*(F @ before.x), *(F @ before.P @ F.T + Q).ravel()], strict=True):
        assert ROUNDING(got + 100.0, expected + 100.0)
    assert made == before
