"""Distributions of a scenario as the kernels draw them."""

from dataclasses import dataclass, field

from ringfort.engine.model import CHOICE, FIXED, LOGNORMAL, NORMAL, UNIFORM
from ringfort.scenario.quantity import Distribution

Spread = tuple[float, float, int]
ZERO: Spread = (0.0, 0.0, FIXED)


def fixed(value: float) -> Spread:
    """Return the spread that is always ``value``."""
    return value, 0.0, FIXED


@dataclass
class Spreads:
    """Collects the lists that CHOICE spreads point into."""

    choices: list[float] = field(default_factory=list)
    _first: dict[tuple[float, ...], int] = field(default_factory=dict)  # where a list begins that is there already

    def of(self, given: Distribution) -> Spread:
        """Return ``given`` as a spread (a, b, law)."""
        if given.kind == "fixed":
            return fixed(given.median)
        if given.kind == "uniform":
            return given.a, given.b, UNIFORM
        if given.kind == "normal":
            return given.a, given.b, NORMAL
        if given.kind == "lognormal":
            return given.a, given.sigma_log, LOGNORMAL
        first = self._first.setdefault(given.choices, len(self.choices))
        if first == len(self.choices):
            self.choices.extend(given.choices)
        return float(first), float(len(given.choices)), CHOICE
