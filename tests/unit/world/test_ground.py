"""The ground that a scenario asks for: several files, their own height, what was filled in, and who is told."""

from pathlib import Path

import numpy as np
import pytest
from tests.tolerance import within
from tests.unit.world.test_elevation import LATITUDE, LONGITUDE, slope, write

from ringfort import cli
from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.errors import ScenarioError, TerrainError
from ringfort.scenario.check import load
from ringfort.world.ground import files, ground

TEXT = """
ringfort: 1
title: two tiles
place: {{latitude: {latitude}, longitude: {longitude}{more},
  terrain: {{file: {file}, extent: 10 km, spacing: 200 m}}}}
time: 2024-06-01T10:00:00Z
defend:
  - {{name: radar, system: sensor/small-drone-radar, at: [0, 0], height: 10 m}}
arrive:
  - {{name: drone, system: threat/one-way-drone, from: {{bearing: 0 deg, range: 4 km}}, aim: [0, 0]}}
"""


def tiles(folder: Path, void: bool = False) -> list[Path]:
    """Write two tiles that meet at the reference point's meridian."""
    west, north = LONGITUDE - 0.1, LATITUDE + 0.1
    heights = np.round(slope(240, 240, west, north)).astype(np.int16)
    if void:
        heights[100:104, 100:104] = -32768
    left = write(folder / "tile-a.tif", heights[:, :120].copy(), west, north, nodata=-32768)
    return [left, write(folder / "tile-b.tif", heights[:, 120:].copy(), LONGITUDE, north, nodata=-32768)]


def scenario(folder: Path, file: str, more: str = "") -> Path:
    path = folder / "two.yaml"
    path.write_text(TEXT.format(latitude=LATITUDE, longitude=LONGITUDE, more=more, file=file))
    return path


@pytest.mark.parametrize("file", ["[tile-a.tif, tile-b.tif]", "tile-*.tif", "['tile-?.tif', tile-a.tif]"])
def test_a_scenario_s_ground_may_lie_in_several_files(tmp_path: Path, file: str) -> None:
    pytest.importorskip("rasterio")
    tiles(tmp_path)
    loaded = load(scenario(tmp_path, file), installed())
    compiled = compile_scenario(loaded, installed(), central=True)
    metre = within(1.0, because="whole metres, and half a cell of 3 arc seconds at the seam")
    assert metre(float(compiled.model.given.ground_m), 300.0)
    heights = compiled.model.terrain.heights_m
    steps = np.diff(heights, axis=1)
    assert within(2.5, because="200 m of a slope of 1.1 % and whole metres")(float(np.abs(steps).max()), 2.2)
    assert compiled.notes == ()
    again = type(loaded.document).model_validate(loaded.document.as_written())
    assert again.place.terrain.file == loaded.document.place.terrain.file


def test_a_stated_height_of_another_place_is_refused_and_a_near_one_gives_way(tmp_path: Path) -> None:
    tiles(tmp_path)
    near = load(scenario(tmp_path, "tile-*.tif", ", elevation: 310 m"), installed())
    assert abs(compile_scenario(near, installed(), central=True).model.given.ground_m - 300.0) < 1.0
    far = load(scenario(tmp_path, "tile-*.tif", ", elevation: 900 m"), installed())
    with pytest.raises(ScenarioError, match="900 m here, 300 m in the files"):
        compile_scenario(far, installed(), central=True)


def test_voids_are_told_by_check_and_coverage_and_in_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    tiles(tmp_path, void=True)
    path = str(scenario(tmp_path, "tile-*.tif"))
    maps = ["--sensor", "radar", "--height", "50m", "--out", str(tmp_path / "maps")]
    for arguments in (["check", path], ["run", path, "--runs", "2"], ["coverage", path, *maps]):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        said = capsys.readouterr()
        assert not ended.value.code
        assert "cells of the terrain" in " ".join((said.out + said.err).split())


def test_a_pattern_that_matches_nothing_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(TerrainError, match="no such file"):
        files(["tiles/*.tif"], tmp_path)
    with pytest.raises(ScenarioError, match="tiles") as caught:
        load(scenario(tmp_path, "tiles/*.tif"), installed())
    assert caught.value.problems[0].where == "place.terrain.file"


def test_made_up_and_flat_ground_know_no_height_above_the_geoid() -> None:
    form = {"file": None, "synthetic": None, "seed": 1, "relief_m": 50.0, "extent_m": 6e3, "spacing_m": 200.0}
    assert ground(form, (33.0, 40.0), Path()).elevation_m is None
    assert ground({**form, "synthetic": "desert-wadi"}, (33.0, 40.0), Path()).elevation_m is None
