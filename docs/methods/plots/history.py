"""Draw published outcomes of raids beside the spread that the simulated chain gives for the published inputs."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.verification import outcomes

_OURS, _THEIRS = "#56b4e9", "#000000"  # safe for the colour-blind, and apart in grey
_ENGAGED = 44


def _rows() -> list[tuple[str, Any, tuple[float, float], str]]:
    """Return (title, outcome by run, published range, what it counts) of each comparison."""
    killed, brain = outcomes.hurt_at_asad()
    dead, aircraft = outcomes.unwarned_at_asad()
    success, ignored, _ = outcomes.rockets_at_a_town()
    return [
        ("Ain al-Asad 2020: landed", outcomes.landed_at_asad(), (11, 11), "missiles"),
        ("Ain al-Asad: killed, warned", killed, (0, 0), "people"),
        ("Ain al-Asad: brain injuries, warned", brain, (109, 110), "people"),
        ("Ain al-Asad: killed, had nobody left", dead, (100, 150), "people"),
        ("Ain al-Asad: aircraft lost, had none left", aircraft, (20, 30), "aircraft"),
        ("1991: warheads killed", outcomes.warheads_killed_1991(_ENGAGED), (0.0, 0.96), "share"),
        ("2012: stopped of those engaged", success, (0.05, 0.9), "share"),
        ("2012: left to open ground", ignored, (2 / 3, 2 / 3), "share"),
    ]


def _draw(axes: Any, title: str, ours: Any, theirs: tuple[float, float], counted: str) -> None:
    low, high = outcomes.spread(ours)
    quarter, middle, three = np.quantile(ours, (0.25, 0.5, 0.75))
    axes.plot((low, high), (0.0, 0.0), color=_OURS, linewidth=3)
    axes.plot((quarter, three), (0.0, 0.0), color=_OURS, linewidth=11, solid_capstyle="butt")
    axes.plot(middle, 0.0, "|", color="white", markersize=12, markeredgewidth=2.5)
    axes.plot(theirs, (0.55, 0.55), "D-", color=_THEIRS, markersize=5)
    axes.set(yticks=(), ylim=(-0.5, 1.0), xlabel=counted)
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xlim(min(0.0, low, theirs[0]) - 0.03 * high, 1.06 * max(high, theirs[1]))
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)


def draw(folder: Path) -> None:
    """Write ``history.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(4, 2, figsize=(10.0, 6.4), layout="constrained")
        for panel, row in zip(axes.flat, _rows(), strict=True):
            _draw(panel, *row)
        figure.savefig(folder / "history.svg", metadata={"Date": None})
        plt.close(figure)
