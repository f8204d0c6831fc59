"""Radar cross section: exact for a sphere, optical for simple shapes, interpolated for the targets of the catalogue."""

import math

from ringfort.compiled import compiled
from ringfort.physics.radio import LIGHT_MPS
from ringfort.units import Hertz, Metres

L_BAND_HZ, X_BAND_HZ = 1.3e9, 10e9  # the two bands between which the catalogue's targets are known
RAYLEIGH = 1e-3  # k a below which the first term of the series is the whole of it to a part in a million
OPTICAL = 1e4  # k a above which the series is 1 to a part in ten thousand


@compiled
def bessel_ratio(order: int, x: float) -> float:
    """Return j_n(x) / j_(n-1)(x) of the spherical Bessel functions, for n > x, where the ratio is smooth.

    r_n = 1 / ((2 n + 1) / x - r_(n+1)), begun far enough above n that the start no longer shows

    ``order`` n >= 1, ``x`` > 0. Source: abramowitz1964, eq. 10.1.19.
    """
    ratio = 0.0
    for n in range(order + 60 + int(math.sqrt(x)), order - 1, -1):
        ratio = 1.0 / ((2 * n + 1) / x - ratio)
    return ratio


@compiled
def sphere_efficiency(ka: float) -> float:
    """Return the back-scatter cross section of a perfectly conducting sphere over its disc, sigma / (pi a^2).

    sigma / (pi a^2) = |sum over n of (-1)^n (2 n + 1) (b_n - a_n)|^2 / (k a)^2,
    a_n = j_n / h_n, b_n = (x j_(n-1) - n j_n) / (x h_(n-1) - n h_n), h_n = j_n + i y_n, x = k a

    Upward recurrence gives y_n at every order and j_n up to n = x; above, j_n follows from its ratio to j_(n-1) and the
    Wronskian. Below x = 0.001 the Rayleigh law 9 x^4 is returned, above 10 000 the optical limit 1.

    ``ka``: 2 pi a / lambda >= 0. Source: knott2004, ch. 3; abramowitz1964, eq. 10.1.19 and 10.1.31.
    """
    x = ka
    if x < RAYLEIGH:
        return 9.0 * x * x * x * x
    if x > OPTICAL:
        return 1.0
    j_last, y_last = math.sin(x) / x, -math.cos(x) / x
    j, y = (j_last - math.cos(x)) / x, (y_last - math.sin(x)) / x
    real, imaginary, sign = 0.0, 0.0, -1.0
    for n in range(1, int(x + 4.0 * math.exp(math.log(x) / 3.0)) + 12):
        if n > x:
            j = 1.0 / (x * x * (y_last - y / bessel_ratio(n, x)))
        u, v = x * j_last - n * j, x * y_last - n * y
        b, a = u / (u * u + v * v), j / (j * j + y * y)
        weight = sign * (2 * n + 1)
        real += weight * (u * b - j * a)
        imaginary -= weight * (v * b - y * a)
        sign = -sign
        j, j_last = (2 * n + 1) / x * j - j_last, j
        y, y_last = (2 * n + 1) / x * y - y_last, y
    return (real * real + imaginary * imaginary) / (x * x)


@compiled
def sphere_cross_section(radius_m: Metres, wavelength_m: Metres) -> float:
    """Return the cross section (m^2) of a perfectly conducting sphere, pi a^2 times ``sphere_efficiency``.

    ``radius_m`` a >= 0, ``wavelength_m`` > 0. Source: knott2004, ch. 3.
    """
    disc = math.pi * radius_m * radius_m
    return disc * sphere_efficiency(2.0 * math.pi * radius_m / wavelength_m)


@compiled
def plate_cross_section(width_m: Metres, height_m: Metres, wavelength_m: Metres) -> float:
    """Return the peak cross section (m^2) of a flat plate seen square on, 4 pi (w h)^2 / lambda^2.

    Domain: sides of several wavelengths. Source: knott2004, ch. 6; skolnik2001, ch. 2.
    """
    area = width_m * height_m
    return 4.0 * math.pi * area * area / (wavelength_m * wavelength_m)


@compiled
def dihedral_cross_section(width_m: Metres, height_m: Metres, wavelength_m: Metres) -> float:
    """Return the peak cross section (m^2) of two plates at a right angle, 8 pi (w h)^2 / lambda^2.

    Domain: sides of several wavelengths. Source: knott2004, ch. 6.
    """
    return 2.0 * plate_cross_section(width_m, height_m, wavelength_m)


@compiled
def triangular_trihedral_cross_section(edge_m: Metres, wavelength_m: Metres) -> float:
    """Return the peak cross section (m^2) of a corner of three triangles, 4 pi a^4 / (3 lambda^2).

    ``edge_m`` a: the inner edge. Domain: edges of several wavelengths. Source: knott2004, ch. 6.
    """
    return plate_cross_section(edge_m, edge_m, wavelength_m) / 3.0


@compiled
def square_trihedral_cross_section(edge_m: Metres, wavelength_m: Metres) -> float:
    """Return the peak cross section (m^2) of a corner of three squares, 12 pi a^4 / lambda^2.

    ``edge_m`` a: the inner edge. Domain: edges of several wavelengths. Source: knott2004, ch. 6.
    """
    return 3.0 * plate_cross_section(edge_m, edge_m, wavelength_m)


@compiled
def cylinder_cross_section(radius_m: Metres, length_m: Metres, wavelength_m: Metres) -> float:
    """Return the peak cross section (m^2) of a cylinder seen broadside, 2 pi a l^2 / lambda.

    Domain: radius and length of several wavelengths. Source: knott2004, ch. 6; skolnik2001, ch. 2.
    """
    return 2.0 * math.pi * radius_m * length_m * length_m / wavelength_m


@compiled
def band_cross_section(frequency_hz: Hertz, low_hz: Hertz, low_m2: float, high_hz: Hertz, high_m2: float) -> float:
    """Return a cross section between two bands in which it is known.

    ln sigma is linear in ln f between (f_1, sigma_1) and (f_2, sigma_2) and constant outside them: a power law, the
    form that every simple shape has (exponent 4 for Rayleigh, 2 for a plate, 1 for a cylinder, 0 for a sphere).

    ``frequency_hz`` f > 0. ``low_hz`` f_1 < ``high_hz`` f_2. ``low_m2``, ``high_m2`` > 0.
    Domain: class values of whole targets; no resonance between the bands is shown. Where one band alone is known give
    it twice. Grade: judgement, for the form. Source: knott2004, ch. 3 and 6, for the exponents.
    """
    if frequency_hz <= low_hz:
        return low_m2
    if frequency_hz >= high_hz:
        return high_m2
    share = math.log(frequency_hz / low_hz) / math.log(high_hz / low_hz)
    return math.exp((1.0 - share) * math.log(low_m2) + share * math.log(high_m2))


@compiled
def sphere_asymptotes(size_m: Metres, frequency_hz: Hertz) -> float:
    """Return the back-scatter of a sphere over its disc without resonance: the smaller of its two asymptotes.

    min(1, 9 (k a)^4), k a = pi s f / c

    ``size_m`` s: the diameter. ``frequency_hz`` f.
    Domain: stands for the resonant region too, where ``sphere_efficiency`` swings between 0.27 and 3.7 about it.
    Source: knott2004, ch. 3 (Rayleigh and optical regions).
    """
    ka = math.pi * size_m * frequency_hz / LIGHT_MPS
    square = ka * ka
    return min(9.0 * square * square, 1.0)


@compiled
def target_cross_section(frequency_hz: Hertz, size_m: Metres, x_band_m2: float, l_band_ratio: float) -> float:
    """Return the cross section of a target of the catalogue at any frequency, for one class of aspect.

    sigma = b(f) a(f) / a(f_X): b ``band_cross_section`` between 1.3 and 10 GHz, a ``sphere_asymptotes`` of its size

    The band law carries what whole targets do where they are large against the wave; where the wave is longer than the
    target is round, the echo falls with the fourth power of frequency. ``x_band_m2``: at 10 GHz. ``l_band_ratio``: the
    one at 1.3 GHz over it. ``size_m`` s > 0.
    Domain: class values of whole targets. Grade: judgement, for the form. Source: knott2004, ch. 3 and 6.
    """
    at_band = band_cross_section(frequency_hz, L_BAND_HZ, x_band_m2 * l_band_ratio, X_BAND_HZ, x_band_m2)
    return at_band * sphere_asymptotes(size_m, frequency_hz) / sphere_asymptotes(size_m, X_BAND_HZ)


@compiled
def aspect_cross_section(cos_aspect: float, nose_m2: float, beam_m2: float, tail_m2: float) -> float:
    """Return the mean cross section of a target at an aspect, from its three aspect classes.

    ln sigma = c^2 ln sigma_end + (1 - c^2) ln sigma_beam, c = cos of the aspect, the end being the nose for c > 0

    Smooth, exact at the classes, and monotone between them; the lobes are left to the Swerling fluctuation.

    ``cos_aspect`` c in [-1, 1]: 1 nose on, 0 beam on, -1 tail on. ``nose_m2``, ``beam_m2``, ``tail_m2`` > 0.
    Domain: mean values over some degrees.
    Source: elementary interpolation between classes; judgement, for no source has the means of these targets.
    """
    end = nose_m2 if cos_aspect > 0.0 else tail_m2
    square = cos_aspect * cos_aspect
    return math.exp(square * math.log(end) + (1.0 - square) * math.log(beam_m2))
