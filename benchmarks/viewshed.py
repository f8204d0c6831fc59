"""Time our viewshed beside ``gdal_viewshed`` (Debian: gdal-bin) on the same grids, from file to file.

Run ``python benchmarks/viewshed.py``. The program's start is told apart by timing it on a grid of 9 by 9 cells.
"""

import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.cbook
import numpy as np
import rasterio

from ringfort.world.elevation import grid_transform, local_crs
from ringfort.world.synthetic import desert_wadi
from ringfort.world.terrain import Terrain
from ringfort.world.viewshed import sensor_mask

SENSOR_M, TARGET_M, REPEATS = 30.0, 30.0, 7


def best(task: Callable[[], Any]) -> float:
    """Return the least of some times (s): what else the machine does only adds."""
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        task()
        times.append(time.perf_counter() - begin)
    return min(times)


def written(path: Path, terrain: Terrain, cells: Any) -> None:
    rows, columns = cells.shape
    north = terrain.south_m + (rows - 1) * terrain.step_m
    where = {"crs": local_crs(33.0, 40.0), "transform": grid_transform(terrain.west_m, north, terrain.step_m)}
    with rasterio.open(
        path, "w", driver="GTiff", height=rows, width=columns, count=1, dtype=cells.dtype, **where
    ) as file:
        file.write(cells[::-1], 1)


def times(terrain: Terrain, folder: Path) -> tuple[float, float, float]:
    """Return the seconds of gdal_viewshed, of ours from file to file, and of our sweep alone."""
    rows, columns = terrain.heights_m.shape
    x, y = (first + size // 2 * terrain.step_m for first, size in ((terrain.west_m, columns), (terrain.south_m, rows)))
    written(folder / "ground.tif", terrain, terrain.heights_m)
    options = ["-ox", x, "-oy", y, "-oz", SENSOR_M, "-tz", TARGET_M, "-cc", 0.75]
    program = ["gdal_viewshed", "-q", *map(str, options), str(folder / "ground.tif"), str(folder / "theirs.tif")]

    def sweep() -> Any:
        return sensor_mask(terrain, x, y, SENSOR_M, 1e6) <= TARGET_M

    def ours() -> None:
        with rasterio.open(folder / "ground.tif") as file:
            heights = np.ascontiguousarray(file.read(1)[::-1])
        seen = sensor_mask(Terrain(heights, *terrain[1:]), x, y, SENSOR_M, 1e6) <= TARGET_M
        written(folder / "ours.tif", terrain, seen.astype(np.uint8))

    ours()  # compiles
    return best(lambda: subprocess.run(program, check=True)), best(ours), best(sweep)


def main() -> None:
    data: Any = matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz")
    real = data["elevation"][::-1].astype(np.float32)
    grids = {
        "start": Terrain(np.zeros((9, 9), np.float32), 0.0, 0.0, 80.0),
        "jacksboro": Terrain(np.ascontiguousarray(real), 0.0, 0.0, 80.0),
        "desert 30 km": desert_wadi(1, 30_000.0, 60.0, 200.0, 60.0),
        "desert 120 km": desert_wadi(1, 120_000.0, 60.0, 200.0, 60.0),
    }
    print(f"{'grid':16}{'cells':>12}{'gdal_viewshed':>16}{'ours':>10}{'sweep alone':>14}   (ms)")
    with tempfile.TemporaryDirectory() as folder:
        for name, terrain in grids.items():
            theirs, ours, sweep = (1e3 * seconds for seconds in times(terrain, Path(folder)))
            cells = "x".join(map(str, terrain.heights_m.shape))
            print(f"{name:16}{cells:>12}{theirs:16.1f}{ours:10.1f}{sweep:14.1f}")


if __name__ == "__main__":
    main()
