import math

import numpy as np
import pytest
from tests.tolerance import within
from tests.unit.flights.laying import above_ground, again, at, fly, hills, length, own, start

from ringfort.flights.contract import DRIFT, FALL, HOVER, LAND, TURN_BACK
from ringfort.world.terrain import ground_height

MACHINES = (
    "threat/one-way-drone",
    "threat/cruise-missile",
    "threat/quadcopter",
    "friend/tactical-drone",
    "friend/helicopter",
)
ORDERS = (LAND, TURN_BACK, DRIFT, FALL, HOVER)
WIND = {"wind_east_mps": 4.0, "wind_north_mps": -3.0, "die_3": 0.8}


def _relaid(name: str, order: int, share: float) -> tuple[object, object, object]:
    made, departure = own(name), start(-9e3, 6e3, **WIND)
    knots = fly(made, departure, hills())
    when = float(knots.t[0] + share * (knots.t[-1] - knots.t[0]))
    return fly(made, again(knots, when, order, departure), hills()), at(knots, when), departure


@pytest.mark.parametrize("share", [0.1, 0.6, 0.99])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", MACHINES)
def test_what_is_laid_anew_joins_smoothly_and_ends_on_the_ground(name: str, order: int, share: float) -> None:
    knots, (p, v), _ = _relaid(name, order, share)
    same = within(0.0, because="the first knot is where it is")
    assert same(length(knots.p[0] - p), 0.0) and same(length(knots.v[0] - v), 0.0)
    end = knots.p[-1]
    on_ground = within(1e-6, because="the last knot lies on the ground")
    assert on_ground(end[2], ground_height(hills(), float(end[0]), float(end[1])))
    soon = at(knots, float(knots.t[0] + 0.1))[1]
    assert length(soon - v) < 0.1 * 9.81 * 8.0  # eight g: what the airframe of a cruise missile may see, in 0.1 s


@pytest.mark.parametrize("name", MACHINES)
def test_turned_back_it_lands_at_home(name: str) -> None:
    knots, _, departure = _relaid(name, TURN_BACK, 0.5)
    assert within(0.01, because="laid there")(length(knots.p[-1][:2] - [departure.home_x_m, departure.home_y_m]), 0.0)
    assert np.median(above_ground(knots, hills())) > 20.0


def test_it_turns_the_shorter_way() -> None:
    departure = start(-9e3, 0.0, home_x_m=-9e3, home_y_m=3e3)
    made = own("threat/one-way-drone")
    knots = fly(made, departure)
    home = fly(made, again(knots, 200.0, TURN_BACK, departure))
    assert at(home, 205.0)[1][1] > 5.0  # flying east with home to the north-west: turns left, to the north


def test_landing_it_glides_straight_ahead_at_its_angle() -> None:
    made = own("threat/one-way-drone", glide_rad=0.1, cruise_height_m=200.0)
    departure = start(-9e3, 0.0)
    knots = fly(made, again(fly(made, departure), 150.0, LAND, departure))
    run = knots.p[-1] - knots.p[0]
    assert within(0.01, because="straight ahead")(run[1], 0.0)
    assert within(rel=0.03, because="the earth's drop, and the ground found between samples")(
        -run[2] / run[0], math.tan(0.1)
    )


def test_adrift_without_a_turn_it_keeps_its_heading_and_the_wind_carries_it() -> None:
    made, departure = own("threat/one-way-drone"), start(-9e3, 0.0, wind_north_mps=8.0)
    knots = fly(made, departure)
    drifting = fly(made, again(knots, 150.0, DRIFT, departure))
    p, v = at(knots, 150.0)
    lasts = drifting.t[-1] - 150.0
    assert within(1e-6, because="constant air velocity plus constant wind")(
        length(drifting.p[-1][:2] - p[:2] - lasts * v[:2]), 0.0
    )


def test_a_quadcopter_told_to_land_comes_down_where_it_stops() -> None:
    made, departure = own("threat/quadcopter"), start(-2e3, 0.0)
    knots = fly(made, departure)
    down = fly(made, again(knots, 180.0, LAND, departure))
    braking = length(knots.v[0]) ** 2 / (2.0 * 3.0)
    away = length((down.p[-1] - at(knots, 180.0)[0])[:2])
    assert within(1.0, because="sinks while it brakes")(away, braking)
    assert within(0.01, because="sink speed of the entry")(-down.v[-1][2], 3.0)


def test_a_wreck_falls_by_the_closed_form_of_quadratic_drag() -> None:
    made = own("threat/quadcopter", wreck_fall_mps=25.0)
    departure = start(0.0, 0.0, z_m=200.0, order=FALL)
    knots = fly(made, departure)
    for since in (1.0, 3.0, 6.0):
        fallen = 25.0 * 25.0 / 9.80665 * math.log(math.cosh(9.80665 * since / 25.0))
        assert within(rel=0.01, because="the closed form holds air density at 1.225")(
            200.0 - at(knots, 100.0 + since)[0][2], fallen
        )
    assert within(rel=0.02, because="terminal speed, in air of 100 m")(-knots.v[-1][2], 25.0)


def test_a_wreck_from_on_high_is_slowed_by_thin_air_less() -> None:
    made = own("threat/ballistic-missile", wreck_fall_mps=100.0)
    departure = start(0.0, 0.0, z_m=40e3, vx_mps=1500.0, order=FALL)
    knots = fly(made, departure)
    assert max(-knots.v[:, 2]) > 300.0
    assert within(rel=0.05, because="terminal speed near the ground")(-knots.v[-1][2], 100.0)
