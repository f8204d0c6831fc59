"""The comparison of an answer with a row: what passes, and above all what does not."""

import json
import math
from typing import Any

import numpy as np
import pytest

from ringfort.verification.cases import Case, Printed
from ringfort.verification.compare import compare


def case(expected: str, tolerance: dict[str, Any]) -> Case:
    read = json.loads(expected, parse_float=Printed)
    return Case("A-B-1", "", {}, read, tolerance, "", "", "x.csv", 2)


def misses(expected: str, limit: dict[str, Any], got: dict[str, Any]) -> list[str]:
    return [miss.key for miss in compare(case(expected, {"kind": "numeric", "default": limit}), got)]


@pytest.mark.parametrize(
    ("limit", "got", "passes"),
    [
        ({"rel": 0.01}, 101.0, True),
        ({"rel": 0.01}, 101.1, False),
        ({"abs": 2.0}, 98.0, True),
        ({"abs": 2.0, "rel": 0.05}, 105.0, True),  # the larger holds
        ({"factor": 3}, 34.0, True),
        ({"factor": 3}, 33.0, False),
        ({"factor": 3}, -100.0, False),
        ({"rel": 10.0}, math.nan, False),
        ({"rel": 10.0}, "100", False),
        ({"rel": 10.0}, None, False),
        ({"rel": 10.0}, True, False),
        ({"rel": 0.01}, np.float64(100.5), True),
    ],
)
def test_limits(limit: dict[str, Any], got: Any, passes: bool) -> None:
    assert misses('{"x": 100.0}', limit, {"x": got}) == ([] if passes else ["x"])


def test_a_key_that_was_not_produced_fails_the_row() -> None:
    assert misses('{"x": 1.0, "y": 2.0}', {"factor": 10}, {"x": 1.0}) == ["y"]
    assert misses('{"x": {"a": 1, "b": 2}}', {"rel": 1}, {"x": {"a": 1}}) == ["x.b"]


def test_printed_digits_bound_what_a_row_can_ask() -> None:
    exact = 0.9375**10  # the row prints 0.52446048: eight digits
    assert misses('{"x": 0.52446048}', {"rel": 1e-9}, {"x": exact}) == []
    assert misses('{"x": 0.52446048}', {"rel": 1e-9}, {"x": exact + 1e-8}) == ["x"]
    assert misses('{"x": 0.97}', {"rel": 1e-9}, {"x": 0.970001}) == ["x"]  # not two digits: trailing zeros are cut
    assert misses('{"x": 0.7328798038}', {"rel": 1e-12}, {"x": 0.73287980385}) == []
    assert misses('{"x": 0.7328798038}', {"rel": 1e-12}, {"x": 0.7328798039}) == ["x"]
    assert misses('{"x": 129}', {"abs": 0}, {"x": 129.0000001}) == ["x"]  # an integer is exact


def test_lists_ranges_and_other_kinds() -> None:
    assert misses('{"x": [1.0, 2.0, 3.0]}', {"rel": 0.01}, {"x": np.array([1.0, 2.0, 3.5])}) == ["x[2]"]
    assert misses('{"x": [1.0, 2.0, 3.0]}', {"rel": 0.01}, {"x": [1.0, 2.0]}) == ["x"]
    assert misses('{"x": [5, 9]}', {"rel": 0.1}, {"x": 9.8}) == []
    assert misses('{"x": [5, 9]}', {"rel": 0.1}, {"x": 10.0}) == ["x"]
    assert misses('{"x": [9, 5]}', {"factor": 2}, {"x": 17.0}) == []
    assert misses('{"x": true, "y": "yes"}', {"rel": 1}, {"x": False, "y": "no"}) == ["x", "y"]
    assert misses('{"x": true}', {"rel": 1}, {"x": 1}) == ["x"]
    assert misses('{"x": null}', {"rel": 1}, {"x": None}) == []


def test_limits_by_key_and_a_key_without_any() -> None:
    row = case('{"x": 1.0, "y": 1.0}', {"kind": "numeric", "per_key": {"x": {"abs": 0.5}}})
    assert compare(row, {"x": 1.4, "y": 1.0000005}) == []
    assert [miss.key for miss in compare(row, {"x": 1.4, "y": 1.00001})] == ["y"]


def test_the_looser_limit_needs_the_model_to_be_named() -> None:
    limits = {"kind": "numeric", "default": {"rel": 1e-6}, "alt": {"monte_carlo": {"rel": 0.02}}}
    row = case('{"x": 1.0}', limits)
    assert compare(row, {"x": 1.01})
    assert not compare(row, {"x": 1.01, "_model": "monte_carlo"})
    assert compare(row, {"x": 1.01, "_model": "another"})


def test_a_table_value_is_held_against_the_formula() -> None:
    limits = {"default": {"rel": 1e-4}, "per_key": {"table": {"abs": 0.04, "vs": "formula value"}}}
    row = case('{"P": 0.94489865, "table": 0.95}', {"kind": "numeric", **limits})
    assert compare(row, {"P": 0.94489865}) == []
    far = case('{"P": 0.94489865, "table": 0.85}', {"kind": "numeric", **limits})
    assert [miss.key for miss in compare(far, {"P": 0.94489865})] == ["table"]
    assert {miss.key for miss in compare(row, {})} == {"P", "table"}


def test_a_published_value_less_ours() -> None:
    limits = {"default": {"rel": 1e-4}, "per_key": {"published_tof_s": {"published_minus_kepler_s": [0, 300]}}}
    row = case('{"tof_kepler_s": 322.79669, "published_tof_s": 360.0}', {"kind": "numeric", **limits})
    assert compare(row, {"tof_kepler_s": 322.79669}) == []
    assert {miss.key for miss in compare(row, {"tof_kepler_s": 370.0})} == {"tof_kepler_s", "published_tof_s"}
    assert "published_tof_s" in {miss.key for miss in compare(row, {"other": 322.8})}


def test_bands() -> None:
    bands = {"max_ratio_score": 1.15, "max_error": 0.9, "killed_max": 2, "tbi_band": [20, 250]}
    expected = '{"a": {"score": 33.2}, "b": {"score": 35.0}}'
    row = case(expected, {"kind": "band", "bands": bands})
    good = {"score": 38.0, "error": 0.5, "killed": 0, "tbi": [100, 400]}
    assert compare(row, good) == []
    for key, value in {"score": 38.5, "error": 1.0, "killed": 3, "tbi": [300, 400]}.items():
        assert len(compare(row, {**good, key: value})) == 1
        assert len(compare(row, {name: kept for name, kept in good.items() if name != key})) == 1
    assert compare(case("{}", {"kind": "band"}), good)


def test_qualitative_rows_bracket_spread_state_or_claim() -> None:
    def keys(expected: str, got: dict[str, Any]) -> list[str]:
        return [miss.key for miss in compare(case(expected, {"kind": "qualitative"}), got)]

    assert keys('{"x_min": 1.0, "x_max": 2.0}', {"x": 1.5}) == []
    assert keys('{"x_min": 1.0, "x_max": 2.0}', {"x": 2.5}) == ["x_max"]
    assert keys('{"x_min": 1.0, "x_max": 2.0}', {"x": math.nan}) == ["x_min", "x_max"]
    assert keys('{"x": 4.0, "spread": {"x": 0.8}}', {"x": 4.5}) == []
    assert keys('{"x": 4.0, "spread": {"x": 0.8}}', {"x": 5.0}) == ["x"]
    assert keys('{"x": 4.0}', {"x": 4.1}) == ["x"]
    assert keys('{"kill": "seconds"}', {"dwell": 5.0}) == ["kill"]
    assert keys('{"kill": "seconds"}', {"_claims": {"of the order of seconds": True}}) == []
    assert keys('{"kill": "seconds"}', {"_claims": {"of the order of seconds": False}}) == ["of the order of seconds"]
