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
from ringfort.sensors.contract import Look
from ringfort.verification.outcomes import circular_error
from ringfort.world.terrain import flat

_FAR_M = 200e3  # an aim that nothing fired from a tube or a rail reaches
_LONG_S = 3600.0
_FAST_MPS, _HIGH_RAD, _MAST_M, _EVEN, _HALVINGS = 100.0, 0.2, 10.0, 0.5, 50


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


def _of_type(system: str) -> Entry | None:
    """Return the entry of a ballistic missile that is told by its type first, such as ``R-17 Scud-B``."""
    name = f"threat/ballistic-missile-{system.partition(' ')[0].lower()}"
    return installed().get(name) if name in installed().ids() else None


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
    system = str(row.get("system", ""))
    missile = _of_type(system)
    if missile is not None:
        reach = 1e3 * float(missile.traits["reach_km"])
        return {"max_range_m": reach, "max_range_km": reach / 1e3, "cep_m": circular_error(missile, reach)}
    entry = _of_calibre(system)
    if entry is None:
        return {}
    reach = _reach(entry)
    return {"max_range_m": reach, "max_range_km": reach / 1e3}


def _seen(radar: str, target: str) -> float:
    """Return how far (m) a radar sees a target coming at it: to even odds of a look, or to the end of its range.

    Central figures, in free space and clear of ground: what was published names no conditions.
    """
    own, body = _central(f"sensor/{radar}"), _central(target)
    model = installed().model(installed().get(f"sensor/{radar}").model)
    make: Any = model.parameters
    parameters = make(*(own[name] for name in parameters_of(model.parameters)))
    echo = target_cross_section(own["frequency_hz"], body["size_m"], body["cross_section_front_m2"], _l_band(body))
    blank = Look(*(0.0,) * len(Look._fields))
    coming = blank._replace(range_rate_mps=-_FAST_MPS, ground_speed_mps=_FAST_MPS, cross_section_m2=echo, energy=1.0)
    look = coming._replace(elevation_rad=_HIGH_RAD, clearance_rad=_HIGH_RAD, swerling=body["swerling"])
    near, far = own["range_min_m"], own["range_max_m"]
    for _ in range(_HALVINGS):
        middle = 0.5 * (near + far)
        height = middle * math.sin(_HIGH_RAD)
        here = look._replace(range_m=middle, target_height_m=height, sensor_height_m=_MAST_M)
        odds = model.functions["glimpse"](parameters, here).odds
        near, far = (middle, far) if odds >= _EVEN else (near, middle)
    return 0.5 * (near + far)


def _l_band(body: dict[str, float]) -> float:
    return body.get("l_band_front", 1.0)


def _echoguard(_: dict[str, Any]) -> dict[str, Any]:
    return {"range_km": _seen("echoguard", "threat/quadcopter") / 1e3}


def _an_tpq_36(_: dict[str, Any]) -> dict[str, Any]:
    shells = min(_seen("an-tpq-36", f"threat/{name}") for name in ("mortar-120", "artillery-155"))
    return {"mortar_artillery_km": shells / 1e3, "rocket_km": _seen("an-tpq-36", "threat/rocket-122") / 1e3}


def _an_tpq_53(_: dict[str, Any]) -> dict[str, Any]:
    """Return the ranges of its two modes; the one that looks all round stands in the catalogue under its kind."""
    names = {"sector90_km": "an-tpq-53", "mode360_km": "counter-battery-radar"}
    return {key: _seen(radar, "threat/rocket-122") / 1e3 for key, radar in names.items()}


def _an_mpq_53(_: dict[str, Any]) -> dict[str, Any]:
    radar = _central("sensor/an-mpq-65")
    return {
        "detection_km": [radar["range_min_m"] / 1e3, _seen("an-mpq-65", "friend/fighter") / 1e3],
        "tracks": radar["track_channels"],
        "missiles_guided": _central("effector/patriot-gem-t")["guidance"],
    }


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "RAD-DRN": _drone,
    "RAD-PUB-01": _echoguard,  # the titles alone name the radars
    "RAD-PUB-02": _an_tpq_36,
    "RAD-PUB-03": _an_tpq_53,
    "RAD-PUB-04": _an_mpq_53,
    "BAL-PUBR": _published,
}
