import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import acoustics

# ISO 9613-2, table 2: 10 degC and 70 % humidity, by octave band.
TABLE = [(63.0, 0.1), (125.0, 0.4), (250.0, 1.0), (500.0, 1.9), (1000.0, 3.7), (2000.0, 9.7), (4000.0, 32.8)]


@pytest.mark.parametrize(("frequency", "db_km"), TABLE)
def test_absorption_iso_9613_2_table_2(frequency, db_km):
    got = 1e3 * acoustics.absorption(frequency, 283.15, 0.70, 101_325.0)
    assert within(0.05, rel=0.03, because="the table rounds to 0.1 dB/km and uses exact mid-band frequencies")(
        got, db_km
    )


def test_speed_of_sound_at_20_degrees():
    assert acoustics.speed_of_sound(293.15) == 343.2
    assert within(1.0, because="331 m/s at the freezing point, to the metre")(acoustics.speed_of_sound(273.15), 331.3)


@settings(deadline=None)  # the first call compiles
@given(st.floats(40.0, 130.0), st.floats(0.0, 39.0), st.floats(0.0, 0.1))
def test_detection_range_is_where_the_level_has_fallen_to_the_wanted_one(source, wanted, absorption):
    r = acoustics.level_range(source, wanted, absorption)
    assert within(1e-6, because="Newton's method stops at 1e-12 of the logarithm of the range")(
        acoustics.received_level(source, r, absorption), wanted
    )


def test_a_source_below_the_noise_is_never_heard():
    assert acoustics.level_range(30.0, 35.0, 0.001) == 0.0


@settings(deadline=None)  # the first call compiles
@given(st.floats(0.0, 20.0), st.floats(0.0, 20.0), st.floats(20.0, 60.0))
def test_background_boersma_1997_rises_with_the_wind(a, b, quiet):
    low, high = sorted((a, b))
    assert acoustics.background_noise(quiet, low) <= acoustics.background_noise(quiet, high)
    assert acoustics.background_noise(quiet, low) > quiet


def test_background_boersma_1997_at_10_metres_a_second():
    assert within(0.1, because="45.3 dB by the fit, and nothing else to add")(
        acoustics.background_noise(0.0, 10.0), 45.3
    )


def test_windscreen_vandenberg_2006_follows_the_wind_and_the_screen():
    assert within(1e-9, because="f D/V of 1 leaves the other terms")(acoustics.windscreen_noise(10.0, 100.0, 0.1), 55.0)
    assert acoustics.windscreen_noise(10.0, 100.0, 0.2) < 55.0


def test_the_shadow_lies_upwind():
    from_west = math.radians(270.0)
    upwind_source = acoustics.headwind(5.0, from_west, from_west)
    downwind_source = acoustics.headwind(5.0, from_west, math.radians(90.0))
    assert within(1e-12, because="one cosine")(upwind_source, -5.0)
    assert within(1e-12, because="one cosine")(downwind_source, 5.0)
    carried = acoustics.sound_gradient(upwind_source, 50.0, 0.03, 288.15)
    hindered = acoustics.sound_gradient(downwind_source, 50.0, 0.03, 288.15)
    assert acoustics.shadow_range(carried, 50.0, 2.0, 288.15) == math.inf
    assert 300.0 < acoustics.shadow_range(hindered, 50.0, 2.0, 288.15) < 3000.0


def test_limiting_ray_makarewicz_1997_grazes_the_ground():
    # The ray from the source falls as a parabola of curvature g/c and touches the ground at its vertex.
    gradient, height, temperature = 0.1, 40.0, 288.15
    x = acoustics.shadow_range(gradient, height, 0.0, temperature)
    curvature = gradient / acoustics.speed_of_sound(temperature)
    assert within(1e-9, because="the parabola solved by hand")(0.5 * curvature * x * x, height)


def test_shadow_deepens_to_its_limit_at_twice_its_range():
    assert acoustics.shadow_loss(400.0, 500.0, 20.0) == 0.0
    assert acoustics.shadow_loss(750.0, 500.0, 20.0) == 10.0
    assert acoustics.shadow_loss(5000.0, 500.0, 20.0) == 20.0
    assert acoustics.shadow_loss(5000.0, math.inf, 20.0) == 0.0


def test_sound_of_a_kilometre_is_three_seconds_old():
    assert within(0.1, because="a rule of thumb")(acoustics.travel_time(1000.0, 288.15), 3.0)
