import pytest
from tests.tolerance import within

from ringfort.effectors.contract import Aim, Encounter
from ringfort.effectors.pursuit import Pursuit, effect, passes, plan

_HUNTER = Pursuit(50.0, 5.0, 600.0, 0.3, 15.0, 0.3, 150.0)


def _meeting(speed_mps: float, busy_s: float, miss_m: float = 10.0) -> Encounter:
    return Encounter(1e3, 0.1, speed_mps, 5.0, miss_m, 0.0, 1.0, 0.2, 1e7, 0, 3e3, 2.4e9, 0, busy_s, 0, 1e-14, 1)


@pytest.mark.parametrize(("out_s", "count"), [(420.5, 0), (419.0, 1), (400.0, 2), (60.0, 20)])
def test_passes_are_what_the_endurance_leaves(out_s: float, count: int) -> None:
    """Seven tenths of 600 s are 420 s; a pass each 15 s after the first, twenty at most."""
    assert passes(_HUNTER, 15.0, out_s) == count


def test_a_faster_target_is_passed_once() -> None:
    assert passes(_HUNTER, 60.0, 60.0) == 1.0


def test_passes_are_independent() -> None:
    check = within(1e-12, because="closed form")
    assert check(effect(_HUNTER, _meeting(15.0, 400.0)).kill, 1.0 - 0.7**2)
    assert effect(_HUNTER, _meeting(15.0, 400.0, miss_m=200.0)).kill == 0.0


def test_what_it_cannot_reach_in_time_is_not_hunted() -> None:
    near, far = (Aim(0.0, r, 0.0, 0.0, 0.0, 0.0, 5.0, 0.0, 900.0, 100.0, 0.0, 1e-14) for r in (5e3, 30e3))
    assert plan(_HUNTER, near).feasible == 1.0 and plan(_HUNTER, far).feasible == 0.0
    assert within(2e-3, because="the solver stops within a millisecond")(plan(_HUNTER, near).flight_s, 105.0)
