"""Draw the gunnery laws as curves and the cases of verification as dots."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.compiled import ufunc
from ringfort.physics import gunnery
from ringfort.verification.cases import OWN, Case, read_cases


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "06_guns.csv") if case.kind == kind]


def _biased(axes: Any) -> None:
    ratio = np.linspace(0.0, 4.0, 200)
    law = ufunc(gunnery.biased_hit_probability)
    for number, case in enumerate(_cases("GUN-SSB")):
        row, colour = case.inputs, f"C{number}"
        size = row["radius_m"] / row["sigma_m"]
        axes.plot(ratio, law(size, 1.0, ratio), color=colour, label=f"disc of {size:.2g} sigma")
        axes.plot(row["bias_m"] / row["sigma_m"], case.expected["p"], "o", color=colour)
    axes.set(xlabel="bias (sigma)", ylabel="single-shot hit probability", yscale="log", ylim=(1e-4, 1.0))
    axes.legend()


def _burst(axes: Any) -> None:
    rounds = np.geomspace(1.0, 1000.0, 100)
    laws = (ufunc(gunnery.common_bias_kill_probability), ufunc(gunnery.independent_kill_probability))
    for number, case in enumerate(_cases("GUN-BST")):
        row, colour = case.inputs, f"C{number}"
        angles = (row["disp_1sigma_mrad"] * 1e-3, row["bias_1sigma_mrad"] * 1e-3)
        for law, style, key in zip(laws, ("-", ":"), ("P_with_common_bias", "P_if_independent"), strict=True):
            kills = law(row["range_m"], *angles, row["target_radius_m"], rounds, row["pk_hit"])
            axes.plot(rounds, kills, style, color=colour)
            axes.plot(
                row["rounds"], case.expected[key], "o", color=colour, fillstyle="full" if style == "-" else "none"
            )
    axes.set(xlabel="rounds in the burst", ylabel="kill probability", xscale="log", yscale="log", ylim=(1e-3, 1.0))
    axes.set_title("common bias (solid), independent rounds (dotted)")


def _circular(axes: Any) -> None:
    ratio = np.linspace(0.0, 1.0, 101)
    styles = {"cep_exact": "-", "cep_0p59": ":", "cep_0p562_0p615": "--"}
    laws = (gunnery.circular_error_probable, gunnery.circular_error_mean_sigma, gunnery.circular_error_two_sigma)
    names = ("exact", "0.59 (sx + sy)", "0.562 s_large + 0.615 s_small")
    for (key, style), law, name in zip(styles.items(), laws, names, strict=True):
        (line,) = axes.plot(ratio, ufunc(law)(ratio, 1.0), style, label=name)
        for case in _cases("GUN-CEP"):
            small, large = sorted((case.inputs["sx"], case.inputs["sy"]))
            axes.plot(small / large, case.expected[key] / large, "o", color=line.get_color())
    axes.set(xlabel="smaller sigma / larger sigma", ylabel="CEP / larger sigma")
    axes.legend()


def draw(folder: Path) -> None:
    """Write ``gunnery.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(1, 3, figsize=(13.0, 4.2), layout="constrained")
        for panel, place in zip((_biased, _burst, _circular), axes, strict=True):
            panel(place)
        figure.savefig(folder / "gunnery.svg", metadata={"Date": None})
        plt.close(figure)


if __name__ == "__main__":
    draw(Path.cwd())
