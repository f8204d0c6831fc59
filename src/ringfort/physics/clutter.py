"""The ground in a radar's view: what it sends back (clutter), and how it bends the field at a low target (multipath).

The field is what a smooth sphere makes of it: two rays where the path clears the ground well, diffraction around the
sphere beyond, with a continuous blend between them in the sense of ITU-R P.2001 (its A.2 and A.3, which are those of
P.526). Terrain that masks is the business of ``world``; this is the ground near the antenna and below the target.
"""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.radio import LIGHT_MPS
from ringfort.units import Decibels, Hertz, Metres, Radians, Seconds

VACUUM_IMPEDANCE_OVER_TURN = 59.96  # ohm: sigma / (2 pi f eps_0) = 59.96 sigma lambda
WATER_FACTOR = 0.93  # |K|^2 of water at centimetre waves, 0 to 20 degC
SMALLEST_FIELD = 1e-6  # -120 dB: the least that the two rays leave of each other


class Ground(NamedTuple):
    """The surface that reflects, and the sphere that carries it."""

    permittivity: float  # relative, real part
    conductivity_spm: float
    roughness_m: float  # standard deviation of its height near the point of reflection
    vertical: float  # 1 = vertical polarisation, 0 = horizontal
    earth_radius_m: float  # effective


class Reflection(NamedTuple):
    """Where the reflected ray touches, and the triangle above the tangent plane there."""

    near_m: float  # along the ground from the radar
    radar_height_m: float  # above the tangent plane
    target_height_m: float
    grazing_rad: float


# Clutter -----------------------------------------------------------------------------------------------------------


@compiled
def grazing_angle(height_m: Metres, range_m: Metres, earth_radius_m: Metres) -> Radians:
    """Return the angle between a ray and the sphere it meets.

    sin psi = (h / r)(1 + h / (2 R)) - r / (2 R)

    ``height_m`` h of the radar, ``range_m`` r > 0 along the ray, ``earth_radius_m`` R effective.
    Domain: r up to the horizon; beyond it the answer is 0. Source: the cosine law on the sphere; barton2013.
    """
    sine = height_m / range_m * (1.0 + 0.5 * height_m / earth_radius_m) - 0.5 * range_m / earth_radius_m
    return math.asin(min(max(sine, 0.0), 1.0))


@compiled
def constant_gamma_reflectivity(gamma: float, frequency_hz: Hertz, grazing_rad: Radians) -> float:
    """Return the mean cross section of a square metre of ground (m^2/m^2).

    sigma_0 = gamma sqrt(f / 10 GHz) sin psi: constant gamma, which rises by 5 dB a decade of frequency

    ``gamma`` at 10 GHz, linear (0.01, that is -20 dB, for flat land). ``frequency_hz`` f. ``grazing_rad`` psi.
    Domain: the plateau region, roughly 1 to 60 degrees; below it single objects dominate and the spread between places
    is 10 dB and more, above it the specular return is missing.
    Source: barton1985; mathworks_radar, page surfacegamma.
    """
    return gamma * math.sqrt(frequency_hz / 1e10) * math.sin(grazing_rad)


@compiled
def clutter_cell_area(range_m: Metres, beamwidth_rad: Radians, pulse_s: Seconds, grazing_rad: Radians) -> float:
    """Return the ground area (m^2) that competes with a target at low grazing angle.

    A = R theta (c tau / 2) / cos psi

    ``range_m`` R. ``beamwidth_rad`` theta in azimuth between half-power points. ``pulse_s`` tau after compression.
    ``grazing_rad`` psi.
    Domain: the pulse, not the elevation beam, bounds the cell: tan psi < phi R / (c tau / 2).
    Source: skolnik2001, ch. 7.
    """
    return range_m * beamwidth_rad * 0.5 * LIGHT_MPS * pulse_s / math.cos(grazing_rad)


@compiled
def low_clutter_cross_section(
    reflectivity: float, beamwidth_rad: Radians, pulse_s: Seconds, height_m: Metres, range_m: Metres, radius_m: Metres
) -> float:
    """Return the cross section (m^2) of the ground in one cell at low grazing angle, by the three laws above in one.

    sigma_c = s theta (c tau / 2) r sin psi / cos psi, r sin psi = h (1 + h / (2 R)) - r^2 / (2 R)

    ``reflectivity`` s: gamma sqrt(f / 10 GHz), that of ``constant_gamma_reflectivity`` looking straight down.
    ``beamwidth_rad`` theta in azimuth. ``pulse_s`` tau after compression. ``height_m`` h of the radar. ``range_m``
    r > 0. ``radius_m`` R of the earth, effective.
    Domain: that of ``clutter_cell_area``; 0 beyond the horizon. Source: barton1985; skolnik2001, ch. 7.
    """
    rise = height_m * (1.0 + 0.5 * height_m / radius_m) - 0.5 * range_m * range_m / radius_m
    if rise <= 0.0 or rise >= range_m:
        return 0.0
    level = math.sqrt(range_m * range_m - rise * rise) / range_m
    return reflectivity * beamwidth_rad * 0.5 * LIGHT_MPS * pulse_s * rise / level


@compiled
def rain_reflectivity(rain_mmh: float, frequency_hz: Hertz) -> float:
    """Return the mean cross section of a cubic metre of rain (m^2/m^3).

    eta = pi^5 |K|^2 Z / lambda^4, Z = 200 R^1.6 mm^6/m^3, |K|^2 = 0.93

    ``rain_mmh`` R >= 0. ``frequency_hz`` f = c / lambda.
    Domain: drops small against the wave, to about 10 GHz; above it too high. Linear polarisation; circular takes 15 to
    30 dB off. Source: marshall1948 (Z of R); probertjones1962; skolnik2001, ch. 7.
    """
    if rain_mmh <= 0.0:
        return 0.0
    wave = LIGHT_MPS / frequency_hz
    square = math.pi * math.pi
    drops = 200e-18 * math.exp(1.6 * math.log(rain_mmh))
    return square * square * math.pi * WATER_FACTOR * drops / (wave * wave * wave * wave)


@compiled
def rain_cell_volume(range_m: Metres, azimuth_rad: Radians, elevation_rad: Radians, pulse_s: Seconds) -> float:
    """Return the volume (m^3) whose rain competes with a target, for a beam of Gaussian shape both ways.

    V = pi r^2 theta phi (c tau / 2) / (8 ln 2)

    ``range_m`` r. ``azimuth_rad`` theta and ``elevation_rad`` phi between half-power points. ``pulse_s`` tau after
    compression. Domain: the rain fills the beam. Source: probertjones1962.
    """
    area = math.pi * range_m * range_m * azimuth_rad * elevation_rad / (8.0 * math.log(2.0))
    return area * 0.5 * LIGHT_MPS * pulse_s


@compiled
def gaussian_correlation(spread_hz: Hertz, delay_s: Seconds) -> float:
    """Return the correlation exp(-2 (pi s t)^2) of clutter whose Doppler spectrum is a Gaussian of deviation s.

    ``spread_hz`` s, 2 sigma_v / lambda for a spread of speeds sigma_v. ``delay_s`` t. Source: skolnik2001, ch. 3.
    """
    x = math.pi * spread_hz * delay_s
    return math.exp(-2.0 * x * x)


@compiled
def canceller_improvement(spread_hz: Hertz, prf_hz: Hertz, pulses: float, limit: float) -> float:
    """Return the improvement of the signal-to-clutter ratio by a binomial canceller, the mean over all Dopplers.

    1 / I = 1 / limit + sum over j of w_j rho(j / f_r) / w_0, w_j the autocorrelation of the weights (-1)^i C(n-1, i),
    which is (-1)^j C(2 n - 2, n - 1 - j)

    ``spread_hz``: deviation of the clutter's Doppler spectrum. ``prf_hz`` f_r. ``pulses`` n >= 2 in the canceller.
    ``limit``: what the radar's own stability allows, linear; it also bounds clutter that stands quite still.
    Domain: clutter centred on zero Doppler. Source: skolnik2001, ch. 3; barton2013.
    """
    last = int(pulses) - 1
    residue, weight = 1.0, 1.0
    for j in range(1, last + 1):
        weight *= -(last - j + 1.0) / (last + j)
        residue += 2.0 * weight * gaussian_correlation(spread_hz, j / prf_hz)
    return 1.0 / (1.0 / limit + max(residue, 0.0))


@compiled
def canceller_response(doppler_hz: Hertz, prf_hz: Hertz, pulses: float) -> float:
    """Return the gain of a binomial canceller at one Doppler over its mean gain: 0 at the blind speeds.

    (2 sin(pi f_d / f_r))^(2 m) / C(2 m, m), m = n - 1

    ``doppler_hz`` f_d, ``prf_hz`` f_r, ``pulses`` n >= 2. Source: skolnik2001, ch. 3.
    """
    order = int(pulses) - 1
    sine = math.sin(math.pi * doppler_hz / prf_hz)
    gain = 1.0
    for i in range(1, order + 1):
        gain *= 4.0 * sine * sine * i / (order + i)
    return gain


# Multipath ---------------------------------------------------------------------------------------------------------


@compiled
def roughness_factor_ament(roughness_m: Metres, grazing_rad: Radians, wavelength_m: Metres) -> float:
    """Return by how much roughness lowers the mirrored field.

    rho = exp(-g^2 / 2), g = 4 pi s sin psi / lambda

    ``roughness_m`` s: standard deviation of height. ``grazing_rad`` psi. ``wavelength_m`` lambda.
    Domain: Gaussian heights, no shadowing; too low for g above about 1. Source: ament1953.
    """
    g = 4.0 * math.pi * roughness_m * math.sin(grazing_rad) / wavelength_m
    return math.exp(-0.5 * g * g)


@compiled
def scaled_bessel_i0(x: float) -> float:
    """Return e^-x I_0(x) for x >= 0.

    The power series up to x = 20, the asymptotic series above, each to about 1e-9.
    Source: abramowitz1964, eq. 9.6.12 and 9.7.1.
    """
    total, term = 1.0, 1.0
    if x <= 20.0:
        quarter = 0.25 * x * x
        for k in range(1, 60):
            term *= quarter / (k * k)
            total += term
        return total * math.exp(-x)
    for k in range(1, 9):
        odd = 2.0 * k - 1.0
        term *= odd * odd / (8.0 * x * k)
        total += term
    return total / math.sqrt(2.0 * math.pi * x)


@compiled
def roughness_factor(roughness_m: Metres, grazing_rad: Radians, wavelength_m: Metres) -> float:
    """Return by how much roughness lowers the mirrored field, with what a rough surface still mirrors.

    rho = exp(-g^2 / 2) I_0(g^2 / 2), g = 4 pi s sin psi / lambda

    Parameters as ``roughness_factor_ament``, which it meets for small g and exceeds, as measured, for large.
    Domain: derived for the sea's distribution of heights; used for land too. Source: miller1984; ament1953.
    """
    g = 4.0 * math.pi * roughness_m * math.sin(grazing_rad) / wavelength_m
    return scaled_bessel_i0(0.5 * g * g)


@compiled
def reflection_coefficient(ground: Ground, grazing_rad: Radians, wavelength_m: Metres) -> tuple[float, float]:
    """Return the real and imaginary part of the smooth surface's reflection coefficient.

    horizontal (sin psi - q) / (sin psi + q), vertical (e sin psi - q) / (e sin psi + q),
    q = sqrt(e - cos^2 psi), e = eps - i 60 sigma lambda (time as e^(+i w t))

    ``ground``: permittivity eps, conductivity sigma (S/m), polarisation. ``grazing_rad`` psi. ``wavelength_m`` lambda.
    Domain: a plane dielectric; -1 at grazing for both polarisations. Source: kerr1951, ch. 5; skolnik2001, ch. 8.
    """
    sine, cosine = math.sin(grazing_rad), math.cos(grazing_rad)
    er, ei = ground.permittivity, -VACUUM_IMPEDANCE_OVER_TURN * ground.conductivity_spm * wavelength_m
    real = er - cosine * cosine
    size = math.sqrt(real * real + ei * ei)
    qr = math.sqrt(max(0.5 * (size + real), 0.0))
    qi = -math.sqrt(max(0.5 * (size - real), 0.0))  # of the sign of ei, which is never positive
    ar, ai = (er * sine, ei * sine) if ground.vertical > 0.5 else (sine, 0.0)
    nr, ni, dr, di = ar - qr, ai - qi, ar + qr, ai + qi
    norm = dr * dr + di * di
    if norm == 0.0:
        return -1.0, 0.0
    return (nr * dr + ni * di) / norm, (ni * dr - nr * di) / norm


@compiled
def reflection_geometry(ground: Ground, radar_m: Metres, target_m: Metres, range_m: Metres) -> Reflection:
    """Return where the ray over the sphere is mirrored.

    2 d_1^3 - 3 d d_1^2 + (d^2 - 2 R (h_1 + h_2)) d_1 + 2 R d h_1 = 0, solved by its cosine form;
    h' = h - d_1^2 / (2 R), tan psi = (h_1' + h_2') / d

    ``radar_m`` h_1, ``target_m`` h_2 > 0 above the sphere. ``range_m`` d > 0 along the ground.
    Domain: within the horizon, heights small against d and R. Source: kerr1951, ch. 2.
    """
    twice = 2.0 * ground.earth_radius_m
    m = 0.5 * range_m * range_m / (twice * (radar_m + target_m))
    c = (radar_m - target_m) / (radar_m + target_m)
    inner = 1.5 * c * math.sqrt(3.0 * m / ((m + 1.0) * (m + 1.0) * (m + 1.0)))
    turn = math.acos(min(max(inner, -1.0), 1.0)) / 3.0
    b = 2.0 * math.sqrt((m + 1.0) / (3.0 * m)) * math.cos(math.pi / 3.0 + turn)
    near = min(max(0.5 * range_m * (1.0 + b), 0.0), range_m)
    far = range_m - near
    h1, h2 = radar_m - near * near / twice, target_m - far * far / twice
    return Reflection(near, h1, h2, math.atan(max(h1 + h2, 0.0) / range_m))


@compiled
def divergence_factor(near_m: Metres, far_m: Metres, grazing_rad: Radians, earth_radius_m: Metres) -> float:
    """Return by how much the sphere spreads the reflected ray.

    D = 1 / sqrt(1 + 2 d_1 d_2 / (R (d_1 + d_2) sin psi))

    ``near_m`` d_1, ``far_m`` d_2 from the point of reflection. ``grazing_rad`` psi. ``earth_radius_m`` R effective.
    Domain: psi well below a right angle; 0 at psi = 0. Source: kerr1951, ch. 5.
    """
    sine = math.sin(grazing_rad)
    if sine <= 0.0:
        return 0.0
    return 1.0 / math.sqrt(1.0 + 2.0 * near_m * far_m / (earth_radius_m * (near_m + far_m) * sine))


@compiled
def two_ray_factor(ground: Ground, wavelength_m: Metres, at: Reflection, range_m: Metres, beam_ratio: float) -> float:
    """Return the field over its free-space value from the direct and the mirrored ray.

    F = |1 + f rho D Gamma e^(-i 2 pi delta / lambda)|, delta the difference of the paths

    ``at``: the point of reflection. ``range_m`` along the ground. ``beam_ratio`` f: the aerial's field towards the
    ground over that towards the target. F is kept above 10^-6. Source: kerr1951, ch. 2 and 5; skolnik2001, ch. 8.
    """
    apart, together = at.radar_height_m - at.target_height_m, at.radar_height_m + at.target_height_m
    direct = math.sqrt(range_m * range_m + apart * apart)
    mirrored = math.sqrt(range_m * range_m + together * together)
    phase = 2.0 * math.pi / wavelength_m * 4.0 * at.radar_height_m * at.target_height_m / (direct + mirrored)
    gr, gi = reflection_coefficient(ground, at.grazing_rad, wavelength_m)
    size = beam_ratio * roughness_factor(ground.roughness_m, at.grazing_rad, wavelength_m)
    size *= divergence_factor(at.near_m, range_m - at.near_m, at.grazing_rad, ground.earth_radius_m)
    cosine, sine = math.cos(phase), math.sin(phase)
    real, imaginary = 1.0 + size * (gr * cosine + gi * sine), size * (gi * cosine - gr * sine)
    return max(math.sqrt(real * real + imaginary * imaginary), SMALLEST_FIELD)


@compiled
def _height_gain(y: float, least: Decibels) -> Decibels:
    """Return G(Y) of ITU-R P.2001-2, eq. A.3.7, never below ``least``."""
    if y > 2.0:
        return 17.6 * math.sqrt(y - 1.1) - 5.0 * math.log10(y - 1.1) - 8.0
    return max(20.0 * math.log10(y + 0.1 * y * y * y), least)


@compiled
def sphere_diffraction(
    ground: Ground, frequency_hz: Hertz, radar_m: Metres, target_m: Metres, range_m: Metres, radius_m: Metres
) -> Decibels:
    """Return the field over its free-space value (dB) beyond the horizon of a smooth sphere.

    F(X) + G(Y_1) + G(Y_2), X = 21.88 b (f / a^2)^(1/3) d, Y = 0.9575 b (f^2 / a)^(1/3) h,
    with f in GHz, a and d in km and h in m

    ``ground``: permittivity, conductivity, polarisation. ``frequency_hz`` f. ``radar_m``, ``target_m`` heights h > 0.
    ``range_m`` d along the ground. ``radius_m`` a: the effective radius, or the one that puts the horizon at d.
    Domain: the first term of the residue series, so at or beyond the horizon; above 10 MHz. Never above 0 dB.
    Source: itu_p2001_2, eq. A.3.2 to A.3.8.
    """
    f, a = frequency_hz / 1e9, radius_m / 1e3
    lossy = 18.0 * ground.conductivity_spm / f
    contrast = math.sqrt((ground.permittivity - 1.0) * (ground.permittivity - 1.0) + lossy * lossy)
    k = 0.036 / (_cube_root(a * f) * math.sqrt(contrast))
    if ground.vertical > 0.5:
        k *= math.sqrt(ground.permittivity * ground.permittivity + lossy * lossy)
    k2 = k * k
    b = (1.0 + 1.6 * k2 + 0.67 * k2 * k2) / (1.0 + 4.5 * k2 + 1.53 * k2 * k2)
    x = 21.88 * b * _cube_root(f / (a * a)) * range_m / 1e3
    scale, least = 0.9575 * b * b * _cube_root(f * f / a), 2.0 + 20.0 * math.log10(k)
    far = 11.0 + 10.0 * math.log10(x) - 17.6 * x
    if x < 1.6:
        far = -20.0 * math.log10(x) - 5.6488 * math.exp(1.425 * math.log(x))
    return min(far + _height_gain(scale * radar_m, least) + _height_gain(scale * target_m, least), 0.0)


@compiled
def _cube_root(value: float) -> float:
    return math.exp(math.log(value) / 3.0)


@compiled
def propagation_factor(
    ground: Ground, wavelength_m: Metres, radar_m: Metres, target_m: Metres, range_m: Metres, beam_ratio: float
) -> float:
    """Return the one-way field at a target over its free-space value, F; a radar's echo goes with F^4.

    Two rays where the path clears the sphere by more than c_0 = 0.552 sqrt(d_1 d_2 lambda / d); diffraction around it
    at and beyond the horizon; between, at the share s = c / c_0 of that clearance, (1 - s) of the decibels that
    diffract around the sphere whose horizon is at d. Where ITU has free space at s = 1, s^2 of the two rays' decibels
    leads on to their field without a step.

    ``radar_m``, ``target_m``: heights above the ground, taken as at least 0.1 m. ``range_m`` d > 0 along the ground.
    ``beam_ratio``: see ``two_ray_factor``. F lies in [10^-6, 2].
    Domain: 10 MHz to 50 GHz, standard refraction (no ducts), ground level but for its roughness.
    Source: kerr1951, ch. 2 and 5; itu_p2001_2, A.2 for the regions.
    """
    h1, h2 = max(radar_m, 0.1), max(target_m, 0.1)
    frequency = LIGHT_MPS / wavelength_m
    roots = math.sqrt(h1) + math.sqrt(h2)
    own_radius = 0.5 * range_m * range_m / (roots * roots)  # its horizon lies at the target
    if own_radius >= ground.earth_radius_m:
        loss = sphere_diffraction(ground, frequency, h1, h2, range_m, ground.earth_radius_m)
        return max(math.exp(loss * (0.05 * math.log(10.0))), SMALLEST_FIELD)
    at = reflection_geometry(ground, h1, h2, range_m)
    far = range_m - at.near_m
    clear = (at.radar_height_m * far + at.target_height_m * at.near_m) / range_m
    needed = 0.552 * math.sqrt(at.near_m * far * wavelength_m / range_m)
    rays = two_ray_factor(ground, wavelength_m, at, range_m, beam_ratio)
    if clear > needed:
        return rays
    loss = sphere_diffraction(ground, frequency, h1, h2, range_m, own_radius)
    share = max(clear, 0.0) / needed
    return max(
        math.exp((1.0 - share) * loss * (0.05 * math.log(10.0)) + share * share * math.log(rays)), SMALLEST_FIELD
    )
