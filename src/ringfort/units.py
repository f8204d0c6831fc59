"""Unit aliases for signatures, and conversion at the human edges only.

Inside, everything is SI: metres, seconds, radians, hertz, watts, kelvin, pascals. A name without a suffix in a public
record carries its unit in the name (``range_m``, ``speed_mps``, ``bearing_rad``).
"""

import math
from functools import lru_cache
from typing import Any

from ringfort.errors import Problem, RingfortError, nearest

Metres = float
Seconds = float
Radians = float
Hertz = float
Watts = float
Kelvin = float
Pascals = float
Decibels = float
MetresPerSecond = float
Probability = float

DEGREE = math.pi / 180.0

# What a scenario or the catalogue may write, beyond what pint knows, and the SI unit each dimension is kept in.
_LENGTH, _TIME, _ANGLE = "m km cm mm ft nmi mi", "s ms min h day", "deg rad mrad"
_RATE, _POWER, _MASS = "m/s km/h mph kn Hz kHz MHz GHz mm/h", "W kW MW J dBm dB dBi", "kg g t lb"
_OTHER = "K degC kPa Pa psi m^2 cm^2 dBsm 1/km^2 1/m^2 m^-2/3 rounds persons USD fraction 1"
KNOWN = " ".join((_LENGTH, _TIME, _ANGLE, _RATE, _POWER, _MASS, _OTHER)).split()


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(autoconvert_offset_to_baseunit=True, cache_folder=None)
    counts = ("rounds = count", "persons = count", "USD = [money]", "fraction = []")
    for definition in ("kn = 1852 * meter / hour", *counts):
        registry.define(definition)
    return registry


def _fail(text: str, what: str, remedy: str) -> RingfortError:
    return RingfortError(Problem(what=what, value=repr(text), remedy=remedy))


@lru_cache(maxsize=4096)
def convert(text: str, unit: str) -> float:
    """Return the quantity ``text`` (``"20 km"``, ``"-10 dBsm"``, ``"7"``) as a number in ``unit``.

    A bare number is taken to be in ``unit`` already. Decibels (dB, dBm, dBi, dBsm) convert to their linear unit only
    where ``unit`` is that linear unit. Raises RingfortError where the text is no quantity or of another dimension.
    """
    parts = text.strip().split(None, 1)
    try:
        number = float(parts[0])
    except (ValueError, IndexError):
        number, parts = _split(text)
    if len(parts) == 1:
        return number
    given = parts[1].strip()
    if given == unit:
        return number
    decibels = {"dBsm": "m^2", "dBm": "mW", "dBi": "1", "dB": "1"}
    if given in decibels:
        number, given = 10.0 ** (number / 10.0), decibels[given]
    if given in ("kt", "knots"):
        raise _fail(text, f"the unit {given!r} is ambiguous (kilotonne or knot)", "write kn for knots")
    return _to(number, given, unit, text)


def _split(text: str) -> tuple[float, list[str]]:
    """Read ``20km`` without a space."""
    stripped = text.strip()
    for end in range(len(stripped) - 1, 0, -1):
        try:
            return float(stripped[:end]), [stripped[:end], stripped[end:]]
        except ValueError:
            continue
    raise _fail(text, "this is not a quantity", "write a number and a unit, such as 20 km")


def _plain(unit: str) -> str:
    plain = {"1": "dimensionless", "fraction": "dimensionless", "/km2": "1/km^2", "/m2": "1/m^2", "%": "percent"}
    return plain.get(unit, unit)


# The usual units by dimension and factor to SI, so that a scenario in usual units never waits for pint to start.
_PLAIN: dict[str, tuple[str, float]] = {
    "m": ("length", 1.0),
    "km": ("length", 1e3),
    "cm": ("length", 1e-2),
    "mm": ("length", 1e-3),
    "um": ("length", 1e-6),
    "s": ("time", 1.0),
    "ms": ("time", 1e-3),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "deg": ("angle", DEGREE),
    "rad": ("angle", 1.0),
    "mrad": ("angle", 1e-3),
    "deg/s": ("turn", DEGREE),
    "rad/s": ("turn", 1.0),
    "m/s": ("speed", 1.0),
    "km/h": ("speed", 1.0 / 3.6),
    "Hz": ("frequency", 1.0),
    "kHz": ("frequency", 1e3),
    "MHz": ("frequency", 1e6),
    "GHz": ("frequency", 1e9),
    "W": ("power", 1.0),
    "mW": ("power", 1e-3),
    "kW": ("power", 1e3),
    "MW": ("power", 1e6),
    "kg": ("mass", 1.0),
    "g": ("mass", 1e-3),
    "Pa": ("pressure", 1.0),
    "hPa": ("pressure", 1e2),
    "kPa": ("pressure", 1e3),
    "m^2": ("area", 1.0),
    "cm^2": ("area", 1e-4),
    "1/km^2": ("density", 1e-6),
    "/km2": ("density", 1e-6),
    "1/m^2": ("density", 1.0),
    "1": ("number", 1.0),
    "%": ("number", 1e-2),
}


def _to(number: float, given: str, unit: str, text: str) -> float:
    source, target = _PLAIN.get(given), _PLAIN.get(unit)
    if source and target and source[0] == target[0]:
        return number * (source[1] / target[1]) if source[1] != target[1] else number
    if given == "degC" and unit == "K":
        return number + 273.15
    import pint

    registry = _registry()
    try:
        source = registry.parse_units(_plain(given))
    except Exception as error:  # pint raises many kinds for text it cannot read
        close = nearest(given, KNOWN)
        hint = f"did you mean {close}? " if close else ""
        raise _fail(text, f"unknown unit {given!r}", f"{hint}known units are {' '.join(KNOWN)}") from error
    try:
        return float(registry.Quantity(number, source).to(_plain(unit)).magnitude)
    except pint.DimensionalityError as error:
        raise _fail(text, f"{given} does not measure what {unit} measures", f"give it in {unit}") from error
