"""Looks that a phased array gives to single tracks: to follow them, and to confirm what a search frame has found."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine import queue
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance, off_axis
from ringfort.sensors.beam import looks_take, search_lacks
from ringfort.tracking.contract import CONFIRMED, FREE, TENTATIVE
from ringfort.world.terrain import height_above_ground

_ROUNDING_S = 1e-9
_CONFIRM_S = 0.3  # from a plot to the look that confirms it
_DOUBTFUL = 6  # looks after which a tentative track is left to the search


@compiled
def due(state: Any, mounting: Any, event: int, s: int) -> bool:
    """Return whether the beam of sensor ``s`` is free for what is on the clock; else put that off."""
    watch, t = state.watches[s], state.total.now
    if mounting.search_s <= 0.0:
        return True
    wait = watch.free_t - t
    if event == queue.SCAN:
        wait = search_lacks(t - watch.searched_t, watch.spent_s, mounting.search_s)
    if wait <= _ROUNDING_S:
        return True
    queue.push(state.queue, state.total, t + wait, event, s)
    return False


@compiled
def aim(model: Model, state: Any, s: int, event: int) -> int:
    """Choose the tracks that sensor ``s`` looks at now and where; mark them in ``state.aimed``; return their number.

    Confirmed ones, those that threaten first, or tentative ones that are still in doubt. None in a search frame.
    """
    mounting, watch = state.mountings[model.given.sensors[s].system], state.watches[s]
    watch.sector_rad, state.n_aims, count, most = 0.0, 0, 0, int(mounting.track_channels)
    if event == queue.SCAN:
        return 0
    watch.sector_rad = mounting.track_sector_rad
    net = model.given.sensors[s].net
    first, top = net * state.span, state.tops[net]
    for i in range(first, top):
        state.aimed[i] = 0
    for threatening in (True, False):
        for i in range(first, top):
            track = state.tracks[i]
            wanted = track.status == (TENTATIVE if event == queue.CONFIRM else CONFIRMED) and state.aimed[i] == 0
            if event == queue.CONFIRM:
                wanted = wanted and threatening and track.scans < _DOUBTFUL
            else:
                wanted = wanted and (state.assessments[i].urgency > 0.0) == threatening
            if wanted and count < most and point_at(model, state, s, i, count):
                state.aimed[i] = 1
                count += 1
    state.n_aims = count
    return count


@compiled
def point_at(model: Model, state: Any, s: int, i: int, k: int) -> bool:
    """Write where sensor ``s`` expects track ``i`` into aim ``k`` (two angles); False where it cannot look there."""
    sensor, track, now = model.given.sensors[s], state.tracks[i], state.ghost.now
    ahead = state.total.now - track.t
    for axis in range(3):
        now[axis], now[axis + 3] = track.x[axis] + ahead * track.x[axis + 3], track.x[axis + 3]
    if track.status == FREE or off_axis(model, state, s, now) > 9.0:
        return False
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    if clearance(model, s, now[0], now[1], height) <= 0.0:
        return False
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    state.aims[k, 0], state.aims[k, 1] = math.atan2(dx, dy), math.atan2(dz, math.sqrt(dx * dx + dy * dy))
    return True


@compiled
def go_on(state: Any, mounting: Any, event: int, s: int, looks: int) -> None:
    """Book the beam time of what was done, and put what comes next on the clock."""
    watch, t = state.watches[s], state.total.now
    watch.sector_rad, state.n_aims = 0.0, 0
    if event == queue.SCAN:
        watch.searched_t, watch.spent_s = t, 0.0
        queue.push(state.queue, state.total, t + mounting.period_s, queue.SCAN, s)
        if mounting.track_s > 0.0 and watch.confirms == 0 and in_doubt(state):
            watch.confirms = 1
            queue.push(state.queue, state.total, t + _CONFIRM_S, queue.CONFIRM, s)
        return
    watch.spent_s += looks * mounting.look_s
    watch.free_t = max(t, watch.free_t) + looks_take(looks, mounting.look_s, mounting.search_least)
    if event == queue.TRACK:
        queue.push(state.queue, state.total, max(t + mounting.track_s, watch.free_t), queue.TRACK, s)
    elif looks > 0 and in_doubt(state):
        queue.push(state.queue, state.total, max(t + _CONFIRM_S, watch.free_t), queue.CONFIRM, s)
    else:
        watch.confirms = 0


@compiled
def rest(state: Any, mounting: Any, event: int, s: int) -> None:
    """Put on the clock what sensor ``s``, which does not work now, would do next."""
    watch, t = state.watches[s], state.total.now
    if event == queue.CONFIRM:
        watch.confirms = 0
        return
    queue.push(state.queue, state.total, t + (mounting.period_s if event == queue.SCAN else mounting.track_s), event, s)
    if event == queue.SCAN:
        watch.searched_t, watch.spent_s = t, 0.0


@compiled
def in_doubt(state: Any) -> bool:
    """Return whether there is a tentative track that a look of its own may settle."""
    found = False
    for i in range(state.slots):
        found = found or (state.tracks[i].status == TENTATIVE and state.tracks[i].scans < _DOUBTFUL)
    return found
