"""Where a sensor sees: over each cell of ground, whether a target at a height is in view, and the odds of a look."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ringfort.catalog.entry import number
from ringfort.catalog.registry import Catalog
from ringfort.compiled import compiled, entry
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.echo import lay_echoes
from ringfort.engine.model import Model
from ringfort.engine.sense import look, ready
from ringfort.engine.state import new_scratch
from ringfort.errors import Problem, RingfortError, ScenarioError, nearest
from ringfort.scenario.document import Arrival
from ringfort.scenario.load import Loaded
from ringfort.world.terrain import Terrain, ground_height
from ringfort.world.viewshed import sensor_mask

_FLAT_CELLS = 200  # from the sensor to the edge of the map where the ground is flat
_SPEED_MPS = 50.0  # of what has no speed of its own to cruise at
_SPEEDS = ("cruise_speed_mps", "speed_mps")


@dataclass(frozen=True)
class Coverage:
    """What a sensor sees of a target at ``height_m`` above the ground.

    ``lowest_m`` (the lowest height in view, infinite beyond the sensor's range) and ``odds`` (of one look at the target
    as it flies level at the sensor) are float32 on the grid of ``terrain``, rows from south to north. The sensor stands
    at ``x_m``, ``y_m``; ``latitude_deg`` and ``longitude_deg`` are the reference point's.
    """

    sensor: str
    target: str
    height_m: float
    x_m: float
    y_m: float
    range_m: float
    latitude_deg: float
    longitude_deg: float
    terrain: Terrain
    lowest_m: Any
    odds: Any
    notes: tuple[str, ...] = ()

    @property
    def seen(self) -> Any:
        """Return which cells have the target in view: within range and not masked."""
        return self.lowest_m <= self.height_m

    @property
    def within(self) -> Any:
        """Return which cells lie within the sensor's range."""
        return np.isfinite(self.lowest_m)


def height_of(text: str) -> float:
    """Return a height written as ``100m`` or as a bare number of metres. Raises RingfortError."""
    try:
        height_m = number(text, "m", "m")
    except RingfortError as error:
        raise ScenarioError(replace(error.problems[0], where="--height", remedy="write it as 100m")) from None
    if height_m < 0.0:
        raise ScenarioError(Problem("a height cannot be negative", text, "--height", "give metres above the ground"))
    return height_m


def coverage(loaded: Loaded, catalog: Catalog, sensor: str, height_m: float, target: str | None) -> Coverage:
    """Return what the sensor named ``sensor`` sees of a target at a height above the ground, figures at their centre.

    ``target`` is a catalogue id or the name of something that arrives; None = the first that arrives. Over flat ground
    the map reaches to the sensor's range; over terrain it is the terrain. Raises ScenarioError and CatalogError.
    """
    item = target_of(loaded, catalog, target)
    alone = loaded.document.model_copy(update={"arrive": [item]})
    compiled_scenario = compile_scenario(replace(loaded, document=alone), catalog, central=True)
    s = _sensor(loaded, compiled_scenario, sensor)
    systems = compiled_scenario.systems
    model, place = compiled_scenario.model, loaded.document.place
    device = model.given.sensors[s]
    x, y, reach = float(device.x_m), float(device.y_m), float(systems.mountings[device.system].range_max_m)
    terrain = model.terrain if model.terrain.heights_m.shape[0] > 1 else _plain(x, y, reach)
    lowest = sensor_mask(terrain, x, y, float(device.height_m), reach)
    odds = np.zeros_like(lowest)
    flight = (height_m, _speed(catalog, item))
    state = new_scratch(model, systems).state
    lay_echoes(model, state)
    where = (s, terrain, np.zeros(6))
    _look_everywhere(model, compiled_scenario.pointers.glimpse, state, where, flight, odds)
    degree = (math.degrees(place.latitude_rad), math.degrees(place.longitude_rad))
    return Coverage(sensor, item.system, height_m, x, y, reach, *degree, terrain, lowest, odds, compiled_scenario.notes)


def target_of(loaded: Loaded, catalog: Catalog, wanted: str | None) -> Arrival:
    """Return the one thing to look for as an arrival, with its overrides where the scenario has some.

    ``wanted`` is its name, its catalogue id or None for the first that arrives. Raises ScenarioError, CatalogError.
    """
    arrive = loaded.document.arrive
    if wanted is None and not arrive:
        what, remedy = (
            "nothing arrives in this scenario",
            "say --target with a catalogue id, such as threat/one-way-drone",
        )
        raise ScenarioError(Problem(what, "", "arrive", remedy, str(loaded.path)))
    for item in arrive:
        if wanted in (None, item.name, item.system):
            return item.model_copy(update={"count": 1, "density_per_m2": None, "waypoints": [], "via": None})
    entry_ = catalog.get(str(wanted))
    if catalog.model(entry_.model).stage != "flight":
        remedy = "give something that flies: `ringfort catalog` lists threats, friends and birds"
        raise ScenarioError(Problem("this is no target", repr(wanted), "--target", remedy))
    return Arrival.model_validate({"name": "target", "system": wanted})


def _sensor(loaded: Loaded, found: Compiled, name: str) -> int:
    """Return the index of a sensor. Raises ScenarioError with the names there are."""
    if name in found.sensors:
        return found.sensors.index(name)
    known = ", ".join(found.sensors) or "none"
    close = nearest(name, list(found.sensors))
    remedy = f"{f'did you mean {close}? ' if close else ''}sensors that work at that time: {known}"
    what = "this is an effector, not a sensor" if name in found.effectors else "there is no such sensor"
    raise ScenarioError(Problem(what, repr(name), "--sensor", remedy, str(loaded.path)))


def _speed(catalog: Catalog, item: Arrival) -> float:
    figures = catalog.get(item.system).parameters
    return next((figures[name].value for name in _SPEEDS if name in figures), _SPEED_MPS)


def _plain(x_m: float, y_m: float, reach_m: float) -> Terrain:
    """Return flat ground about a sensor, a little wider than its range."""
    step = 1.02 * reach_m / _FLAT_CELLS
    n = 2 * _FLAT_CELLS + 1
    return Terrain(np.zeros((n, n), np.float32), x_m - _FLAT_CELLS * step, y_m - _FLAT_CELLS * step, step)


@entry
def _look_everywhere(
    model: Model,
    glimpses: Any,
    state: Any,
    where: tuple[int, Terrain, Any],
    flight: tuple[float, float],
    odds: Any,
) -> None:
    """Fill ``odds`` with those of a look at each cell.

    ``where``: sensor, map and room for a state; ``flight``: height and speed.
    """
    s, terrain, now = where
    ready(model, glimpses, state, s)
    for i in range(odds.shape[0]):
        for j in range(odds.shape[1]):
            x, y = terrain.west_m + j * terrain.step_m, terrain.south_m + i * terrain.step_m
            _fly_at(model, s, (x, y), flight, now)
            odds[i, j] = look(model, glimpses, state, s, now, (model.given.arrivals[0].system, 1.0)).odds


@compiled
def _fly_at(model: Model, s: int, place: tuple[float, float], flight: tuple[float, float], now: Any) -> None:
    """Put into ``now`` the position over a place and the velocity of level flight at sensor ``s``."""
    sensor = model.given.sensors[s]
    dx, dy = sensor.x_m - place[0], sensor.y_m - place[1]
    away = math.sqrt(dx * dx + dy * dy) + 1e-9
    now[0], now[1], now[2] = place[0], place[1], ground_height(model.terrain, place[0], place[1]) + flight[0]
    now[3], now[4], now[5] = flight[1] * dx / away, flight[1] * dy / away, 0.0
