"""Draw the laws of optics and radio as curves and the cases of verification as dots."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.compiled import ufunc
from ringfort.physics import optics, radio
from ringfort.verification.cases import OWN, Case, read_cases


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "03_eo_ir_rf.csv") if case.kind == kind]


def _observer(axes: Any) -> None:
    ratio = np.linspace(0.0, 3.2, 200)
    axes.plot(ratio, ufunc(optics.target_transfer_probability)(ratio, 1.0), label="Johnson cycles, N/N50")
    axes.plot(ratio, ufunc(optics.task_performance_probability)(ratio, 1.0), label="TTP metric, V/V50")
    for case in _cases("EOR-TTPF"):
        axes.plot(case.inputs["N_over_N50"], case.expected["P"], "o", color="C0")
        axes.plot(case.inputs["N_over_N50"], case.expected["classic_table"], "x", color="C0")
    for case in _cases("EOR-TTP"):
        axes.plot(case.inputs["V"] / case.inputs["V50"], case.expected["P"], "o", color="C1")
    axes.set(xlabel="what is resolved / what half need", ylabel="probability of the task")
    axes.set_title("dots: formula, crosses: the classic table")
    axes.legend()


def _daylight(axes: Any) -> None:
    degrees = np.linspace(-20.0, 90.0, 300)
    axes.plot(degrees, ufunc(optics.sun_illuminance_lux)(np.radians(degrees), 1.0), label="sun and night sky")
    full = ufunc(optics.moon_illuminance_lux)(np.radians(degrees), np.pi, 1.0)
    axes.plot(degrees, full, label="full moon")
    axes.plot([90.0], [123_786.0], "o", color="C0")  # janiczek1987, table A
    axes.set(xlabel="elevation (degrees)", ylabel="illuminance of level ground (lux)", yscale="log", ylim=(1e-4, 3e5))
    axes.legend()


def _links(axes: Any) -> None:
    ranges = np.geomspace(100.0, 1e5, 100)
    for number, case in enumerate(_cases("EOR-LJM")):
        row, colour = case.inputs, f"C{number}"
        eirps = [10.0 ** (row[key] / 10.0) for key in ("jammer_eirp_dbm", "controller_eirp_dbm")]
        law = ufunc(radio.link_jam_to_signal)
        ratios = law(eirps[0], ranges, eirps[1], row["controller_range_m"], row["path_exponent"], 1.0)
        axes.plot(ranges, 10.0 * np.log10(ratios), color=colour, label=case.id)
        axes.plot(row["jammer_range_m"], case.expected["J_over_S_db"], "o", color=colour)
        axes.plot(case.expected["jam_range_for_JS10_m"], 10.0, "o", color=colour)
    axes.set(xlabel="range of the jammer (m)", ylabel="J/S at the drone (dB)", xscale="log")
    axes.legend()


def draw(folder: Path) -> None:
    """Write ``optics_radio.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(1, 3, figsize=(13.0, 4.2), layout="constrained")
        for panel, place in zip((_observer, _daylight, _links), axes, strict=True):
            panel(place)
        figure.savefig(folder / "optics_radio.svg", metadata={"Date": None})
        plt.close(figure)


if __name__ == "__main__":
    draw(Path.cwd())
