"""Elevation files (GeoTIFF, COG, HGT, DTED) brought into the local grid, by rasterio.

Files hold heights above the geoid. Relief is their difference from the ground at the reference point, so z = 0 is the
ground there and neither the geoid's undulation nor the file's datum moves the local ground; the earth's curve is added
when a height is read (``terrain.ground_height``). East and north of a place are those of ``frames.LocalFrame`` on the
ellipsoid, which is the orthographic projection; an elevation of 1 km stretches them by 8 m in 50 km, and no more.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ringfort.errors import Problem, TerrainError
from ringfort.world.terrain import Terrain

VOIDS_MAX = 0.05  # share of cells without data that is filled in
VOID_REACH_M = 3000.0  # from how far off
_LOWEST_M, _HIGHEST_M = -500.0, 9000.0  # no ground lies lower or higher: a void that the file does not declare
_CELLS_MAX = 4001


class Area(NamedTuple):
    """The square about a place: its centre in degrees, half its side and the side of a cell in metres."""

    latitude_deg: float
    longitude_deg: float
    radius_m: float
    step_m: float


class Reading(NamedTuple):
    """What was read: the terrain, the reference point's height above the geoid (m), and how many cells were filled."""

    terrain: Terrain
    elevation_m: float
    filled: int


def load(paths: Sequence[Path], latitude_deg: float, longitude_deg: float, radius_m: float, step_m: float) -> Terrain:
    """Return the terrain of elevation files about a place; see ``read``."""
    return read(paths, Area(latitude_deg, longitude_deg, radius_m, step_m)).terrain


def read(paths: Sequence[Path], area: Area) -> Reading:
    """Return the ground of an area from one file or from tiles that lie side by side.

    Heights between a file's cells are bilinear. Where tiles overlap, the first that holds data is taken. Cells without
    data are filled from their neighbours, if they are few (``VOIDS_MAX``) and near to data (``VOID_REACH_M``).
    Raises TerrainError: rasterio is missing, a file cannot be read, the area is not covered, voids are too many.
    """
    n = 2 * round(area.radius_m / area.step_m) + 1
    if not 5 <= n <= _CELLS_MAX:
        what, remedy = f"terrain needs 5 to {_CELLS_MAX} cells a side", "change its extent or its spacing"
        raise TerrainError(Problem(what, str(n), "place.terrain", remedy))
    rasterio = _rasterio()
    heights, seen, bounds = np.full((n, n), np.nan), np.zeros((n, n), bool), []
    for path in paths:
        with _opened(rasterio, path) as tile:
            row, column = _cells_of(rasterio, tile, area, n)
            here = (column >= 0) & (column <= tile.width) & (row >= 0) & (row <= tile.height)
            lacking = here & np.isnan(heights)
            if lacking.any():
                heights[lacking] = _sampled(rasterio, tile, row[lacking], column[lacking])
            seen |= here
            bounds.append(_bounds(rasterio, tile, path))
    if not seen.all():
        what = f"the terrain covers {100.0 * seen.mean():.0f} % of the square of {2 * area.radius_m / 1000:g} km"
        place = f"about {area.latitude_deg:.3f}, {area.longitude_deg:.3f}"
        remedy = f"the files reach over {'; '.join(bounds)}: add the tiles beside them, or ask for a smaller extent"
        raise TerrainError(Problem(f"{what} {place}", "", "place.terrain", remedy))
    heights, filled = _without_voids(heights, area.step_m, paths)
    elevation_m = float(heights[n // 2, n // 2])
    south = -(n // 2) * area.step_m
    relief = np.ascontiguousarray(heights[::-1] - elevation_m, np.float32)
    return Reading(Terrain(relief, south, south, area.step_m), elevation_m, filled)


def local_crs(latitude_deg: float, longitude_deg: float) -> str:
    """Return the coordinate system, as a PROJ string, whose metres are local east and north of a place.

    GDAL takes a latitude or longitude of less than 1e-9 degrees for zero, which moves the place by up to 0.1 mm.
    """
    return f"+proj=ortho +lat_0={latitude_deg!r} +lon_0={longitude_deg!r} +datum=WGS84 +units=m +type=crs"


def grid_transform(west_m: float, north_m: float, step_m: float) -> Any:
    """Return rasterio's transform of a local grid, rows from north to south, from the centre of its first cell."""
    from rasterio.transform import from_origin

    return from_origin(west_m - 0.5 * step_m, north_m + 0.5 * step_m, step_m, step_m)


def _rasterio() -> Any:
    try:
        import rasterio
        import rasterio.fill
        import rasterio.warp
        import rasterio.windows
    except ImportError:
        what, remedy = "reading elevation files needs rasterio", "run: pip install 'ringfort[terrain]'"
        raise TerrainError(Problem(what, "", "place.terrain", remedy)) from None
    return rasterio


def _opened(rasterio: Any, path: Path) -> Any:
    """Return an open file that can be used. Raises TerrainError."""
    remedy = "give a GeoTIFF, COG, HGT or DTED file with heights in metres above the geoid"
    try:
        tile = rasterio.open(path)
    except rasterio.errors.RasterioIOError as error:
        raise TerrainError(Problem("this elevation file cannot be read", str(error), str(path), remedy)) from None
    wrong = ""
    if tile.crs is None:
        wrong = "this elevation file has no coordinate system"
    elif tile.count != 1:
        wrong = f"an elevation file has one band, this one {tile.count}"
    elif (tile.units[0] or "m").lower() not in ("m", "metre", "metres", "meter", "meters"):
        wrong = f"the heights of this file are in {tile.units[0]}"
    if wrong:
        tile.close()
        raise TerrainError(Problem(wrong, "", str(path), remedy))
    return tile


def _cells_of(rasterio: Any, tile: Any, area: Area, n: int) -> tuple[Any, Any]:
    """Return the row and the column of a tile, as fractions, at every cell of the local grid, north up."""
    half = (n // 2) * area.step_m
    x, y = np.meshgrid(np.linspace(-half, half, n), np.linspace(half, -half, n))
    crs = local_crs(area.latitude_deg, area.longitude_deg)
    east, north = rasterio.warp.transform(crs, tile.crs, x.ravel(), y.ravel())
    column, row = ~tile.transform @ np.array([east, north])
    return row.reshape(n, n), column.reshape(n, n)


def _sampled(rasterio: Any, tile: Any, row: Any, column: Any) -> Any:
    """Return the heights above the geoid at rows and columns of a tile, bilinear between cells; NaN beside a void.

    A tile much finer than the grid is averaged over whole numbers of its cells first.
    """
    from scipy.ndimage import map_coordinates

    top, left = (max(int(first.min()) - 1, 0) for first in (row, column))
    height, width = (
        min(int(last.max()) + 2, size) - first
        for last, size, first in zip((row, column), tile.shape, (top, left), strict=True)
    )
    finer = max(int(math.sqrt(height * width / row.size)), 1)
    shape = (math.ceil(height / finer), math.ceil(width / finer))
    window = rasterio.windows.Window(left, top, width, height)
    average = rasterio.warp.Resampling.average
    cells = tile.read(1, window=window, out_shape=shape, masked=True, resampling=average).astype(float).filled(np.nan)
    cells = cells * tile.scales[0] + tile.offsets[0]
    cells[~((cells > _LOWEST_M) & (cells < _HIGHEST_M))] = np.nan
    places = [(row - top) * shape[0] / height - 0.5, (column - left) * shape[1] / width - 0.5]
    return map_coordinates(cells, places, order=1, mode="nearest")


def _bounds(rasterio: Any, tile: Any, path: Path) -> str:
    west, south, east, north = rasterio.warp.transform_bounds(tile.crs, "EPSG:4326", *tile.bounds)
    return f"{path.name}: latitude {south:.3f} to {north:.3f}, longitude {west:.3f} to {east:.3f}"


def _without_voids(heights: Any, step_m: float, paths: Sequence[Path]) -> tuple[Any, int]:
    """Return the heights with small voids filled in, and how many cells that were. Raises TerrainError."""
    from rasterio.fill import fillnodata

    void = np.isnan(heights)
    count = int(void.sum())
    if count == 0:
        return heights, 0
    if count <= VOIDS_MAX * heights.size:
        heights = fillnodata(np.where(void, 0.0, heights), ~void, max_search_distance=VOID_REACH_M / step_m)
        if _all_reached(void, VOID_REACH_M / step_m):
            return heights, count
    what = "the elevation files lack too much of the ground"
    value = f"{100.0 * count / heights.size:.1f} % of the cells are void"
    remedy = (
        f"up to {100 * VOIDS_MAX:g} % are filled, within {VOID_REACH_M / 1000:g} km of data: use a void-filled file"
    )
    raise TerrainError(Problem(what, value, ", ".join(path.name for path in paths), remedy))


def _all_reached(void: Any, reach_cells: float) -> bool:
    """Return whether every void cell has data within reach."""
    from scipy.ndimage import distance_transform_edt

    return bool(distance_transform_edt(void).max() <= reach_cells)
