"""What bars a shot: masks and horizons, a guide that does not see, sectors and lanes, friends near the line of fire."""

import math
from typing import Any

from ringfort.command.contract import FRIEND, NEUTRAL
from ringfort.compiled import compiled
from ringfort.effectors.contract import GUN, JAMMER, LASER
from ringfort.engine.availability import READY
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance, off_axis
from ringfort.streams import CREW, start, uniform
from ringfort.tracking.contract import CONFIRMED
from ringfort.world.terrain import EARTH_RADIUS_M, height_above_ground
from ringfort.world.viewshed import sight_clearance

_FOUR_THIRDS = 4.0 / 3.0 * EARTH_RADIUS_M


@compiled
def direct(kind: int) -> bool:
    """Return whether an effector of this kind acts along its line of sight."""
    return bool(kind in (GUN, JAMMER, LASER))


@compiled
def in_sight(model: Model, effector: Any, at: tuple[float, float, float]) -> bool:
    """Return whether an effector sees a place (local m): over the horizon of a smooth earth, or over the terrain."""
    up = height_above_ground(model.terrain, at[0], at[1], at[2])
    if model.terrain.heights_m.shape[0] > 1:
        eye = (effector.x_m, effector.y_m, max(effector.height_m, 0.1))
        return bool(sight_clearance(model.terrain, eye, (at[0], at[1], max(up, 0.0))) > 0.0)
    dx, dy = at[0] - effector.x_m, at[1] - effector.y_m
    reach = math.sqrt(2.0 * _FOUR_THIRDS * effector.height_m) + math.sqrt(2.0 * _FOUR_THIRDS * max(up, 0.0))
    return bool(dx * dx + dy * dy <= reach * reach)


@compiled
def guided(model: Model, state: Any, effector: Any, at: tuple[float, float, float]) -> bool:
    """Return whether a place lies in the sector and the view of the radar that guides an effector, if any does."""
    g = effector.guide
    if g < 0:
        return True
    if off_axis(model, state, g, at) > 9.0:
        return False
    return bool(clearance(model, g, at[0], at[1], height_above_ground(model.terrain, at[0], at[1], at[2])) > 0.0)


@compiled
def works(model: Model, state: Any, e: int) -> bool:
    """Return whether effector ``e`` and the radar that guides it, if any does, are at work."""
    guide = model.given.effectors[e].guide
    if state.books[model.given.n_sensors + e].status != READY:
        return False
    return bool(guide < 0 or state.books[guide].status == READY)


@compiled
def barred(model: Model, e: int, at: tuple[float, float, float], height_m: float) -> bool:
    """Return whether effector ``e`` must not fire at a place: a sector it keeps out of, or a lane that it spares."""
    given = model.given
    effector = given.effectors[e]
    bearing = math.atan2(at[0] - effector.x_m, at[1] - effector.y_m)
    for k in range(given.n_no_fire):
        sector = given.no_fire[k]
        if sector.effector == e:
            past = bearing - sector.from_rad
            past -= 2.0 * math.pi * math.floor(past / (2.0 * math.pi))
            if past <= sector.width_rad:
                return True
    if effector.spares == 0:
        return False
    bearing = math.atan2(at[0], at[1])
    for c in range(given.n_corridors):
        if (effector.spares >> c) & 1 == 1:
            lane = given.corridors[c]
            off = bearing - lane.from_rad
            off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
            if abs(off) <= lane.half_width_rad and lane.floor_m <= height_m <= lane.ceiling_m:
                return True
    return False


@compiled
def friend_near(model: Model, state: Any, e: int, i: int, at: tuple[float, float, float]) -> bool:
    """Return whether a track held to be a friend or neutral lies within ``avoid_rad`` of the line of fire to ``at``."""
    effector = model.given.effectors[e]
    battery, t = state.batteries[effector.system], state.total.now
    if battery.avoid_rad <= 0.0:
        return False
    ux, uy, uz = at[0] - effector.x_m, at[1] - effector.y_m, at[2] - effector.z_m
    u = math.sqrt(ux * ux + uy * uy + uz * uz) + 1e-9
    for j in range(effector.net * state.span, state.tops[effector.net]):
        track = state.tracks[j]
        if j == i or track.status != CONFIRMED or state.assessments[j].declared not in (FRIEND, NEUTRAL):
            continue
        ahead = t - track.t
        x, y = track.x[0] + ahead * track.x[3] - effector.x_m, track.x[1] + ahead * track.x[4] - effector.y_m
        z = track.x[2] + ahead * track.x[5] - effector.z_m
        v = math.sqrt(x * x + y * y + z * z) + 1e-9
        if (ux * x + uy * y + uz * z) / (u * v) > math.cos(battery.avoid_rad):
            return True
    return False


@compiled
def refused(model: Model, state: Any, e: int) -> bool:
    """Return whether leave to fire above the horizon is refused now: windows of ``closed_s``, each by its die."""
    effector = model.given.effectors[e]
    battery = state.batteries[effector.system]
    if battery.closed <= 0.0:
        return False
    window = int(state.total.now / battery.closed_s)
    start(state.stream, state.dice, effector.key, 2, CREW, window)
    return bool(uniform(state.stream) < battery.closed)
