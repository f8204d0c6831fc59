"""Draw the laws of propagation and of sound as curves and the cases of verification as dots."""

import math
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.compiled import ufunc
from ringfort.physics import acoustics, gases, optics_extinction, propagation
from ringfort.verification.cases import OWN, Case, read_cases


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "02_propagation.csv") if case.kind == kind]


def _gases(axes: Any) -> None:
    f = np.geomspace(1.0, 350.0, 700)
    for law, label in ((gases.oxygen_attenuation, "dry air"), (gases.vapour_attenuation, "water vapour")):
        axes.plot(f, 1e3 * ufunc(law)(f * 1e9, 101_325.0, 0.0075, 288.15), label=f"{label}, dB/km")
    coarse = np.geomspace(1.0, 350.0, 150)
    for case in _cases("PRO-GAS"):
        row = case.inputs
        elevation, density = math.radians(row["elev_deg"]), row["rho_gm3"] * 1e-3
        slant = ufunc(gases.slant_attenuation)(coarse * 1e9, elevation, density, 0.0, 100e3)
        axes.plot(coarse, slant, "C2", label=f"through the air at {row['elev_deg']} degrees, dB")
        axes.plot(row["f_ghz"], case.expected["A_db"], "oC2")
    axes.set(xscale="log", yscale="log", ylim=(1e-4, 1e3), xlabel="frequency (GHz)", ylabel="attenuation")


def _rain(axes: Any) -> None:
    f = np.geomspace(1.0, 100.0, 200)
    for number, rate in enumerate((4.0, 10.0, 25.0)):
        law = 1e3 * ufunc(propagation.rain_attenuation)(rate, f * 1e9, 0.0, 0.0)
        axes.plot(f, law, f"C{number}", label=f"rain of {rate:g} mm/h")
        rows = [case for case in _cases("PRO-RAIN") if case.inputs["R_mmh"] == rate and case.inputs["tau_deg"] == 0]
        axes.plot([row.inputs["f_ghz"] for row in rows], [row.expected["gamma_r_db_km"] for row in rows], f"oC{number}")
    axes.plot(f, 1e3 * ufunc(propagation.fog_attenuation)(5e-4, f * 1e9, 273.15), "C3", label="thick fog, 0 degC")
    rows = [case for case in _cases("PRO-FOG") if case.inputs["T_c"] == 0]
    axes.plot([row.inputs["f_ghz"] for row in rows], [row.expected["fog_0p5gm3_db_km"] for row in rows], "oC3")
    axes.set(xscale="log", yscale="log", ylim=(1e-3, 30.0), xlabel="frequency (GHz)", ylabel="attenuation (dB/km)")


def _visibility(axes: Any) -> None:
    v = np.geomspace(0.2, 60.0, 400)
    for number, nanometres in enumerate((550, 850, 1064, 1550)):
        wavelength = nanometres * 1e-9
        kim = 1e3 * ufunc(optics_extinction.extinction_kim)(v * 1e3, wavelength)
        kruse = 1e3 * ufunc(optics_extinction.extinction_kruse)(v * 1e3, wavelength)
        axes.plot(v, kim, f"C{number}", label=f"Kim, {nanometres} nm")
        axes.plot(v, kruse, f":C{number}")
        for case in _cases("PRO-VIS"):
            if case.inputs.get("wavelength_nm") == nanometres:
                axes.plot(case.inputs["visibility_km"], case.expected["sigma_kim_per_km"], f"oC{number}")
    axes.set(xscale="log", yscale="log", xlabel="visibility (km)", ylabel="extinction (1/km), Kruse dotted")


def _sound(axes: Any) -> None:
    f = np.geomspace(50.0, 10e3, 200)
    for number, celsius in enumerate((10, 20)):
        alpha = 1e3 * ufunc(acoustics.absorption)(f, celsius + 273.15, 0.70, 101_325.0)
        axes.plot(f, alpha, f"C{number}", label=f"{celsius} degC, 70 % humidity")
        rows = [case for case in _cases("PRO-ACO") if case.inputs["T_c"] == celsius]
        axes.plot([row.inputs["f_hz"] for row in rows], [row.expected["alpha_db_km"] for row in rows], f"oC{number}")
    axes.set(xscale="log", yscale="log", xlabel="frequency (Hz)", ylabel="sound absorption (dB/km)")


def _heard(axes: Any) -> None:
    wind = np.linspace(0.0, 15.0, 100)
    absorption = acoustics.absorption(500.0, 288.15, 0.5, 101_325.0)
    noise = ufunc(acoustics.background_noise)(30.0, wind)
    for source in (80.0, 95.0, 110.0):
        heard = ufunc(acoustics.level_range)(source, noise, absorption)
        axes.plot(wind, heard, label=f"{source:g} dB at 1 m")
    axes.set(yscale="log", xlabel="wind at 10 m (m/s)", ylabel="range where 500 Hz sinks in the background (m)")


def _save(path: Path, panels: tuple[Any, ...]) -> None:
    figure, axes = plt.subplots(1, len(panels), figsize=(5.0 * len(panels), 4.0), layout="constrained")
    for panel, place in zip(panels, axes, strict=True):
        panel(place)
        place.grid(alpha=0.3)
        place.legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def draw(folder: Path) -> None:
    """Write ``propagation.svg`` and ``acoustics.svg`` into ``folder``."""
    _save(folder / "propagation.svg", (_gases, _rain, _visibility))
    _save(folder / "acoustics.svg", (_sound, _heard))


if __name__ == "__main__":
    draw(Path.cwd())
