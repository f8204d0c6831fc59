import math

from hypothesis import given
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import flight

CLOSED = within(rel=1e-9, because="closed forms")
angles = st.floats(-math.pi, math.pi)


def test_anderson_1999_level_turn() -> None:
    bank = math.acos(1.0 / 4.0)  # a load of four
    speed = 150.0
    assert CLOSED(flight.turn_radius(speed, bank), speed**2 / (9.80665 * math.sqrt(15.0)))
    assert CLOSED(flight.turn_rate(speed, bank) * flight.turn_radius(speed, bank), speed)
    assert CLOSED(flight.load_factor(bank), 4.0)
    assert CLOSED(flight.bank_for_load(4.0), bank)
    assert flight.bank_for_load(0.5) == 0.0


def test_stall_speed_carries_the_load() -> None:
    speed = flight.stall_speed(800.0, 1.4, 0.0, 1.0)
    assert within(rel=1e-4, because="sea-level density is 1.225 to four figures")(0.5 * 1.225 * speed**2 * 1.4, 800.0)
    assert CLOSED(flight.stall_speed(800.0, 1.4, 0.0, 4.0), 2.0 * speed)
    assert flight.stall_speed(800.0, 1.4, 5000.0, 1.0) > speed


def test_climb_without_thrust_is_the_glide() -> None:
    check = within(rel=0.006, because="the climb law takes sine for tangent, which differ by 0.5 percent at 1 in 10")
    assert check(-flight.climb_angle(0.0, 10.0), flight.glide_angle(10.0))
    assert flight.climb_angle(3.0, 10.0) == math.pi / 2
    assert flight.climb_angle(0.1, 10.0) == 0.0


@given(st.floats(5.0, 300.0), angles, st.floats(-4.9, 4.9), angles)
def test_wind_triangle_closes(airspeed_mps: float, track_rad: float, wind_mps: float, from_rad: float) -> None:
    wind = flight.wind_toward(wind_mps, from_rad)
    heading_rad, along_mps = flight.heading_for_track(airspeed_mps, track_rad, *wind)
    east, north = flight.ground_velocity(airspeed_mps, heading_rad, *wind)
    check = within(1e-6, because="an arcsine near one loses half its figures")
    assert check(east, along_mps * math.sin(track_rad))
    assert check(north, along_mps * math.cos(track_rad))


def test_too_strong_a_cross_wind() -> None:
    assert math.isnan(flight.heading_for_track(20.0, 0.0, 25.0, 0.0)[1])


def test_a_west_wind_blows_east() -> None:
    east, north = flight.wind_toward(10.0, math.radians(270.0))
    check = within(1e-12, because="a sine of three right angles")
    assert check(east, 10.0)
    assert check(north, 0.0)


@given(angles, angles, st.floats(0.0, 1.0), st.floats(0.0, 10.0))
def test_turning_never_overshoots(heading_rad: float, wanted_rad: float, rate: float, by_s: float) -> None:
    after = flight.turned(heading_rad, wanted_rad, rate, by_s)
    assert abs(after - heading_rad) <= rate * by_s + 1e-12
    before_off = abs(math.remainder(wanted_rad - heading_rad, 2.0 * math.pi))
    after_off = abs(math.remainder(wanted_rad - after, 2.0 * math.pi))
    assert within(1e-9, because="angles round at 1e-15")(after_off, max(0.0, before_off - rate * by_s))
