import math

import pytest
from tests.tolerance import within

from ringfort.physics.drag import constant_drag, standard_drag
from ringfort.physics.firing import Shot, elevation_for_range, firing_solution, launched, maximum_range, range_at
from ringfort.physics.point_mass import Body, Surroundings, fly

STILL = Surroundings()
SHELL = Body(math.pi * 0.15471**2 / 4.0, 43.0)


def test_maximum_range_without_air_is_at_45_degrees() -> None:
    elevation_rad, range_m = maximum_range(Shot(300.0), Body(0.0, 1.0), STILL, constant_drag(0.0))
    assert within(1e-4, because="the range is flat at its maximum, to the square root of rounding")(
        elevation_rad, math.pi / 4
    )
    assert within(rel=1e-9, because="v^2 / g")(range_m, 300.0**2 / 9.80665)


def test_air_lowers_the_elevation_of_a_slow_shell() -> None:
    elevation_rad, range_m = maximum_range(Shot(250.0), Body(math.pi * 0.081**2 / 4.0, 4.2), STILL, constant_drag(0.3))
    assert 0.6 < elevation_rad < math.pi / 4
    assert range_m < 250.0**2 / 9.80665


@pytest.mark.parametrize("steep", [False, True])
def test_elevation_for_range_inverts_the_flight(steep: bool) -> None:
    table = standard_drag("G7")
    elevation_rad = elevation_for_range(9_000.0, steep, Shot(500.0), SHELL, STILL, table)
    check = within(0.01, because="1e-7 rad of elevation, some 20 m a milliradian")
    assert check(range_at(elevation_rad, Shot(500.0), SHELL, STILL, table), 9_000.0)
    assert (elevation_rad > 0.75) is steep


def test_out_of_reach_is_nan() -> None:
    table = constant_drag(0.25)
    assert math.isnan(elevation_for_range(40_000.0, False, Shot(500.0), SHELL, STILL, table))
    assert math.isnan(firing_solution((40_000.0, 0.0), False, Shot(500.0), SHELL, STILL, table)[0])


def test_firing_solution_hits_in_wind_on_a_turning_round_earth() -> None:
    air = Surroundings(9.0, -6.0, 9.8, 1.0 / 6.371e6, 6e-5, 4e-5, 500.0)
    table, shot = constant_drag(0.25), Shot(560.0, 0.0, 30.0, -20.0)
    elevation_rad, azimuth_rad = firing_solution((9_000.0, -5_000.0), False, shot, SHELL, air, table)
    aimed = Shot(560.0, azimuth_rad, 30.0, -20.0)
    impact, _ = fly(launched(elevation_rad, aimed), aimed.ground_m, 0.02, SHELL, air, table)
    check = within(0.5, because="six corrections of a few percent each, elevation to 1e-7 rad")
    assert check(impact.east_m, 9_000.0)
    assert check(impact.north_m, -5_000.0)
