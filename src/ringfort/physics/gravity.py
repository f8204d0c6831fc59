"""Gravity of the real earth: attraction with its bulge, and what a plumb bob feels at a latitude."""

import math

from ringfort.compiled import compiled

_GM = 3.986004418e14  # m3/s2
_SEMI_MAJOR_M = 6_378_137.0
_J2 = 1.082629821e-3
_EQUATOR_MPS2 = 9.7803253359
_FORMULA_CONSTANT = 0.00193185265241
_ECCENTRICITY_SQUARED = 6.69437999014e-3
_FLATTENING = 1.0 / 298.257223563
_SPIN_SHARE = 0.00344978650684  # of the centrifugal acceleration in gravity at the equator


@compiled
def attraction(x_m: float, y_m: float, z_m: float) -> tuple[float, float, float]:
    """Return the attraction (m/s2) of the earth and its bulge at an earth-centred place, without centrifugal part.

    a_xy = -mu/r^3 (1 + 3/2 J2 (a/r)^2 (1 - 5 z^2/r^2)) xy, a_z = -mu/r^3 (1 + 3/2 J2 (a/r)^2 (3 - 5 z^2/r^2)) z

    Parameters: x_m, y_m, z_m, earth-centred (m).
    Domain: outside the earth; terms above J2 are left out, 1.2e-5 of gravity at the pole.
    Source: vallado_2013, ch. 8; nima_tr8350_2 for the constants.
    """
    square = x_m * x_m + y_m * y_m + z_m * z_m
    whole = -_GM / (square * math.sqrt(square))
    bulge = 1.5 * _J2 * _SEMI_MAJOR_M * _SEMI_MAJOR_M / square
    polar = 5.0 * z_m * z_m / square
    level = whole * (1.0 + bulge * (1.0 - polar))
    return level * x_m, level * y_m, whole * (1.0 + bulge * (3.0 - polar)) * z_m


@compiled
def normal_gravity(latitude_rad: float, height_m: float) -> float:
    """Return the acceleration (m/s2) that a plumb bob feels, centrifugal part and all.

    g = g_e (1 + k sin^2 phi) / sqrt(1 - e^2 sin^2 phi) (1 - 2 (1 + f + m - 2 f sin^2 phi) h/a + 3 h^2/a^2)

    Parameters: latitude_rad, geodetic phi (rad); height_m, above the ellipsoid, h (m).
    Domain: some 100 km of height; further out take ``attraction``.
    Source: nima_tr8350_2, eqs. 4-1 and 4-3.
    """
    s = math.sin(latitude_rad)
    ground = _EQUATOR_MPS2 * (1.0 + _FORMULA_CONSTANT * s * s) / math.sqrt(1.0 - _ECCENTRICITY_SQUARED * s * s)
    share = height_m / _SEMI_MAJOR_M
    return ground * (
        1.0 - 2.0 * (1.0 + _FLATTENING + _SPIN_SHARE - 2.0 * _FLATTENING * s * s) * share + 3.0 * share * share
    )
