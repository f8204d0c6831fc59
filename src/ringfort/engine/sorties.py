"""Aeroplanes on patrol: who flies which watch, where they are, how they are sent at a target and come back.

The aeroplanes of an effector are objects of the raid like any friend. Watches follow each other, each of a time on
station; the effector's model tells the odds that one is flown. Of a watch that is not, the aeroplanes stand ready on
the ground, where there are any. The next watch takes off so that it is there when the one before has to leave.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.arrive import appear, lay_out, read
from ringfort.engine.model import Model
from ringfort.engine.queue import ARRIVE, push
from ringfort.engine.state import ABSENT, FLYING, STOPPED
from ringfort.flights.contract import INTERCEPT, MISSION, TURN_BACK
from ringfort.streams import CREW, start, uniform
from ringfort.world.terrain import ground_height

_BEHIND_S = 20.0  # from one aeroplane of a watch to the next
_BEFORE_S = 600.0  # the first watch has been on station this long at most, as far as its way is laid
_STAY_S = 30.0  # at a target after it was met, before it goes back
_APART_M = 500.0  # between the aeroplanes of a watch that fly behind a target
_ITSELF_M, _ITSELF_MPS = 2500.0, 200.0  # a track so near an aeroplane in place and velocity is taken for its own


@compiled
def draw_watches(model: Model, roles: Any, state: Any, e: int) -> None:
    """Draw which watches of effector ``e`` are flown and put their aeroplanes on the clock."""
    effector, post, patrol = model.given.effectors[e], state.posts[e], state.patrols[e]
    post.watch, post.lead, post.wait_s = 0, -1, 0.0
    if effector.watches == 0:
        return
    asked = roles[effector.patrol](state.own_effectors[effector.system])
    patrol.manned, patrol.alert, patrol.station_s, patrol.alert_s = asked[0], asked[1], asked[2], asked[3]
    patrol.base_m, patrol.base_rad, patrol.cruise_mps, patrol.speed_mps = asked[4], asked[5], asked[6], asked[7]
    post.base_x_m = effector.x_m + patrol.base_m * math.sin(patrol.base_rad)
    post.base_y_m = effector.y_m + patrol.base_m * math.cos(patrol.base_rad)
    start(state.stream, state.dice, effector.key, 5, CREW, 0)
    post.first_t = -patrol.station_s * uniform(state.stream)
    since = _BEHIND_S * effector.together + _BEFORE_S * uniform(state.stream)
    for k in range(effector.watches):
        start(state.stream, state.dice, effector.key, 1, CREW, k)
        flown, begins = uniform(state.stream) < patrol.manned, post.first_t + k * patrol.station_s
        for m in range(effector.together):
            o = effector.wing + k * effector.together + m
            thing = state.objects[o]
            thing.home_x_m, thing.home_y_m = post.base_x_m, post.base_y_m
            thing.aim_x_m, thing.aim_y_m, thing.leave_t = effector.x_m, effector.y_m, begins + patrol.station_s
            if flown:
                way = since if k == 0 else patrol.base_m / patrol.cruise_mps
                thing.start_t = (0.0 if k == 0 else begins) - way + _BEHIND_S * m
                push(state.queue, state.total, max(thing.start_t, 0.0), ARRIVE, o)


@compiled
def enter(model: Model, state: Any, o: int) -> None:
    """Let object ``o`` be there: an aeroplane on patrol at its base, or, in the first watch, on station."""
    arrival, thing = model.given.arrivals[o], state.objects[o]
    if arrival.flies_for < 0:
        appear(model, state, o)
        return
    effector, post = model.given.effectors[arrival.flies_for], state.posts[arrival.flies_for]
    there = o < effector.wing + effector.together and thing.start_t < 0.0
    x, y = (effector.x_m, effector.y_m) if there else (post.base_x_m, post.base_y_m)
    thing.now[0], thing.now[1] = x, y
    thing.now[2] = effector.z_m if there else ground_height(model.terrain, x, y)
    thing.now[3] = thing.now[4] = thing.now[5] = 0.0
    thing.status = FLYING


@compiled
def able(state: Any, o: int) -> bool:
    """Return whether an aeroplane is in the air and at its task."""
    thing = state.objects[o]
    if thing.status != FLYING or thing.fate == STOPPED:
        return False
    return bool(thing.order == MISSION or thing.order == INTERCEPT)


@compiled
def lead(model: Model, state: Any, e: int) -> int:
    """Return the first aeroplane of the watch on call that can act, one in the air before one on alert; -1 = none."""
    effector, post = model.given.effectors[e], state.posts[e]
    first = effector.wing + post.watch * effector.together
    for o in range(first, first + effector.together):
        if able(state, o):
            return int(o)
    for o in range(first, first + effector.together):
        if state.objects[o].status == ABSENT and state.patrols[e].alert > 0.5:
            return int(o)
    return -1


@compiled
def locate(model: Model, state: Any, e: int) -> None:
    """Note which watch of effector ``e`` is on call, where its first aeroplane is and when that can set off."""
    effector, post, t = model.given.effectors[e], state.posts[e], state.total.now
    if effector.watches == 0:
        return
    relieve(model, state, e)
    post.lead, post.wait_s = lead(model, state, e), 0.0
    if post.lead < 0:
        return
    thing = state.objects[post.lead]
    if thing.status == FLYING:
        read(state, post.lead, t)
        for c in range(3):
            post.place[c] = thing.now[c]
        return
    post.place[0], post.place[1] = post.base_x_m, post.base_y_m
    post.place[2] = ground_height(model.terrain, post.base_x_m, post.base_y_m)
    post.wait_s = state.patrols[e].alert_s if thing.start_t == math.inf else max(thing.start_t - t, 0.0) + 1.0


@compiled
def relieve(model: Model, state: Any, e: int) -> None:
    """Let the next watch take over when it is due and the one on call has nothing to do; it brings its own rounds."""
    effector, post, battery = model.given.effectors[e], state.posts[e], state.batteries[model.given.effectors[e].system]
    due = int((state.total.now - post.first_t) / state.patrols[e].station_s)
    due = min(due, effector.watches - 1)
    if due == post.watch or post.engagements > 0:
        return
    post.watch, post.fired, post.track = due, 0, -1
    post.rounds = int(battery.magazine) * int(battery.launchers)
    for k in range(int(battery.launchers)):
        state.rails[e][k].rounds, state.rails[e][k].ready_t = int(battery.magazine), math.inf


@compiled
def scramble(model: Model, state: Any, e: int) -> None:
    """Let the aeroplanes on alert of the watch on call take off as soon as they can."""
    effector, post, patrol = model.given.effectors[e], state.posts[e], state.patrols[e]
    first = effector.wing + post.watch * effector.together
    for m in range(effector.together):
        thing = state.objects[first + m]
        if thing.status == ABSENT and thing.start_t == math.inf:
            thing.start_t = state.total.now + patrol.alert_s + _BEHIND_S * m
            thing.leave_t = thing.start_t + patrol.base_m / patrol.cruise_mps + patrol.station_s
            push(state.queue, state.total, thing.start_t, ARRIVE, first + m)


@compiled
def steer(model: Model, lays: Any, state: Any, shot: Any, until_t: float) -> None:
    """Send the aeroplanes of the watch on call at the target of a shot, to be there by ``until_t``."""
    effector, post, t = model.given.effectors[shot.effector], state.posts[shot.effector], state.total.now
    first, behind = effector.wing + post.watch * effector.together, state.batteries[effector.system].closes_to_m
    for o in range(first, first + effector.together):
        if not able(state, o):
            continue
        thing, before = state.objects[o], state.objects[o].order
        read(state, o, t)
        if shot.locked >= 0:
            head_for(thing, state.objects[shot.locked].now, 0.0, behind + _APART_M * (o - first))
        else:
            head_for(thing, state.tracks[shot.track].x, t - state.tracks[shot.track].t, behind + _APART_M * (o - first))
        thing.stay_t = until_t + _STAY_S
        lay_out(model, lays, state, o, INTERCEPT)
        note_change(state, o, before)


@compiled
def head_for(thing: Any, x: Any, ahead_s: float, behind_m: float) -> None:
    """Aim an aeroplane at a place so far behind what was at ``x`` (place and velocity) ``ahead_s`` ago."""
    back = behind_m / math.sqrt(x[3] * x[3] + x[4] * x[4] + 1.0)
    thing.aim_x_m, thing.aim_y_m = x[0] + (ahead_s - back) * x[3], x[1] + (ahead_s - back) * x[4]
    thing.aim_z_m = x[2] + ahead_s * x[5]
    thing.aim_v_mps[0], thing.aim_v_mps[1] = x[3], x[4]


@compiled
def goes_on(model: Model, lays: Any, state: Any, o: int) -> bool:
    """Lay an aeroplane's flight on, whose way as laid ends in the air: at its target, to its station, or home."""
    thing, before, t = state.objects[o], state.objects[o].order, state.total.now
    if not able(state, o):
        return False
    e = model.given.arrivals[o].flies_for
    effector, post = model.given.effectors[e], state.posts[e]
    order = MISSION if t < thing.leave_t - 1.0 else TURN_BACK
    mine = (o - effector.wing) // effector.together == post.watch
    if before == INTERCEPT and mine and post.engagements > 0:
        order, thing.stay_t = INTERCEPT, t + _STAY_S
    lay_out(model, lays, state, o, order)
    note_change(state, o, before)
    return True


@compiled
def note_change(state: Any, o: int, before: int) -> None:
    """Log that an aeroplane has begun something else."""
    thing = state.objects[o]
    if rows.on(state) and thing.order != before:
        rows.where(rows.note(state, state.total.now, rows.LAID_ANEW, (o, -1, thing.order, -1)), thing.now)


@compiled
def is_itself(model: Model, state: Any, e: int, i: int) -> bool:
    """Return whether track ``i`` lies where an aeroplane of effector ``e`` knows itself to be, and moves as it does."""
    effector, track, t = model.given.effectors[e], state.tracks[i], state.total.now
    ahead = t - track.t
    for o in range(effector.wing, effector.wing + effector.watches * effector.together):
        if state.objects[o].status != FLYING:
            continue
        read(state, o, t)
        now, apart, slip = state.objects[o].now, 0.0, 0.0
        for c in range(3):
            off, rate = track.x[c] + ahead * track.x[c + 3] - now[c], track.x[c + 3] - now[c + 3]
            apart += off * off
            slip += rate * rate
        if apart < _ITSELF_M * _ITSELF_M and slip < _ITSELF_MPS * _ITSELF_MPS:
            return True
    return False


@compiled
def reported(model: Model, state: Any, i: int) -> bool:
    """Return whether an aeroplane on patrol reports itself to be where track ``i`` is."""
    if model.given.doctrine.flights_followed < 0.5:
        return False
    for e in range(model.given.n_effectors):
        if model.given.effectors[e].watches > 0 and is_itself(model, state, e, i):
            return True
    return False


@compiled
def target_near(model: Model, state: Any, e: int, at: tuple[float, float, float], within_m: float) -> int:
    """Return the flying object nearest to a place, but for aeroplanes of effector ``e``; -1 where none is within.

    Objects must be read.
    """
    effector, best, square = model.given.effectors[e], -1, within_m * within_m
    last = effector.wing + effector.watches * effector.together
    for o in range(state.n_objects):
        thing = state.objects[o]
        if thing.status != FLYING or effector.wing <= o < last:
            continue
        dx, dy, dz = thing.now[0] - at[0], thing.now[1] - at[1], thing.now[2] - at[2]
        d = dx * dx + dy * dy + dz * dz
        if d < square:
            best, square = o, d
    return best
