import builtins
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.errors import TerrainError
from ringfort.world.elevation import Area, load, local_crs, read
from ringfort.world.frames import Geodetic, LocalFrame
from ringfort.world.terrain import relief

rasterio = pytest.importorskip("rasterio")
pytest.importorskip("rasterio.warp")

LATITUDE, LONGITUDE = 36.59, -84.245
SECOND = 1.0 / 3600.0
CENTIMETRE = within(0.01, because="the slope bends by 4 mm between cells of 100 m; heights are float32")


def write(path: Path, heights: Any, west: float, north: float, **more: Any) -> Path:
    """Write heights, rows from north to south, as cells of 3 arc seconds, or of ``step`` degrees."""
    step = more.pop("step", 3.0 * SECOND)
    profile = {
        "driver": "GTiff",
        "count": 1,
        "height": heights.shape[0],
        "width": heights.shape[1],
        "dtype": heights.dtype,
        "crs": "EPSG:4326",
        "transform": rasterio.transform.from_origin(west, north, step, step),
    }
    with rasterio.open(path, "w", **{**profile, **more}) as file:
        file.write(heights, 1)
    return path


def jacksboro(folder: Path) -> Path:
    """Write matplotlib's piece of real ground, the Jacksboro fault in Tennessee, as a GeoTIFF."""
    book = pytest.importorskip("matplotlib.cbook")
    data = book.get_sample_data("jacksboro_fault_dem.npz")
    return write(folder / "jacksboro.tif", data["elevation"], float(data["xmin"]), float(data["ymin"]))


def slope(rows: int, columns: int, west: float, north: float, step: float = 3.0 * SECOND) -> Any:
    """Return heights in whole metres that rise by 1000 m a degree to the east and 2000 m to the north."""
    longitude = west + (np.arange(columns) + 0.5) * step
    latitude = north - (np.arange(rows) + 0.5) * step
    return 300.0 + 1000.0 * (longitude[None, :] - LONGITUDE) + 2000.0 * (latitude[:, None] - LATITUDE)


def _told(low: float, high: float) -> Any:
    """Angles as GDAL keeps them: it takes less than 1e-9 degrees for zero."""
    return st.floats(low, high).map(lambda angle: round(angle, 8))


@given(st.floats(-5e4, 5e4), st.floats(-5e4, 5e4), _told(-80.0, 80.0), _told(-180.0, 180.0))
def test_local_metres_are_east_and_north_of_the_frame(x: float, y: float, latitude: float, longitude: float) -> None:
    frame = LocalFrame(math.radians(latitude), math.radians(longitude))
    place = frame.to_geodetic(x, y, -(x * x + y * y) / (2.0 * 6.37e6))
    on_ground = frame.from_geodetic(Geodetic(place.latitude_rad, place.longitude_rad, 0.0))
    degrees = ([math.degrees(place.longitude_rad)], [math.degrees(place.latitude_rad)])
    got = rasterio.warp.transform("EPSG:4326", local_crs(latitude, longitude), *degrees)
    micrometre = within(1e-6, because="rounding of latitudes to 1e-14 rad and of numbers of 7e6 m")
    assert micrometre(got[0][0], on_ground[0])
    assert micrometre(got[1][0], on_ground[1])


def test_a_slope_comes_out_where_it_is(tmp_path: Path) -> None:
    west, north = LONGITUDE - 0.2, LATITUDE + 0.2
    path = write(tmp_path / "slope.tif", slope(480, 480, west, north).astype(np.float32), west, north)
    reading = read([path], Area(LATITUDE, LONGITUDE, 10_000.0, 100.0))
    frame = LocalFrame(math.radians(LATITUDE), math.radians(LONGITUDE))
    assert CENTIMETRE(reading.elevation_m, 300.0)
    assert reading.filled == 0
    assert reading.terrain.heights_m.dtype == np.float32
    assert reading.terrain.heights_m.shape == (201, 201)
    for x, y in ((0.0, 0.0), (5_000.0, 0.0), (0.0, -7_000.0), (-9_900.0, 9_900.0)):
        place = frame.to_geodetic(x, y, -(x * x + y * y) / (2.0 * 6.37e6))
        east, north_of = math.degrees(place.longitude_rad) - LONGITUDE, math.degrees(place.latitude_rad) - LATITUDE
        assert CENTIMETRE(relief(reading.terrain, x, y), 1000.0 * east + 2000.0 * north_of)


def test_real_ground_keeps_its_heights(tmp_path: Path) -> None:
    """The fault's scarp: extremes and mean of the file's own cells under the square."""
    path = jacksboro(tmp_path)
    reading = read([path], Area(LATITUDE, LONGITUDE, 12_000.0, 60.0))
    heights = reading.terrain.heights_m + reading.elevation_m
    with rasterio.open(path) as file:
        half = (12_000.0 / 89_400.0, 12_000.0 / 111_000.0)
        edges = (LONGITUDE - half[0], LATITUDE - half[1], LONGITUDE + half[0], LATITUDE + half[1])
        cells = file.read(1, window=rasterio.windows.from_bounds(*edges, file.transform))
    assert within(1.0, because="interpolation keeps the mean; the square's edges differ by some cells")(
        float(heights.mean()), float(cells.mean())
    )
    assert cells.min() - 0.1 <= heights.min() <= cells.min() + 15.0
    assert cells.max() - 15.0 <= heights.max() <= cells.max() + 0.1


@pytest.mark.parametrize(
    ("driver", "name"), [("SRTMHGT", "N36W085.hgt"), ("DTED", "n36.dt1"), ("GTiff", "a.tif"), ("COG", "cog.tif")]
)
def test_every_format_is_read(tmp_path: Path, driver: str, name: str) -> None:
    """One degree of 3 arc seconds; HGT and DTED put their posts on the degree's edges."""
    step = 1.0 / 1200.0
    west, north = -85.0 - 0.5 * step, 37.0 + 0.5 * step
    heights = np.round(slope(1201, 1201, west, north, step)).astype(np.int16)
    path = write(tmp_path / name, heights, west, north, step=step, driver=driver)
    terrain = load([path], LATITUDE, LONGITUDE, 5_000.0, 100.0)
    metre = within(1.0, because="heights are rounded to whole metres")
    assert metre(relief(terrain, 4_470.0, 0.0), 50.0)
    assert metre(relief(terrain, 0.0, -2_775.0), -50.0)


def test_a_file_finer_than_the_grid_is_averaged(tmp_path: Path) -> None:
    """A chequerboard of 1 arc second, 40 m high and low, under cells of some 8 by 8 of its own."""
    step, west, north = SECOND, LONGITUDE - 500 * SECOND, LATITUDE + 500 * SECOND
    rough = slope(1000, 1000, west, north, step)
    rough += 40.0 * (-1.0) ** np.add.outer(np.arange(1000), np.arange(1000))
    path = write(
        tmp_path / "fine.tif", rough.astype(np.float32), LONGITUDE - 500 * step, LATITUDE + 500 * step, step=step
    )
    terrain = load([path], LATITUDE, LONGITUDE, 8_000.0, 250.0)
    metre = within(2.0, because="an odd number of cells leaves one in 49 over")
    assert metre(relief(terrain, 4_470.0, 0.0), 50.0)
    assert metre(relief(terrain, 0.0, -2_775.0), -50.0)


def test_a_file_in_metres_of_its_own_projection(tmp_path: Path) -> None:
    x, y = (values[0] for values in rasterio.warp.transform("EPSG:4326", "EPSG:32616", [LONGITUDE], [LATITUDE]))
    east = np.broadcast_to((np.arange(300) - 149.5) * 10.0, (300, 300)).astype(np.float32)
    path = write(tmp_path / "utm.tif", east + 2000.0, x - 15_000.0, y + 15_000.0, step=100.0, crs="EPSG:32616")
    terrain = load([path], LATITUDE, LONGITUDE, 8_000.0, 100.0)
    turn = within(0.03, because="north of the grid is off true north by 1.6 degrees here, and scale by 0.1 %")
    assert turn(relief(terrain, 5_000.0, 0.0) / 500.0, 1.0)
    assert turn(relief(terrain, 0.0, 5_000.0) / 500.0, 0.0)


def test_tiles_side_by_side_make_one_ground(tmp_path: Path) -> None:
    west, north = LONGITUDE - 0.2, LATITUDE + 0.2
    heights = slope(480, 480, west, north).astype(np.float32)
    whole = load([write(tmp_path / "whole.tif", heights, west, north)], LATITUDE, LONGITUDE, 10_000.0, 100.0)
    left = write(tmp_path / "left.tif", heights[:, :240].copy(), west, north)
    right = write(tmp_path / "right.tif", heights[:, 240:].copy(), LONGITUDE, north)
    for order in ([left, right], [right, left]):
        merged = load(order, LATITUDE, LONGITUDE, 10_000.0, 100.0)
        half_a_cell = within(0.5 * 3.0 * SECOND * 1000.0 * 1.1, because="at a seam the nearest cell is taken")
        away = np.abs(merged.heights_m - whole.heights_m)
        assert half_a_cell(float(away.max()), 0.0)
        assert CENTIMETRE(float(away[:, :98].max()), float(away[:, 103:].max()))


def test_a_missing_tile_is_told_with_what_there_is(tmp_path: Path) -> None:
    west, north = LONGITUDE - 0.2, LATITUDE + 0.2
    left = write(tmp_path / "left.tif", slope(480, 300, west, north).astype(np.float32), west, north)
    told = (
        r"covers 7\d % of the square of 20 km.*left\.tif: latitude 36\.390 to 36\.790, longitude -84\.445 to -84\.195"
    )
    with pytest.raises(TerrainError, match=told):
        load([left], LATITUDE, LONGITUDE, 10_000.0, 100.0)
    with pytest.raises(TerrainError, match=r"covers 0 % of the square of 20 km about 33\.000, 40\.000"):
        load([left], 33.0, 40.0, 10_000.0, 100.0)


@pytest.mark.parametrize(("void", "nodata"), [(-32768, -32768), (-9999, None), (-32768, None)])
def test_small_voids_are_filled_from_about_them(tmp_path: Path, void: int, nodata: int | None) -> None:
    west, north = LONGITUDE - 0.2, LATITUDE + 0.2
    heights = np.round(slope(480, 480, west, north)).astype(np.int16)
    heights[230:240, 250:260] = void
    path = write(tmp_path / "void.tif", heights, west, north, nodata=nodata)
    reading = read([path], Area(LATITUDE, LONGITUDE, 10_000.0, 100.0))
    smooth = within(10.0, because="a hole of 800 m in a slope of 2 % is filled between its rims")
    assert 50 < reading.filled < 120
    assert smooth(relief(reading.terrain, 1_100.0, 500.0), 1_100.0 / 89.4 + 500.0 / 55.5)
    assert reading.terrain.heights_m.min() > -400.0


def test_large_voids_are_refused(tmp_path: Path) -> None:
    west, north = LONGITUDE - 0.2, LATITUDE + 0.2
    heights = np.round(slope(480, 480, west, north)).astype(np.int16)
    heights[150:300, 200:280] = -32768
    path = write(tmp_path / "void.tif", heights, west, north, nodata=-32768)
    with pytest.raises(TerrainError, match=r"% of the cells are void.*up to 5 % are filled"):
        load([path], LATITUDE, LONGITUDE, 10_000.0, 100.0)


def test_a_void_far_from_data_is_refused_however_few_its_cells(tmp_path: Path) -> None:
    west, north = LONGITUDE - 0.5, LATITUDE + 0.5
    heights = np.round(slope(1200, 1200, west, north)).astype(np.int16)
    heights[550:650, 550:650] = -32768
    path = write(tmp_path / "void.tif", heights, west, north, nodata=-32768)
    with pytest.raises(TerrainError, match=r"within 3 km of data"):
        load([path], LATITUDE, LONGITUDE, 40_000.0, 400.0)


def test_what_is_no_elevation_is_refused(tmp_path: Path) -> None:
    ground = np.zeros((10, 10), np.float32)
    (tmp_path / "text.tif").write_text("no picture")
    write(tmp_path / "nowhere.tif", ground, 0.0, 0.0, crs=None)
    with rasterio.open(write(tmp_path / "feet.tif", ground, 0.0, 0.0), "r+") as file:
        file.units = ("ft",)
    three = {"driver": "GTiff", "count": 3, "height": 2, "width": 2, "dtype": "uint8", "crs": "EPSG:4326"}
    with rasterio.open(tmp_path / "picture.tif", "w", transform=rasterio.Affine(1, 0, 0, 0, -1, 0), **three) as file:
        file.write(np.ones((3, 2, 2), np.uint8))
    wrong = {
        "text.tif": "cannot be read",
        "absent.tif": "cannot be read",
        "nowhere.tif": "no coordinate system",
        "feet.tif": "heights of this file are in ft",
        "picture.tif": "one band, this one 3",
    }
    for name, told in wrong.items():
        with pytest.raises(TerrainError, match=rf"{name}.*{told}.*GeoTIFF, COG, HGT or DTED"):
            load([tmp_path / name], LATITUDE, LONGITUDE, 10_000.0, 100.0)


def test_without_rasterio_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = builtins.__import__

    def lacking(name: str, *more: Any, **words: Any) -> Any:
        if name.startswith("rasterio"):
            raise ImportError(name)
        return there(name, *more, **words)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(TerrainError, match=r"needs rasterio; run: pip install 'ringfort\[terrain\]'"):
        load([tmp_path / "any.tif"], LATITUDE, LONGITUDE, 10_000.0, 100.0)


@pytest.mark.parametrize(("radius_m", "step_m"), [(100.0, 100.0), (1e6, 30.0)])
def test_too_few_or_too_many_cells_are_refused(tmp_path: Path, radius_m: float, step_m: float) -> None:
    with pytest.raises(TerrainError, match="cells a side"):
        load([tmp_path / "any.tif"], LATITUDE, LONGITUDE, radius_m, step_m)
