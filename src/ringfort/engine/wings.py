"""The aeroplanes of effectors that fly, added to what arrives: as many watches of them as a raid may see."""

import math
from typing import Any

from ringfort.catalog.entry import Entry, Figure
from ringfort.catalog.registry import Catalog
from ringfort.engine.arrivals import Arrivals, Wing
from ringfort.engine.pointers import Wanted
from ringfort.engine.systems import Register
from ringfort.errors import Problem, ScenarioError
from ringfort.scenario.check import resolve
from ringfort.scenario.load import Loaded

_WATCHES_MAX = 16  # that one raid sees
_LONG_S = 6 * 3600.0


def add_wings(loaded: Loaded, catalog: Catalog, arrivals: Arrivals, made: tuple[Any, Register, Wanted]) -> Any:
    """Add the aeroplanes of every effector that flies; return the table of effectors, which then tells which they are.

    ``made``: the table of effectors, the register of systems and that of models.
    """
    effectors, register, wanted = made
    e = 0
    for index, device in enumerate(loaded.document.defend):
        entry, figures, _ = resolve(loaded, catalog, "defend", index)
        spec = catalog.model(entry.model)
        if spec.stage != "effector":
            continue
        if "patrol" in spec.functions:
            watches, together = _watches(loaded, figures), int(figures["together"].value)
            flown = catalog.get(_aircraft(loaded, index, entry))
            wing = Wing(
                e, device.name, watches * together, together, flown, catalog.model(flown.model), dict(flown.parameters)
            )
            effectors[e].wing = arrivals.add_wing(wing, register, wanted)
            effectors[e].watches, effectors[e].together = watches, together
        e += 1
    return effectors


def _watches(loaded: Loaded, figures: dict[str, Figure]) -> int:
    """Return how many watches a raid may see: one that goes on at its begin, and each that relieves another."""
    lasts = loaded.document.duration_s if loaded.document.duration_s is not None else _LONG_S
    return min(math.ceil(lasts / figures["station_s"].low) + 1, _WATCHES_MAX)


def _aircraft(loaded: Loaded, index: int, entry: Entry) -> str:
    """Return what flies, as the entry's trait ``aircraft`` names it. Raises ScenarioError where none does."""
    named = entry.traits.get("aircraft")
    if isinstance(named, str):
        return named
    what, remedy = (
        "this effector flies, and its entry names no aircraft",
        "add traits: {aircraft: friend/…} to the entry",
    )
    raise ScenarioError(Problem(what, entry.id, f"defend[{index}].system", remedy, str(loaded.path)))
