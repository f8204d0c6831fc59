"""What a study keeps of a run: one row for the run, one for every object."""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled
from ringfort.engine.model import Model
from ringfort.engine.state import ABSENT, GONE, LEAKED, MISSED, NO_FATE, STOPPED
from ringfort.flights.contract import HOSTILE

RUN = np.dtype(
    [
        ("run", "i8"),
        ("arrived", "i4"),
        ("leaked", "i4"),
        ("stopped", "i4"),
        ("missed", "i4"),
        ("killed", "i4"),
        ("injured", "i4"),
        ("exposed", "i4"),
        ("destroyed", "i4"),
        ("wrong_friend", "i4"),
        ("wrong_bird", "i4"),
        ("wrong_nothing", "i4"),
        ("friends_lost", "i4"),
        ("friends_beside", "i4"),
        ("hurt_by_own", "i4"),
        ("false_tracks", "i4"),
        ("dropped", "i4"),
        ("attack_usd", "f8"),
        ("defence_usd", "f8"),
        ("end_s", "f8"),
    ],
    align=True,
)

THING = np.dtype(
    [
        ("run", "i8"),
        ("object", "i4"),
        ("side", "i1"),
        ("fate", "i1"),
        ("cause", "i1"),
        ("declared", "i1"),
        ("stopped_by", "i2"),
        ("shots", "i2"),
        ("killed", "i4"),
        ("injured", "i4"),
        ("exposed", "i4"),
        ("start_s", "f8"),
        ("end_s", "f8"),
        ("detected_s", "f8"),
        ("tracked_s", "f8"),
        ("identified_s", "f8"),
        ("ordered_s", "f8"),
        ("effect_s", "f8"),
        ("warned_s", "f8"),
        ("x_m", "f8"),
        ("y_m", "f8"),
    ],
    align=True,
)


@compiled
def record(model: Model, state: Any, run: Any, things: Any, spent: Any) -> None:
    """Fill one row of ``RUN``, the rows of ``THING`` of its objects, and the shots that each effector spent."""
    total = state.total
    run.run, run.end_s = state.dice.run, total.now
    run.arrived = run.leaked = run.stopped = run.missed = 0
    for o in range(model.given.n_arrivals):
        thing, arrival = state.objects[o], model.given.arrivals[o]
        if arrival.side == HOSTILE and thing.status != ABSENT:
            if thing.fate == NO_FATE:  # still in the air, or not yet set off, when the raid's time was up
                thing.fate = STOPPED if thing.stopped_by >= 0 else MISSED
            run.arrived += 1
            run.leaked += thing.fate == LEAKED
            run.stopped += thing.fate == STOPPED
            run.missed += thing.fate == MISSED
        keep(things[o], thing, o, arrival.side)
        things[o].run = state.dice.run
    run.killed, run.injured, run.exposed, run.destroyed = total.killed, total.injured, total.exposed, total.destroyed
    run.wrong_friend, run.wrong_bird, run.wrong_nothing = total.wrong_friend, total.wrong_bird, total.wrong_nothing
    run.friends_lost, run.false_tracks, run.dropped = total.friends_lost, total.false_tracks, total.dropped
    run.friends_beside, run.hurt_by_own = total.friends_beside, total.hurt_by_own
    run.attack_usd, run.defence_usd = total.attack_usd, total.defence_usd
    for e in range(model.given.n_effectors):
        spent[e] = state.posts[e].spent


@compiled
def keep(row: Any, thing: Any, o: int, side: int) -> None:
    """Copy one object's books into its row."""
    row.object, row.side = o, -1 if thing.status == ABSENT else side
    row.fate, row.cause, row.declared, row.stopped_by = thing.fate, thing.cause, thing.declared, thing.stopped_by
    row.shots, row.killed, row.injured, row.exposed = thing.shots, thing.killed, thing.injured, thing.exposed
    row.start_s, row.end_s, row.detected_s, row.tracked_s = (
        thing.start_t,
        thing.end_t,
        thing.detected_t,
        thing.tracked_t,
    )
    row.identified_s, row.ordered_s, row.effect_s = thing.identified_t, thing.ordered_t, thing.effect_t
    row.warned_s = thing.warned_s
    row.x_m, row.y_m = math.nan, math.nan
    if thing.status == GONE:
        row.x_m, row.y_m = thing.now[0], thing.now[1]
