"""Radio: who hears whom, where an emitter is, and when a link is jammed.

Powers are watts, gains and ratios linear; decibels belong to the human edge. The jamming of radars is in ``radar.py``.
"""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled

LIGHT_MPS = 299792458.0
BOLTZMANN = 1.380649e-23
STANDARD_KELVIN = 290.0  # the reference temperature of noise figures
GPS_L1_CA_W = 10.0**-15.85  # least received power of GPS L1 C/A on earth, -158.5 dBW (isgps200)


class Information(NamedTuple):
    """Fisher information about a position in the plane, in 1/m^2: xx, xy and yy of the symmetric matrix."""

    xx: float
    xy: float
    yy: float


class Fix(NamedTuple):
    """The best accuracy of a position fix, in metres; infinite where the bearings do not cross."""

    sigma_x_m: float
    sigma_y_m: float
    drms_m: float


@compiled
def free_space_gain(range_m: float, frequency_hz: float) -> float:
    """Return the power gain (lambda / (4 pi R))^2 between isotropic antennas in free space.

    Domain: ``range_m`` well beyond a wavelength. Source: friis1946, eq. 1, in the isotropic form.
    """
    ratio = LIGHT_MPS / (4.0 * math.pi * range_m * frequency_hz)
    return ratio * ratio


@compiled
def received_power_w(eirp_w: float, receiver_gain: float, range_m: float, frequency_hz: float) -> float:
    """Return the power P_t G_t G_r (lambda / 4 pi R)^2 at the receiver, in watts; ``eirp_w`` is P_t G_t.

    Domain: free space, matched polarisation. Source: friis1946, eq. 1.
    """
    return eirp_w * receiver_gain * free_space_gain(range_m, frequency_hz)


@compiled
def noise_power_w(bandwidth_hz: float, noise_figure: float) -> float:
    """Return the receiver's noise k T0 B F referred to its input, in watts; ``noise_figure`` is linear.

    Source: friis1944.
    """
    return BOLTZMANN * STANDARD_KELVIN * bandwidth_hz * noise_figure


@compiled
def free_space_range_m(eirp_w: float, receiver_gain: float, threshold_w: float, frequency_hz: float) -> float:
    """Return the range at which the received power falls to ``threshold_w``: lambda/(4 pi) sqrt(EIRP G_r / P), in m.

    Domain: free space; terrain and horizon shorten it. Source: friis1946, eq. 1, solved for the range.
    """
    return LIGHT_MPS / (4.0 * math.pi * frequency_hz) * math.sqrt(eirp_w * receiver_gain / threshold_w)


@compiled
def passive_detection_range_m(
    eirp_w: float,
    receiver_gain: float,
    frequency_hz: float,
    bandwidth_hz: float,
    noise_figure: float,
    needed_snr: float,
) -> float:
    """Return the range at which a listening receiver still has ``needed_snr`` (linear) on an emitter, in metres.

    Domain: free space, signal within the receiver's band. Source: friis1946, eq. 1; friis1944.
    """
    threshold = needed_snr * noise_power_w(bandwidth_hz, noise_figure)
    return free_space_range_m(eirp_w, receiver_gain, threshold, frequency_hz)


@compiled
def in_band_fraction(receiver_bandwidth_hz: float, jammer_bandwidth_hz: float) -> float:
    """Return the share min(1, B_r/B_j) of a jammer's power that enters the receiver.

    A narrow jammer within the band enters whole; it never gains. Domain: noise spread evenly over the jammer's band,
    centred on the receiver. Source: adamy2001.
    """
    return min(1.0, receiver_bandwidth_hz / jammer_bandwidth_hz)


@compiled
def link_jam_to_signal(
    jammer_eirp_w: float,
    jammer_range_m: float,
    controller_eirp_w: float,
    controller_range_m: float,
    path_exponent: float,
    in_band: float,
) -> float:
    """Return J/S (linear) at a drone's receiver: f (EIRP_j / EIRP_c) (R_c / R_j)^n.

    n is the ``path_exponent`` of both paths (2 in free space, 4 far along a flat ground), f the ``in_band`` fraction;
    the drone's antenna is alike towards both, and the frequency cancels.

    Domain: ranges > 0; both paths beyond the break point of a two-ray path when n is 4. Source: adamy2001.
    """
    return in_band * jammer_eirp_w / controller_eirp_w * math.pow(controller_range_m / jammer_range_m, path_exponent)


@compiled
def link_jam_range_m(
    jammer_eirp_w: float,
    controller_eirp_w: float,
    controller_range_m: float,
    path_exponent: float,
    in_band: float,
    needed_jam_to_signal: float,
) -> float:
    """Return the range within which a jammer holds ``needed_jam_to_signal`` (linear) at a drone, in metres.

    ``link_jam_to_signal`` solved for R_j; the drone stays at its distance from the controller.

    Domain: as there, ``path_exponent`` > 0. Source: adamy2001.
    """
    ratio = in_band * jammer_eirp_w / (controller_eirp_w * needed_jam_to_signal)
    return controller_range_m * math.pow(ratio, 1.0 / path_exponent)


@compiled
def navigation_jam_range_m(
    jammer_eirp_w: float, frequency_hz: float, satellite_w: float, tolerated_jam_to_signal: float
) -> float:
    """Return the free-space range within which satellite navigation fails, in metres.

    The jammer's received power exceeds the satellites' ``satellite_w`` (such as ``GPS_L1_CA_W``) by more than the
    receiver tolerates (linear), with the antenna alike towards both; an adaptive antenna enters as a larger tolerance.

    Source: friis1946, eq. 1; isgps200 for the signal.
    """
    return free_space_range_m(jammer_eirp_w, 1.0, satellite_w * tolerated_jam_to_signal, frequency_hz)


@compiled
def add_bearing(known: Information, east_m: float, north_m: float, sigma_rad: float) -> Information:
    """Return ``known`` with the information of one bearing: g g^T / sigma^2, g = (-dy, dx)/r^2.

    ``east_m`` and ``north_m`` lead from the station to the emitter, ``sigma_rad`` is the bearing's standard deviation.

    Domain: the emitter is not at the station, ``sigma_rad`` > 0. Source: torrieri1984.
    """
    square = east_m * east_m + north_m * north_m
    weight = 1.0 / (square * sigma_rad * square * sigma_rad)
    return Information(
        known.xx + north_m * north_m * weight, known.xy - east_m * north_m * weight, known.yy + east_m * east_m * weight
    )


@compiled
def fix_bound(known: Information) -> Fix:
    """Return the Cramer-Rao bound of a position fix: the square roots of the inverse information's diagonal.

    Infinite where the determinant vanishes (one station, or all in line with the emitter). Source: torrieri1984.
    """
    determinant = known.xx * known.yy - known.xy * known.xy
    if determinant <= 1e-12 * known.xx * known.yy:
        return Fix(math.inf, math.inf, math.inf)
    var_x, var_y = known.yy / determinant, known.xx / determinant
    return Fix(math.sqrt(var_x), math.sqrt(var_y), math.sqrt(var_x + var_y))


@compiled
def bearing_fix_bound(east_m: float, north_m: float, stations: Any, sigma_rad: float) -> Fix:
    """Return the Cramer-Rao bound of a fix by bearings of equal accuracy from ``stations``, an (n, 2) array of metres.

    Domain: as ``add_bearing``. Source: torrieri1984.
    """
    known = Information(0.0, 0.0, 0.0)
    for i in range(stations.shape[0]):
        known = add_bearing(known, east_m - stations[i, 0], north_m - stations[i, 1], sigma_rad)
    return fix_bound(known)
