"""A patrol flies up and down at its station, turns behind a target, and never faster than it can."""

import math

import numpy as np
import pytest
from tests.tolerance import within
from tests.unit.flights.laying import above_ground, again, at, fly, hills, length, own, start

from ringfort.flights.contract import INTERCEPT, KNOT, KNOTS_MAX, TURN_BACK
from ringfort.flights.hold import ease
from ringfort.flights.rendezvous import meeting_s, shortest, way_by

PATROL = "friend/f16-on-patrol"
STATION = {"aim_x_m": 0.0, "aim_y_m": 0.0, "aim_z_m": 3000.0, "speed_mps": 200.0}


def test_it_climbs_to_its_station_and_holds_there_until_it_has_to_leave() -> None:
    knots = fly(own(PATROL), start(-30e3, **STATION, leave_s=2000.0, until_s=9000.0, axis_rad=0.5 * math.pi))
    arc = within(60.0, because="the half turn that is under way is flown out: 3 km about at 200 m/s take 47 s")
    assert arc(knots.t[-1], 2000.0)
    level = within(9.0, because="a chord of 20 km dips by 8 m below the round earth's level")
    for t in np.linspace(500.0, 1990.0, 40):
        place, _ = at(knots, float(t))
        assert level(place[2] + length(place[:2]) ** 2 / 2 / 6371e3, 3000.0)
        assert abs(place[0]) < 25e3 and abs(place[1]) < 13e3  # leg of 20 km along the axis, turns of 3 km


def test_what_is_set_down_at_its_station_flies_there_at_once() -> None:
    knots = fly(own(PATROL), start(0.0, z_m=3000.0, **STATION, leave_s=900.0, axis_rad=0.5 * math.pi))
    assert within(1.0, because="at speed, along the axis")(at(knots, 100.0)[1][0], 200.0)


def test_a_long_watch_ends_in_the_air_when_the_knots_are_used_up_and_goes_on_from_there() -> None:
    first = fly(own(PATROL), start(0.0, z_m=3000.0, **STATION, until_s=1e5))
    assert len(first) > KNOTS_MAX - 12 and above_ground(first)[-1] > 2900.0
    then = fly(own(PATROL), again(first, float(first.t[-1]), 0, start(0.0, **STATION, until_s=1e5)))
    smooth = within(1e-6, because="the same place and velocity")
    assert smooth(length(then.p[0] - first.p[-1]), 0.0) and smooth(length(then.v[0] - first.v[-1]), 0.0)


@pytest.mark.parametrize("course", [0.0, 0.7, 2.0, math.pi, -1.5])
def test_it_comes_in_behind_its_target_and_stays(course: float) -> None:
    """A target at 30 km that flies at 150 m/s, whichever way, has it beside itself from the meeting on."""
    station = fly(own(PATROL), start(0.0, z_m=3000.0, **STATION, leave_s=900.0))
    order = {"aim_x_m": 0.0, "aim_y_m": 30e3, "aim_z_m": 200.0, "speed_mps": 270.0, "leave_s": 900.0}
    order |= {"aim_vx_mps": 150.0 * math.sin(course), "aim_vy_mps": 150.0 * math.cos(course)}
    knots = fly(own(PATROL), again(station, 200.0, INTERCEPT, start(0.0, **order)))
    late = float(knots.t[-1]) - 60.0
    place, speed = at(knots, late)
    meant = np.array([order["aim_vx_mps"], order["aim_vy_mps"]]) * (late - 200.0) + np.array([0.0, 30e3])
    assert within(60.0, because="half a second of the way at 150 m/s through arcs of knots")(
        length(place[:2] - meant), 0.0
    )
    assert within(2.0, because="at the target's speed")(length(speed[:2]), 150.0)
    above = place[2] + length(place[:2]) ** 2 / 2 / 6371e3  # over a round earth it keeps the height above ground
    assert within(9.0, because="a chord of 20 km dips by 8 m below the round earth's level")(
        above, 200.0 + 30e3**2 / 2 / 6371e3
    )


def test_it_flies_straight_at_what_it_cannot_come_beside() -> None:
    """At 260 m/s from ahead it cannot turn behind in time; it still comes within a few kilometres."""
    order = {"aim_x_m": 2e3, "aim_y_m": 30e3, "aim_z_m": 200.0, "speed_mps": 270.0, "leave_s": 160.0}
    order |= {"aim_vy_mps": -260.0, "vy_mps": 270.0, "z_m": 200.0}
    knots = fly(own(PATROL), start(0.0, **order)._replace(order=float(INTERCEPT)))
    gaps = [length(at(knots, 100.0 + t)[0][:2] - np.array([2e3, 30e3 - 260.0 * t])) for t in np.arange(0.0, 57.0, 1.0)]
    assert min(gaps) < 1500.0


def test_it_never_flies_faster_than_told_nor_climbs_faster_than_it_can() -> None:
    order = {
        "aim_x_m": 9e3,
        "aim_y_m": -4e3,
        "aim_z_m": 150.0,
        "speed_mps": 270.0,
        "leave_s": 700.0,
        "aim_vx_mps": 60.0,
    }
    station = fly(own(PATROL), start(0.0, z_m=3000.0, **STATION, leave_s=900.0))
    knots = fly(own(PATROL), again(station, 200.0, INTERCEPT, start(0.0, **order)))
    for t in np.linspace(knots.t[0] + 10.0, knots.t[-1], 400):
        _, speed = at(knots, float(t))
        assert length(speed[:2]) < 270.0 * 1.03  # a cubic over an arc is that much off at most
        assert abs(speed[2]) <= 1.5 * 50.0 + 1.0  # the greatest slope of a cubic of even mean


def test_it_stays_clear_of_hills_on_the_way_to_a_low_target() -> None:
    order = {
        "aim_x_m": 30e3,
        "aim_y_m": 0.0,
        "aim_z_m": 50.0,
        "speed_mps": 270.0,
        "leave_s": 700.0,
        "aim_vx_mps": -60.0,
    }
    station = fly(own(PATROL), start(0.0, z_m=3000.0, **STATION, leave_s=900.0), hills())
    knots = fly(own(PATROL), again(station, 200.0, INTERCEPT, start(0.0, **order)), hills())
    assert above_ground(knots, hills()).min() > 20.0


def test_it_goes_home_and_lands() -> None:
    station = fly(own(PATROL), start(0.0, z_m=3000.0, **STATION, leave_s=900.0, home_x_m=-20e3))
    knots = fly(own(PATROL), again(station, 900.0, TURN_BACK, start(0.0, home_x_m=-20e3)))
    assert within(1.0, because="the last knot lies on the ground there")(above_ground(knots)[-1], 0.0)
    assert within(1.0, because="at its base")(float(knots.p[-1, 0]), -20e3)


@pytest.mark.parametrize("sides", [(1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)])
def test_a_way_of_two_turns_ends_where_it_should(sides: tuple[float, float]) -> None:
    begin, end, radius = (0.0, 0.0, 1.0, 0.0), (9e3, 5e3, math.cos(2.0), math.sin(2.0)), 1000.0
    way = way_by(begin, end, radius, sides)
    x, y, heading = 0.0, 0.0, 0.0
    for turn, ahead in ((way.first_rad, way.straight_m), (way.last_rad, 0.0)):
        side = math.copysign(1.0, turn)
        x += radius * side * (math.sin(heading + turn) - math.sin(heading))
        y -= radius * side * (math.cos(heading + turn) - math.cos(heading))
        heading += turn
        x, y = x + ahead * math.cos(heading), y + ahead * math.sin(heading)
    there = within(1e-6, because="the same geometry another way")
    assert there(x, 9e3) and there(y, 5e3) and there(math.cos(heading - 2.0), 1.0)
    assert shortest(begin, end, radius).length_m <= way.length_m


def test_the_meeting_is_that_of_the_closed_form_where_no_turn_is_needed() -> None:
    """10 km behind a target of 100 m/s at 200 m/s on the same course: 100 s."""
    got = meeting_s((0.0, 0.0, 1.0, 0.0), (10e3, 0.0, 1.0, 0.0), (200.0, 100.0), 2000.0)
    assert within(0.01, because="halvings of 2 s")(got, 100.0)


def test_eased_heights_keep_between_their_knots() -> None:
    """A step of 1000 m within 10 s at 50 m/s takes 20 s; no cubic leaves the heights of its ends."""
    knots = np.zeros(6, KNOT).view(np.recarray)
    knots.t, knots.p[:, 2], knots.v[:, 2] = np.arange(6) * 10.0, [0, 0, 1000, 1000, 1000, 1000], 99.0
    knots.v[0, 2] = 0.0
    ease(knots, 6, 50.0)
    assert knots.p[:, 2].tolist() == [0.0, 0.0, 500.0, 1000.0, 1000.0, 1000.0]
    heights = [at(knots, float(t))[0][2] for t in np.linspace(0.0, 50.0, 501)]
    assert min(heights) >= -1e-9 and max(heights) <= 1000.0 + 1e-9
    assert (np.diff(heights) >= -1e-9).all()
