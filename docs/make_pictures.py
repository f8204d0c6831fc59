"""Draw the pictures of the README and the docs from the program's own runs: python docs/make_pictures.py."""

from collections import Counter
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.run import Worker
from ringfort.engine.state import CAUSES, LEAKED, MISSED, STOPPED
from ringfort.flights.contract import BIRD, FRIEND, HOSTILE
from ringfort.scenario.check import load

FOLDER = Path(__file__).parent
COLOURS = {
    "hostile": "#c1272d",
    "friend": "#0063a6",
    "bird": "#8a8a8a",
    "track": "#e69f00",
}  # safe for the colour-blind
RUNS, SEED = 2000, 1


def path_of(worker: Worker, o: int) -> Any:
    """Return the flight of object ``o`` in the run just played, from its knots, shape (points, 2) in kilometres."""
    state = worker.scratch.state
    return np.array(state.knots[o]["p"][: state.objects[o].knots, :2]) / 1000.0


def draw_run(axis: Any, compiled: Compiled, run: int) -> None:
    """Draw one raid from above: what flew, what the base held it to be, where it ended."""
    worker = Worker(compiled, logging=True)
    played = worker.play(SEED, run, 1)
    log = np.concatenate(worker.log)
    given = compiled.model.given
    for o in range(given.n_arrivals):
        arrival, thing = given.arrivals[o], played.things[0, o]
        if thing.side < 0 or not np.isfinite(thing.end_s):
            continue
        kind = "bird" if arrival.kind == BIRD else "hostile" if arrival.side == HOSTILE else "friend"
        if arrival.side in (HOSTILE, FRIEND) and kind != "bird":
            way = path_of(worker, o)
            axis.plot(way[:, 0], way[:, 1], color=COLOURS[kind], lw=1.2, label=compiled.objects[o])
    held = log[log["kind"] == rows.TRACK_ROW]
    ours = np.isin(held["object"], [o for o in range(given.n_arrivals) if given.arrivals[o].kind != BIRD])
    for which, name, colour in (
        (~ours, "tracks of birds and clutter", "#c9c9c9"),
        (ours, "tracks of these", "#e69f00"),
    ):
        x, y = held["place"][which, 0] / 1e3, held["place"][which, 1] / 1e3
        axis.plot(x, y, ".", ms=1.8, color=colour, label=name, zorder=1)
    for row in log[log["kind"] == rows.BURST_ROW]:
        axis.plot(row["place"][0] / 1e3, row["place"][1] / 1e3, "*", ms=14, color=COLOURS["hostile"], label="burst")
    for asset in given.assets[: given.n_assets]:
        axis.plot(asset.x_m / 1e3, asset.y_m / 1e3, "s", ms=6, mfc="none", color="black")
    axis.set(xlim=(-2, 12), ylim=(-2, 12), xlabel="km east", ylabel="km north", aspect="equal")
    axis.set_title(f"Run {run} from above: what flew and what the base saw", loc="left", fontsize=10)
    axis.legend(fontsize=8, frameon=False, loc="upper left")


def draw_fates(axis: Any, things: Any) -> None:
    """Draw what became of the attackers, leakers by cause."""
    total = len(things)
    count = Counter(CAUSES[thing.cause] for thing in things if thing.fate == LEAKED)
    bars = [("stopped", int((things["fate"] == STOPPED).sum()), "#4d9221")]
    bars += [("missed by itself", int((things["fate"] == MISSED).sum()), "#b8b8b8")]
    bars += [(f"leaked: {cause}", number, COLOURS["hostile"]) for cause, number in count.most_common()]
    for place, (name, number, colour) in enumerate(reversed(bars)):
        axis.barh(place, 100.0 * number / total, color=colour)
        axis.text(100.0 * number / total + 0.6, place, f"{100.0 * number / total:.0f} %", va="center", fontsize=8)
        axis.text(-1.0, place, name, va="center", ha="right", fontsize=8)
    axis.set(yticks=[], xlim=(0, 62), xlabel="share of attackers (%)")
    axis.set_title(f"{RUNS} raids: what became of the drone", loc="left", fontsize=10)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)


def main() -> None:
    """Draw docs/tower-22.png."""
    compiled = compile_scenario(load("tower-22", installed()), installed())
    played = Worker(compiled).play(SEED, 0, RUNS)
    things = played.things[played.things["side"] == HOSTILE].view(np.recarray)
    leaked = np.flatnonzero(played.runs["leaked"])
    figure, (left, right) = plt.subplots(1, 2, figsize=(10.5, 4.6), gridspec_kw={"width_ratios": [1.15, 1]})
    draw_run(left, compiled, int(leaked[0]))
    draw_fates(right, things)
    right.set_position([0.72, 0.14, 0.26, 0.74])
    left.set_position([0.05, 0.12, 0.42, 0.8])
    figure.savefig(FOLDER / "tower-22.png", dpi=110)


if __name__ == "__main__":
    main()
