"""Draw how far identities can be trusted, from the program's own runs: python docs/make_identity_pictures.py."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from ringfort.catalog.registry import installed
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.run import play_runs
from ringfort.engine.state import CAUSES, LEAKED
from ringfort.flights.contract import HOSTILE
from ringfort.scenario.load import find, parse_text
from ringfort.studies.confidence import share
from ringfort.studies.picture_answer import picture
from ringfort.tracking.measures import Yardstick

FOLDER = Path(__file__).parent
RUNS, RAIDS, SEED = 400, 100, 1
EXPECT = "expect: {hostile: 0.5, friend: 1, neutral: 0.02, bird: 33, unknown: 0.7}"
# Of what is hostile 0.45 are attack drones to the watch; here all are, and next to nothing is false.
EXACT = "expect: {hostile: 1.1, friend: 1, neutral: 0.02, bird: 33, unknown: 0.02}"
BEARING = "{normal: {mean: 47 deg, sigma: 6 deg}}"
TIME = "at_time: {uniform: [300 s, 900 s]}"
INTERROGATOR = "  - {name: interrogator, system: sensor/interrogator, at: [-300 m, 200 m], height: 10 m}\ncommand:\n"
PLAN = ("    friendly_above: 0.6\n", "    friendly_above: 0.6\n    flight_plan: {error: 60 s}\n")
FRIEND, CAUSE = "  - name: returning friend", CAUSES.index("taken for a friend")
TOGETHER = -180.0  # seconds from the attacker's start to the friend's at which both come within sight at once


def tower_22(changes: Sequence[tuple[str, str]] = ()) -> Compiled:
    """Return the scenario with pieces of its text replaced."""
    path = find("tower-22")
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        if old not in text:
            raise ValueError(f"tower-22 no longer holds {old!r}")
        text = text.replace(old, new)
    return compile_scenario(parse_text(text, path), installed())


def variant(bearing_deg: float, gap_s: float, *, asks: bool = False, plan: bool = False) -> Compiled:
    """Return it with the attacker from one bearing and the friend so many seconds later.

    ``asks``: tracks are asked for a reply. ``plan``: own flights are announced.
    """
    text = find("tower-22").read_text(encoding="utf-8")
    attacker, friend = text[text.index("arrive:") :].split(FRIEND)
    reply = "\n    transponder: 0.97" if asks else ""
    changed = attacker.replace(BEARING, f"{bearing_deg} deg").replace(TIME, "at_time: 1800 s") + FRIEND
    changed += friend.replace(TIME, f"at_time: {1800.0 + gap_s} s{reply}")
    more = [("command:\n", INTERROGATOR)] * asks + [PLAN] * plan
    return tower_22([(attacker + FRIEND + friend, changed), *more])


def taken_for_friend(compiled: Compiled) -> tuple[float, float, float]:
    """Return the share of leakers that were taken for a friend, in percent, and how far its interval goes each way."""
    with ThreadPoolExecutor(2) as pool:
        half = RUNS // 2
        parts = list(pool.map(lambda first: play_runs(compiled, SEED, first, half).things, (0, half)))
    things = np.concatenate(parts)
    leaked = (things["side"] == HOSTILE) & (things["fate"] == LEAKED)
    taken = leaked & (things["cause"] == CAUSE)
    found = share(taken.sum(axis=1).astype(float), leaked.sum(axis=1).astype(float))
    return 100.0 * found.mean, 100.0 * (found.mean - found.low), 100.0 * (found.high - found.mean)


def draw_gaps() -> None:
    """Draw docs/methods/identity-gap.svg."""
    figure, axes = plt.subplots(1, 2, figsize=(8.4, 3.4), sharey=True, layout="constrained")
    away = (0.0, 4.0, 8.0, 15.0, 30.0)
    late = (-900.0, -600.0, -300.0, 0.0, 300.0, 600.0, 900.0)
    for label, colour, plan in (("nobody asks", "#0063a6", False), ("flights are announced", "#009e73", True)):
        for axis, x, scenarios in (
            (axes[0], away, [variant(45.0 + a, TOGETHER, plan=plan) for a in away]),
            (axes[1], [t / 60.0 for t in late], [variant(45.0, TOGETHER + t, plan=plan) for t in late]),
        ):
            bars(axis, x, [taken_for_friend(one) for one in scenarios], f"{'o' if not plan else 'v'}-", colour, label)
    asked = taken_for_friend(variant(45.0, TOGETHER, asks=True))
    for axis in axes:
        bars(axis, [0.0], [asked], "s", "#e69f00", "asked for a reply")
        axis.set_ylim(bottom=0.0)
        axis.grid(alpha=0.3)
    axes[0].set(xlabel="attacker's bearing off the return lane (deg)", ylabel="leakers taken for a friend (%)")
    axes[1].set(xlabel="friend comes after the attacker by (min)")
    axes[0].legend(frameon=False)
    figure.savefig(FOLDER / "methods" / "identity-gap.svg")


def bars(axis: Any, x: Sequence[float], shares: Sequence[Any], mark: str, colour: str, label: str) -> None:
    """Draw shares (percent, and how far their intervals go each way) over ``x``."""
    y, low, high = zip(*shares, strict=True)
    axis.errorbar(x, y, yerr=[low, high], fmt=mark, color=colour, capsize=3, label=label)


def draw_calibration() -> None:
    """Draw docs/methods/identity-calibration.svg."""
    figure, axis = plt.subplots(figsize=(4.6, 4.2), layout="constrained")
    axis.plot([0, 1], [0, 1], color="#8a8a8a", lw=1, label="as told")
    for name, changes, colour in (
        ("the watch knows that most are birds", (), "#0063a6"),
        ("and that what attacks are drones", ((EXPECT, EXACT),), "#009e73"),
        ("the watch expects birds no more than drones", ((EXPECT, "expect: {}"),), "#c1272d"),
    ):
        told, _ = picture(tower_22(changes), SEED, RAIDS, Yardstick(100.0, 2.0, 2.0, 50.0), lambda *_: None)
        bins: list[Any] = [one for one in told["calibration"] if one["hostile"]["low"] is not None]
        x, y = [one["told"] for one in bins], [one["hostile"]["mean"] for one in bins]
        gaps = [[abs(one["hostile"][side] - one["hostile"]["mean"]) for one in bins] for side in ("low", "high")]
        axis.errorbar(x, y, yerr=gaps, fmt="o-", color=colour, capsize=3, label=name)
    axis.set(xlabel="odds of being hostile that tracks were given", ylabel="share of them that was hostile")
    figure.legend(loc="outside upper center", frameon=False, fontsize=8)
    axis.grid(alpha=0.3)
    figure.savefig(FOLDER / "methods" / "identity-calibration.svg")


if __name__ == "__main__":
    draw_calibration()
    draw_gaps()
