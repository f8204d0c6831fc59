"""What an object truly is, in the words of command: for sensors that recognise, and never for those who decide."""

from typing import Any

from ringfort.command.contract import (
    AIRLINER,
    ATTACK_DRONE,
    BIRD_KIND,
    CRUISE_MISSILE,
    MISSILE,
    OWN_AIRCRAFT,
    OWN_DRONE,
    OWN_QUADCOPTER,
    QUADCOPTER,
    ROCKET,
)
from ringfort.compiled import compiled
from ringfort.flights import contract as flights

_SMALL_M = 4.0  # own aircraft smaller than this are drones


@compiled
def kind_of(arrival: Any, body: Any) -> int:
    """Return which of the kinds of command an object is, by what flies and whose it is."""
    kind = arrival.kind
    if kind == flights.BIRD:
        return BIRD_KIND
    if kind == flights.ROCKET or kind == flights.MORTAR or kind == flights.ARTILLERY:
        return ROCKET
    if kind == flights.MISSILE:
        return MISSILE
    if kind == flights.CRUISE_MISSILE:
        return CRUISE_MISSILE
    if arrival.side == flights.HOSTILE:
        return QUADCOPTER if kind == flights.QUADCOPTER else ATTACK_DRONE
    if arrival.side == flights.NEUTRAL:
        return AIRLINER
    if kind == flights.QUADCOPTER:
        return OWN_QUADCOPTER
    return OWN_DRONE if kind == flights.ONE_WAY_DRONE or body.size_m < _SMALL_M else OWN_AIRCRAFT
