"""The shooter's own look at a target before use: whether it is seen, and what it is taken for."""

import math
from typing import Any

from ringfort.command.contract import BIRD, FRIEND, NEUTRAL
from ringfort.command.evidence import absorb_camera, drawn_camera
from ringfort.compiled import compiled
from ringfort.effectors.contract import BY_EYE
from ringfort.engine import log as rows
from ringfort.engine.model import Model
from ringfort.engine.recognise import kind_of
from ringfort.physics.optics import (
    apparent_contrast,
    diffuse_luminance,
    sighting_probability,
    sun_illuminance_lux,
    threshold_contrast,
)
from ringfort.streams import IDENTITY, start, uniform

_CLEAR_SKY = 1.0  # clouds of ``sun_illuminance_lux``
_DAY = 3000.0  # cd/m2: brighter skies than by full day change nothing
_FIELD = 15.0  # contrast that the eye needs in the field over the laboratory's, as ``sensor/lookout``
_TRIES = 64  # of one shot, for which dice are kept
_ORDERS = 4096
_LEAST_WRONG = 1e-3  # nobody is believed to be surer


@compiled
def seen_odds(model: Model, state: Any, e: int, o: int) -> float:
    """Return the odds that who works effector ``e``, shown where to look, makes out object ``o`` in one look.

    The ogive of the contrast left by the haze over fifteen times the threshold of an eye that looks straight at it, in
    the light of the sky; what sees at night looks as by day. Source: blackwell1946; adrian1989; koschmieder1924;
    janiczek1987; the factor as for ``sensor/lookout``.
    """
    effector, thing, air = model.given.effectors[e], state.objects[o], model.given.air
    body, battery = state.bodies[model.given.arrivals[o].system], state.batteries[effector.system]
    dx, dy, dz = thing.now[0] - effector.x_m, thing.now[1] - effector.y_m, thing.now[2] - effector.z_m
    away = math.sqrt(dx * dx + dy * dy + dz * dz) + 1.0
    if battery.closes_to_m > 0.0:
        away = min(away, battery.closes_to_m)
    light = _DAY
    if int(battery.sight) == BY_EYE:
        light = min(diffuse_luminance(sun_illuminance_lux(air.sun_elevation_rad, _CLEAR_SKY), 1.0), _DAY)
    shown = apparent_contrast(body.contrast, away, air.visibility_m)
    return float(sighting_probability(shown, _FIELD * threshold_contrast(light, body.size_m / away)))


@compiled
def recognised(model: Model, state: Any, e: int, o: int, die: float) -> int:
    """Return the kind (of KINDS) that the shooter takes object ``o`` for, the wrong one with odds ``confusion``."""
    arrival = model.given.arrivals[o]
    wrong = float(state.batteries[model.given.effectors[e].system].confusion)
    return drawn_camera(die, kind_of(arrival, state.bodies[arrival.system]), wrong)


@compiled
def shoots_at(model: Model, kind: int) -> bool:
    """Return whether a shooter goes on who takes the target for this kind."""
    identity = model.given.profiles[kind].identity
    return bool(identity != FRIEND and identity != NEUTRAL and identity != BIRD)


@compiled
def look_first(model: Model, state: Any, slot: int, o: int) -> int:
    """Let the shooter look at object ``o`` before use; what is made out is told to command too."""
    shot, t = state.shots[slot], state.total.now
    e = shot.effector
    arrival, assessment = model.given.arrivals[o], state.assessments[shot.track]
    battery = state.batteries[model.given.effectors[e].system]
    odds = seen_odds(model, state, e, o)
    tries = min(int(t - shot.ordered_t + 0.5), _TRIES - 1)
    number = _TRIES * (shot.serial % _ORDERS) + tries
    start(state.stream, state.dice, model.given.effectors[e].key, arrival.key, IDENTITY, number)
    die, second = uniform(state.stream), uniform(state.stream)
    if die >= odds:
        return rows.NOT_SEEN
    says = recognised(model, state, e, o, second)
    if assessment.track == shot.track_id:
        absorb_camera(assessment, says, max(float(battery.confusion), _LEAST_WRONG))
        assessment.looked_t, assessment.assessed_t = t, -math.inf
    if rows.on(state):
        row = rows.note(state, t, rows.SIGHTED, (o, e, says, shot.track_id))
        row.value, row.die = odds, die
    return rows.GO if shoots_at(model, says) else rows.NOT_HOSTILE
