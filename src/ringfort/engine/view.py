"""What the sensors of a raid could see, and where its flights were: for those who judge the picture afterwards."""

from typing import Any

import numpy as np

from ringfort.compiled import compiled, entry
from ringfort.engine.model import Model
from ringfort.engine.sense import clearance, off_axis
from ringfort.engine.state import Scratch
from ringfort.flights.contract import KNOT, place, segment
from ringfort.world.terrain import height_above_ground


@entry
def sample(knots: Any, times_s: Any, out: Any) -> None:
    """Write place and velocity (times, 6) along a flight's knots."""
    cursor = 0
    for k in range(times_s.size):
        cursor = segment(knots, knots.size, cursor, times_s[k])
        place(knots, cursor, times_s[k], out[k])


@entry
def in_view(model: Model, scratch: Scratch, states: Any, out: Any) -> None:
    """Write whether a sensor that measures range, by itself, could see each of ``states`` (n, 6) in this raid.

    That is within its ranges and angles and clear of terrain and horizon; how strong the echo is does not count.
    """
    for k in range(states.shape[0]):
        out[k] = _one_sees(model, scratch.state, states[k])


@compiled
def _one_sees(model: Model, state: Any, now: Any) -> bool:
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    for s in range(model.given.n_sensors):
        mounting = state.mountings[model.given.sensors[s].system]
        if mounting.cued > 0.5 or mounting.measures_range < 0.5 or off_axis(model, state, s, now) > 9.0:
            continue
        if clearance(model, s, now[0], now[1], height) > 0.0:
            return True
    return False


def knots_of(rows: Any) -> Any:
    """Return the log's knots of one flight as the flight's own."""
    knots = np.zeros(len(rows), KNOT).view(np.recarray)
    knots.t, knots.p, knots.v = rows.t, rows.place, rows.speed
    return knots
