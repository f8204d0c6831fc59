"""Draw how each kind of flight goes: seen from above, and from the side."""

from importlib import import_module
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

import ringfort.catalog.entries
from ringfort.catalog.registry import Catalog
from ringfort.flights.contract import (
    DRIFT,
    FALL,
    KNOT,
    KNOTS_MAX,
    LAND,
    MISSION,
    TURN_BACK,
    Course,
    Departure,
    place,
    segment,
)
from ringfort.world.terrain import EARTH_RADIUS_M, Terrain, flat, ground_height

MODULES = ("aircraft", "bird", "drone", "missile", "quadcopter", "quasi_ballistic", "rocket", "straight_line")
SPECS = {spec.name: spec for spec in (import_module(f"ringfort.flights.{name}").MODEL for name in MODULES)}
FOLDER = Path(next(iter(ringfort.catalog.entries.__path__)))
FILES = [FOLDER / name for name in ("threats.yaml", "friends.yaml", "birds.yaml")]
CATALOG = Catalog(FILES, {name: (lambda spec=spec: spec) for name, spec in SPECS.items()})


def _hills() -> Terrain:
    axis = np.arange(-30e3, 30e3, 250.0)
    heights = 40.0 * (2.0 + np.sin(axis / 1500.0) + np.cos(axis / 1100.0)[:, None])
    return Terrain(np.ascontiguousarray(heights, np.float32), -30e3, -30e3, 250.0)


def _departure(x_m: float, y_m: float, **changes: float) -> Departure:
    values = dict.fromkeys(Departure._fields, 0.0)
    drop = (x_m * x_m + y_m * y_m) / (2.0 * EARTH_RADIUS_M)
    values |= {"x_m": x_m, "y_m": y_m, "z_m": -drop, "home_x_m": x_m, "home_y_m": y_m, "until_s": 900.0}
    return Departure(**{name: float(value) for name, value in (values | changes).items()})


def _knots(name: str, departure: Departure, terrain: Terrain | None = None, route: Any = ()) -> Any:
    """Return the knots of an entry's flight at its central figures."""
    entry = CATALOG.get(name)
    spec = SPECS[entry.model]
    own = spec.parameters(*[entry.parameters[field].value for field in spec.parameters._fields])
    knots = np.zeros(KNOTS_MAX, KNOT).view(np.recarray)
    waypoints = np.array(route, float).reshape(-1, 2)
    return knots[: spec.functions["lay"](own, departure, Course(terrain or flat(), waypoints, knots))]


def _track(knots: Any) -> Any:
    """Return time, place and velocity along a flight, shape (n, 7)."""
    out, rows = np.zeros(6), []
    for t in np.linspace(knots.t[0], knots.t[-1], 600):
        place(knots, segment(knots, len(knots), 0, float(t)), float(t), out)
        rows.append([t, *out])
    return np.array(rows)


def _drone(above: Any, side: Any) -> None:
    hills, route = _hills(), [[-16e3, 9e3], [-7e3, 9e3]]
    departure = _departure(-25e3, 0.0, wind_east_mps=4.0, wind_north_mps=5.0, die_3=0.8, die_5=0.3)
    name = "threat/one-way-drone"
    knots = _knots(name, departure, hills, route)
    track = _track(knots)
    above.plot(track[:, 1] / 1e3, track[:, 2] / 1e3, label="mission")
    above.plot(*np.array(route).T / 1e3, "kx", label="waypoints")
    now = track[330]
    where = dict(zip(("time_s", "x_m", "y_m", "z_m", "vx_mps", "vy_mps", "vz_mps"), map(float, now), strict=True))
    for order, label in ((LAND, "lands"), (TURN_BACK, "turns back"), (DRIFT, "drifts"), (FALL, "falls")):
        other = _track(_knots(name, departure._replace(order=float(order), **where), hills))
        above.plot(other[:, 1] / 1e3, other[:, 2] / 1e3, "--", label=label)
    above.set(title="one-way drone from above", xlabel="east (km)", ylabel="north (km)", aspect="equal")
    ground = [ground_height(hills, float(x), float(y)) for x, y in track[:, 1:3]]
    side.plot(track[:, 0] / 60.0, track[:, 3], label="drone")
    side.fill_between(track[:, 0] / 60.0, ground, min(ground), color="0.8", label="ground")
    side.set(title="the same flight by time", xlabel="time (min)", ylabel="up (m)")


def _side(axes: Any, title: str, flights: list[tuple[str, float]], scale_m: float) -> None:
    for name, range_m in flights:
        track = _track(_knots(name, _departure(-range_m, 0.0)))
        up = track[:, 3] + (track[:, 1] ** 2 + track[:, 2] ** 2) / (2.0 * EARTH_RADIUS_M)
        label = f"{name.partition('/')[2]} ({track[-1, 0]:.0f} s)"
        axes.plot((track[:, 1] + range_m) / scale_m, up / scale_m, label=label)
    unit = "km" if scale_m == 1e3 else "m"
    axes.set(title=title, xlabel=f"from its launch ({unit})", ylabel=f"above the round earth ({unit})")


def _others(axes: Any) -> None:
    friend = _track(_knots("friend/tactical-drone", _departure(-12e3, -4e3), route=[[-6e3, 2e3]]))
    axes.plot(friend[:, 1] / 1e3, friend[:, 2] / 1e3, label="friend coming home")
    for k in range(6):
        start = _departure(-9e3 + 2e3 * k, -5e3 + 1.5e3 * k, aim_x_m=-9e3 + 2e3 * k, aim_y_m=-5e3 + 1.5e3 * k)
        bird = _track(_knots("bird/large", start._replace(die_5=0.17 * k, die_6=0.3 * k, order=float(MISSION))))
        axes.plot(bird[:, 1] / 1e3, bird[:, 2] / 1e3, color="C2", lw=0.8, label="birds" if k == 0 else None)
    axes.set(title="a friend and birds from above", xlabel="east (km)", ylabel="north (km)", aspect="equal")


def draw(folder: Path) -> None:
    """Write ``flights.svg`` into ``folder``."""
    rockets = [("threat/rocket-107", 6e3), ("threat/rocket-122", 15e3), ("threat/artillery-155", 15e3)]
    mortars = [("threat/mortar-82", 3e3), ("threat/mortar-120", 6e3)]
    missiles = [("threat/ballistic-missile", 400e3), ("threat/ballistic-missile-fateh-110", 250e3)]
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(3, 2, figsize=(13.0, 12.6), layout="constrained")
        _drone(axes[0, 0], axes[0, 1])
        _side(axes[1, 0], "rockets, shells and bombs", rockets + mortars, 1e3)
        _side(axes[1, 1], "missiles", missiles, 1e3)
        quadcopters = [("threat/quadcopter", 400.0), ("threat/fpv-quadcopter", 400.0)]
        _side(axes[2, 0], "quadcopters", quadcopters, 1.0)
        _others(axes[2, 1])
        for panel in axes.flat:
            panel.legend(fontsize="small")
        figure.savefig(folder / "flights.svg", metadata={"Date": None})
        plt.close(figure)


if __name__ == "__main__":
    draw(Path.cwd())
