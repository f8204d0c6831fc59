"""Adapters for the tracking cases: steady filters, gates, confirmation, metrics, and our tracker on recorded plots."""

import csv
import math
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ringfort.tracking import metrics, steady
from ringfort.tracking.replay import Recording, replay
from ringfort.verification.cases import counted


def _kalata(row: dict[str, Any]) -> dict[str, Any]:
    filter_ = steady.alpha_beta(row["T_s"], row["sigma_accel"], row["sigma_meas"])
    return {
        "tracking_index": filter_.tracking_index,
        "alpha": filter_.alpha,
        "beta": filter_.beta,
        "P_pos_post": filter_.position,
        "P_vel_post": filter_.velocity,
        "P_pos_pred": filter_.predicted,
    }


def _random_walk(row: dict[str, Any]) -> dict[str, Any]:
    before, gain, after = steady.random_walk(row["q"], row["r"])
    return {"P_pred": before, "K": gain, "P_post": after}


def _constant_velocity(row: dict[str, Any]) -> dict[str, Any]:
    gain, after = steady.constant_velocity(row["T_s"], row["q"], row["sigma_meas"])
    return {"K_pos": gain[0], "K_vel": gain[1], "P_post": after}


def _consistency(row: dict[str, Any]) -> dict[str, Any]:
    low, high = metrics.consistency_bounds(row["dim"], row["runs"], row["confidence"])
    return {"lower": low, "upper": high}


def _gate(row: dict[str, Any]) -> dict[str, Any]:
    threshold = steady.gate_threshold(row["dim"], row["P_gate"])
    return {"gamma": threshold, "ellipsoid_volume_unit_S": steady.gate_volume(row["dim"], threshold)}


def _confirmation(row: dict[str, Any]) -> dict[str, Any]:
    given = counted(row)
    rule = (given["M"], given["N"], given["p_detect"])
    return {
        "P_confirm_within_K": steady.confirmation(*rule, given["K_scans"]),
        "P_within_first_window": steady.confirmation(*rule, given["N"]),
        "mean_scans_to_confirm": steady.mean_scans_to_confirm(*rule),
    }


def _line(row: dict[str, Any]) -> dict[str, Any]:
    velocity, place = steady.line_fit(row["n"], row["T_s"], row["sigma"], row["extrapolate_s"])
    return {"sigma_v": velocity, "sigma_v_formula": velocity, "sigma_extrapolated": place}


def _line_metrics(row: dict[str, Any]) -> dict[str, Any]:
    parts = metrics.gospa(row["truth"], row["track"], row["c"], row["p"])
    return {
        "ospa": metrics.ospa(row["truth"], row["track"], row["c"], row["p"]),
        "gospa": parts.distance,
        "localisation": parts.localisation,
        "missed": parts.missed,
        "false": parts.false,
    }


def _plane_metrics(row: dict[str, Any]) -> dict[str, Any]:
    parts = metrics.gospa(row["truth"], row["est"], row["c"], row["p"])
    return {
        "ospa": metrics.ospa(row["truth"], row["est"], row["c"], row["p"]),
        "gospa": parts.distance,
        "localisation_p": parts.localisation,
        "missed_p": parts.missed,
        "false_p": parts.false,
    }


def _by_scan(path: Path) -> dict[int, list[tuple[float, float]]]:
    scans = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            scans[int(line["scan"])].append((float(line["x"]), float(line["y"])))
    return scans


def _benchmark(row: dict[str, Any]) -> dict[str, Any]:
    folder = Path(row["_folder"])
    truth, plots = _by_scan(folder / row["truth_csv"]), _by_scan(folder / row["detections_csv"])
    west, east, south, north = row["box_m"]
    recording = Recording(
        times_s=np.arange(row["scans"]) * row["T_s"],
        points=[np.array(plots[k]).reshape(-1, 2) for k in range(row["scans"])],
        sigma_m=row["sigma_meas_m"],
        odds=row["Pd"],
        clutter_density=row["clutter_mean_per_scan"] / ((east - west) * (north - south)),
    )
    picture = replay(recording, quiet_noise=row["q"], manoeuvring_odds=0.0, confirm_existence=0.5)
    c, p = row["ospa_c"], row["ospa_p"]
    scores = [metrics.ospa(truth[k], tracks.positions, c, p) for k, tracks in enumerate(picture)]
    errors = [len(tracks.ids) - len(truth[k]) for k, tracks in enumerate(picture)]
    return {
        "mean_ospa": math.fsum(scores) / len(scores),
        "mean_gospa": math.fsum(metrics.gospa(truth[k], t.positions, c, p).distance for k, t in enumerate(picture))
        / len(scores),
        "mean_ospa_after_scan20": math.fsum(scores[20:]) / len(scores[20:]),
        "mean_abs_cardinality_error": math.fsum(map(abs, errors)) / len(errors),
        "mean_cardinality_bias": math.fsum(errors) / len(errors),
    }


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "TRK-KAL": _kalata,
    "TRK-SKF": _random_walk,
    "TRK-NCV": _constant_velocity,
    "TRK-NEES": _consistency,
    "TRK-GATE": _gate,
    "TRK-MON": _confirmation,
    "TRK-LSQ": _line,
    "TRK-OSP": _line_metrics,
    "TRK-OG2": _plane_metrics,
    "TRK-BEN": _benchmark,
}
"""The adapter of each kind of case."""
