import math
from itertools import pairwise

import numpy as np
from tests.tolerance import within
from tests.unit.flights.laying import above_ground, at, fly, hills, length, own, start

QUAD, HOME = "threat/quadcopter", "friend/tactical-drone"
on_the_spot = within(0.01, because="laid there")


def test_a_quadcopter_hits_its_aim_after_its_hover() -> None:
    quick = fly(own(QUAD, hover_s=0.0), start(-3e3, 0.0))
    slow = fly(own(QUAD, hover_s=25.0), start(-3e3, 0.0))
    assert on_the_spot(length(quick.p[-1]), 0.0) and on_the_spot(length(slow.p[-1]), 0.0)
    still = np.diff(slow.t)[np.array([length(v) == 0.0 for v in slow.v[1:]])]
    assert on_the_spot(float(still.max()), 25.0)


def test_a_right_angle_drops_from_overhead() -> None:
    knots = fly(own(QUAD, dive_rad=1.57, hover_s=5.0), start(-3e3, 0.0))
    hover = at(knots, float(knots.t[-2]))[0]
    assert within(0.5, because="1.57 is not quite a right angle")(length(hover[:2]), 0.0)


def test_a_quadcopter_keeps_its_height_over_hills() -> None:
    heights = above_ground(fly(own(QUAD), start(-4e3, 3e3), hills()), hills())
    assert heights[:-200].min() > 60.0


def test_a_friend_lands_at_its_aim_by_its_lane_and_slope() -> None:
    route = np.array([[-20e3, 0.0], [-10e3, 6e3]])
    knots = fly(own(HOME), start(-30e3, -5e3), route=route)
    assert on_the_spot(length(knots.p[-1]), 0.0)
    v = knots.v[-1]
    slope = math.degrees(math.atan2(-v[2], length(v[:2])))
    assert within(0.3, because="the earth's drop over the approach")(slope, 4.0)
    assert on_the_spot(length(v), 22.0)
    nearest = min(length(at(knots, float(t))[0][:2] - route[1]) for t in np.arange(knots.t[0], knots.t[-1], 2.0))
    assert nearest < 60.0


def test_an_airliner_passes_over_and_on_until_the_raid_is_over() -> None:
    knots = fly(own("neutral/airliner", lane_m=0.0), start(-80e3, 20e3, until_s=1100.0))
    assert within(30.0, because="it is 1 percent of the way out")(knots.t[-1], 1100.0)
    assert within(60.0, because="the earth's drop over its knots")(np.median(above_ground(knots)), 10700.0)
    nearest = min(length(at(knots, float(t))[0][:2]) for t in np.arange(knots.t[0], knots.t[-1], 0.5))
    assert within(70.0, because="sampled each 120 m")(nearest, 0.0)


def test_a_quadcopter_taken_in_hand_again_brakes_turns_and_hits_its_aim() -> None:
    """It is on its way home at 15 m/s, 60 m up; the aim lies behind it, and the waypoints are none of its business."""
    departure = start(-800.0, 0.0, z_m=60.0, vx_mps=-15.0)
    knots = fly(own(QUAD, hover_s=0.0), departure)
    assert on_the_spot(length(knots.p[-1]), 0.0)
    assert on_the_spot(float(knots.v[0][0]), -15.0) and length(knots.v[1]) == 0.0 and knots.p[1][0] < -800.0
    speeds = [at(knots, float(t))[1] for t in np.arange(knots.t[0], knots.t[-1], 0.1)]
    steps = [length(after - before) for before, after in pairwise(speeds)]
    assert max(steps) < 0.1 * 15.0, "it gathers and loses speed and never jumps"
