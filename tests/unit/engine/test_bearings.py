"""Sensors without range in a raid: what they add to the picture, what they must not, and how late sound comes."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import Worker, replay
from ringfort.engine.sense import read_as_heard
from ringfort.engine.state import new_scratch
from ringfort.flights.contract import put_knot
from ringfort.physics.acoustics import speed_of_sound
from ringfort.scenario.check import load
from ringfort.scenario.load import parse_text
from ringfort.studies.picture import held

HEARS = """
  - {name: finder, system: sensor/radio-direction-finder, at: [0, 0], height: 5 m, excess_db: 0,
     sigma_bearing_rad: 1 deg, range_max_m: 40 km}
"""
RADAR = """
  - {name: radar, system: sensor/fixed-odds, at: [0, 0], height: 5 m, odds: ODDS, sigma_angle_rad: 5 mrad,
     sigma_range_m: 20 m, range_max_m: 40 km, period_s: 2 s, false_alarms: ALARMS, false_alarm_range_m: 5 km}
"""
TEXT = """
ringfort: 1
title: a drone that sends
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect:
  - {name: camp, at: [0 m, 0 m], size: [100 m, 60 m], people: 30}
defend: DEVICES
arrive:
  - {name: drone, system: threat/fpv-quadcopter, from: {bearing: 0 deg, range: 4 km}, aim: camp, video_eirp_w: 5 W}
"""


def compiled(*devices: str, odds: float = 0.0, alarms: float = 0.0) -> Any:
    """Return a raid of one drone on a camp with these devices, figures at their centre."""
    text = "".join(devices).replace("ODDS", str(odds)).replace("ALARMS", str(alarms))
    text = TEXT.replace("DEVICES", text)
    return compile_scenario(parse_text(text, Path("test.yaml")), installed(), central=True)


def count(log: Any, kind: int) -> int:
    """Return how many rows of a kind a log has."""
    return int((log.kind == kind).sum())


def test_bearings_alone_are_detections_and_no_track() -> None:
    log = replay(compiled(HEARS), 1, 0)[1]
    assert count(log, rows.DETECTED) > 100 and count(log, rows.TRACK_CONFIRMED) == 0


FINDERS = "".join(
    HEARS.replace("name: finder", f"name: finder at {x}").replace("at: [0, 0]", f"at: [{x}, 0]") for x in (-1500, 1500)
)


def test_where_two_finders_cross_a_track_begins() -> None:
    """Its place over the ground is right within what a degree each leaves open; of the height they tell little."""
    found = compiled(FINDERS)
    log = replay(found, 1, 0)[1]
    tracks = log[(log.kind == rows.TRACK_ROW) & (log.object == 0)]
    assert count(log, rows.TRACK_CONFIRMED) >= 1 and len(tracks) > 20
    sigma = np.sqrt(tracks.more[:, 0] + tracks.more[:, 1])
    assert float(np.median(sigma)) < 300.0


def test_no_track_begins_on_bearings_where_the_scenario_says_so() -> None:
    text = TEXT.replace("DEVICES", FINDERS) + "tracking: {start_on_bearings: false}\n"
    found = compile_scenario(parse_text(text, Path("test.yaml")), installed(), central=True)
    assert count(replay(found, 1, 0)[1], rows.TRACK_CONFIRMED) == 0


def test_bearings_make_no_track_of_a_radar_s_false_plots() -> None:
    """A radar that sees the drone never, and false plots along its bearing: as many tracks as without the finder."""
    raids = [replay(compiled(*devices, alarms=4.0), 1, 0)[1] for devices in ((RADAR,), (RADAR, HEARS))]
    confirmed = [count(log, rows.TRACK_CONFIRMED) for log in raids]
    assert confirmed[1] <= confirmed[0] + 1


def test_bearings_narrow_a_track_across_the_line() -> None:
    """The drone comes from the north: what the radar's angle leaves open east and west, the finder closes."""
    spread = []
    for devices in ((RADAR,), (RADAR, HEARS)):
        text = tuple(d.replace("5 mrad", "50 mrad") for d in devices)
        log = replay(compiled(*text, odds=0.9), 1, 0)[1]
        tracks = log[(log.kind == rows.TRACK_ROW) & (log.t > 60.0)]
        spread.append(math.sqrt(float(tracks.more[:, 0].mean())))
    assert spread[1] < 0.7 * spread[0]


def test_no_bearing_leaves_a_variance_below_none() -> None:
    """Fine bearings of what a radar knows coarsely: in three raids of the scenario no track's covariance is none."""
    catalog = installed()
    found = compile_scenario(load("night-quadcopters", catalog), catalog)
    for run in range(3):
        log = replay(found, 1, run)[1]
        more = np.asarray(log[log.kind == rows.TRACK_ROW].more)
        P = more[:, [0, 3, 4, 3, 1, 5, 4, 5, 2]].reshape(-1, 3, 3)
        widths = np.linalg.eigvalsh(P)
        assert len(P) > 100 and (more[:, :3] > 0.0).all()
        assert (widths[:, 0] > -1e-12 * widths[:, 2]).all()


GAUGE = """
  - {name: gauge NAME, system: sensor/fixed-odds, at: [AT], height: 5 m, odds: 0.9, sigma_range_m: 5 m, period_s: 1 s,
     measures_azimuth: 0, measures_elevation: 0, range_max_m: 20 km, false_alarms: 0.1, false_alarm_range_m: 10 km}
"""
GAUGES = [
    GAUGE.replace("NAME", name).replace("AT", at)
    for name, at in (("a", "-2000, 0"), ("b", "2000, 0"), ("c", "0, -3000"), ("d", "500, 2500"))
]


def test_where_ranges_of_four_sensors_meet_a_track_begins_and_is_right() -> None:
    """Its place to 40 m over the ground, half of the time, of which ranges of 5 m tell much and heights little."""
    found = held(Worker(compiled(*GAUGES), logging=True), 1, 0)
    of_it = found.source == 0
    assert of_it.any(axis=1).sum() > 0.5 * (~np.isnan(found.truth[:, 0, 0])).sum()
    moments, tracks = np.nonzero(of_it)
    off = found.shown[moments, tracks, :2] - found.truth[moments, 0, :2]
    assert float(np.nanmedian(np.sqrt((off**2).sum(axis=1)))) < 40.0


def test_two_sensors_of_ranges_alone_begin_nothing() -> None:
    assert count(replay(compiled(*GAUGES[:2]), 1, 0)[1], rows.TRACK_CONFIRMED) == 0


@pytest.mark.parametrize("speed_mps", [0.0, 40.0, 150.0])
def test_sound_comes_from_where_the_thing_was(speed_mps: float) -> None:
    """It crosses at distance d at time 0 and is heard from t with c t = -sqrt(d^2 + v^2 t^2)."""
    found = compiled(HEARS)
    state, c = new_scratch(found.model, found.systems).state, speed_of_sound(288.15)
    sensor = found.model.given.sensors[0]
    for k, t in enumerate((-10.0, 10.0)):
        put_knot(state.knots[0], k, t, (speed_mps * t, 680.0, sensor.z_m), (speed_mps, 0.0, 0.0))
    thing = state.objects[0]
    thing.knots, thing.now[:3] = 2, (0.0, 680.0, sensor.z_m)
    read_as_heard(state, sensor, 0, 0.0)
    at = -680.0 / math.sqrt(c * c - speed_mps * speed_mps)
    assert within(2.0, because="three rounds leave that much at half the speed of sound")(thing.now[0], speed_mps * at)
