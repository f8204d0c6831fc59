"""Cases of published systems that an entry of the catalogue stands for: what the raid's own figures and flights say."""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from ringfort.catalog.entry import Entry
from ringfort.catalog.registry import installed
from ringfort.flights.contract import KNOT, KNOTS_MAX, MISSION, Course, Departure
from ringfort.physics.cross_section import X_BAND_HZ, target_cross_section
from ringfort.schema import parameters_of
from ringfort.world.terrain import flat

_FAR_M = 200e3  # an aim that nothing fired from a tube or a rail reaches
_LONG_S = 3600.0


def _central(name: str) -> dict[str, float]:
    return {key: figure.value for key, figure in installed().get(name).parameters.items()}


def _drone(row: dict[str, Any]) -> dict[str, Any]:
    """Give the cross section of the catalogue's quadcopter, the mean of ahead and beside, at a frequency."""
    body, frequency = _central("threat/quadcopter"), float(row.get("freq_hz", X_BAND_HZ))
    sides = (("cross_section_front_m2", "l_band_front"), ("cross_section_side_m2", "l_band_side"))
    mean = sum(target_cross_section(frequency, body["size_m"], body[at], body[low]) for at, low in sides) / 2.0
    return {"rcs_m2": mean, "mean_rcs_dbsm": 10.0 * math.log10(mean)}


def _of_calibre(system: str) -> Entry | None:
    """Return the entry of a munition that is told by its calibre first, such as ``107 mm Type 63``."""
    told = re.match(r"(\d+) mm", system)
    if told is None:
        return None
    kinds = ("mortar",) if "mortar" in system.lower() else ("rocket", "artillery")
    names = [f"threat/{kind}-{told[1]}" for kind in kinds]
    return next((installed().get(name) for name in names if name in installed().ids()), None)


def _reach(entry: Entry) -> float:
    """Return how far (m) a flight as a raid lays it goes, in still air, without error, with an aim out of reach."""
    model, knots = installed().model(entry.model), np.zeros(KNOTS_MAX, KNOT).view(np.recarray)
    make: Any = model.parameters
    own = make(*(entry.parameters[name].value for name in parameters_of(model.parameters)))
    blank = Departure(*(0.0,) * len(Departure._fields))
    start = blank._replace(aim_y_m=_FAR_M, order=float(MISSION), until_s=_LONG_S, die_5=0.5, die_6=0.5)
    count = model.functions["lay"](own, start, Course(flat(), np.zeros((0, 2)), knots))
    x, y, _ = knots[count - 1].p
    return math.sqrt(x * x + y * y)


def _published(row: dict[str, Any]) -> dict[str, Any]:
    entry = _of_calibre(str(row.get("system", "")))
    if entry is None:
        return {}
    reach = _reach(entry)
    return {"max_range_m": reach, "max_range_km": reach / 1e3}


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"RAD-DRN": _drone, "BAL-PUBR": _published}
