"""Adapters for the gunnery cases: hit probability, bursts, damage functions, circular errors, timing."""

import math
from collections.abc import Callable
from typing import Any

from ringfort.catalog.registry import installed
from ringfort.physics import gunnery

_MILLIRADIAN = 1e-3


def _centred(row: dict[str, Any]) -> dict[str, Any]:
    return {"p": gunnery.circular_hit_probability(row["radius_m"], row["sigma_m"])}


def _biased(row: dict[str, Any]) -> dict[str, Any]:
    return {"p": gunnery.biased_hit_probability(row["radius_m"], row["sigma_m"], row["bias_m"])}


def _rectangle(row: dict[str, Any]) -> dict[str, Any]:
    size, spread, bias = ("width_m", "height_m"), ("sx_m", "sy_m"), ("bx_m", "by_m")
    return {"p": gunnery.rectangular_hit_probability(*(row[key] for key in size + spread + bias))}


def _burst(row: dict[str, Any]) -> dict[str, Any]:
    dispersion, bias = row["disp_1sigma_mrad"] * _MILLIRADIAN, row["bias_1sigma_mrad"] * _MILLIRADIAN
    burst = (row["range_m"], dispersion, bias, row["target_radius_m"], row["rounds"], row["pk_hit"])
    spread = row["range_m"] * math.hypot(dispersion, bias)
    return {
        "p_single_marginal": gunnery.circular_hit_probability(row["target_radius_m"], spread),
        "P_if_independent": gunnery.independent_kill_probability(*burst),
        "P_with_common_bias": gunnery.common_bias_kill_probability(*burst),
    }


def _carleton(row: dict[str, Any]) -> dict[str, Any]:
    along = gunnery.CarletonAxis(row["Rx_m"], row["sx_m"], row["bx_m"])
    across = gunnery.CarletonAxis(row["Ry_m"], row["sy_m"], row["by_m"])
    return {
        "Pk": gunnery.carleton_kill_probability(row["D0"], along, across),
        "mean_area_of_effect_m2": gunnery.carleton_area_m2(row["Rx_m"], row["Ry_m"]),
    }


def _circular_error(row: dict[str, Any]) -> dict[str, Any]:
    sx, sy = row["sx"], row["sy"]
    return {
        "cep_exact": gunnery.circular_error_probable(sx, sy),
        "cep_0p59": gunnery.circular_error_mean_sigma(sx, sy),
        "cep_0p562_0p615": gunnery.circular_error_two_sigma(sx, sy),
        "drms": math.hypot(sx, sy),
    }


def _probable_error(row: dict[str, Any]) -> dict[str, Any]:
    """Either a rectangle about the aim point by probable errors, or circles by circular errors."""
    if "cep_m" in row:
        radii, errors = row["r_m"], row["cep_m"]
        if not isinstance(radii, list):
            return {"p": gunnery.within_circle(radii, errors)}
        return {"p": [gunnery.within_circle(r, cep) for r, cep in zip(radii, errors, strict=True)]}
    along = row["PE_range_m"] / gunnery.PROBABLE_ERRORS_PER_SIGMA
    across = row["PE_defl_m"] / gunnery.PROBABLE_ERRORS_PER_SIGMA
    length, width = 2.0 * row["half_length_m"], 2.0 * row["half_width_m"]
    return {
        "sigma_range_m": along,
        "sigma_defl_m": across,
        "p_in": gunnery.rectangular_hit_probability(length, width, along, across, 0.0, 0.0),
    }


def _magazine(row: dict[str, Any]) -> dict[str, Any]:
    """A row without inputs states a gun's public rate of fire, which our entry of that gun has."""
    if "rounds" not in row:
        rate = installed().get("effector/c-ram").parameters["rate_per_s"].value
        return {"rounds_per_s": rate, "rounds_per_min": 60.0 * rate}
    seconds = gunnery.burst_s(row["rounds"], row["rpm"] / 60.0)
    return {"time_to_empty_s": seconds, "bursts_of_1p5s": seconds / 1.5}


def _timing(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "burst_s": gunnery.burst_s(row["rounds"], row["rounds_per_s"]),
        "last_round_arrives_s": gunnery.last_arrival_s(row["rounds"], row["rounds_per_s"], row["tof_s"]),
    }


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "GUN-SSC": _centred,
    "GUN-SSB": _biased,
    "GUN-SSR": _rectangle,
    "GUN-BST": _burst,
    "GUN-CAR": _carleton,
    "GUN-CEP": _circular_error,
    "GUN-PE": _probable_error,
    "GUN-PHX": _magazine,
    "GUN-TIM": _timing,
}
