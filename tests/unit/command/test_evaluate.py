"""Time left until a thing on wings comes down, by where its course lies over what it threatens."""

import math

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.command.contract import ASSESSMENT, Doctrine
from ringfort.command.evaluate import flying, way_left
from ringfort.tracking.contract import TRACK
from ringfort.world.site import ASSET

_exact = within(1e-9, because="elementary geometry")


def rectangle(half_x_m: float, half_y_m: float) -> np.record:
    asset = np.zeros(1, ASSET).view(np.recarray)
    asset.half_x_m, asset.half_y_m, asset.worth = half_x_m, half_y_m, 1.0
    return asset


@pytest.mark.parametrize(
    ("place", "way_m"),
    [
        ((-9000.0, 0.0), 9000.0),  # from outside: to the middle
        ((-9000.0, 1900.0), 9000.0),  # past the centre, but through the rectangle: to the middle of that
        ((0.0, 0.0), 1500.0),  # over the centre: half of what is still ahead
        ((2000.0, 0.0), 500.0),
        ((2999.0, 0.0), 0.5),
        ((3500.0, 0.0), 500.0),  # past it: back to its edge
        ((-9000.0, 2600.0), math.sqrt(6000.0**2 + 600.0**2)),  # along a side that it misses: to the nearest corner
    ],
)
def test_the_way_left_is_to_the_middle_of_what_lies_ahead_within(place: tuple[float, float], way_m: float) -> None:
    """A rectangle of 6 km by 4 km about the centre; the course is due east."""
    _exact(way_left(rectangle(3000.0, 2000.0)[0], place, (1.0, 0.0)), way_m)


def test_a_slanting_course_is_cut_by_both_sides() -> None:
    """From the middle of the west side to the north-east: 4 km of way to the north side, of which the middle counts."""
    c = math.sqrt(0.5)
    _exact(way_left(rectangle(3000.0, 2000.0)[0], (-3000.0, 0.0), (c, c)), 0.5 * 2000.0 / c)


def test_what_flies_over_a_large_base_has_time_left() -> None:
    track = np.zeros(1, TRACK).view(np.recarray)[0]
    track.x[:] = (-2000.0, 0.0, 200.0, 50.0, 0.0, 0.0)
    for axis in range(6):
        track.P[axis, axis] = 1.0
    track.t = 99.0
    assessment = np.zeros(1, ASSESSMENT).view(np.recarray)[0]
    flying(assessment, track, rectangle(3000.0, 3000.0), Doctrine(), 100.0)
    assert assessment.asset == 0
    _exact(float(assessment.impact_t), 99.0 + 2500.0 / 50.0)
