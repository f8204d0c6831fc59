import math

import numpy as np
import pytest
from scipy import stats
from tests.tolerance import within
from tests.unit.flights.laying import above_ground, at, fly, hills, length, own, start

from ringfort.flights.contract import FALL
from ringfort.flights.fall import surroundings
from ringfort.flights.rocket import _body
from ringfort.physics import point_mass
from ringfort.physics.drag import standard_drag
from ringfort.world.terrain import ground_height

REACH = [
    ("threat/rocket-107", (2500.0, 5000.0, 8000.0)),
    ("threat/rocket-122", (4000.0, 9000.0, 15000.0, 19500.0)),
    ("threat/mortar-82", (400.0, 1500.0, 3800.0)),
    ("threat/mortar-120", (800.0, 3000.0, 6900.0)),
    ("threat/artillery-155", (3000.0, 9000.0, 15000.0, 21000.0)),
]
AIMED = [(name, range_m) for name, ranges in REACH for range_m in ranges]
near = within(2.0, because="the aiming stops at half a metre, a low angle of fall stretches it")


@pytest.mark.parametrize("wind", [(0.0, 0.0), (6.0, -8.0)])
@pytest.mark.parametrize(("name", "range_m"), AIMED)
def test_without_luck_it_reaches_its_aim(name: str, range_m: float, wind: tuple[float, float]) -> None:
    departure = start(-0.6 * range_m, 0.8 * range_m, wind_east_mps=wind[0], wind_north_mps=wind[1], ground_m=200.0)
    knots = fly(own(name), departure)
    assert near(length(knots.p[-1]), 0.0)


@pytest.mark.parametrize(("name", "range_m"), AIMED)
def test_between_its_knots_it_flies_as_the_law_says(name: str, range_m: float) -> None:
    departure = start(-range_m, 0.0)
    made = own(name)
    knots = fly(made, departure)
    body, air, table = _body(made[1]), surroundings(departure), standard_drag("G7")
    first = knots[0]
    flight = point_mass.Flight(0.0, *map(float, first.p), *map(float, first.v))
    worst = 0.0
    while flight.time_s < knots.t[-1] - knots.t[0] - 0.02:
        flight = point_mass.step(flight, 0.01, body, air, table)
        p, _ = at(knots, float(knots.t[0] + flight.time_s))
        worst = max(worst, length(p - [flight.east_m, flight.north_m, flight.up_m]))
    assert within(3.0, because="a cubic across the kink of drag at Mach 1")(worst, 0.0)


@pytest.mark.parametrize(
    ("name", "range_m", "time_s", "apogee_m"),
    [
        ("threat/rocket-107", 5500.0, (12.0, 40.0), (300.0, 2500.0)),
        ("threat/rocket-122", 14000.0, (20.0, 85.0), (1000.0, 7000.0)),
        ("threat/mortar-82", 3000.0, (10.0, 45.0), (300.0, 2500.0)),
        ("threat/mortar-120", 4500.0, (15.0, 55.0), (500.0, 5000.0)),
        ("threat/artillery-155", 16000.0, (20.0, 100.0), (1000.0, 9000.0)),
    ],
)
def test_time_and_apogee_lie_in_the_spread_of_public_figures(
    name: str, range_m: float, time_s: tuple[float, float], apogee_m: tuple[float, float]
) -> None:
    knots = fly(own(name), start(-range_m, 0.0))
    assert time_s[0] < knots.t[-1] - knots.t[0] < time_s[1]
    assert apogee_m[0] < above_ground(knots).max() < apogee_m[1]


@pytest.mark.parametrize(
    ("name", "low_m", "high_m"),
    [
        ("threat/rocket-107", 8000.0, 8500.0),
        ("threat/rocket-122", 19000.0, 21000.0),
        ("threat/mortar-82", 3800.0, 4200.0),
        ("threat/mortar-120", 7000.0, 7500.0),
        ("threat/artillery-155", 14000.0, 30000.0),
    ],
)
def test_the_farthest_reach_is_the_published_one(name: str, low_m: float, high_m: float) -> None:
    knots = fly(own(name), start(-60e3, 0.0))
    assert low_m < length(knots.p[-1] - knots.p[0]) < high_m


@pytest.mark.parametrize(
    ("name", "low", "high"), [("threat/rocket-107", 350.0, 400.0), ("threat/rocket-122", 600.0, 720.0)]
)
def test_the_peak_speed_is_the_published_one(name: str, low: float, high: float) -> None:
    knots = fly(own(name), start(-6000.0, 0.0))
    assert low < max(length(v) for v in knots.v) < high


def test_half_of_the_rounds_fall_within_the_probable_error() -> None:
    made = own("threat/mortar-120", range_error=0.01, deflection_error=0.02)
    rng, rounds = np.random.default_rng(7), 600
    dice = rng.standard_normal((rounds, 2))
    ends = np.array([fly(made, start(-4000.0, 0.0, die_1=a, die_2=b)).p[-1] for a, b in dice])
    low, high = stats.binom.ppf([0.0005, 0.9995], rounds, 0.5)  # fails one time in a thousand a side by chance
    assert low <= (np.abs(ends[:, 0]) < 40.0).sum() <= high
    assert low <= (np.abs(ends[:, 1]) < 80.0).sum() <= high


def test_mortars_come_down_steeply_and_rockets_do_not() -> None:
    def fall_angle(name: str, range_m: float) -> float:
        v = fly(own(name), start(-range_m, 0.0)).v[-1]
        return math.degrees(math.atan2(-v[2], v[0]))

    assert fall_angle("threat/mortar-82", 1000.0) > 60.0
    assert fall_angle("threat/rocket-122", 8000.0) < 30.0


def test_it_ends_on_the_hill_that_it_meets() -> None:
    knots = fly(own("threat/rocket-122"), start(-12e3, 3e3), hills())
    end = knots.p[-1]
    assert within(1e-6, because="the last knot lies on the ground")(
        end[2], ground_height(hills(), *map(float, end[:2]))
    )
    assert above_ground(knots, hills(), 300)[5:-5].min() > 0.0


def test_killed_it_goes_on_as_debris_that_falls_short() -> None:
    made, departure = own("threat/rocket-122"), start(-12e3, 0.0)
    knots = fly(made, departure)
    p, v = at(knots, 110.0)
    where = {"x_m": p[0], "y_m": p[1], "z_m": p[2], "vx_mps": v[0], "vy_mps": v[1], "vz_mps": v[2]}
    wreck = fly(made, departure._replace(time_s=110.0, order=float(FALL), **{k: float(x) for k, x in where.items()}))
    assert p[0] < wreck.p[-1][0] < 0.0
