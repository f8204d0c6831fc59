"""Axes: from numbers to places on a figure, and the round numbers to write beside them."""

import math
from typing import NamedTuple

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Scale(NamedTuple):
    """A line from ``low`` to ``high`` (numbers), drawn from ``start`` to ``end`` (places)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a number."""
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def step_of(span: float, most: int) -> float:
    """Return the roundest step that cuts ``span`` (above 0) into at most ``most`` parts."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1.0 - 1e-9))


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers from ``low`` to ``high``; the one of a line without length."""
    if not high > low:
        return [low]
    step = step_of(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def rounded(low: float, high: float, most: int = 5) -> tuple[float, float]:
    """Return the ends of an axis that holds ``low`` to ``high`` and begins and ends at round numbers."""
    if not high > low:
        high = low + 1.0
    step = step_of(high - low, most)
    return step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)


def said(value: float) -> str:
    """Return a number of an axis as short as it can be: 2,500 or 1.5 M."""
    size = abs(value)
    for unit, letter in ((1e9, " G"), (1e6, " M"), (1e4, " k")):
        if size >= unit:
            return f"{value / (1e3 if letter == ' k' else unit):,.4g}{letter}"
    return f"{value:,.10g}"
