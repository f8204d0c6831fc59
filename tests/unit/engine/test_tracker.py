"""What the tracker of a raid is told of newcomers: by what the watch expects and by its own radars' false alarms."""

from typing import Any

import numpy as np
from tests.tolerance import within

from ringfort.command.contract import Doctrine
from ringfort.engine.tracker import newcomers
from ringfort.sensors.contract import MOUNTING

SUMS = within(1e-12, because="three sums and a ratio")


def radar(alarms: float, off_the_ground: float, period_s: float) -> Any:
    made = np.zeros(1, MOUNTING)[0]
    made["false_alarms"], made["ground_alarms"], made["period_s"] = alarms, off_the_ground, period_s
    return made


def watch(hostile: float) -> Any:
    return Doctrine()._replace(
        expect_hostile=hostile, expect_friend=0.0, expect_neutral=0.0, expect_bird=0.0, expect_unknown=0.0
    )


def test_newcomers_beside_false_alarms() -> None:
    """Two tracks at a time, each in view for 100 s, are one in 50 s; two radars make 1 false plot a second."""
    radars = [radar(1.0, 0.0, 2.0), radar(0.5, 1.5, 4.0)]
    assert SUMS(newcomers(watch(2.0), radars), 0.02 / 1.02)


def test_nobody_trusts_a_first_plot_nor_leaves_it_alone() -> None:
    assert newcomers(watch(2.0), []) == 0.1
    assert newcomers(watch(0.0), [radar(1.0, 0.0, 1.0)]) == 0.001
    assert newcomers(watch(1.0), [radar(200.0, 0.0, 0.5)]) == 0.001
