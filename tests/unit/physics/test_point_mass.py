import math
import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from tests.tolerance import within

from ringfort.physics import atmosphere, ballistics
from ringfort.physics.drag import constant_drag, standard_drag
from ringfort.physics.firing import Shot, launched
from ringfort.physics.point_mass import (
    EARTH_SPIN_RADPS,
    Body,
    Flight,
    Surroundings,
    climb_rate,
    fly,
    ground_range,
    height_above_sphere,
    step,
)

G = 9.80665
FREE = Body(0.0, 1.0)
NO_DRAG = constant_drag(0.0)
RADIUS_M = 6_371_000.0


def _shell(diameter_m: float, mass_kg: float) -> Body:
    return Body(math.pi * diameter_m * diameter_m / 4.0, mass_kg)


@pytest.mark.parametrize(("speed_mps", "elevation"), [(300.0, 45.0), (800.0, 30.0), (100.0, 85.0)])
def test_without_air_it_is_the_parabola(speed_mps: float, elevation: float) -> None:
    e = math.radians(elevation)
    impact, apogee = fly(launched(e, Shot(speed_mps)), 0.0, 0.05, FREE, Surroundings(), NO_DRAG)
    arc = ballistics.vacuum_flight(speed_mps, e, 0.0, G)
    check = within(rel=1e-9, because="Runge-Kutta is exact on a parabola; the roots converge to rounding")
    assert check(impact.north_m, arc.range_m)
    assert check(impact.time_s, arc.time_s)
    assert check(apogee.up_m, arc.apogee_m)


@pytest.mark.parametrize(
    ("speed_mps", "elevation", "mass_kg", "diameter_m", "cd", "expected"),
    [  # scipy DOP853, rtol 1e-11, US Standard Atmosphere 1976, flat earth
        (250.0, 45.0, 4.2, 0.081, 0.15, (4300.1381, 32.038175, 1263.5265, 176.61392)),
        (318.0, 60.0, 13.6, 0.12, 0.14, (6002.2384, 49.474317, 3005.2989, 236.69446)),
        (560.0, 45.0, 43.1, 0.15471, 0.25, (15351.189, 63.296677, 4955.9532, 304.14261)),
    ],
)
def test_constant_drag_against_dop853(
    speed_mps: float, elevation: float, mass_kg: float, diameter_m: float, cd: float, expected: tuple[float, ...]
) -> None:
    start = launched(math.radians(elevation), Shot(speed_mps))
    impact, apogee = fly(start, 0.0, 0.02, _shell(diameter_m, mass_kg), Surroundings(), constant_drag(cd))
    speed = math.hypot(impact.east_mps, impact.north_mps, impact.up_mps)
    check = within(rel=2e-6, because="the table of air errs by 2e-9, the step by 1e-7, the reference prints 8 figures")
    got = (impact.north_m, impact.time_s, apogee.up_m, speed)
    assert all(check(a, b) for a, b in zip(got, expected, strict=True))


def test_halving_the_step_gains_four_orders() -> None:
    body, air, table = _shell(0.155, 43.0), Surroundings(), constant_drag(0.25)
    start = launched(0.8, Shot(560.0))

    def end(steps: int) -> float:
        flight = start
        for _ in range(steps):
            flight = step(flight, 32.0 / steps, body, air, table)
        return flight.north_m

    exact = end(1024)
    ratio = (end(16) - exact) / (end(32) - exact)
    assert within(5.0, because="sixteen for a fourth-order method, less near the layer of 11 km")(ratio, 16.0)


def _rocket_by_scipy(body: Body, air: Surroundings, start: Flight, end_s: float) -> np.ndarray:
    """Integrate the same physics in two pieces, written apart from the law, from the exact atmosphere."""

    def motion(t: float, s: np.ndarray) -> np.ndarray:
        burning = t < body.burn_s - 1e-12
        mass = body.mass_kg + (body.propellant_kg * (1.0 - t / body.burn_s) if burning else 0.0)
        u = s[3:] - np.array([air.wind_east_mps, air.wind_north_mps, 0.0])
        speed = np.linalg.norm(u)
        drag_n = 0.5 * atmosphere.density(s[2] + air.sea_height_m) * speed**2 * 0.35 * body.drag_area_m2
        along = (body.thrust_n if burning else 0.0) - drag_n
        return np.concatenate([s[3:], along * u / (speed * mass) - np.array([0.0, 0.0, G])])

    state = np.array(start[1:])
    for begin, finish in ((0.0, body.burn_s - 1e-11), (body.burn_s, end_s)):
        state = solve_ivp(motion, (begin, finish), state, rtol=1e-10, atol=1e-8, method="DOP853").y[:, -1]
    return state


def test_rocket_in_wind_against_scipy() -> None:
    body = Body(math.pi * 0.122**2 / 4.0, 46.0, 20.0, 1.8, 25_000.0)
    air = Surroundings(wind_east_mps=8.0, wind_north_mps=-4.0, sea_height_m=700.0)
    start = launched(math.radians(50.0), Shot(40.0, 0.3))
    impact, _ = fly(start, 0.0, 0.02, body, air, constant_drag(0.35))
    state = _rocket_by_scipy(body, air, start, impact.time_s)
    check = within(0.1, because="steps of two percent of the speed over a flight of 15 km")
    assert all(check(a, b) for a, b in zip(impact[1:4], state[:3], strict=True))


def test_boost_reaches_tsiolkovsky() -> None:
    thrust_n = 20.0 / 1.8 * 230.0 * G
    body = Body(0.0, 46.0, 20.0, 1.8, thrust_n)
    flight = Flight(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1e-6)
    for _ in range(180):
        flight = step(flight, 0.01, body, Surroundings(), NO_DRAG)
    end = ballistics.vertical_boost(230.0, 66.0, 46.0, 1.8, G)
    check = within(rel=1e-6, because="180 steps of a smooth acceleration, started with a micrometre per second")
    assert check(flight.up_mps, end.speed_mps)
    assert check(flight.up_m, end.height_m)


def test_height_above_sphere() -> None:
    assert height_above_sphere(3e5, 4e5, 123.0, 0.0) == 123.0
    exact = math.sqrt(3e5**2 + 4e5**2 + (RADIUS_M + 1e4) ** 2) - RADIUS_M
    assert within(1e-8, because="both round at 1e-9 m")(height_above_sphere(3e5, 4e5, 1e4, 1.0 / RADIUS_M), exact)


def test_climb_rate_is_the_derivative_of_height() -> None:
    k, flight = 1.0 / RADIUS_M, Flight(0.0, 2e5, -1e5, 3e4, 900.0, 400.0, 250.0)
    _, x, y, z, vx, vy, vz = flight
    ahead, behind = (height_above_sphere(x + dt * vx, y + dt * vy, z + dt * vz, k) for dt in (1e-3, -1e-3))
    assert within(1e-4, because="a central difference over 2 ms")((ahead - behind) / 2e-3, climb_rate(flight, k))


def test_round_earth_against_keplers_ellipse() -> None:
    from ringfort.physics.ballistic_missile import EARTH_GM, Sphere, minimum_energy

    kepler = minimum_energy(300e3, Sphere())
    air = Surroundings(gravity_mps2=EARTH_GM / RADIUS_M**2, curvature_per_m=1.0 / RADIUS_M)
    start = launched(kepler.flight_path_rad, Shot(kepler.speed_mps))
    impact, apogee = fly(start, 0.0, 0.02, FREE, air, NO_DRAG)
    check = within(rel=1e-7, because="some hundred steps of two percent")
    assert check(ground_range(impact, air.curvature_per_m), 300e3)
    assert check(impact.time_s, kepler.time_s)
    assert check(height_above_sphere(apogee.east_m, apogee.north_m, apogee.up_m, air.curvature_per_m), kepler.apogee_m)


def test_coriolis_carries_a_northward_shot_east() -> None:
    latitude = math.radians(33.0)
    spin = (EARTH_SPIN_RADPS * math.cos(latitude), EARTH_SPIN_RADPS * math.sin(latitude))
    air = Surroundings(spin_north_radps=spin[0], spin_up_radps=spin[1])
    start = launched(math.radians(45.0), Shot(400.0))
    impact, _ = fly(start, 0.0, 0.02, FREE, air, NO_DRAG)
    t, across = impact.time_s, 400.0 * math.cos(math.radians(45.0))
    first_order = spin[1] * across * t**2 + spin[0] * (G * t**3 / 3.0 - across * t**2)
    assert within(rel=0.01, because="first order in the spin, which turns 0.2 degrees in the flight")(
        impact.east_m, first_order
    )


def test_a_wind_along_the_way_is_a_moving_frame() -> None:
    body, table = _shell(0.1, 10.0), constant_drag(0.3)
    still, _ = fly(launched(0.6, Shot(250.0)), 0.0, 0.01, body, Surroundings(), table)
    e = Flight(0.0, 0.0, 0.0, 0.0, 12.0, 250.0 * math.cos(0.6), 250.0 * math.sin(0.6))
    moved, _ = fly(e, 0.0, 0.01, body, Surroundings(wind_east_mps=12.0), table)
    check = within(rel=1e-6, because="the same flight seen from moving air, with other steps")
    assert check(moved.east_m, 12.0 * moved.time_s)
    assert check(moved.north_m, still.north_m)


def test_thin_air_carries_farther() -> None:
    body, table = _shell(0.1, 10.0), standard_drag("G7")
    low, _ = fly(launched(0.7, Shot(500.0)), 0.0, 0.02, body, Surroundings(), table)
    high, _ = fly(launched(0.7, Shot(500.0)), 0.0, 0.02, body, Surroundings(sea_height_m=2000.0), table)
    hot, _ = fly(launched(0.7, Shot(500.0)), 0.0, 0.02, body, Surroundings(density_ratio=0.9), table)
    assert low.north_m < hot.north_m < high.north_m


def test_a_flight_that_never_lands_is_returned_in_the_air() -> None:
    air = Surroundings(gravity_mps2=0.0)
    flight, _ = fly(Flight(0.0, 0.0, 0.0, 1000.0, 0.0, 10.0, 0.0), 0.0, 1.0, Body(1e-3, 1.0), air, constant_drag(0.3))
    assert flight.up_m == 1000.0
    assert flight.time_s >= 7200.0


_PROGRAM = """
from ringfort.physics.ballistic_missile import Sphere, minimum_energy, point_at
from ringfort.physics.drag import standard_drag
from ringfort.physics.firing import Shot, launched
from ringfort.physics.point_mass import Body, Surroundings, fly
air = Surroundings(5.0, -3.0, 9.79, 1.57e-7, 6e-5, 4e-5, 300.0, 0.97)
body = Body(0.012, 46.0, 20.0, 1.8, 25000.0)
for flight in fly(launched(0.8, Shot(40.0, 0.4)), 0.0, 0.1, body, air, standard_drag("G7")):
    print([value.hex() for value in flight])
print([value.hex() for value in point_at(100.0, minimum_energy(5e5, Sphere()), Sphere())])
"""


def test_plain_python_gives_the_same_bytes() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            env={**os.environ, "NUMBA_DISABLE_JIT": plain},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for plain in ("0", "1")
    ]
    assert said[0] == said[1]
    assert said[0].count("0x") == 18
