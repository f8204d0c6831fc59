"""Whether what a law gave is what its source says.

Every key that a row expects must be produced by the adapter, or the row fails. A row's tolerance then says how near:

* ``numeric``: ``rel`` and ``abs`` (the larger holds) or ``factor``, by key or by default. The files print eight
  significant digits, so no value is known better than half a unit of its last: the limit is never narrower.
  A number against an expected pair ``[low, high]`` must lie between them, each side widened by the limit.
* ``band``: the row's bands hold: ``max_x`` or ``x_max`` caps the adapter's ``x``, ``max_ratio_x`` caps its ratio to
  the best reference of that name in the row, and ``x_band`` or ``band`` must overlap the adapter's value or interval.
* ``qualitative``: the row's numbers bracket (``x_min``, ``x_max``), spread (``spread``) or state ours within one in a
  hundred; what remains of a row must be answered by the adapter's claims (``_claims``: statement to truth).

An adapter's answer may name the kind of its model (``_model``) to be held to the row's ``alt`` limit of that name.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringfort.verification.cases import Case, Printed

PRINTED_DIGITS = 8
UNSTATED = {"rel": 1e-6}  # a numeric row that states no limit for a key: what most computed rows state
QUALITATIVE = {"rel": 0.01}
NOT_PRODUCED = "not produced"


@dataclass(frozen=True)
class Mismatch:
    """One key of a row on which our answer and the source disagree."""

    key: str
    expected: Any
    got: Any
    tolerance: str


def compare(case: Case, got: dict[str, Any]) -> list[Mismatch]:
    """Return the keys on which an adapter's answer misses the case; an empty list means that the row passes."""
    answer = {key: _plain(value) for key, value in got.items()}
    match case.tolerance["kind"]:
        case "band":
            return list(_bands(case, answer))
        case "qualitative":
            return list(_qualitative(case, answer))
        case _:
            return list(_numeric(case, answer))


def _plain(value: Any) -> Any:
    """Return NumPy scalars and arrays as Python's own, at any depth."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.tolist() if hasattr(value, "tolist") else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_number(item) for item in value)


# numeric ---------------------------------------------------------------------------------------------------------


def _numeric(case: Case, got: dict[str, Any]) -> Iterator[Mismatch]:
    for key, expected in case.expected.items():
        limit = _limit(case.tolerance, key, got.get("_model"))
        rule = next((name for name in limit if "_minus_" in name), "")
        if rule:
            yield from _difference(key, expected, got, rule, limit[rule])
        else:
            yield from _agree(key, expected, _answer(case, key, got, limit), limit)


def _limit(tolerance: dict[str, Any], key: str, model: str | None) -> dict[str, Any]:
    alternative: dict[str, Any] | None = tolerance.get("alt", {}).get(model)
    if alternative is not None:
        return alternative
    limit: dict[str, Any] = tolerance.get("per_key", {}).get(key) or tolerance.get("default") or UNSTATED
    return limit


def _answer(case: Case, key: str, got: dict[str, Any], limit: dict[str, Any]) -> Any:
    """Return what is held against ``key``: for a limit against the formula's value, the row's one formula key."""
    if key in got or limit.get("vs") != "formula value":
        return got.get(key, NOT_PRODUCED)
    per_key = case.tolerance.get("per_key", {})
    formula = [name for name in case.expected if "vs" not in per_key.get(name, {})]
    return got.get(formula[0], NOT_PRODUCED) if len(formula) == 1 else NOT_PRODUCED


def _difference(key: str, expected: float, got: dict[str, Any], rule: str, bounds: list[float]) -> Iterator[Mismatch]:
    """Apply ``published_minus_kepler_s: [low, high]``: the row's published value less our key of that name."""
    word = rule.partition("_minus_")[2].rpartition("_")[0]
    ours = [value for name, value in got.items() if f"_{word}_" in f"_{name}_" and _is_number(value)]
    if len(ours) != 1 or not bounds[0] <= expected - ours[0] <= bounds[1]:
        yield Mismatch(key, expected, ours[0] if len(ours) == 1 else NOT_PRODUCED, f"{rule} {bounds}")


def _agree(key: str, expected: Any, got: Any, limit: dict[str, Any]) -> Iterator[Mismatch]:
    """Yield what disagrees, at any depth: an object's keys, a list's items, or the value itself."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for name, inner in expected.items():
            yield from _agree(f"{key}.{name}", inner, got.get(name, NOT_PRODUCED), limit)
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for place, (inner, ours) in enumerate(zip(expected, got, strict=True)):
            yield from _agree(f"{key}[{place}]", inner, ours, limit)
    elif not _same(expected, got, limit):
        yield Mismatch(key, expected, got, _say(limit))


def _same(expected: Any, got: Any, limit: dict[str, Any]) -> bool:
    if _is_number(expected) and _is_number(got):
        return _inside(got, expected, expected, limit)
    if _is_pair(expected) and _is_number(got):
        return _inside(got, min(expected), max(expected), limit)
    return type(expected) is type(got) and not isinstance(expected, (dict, list)) and bool(expected == got)


def _inside(got: float, low: float, high: float, limit: dict[str, Any]) -> bool:
    """Whether ``got`` lies between the two values, each widened by the limit. NaN never does."""
    if "factor" in limit:
        factor: float = limit["factor"]
        bounds = [value * by for value in (low, high) for by in (factor, 1.0 / factor)]
        return min(bounds) <= got <= max(bounds)
    return low - _allowed(low, limit) <= got <= high + _allowed(high, limit)


def _allowed(expected: float, limit: dict[str, Any]) -> float:
    absolute: float = limit.get("abs", 0.0)
    relative: float = limit.get("rel", 0.0)
    return max(absolute, relative * abs(expected), _rounding(expected))


def _rounding(expected: float) -> float:
    """Return half a unit of the last digit to which a printed float is known; an integer is exact."""
    if not isinstance(expected, Printed) or expected == 0.0:
        return 0.0
    digits = max(PRINTED_DIGITS, expected.digits)
    unit: float = 10.0 ** (math.floor(math.log10(abs(expected))) - digits + 1)
    return 0.5000001 * unit  # a hair more than half: a tie is itself not exact in binary


def _say(limit: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in limit.items())


# band ------------------------------------------------------------------------------------------------------------


def _bands(case: Case, got: dict[str, Any]) -> Iterator[Mismatch]:
    bands = case.tolerance.get("bands", {})
    if not bands:
        yield Mismatch("bands", "at least one band", None, "a band row states its bands")
    for name, bound in bands.items():
        ours = _ours(name, got)
        if name.startswith("max_ratio_"):
            best = min(_references(case.expected, name.removeprefix("max_ratio_")), default=math.nan)
            held = _is_number(ours) and ours <= bound * best
        elif _is_pair(bound):
            held = (_is_number(ours) or _is_pair(ours)) and _overlap(ours, bound)
        else:
            held = _is_number(ours) and ours <= bound
        if not held:
            yield Mismatch(name, bound, ours, "band")


def _ours(name: str, got: dict[str, Any]) -> Any:
    key = name.removeprefix("max_").removeprefix("ratio_").removesuffix("_max").removesuffix("_band")
    return got.get(name, got.get(key, NOT_PRODUCED))


def _references(expected: dict[str, Any], key: str) -> Iterator[float]:
    for name, value in expected.items():
        if isinstance(value, dict):
            yield from _references(value, key)
        elif name == key and _is_number(value):
            yield value


def _overlap(ours: Any, bound: list[float]) -> bool:
    low, high = (min(ours), max(ours)) if isinstance(ours, list) else (ours, ours)
    return bool(low <= max(bound) and high >= min(bound))


# qualitative -----------------------------------------------------------------------------------------------------


def _qualitative(case: Case, got: dict[str, Any]) -> Iterator[Mismatch]:
    claims = got.get("_claims", {})
    for statement, holds in claims.items():
        if holds is not True:
            yield Mismatch(statement, True, holds, "claim")
    spread = case.expected.get("spread", {})
    for key, expected in case.expected.items():
        bracketed = key.removesuffix("_min").removesuffix("_max")
        if key in got:
            limit = {"abs": spread[key]} if key in spread else QUALITATIVE
            yield from _agree(key, expected, got[key], limit)
        elif bracketed != key and _is_number(got.get(bracketed)):
            beyond = got[bracketed] < expected if key.endswith("_min") else got[bracketed] > expected
            if beyond or math.isnan(got[bracketed]):
                yield Mismatch(key, expected, got[bracketed], "bracket")
        elif not claims and key != "spread":
            yield Mismatch(key, expected, NOT_PRODUCED, "no key and no claim")
