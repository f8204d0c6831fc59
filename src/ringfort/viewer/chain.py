"""The kill chain of one object as links, and every shot with its outcome, from the log of a replay."""

from collections import defaultdict
from typing import Any

from ringfort.command.contract import GATES, HOSTILE, IDENTITIES
from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled
from ringfort.viewer.packing import Json, finite

LINKS = ("detected", "tracked", "identified", "ordered", "fired", "effect")


def shots(log: Any) -> list[Json]:
    """Return every shot in the order of firing, with its effect where that came before the raid's end.

    A shot and its effect are matched by effector and track, first fired, first effective: so the engine plays them.
    """
    effects: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in log[log.kind == rows.EFFECT_ROW]:
        effects[int(row["device"]), int(row.track)].append(row)
    found = []
    for row in log[log.kind == rows.FIRED]:
        waiting = effects[int(row["device"]), int(row.track)]
        found.append(_shot(row, waiting.pop(0) if waiting else None))
    return found


def _shot(fired: Any, effect: Any) -> Json:
    told: Json = {
        "fired_s": float(fired.t),
        "effector": int(fired["device"]),
        "track": int(fired.track),
        "object": int(fired.object),
        "from": [float(x) for x in fired.place],
        "origin": [float(x) for x in fired.more[:3]],
    }
    if effect is None:
        return told
    real = effect.code != rows.NOTHING_THERE
    return {
        **told,
        "effect_s": float(effect.t),
        "object": int(effect.object),
        "at": [float(x) for x in effect.place],
        "outcome": rows.OUTCOMES[int(effect.code)],
        "odds": float(effect.value) if real else None,
        "die": float(effect.die) if real else None,
    }


def links(compiled: Compiled, own: Any) -> list[Json]:
    """Return the links of an object's chain in order, each with its time (s) where it held, odds, die and words.

    ``own`` are the object's rows in order of time.
    """
    makers = (_detected, _tracked, _identified, _ordered, _fired, _effect)
    return [{"link": link, **maker(compiled, own)} for link, maker in zip(LINKS, makers, strict=True)]


def _first(own: Any, kind: int) -> Any:
    found = own[own.kind == kind]
    return found[0] if len(found) else None


def _detected(compiled: Compiled, own: Any) -> Json:
    row = _first(own, rows.DETECTED)
    if row is None:
        return {"t_s": None, "words": "no sensor saw it"}
    count = int((own.kind == rows.DETECTED).sum())
    words = f"first by {compiled.sensors[int(row['device'])]}; {count} detections in all"
    return {"t_s": float(row.t), "odds": float(row.value), "die": float(row.die), "words": words}


def _tracked(_compiled: Compiled, own: Any) -> Json:
    row = _first(own, rows.TRACK_CONFIRMED)
    if row is None:
        return {"t_s": None, "words": "no track of it was confirmed"}
    count = int((own.kind == rows.TRACK_CONFIRMED).sum())
    more = f"; {count} tracks in all" if count > 1 else ""
    return {"t_s": float(row.t), "words": f"in the picture as track {int(row.track)}{more}"}


def _identified(_compiled: Compiled, own: Any) -> Json:
    """Return when it was first held to be hostile; else what it was held to be at last."""
    named = own[own.kind == rows.IDENTITY]
    hostile = named[named.code == HOSTILE]
    if len(hostile):
        row = hostile[0]
        return {"t_s": float(row.t), "odds": float(row.value), "words": f"held to be hostile at {row.value:.0%}"}
    gates = own[own.kind == rows.GATE]
    why = f"; not engaged: {GATES[int(gates[-1].code)]}" if len(gates) and gates[-1].code else ""
    if len(named) == 0:
        return {"t_s": None, "words": f"never held to be anything{why}"}
    last = named[-1]
    top = float(named.value.max())
    words = f"held to be {IDENTITIES[int(last.code)]}; hostile at {top:.0%} at most{why}"
    return {"t_s": None, "odds": top, "words": words}


def _ordered(compiled: Compiled, own: Any) -> Json:
    row = _first(own, rows.ORDERED)
    asked = _first(own, rows.APPROVAL_ASKED)
    given = own[own.kind == rows.APPROVAL_GIVEN]
    leave = f"; leave took {given[-1].t - asked.t:.1f} s" if asked is not None and len(given) else ""
    if row is None:
        return {"t_s": None, "words": f"nothing was ordered to engage it{leave}"}
    words = f"{compiled.effectors[int(row['device'])]} ordered, expected odds {row.value:.2f}{leave}"
    return {"t_s": float(row.t), "odds": float(row.value), "words": words}


def _fired(compiled: Compiled, own: Any) -> Json:
    row = _first(own, rows.FIRED)
    if row is None:
        return {"t_s": None, "words": "nothing was fired at it"}
    count = int((own.kind == rows.FIRED).sum())
    more = f"; {count} shots in all" if count > 1 else ""
    return {"t_s": float(row.t), "words": f"{compiled.effectors[int(row['device'])]} fired{more}"}


def _effect(compiled: Compiled, own: Any) -> Json:
    """Return the first effect that did something, else the last that met it, else the last."""
    acted = own[own.kind == rows.EFFECT_ROW]
    if len(acted) == 0:
        return {"t_s": None, "words": "nothing acted on it"}
    worked, met = acted[acted.code > rows.MISSED_IT], acted[acted.code == rows.MISSED_IT]
    row = worked[0] if len(worked) else met[-1] if len(met) else acted[-1]
    words = f"{compiled.effectors[int(row['device'])]}: {rows.OUTCOMES[int(row.code)]}"
    told = {"t_s": float(row.t), "words": words, "worked": bool(len(worked))}
    if row.code == rows.NOTHING_THERE:
        return told
    return {**told, "odds": finite(row.value), "die": finite(row.die)}
