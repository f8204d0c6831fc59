"""Draw what stops what, defence by threat, from the packaged scenarios: python docs/make_what_stops_what.py [RUNS].

Each defence is that of the scenario in which it earns its keep: its place, its sensors, its people and its rules stay,
only what arrives is changed. An answer is the share of attackers that this device stopped, with its interval.
"""

import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import play_runs
from ringfort.scenario.check import sound
from ringfort.scenario.load import Loaded, find, parse_text
from ringfort.studies.confidence import share
from ringfort.studies.tally import present, tally

FOLDER = Path(__file__).parent
RUNS, SEED = 120, 1
DEFENCES = [  # name, scenario of what flies (and of what falls, where that is another), device
    ("hand-held\njammer", "dronebuster-quadcopter", "guard"),
    ("fixed\njammer", "fixed-jammer-fpv", "jammer"),
    ("compact\nlaser", "laser-clear-air", "laser"),
    ("nets", "net-quadcopters", "nets"),
    ("electric\ninterceptors", "hunter-quadcopters", "hunters"),
    ("interceptor\nmissile (Coyote)", "01-one-drone", "interceptors"),
    ("airburst\ngun", "airburst-drones", "gun"),
    ("20 mm gun\n(C-RAM)", "c-ram-drones c-ram-mortars", "gun"),
    ("F-16\npatrol", "f16-cruise-missiles", "patrol"),
    ("Patriot\nbattery", "ain-al-asad-2020-defended", "Patriot battery"),
]
THREATS = [  # name, system, how it comes
    ("quadcopter", "quadcopter", "range: 4 km"),
    ("quadcopter, by video", "fpv-quadcopter", "range: 5 km"),
    ("quadcopter, on a fibre", "fibre-quadcopter", "range: 5 km"),
    ("small one-way drone", "small-one-way-drone", "range: 20 km"),
    ("delta-wing drone", "one-way-drone", "range: 20 km"),
    ("cruise missile", "cruise-missile", "range: 45 km"),
    ("82 mm mortar", "mortar-82", "range: 3 km"),
    ("120 mm mortar", "mortar-120", "range: 5 km"),
    ("107 mm rocket", "rocket-107", "range: 6 km"),
    ("122 mm rocket", "rocket-122", "range: 14 km"),
    ("155 mm shell", "artillery-155", "range: 18 km"),
    ("ballistic missile", "ballistic-missile", "range: 350 km"),
    ("quasi-ballistic missile", "ballistic-missile-fateh-110", "range: 250 km"),
]
FALLING = ("mortar", "rocket", "artillery", "ballistic")
NEAR, DARK = "#0072b2", "#222222"  # safe for the colour-blind, and dark enough for print


def facing(loaded: Loaded) -> float:
    """Return the bearing (degrees) from which attackers come: that of the scenario's own, so that sectors face them."""
    origin = loaded.document.arrive[0].origin
    assert origin is not None
    return float(np.degrees(origin.bearing_rad.median))


def attacked(scenario: str, system: str, how: str) -> Any:
    """Return the scenario with two attackers of one kind instead of what arrives, a minute and a half apart."""
    path = find(scenario)
    text = path.read_text(encoding="utf-8")
    bearing = facing(parse_text(text, path))
    head = text[: text.index("\narrive:") + 1]
    aim = parse_text(text, path).document.arrive[0].aim
    arrive = (
        f"arrive:\n  - {{name: attackers, system: threat/{system}, count: 2, interval: 90 s, "
        f"from: {{bearing: {bearing:g} deg, {how}}}, aim: {aim}}}\n"
    )
    return compile_scenario(sound(parse_text(head + arrive, path), installed()), installed())


def stopped(scenario: str, device: str, threat: tuple[str, str, str], runs: int) -> Any:
    """Return the estimate of the share of attackers that the device stops."""
    flies, _, falls = scenario.partition(" ")
    compiled = attacked(falls if falls and threat[1].startswith(FALLING) else flies, *threat[1:])
    rows = play_runs(compiled, SEED, 0, runs)
    counts = tally(rows.runs, (rows.spent, rows.ruined), present(rows), rows.things.shape[1])
    return share(counts.stopped_by[:, compiled.effectors.index(device)], counts.runs.arrived)


def folded(name: str) -> str:
    """Return a long name in two lines, broken at the hyphen nearest its middle."""
    breaks = [k for k, letter in enumerate(name) if letter == "-"]
    if len(name) < 18 or not breaks:
        return name
    middle = min(breaks, key=lambda k: abs(2 * k - len(name)))
    return f"{name[: middle + 1]}\n{name[middle + 1 :]}"


def draw(table: list[list[Any]]) -> Any:
    """Draw one small axis a defence, a dot with its interval a threat."""
    figure, axes = plt.subplots(1, len(DEFENCES), figsize=(13.0, 5.4), sharey=True, layout="constrained")
    height = np.arange(len(THREATS))[::-1]
    for axis, (name, scenario, _), column in zip(axes, DEFENCES, zip(*table, strict=True), strict=True):
        for y, one in zip(height, column, strict=True):
            axis.barh(y, 100.0 * one.mean, height=0.62, color="#c6dbef", zorder=1)
            axis.plot((100.0 * one.low, 100.0 * one.high), (y, y), color=NEAR, linewidth=2.0, zorder=2)
            axis.plot(100.0 * one.mean, y, "o", color=NEAR, markersize=5, zorder=3)
        axis.set(xlim=(-3, 103), xticks=(0, 50, 100), yticks=height)
        axis.set_yticklabels([threat[0] for threat in THREATS])
        axis.set_title(name, fontsize=10)
        axis.set_xlabel("\n".join(map(folded, scenario.split())), fontsize=7, color="#555555")
        axis.tick_params(length=0, labelsize=9, colors=DARK)
        axis.grid(axis="x", color="#dddddd", linewidth=0.8)
        axis.axhline(6.5, color="#999999", linewidth=0.8)  # above: what flies; below: what falls
        for side in axis.spines.values():
            side.set_visible(False)
    figure.supxlabel(
        "share of attackers that it stops (%), with the interval of 95 %; below: the scenario it stands in", fontsize=9
    )
    return figure


def main() -> None:
    """Draw docs/guide/what-stops-what.png."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    table = []
    for threat in THREATS:
        table.append([stopped(scenario, device, threat, runs) for _, scenario, device in DEFENCES])
        print(f"{threat[0]:26s}", *(f"{one.mean:5.2f} ({one.low:.2f}-{one.high:.2f})" for one in table[-1]), flush=True)
    draw(table).savefig(FOLDER / "guide" / "what-stops-what.png", dpi=110)


if __name__ == "__main__":
    main()
