"""The air picture drawn against the truth, and its measures as text."""

from pathlib import Path
from typing import Any

import numpy as np

from ringfort.command.contract import BIRD, FRIEND, HOSTILE, NEUTRAL, UNKNOWN
from ringfort.engine.compile import Compiled
from ringfort.errors import Problem, RingfortError
from ringfort.studies.picture import Held
from ringfort.studies.tables import figure, percent, spread

Json = dict[str, Any]
# Safe for the colour-blind: what a track is held to be.
COLOURS = {HOSTILE: "#c1272d", FRIEND: "#0063a6", NEUTRAL: "#009e73", BIRD: "#8a8a8a", UNKNOWN: "#e69f00"}
_HELD_TO_BE = {
    HOSTILE: "held to be hostile",
    FRIEND: "held to be friend",
    NEUTRAL: "held to be neutral",
    BIRD: "held to be bird",
    UNKNOWN: "not identified",
}
_SHARES = ("completeness", "spuriousness", "continuity")
_FIGURES = (
    ("ospa_m", "OSPA, m"),
    ("gospa_m", "GOSPA, m"),
    ("completeness", "completeness"),
    ("ambiguity", "ambiguity, tracks an object"),
    ("spuriousness", "spuriousness"),
    ("continuity", "continuity"),
    ("position_error_m", "position error, m"),
    ("velocity_error_mps", "velocity error, m/s"),
    ("swaps", "swaps a raid"),
    ("breaks", "breaks a raid"),
    ("merges", "merges a raid"),
    ("splits", "splits a raid"),
    ("merged", "plots merged a raid"),
)
# What is told of a stage beside its share and times: key, words, whether it is a share.
_OF_STAGES = (
    ("false_plots_an_hour", "false plots an hour", False),
    ("false_tracks_an_hour", "false tracks an hour", False),
    ("held_after_first_track", "held after the first track", True),
    ("right", "held to be what it is", True),
    ("hostile_missed", "hostile, held to be none", True),
    ("others_accused", "others, held to be hostile", True),
)


def text(answer: Json) -> str:
    """Return the measures of a scenario's picture as lines for a terminal."""
    lines = [answer["title"], f"{answer['runs']} raids, seed {answer['seed']}", ""]
    lines += [f"  {name:<28}{_told(answer[key], key in _SHARES)}" for key, name in _FIGURES]
    names: Json = next(iter(answer["identity"].values()), {})
    lines += ["", f"  {'track time of':<16}" + "".join(f"{name:>10}" for name in names)]
    for truth, row in answer["identity"].items():
        lines.append(f"  {truth:<16}" + "".join(f"{percent(one['mean']):>10}" for one in row.values()))
    lines += ["", "  hostile objects that came into view (detection, tracking, identification of CWA 18150)"]
    for stage in ("detection", "tracking", "identification"):
        lines += _stage(stage, answer[stage])
    return "\n".join(lines)


def _told(estimate: Json | None, share: bool) -> str:
    if estimate is None:
        return "-"
    if not share:
        return f"{figure(estimate['mean']):>8}   {spread(estimate)}"
    return f"{percent(estimate['mean']):>8}   {percent(estimate['low'])} to {percent(estimate['high'])}"


def _stage(name: str, told: Json) -> list[str]:
    """Return lines on a stage: how many reached it, after how long, and how well it went."""
    lines = [f"  {name:<28}{_told(told['share'], True)}"]
    if told["wait_s"]:
        middle, nine = figure(told["wait_s"]["median"]), figure(told["wait_s"]["p90"])
        lines.append(f"    after it came into view     {middle:>7} s, nine of ten within {nine} s")
    if told.get("range_m"):
        lines.append(f"    first detected              {figure(told['range_m']['median'] / 1000.0):>7} km off (median)")
    lines += [f"    {words:<26}{_told(told[key], share)}" for key, words, share in _OF_STAGES if told.get(key)]
    return lines


def draw(compiled: Compiled, found: Held, path: Path) -> None:
    """Draw one raid as PNG: above, tracks over the flights as seen from above; below, when each object was held.

    Raises RingfortError where matplotlib is missing or the file cannot be written.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        remedy = "run: pip install 'ringfort[plot]'"
        raise RingfortError(Problem("a picture needs matplotlib", remedy=remedy)) from None
    sheet = Figure(figsize=(9.0, 11.0), layout="constrained")
    FigureCanvasAgg(sheet)
    above, below = sheet.subplots(2, 1, height_ratios=(3, 1))
    _map(above, compiled, found)
    _strip(below, compiled, found)
    sheet.suptitle(f"{compiled.loaded.document.title}: the air picture of one raid")
    try:
        sheet.savefig(path, dpi=130)
    except (OSError, ValueError) as error:
        raise RingfortError(Problem("cannot be written", str(error), str(path), "choose another --out")) from None


def _map(axis: Any, compiled: Compiled, found: Held) -> None:
    """Draw flights as lines, tracks as dots of the colour of what they are held to be, sensors and protected things."""
    given = compiled.model.given
    for o in np.flatnonzero(~found.birds):
        axis.plot(*(found.truth[:, o, :2] / 1000.0).T, color="black", lw=0.8, zorder=1)
        axis.plot(*(np.where(found.seen[:, o, None], found.truth[:, o, :2], np.nan) / 1000.0).T, "k", lw=1.8, zorder=1)
    for o in np.flatnonzero(found.birds):
        axis.plot(*(found.truth[:, o, :2] / 1000.0).T, color="#dddddd", lw=0.6, zorder=0)
    nothing = (found.source < 0)[:, :, None]
    for identity, colour in COLOURS.items():
        here = np.where((found.declared == identity)[:, :, None], found.shown[:, :, :2], np.nan) / 1000.0
        for which, marker, size in ((~nothing, ".", 3.0), (nothing, "x", 5.0)):
            points = np.where(which, here, np.nan).reshape(-1, 2)
            axis.plot(points[:, 0], points[:, 1], marker, ms=size, color=colour, zorder=3)
        axis.plot([], [], ".", color=colour, label=_HELD_TO_BE[identity])
    axis.plot([], [], "x", color="black", label="track of nothing")
    axis.plot([], [], color="black", lw=1.8, label="flight, where a sensor could see it")
    axis.plot([], [], color="black", lw=0.8, label="flight, out of view")
    axis.plot([], [], color="#dddddd", lw=1.0, label="bird")
    for k, name in enumerate(compiled.sensors):
        axis.plot(given.sensors[k]["x_m"] / 1e3, given.sensors[k]["y_m"] / 1e3, "^", color="black", ms=7, label=name)
    axis.set_xlabel("east, km")
    axis.set_ylabel("north, km")
    middle, half = _frame(compiled, found)
    axis.set_xlim(middle[0] - half, middle[0] + half)
    axis.set_ylim(middle[1] - half, middle[1] + half)
    axis.set_aspect("equal")
    axis.legend(loc="upper left", fontsize=7, framealpha=0.9)


def _frame(compiled: Compiled, found: Held) -> tuple[Any, float]:
    """Return middle and half the side (km) of a square that holds what came into view but birds, and the sensors."""
    sensors = compiled.model.given.sensors[: len(compiled.sensors)]
    places = np.stack([sensors["x_m"], sensors["y_m"]], axis=1)
    flights = found.truth[:, ~found.birds, :2][found.seen[:, ~found.birds]]
    points = np.vstack([places, flights, np.zeros((1, 2))]) / 1000.0
    low, high = points.min(axis=0), points.max(axis=0)
    return 0.5 * (low + high), max(0.55 * float((high - low).max()), 1.0)


def _strip(axis: Any, compiled: Compiled, found: Held) -> None:
    """Draw for each object but birds when it flew, when it was in view, and when it had a track, held to be what."""
    names: list[str] = []
    minutes = found.times_s / 60.0
    for o in np.flatnonzero(~found.birds & ~np.isnan(found.truth[:, :, 0]).all(axis=0)):
        row = len(names)
        names.append(compiled.objects[o])
        flies = np.where(np.isnan(found.truth[:, o, 0]), np.nan, row)
        axis.plot(minutes, flies, color="black", lw=0.8)
        axis.plot(minutes, np.where(found.seen[:, o], flies, np.nan), color="black", lw=3.0)
        moment, track = np.nonzero((found.source == o) & ~np.isnan(found.shown[:, :, 0]))
        for identity, colour in COLOURS.items():
            now = minutes[moment[found.declared[moment, track] == identity]]
            axis.plot(now, np.full(len(now), row + 0.25), "|", ms=6, color=colour)
    axis.set_yticks(range(len(names)), names, fontsize=7)
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.set_xlabel("minutes")
