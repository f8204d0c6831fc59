import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics.point_mass import height_above_sphere
from ringfort.world import frames
from ringfort.world.frames import Geodetic, LocalFrame

MILLIMETRE = within(0.001, because="EPSG:4979 to EPSG:4978 of pyproj 3.7.2, printed to 0.01 mm")
TINY = within(1e-7, because="a dozen roundings of numbers of 7e6 m are 1e-8 m")

latitudes = st.floats(-90.0, 90.0).map(math.radians)
longitudes = st.floats(-180.0, 180.0).map(math.radians)


@pytest.mark.parametrize(
    ("latitude", "longitude", "height_m", "expected"),
    [
        (33.7856, 42.4412, 188.0, (3916169.16877, 3581121.26271, 3526810.64473)),
        (33.3143, 38.7033, 700.0, (4164180.24226, 3336531.25618, 3483525.38953)),
        (0.0, 0.0, 0.0, (6378137.0, 0.0, 0.0)),
        (90.0, 0.0, 0.0, (0.0, 0.0, 6356752.314245)),
    ],
)
def test_geodetic_to_ecef_as_pyproj(
    latitude: float, longitude: float, height_m: float, expected: tuple[float, float, float]
) -> None:
    got = frames.to_ecef(math.radians(latitude), math.radians(longitude), height_m)
    assert all(MILLIMETRE(a, b) for a, b in zip(got, expected, strict=True))


@given(latitudes, longitudes, st.floats(-10_000.0, 36_000_000.0))
def test_ecef_goes_there_and_back(latitude_rad: float, longitude_rad: float, height_m: float) -> None:
    place = frames.to_ecef(latitude_rad, longitude_rad, height_m)
    again = frames.to_ecef(*frames.to_geodetic(*place))
    assert all(TINY(a, b) for a, b in zip(again, place, strict=True))
    assert TINY(frames.to_geodetic(*place)[2], height_m)


@given(latitudes, longitudes, st.floats(-4e5, 4e5), st.floats(-4e5, 4e5), st.floats(-1e3, 3e5))
def test_local_frame_goes_there_and_back(
    latitude_rad: float, longitude_rad: float, east_m: float, north_m: float, up_m: float
) -> None:
    frame = LocalFrame(latitude_rad, longitude_rad, 500.0)
    again = frame.from_geodetic(frame.to_geodetic(east_m, north_m, up_m))
    assert all(TINY(a, b) for a, b in zip(again, (east_m, north_m, up_m), strict=True))


def test_axes_point_east_north_and_up() -> None:
    frame = LocalFrame(math.radians(33.0), math.radians(40.0), 100.0)
    east, north, up = (
        frame.to_geodetic(10.0, 0.0, 0.0),
        frame.to_geodetic(0.0, 10.0, 0.0),
        frame.to_geodetic(0.0, 0.0, 10.0),
    )
    assert east.longitude_rad > frame.longitude_rad
    assert north.latitude_rad > frame.latitude_rad
    assert TINY(up.height_m, 110.0)


def test_the_ground_drops_below_the_tangent_plane() -> None:
    frame = LocalFrame(math.radians(33.0), math.radians(40.0))
    place = frames.geodesic_direct(Geodetic(frame.latitude_rad, frame.longitude_rad, 0.0), math.radians(50.0), 300e3)
    east_m, north_m, up_m = frame.from_geodetic(place)
    radius_m = frames.local_radius(frame.latitude_rad)
    drop_m = (east_m * east_m + north_m * north_m) / (2.0 * radius_m)
    assert within(rel=0.005, because="the radius of curvature varies with azimuth by 0.3 percent")(-up_m, drop_m)
    sphere = height_above_sphere(east_m, north_m, up_m, 1.0 / radius_m)
    assert within(0.005 * drop_m, because="the same, since the place is on the ellipsoid")(sphere, 0.0)


def test_radii_of_curvature_at_the_equator_and_the_pole() -> None:
    a, b = frames.SEMI_MAJOR_M, frames.SEMI_MAJOR_M * (1.0 - frames.FLATTENING)
    close = within(rel=1e-12, because="closed forms")
    assert close(frames.meridian_radius(0.0), b * b / a)
    assert close(frames.prime_vertical_radius(0.0), a)
    assert close(frames.local_radius(math.pi / 2), a * a / b)
    assert close(frames.MEAN_RADIUS_M, (2.0 * a + b) / 3.0)


@given(latitudes, longitudes, st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_rotation_keeps_length_and_inverts(
    latitude_rad: float, longitude_rad: float, x: float, y: float, z: float
) -> None:
    turned = frames.east_north_up(latitude_rad, longitude_rad, x, y, z)
    back = frames.from_east_north_up(latitude_rad, longitude_rad, *turned)
    assert all(TINY(a, b) for a, b in zip(back, (x, y, z), strict=True))


def test_undulation_is_stated_and_added() -> None:
    tower_22 = LocalFrame(math.radians(33.3), math.radians(38.7), 719.8, undulation_m=19.8)
    check = within(1e-9, because="one addition")
    assert check(tower_22.geoid_height(719.8), 700.0)
    assert check(tower_22.ellipsoidal_height(700.0), 719.8)
