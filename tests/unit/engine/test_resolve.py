"""Things in one resolution cell give one detection between them."""

from pathlib import Path
from typing import Any

import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import compile_scenario
from ringfort.engine.resolve import settle
from ringfort.engine.run import replay
from ringfort.engine.state import new_scratch
from ringfort.scenario.load import parse_text

TEXT = """
ringfort: 1
title: two side by side
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect:
  - {name: camp, at: [0 m, 0 m], size: [100 m, 60 m], people: 30}
defend:
  - {name: radar, system: sensor/small-drone-radar, at: [0, 0], height: 5 m, false_alarms: 0, ground_alarms: 0,
     bandwidth_hz: 3 MHz, reference_range_m: 20 km}
arrive:
  - {name: left, system: threat/straight-line, level: 1, height_m: 300, at: [0 m, 4000 m], aim: [0 m, 500 m]}
  - {name: right, system: threat/straight-line, level: 1, height_m: 300, at: [APART m, 4000 m], aim: [APART m, 500 m]}
"""
METRE = within(1e-9, because="rounding of metres and radians")


def compiled(apart_m: float) -> Any:
    text = TEXT.replace("APART", str(apart_m))
    return compile_scenario(parse_text(text, Path("test.yaml")), installed(), central=True)


def laid(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[int, Any]:
    """Lay two detections (range, azimuth, elevation, range rate, dBsm) before the radar; return what is left."""
    found = compiled(30.0)
    state = new_scratch(found.model, found.systems).state
    state.buckets[:] = -1
    count = 0
    for k, given in enumerate((one, other)):
        detection = state.detections[count]
        detection.range_m, detection.azimuth_rad, detection.elevation_rad = given[:3]
        detection.range_rate_mps, detection.cross_section_dbsm, detection.sigma_range_rate_mps = given[3], given[4], 0.5
        detection.sigma_range_m = detection.sigma_azimuth_rad = detection.sigma_elevation_rad = 1e-2
        state.sources[count] = k
        count = settle(found.model, state, 0, count)
    return count, state


def test_two_in_one_cell_are_one_where_their_echoes_balance() -> None:
    """A ninth of the other's echo: a tenth of the way from the strong one, which it is taken to be."""
    strong, weak = (3000.0, 0.5, 0.1, -50.0, 9.542425094), (3010.0, 0.51, 0.11, -49.0, 0.0)
    for first, second, source in ((strong, weak, 0), (weak, strong, 1)):
        count, state = laid(first, second)
        only = state.detections[0]
        assert count == 1 and state.sources[0] == source
        assert within(1e-6, because="the ratio of echoes is given to ten digits")(only.range_m, 3001.0)
        assert within(1e-8, because="likewise")(only.azimuth_rad, 0.501)
        assert within(1e-7, because="ten times the one's echo")(only.cross_section_dbsm, 10.0)


@pytest.mark.parametrize(
    "other",
    [
        (3060.0, 0.5, 0.1, -50.0, 0.0),  # a range cell of 50 m
        (3000.0, 0.57, 0.1, -50.0, 0.0),  # a beam of 3 degrees
        (3000.0, 0.5, 0.22, -50.0, 0.0),  # 6 degrees upward
        (3000.0, 0.5, 0.1, -40.0, 0.0),  # filters
    ],
)
def test_two_apart_in_any_coordinate_stay_two(other: tuple[float, ...]) -> None:
    assert laid((3000.0, 0.5, 0.1, -50.0, 0.0), other)[0] == 2


def test_neighbours_across_the_edge_of_a_bucket_and_across_north_meet() -> None:
    cell = 299792458.0 / 2.0 / 3e6
    assert laid((10.0 * cell - 1.0, 0.0, 0.1, 0.0, 0.0), (10.0 * cell + 1.0, 6.28, 0.1, 0.0, 0.0))[0] == 1


def test_a_pair_that_comes_nearer_is_told_apart_at_last() -> None:
    """60 m apart: within 3 degrees beyond 1150 m, told apart well within; 300 m are two from 4 km on."""
    log = replay(compiled(60.0), 1, 0)[1]
    merged, both = log[log.kind == rows.MERGED], log[log.kind == rows.DETECTED]
    assert len(merged) > 20
    assert merged.place[:, 1].min() > 800.0
    assert len(both[(both.object == 1) & (both.place[:, 1] < 800.0)]) > 0
    assert (replay(compiled(300.0), 1, 0)[1].kind == rows.MERGED).sum() == 0
