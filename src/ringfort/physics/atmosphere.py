"""The air by height: the US Standard Atmosphere 1976.

Heights are geometric, above mean sea level, unless a name says geopotential. A law that needs density alone calls
``density``; a flight integrator that needs it four times a step calls ``quick_air``, which reads a table.
"""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled

STANDARD_GRAVITY_MPS2 = 9.80665
EARTH_RADIUS_M = 6_356_766.0  # the effective radius r0 of the standard, not a radius for geometry
GAS_CONSTANT = 8314.32 / 28.9644  # J/(kg K), of air well mixed (below 86 km)
HEAT_CAPACITY_RATIO = 1.4
TOP_M = 86_000.0  # above it the standard is a table, no longer a formula
TABLE_END_M = 1_000_000.0

# Table 4 of the standard: base of each layer as geopotential height, temperature there, gradient upward. Base
# pressures follow from the hydrostatic equation, rounded nowhere.
_BASE_M = (0.0, 11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0)
_BASE_K = (288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65)
_GRADIENT = (-0.0065, 0.0, 0.001, 0.0028, 0.0, -0.0028, -0.002)
_EXPONENT = STANDARD_GRAVITY_MPS2 / GAS_CONSTANT


def _base_pressures() -> tuple[float, ...]:
    pressures = [101_325.0]
    for i in range(6):
        rise = _BASE_M[i + 1] - _BASE_M[i]
        if _GRADIENT[i] == 0.0:
            factor = math.exp(-_EXPONENT * rise / _BASE_K[i])
        else:
            factor = (_BASE_K[i] / _BASE_K[i + 1]) ** (_EXPONENT / _GRADIENT[i])
        pressures.append(pressures[-1] * factor)
    return tuple(pressures)


_BASE_PA = _base_pressures()

# Table I of the standard above 86 km, where air separates by species: height (m), temperature (K), pressure (Pa),
# density (kg/m3).
_HIGH = np.array(
    [
        (86e3, 186.87, 3.7338e-1, 6.958e-6),
        (90e3, 186.87, 1.8359e-1, 3.416e-6),
        (95e3, 188.42, 7.5966e-2, 1.393e-6),
        (100e3, 195.08, 3.2011e-2, 5.604e-7),
        (110e3, 240.00, 7.1042e-3, 9.708e-8),
        (120e3, 360.00, 2.5382e-3, 2.222e-8),
        (130e3, 469.27, 1.2505e-3, 8.152e-9),
        (140e3, 559.63, 7.2028e-4, 3.831e-9),
        (150e3, 634.39, 4.5422e-4, 2.076e-9),
        (160e3, 696.29, 3.0395e-4, 1.233e-9),
        (180e3, 790.07, 1.5271e-4, 5.194e-10),
        (200e3, 854.56, 8.4736e-5, 2.541e-10),
        (300e3, 976.01, 8.7704e-6, 1.916e-11),
        (400e3, 995.83, 1.4518e-6, 2.803e-12),
        (500e3, 999.24, 3.0236e-7, 5.215e-13),
        (600e3, 999.85, 8.2130e-8, 1.137e-13),
        (700e3, 999.97, 3.1908e-8, 3.070e-14),
        (800e3, 999.99, 1.7036e-8, 1.136e-14),
        (900e3, 1000.0, 1.0873e-8, 5.759e-15),
        (1000e3, 1000.0, 7.5138e-9, 3.561e-15),
    ]
)


@compiled
def geopotential_height(height_m: float) -> float:
    """Return the geopotential height (m) of a geometric height.

    H = r0 z / (r0 + z)                                             (US Standard Atmosphere 1976, eq. 18)

    Parameters: height_m, geometric height z above sea level (m), above -r0.
    Source: us_standard_atmosphere_1976, eq. 18.
    """
    return EARTH_RADIUS_M * height_m / (EARTH_RADIUS_M + height_m)


@compiled
def geometric_height(geopotential_m: float) -> float:
    """Return the geometric height (m) of a geopotential height.

    z = r0 H / (r0 - H)                                             (US Standard Atmosphere 1976, eq. 19)

    Parameters: geopotential_m, geopotential height H (m), below r0 = 6 356 766 m.
    Source: us_standard_atmosphere_1976, eq. 19.
    """
    return EARTH_RADIUS_M * geopotential_m / (EARTH_RADIUS_M - geopotential_m)


@compiled
def gravity(height_m: float) -> float:
    """Return the acceleration of gravity (m/s2) of the standard at a geometric height.

    g = g0 (r0 / (r0 + z))^2                                        (US Standard Atmosphere 1976, eq. 17)

    Parameters: height_m, geometric height z above sea level (m).
    Source: us_standard_atmosphere_1976, eq. 17; the value at latitude 45.5 degrees.
    """
    ratio = EARTH_RADIUS_M / (EARTH_RADIUS_M + height_m)
    return STANDARD_GRAVITY_MPS2 * ratio * ratio


@compiled
def _layer(geopotential_m: float) -> int:
    layer = 0
    for i in range(1, 7):
        if geopotential_m >= _BASE_M[i]:
            layer = i
    return layer


@compiled
def _row(height_m: float) -> int:
    row = 0
    for i in range(1, _HIGH.shape[0] - 1):
        if height_m >= _HIGH[i, 0]:
            row = i
    return row


@compiled
def _high(height_m: float, column: int) -> float:
    """Interpolate the logarithm of a column of the upper table; go on with the last slope above 1000 km."""
    i = _row(height_m)
    share = (height_m - _HIGH[i, 0]) / (_HIGH[i + 1, 0] - _HIGH[i, 0])
    low, high = math.log(_HIGH[i, column]), math.log(_HIGH[i + 1, column])
    return math.exp(low + share * (high - low))


@compiled
def temperature(height_m: float) -> float:
    """Return the temperature (K) of the standard day at a geometric height.

    T = T_b + L_b (H - H_b)                                         (US Standard Atmosphere 1976, eq. 23)

    Parameters: height_m, geometric height above sea level (m).
    Domain: -5 km to 86 km by the equation (the molecular-scale temperature, which is up to 0.04 percent above the
    kinetic one between 80 and 86 km); the lowest layer goes on below sea level. Between 86 and 1000 km the standard's
    own table, interpolated; 1000 K above.
    Source: us_standard_atmosphere_1976, eq. 23, Table 4, Table I.
    """
    if height_m > TOP_M:
        return _high(min(height_m, TABLE_END_M), 1)
    geopotential_m = geopotential_height(height_m)
    i = _layer(geopotential_m)
    return _BASE_K[i] + _GRADIENT[i] * (geopotential_m - _BASE_M[i])


@compiled
def pressure(height_m: float) -> float:
    """Return the pressure (Pa) of the standard day at a geometric height.

    p = p_b (T_b / T)^(g0 / (R L_b)), or p_b exp(-g0 (H - H_b) / (R T_b)) where L_b = 0
                                                                    (US Standard Atmosphere 1976, eqs. 33a, 33b)

    Parameters: height_m, geometric height above sea level (m).
    Domain: as ``temperature``; between the rows of the table above 86 km the logarithm is linear in height, which
    errs by up to 15 percent where the rows are 100 km apart and 4 percent below 200 km.
    Source: us_standard_atmosphere_1976, eqs. 33a and 33b, Table 4, Table I.
    """
    if height_m > TOP_M:
        return _high(height_m, 2)
    geopotential_m = geopotential_height(height_m)
    i = _layer(geopotential_m)
    rise: float = geopotential_m - _BASE_M[i]
    if _GRADIENT[i] == 0.0:
        return _BASE_PA[i] * math.exp(-_EXPONENT * rise / _BASE_K[i])
    kelvin = _BASE_K[i] + _GRADIENT[i] * rise
    return _BASE_PA[i] * math.exp(math.log(_BASE_K[i] / kelvin) * (_EXPONENT / _GRADIENT[i]))


@compiled
def density(height_m: float) -> float:
    """Return the density (kg/m3) of the standard day at a geometric height.

    rho = p / (R T)                                                 (US Standard Atmosphere 1976, eq. 42)

    Parameters: height_m, geometric height above sea level (m).
    Domain: as ``pressure``.
    Source: us_standard_atmosphere_1976, eq. 42, Table I.
    """
    if height_m > TOP_M:
        return _high(height_m, 3)
    return pressure(height_m) / (GAS_CONSTANT * temperature(height_m))


@compiled
def speed_of_sound(height_m: float) -> float:
    """Return the speed of sound (m/s) of the standard day at a geometric height.

    c = sqrt(gamma R T), gamma = 1.4                                (US Standard Atmosphere 1976, eq. 50)

    Parameters: height_m, geometric height above sea level (m).
    Domain: to 86 km, where the standard ends its own list; above, the value at 86 km is held, since free molecules
    carry no sound and a drag law that asks for a Mach number there multiplies a density of nearly nothing.
    Source: us_standard_atmosphere_1976, eq. 50.
    """
    return math.sqrt(HEAT_CAPACITY_RATIO * GAS_CONSTANT * temperature(min(height_m, TOP_M)))


@compiled
def viscosity(height_m: float) -> float:
    """Return the dynamic viscosity (Pa s) of the standard day at a geometric height.

    mu = beta T^(3/2) / (T + S), beta = 1.458e-6 kg/(s m K^(1/2)), S = 110.4 K
                                                                    (US Standard Atmosphere 1976, eq. 51)

    Parameters: height_m, geometric height above sea level (m).
    Domain: to 86 km; above, the value at 86 km is held.
    Source: us_standard_atmosphere_1976, eq. 51.
    """
    kelvin = temperature(min(height_m, TOP_M))
    return 1.458e-6 * kelvin * math.sqrt(kelvin) / (kelvin + 110.4)


_CELL_M = 250.0
_PER_METRE = 1.0 / _CELL_M
_FLOOR_M = -1000.0
_CELLS = 343  # from 1 km below the sea to 84.75 km, in geopotential height so that no layer begins within a cell


def _cells() -> Any:
    """Return, for each cell, the cubic of density and the line of one over the speed of sound: shape (cells, 6)."""
    exact = getattr(density, "py_func", density)
    sound = getattr(speed_of_sound, "py_func", speed_of_sound)
    height = getattr(geometric_height, "py_func", geometric_height)
    shares = np.array([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0])
    inverse = np.linalg.inv(np.vander(shares, increasing=True))
    rows = np.empty((_CELLS, 6))
    for i in range(_CELLS):
        heights = [height(_FLOOR_M + (i + share) * _CELL_M) for share in shares]
        rows[i, :4] = inverse @ [exact(z) for z in heights]
        rows[i, 4] = 1.0 / sound(heights[0])
        rows[i, 5] = 1.0 / sound(heights[3]) - rows[i, 4]
    return rows


_TABLE = _cells()


@compiled
def quick_air(height_m: float) -> tuple[float, float]:
    """Return density (kg/m3) and the time sound takes for a metre (s/m) on the standard day, from one table.

    rho = c0 + s (c1 + s (c2 + s c3)), 1/c = d0 + s d1, s the share of a cell of 250 m of geopotential height

    Parameters: height_m, geometric height above sea level (m).
    Domain: from -1 km to 85.9 km within 1e-8 of ``density`` and 1e-5 of ``speed_of_sound`` relative (tested);
    elsewhere those laws themselves.
    Source: us_standard_atmosphere_1976, eqs. 42 and 50, tabulated.
    """
    place = (geopotential_height(height_m) - _FLOOR_M) * _PER_METRE
    if place < 0.0 or place >= _CELLS:
        return density(height_m), 1.0 / speed_of_sound(height_m)
    i = int(place)
    s = place - i
    rho = _TABLE[i, 0] + s * (_TABLE[i, 1] + s * (_TABLE[i, 2] + s * _TABLE[i, 3]))
    return rho, _TABLE[i, 4] + s * _TABLE[i, 5]
