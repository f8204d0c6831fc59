import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import sun
from ringfort.units import DEGREE


def _unix(*when):
    return datetime(*when, tzinfo=UTC).timestamp()


def test_sun_meeus_1998_example_25a():
    ascension, declination = sun.sun_equatorial(_unix(1992, 10, 13))
    assert within(1e-3, because="a minute of time moves the sun by 0.0007 degrees")(math.degrees(ascension), 198.38083)
    assert within(1e-3, because="a minute of time moves the sun by 0.0003 degrees")(math.degrees(declination), -7.78507)


def test_sidereal_meeus_1998_example_12b():
    got = math.degrees(sun.sidereal_angle(_unix(1987, 4, 10, 19, 21)))
    assert within(1e-4, because="the term in T squared is left out")(got, 128.7378734)


def test_sun_stands_in_the_south_at_noon_and_over_the_tropic_at_the_solstice():
    elevation, azimuth = sun.sun_position(_unix(2024, 6, 20, 12, 2), 51.4779 * DEGREE, 0.0)
    assert within(0.5, because="noon at Greenwich is within a minute of 12:02 that day")(math.degrees(azimuth), 180.0)
    assert within(0.02, because="90 degrees less the latitude plus the obliquity 23.44")(
        math.degrees(elevation), 90.0 - 51.4779 + 23.44
    )


@settings(deadline=None)  # the first call compiles
@given(st.floats(-60.0, 60.0), st.floats(-179.0, 179.0))
def test_sun_is_east_in_the_morning_and_west_in_the_evening(latitude, longitude):
    equinox_noon = _unix(2024, 3, 20, 12, 7) - longitude * 240.0
    morning, evening = (
        sun.sun_position(equinox_noon + shift, latitude * DEGREE, longitude * DEGREE) for shift in (-14400.0, 14400.0)
    )
    assert 0.0 < morning[1] < math.pi < evening[1] < 2.0 * math.pi
    assert within(0.6, because="the sun's declination moves by 0.13 degrees in 8 hours, the equation of time by 0.1")(
        math.degrees(morning[0]), math.degrees(evening[0])
    )


def test_refraction_meeus_1998_at_the_horizon():
    assert within(0.1, because="28.98 minutes of arc for a true elevation of 0")(
        60.0 * math.degrees(sun.refraction(0.0)), 29.0
    )
    assert sun.refraction(-0.1) == 0.0


@pytest.mark.parametrize("degrees", [20.0, 5.0, -0.8, -5.0, -12.0])
def test_illuminance_seidelmann_1992_pieces_meet(degrees):
    above = sun.sun_illuminance((degrees + 1e-9) * DEGREE)
    below = sun.sun_illuminance((degrees - 1e-9) * DEGREE)
    assert within(rel=0.05, because="each piece is good to 0.02 in the logarithm")(below, above)


@settings(deadline=None)  # the first call compiles
@given(st.floats(-90.0, 90.0), st.floats(-90.0, 90.0))
def test_illuminance_rises_with_the_sun(a, b):
    low, high = sorted((a, b))
    assert sun.sun_illuminance(low * DEGREE) <= 1.01 * sun.sun_illuminance(high * DEGREE)


def test_light_by_name():
    assert within(rel=0.3, because="a clear noon is 100 to 130 thousand lux")(sun.sun_illuminance(math.pi / 2), 120e3)
    assert sun.sun_illuminance(-0.6) == sun.STARLIGHT_LUX
    names = [sun.light_class(h * DEGREE) for h in (30.0, -3.0, -9.0, -15.0, -40.0)]
    assert names == [sun.DAY, sun.CIVIL_TWILIGHT, sun.NAUTICAL_TWILIGHT, sun.ASTRONOMICAL_TWILIGHT, sun.NIGHT]


def test_clouds_kasten_1980_leave_a_quarter_at_most_cover():
    assert sun.cloud_factor(0.0) == 1.0
    assert sun.cloud_factor(1.0) == 0.25
