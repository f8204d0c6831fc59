"""Draw the blast and injury laws as curves and the cases of verification as dots."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.physics import blast, injury
from ringfort.verification.cases import OWN, Case, read_cases

Law = Callable[[float, float], float]


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "09_blast_casualty.csv") if case.kind == kind]


def _scaled(axes: Any, law: Law, key: str, label: str, root: bool) -> None:
    """Draw a law of one kilogram, and the cases brought to one kilogram."""
    z = np.geomspace(0.2, 100.0, 300)
    (line,) = axes.plot(z, [law(1.0, float(value)) for value in z], label=label)
    for case in _cases("BLA-KB"):
        if key in case.expected:
            third = case.inputs["tnt_kg"] ** (1.0 / 3.0)
            value = case.expected[key] / (third if root else 1.0)
            axes.plot(case.inputs["distance_m"] / third, value, "o", color=line.get_color())


def _waves(pressure: Any, rest: Any) -> None:
    _scaled(pressure, lambda w, r: blast.incident_overpressure(w, r) / 1e3, "incident_kpa", "incident", False)
    _scaled(pressure, lambda w, r: blast.reflected_overpressure(w, r) / 1e3, "reflected_kpa", "reflected", False)
    pressure.set(xscale="log", yscale="log", xlabel="scaled distance (m/kg$^{1/3}$)", ylabel="overpressure (kPa)")
    _scaled(rest, lambda w, r: blast.arrival_time(w, r) * 1e3, "arrival_ms", "arrival (ms)", True)
    _scaled(rest, lambda w, r: blast.positive_duration(w, r) * 1e3, "duration_ms", "duration (ms)", True)
    _scaled(rest, blast.incident_impulse, "incident_impulse_kpa_ms", "incident impulse (Pa s)", True)
    rest.set(xscale="log", yscale="log", xlabel="scaled distance (m/kg$^{1/3}$)", ylabel="of one kilogram")


def _people(axes: Any) -> None:
    kilopascals = np.geomspace(5.0, 500.0, 200)
    chances = {
        "lung, Eisenberg": (injury.lung_probit_eisenberg, "BLA-PRB", "P_eisenberg"),
        "lung, HSE": (injury.lung_probit_hse, "BLA-PRB", "P_hse"),
        "eardrum, TNO": (injury.eardrum_probit, "BLA-PRE", "P"),
        "eardrum, Eisenberg": (injury.eardrum_probit_eisenberg, "", ""),
    }
    for label, (law, kind, key) in chances.items():
        (line,) = axes.plot(kilopascals, [injury.probability(law(1e3 * p)) for p in kilopascals], label=label)
        for case in _cases(kind):
            axes.plot(case.inputs["overpressure_pa"] / 1e3, case.expected[key], "o", color=line.get_color())
    axes.axvline(injury.EXPOSURE_LIMIT_PA / 1e3, color="grey", linestyle=":", label="limit of exposure")
    axes.set(xscale="log", xlabel="incident overpressure (kPa)", ylabel="probability")


def _bowen(axes: Any) -> None:
    durations = np.geomspace(0.5, 200.0, 200)
    medians = np.array([injury.bowen_median(1e-3 * ms) for ms in durations]) / 1e3
    for share, quantile in ((0.99, -2.326), (0.5, 0.0), (0.01, 2.326)):
        axes.plot(durations, medians * np.exp(quantile * injury.BOWEN_SPREAD), label=f"{share:.0%} survive")
    for case in _cases("BLA-BOW"):
        axes.plot(case.inputs["duration_ms"], case.expected["P50_kpa"], "o", color="C1")
    axes.set(xscale="log", yscale="log", xlabel="duration (ms)", ylabel="effective overpressure (kPa)")


def draw(folder: Path) -> None:
    """Write ``blast.svg`` into the folder."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(2, 2, figsize=(11.0, 8.0), layout="constrained")
        _waves(axes[0, 0], axes[0, 1])
        _people(axes[1, 0])
        _bowen(axes[1, 1])
        for one in axes.flat:
            one.legend(fontsize="small")
        figure.savefig(folder / "blast.svg", metadata={"Date": None})
        plt.close(figure)
