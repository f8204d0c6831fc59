"""Every answer of every model of the catalogue, as hexadecimal digits, so that two ways to compute can be compared.

Run as a program, it prints them; with NUMBA_DISABLE_JIT=1 they come from plain Python.
"""

import json
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np

from ringfort.flights.contract import DRIFT, FALL, HOVER, LAND, MISSION, TURN_BACK
from ringfort.harm.blast import hurt
from ringfort.harm.contract import PEOPLE
from tests.conformance import parts

_QUESTIONS: dict[str, Callable[[int], Sequence[Any]]] = {
    "glimpse": parts.looks,
    "plan": parts.aims,
    "effect": parts.encounters,
}
_DRAWS = 3


def _digits(answer: Any) -> str:
    return " ".join(float(x).hex() for x in answer)


def of_roles(name: str) -> dict[str, list[str]]:
    """Return the answers of a sensor or effector by role."""
    found = {}
    for role, ask in _QUESTIONS.items():
        if role in parts.spec(name).functions:
            function = parts.compiled_role(parts.spec(name).name, role)
            arrays = [parts.flat_array(name, draw) for draw in range(_DRAWS)]
            found[f"{name} {role}"] = [
                _digits(function(arrays[i % _DRAWS], question)) for i, question in enumerate(ask(60))
            ]
    return found


def of_flight(name: str) -> dict[str, list[str]]:
    """Return the knots of a flight: on its mission, and on what becomes of it."""
    knots = []
    for order in (MISSION, LAND, TURN_BACK, DRIFT, FALL, HOVER):
        laid = parts.lay(name, parts.departure(name, order, calm=False))
        knots += [_digits((t, *p, *v)) for t, p, v in laid]
    return {f"{name} lay": knots}


def of_people(name: str) -> dict[str, list[str]]:
    """Return what bursts of many sizes do to people in every cover and posture."""
    people = np.zeros(1, PEOPLE).view(np.recarray)
    found = []
    for draw in range(_DRAWS):
        for key, value in parts.values(name, draw).items():
            people[0][key] = value
        bursts = product((0.5, 6.4, 450.0), (0.0, 12.0), (0.1, 3.0, 25.0, 400.0))
        found += [_digits(hurt(*burst, who, people[0])) for burst in bursts for who in product(range(4), range(3))]
    return {f"{name} hurt": found}


def everything() -> dict[str, list[str]]:
    """Return the answers of every entry by entry and role."""
    found: dict[str, list[str]] = {}
    for name in parts.ENTRIES:
        stage = parts.spec(name).stage
        found |= of_flight(name) if stage == "flight" else of_people(name) if stage == "people" else of_roles(name)
    return found


if __name__ == "__main__":
    print(json.dumps(everything()))
