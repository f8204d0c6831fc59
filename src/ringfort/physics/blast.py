"""Air blast of a charge on the ground, by Kingery and Bulmash in Swisdak's simplified form, and shock relations.

Every curve is ``exp(A + B ln Z + C (ln Z)^2 + ...)`` of the scaled distance ``Z = R / W^(1/3)`` (m/kg^(1/3)), with
coefficients that change at the borders that Swisdak gives. Times, impulses and durations scale with ``W^(1/3)``.
A bare charge of TNT on the ground is meant; other explosives enter by their TNT equivalent.

Outside the fits: nearer than the first border every curve keeps the value at that border (inside the fireball the
fit means nothing, and everyone there is dead). Farther than the last border, incident pressure and impulse follow
their last pieces, which are pure powers; arrival goes on at the speed of sound; pressure of reflection and speed of the
shock follow from the incident pressure by the shock relations; duration keeps its value; the reflected impulse falls
as the incident one.
"""

import math

from ringfort.compiled import compiled

AMBIENT_PA = 101_325.0
SOUND_MPS = 340.294
HEAT_RATIO = 1.4

# Coefficients A ... G for pressures in kPa and times in ms of one kilogram, Z in m/kg^(1/3).
_INCIDENT = (
    (7.2106, -2.1069, -0.3229, 0.1117, 0.0685, 0.0, 0.0),
    (7.5938, -3.0523, 0.40977, 0.0261, -0.01267, 0.0, 0.0),
    (6.0536, -1.4066, 0.0, 0.0, 0.0, 0.0, 0.0),
)
_REFLECTED = (
    (9.006, -2.6893, -0.6295, 0.1011, 0.29255, 0.13505, 0.019736),
    (8.8396, -1.733, -2.64, 2.293, -0.8232, 0.14247, -0.0099),
)
_ARRIVAL = (
    (-0.7604, 1.8058, 0.1257, -0.0437, -0.0310, -0.00669, 0.0),
    (-0.7137, 1.5732, 0.5561, -0.4213, 0.1054, -0.00929, 0.0),
)
_DURATION = (
    (0.5426, 3.2299, -1.5931, -5.9667, -4.0815, -0.9149, 0.0),
    (0.5440, 2.7082, -9.7354, 14.3425, -9.7791, 2.8535, 0.0),
    (-2.4608, 7.1639, -5.6215, 2.2711, -0.44994, 0.03486, 0.0),
)
_INCIDENT_IMPULSE = (
    (5.522, 1.117, 0.6, -0.292, -0.087, 0.0, 0.0),
    (5.465, -0.308, -1.464, 1.362, -0.432, 0.0, 0.0),
    (5.2749, -0.4677, -0.2499, 0.0588, -0.00554, 0.0, 0.0),
    (5.9825, -1.062, 0.0, 0.0, 0.0, 0.0, 0.0),
)
_REFLECTED_IMPULSE = (6.7853, -1.3466, 0.101, 0.01123, 0.0, 0.0, 0.0)
_SPEED = (
    (0.1794, -0.956, -0.0866, 0.109, 0.0699, 0.01218, 0.0),
    (0.2597, -1.326, 0.3767, 0.0396, -0.0351, 0.00432, 0.0),
)
_FAR = 40.0  # last border of the curves that do not end in a power

VALID_M_KG13 = {
    "incident_overpressure": (0.2, 198.5),
    "reflected_overpressure": (0.06, _FAR),
    "arrival_time": (0.06, _FAR),
    "positive_duration": (0.2, _FAR),
    "incident_impulse": (0.2, 158.7),
    "reflected_impulse": (0.06, _FAR),
    "shock_speed": (0.06, _FAR),
}
"""Scaled distances between which each fit was made (Swisdak 1994, metric table)."""


@compiled
def _curve(z: float, c: tuple[float, ...]) -> float:
    x = math.log(z)
    return math.exp(c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * (c[4] + x * (c[5] + x * c[6]))))))


@compiled
def scaled_distance(tnt_kg: float, distance_m: float) -> float:
    """Distance in units of the cube root of the charge.

    ``Z = R / W^(1/3)``; W ``tnt_kg`` (kg, positive), R ``distance_m`` (m); in m/kg^(1/3).

    Source: swisdak1994, scaling law.
    """
    return distance_m / math.pow(tnt_kg, 1.0 / 3.0)


@compiled
def incident_overpressure(tnt_kg: float, distance_m: float) -> float:
    """Peak side-on overpressure of a hemispherical surface burst, in Pa.

    ``ln(P / kPa)`` is a polynomial of ``ln Z``; W ``tnt_kg`` (kg), R ``distance_m`` (m).
    Valid for Z from 0.2 to 198.5 m/kg^(1/3); nearer it keeps its value at 0.2, farther it falls as ``Z^-1.41``.

    Source: swisdak1994, incident pressure, metric units.
    """
    z = max(scaled_distance(tnt_kg, distance_m), 0.2)
    if z <= 2.9:
        return 1e3 * _curve(z, _INCIDENT[0])
    if z <= 23.8:
        return 1e3 * _curve(z, _INCIDENT[1])
    return 1e3 * _curve(z, _INCIDENT[2])


@compiled
def reflected_overpressure(tnt_kg: float, distance_m: float) -> float:
    """Peak overpressure on a wide wall that faces the burst, in Pa.

    ``ln(P / kPa)`` is a polynomial of ``ln Z``; W ``tnt_kg`` (kg), R ``distance_m`` (m).
    Valid for Z from 0.06 to 40 m/kg^(1/3); nearer it keeps its value at 0.06, farther it is the normal reflection of
    the incident overpressure.

    Source: swisdak1994, reflected pressure, metric units.
    """
    z = max(scaled_distance(tnt_kg, distance_m), 0.06)
    if z <= 2.0:
        return 1e3 * _curve(z, _REFLECTED[0])
    if z <= _FAR:
        return 1e3 * _curve(z, _REFLECTED[1])
    return normal_reflection(incident_overpressure(tnt_kg, distance_m), AMBIENT_PA, HEAT_RATIO)


@compiled
def arrival_time(tnt_kg: float, distance_m: float) -> float:
    """Time from detonation to the arrival of the shock, in s.

    ``ln(t / ms / W^(1/3))`` is a polynomial of ``ln Z``; W ``tnt_kg`` (kg), R ``distance_m`` (m).
    Valid for Z from 0.06 to 40 m/kg^(1/3); nearer it keeps its value at 0.06, farther the front moves with sound.

    Source: swisdak1994, time of arrival, metric units.
    """
    z = max(scaled_distance(tnt_kg, distance_m), 0.06)
    root = math.pow(tnt_kg, 1.0 / 3.0)
    if z <= 1.5:
        return 1e-3 * root * _curve(z, _ARRIVAL[0])
    late = max(z - _FAR, 0.0) * root / SOUND_MPS
    return 1e-3 * root * _curve(min(z, _FAR), _ARRIVAL[1]) + late


@compiled
def positive_duration(tnt_kg: float, distance_m: float) -> float:
    """Duration of the positive phase, in s.

    ``ln(t / ms / W^(1/3))`` is a polynomial of ``ln Z``; W ``tnt_kg`` (kg), R ``distance_m`` (m).
    Valid for Z from 0.2 to 40 m/kg^(1/3); beyond either border it keeps the value there.

    Source: swisdak1994, positive phase duration, metric units.
    """
    z = min(max(scaled_distance(tnt_kg, distance_m), 0.2), _FAR)
    root = math.pow(tnt_kg, 1.0 / 3.0)
    if z <= 1.02:
        return 1e-3 * root * _curve(z, _DURATION[0])
    if z <= 2.8:
        return 1e-3 * root * _curve(z, _DURATION[1])
    return 1e-3 * root * _curve(z, _DURATION[2])


@compiled
def incident_impulse(tnt_kg: float, distance_m: float) -> float:
    """Side-on impulse of the positive phase, in Pa s.

    ``ln(i / kPa ms / W^(1/3))`` is a polynomial of ``ln Z``; W ``tnt_kg`` (kg), R ``distance_m`` (m).
    Valid for Z from 0.2 to 158.7 m/kg^(1/3); nearer it keeps its value at 0.2, farther it falls as ``Z^-1.06``.

    Source: swisdak1994, incident impulse, metric units.
    """
    z = max(scaled_distance(tnt_kg, distance_m), 0.2)
    root = math.pow(tnt_kg, 1.0 / 3.0)  # one kPa ms is one Pa s
    if z <= 0.96:
        return root * _curve(z, _INCIDENT_IMPULSE[0])
    if z <= 2.38:
        return root * _curve(z, _INCIDENT_IMPULSE[1])
    if z <= 33.7:
        return root * _curve(z, _INCIDENT_IMPULSE[2])
    return root * _curve(z, _INCIDENT_IMPULSE[3])


@compiled
def reflected_impulse(tnt_kg: float, distance_m: float) -> float:
    """Impulse on a wide wall that faces the burst, in Pa s.

    ``ln(i / kPa ms / W^(1/3))`` is a polynomial of ``ln Z``; W ``tnt_kg`` (kg), R ``distance_m`` (m).
    Valid for Z from 0.06 to 40 m/kg^(1/3); nearer it keeps its value at 0.06, farther it falls as the incident one.

    Source: swisdak1994, reflected impulse, metric units.
    """
    z = max(scaled_distance(tnt_kg, distance_m), 0.06)
    root = math.pow(tnt_kg, 1.0 / 3.0)
    if z <= _FAR:
        return root * _curve(z, _REFLECTED_IMPULSE)
    fall = incident_impulse(tnt_kg, distance_m) / incident_impulse(tnt_kg, _FAR * root)
    return root * _curve(_FAR, _REFLECTED_IMPULSE) * fall


@compiled
def shock_speed(tnt_kg: float, distance_m: float) -> float:
    """Speed of the shock front, in m/s.

    ``ln(U / (km/s))`` is a polynomial of ``ln Z``; W ``tnt_kg`` (kg), R ``distance_m`` (m).
    Valid for Z from 0.06 to 40 m/kg^(1/3); nearer it keeps its value at 0.06, farther it is that of a shock of the
    incident overpressure.

    Source: swisdak1994, shock front velocity, metric units.
    """
    z = max(scaled_distance(tnt_kg, distance_m), 0.06)
    if z <= 1.5:
        return 1e3 * _curve(z, _SPEED[0])
    if z <= _FAR:
        return 1e3 * _curve(z, _SPEED[1])
    return front_speed(incident_overpressure(tnt_kg, distance_m), AMBIENT_PA, SOUND_MPS, HEAT_RATIO)


@compiled
def dynamic_pressure(overpressure_pa: float, ambient_pa: float, heat_ratio: float) -> float:
    """Pressure of the wind behind a shock, in Pa.

    ``q = p^2 / (2 g P0 + (g - 1) p)``; p ``overpressure_pa``, P0 ``ambient_pa`` (Pa), g ``heat_ratio`` (1.4 for air,
    which gives ``2.5 p^2 / (7 P0 + p)``). An ideal gas: good to some 2 MPa in air. No bound is enforced.

    Source: glasstone1977, ch. III, shock relations of an ideal gas.
    """
    p = overpressure_pa
    return p * p / (2.0 * heat_ratio * ambient_pa + (heat_ratio - 1.0) * p)


@compiled
def normal_reflection(overpressure_pa: float, ambient_pa: float, heat_ratio: float) -> float:
    """Overpressure where a shock meets a wall head on, in Pa.

    ``pr = 2 p + (g + 1) q``; p ``overpressure_pa``, P0 ``ambient_pa`` (Pa), g ``heat_ratio``, q the dynamic pressure.
    Between twice (weak) and eight times (strong, g = 1.4) the incident one. An ideal gas, no bound is enforced.

    Source: glasstone1977, ch. III, shock relations of an ideal gas.
    """
    wind = dynamic_pressure(overpressure_pa, ambient_pa, heat_ratio)
    return 2.0 * overpressure_pa + (heat_ratio + 1.0) * wind


@compiled
def front_speed(overpressure_pa: float, ambient_pa: float, sound_mps: float, heat_ratio: float) -> float:
    """Speed of a shock of a given overpressure, in m/s.

    ``U = a sqrt(1 + (g + 1) p / (2 g P0))``; p ``overpressure_pa``, P0 ``ambient_pa`` (Pa), a ``sound_mps`` (m/s),
    g ``heat_ratio``. An ideal gas, no bound is enforced.

    Source: glasstone1977, ch. III, shock relations of an ideal gas.
    """
    return sound_mps * math.sqrt(1.0 + (heat_ratio + 1.0) * overpressure_pa / (2.0 * heat_ratio * ambient_pa))


@compiled
def particle_speed(overpressure_pa: float, ambient_pa: float, sound_mps: float, heat_ratio: float) -> float:
    """Speed of the air behind a shock, in m/s.

    ``u = a^2 p / (g P0 U)``; p ``overpressure_pa``, P0 ``ambient_pa`` (Pa), a ``sound_mps`` (m/s), g ``heat_ratio``,
    U the speed of the front. An ideal gas, no bound is enforced.

    Source: glasstone1977, ch. III, shock relations of an ideal gas.
    """
    front = front_speed(overpressure_pa, ambient_pa, sound_mps, heat_ratio)
    return sound_mps * sound_mps * overpressure_pa / (heat_ratio * ambient_pa * front)


@compiled
def quantity_distance(tnt_kg: float, factor_m_kg13: float) -> float:
    """Separation distance of a hazard factor, in m.

    ``D = K W^(1/3)``; W ``tnt_kg`` (kg), K ``factor_m_kg13`` (m/kg^(1/3); 1 ft/lb^(1/3) is 0.3967). Any positive W.

    Source: desr605509, quantity-distance criteria.
    """
    return factor_m_kg13 * math.pow(tnt_kg, 1.0 / 3.0)


@compiled
def distance_of_overpressure(tnt_kg: float, overpressure_pa: float) -> float:
    """Distance within which the incident overpressure exceeds a value, in m.

    The inverse of ``incident_overpressure`` by bisection on ``ln Z``; W ``tnt_kg`` (kg), p ``overpressure_pa`` (Pa).
    Zero where no distance reaches the value, and the distance of Z = 1000 m/kg^(1/3) where all do.

    Source: swisdak1994, incident pressure, metric units.
    """
    low, high = math.log(0.2), math.log(1000.0)
    root = math.pow(tnt_kg, 1.0 / 3.0)
    if overpressure_pa > incident_overpressure(1.0, 0.2):
        return 0.0
    for _ in range(60):  # halves 8.5 to less than the spacing of doubles
        middle = 0.5 * (low + high)
        if incident_overpressure(1.0, math.exp(middle)) > overpressure_pa:
            low = middle
        else:
            high = middle
    return root * math.exp(0.5 * (low + high))
