import math

import numpy as np
from tests.tolerance import within
from tests.unit.flights.laying import above_ground, again, at, fly, hills, length, own, start

from ringfort.flights.contract import FALL, LAND

BIRD = "bird/large"


def test_it_flies_on_until_the_raid_is_over() -> None:
    knots = fly(own(BIRD), start(3e3, 1e3))
    assert within(1e-9, because="laid so")(knots.t[-1], 1100.0)


def test_without_luck_it_keeps_its_height_and_speed_towards_its_aim() -> None:
    knots = fly(own(BIRD, bob=0.0), start(8e3, 6e3, die_6=0.0))
    assert within(5.0, because="between knots over a round earth")(np.median(above_ground(knots)), 700.0)
    heading = (knots.p[-1] - knots.p[0])[:2] / length((knots.p[-1] - knots.p[0])[:2])
    assert within(0.05, because="it swings 100 m to the side on 11 km")(float(heading @ [-0.8, -0.6]), 1.0)
    assert within(rel=0.02, because="swings aside add to the way, not to progress")(
        length((knots.p[-1] - knots.p[0])[:2]), 11e3
    )


def test_where_its_aim_is_its_start_it_heads_anywhere() -> None:
    headings = []
    for die in (0.1, 0.4, 0.9):
        knots = fly(own(BIRD, wander_m=0.0), start(2e3, 0.0, aim_x_m=2e3, die_5=die))
        headings.append(math.atan2(knots.v[0][1], knots.v[0][0]) % (2 * math.pi))
    same = within(1e-9, because="the die is the share of a turn")
    assert all(same(h, 2 * math.pi * d) for h, d in zip(headings, (0.1, 0.4, 0.9), strict=True))


def test_speed_and_height_are_log_normal_in_their_dice() -> None:
    knots = fly(own(BIRD, bob=0.0, wander_m=0.0, speed_spread=0.2, height_spread=0.5), start(die_3=1.0, die_4=-1.0))
    assert within(rel=1e-6, because="closed form, less the slope of the round earth")(
        length(knots.v[0][:2]), 11.0 * math.exp(-0.2)
    )
    assert within(rel=1e-6, because="closed form")(above_ground(knots)[0], 700.0 * math.exp(0.5))


def test_it_stays_above_hills() -> None:
    heights = above_ground(fly(own("bird/small-flock"), start(9e3, 5e3), hills()), hills())
    assert heights.min() > 100.0


def test_disturbed_it_flies_on_and_hit_it_falls() -> None:
    made, departure = own(BIRD), start(3e3, 1e3)
    knots = fly(made, departure)
    on = fly(made, again(knots, 300.0, LAND, departure))
    p, v = at(knots, 300.0)
    assert length(on.p[0] - p) == 0.0 and length(on.v[0] - v) == 0.0
    assert on.t[-1] == 1100.0 and above_ground(on).min() > 100.0
    down = fly(made, again(knots, 300.0, FALL, departure))
    assert within(1e-6, because="the last knot lies on the ground")(above_ground(down)[-1], 0.0)
