"""Cases of blast and casualties (topic BLA)."""

from collections.abc import Callable
from typing import Any

from ringfort.physics import blast, injury
from ringfort.verification.outcomes import hurt_at_asad, spread


def _burst(case: dict[str, Any]) -> dict[str, Any]:
    at = float(case["tnt_kg"]), float(case["distance_m"])
    return {
        "Z_m_kg13": blast.scaled_distance(*at),
        "incident_kpa": blast.incident_overpressure(*at) / 1e3,
        "reflected_kpa": blast.reflected_overpressure(*at) / 1e3,
        "arrival_ms": blast.arrival_time(*at) * 1e3,
        "duration_ms": blast.positive_duration(*at) * 1e3,
        "incident_impulse_kpa_ms": blast.incident_impulse(*at),
        "reflected_impulse_kpa_ms": blast.reflected_impulse(*at),
        "shock_mps": blast.shock_speed(*at),
    }


def _shock(case: dict[str, Any]) -> dict[str, Any]:
    overpressure, ambient = 1e3 * case["incident_kpa"], 1e3 * case["P0_kpa"]
    sound, ratio = float(case["a0_mps"]), float(case["gamma"])
    return {
        "dynamic_kpa": blast.dynamic_pressure(overpressure, ambient, ratio) / 1e3,
        "reflected_kpa": blast.normal_reflection(overpressure, ambient, ratio) / 1e3,
        "shock_mps": blast.front_speed(overpressure, ambient, sound, ratio),
        "particle_mps": blast.particle_speed(overpressure, ambient, sound, ratio),
    }


def _quantity_distance(case: dict[str, Any]) -> dict[str, Any]:
    overpressure = blast.incident_overpressure(1.0, blast.quantity_distance(1.0, float(case["K_m_kg13"])))
    psi = overpressure / injury.PSI_PA
    return {"kb_psi": psi, "published_psi": psi, "published_kpa": overpressure / 1e3}


def _eardrum_criteria(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "threshold_kpa": injury.EARDRUM_THRESHOLD_PA / 1e3,
        "p50_kpa": injury.EARDRUM_MEDIAN_PA / 1e3,
        "p1_recent_kpa": injury.EARDRUM_ONE_PERCENT_PA / 1e3,
    }


def _lung(case: dict[str, Any]) -> dict[str, Any]:
    eisenberg = injury.lung_probit_eisenberg(float(case["overpressure_pa"]))
    hse = injury.lung_probit_hse(float(case["overpressure_pa"]))
    return {
        "probit_eisenberg": eisenberg,
        "P_eisenberg": injury.probability(eisenberg),
        "probit_hse": hse,
        "P_hse": injury.probability(hse),
    }


def _thrown_and_buried(case: dict[str, Any]) -> dict[str, Any]:
    wave = float(case["overpressure_pa"]), float(case["impulse_pa_s"])
    head, collapse = injury.head_probit(*wave), injury.collapse_probit(*wave)
    return {
        "probit_head": head,
        "P_head": injury.probability(head),
        "probit_collapse": collapse,
        "P_collapse": injury.probability(collapse),
    }


def _eardrum(case: dict[str, Any]) -> dict[str, Any]:
    probit = injury.eardrum_probit(float(case["overpressure_pa"]))
    return {"probit": probit, "P": injury.probability(probit)}


def _bowen(case: dict[str, Any]) -> dict[str, Any]:
    median = injury.bowen_median(1e-3 * case["duration_ms"])
    return {"P50_psi": median / injury.PSI_PA, "P50_kpa": median / 1e3}


def diagnoses_at_asad() -> dict[str, bool]:
    """Hold what was diagnosed at Ain al-Asad, 34 at first and 110 at last, to the raid that ``HIS-AAA`` plays."""
    killed, felt = (spread(values) for values in hurt_at_asad())
    return {
        "nobody killed lies within the simulated spread": killed[0] <= 0.0,
        "diagnoses, from first to last, overlap the spread of who felt the limit": felt[0] <= 110 and felt[1] >= 34,
    }


def _exposure_limit(case: dict[str, Any]) -> dict[str, Any]:
    if "site" in case:
        return {"_claims": diagnoses_at_asad()}
    return {
        "incident_psi": injury.EXPOSURE_LIMIT_PA / injury.PSI_PA,
        "incident_kpa": injury.EXPOSURE_LIMIT_PA / 1e3,
    }


def _fragments(case: dict[str, Any]) -> dict[str, Any]:
    foot_pound_force = 1.3558179483314004
    answer = {"energy_j": injury.HAZARDOUS_ENERGY_J, "ft_lbf": injury.HAZARDOUS_ENERGY_J / foot_pound_force}
    if "density_per_m2" in case:
        hit = injury.fragment_hit_probability(float(case["density_per_m2"]), float(case["presented_area_m2"]))
        answer["P_hit"] = hit
    return answer


def _casualties(case: dict[str, Any]) -> dict[str, Any]:
    groups = list(case["posture"].values())
    people = [case["people"] * group["fraction"] for group in groups]
    expected, variance = injury.casualties(people, [group["p_casualty"] for group in groups])
    return {"expected": expected, "variance": variance}


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "BLA-KB": _burst,
    "BLA-RH": _shock,
    "BLA-QD": _quantity_distance,
    "BLA-EAR": _eardrum_criteria,
    "BLA-PRB": _lung,
    "BLA-PRT": _thrown_and_buried,
    "BLA-PRE": _eardrum,
    "BLA-BOW": _bowen,
    "BLA-TBI": _exposure_limit,
    "BLA-FRG": _fragments,
    "BLA-EXP": _casualties,
}
