"""One catalogue entry: figures with their spread, source and grade, read from data and checked against its model."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ringfort.catalog.yamlfile import Path, Yaml
from ringfort.errors import Problem, RingfortError, nearest
from ringfort.schema import ModelSpec, Parameter
from ringfort.units import convert

GRADES = ("A", "B", "C", "D", "judgement")
DISTRIBUTIONS = ("triangular", "log-triangular", "uniform", "log-uniform")
_ENTRY_KEYS = ("title", "model", "summary", "traits", "parameters")
_FIGURE_KEYS = ("value", "low", "high", "unit", "source", "grade", "note", "distribution")

Report = Callable[[Path, str, str, str], None]
"""Takes a path, what is wrong, the value and the remedy."""


@dataclass(frozen=True)
class Figure:
    """A value with its low and high, in the SI ``unit``; ``shape`` is triangular or uniform.

    ``logarithmic``: the spread is drawn on a logarithmic scale, by default where high exceeds three times low.
    """

    value: float
    low: float
    high: float
    unit: str
    source: str
    grade: str
    note: str = ""
    shape: str = "triangular"
    logarithmic: bool = False

    @property
    def fixed(self) -> bool:
        """Return whether there is no spread to draw from."""
        return self.low == self.high


@dataclass(frozen=True)
class Entry:
    """A system of the catalogue: a model's name and a figure for each of its parameters, in the model's order."""

    id: str
    title: str
    model: str
    summary: str
    traits: Mapping[str, str | float | bool]
    parameters: Mapping[str, Figure]


def number(raw: Any, unit: str, given_unit: str = "") -> float:
    """Return ``raw`` (a number, a switch or a text such as ``20 km``) in ``unit``. Raises RingfortError."""
    if isinstance(raw, bool):
        return float(raw)
    if not isinstance(raw, (int, float, str)):
        remedy = "write a number and a unit, such as 20 km"
        raise RingfortError(Problem("this is not a quantity", repr(raw), remedy=remedy))
    text = str(raw).strip()
    try:
        value = convert(f"{text} {given_unit}" if given_unit and _is_bare(text) else text, unit)
    except AssertionError as error:  # how pint refuses decibels within a compound unit
        remedy = f"give it in {unit or '1'}"
        raise RingfortError(Problem("decibels cannot be part of another unit", repr(raw), remedy=remedy)) from error
    if not math.isfinite(value):
        raise RingfortError(Problem("a quantity must be finite", repr(raw), remedy=f"give a number in {unit or '1'}"))
    return value


def _is_bare(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def read_spread(raw: Mapping[str, Any], parameter: Parameter, report: Report) -> tuple[float, float, float] | None:
    """Return (value, low, high) of ``raw`` in SI, None where something is wrong with it, which goes to ``report``."""
    unit = str(raw.get("unit") or "")
    found: dict[str, float] = {}
    if "value" not in raw:
        report((), "the value is missing", "", f"add value: {parameter.doc}, in {parameter.unit}")
    for key in ("value", "low", "high"):
        if raw.get(key) is None:
            continue
        try:
            found[key] = number(raw[key], parameter.unit, unit)
        except RingfortError as error:
            report((key,), error.problems[0].what, repr(raw[key]), error.problems[0].remedy)
            continue
        wrong = parameter.problem(found[key])
        if wrong:
            report((key,), wrong, repr(raw[key]), f"give {parameter.doc}, in {parameter.unit}")
            del found[key]
    if "value" not in found or any(raw.get(key) is not None and key not in found for key in ("low", "high")):
        return None
    value = found["value"]
    low, high = found.get("low", value), found.get("high", value)
    if not low <= value <= high:
        report(
            ("value",), "low <= value <= high does not hold", f"{low:g}, {value:g}, {high:g}", "put the three in order"
        )
        return None
    return value, low, high


def is_switch(parameter: Parameter, value: float) -> bool:
    """Return whether a parameter counts or chooses (0 or 1, a case number), so that it has no spread."""
    bounds = (parameter.low, parameter.high)
    return (
        parameter.unit in ("", "1")
        and value.is_integer()
        and all(math.isfinite(x) and x.is_integer() for x in map(float, bounds))
    )


def default_figure(parameter: Parameter) -> Figure:
    """Return the figure of a parameter that the entry leaves to the model. ``parameter`` must have a default."""
    assert parameter.default is not None
    value = float(parameter.default)
    return Figure(value, value, value, parameter.unit, "model default", "judgement")


def read_figure(raw: Any, parameter: Parameter, report: Report) -> Figure | None:
    """Return the figure that ``raw`` states, None where it is wrong."""
    if not isinstance(raw, dict):
        report((), "a parameter is a mapping", repr(raw), "write {value: …, low: …, high: …, source: …, grade: …}")
        return None
    for key in raw:
        if key not in _FIGURE_KEYS:
            report((key,), *_unknown(key, _FIGURE_KEYS))
    for key, hint in (("source", "title, publisher, year, address"), ("grade", f"one of {' '.join(GRADES)}")):
        if not raw.get(key):
            report((), f"the {key} is missing", "", f"add {key}: {hint}")
    grade = str(raw.get("grade") or "")
    if grade and grade not in GRADES:
        report(("grade",), "unknown grade", repr(grade), f"use one of {' '.join(GRADES)}")
    spread = read_spread(raw, parameter, report)
    if spread is None:
        return None
    value, low, high = spread
    if grade == "judgement" and low == high and not is_switch(parameter, value):
        report(("grade",), "a judgement needs a spread", f"low = high = {value:g}", "give low and high")
    shape, logarithmic = _distribution(raw, low, high, report)
    note = str(raw.get("note") or "")
    return Figure(value, low, high, parameter.unit, str(raw.get("source") or ""), grade, note, shape, logarithmic)


def _distribution(raw: Mapping[str, Any], low: float, high: float, report: Report) -> tuple[str, bool]:
    named = raw.get("distribution")
    if named is None:
        return "triangular", high > 3.0 * low > 0.0
    if named not in DISTRIBUTIONS:
        report(("distribution",), "unknown distribution", repr(named), f"use one of {' '.join(DISTRIBUTIONS)}")
        return "triangular", False
    logarithmic = named.startswith("log-")
    if logarithmic and low <= 0.0:
        report(
            ("distribution",), "a logarithmic spread needs low above 0", f"low = {low:g}", "raise low or use triangular"
        )
    return named.removeprefix("log-"), logarithmic


def _unknown(key: str, allowed: tuple[str, ...]) -> tuple[str, str, str]:
    close = nearest(key, list(allowed))
    hint = f"did you mean {close}? " if close else ""
    return "unknown key", repr(key), f"{hint}allowed here: {' '.join(allowed)}"


def read_entry(name: str, yaml: Yaml, model: Callable[[str], ModelSpec]) -> tuple[Entry | None, list[Problem]]:
    """Return the entry ``name`` of ``yaml`` and every problem with it. ``model`` may raise CatalogError."""
    problems: list[Problem] = list(yaml.problems)
    if yaml.problems:
        return None, problems
    raw = yaml.data[name] if isinstance(yaml.data, dict) else None

    def report(path: Path, what: str, value: str = "", remedy: str = "") -> None:
        problems.append(yaml.problem((name, *path), what, value, remedy, key=what.startswith("unknown key")))

    if not isinstance(raw, dict):
        report((), "an entry is a mapping", repr(raw), f"give it {' '.join(_ENTRY_KEYS)}")
        return None, problems
    for key in raw:
        if key not in _ENTRY_KEYS:
            report((key,), *_unknown(key, _ENTRY_KEYS))
    for key in ("title", "model", "summary"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            report((key,), f"the {key} is missing", "", f"add {key}: as text")
    traits = _traits(raw.get("traits"), report)
    try:
        spec = model(str(raw.get("model") or ""))
    except RingfortError as error:
        for problem in error.problems:
            report(("model",), problem.what, problem.value, problem.remedy)
        return None, problems
    figures = _figures(raw.get("parameters"), spec, report)
    if problems:
        return None, problems
    return Entry(name, raw["title"], raw["model"], raw["summary"], traits, figures), problems


def _traits(raw: Any, report: Report) -> dict[str, str | float | bool]:
    if raw is None:
        return {}
    if not isinstance(raw, dict) or not all(isinstance(value, (str, int, float, bool)) for value in raw.values()):
        report(("traits",), "traits are names with text, a number or true and false", repr(raw), "write {kind: drone}")
        return {}
    return dict(raw)


def _figures(raw: Any, spec: ModelSpec, report: Report) -> dict[str, Figure]:
    """Return a figure for each parameter of the model, defaults filled in."""
    given = raw if isinstance(raw, dict) else {}
    if raw is not None and not isinstance(raw, dict):
        report(("parameters",), "parameters are a mapping", repr(raw), "write name: {value: …}")
    declared = spec.declared
    for name in given:
        if name not in declared:
            what, value, remedy = _unknown(name, tuple(declared))
            report(("parameters", name), f"{what} (no parameter of {spec.name})", value, remedy)
    figures: dict[str, Figure] = {}
    for name, parameter in declared.items():
        if name in given:

            def below(path: Path, what: str, value: str, remedy: str, name: str = name) -> None:
                report(("parameters", name, *path), what, value, remedy)

            figure = read_figure(given[name], parameter, below)
            if figure is not None:
                figures[name] = figure
        elif parameter.default is None:
            report(
                ("parameters",),
                f"the parameter {name} is missing",
                "",
                f"add {name}: {parameter.doc}, in {parameter.unit}",
            )
        else:
            figures[name] = default_figure(parameter)
    return figures
