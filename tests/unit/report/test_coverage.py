import math
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.errors import RingfortError
from ringfort.report.coverage import CLASSES, classes, summary, write
from ringfort.studies.coverage import Coverage
from ringfort.world.frames import Geodetic, LocalFrame
from ringfort.world.synthetic import desert_wadi
from ringfort.world.viewshed import sensor_mask

rasterio = pytest.importorskip("rasterio")
pytest.importorskip("matplotlib")

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def found() -> Coverage:
    """A sensor in a small desert whose odds fall with the distance."""
    terrain = desert_wadi(2, 6_000.0, 100.0, 60.0, 30.0)
    lowest = sensor_mask(terrain, 300.0, -200.0, 8.0, 2_800.0)
    y, x = np.mgrid[0:61, 0:61] * 100.0 - 3_000.0
    odds = np.where(lowest <= 20.0, np.exp(-np.hypot(x - 300.0, y + 200.0) / 1_000.0), 0.0).astype(np.float32)
    return Coverage("north & radar", "threat/x", 20.0, 300.0, -200.0, 2_800.0, 33.3, 40.0, terrain, lowest, odds)


@pytest.fixture(scope="module")
def files(found: Coverage, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write(found, tmp_path_factory.mktemp("map") / "new")


def test_three_files_are_written_and_named_for_sensor_and_height(files: list[Path]) -> None:
    assert [path.name for path in files] == [f"coverage-north-radar-20-m.{end}" for end in ("png", "tif", "kml")]
    assert files[0].read_bytes().startswith(b"\x89PNG")


def test_classes_part_the_range_by_odds(found: Coverage) -> None:
    parts = classes(found)
    assert np.array_equal(parts == -1, np.isinf(found.lowest_m))
    assert np.array_equal(parts == 0, np.isfinite(found.lowest_m) & (found.lowest_m > 20.0))
    assert float(found.odds[parts == 4].min()) >= 0.9
    assert float(found.odds[parts == 1].max()) < 0.1


def test_the_geotiff_lies_where_the_ground_lies(found: Coverage, files: list[Path]) -> None:
    with rasterio.open(files[1]) as file:
        lowest, odds = file.read()
        longitude, latitude = rasterio.warp.transform("EPSG:4326", file.crs, [40.02], [33.28])
        row, column = file.index(longitude[0], latitude[0])
    frame = LocalFrame(math.radians(33.3), math.radians(40.0))
    x, y, _ = frame.from_geodetic(Geodetic(math.radians(33.28), math.radians(40.02), 0.0))
    assert (60 - row, column) == (round((y + 3_000.0) / 100.0), round((x + 3_000.0) / 100.0))
    assert np.array_equal(np.isnan(lowest[::-1]), ~found.within)
    assert np.array_equal(odds[::-1][found.within], found.odds[found.within])


def test_the_kml_holds_every_class_as_an_area(found: Coverage, files: list[Path]) -> None:
    document = ElementTree.parse(files[2]).getroot()[0]
    marks = {mark.findtext(f"{KML}name"): mark for mark in document.findall(f"{KML}Placemark")}
    assert "north & radar" in marks
    metres = np.array([92_950.0, 110_900.0])  # of a degree of longitude and of latitude at 33.3 degrees
    for number, (_, label, _) in enumerate(CLASSES, 1):
        cells = int((classes(found) == number).sum())
        if not cells:
            continue
        area = 0.0
        for ring in marks[label].iter(f"{KML}coordinates"):
            points = (np.array([pair.split(",") for pair in str(ring.text).split()], float) - (40.0, 33.3)) * metres
            x, y = points.T
            area += 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        assert within(rel=0.01, because="metres of a degree are rounded")(abs(area), cells * 1e4)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs ogrinfo (Debian: gdal-bin)")
def test_gdal_reads_both(files: list[Path]) -> None:
    told = subprocess.run(["ogrinfo", "-so", "-al", files[2]], capture_output=True, text=True, check=True).stdout
    assert "Feature Count: " in told
    told = subprocess.run(["gdalinfo", files[1]], capture_output=True, text=True, check=True).stdout
    assert "odds of a look" in told
    assert 'ELLIPSOID["WGS 84"' in told


def test_the_summary_counts_what_lies_within_range(found: Coverage) -> None:
    share = found.seen.sum() / found.within.sum()
    assert f"in view over {share:.0%} of the {found.within.sum() / 100:.0f} km2" in summary(found)


def test_a_folder_that_cannot_be_is_told(found: Coverage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RingfortError, match="choose another --out"):
        write(found, tmp_path / "file" / "folder")
