"""Compiled and plain Python lay the same bytes."""

import os
import subprocess
import sys

_PROGRAM = """
import numpy as np
from tests.unit.flights.laying import again, catalog, fly, hills, own, start
from ringfort.flights.contract import DRIFT, FALL, HOVER, LAND, TURN_BACK
RANGE = {"mortar": 2500.0, "rocket": 5000.0, "artillery": 9000.0, "missile": 250e3}
route = np.array([[12e3, -4e3], [5e3, 5e3]])
for name in catalog().ids():
    entry = catalog().get(name)
    far = RANGE.get(entry.traits["kind"], 20e3)
    luck = dict(die_1=0.3, die_2=-0.7, die_3=1.1, die_4=-0.2, die_5=0.4, die_6=0.8)
    departure = start(0.8 * far, -0.6 * far, wind_east_mps=6.0, wind_north_mps=-2.0, **luck)
    ways = [route] if far == 20e3 else []
    knots = fly(own(name), departure, hills(), *ways)
    print(name, len(knots), knots.tobytes().hex())
    middle = float(0.5 * (knots.t[0] + knots.t[-1]))
    for order in (LAND, TURN_BACK, DRIFT, FALL, HOVER):
        print(order, fly(own(name), again(knots, middle, order, departure), hills()).tobytes().hex())
"""


def test_plain_python_lays_the_same_bytes() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            env={**os.environ, "NUMBA_DISABLE_JIT": plain},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\n")
        for plain in ("0", "1")
    ]
    assert len(said[0]) > 5 * 15
    differ = [a.split()[:2] for a, b in zip(*said, strict=True) if a != b]
    assert differ == []
