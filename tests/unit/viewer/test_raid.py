"""The document of one raid tells what its log tells: places, tracks, shots, chains; and no number that JSON lacks."""

import json
from base64 import b64decode
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within
from tests.unit.viewer.scenes import compiled

from ringfort.engine import log as rows
from ringfort.engine.run import replay
from ringfort.viewer.packing import pack
from ringfort.viewer.raid import raid
from ringfort.viewer.scene import scene
from ringfort.viewer.thinning import OFF_M, OFF_SIGMA, SILENT_S

SINGLE = within(0.05, because="places travel as 32-bit floats, good to 2 cm at 300 km")


def furthest(first: Any, second: Any) -> float:
    """Return the largest difference between two arrays."""
    return float(np.abs(np.asarray(first, float) - np.asarray(second, float)).max())


def numbers(packed: dict[str, str], *shape: int) -> Any:
    return np.frombuffer(b64decode(packed["data"]), "<" + packed["kind"]).reshape(*(shape or (-1,)))


@cache
def told(name: str, run: int) -> tuple[dict[str, Any], Any, Any]:
    played, log = replay(compiled(name), 1, run)
    return raid(compiled(name), 1, run), played.things[0].view(np.recarray), log


def test_packing_rounds_and_holds_within_its_kind() -> None:
    assert numbers(pack([0.4, 1.6, -3.0, 7e4, np.inf, np.nan], "u2")).tolist() == [0, 2, 0, 65535, 65535, 0]
    assert numbers(pack([1.5, -2.25], "f4")).tolist() == [1.5, -2.25]


@pytest.mark.parametrize(("name", "run"), [("one-drone", 0), ("night-quadcopters", 1)])
def test_documents_are_json_without_nan(name: str, run: int) -> None:
    json.dumps(scene(compiled(name)), allow_nan=False)
    json.dumps(told(name, run)[0], allow_nan=False)


def test_flights_are_the_knots_of_the_log() -> None:
    found, _, log = told("night-quadcopters", 1)
    laid = log[log.kind == rows.KNOT_ROW]
    t, place = numbers(found["flights"]["t_s"]), numbers(found["flights"]["place"], -1, 3)
    assert len(t) == len(laid)
    for o in range(5):
        mine = numbers(found["flights"]["object"]) == o
        theirs = laid[laid.object == o]
        order = np.lexsort((theirs.t, theirs.value))
        assert SINGLE(furthest(place[mine], theirs.place[order]), 0.0)


def test_the_chain_has_the_times_of_the_books() -> None:
    run = next(run for run in range(20) if np.isfinite(told("one-drone", run)[1][0].effect_s))  # one that is stopped
    found, things, _ = told("one-drone", run)
    chain = {link["link"]: link["t_s"] for link in found["objects"][0]["chain"]}
    exact = within(1e-9, because="the same numbers")
    assert exact(chain["detected"], things[0].detected_s)
    assert exact(chain["ordered"], things[0].ordered_s)
    assert exact(chain["effect"], things[0].effect_s)


def test_every_shot_has_the_effect_that_the_log_gives_it() -> None:
    found, _, log = told("one-drone", 0)
    fired, effects = log[log.kind == rows.FIRED], log[log.kind == rows.EFFECT_ROW]
    assert len(found["shots"]) == len(fired) > 0
    acted = [shot for shot in found["shots"] if "effect_s" in shot]
    assert sorted(shot["effect_s"] for shot in acted) == sorted(effects.t.tolist())
    assert all(shot["effect_s"] > shot["fired_s"] for shot in acted)
    assert {shot["outcome"] for shot in acted} == {rows.OUTCOMES[int(code)] for code in effects.code}


def test_a_track_update_that_is_left_out_lies_where_it_was_foretold() -> None:
    found, _, log = told("night-quadcopters", 1)
    all_rows = log[log.kind == rows.TRACK_ROW]
    t, ids = numbers(found["tracks"]["t_s"]), numbers(found["tracks"]["track"])
    place, speed = numbers(found["tracks"]["place"], -1, 3), numbers(found["tracks"]["speed"], -1, 3)
    assert 0 < len(t) < found["tracks"]["updates"] == len(all_rows)
    for row in all_rows[:: max(1, len(all_rows) // 300)]:
        mine = np.flatnonzero((ids == row.track) & (t <= np.float32(row.t) + 1e-3))
        last = mine[-1]
        ahead = row.t - t[last]
        assert ahead <= SILENT_S + 0.01
        off = np.abs(row.place - place[last] - ahead * speed[last])
        assert (
            off <= np.maximum(OFF_SIGMA * np.sqrt(np.maximum(row.more[:3], 0.0)) + OFF_SIGMA * 1e-3, OFF_M) + 0.1
        ).all()


def test_a_siren_is_heard_after_its_delay_and_until_the_all_clear() -> None:
    found, _, log = told("one-drone", 0)
    siren = log[log.kind == rows.SIREN][0]
    assert within(1e-9, because="the same numbers")(found["sirens"][0]["heard_s"], siren.t + siren.value)
    for one in found["sirens"]:
        assert one["clear_s"] is None or one["clear_s"] > one["heard_s"]


def test_coverage_over_smooth_ground_is_the_horizon() -> None:
    """The lowest in view at distance d beyond the sensor's own horizon h is (d - h)^2 / (2 k R), k = 4/3."""
    sensor = scene(compiled("one-drone"))["sensors"][0]
    lowest = numbers(sensor["lowest"], sensor["bearings"], sensor["rings"])
    radius = 4.0 / 3.0 * 6371000.0
    away = sensor["range_max_m"] * ((np.arange(sensor["rings"]) + 1.0) / sensor["rings"]) ** sensor["bend"]
    beyond = np.maximum(away - np.sqrt(2.0 * radius * sensor["height_m"]), 0.0)
    agrees = within(1.0, because="heights travel as whole metres")
    assert agrees(furthest(lowest[0], np.square(beyond) / (2.0 * radius)), 0.0)
    assert agrees(furthest(lowest[37], lowest[0]), 0.0)


def test_terrain_travels_within_half_a_step() -> None:
    name = "wadi-approach"
    terrain, given = scene(compiled(name))["terrain"], compiled(name).model.terrain
    heights = terrain["low_m"] + terrain["scale_m"] * numbers(terrain["heights"], terrain["rows"], terrain["columns"])
    rounded = within(0.51 * terrain["scale_m"], because="heights are rounded to steps")
    assert rounded(furthest(heights, given.heights_m), 0.0)
    assert terrain["scale_m"] == 0.1
