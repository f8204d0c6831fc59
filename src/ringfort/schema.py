"""A parameter declared once: unit, bounds, default and meaning, beside the model that reads it.

A model's parameters are a named tuple of floats whose fields carry a ``Parameter``::

    class Radar(NamedTuple):
        frequency_hz: Annotated[float, Parameter("Hz", "carrier frequency", above=0.0)]

The catalogue, the scenario checker, the JSON Schema and the docs all read this one declaration.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_type_hints


@dataclass(frozen=True)
class Parameter:
    """One parameter of a model, kept in the SI ``unit``.

    ``low`` and ``high`` bound what is possible at all (inclusive); ``above`` is an exclusive lower bound. A parameter
    without ``default`` must be given by the catalogue entry.
    """

    unit: str
    doc: str
    low: float = -math.inf
    high: float = math.inf
    above: float = -math.inf
    default: float | None = None

    def problem(self, value: float) -> str:
        """Return what is wrong with ``value``, or an empty string."""
        if math.isnan(value):
            return "is not a number"
        if value <= self.above:
            return f"must be above {self.above:g} {self.unit}"
        if value < self.low:
            return f"must be at least {self.low:g} {self.unit}"
        if value > self.high:
            return f"must be at most {self.high:g} {self.unit}"
        return ""


@dataclass(frozen=True)
class ModelSpec:
    """What a model offers to the catalogue: its parameters, its functions by role, its sources.

    ``name`` is the entry point's name (``sensor.radar``); ``stage`` the contract it fulfils (``sensor``, ``flight``,
    ``effector``, ...). ``parameters`` are the model's own, ``shared`` those that its stage's contract asks of every
    model. ``functions`` maps the contract's roles to plain scalar functions. ``traits`` are whole-number
    facts that do not vary (codes of the contract). ``references`` are keys of the bibliography. ``claims`` name
    properties that the conformance suite checks (``odds fall with range``).
    """

    name: str
    stage: str
    parameters: type[tuple[Any, ...]]
    shared: type[tuple[Any, ...]] | None
    functions: Mapping[str, Callable[..., Any]]
    references: tuple[str, ...]
    traits: Mapping[str, int] = field(default_factory=dict)
    claims: tuple[str, ...] = ()

    @property
    def declared(self) -> dict[str, Parameter]:
        """Return every parameter that a catalogue entry of this model has: the model's own, then the shared ones."""
        return parameters_of(self.parameters) | (parameters_of(self.shared) if self.shared else {})

    @property
    def doc(self) -> str:
        """Return the model's own description: the docstring of its parameters."""
        return self.parameters.__doc__ or ""


@cache
def parameters_of(cls: type[tuple[Any, ...]]) -> dict[str, Parameter]:
    """Return the declared parameters of a named tuple in order. Raises TypeError where a field declares none."""
    declared: dict[str, Parameter] = {}
    for name, hint in get_type_hints(cls, include_extras=True).items():
        found = [extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Parameter)]
        if len(found) != 1:
            raise TypeError(f"{cls.__name__}.{name} declares no Parameter")
        declared[name] = found[0]
    return declared
