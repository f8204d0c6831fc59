"""With what odds the tracker reckons to see a track with a sensor.

The base knows its sensors and its ground, and of a track what the picture tells: where it is, how it moves and how
strong its echoes were. It does not know which way the thing's echo is strongest, nor how it fluctuates.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine.echo import jamming
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance, loss, off_axis
from ringfort.sensors.contract import Glimpse, Look
from ringfort.tracking.contract import ON_LINES
from ringfort.world.terrain import height_above_ground

_SEEN = 0.9  # odds of what lies in sight and has told no cross section yet
_MOST = 0.95  # no echo is so strong that it is never missed: notches, blind speeds and turns away are not reckoned with
_DECIBEL = 0.1 * math.log(10.0)
_SWERLING = 1.0  # what is not known to be steady fluctuates from look to look
_SIZE_M, _CONTRAST = 1.0, 1.0  # a thing as optics would see it; radars do not ask
_AS_SEARCHING = 1.0  # energy of a look over that of a look of the search
_SILENT_W, _SILENT_HZ, _SILENT_DB = 0.0, 2.4e9, 0.0


@compiled
def odds_to_see(model: Model, glimpses: Any, state: Any, s: int, i: int) -> float:
    """Return the odds with which the tracker reckons to see track ``i`` with sensor ``s``: 0 where it cannot.

    They are those of the sensor's own model for a fluctuating thing of the track's mean echo, at the place and speed
    where the track says it is. A beam that is laid on tracks sees those and no others.
    """
    track = state.tracks[i]
    if state.n_aims > 0:
        return _SEEN if state.aimed[i] == 1 else 0.0
    off, height, clear = lay_out(model, state, s, i)
    if off > 9.0 or clear <= 0.0:
        return 0.0
    if math.isnan(track.cross_section_dbsm):
        return 0.0 if track.born == ON_LINES else _SEEN  # whether a radar can see what was only heard, nobody knows
    return min(glimpse_of(model, glimpses, state, (s, i), (off, height, clear)).odds, _MOST)


@compiled
def in_sight(model: Model, state: Any, s: int, i: int) -> bool:
    """Whether track ``i`` lies within reach and angles of sensor ``s``, and clear of the terrain."""
    off, _, clear = lay_out(model, state, s, i)
    return bool(off <= 9.0 and clear > 0.0)


@compiled
def lay_out(model: Model, state: Any, s: int, i: int) -> tuple[float, float, float]:
    """Write where track ``i`` is now into ``state.ghost``; return its bearing off the sensor's axis, height, clearance.

    The bearing is 99 where it lies outside of ranges and angles; the rest is 0 then.
    """
    track, now = state.tracks[i], state.ghost.now
    ahead = state.total.now - track.t
    for k in range(3):
        now[k] = track.x[k] + ahead * track.x[k + 3]
        now[k + 3] = track.x[k + 3]
    off = off_axis(model, state, s, now)
    if off > 9.0:
        return 99.0, 0.0, 0.0
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    return off, height, clearance(model, s, now[0], now[1], height)


@compiled
def glimpse_of(
    model: Model, glimpses: Any, state: Any, who: tuple[int, int], seen: tuple[float, float, float]
) -> Glimpse:
    """Return what sensor ``who[0]`` would get of track ``who[1]``, laid out in ``state.ghost``.

    ``seen``: bearing off the axis (rad), height (m) and clearance (rad).
    """
    (s, i), (off, height, clear) = who, seen
    sensor, now = model.given.sensors[s], state.ghost.now
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    distance = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
    elevation, noise = math.asin(dz / distance), 0.0
    if state.n_noises > 0:
        noise = jamming(state, sensor.aerial, math.atan2(dx, dy), elevation)
    answer: Glimpse = glimpses[sensor.glimpse](
        state.own_sensors[sensor.system],
        Look(
            distance,
            off,
            elevation,
            (dx * now[3] + dy * now[4] + dz * now[5]) / distance,
            math.sqrt(now[3] * now[3] + now[4] * now[4]),
            math.exp(_DECIBEL * state.tracks[i].cross_section_dbsm),
            _SWERLING,
            _SIZE_M,
            _CONTRAST,
            height,
            sensor.height_m,
            clear,
            loss(sensor.air, distance, sensor.height_m, height),
            model.given.air.rain_mmh if height < sensor.air[3] else 0.0,
            model.given.air.sun_elevation_rad,
            model.given.air.wind_mps,
            model.given.air.visibility_m,
            _SILENT_W,
            _SILENT_HZ,
            _SILENT_DB,
            noise,
            model.given.air.turbulence,
            _AS_SEARCHING,
            state.mountings[sensor.system].period_s,
            0.0,
        ),
    )
    return answer
