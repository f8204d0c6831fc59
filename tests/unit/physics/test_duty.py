"""Sorties of a base, against the published example and a simulated fleet."""

import numpy as np
from tests.tolerance import within

from ringfort.physics.duty import Wing, cycle_h, ready_share, sorties_a_day, station_coverage

# A flight of 500 nautical miles and three hours on the ground, as the appendix has it: 24 h over 9.76 h.
_RAND = Wing(1.0, 6.76, 3.0, 0.0, 0.0, 1.0, 0.0, 1e6, 0.0, 1.0, 8.0, 1.0, 1e6, 10.0)
_BALAD = Wing(34.0, 1.8, 3.0, 0.2, 12.0, 0.7, 72.0, 60.0, 70.0, 2.0, 8.0, 60.0, 20.0, 1.0)


def test_stillion_1999_sortie_rate() -> None:
    assert within(0.005, because="the report rounds to two digits")(sorties_a_day(_RAND), 2.46)


def test_a_simulated_fleet_flies_and_is_ready_as_the_renewal_cycle_says() -> None:
    dice, wing = np.random.default_rng(1), _BALAD
    cycles = 200_000
    broken = dice.random(cycles) < wing.breaks
    waits = broken & (dice.random(cycles) >= wing.parts)
    down = broken * wing.repair_h + waits * wing.wait_h
    total = float((wing.flight_h + wing.turn_h + down).sum())
    check = within(rel=0.02, because="five sigma of two hundred thousand cycles")
    assert check(cycle_h(wing), total / cycles)
    assert check(ready_share(wing), 1.0 - float(down.sum()) / total)


def test_contractors_who_leave_halve_the_sorties_and_the_coverage() -> None:
    with_them, alone = sorties_a_day(_BALAD), sorties_a_day(_BALAD._replace(contractors=0.0))
    hands = within(1e-9, because="hands are the least: 60 men of 8 h at 60 h a sortie")
    assert hands(alone, 8.0) and alone < with_them
    assert station_coverage(alone, 2.0, 1.0) < station_coverage(with_them, 2.0, 1.0)


def test_parts_pilots_and_aircraft_each_bound_the_sorties() -> None:
    many = _BALAD._replace(technicians=1e6)
    assert sorties_a_day(many._replace(pilots=3.0)) == 3.0
    assert sorties_a_day(many._replace(pilots=1e6, parts=0.0)) < sorties_a_day(many._replace(pilots=1e6))
    assert sorties_a_day(many._replace(aircraft=0.0)) == 0.0


def test_a_station_is_never_more_than_manned() -> None:
    assert station_coverage(1000.0, 2.0, 1.0) == 1.0
    assert within(1e-12, because="definition")(station_coverage(24.0, 2.0, 1.0), 0.5)
