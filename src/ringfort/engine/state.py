"""``State``: the scratch of one raid, allocated once a worker and set back before each run.

Like the model, all of it but the tracker's own scratch lies in one record.
"""

from typing import Any, NamedTuple

import numpy as np

from ringfort.command.assign import BOARD
from ringfort.command.contract import ASSESSMENT, DEAL, OPTION
from ringfort.command.warn import WARNING
from ringfort.effectors.contract import BATTERY, LAUNCHERS_MAX, Patrol
from ringfort.engine.log import LOG_ROWS, ROW
from ringfort.engine.model import (
    ASSETS_MAX,
    DEVICES_MAX,
    LEVELS_MAX,
    NETS_MAX,
    OBJECTS_MAX,
    OWN_MAX,
    PEOPLE_MAX,
    SWITCHES_MAX,
    SYSTEMS_MAX,
    UNITS_MAX,
    Model,
    floats,
    nested,
)
from ringfort.engine.systems import Systems
from ringfort.flights.contract import BODY, KNOT, KNOTS_MAX
from ringfort.harm.contract import PEOPLE
from ringfort.sensors.contract import DETECTION, MOUNTING
from ringfort.streams import STREAM
from ringfort.tracking.contract import TRACK
from ringfort.tracking.interact import WAYS
from ringfort.tracking.picture import Picture, Settings, new_picture

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
    "defence not online",
    "defence not permitted to operate",
    "held back to spare others",
    "rounds kept in reserve",
    "its track not good enough",
    "held to be no threat",
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
    NOT_ONLINE,
    NOT_PERMITTED,
    HELD_BACK,
    IN_RESERVE,
    POOR_TRACK,
    NO_THREAT,
) = range(14)

# What kept devices from acting on an object that they could have seen or reached: bits of its ``lacked``.
BLIND_DOWN, BLIND_FORBIDDEN, REACH_DOWN, REACH_FORBIDDEN, SPARING, SAVING, POOR = 1, 2, 4, 8, 16, 32, 64

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
        ("aim_z_m", "f8"),  # of an aeroplane on patrol that flies at a target: how high, and until when it stays there
        ("aim_v_mps", "f8", 2),
        ("stay_t", "f8"),
        ("leave_t", "f8"),  # when such an aeroplane is to go home
        ("late_s", "f8"),  # by which its announced time errs
        ("link_t", "f8"),  # when its operator may have it in hand again
        ("warned_s", "f8"),  # warning that the people had where it burst; NaN = it did not burst among any
        ("killed", "i8"),
        ("injured", "i8"),
        ("exposed", "i8"),
        ("status", "i8"),
        ("knots", "i8"),
        ("cursor", "i8"),
        ("order", "i8"),
        ("dud", "i8"),
        ("stopped_by", "i8"),  # effector, -1 = none
        ("shots", "i8"),
        ("fate", "i8"),
        ("cause", "i8"),
        ("friendly", "i8"),  # 1 = its track is declared friend, neutral or bird at the moment
        ("declared", "i8"),
        ("gate", "i8"),  # why its track may not be engaged at the moment, a code of ``GATES``
        ("losses", "i8"),  # times that it lost its link
        ("lacked", "i8"),  # bits: what kept devices from acting on it
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
        ("track", "i8"),
        ("source", "i8"),  # object behind its track when it was ordered, -1 = none
        ("effector", "i8"),
        ("number", "i8"),  # within its salvo
        ("live", "i8"),  # 2 = called off, 3 = ordered in vain, but still on the clock
        ("last", "i8"),  # 1 = last of its salvo
        ("fired", "i8"),  # 1 = it has left
        ("launcher", "i8"),
        ("serial", "i8"),  # which order of its effector it belongs to
        ("ordered_t", "f8"),  # when it was to be fired
        ("shoots_t", "f8"),  # when what flies and is near its target will have looked at it; infinite = not near
        ("locked", "i8"),  # object that what flies has found and shoots at, -1 = none
        ("origin", "f8", 3),  # where it was fired from
    ],
    align=True,
)

POST = np.dtype(  # an effector's state
    [
        ("rounds", "i8"),  # ready, all launchers together, but those of orders given
        ("stock", "i8"),
        ("engagements", "i8"),
        ("ordered", "i8"),
        ("spent", "i8"),
        ("fired", "i8"),
        ("track", "i8"),  # id of the track it was aimed at last, -1 = none
        ("axis_rad", "f8"),  # where it points
        ("team_t", "f8"),  # when those who reload are free again
        ("crew_t", "f8"),  # when those who control it are free again
        ("heat_s", "f8"),  # of work that it has not cooled from, at ``heat_t``
        ("heat_t", "f8"),
        ("place", "f8", 3),  # where it is
        ("watch", "i8"),  # of what flies: the watch on call, and the first of its aeroplanes that can act, -1 = none
        ("lead", "i8"),
        ("wait_s", "f8"),  # before that aeroplane can set off
        ("first_t", "f8"),  # when the first watch began
        ("base_x_m", "f8"),
        ("base_y_m", "f8"),
    ],
    align=True,
)

RAIL = np.dtype([("rounds", "i8"), ("ready_t", "f8")], align=True)  # a launcher; infinite = not being reloaded

GUIDE = np.dtype([("shots", "i8"), ("crew_t", "f8")], align=True)  # a sensor as a guide: what it guides, its crew

NOISE = np.dtype(  # a jammer as a sensor hears it
    [("azimuth_rad", "f8"), ("elevation_rad", "f8"), ("w_hz", "f8")], align=True
)

WATCH = np.dtype(  # a sensor's state, and what holds for it all this raid
    [
        ("scan", "i8"),
        ("axis_rad", "f8"),
        ("low_sine", "f8"),  # of its lowest and highest elevation
        ("high_sine", "f8"),
        ("lacking", "i8"),  # 1 = measures no range, no elevation or no echo
        ("alarm_m", "f8"),  # the accuracies that its false alarms claim
        ("alarm_azimuth_rad", "f8"),
        ("alarm_elevation_rad", "f8"),
        ("alarm_mps", "f8"),
        ("tilt_rad", "f8"),  # elevation to which a mount points, as ``axis_rad`` is its bearing
        ("sector_rad", "f8"),  # in which it now looks, where that is wider than its own
        ("searched_t", "f8"),  # when its last search frame was done
        ("spent_s", "f8"),  # beam time spent on tracks and confirmation since
        ("free_t", "f8"),  # when the beam has time for them again
        ("confirms", "i8"),  # 1 = a look that confirms is on the clock
        ("target", "i8"),  # slot of the track that a cued sensor has turned to, -1 = none
        ("target_track", "i8"),  # and the track that was in it
    ],
    align=True,
)

BOOK = np.dtype(  # a unit's state
    [
        ("status", "i8"),  # of ``availability.STATUSES``
        ("online_t", "f8"),
        ("offline_t", "f8"),
        ("delivered_t", "f8"),
        ("ready_t", "f8"),
        ("toggle_t", "f8"),  # when it next breaks, or is repaired
        ("broken", "i8"),
        ("drawn", "i8"),  # numbers drawn for its breakdowns
        ("people", "i8"),  # at their posts
        ("manned_t", "f8"),  # when they came there, or will
    ],
    align=True,
)

HOURS = np.dtype([("begin_t", "f8"), ("until_t", "f8")], align=True)  # of a switch, as drawn

LIFE = np.dtype(  # what bearings may not change of a track, and how often it was seen
    [
        ("last_t", "f8"),
        ("life_t", "f8"),
        ("existence", "f8"),
        ("hoped", "f8"),  # sums over its latest looks: of the odds to see it, and of the times it was seen
        ("seen", "f8"),
        ("misses", "i8"),
        ("status", "i8"),
        ("heard", "i8"),
    ],
    align=True,
)

KEPT = np.dtype(  # what a sensor was last reckoned to see of a track, and for what
    [
        ("track", "i8"),  # id, -1 = nothing
        ("place", "f8", 3),
        ("rate_mps", "f8"),  # radial
        ("echo_dbsm", "f8"),
        ("odds", "f8"),
    ],
    align=True,
)

EVENT = np.dtype([("t", "f8"), ("kind", "i8"), ("who", "i8")], align=True)

TOTAL = np.dtype(
    [
        ("now", "f8"),
        ("late_s", "f8"),  # by which the scan in hand came late
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
        ("friends_beside", "i8"),  # of these, by what was meant for something else
        ("hurt_by_own", "i8"),  # people, by rounds that came down
        ("false_tracks", "i8"),
        ("dropped", "i8"),  # detections, shots or rows that found no room
    ],
    align=True,
)


MAX_SHOTS = 256
CHART = 128  # steps of a radar's chart of odds
MAX_TRACKS = 2 * OBJECTS_MAX
MAX_DETECTIONS = OBJECTS_MAX + 512
MAX_OPTIONS = 4096
MAX_EVENTS = 5 * OBJECTS_MAX + 2 * MAX_SHOTS + 9 * UNITS_MAX + 2 * SWITCHES_MAX
BUCKETS = 1024  # by range, of detections that may lie in one cell
MAX_OPERATORS = 64


_SYSTEMS = [(f"own_{stage}", "f8", (SYSTEMS_MAX, OWN_MAX)) for stage in ("flights", "sensors", "effectors")]
_SHARED = (("bodies", BODY), ("mountings", MOUNTING), ("batteries", BATTERY))

STATE = nested(
    np.dtype(
        [
            *_SYSTEMS,
            *((name, nested(dtype), (SYSTEMS_MAX,)) for name, dtype in _SHARED),
            ("people", nested(PEOPLE), (1,)),
            ("dice", nested(np.dtype([("seed", "i8"), ("run", "i8")]))),
            ("stream", nested(STREAM)),
            ("total", nested(TOTAL)),
            ("objects", nested(OBJECT), (OBJECTS_MAX,)),
            ("queue", nested(EVENT), (MAX_EVENTS,)),
            ("detections", nested(DETECTION), (MAX_DETECTIONS,)),
            ("sources", "i8", (MAX_DETECTIONS,)),  # object behind each detection, -1 = none: not the tracker's to see
            ("marks", "f8", (MAX_DETECTIONS, 2)),  # odds and die of each detection
            ("buckets", "i8", (BUCKETS,)),  # first detection of each bucket of range, -1 = none
            ("bucket_next", "i8", (MAX_DETECTIONS,)),  # the next one in the same bucket
            ("aims", "f8", (MAX_TRACKS, 2)),  # azimuth and elevation of the beams of looks at tracks
            ("aimed", "i8", (MAX_TRACKS,)),  # 1 = such a look goes to this track
            ("n_aims", "i8"),  # 0 = the sensor at work searches
            ("track_sources", "i8", (MAX_TRACKS,)),  # object behind the last detection of each track
            ("expected", "f8", (MAX_TRACKS,)),
            ("kept", nested(KEPT), (DEVICES_MAX, MAX_TRACKS)),  # by sensor and track
            ("charts", "f8", (DEVICES_MAX, CHART)),  # odds of each radar to see a weak thing, by range
            ("lives", nested(LIFE), (MAX_TRACKS,)),
            ("assessments", nested(ASSESSMENT), (MAX_TRACKS,)),
            ("logs", "f8", (16,)),
            ("options", nested(OPTION), (MAX_OPTIONS,)),
            ("free", "i8", (DEVICES_MAX,)),
            ("board", nested(BOARD)),
            ("posts", nested(POST), (DEVICES_MAX,)),
            ("patrols", floats(Patrol), (DEVICES_MAX,)),
            ("rails", nested(RAIL), (DEVICES_MAX, LAUNCHERS_MAX)),
            ("guides", nested(GUIDE), (DEVICES_MAX,)),
            ("watches", nested(WATCH), (DEVICES_MAX,)),
            ("books", nested(BOOK), (UNITS_MAX,)),
            ("own", "i8", (UNITS_MAX,)),  # status of each unit without what it depends on
            ("hours", nested(HOURS), (SWITCHES_MAX,)),
            ("echoes", "f8", (SYSTEMS_MAX, DEVICES_MAX, 3)),  # cross section ahead, beside, behind: system by sensor
            ("noises", nested(NOISE), (OBJECTS_MAX,)),  # jammers that the sensor at work hears
            ("n_noises", "i8"),
            ("warnings", nested(WARNING), (ASSETS_MAX,)),
            ("ruined", "i8", (ASSETS_MAX,)),  # 1 = destroyed
            ("shots", nested(SHOT), (MAX_SHOTS,)),
            ("chain", "f8", (LEVELS_MAX, PEOPLE_MAX)),  # when each person of each level of the chain is free again
            ("operators", "f8", (DEVICES_MAX, MAX_OPERATORS)),  # when each operator of each group is free again
            ("deals", nested(DEAL), (DEVICES_MAX, MAX_TRACKS)),  # of each group about each track
            ("span", "i8"),  # slots of the picture of one net
            ("tops", "i8", (NETS_MAX,)),  # above which no slot of it is in use
            ("ghost", nested(OBJECT)),  # what a track stands for, laid before a sensor as if it were there
            ("tracks", nested(TRACK), (MAX_TRACKS,)),  # the air picture's own
            ("knots", nested(KNOT), (OBJECTS_MAX, KNOTS_MAX)),
            ("log", nested(ROW), (LOG_ROWS,)),
            ("rows", "i8"),  # of the log
            ("logging", "i8"),  # 1 = rows are wanted
            ("paused", "i8"),  # 1 = in the midst of a raid
            ("slots", "i8"),  # above which no slot of the picture is in use
            ("n_objects", "i8"),
            ("n_assets", "i8"),
            ("n_operators", "i8"),
            ("n_groups", "i8"),  # of effectors that decide for themselves
        ],
        align=True,
    )
)


class Tables(NamedTuple):
    """The parameters in ``books`` as floats of shape (systems, parameters): the same memory, to draw into."""

    own_flights: Any
    own_sensors: Any
    own_effectors: Any
    bodies: Any
    mountings: Any
    batteries: Any
    people: Any


class Scratch(NamedTuple):
    """What one worker plays with; ``state`` is one record of ``STATE``."""

    state: Any
    pictures: tuple[Picture, Picture, Picture, Picture]  # of each net; those not in use have no room
    settings: Settings
    tables: Tables


def records(dtype: Any, count: int) -> Any:
    """Return ``count`` zeroed records."""
    return np.zeros(count, dtype).view(np.recarray)


def new_scratch(model: Model, systems: Systems) -> Scratch:
    """Allocate the scratch of one worker for this model and its systems' central values."""
    given, books = model.given, np.zeros(1, STATE).view(np.recarray)
    for name in Tables._fields:
        rows = getattr(systems, name)
        books[name][0, : len(rows)] = rows
    books["n_objects"], books["n_assets"] = given.n_arrivals, given.n_assets
    books["n_groups"] = given.groups
    books["n_operators"] = min(max(int(given.doctrine.operators), 1), MAX_OPERATORS)
    mountings = [books["mountings"][0, s.system] for s in given.sensors[: given.n_sensors]]
    alarms = max((float(m.false_alarms + m.ground_alarms) for m in mountings), default=0.0)
    span = min(2 * given.n_arrivals + int(4.0 * alarms * given.n_sensors) + 40, MAX_TRACKS // int(given.nets))
    books["span"] = span
    settings, spans = Settings(*given.tracking.tolist()), [span if net < given.nets else 0 for net in range(NETS_MAX)]
    first, second, third, fourth = (_picture(books, net, spans[net], settings) for net in range(NETS_MAX))
    tables = Tables(*(_as_floats(books[name][0]) for name in Tables._fields))
    return Scratch(books[0], (first, second, third, fourth), settings, tables)


def _picture(books: Any, net: int, span: int, settings: Settings) -> Picture:
    picture = new_picture(max(span, 1), MAX_DETECTIONS if span else 1)
    if span == 0:
        return picture
    tracks = books["tracks"][0, net * span : (net + 1) * span].view(np.recarray)
    ways = records(tracks.dtype, WAYS * span if settings.interacting == 1.0 else 1)
    return picture._replace(tracks=tracks, ways=ways)


def _as_floats(table: Any) -> Any:
    return table if table.dtype.names is None else table.view(np.float64).reshape(len(table), -1)
