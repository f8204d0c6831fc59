"""Fly an entry of the catalogue, or a model, and read where it is."""

import math
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

import ringfort.catalog.entries
from ringfort.catalog.registry import Catalog
from ringfort.flights.contract import KNOT, KNOTS_MAX, MISSION, Course, Departure, place, segment
from ringfort.schema import ModelSpec
from ringfort.world.terrain import Terrain, flat, ground_height

_MODULES = ("aircraft", "bird", "drone", "missile", "quadcopter", "quasi_ballistic", "rocket", "straight_line")
SPECS: dict[str, ModelSpec] = {
    spec.name: spec for spec in (import_module(f"ringfort.flights.{name}").MODEL for name in _MODULES)
}
NO_ROUTE = np.zeros((0, 2))
FILES = ("threats.yaml", "friends.yaml", "birds.yaml")


@cache
def catalog() -> Catalog:
    folder = Path(next(iter(ringfort.catalog.entries.__path__)))
    return Catalog([folder / name for name in FILES], {name: (lambda s=spec: s) for name, spec in SPECS.items()})


def own(name: str, end: str = "value", **changes: float) -> tuple[Any, Any]:
    """Return the model's function and its own parameters, from an entry's values, lows or highs."""
    entry = catalog().get(name)
    spec = SPECS[entry.model]
    values = {field: getattr(entry.parameters[field], end) for field in spec.parameters._fields}  # type: ignore[attr-defined]
    return spec.functions["lay"], spec.parameters(**{key: float(v) for key, v in (values | changes).items()})


def start(x_m: float = -40e3, y_m: float = 0.0, **changes: float) -> Departure:
    """Return a mission's departure toward the origin: no wind, no luck, ``until_s`` 1000 s after it."""
    values = dict.fromkeys(Departure._fields, 0.0)
    values |= {"time_s": 100.0, "x_m": x_m, "y_m": y_m, "home_x_m": x_m, "home_y_m": y_m, "until_s": 1100.0}
    values |= {"z_m": -(x_m * x_m + y_m * y_m) / (2.0 * 6371000.0), "die_5": 0.5, "die_6": 0.5, "order": float(MISSION)}
    return Departure(**{key: float(value) for key, value in (values | changes).items()})


def fly(made: tuple[Any, Any], departure: Departure, terrain: Terrain | None = None, route: Any = NO_ROUTE) -> Any:
    """Return the knots of a flight, after looking that they are in order."""
    terrain = terrain or flat()
    knots = np.zeros(KNOTS_MAX, KNOT).view(np.recarray)
    lay, parameters = made
    count = lay(parameters, departure, Course(terrain, np.ascontiguousarray(route, float), knots))
    assert 2 <= count <= KNOTS_MAX
    knots = knots[:count]
    assert np.isfinite(knots.p).all() and np.isfinite(knots.v).all()
    assert knots.t[0] == departure.time_s
    assert (np.diff(knots.t) > 0.0).all()
    return knots


def at(knots: Any, time_s: float) -> tuple[Any, Any]:
    """Return position and velocity at a time."""
    out = np.zeros(6)
    place(knots, segment(knots, len(knots), 0, time_s), time_s, out)
    return out[:3], out[3:]


def again(knots: Any, time_s: float, order: int, departure: Departure) -> Departure:
    """Return the departure of the same thing from where it is at a time, with another order."""
    p, v = at(knots, time_s)
    where = {"x_m": p[0], "y_m": p[1], "z_m": p[2], "vx_mps": v[0], "vy_mps": v[1], "vz_mps": v[2]}
    return departure._replace(time_s=time_s, order=float(order), **{key: float(value) for key, value in where.items()})


def above_ground(knots: Any, terrain: Terrain | None = None, samples: int = 2000) -> Any:
    """Return the heights (m) above the ground along a flight."""
    terrain = terrain or flat()
    places = [at(knots, float(t))[0] for t in np.linspace(knots.t[0], knots.t[-1], samples)]
    return np.array([p[2] - ground_height(terrain, float(p[0]), float(p[1])) for p in places])


def hills(height_m: float = 150.0, wave_m: float = 6000.0) -> Terrain:
    """Return a grid of round hills, 100 km square about the origin."""
    axis = np.arange(-50e3, 50e3, 500.0)
    heights = (
        0.5 * height_m * (2.0 + np.sin(2 * math.pi * axis / wave_m) + np.cos(2 * math.pi * axis / wave_m)[:, None])
    )
    return Terrain(np.ascontiguousarray(heights, np.float32), -50e3, -50e3, 500.0)


def length(vector: Any) -> float:
    return float(np.sqrt((np.asarray(vector) ** 2).sum()))
