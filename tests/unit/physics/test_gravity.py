import math

import pytest
from tests.tolerance import within

from ringfort.physics import gravity
from ringfort.physics.point_mass import EARTH_SPIN_RADPS
from ringfort.world import frames


@pytest.mark.parametrize(("latitude", "expected"), [(0.0, 9.7803253359), (90.0, 9.8321849378)])
def test_nima_tr8350_2_normal_gravity(latitude: float, expected: float) -> None:
    check = within(1e-9, because="the report prints both to eleven figures, the formula rounds")
    assert check(gravity.normal_gravity(math.radians(latitude), 0.0), expected)


@pytest.mark.parametrize("latitude", [0.0, 33.3, 60.0, 90.0])
@pytest.mark.parametrize("height_m", [0.0, 10e3, 50e3])
def test_attraction_and_spin_make_normal_gravity(latitude: float, height_m: float) -> None:
    phi = math.radians(latitude)
    place = frames.to_ecef(phi, 0.0, height_m)
    x, y, z = gravity.attraction(*place)
    felt = frames.east_north_up(phi, 0.0, x + EARTH_SPIN_RADPS**2 * place[0], y + EARTH_SPIN_RADPS**2 * place[1], z)
    check = within(1.5e-4, because="the ellipsoid's J4 of -2.4e-6 is left out: five times that of gravity at the pole")
    assert check(-felt[2], gravity.normal_gravity(phi, height_m))
