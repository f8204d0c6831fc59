"""The same dice give the same bytes, whoever plays and however the work is cut up."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from tests.invariants.menagerie import TEXT

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.engine.explain import explain
from ringfort.engine.run import play_runs
from ringfort.engine.state import FATES
from ringfort.flights.contract import HOSTILE, SIDES
from ringfort.scenario.check import load
from ringfort.studies.executors import play, spans

SEED, RUNS = 5, 24


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("raid") / "menagerie.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def compiled(scenario):
    return compile_scenario(load(scenario, installed()), installed())


@pytest.fixture(scope="module")
def whole(compiled):
    return play_runs(compiled, SEED, 0, RUNS)


def as_bytes(blocks):
    """Return the rows of blocks as bytes, table by table."""
    return tuple(b"".join(getattr(rows, name).tobytes() for rows in blocks) for name in ("runs", "things", "spent"))


def test_the_raid_goes_through_most_of_the_house(whole):
    assert (whole.runs.dropped == 0).all() and (whole.runs.arrived == 4).all()
    assert whole.runs.leaked.sum() > 0 and whole.runs.stopped.sum() > 0
    assert (whole.spent.sum(axis=0) > 0).sum() >= 2


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("size", [1, 5, 24])
def test_threads_and_blocks_change_nothing(compiled, whole, threads, size):
    blocks = [(first, min(size, RUNS - first)) for first in range(0, RUNS, size)]
    found = list(play(compiled, SEED, blocks, threads, threading.Event()))
    assert as_bytes(found) == as_bytes([whole])


def test_blocks_cover_every_run_once():
    for first, last, threads in ((0, 1, 4), (0, 1000, 2), (37, 999, 3), (5, 5, 1)):
        blocks = spans(first, last, threads)
        assert [run for begin, count in blocks for run in range(begin, begin + count)] == list(range(first, last))


def test_a_stopped_study_keeps_the_blocks_in_flight_and_leaves_no_gap(compiled, whole):
    stop, found = threading.Event(), []
    for rows in play(compiled, SEED, spans(0, RUNS, 1), 2, stop):
        found.append(rows)
        stop.set()
    done = sum(len(rows.runs) for rows in found)
    assert 0 < done < RUNS
    kept = np.concatenate([rows.runs for rows in found])
    assert kept.tobytes() == whole.runs[:done].tobytes()


def test_any_run_can_be_played_alone(compiled, whole):
    for run in (0, 7, RUNS - 1):
        alone = play_runs(compiled, SEED, run, 1)
        assert alone.runs.tobytes() == whole.runs[run : run + 1].tobytes()
        assert alone.things.tobytes() == whole.things[run : run + 1].tobytes()


def test_stories_agree_with_the_rows_of_their_runs(compiled, whole):
    for run in range(6):
        stories = {story.name: story for story in explain(compiled, SEED, run, everything=True)}
        for thing in whole.things[run]:
            if thing.side < 0:
                continue
            story = stories[compiled.objects[thing.object]]
            assert story.side == SIDES[thing.side] and story.events
            assert list(story.events) == sorted(story.events, key=lambda event: event.t_s)
            if thing.side == HOSTILE:
                assert story.fate == FATES[thing.fate] and bool(story.cause) == (story.fate == "leaked")
            seen = [event.t_s for event in story.events if event.text.startswith("detected by")]
            assert min(seen, default=np.inf) == thing.detected_s
            ordered = [event.t_s for event in story.events if "ordered to engage" in event.text]
            assert min(ordered, default=np.inf) == thing.ordered_s


PLAIN = """
import sys
from pathlib import Path
from ringfort.catalog.registry import installed
from ringfort.compiled import PLAIN
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import play_runs
from ringfort.scenario.check import load
assert PLAIN
compiled = compile_scenario(load(Path(sys.argv[1]), installed()), installed())
rows = play_runs(compiled, int(sys.argv[2]), int(sys.argv[3]), 1)
sys.stdout.buffer.write(b"".join(table.tobytes() for table in (rows.runs, rows.things, rows.spent)))
"""


def test_plain_python_gives_the_bytes_of_the_compiler(scenario, compiled, whole):
    run = int(np.argmax(whole.runs.leaked))  # one with a burst
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-W", "error::RuntimeWarning", "-c", PLAIN, str(scenario), str(SEED), str(run)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    one = play_runs(compiled, SEED, run, 1)
    assert one.runs.leaked[0] > 0
    assert done.stdout == b"".join(table.tobytes() for table in (one.runs, one.things, one.spent))
