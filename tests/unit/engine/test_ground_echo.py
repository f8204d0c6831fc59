"""The ground's false alarms lie where a radar lights it up, by range, azimuth and speed."""

import math
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import compile_scenario
from ringfort.engine.ground_echo import RINGS, SECTORS, Radiant, spread
from ringfort.engine.run import replay
from ringfort.scenario.load import parse_text
from ringfort.world.ground import masks
from ringfort.world.terrain import Terrain, flat

WHOLE = 2.0 * math.pi
TEXT = """
ringfort: 1
title: a radar over flat ground
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
duration: 200 s
defend:
  - {name: radar, system: sensor/small-drone-radar, at: [0, 0], height: 10 m, false_alarms: EVEN, ground_alarms: OFF,
     false_alarm_range_m: 4 km, alarm_speed_mps: 40}
arrive:
  - {name: bird, system: bird/large, count: 1, at: [9 km, 9 km]}
"""


def shares(radiant: Radiant, terrain: Terrain) -> Any:
    """Return the share of the alarms of each ring and sector."""
    mask = masks(terrain, [(radiant.x_m, radiant.y_m, 10.0, radiant.far_m)])[0]
    told = spread(radiant, terrain, mask)
    return np.diff(told, prepend=0.0).reshape(RINGS, SECTORS)


def radiant(height_m: float, echo: Any, z_m: float = 0.0) -> Radiant:
    """Return a sensor that turns, as high above the ground at the middle."""
    return Radiant(0.0, 0.0, z_m + height_m, 0.0, WHOLE, 100.0, 4000.0, -0.2, 0.1, echo)


def small_radar() -> Any:
    """Return the echo of the ground of the radar against small drones."""
    catalog = installed()
    entry = catalog.get("sensor/small-drone-radar")
    spec = catalog.model(entry.model)
    names: Any = spec.parameters
    p = spec.parameters(*(entry.parameters[name].value for name in names._fields))
    return partial(spec.functions["ground"], p)


def test_over_flat_ground_the_near_rings_shine_and_every_bearing_alike() -> None:
    found = shares(radiant(10.0, small_radar()), flat())
    assert within(1e-12, because="rounding of a sum")(float(found.sum()), 1.0)
    assert np.ptp(found, axis=1).max() < 1e-12
    rings = found.sum(axis=1)
    assert rings[0] > rings[8] > rings[16] > rings[31] >= 0.0


def test_a_slope_that_faces_the_radar_shines_and_the_valley_behind_is_dark() -> None:
    """A ridge of 60 m, 2 km to the north: its near side is steep to the beam, its far side out of sight."""
    step, n = 50.0, 241
    y = (np.arange(n) - n // 2) * step
    ridge = 60.0 * np.exp(-0.5 * ((y - 2000.0) / 200.0) ** 2)
    terrain = Terrain(np.repeat(ridge[:, None], n, axis=1).astype(np.float32), -6000.0, -6000.0, step)
    found = shares(radiant(10.0, small_radar()), terrain)
    north, south = found[:, SECTORS // 2], found[:, 0]
    ring = {away: int(RINGS * (away - 100.0) / 3900.0) for away in (1750.0, 2500.0)}
    assert north[ring[1750.0]] > 2.0 * south[ring[1750.0]]
    assert north[ring[2500.0]] == 0.0 < south[ring[2500.0]]


def test_a_radar_that_sees_no_ground_has_no_such_alarms() -> None:
    assert spread(radiant(10.0, lambda _r, _g: 0.0), flat(), np.zeros((1, 1)))[-1] == 0.0


def alarms(even: float, off: float) -> Any:
    text = TEXT.replace("EVEN", str(even)).replace("OFF", str(off))
    compiled = compile_scenario(parse_text(text, Path("test.yaml")), installed(), central=True)
    log = replay(compiled, 1, 0)[1]
    return log[log.kind == rows.FALSE_ALARM]


def test_in_a_raid_they_lie_low_and_near_and_the_even_ones_do_not() -> None:
    ground, even = alarms(0.0, 3.0), alarms(3.0, 0.0)
    check = within(5.0 * math.sqrt(600.0), because="five deviations of a Poisson count")
    assert check(len(ground), 600.0) and check(len(even), 600.0)
    away = [np.hypot(one.place[:, 0], one.place[:, 1]) for one in (ground, even)]
    slope = [one.place[:, 2] / far for one, far in zip((ground, even), away, strict=True)]
    assert np.median(away[0]) < 0.6 * np.median(away[1])
    assert np.abs(np.median(slope[0])) < 0.03 < np.median(slope[1])
