"""How far along the chain each hostile object got before it met its fate: what a flow from arrivals to fates shows."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ringfort.engine.state import (
    CAUSES,
    LEAKED,
    NEVER_DETECTED,
    NO_TRACK,
    NOT_IDENTIFIED,
    STOPPED,
    TAKEN_FOR_FRIEND,
)
from ringfort.flights.contract import HOSTILE

STAGES = ("arrived", "detected", "tracked", "identified", "ordered", "engaged")
"""Arrived, detected, followed as a track, held to be hostile, ordered engaged, shot at (jammed, lit)."""
_LAST = {NEVER_DETECTED: 0, NO_TRACK: 1, TAKEN_FOR_FRIEND: 2, NOT_IDENTIFIED: 2}
"""The last stage that a leaker of this cause can be said to have reached."""
_TIMES = ("detected_s", "tracked_s", "identified_s", "ordered_s")


@dataclass(frozen=True)
class Chain:
    """Hostile objects by the last stage they reached (rows, as ``STAGES``) and by their fate.

    ``leaked`` (stages, causes), ``stopped`` (stages, effectors), ``missed`` (stages,) are counts over all runs.
    """

    leaked: Any
    stopped: Any
    missed: Any

    @property
    def reached(self) -> Any:
        """Return how many reached each stage or a later one (stages,)."""
        ended = self.leaked.sum(axis=1) + self.stopped.sum(axis=1) + self.missed
        return ended[::-1].cumsum()[::-1]


def furthest(things: Any) -> Any:
    """Return the last stage that each object (THING, n) reached, as an index of ``STAGES``.

    A later stage counts without the ones before it: with weapons free, an order needs no identity. A leaker leaves
    where its cause says that a link was missing: what was held to be hostile too late was not identified in time.
    """
    stage = np.zeros(len(things), np.int64)
    for index, name in enumerate(_TIMES, 1):
        stage[np.isfinite(things[name])] = index
    stage[things.shots > 0] = len(STAGES) - 1
    for cause, last in _LAST.items():
        late = (things.fate == LEAKED) & (things.cause == cause)
        stage[late] = np.minimum(stage[late], last)
    return stage


def chain(things: Any, effectors: int) -> Chain:
    """Return the chain of the objects that were there (THING, a list); ``effectors`` is how many the defence has."""
    hostile = things[things.side == HOSTILE]
    stage = furthest(hostile)
    leaked, stopped = hostile.fate == LEAKED, (hostile.fate == STOPPED) & (hostile.stopped_by >= 0)
    found = Chain(
        np.zeros((len(STAGES), len(CAUSES)), np.int64),
        np.zeros((len(STAGES), effectors), np.int64),
        np.bincount(stage[~leaked & ~stopped], minlength=len(STAGES)),
    )
    np.add.at(found.leaked, (stage[leaked], hostile.cause[leaked]), 1)
    np.add.at(found.stopped, (stage[stopped], hostile.stopped_by[stopped]), 1)
    return found


def together(first: Chain, second: Chain) -> Chain:
    """Return the chain of both."""
    return Chain(first.leaked + second.leaked, first.stopped + second.stopped, first.missed + second.missed)
