"""The end of a flight: a burst, who is hurt by it, and which fate and cause the books give the object."""

import math
from typing import Any

from ringfort.command.contract import HARMLESS, HELD
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.arrive import lasts, lay_out, read
from ringfort.engine.model import Model
from ringfort.engine.passive import caught
from ringfort.engine.sorties import goes_on
from ringfort.engine.state import (
    BLIND_DOWN,
    BLIND_FORBIDDEN,
    ENGAGED_MISSED,
    FLYING,
    GONE,
    HELD_BACK,
    IN_RESERVE,
    LEAKED,
    MISSED,
    NEVER_DETECTED,
    NO_THREAT,
    NO_TRACK,
    NONE_FREE,
    NOT_AUTHORISED,
    NOT_IDENTIFIED,
    NOT_ONLINE,
    NOT_PERMITTED,
    OUT_OF_REACH,
    POOR,
    POOR_TRACK,
    REACH_DOWN,
    REACH_FORBIDDEN,
    SAVING,
    SPARING,
    STOPPED,
    TAKEN_FOR_FRIEND,
)
from ringfort.flights.contract import DRIFT, FALL, HOSTILE, MISSION
from ringfort.harm.blast import harm_reach, hurt
from ringfort.harm.shelter import COVERED, posture
from ringfort.physics.blast import incident_overpressure
from ringfort.streams import HARM, start, uniform
from ringfort.world.site import distance_to
from ringfort.world.terrain import height_above_ground

_ON_GROUND_M = 30.0  # a flight that ends higher than this has flown out of the area
_BLOCKS = 3  # of the stream of a burst, that one person takes


@compiled
def come_down(model: Model, models: tuple[Any, Any], state: Any, o: int) -> None:
    """End the flight of object ``o``: burst where it has a warhead that still works, and settle its fate."""
    thing, arrival, t = state.objects[o], model.given.arrivals[o], state.total.now
    if thing.status != FLYING or thing.end_t != t:
        return  # its flight was laid anew since this end was put on the clock
    read(state, o, t)
    if arrival.flies_for >= 0 and goes_on(model, models[1], state, o):
        return
    thing.status = GONE
    low = height_above_ground(model.terrain, thing.now[0], thing.now[1], thing.now[2]) < _ON_GROUND_M
    bursts = low and thing.dud == 0 and thing.order in (MISSION, DRIFT)
    bursts = bursts and not caught(model, models[0], state, o)
    hit = bursts and burst(model, state, o)
    if lasts(arrival):
        state.total.flights_left -= 1
    if arrival.side == HOSTILE:
        settle(state, o, hit)
    if rows.on(state) and not bursts:
        rows.where(rows.note(state, t, rows.CAME_DOWN, (o, thing.stopped_by, thing.order, -1)), thing.now)


@compiled
def fail(model: Model, lays: Any, state: Any, o: int) -> None:
    """Let an object's flight fail by itself: it falls."""
    thing = state.objects[o]
    if thing.status != FLYING or thing.order != MISSION:
        return
    read(state, o, state.total.now)
    if rows.on(state):
        rows.where(rows.note(state, state.total.now, rows.FAILED, (o, -1, 0, -1)), thing.now)
    lay_out(model, lays, state, o, FALL)


@compiled
def settle(state: Any, o: int, hit: bool) -> None:
    """Give a hostile object its one fate, and a leaker its one cause."""
    thing = state.objects[o]
    if hit:
        thing.fate, thing.cause = LEAKED, cause(thing)
    elif thing.stopped_by >= 0:
        thing.fate = STOPPED
    else:
        thing.fate = MISSED


@compiled
def cause(thing: Any) -> int:
    """Return why a leaker leaked: the first link of the chain that was missing while it could have helped."""
    if thing.tracked_t == math.inf:
        unseen = NEVER_DETECTED if thing.detected_t == math.inf else NO_TRACK
        return out_of_action(thing, BLIND_DOWN, BLIND_FORBIDDEN, unseen)
    if thing.ordered_t < math.inf:
        return ENGAGED_MISSED
    if thing.friendly == 1:
        return TAKEN_FOR_FRIEND
    if thing.reachable_t == math.inf:  # nothing is planned against what threatens nothing
        none = NO_THREAT if thing.gate == HARMLESS else OUT_OF_REACH
        return out_of_action(thing, REACH_DOWN, REACH_FORBIDDEN, none)
    if thing.engageable_t < math.inf:
        return NONE_FREE
    if thing.lacked & (SPARING | SAVING | POOR) > 0:
        return HELD_BACK if thing.lacked & SPARING > 0 else IN_RESERVE if thing.lacked & SAVING > 0 else POOR_TRACK
    if thing.allowed_t < math.inf or thing.gate == HELD:
        return NOT_AUTHORISED
    return NO_THREAT if thing.gate == HARMLESS else NOT_IDENTIFIED


@compiled
def out_of_action(thing: Any, down: int, forbidden: int, otherwise: int) -> int:
    """Return the cause for a thing on which a device could have acted that was down or forbidden, by these bits."""
    if thing.lacked & down > 0:
        return NOT_ONLINE
    return NOT_PERMITTED if thing.lacked & forbidden > 0 else otherwise


@compiled
def burst(model: Model, state: Any, o: int) -> bool:
    """Burst object ``o`` where it is; return whether a protected thing lies within its harm."""
    thing, arrival, t = state.objects[o], model.given.arrivals[o], state.total.now
    body = state.bodies[arrival.system]
    if body.warhead_kg <= 0.0:
        return False
    far, hit, longest = harm_reach(body.warhead_kg, body.case_kg, state.people[0]), False, -math.inf
    for a in range(model.given.n_assets):
        if distance_to(model.given.assets[a], thing.now[0], thing.now[1]) > far:
            continue
        hit = True
        warned = t - state.warnings[a].sounded_t
        longest = max(longest, warned)
        hurt_people(model, state, (o, a), warned)
        ruin(model, state, body.warhead_kg, o, a)
    if hit:
        thing.warned_s = max(longest, 0.0)
    if rows.on(state):
        row = rows.note(state, t, rows.BURST_ROW, (o, -1, 1 if hit else 0, -1))
        rows.where(row, thing.now)
        row.value = far
        if hit:
            row = rows.note(state, t, rows.HURT, (o, -1, thing.killed, -1))
            row.value, row.die = float(thing.injured), float(thing.exposed)
    return hit


@compiled
def ruin(model: Model, state: Any, warhead_kg: float, o: int, a: int) -> None:
    """Count a protected thing as destroyed where the overpressure on its near side exceeds what it stands."""
    asset, thing = model.given.assets[a], state.objects[o]
    near = max(distance_to(asset, thing.now[0], thing.now[1]), 0.5)
    if state.ruined[a] == 0 and incident_overpressure(warhead_kg, near) >= asset.hardness_pa:
        state.ruined[a] = 1
        state.total.destroyed += 1


@compiled
def anywhere_on(asset: Any, stream: Any) -> tuple[float, float]:
    """Draw a place on an asset, evenly."""
    x = asset.x_m + asset.half_x_m * (2.0 * uniform(stream) - 1.0)
    y = asset.y_m + asset.half_y_m * (2.0 * uniform(stream) - 1.0)
    return x, y


@compiled
def bunker_of(state: Any, asset: Any, person: int) -> tuple[float, float]:
    """Return where the bunker of a person stands: anywhere on the asset, the same for all in it and for every burst."""
    number = int(person / max(state.people[0].bunker_people, 1.0))
    start(state.stream, state.dice, asset.key, 0, HARM, number)
    return anywhere_on(asset, state.stream)


@compiled
def hurt_people(model: Model, state: Any, who: tuple[int, int], warned_s: float) -> None:
    """Draw, person by person, what the burst of object ``who[0]`` does to those at asset ``who[1]``."""
    o, a = who
    thing, asset, stream, total = state.objects[o], model.given.assets[a], state.stream, state.total
    body, people = state.bodies[model.given.arrivals[o].system], state.people[0]
    for person in range(asset.people):
        start(stream, state.dice, asset.key, model.given.arrivals[o].key, HARM, _BLOCKS * person)
        x, y = anywhere_on(asset, stream)
        covered = posture(asset, people, warned_s, (uniform(stream), uniform(stream), uniform(stream)))
        die = uniform(stream)
        if covered == COVERED:
            x, y = bunker_of(state, asset, person)
        dx, dy = x - thing.now[0], y - thing.now[1]
        odds = hurt(body.warhead_kg, body.case_kg, math.sqrt(dx * dx + dy * dy), (asset.shelter, covered), people)
        if die < odds.killed:
            thing.killed += 1
            total.killed += 1
            continue
        if die < odds.killed + odds.injured:
            thing.injured += 1
            total.injured += 1
        if odds.exposed > 0.5:
            thing.exposed += 1
            total.exposed += 1
