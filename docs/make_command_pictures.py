"""Draw what approval and the threshold of identity buy and cost: python docs/make_command_pictures.py."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from ringfort.catalog.registry import installed
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.run import play_runs
from ringfort.scenario.load import find, parse_text
from ringfort.studies.confidence import Bounds, Estimate, mean

FOLDER = Path(__file__).parent
RUNS, SEED = 500, 1
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.97, 0.995)
DELAYS_S = (0.0, 15.0, 30.0, 60.0, 120.0)
OF_DELAY, OF_THRESHOLD = 0.9, 20.0  # what the other is held at
APPROVAL = "approval: {needed_for: [interceptor], delay: {median: 20 s, p90: 60 s}}"
SURE = "hostile_above: 0.9"


def variant(sure: float, delay_s: float) -> Compiled:
    """Return tower-22 with this threshold, and with leave needed for everything that takes about so long."""
    path = find("tower-22")
    text = path.read_text(encoding="utf-8")
    takes = f"{{median: {delay_s} s, p90: {3.0 * delay_s} s}}" if delay_s > 0.0 else "0 s"
    for old, new in ((SURE, f"hostile_above: {sure}"), (APPROVAL, f"approval: {{needed_for: [all], delay: {takes}}}")):
        if old not in text:
            raise ValueError(f"tower-22 no longer holds {old!r}")
        text = text.replace(old, new)
    return compile_scenario(parse_text(text, path), installed())


def outcome(compiled: Compiled) -> tuple[Estimate, Estimate]:
    """Return leakers and wrong engagements (of friends, of birds, of nothing) a raid, with intervals at 95 %."""
    with ThreadPoolExecutor(2) as pool:
        half = RUNS // 2
        parts = list(pool.map(lambda first: play_runs(compiled, SEED, first, half).runs, (0, half)))
    runs = np.concatenate(parts)
    wrong = runs["wrong_friend"] + runs["wrong_bird"] + runs["wrong_nothing"]
    return mean(runs["leaked"], Bounds(0.0, 1.0)), mean(wrong, Bounds())


def draw_curve(axis: plt.Axes, points: list[tuple[str, tuple[Estimate, Estimate]]], title: str, colour: str) -> None:
    """Draw one curve with the intervals of its points both ways."""
    wrong, leaked = np.array([p[1][1] for p in points]), np.array([p[1][0] for p in points])
    spans = [np.array([m[:, 0] - m[:, 1], m[:, 2] - m[:, 0]]) for m in (wrong, leaked)]
    axis.errorbar(
        wrong[:, 0], leaked[:, 0], xerr=spans[0], yerr=spans[1], fmt="o-", ms=4, lw=1, color=colour, capsize=2
    )
    for (name, _), x, y in zip(points, wrong[:, 0], leaked[:, 0], strict=True):
        axis.annotate(name, (x, y), textcoords="offset points", xytext=(5, 5), fontsize=8)
    axis.set_xlabel("wrong engagements a raid (friend, bird, nothing)")
    axis.set_title(title, fontsize=10)
    axis.grid(alpha=0.3)


def main() -> None:
    """Draw docs/methods/command-curve.svg."""
    sure = [(f"{value:g}", outcome(variant(value, OF_THRESHOLD))) for value in THRESHOLDS]
    late = [(f"{value:g} s", outcome(variant(OF_DELAY, value))) for value in DELAYS_S]
    figure, axes = plt.subplots(1, 2, figsize=(9.0, 3.8), sharey=True, layout="constrained")
    draw_curve(axes[0], sure, f"odds of being hostile that are asked for\n(leave after {OF_THRESHOLD:g} s)", "#0063a6")
    draw_curve(axes[1], late, f"time until leave is given, median\n(hostile above {OF_DELAY:g})", "#c1272d")
    axes[0].set_ylabel("leakers a raid")
    figure.savefig(FOLDER / "methods" / "command-curve.svg", metadata={"Date": None})
    for name, (leaked, wrong) in sure + late:
        print(f"{name:>8}  leaked {leaked.mean:.3f}  wrong {wrong.mean:.3f}")


if __name__ == "__main__":
    main()
