"""Draw the closed forms of operations analysis as curves and the cases of verification as dots."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.physics import operations
from ringfort.verification.cases import OWN, Case, read_cases


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "07_engagement_ops.csv") if case.kind == kind]


def _no_leak(axes: Any) -> None:
    """Chance of no leak by the kill probability of one shot."""
    sspk = np.linspace(0.2, 0.99, 200)
    for case in _cases("OPS-WLK"):
        row = case.inputs
        threats, shots, track = row["warheads"], row["shots_per_warhead"], row["p_track_common_per_warhead"]
        chances = [
            operations.leakers_exactly(threats, operations.kill_by_salvo(float(p), shots, track), 0) for p in sspk
        ]
        (line,) = axes.plot(sspk, chances, label=f"{threats} threats, {shots} shots each")
        axes.plot(row["sspk"], case.expected["P_no_leak"], "o", color=line.get_color())
    axes.set(xlabel="kill probability of a shot", ylabel="chance of no leak")


def _magazine(axes: Any) -> None:
    for case in _cases("OPS-MAG"):
        row = case.inputs
        rounds = range(2 * row["interceptors"] + 1)
        leak = [operations.leakers_of_magazine(row["threats"], n, row["sspk"], row["max_shots_each"]) for n in rounds]
        (line,) = axes.plot(rounds, leak, label=f"{row['threats']} threats")
        axes.plot(row["interceptors"], case.expected["expected_leakers"], "o", color=line.get_color())
    axes.set(xlabel="interceptors in the magazine", ylabel="expected leakers")


def _channels(axes: Any) -> None:
    for case in _cases("OPS-ERL"):
        row = case.inputs
        loads = np.linspace(0.1, 1.5 * row["channels"], 100)
        lost = [operations.erlang_loss(float(load), row["channels"]) for load in loads]
        (line,) = axes.plot(loads, lost, label=f"{row['channels']} fire channels")
        axes.plot(case.expected["erlangs"], case.expected["erlang_B"], "o", color=line.get_color())
    axes.set(xlabel="load (erlang)", ylabel="share that finds every channel busy")


def _search(axes: Any) -> None:
    coverage = np.linspace(0.0, 2.5, 100)
    laws = {"P_random": operations.random_search, "P_inverse_cube": operations.inverse_cube_search}
    for key, law in laws.items():
        label = key.removeprefix("P_").replace("_", " ")
        (line,) = axes.plot(coverage, [law(float(value)) for value in coverage], label=label)
        for case in _cases("OPS-KOO"):
            axes.plot(case.expected["coverage"], case.expected[key], "o", color=line.get_color())
    axes.plot(coverage, np.minimum(coverage, 1.0), label="exhaustive")
    axes.set(xlabel="coverage", ylabel="chance to find")


def draw(folder: Path) -> None:
    """Write ``operations.svg`` into the folder."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(2, 2, figsize=(11.0, 8.0), layout="constrained")
        for law, one in zip((_no_leak, _magazine, _channels, _search), axes.flat, strict=True):
            law(one)
            one.legend(fontsize="small")
        figure.savefig(folder / "operations.svg", metadata={"Date": None})
        plt.close(figure)
