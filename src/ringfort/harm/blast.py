"""What a burst does to one person: blast by Kingery and Bulmash, fragments by Gurney and Mott, published criteria."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.harm.contract import Hurt
from ringfort.harm.shelter import COVERED, FLAT, UPRIGHT
from ringfort.physics import blast, injury
from ringfort.world.site import BUILDING, OPEN, TENT

_NEAREST_M = 0.5
_HARM = 0.01


@compiled
def stopped(shelter: int, posture: int, people: Any) -> float:
    """Return the share of fragments that what is around a person stops."""
    if posture == COVERED:
        return float(people.bunker_stops)
    if shelter == TENT:
        return float(people.tent_stops)
    return float(people.building_stops) if shelter == BUILDING else 0.0


@compiled
def hurt(warhead_kg: float, case_kg: float, distance_m: float, who: tuple[int, int], people: Any) -> Hurt:
    """Return the odds for one person at a distance (m) from a burst on the ground.

    ``who`` is (shelter, posture). Overpressure and impulse act as in the open, less in a bunker; a burst within the
    scaled breach distance of a bunker acts as if there were none. Of the hazardous fragments that come so far, those
    count that the shelter lets through, on the area that the posture shows. Tents and buildings do not weaken the
    wave, nor do they fall on anybody. Nearer than half a metre the answer is that of half a metre.

    Source: swisdak1994 (blast), gurney1943 and mott1947 (fragments), the criteria of ``physics.injury``.
    """
    distance = max(distance_m, _NEAREST_M)
    shelter, posture = who
    pressure = blast.incident_overpressure(warhead_kg, distance)
    impulse = blast.incident_impulse(warhead_kg, distance)
    share = stopped(shelter, posture, people)
    if posture == COVERED:
        if distance > people.bunker_breach_m * math.pow(warhead_kg, 1.0 / 3.0):
            pressure, impulse = pressure * people.bunker_blast, impulse * people.bunker_blast
        else:
            share = 0.0
    density = 0.0
    if case_kg > 0.0:
        speed = injury.gurney_speed(people.gurney_mps, case_kg, warhead_kg)
        density = injury.fragment_density(case_kg, people.fragment_kg, speed, distance) * (1.0 - share)
    area = people.prone_m2 if posture == FLAT else people.standing_m2
    exposure = injury.Exposure(pressure, impulse, density, area, people.lethal_share, people.opinion)
    killed = injury.killed(exposure)
    either = injury.injured_or_killed(exposure)
    return Hurt(killed, max(either - killed, 0.0), 1.0 if pressure >= injury.EXPOSURE_LIMIT_PA else 0.0)


@compiled
def reach(warhead_kg: float) -> float:
    """Return the distance (m) within which a burst exceeds the exposure limit of 4 psi; 0 for no warhead.

    Source: swisdak1994, by ``blast.distance_of_overpressure``; dod2024blast (the limit).
    """
    return blast.distance_of_overpressure(warhead_kg, injury.EXPOSURE_LIMIT_PA) if warhead_kg > 0.0 else 0.0


@compiled
def harm_reach(warhead_kg: float, case_kg: float, people: Any) -> float:
    """Return the distance (m) within which a burst harms: the limit of exposure, or one in a hundred hurt in the open.

    Halving on odds that fall with distance, to a thousandth. Source: ``reach`` and ``hurt``; that one in a hundred
    counts as harm is ours, after the hazardous fragment distance of desr605509.
    """
    near = reach(warhead_kg)
    if warhead_kg <= 0.0 or case_kg <= 0.0:
        return near
    low, high = max(near, _NEAREST_M), 4000.0
    for _ in range(24):
        middle = 0.5 * (low + high)
        odds = hurt(warhead_kg, case_kg, middle, (OPEN, UPRIGHT), people)
        if odds.killed + odds.injured >= _HARM:
            low = middle
        else:
            high = middle
    return low
