"""Laser: how small a spot, how much irradiance, how long a dwell.

The spot on the target is the root sum of squares of three 1/e^2 radii: diffraction, jitter and turbulence. Thermal
blooming is not modelled; in still, humid air it spreads a beam of tens of kilowatts, so long dwells at high power are
optimistic (gebhardt1976 tells when).
"""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.optics_extinction import extinction_kim

_FIRST_DARK = 3.8317059702075123  # first zero of the Bessel function J1 (abramowitz1964, table 9.5)


class Beam(NamedTuple):
    """A laser on its mount: emitted power, aperture diameter, wavelength, beam quality M^2, one-axis rms jitter."""

    power_w: float
    aperture_m: float
    wavelength_m: float
    quality: float
    jitter_rad: float


class Air(NamedTuple):
    """The air on the way: slant range, meteorological visibility, refractive-index structure constant (m^-2/3)."""

    range_m: float
    visibility_m: float
    structure_constant: float


class Metal(NamedTuple):
    """A metal: density (kg/m^3), specific heat (J/kg/K), melting temperature (K), latent heat of fusion (J/kg)."""

    density: float
    specific_heat: float
    melting_k: float
    latent_heat: float


@compiled
def rayleigh_range_m(waist_m: float, wavelength_m: float, quality: float) -> float:
    """Return the Rayleigh range z_R = pi w0^2 / (M^2 lambda) of a beam of 1/e^2 waist radius w0, in metres.

    Domain: all > 0, ``quality`` M^2 >= 1. Source: siegman1986, ch. 17.
    """
    return math.pi * waist_m * waist_m / (quality * wavelength_m)


@compiled
def divergence_rad(waist_m: float, wavelength_m: float, quality: float) -> float:
    """Return the far-field half angle M^2 lambda / (pi w0) at 1/e^2, in radians.

    Domain: all > 0. Source: siegman1986, ch. 17.
    """
    return quality * wavelength_m / (math.pi * waist_m)


@compiled
def collimated_radius_m(waist_m: float, wavelength_m: float, quality: float, range_m: float) -> float:
    """Return the 1/e^2 radius w0 sqrt(1 + (z/z_R)^2) of a beam collimated at its waist, at ``range_m``, in metres.

    Domain: all > 0. Source: siegman1986, ch. 17.
    """
    ratio = range_m / rayleigh_range_m(waist_m, wavelength_m, quality)
    return waist_m * math.sqrt(1.0 + ratio * ratio)


@compiled
def focused_radius_m(waist_m: float, wavelength_m: float, quality: float, range_m: float) -> float:
    """Return the 1/e^2 radius M^2 lambda z / (pi w0) at the focus of a beam of radius w0 at the lens, in metres.

    Domain: ``range_m`` well within the Rayleigh range of w0 (beyond it no focus forms and this is a lower bound).
    Source: siegman1986, ch. 17.
    """
    return range_m * divergence_rad(waist_m, wavelength_m, quality)


@compiled
def waist_of_aperture_m(aperture_m: float) -> float:
    """Return the 1/e^2 radius D/(2 sqrt 2) of the Gaussian beam that stands for an aperture of diameter D, in metres.

    At this radius the edge of the aperture lies at two radii squared, and 98 percent of the power passes.
    Source: the convention of the verification rows, after perram2010.
    """
    return aperture_m / (2.0 * math.sqrt(2.0))


@compiled
def airy_dark_radius_m(wavelength_m: float, aperture_m: float, range_m: float) -> float:
    """Return the radius 1.21967 lambda z / D of the first dark ring of a uniformly lit circular aperture, in metres.

    Domain: all > 0, at the focus or in the far field. Source: born1999, sec. 8.5.2.
    """
    return _FIRST_DARK / math.pi * wavelength_m * range_m / aperture_m


@compiled
def airy_peak_per_watt(wavelength_m: float, aperture_m: float, range_m: float) -> float:
    """Return the irradiance on the axis of the Airy pattern per watt emitted, A/(lambda z)^2, in 1/m^2.

    A is the aperture's area. Domain: all > 0. Source: born1999, sec. 8.5.2.
    """
    spread = wavelength_m * range_m
    return 0.25 * math.pi * aperture_m * aperture_m / (spread * spread)


@compiled
def airy_power_within(radius_m: float, wavelength_m: float, aperture_m: float, range_m: float) -> float:
    """Return the share 1 - J0(v)^2 - J1(v)^2 of the power within ``radius_m`` of the axis; v = pi D r / (lambda z).

    Bessel functions by the trapezoidal rule on their integrals (abramowitz1964, eq. 9.1.21), exact to rounding for
    v < 60; beyond it the share is within one percent of one, and one is returned.

    Source: born1999, sec. 8.5.2.
    """
    v = math.pi * aperture_m * radius_m / (wavelength_m * range_m)
    if v >= 60.0:
        return 1.0
    j0, j1 = 0.0, 0.0
    for i in range(64):
        angle = (i + 0.5) * math.pi / 64.0
        j0 += math.cos(v * math.sin(angle))
        j1 += math.cos(angle - v * math.sin(angle))
    return 1.0 - (j0 * j0 + j1 * j1) / 4096.0


@compiled
def jitter_ratio(radius_m: float, jitter_m: float) -> float:
    """Return the mean irradiance on the axis of a jittering beam relative to a steady one: w^2 / (w^2 + 4 s^2).

    w is the steady 1/e^2 ``radius_m``, s the one-axis rms displacement ``jitter_m``: two Gaussians convolved.

    Domain: ``radius_m`` > 0. Source: perram2010.
    """
    square = radius_m * radius_m
    return square / (square + 4.0 * jitter_m * jitter_m)


@compiled
def _inverse_coherence(wavelength_m: float, weighted_path: float) -> float:
    """1/r0 for the path integral of Cn^2, so that calm air needs no infinity."""
    k = 2.0 * math.pi / wavelength_m
    return math.pow(0.423 * k * k * weighted_path, 0.6)


@compiled
def _coherence(wavelength_m: float, weighted_path: float) -> float:
    """r0, infinite in calm air."""
    return 1.0 / _inverse_coherence(wavelength_m, weighted_path) if weighted_path > 0.0 else math.inf


@compiled
def fried_plane_m(wavelength_m: float, structure_constant: float, path_m: float) -> float:
    """Return the Fried parameter r0 = (0.423 k^2 Cn^2 L)^(-3/5) of a plane wave over a uniform path, in metres.

    Domain: ``structure_constant`` (m^-2/3) >= 0; infinite in calm air. Source: fried1966; andrews2005.
    """
    return _coherence(wavelength_m, structure_constant * path_m)


@compiled
def fried_spherical_m(wavelength_m: float, structure_constant: float, path_m: float) -> float:
    """Return the Fried parameter of a spherical wave over a uniform path: r0 = (0.423 k^2 (3/8) Cn^2 L)^(-3/5), in m.

    Domain: ``structure_constant`` (m^-2/3) >= 0; infinite in calm air. Source: fried1966; andrews2005.
    """
    return _coherence(wavelength_m, 0.375 * structure_constant * path_m)


@compiled
def rytov_variance(wavelength_m: float, structure_constant: float, path_m: float) -> float:
    """Return the plane-wave Rytov variance 1.23 Cn^2 k^(7/6) L^(11/6); weak turbulence is below about one.

    Source: andrews2005.
    """
    k = 2.0 * math.pi / wavelength_m
    return 1.23 * structure_constant * math.pow(k, 7.0 / 6.0) * math.pow(path_m, 11.0 / 6.0)


@compiled
def diffraction_radius_m(beam: Beam, range_m: float) -> float:
    """Return the 1/e^2 radius on the target by diffraction alone, of a beam focused there, in metres.

    The focused radius of ``waist_of_aperture_m``. Source: perram2010.
    """
    return focused_radius_m(waist_of_aperture_m(beam.aperture_m), beam.wavelength_m, beam.quality, range_m)


@compiled
def jitter_radius_m(beam: Beam, range_m: float) -> float:
    """Return the 1/e^2 radius 2 sigma_j R that jitter adds on the target, in metres; sigma_j is the one-axis rms.

    Source: perram2010.
    """
    return 2.0 * beam.jitter_rad * range_m


@compiled
def turbulence_radius_m(wavelength_m: float, structure_constant: float, range_m: float) -> float:
    """Return the long-term 1/e^2 radius 2 lambda R / (pi r0) that turbulence adds, in metres; zero in calm air.

    r0 is the spherical-wave Fried parameter. Source: gebhardt1976; perram2010.
    """
    inverse = _inverse_coherence(wavelength_m, 0.375 * structure_constant * range_m)
    return 2.0 * wavelength_m * range_m / math.pi * inverse


@compiled
def spot_radius_m(beam: Beam, air: Air) -> float:
    """Return the long-term 1/e^2 radius of the spot, in metres.

    w^2 = w_diffraction^2 + (2 sigma_j R)^2 + w_turbulence^2, sigma_j the one-axis rms jitter in radians.

    Domain: a beam focused on the target, no thermal blooming. Source: perram2010; gebhardt1976.
    """
    diffraction = diffraction_radius_m(beam, air.range_m)
    jitter = jitter_radius_m(beam, air.range_m)
    turbulence = turbulence_radius_m(beam.wavelength_m, air.structure_constant, air.range_m)
    return math.sqrt(diffraction * diffraction + jitter * jitter + turbulence * turbulence)


@compiled
def transmission(range_m: float, visibility_m: float, wavelength_m: float) -> float:
    """Return the share exp(-sigma R) of the power that arrives, with sigma of Kim's visibility model.

    Domain and sources: those of ``optics_extinction.extinction_kim`` (poor beyond 1.6 um). Source: kim2001.
    """
    return math.exp(-extinction_kim(visibility_m, wavelength_m) * range_m)


@compiled
def peak_irradiance(beam: Beam, air: Air) -> float:
    """Return the mean irradiance 2 P T / (pi w^2) on the axis at the target, in W/m^2.

    Source: siegman1986, ch. 17; perram2010.
    """
    w = spot_radius_m(beam, air)
    return 2.0 * beam.power_w * transmission(air.range_m, air.visibility_m, beam.wavelength_m) / (math.pi * w * w)


@compiled
def power_in_bucket(bucket_m: float, spot_m: float) -> float:
    """Return the share 1 - exp(-2 a^2/w^2) of a Gaussian spot of radius w within ``bucket_m`` of its centre.

    Domain: ``spot_m`` > 0. Source: siegman1986, ch. 17.
    """
    ratio = bucket_m / spot_m
    return -math.expm1(-2.0 * ratio * ratio)


@compiled
def bucket_irradiance(beam: Beam, air: Air, bucket_m: float) -> float:
    """Return the mean irradiance over a disc of radius ``bucket_m`` about the aim point, in W/m^2.

    Source: perram2010.
    """
    arrives = beam.power_w * transmission(air.range_m, air.visibility_m, beam.wavelength_m)
    return arrives * power_in_bucket(bucket_m, spot_radius_m(beam, air)) / (math.pi * bucket_m * bucket_m)


@compiled
def dwell_s(fluence: float, irradiance: float) -> float:
    """Return the seconds to lay down ``fluence`` (J/m^2) at a steady ``irradiance`` (W/m^2).

    Domain: ``irradiance`` > 0, no conduction loss. Source: perram2010.
    """
    return fluence / irradiance


@compiled
def melt_fluence(metal: Metal, thickness_m: float, absorptance: float, initial_k: float) -> float:
    """Return the least fluence that melts through a sheet: rho d (cp (Tm - T0) + Lf) / A, in J/m^2.

    An energy balance without conduction, radiation or flow of the melt, so a lower bound: real thresholds are higher.

    Domain: 0 < ``absorptance`` <= 1. Source: nielsen1994.
    """
    heating = metal.specific_heat * (metal.melting_k - initial_k) + metal.latent_heat
    return metal.density * thickness_m * heating / absorptance
