import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerance import within
from tests.unit.flights.laying import above_ground, at, fly, hills, length, own, start

from ringfort.flights.contract import KNOTS_MAX
from ringfort.physics.flight import heading_for_track
from ringfort.world.terrain import ground_height

DRONE = "threat/one-way-drone"
on_the_spot = within(0.01, because="the last knot is laid there")


def test_without_luck_it_hits_its_aim() -> None:
    knots = fly(own(DRONE), start())
    assert on_the_spot(length(knots.p[-1]), 0.0)


def test_its_navigation_error_is_the_dice_times_its_accuracy() -> None:
    knots = fly(own(DRONE, accuracy_m=7.0), start(die_1=1.5, die_2=-0.5))
    assert on_the_spot(knots.p[-1][0], 10.5)
    assert on_the_spot(knots.p[-1][1], -3.5)


@pytest.mark.parametrize("wind", [(0.0, 0.0), (12.0, 0.0), (-9.0, 15.0), (3.0, -30.0)])
def test_in_wind_it_keeps_its_track_at_the_speed_of_the_wind_triangle(wind: tuple[float, float]) -> None:
    knots = fly(own(DRONE, cruise_speed_mps=46.0), start(wind_east_mps=wind[0], wind_north_mps=wind[1]))
    _, ground_speed = heading_for_track(46.0, 0.5 * math.pi, *wind)
    p, v = at(knots, float(knots.t[0] + 200.0))
    assert within(1e-9, because="the same triangle by another formula")(v[0], ground_speed)
    assert on_the_spot(p[1], 0.0)
    assert within(1e-6, because="constant speed on a straight leg")(p[0] + 40e3, 200.0 * ground_speed)


def test_a_wind_stronger_than_it_still_lets_every_flight_end() -> None:
    knots = fly(own(DRONE), start(wind_east_mps=-80.0))
    assert on_the_spot(length(knots.p[-1]), 0.0)


def test_it_keeps_its_height_over_hills() -> None:
    ground = hills(150.0, 6000.0)
    knots = fly(own(DRONE, cruise_height_m=100.0), start(-35e3, 12e3), ground)
    heights = above_ground(knots, ground)[:-60]  # the dive left out
    assert heights.min() > 80.0
    assert np.median(heights) < 150.0
    assert within(1.0, because="height of the ground at the impact")(above_ground(knots, ground)[-1], 0.0)


def test_told_to_keep_one_height_it_does_not_follow_the_hills() -> None:
    ground = hills(150.0, 6000.0)
    knots = fly(own(DRONE, follows_terrain=0.0, cruise_height_m=1000.0), start(-35e3, 12e3), ground)
    aim = ground_height(ground, 0.0, 0.0)
    smooth = [p[2] + (p[0] * p[0] + p[1] * p[1]) / (2 * 6371000.0) for p in knots.p[:-3]]
    assert within(0.01, because="one height above the smooth earth")(max(abs(z - aim - 1000.0) for z in smooth), 0.0)


def test_a_departure_above_the_ground_sets_the_height() -> None:
    departure = start(z_m=2500.0 - 40e3 * 40e3 / (2 * 6371000.0))
    assert within(0.5, because="knots of a round earth")(np.median(above_ground(fly(own(DRONE), departure))), 2500.0)


def test_it_cuts_its_corners_by_its_turn_and_no_more() -> None:
    route = np.array([[-20e3, 8e3], [-10e3, 8e3], [-10e3, -5e3]])
    knots = fly(own(DRONE, turn_radius_m=400.0), start(), route=route)
    track = np.array([at(knots, float(t))[0][:2] for t in np.arange(knots.t[0], knots.t[-1], 0.5)])
    legs = np.vstack([[-40e3, 0.0], route, [0.0, 0.0]])
    for before, corner, after in zip(legs, legs[1:], legs[2:], strict=False):
        a, b = (corner - before) / length(corner - before), (after - corner) / length(after - corner)
        turn = math.acos(float(a @ b))
        cut = 400.0 * (1.0 / math.cos(0.5 * turn) - 1.0)
        nearest = np.sqrt(((track - corner) ** 2).sum(axis=1)).min()
        assert within(15.0, because="sampled each 23 m; a cubic leaves the arc by 0.3 percent")(nearest, cut)


@pytest.mark.parametrize("degrees", [20.0, 50.0, 80.0])
def test_it_dives_at_its_angle_and_ends_at_its_speed(degrees: float) -> None:
    knots = fly(own(DRONE, dive_rad=math.radians(degrees), dive_speed_mps=90.0, cruise_height_m=500.0), start())
    velocity = knots.v[-1]
    angle = math.degrees(math.atan2(-velocity[2], math.sqrt(velocity[0] ** 2 + velocity[1] ** 2)))
    assert within(1.0, because="the drop is measured over the aim, the earth falls away before it")(angle, degrees)
    assert within(1e-6, because="laid so")(length(velocity), 90.0)


@given(
    st.lists(st.tuples(st.floats(-30e3, 30e3), st.floats(-30e3, 30e3)), max_size=12),
    st.floats(-25.0, 25.0),
    st.floats(50.0, 5000.0),
)
def test_any_route_fits_its_knots(route: list[tuple[float, float]], wind: float, turn_m: float) -> None:
    waypoints = np.array(route).reshape(-1, 2)
    departure = start(-35e3, 20e3, wind_east_mps=wind)
    knots = fly(own(DRONE, turn_radius_m=turn_m), departure, hills(), waypoints)
    assert len(knots) <= KNOTS_MAX - 2
    assert on_the_spot(length(knots.p[-1][:2]), 0.0)
