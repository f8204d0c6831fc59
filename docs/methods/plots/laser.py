"""Draw the laser laws as curves and the cases of verification as dots."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.physics import laser
from ringfort.verification.cases import OWN, Case, read_cases


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "05_laser.csv") if case.kind == kind]


def _along(case: Case, ranges: np.ndarray) -> list[laser.Air]:
    row = case.inputs
    return [laser.Air(float(r), row["visibility_km"] * 1e3, row["Cn2"]) for r in ranges]


def _chain(axes: Any) -> None:
    """Spot and dwell by range, for the four systems of the engagement cases."""
    ranges = np.linspace(200.0, 6000.0, 80)
    for number, case in enumerate(_cases("LAS-HEL")):
        row, colour = case.inputs, f"C{number}"
        beam = laser.Beam(row["P_w"], row["aperture_m"], row["wavelength_m"], row["M2"], row["jitter_rms_rad_1axis"])
        airs = _along(case, ranges)
        spots = [laser.spot_radius_m(beam, air) for air in airs]
        bucket, fluence = row["bucket_radius_m"], row["fluence_j_m2"]
        dwells = [laser.dwell_s(fluence, laser.bucket_irradiance(beam, air, bucket)) for air in airs]
        axes[0].plot(ranges / 1e3, spots, color=colour, label=f"{row['P_w'] / 1e3:.0f} kW")
        axes[1].plot(ranges / 1e3, dwells, color=colour)
        axes[0].plot(row["range_m"] / 1e3, case.expected["w_total_m"], "o", color=colour)
        axes[1].plot(row["range_m"] / 1e3, case.expected["dwell_s"], "o", color=colour)
    axes[0].set(xlabel="range (km)", ylabel="1/e² radius of the spot (m)")
    axes[0].legend()
    axes[1].set(xlabel="range (km)", ylabel="dwell to the fluence (s)", yscale="log")


def _turbulence(axes: Any) -> None:
    strengths = np.geomspace(1e-16, 1e-13, 60)
    for number, case in enumerate(_cases("LAS-TUR")):
        row, colour = case.inputs, f"C{number}"
        wavelength, path = row["wavelength_m"], row["path_m"]
        for law, key, style in (
            (laser.fried_plane_m, "r0_plane_m", "-"),
            (laser.fried_spherical_m, "r0_spherical_m", ":"),
        ):
            axes.plot(strengths, [law(wavelength, float(c), path) for c in strengths], style, color=colour)
            axes.plot(row["Cn2"], case.expected[key], "o", color=colour)
    axes.set(xlabel="Cn² (m$^{-2/3}$)", ylabel="Fried parameter (m)", xscale="log", yscale="log")
    axes.set_title("plane wave (solid), spherical (dotted)")


def draw(folder: Path) -> None:
    """Write ``laser.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(1, 3, figsize=(13.0, 4.2), layout="constrained")
        _chain(axes[:2])
        _turbulence(axes[2])
        figure.savefig(folder / "laser.svg", metadata={"Date": None})
        plt.close(figure)


if __name__ == "__main__":
    draw(Path.cwd())
