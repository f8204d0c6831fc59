import math
from typing import Any

import numpy as np
from tests.tolerance import within

from ringfort.tracking.clutter import density_at, learn
from ringfort.tracking.tape import Measured


def measured(values: Any, polar: bool = False) -> Measured:
    n = len(values)
    nothing = np.zeros_like(values)
    return Measured(
        polar, np.zeros(1), np.zeros(1, np.int64), np.array([0, n]), values, nothing, nothing, nothing[:, :2]
    )


def learnt(points: Any, polar: bool = False, angular: bool = False) -> tuple[int, Any]:
    """Return the number of boxes and the density at each point, when all are false alarms."""
    one = measured(points, polar)
    clutter = learn(one, angular, np.ones(len(points)))
    return len(clutter.boxes[0].low), density_at(clutter, one)


def test_even_clutter_is_one_box() -> None:
    """Chance alone would hardly make a cut: over 60 fields none is expected, and more than 2 would be a fault."""
    rng = np.random.default_rng(1)
    cut = sum(learnt(rng.uniform(0.0, 1.0, (500, d)))[0] > 1 for d in (2, 3) for _ in range(30))
    assert cut <= 2


def test_a_patch_is_found_with_its_density() -> None:
    """Half of the false alarms lie in a hundredth of the area, 50.5 times as dense there as on average."""
    rng = np.random.default_rng(2)
    points = np.vstack([rng.uniform(0.0, 10.0, (2000, 2)), rng.uniform(4.0, 5.0, (2000, 2))])
    boxes, density = learnt(points)
    check = within(rel=0.12, because="2,000 of a Poisson process, 2 percent, and edges that lie off by a few points")
    assert 5 <= boxes <= 12
    assert check(float(np.median(density[2000:])), 50.5)
    assert within(rel=0.3, because="the rest is cut into strips of some hundred points")(
        float(np.median(density[:2000])), 0.505
    )


def test_clutter_even_in_range_and_azimuth_thins_out_with_range() -> None:
    rng = np.random.default_rng(3)
    values = np.stack([rng.uniform(500.0, 5500.0, 4000), rng.uniform(6.0, 7.5, 4000) % (2.0 * math.pi)], axis=1)
    boxes, density = learnt(values, polar=True, angular=True)
    assert boxes == 1
    mean_range = (5500.0**2 - 500.0**2) / (2.0 * 5000.0)
    check = within(rel=0.01, because="the region is known to a few points of 4,000 at its edges")
    assert check(float(np.median(density * values[:, 0])), mean_range)
    assert learnt(values, polar=True)[0] > 2


def test_what_is_no_false_alarm_does_not_count() -> None:
    rng = np.random.default_rng(4)
    points = np.vstack([rng.uniform(0.0, 10.0, (1000, 2)), rng.normal(5.0, 0.01, (1000, 2))])
    clutter = learn(measured(points), False, np.repeat([1.0, 0.0], 1000))
    assert len(clutter.boxes[0].low) == 1
