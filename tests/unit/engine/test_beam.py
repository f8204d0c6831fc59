"""The beam of a phased array is one: what looks at tracks take, the search lacks."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import replay
from ringfort.scenario.load import parse_text
from ringfort.sensors.beam import looks_take, search_lacks, steady_revisits

SEARCH_S, LOOK_S, TRACK_S, PERIOD_S, LEAST, CHANNELS = 1.0, 0.05, 1.0, 2.0, 0.2, 30
TEXT = f"""
ringfort: 1
title: as many targets as there are
place: {{latitude: 33, longitude: 40, terrain: flat}}
time: 2024-06-01T10:00:00Z
duration: 60 s
protect:
  - {{name: camp, at: [0 m, 0 m], size: [40 m, 40 m], people: 40}}
defend:
  - {{name: array, system: sensor/fixed-odds, at: [0 m, 0 m], height: 5 m, odds: 1, period_s: {PERIOD_S},
     search_s: {SEARCH_S}, look_s: {LOOK_S}, track_s: {TRACK_S}, track_channels: {CHANNELS}, search_least: {LEAST},
     false_alarms: 3, false_alarm_range_m: 500 m, elevation_low_rad: 0.2}}
arrive:
  - {{name: target, system: threat/straight-line, level: 1, height_m: 1500, count: COUNT,
     from: {{bearing: {{uniform: [0 deg, 360 deg]}}, range: 4 km}}, aim: camp}}
"""


class Seen(NamedTuple):
    """The times of the search frames of one raid and of the looks at its first target beside them, settled."""

    frames: Any
    looks: Any


@cache
def seen(count: int) -> Seen:
    """Play a raid of so many targets; false alarms tell search frames, which alone make them."""
    text = TEXT.replace("COUNT", str(count))
    compiled = compile_scenario(parse_text(text, Path("test.yaml")), installed(), central=True)
    log = replay(compiled, 1, 0)[1]
    log = log[(log.t > 10.0) & (log.t < 50.0)]
    frames = np.unique(log.t[log.kind == rows.FALSE_ALARM])
    looks = np.unique(log.t[(log.kind == rows.DETECTED) & (log.object == 0)])
    return Seen(frames, np.setdiff1d(looks, frames))


def test_what_a_frame_lacks_is_what_went_into_looks() -> None:
    assert search_lacks(1.0, 0.0, 1.0) == 0.0
    assert within(1e-12, because="rounding")(search_lacks(1.0, 0.3, 1.0), 0.3)
    assert within(1e-12, because="rounding")(looks_take(10.0, 0.05, 0.2), 0.625)


def test_with_few_tracks_search_and_track_keep_their_own_times() -> None:
    found = seen(2)
    check = within(1e-6, because="nothing waits: 2 looks a second take a tenth of the beam, the search a half")
    assert check(float(np.median(np.diff(found.frames))), PERIOD_S)  # a frame without a false alarm does not show
    seen_at = np.union1d(found.looks, found.frames)  # looks may fall on frames, and beams that confirm in between
    assert np.diff(seen_at).max() < 1.2 * TRACK_S
    track, frame = steady_revisits(2.0, _Mounting())
    assert (track, frame) == (TRACK_S, PERIOD_S)


@pytest.mark.parametrize("count", [20, 30])
def test_a_crowd_degrades_search_and_track_as_the_closed_form_says(count: int) -> None:
    """20 looks a second of 50 ms would fill the beam; with a fifth kept for search they wait, and so does search."""
    found = seen(count)
    track, frame = steady_revisits(float(count), _Mounting())
    assert track > 1.2 * TRACK_S and frame > 2.0 * PERIOD_S
    check = within(rel=0.25, because="looks that confirm false plots take a share, too, and frames end between looks")
    assert check(float(np.diff(found.looks).mean()), track)
    assert check(float(np.diff(found.frames).mean()), frame)


def test_tracks_beyond_the_channels_cost_no_more_beam_time() -> None:
    assert steady_revisits(200.0, _Mounting()) == steady_revisits(float(CHANNELS), _Mounting())


class _Mounting(NamedTuple):
    period_s: float = PERIOD_S
    search_s: float = SEARCH_S
    look_s: float = LOOK_S
    track_s: float = TRACK_S
    track_channels: float = CHANNELS
    search_least: float = LEAST
