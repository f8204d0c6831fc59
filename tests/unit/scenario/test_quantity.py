import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from tests.tolerance import within

from ringfort.scenario.quantity import NORMAL_90, Distribution, Moment, Odds, Pair, Quantity, Spread, degrees, fixed

LENGTH = Quantity("m", "a length", low=0.0)
DELAY = Spread(Quantity("s", "a delay", low=0.0))
rounding = within(rel=1e-15, because="one division and one product")
NUMBERS = st.floats(1e-3, 1e6)


def test_text_and_bare_numbers():
    assert LENGTH.read("20 km") == 20_000.0 and LENGTH.read(3) == 3.0 and LENGTH.read("3") == 3.0
    assert rounding(degrees("an angle").read(45), math.pi / 4) and rounding(
        degrees("an angle").read("45 deg"), math.pi / 4
    )


@pytest.mark.parametrize(
    "raw", [True, None, [1], {"a": 1}, "on", "20 kilomoters", "3 s", "3 dB/km", -1, "-1 m", math.nan, "inf m", ""]
)
def test_what_is_no_length_is_refused_with_a_remedy(raw):
    with pytest.raises(PydanticCustomError) as raised:
        LENGTH.read(raw)
    assert raised.value.context["what"] and "a length" in raised.value.context["remedy"]


def distributions():
    pairs = st.tuples(NUMBERS, NUMBERS).map(sorted)
    return st.one_of(
        NUMBERS.map(fixed),
        pairs.map(lambda p: Distribution("uniform", *p)),
        st.tuples(NUMBERS, NUMBERS).map(lambda p: Distribution("normal", *p)),
        pairs.map(lambda p: Distribution("lognormal", *p)),
        st.lists(NUMBERS, min_size=1, max_size=4).map(lambda items: Distribution("choice", choices=tuple(items))),
    )


@given(distributions())
def test_a_distribution_reads_as_it_was_written(distribution):
    assert DELAY.read(DELAY.write(distribution)) == distribution
    assert distribution.least <= distribution.median


def test_a_log_normal_has_its_ninetieth_percentile_where_it_was_put():
    found = DELAY.read({"median": "20 s", "p90": "1 min"})
    limit = within(rel=1e-12, because="one logarithm and one exponential")
    assert limit(found.a * math.exp(NORMAL_90 * found.sigma_log), 60.0)


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ({"uniform": [3]}, ("uniform",)),
        ({"uniform": [3, 1]}, ("uniform",)),
        ({"uniform": [3, "4 m"]}, ("uniform", 1)),
        ({"normal": {"mean": 1}}, ("normal",)),
        ({"normal": {"mean": 1, "sigma": -1}}, ("normal", "sigma")),
        ({"median": 20, "p90": 10}, ("p90",)),
        ({"median": 0, "p90": 10}, ("median",)),
        ({"median": 20}, ()),
        ({"choice": []}, ("choice",)),
        ({"gamma": 3}, ()),
    ],
)
def test_a_wrong_distribution_says_where(raw, at):
    with pytest.raises(PydanticCustomError) as raised:
        DELAY.read(raw)
    assert raised.value.context["at"] == at and raised.value.context["remedy"]


def test_pairs_odds_and_moments():
    assert Pair(LENGTH, ("x", "y")).read(["1 km", 2]) == (1000.0, 2.0)
    assert Odds(doc="odds").read(True) == 1.0 and Odds(doc="odds").read("50 %") == 0.5
    moments = [Moment("a day").read(text).isoformat() for text in ("2020-04-10", "2020-04-10T02:00:00+02:00")]
    assert moments == ["2020-04-10T00:00:00+00:00", "2020-04-10T00:00:00+00:00"]
    odds, moment = Odds(doc="odds"), Moment("a day")
    for marker, raw in ((odds, 1.5), (odds, "on"), (moment, "12:30:00"), (moment, 3)):
        with pytest.raises(PydanticCustomError):
            marker.read(raw)
