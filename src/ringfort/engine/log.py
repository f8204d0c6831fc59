"""``Log``: what happened in one raid, row by row. Studies leave it off; replay and explanation turn it on.

Rows are written when their time is settled, for a shot or an answer before it comes; ``run.replay`` sorts them.
"""

from typing import Any

import numpy as np

from ringfort.compiled import compiled

# What a row tells. ``value`` and ``die`` are the odds of what was drawn and the draw itself, where there was one; the
# ``value`` of a track is the odds that it is hostile.
ROWS = (
    "set off",
    "detected",
    "false alarm",
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
    "knot",
    "device",
    "lacked",
    "called off",
    "merged",
    "lapsed",
    "looked before use",
    "judged",
    "beside",
    "fell on people",
    "caught",
    "held back",
    "echo judged",
    "heard",
    "sent",
)
(
    SET_OFF,
    DETECTED,
    FALSE_ALARM,
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
    KNOT_ROW,  # of a flight as it was laid out; ``value`` is when that was, ``code`` the order
    DEVICE_ROW,  # a unit (sensor, effector, supply, counted through) has a new status, ``code``
    LACKED,  # a unit could have seen or reached the object, but for its status
    CALLED_OFF,  # a shot, because its effector no longer works
    MERGED,  # of an object that a sensor could not tell from the object ``code``, which the detection is of
    LAPSED,  # an order, by a code of LAPSES
    SIGHTED,  # the shooter's own look at the target
    JUDGED,  # what a shot is thought to have done: 1 = killed
    BESIDE,  # something else that a shot passed and hurt
    FELL,  # a live round among people; ``code`` is how many it hurt
    CAUGHT,  # by a net or a decoy
    HELD_BACK_ROW,  # an effector from the object, by a code of ``restraint.RESTRAINTS``
    ECHO_JUDGED,  # what a radar made of the modulation of a track's echo, ``code``
    HEARD,  # that something sends along the line to a track
    SENT,  # an aeroplane at a track: from ``place``, ``value`` the time that it takes, ``code`` 1 = off the ground
) = range(len(ROWS))

# Outcomes of an effect row (its ``code``).
OUTCOMES = (
    "nothing there",
    "missed",
    "killed",
    "link lost",
    "navigation lost",
    "guidance lost",
    "recalled",
    "view lost",
)
NOTHING_THERE, MISSED_IT, KILLED_IT, LINK_LOST, NAVIGATION_LOST, GUIDANCE_LOST, RECALLED, VIEW_LOST = range(8)

# Why an order lapses or waits (the ``code`` of a lapsed row).
LAPSES = (
    "nothing in the way",
    "not at work",
    "its track is gone",
    "out of reach by now",
    "no line of sight",
    "its radar does not see the target",
    "too hot",
    "a friend is near the line of fire",
    "no leave to fire upward",
    "the shooter does not see the target",
    "the shooter sees that it is not hostile",
    "no room for another shot",
    "the order did not arrive",
    "a zone of no fire lies in the way",
    "its track is no longer good enough",
    "it is held to be of a kind by now that it is not used against",
)
(
    GO,
    NOT_AT_WORK,
    TRACK_GONE,
    OUT_OF_REACH_NOW,
    NO_SIGHT,
    NO_GUIDANCE,
    TOO_HOT,
    FRIEND_NEAR,
    NO_CLEARANCE,
    NOT_SEEN,
    NOT_HOSTILE,
    NO_ROOM,
    ORDER_LOST,
    NO_FIRE_ZONE,
    POOR_TRACK,
    OTHER_KIND,
) = range(16)

ROW = np.dtype(
    [
        ("t", "f8"),
        ("kind", "i8"),
        ("object", "i8"),  # -1 = none
        ("device", "i8"),  # sensor, effector or asset, by the row's kind; -1 = none
        ("code", "i8"),  # identity, gate, outcome or count
        ("track", "i8"),  # id, -1 = none
        ("place", "f8", 3),
        ("speed", "f8", 3),
        ("value", "f8"),
        ("die", "f8"),
        (
            "more",
            "f8",
            6,
        ),  # identity: posterior, likeliest kind; track and detection: covariance xx, yy, zz, xy, xz, yz
    ],
    align=True,
)


LOG_ROWS = 8192  # rows that the log holds at a time; a raid pauses while it is emptied


@compiled
def on(state: Any) -> bool:
    """Return whether rows are wanted."""
    return bool(state.logging == 1)


@compiled
def note(state: Any, t: float, kind: int, who: tuple[int, int, int, int]) -> Any:
    """Begin a row and return it for the rest; ``who`` is (object, device, code, track id)."""
    row = state.log[min(state.rows, LOG_ROWS - 1)]
    state.rows += 1
    row.t, row.kind = t, kind
    row.object, row.device, row.code, row.track = who
    row.value, row.die = 0.0, 0.0
    for i in range(3):
        row.place[i], row.speed[i], row.more[i], row.more[i + 3] = 0.0, 0.0, 0.0, 0.0
    return row


@compiled
def where(row: Any, now: Any) -> None:
    """Put place and velocity ``now[0:6]`` into a row."""
    for i in range(3):
        row.place[i], row.speed[i] = now[i], now[i + 3]
