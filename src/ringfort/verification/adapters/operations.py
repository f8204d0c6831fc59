"""Cases of operations analysis (topic OPS)."""

import math
from collections.abc import Callable
from typing import Any

from ringfort.physics import allocation, operations
from ringfort.verification.cases import counted

Adapter = Callable[[dict[str, Any]], dict[str, Any]]


def _leakers(case: dict[str, Any]) -> dict[str, Any]:
    threats = case["warheads"]
    kill = operations.kill_by_salvo(case["sspk"], case["shots_per_warhead"], case["p_track_common_per_warhead"])
    chances = [operations.leakers_exactly(threats, kill, leakers) for leakers in range(min(threats, 2) + 1)]
    return {
        "Kw": kill,
        "P_no_leak": chances[0],
        "P_exactly_1": chances[1],
        "P_at_most_2": sum(chances),
        "expected_leakers": threats * (1.0 - kill),
    }


def _shots_needed(case: dict[str, Any]) -> dict[str, Any]:
    shots = operations.shots_for_no_leak(case["warheads"], case["P0_goal"], case["sspk"], case["p_track"])
    feasible = math.isfinite(shots)
    return {
        "Kw_required": case["P0_goal"] ** (1.0 / case["warheads"]),
        "n_real": shots if feasible else None,
        "n_integer": math.ceil(shots) if feasible else None,
        "feasible": feasible,
    }


def _layers(case: dict[str, Any]) -> dict[str, Any]:
    first = operations.kill_by_salvo(case["p1"], case["n1"], case["pt1"])
    second = operations.kill_by_salvo(case["p2"], case["n2"], case["pt2"])
    return {
        "K_total": operations.layered_kill(first, second),
        "shots_expected_second_layer_per_threat": case["n2"] * (1.0 - first),
    }


def _shoot_look_shoot(case: dict[str, Any]) -> dict[str, Any]:
    leak, shots = operations.shoot_look_shoot(case["sspk"], case["shots_per_look"], case["max_looks"])
    salvo = case["shots_per_look"] * case["max_looks"]
    return {
        "P_leak": leak,
        "expected_shots": shots,
        "salvo_same_leak_shots": salvo,
        "saving_fraction": 1.0 - shots / salvo,
    }


def _imperfect_look(case: dict[str, Any]) -> dict[str, Any]:
    look = operations.Assessment(case["p_live_declared_dead"], case["p_dead_declared_live"])
    leak, shots = operations.shoot_look_shoot(case["sspk"], case.get("shots_per_look", 1), case["max_looks"], look)
    return {"P_leak": leak, "expected_shots": shots}


def _fire(case: dict[str, Any]) -> dict[str, Any]:
    fire = case["targets"], case["shots"], case["sspk"]
    return {
        "survivors_random": operations.survivors_of_random_fire(*fire),
        "survivors_uniform": operations.survivors_of_uniform_fire(*fire),
    }


def _magazine(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "expected_leakers": operations.leakers_of_magazine(
            case["threats"], case["interceptors"], case["sspk"], case["max_shots_each"]
        )
    }


def _channels(case: dict[str, Any]) -> dict[str, Any]:
    load, channels = case["arrival_rate"] / case["service_rate"], case["channels"]
    answer = {"erlangs": load, "erlang_B": operations.erlang_loss(load, channels)}
    if load < channels:
        answer["erlang_C"] = operations.erlang_delay(load, channels)
        answer["mean_wait"] = answer["erlang_C"] / (channels * case["service_rate"] - case["arrival_rate"])
    return answer


def _impatient(case: dict[str, Any]) -> dict[str, Any]:
    rates = case["arrival_rate"], case["service_rate"], case["channels"], case["patience_rate"]
    abandon, wait = operations.erlang_abandon(operations.Queue(*rates))
    return {"P_abandon": abandon, "P_wait": wait}


def _timeline(case: dict[str, Any]) -> dict[str, Any]:
    ranges = operations.intercept_ranges(
        operations.Approach(
            detect_range_m=case["detect_range_m"],
            least_range_m=case["Rmin_m"],
            greatest_range_m=case["Rmax_m"],
            threat_mps=case["v_threat"],
            interceptor_mps=case["v_interceptor"],
            reaction_s=case["reaction_s"],
            between_s=case["assess_and_relaunch_s"],
        )
    )
    return {"shots": len(ranges), "intercept_ranges_m": ranges}


def _salvo(case: dict[str, Any]) -> dict[str, Any]:
    given = case.get("test", case)
    ours = operations.Fleet(given["A"], given["alpha"], given["y"], given["w"])
    theirs = operations.Fleet(given["B"], given["beta"], given["z"], given["x"])
    lost, taken = operations.salvo_losses(ours, theirs), operations.salvo_losses(theirs, ours)
    share, their_share = lost / ours.units, taken / theirs.units
    return {
        "dA": lost,
        "dB": taken,
        "FER": their_share / share if share else None,
        "dA_over_A": share,
        "dB_over_B": their_share,
        "fractional_losses_equal": math.isclose(share, their_share),
    }


def _stochastic_salvo(case: dict[str, Any]) -> dict[str, Any]:
    salvo = case["n_threats"], case["p_wellaimed"], case["n_defensive_shots"], case["p_defensive"]
    mean = salvo[0] * salvo[1] - salvo[2] * salvo[3]
    return {
        "expected_leak": operations.leakers_of_stochastic_salvo(*salvo),
        "deterministic_leak": max(mean, 0.0),
    }


def _assignment(case: dict[str, Any]) -> dict[str, Any]:
    value, plan = allocation.best_assignment(case["V"], case["P"])
    return {"optimal_expected_surviving_value": value, "an_optimal_assignment_weapon_to_target": plan}


def _identical_weapons(case: dict[str, Any]) -> dict[str, Any]:
    counts = allocation.greedy_allocation(case["weapons"], case["V"], case["p"])
    left = sum(value * (1.0 - case["p"]) ** count for value, count in zip(case["V"], counts, strict=True))
    return {"optimal_expected_surviving_value": left, "allocation": counts}


def _matching(case: dict[str, Any]) -> dict[str, Any]:
    return {"min_cost": allocation.least_cost_matching(case["C"])[0]}


def _search(case: dict[str, Any]) -> dict[str, Any]:
    coverage = operations.search_coverage(case["speed"], case["sweep_width"], case["time"], case["area"])
    return {
        "coverage": coverage,
        "P_random": operations.random_search(coverage),
        "P_exhaustive": min(coverage, 1.0),
        "P_inverse_cube": operations.inverse_cube_search(coverage),
    }


def _cost(case: dict[str, Any]) -> dict[str, Any]:
    salvo = case["interceptor_cost"] * case["salvo"]
    per_kill = operations.cost_per_kill(salvo, operations.kill_by_salvo(case["sspk"], case["salvo"]))
    shots = operations.shoot_look_shoot(case["sspk"], 1, case["salvo"])[1]
    return {
        "cost_per_engagement_salvo": salvo,
        "cost_per_kill_salvo": per_kill,
        "cost_per_engagement_sls": case["interceptor_cost"] * shots,
        "exchange_ratio_salvo": per_kill / case["threat_cost"],
    }


_LAWS: dict[str, Adapter] = {
    "OPS-WLK": _leakers,
    "OPS-WLN": _shots_needed,
    "OPS-LAY": _layers,
    "OPS-SLS": _shoot_look_shoot,
    "OPS-SLK": _imperfect_look,
    "OPS-FIR": _fire,
    "OPS-MAG": _magazine,
    "OPS-ERL": _channels,
    "OPS-ERA": _impatient,
    "OPS-TLN": _timeline,
    "OPS-HUG": _salvo,
    "OPS-STS": _stochastic_salvo,
    "OPS-WTA": _assignment,
    "OPS-WTI": _identical_weapons,
    "OPS-LSA": _matching,
    "OPS-KOO": _search,
    "OPS-CST": _cost,
}


def _of_counts(law: Adapter) -> Adapter:
    return lambda case: law(counted(case))


ADAPTERS: dict[str, Adapter] = {kind: _of_counts(law) for kind, law in _LAWS.items()}
