"""Drag coefficient by Mach number, laid out so that a flight integrator finds it in a few nanoseconds.

Every body, even one of constant drag, carries one array: its coefficient at Mach 0, 0.005, 0.010 … 5. A published
table whose Mach numbers are multiples of 0.005 keeps every one of its points.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from ringfort.compiled import compiled

_PER_MACH = 200.0
_POINTS = 1001  # to Mach 5
SHIPPED = ("G1", "G7")  # the standard projectiles of small arms and of boat-tailed bodies


def drag_table(mach: Sequence[float], coefficient: Sequence[float]) -> Any:
    """Return a drag table, float64 of shape (1001,), from rising Mach numbers and their coefficients (1).

    Linear between the points; the first and last coefficients are held outside them. Source: elementary.
    """
    return np.interp(np.arange(_POINTS) / _PER_MACH, mach, coefficient)


def constant_drag(coefficient: float) -> Any:
    """Return the drag table of a body whose coefficient (1) does not depend on Mach number. Source: elementary."""
    return np.full(_POINTS, float(coefficient))


@cache
def standard_drag(name: str) -> Any:
    """Return the drag table of a standard projectile, ``G1`` or ``G7``; KeyError for another.

    Source: mccoy_1999 for the projectiles; py_ballisticcalc for the figures. Read-only.
    """
    if name not in SHIPPED:
        raise KeyError(name)
    text = (files("ringfort.physics") / "drag_tables" / f"{name.lower()}.csv").read_text(encoding="utf-8")
    rows = np.loadtxt(text.splitlines(), delimiter=",", skiprows=1)
    table = drag_table(rows[:, 0].tolist(), rows[:, 1].tolist())
    table.flags.writeable = False
    return table


@compiled
def drag_coefficient(mach: float, table: Any) -> float:
    """Return the drag coefficient (1) at a Mach number, linear between the points of a drag table.

    Parameters: mach, Mach number (1); table, from ``drag_table``.
    Domain: Mach 0 to 5; the last coefficient is held above.
    Source: mccoy_1999 for the use of tables by Mach number.
    """
    place = mach * _PER_MACH
    if place >= _POINTS - 1:
        return float(table[_POINTS - 1])
    i = int(place)
    return float(table[i] + (place - i) * (table[i + 1] - table[i]))
