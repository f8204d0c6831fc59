"""``Log``: what happened in one raid, row by row. Studies leave it off; replay and explanation turn it on."""

from typing import Any

import numpy as np

from ringfort.compiled import compiled

# What a row tells. ``value`` and ``die`` are the odds of what was drawn and the draw itself, where there was one.
ROWS = (
    "set off",
    "detected",
    "false alarm",
    "track begun",
    "track confirmed",
    "track lost",
    "identity",
    "gate",
    "looked",
    "interrogated",
    "approval asked",
    "approval given",
    "ordered",
    "fired",
    "effect",
    "laid anew",
    "failed",
    "burst",
    "came down",
    "siren",
    "all clear",
    "hurt",
    "track",
)
(
    SET_OFF,
    DETECTED,
    FALSE_ALARM,
    TRACK_BEGUN,
    TRACK_CONFIRMED,
    TRACK_LOST,
    IDENTITY,
    GATE,
    LOOKED,
    INTERROGATED,
    APPROVAL_ASKED,
    APPROVAL_GIVEN,
    ORDERED,
    FIRED,
    EFFECT_ROW,
    LAID_ANEW,
    FAILED,
    BURST_ROW,
    CAME_DOWN,
    SIREN,
    ALL_CLEAR,
    HURT,
    TRACK_ROW,
) = range(len(ROWS))

# Outcomes of an effect row (its ``code``).
OUTCOMES = ("nothing there", "missed", "killed", "link lost", "navigation lost")
NOTHING_THERE, MISSED_IT, KILLED_IT, LINK_LOST, NAVIGATION_LOST = range(5)

ROW = np.dtype(
    [
        ("t", "f8"),
        ("kind", "i4"),
        ("object", "i4"),  # -1 = none
        ("device", "i4"),  # sensor, effector or asset, by the row's kind; -1 = none
        ("code", "i4"),  # identity, gate, outcome or count
        ("track", "i8"),  # id, -1 = none
        ("place", "f8", 3),
        ("speed", "f8", 3),
        ("value", "f8"),
        ("die", "f8"),
        ("more", "f8", 6),  # identity: posterior; track and detection: covariance of x, y, z
    ],
    align=True,
)


@compiled
def note(log: Any, t: float, kind: int, who: tuple[int, int, int, int]) -> Any:
    """Begin a row and return it for the rest; ``who`` is (object, device, code, track id).

    The first record is a header: its ``track`` counts the rows, and a log of one record is off. Rows beyond the end
    are counted, so that the caller can play the raid again with more room; they land in the last record.
    """
    head = log[0]
    head.track += 1
    row = log[min(head.track, len(log) - 1)]
    row.t, row.kind = t, kind
    row.object, row.device, row.code, row.track = who
    row.value, row.die = 0.0, 0.0
    for i in range(3):
        row.place[i], row.speed[i] = 0.0, 0.0
    return row


@compiled
def on(log: Any) -> bool:
    """Return whether rows are wanted."""
    return len(log) > 1


@compiled
def where(row: Any, now: Any) -> None:
    """Put place and velocity ``now[0:6]`` into a row."""
    for i in range(3):
        row.place[i], row.speed[i] = now[i], now[i + 3]
