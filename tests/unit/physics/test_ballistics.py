import math

import pytest
from scipy.special import lambertw
from tests.tolerance import within

from ringfort.physics import ballistics

G = 9.80665
CLOSED = within(rel=1e-9, because="two closed forms of the same flight")


@pytest.mark.parametrize(("speed_mps", "elevation"), [(300.0, 45.0), (800.0, 30.0), (60.0, 80.0)])
def test_vacuum_flight_textbook(speed_mps: float, elevation: float) -> None:
    e = math.radians(elevation)
    arc = ballistics.vacuum_flight(speed_mps, e, 0.0, G)
    assert CLOSED(arc.range_m, speed_mps**2 * math.sin(2.0 * e) / G)
    assert CLOSED(arc.time_s, 2.0 * speed_mps * math.sin(e) / G)
    assert CLOSED(arc.apogee_m, (speed_mps * math.sin(e)) ** 2 / (2.0 * G))
    assert CLOSED(arc.impact_speed_mps, speed_mps)
    assert CLOSED(arc.impact_angle_rad, e)


def test_vacuum_flight_from_a_height_keeps_its_energy() -> None:
    arc = ballistics.vacuum_flight(50.0, math.radians(-20.0), 100.0, G)
    assert CLOSED(arc.impact_speed_mps, math.sqrt(50.0**2 + 2.0 * G * 100.0))
    assert arc.apogee_m == 100.0


@pytest.mark.parametrize("high", [False, True])
def test_vacuum_elevation_inverts_the_flight(high: bool) -> None:
    elevation_rad = ballistics.vacuum_elevation(5000.0, 300.0, high, G)
    assert CLOSED(ballistics.vacuum_flight(300.0, elevation_rad, 0.0, G).range_m, 5000.0)
    assert (elevation_rad > math.pi / 4) is high


def test_vacuum_elevation_out_of_reach() -> None:
    assert math.isnan(ballistics.vacuum_elevation(10_000.0, 300.0, False, G))


@pytest.mark.parametrize(
    ("speed_mps", "elevation", "tau_s"), [(250.0, 45.0, 20.0), (400.0, 60.0, 35.0), (30.0, 5.0, 2.0)]
)
def test_packel_yuen_2004_lambert_form(speed_mps: float, elevation: float, tau_s: float) -> None:
    e = math.radians(elevation)
    upward, across = speed_mps * math.sin(e), speed_mps * math.cos(e)
    c = (upward + G * tau_s) / (G * tau_s)
    time_s = tau_s * (c + float(lambertw(-c * math.exp(-c)).real))
    arc = ballistics.linear_drag_flight(speed_mps, e, tau_s, G)
    check = within(rel=1e-7, because="near its branch point W loses half its figures")
    assert check(arc.time_s, time_s)
    assert check(arc.range_m, across * tau_s * (1.0 - math.exp(-time_s / tau_s)))
    assert check(arc.apogee_m, upward * tau_s - G * tau_s**2 * math.log(1.0 + upward / (G * tau_s)))


def test_linear_drag_tends_to_vacuum() -> None:
    thin = ballistics.linear_drag_flight(100.0, 0.7, 1e5, G)
    free = ballistics.vacuum_flight(100.0, 0.7, 0.0, G)
    check = within(rel=5e-4, because="the flight lasts 13 s of a relaxation of 1e5 s, so drag takes some 1e-4")
    assert all(check(a, b) for a, b in zip(thin, free, strict=True))


def test_tsiolkovsky_with_gravity() -> None:
    end = ballistics.vertical_boost(230.0, 66.0, 46.0, 1.8, G)
    steps = 200_000
    burn_rate, speed, height, by_s = 20.0 / 1.8, 0.0, 0.0, 1.8 / steps
    for i in range(steps):
        mass_kg = 66.0 - burn_rate * (i + 0.5) * by_s
        gain = (burn_rate * 230.0 * G / mass_kg - G) * by_s
        height += (speed + 0.5 * gain) * by_s
        speed += gain
    check = within(rel=1e-8, because="the midpoint rule with 200 000 steps")
    assert check(end.speed_mps, speed)
    assert check(end.height_m, height)
