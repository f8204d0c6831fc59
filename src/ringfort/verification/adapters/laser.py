"""Adapters for the laser cases: spot, jitter, turbulence, dwell, melt energy and public demonstrations."""

from collections.abc import Callable
from typing import Any

from ringfort.physics import laser
from ringfort.physics.optics_extinction import extinction_kim

# Handbook properties, chosen for the rows that name no metal; the rows of LAS-MEL bring their own.
_STEEL = laser.Metal(7850.0, 500.0, 1800.0, 270e3)
_ALUMINIUM = laser.Metal(2700.0, 900.0, 933.0, 397e3)
_ABSORBED = 0.4  # a metal at one micrometre that has begun to darken
_WARM_K = 293.0


def _gaussian(row: dict[str, Any]) -> dict[str, Any]:
    shape = (row["w0_m"], row["wavelength_m"], row["M2"])
    return {
        "rayleigh_m": laser.rayleigh_range_m(shape[0], shape[1], shape[2]),
        "w_collimated_m": laser.collimated_radius_m(*shape, row["range_m"]),
        "w_focused_m": laser.focused_radius_m(*shape, row["range_m"]),
        "divergence_half_urad": laser.divergence_rad(*shape) * 1e6,
    }


def _airy(row: dict[str, Any]) -> dict[str, Any]:
    view = (row["wavelength_m"], row["aperture_m"], row["range_m"])
    dark = laser.airy_dark_radius_m(*view)
    return {
        "first_dark_radius_m": dark,
        "onaxis_w_per_m2_per_w": laser.airy_peak_per_watt(*view),
        "power_in_first_ring": laser.airy_power_within(dark, *view),
    }


def _engagement(row: dict[str, Any]) -> dict[str, Any]:
    beam = laser.Beam(row["P_w"], row["aperture_m"], row["wavelength_m"], row["M2"], row["jitter_rms_rad_1axis"])
    air = laser.Air(row["range_m"], row["visibility_km"] * 1e3, row["Cn2"])
    spot, bucket = laser.spot_radius_m(beam, air), row["bucket_radius_m"]
    irradiance = laser.bucket_irradiance(beam, air, bucket)
    return {
        "w_diff_m": laser.diffraction_radius_m(beam, air.range_m),
        "w_jitter_m": laser.jitter_radius_m(beam, air.range_m),
        "r0_m": laser.fried_spherical_m(beam.wavelength_m, air.structure_constant, air.range_m),
        "w_turb_m": laser.turbulence_radius_m(beam.wavelength_m, air.structure_constant, air.range_m),
        "w_total_m": spot,
        "sigma_per_km": extinction_kim(air.visibility_m, beam.wavelength_m) * 1e3,
        "transmission": laser.transmission(air.range_m, air.visibility_m, beam.wavelength_m),
        "I_peak_w_m2": laser.peak_irradiance(beam, air),
        "power_in_bucket_frac": laser.power_in_bucket(bucket, spot),
        "I_bucket_w_m2": irradiance,
        "dwell_s": laser.dwell_s(row["fluence_j_m2"], irradiance),
    }


def _jitter(row: dict[str, Any]) -> dict[str, Any]:
    return {"ratio": laser.jitter_ratio(row["w_1e2_m"], row["sigma_jitter_1axis_m"])}


def _turbulence(row: dict[str, Any]) -> dict[str, Any]:
    path = (row["wavelength_m"], row["Cn2"], row["path_m"])
    return {
        "r0_plane_m": laser.fried_plane_m(*path),
        "r0_spherical_m": laser.fried_spherical_m(*path),
        "rytov_plane": laser.rytov_variance(*path),
    }


def _melt(row: dict[str, Any]) -> dict[str, Any]:
    metal = laser.Metal(row["rho"], row["cp"], row["T_melt_k"], row["latent_j_kg"])
    fluence = laser.melt_fluence(metal, row["thickness_m"], row["absorptance"], row["T0_k"])
    return {"fluence_j_m2": fluence, "fluence_j_cm2": fluence / 1e4}


def _rule_of_thumb(row: dict[str, Any]) -> dict[str, Any]:
    """The rule is for a hard target: our energy balance for a centimetre of black steel."""
    return {"fluence_j_cm2": laser.melt_fluence(_STEEL, 0.01, 1.0, _WARM_K) / 1e4}


def _demonstration(row: dict[str, Any]) -> dict[str, Any]:
    """A pointing claim is a small angle; a power claim is tried in clear air on a drone's skin and on a plate."""
    if "coin_diameter_m" in row:
        return {"implied_pointing_full_angle_urad": row["coin_diameter_m"] / row["range_m"] * 1e6}
    beam = laser.Beam(row["P_w"], 0.3, 1.07e-6, 1.5, 5e-6)
    skin = laser.melt_fluence(_ALUMINIUM, 0.002, _ABSORBED, _WARM_K)
    plate = laser.melt_fluence(_STEEL, 0.015, _ABSORBED, _WARM_K)
    near, middle, far = (laser.Air(range_m, 23e3, 1e-14) for range_m in (500.0, 1500.0, 2500.0))
    quickest, slowest = (laser.dwell_s(skin, laser.bucket_irradiance(beam, air, 0.05)) for air in (near, far))
    on_plate = laser.dwell_s(plate, laser.peak_irradiance(beam, middle))
    return {
        "_claims": {
            "2 mm of aluminium melt in 1 to 30 s from 0.5 to 2.5 km": 1.0 <= quickest <= slowest <= 30.0,
            "15 mm of steel melt through within a minute out to 1.5 km": on_plate <= 60.0,
        }
    }


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "LAS-GAU": _gaussian,
    "LAS-AIR": _airy,
    "LAS-HEL": _engagement,
    "LAS-JIT": _jitter,
    "LAS-TUR": _turbulence,
    "LAS-MEL": _melt,
    "LAS-RUL": _rule_of_thumb,
    "LAS-PUB": _demonstration,
}
