"""Whatever happens in a raid, shots keep to what their effectors can: time of flight, magazine, one thing at a time."""

import numpy as np
import pytest
from tests.invariants.menagerie import TEXT

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.availability import READY
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import play_runs, replay
from ringfort.scenario.check import load

SEED, RUNS = 7, 30


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    path = tmp_path_factory.mktemp("raid") / "menagerie.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return compile_scenario(load(path, installed()), installed())


@pytest.fixture(scope="module")
def logs(compiled):
    return [replay(compiled, SEED, run)[1] for run in range(RUNS)]


def of(log, kind, device):
    return log[(log.kind == kind) & (log["device"] == device)]


def test_no_effect_comes_before_its_shot_and_each_shot_has_one_end(compiled, logs):
    acted = 0
    for log in logs:
        for e in range(len(compiled.effectors)):
            fired, effects = of(log, rows.FIRED, e), of(log, rows.EFFECT_ROW, e)
            assert len(effects) <= len(fired)
            # Of any moment on, no more shots have taken effect than had been fired before it.
            for t in effects.t:
                assert (effects.t <= t).sum() <= (fired.t <= t).sum()
            acted += len(effects)
    assert acted > RUNS


def test_nothing_flies_faster_than_its_speed(compiled, logs):
    """The hunter cruises at 50 m/s (25 to 80): no effect is farther from it than that since its first shot."""
    e = compiled.effectors.index("hunter")
    place, seen = compiled.model.given.effectors[e], 0
    for log in logs:
        fired, effects = of(log, rows.FIRED, e), of(log, rows.EFFECT_ROW, e)
        for row in effects[effects.code != rows.NOTHING_THERE]:
            away = float(np.hypot(row.place[0] - place.x_m, row.place[1] - place.y_m))
            assert away <= 80.0 * (row.t - fired.t.min()) + 300.0  # 300 m: whatever is that near its aim is met
            seen += 1
    assert seen > 0


def test_no_magazine_is_overdrawn(compiled):
    spent = play_runs(compiled, SEED, 0, 200).spent
    assert (spent >= 0).all() and spent.sum() > 0
    for name in ("net", "dummy"):
        assert (spent[:, compiled.effectors.index(name)] == 0).all()


def test_one_thing_at_a_time():
    """A laser against many: it begins no dwell before the last one has ended."""
    found, pairs = compile_scenario(load("laser-clear-air", installed()), installed()), 0
    e = found.effectors.index("laser")
    for run in range(10):
        log = replay(found, SEED, run)[1]
        begun, ended = of(log, rows.FIRED, e).t, of(log, rows.EFFECT_ROW, e).t
        for k in range(1, len(begun)):
            assert (ended <= begun[k]).sum() >= k
            pairs += 1
    assert pairs > 5


def test_nothing_is_fired_by_what_is_not_at_work(compiled, logs):
    sensors, fired = len(compiled.sensors), 0
    for log in logs:
        for e in range(len(compiled.effectors)):
            device = of(log, rows.DEVICE_ROW, sensors + e)
            for t in of(log, rows.FIRED, e).t:
                before = device.code[device.t <= t]
                assert len(before) == 0 or before[-1] == READY
                fired += 1
    assert fired > RUNS


def test_nothing_is_fired_into_a_barred_sector(compiled, logs):
    e = compiled.effectors.index("airburst")
    place = compiled.model.given.effectors[e]
    for log in logs:
        for row in of(log, rows.FIRED, e):
            bearing = np.degrees(np.arctan2(row.place[0] - place.x_m, row.place[1] - place.y_m)) % 360.0
            assert not 205.0 < bearing < 245.0  # the intercept lies some degrees ahead of the track
