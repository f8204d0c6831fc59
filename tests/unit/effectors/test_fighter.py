from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.effectors.contract import Aim, Encounter
from ringfort.effectors.fighter import Fighter, coverage, effect, found, patrol, plan

_ENTRY = installed().get("effector/f16-patrol")
_PATROL = Fighter(*(float(_ENTRY.parameters[name].value) for name in Fighter._fields))


def _aim(range_m: float, speed_mps: float = 50.0, wait: float = 0.0, near: float = 0.0, shot: float = 1.0) -> Aim:
    return Aim(0.0, range_m, 500.0, 0.0, -speed_mps, 0.0, 50.0, 0.0, 900.0, 1000.0, 0.0, 1e-14, shot, wait, near)


def _meeting(cross_section_m2: float = 0.1, speed_mps: float = 50.0, shot: float = 1.0) -> Encounter:
    return Encounter(
        40e3, 0.0, speed_mps, 10.0, 20.0, 0.0, shot, 0.5, 1e7, 0, 3e3, 2.4e9, 0, 60.0, 0, 1e-14, 1, cross_section_m2
    )


def test_who_stands_on_alert_comes_as_much_later() -> None:
    """The target flies on meanwhile: at 50 m/s a wait of 420 s costs 420 s less what it comes nearer by."""
    there, alert = plan(_PATROL, _aim(60e3)), plan(_PATROL, _aim(60e3, wait=420.0))
    assert there.feasible == alert.feasible == 1.0
    saved = 420.0 * 50.0 / (_PATROL.speed_mps + 50.0)
    ten = within(10.0, because="the station lies 500 m above the target")
    assert ten(alert.approach_s - there.approach_s, 420.0 - saved)


def test_contractors_who_leave_empty_the_station() -> None:
    assert 0.0 < coverage(_PATROL) < 1.0
    assert coverage(_PATROL._replace(contractors=0.0)) < 0.6 * coverage(_PATROL)


def test_a_base_without_pilots_has_nobody_on_station_and_nobody_on_alert() -> None:
    kept, none = patrol(_PATROL), patrol(_PATROL._replace(pilots=0.0))
    assert kept.manned == coverage(_PATROL) and kept.alert == 1.0
    assert none.manned == none.alert == 0.0


def test_the_way_the_look_and_the_missile_come_one_after_the_other() -> None:
    got = plan(_PATROL, _aim(40e3))
    least = (40e3 - _PATROL.weapon_m) / (_PATROL.speed_mps + 50.0)
    near = within(1.0, because="the target is 500 m lower")
    assert near(got.approach_s, least)
    assert got.look_s == _PATROL.identify_s
    missile = within(1e-9, because="a sum")
    assert missile(got.flight_s - got.approach_s - got.look_s, _PATROL.weapon_m / _PATROL.weapon_mps)


def test_who_is_near_has_no_way_and_no_look_before_him() -> None:
    got = plan(_PATROL, _aim(3e3, near=1.0))
    assert got.feasible == 1.0 and got.approach_s == got.look_s == 0.0
    assert got.flight_s < 3e3 / _PATROL.weapon_mps + 0.2
    assert plan(_PATROL, _aim(30e3, near=1.0)).feasible == 0.0  # it has slipped away


def test_what_is_within_reach_costs_no_way() -> None:
    assert plan(_PATROL, _aim(0.9 * _PATROL.weapon_m)).approach_s == 0.0


def test_missiles_first_then_the_gun() -> None:
    first, later = (effect(_PATROL, _meeting(10.0, shot=shot)).kill for shot in (1.0, _PATROL.missiles + 1.0))
    assert first > later
    assert abs(later / found(_PATROL, 10.0) - _PATROL.odds_gun) < 1e-12


def test_the_smaller_the_echo_the_less_is_found() -> None:
    assert found(_PATROL, 1e-5) < 0.2 < found(_PATROL, 0.01) <= found(_PATROL, 1.0)
    half = (_PATROL.weapon_m / _PATROL.radar_m) ** 4
    assert abs(found(_PATROL, half) - 0.5) < 1e-12


def test_it_does_not_hurt_what_it_passes() -> None:
    assert effect(_PATROL, _meeting()._replace(beside_m=5.0)).kill == 0.0
