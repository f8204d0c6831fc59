"""``State``: the scratch of one raid, allocated once a worker and set back before each run."""

from typing import Any, NamedTuple

import numpy as np

from ringfort.command.contract import ASSESSMENT, KINDS, OPTION
from ringfort.command.warn import WARNING
from ringfort.engine.model import Model, Systems, copy_systems
from ringfort.flights.contract import BODY, KNOT, KNOTS_MAX
from ringfort.sensors.contract import DETECTION
from ringfort.streams import STREAM
from ringfort.tracking.picture import Picture, new_picture

# Status of an object.
ABSENT, WAITING, FLYING, GONE = range(4)

# Fates of a hostile object, and why a leaker leaked: the first reason that holds.
FATES = ("none", "stopped", "leaked", "missed")
NO_FATE, STOPPED, LEAKED, MISSED = range(4)
CAUSES = (
    "never detected",
    "detected, no track",
    "taken for a friend",
    "not identified in time",
    "not authorised in time",
    "out of every effector's reach",
    "no effector free or loaded",
    "engaged and missed",
)
(
    NEVER_DETECTED,
    NO_TRACK,
    TAKEN_FOR_FRIEND,
    NOT_IDENTIFIED,
    NOT_AUTHORISED,
    OUT_OF_REACH,
    NONE_FREE,
    ENGAGED_MISSED,
) = range(8)

OBJECT = np.dtype(
    [
        ("now", "f8", 6),  # place and velocity at the time it was last read
        ("start_t", "f8"),
        ("end_t", "f8"),
        ("fail_t", "f8"),
        ("home_x_m", "f8"),
        ("home_y_m", "f8"),
        ("aim_x_m", "f8"),
        ("aim_y_m", "f8"),
        ("detected_t", "f8"),  # milestones: infinite until they happen
        ("tracked_t", "f8"),
        ("identified_t", "f8"),
        ("allowed_t", "f8"),
        ("reachable_t", "f8"),
        ("engageable_t", "f8"),  # allowed and reachable at once
        ("ordered_t", "f8"),
        ("effect_t", "f8"),
        ("warned_s", "f8"),  # warning that the people had where it burst; NaN = it did not burst among any
        ("killed", "i4"),
        ("injured", "i4"),
        ("exposed", "i4"),
        ("status", "i4"),
        ("knots", "i4"),
        ("cursor", "i4"),
        ("order", "i4"),
        ("dud", "i4"),
        ("stopped_by", "i4"),  # effector, -1 = none
        ("shots", "i4"),
        ("fate", "i4"),
        ("cause", "i4"),
        ("friendly", "i4"),  # 1 = its track is declared friend, neutral or bird at the moment
        ("declared", "i4"),
        ("held", "i4"),  # 1 = all but weapons control status let it be engaged
    ],
    align=True,
)

SHOT = np.dtype(
    [
        ("track_id", "i8"),
        ("t", "f8"),  # of the shot
        ("effect_t", "f8"),
        ("busy_s", "f8"),
        ("odds", "f8"),
        ("aim", "f8", 3),
        ("track", "i4"),
        ("effector", "i4"),
        ("number", "i4"),  # within its salvo
        ("live", "i4"),
        ("last", "i4"),  # 1 = last of its salvo
    ],
    align=True,
)

POST = np.dtype(  # an effector's state
    [("rounds", "i8"), ("engagements", "i8"), ("spent", "i8"), ("fired", "i8"), ("refilled_t", "f8")], align=True
)

WATCH = np.dtype([("scan", "i8"), ("axis_rad", "f8"), ("next_t", "f8")], align=True)  # a sensor's state

EVENT = np.dtype([("t", "f8"), ("kind", "i4"), ("who", "i4")], align=True)

TOTAL = np.dtype(
    [
        ("now", "f8"),
        ("attack_usd", "f8"),
        ("defence_usd", "f8"),
        ("events", "i8"),
        ("flights_left", "i8"),  # of all but birds
        ("killed", "i8"),
        ("injured", "i8"),
        ("exposed", "i8"),
        ("destroyed", "i8"),
        ("wrong_friend", "i8"),
        ("wrong_bird", "i8"),
        ("wrong_nothing", "i8"),
        ("friends_lost", "i8"),
        ("false_tracks", "i8"),
        ("dropped", "i8"),  # detections, shots or rows that found no room
    ],
    align=True,
)


class State(NamedTuple):
    """All that changes within a raid."""

    stream: Any
    systems: Systems
    objects: Any
    knots: Any  # (objects, KNOTS_MAX)
    queue: Any
    total: Any
    picture: Picture
    detections: Any
    sources: Any  # object behind each detection, -1 = none: the engine's, not the tracker's
    track_sources: Any  # object behind the last detection of each track
    track_hits: Any  # (tracks,) detections of that object in a row
    expected: Any
    assessments: Any
    logs: Any
    options: Any
    free: Any
    warnings: Any
    ruined: Any  # (assets,) 1 = destroyed
    posts: Any
    watches: Any
    shots: Any
    operators: Any  # when each is free again
    ghost: Any  # what a track stands for, laid before a sensor's model as if it were there
    ghost_body: Any


def records(dtype: Any, count: int) -> Any:
    """Return ``count`` zeroed records."""
    return np.zeros(count, dtype).view(np.recarray)


MAX_SHOTS = 256


def new_state(model: Model) -> State:
    """Allocate the scratch of one worker for this model."""
    objects, alarms = len(model.arrivals), 0.0
    for sensor in model.sensors:
        alarms = max(alarms, float(model.systems.mountings[sensor.system]["false_alarms"]))
    detections = objects + int(alarms + 8.0 * alarms**0.5) + 16
    tracks = 2 * objects + int(4.0 * alarms * max(len(model.sensors), 1)) + 40
    events = 3 * objects + 2 * MAX_SHOTS + 2 * len(model.sensors) + 64
    return State(
        stream=records(STREAM, 1),
        systems=copy_systems(model.systems),
        objects=records(OBJECT, objects),
        knots=np.zeros((objects, KNOTS_MAX), KNOT).view(np.recarray),
        queue=records(EVENT, events),
        total=records(TOTAL, 1),
        picture=new_picture(tracks, detections),
        detections=records(DETECTION, detections),
        sources=np.zeros(detections, np.int32),
        track_sources=np.zeros(tracks, np.int32),
        track_hits=np.zeros(tracks, np.int32),
        expected=np.zeros(tracks),
        assessments=records(ASSESSMENT, tracks),
        logs=np.zeros(len(KINDS)),
        options=records(OPTION, tracks * len(model.effectors)),
        free=np.zeros(len(model.effectors), np.int64),
        warnings=records(WARNING, len(model.assets)),
        ruined=np.zeros(len(model.assets), np.int32),
        posts=records(POST, len(model.effectors)),
        watches=records(WATCH, len(model.sensors)),
        shots=records(SHOT, MAX_SHOTS),
        operators=np.zeros(max(int(model.doctrine.operators), 1)),
        ghost=records(OBJECT, 1),
        ghost_body=np.ones(1, BODY).view(np.recarray),
    )
