"""Draw the sensor models: published ranges met, the ground's mirror image, what a camera tells."""

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.catalog.registry import installed
from ringfort.physics.clutter import Ground, propagation_factor
from ringfort.physics.radio import LIGHT_MPS
from ringfort.sensors.beam import steady_revisits
from ringfort.sensors.contract import Look
from ringfort.sensors.radar import mirror_factor
from ringfort.world.weather import radio_loss_db, weather

_RADARS = ("small-drone-radar", "counter-battery-radar", "sentinel", "an-mpq-65", "air-surveillance-radar")
_HEIGHT_M, _EARTH_M = 10.0, 4.0 / 3.0 * 6371e3


def _own(name: str, **changed: float) -> Any:
    entry = installed().get(f"sensor/{name}")
    make: Any = installed().model(entry.model).parameters
    given = {key: figure.value for key, figure in entry.parameters.items()} | changed
    return make(*(given[field] for field in make._fields))


def _look(range_m: float, **changed: float) -> Look:
    blank = dict.fromkeys(Look._fields, 0.0) | {
        "sensor_height_m": _HEIGHT_M,
        "sun_elevation_rad": 0.5,
        "energy": 1.0,
        "dwell_s": 15.0,
    }
    return Look(**(blank | {"range_m": range_m, "swerling": 1.0, "range_rate_mps": -60.0} | changed))


def _radars(axes: Any) -> None:
    """Odds of a look at the reference target, well above the ground, in clear air; the published interval as a bar."""
    for number, name in enumerate(_RADARS):
        p, figure = _own(name), installed().get(f"sensor/{name}").parameters["reference_range_m"]
        model = installed().model("sensor.radar")
        air = model.functions["column"](p, weather({}))
        ways = np.geomspace(0.2, 3.0, 80) * p.reference_range_m
        odds = []
        for away in ways:
            high, loss = 0.3 * away, radio_loss_db(air, away, _HEIGHT_M, 0.3 * away)
            look = _look(
                away,
                elevation_rad=0.3,
                target_height_m=high,
                path_loss=loss,
                cross_section_m2=p.reference_cross_section_m2,
            )
            odds.append(model.functions["glimpse"](p, look).odds)
        label = f"{name}, {p.reference_cross_section_m2:g} m²"
        axes.plot(ways / 1e3, odds, color=f"C{number}", label=label)
        axes.plot(
            [figure.low / 1e3, figure.high / 1e3], [p.reference_odds + 0.02 * number] * 2, "|-", color=f"C{number}"
        )
    axes.set(xscale="log", xlabel="range (km)", ylabel="odds of one look", title="published ranges as bars")
    axes.legend(fontsize="small", loc="lower left")


def _ground(axes: Any) -> None:
    """The field at a drone 60 m up, cheap form over the exact law, for a smooth mirror."""
    metal = Ground(1.0, 1e7, 0.0, 0.0, _EARTH_M)
    for number, frequency in enumerate((1.3e9, 9.4e9)):
        p = _own("small-drone-radar", frequency_hz=frequency, ground_reflection=1.0, ground_roughness_m=0.0)
        p = p._replace(beamwidth_elevation_rad=10.0)
        ways = np.linspace(2e3, 30e3, 600)
        looks = [_look(r, target_height_m=60.0, elevation_rad=50.0 / r) for r in ways]
        cheap = [10.0 * math.log10(max(mirror_factor(p, look), 1e-8)) for look in looks]
        exact = [
            40.0 * math.log10(propagation_factor(metal, LIGHT_MPS / frequency, _HEIGHT_M, 60.0, r, 1.0)) for r in ways
        ]
        axes.plot(ways / 1e3, exact, color=f"C{number}", label=f"{frequency / 1e9:g} GHz, exact")
        axes.plot(ways / 1e3, cheap, ":", color="black", label="sensor.radar" if number == 0 else None)
    axes.set(ylim=(-60, 15), xlabel="range (km)", ylabel="echo over free space (dB)", title="60 m above smooth ground")
    axes.legend(fontsize="small")


def _camera(axes: Any) -> None:
    """Odds that the day camera tells a quadcopter and a one-way drone, by visibility."""
    p, model = _own("day-camera"), installed().model("sensor.camera")
    for number, (size, label) in enumerate(((0.35, "quadcopter, 0.35 m"), (2.5, "one-way drone, 2.5 m"))):
        for visibility, style in ((20e3, "-"), (5e3, "--"), (1e3, ":")):
            air = model.functions["column"](p, weather({"visibility_m": visibility}))
            ways = np.linspace(50.0, 12e3, 200)
            looks = [_look(r, size_m=size, contrast=0.4, path_loss=(air.gas_db_m + air.rain_db_m) * r) for r in ways]
            odds = [model.functions["glimpse"](p, look).odds for look in looks]
            axes.plot(ways / 1e3, odds, style, color=f"C{number}", label=f"{label}, {visibility / 1e3:g} km")
    axes.set(xlabel="range (km)", ylabel="odds of recognition", title="day camera, by visibility")
    axes.legend(fontsize="small")


def _beam(axes: Any) -> None:
    """Time between looks at a track and between search frames of two phased arrays, by how many tracks there are."""
    tracks = np.arange(0, 151)
    for number, name in enumerate(("an-mpq-65", "rps-42")):
        found = installed().get(f"sensor/{name}").parameters
        mounting = SimpleNamespace(**{key: figure.value for key, figure in found.items()})
        revisits = np.array([steady_revisits.py_func(float(n), mounting) for n in tracks])
        axes.plot(tracks, revisits[:, 1], color=f"C{number}", label=f"{name}, search frames")
        axes.plot(tracks, revisits[:, 0], "--", color=f"C{number}", label=f"{name}, looks at a track")
    axes.set(xlabel="tracks", ylabel="time between (s)", ylim=(0.0, None), title="one beam for search and tracks")
    axes.legend(fontsize="small")


def draw(folder: Path) -> None:
    """Write ``sensors.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(2, 2, figsize=(11.0, 8.6), layout="constrained")
        for panel, ax in zip((_radars, _ground, _camera, _beam), axes.flat, strict=True):
            panel(ax)
        figure.savefig(folder / "sensors.svg", metadata={"Date": None})
        plt.close(figure)
