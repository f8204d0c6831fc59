"""One raid for the page: flights, detections, tracks, shots, bursts, sirens, and each object's story."""

from typing import Any

import numpy as np

from ringfort.command.contract import IDENTITIES
from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled
from ringfort.engine.explain import Story, stories
from ringfort.engine.record import RUN
from ringfort.engine.run import replay
from ringfort.engine.state import CAUSES, FATES, LEAKED
from ringfort.engine.tell import Teller
from ringfort.flights.contract import HOSTILE, SIDES
from ringfort.viewer.chain import links, shots
from ringfort.viewer.packing import Json, finite, pack
from ringfort.viewer.thinning import telling

MOST_DETECTIONS = 100_000  # more are thinned evenly
_TIMES = ("start_s", "end_s", "detected_s", "tracked_s", "identified_s", "ordered_s", "effect_s", "warned_s")
_EVENTS = (
    rows.SET_OFF,
    rows.TRACK_CONFIRMED,
    rows.IDENTITY,
    rows.ORDERED,
    rows.EFFECT_ROW,
    rows.BURST_ROW,
    rows.CAME_DOWN,
    rows.FAILED,
    rows.SIREN,
    rows.HURT,
)


def raid(compiled: Compiled, seed: int, run: int) -> Json:
    """Play run ``run`` again and return it: times in seconds of the raid, places in local metres."""
    played, log = replay(compiled, seed, run)
    things = played.things[0].view(np.recarray)
    told = {story.name: story for story in stories(compiled, things, log, everything=True)}
    by_object = _by_object(log)
    hostile = [int(o) for o in np.flatnonzero(things.side == HOSTILE)]
    return {
        "run": run,
        "seed": seed,
        "end_s": float(played.runs.end_s[0]),
        "outcome": {name: played.runs[0][name].item() for name in RUN.names or ()},
        "objects": [
            _object(compiled, things[o], by_object(o), told.get(compiled.objects[o]))
            for o in range(len(things))
            if things[o].side >= 0
        ],
        "nothing": _events_of(told.get("nothing")),
        "flights": _flights(log),
        "detections": _detections(compiled, log),
        "tracks": _tracks(log),
        "lost": _lost(log),
        "named": _named(log),
        "shots": shots(log),
        "bursts": _bursts(log),
        "sirens": _sirens(log),
        "events": _events(compiled, log, hostile),
    }


def _by_object(log: Any) -> Any:
    """Return a function from an object to its rows in order of time."""
    order = np.argsort(log.object, kind="stable")
    sorted_log, owners = log[order], log.object[order]
    return lambda o: sorted_log[np.searchsorted(owners, o) : np.searchsorted(owners, o, "right")]


def _object(compiled: Compiled, thing: Any, own: Any, story: Story | None) -> Json:
    fate = FATES[int(thing.fate)] if thing.side == HOSTILE or thing.fate else ""
    return {
        "index": int(thing.object),
        "side": SIDES[int(thing.side)],
        "fate": fate,
        "cause": CAUSES[int(thing.cause)] if thing.side == HOSTILE and thing.fate == LEAKED else "",
        "why": story.why if story else "",
        "stopped_by": int(thing.stopped_by),
        "declared": IDENTITIES[int(thing.declared)],
        "hurt": [int(thing.killed), int(thing.injured), int(thing.exposed)],
        **{name: finite(thing[name]) for name in _TIMES},
        "chain": links(compiled, own) if len(own) else [],
        "story": _events_of(story),
    }


def _events_of(story: Story | None) -> list[Json]:
    return [{"t_s": event.t_s, "text": event.text} for event in story.events] if story else []


def _flights(log: Any) -> Json:
    """Return the knots of every flight, sorted by object, then by when it was laid out, then by time."""
    laid = log[log.kind == rows.KNOT_ROW]
    laid = laid[np.lexsort((laid.t, laid.value, laid.object))]
    return {
        "object": pack(laid.object, "i4"),
        "laid_s": pack(laid.value, "f4"),
        "t_s": pack(laid.t, "f4"),
        "place": pack(laid.place, "f4"),
        "speed": pack(laid.speed, "f4"),
    }


def _detections(compiled: Compiled, log: Any) -> Json:
    """Return the detections, false alarms among them (object -1)."""
    seen = log[np.isin(log.kind, (rows.DETECTED, rows.FALSE_ALARM))]
    every = max(1, -(-len(seen) // MOST_DETECTIONS))
    kept = seen[::every]
    return {
        "every": every,
        "t_s": pack(kept.t, "f4"),
        "sensor": pack(kept["device"], "u1"),
        "object": pack(kept.object, "i2"),
        "place": pack(kept.place, "f4"),
    }


def _tracks(log: Any) -> Json:
    """Return the telling updates of all tracks, sorted by track and time; covariance as xx, yy, zz, xy, xz, yz."""
    told = log[log.kind == rows.TRACK_ROW]
    told = told[np.argsort(told.track, kind="stable")]
    keep = np.zeros(len(told), np.bool_)
    telling(told, keep)
    kept = told[keep]
    return {
        "updates": len(told),
        "t_s": pack(kept.t, "f4"),
        "track": pack(kept.track, "i4"),
        "object": pack(kept.object, "i2"),
        "place": pack(kept.place, "f4"),
        "speed": pack(kept.speed, "f4"),
        "covariance": pack(kept.more, "f4"),
        "hostile": pack(kept.value, "f4"),
    }


def _lost(log: Any) -> list[list[float]]:
    """Return when each confirmed track was lost: track, time."""
    lost = log[log.kind == rows.TRACK_LOST]
    lost = lost[np.isin(lost.track, log.track[log.kind == rows.TRACK_CONFIRMED])]
    return [[int(row.track), float(row.t)] for row in lost]


def _named(log: Any) -> list[list[float]]:
    """Return every change of what a track is held to be: track, time, index of the identity, odds of hostile."""
    named = log[log.kind == rows.IDENTITY]
    return [[int(row.track), float(row.t), int(row.code), float(row.value)] for row in named]


def _bursts(log: Any) -> list[Json]:
    return [
        {
            "t_s": float(row.t),
            "object": int(row.object),
            "at": [float(x) for x in row.place],
            "reach_m": float(row.value),
            "harm": bool(row.code),
        }
        for row in log[log.kind == rows.BURST_ROW]
    ]


def _sirens(log: Any) -> list[Json]:
    """Return when the people of an asset hear a siren, and until when."""
    found: list[Json] = []
    for row in log[np.isin(log.kind, (rows.SIREN, rows.ALL_CLEAR))]:
        asset = int(row["device"])
        if row.kind == rows.SIREN:
            heard = float(row.t + row.value)
            found.append({"asset": asset, "sounded_s": float(row.t), "heard_s": heard, "clear_s": None})
        else:
            last = next((one for one in reversed(found) if one["asset"] == asset), None)
            if last is not None and last["clear_s"] is None:
                last["clear_s"] = float(row.t)
    return found


def _events(compiled: Compiled, log: Any, hostile: list[int]) -> list[Json]:
    """Return what is worth jumping to: what happens to hostile objects, shots at whomever, bursts and sirens."""
    teller = Teller(compiled)
    wanted = log[np.isin(log.kind, _EVENTS)]
    always = np.isin(wanted.kind, (rows.ORDERED, rows.EFFECT_ROW, rows.BURST_ROW, rows.SIREN, rows.HURT))
    wanted = wanted[always | np.isin(wanted.object, hostile)]
    return [
        {
            "t_s": float(row.t),
            "kind": rows.ROWS[int(row.kind)],
            "object": int(row.object),
            "track": int(row.track),
            "text": teller.words(row),
        }
        for row in wanted
    ]
