"""Radio waves between two points: free space, the ground, edges, refraction, rain and fog. Gases are in ``gases``."""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled, entry
from ringfort.physics.geometry import EARTH_RADIUS
from ringfort.units import Decibels, Hertz, Kelvin, Metres, Pascals, Radians

SPEED_OF_LIGHT = 299_792_458.0


@compiled
def free_space_loss(range_m: Metres, frequency_hz: Hertz) -> Decibels:
    """Return the loss between isotropic antennas in free space.

    L = 20 log₁₀(4 π d / λ)

    ``range_m`` d (m). ``frequency_hz`` c/λ (Hz).
    Domain: the far field; below d = λ/(4π) the loss is held at 0.
    Source: itu_p525, section 2.2.
    """
    ratio = 4.0 * math.pi * range_m * frequency_hz / SPEED_OF_LIGHT
    return 20.0 * math.log10(max(ratio, 1.0))


@compiled
def two_ray_loss(
    frequency_hz: Hertz, h1_m: Metres, h2_m: Metres, ground_range_m: Metres, reflection: float
) -> Decibels:
    """Return the loss over flat ground, direct and reflected ray added with their phases.

    L = -20 log₁₀( λ/(4π) |exp(-j k d₁)/d₁ + Γ exp(-j k d₂)/d₂| )

    ``frequency_hz`` c/λ, k = 2π/λ (Hz). ``h1_m``, ``h2_m`` heights (m). ``ground_range_m`` (m); d₁, d₂ are the lengths
    of the direct and of the reflected ray (m). ``reflection`` Γ, -1 for smooth ground at grazing incidence.
    Domain: within the radio horizon, isotropic antennas, not both rays cancelled to nothing (then held at 400 dB).
    Source: rappaport2002, section 4.6.
    """
    k = 2.0 * math.pi * frequency_hz / SPEED_OF_LIGHT
    d1 = math.sqrt(ground_range_m * ground_range_m + (h1_m - h2_m) * (h1_m - h2_m))
    d2 = math.sqrt(ground_range_m * ground_range_m + (h1_m + h2_m) * (h1_m + h2_m))
    phase = k * 4.0 * h1_m * h2_m / (d1 + d2)  # k (d2 - d1) without the difference of near lengths
    real = 1.0 / d1 + reflection * math.cos(phase) / d2
    imaginary = reflection * math.sin(phase) / d2
    power = (real * real + imaginary * imaginary) / (4.0 * k * k)
    return -10.0 * math.log10(max(power, 1e-40))


@compiled
def two_ray_asymptotic_loss(h1_m: Metres, h2_m: Metres, ground_range_m: Metres) -> Decibels:
    """Return the loss over flat ground far beyond the last interference lobe.

    L = 40 log₁₀ d - 20 log₁₀(h₁ h₂)

    ``h1_m``, ``h2_m`` h (m, above 0). ``ground_range_m`` d (m).
    Domain: well beyond ``two_ray_crossover``; nearer it understates the loss. Free of the frequency.
    Source: rappaport2002, section 4.6.
    """
    return 40.0 * math.log10(ground_range_m) - 20.0 * math.log10(h1_m * h2_m)


@compiled
def two_ray_crossover(frequency_hz: Hertz, h1_m: Metres, h2_m: Metres) -> Metres:
    """Return the range at which the asymptotic loss over flat ground equals that of free space.

    d = 4 π h₁ h₂ / λ

    ``frequency_hz`` c/λ (Hz). ``h1_m``, ``h2_m`` h (m).
    Domain: heights small against d.
    Source: rappaport2002, section 4.6.
    """
    return 4.0 * math.pi * h1_m * h2_m * frequency_hz / SPEED_OF_LIGHT


@compiled
def diffraction_parameter(height_m: Metres, d1_m: Metres, d2_m: Metres, wavelength_m: Metres) -> float:
    """Return how far an edge reaches into the path, in Fresnel's measure.

    ν = h sqrt( 2 (d₁ + d₂) / (λ d₁ d₂) )

    ``height_m`` h of the edge above the line between the ends, negative below it (m). ``d1_m``, ``d2_m`` d from the
    edge to either end (m, above 0). ``wavelength_m`` λ (m).
    Domain: h small against d.
    Source: itu_p526, section 4.1, eq. 26.
    """
    return height_m * math.sqrt(2.0 * (d1_m + d2_m) / (wavelength_m * d1_m * d2_m))


@compiled
def knife_edge_loss(parameter: float) -> Decibels:
    """Return the loss behind a knife edge.

    J(ν) = 6.9 + 20 log₁₀( sqrt((ν - 0.1)² + 1) + ν - 0.1 )

    ``parameter`` ν (``diffraction_parameter``).
    Domain: any ν; at and below -0.78 the loss is 0, which leaves out the ripple of the lit side.
    Source: itu_p526, section 4.1, eq. 31.
    """
    if parameter <= -0.78:
        return 0.0
    v = parameter - 0.1
    return 6.9 + 20.0 * math.log10(math.sqrt(v * v + 1.0) + v)


class Path(NamedTuple):
    """The ends of a terrain profile and the wave upon it.

    ``wavelength_m`` (m); ``start_m`` and ``end_m``: antenna heights above the datum of the profile (m);
    ``earth_radius_m``: effective radius of the earth (m).
    """

    wavelength_m: float
    start_m: float
    end_m: float
    earth_radius_m: float


@compiled
def bullington_loss(distance_m: Any, height_m: Any, path: Path) -> Decibels:
    """Return the loss by diffraction over a terrain profile, its edges made one.

    L = J(ν) + (1 - exp(-J(ν)/6)) (10 + 0.02 d), d in km, with ν of the edge where the steepest rays from both ends
    meet or, on a path in sight, of the point that reaches furthest into it

    ``distance_m``: distances of the profile's points from the start, rising, first and last at the ends (m), at least
    three. ``height_m``: ground heights there above the datum (m). ``path``: antennas, wavelength and earth.
    Domain: any profile; the earth's bulge is added to the heights.
    Source: itu_p526, section 4.5.1.
    """
    last = distance_m.shape[0] - 1
    length = float(distance_m[last])
    up, down, reach = -math.inf, -math.inf, -math.inf
    for i in range(1, last):
        before = float(distance_m[i])
        after = length - before
        top = float(height_m[i]) + before * after / (2.0 * path.earth_radius_m)
        up = max(up, (top - path.start_m) / before)
        down = max(down, (top - path.end_m) / after)
        line = (path.start_m * after + path.end_m * before) / length
        reach = max(reach, diffraction_parameter(top - line, before, after, path.wavelength_m))
    if up >= (path.end_m - path.start_m) / length:
        before = (path.end_m - path.start_m + down * length) / (up + down)
        after = length - before
        line = (path.start_m * after + path.end_m * before) / length
        reach = diffraction_parameter(path.start_m + up * before - line, before, after, path.wavelength_m)
    edge = knife_edge_loss(reach)
    return edge + (1.0 - math.exp(-edge / 6.0)) * (10.0 + 0.02e-3 * length)


@entry
def saturation_vapour_pressure(temperature_k: Kelvin, pressure_pa: Pascals) -> Pascals:
    """Return the pressure of water vapour in saturated moist air over water.

    e_s = EF · 6.1121 exp((18.678 - t/234.5) t / (t + 257.14)) hPa,
    EF = 1 + 10⁻⁴ (7.2 + P (0.0320 + 5.9·10⁻⁶ t²))

    ``temperature_k`` t + 273.15 (K). ``pressure_pa`` P in hPa (Pa).
    Domain: -40 to 50 degC.
    Source: itu_p453, Annex 1, section 1.
    """
    t, p = temperature_k - 273.15, 0.01 * pressure_pa
    moist = 1.0 + 1e-4 * (7.2 + p * (0.0320 + 5.9e-6 * t * t))
    return 611.21 * moist * math.exp((18.678 - t / 234.5) * t / (t + 257.14))


@compiled
def refractivity(pressure_pa: Pascals, vapour_pressure_pa: Pascals, temperature_k: Kelvin) -> float:
    """Return the radio refractivity N = (n - 1)·10⁶ of moist air.

    N = 77.6/T (P + 4810 e/T), P and e in hPa

    ``pressure_pa`` P, barometric (Pa). ``vapour_pressure_pa`` e (Pa). ``temperature_k`` T (K).
    Domain: up to 100 GHz, within 0.5 %; free of the frequency there.
    Source: itu_p453, Annex 1, section 1; the form with 4810, kept for what it is compared with.
    """
    return 0.776 / temperature_k * (pressure_pa + 4810.0 * vapour_pressure_pa / temperature_k)


@compiled
def effective_earth_factor(index_gradient_per_m: float) -> float:
    """Return by how much the earth's radius is stretched to make a refracted ray straight.

    k = 1 / (1 + a dn/dh)

    ``index_gradient_per_m`` dn/dh, of the refractive index, not of N (1/m); -3.9e-8 gives 4/3. a: the earth's radius.
    Domain: dn/dh above -1.57e-7 per metre; at it the ray follows the earth, and below it is ducted (k < 0).
    Source: itu_p834, Annex 1.
    """
    return 1.0 / (1.0 + EARTH_RADIUS * index_gradient_per_m)


# Tables 1 to 4 of P.838-3: (a, b, c) of each Gaussian in the logarithm of the frequency.
_RAIN_K_H = (
    (-5.33980, -0.10008, 1.13098),
    (-0.35351, 1.26970, 0.45400),
    (-0.23789, 0.86036, 0.15354),
    (-0.94158, 0.64552, 0.16817),
)
_RAIN_K_V = (
    (-3.80595, 0.56934, 0.81061),
    (-3.44965, -0.22911, 0.51059),
    (-0.39902, 0.73042, 0.11899),
    (0.50167, 1.07319, 0.27195),
)
_RAIN_ALPHA_H = (
    (-0.14318, 1.82442, -0.55187),
    (0.29591, 0.77564, 0.19822),
    (0.32177, 0.63773, 0.13164),
    (-5.37610, -0.96230, 1.47828),
    (16.1721, -3.29980, 3.43990),
)
_RAIN_ALPHA_V = (
    (-0.07771, 2.33840, -0.76284),
    (0.56727, 0.95545, 0.54039),
    (-0.20238, 1.14520, 0.26809),
    (-48.2991, 0.791669, 0.116226),
    (48.5833, 0.791459, 0.116479),
)


@compiled
def _gaussians(terms: Any, x: float) -> float:
    total = 0.0
    for a, b, c in terms:
        z = (x - b) / c
        total += a * math.exp(-z * z)
    return total


@compiled
def rain_coefficients(frequency_hz: Hertz, elevation_rad: Radians, tilt_rad: Radians) -> tuple[float, float]:
    """Return k and α of the rain law γ = k R^α, in dB/km for R in mm/h.

    k = (k_H + k_V + (k_H - k_V) cos²θ cos 2τ)/2, α = (k_H α_H + k_V α_V + (k_H α_H - k_V α_V) cos²θ cos 2τ)/(2k)

    ``frequency_hz`` (Hz). ``elevation_rad`` θ of the path (rad). ``tilt_rad`` τ of the polarization from the
    horizontal (rad): 0 horizontal, π/2 vertical, π/4 circular.
    Domain: 1 to 1000 GHz; the fits mean nothing outside.
    Source: itu_p838, eq. 2 to 5 and tables 1 to 4.
    """
    x = math.log10(frequency_hz * 1e-9)
    k_h = math.pow(10.0, _gaussians(_RAIN_K_H, x) - 0.18961 * x + 0.71147)
    k_v = math.pow(10.0, _gaussians(_RAIN_K_V, x) - 0.16398 * x + 0.63297)
    alpha_h = _gaussians(_RAIN_ALPHA_H, x) + 0.67849 * x - 1.95537
    alpha_v = _gaussians(_RAIN_ALPHA_V, x) - 0.053739 * x + 0.83433
    level = math.cos(elevation_rad)
    mix = level * level * math.cos(2.0 * tilt_rad)
    k = 0.5 * (k_h + k_v + (k_h - k_v) * mix)
    alpha = (k_h * alpha_h + k_v * alpha_v + (k_h * alpha_h - k_v * alpha_v) * mix) / (2.0 * k)
    return k, alpha


@entry
def rain_attenuation(rain_mmh: float, frequency_hz: Hertz, elevation_rad: Radians, tilt_rad: Radians) -> float:
    """Return the specific attenuation by rain, in dB/m.

    γ_R = k R^α (dB/km)

    ``rain_mmh`` R (mm/h), 0 or below gives 0. ``frequency_hz`` (Hz). ``elevation_rad`` of the path (rad). ``tilt_rad``
    of the polarization from the horizontal (rad).
    Domain: 1 to 1000 GHz.
    Source: itu_p838, eq. 1.
    """
    if rain_mmh <= 0.0:
        return 0.0
    k, alpha = rain_coefficients(frequency_hz, elevation_rad, tilt_rad)
    return 1e-3 * k * math.pow(rain_mmh, alpha)


@compiled
def fog_coefficient(frequency_hz: Hertz, temperature_k: Kelvin) -> float:
    """Return the attenuation by fog or cloud for each unit of liquid water, in (dB/m)/(kg/m³).

    K_l = 0.819 f / (ε'' (1 + η²)) in (dB/km)/(g/m³), η = (2 + ε')/ε'', ε of water by the double Debye model

    ``frequency_hz`` f in GHz (Hz). ``temperature_k`` of the drops (K).
    Domain: 1 to 200 GHz and drops below 0.01 cm, where scattering is Rayleigh's; the dielectric model reaches 1000 GHz.
    Source: itu_p840, Annex 1, eq. 2 to 11 (edition 8, 2019).
    """
    f, theta = frequency_hz * 1e-9, 300.0 / temperature_k - 1.0
    static = 77.66 + 103.3 * theta
    middle, optical = 0.0671 * static, 3.52
    first = 20.20 - 146.0 * theta + 316.0 * theta * theta
    second = 39.8 * first
    slow, fast = 1.0 + f * f / (first * first), 1.0 + f * f / (second * second)
    loss = f * (static - middle) / (first * slow) + f * (middle - optical) / (second * fast)
    real = (static - middle) / slow + (middle - optical) / fast + optical
    eta = (2.0 + real) / loss
    return 0.819 * f / (loss * (1.0 + eta * eta))


@entry
def fog_attenuation(water_kg_m3: float, frequency_hz: Hertz, temperature_k: Kelvin) -> float:
    """Return the specific attenuation by fog or cloud, γ_c = K_l M, in dB/m.

    ``water_kg_m3`` M, liquid water (kg/m³): 5e-5 in medium fog (visibility 300 m), 5e-4 in thick fog (50 m).
    ``frequency_hz`` (Hz). ``temperature_k`` of the drops (K).
    Domain: as ``fog_coefficient``.
    Source: itu_p840, Annex 1, eq. 1.
    """
    return fog_coefficient(frequency_hz, temperature_k) * water_kg_m3
