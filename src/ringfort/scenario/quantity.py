"""What a scenario may write for a value: a quantity, a pair, a distribution, a moment, an override; kept in SI.

Each class here marks a field of the document: pydantic validates with it and the JSON Schema takes unit and meaning
from it. A mistake is a ``PydanticCustomError`` of type ``ringfort``; its context holds ``what``, ``remedy`` and ``at``
(the path below the field).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NoReturn

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ringfort.catalog.entry import number
from ringfort.catalog.yamlfile import Path
from ringfort.errors import RingfortError
from ringfort.schema import Parameter

NORMAL_90 = 1.2815515655446004
"""Ninetieth percentile of the standard normal distribution."""

Json = dict[str, Any]
_QUANTITY: Json = {"type": ["number", "string"]}


def fail(what: str, remedy: str, at: Path = ()) -> NoReturn:
    """Raise the error that ``complaints`` turns into a Problem."""
    raise PydanticCustomError("ringfort", "{what}", {"what": what, "remedy": remedy, "at": at})


class Marker:
    """Lets pydantic validate a field by ``read``, write it back by ``write`` and describe it by ``schema``."""

    def read(self, raw: Any) -> Any:
        """Return what is kept of a value as written."""
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """Return a value as it may be written."""
        return value

    def schema(self) -> Json:
        """Return the JSON Schema."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        writer = core_schema.plain_serializer_function_ser_schema(self.write)
        return core_schema.no_info_plain_validator_function(self.read, serialization=writer)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return self.schema()


@dataclass(frozen=True)
class Quantity(Parameter, Marker):
    """A number with a unit. A bare number and the bounds are in ``unit``; what is kept is ``factor`` times that."""

    factor: float = 1.0

    def shown(self, raw: Any, at: Path = ()) -> float:
        """Return ``raw`` in ``unit``, checked against the bounds."""
        if isinstance(raw, bool):
            fail("this is not a quantity", self.hint(), at)
        try:
            value = number(raw, self.unit)
        except RingfortError as error:
            fail(error.problems[0].what, f"{error.problems[0].remedy} ({self.doc}, in {self.unit})", at)
        wrong = self.problem(value)
        if wrong:
            fail(wrong, self.hint(), at)
        return value

    def hint(self) -> str:
        """Return what to give."""
        return f"give {self.doc}, in {self.unit}"

    def read(self, raw: Any) -> float:
        """Return ``raw`` in SI."""
        return self.shown(raw) * self.factor

    def write(self, value: float) -> Any:
        """Return a number that reads as ``value``."""
        return value / self.factor

    def schema(self) -> Json:
        """Return the JSON Schema."""
        return {**_QUANTITY, "description": f"{self.doc} (a bare number is in {self.unit})"}


def degrees(doc: str, low: float = -360.0, high: float = 360.0, above: float = -math.inf) -> Quantity:
    """Return the marker of an angle: bare numbers and bounds in degrees, kept in radians."""
    return Quantity("deg", doc, low, high, above, factor=math.pi / 180.0)


@dataclass(frozen=True)
class Pair(Marker):
    """Two quantities of one kind, such as ``[x, y]``; kept as a tuple."""

    each: Quantity
    names: tuple[str, str]

    def read(self, raw: Any) -> tuple[float, float]:
        """Return both in SI."""
        if not isinstance(raw, (list, tuple)) or len(raw) != 2:
            fail("this is not a pair", f"write [{', '.join(self.names)}]: {self.each.doc}, in {self.each.unit}")
        first, second = (self.each.shown(item, (index,)) * self.each.factor for index, item in enumerate(raw))
        return first, second

    def write(self, value: tuple[float, float]) -> Any:
        """Return a list that reads as ``value``."""
        return [self.each.write(item) for item in value]

    def schema(self) -> Json:
        """Return the JSON Schema."""
        doc = f"[{', '.join(self.names)}]: {self.each.doc} (a bare number is in {self.each.unit})"
        return {"type": "array", "items": _QUANTITY, "minItems": 2, "maxItems": 2, "description": doc}


@dataclass(frozen=True)
class Distribution:
    """A number drawn once for each use, in SI.

    ``kind`` says what ``a`` and ``b`` are: fixed (value, value), uniform (low, high), normal (mean, sigma), lognormal
    (median, 90th percentile); ``choice`` draws evenly from ``choices``.
    """

    kind: Literal["fixed", "uniform", "normal", "lognormal", "choice"]
    a: float = 0.0
    b: float = 0.0
    choices: tuple[float, ...] = ()

    @property
    def sigma_log(self) -> float:
        """Return the standard deviation of the logarithm of a log-normal distribution."""
        return math.log(self.b / self.a) / NORMAL_90

    @property
    def median(self) -> float:
        """Return the median: what ``--central`` uses."""
        if self.kind == "choice":
            return sorted(self.choices)[(len(self.choices) - 1) // 2]
        return 0.5 * (self.a + self.b) if self.kind == "uniform" else self.a

    @property
    def least(self) -> float:
        """Return the least value that can be drawn."""
        lowest = {"normal": -math.inf if self.b > 0.0 else self.a, "lognormal": 0.0 if self.b > self.a else self.a}
        return min(self.choices) if self.kind == "choice" else lowest.get(self.kind, self.a)


def fixed(value: float) -> Distribution:
    """Return the distribution that always gives ``value``."""
    return Distribution("fixed", value, value)


_FORMS = "a quantity, {uniform: [a, b]}, {normal: {mean: a, sigma: b}}, {median: a, p90: b} or {choice: [a, b, …]}"


@dataclass(frozen=True)
class Spread(Marker):
    """A quantity or a distribution of it."""

    each: Quantity

    def read(self, raw: Any) -> Distribution:
        """Return the distribution in SI."""
        if not isinstance(raw, dict):
            return fixed(self.each.read(raw))
        readers: dict[frozenset[str], Callable[[Json], Distribution]] = {
            frozenset({"uniform"}): self._uniform,
            frozenset({"normal"}): self._normal,
            frozenset({"median", "p90"}): self._lognormal,
            frozenset({"choice"}): self._choice,
        }
        reader = readers.get(frozenset(raw))
        if reader is None:
            fail("this is no distribution", f"write {_FORMS}")
        return reader(raw)

    def _number(self, raw: Any, at: Path) -> float:
        return self.each.shown(raw, at) * self.each.factor

    def _uniform(self, raw: Json) -> Distribution:
        ends = raw["uniform"]
        if not isinstance(ends, list) or len(ends) != 2:
            fail("uniform takes two ends", "write {uniform: [low, high]}", ("uniform",))
        low, high = (self._number(item, ("uniform", index)) for index, item in enumerate(ends))
        if low > high:
            fail("low is above high", "write the smaller one first", ("uniform",))
        return Distribution("uniform", low, high)

    def _normal(self, raw: Json) -> Distribution:
        parts = raw["normal"]
        if not isinstance(parts, dict) or set(parts) != {"mean", "sigma"}:
            fail("normal takes mean and sigma", "write {normal: {mean: a, sigma: b}}", ("normal",))
        width = Quantity(self.each.unit, "a standard deviation", low=0.0)
        sigma = width.shown(parts["sigma"], ("normal", "sigma")) * self.each.factor
        return Distribution("normal", self._number(parts["mean"], ("normal", "mean")), sigma)

    def _lognormal(self, raw: Json) -> Distribution:
        median, p90 = self._number(raw["median"], ("median",)), self._number(raw["p90"], ("p90",))
        if median <= 0.0:
            fail("the median must be above 0", "a log-normal distribution has positive values only", ("median",))
        if p90 < median:
            fail("p90 is below the median", "nine in ten fall below p90: make it the larger one", ("p90",))
        return Distribution("lognormal", median, p90)

    def _choice(self, raw: Json) -> Distribution:
        items = raw["choice"]
        if not isinstance(items, list) or not items:
            fail("choice takes a list", "write {choice: [a, b, …]}", ("choice",))
        return Distribution("choice", choices=tuple(self._number(x, ("choice", i)) for i, x in enumerate(items)))

    def write(self, value: Distribution) -> Any:
        """Return what reads as ``value``."""
        a, b = self.each.write(value.a), self.each.write(value.b)
        forms: dict[str, Any] = {
            "fixed": a,
            "uniform": {"uniform": [a, b]},
            "normal": {"normal": {"mean": a, "sigma": b}},
            "lognormal": {"median": a, "p90": b},
            "choice": {"choice": [self.each.write(item) for item in value.choices]},
        }
        return forms[value.kind]

    def schema(self) -> Json:
        """Return the JSON Schema."""
        pair = {"type": "array", "items": _QUANTITY, "minItems": 2, "maxItems": 2}
        normal = _mapping_schema(mean=_QUANTITY, sigma=_QUANTITY)
        forms = [
            _QUANTITY,
            _mapping_schema(uniform=pair),
            _mapping_schema(normal=normal),
            _mapping_schema(median=_QUANTITY, p90=_QUANTITY),
            _mapping_schema(choice={"type": "array", "items": _QUANTITY, "minItems": 1}),
        ]
        doc = f"{self.each.doc}, a quantity or a distribution (a bare number is in {self.each.unit})"
        return {"anyOf": forms, "description": doc}


def _mapping_schema(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


@dataclass(frozen=True)
class Moment(Marker):
    """A date or a time in UTC, such as ``2024-01-28T02:30:00Z``."""

    doc: str

    def read(self, raw: Any) -> datetime:
        """Return the moment; without a zone it is UTC, a date alone is its midnight."""
        try:
            moment = datetime.fromisoformat(raw)
        except (TypeError, ValueError):
            fail("this is no date or time", f"write {self.doc}, such as 2024-01-28T02:30:00Z or 2024-01-28")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def write(self, value: datetime) -> Any:
        """Return a text that reads as ``value``."""
        return value.isoformat().replace("+00:00", "Z")

    def schema(self) -> Json:
        """Return the JSON Schema."""
        return {"type": "string", "description": f"{self.doc} (UTC, such as 2024-01-28T02:30:00Z)"}


@dataclass(frozen=True)
class Odds(Quantity):
    """A probability, for which ``true`` and ``false`` stand for 1 and 0."""

    unit: str = "1"
    doc: str = "a probability"
    low: float = 0.0
    high: float = 1.0

    def read(self, raw: Any) -> float:
        """Return the probability."""
        return float(raw) if isinstance(raw, bool) else self.shown(raw)

    def hint(self) -> str:
        """Return what to give."""
        return f"give {self.doc}: true, false or a number from 0 to 1"

    def schema(self) -> Json:
        """Return the JSON Schema."""
        return {"type": ["boolean", "number", "string"], "description": f"{self.doc}: true, false or from 0 to 1"}


@dataclass(frozen=True)
class Override:
    """A catalogue parameter changed in place, as written: ``overrides`` knows its unit and converts it."""

    value: float | str | bool
    low: float | str | bool | None = None
    high: float | str | bool | None = None


_OVERRIDE_KEYS = ("value", "low", "high")


@dataclass(frozen=True)
class OverrideMark(Marker):
    """A quantity, or ``{value, low, high}``."""

    def read(self, raw: Any) -> Override:
        """Return the override; its numbers are not looked at yet."""
        parts = raw if isinstance(raw, dict) else {"value": raw}
        plain = all(isinstance(part, (int, float, str)) for part in parts.values())
        if not plain or "value" not in parts or not set(parts) <= set(_OVERRIDE_KEYS):
            fail("this is no value for a parameter", "write a quantity or {value: …, low: …, high: …}")
        return Override(**parts)

    def write(self, value: Override) -> Any:
        """Return what reads as ``value``."""
        if value.low is None and value.high is None:
            return value.value
        parts = {key: getattr(value, key) for key in _OVERRIDE_KEYS}
        return {key: part for key, part in parts.items() if part is not None}

    def schema(self) -> Json:
        """Return the JSON Schema."""
        value = {"type": ["number", "string", "boolean"]}
        full = {"type": "object", "properties": dict.fromkeys(_OVERRIDE_KEYS, value), "required": ["value"]}
        doc = "a catalogue parameter of the system, changed here"
        return {"anyOf": [value, {**full, "additionalProperties": False}], "description": doc}
