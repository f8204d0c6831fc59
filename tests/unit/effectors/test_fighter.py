from ringfort.catalog.registry import installed
from ringfort.effectors.contract import Aim, Encounter
from ringfort.effectors.fighter import Fighter, coverage, effect, found, plan

_ENTRY = installed().get("effector/f16-patrol")
_PATROL = Fighter(*(float(_ENTRY.parameters[name].value) for name in Fighter._fields))


def _aim(range_m: float, speed_mps: float = 50.0, watch: float = 0.5, shot: float = 1.0) -> Aim:
    return Aim(0.0, range_m, 500.0, 0.0, -speed_mps, 0.0, 50.0, 0.0, 900.0, 1000.0, 0.0, 1e-14, shot, watch)


def _meeting(cross_section_m2: float = 0.1, speed_mps: float = 50.0, shot: float = 1.0) -> Encounter:
    return Encounter(
        40e3, 0.0, speed_mps, 10.0, 20.0, 0.0, shot, 0.5, 1e7, 0, 3e3, 2.4e9, 0, 60.0, 0, 1e-14, 1, cross_section_m2
    )


def test_who_is_on_station_is_there_first() -> None:
    share = coverage(_PATROL)
    assert 0.0 < share < 1.0
    there, alert = plan(_PATROL, _aim(40e3, watch=0.99 * share)), plan(_PATROL, _aim(40e3, watch=1.01 * share))
    way = _PATROL.alert_s + _PATROL.base_m / _PATROL.speed_mps
    assert there.feasible == alert.feasible == 1.0
    assert alert.flight_s > there.flight_s + 0.7 * way  # the target comes nearer in the meantime


def test_contractors_who_leave_empty_the_station() -> None:
    assert coverage(_PATROL._replace(contractors=0.0)) < 0.6 * coverage(_PATROL)
    assert plan(_PATROL._replace(pilots=0.0), _aim(40e3)).feasible == 0.0


def test_nothing_happens_before_the_flight_the_look_and_the_missile() -> None:
    got = plan(_PATROL, _aim(40e3, watch=0.0))
    least = (40e3 - _PATROL.weapon_m) / (_PATROL.speed_mps + 50.0) + _PATROL.identify_s
    assert got.flight_s > least


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
