"""Adapters for the cases of optics, radio and radar jamming. Decibels of the rows become watts and ratios here."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ringfort.physics import optics, radar, radio


def _ratio(decibels: float) -> float:
    return float(10.0 ** (decibels / 10.0))


def _watts(dbm: float) -> float:
    return 1e-3 * _ratio(dbm)


def _decibels(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


def _dbm(watts: float) -> float:
    return _decibels(watts) + 30.0


def _johnson(row: dict[str, Any]) -> dict[str, Any]:
    return {**optics.JOHNSON_CYCLES._asdict(), "spread": optics.JOHNSON_SPREAD._asdict()}


def _transfer(row: dict[str, Any]) -> dict[str, Any]:
    return {"P": optics.target_transfer_probability(row["N_over_N50"], 1.0)}


def _sampling(row: dict[str, Any]) -> dict[str, Any]:
    pixel = row["pitch_um"] * 1e-6 / (row["focal_mm"] * 1e-3)
    size, needed = row["critical_dim_m"], row["N50_cycles"]
    limit = optics.sampling_range_m(size, needed, pixel)
    nearer, farther = (optics.cycles_on_target(size, share * limit, pixel) for share in (0.8, 1.25))
    return {
        "ifov_urad": pixel * 1e6,
        "range_m": limit,
        "P_at_0p8R": optics.target_transfer_probability(nearer, needed),
        "P_at_1p25R": optics.target_transfer_probability(farther, needed),
    }


def _task_performance(row: dict[str, Any]) -> dict[str, Any]:
    return {"P": optics.task_performance_probability(row["V"], row["V50"])}


def _haze(row: dict[str, Any]) -> dict[str, Any]:
    visibility, inherent = row["visibility_km"] * 1e3, row["inherent_contrast"]
    return {
        "apparent_contrast": optics.apparent_contrast(inherent, row["range_km"] * 1e3, visibility),
        "range_at_2pct_km": optics.contrast_range_m(inherent, 0.02, visibility) / 1e3,
    }


def _link(row: dict[str, Any]) -> dict[str, Any]:
    eirp, gain, figure = _watts(row["Pt_dbm"] + row["Gt_dbi"]), _ratio(row["Gr_dbi"]), _ratio(row["NF_db"])
    frequency, bandwidth = row["freq_hz"], row["bandwidth_hz"]
    received = radio.received_power_w(eirp, gain, row["range_m"], frequency)
    noise = radio.noise_power_w(bandwidth, figure)
    return {
        "fspl_db": -_decibels(radio.free_space_gain(row["range_m"], frequency)),
        "Pr_dbm": _dbm(received),
        "noise_dbm": _dbm(noise),
        "snr_db": _decibels(received / noise),
        "range_for_snr10_m": radio.passive_detection_range_m(eirp, gain, frequency, bandwidth, figure, _ratio(10.0)),
    }


def _jamming(row: dict[str, Any]) -> radar.Jamming:
    """Losses that a row does not name are none; a bandwidth dilution is the jammer's band over the radar's."""
    gain = _ratio(row["Gt_db"])
    return radar.Jamming(
        power_w=_watts(row["Pj_dbm"]),
        gain=_ratio(row["Gja_db"]),
        loss=_ratio(row.get("Lj_db", 0.0)),
        bandwidth_hz=_ratio(row.get("bandwidth_dilution_db", 0.0)),
        radar_power_w=_watts(row["Pt_dbm"]),
        radar_gain=gain,
        radar_gain_to_jammer=_ratio(row["Gr_toward_jammer_db"]) if "Gr_toward_jammer_db" in row else gain,
        radar_loss=_ratio(row.get("Lt_db", 0.0)),
        radar_bandwidth_hz=1.0,
        cross_section_m2=row["rcs_m2"],
    )


def _self_protection(row: dict[str, Any]) -> dict[str, Any]:
    jamming = _jamming(row)
    return {
        "J_over_S_db": _decibels(radar.self_protection_jam_to_signal(jamming, row["range_m"])),
        "burnthrough_0db_m": radar.self_protection_burn_through_range(jamming, 1.0),
        "burnthrough_6db_required_m": radar.self_protection_burn_through_range(jamming, _ratio(6.0)),
    }


def _stand_off(row: dict[str, Any]) -> dict[str, Any]:
    jamming, away = _jamming(row), row["jammer_range_m"]
    return {
        "J_over_S_db": _decibels(radar.stand_off_jam_to_signal(jamming, row["target_range_m"], away)),
        "burnthrough_0db_m": radar.stand_off_burn_through_range(jamming, away, 1.0),
    }


def _control_link(row: dict[str, Any]) -> dict[str, Any]:
    jammer, controller = _watts(row["jammer_eirp_dbm"]), _watts(row["controller_eirp_dbm"])
    away, exponent = row["controller_range_m"], row["path_exponent"]
    ratio = radio.link_jam_to_signal(jammer, row["jammer_range_m"], controller, away, exponent, 1.0)
    return {
        "J_over_S_db": _decibels(ratio),
        "jam_range_for_JS10_m": radio.link_jam_range_m(jammer, controller, away, exponent, 1.0, _ratio(10.0)),
    }


def _navigation(row: dict[str, Any]) -> dict[str, Any]:
    eirp, threshold = _watts(row["jammer_eirp_dbm"]), _watts(row["threshold_dbm"])
    return {"range_m": radio.navigation_jam_range_m(eirp, row["freq_hz"], threshold, 1.0)}


def _bearings(row: dict[str, Any]) -> dict[str, Any]:
    stations = np.array(row["stations_xy_m"], dtype=np.float64)
    east, north = (float(value) for value in row["target_xy_m"])
    return radio.bearing_fix_bound(east, north, stations, math.radians(row["sigma_bearing_deg"]))._asdict()


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "EOR-JOH": _johnson,
    "EOR-TTPF": _transfer,
    "EOR-RNG": _sampling,
    "EOR-TTP": _task_performance,
    "EOR-CON": _haze,
    "EOR-FRI": _link,
    "EOR-JSS": _self_protection,
    "EOR-JSO": _stand_off,
    "EOR-LJM": _control_link,
    "EOR-GNS": _navigation,
    "EOR-DF": _bearings,
}
