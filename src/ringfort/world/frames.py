"""Where things are: WGS-84 geodetic, earth-centred (ECEF) and local east-north-up; the only place frames convert.

Three heights are told apart. *Ellipsoidal* height is above WGS-84: GNSS, ECEF and all exports use it. *Geoid* height
is above mean sea level: terrain files and the atmosphere use it. ``ellipsoidal = geoid + undulation``, and the
undulation of a place is stated in its ``LocalFrame``, never fetched, because without a geoid grid pyproj shifts
nothing and says nothing. The local ``up_m`` is height above the plane that touches the ellipsoid at the origin: at a
distance d the ground lies d^2 / 2R below that plane, 7 km at 300 km.

Angles are radians inside; longitude is positive east. Scalar functions serve kernels and exports; geodesics on the
ellipsoid come from pyproj.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from ringfort.compiled import compiled

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1.0 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2.0 - FLATTENING)
MEAN_RADIUS_M = 6_371_008.771415  # (2 a + b) / 3
_SEMI_MINOR_M = SEMI_MAJOR_M * (1.0 - FLATTENING)
_SECOND_ECCENTRICITY_SQUARED = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)


class Geodetic(NamedTuple):
    """A place on or above WGS-84: latitude and longitude (rad), ellipsoidal height (m)."""

    latitude_rad: float
    longitude_rad: float
    height_m: float


class Geodesic(NamedTuple):
    """The shortest line on the ellipsoid: its length (m) and its azimuths from north at both ends (rad)."""

    distance_m: float
    azimuth_rad: float
    azimuth_at_end_rad: float


@compiled
def prime_vertical_radius(latitude_rad: float) -> float:
    """Return the radius of curvature (m) of WGS-84 across the meridian.

    N = a / sqrt(1 - e^2 sin^2 phi)

    Parameters: latitude_rad, geodetic latitude phi (rad).
    Source: nima_tr8350_2.
    """
    s = math.sin(latitude_rad)
    return SEMI_MAJOR_M / math.sqrt(1.0 - ECCENTRICITY_SQUARED * s * s)


@compiled
def meridian_radius(latitude_rad: float) -> float:
    """Return the radius of curvature (m) of WGS-84 along the meridian.

    M = a (1 - e^2) / (1 - e^2 sin^2 phi)^(3/2)

    Parameters: latitude_rad, geodetic latitude phi (rad).
    Source: nima_tr8350_2.
    """
    s = math.sin(latitude_rad)
    w = 1.0 - ECCENTRICITY_SQUARED * s * s
    return SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (w * math.sqrt(w))


@compiled
def local_radius(latitude_rad: float) -> float:
    """Return the radius (m) of the sphere that fits WGS-84 best at a place.

    R = sqrt(M N)                                                                    (Gaussian radius of curvature)

    Parameters: latitude_rad, geodetic latitude (rad).
    Source: nima_tr8350_2 for a and f.
    """
    return math.sqrt(meridian_radius(latitude_rad) * prime_vertical_radius(latitude_rad))


@compiled
def to_ecef(latitude_rad: float, longitude_rad: float, height_m: float) -> tuple[float, float, float]:
    """Return earth-centred earth-fixed x, y, z (m) of a geodetic place.

    x = (N + h) cos phi cos lambda, y = (N + h) cos phi sin lambda, z = ((1 - e^2) N + h) sin phi

    Parameters: latitude_rad phi, longitude_rad lambda (rad), height_m, ellipsoidal height h (m).
    Source: nima_tr8350_2.
    """
    n = prime_vertical_radius(latitude_rad)
    across = (n + height_m) * math.cos(latitude_rad)
    z = ((1.0 - ECCENTRICITY_SQUARED) * n + height_m) * math.sin(latitude_rad)
    return across * math.cos(longitude_rad), across * math.sin(longitude_rad), z


@compiled
def to_geodetic(x_m: float, y_m: float, z_m: float) -> tuple[float, float, float]:
    """Return latitude, longitude (rad) and ellipsoidal height (m) of an earth-centred place.

    tan phi = (z + e'^2 b sin^3 u) / (p - e^2 a cos^3 u), tan u = (1 - f) tan phi, iterated three times

    Parameters: x_m, y_m, z_m (m).
    Domain: within 1e-8 m and 1e-14 rad from 1000 km below the ground to 36 000 km above it (tested); of no use near
    the earth's centre.
    Source: bowring_1976.
    """
    p = math.sqrt(x_m * x_m + y_m * y_m)
    tangent_high, tangent_low = z_m, (1.0 - FLATTENING) * p  # of the first reduced latitude, at the ground
    cosine = sine = 0.0
    for _ in range(3):
        size = math.sqrt(tangent_high * tangent_high + tangent_low * tangent_low)
        sine, cosine = tangent_high / size, tangent_low / size
        high = z_m + _SECOND_ECCENTRICITY_SQUARED * _SEMI_MINOR_M * sine * sine * sine
        low = p - ECCENTRICITY_SQUARED * SEMI_MAJOR_M * cosine * cosine * cosine
        tangent_high, tangent_low = (1.0 - FLATTENING) * high, low
    latitude_rad = math.atan2(high, low)
    sine, cosine = math.sin(latitude_rad), math.cos(latitude_rad)
    w = math.sqrt(1.0 - ECCENTRICITY_SQUARED * sine * sine)
    height_m = p * cosine + z_m * sine - SEMI_MAJOR_M * w
    return latitude_rad, math.atan2(y_m, x_m), height_m


@compiled
def east_north_up(
    latitude_rad: float, longitude_rad: float, dx_m: float, dy_m: float, dz_m: float
) -> tuple[float, float, float]:
    """Return an earth-centred difference as east, north, up at a place (any vector: metres, m/s).

    Parameters: latitude_rad, longitude_rad of the place whose axes are meant (rad); dx_m, dy_m, dz_m the vector.
    Source: nima_tr8350_2 for the axes; the rotation is elementary.
    """
    sp, cp = math.sin(latitude_rad), math.cos(latitude_rad)
    sl, cl = math.sin(longitude_rad), math.cos(longitude_rad)
    outward = cl * dx_m + sl * dy_m
    return cl * dy_m - sl * dx_m, cp * dz_m - sp * outward, cp * outward + sp * dz_m


@compiled
def from_east_north_up(
    latitude_rad: float, longitude_rad: float, east_m: float, north_m: float, up_m: float
) -> tuple[float, float, float]:
    """Return a vector in east, north, up of a place as an earth-centred difference; the inverse of ``east_north_up``.

    Parameters: latitude_rad, longitude_rad of the place whose axes are meant (rad); east_m, north_m, up_m the vector.
    Source: nima_tr8350_2 for the axes; the rotation is elementary.
    """
    sp, cp = math.sin(latitude_rad), math.cos(latitude_rad)
    sl, cl = math.sin(longitude_rad), math.cos(longitude_rad)
    outward = cp * up_m - sp * north_m
    return cl * outward - sl * east_m, sl * outward + cl * east_m, cp * north_m + sp * up_m


@dataclass(frozen=True)
class LocalFrame:
    """The local east-north-up frame of a scenario.

    ``height_m`` is the ellipsoidal height of the origin and ``undulation_m`` the geoid's height above the ellipsoid
    there, taken as constant over the frame (it varies by about a metre in 50 km).
    """

    latitude_rad: float
    longitude_rad: float
    height_m: float = 0.0
    undulation_m: float = 0.0

    def to_geodetic(self, east_m: float, north_m: float, up_m: float) -> Geodetic:
        """Return latitude, longitude (rad) and ellipsoidal height (m) of a local place (m)."""
        ox, oy, oz = to_ecef(self.latitude_rad, self.longitude_rad, self.height_m)
        dx, dy, dz = from_east_north_up(self.latitude_rad, self.longitude_rad, east_m, north_m, up_m)
        return Geodetic(*to_geodetic(ox + dx, oy + dy, oz + dz))

    def from_geodetic(self, place: Geodetic) -> tuple[float, float, float]:
        """Return east, north, up (m) of a geodetic place of ellipsoidal height."""
        ox, oy, oz = to_ecef(self.latitude_rad, self.longitude_rad, self.height_m)
        x, y, z = to_ecef(*place)
        return east_north_up(self.latitude_rad, self.longitude_rad, x - ox, y - oy, z - oz)

    def geoid_height(self, ellipsoidal_m: float) -> float:
        """Return the height (m) above mean sea level of an ellipsoidal height."""
        return ellipsoidal_m - self.undulation_m

    def ellipsoidal_height(self, geoid_m: float) -> float:
        """Return the ellipsoidal height (m) of a height above mean sea level."""
        return geoid_m + self.undulation_m


@lru_cache(maxsize=1)
def _ellipsoid() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def _forward(azimuth_deg: float) -> float:
    """Turn pyproj's azimuth from the end back to the start into the one that goes on."""
    return math.remainder(math.radians(azimuth_deg + 180.0), 2.0 * math.pi)


def geodesic_inverse(start: Geodetic, end: Geodetic) -> Geodesic:
    """Return the geodesic between two places on WGS-84; their heights do not matter.

    Source: karney_2013, through pyproj.
    """
    degrees = [math.degrees(angle) for angle in (start[1], start[0], end[1], end[0])]
    azimuth_deg, back_deg, distance_m = _ellipsoid().inv(*degrees)
    return Geodesic(distance_m, math.radians(azimuth_deg), _forward(back_deg))


def geodesic_direct(start: Geodetic, azimuth_rad: float, distance_m: float) -> Geodetic:
    """Return the place at a distance along the geodesic that leaves ``start`` at an azimuth; it keeps the height.

    Source: karney_2013, through pyproj.
    """
    longitude_deg, latitude_deg, _ = _ellipsoid().fwd(
        math.degrees(start.longitude_rad), math.degrees(start.latitude_rad), math.degrees(azimuth_rad), distance_m
    )
    return Geodetic(math.radians(latitude_deg), math.radians(longitude_deg), start.height_m)
