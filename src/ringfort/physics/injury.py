"""What blast and fragments do to people: published criteria, with their disagreement carried as a spread.

A probit Y is a normal quantile plus five; ``probability`` turns it into a chance. Two lung models differ by two orders
of magnitude at 100 kPa, and two eardrum models by a factor of 2.4 in pressure, so the combined chances take an
``opinion`` between 0 and 1 that slides from the one probit to the other and is drawn once a run.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.blast import AMBIENT_PA, HEAT_RATIO, dynamic_pressure, normal_reflection

LYING, STANDING, BEFORE_WALL = 0, 1, 2
PSI_PA = 6894.757293168361
EARDRUM_THRESHOLD_PA = 35e3
"""Overpressure at which eardrums begin to rupture, as widely used. Source: richmond1989, abstract."""
EARDRUM_MEDIAN_PA = 100e3
"""Overpressure at which half of the eardrums rupture, as widely used. Source: richmond1989, abstract."""
EARDRUM_ONE_PERCENT_PA = 20e3
"""Overpressure at which one eardrum in a hundred ruptures, by the later study. Source: richmond1989, abstract."""
EXPOSURE_LIMIT_PA = 4.0 * PSI_PA
"""Limit of exposure in training. It was drawn from eardrum data: a threshold to monitor, never a dose and response of
brain injury, for which there is no open one. Source: dod2024blast."""
HAZARDOUS_ENERGY_J = 79.0
"""Kinetic energy from which a fragment counts as hazardous (58 ft lbf). Source: ddesb_tp12."""

BOWEN_ASYMPTOTE_PA = 61.5 * PSI_PA
BOWEN_SPREAD = math.log(92.0 / 40.0) / (2.0 * 2.3263478740408408)
"""Standard deviation of the logarithm of the lethal pressure: threshold (taken as 1 percent) at 40 psi, near 100
percent (taken as 99) at 92 psi of long duration. Source: glasstone1977, table 12.38."""

FRAGMENT_SHAPE_KG_M3 = 2609.0
"""Mass over the 3/2 power of mean presented area, conservative for steel (162.9 lb/ft^3). Source: photonsquared2018."""
FRAGMENT_DRAG = 0.8
AIR_KG_M3 = 1.225
GRAVITY_MPS2 = 9.80665
_RETARDATION = 2.0 * FRAGMENT_SHAPE_KG_M3 ** (2.0 / 3.0) / (FRAGMENT_DRAG * AIR_KG_M3)  # L1, m/kg^(1/3)
_NOTHING = 1e-3  # Pa or Pa s: a wave that nobody feels, and whose inverse is still a number


class Exposure(NamedTuple):
    """What reaches one person, and which of the published opinions holds in this run."""

    overpressure_pa: float
    impulse_pa_s: float
    fragments_per_m2: float
    presented_area_m2: float
    lethal_share: float  # chance that a hit by a hazardous fragment kills
    opinion: float  # 0: Eisenberg's lung and TNO's ear; 1: the HSE's lung and Eisenberg's ear


@compiled
def probability(probit: float) -> float:
    """Chance that belongs to a probit.

    ``P = Phi(Y - 5)``, the normal distribution function; Y ``probit``. Any Y.

    Source: finney1971.
    """
    return 0.5 * math.erfc((5.0 - probit) * 0.7071067811865476)


@compiled
def lung_probit_eisenberg(overpressure_pa: float) -> float:
    """Probit of death by lung haemorrhage.

    ``Y = -77.1 + 6.91 ln p``; p ``overpressure_pa`` (Pa, positive), peak side-on. Median at 144 kPa.
    Fitted to long waves of nuclear tests: it overstates short ones. No bound is enforced.

    Source: eisenberg1975, as in hyram6, overpressure probits.
    """
    return -77.1 + 6.91 * math.log(overpressure_pa)


@compiled
def lung_probit_hse(overpressure_pa: float) -> float:
    """Probit of death by lung haemorrhage.

    ``Y = 5.13 + 1.37 ln(p / bar)``; p ``overpressure_pa`` (Pa, positive), peak side-on. Median at 91 kPa, with a slope
    so gentle that it still kills one in a thousand at 10 kPa: an upper opinion. No bound is enforced.

    Source: hyram6, overpressure probits (the HSE model).
    """
    return 5.13 + 1.37 * math.log(overpressure_pa * 1e-5)


@compiled
def head_probit(overpressure_pa: float, impulse_pa_s: float) -> float:
    """Probit of death by the head's impact after the body was thrown.

    ``Y = 5 - 8.49 ln(2430/p + 4e8/(p i))``; p ``overpressure_pa`` (Pa), i ``impulse_pa_s`` (Pa s), both positive.
    No bound is enforced.

    Source: tno_green_book, as in hyram6, overpressure probits.
    """
    return 5.0 - 8.49 * math.log(2430.0 / overpressure_pa + 4e8 / (overpressure_pa * impulse_pa_s))


@compiled
def collapse_probit(overpressure_pa: float, impulse_pa_s: float) -> float:
    """Probit of death in a building that collapses.

    ``Y = 5 - 0.22 ln((40000/p)^7.4 + (460/i)^11.3)``; p ``overpressure_pa`` (Pa), i ``impulse_pa_s`` (Pa s), both
    positive. Brick-built houses; no bound is enforced.

    Source: tno_green_book, as in hyram6, overpressure probits.
    """
    return 5.0 - 0.22 * math.log(math.pow(40000.0 / overpressure_pa, 7.4) + math.pow(460.0 / impulse_pa_s, 11.3))


@compiled
def eardrum_probit(overpressure_pa: float) -> float:
    """Probit of a ruptured eardrum.

    ``Y = -12.6 + 1.524 ln p``; p ``overpressure_pa`` (Pa, positive), peak side-on. Median at 104 kPa.
    No bound is enforced.

    Source: tno_green_book.
    """
    return -12.6 + 1.524 * math.log(overpressure_pa)


@compiled
def eardrum_probit_eisenberg(overpressure_pa: float) -> float:
    """Probit of a ruptured eardrum, the lower published opinion.

    ``Y = -15.6 + 1.93 ln p``; p ``overpressure_pa`` (Pa, positive), peak side-on. Median at 43 kPa.
    No bound is enforced.

    Source: eisenberg1975.
    """
    return -15.6 + 1.93 * math.log(overpressure_pa)


@compiled
def effective_overpressure(overpressure_pa: float, posture: int) -> float:
    """Largest overpressure on the thorax, in Pa.

    ``p`` for a man ``LYING`` along the blast, ``p + q`` for one ``STANDING`` or lying across it, the normal
    reflection for one ``BEFORE_WALL``; p ``overpressure_pa`` (Pa, side-on), q the dynamic pressure, air at sea level.

    Source: bowen1968.
    """
    if posture == LYING:
        return overpressure_pa
    if posture == STANDING:
        return overpressure_pa + dynamic_pressure(overpressure_pa, AMBIENT_PA, HEAT_RATIO)
    return normal_reflection(overpressure_pa, AMBIENT_PA, HEAT_RATIO)


@compiled
def bowen_median(duration_s: float) -> float:
    """Effective overpressure that half of the people survive, in Pa.

    ``P50 = 61.5 (1 + 6.76 T^-1.064)`` psi; T ``duration_s`` (in ms in the equation, positive), a man of 70 kg at sea
    level. The pressure is the largest on the thorax: see ``effective_overpressure``. Durations of 0.2 ms to 1 s;
    no bound is enforced.

    Source: bowen1968.
    """
    return BOWEN_ASYMPTOTE_PA * (1.0 + 6.76 * math.pow(1e3 * duration_s, -1.064))


@compiled
def bowen_survival(effective_pa: float, duration_s: float) -> float:
    """Chance to survive an effective overpressure of a given duration.

    ``S = 1 - Phi(ln(p / P50) / s)``; p ``effective_pa`` (Pa, positive), T ``duration_s`` (s, positive), s the
    ``BOWEN_SPREAD``: the curves of equal survival are parallel on logarithmic paper. No bound is enforced.

    Source: bowen1968; spread from glasstone1977, table 12.38.
    """
    return 1.0 - probability(5.0 + math.log(effective_pa / bowen_median(duration_s)) / BOWEN_SPREAD)


@compiled
def lung_probability(overpressure_pa: float, opinion: float) -> float:
    """Chance of death by lung haemorrhage, between two published models.

    ``P = Phi((1 - w) Y_E + w Y_H - 5)``; p ``overpressure_pa`` (Pa), w ``opinion`` (0: Eisenberg, 1: HSE). Zero for no
    overpressure.

    Source: eisenberg1975 and the HSE model, as in hyram6; the blend is ours.
    """
    if overpressure_pa <= 0.0:
        return 0.0
    low, high = lung_probit_eisenberg(overpressure_pa), lung_probit_hse(overpressure_pa)
    return probability(low + opinion * (high - low))


@compiled
def eardrum_probability(overpressure_pa: float, opinion: float) -> float:
    """Chance of a ruptured eardrum, between two published models.

    ``P = Phi((1 - w) Y_T + w Y_E - 5)``; p ``overpressure_pa`` (Pa), w ``opinion`` (0: TNO, 1: Eisenberg). Zero for no
    overpressure.

    Source: tno_green_book and eisenberg1975; the blend is ours.
    """
    if overpressure_pa <= 0.0:
        return 0.0
    low, high = eardrum_probit(overpressure_pa), eardrum_probit_eisenberg(overpressure_pa)
    return probability(low + opinion * (high - low))


@compiled
def gurney_speed(gurney_mps: float, metal_kg: float, charge_kg: float) -> float:
    """First speed of the fragments of a cylindrical case, in m/s.

    ``V = G / sqrt(M/C + 1/2)``; G ``gurney_mps`` (m/s, 2213 for cast TNT), M ``metal_kg``, C ``charge_kg`` (kg,
    positive). Good for M/C from about 0.1 to 10; no bound is enforced.

    Source: gurney1943.
    """
    return gurney_mps / math.sqrt(metal_kg / charge_kg + 0.5)


@compiled
def hazardous_mass(speed_mps: float, distance_m: float) -> float:
    """Mass of the lightest fragment that arrives with the hazardous energy, in kg.

    Solves ``2 E = m V^2 exp(-2 R / (L1 m^(1/3)))`` for m, with ``L1 = 2 k^(2/3) / (Cd rho)``, or takes the fragment
    that falls with that energy, ``2 E = g L1 m^(4/3)``, whichever is lighter; V ``speed_mps`` (m/s, positive),
    R ``distance_m`` (m). Flat flight in air of sea level.

    Source: ddesb_tp12, steps 3 and 4, as told by photonsquared2018.
    """
    energy = math.log(0.5 * speed_mps * speed_mps / HAZARDOUS_ENERGY_J)
    path = 2.0 * distance_m / _RETARDATION
    y = energy / 3.0  # y is -ln(m)/3, where 3 y + path exp(y) = energy
    for _ in range(40):  # Newton on a convex rising function from its right: falls steadily to the root
        fall = path * math.exp(y)
        by = (3.0 * y + fall - energy) / (3.0 + fall)
        y -= by
        if abs(by) < 1e-12:
            break
    falling = math.pow(2.0 * HAZARDOUS_ENERGY_J / (GRAVITY_MPS2 * _RETARDATION), 0.75)
    return min(math.exp(-3.0 * y), falling)


@compiled
def fragment_density(casing_kg: float, mean_mass_kg: float, speed_mps: float, distance_m: float) -> float:
    """Hazardous fragments per square metre at a distance, from a case that breaks up evenly over all directions.

    ``q = (M / (4 pi m0 R^2)) exp(-sqrt(2 m / m0))``, Mott's distribution over masses; M ``casing_kg``, m0
    ``mean_mass_kg`` (kg, positive), V ``speed_mps`` (m/s), R ``distance_m`` (m, positive), m the lightest hazardous
    fragment there. A real case throws most of them sideways: a factor of several either way.

    Source: ddesb_tp12, steps 4 and 5, as told by photonsquared2018; mott1947.
    """
    lightest = hazardous_mass(speed_mps, distance_m)
    spread = 4.0 * math.pi * distance_m * distance_m
    return casing_kg / (mean_mass_kg * spread) * math.exp(-math.sqrt(2.0 * lightest / mean_mass_kg))


@compiled
def fragment_hit_probability(density_per_m2: float, presented_area_m2: float) -> float:
    """Chance that at least one fragment hits.

    ``P = 1 - exp(-q A)``; q ``density_per_m2`` (1/m^2), A ``presented_area_m2`` (m^2; 0.56 for a standing person).

    Source: ddesb_tp12, step 5.
    """
    return -math.expm1(-density_per_m2 * presented_area_m2)


@compiled
def killed(exposure: Exposure) -> float:
    """Chance that one person in the open dies, by lung, by head or by fragment, taken as independent.

    ``P = 1 - (1 - P_lung)(1 - P_head)(1 - s P_hit)``; the fields of ``exposure``, s its ``lethal_share``.
    An overpressure below 1 mPa or an impulse below 1 mPa s means no death by blast.

    Source: the laws named; their independence is ours.
    """
    by_fragment = exposure.lethal_share * fragment_hit_probability(
        exposure.fragments_per_m2, exposure.presented_area_m2
    )
    if exposure.overpressure_pa < _NOTHING or exposure.impulse_pa_s < _NOTHING:
        return by_fragment
    by_lung = lung_probability(exposure.overpressure_pa, exposure.opinion)
    by_head = probability(head_probit(exposure.overpressure_pa, exposure.impulse_pa_s))
    return 1.0 - (1.0 - by_lung) * (1.0 - by_head) * (1.0 - by_fragment)


@compiled
def injured_or_killed(exposure: Exposure) -> float:
    """Chance that one person in the open is at least injured, by ear or by fragment, or killed.

    ``P = 1 - (1 - P_ear)(1 - P_hit)(1 - P_killed by blast)``; the fields of ``exposure``. No overpressure means no
    injury by blast.

    Source: the laws named; their independence is ours.
    """
    by_fragment = fragment_hit_probability(exposure.fragments_per_m2, exposure.presented_area_m2)
    ear = eardrum_probability(exposure.overpressure_pa, exposure.opinion)
    if exposure.overpressure_pa < _NOTHING or exposure.impulse_pa_s < _NOTHING:
        return 1.0 - (1.0 - ear) * (1.0 - by_fragment)
    by_lung = lung_probability(exposure.overpressure_pa, exposure.opinion)
    by_head = probability(head_probit(exposure.overpressure_pa, exposure.impulse_pa_s))
    return 1.0 - (1.0 - ear) * (1.0 - by_fragment) * (1.0 - by_lung) * (1.0 - by_head)


def casualties(people: Sequence[float], chances: Sequence[float]) -> tuple[float, float]:
    """Expectation and variance of the casualties among groups in different postures.

    ``E = sum n p``, ``V = sum n p (1 - p)``; n ``people`` of each group, p their ``chances``, each person's outcome
    independent of the others'. A common cause (one warhead) makes the true variance larger.

    Source: elementary; sums of binomial variables.
    """
    groups = list(zip(people, chances, strict=True))
    expected = sum(count * chance for count, chance in groups)
    return expected, sum(count * chance * (1.0 - chance) for count, chance in groups)
