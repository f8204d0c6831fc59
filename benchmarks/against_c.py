"""The tracker's step beside the same algorithm in C; both show the same tracks: python benchmarks/against_c.py.

Things that converge in clutter at constant density, in the plane, seen once a second (`tracker.in_clutter`). The C is
compiled on the spot by `cc -O3 -march=native`. Times are the least of many plays of a recorded scene.
"""

import argparse
import ctypes
import math
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from tracker import CLUTTER, RULES, in_clutter

from ringfort.tracking.picture import Settings, settings
from ringfort.tracking.replay import desk_for, play, shown_dtype, tape_of
from ringfort.tracking.tape import Tape, everywhere

LEAST = 0.3
_RULES = (
    "gate",
    "quiet_noise",
    "velocity_slow_mps",
    "new_density",
    "new_existence",
    "confirm_existence",
    "delete_existence",
    "lifetime_s",
    "coast_s",
    "belief_tolerance",
    "belief_rounds",
    "grid_from",
)


def library(folder: Path) -> Any:
    """Compile the C and return its function ``play``."""
    built = folder / "tracker_reference.so"
    source = Path(__file__).with_name("tracker_reference.c")
    options = ["-O3", "-march=native", "-shared", "-fPIC", "-o", str(built), str(source), "-lm"]
    subprocess.run(["cc", *options], check=True)
    function = ctypes.CDLL(str(built)).play
    function.restype = ctypes.c_long
    return function


def in_c(function: Any, rules: Settings, tape: Tape, known: tuple[float, float], times: int) -> Any:
    """Play the tape ``times`` over in C; return (scan, id, x, y) of what was shown. ``known``: odds, density."""
    numbers = np.array([*(getattr(rules, name) for name in _RULES), *known, LEAST])
    spread = tape.detections.covariance
    points = np.column_stack([tape.detections.position, spread[:, 0, 0], spread[:, 0, 1], spread[:, 1, 1]])
    points = np.column_stack([points, tape.detections.clutter])
    room = 6 * max(8, int(np.diff(tape.begin).max()))
    out = np.zeros((4 * len(points) + 64, 4))
    arrays = (tape.times_s, tape.begin, points)
    count = function(
        numbers.ctypes.data_as(ctypes.c_void_p),
        ctypes.c_int(len(tape.times_s)),
        *(array.ctypes.data_as(ctypes.c_void_p) for array in arrays),
        ctypes.c_int(room),
        ctypes.c_int(times),
        out.ctypes.data_as(ctypes.c_void_p),
    )
    return out[:count]


def least(run: Any, seconds: float, scans: int) -> float:
    """Return the least microseconds of processor time a scan in so many seconds of trying."""
    best, end = math.inf, time.perf_counter() + seconds
    while time.perf_counter() < end:
        begun = time.process_time()
        run()
        best = min(best, time.process_time() - begun)
    return 1e6 * best / scans


def beside(function: Any, objects: int, seconds: float) -> None:
    """Print the times of one size and the largest difference of what is shown."""
    _, seen = in_clutter(objects, 1, half_box_m=2000.0 * math.sqrt(max(objects, 96) / 96.0))
    tape, rules = tape_of(seen), settings(**CLUTTER, **RULES["belief, log-odds"], ballistic_odds=0.0)
    known = (seen.odds, seen.clutter_density)
    sensors, desk = everywhere(2, seen.odds, seen.clutter_density), desk_for(tape)
    rows = np.zeros(4 * len(tape.detections) + 64, shown_dtype(2)).view(np.recarray)
    count = play(rules, desk, tape, sensors, rows, LEAST)
    ours, other = rows[:count], in_c(function, rules, tape, known, 1)
    assert len(ours) == len(other), "the two show different numbers of tracks"
    assert (ours.scan == other[:, 0]).all()
    assert (ours.track == other[:, 1]).all()
    apart = float(np.abs(ours.x[:, :2] - other[:, 2:]).max())
    mine = least(lambda: play(rules, desk, tape, sensors, rows, LEAST), seconds, len(tape.times_s))
    theirs = least(lambda: in_c(function, rules, tape, known, 1), seconds, len(tape.times_s))
    print(f"| {objects} | {mine:.1f} | {theirs:.1f} | {mine / theirs:.2f} | {apart:.0e} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, nargs="+", default=[24, 96, 384])
    parser.add_argument("--seconds", type=float, default=3.0, help="of trying for each time")
    given = parser.parse_args()
    print("| objects | us a scan | in C | ratio | tracks differ by, m |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        compiled = library(Path(place))
        for number in given.objects:
            beside(compiled, number, given.seconds)
