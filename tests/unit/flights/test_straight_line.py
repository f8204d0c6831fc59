import numpy as np
from tests.tolerance import within
from tests.unit.flights.laying import SPECS, again, at, fly, length, start

from ringfort.flights.contract import FALL, TURN_BACK
from ringfort.flights.straight_line import StraightLine

LAY = SPECS["flight.straight-line"].functions["lay"]
exactly = within(1e-6, because="closed form, 40 km in float64")


def line(**changes: float) -> StraightLine:
    return StraightLine(
        **({"speed_mps": 50.0, "height_m": 100.0, "level": 0.0, "weave_m": 0.0, "weave_period_s": 10.0} | changes)
    )


def test_it_is_a_straight_line_at_constant_speed() -> None:
    knots = fly((LAY, line()), start(-4000.0, 3000.0))
    begin, end = knots.p[0], knots.p[-1]
    for share in (0.0, 0.3, 0.77, 1.0):
        p, v = at(knots, float(knots.t[0] + share * (knots.t[-1] - knots.t[0])))
        assert exactly(length(p - (begin + share * (end - begin))), 0.0)
        assert exactly(length(v), 50.0)
    assert exactly(length(end), 0.0)
    assert exactly(knots.t[-1] - knots.t[0], length(end - begin) / 50.0)


def test_level_it_passes_over_the_aim_at_its_height() -> None:
    knots = fly((LAY, line(level=1.0)), start(-4000.0, 3000.0))
    assert exactly(knots.p[-1][2], knots.p[0][2])
    assert exactly(length(knots.p[-1][:2]), 0.0)


def test_the_weave_is_the_sine_it_says() -> None:
    knots = fly((LAY, line(level=1.0, weave_m=40.0)), start(-4000.0, 0.0))
    lasts = knots.t[-1] - knots.t[0]
    sine = within(0.001 * 40.0, because="a cubic through eighths of a period leaves the sine by 0.1 percent")
    for back in (1.0, 2.5, 5.0, 33.3):
        aside = at(knots, float(knots.t[-1] - back))[0][1]
        assert sine(aside, 20.0 * (1.0 - np.cos(2.0 * np.pi * back / 10.0)))
    assert exactly(lasts, 80.0)


def test_ordered_home_or_down_it_goes_there_from_where_it_is() -> None:
    made, departure = (LAY, line()), start(-4000.0, 0.0)
    knots = fly(made, departure)
    home = fly(made, again(knots, 140.0, TURN_BACK, departure))
    assert exactly(length(home.p[-1] - [-4000.0, 0.0, departure.z_m]), 0.0)
    down = fly(made, again(knots, 140.0, FALL, departure))
    assert exactly(length(down.p[-1][:2] - at(knots, 140.0)[0][:2]), 0.0)
    assert down.p[-1][2] < 0.0 < down.p[0][2]
