"""Draw the flight laws as curves and the cases of verification as dots."""

import math
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from ringfort.compiled import ufunc
from ringfort.physics import atmosphere
from ringfort.physics.ballistic_missile import EARTH_RADIUS_M, minimum_energy_apogee
from ringfort.physics.drag import constant_drag, standard_drag
from ringfort.physics.firing import Shot, launched
from ringfort.physics.point_mass import Body, Flight, Surroundings, step
from ringfort.physics.quasi_ballistic import Profile, shape
from ringfort.verification.cases import OWN, Case, read_cases


def _cases(kind: str) -> list[Case]:
    return [case for case in read_cases(OWN / "04_ballistics.csv") if case.kind == kind]


def _area(row: dict[str, Any]) -> float:
    return math.pi * float(row["diameter_m"]) ** 2 / 4.0


def _atmosphere(axes: Any) -> None:
    heights = np.linspace(0.0, 120e3, 400)
    for law, key, label in (
        (atmosphere.temperature, "T_k", "temperature / 288.15 K"),
        (atmosphere.density, "rho", "density / 1.225 kg/m³"),
        (atmosphere.speed_of_sound, "a_mps", "sound / 340.3 m/s"),
    ):
        scale = law(0.0)
        (line,) = axes.plot(ufunc(law)(heights) / scale, heights / 1e3, label=label)
        for case in _cases("BAL-US76"):
            row = case.inputs
            height_m = row.get("geometric_m") or atmosphere.geometric_height(float(row.get("geopotential_m", 0.0)))
            axes.plot(case.expected[key] / scale, height_m / 1e3, "o", color=line.get_color())
    axes.set(xlabel="ratio to sea level", ylabel="height (km)", xscale="log", xlim=(1e-8, 2.0))
    axes.legend()


def _path(start: Flight, until_m: float, body: Body, air: Surroundings, table: Any) -> list[Flight]:
    """Follow a flight to the ground or to a distance."""
    flights = [start]
    while flights[-1].up_m >= 0.0 and flights[-1].north_m < until_m:
        flights.append(step(flights[-1], 0.05, body, air, table))
    return flights


def _trajectories(axes: Any) -> None:
    for number, case in enumerate(_cases("BAL-CCD")):
        row, colour = case.inputs, f"C{number}"
        start = launched(math.radians(row["elev_deg"]), Shot(float(row["v0_mps"])))
        body = Body(_area(row), float(row["mass_kg"]))
        flights = _path(start, math.inf, body, Surroundings(), constant_drag(row["cd"]))
        axes.plot([f.north_m / 1e3 for f in flights], [f.up_m / 1e3 for f in flights], color=colour)
        axes.plot(case.expected["range_m"] / 1e3, 0.0, "o", color=colour)
        axes.axhline(case.expected["apogee_m"] / 1e3, color=colour, ls=":", lw=0.7)
    axes.set(
        xlabel="range (km)", ylabel="height (km)", title="constant drag; dotted: apogee of the case", ylim=(0.0, None)
    )


def _flat_fire(axes: Any) -> None:
    for number, case in enumerate(_cases("BAL-FLT")):
        row, colour = case.inputs, f"C{number}"
        body = Body(_area(row) * row["form_factor"], float(row["mass_kg"]))
        start = launched(0.0, Shot(float(row["v0_mps"])))
        flights = _path(start, 2_200.0, body, Surroundings(gravity_mps2=0.0), standard_drag(row["drag_table"]))
        axes.plot([f.north_m for f in flights], [f.north_mps for f in flights], color=colour, label=row["drag_table"])
        for key, value in case.expected.items():
            if key.startswith("v_"):
                axes.plot(float(key.split("_")[1].removesuffix("m")), value, "o", color=colour)
    axes.set(xlabel="distance (m)", ylabel="speed (m/s)", title="flat fire")
    axes.legend()


def _missiles(axes: Any) -> None:
    ranges = np.geomspace(50e3, 3000e3, 100)
    axes.plot(ranges / 1e3, ufunc(minimum_energy_apogee)(ranges, EARTH_RADIUS_M) / 1e3, label="least energy")
    for case in _cases("BAL-MIN"):
        axes.plot(case.inputs["ground_range_m"] / 1e3, case.expected["apogee_m"] / 1e3, "o", color="C0")
    for case, mark in [(case, "^") for case in _cases("BAL-LOFT")] + [(case, "v") for case in _cases("BAL-QUAS")]:
        axes.plot(case.inputs["ground_range_m"] / 1e3, case.inputs["apogee_m"] / 1e3, mark, color="C1")
    axes.set(xlabel="range (km)", ylabel="apogee (km)", xscale="log", yscale="log")
    axes.set_title("flight tests: lofted (up), quasi-ballistic (down)")
    axes.legend()


def _glide(axes: Any) -> None:
    profile = Profile(450e3, 37e3, 90e3, 15e3, math.radians(50.0), 2.5)
    places = np.linspace(0.0, 450e3, 300)
    axes.plot(places / 1e3, [shape(float(x), profile)[0] / 1e3 for x in places])
    for case in _cases("BAL-QUAS"):
        axes.axhline(case.inputs["apogee_m"] / 1e3, color="C1", ls=":")
        axes.axhline(case.expected["min_energy_apogee_m"] / 1e3, color="C0", ls=":")
    axes.set(xlabel="range (km)", ylabel="height (km)", title="quasi-ballistic path; dotted: apogees of the case")


def draw(folder: Path) -> None:
    """Write ``flight.svg`` into ``folder``."""
    with plt.rc_context({"svg.hashsalt": "ringfort"}):
        figure, axes = plt.subplots(3, 2, figsize=(13.0, 12.6), layout="constrained")
        panels = (_atmosphere, _trajectories, _flat_fire, _missiles, _glide)
        for panel, place in zip(panels, axes.flat, strict=False):
            panel(place)
        axes.flat[-1].set_axis_off()
        figure.savefig(folder / "flight.svg", metadata={"Date": None})
        plt.close(figure)


if __name__ == "__main__":
    draw(Path.cwd())
