"""A shot and a thing in the air: the truth of their meeting, the draw, and what the thing does from then on.

What loses its link does what its fail-safe is set to, the same each time. While it flies home or hovers, its operator
may take it in hand again once nothing jams it, and go on. Source: djiinspire2, Failsafe RTH (the user may cancel it
when the connection is back); with which odds he does, and after which time, is the catalogue's.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.effectors.contract import Encounter
from ringfort.engine import log as rows
from ringfort.engine.arrive import lay_out, read
from ringfort.engine.echo import loss
from ringfort.engine.model import Model
from ringfort.engine.queue import REGAIN, push
from ringfort.engine.state import FLYING, STOPPED
from ringfort.flights import contract as flights
from ringfort.streams import FLIGHT, SHOT, start, uniform
from ringfort.world.terrain import height_above_ground


@compiled
def encounter(model: Model, state: Any, shot: Any, o: int, off: tuple[float, float]) -> Encounter:
    """Return the truth of a shot and object ``o``; ``off`` is (miss of its target, distance passed by another), m."""
    effector, arrival, thing = model.given.effectors[shot.effector], model.given.arrivals[o], state.objects[o]
    body, now = state.bodies[arrival.system], thing.now
    place = state.posts[shot.effector].place
    dx, dy, dz = now[0] - place[0], now[1] - place[1], now[2] - place[2]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
    speed2 = now[3] * now[3] + now[4] * now[4] + now[5] * now[5]
    along = (dx * now[3] + dy * now[4] + dz * now[5]) / distance
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    return Encounter(
        distance,
        math.asin(dz / distance),
        math.sqrt(speed2),
        math.sqrt(max(speed2 - along * along, 0.0)),
        off[0],
        float(arrival.ballistic),
        float(state.posts[shot.effector].fired),
        body.hit_radius_m,
        body.burn_fluence_j_m2,
        body.link_eirp_w,
        body.link_distance_m,
        body.radio_frequency_hz,
        body.satellite_navigation,
        shot.busy_s,
        loss(effector.air, distance, effector.height_m, height),
        model.given.air.turbulence,
        1.0,
        body.cross_section_front_m2,
        body.size_m,
        body.warhead_kg + body.case_kg,
        off[1],
    )


@compiled
def act_on(
    model: Model, models: tuple[Any, Any], state: Any, who: tuple[int, int, int], met: Encounter
) -> tuple[int, float, float]:
    """Draw what shot ``who[0]`` does to object ``who[1]`` with die number ``who[2]``; return (outcome, odds, die)."""
    shot, o = state.shots[who[0]], who[1]
    effector, arrival, thing = model.given.effectors[shot.effector], model.given.arrivals[o], state.objects[o]
    effect = models[0][effector.effect](state.own_effectors[effector.system], met)
    start(state.stream, state.dice, effector.key, arrival.key, SHOT, who[2])
    die = uniform(state.stream)
    outcome, order_now = rows.MISSED_IT, thing.order
    if die < effect.kill:
        outcome, order_now = rows.KILLED_IT, flights.FALL
    elif die < effect.kill + effect.link_lost:
        outcome = rows.LINK_LOST
        order_now = lose_link(model, state, o)
    elif die < effect.kill + effect.link_lost + effect.navigation_lost:
        outcome, order_now = rows.NAVIGATION_LOST, flights.DRIFT
    if order_now != thing.order and thing.order != flights.FALL:
        divert(model, models[1], state, (o, shot.effector, order_now))
    return outcome, effect.kill + effect.link_lost + effect.navigation_lost, die


@compiled
def lose_link(model: Model, state: Any, o: int) -> int:
    """Return what object ``o`` does now that its link is jammed, and say when its operator may have it back."""
    arrival, thing = model.given.arrivals[o], state.objects[o]
    body, order_now = state.bodies[arrival.system], thing.order
    if order_now == flights.MISSION:
        start(state.stream, state.dice, arrival.key, 1, FLIGHT, 0)
        die = uniform(state.stream)
        if die < body.lands:
            order_now = flights.LAND
        elif die < body.lands + body.turns_back:
            order_now = flights.TURN_BACK
        elif die < body.lands + body.turns_back + body.hovers:
            order_now = flights.HOVER
    if body.regained > 0.0 and (order_now == flights.TURN_BACK or order_now == flights.HOVER):
        thing.link_t, thing.losses = state.total.now + body.regain_s, thing.losses + 1
        push(state.queue, state.total, thing.link_t, REGAIN, o)
    return int(order_now)


@compiled
def regain(model: Model, lays: Any, state: Any, o: int) -> None:
    """Let the operator of object ``o`` go on with its mission, where nothing has jammed it since and he chooses to."""
    arrival, thing, t = model.given.arrivals[o], state.objects[o], state.total.now
    away = thing.order == flights.TURN_BACK or thing.order == flights.HOVER
    if thing.status != FLYING or thing.link_t != t or not away:
        return
    start(state.stream, state.dice, arrival.key, 1, FLIGHT, 2 * thing.losses)
    if uniform(state.stream) >= state.bodies[arrival.system].regained:
        return
    read(state, o, t)
    thing.stopped_by = -1
    lay_out(model, lays, state, o, flights.MISSION)
    if rows.on(state):
        rows.where(rows.note(state, t, rows.LAID_ANEW, (o, -1, flights.MISSION, -1)), thing.now)


@compiled
def divert(model: Model, lays: Any, state: Any, who: tuple[int, int, int]) -> None:
    """Lay the flight of object ``who[0]`` anew, as effector ``who[1]`` made it, with order ``who[2]``."""
    o, e, order_now = who
    thing, total = state.objects[o], state.total
    thing.stopped_by, thing.effect_t = e, total.now
    if model.given.arrivals[o].side == flights.FRIEND and thing.fate != STOPPED:
        thing.fate = STOPPED
        total.friends_lost += 1
    lay_out(model, lays, state, o, order_now)
    if rows.on(state):
        rows.where(rows.note(state, total.now, rows.LAID_ANEW, (o, e, order_now, -1)), thing.now)
