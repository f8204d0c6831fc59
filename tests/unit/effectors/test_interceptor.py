import pytest
from tests.tolerance import within

from ringfort.effectors.contract import Aim, Encounter
from ringfort.effectors.interceptor import Interceptor, effect, plan

_MISSILE = Interceptor(
    speed_mps=1000.0,
    boost_s=2.0,
    odds_flying=0.8,
    odds_ballistic=0.6,
    range_flying_m=100e3,
    range_ballistic_m=20e3,
    edge_loss=0.25,
    seeker_m=500.0,
    turns_aside=0.1,
)


def _aim(range_m: float, speed_mps: float, ballistic: float) -> Aim:
    return Aim(0.0, range_m, 0.0, 0.0, -speed_mps, 0.0, 50.0, ballistic, 100.0, 1000.0, 0.0, 1e-14)


def _encounter(range_m: float, ballistic: float, miss_m: float = 20.0) -> Encounter:
    return Encounter(range_m, 0.3, 300.0, 50.0, miss_m, ballistic, 1.0, 0.3, 1e7, 0, 3e3, 2.4e9, 0, 10.0, 0, 1e-14, 1)


def test_a_cruise_missile_is_met_after_its_closing_time() -> None:
    got = plan(_MISSILE, _aim(26.5e3, 250.0, 0.0))
    expected = (26.5e3 + 1000.0 * 2.0) / 1250.0
    check = within(2e-3, because="the solver stops within a millisecond")
    assert got.feasible == 1.0 and check(got.flight_s, expected)
    assert within(1.0, because="a millisecond of flight")(got.y_m, 26.5e3 - 250.0 * expected)


def test_ballistic_things_are_refused_until_they_come_into_their_own_reach() -> None:
    assert plan(_MISSILE, _aim(150e3, 2000.0, 1.0)).feasible == 0.0
    assert plan(_MISSILE, _aim(50e3, 2000.0, 1.0)).feasible == 1.0
    assert plan(_MISSILE, _aim(50e3, 200.0, 0.0)).feasible == 1.0


@pytest.mark.parametrize(("ballistic", "edge_m", "odds"), [(0.0, 100e3, 0.8), (1.0, 20e3, 0.6)])
def test_odds_are_whole_near_by_and_lose_their_share_at_the_edge(ballistic: float, edge_m: float, odds: float) -> None:
    exact = within(1e-12, because="arithmetic")
    assert exact(effect(_MISSILE, _encounter(1e-3, ballistic)).kill, odds)
    assert exact(effect(_MISSILE, _encounter(0.5 * edge_m, ballistic)).kill, odds * (1.0 - 0.25 * 0.25))
    assert exact(effect(_MISSILE, _encounter(edge_m, ballistic)).kill, 0.75 * odds)


def test_a_missile_led_astray_beyond_its_seeker_misses() -> None:
    assert effect(_MISSILE, _encounter(10e3, 0.0, 499.0)).kill > 0.7
    assert effect(_MISSILE, _encounter(10e3, 0.0, 501.0)).kill == 0.0
