"""Draw the radar laws as curves and the cases of verification as dots."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.compiled import ufunc
from ringfort.physics import clutter, cross_section, detection, geometry, radar
from ringfort.verification.cases import OWN, Case, read_cases

DRY_GROUND = clutter.Ground(3.0, 1e-4, 0.05, 0.0, geometry.EFFECTIVE_EARTH_RADIUS)
NAMES = ("Swerling 0", "Swerling 1", "Swerling 2", "Swerling 3", "Swerling 4")


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "01_radar.csv") if case.kind == kind]


def _odds(axes: Any, pulses: int) -> None:
    decibels = np.linspace(-6.0, 22.0, 200)
    law = ufunc(detection.detection_probability)
    for case in _cases("RAD-PD"):
        row = case.inputs
        if row["n_pulses"] == pulses:
            axes.plot(row["snr_per_pulse_db"], case.expected["pd"], "o", color=f"C{row['swerling']}")
    for swerling, name in enumerate(NAMES):
        for false_alarm, style in ((1e-4, ":"), (1e-6, "-"), (1e-8, "--")):
            threshold = detection.detection_threshold(false_alarm, float(pulses))
            odds = law(10 ** (decibels / 10), float(swerling), float(pulses), threshold)
            axes.plot(decibels, odds, style, color=f"C{swerling}", label=name if style == "-" else None)
    axes.set(xlabel="signal-to-noise ratio of a pulse (dB)", ylabel="detection probability")
    axes.set_title(f"{pulses} pulse{'s' if pulses > 1 else ''}")


def _sphere(axes: Any) -> None:
    ka = np.geomspace(0.05, 30.0, 800)
    axes.loglog(ka, ufunc(cross_section.sphere_efficiency)(ka), label="Mie")
    axes.loglog(ka[ka < 0.8], 9 * ka[ka < 0.8] ** 4, ":", label="Rayleigh, 9 (ka)^4")
    for case in _cases("RAD-RCS"):
        if "ka" in case.inputs:
            axes.plot(case.inputs["ka"], case.expected["sigma_over_pi_a2"], "ko")
    axes.set(xlabel="ka", ylabel="cross section / disc", ylim=(1e-4, 10.0))
    axes.legend()


def _fits(axes: Any) -> None:
    odds = np.linspace(0.1, 0.99, 90)
    for number, (swerling, pulses) in enumerate(((0, 1), (1, 1), (2, 10), (3, 1), (4, 10))):
        threshold = detection.detection_threshold(1e-6, float(pulses))
        needed = ufunc(detection.required_signal_to_noise)(odds, float(swerling), float(pulses), threshold)
        fit = ufunc(detection.shnidman)(odds, 1e-6, float(pulses), float(swerling))
        axes.plot(odds, fit - 10 * np.log10(needed), color=f"C{number}", label=f"{NAMES[swerling]}, N = {pulses}")
    for case in _cases("RAD-SHN"):
        row, colour = case.inputs, f"C{case.inputs['swerling']}"
        axes.plot(row["pd"], case.expected["approx_error_db"], "o", color=colour)
    axes.set(xlabel="detection probability", ylabel="Shnidman's fit less exact (dB)")
    axes.legend()


def _multipath(axes: Any) -> None:
    ranges = np.geomspace(1e3, 60e3, 1200)
    for height in (30.0, 100.0, 300.0):
        field = [clutter.propagation_factor(DRY_GROUND, 0.1, 10.0, height, r, 1.0) for r in ranges]
        axes.plot(ranges / 1e3, 40 * np.log10(field), label=f"target at {height:.0f} m")
    axes.set(xlabel="range (km)", ylabel="echo over free space (dB)", ylim=(-60.0, 15.0))
    axes.set_title("aerial at 10 m, 3 GHz, dry ground of 5 cm roughness")
    axes.legend()


def _clutter(axes: Any) -> None:
    ranges = np.geomspace(1e3, 13e3, 200)
    device = radar.Radar(1e5, 1e-5, 10**3.5, 10**3.5, 0.1, 900.0, 4.0)
    earth = geometry.EFFECTIVE_EARTH_RADIUS
    angle = ufunc(clutter.grazing_angle)(10.0, ranges, earth)
    for gamma_db in (-20.0, -15.0, -10.0):
        ground = ufunc(clutter.constant_gamma_reflectivity)(10 ** (gamma_db / 10), 3e9, angle)
        area = ufunc(clutter.clutter_cell_area)(ranges, 0.03, 1e-6, angle)
        ratio = ufunc(radar.echo_to_noise)(radar.echo_constant(device), ground * area, ranges)
        axes.plot(ranges / 1e3, 10 * np.log10(np.maximum(ratio, 1e-9)), label=f"gamma {gamma_db:.0f} dB")
    axes.set(xlabel="range (km)", ylabel="clutter-to-noise ratio of a pulse (dB)", ylim=(0.0, None))
    axes.legend()


def draw(folder: Path) -> None:
    """Write ``radar.svg`` into ``folder``."""
    figure, axes = plt.subplots(3, 2, figsize=(10, 12), layout="constrained")
    _odds(axes[0, 0], 1)
    _odds(axes[0, 1], 10)
    axes[0, 0].legend()
    _sphere(axes[1, 0])
    _fits(axes[1, 1])
    _multipath(axes[2, 0])
    _clutter(axes[2, 1])
    figure.savefig(folder / "radar.svg")
    plt.close(figure)
