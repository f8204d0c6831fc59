"""A sensor's coverage as a picture, as a GeoTIFF for other programs and as a KML for the globe.

Picture and KML tell classes of odds apart; the GeoTIFF holds the numbers: the lowest height in view (m) and the odds of
one look, on the local grid in the coordinate system of ``elevation.local_crs``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from ringfort.errors import Problem, RingfortError
from ringfort.studies.coverage import Coverage
from ringfort.world.elevation import grid_transform, local_crs

# From the least odds of a class on: its name and its colour.
CLASSES = (
    (0.0, "in view, odds below 10 %", "#fee08b"),
    (0.1, "odds 10 to 50 %", "#a6d96a"),
    (0.5, "odds 50 to 90 %", "#41ab5d"),
    (0.9, "odds above 90 %", "#00441b"),
)
MASKED = ("within range, hidden", "#d73027")
_OPACITY = 0.55


def summary(coverage: Coverage) -> str:
    """Return in one line how much of what lies within the sensor's range it sees."""
    within = max(int(coverage.within.sum()), 1)
    seen, likely = coverage.seen.sum() / within, (coverage.odds >= 0.5).sum() / within
    area = within * (coverage.terrain.step_m / 1000.0) ** 2
    told = f"{coverage.sensor} has {coverage.target} at {coverage.height_m:g} m in view over {seen:.0%} of the"
    return f"{told} {area:.0f} km2 of this map within its range, and detects it in one look of two over {likely:.0%}"


def write(coverage: Coverage, folder: Path) -> list[Path]:
    """Write PNG, GeoTIFF and KML into a folder and return their paths.

    Raises RingfortError where a package is missing or the folder cannot be written.
    """
    name = re.sub(r"[^a-z0-9]+", "-", f"{coverage.sensor} {coverage.height_m:g} m".lower()).strip("-")
    paths = [folder / f"coverage-{name}{suffix}" for suffix in (".png", ".tif", ".kml")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, task in zip(paths, (draw, write_geotiff, write_kml), strict=True):
            task(coverage, path)
    except ImportError as error:
        remedy = "run: pip install 'ringfort[terrain,plot]'"
        raise RingfortError(Problem(f"a map needs {error.name}", remedy=remedy)) from None
    except OSError as error:
        raise RingfortError(Problem("a map cannot be written", str(error), remedy="choose another --out")) from None
    return paths


def classes(coverage: Coverage) -> Any:
    """Return the class of each cell: -1 beyond range, 0 hidden, then 1 + its index in ``CLASSES``; int16."""
    bounds = [least for least, _, _ in CLASSES[1:]]
    inside = np.where(coverage.seen, 1 + np.digitize(coverage.odds, bounds), 0)
    return np.where(coverage.within, inside, -1).astype(np.int16)


def draw(coverage: Coverage, path: Path) -> None:
    """Draw the classes over shaded ground as PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import to_rgba
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    figure = Figure(figsize=(9.0, 8.0), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    extent = _extent(coverage, 1000.0)
    axes.imshow(_shaded(coverage), cmap="gray", vmin=0.0, vmax=1.0, origin="lower", extent=extent)
    colours = [(0.0, 0.0, 0.0, 0.0)] + [to_rgba(colour, _OPACITY) for _, _, colour in ((0, *MASKED), *CLASSES)]
    axes.imshow(np.array(colours)[classes(coverage) + 1], origin="lower", extent=extent, interpolation="nearest")
    axes.plot(coverage.x_m / 1000.0, coverage.y_m / 1000.0, "^", color="black", markersize=9)
    axes.annotate(coverage.sensor, (coverage.x_m / 1000.0, coverage.y_m / 1000.0), (6, 6), textcoords="offset points")
    axes.set(xlabel="east (km)", ylabel="north (km)", title=_title(coverage))
    drawn = [Patch(color=colour, alpha=_OPACITY, label=label) for _, label, colour in (*CLASSES[::-1], (0, *MASKED))]
    figure.legend(handles=drawn, loc="outside lower center", ncols=3, frameon=False)
    figure.savefig(path, dpi=120)


def _title(coverage: Coverage) -> str:
    return f"{coverage.sensor}: {coverage.target} at {coverage.height_m:g} m above the ground"


def _extent(coverage: Coverage, unit_m: float) -> tuple[float, float, float, float]:
    """Return west, east, south and north edges of the map in units of ``unit_m``."""
    terrain, (rows, columns) = coverage.terrain, coverage.lowest_m.shape
    west, south = terrain.west_m - 0.5 * terrain.step_m, terrain.south_m - 0.5 * terrain.step_m
    east, north = west + columns * terrain.step_m, south + rows * terrain.step_m
    return west / unit_m, east / unit_m, south / unit_m, north / unit_m


def _shaded(coverage: Coverage) -> Any:
    """Return the ground lit from the north-west, 0 to 1, exaggerated so that a desert shows."""
    from matplotlib.colors import LightSource

    heights = coverage.terrain.heights_m
    if np.ptp(heights) == 0.0:
        return np.full(heights.shape, 0.8)
    steep = float(np.std(np.gradient(heights, coverage.terrain.step_m))) or 1.0
    light = LightSource(azdeg=135.0, altdeg=45.0)  # rows run from south: north-west is south-west to matplotlib
    return light.hillshade(heights, vert_exag=0.25 / steep, dx=coverage.terrain.step_m, dy=coverage.terrain.step_m)


def write_geotiff(coverage: Coverage, path: Path) -> None:
    """Write two float32 bands, north up: the lowest height in view (m) and the odds of a look; NaN beyond range."""
    import rasterio

    rows, columns = coverage.lowest_m.shape
    profile = {
        "driver": "GTiff",
        "height": rows,
        "width": columns,
        "count": 2,
        "dtype": "float32",
        "nodata": float("nan"),
        "crs": local_crs(coverage.latitude_deg, coverage.longitude_deg),
        "transform": _transform(coverage),
        "compress": "deflate",
    }
    bands = (
        ("lowest height in view, m above ground", coverage.lowest_m),
        (f"odds of a look: {_title(coverage)}", coverage.odds),
    )
    with rasterio.open(path, "w", **profile) as file:
        for index, (text, cells) in enumerate(bands, 1):
            file.write(np.where(coverage.within, cells, np.nan)[::-1].astype(np.float32), index)
            file.set_band_description(index, text)


def _transform(coverage: Coverage) -> Any:
    terrain = coverage.terrain
    north = terrain.south_m + (coverage.lowest_m.shape[0] - 1) * terrain.step_m
    return grid_transform(terrain.west_m, north, terrain.step_m)


def write_kml(coverage: Coverage, path: Path) -> None:
    """Write the sensor as a point and each class of odds as polygons on the ground."""
    styles = "".join(_style(f"class{number}", colour) for number, (_, _, colour) in enumerate(CLASSES, 1))
    longitude, latitude = _to_degrees(coverage, [(coverage.x_m, coverage.y_m)])[0]
    point = f"<Point><coordinates>{longitude:.7f},{latitude:.7f}</coordinates></Point>"
    marks = [_placemark(coverage.sensor, "", point)]
    grid = classes(coverage)[::-1]
    for number, (_, label, _) in enumerate(CLASSES, 1):
        shapes = "".join(_polygon(coverage, rings) for rings in _outlines(coverage, grid, number))
        if shapes:
            marks.append(_placemark(label, f"class{number}", f"<MultiGeometry>{shapes}</MultiGeometry>"))
    head = f"<name>{escape(_title(coverage))}</name><description>{escape(summary(coverage))}</description>"
    body = f"<Document>{head}{styles}{''.join(marks)}</Document>"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">{body}</kml>\n',
        encoding="utf-8",
    )


def _outlines(coverage: Coverage, grid: Any, number: int) -> Iterator[Any]:
    """Yield the rings of every patch of a class, in local metres: the outer one first, then its holes."""
    from rasterio.features import shapes

    for shape, _ in shapes(grid, mask=grid == number, transform=_transform(coverage)):
        yield shape["coordinates"]


def _polygon(coverage: Coverage, rings: Any) -> str:
    parts = []
    for ring, side in zip(rings, ["outerBoundaryIs", *["innerBoundaryIs"] * len(rings)], strict=False):
        text = " ".join(f"{x:.6f},{y:.6f}" for x, y in _to_degrees(coverage, ring))
        parts.append(f"<{side}><LinearRing><coordinates>{text}</coordinates></LinearRing></{side}>")
    return f"<Polygon>{''.join(parts)}</Polygon>"


def _to_degrees(coverage: Coverage, points: Any) -> list[tuple[float, float]]:
    """Return local points (m) as (longitude, latitude) in degrees."""
    from rasterio.warp import transform

    x, y = zip(*points, strict=True)
    return list(
        zip(*transform(local_crs(coverage.latitude_deg, coverage.longitude_deg), "EPSG:4326", x, y), strict=True)
    )


def _placemark(name: str, style: str, geometry: str) -> str:
    url = f"<styleUrl>#{style}</styleUrl>" if style else ""
    return f"<Placemark><name>{escape(name)}</name>{url}{geometry}</Placemark>"


def _style(name: str, colour: str) -> str:
    """Return a KML style: its colours run alpha, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    fill = f"<PolyStyle><color>{round(255 * _OPACITY):02x}{blue}{green}{red}</color><outline>0</outline></PolyStyle>"
    return f'<Style id="{name}">{fill}</Style>'
