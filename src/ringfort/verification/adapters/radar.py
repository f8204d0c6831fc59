"""Cases of radar: range equation, detection, horizons, cross sections, waveforms and accuracy."""

import math
from collections.abc import Callable
from typing import Any

from ringfort.physics import cross_section, detection, geometry, radar
from ringfort.physics.radio import STANDARD_KELVIN

NAUTICAL_MILE = 1852.0
LENGTHS = (("_m", 1.0), ("_km", 1e3), ("_nmi", NAUTICAL_MILE))
RANGES = ("range", "R", "Rt", "range_tx", "tx_range", "range1", "R1")
RANGES_BACK = ("range_rx", "Rr", "rx_range", "range2", "R2")


def _linear(decibels: float) -> float:
    return float(10.0 ** (decibels / 10.0))


def _decibels(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


def _length(inputs: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first length found under one of the names, in metres, or None; a pair stays a list."""
    for name in names:
        for ending, metres in LENGTHS:
            value = inputs.get(name + ending)
            if isinstance(value, list):
                return [float(each) * metres for each in value]
            if value is not None:
                return float(value) * metres
    return None


def _ranges(inputs: dict[str, Any]) -> tuple[float, float] | None:
    """Return the ranges out and back, or None where the range is asked for."""
    out, back = _length(inputs, RANGES), _length(inputs, RANGES_BACK)
    if out is None:
        return None
    if isinstance(out, list):
        return out[0], out[-1]
    return out, out if back is None else float(back)


def _gain(inputs: dict[str, Any], way: str) -> float:
    both = inputs.get("gain_db", 0.0)
    return _linear(inputs.get(f"gain_{way}_db", both))


def _temperature(inputs: dict[str, Any]) -> float:
    """Return the noise temperature: a number, or a product such as 290*F with the noise figure F."""
    figure = _linear(inputs["NF_db"]) if "NF_db" in inputs else 1.0
    given = inputs.get("Ts_k")
    if given is None:
        return STANDARD_KELVIN * figure
    if not isinstance(given, str):
        return float(given)
    product = 1.0
    for factor in given.split("*"):
        product *= figure if factor.strip() == "F" else float(factor)
    return product


def _wavelength(inputs: dict[str, Any]) -> float:
    given = inputs.get("wavelength_m", inputs.get("lambda_m"))
    return radar.wavelength(float(inputs["freq_hz"])) if given is None else float(given)


def _radar(inputs: dict[str, Any]) -> radar.Radar:
    return radar.Radar(
        peak_power_w=float(inputs.get("Pt_w", 1.0)),
        pulse_s=float(inputs.get("tau_s", 1.0)),
        transmit_gain=_gain(inputs, "tx"),
        receive_gain=_gain(inputs, "rx"),
        wavelength_m=_wavelength(inputs),
        noise_temperature_k=_temperature(inputs),
        loss=_linear(inputs.get("loss_db", 0.0)),
    )


def range_equation(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give whatever of ratio, range, power and echo the inputs leave open."""
    if "solid_angle_sr" in inputs:
        return search(inputs)
    device, sigma = _radar(inputs), float(inputs.get("rcs_m2", 1.0))
    ranges, ratio = _ranges(inputs), _linear(inputs.get("snr_db", 0.0))
    if ranges is None:
        return {"range_m": radar.detection_range(device, sigma, ratio)}
    out, back = ranges
    got = radar.bistatic_signal_to_noise(device, sigma, out, back)
    echo = radar.echo_power(device, sigma, math.sqrt(out * back))
    answer = {"snr_db": _decibels(got), "Pr_w": echo, "Pr_dbm": _decibels(1e3 * echo)}
    if "snr_db" in inputs:
        answer["Pt_w"] = device.peak_power_w * ratio / got
    return answer


def search(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give whatever of range, ratio and mean power a search leaves open."""
    device = radar.Search(
        mean_power_w=float(inputs.get("Pav_w", 1.0)),
        aperture_m2=float(inputs["Ae_m2"]),
        frame_s=float(inputs["frame_time_s"]),
        solid_angle_sr=float(inputs["solid_angle_sr"]),
        noise_temperature_k=_temperature(inputs),
        loss=_linear(inputs.get("loss_db", 0.0)),
    )
    sigma, ranges, ratio = float(inputs.get("rcs_m2", 1.0)), _ranges(inputs), _linear(inputs.get("snr_db", 0.0))
    if ranges is None:
        return {"range_m": radar.search_range(device, sigma, ratio)}
    got = radar.search_signal_to_noise(device, sigma, ranges[0])
    return {"snr_db": _decibels(got), "Pav_w": device.mean_power_w * ratio / got}


def detection_probability(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the odds of one look and its threshold."""
    pulses = float(inputs["n_pulses"])
    threshold = detection.detection_threshold(float(inputs["pfa"]), pulses)
    snr = _linear(inputs["snr_per_pulse_db"])
    odds = detection.detection_probability(snr, float(inputs["swerling"]), pulses, threshold)
    return {"pd": odds, "threshold_normalised": threshold}


def _required(probability: float, false_alarm: float, pulses: float, swerling: float) -> float:
    threshold = detection.detection_threshold(false_alarm, pulses)
    return _decibels(detection.required_signal_to_noise(probability, swerling, pulses, threshold))


def required_ratio(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the ratio that a look needs."""
    pulses, swerling = float(inputs["n_pulses"]), float(inputs["swerling"])
    return {"snr_db": _required(float(inputs["pd"]), float(inputs["pfa"]), pulses, swerling)}


def _fit(inputs: dict[str, Any], approximate: float) -> dict[str, Any]:
    pulses, swerling = float(inputs["n"]), float(inputs.get("swerling", 0))
    exact = _required(float(inputs["pd"]), float(inputs["pfa"]), pulses, swerling)
    return {"snr_db": approximate, "exact_snr_db": exact, "approx_error_db": approximate - exact}


def albersheim(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give Albersheim's ratio, the exact one and their difference."""
    fit = detection.albersheim(float(inputs["pd"]), float(inputs["pfa"]), float(inputs["n"]))
    return _fit(inputs, fit)


def shnidman(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give Shnidman's ratio, the exact one and their difference."""
    swerling = float(inputs.get("swerling", 0))
    fit = detection.shnidman(float(inputs["pd"]), float(inputs["pfa"]), float(inputs["n"]), swerling)
    return _fit(inputs, fit)


def marcum(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the generalised Marcum function."""
    return {"Q": detection.marcum_q(float(inputs["m"]), float(inputs["a"]), float(inputs["b"]))}


def cfar(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the multiplier, the odds with and without CFAR, and what it costs at those odds."""
    cells, false_alarm, snr = float(inputs["n_ref"]), float(inputs["pfa"]), _linear(inputs["snr_db"])
    odds = detection.cell_averaging_probability(snr, false_alarm, cells)
    threshold = detection.detection_threshold(false_alarm, 1.0)
    return {
        "alpha": detection.cell_averaging_multiplier(false_alarm, cells),
        "pd_ca": odds,
        "pd_ideal": detection.detection_probability(snr, 1.0, 1.0, threshold),
        "loss_db": _decibels(detection.cell_averaging_loss(odds, false_alarm, cells)),
    }


def binary(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the odds of M of N."""
    return {"P": detection.binary_integration(float(inputs["M"]), float(inputs["N"]), float(inputs["p"]))}


def cumulative(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the odds of each look at a closing Swerling 1 target, and of any of them."""
    threshold = detection.detection_threshold(float(inputs["pfa"]), 1.0)
    first, step = float(inputs["R0_m"]), float(inputs["closing_mps"]) * float(inputs["look_interval_s"])
    constant = detection.required_signal_to_noise(float(inputs["pd_at_R0"]), 1.0, 1.0, threshold) * first**4
    each, together = [], 0.0
    for look in range(int(inputs["looks"])):
        snr = radar.echo_to_noise(constant, 1.0, first - look * step)
        each.append(detection.detection_probability(snr, 1.0, 1.0, threshold))
        together = detection.cumulative_probability(together, each[-1])
    return {"pd_each": each, "pd_cum": together}


def _effective_radius(inputs: dict[str, Any]) -> float:
    radius = float(inputs.get("Re_m", geometry.EARTH_RADIUS))
    if "refractivity_gradient_per_m" in inputs:
        return radius / (1.0 + radius * float(inputs["refractivity_gradient_per_m"]))
    return float(inputs.get("k", geometry.FOUR_THIRDS)) * radius


def horizon(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the effective radius, and the horizon of two heights where there are any."""
    radius = _effective_radius(inputs)
    answer = {"Re_eff_m": radius}
    if "h_radar_m" in inputs:
        heights = float(inputs["h_radar_m"]), float(inputs.get("h_target_m", 0.0))
        answer["d_exact_km"] = geometry.horizon_range(*heights, radius) / 1e3
        answer["d_rule_4p12_km"] = geometry.horizon_range_rule(*heights) / 1e3
    return answer


def beam_height(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the height of a ray."""
    elevation, start = math.radians(inputs["elev_deg"]), float(inputs.get("h0_m", 0.0))
    height = geometry.beam_height(float(inputs["slant_range_m"]), elevation, start, _effective_radius(inputs))
    return {"height_m": height}


def shape(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the cross section of a sphere or of a simple shape seen at its peak."""
    if "ka" in inputs:
        return {"sigma_over_pi_a2": cross_section.sphere_efficiency(float(inputs["ka"]))}
    name, length = str(inputs["shape"]).lower(), _wavelength(inputs)
    a, b = float(inputs["a_m"]), float(inputs.get("b_m") or 0.0)
    laws: dict[str, Callable[[], float]] = {
        "plate": lambda: cross_section.plate_cross_section(a, b or a, length),
        "dihedral": lambda: cross_section.dihedral_cross_section(a, b or a, length),
        "triang": lambda: cross_section.triangular_trihedral_cross_section(a, length),
        "square": lambda: cross_section.square_trihedral_cross_section(a, length),
        "cylinder": lambda: cross_section.cylinder_cross_section(a, b, length),
        "sphere": lambda: cross_section.sphere_cross_section(a, length),
    }
    return {"rcs_m2": next(law() for word, law in laws.items() if word in name)}


def waveform(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give what a waveform tells apart and what it confuses."""
    length, prf = _wavelength(inputs), float(inputs["prf_hz"])
    return {
        "doppler_hz": radar.doppler_shift(float(inputs["v_radial_mps"]), length),
        "unamb_range_m": radar.unambiguous_range(prf),
        "first_blind_speed_mps": radar.blind_speed(1.0, length, prf),
        "range_res_m": radar.range_resolution(float(inputs["bandwidth_hz"])),
        "uncompressed_res_m": radar.pulse_length_resolution(float(inputs["tau_s"])),
    }


def accuracy(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the accuracy of angle and range in thermal noise."""
    ratio, beam = _linear(inputs["snr_db"]), math.radians(inputs["beamwidth_deg"])
    angle = radar.angle_accuracy(beam, float(inputs["monopulse_slope"]), ratio)
    return {
        "sigma_angle_deg": math.degrees(angle),
        "sigma_range_m": radar.range_accuracy(float(inputs["bandwidth_hz"]), ratio),
    }


def instrumentation(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give range and aperture efficiency that a published set of parameters implies."""
    answer = range_equation(inputs)
    if "antenna_m" in inputs:
        diameter = float(inputs["antenna_m"])
        area, gain = 0.25 * math.pi * diameter * diameter, _gain(inputs, "tx")
        answer["aperture_efficiency"] = radar.aperture_efficiency(gain, area, _wavelength(inputs))
    return answer


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "RAD-RRE": range_equation,
    "RAD-PD": detection_probability,
    "RAD-REQ": required_ratio,
    "RAD-ALB": albersheim,
    "RAD-SHN": shnidman,
    "RAD-MQ": marcum,
    "RAD-CFAR": cfar,
    "RAD-BIN": binary,
    "RAD-CUM": cumulative,
    "RAD-HOR": horizon,
    "RAD-HGT": beam_height,
    "RAD-RCS": shape,
    "RAD-WAV": waveform,
    "RAD-ACC": accuracy,
    "RAD-INS": instrumentation,
}
