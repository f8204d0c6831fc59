"""The flight plan: own flights announced for a time and a way, held against where a track is.

The base knows of each announced flight when it was to set out, how far off, and when to arrive; by that it should now
be at a distance along its bearing. The announced time errs by a normal law of ``plan_error_s``; a few flights keep
to no plan, and theirs errs ten times as much. It is drawn once a raid; where a flight really is stays unknown.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine.model import Model
from ringfort.engine.state import FLYING
from ringfort.flights.contract import FRIEND
from ringfort.streams import PLAN, normal, start, uniform

_OFF_PLAN = 10.0
_LOOSE_M = 500.0  # along its way, however punctual
_ROOT_TWO_PI = math.sqrt(2.0 * math.pi)


@compiled
def announce(model: Model, state: Any) -> None:
    """Draw by how much the announced time of each own flight is wrong in this raid."""
    doctrine, stream = model.given.doctrine, state.stream
    for o in range(model.given.n_arrivals):
        arrival, thing = model.given.arrivals[o], state.objects[o]
        thing.late_s = 0.0
        if doctrine.plan_error_s > 0.0 and arrival.side == FRIEND:
            start(stream, state.dice, arrival.key, 0, PLAN, 0)
            kept = uniform(stream) < doctrine.plan_kept
            thing.late_s = doctrine.plan_error_s * normal(stream) * (1.0 if kept else _OFF_PLAN)


@compiled
def flights_here(model: Model, state: Any, track: Any, own: float) -> float:
    """Return how many own flights the base reckons with for this track, of ``own`` in the air.

    Without plans, all of them. With plans, each counts by how well the track lies where its plan has it: q + p W N(d;
    D, s), d the track's distance along the flight's bearing, D the planned one, s what the error of time makes of the
    speed, W the depth of the sky in which others may be, p = 1 - q the odds that it keeps its plan.
    """
    doctrine = model.given.doctrine
    if doctrine.plan_error_s <= 0.0:
        return own
    total = 0.0
    for o in range(model.given.n_arrivals):
        arrival = model.given.arrivals[o]
        if arrival.side == FRIEND and arrival.flies_for < 0 and state.objects[o].status == FLYING:
            total += fits(state.objects[o], doctrine, track, state.total.now)
    return total


@compiled
def fits(thing: Any, doctrine: Any, track: Any, t: float) -> float:
    """Return how many times likelier a track is where it is if it is this flight on its plan, than anything else."""
    way = math.sqrt(thing.home_x_m * thing.home_x_m + thing.home_y_m * thing.home_y_m) + 1.0
    speed = way / max(thing.end_t - thing.start_t, 1.0)
    planned = way - speed * (t - thing.start_t - thing.late_s)
    along = (track.x[0] * thing.home_x_m + track.x[1] * thing.home_y_m) / way
    sigma = speed * doctrine.plan_error_s
    sigma = math.sqrt(sigma * sigma + _LOOSE_M * _LOOSE_M)
    z = (along - planned) / sigma
    near = math.exp(-0.5 * min(z * z, 200.0)) / (_ROOT_TWO_PI * sigma)
    depth = min(way, doctrine.sight_m)
    return float(1.0 - doctrine.plan_kept + doctrine.plan_kept * depth * near)
