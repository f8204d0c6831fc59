"""Units at the human edge: usual ones from our own table, all others from pint, and the same answers from both."""

import pint
import pytest
from tests.tolerance import within

from ringfort import units
from ringfort.errors import RingfortError

_ULP = "one rounding more or less"


@pytest.mark.parametrize("given", [name for name in units._PLAIN if name not in ("/km2", "%", "1")])
def test_our_table_agrees_with_pint(given):
    registry = pint.UnitRegistry()
    dimension = units._PLAIN[given][0]
    base = next(name for name, (other, f) in units._PLAIN.items() if other == dimension and f == 1.0)
    expected = registry.Quantity(3.7, given).to(base).magnitude
    assert within(rel=4e-16, because=_ULP)(units.convert(f"3.7 {given}", base), expected)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("20 km", "m", 20000.0),
        ("20km", "m", 20000.0),
        ("-10 dBsm", "m^2", 0.1),
        ("30 dBm", "W", 1.0),
        ("8 degC", "K", 281.15),
        ("2 /km2", "1/km^2", 2.0),
        ("100 kn", "m/s", 100 * 1852 / 3600),
        ("7", "s", 7.0),
        ("10 nmi", "m", 18520.0),
    ],
)
def test_quantities(text, unit, expected):
    assert within(rel=1e-15, because=_ULP)(units.convert(text, unit), expected)


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("100 kt", "m/s", "write kn for knots"),
        ("5 lightyear/fortnight", "m", "give it in m"),
        ("5 kmh", "m/s", "did you mean km/h"),
        ("fast", "m/s", "write a number and a unit"),
        ("5 km", "s", "give it in s"),
    ],
)
def test_what_is_no_such_quantity_is_refused_with_the_remedy(text, unit, says):
    with pytest.raises(RingfortError, match=says):
        units.convert(text, unit)
