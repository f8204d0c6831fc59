"""Cases of propagation: gases, rain, fog, free space, two rays, visibility, refraction and sound.

The gas rows give the pressure of dry air, as the Recommendation's own table does. The slant-path rows state the surface
of the reference atmosphere, of which only the vapour density is free.
"""

import math
from collections.abc import Callable
from typing import Any

from ringfort.physics import acoustics, gases, optics_extinction, propagation

PER_KM = 1e3  # 1/m to 1/km
GRAMS = 1e-3  # g to kg
ZERO_CELSIUS = 273.15
TOP_OF_AIR_M = 100e3


def _gas(inputs: dict[str, Any]) -> dict[str, Any]:
    air = (inputs["f_ghz"] * 1e9, inputs["P_hPa"] * 100.0, inputs["rho_gm3"] * GRAMS, float(inputs["T_k"]))
    return {
        "gamma_o_db_km": PER_KM * gases.oxygen_attenuation(*air),
        "gamma_w_db_km": PER_KM * gases.vapour_attenuation(*air),
        "gamma_db_km": PER_KM * gases.gas_attenuation(*air),
    }


def _slant(inputs: dict[str, Any]) -> dict[str, Any]:
    elevation, density = math.radians(inputs["elev_deg"]), inputs["rho_gm3"] * GRAMS
    return {"A_db": gases.slant_attenuation(inputs["f_ghz"] * 1e9, elevation, density, 0.0, TOP_OF_AIR_M)}


def _rain(inputs: dict[str, Any]) -> dict[str, Any]:
    wave = (inputs["f_ghz"] * 1e9, math.radians(inputs["elev_deg"]), math.radians(inputs["tau_deg"]))
    k, alpha = propagation.rain_coefficients(*wave)
    specific = PER_KM * propagation.rain_attenuation(float(inputs["R_mmh"]), *wave)
    return {"k": k, "alpha": alpha, "gamma_r_db_km": specific, "two_way_10km_db": 2.0 * 10.0 * specific}


def _fog(inputs: dict[str, Any]) -> dict[str, Any]:
    wave = (inputs["f_ghz"] * 1e9, inputs["T_c"] + ZERO_CELSIUS)
    return {
        "Kl_dbkm_per_gm3": propagation.fog_coefficient(*wave),  # (dB/m)/(kg/m3) is (dB/km)/(g/m3)
        "fog_0p05gm3_db_km": PER_KM * propagation.fog_attenuation(0.05 * GRAMS, *wave),
        "fog_0p5gm3_db_km": PER_KM * propagation.fog_attenuation(0.5 * GRAMS, *wave),
    }


def _free_space(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"loss_db": propagation.free_space_loss(float(inputs["range_m"]), float(inputs["freq_hz"]))}


def _two_ray(inputs: dict[str, Any]) -> dict[str, Any]:
    frequency, distance = float(inputs["freq_hz"]), float(inputs["ground_range_m"])
    h1, h2 = float(inputs["h_tx_m"]), float(inputs["h_rx_m"])
    direct = math.sqrt(distance**2 + (h1 - h2) ** 2)
    return {
        "loss_exact_db": propagation.two_ray_loss(frequency, h1, h2, distance, -1.0),
        "loss_asymptotic_db": propagation.two_ray_asymptotic_loss(h1, h2, distance),
        "fspl_db": propagation.free_space_loss(direct, frequency),
        "crossover_m": propagation.two_ray_crossover(frequency, h1, h2),
    }


def _visibility(inputs: dict[str, Any]) -> dict[str, Any]:
    """Rows of fog without a wavelength are answered at the wavelength of the visibility."""
    visibility = inputs["visibility_km"] * 1e3
    wavelength = inputs["wavelength_nm"] * 1e-9 if "wavelength_nm" in inputs else optics_extinction.REFERENCE_WAVELENGTH
    kim = PER_KM * optics_extinction.extinction_kim(visibility, wavelength)
    kruse = PER_KM * optics_extinction.extinction_kruse(visibility, wavelength)
    return {
        "q_kim": optics_extinction.kim_exponent(visibility),
        "sigma_kim_per_km": kim,
        "kim_db_km": optics_extinction.DECIBELS_PER_NEPER * kim,
        "att_db_km": optics_extinction.DECIBELS_PER_NEPER * kim,
        "q_kruse": optics_extinction.kruse_exponent(visibility),
        "sigma_kruse_per_km": kruse,
        "kruse_db_km": optics_extinction.DECIBELS_PER_NEPER * kruse,
    }


def _refractivity(inputs: dict[str, Any]) -> dict[str, Any]:
    pressure, vapour = inputs["P_hPa"] * 100.0, inputs["e_hPa"] * 100.0
    return {"N_units": propagation.refractivity(pressure, vapour, inputs["T_c"] + ZERO_CELSIUS)}


def _sound(inputs: dict[str, Any]) -> dict[str, Any]:
    """The table of ISO 9613-2 is the same law in steps, so one answer is held against both."""
    temperature, humidity = inputs["T_c"] + ZERO_CELSIUS, inputs["rh_pct"] / 100.0
    alpha = PER_KM * acoustics.absorption(float(inputs["f_hz"]), temperature, humidity, inputs["p_kpa"] * 1e3)
    return {"alpha_db_km": alpha, "iso9613_2_table_db_km": alpha}


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "PRO-P676": _gas,
    "PRO-GAS": _slant,
    "PRO-P838": _rain,
    "PRO-RAIN": _rain,
    "PRO-FOG": _fog,
    "PRO-FSPL": _free_space,
    "PRO-TWO": _two_ray,
    "PRO-VIS": _visibility,
    "PRO-REF": _refractivity,
    "PRO-ACO": _sound,
}
