"""Geodesics and earth-centred coordinates against geographiclib, Karney's own implementation."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.world.frames import Geodetic, geodesic_direct, geodesic_inverse

geodesic = pytest.importorskip("geographiclib.geodesic").Geodesic.WGS84

MICROMETRE = within(1e-6, because="both state 15 nm; degrees and radians round at 1e-9 m")
ANGLE = within(1e-9, because="a micrometre across a kilometre, the shortest line tried")

latitudes = st.floats(-89.0, 89.0)
longitudes = st.floats(-179.0, 179.0)


def _turn(got_rad: float, expected_deg: float) -> float:
    return math.remainder(got_rad - math.radians(expected_deg), 2.0 * math.pi)


@given(latitudes, longitudes, latitudes, longitudes)
def test_inverse_against_geographiclib(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    other = geodesic.Inverse(lat1, lon1, lat2, lon2)
    assume(1e3 < other["s12"] < 19_000e3)  # beyond, near the antipode, azimuths are free to differ
    start, end = (Geodetic(math.radians(lat), math.radians(lon), 0.0) for lat, lon in ((lat1, lon1), (lat2, lon2)))
    got = geodesic_inverse(start, end)
    assert MICROMETRE(got.distance_m, other["s12"])
    assert ANGLE(_turn(got.azimuth_rad, other["azi1"]), 0.0)
    assert ANGLE(_turn(got.azimuth_at_end_rad, other["azi2"]), 0.0)


@given(latitudes, longitudes, st.floats(-180.0, 180.0), st.floats(0.0, 5_000e3))
def test_direct_against_geographiclib(lat: float, lon: float, azimuth: float, distance_m: float) -> None:
    other = geodesic.Direct(lat, lon, azimuth, distance_m)
    assume(abs(other["lat2"]) < 89.0)  # a longitude at the pole has no meaning
    got = geodesic_direct(Geodetic(math.radians(lat), math.radians(lon), 12.0), math.radians(azimuth), distance_m)
    assert ANGLE(got.latitude_rad, math.radians(other["lat2"]))
    assert ANGLE(_turn(got.longitude_rad, other["lon2"]), 0.0)
    assert got.height_m == 12.0
