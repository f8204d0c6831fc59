"""Passive defence: decoys that draw what is aimed at something near them, and nets that hold what is small."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.effectors.contract import PASSIVE, Encounter
from ringfort.engine import log as rows
from ringfort.engine.bars import works
from ringfort.engine.model import Model
from ringfort.flights.contract import HOSTILE
from ringfort.streams import SHOT, start, uniform

_LURED, _CAUGHT = 1 << 21, (1 << 21) + 1  # numbers of the dice of decoys and nets


@compiled
def meeting(model: Model, state: Any, e: int, o: int, away_m: float) -> Encounter:
    """Return what a passive effector is told of object ``o``, which is aimed or comes down ``away_m`` from it."""
    arrival, now = model.given.arrivals[o], state.objects[o].now
    body = state.bodies[arrival.system]
    return Encounter(
        away_m,
        0.0,
        math.sqrt(now[3] * now[3] + now[4] * now[4] + now[5] * now[5]),
        0.0,
        0.0,
        float(arrival.ballistic),
        1.0,
        body.hit_radius_m,
        body.burn_fluence_j_m2,
        body.link_eirp_w,
        body.link_distance_m,
        body.radio_frequency_hz,
        body.satellite_navigation,
        0.0,
        0.0,
        0.0,
        0.0,
        body.cross_section_front_m2,
        body.size_m,
        body.warhead_kg + body.case_kg,
        0.0,
    )


@compiled
def away_from(effector: Any, x_m: float, y_m: float) -> float:
    """Return the level distance (m) of a place from an effector."""
    dx, dy = x_m - effector.x_m, y_m - effector.y_m
    return math.sqrt(dx * dx + dy * dy)


@compiled
def lure(model: Model, effects: Any, state: Any, o: int) -> None:
    """Let the decoys draw object ``o``, which is about to set off, from its aim."""
    arrival, thing = model.given.arrivals[o], state.objects[o]
    if arrival.side != HOSTILE:
        return
    for e in range(model.given.n_effectors):
        effector = model.given.effectors[e]
        if effector.kind != PASSIVE or not works(model, state, e):
            continue
        met = meeting(model, state, e, o, away_from(effector, thing.aim_x_m, thing.aim_y_m))
        odds = effects[effector.effect](state.own_effectors[effector.system], met).link_lost
        if odds <= 0.0:
            continue
        start(state.stream, state.dice, effector.key, arrival.key, SHOT, _LURED)
        die = uniform(state.stream)
        if die < odds:
            thing.aim_x_m, thing.aim_y_m, thing.stopped_by = effector.x_m, effector.y_m, e
            note_caught(state, (o, e, 0), odds, die)
            return


@compiled
def caught(model: Model, effects: Any, state: Any, o: int) -> bool:
    """Return whether a net holds object ``o``, which comes down where it is, so that it does not go off."""
    arrival, thing = model.given.arrivals[o], state.objects[o]
    if arrival.side != HOSTILE:
        return False
    for e in range(model.given.n_effectors):
        effector = model.given.effectors[e]
        if effector.kind != PASSIVE or not works(model, state, e):
            continue
        met = meeting(model, state, e, o, away_from(effector, thing.now[0], thing.now[1]))
        odds = effects[effector.effect](state.own_effectors[effector.system], met).kill
        if odds <= 0.0:
            continue
        start(state.stream, state.dice, effector.key, arrival.key, SHOT, _CAUGHT)
        die = uniform(state.stream)
        if die < odds:
            thing.stopped_by, thing.effect_t = e, state.total.now
            note_caught(state, (o, e, 1), odds, die)
            return True
    return False


@compiled
def note_caught(state: Any, who: tuple[int, int, int], odds: float, die: float) -> None:
    """Log that effector ``who[1]`` drew (``who[2]`` 0) or held (1) object ``who[0]``."""
    if rows.on(state):
        row = rows.note(state, state.total.now, rows.CAUGHT, (who[0], who[1], who[2], -1))
        rows.where(row, state.objects[who[0]].now)
        row.value, row.die = odds, die
