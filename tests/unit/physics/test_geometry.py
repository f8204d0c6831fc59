import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import geometry

RADIUS = geometry.EFFECTIVE_EARTH_RADIUS
angles = st.floats(-20.0, 20.0)


def test_horizon_skolnik_2001_rule_agrees_with_the_tangent():
    exact = geometry.horizon_range(30.0, 100.0, RADIUS)
    assert within(rel=0.001, because="the rule's 4120 is rounded to three digits")(
        geometry.horizon_range_rule(30.0, 100.0), exact
    )


def test_horizon_of_a_height_below_ground_is_the_other_heights():
    assert geometry.horizon_range(-5.0, 50.0, RADIUS) == geometry.tangent_range(50.0, RADIUS)


@settings(deadline=None)  # the first call compiles
@given(st.floats(1.0, 3e5), st.floats(-0.02, math.pi / 2), st.floats(0.0, 3000.0))
def test_beam_height_doviak_1993_agrees_with_plane_trigonometry(slant, elevation, height):
    x, y = slant * math.cos(elevation), RADIUS + height + slant * math.sin(elevation)
    got = geometry.beam_height(slant, elevation, height, RADIUS)
    assert within(1e-6, because="the plain form takes the difference of two numbers near 8.5e6 m")(
        got, math.sqrt(x * x + y * y) - RADIUS
    )
    arc = geometry.ground_range(slant, elevation, height, RADIUS)
    assert within(rel=1e-9, because="one arc, written with the sine")(
        RADIUS * math.sin(arc / RADIUS) * (RADIUS + got) / RADIUS, x
    )


def test_drop_of_earth_is_the_height_of_a_level_ray():
    drop = geometry.drop_of_earth(100e3, RADIUS)
    assert within(rel=1e-4, because="the next term of the series, (s/R)^2, at 100 km")(
        geometry.beam_height(100e3, 0.0, 0.0, RADIUS), drop
    )


@settings(deadline=None)  # the first call compiles
@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_spherical_and_cartesian_undo_each_other(x, y, z):
    back = geometry.to_cartesian(*geometry.to_spherical(x, y, z))
    close = within(1e-9 * (1.0 + abs(x) + abs(y) + abs(z)), because="a few roundings of a double")
    assert all(close(got, want) for got, want in zip(back, (x, y, z), strict=True))


@pytest.mark.parametrize(
    ("x", "y", "degrees"), [(0.0, 1.0, 0.0), (1.0, 0.0, 90.0), (0.0, -1.0, 180.0), (-1.0, 0.0, 270.0)]
)
def test_azimuth_turns_clockwise_from_north(x, y, degrees):
    _, azimuth, elevation = geometry.to_spherical(x, y, 0.0)
    assert within(1e-12, because="roundings of one arc tangent")(math.degrees(azimuth), degrees)
    assert elevation == 0.0


@settings(deadline=None)  # the first call compiles
@given(angles)
def test_wrapped_angles_lie_in_their_turn_and_point_the_same_way(angle):
    bearing, signed = geometry.wrap_bearing(angle), geometry.wrap_angle(angle)
    assert 0.0 <= bearing < geometry.TURN
    assert -math.pi <= signed < math.pi
    same = within(1e-13, because="three turns taken off a double")
    assert same(math.cos(bearing), math.cos(angle))
    assert same(math.sin(signed), math.sin(angle))


def test_a_hair_below_north_wraps_to_north():
    assert geometry.wrap_bearing(-1e-20) == 0.0


def test_aspect_is_zero_nose_on_and_pi_tail_on():
    assert geometry.aspect_angle(-100.0, 0.0, 0.0, 5000.0, 0.0, 0.0) == 0.0
    assert geometry.aspect_angle(100.0, 0.0, 0.0, 5000.0, 0.0, 0.0) == math.pi
    broadside = geometry.aspect_angle(0.0, 100.0, 0.0, 5000.0, 0.0, 0.0)
    assert within(1e-15, because="one arc tangent")(broadside, math.pi / 2)
