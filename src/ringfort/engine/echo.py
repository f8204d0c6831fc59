"""What sensors get of what flies: cross sections by band, the beams that fall on it, the air and jammers between."""

import math
from typing import Any

from ringfort.compiled import compiled, entry
from ringfort.engine.model import Model
from ringfort.physics.cross_section import target_cross_section
from ringfort.physics.radar import lobe
from ringfort.world.weather import RadioLoss, radio_loss_db


@entry
def lay_echoes(model: Model, state: Any) -> None:
    """Work out the cross section of every system that flies, for this run's figures, at each sensor's frequency."""
    given, known = model.given, -1
    for o in range(given.n_arrivals):
        system = given.arrivals[o].system
        if system <= known:
            continue  # systems are numbered in the order in which arrivals first ask for them
        known = system
        body = state.bodies[system]
        for s in range(given.n_sensors):
            f, echo = given.sensors[s].aerial.frequency_hz, state.echoes[system, s]
            echo[0] = target_cross_section(f, body.size_m, body.cross_section_front_m2, body.l_band_front)
            echo[1] = target_cross_section(f, body.size_m, body.cross_section_side_m2, body.l_band_side)
            echo[2] = echo[0] * body.tail_over_front


@compiled
def cross_section(echo: Any, along: float, square: float) -> float:
    """Return the cross section (m^2) at an aspect, linear in its squared cosine; from ahead of what comes nearer.

    ``echo``: of ``lay_echoes``. ``along``: the line of sight times the velocity; ``square``: the squares of both.
    """
    end = echo[0] if along < 0.0 else echo[2]
    return float(echo[1] + (end - echo[1]) * min(along * along / (square + 1e-12), 1.0))


@compiled
def loss(air: Any, distance_m: float, from_m: float, to_m: float) -> float:
    """Return what the air takes on a way between two heights above ground, in the units of ``air`` (RadioLoss)."""
    if air[0] + air[2] + air[4] <= 0.0:
        return 0.0
    return radio_loss_db(RadioLoss(air[0], air[1], air[2], air[3], air[4], air[5]), distance_m, from_m, to_m)


@compiled
def jamming(state: Any, aerial: Any, azimuth_rad: float, elevation_rad: float) -> float:
    """Return the density (W/Hz) of all jamming that was heard, through a beam that points in a direction."""
    total = 0.0
    for k in range(state.n_noises):
        noise = state.noises[k]
        off = azimuth_rad - noise.azimuth_rad
        off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
        up = (elevation_rad - noise.elevation_rad) / aerial.beamwidth_elevation_rad
        total += noise.w_hz * lobe(off / aerial.beamwidth_azimuth_rad, up, aerial.sidelobe)
    return total


@compiled
def lit(model: Model, state: Any, s: int, now: Any) -> float:
    """Return the gain, there and back, with which the nearest of the aimed beams of sensor ``s`` falls on a thing."""
    sensor, best = model.given.sensors[s], 0.0
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    azimuth, elevation = math.atan2(dx, dy), math.atan2(dz, math.sqrt(dx * dx + dy * dy))
    for k in range(state.n_aims):
        off = azimuth - state.aims[k, 0]
        off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
        across, up = off / sensor.aerial.beamwidth_azimuth_rad, elevation - state.aims[k, 1]
        up /= sensor.aerial.beamwidth_elevation_rad
        if abs(across) < 1.0 and abs(up) < 1.0:
            best = max(best, lobe(across, up, 0.0))
    return best * best
