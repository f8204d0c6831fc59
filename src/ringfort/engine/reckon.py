"""With what odds the tracker reckons to see a track with a sensor.

The base knows its sensors and its ground, and of a track what the picture tells: where it is, how it moves and how
strong its echoes were. It does not know which way the thing's echo is strongest, nor how it fluctuates.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine.alarms import ALARM_DBSM, alarm_glimpse
from ringfort.engine.model import Model
from ringfort.engine.sense import Seen, clearance, off_axis, regard
from ringfort.engine.state import CHART
from ringfort.sensors.contract import RADAR, Glimpse
from ringfort.tracking.contract import ON_LINES
from ringfort.world.terrain import height_above_ground

_SEEN = 0.9  # odds of what lies in sight and has told no cross section yet
_MOST = 0.95  # no echo is so strong that it is never missed: notches, blind speeds and turns away are not reckoned with
_DECIBEL = 0.1 * math.log(10.0)
_SWERLING = 1.0  # what is not known to be steady fluctuates from look to look
_SIZE_M, _CONTRAST = 1.0, 1.0  # a thing as optics would see it; radars do not ask
_AS_SEARCHING = 1.0  # energy of a look over that of a look of the search
_SILENT_W, _SILENT_HZ, _SILENT_DB = 0.0, 2.4e9, 0.0
_CHART_REACH = 2.0  # of a chart, over the greatest range: as far as echoes a sixteenth as strong are looked up
_LOW_RAD, _MIDDLE, _ALL_ROUND = 0.1, 0.25, 6.283  # where a chart's things are: above the horizon, within the sector
_NEAR, _RATE_MPS, _ECHO_DB = 0.02, 1.0, 0.5  # changes of place over range, of radial speed and echo that are little
_FOURTH_ROOT = 0.25 * _DECIBEL


@compiled
def odds_to_see(model: Model, glimpses: Any, state: Any, s: int, i: int) -> float:
    """Return the odds with which the tracker reckons to see track ``i`` with sensor ``s``: 0 where it cannot.

    They are those of the sensor's own model for a fluctuating thing of the track's mean echo, at the place and speed
    where the track says it is, for a track of one detection by a chart. A beam that is laid on tracks sees those and no
    others.
    """
    track = state.tracks[i]
    if state.n_aims > 0:
        return _SEEN if state.aimed[i] == 1 else 0.0
    off, height, clear = lay_out(model, state, s, i)
    if off > 9.0 or clear <= 0.0:
        return 0.0
    if math.isnan(track.cross_section_dbsm):
        return 0.0 if track.born == ON_LINES else _SEEN  # whether a radar can see what was only heard, nobody knows
    if track.hits == 1 and model.given.sensors[s].kind == RADAR and state.n_noises == 0:
        return min(charted(model, state, s, i), _MOST)
    return min(kept_odds(model, glimpses, state, (s, i), (off, height, clear)), _MOST)


@compiled
def kept_odds(model: Model, glimpses: Any, state: Any, who: tuple[int, int], seen: tuple[float, float, float]) -> float:
    """Return the odds of ``glimpse_of``, those of an earlier scan where little has changed since.

    A fiftieth of the range is a third of a decibel of echo, and half a decibel another: less than the mean of a few
    echoes is known to. The radial speed decides about notches, so it may change by less than any is wide.
    """
    (s, i), now = who, state.ghost.now
    if state.n_noises > 0:
        return float(glimpse_of(model, glimpses, state, who, seen).odds)
    sensor, track, kept = model.given.sensors[s], state.tracks[i], state.kept[s, i]
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    square, moved = dx * dx + dy * dy + dz * dz + 1e-9, 0.0
    rate = (dx * now[3] + dy * now[4] + dz * now[5]) / math.sqrt(square)
    for k in range(3):
        moved += (now[k] - kept.place[k]) * (now[k] - kept.place[k])
    near = moved < _NEAR * _NEAR * square and abs(rate - kept.rate_mps) < _RATE_MPS
    if kept.track == track.id and near and abs(track.cross_section_dbsm - kept.echo_dbsm) < _ECHO_DB:
        return float(kept.odds)
    kept.track, kept.rate_mps, kept.echo_dbsm = track.id, rate, track.cross_section_dbsm
    for k in range(3):
        kept.place[k] = now[k]
    kept.odds = glimpse_of(model, glimpses, state, who, seen).odds
    return float(kept.odds)


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
    echo = math.exp(_DECIBEL * state.tracks[who[1]].cross_section_dbsm)
    off, height, clear = seen
    whole = Seen(
        off, height, clear, echo, _SWERLING, _SIZE_M, _CONTRAST, _SILENT_W, _SILENT_HZ, _SILENT_DB, _AS_SEARCHING
    )
    return regard(model, glimpses, state, who[0], state.ghost.now, whole)


@compiled
def lay_chart(model: Model, glimpses: Any, state: Any, s: int) -> None:
    """Lay out the odds by range with which radar ``s`` sees in this raid what looks like a false alarm."""
    sensor = model.given.sensors[s]
    mounting, chart = state.mountings[sensor.system], state.charts[s]
    if sensor.kind != RADAR or mounting.cued > 0.5:
        return
    off = _MIDDLE * mounting.sector_rad if mounting.sector_rad < _ALL_ROUND else 0.0
    for k in range(CHART):
        distance = _CHART_REACH * mounting.range_max_m * (k + 1) / CHART
        chart[k] = alarm_glimpse(model, glimpses, state, s, (distance, _LOW_RAD, off)).odds


@compiled
def charted(model: Model, state: Any, s: int, i: int) -> float:
    """Return the odds of radar ``s`` to see track ``i``, laid out in ``state.ghost``, by its chart.

    An echo weaker by a factor is seen as that of a false alarm is at the fourth root of it farther off. A single
    detection tells an echo to five decibels or so and of the thing's course next to nothing, which is more than the
    chart leaves out: how the ground mirrors and echoes at this elevation, the gain at this bearing, the notch.
    """
    sensor, now, chart = model.given.sensors[s], state.ghost.now, state.charts[s]
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    away = math.sqrt(dx * dx + dy * dy + dz * dz)
    away *= math.exp(_FOURTH_ROOT * (ALARM_DBSM - state.tracks[i].cross_section_dbsm))
    place = away * CHART / (_CHART_REACH * state.mountings[sensor.system].range_max_m) - 1.0
    if place <= 0.0:
        return float(chart[0])
    k = int(min(place, CHART - 1.001))
    share = min(place - k, 1.0)
    return float(chart[k] + share * (chart[k + 1] - chart[k]))
