"""Delay and loss between a sensor and the command post."""

from pathlib import Path
from typing import Any

from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import replay
from ringfort.scenario.load import parse_text

TEXT = """
ringfort: 1
title: a drone and a radar far from the post
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect:
  - {name: camp, at: [0 m, 0 m], size: [100 m, 60 m], people: 30}
defend:
  - {name: radar, system: sensor/ideal, at: [0, 0], height: 5 m, LINK}
arrive:
  - {name: drone, system: threat/one-way-drone, from: {bearing: 0 deg, range: 9 km, height: 300 m}, aim: camp}
"""


def played(link: str) -> tuple[Any, Any]:
    """Return the drone's row and the log of a raid whose radar, perfect otherwise, has this link."""
    compiled = compile_scenario(parse_text(TEXT.replace("LINK", link), Path("test.yaml")), installed(), central=True)
    found, log = replay(compiled, 1, 0)
    return found.things[0, 0], log


def tracks(log: Any) -> Any:
    """Return the rows of tracks."""
    return log[log.kind == rows.TRACK_ROW]


def test_what_comes_late_is_of_the_time_at_which_it_was_seen() -> None:
    """Three seconds at 50 m/s would put a track 150 m behind; the milestone comes so much later, not the place."""
    (_, near), (thing, far) = played("delay_s: 0 s"), played("delay_s: 3 s")
    known = {round(float(row.t), 6): row.place[1] for row in tracks(near)}
    apart = [row.place[1] - known[t] for row in tracks(far) if 60.0 < (t := round(float(row.t), 6)) < 120.0]
    assert len(apart) > 40  # scans a second apart come at the same moments
    assert within(10.0, because="the errors of two tracks of a steady thing")(max(map(abs, apart)), 0.0)
    seen = far[far.kind == rows.TRACK_CONFIRMED][0].t
    assert within(1e-9, because="rounding")(thing.tracked_s - seen, 3.0)


def test_lost_words_leave_detections_without_tracks_and_half_of_them_every_other_scan() -> None:
    seen = [int((played(f"loss: {share}")[1].kind == rows.DETECTED).sum()) for share in (0.0, 1.0)]
    told = [len(tracks(played(f"loss: {share}")[1])) for share in (0.0, 0.5, 1.0)]
    assert seen[1] >= seen[0] > 100 and told[2] == 0
    sigma = (0.25 * told[0]) ** 0.5
    assert within(4.0 * sigma, because="four deviations of as many fair coins")(told[1], 0.5 * told[0])
