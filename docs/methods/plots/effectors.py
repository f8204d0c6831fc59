"""Draw the effector models: interceptors, guns, jammers and the laser over range, a patrol's coverage by hands."""

import math
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.catalog.registry import installed
from ringfort.effectors.contract import Encounter
from ringfort.effectors.fighter import coverage
from ringfort.effectors.laser import irradiance
from ringfort.physics.gunnery import independent_kill_probability
from ringfort.world.weather import weather


def _own(name: str, **changed: float) -> Any:
    entry = installed().get(f"effector/{name}")
    make: Any = installed().model(entry.model).parameters
    given = {key: figure.value for key, figure in entry.parameters.items()} | changed
    return make(*(given[field] for field in make._fields))


def _effect(name: str, p: Any, **changed: float) -> Any:
    blank = dict.fromkeys(Encounter._fields, 0.0) | {
        "link_distance_m": 1.0,
        "burn_fluence_j_m2": 1e7,
        "radio_frequency_hz": 2.44e9,
        "busy_s": 1e3,
    }
    function = installed().model(installed().get(f"effector/{name}").model).functions["effect"]
    return function(p, Encounter(**(blank | changed)))


def _interceptors(axes: Any) -> None:
    """Single-shot odds by range; the interval of the record as a band."""
    for number, (name, key, edge, ballistic) in enumerate(
        (
            ("patriot-pac-3", "odds_ballistic", "range_ballistic_m", 1.0),
            ("patriot-gem-t", "odds_flying", "range_flying_m", 0.0),
            ("coyote", "odds_flying", "range_flying_m", 0.0),
        )
    ):
        p, figure = _own(name), installed().get(f"effector/{name}").parameters[key]
        ways = np.linspace(0.02, 1.0, 60) * getattr(p, edge)
        odds = [_effect(name, p, range_m=r, ballistic=ballistic).kill for r in ways]
        target = "ballistic" if ballistic else "flying"
        axes.plot(ways / 1e3, odds, color=f"C{number}", label=f"{name}, {target}")
        axes.fill_between(
            ways / 1e3,
            [o * figure.low / figure.value for o in odds],
            [o * figure.high / figure.value for o in odds],
            color=f"C{number}",
            alpha=0.15,
        )
    axes.set(xscale="log", ylim=(0, 1), xlabel="range (km)", ylabel="odds of one shot", title="interceptors")
    axes.legend(fontsize="small")


def _gun(axes: Any) -> None:
    """Kill by one burst on targets of three sizes; dotted, what independent rounds would do."""
    p, ways = _own("c-ram"), np.linspace(150.0, 2300.0, 60)
    for number, (radius, label) in enumerate(((0.06, "82 mm bomb"), (0.1, "122 mm rocket"), (0.5, "one-way drone"))):
        kill = [_effect("c-ram", p, range_m=r, hit_radius_m=radius).kill for r in ways]
        loose = [
            independent_kill_probability(r, p.dispersion_rad, p.bias_rad, radius, p.rounds, p.kill_given_hit)
            for r in ways
        ]
        axes.plot(ways / 1e3, kill, color=f"C{number}", label=label)
        axes.plot(ways / 1e3, loose, ":", color=f"C{number}")
    axes.set(ylim=(0, 1), xlabel="range (km)", ylabel="kill by a burst", title="C-RAM gun; dotted: independent rounds")
    axes.legend(fontsize="small")


def _jammers(axes: Any) -> None:
    """Odds that the link of a 0.1 W controller is lost, by how far the operator stands."""
    ways = np.linspace(50.0, 3000.0, 80)
    for name, style in (("dronebuster", "-"), ("fixed-jammer", "--")):
        for number, operator in enumerate((500.0, 1500.0, 5000.0)):
            lost = [
                _effect(name, _own(name), range_m=r, link_eirp_w=0.1, link_distance_m=operator).link_lost for r in ways
            ]
            axes.plot(ways / 1e3, lost, style, color=f"C{number}", label=f"{name}, operator at {operator / 1e3:g} km")
    axes.set(ylim=(0, 1), xlabel="range (km)", ylabel="odds that the link is lost", title="jammers")
    axes.legend(fontsize="small")


def _laser(axes: Any) -> None:
    """Seconds to even odds on a small drone, by power and visibility; the dot is the public test."""
    ways = np.linspace(100.0, 3000.0, 80)
    for number, power in enumerate((2e3, 10e3)):
        p = _own("claws", power_w=power)
        for visibility, style in ((20e3, "-"), (3e3, "--"), (1e3, ":")):
            air = installed().model("effector.laser").functions["column"](p, weather({"visibility_m": visibility}))
            dwell = [p.expected_fluence_j_m2 / irradiance(p, r, air.gas_db_m * r, 1e-14) for r in ways]
            label = f"{power / 1e3:g} kW, visibility {visibility / 1e3:g} km"
            axes.plot(ways / 1e3, dwell, style, color=f"C{number}", label=label)
    axes.errorbar([0.5], [math.sqrt(150.0)], xerr=[[0.2], [0.4]], yerr=[[2.2], [2.8]], fmt="o", color="black")
    axes.axhline(15.0, color="grey", linewidth=0.8)
    axes.set(
        yscale="log", ylim=(0.5, 200), xlabel="range (km)", ylabel="dwell (s)", title="laser; dot: public test of 2 kW"
    )
    axes.legend(fontsize="small")


def _airburst(axes: Any) -> None:
    """Kill by a burst of programmed rounds, by the error of their fuze."""
    ways = np.linspace(200.0, 3500.0, 50)
    for number, (radius, label) in enumerate(((0.06, "82 mm bomb"), (0.2, "quadcopter"), (0.5, "one-way drone"))):
        for fuze, style in ((5e-4, "--"), (2e-3, "-"), (6e-3, ":")):
            p = _own("airburst-gun", fuze_s=fuze)
            kill = [_effect("airburst-gun", p, range_m=r, hit_radius_m=radius).kill for r in ways]
            axes.plot(ways / 1e3, kill, style, color=f"C{number}", label=f"{label}, fuze {1e3 * fuze:g} ms")
    axes.set(ylim=(0, 1), xlabel="range (km)", ylabel="kill by a burst", title="gun with programmed fuze")
    axes.legend(fontsize="small")


def _patrol(axes: Any) -> None:
    """Share of time in which the patrol is on station, by technicians, with and without contractors."""
    hands = np.linspace(0.0, 150.0, 80)
    for contractors, style in ((70.0, "-"), (0.0, "--")):
        for number, work in enumerate((30.0, 60.0, 120.0)):
            share = [
                coverage(_own("f16-patrol", contractors=contractors, technicians=h, work_s=3600.0 * work))
                for h in hands
            ]
            label = f"{contractors:g} contractors, {work:g} h of work a sortie"
            axes.plot(hands, share, style, color=f"C{number}", label=label)
    axes.set(ylim=(0, 1), xlabel="technicians of the base", ylabel="station manned", title="F-16 patrol of two")
    axes.legend(fontsize="small")


def draw(folder: Path) -> None:
    """Write ``effectors.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(2, 3, figsize=(17.0, 8.4), layout="constrained")
        for panel, ax in zip((_interceptors, _gun, _airburst, _jammers, _laser, _patrol), axes.flat, strict=True):
            panel(ax)
        figure.savefig(folder / "effectors.svg", metadata={"Date": None})
        plt.close(figure)
