"""Flight in closed form: without air, with drag in proportion to speed, and the boost of a rocket.

They aim and check; ``physics.point_mass`` flies through real air.
"""

import math
from typing import NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.atmosphere import STANDARD_GRAVITY_MPS2


class Arc(NamedTuple):
    """A flight over flat ground from its launch to the ground."""

    range_m: float
    time_s: float
    apogee_m: float
    impact_speed_mps: float
    impact_angle_rad: float  # below the horizontal, positive


@compiled
def vacuum_flight(speed_mps: float, elevation_rad: float, height_m: float, gravity_mps2: float) -> Arc:
    """Return the flight of a body without air over flat ground.

    t = (v_z + sqrt(v_z^2 + 2 g h)) / g, range = v_x t, apogee = h + v_z^2 / 2g

    Parameters: speed_mps v (m/s), elevation_rad above the horizontal (rad), height_m h of launch above the ground (m),
    gravity_mps2 g (m/s2), above zero.
    Domain: h >= 0. Launched downward, the apogee is the launch.
    Source: mccoy_1999, ch. 3.
    """
    across, upward = speed_mps * math.cos(elevation_rad), speed_mps * math.sin(elevation_rad)
    down = math.sqrt(upward * upward + 2.0 * gravity_mps2 * height_m)
    time_s = (upward + down) / gravity_mps2
    rise = max(upward, 0.0)
    apogee_m = height_m + rise * rise / (2.0 * gravity_mps2)
    return Arc(across * time_s, time_s, apogee_m, math.sqrt(across * across + down * down), math.atan2(down, across))


@compiled
def vacuum_elevation(range_m: float, speed_mps: float, high: bool, gravity_mps2: float) -> float:
    """Return the elevation (rad) that reaches a range over flat ground without air.

    sin 2e = g X / v^2, the low or the high root

    Parameters: range_m X (m), speed_mps v (m/s), high for the steep root, gravity_mps2 g (m/s2).
    Domain: X <= v^2 / g; NaN beyond.
    Source: mccoy_1999, ch. 3.
    """
    sine = gravity_mps2 * range_m / (speed_mps * speed_mps)
    if sine > 1.0:
        return math.nan
    low = 0.5 * math.asin(sine)
    return 0.5 * math.pi - low if high else low


@compiled
def _fall(time_s: float, upward_mps: float, relaxation_s: float, gravity_mps2: float) -> float:
    gone = -math.expm1(-time_s / relaxation_s)
    return (upward_mps + gravity_mps2 * relaxation_s) * relaxation_s * gone - gravity_mps2 * relaxation_s * time_s


@compiled
def linear_drag_flight(speed_mps: float, elevation_rad: float, relaxation_s: float, gravity_mps2: float) -> Arc:
    """Return the flight over flat ground of a body slowed in proportion to its speed, a = -v / tau.

    z(t) = (v_z + g tau) tau (1 - exp(-t/tau)) - g tau t, x(t) = v_x tau (1 - exp(-t/tau)); the flight ends at z(t) = 0,
    t = tau (c + W0(-c exp(-c))), c = 1 + v_z / (g tau), found here by Newton's method from the time without air.

    Parameters: speed_mps (m/s), elevation_rad (rad), relaxation_s tau (s), gravity_mps2 g (m/s2).
    Domain: elevation above zero, tau above zero.
    Source: packel_yuen_2004.
    """
    across, upward = speed_mps * math.cos(elevation_rad), speed_mps * math.sin(elevation_rad)
    terminal = gravity_mps2 * relaxation_s
    time_s = 2.0 * upward / gravity_mps2
    for _ in range(60):  # z is concave, so the steps fall from the right and never pass the root
        sinking = (upward + terminal) * math.exp(-time_s / relaxation_s) - terminal
        time_s -= _fall(time_s, upward, relaxation_s, gravity_mps2) / sinking
    decay = math.exp(-time_s / relaxation_s)
    range_m = across * relaxation_s * (1.0 - decay)
    top_s = relaxation_s * math.log1p(upward / terminal)
    apogee_m = _fall(top_s, upward, relaxation_s, gravity_mps2)
    forward, down = across * decay, terminal - (upward + terminal) * decay
    impact_mps = math.sqrt(forward * forward + down * down)
    return Arc(range_m, time_s, apogee_m, impact_mps, math.atan2(down, forward))


class Burnout(NamedTuple):
    """The end of a rocket's vertical boost."""

    speed_mps: float
    height_m: float


@compiled
def exhaust_speed(specific_impulse_s: float) -> float:
    """Return the effective exhaust speed (m/s).

    v_e = g0 I_sp, g0 = 9.80665 m/s2

    Parameters: specific_impulse_s, I_sp (s).
    Source: sutton_biblarz_2016, ch. 2.
    """
    return STANDARD_GRAVITY_MPS2 * specific_impulse_s


@compiled
def speed_gained(specific_impulse_s: float, start_mass_kg: float, end_mass_kg: float) -> float:
    """Return the speed (m/s) that burning propellant adds without gravity or air.

    dv = v_e ln(m0 / mf)                                                                     (Tsiolkovsky)

    Parameters: specific_impulse_s (s), start_mass_kg m0, end_mass_kg mf (kg), 0 < mf <= m0.
    Source: sutton_biblarz_2016, ch. 4.
    """
    return exhaust_speed(specific_impulse_s) * math.log(start_mass_kg / end_mass_kg)


@compiled
def vertical_boost(
    specific_impulse_s: float, start_mass_kg: float, end_mass_kg: float, burn_s: float, gravity_mps2: float
) -> Burnout:
    """Return speed and height at the burnout of a rocket rising vertically at constant thrust without air.

    v = v_e ln r - g t_b, h = v_e t_b (1 - ln r / (r - 1)) - g t_b^2 / 2, r = m0 / mf

    Parameters: specific_impulse_s (s), start_mass_kg m0, end_mass_kg mf (kg), burn_s t_b (s), gravity_mps2 g (m/s2).
    Domain: 0 < mf < m0, thrust above weight from the start (else the equation lets it sink through the ground).
    Source: sutton_biblarz_2016, ch. 4.
    """
    ratio = start_mass_kg / end_mass_kg
    exhaust = exhaust_speed(specific_impulse_s)
    fall = gravity_mps2 * burn_s
    height_m = exhaust * burn_s * (1.0 - math.log(ratio) / (ratio - 1.0)) - 0.5 * fall * burn_s
    return Burnout(speed_gained(specific_impulse_s, start_mass_kg, end_mass_kg) - fall, height_m)
