"""The noise of jammers in flight, as a sensor about to look hears it."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine.arrive import read
from ringfort.engine.echo import loss
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance
from ringfort.engine.state import FLYING
from ringfort.world.terrain import height_above_ground

_SPHERE = 4.0 * math.pi
_TENTH = 0.1 * math.log(10.0)


@compiled
def listen(model: Model, state: Any, s: int) -> None:
    """Note the direction and the strength of every jammer that sensor ``s`` has in sight."""
    sensor = model.given.sensors[s]
    state.n_noises = 0
    if model.given.jams <= 0.0 or sensor.aerial.aperture_m2 <= 0.0:
        return
    for o in range(model.given.n_arrivals):
        density = state.bodies[model.given.arrivals[o].system].jamming_w_hz
        if density <= 0.0 or state.objects[o].status != FLYING:
            continue
        read(state, o, state.total.now)
        _hear(model, state, s, state.objects[o].now, density)


@compiled
def _hear(model: Model, state: Any, s: int, now: Any, w_hz: float) -> None:
    """Note one jammer: W/Hz that the aerial would take in if it pointed there, A J / (4 pi R^2 L) (friis1946)."""
    sensor = model.given.sensors[s]
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    square = dx * dx + dy * dy + dz * dz + 1e-9
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    if clearance(model, s, now[0], now[1], height) <= 0.0:
        return
    away = math.sqrt(square)
    noise = state.noises[state.n_noises]
    noise.azimuth_rad, noise.elevation_rad = math.atan2(dx, dy), math.asin(dz / away)
    lost = math.exp(-_TENTH * loss(sensor.air, away, sensor.height_m, height))
    noise.w_hz = sensor.aerial.aperture_m2 * w_hz / (_SPHERE * square) * lost
    state.n_noises += 1
