"""Aircraft, drones and birds as moving points: turning, climbing, gliding, and the triangle of wind."""

import math

from ringfort.compiled import compiled
from ringfort.physics.atmosphere import STANDARD_GRAVITY_MPS2, density
from ringfort.physics.geometry import wrap_angle


@compiled
def turn_radius(speed_mps: float, bank_rad: float) -> float:
    """Return the radius (m) of a level turn.

    r = v^2 / (g tan phi)

    Parameters: speed_mps v, through the air (m/s); bank_rad phi (rad), between 0 and pi/2, neither included.
    Domain: level, coordinated, still air; wind carries the circle along.
    Source: anderson_1999, ch. 6.
    """
    return speed_mps * speed_mps / (STANDARD_GRAVITY_MPS2 * math.tan(bank_rad))


@compiled
def turn_rate(speed_mps: float, bank_rad: float) -> float:
    """Return the rate (rad/s) of a level turn.

    w = g tan phi / v

    Parameters: speed_mps v (m/s), above zero; bank_rad phi (rad), below pi/2.
    Source: anderson_1999, ch. 6.
    """
    return STANDARD_GRAVITY_MPS2 * math.tan(bank_rad) / speed_mps


@compiled
def load_factor(bank_rad: float) -> float:
    """Return lift over weight (1) in a level turn.

    n = 1 / cos phi

    Parameters: bank_rad phi (rad), below pi/2.
    Source: anderson_1999, ch. 6.
    """
    return 1.0 / math.cos(bank_rad)


@compiled
def bank_for_load(load: float) -> float:
    """Return the bank (rad) at which a level turn loads the wing so many times; 0 for a load of 1 or less.

    phi = acos(1 / n)

    Parameters: load n (1).
    Source: anderson_1999, ch. 6.
    """
    return math.acos(1.0 / max(load, 1.0))


@compiled
def stall_speed(wing_loading_npm2: float, lift_coefficient: float, height_m: float, load: float) -> float:
    """Return the lowest speed (m/s) at which a wing carries its load.

    v = sqrt(2 n (W/S) / (rho C_Lmax))

    Parameters: wing_loading_npm2 W/S (N/m2); lift_coefficient C_Lmax (1); height_m above sea level (m); load n (1).
    Domain: fixed wings, standard air, subsonic.
    Source: anderson_1999, ch. 5.
    """
    return math.sqrt(2.0 * load * wing_loading_npm2 / (density(height_m) * lift_coefficient))


@compiled
def glide_angle(lift_to_drag: float) -> float:
    """Return the angle (rad) below the horizontal at which an aircraft glides without power.

    tan gamma = 1 / (L/D)

    Parameters: lift_to_drag L/D (1), above zero.
    Source: anderson_1999, ch. 5.
    """
    return math.atan(1.0 / lift_to_drag)


@compiled
def climb_angle(thrust_to_weight: float, lift_to_drag: float) -> float:
    """Return the angle (rad) of a steady climb, negative for a descent.

    sin gamma = T/W - D/W, D/W = 1 / (L/D) for small angles

    Parameters: thrust_to_weight T/W (1); lift_to_drag L/D (1).
    Domain: climbs below some 20 degrees, where lift is nearly weight; held at the vertical beyond a sine of 1.
    Source: anderson_1999, ch. 5.
    """
    return math.asin(max(-1.0, min(1.0, thrust_to_weight - 1.0 / lift_to_drag)))


@compiled
def ground_velocity(
    airspeed_mps: float, heading_rad: float, wind_east_mps: float, wind_north_mps: float
) -> tuple[float, float]:
    """Return the velocity over the ground, east and north (m/s), of an aircraft that keeps a heading in wind.

    Parameters: airspeed_mps (m/s); heading_rad, from north, clockwise (rad); wind_east_mps, wind_north_mps, the air's
    motion toward east and north (m/s), not where the wind is from.
    Source: elementary, the wind triangle.
    """
    return (
        airspeed_mps * math.sin(heading_rad) + wind_east_mps,
        airspeed_mps * math.cos(heading_rad) + wind_north_mps,
    )


@compiled
def wind_toward(speed_mps: float, from_rad: float) -> tuple[float, float]:
    """Return the air's motion toward east and north (m/s) for a wind as meteorologists name it, by where it is from.

    Parameters: speed_mps (m/s); from_rad, from north, clockwise (rad).
    Source: elementary.
    """
    return -speed_mps * math.sin(from_rad), -speed_mps * math.cos(from_rad)


@compiled
def heading_for_track(
    airspeed_mps: float, track_rad: float, wind_east_mps: float, wind_north_mps: float
) -> tuple[float, float]:
    """Return the heading (rad) that holds a track over the ground in wind, and the ground speed (m/s) along it.

    v_g = w_along + sqrt(v_a^2 - w_across^2), heading = track - asin(w_across / v_a)

    Parameters: airspeed_mps v_a (m/s), above zero; track_rad, from north, clockwise (rad); wind_east_mps,
    wind_north_mps (m/s), as ``ground_velocity``.
    Domain: a cross wind below v_a; else NaN, since no heading holds the track. The ground speed is negative where the
    head wind exceeds the airspeed.
    Source: elementary, the wind triangle.
    """
    sine, cosine = math.sin(track_rad), math.cos(track_rad)
    along = wind_east_mps * sine + wind_north_mps * cosine
    across = wind_east_mps * cosine - wind_north_mps * sine  # to the right of the track
    if abs(across) > airspeed_mps:
        return math.nan, math.nan
    heading_rad = track_rad - math.asin(across / airspeed_mps)
    return heading_rad, along + math.sqrt(airspeed_mps * airspeed_mps - across * across)


@compiled
def turned(heading_rad: float, wanted_rad: float, rate_radps: float, by_s: float) -> float:
    """Return the heading (rad) after turning the shorter way toward another at a limited rate.

    Parameters: heading_rad, wanted_rad (rad); rate_radps, the greatest rate of turn (rad/s); by_s (s).
    Source: elementary; it stops at the wanted heading.
    """
    away = wrap_angle(wanted_rad - heading_rad)
    most = rate_radps * by_s
    return heading_rad + max(-most, min(most, away))
