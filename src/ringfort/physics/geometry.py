"""Geometry on a round earth whose radius is stretched to make refracted rays straight; angles and local axes.

Local axes are east (x), north (y) and up (z). Azimuths and bearings turn clockwise from north. Every ``earth_radius_m``
here is the *effective* radius, ``FOUR_THIRDS * EARTH_RADIUS`` for radio waves in the standard atmosphere.
"""

import math

from ringfort.compiled import compiled
from ringfort.units import Metres, Radians

EARTH_RADIUS: Metres = 6_371_000.0
FOUR_THIRDS = 4.0 / 3.0
EFFECTIVE_EARTH_RADIUS: Metres = FOUR_THIRDS * EARTH_RADIUS
TURN: Radians = 2.0 * math.pi


@compiled
def tangent_range(height_m: Metres, earth_radius_m: Metres) -> Metres:
    """Return the straight-line distance from a height to where its ray touches the sphere.

    d = sqrt(2 R h + h²), by Pythagoras on the tangent.

    ``height_m`` h above the sphere (m); below it the answer is 0. ``earth_radius_m`` R (m), effective.
    Source: skolnik2001, ch. 8 (propagation over the effective earth).
    """
    if height_m <= 0.0:
        return 0.0
    return math.sqrt(height_m * (2.0 * earth_radius_m + height_m))


@compiled
def horizon_range(h_radar_m: Metres, h_target_m: Metres, earth_radius_m: Metres) -> Metres:
    """Return the greatest straight-line range at which two heights see each other over a smooth earth.

    d = sqrt(2 R h₁ + h₁²) + sqrt(2 R h₂ + h₂²)

    ``h_radar_m`` h₁, ``h_target_m`` h₂ above the sphere (m), below it as 0. ``earth_radius_m`` R, effective (m).
    Domain: heights small against R, where one stretched radius stands for the whole ray (below about 10 km).
    Source: skolnik2001, ch. 8 (propagation over the effective earth).
    """
    return tangent_range(h_radar_m, earth_radius_m) + tangent_range(h_target_m, earth_radius_m)


@compiled
def horizon_range_rule(h_radar_m: Metres, h_target_m: Metres) -> Metres:
    """Return the horizon range by the rule of thumb for 4/3 of the earth's radius.

    d = 4120 (sqrt(h₁) + sqrt(h₂)), d and h in metres

    ``h_radar_m`` h₁, ``h_target_m`` h₂ (m), negative counted as 0.
    Domain: as ``horizon_range``; within 0.1 % of it below 10 km.
    Source: skolnik2001, ch. 8 (propagation over the effective earth).
    """
    return 4120.0 * (math.sqrt(max(h_radar_m, 0.0)) + math.sqrt(max(h_target_m, 0.0)))


@compiled
def beam_height(slant_range_m: Metres, elevation_rad: Radians, height_m: Metres, earth_radius_m: Metres) -> Metres:
    """Return the height of a ray above the sphere.

    h = sqrt(r² + (R + h₀)² + 2 r (R + h₀) sin θ) - R, written without the difference of two large numbers

    ``slant_range_m`` r (m). ``elevation_rad`` θ at the antenna (rad). ``height_m`` h₀ of the antenna (m).
    ``earth_radius_m`` R (m), effective.
    Domain: 0 <= r; a constant refractivity gradient, so rays below about 10 km.
    Source: doviak1993, eq. 2.28b.
    """
    start = earth_radius_m + height_m
    gain = slant_range_m * (slant_range_m + 2.0 * start * math.sin(elevation_rad))
    return height_m + gain / (math.sqrt(start * start + gain) + start)


@compiled
def ground_range(slant_range_m: Metres, elevation_rad: Radians, height_m: Metres, earth_radius_m: Metres) -> Metres:
    """Return the distance along the sphere below a ray.

    s = R atan2(r cos θ, R + h₀ + r sin θ)

    ``slant_range_m`` r (m). ``elevation_rad`` θ at the antenna (rad). ``height_m`` h₀ of the antenna (m).
    ``earth_radius_m`` R (m), effective.
    Domain: 0 <= r.
    Source: doviak1993, eq. 2.28c, in the equivalent form with the arc tangent.
    """
    up = earth_radius_m + height_m + slant_range_m * math.sin(elevation_rad)
    return earth_radius_m * math.atan2(slant_range_m * math.cos(elevation_rad), up)


@compiled
def drop_of_earth(ground_range_m: Metres, earth_radius_m: Metres) -> Metres:
    """Return how far the sphere falls below the tangent plane.

    d = s² / (2 R)

    ``ground_range_m`` s (m). ``earth_radius_m`` R (m), effective for radio rays.
    Domain: s well below R; the next term is s⁴/(24 R³), 0.01 % of d at 300 km on the 4/3 earth.
    Source: skolnik2001, ch. 8 (propagation over the effective earth).
    """
    return ground_range_m * ground_range_m / (2.0 * earth_radius_m)


@compiled
def distance(x_m: Metres, y_m: Metres, z_m: Metres) -> Metres:
    """Return the length (m) of a vector of metres, by Pythagoras; any finite vector.

    Source: elementary geometry.
    """
    return math.sqrt(x_m * x_m + y_m * y_m + z_m * z_m)


@compiled
def to_spherical(x_m: Metres, y_m: Metres, z_m: Metres) -> tuple[Metres, Radians, Radians]:
    """Return (range in m, azimuth clockwise from north in [0, 2π), elevation in rad) of a point in local axes.

    ``x_m`` east, ``y_m`` north, ``z_m`` up (m). At the origin all three are 0.

    Source: elementary geometry.
    """
    level = math.sqrt(x_m * x_m + y_m * y_m)
    return distance(x_m, y_m, z_m), wrap_bearing(math.atan2(x_m, y_m)), math.atan2(z_m, level)


@compiled
def to_cartesian(range_m: Metres, azimuth_rad: Radians, elevation_rad: Radians) -> tuple[Metres, Metres, Metres]:
    """Return the point (x east, y north, z up, in m) at a range, an azimuth clockwise from north and an elevation.

    Source: elementary geometry.
    """
    level = range_m * math.cos(elevation_rad)
    return level * math.sin(azimuth_rad), level * math.cos(azimuth_rad), range_m * math.sin(elevation_rad)


@compiled
def wrap_bearing(angle_rad: Radians) -> Radians:
    """Return the same direction in [0, 2π).

    Source: elementary geometry.
    """
    wrapped = angle_rad - TURN * math.floor(angle_rad / TURN)
    return wrapped if 0.0 <= wrapped < TURN else 0.0


@compiled
def wrap_angle(angle_rad: Radians) -> Radians:
    """Return the same direction in [-π, π): the form that differences of angles take.

    Source: elementary geometry.
    """
    return wrap_bearing(angle_rad + math.pi) - math.pi


@compiled
def aspect_angle(vx: float, vy: float, vz: float, x_m: Metres, y_m: Metres, z_m: Metres) -> Radians:
    """Return the angle in [0, π] between a target's velocity and its line to the sensor: 0 nose on, π tail on.

    ``vx, vy, vz``: the target's velocity (m/s). ``x_m, y_m, z_m``: the target as seen from the sensor (m). A target at
    rest, or at the sensor, gives 0.

    Source: elementary geometry.
    """
    cx, cy, cz = vy * z_m - vz * y_m, vz * x_m - vx * z_m, vx * y_m - vy * x_m
    return math.atan2(distance(cx, cy, cz), 0.0 - (vx * x_m + vy * y_m + vz * z_m))
