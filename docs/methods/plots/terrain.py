"""Draw the viewshed beside what it must meet: the horizon, single lines of sight, and the spectrum of real ground."""

import math
from pathlib import Path
from typing import Any

import matplotlib.cbook
import matplotlib.pyplot as plt
import numpy as np

from ringfort.physics.geometry import EFFECTIVE_EARTH_RADIUS
from ringfort.world.synthetic import SPECTRAL_SLOPE, desert_wadi
from ringfort.world.terrain import Terrain
from ringfort.world.viewshed import sensor_mask, sight_clearance


def _plain(axes: Any) -> None:
    """Draw the lowest height in view over a plain and behind a wall, with the laws of both as dots."""
    x_m = np.arange(401) * 100.0
    flat = np.zeros((5, 401), np.float32)
    wall = flat.copy()
    wall[:, 50] = 40.0
    for heights, label, colour in ((flat, "plain", "C0"), (wall, "wall of 40 m at 5 km", "C1")):
        mask = sensor_mask(Terrain(heights, 0.0, 0.0, 100.0), 0.0, 200.0, 10.0, 1e6)
        axes.plot(x_m / 1e3, mask[2], colour, label=f"sweep, {label}")
    dots = np.arange(2e3, 40e3, 4e3)
    drop = dots**2 / (2.0 * EFFECTIVE_EARTH_RADIUS)
    tangent = math.sqrt(2.0 * EFFECTIVE_EARTH_RADIUS * 10.0)
    axes.plot(dots / 1e3, np.maximum(dots - tangent, 0.0) ** 2 / (2.0 * EFFECTIVE_EARTH_RADIUS), "oC0", label="horizon")
    slope = 30.0 / 5e3 - 5e3 / (2.0 * EFFECTIVE_EARTH_RADIUS)
    over = np.where(dots > 5e3, 10.0 + slope * dots + drop, 0.0)
    axes.plot(dots / 1e3, over, "oC1", label="line over the wall's top")
    axes.set(xlabel="distance (km)", ylabel="lowest height in view (m)", title="sensor at 10 m")
    axes.legend()


def _lines(axes: Any) -> None:
    """Draw the lowest height in view along one line over a desert, by the sweep and by single lines."""
    land = desert_wadi(11, 24_000.0, 60.0, 200.0, 60.0)
    mask = sensor_mask(land, 0.0, 0.0, 15.0, 1e6)
    cells = [(2 * k // 5, k) for k in range(20, 200)]  # to the east-north-east, between rows and diagonals
    away = [60.0 * math.hypot(*cell) / 1e3 for cell in cells]
    axes.plot(away, [mask[200 + i, 200 + j] for i, j in cells], label="sweep")
    single = [_by_halving(land, 60.0 * j, 60.0 * i) for i, j in cells[::4]]
    axes.plot(away[::4], single, "o", markersize=3, label="single lines of sight")
    axes.set(xlabel="distance (km)", ylabel="lowest height in view (m)", title="a line over a made-up desert")
    axes.legend()


def _by_halving(land: Terrain, x_m: float, y_m: float) -> float:
    low, high = 0.0, 2000.0
    for _ in range(20):
        middle = 0.5 * (low + high)
        clear = sight_clearance(land, (0.0, 0.0, 15.0), (x_m, y_m, middle)) >= 0.0
        low, high = (low, middle) if clear else (middle, high)
    return high


def _spectra(axes: Any) -> None:
    """Draw the power of real ground and of the generator's against wave number."""
    real = matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"][:, :344].astype(float)
    made = desert_wadi(1, 344 * 80.0, 80.0, 400.0, 0.0).heights_m.astype(float)
    for heights, label in ((real, "Jacksboro fault, real"), (made, "desert-wadi, without its wadis")):
        k, power = _power(heights)
        axes.loglog(k, power / power[4], ".", markersize=4, label=label)
    line = np.array([3e-4, 5e-3])
    axes.loglog(line, 3.0 * (line / line[0]) ** -SPECTRAL_SLOPE, "k:", label=f"slope -{SPECTRAL_SLOPE}")
    axes.set(xlabel="wave number (1/m)", ylabel="power, relative")
    axes.legend()


def _power(heights: Any) -> tuple[Any, Any]:
    """Return wave numbers (1/m) and the mean power in rings about them, of cells of 80 m, tapered to the edges."""
    n = len(heights)
    taper = np.hanning(n)
    power = np.abs(np.fft.fft2((heights - heights.mean()) * taper[:, None] * taper[None, :])) ** 2
    k = np.hypot(*np.meshgrid(np.fft.fftfreq(n), np.fft.fftfreq(n)))
    ring = np.rint(k * n).astype(int).ravel()
    mean = np.bincount(ring, power.ravel()) / np.bincount(ring)
    return np.arange(2, n // 2) / (n * 80.0), mean[2 : n // 2]


def draw(folder: Path) -> None:
    """Write ``terrain.svg`` into ``folder``."""
    figure, axes = plt.subplots(1, 3, figsize=(15.0, 4.5), layout="constrained")
    for one, task in zip(axes, (_plain, _lines, _spectra), strict=True):
        task(one)
    figure.savefig(folder / "terrain.svg")
    plt.close(figure)


if __name__ == "__main__":
    draw(Path.cwd())
