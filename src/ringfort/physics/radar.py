"""Radar: how strong an echo is, how far it is seen, what a waveform tells apart, and what jamming takes away.

Powers are watts, gains, losses and ratios linear; a loss is a factor >= 1. Decibels belong to the human edge.
"""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.radio import BOLTZMANN, LIGHT_MPS, STANDARD_KELVIN, in_band_fraction
from ringfort.units import Hertz, Kelvin, Metres, MetresPerSecond, Radians, Seconds, Watts

FOUR_PI = 4.0 * math.pi


class Radar(NamedTuple):
    """What the range equation asks of a pulsed radar with a matched filter."""

    peak_power_w: float
    pulse_s: float  # transmitted length, compressed or not: power times length is the energy
    transmit_gain: float
    receive_gain: float
    wavelength_m: float
    noise_temperature_k: float
    loss: float


class Search(NamedTuple):
    """What the search form of the range equation asks: no frequency, no gain."""

    mean_power_w: float
    aperture_m2: float  # effective area of the receiving aerial
    frame_s: float  # time to search the whole solid angle once
    solid_angle_sr: float
    noise_temperature_k: float
    loss: float


class Jamming(NamedTuple):
    """A noise jammer against a radar that sends and receives with one aerial."""

    power_w: float
    gain: float  # of the jammer's aerial towards the radar
    loss: float
    bandwidth_hz: float
    radar_power_w: float
    radar_gain: float  # towards the target, both ways
    radar_gain_to_jammer: float  # of the receiving aerial: side lobes for a jammer that stands off
    radar_loss: float
    radar_bandwidth_hz: float
    cross_section_m2: float


@compiled
def wavelength(frequency_hz: Hertz) -> Metres:
    """Return c / f (m) for ``frequency_hz`` f > 0. Source: skolnik2001, ch. 1."""
    return LIGHT_MPS / frequency_hz


@compiled
def aperture_gain(area_m2: float, efficiency: float, wavelength_m: Metres) -> float:
    """Return the gain of an aerial.

    G = 4 pi rho A / lambda^2

    ``area_m2`` A, ``efficiency`` rho in (0, 1], ``wavelength_m`` lambda.
    Domain: aerials of several wavelengths. Source: skolnik2001, ch. 9.
    """
    return FOUR_PI * efficiency * area_m2 / (wavelength_m * wavelength_m)


@compiled
def aperture_efficiency(gain: float, area_m2: float, wavelength_m: Metres) -> float:
    """Return rho = G lambda^2 / (4 pi A); the inverse of ``aperture_gain``. Source: skolnik2001, ch. 9."""
    return gain * wavelength_m * wavelength_m / (FOUR_PI * area_m2)


@compiled
def noise_temperature(noise_figure: float, aerial_k: Kelvin) -> Kelvin:
    """Return the system noise temperature referred to the receiver's input.

    T_s = T_a + T_0 (F - 1), T_0 = 290 K

    ``noise_figure`` F >= 1, linear. ``aerial_k`` T_a (290 K where nothing better is known). Source: friis1944.
    """
    return aerial_k + STANDARD_KELVIN * (noise_figure - 1.0)


@compiled
def noise_power(noise_temperature_k: Kelvin, bandwidth_hz: Hertz) -> Watts:
    """Return k T B (W). Source: friis1944."""
    return BOLTZMANN * noise_temperature_k * bandwidth_hz


@compiled
def echo_power(radar: Radar, cross_section_m2: float, range_m: Metres) -> Watts:
    """Return the power of the echo at the receiver.

    P_r = P_t G_t G_r lambda^2 sigma / ((4 pi)^3 R^4 L)

    ``cross_section_m2`` sigma. ``range_m`` R > 0.
    Domain: free space, far field; multiply by F^4 for the ground (``clutter.propagation_factor``).
    Source: skolnik2001, ch. 1 and 2.
    """
    return echo_constant(radar) * _noise_energy(radar) / radar.pulse_s * cross_section_m2 / _fourth(range_m)


@compiled
def _fourth(range_m: Metres) -> float:
    square = range_m * range_m
    return square * square


@compiled
def _fourth_root(value: float) -> float:
    return math.sqrt(math.sqrt(value))


@compiled
def _noise_energy(radar: Radar) -> float:
    return BOLTZMANN * radar.noise_temperature_k


@compiled
def echo_constant(radar: Radar) -> float:
    """Return the radar's own part of the range equation, in m^2: S = C sigma / R^4.

    C = P_t tau G_t G_r lambda^2 / ((4 pi)^3 k T_s L)

    The raid computes it once a radar. Domain: matched filter, so that energy over noise density is what counts.
    Source: skolnik2001, ch. 2; mathworks_radar, page radareqsnr.
    """
    energy = radar.peak_power_w * radar.pulse_s * radar.transmit_gain * radar.receive_gain
    spread = FOUR_PI * FOUR_PI * FOUR_PI * _noise_energy(radar) * radar.loss
    return energy * radar.wavelength_m * radar.wavelength_m / spread


@compiled
def echo_to_noise(constant_m2: float, cross_section_m2: float, range_m: Metres) -> float:
    """Return the signal-to-noise ratio of one pulse, S = C sigma / R^4, with C from ``echo_constant``.

    ``cross_section_m2`` sigma >= 0. ``range_m`` R > 0. Domain and source: ``echo_constant``.
    """
    return constant_m2 * cross_section_m2 / _fourth(range_m)


@compiled
def signal_to_noise(radar: Radar, cross_section_m2: float, range_m: Metres) -> float:
    """Return the signal-to-noise ratio of one pulse of a radar that sends and receives at one place.

    S = P_t tau G_t G_r lambda^2 sigma / ((4 pi)^3 k T_s L R^4)

    ``cross_section_m2`` sigma >= 0. ``range_m`` R > 0. Domain and source: ``echo_constant``.
    """
    return echo_to_noise(echo_constant(radar), cross_section_m2, range_m)


@compiled
def bistatic_signal_to_noise(radar: Radar, cross_section_m2: float, out_m: Metres, back_m: Metres) -> float:
    """Return the signal-to-noise ratio of one pulse where transmitter and receiver stand apart.

    S = P_t tau G_t G_r lambda^2 sigma / ((4 pi)^3 k T_s L R_t^2 R_r^2)

    ``cross_section_m2`` sigma, the bistatic one. ``out_m`` R_t, ``back_m`` R_r > 0.
    Domain and source: ``echo_constant``.
    """
    path = out_m * back_m
    return echo_constant(radar) * cross_section_m2 / (path * path)


@compiled
def detection_range(radar: Radar, cross_section_m2: float, signal_to_noise_needed: float) -> Metres:
    """Return the range at which one pulse has the needed ratio; sqrt(R_t R_r) for a bistatic radar.

    R = (C sigma / S)^(1/4)

    ``cross_section_m2`` sigma >= 0. ``signal_to_noise_needed`` S > 0, linear.
    Source: skolnik2001, ch. 2; mathworks_radar, page radareqrng.
    """
    return _fourth_root(echo_constant(radar) * cross_section_m2 / signal_to_noise_needed)


@compiled
def search_signal_to_noise(search: Search, cross_section_m2: float, range_m: Metres) -> float:
    """Return the signal-to-noise ratio of a look within one search frame, all pulses added coherently.

    S = P_av A_e sigma t_s / (4 pi k T_s L Omega R^4)

    ``cross_section_m2`` sigma. ``range_m`` R > 0.
    Domain: a uniform search; beam shape, scan and integration losses belong into L.
    Source: skolnik2001, ch. 2; barton2013.
    """
    energy = search.mean_power_w * search.aperture_m2 * cross_section_m2 * search.frame_s
    spread = FOUR_PI * BOLTZMANN * search.noise_temperature_k * search.loss * search.solid_angle_sr
    return energy / (spread * _fourth(range_m))


@compiled
def search_range(search: Search, cross_section_m2: float, signal_to_noise_needed: float) -> Metres:
    """Return the range at which a search has the needed ratio; the inverse of ``search_signal_to_noise``.

    ``cross_section_m2`` >= 0. ``signal_to_noise_needed`` > 0, linear. Source: skolnik2001, ch. 2; barton2013.
    """
    return _fourth_root(search_signal_to_noise(search, cross_section_m2, 1.0) / signal_to_noise_needed)


# What a waveform tells apart ---------------------------------------------------------------------------------------


@compiled
def doppler_shift(closing_speed_mps: MetresPerSecond, wavelength_m: Metres) -> Hertz:
    """Return f_d = 2 v / lambda (Hz), positive when closing; v far below light's. Source: skolnik2001, ch. 3."""
    return 2.0 * closing_speed_mps / wavelength_m


@compiled
def unambiguous_range(prf_hz: Hertz) -> Metres:
    """Return R_u = c / (2 f_r) (m), ``prf_hz`` f_r > 0 pulses a second. Source: skolnik2001, ch. 1."""
    return 0.5 * LIGHT_MPS / prf_hz


@compiled
def blind_speed(order: float, wavelength_m: Metres, prf_hz: Hertz) -> MetresPerSecond:
    """Return the radial speed n lambda f_r / 2 (m/s) at which echoes repeat from pulse to pulse like standing ground.

    ``order`` n = 1, 2, ...; the first is also the width of the unambiguous interval. Source: skolnik2001, ch. 3.
    """
    return 0.5 * order * wavelength_m * prf_hz


@compiled
def range_resolution(bandwidth_hz: Hertz) -> Metres:
    """Return c / (2 B) (m) for the bandwidth after compression ``bandwidth_hz`` B > 0. Source: skolnik2001, ch. 6."""
    return 0.5 * LIGHT_MPS / bandwidth_hz


@compiled
def pulse_length_resolution(pulse_s: Seconds) -> Metres:
    """Return c tau / 2 (m), the resolution of a pulse without compression. Source: skolnik2001, ch. 1."""
    return 0.5 * LIGHT_MPS * pulse_s


@compiled
def angle_accuracy(beamwidth_rad: Radians, slope: float, signal_to_noise_ratio: float) -> Radians:
    """Return the standard deviation of an angle measured in thermal noise.

    sigma = theta_3 / (k_m sqrt(2 S))

    ``beamwidth_rad`` theta_3 between half-power points. ``slope`` k_m, about 1.6 for monopulse.
    ``signal_to_noise_ratio`` S > 0, of all pulses that were added.
    Domain: S above about 10; authors differ by up to a factor of 1.5. Source: barton2013; skolnik2001, ch. 6.
    """
    return beamwidth_rad / (slope * math.sqrt(2.0 * signal_to_noise_ratio))


@compiled
def range_accuracy(bandwidth_hz: Hertz, signal_to_noise_ratio: float) -> Metres:
    """Return the standard deviation of a range measured in thermal noise.

    sigma = (c / 2 B) / sqrt(2 S)

    ``bandwidth_hz`` B. ``signal_to_noise_ratio`` S > 0, of all pulses that were added.
    Domain: as ``angle_accuracy``. Source: barton2013; skolnik2001, ch. 6.
    """
    return range_resolution(bandwidth_hz) / math.sqrt(2.0 * signal_to_noise_ratio)


@compiled
def range_rate_accuracy(wavelength_m: Metres, dwell_s: Seconds, signal_to_noise_ratio: float) -> MetresPerSecond:
    """Return the standard deviation of a range rate measured by Doppler in thermal noise.

    sigma = (lambda / 2 t_d) / sqrt(2 S), the resolution over sqrt(2 S) as for range

    ``wavelength_m`` lambda. ``dwell_s`` t_d, the coherent dwell. ``signal_to_noise_ratio`` S > 0 of the dwell.
    Domain: as ``angle_accuracy``. Source: barton2013; skolnik2001, ch. 6.
    """
    return 0.5 * wavelength_m / (dwell_s * math.sqrt(2.0 * signal_to_noise_ratio))


# Jamming -----------------------------------------------------------------------------------------------------------


@compiled
def _in_band_ratio(jamming: Jamming) -> float:
    """Return jammer over radar power as sent, after losses, in the radar's band."""
    fraction = in_band_fraction(jamming.radar_bandwidth_hz, jamming.bandwidth_hz)
    return jamming.power_w * jamming.gain / jamming.loss * fraction * jamming.radar_loss / jamming.radar_power_w


@compiled
def self_protection_jam_to_signal(jamming: Jamming, range_m: Metres) -> float:
    """Return jamming over echo at the radar when the target itself carries the jammer.

    J/S = P_j G_j L_t / (L_j P_t G_t) * min(1, B_r / B_j) * 4 pi R^2 / sigma

    ``jamming``: ``radar_gain_to_jammer`` plays no part, the beam points at the jammer. ``range_m`` R > 0.
    Domain: free space, one pulse against its noise. Source: ewhandbook1997, sec. 4-7.
    """
    spread = FOUR_PI * range_m * range_m / (jamming.radar_gain * jamming.cross_section_m2)
    return _in_band_ratio(jamming) * spread


@compiled
def self_protection_burn_through_range(jamming: Jamming, tolerable_jam_to_signal: float) -> Metres:
    """Return the range within which the echo overcomes the target's own jammer.

    R = sqrt(J/S / (J/S at 1 m))

    ``tolerable_jam_to_signal`` J/S > 0, linear: the highest at which the radar still detects (1 for 0 dB).
    Source: ewhandbook1997, sec. 4-8.
    """
    return math.sqrt(tolerable_jam_to_signal / self_protection_jam_to_signal(jamming, 1.0))


@compiled
def stand_off_jam_to_signal(jamming: Jamming, range_m: Metres, jammer_range_m: Metres) -> float:
    """Return jamming over echo at the radar when the jammer stands elsewhere.

    J/S = P_j G_j L_t / (L_j P_t G_t^2) * G_r' * min(1, B_r / B_j) * 4 pi R^4 / (sigma R_j^2)

    ``jamming``: ``radar_gain_to_jammer`` G_r'. ``range_m`` R of the target, ``jammer_range_m`` R_j > 0.
    Domain: as ``self_protection_jam_to_signal``. Source: ewhandbook1997, sec. 4-7.
    """
    ratio = range_m / jammer_range_m
    seen = jamming.radar_gain_to_jammer / jamming.radar_gain
    return self_protection_jam_to_signal(jamming, range_m) * seen * ratio * ratio


@compiled
def stand_off_burn_through_range(jamming: Jamming, jammer_range_m: Metres, tolerable_jam_to_signal: float) -> Metres:
    """Return the range within which the echo overcomes a jammer that stands off; the inverse of the law above.

    R = (J/S / (J/S at 1 m))^(1/4)

    ``jammer_range_m`` R_j > 0. ``tolerable_jam_to_signal`` J/S > 0, linear. Source: ewhandbook1997, sec. 4-8.
    """
    return _fourth_root(tolerable_jam_to_signal / stand_off_jam_to_signal(jamming, 1.0, jammer_range_m))


@compiled
def lobe(azimuth_beams: float, elevation_beams: float, sidelobe: float) -> float:
    """Return an aerial's one-way power gain off its axis over that on it: a Gaussian beam above level side lobes.

    g = max(exp(-4 ln 2 (a^2 + e^2)), s), a and e the angles off the axis in half-power beam widths

    ``azimuth_beams`` a, ``elevation_beams`` e (1). ``sidelobe`` s in (0, 1].
    Domain: the mean side lobe stands for all. Source: skolnik2001, ch. 9; barton2013 (the Gaussian beam).
    """
    square = azimuth_beams * azimuth_beams + elevation_beams * elevation_beams
    return max(math.exp(-4.0 * math.log(2.0) * min(square, 200.0)), sidelobe)


@compiled
def beam_aperture(azimuth_rad: Radians, elevation_rad: Radians, wavelength_m: Metres) -> float:
    """Return the effective area (m^2) of an aerial with a Gaussian beam.

    A = lambda^2 / Omega, Omega = pi theta phi / (4 ln 2)

    ``azimuth_rad`` theta, ``elevation_rad`` phi between half-power points. ``wavelength_m`` lambda.
    Domain: narrow beams, no loss in the aerial; what its side lobes take is left out (-0.5 to -1.5 dB).
    Source: skolnik2001, ch. 9: gain as 4 pi over the beam's solid angle, and the aperture that belongs to it.
    """
    return wavelength_m * wavelength_m * 4.0 * math.log(2.0) / (math.pi * azimuth_rad * elevation_rad)


@compiled
def jamming_density(eirp_w: Watts, bandwidth_hz: Hertz, range_m: Metres, gain: float, wavelength_m: Metres) -> float:
    """Return the power density (W/Hz) of noise jamming after the receiving aerial.

    J_0 = P_j G_j G_r' lambda^2 / ((4 pi R_j)^2 B_j)

    ``eirp_w`` P_j G_j after losses, spread evenly over ``bandwidth_hz`` B_j. ``range_m`` R_j > 0. ``gain`` G_r' of the
    receiving aerial towards the jammer.
    Domain: free space; B_j covers the receiver's band, else multiply by its share. Source: friis1946; ewhandbook1997.
    """
    path = wavelength_m / (FOUR_PI * range_m)
    return eirp_w * gain * path * path / bandwidth_hz


@compiled
def signal_to_interference(signal_to_noise_ratio: float, jam_to_noise: float, clutter_to_noise: float) -> float:
    """Return the ratio of the echo to noise, jamming and what clutter is left, all three taken as noise-like.

    S / (N + J + C) = (S/N) / (1 + J/N + C/N)

    All arguments linear and >= 0. Domain: interference white over the receiver's band; Gaussian clutter is the kindest
    case. Source: barton2013.
    """
    return signal_to_noise_ratio / (1.0 + jam_to_noise + clutter_to_noise)
