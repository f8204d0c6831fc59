import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from tests.tolerance import within

from ringfort.physics import ballistic_missile as missile
from ringfort.physics.atmosphere import quick_air
from ringfort.physics.drag import constant_drag
from ringfort.physics.firing import Shot, launched
from ringfort.physics.point_mass import Body, Surroundings, step

EARTH = missile.Sphere()
CLOSED = within(rel=1e-9, because="two closed forms of one ellipse")


@pytest.mark.parametrize("range_m", [50e3, 300e3, 1000e3, 5000e3])
def test_wheelon_1959_minimum_energy(range_m: float) -> None:
    flight = missile.minimum_energy(range_m, EARTH)
    half = 0.5 * range_m / EARTH.radius_m
    s = math.sin(half)
    assert CLOSED(flight.speed_mps**2, 2.0 * EARTH.gm / EARTH.radius_m * s / (1.0 + s))
    assert CLOSED(flight.flight_path_rad, math.pi / 4 - half / 2)


@pytest.mark.parametrize(
    ("range_m", "speed_mps", "angle_deg", "apogee_m", "time_s"),
    [  # closed form, checked by DOP853
        (300e3, 1696.481, 44.325509, 74110.205, 251.03479),
        (1000e3, 3016.1183, 42.751696, 239938.4, 474.36007),
        (2000e3, 4112.8736, 40.503392, 458789.65, 701.78452),
    ],
)
def test_minimum_energy_values(
    range_m: float, speed_mps: float, angle_deg: float, apogee_m: float, time_s: float
) -> None:
    flight = missile.minimum_energy(range_m, EARTH)
    check = within(rel=1e-7, because="the reference prints eight figures")
    assert check(flight.speed_mps, speed_mps)
    assert check(math.degrees(flight.flight_path_rad), angle_deg)
    assert check(flight.apogee_m, apogee_m)
    assert check(flight.time_s, time_s)


def test_hwasong_14_of_july_2017_flew_lofted_for_the_time_it_was_seen() -> None:
    flight = missile.through_apogee(930e3, 2800e3, EARTH)
    assert within(rel=1e-6, because="the reference prints eight figures")(flight.time_s, 2064.3123)
    assert 0.0 < 39.0 * 60.0 - flight.time_s < 300.0  # what is left is boost


@pytest.mark.parametrize("lofted", [False, True])
def test_through_speed_is_through_apogee(lofted: bool) -> None:
    least = missile.minimum_energy(800e3, EARTH)
    flight = missile.through_speed(800e3, 1.1 * least.speed_mps, lofted, EARTH)
    assert CLOSED(flight.speed_mps, 1.1 * least.speed_mps)
    assert (flight.apogee_m > least.apogee_m) is lofted
    assert (flight.time_s > least.time_s) is lofted


def test_too_slow_is_nan() -> None:
    least = missile.minimum_energy(800e3, EARTH)
    assert math.isnan(missile.through_speed(800e3, 0.99 * least.speed_mps, True, EARTH).time_s)


@pytest.mark.parametrize("flight", [missile.minimum_energy(600e3, EARTH), missile.through_apogee(450e3, 120e3, EARTH)])
def test_point_at_keeps_keplers_laws(flight: missile.Trajectory) -> None:
    check = within(rel=1e-9, because="the same ellipse")
    energy = 0.5 * flight.speed_mps**2 - EARTH.gm / EARTH.radius_m
    swept = EARTH.radius_m * flight.speed_mps * math.cos(flight.flight_path_rad)
    for share in (0.0, 0.1, 0.5, 0.8, 1.0):
        point = missile.point_at(share * flight.time_s, flight, EARTH)
        radius = EARTH.radius_m + point.height_m
        assert check(0.5 * (point.level_mps**2 + point.climb_mps**2) - EARTH.gm / radius, energy)
        assert check(radius * point.level_mps, swept)
    assert within(1e-4, because="metres out of 6e6")(missile.point_at(0.0, flight, EARTH).height_m, 0.0)
    assert within(1e-4, because="metres out of 6e6")(
        missile.point_at(flight.time_s, flight, EARTH).ground_m, flight.range_m
    )
    assert check(missile.point_at(0.5 * flight.time_s, flight, EARTH).height_m, flight.apogee_m)


def test_point_at_moves_at_its_own_velocity() -> None:
    flight = missile.minimum_energy(600e3, EARTH)
    before, now, after = (missile.point_at(100.0 + dt, flight, EARTH) for dt in (-0.01, 0.0, 0.01))
    check = within(1e-3, because="a central difference over 20 ms of numbers rounded at 1e-9 m")
    assert check((after.height_m - before.height_m) / 0.02, now.climb_mps)
    over_ground = now.level_mps * EARTH.radius_m / (EARTH.radius_m + now.height_m)
    assert check((after.ground_m - before.ground_m) / 0.02, over_ground)


def _unit(latitude: float, longitude: float) -> np.ndarray:
    return np.array(
        [math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)]
    )


@pytest.mark.parametrize(("target_deg", "east_deg", "ratio"), [(36.0, 4.0, 1.0), (30.0, -6.0, 1.6), (33.0, 5.0, 0.8)])
def test_rotating_launch_meets_the_target_where_it_has_gone(target_deg: float, east_deg: float, ratio: float) -> None:
    latitude, target, eastward = math.radians(33.0), math.radians(target_deg), math.radians(east_deg)
    launch = missile.rotating_launch(latitude, target, eastward, ratio, EARTH)
    spin = np.array([0.0, 0.0, EARTH.spin_radps])
    place = EARTH.radius_m * _unit(latitude, 0.0)
    level = launch.speed_mps * math.cos(launch.elevation_rad)
    up, east, north = _unit(latitude, 0.0), np.array([0.0, 1.0, 0.0]), _unit(latitude + math.pi / 2, 0.0)
    velocity = (
        level * (math.sin(launch.azimuth_rad) * east + math.cos(launch.azimuth_rad) * north)
        + launch.speed_mps * math.sin(launch.elevation_rad) * up
        + np.cross(spin, place)
    )

    def motion(_: float, state: np.ndarray) -> np.ndarray:
        return np.concatenate([state[3:], -EARTH.gm * state[:3] / np.linalg.norm(state[:3]) ** 3])

    time_s = launch.flight.time_s
    start = np.concatenate([place, velocity])
    end = solve_ivp(motion, (0.0, time_s), start, rtol=1e-11, atol=1e-6, method="DOP853").y[:3, -1]
    gone = EARTH.radius_m * _unit(target, eastward + EARTH.spin_radps * time_s)
    assert within(0.1, because="an integrator with 1e-11 over 1000 km")(float(np.linalg.norm(end - gone)), 0.0)


def test_a_still_earth_leaves_launch_and_flight_alike() -> None:
    launch = missile.rotating_launch(0.5, 0.55, 0.0, 1.0, missile.Sphere(spin_radps=0.0))
    assert CLOSED(launch.speed_mps, launch.flight.speed_mps)
    assert CLOSED(launch.elevation_rad, launch.flight.flight_path_rad)
    assert within(1e-12, because="due north")(launch.azimuth_rad, 0.0)


def test_allen_eggers_1958_speed_against_integration() -> None:
    descent, beta = math.radians(40.0), 5000.0
    body, air, table = Body(1.0, beta), Surroundings(gravity_mps2=0.0), constant_drag(1.0)
    flight = launched(-descent, Shot(2500.0, 0.0, 80e3))
    while flight.up_m > 0.0:
        flight = step(flight, min(0.05, flight.up_m / -flight.up_mps + 1e-9), body, air, table)
    speed = math.hypot(flight.north_mps, flight.up_mps)
    check = within(rel=1e-3, because="the law weighs the air above with the gravity of one height")
    assert check(speed, missile.reentry_speed(2500.0, descent, beta, 0.0))


def test_allen_eggers_1958_peak_deceleration() -> None:
    descent, body, table = math.radians(30.0), Body(1.0, 200.0), constant_drag(1.0)
    air, flight = Surroundings(gravity_mps2=0.0), launched(-descent, Shot(7000.0, 0.0, 85e3))
    peak = height_m = 0.0
    for _ in range(1500):
        later = step(flight, 0.02, body, air, table)
        slowing = (math.hypot(flight.north_mps, flight.up_mps) - math.hypot(later.north_mps, later.up_mps)) / 0.02
        if slowing > peak:
            peak, height_m = slowing, later.up_m
        flight = later
    scale_height_m = 500.0 / math.log(quick_air(height_m)[0] / quick_air(height_m + 500.0)[0])
    check = within(rel=0.05, because="the real scale height varies by a tenth along the way")
    assert check(peak, missile.peak_deceleration(7000.0, descent, scale_height_m))
