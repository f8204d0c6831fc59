"""How much of the time a thing can work: a patrol's station by its sorties."""

from typing import NamedTuple

from ringfort.compiled import compiled


class Wing(NamedTuple):
    """A base's fighters and what keeps them flying. Counts, hours, and shares of one."""

    aircraft: float
    flight_h: float  # a sortie, from take-off to landing
    turn_h: float  # to turn an aircraft round that came back whole
    breaks: float  # share of sorties after which it needs repair
    repair_h: float  # a repair that has its parts
    parts: float  # share of repairs whose parts are there
    wait_h: float  # for parts that are not
    technicians: float
    contractors: float  # who do a technician's work, and more of it
    contractor_worth: float  # technicians that one contractor stands for
    shift_h: float  # hours that each works a day
    work_h: float  # hours of work a sortie, all hands
    pilots: float
    sorties_a_pilot: float  # a day


@compiled
def cycle_h(wing: Wing) -> float:
    """Return the mean time (h) from one take-off of an aircraft to its next: C = F + T + b (R + (1 - f) W).

    F ``flight_h``, T ``turn_h``, b ``breaks``, R ``repair_h``, f ``parts``, W ``wait_h``.
    Domain: nothing waits for hands. Source: stillion1999, the sortie-rate appendix (24 h over such a sum); the terms of
    repair and parts are ours.
    """
    return wing.flight_h + wing.turn_h + wing.breaks * (wing.repair_h + (1.0 - wing.parts) * wing.wait_h)


@compiled
def ready_share(wing: Wing) -> float:
    """Return the share of aircraft that are not under repair: 1 - b (R + (1 - f) W) / C, as ``cycle_h``.

    Source: elementary; a renewal process's share of time.
    """
    return 1.0 - wing.breaks * (wing.repair_h + (1.0 - wing.parts) * wing.wait_h) / cycle_h(wing)


@compiled
def sorties_a_day(wing: Wing) -> float:
    """Return the sorties a day that a base can keep up: the least of what aircraft, hands and pilots allow.

    24 A / C; (t + w c) H / M; p s. A ``aircraft``, C ``cycle_h``; t ``technicians``, c ``contractors`` of worth w,
    H ``shift_h``, M ``work_h``; p ``pilots``, s ``sorties_a_pilot``. Each bound alone is exact where the others leave
    slack; near a tie the truth lies below. Source: stillion1999 (aircraft); the bounds by hands and pilots are ours.
    """
    by_aircraft = 24.0 * wing.aircraft / cycle_h(wing)
    hands = wing.technicians + wing.contractor_worth * wing.contractors
    return min(by_aircraft, hands * wing.shift_h / wing.work_h, wing.pilots * wing.sorties_a_pilot)


@compiled
def station_coverage(sorties: float, together: float, station_h: float) -> float:
    """Return the share of time in which a patrol of ``together`` aircraft is on station: min(S h / (24 n), 1).

    S ``sorties`` a day, h ``station_h`` on station each, n ``together``. Reliefs meet on station, none is wasted.
    Source: elementary.
    """
    return min(sorties * station_h / (24.0 * together), 1.0)
