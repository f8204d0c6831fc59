"""What sensors tell of what a track is, in a raid: modulation of echoes, emissions, a camera that takes its time."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.command.contract import BIRD, BIRD_KIND, HOSTILE, OWN_QUADCOPTER, QUADCOPTER
from ringfort.engine import log as rows
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import Worker
from ringfort.scenario.load import parse_text
from ringfort.tracking.contract import CONFIRMED

TEXT = """
ringfort: 1
title: one thing in the air
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
duration: 70 s
protect:
  - {name: camp, at: [0 m, 0 m], size: [100 m, 60 m], people: 30}
defend:
  - {name: radar, system: sensor/fixed-odds, at: [0, 0], height: 5 m, odds: 0.95, sigma_angle_rad: 5 mrad, RADAR}
DEVICES
command:
  identify: {expect: {hostile: 1, friend: 0.3, bird: 1}}
arrive:
  - {name: quad, system: threat/fpv-quadcopter, at: [0 m, 2500 m], aim: camp, video_eirp_w: WATT}
"""
FINDER = """
  - {name: finder, system: sensor/radio-direction-finder, at: [0, 0], height: 5 m, excess_db: 0,
     sigma_bearing_rad: 2 deg, false_alarms: 0.01}
"""
CAMERA = """
  - {name: camera, system: sensor/day-camera, at: [0, 0], height: 5 m, pixel_rad: 1e-5, period_s: DWELL,
     slew_rad_s: SLEW, confusion: 0, recognise_s: 0}
"""
JUDGES = "signature_s: 2 s, signature_signal: 1, signature_confusion: 0.1"


def played(radar: str = "", devices: str = "", watt: str = "0.1 W") -> tuple[Any, Any, Any]:
    """Return the assessment of the one track at the end of a raid, the log, and the state."""
    text = TEXT.replace(", RADAR", f", {radar}" if radar else "").replace("DEVICES", devices).replace("WATT", watt)
    worker = Worker(compile_scenario(parse_text(text, Path("test.yaml")), installed(), central=True), logging=True)
    worker.play(1, 0, 1)
    log, state = np.concatenate(worker.log).view(np.recarray), worker.scratch.state
    alive = [i for i in range(state.slots) if state.tracks[i].status == CONFIRMED]
    return state.assessments[alive[0]], log, state


def test_a_radar_that_hears_rotors_holds_it_for_a_quadcopter_and_not_for_a_bird() -> None:
    (deaf, *_), (seen, *_) = played(), played(JUDGES)
    assert deaf.judged == 0 and seen.judged == 3
    assert seen.posterior[BIRD] < 0.1 * deaf.posterior[BIRD]
    assert seen.kinds[QUADCOPTER] + seen.kinds[OWN_QUADCOPTER] > 0.9


def test_an_echo_too_weak_is_not_judged() -> None:
    assert played(JUDGES.replace("signal: 1", "signal: 1e6"))[0].judged == 0


def test_what_sends_is_held_for_a_quadcopter_and_what_keeps_silent_is_left_as_it_was() -> None:
    (alone, *_), (heard, *_), (silent, *_) = played(), played(devices=FINDER), played(devices=FINDER, watt="0 W")
    assert heard.heard == 3 and silent.heard < 3
    assert heard.kinds[BIRD_KIND] < 0.5 * alone.kinds[BIRD_KIND]
    assert within(1e-3, because="a false bearing nudges the track a little")(
        silent.posterior[HOSTILE], alone.posterior[HOSTILE]
    )


@pytest.mark.parametrize(("dwell", "slew"), [(10.0, 10.0), (3.0, 0.1)])
def test_a_camera_tells_what_it_sees_after_it_has_turned_and_dwelt(dwell: float, slew: float) -> None:
    """The track is north, as the camera faces; it has to rise by some degrees only."""
    _, log, _ = played(devices=CAMERA.replace("DWELL", f"{dwell} s").replace("SLEW", str(slew)))
    looks = np.sort(log.t[log.kind == rows.LOOKED])
    first = float(log.t[log.kind == rows.TRACK_CONFIRMED].min())
    assert len(looks) >= 2 and looks[0] >= first + dwell
    assert np.diff(looks).min() >= dwell


def test_a_slow_mount_tells_later() -> None:
    """South-facing, it has to turn half round: pi seconds at 1 rad/s, 31 at a tenth."""
    south = CAMERA.replace("height: 5 m", "height: 5 m, facing: 180 deg").replace("DWELL", "3 s")
    times = []
    for slew in ("1", "0.1"):
        _, log, _ = played(devices=south.replace("SLEW", slew))
        times.append(float(log.t[log.kind == rows.LOOKED].min()))
    assert within(3.0, because="a dwell and the time between two looks for a track")(times[1] - times[0], 28.3)
