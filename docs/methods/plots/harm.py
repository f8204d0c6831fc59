"""Draw what a burst does to one person by cover, and how cover grows with warning."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.catalog.registry import installed
from ringfort.harm.blast import hurt, reach
from ringfort.harm.contract import PEOPLE
from ringfort.harm.shelter import COVERED, FLAT, UPRIGHT, posture
from ringfort.world.site import ASSET, BUILDING, BUNKER, OPEN, TENT

_CASES = (
    ("standing in the open", (OPEN, UPRIGHT)),
    ("lying in the open", (OPEN, FLAT)),
    ("lying in a tent", (TENT, FLAT)),
    ("lying in a building", (BUILDING, FLAT)),
    ("in a bunker", (BUNKER, COVERED)),
)


def _people(which: str = "value") -> Any:
    people = np.zeros(1, PEOPLE).view(np.recarray)
    for key, figure in installed().get("people/default").parameters.items():
        people[0][key] = getattr(figure, which)
    return people[0]


def _burst(axes: Any, title: str, warhead_kg: float, case_kg: float) -> None:
    ways, people = np.geomspace(2.0, 150.0, 120), _people()
    for number, (label, who) in enumerate(_CASES):
        harm = [hurt(warhead_kg, case_kg, r, who, people) for r in ways]
        axes.plot(ways, [h.killed for h in harm], color=f"C{number}", label=label)
        axes.plot(ways, [h.killed + h.injured for h in harm], ":", color=f"C{number}")
    axes.axvline(reach(warhead_kg), color="grey", linewidth=0.8)
    axes.set(xscale="log", xlabel="distance (m)", ylabel="odds of killed; dotted: or injured", title=title)
    axes.legend(fontsize="small")


def _warning(axes: Any) -> None:
    """Share of people in each posture by seconds of warning, bunkers within 60 m."""
    asset, people = np.zeros(1, ASSET).view(np.recarray), _people()
    asset[0].shelter, asset[0].bunkers_within_m = TENT, 60.0
    grid = (np.arange(40) + 0.5) / 40.0
    seconds = np.linspace(0.0, 60.0, 121)
    found = np.array([[posture(asset[0], people, t, (a, b, 1.0)) for a in grid for b in grid] for t in seconds])
    shares = [(found == which).mean(axis=1) for which in (COVERED, FLAT, UPRIGHT)]
    axes.stackplot(seconds, shares, labels=("in a bunker", "lying", "upright"), alpha=0.8)
    axes.set(xlim=(0, 60), ylim=(0, 1), xlabel="warning (s)", ylabel="share", title="bunkers within 60 m")
    axes.legend(fontsize="small", loc="lower right")


def draw(folder: Path) -> None:
    """Write ``harm.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(1, 3, figsize=(15.0, 4.6), layout="constrained")
        _burst(axes[0], "122 mm rocket, 6.4 kg", 6.4, 12.0)
        _burst(axes[1], "missile warhead, 450 kg", 450.0, 300.0)
        _warning(axes[2])
        figure.savefig(folder / "harm.svg", metadata={"Date": None})
        plt.close(figure)
