"""One run told again: each object's story in time order, from the log of a replay that agrees with the run's row."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ringfort.command.contract import HELD, HOSTILE, KINDS
from ringfort.engine import log as rows
from ringfort.engine.availability import STATUSES as READINESS
from ringfort.engine.compile import Compiled
from ringfort.engine.run import play_runs, replay
from ringfort.engine.state import (
    CAUSES,
    ENGAGED_MISSED,
    FATES,
    HELD_BACK,
    IN_RESERVE,
    LEAKED,
    NO_THREAT,
    NO_TRACK,
    NOT_AUTHORISED,
    NOT_IDENTIFIED,
    NOT_ONLINE,
    NOT_PERMITTED,
    OUT_OF_REACH,
    POOR_TRACK,
    TAKEN_FOR_FRIEND,
)
from ringfort.engine.tell import Teller
from ringfort.flights import contract as flights
from ringfort.scenario.rules import Command

# Told once for each device and result, then counted.
_OFTEN = (rows.DETECTED, rows.MERGED, rows.ECHO_JUDGED, rows.HEARD, rows.LOOKED, rows.INTERROGATED)
_UNTOLD = (rows.TRACK_ROW, rows.KNOT_ROW)  # many, and no word of a story
_DEVICES = 4096  # more than there are devices or codes
_CHANGES = (rows.IDENTITY, rows.GATE, rows.TRACK_CONFIRMED, rows.TRACK_LOST)
_MOST_CHANGES = 12  # of one kind that are told one by one
_TOUCHED = (rows.ORDERED, rows.EFFECT_ROW, rows.LAID_ANEW, rows.BURST_ROW, rows.BESIDE, rows.CAUGHT)
_AT_NOTHING = (rows.ORDERED, rows.FIRED, rows.EFFECT_ROW, rows.LAPSED, rows.FELL)


@dataclass(frozen=True)
class Event:
    """Something that happened to an object."""

    t_s: float
    text: str


@dataclass(frozen=True)
class Story:
    """What happened to one object; ``why`` says why it leaked, in words, where it did."""

    name: str
    side: str
    fate: str
    cause: str
    warned_s: float
    events: tuple[Event, ...]
    why: str


def explain(compiled: Compiled, seed: int, run: int, *, everything: bool = False) -> list[Story]:
    """Return the stories of run ``run``: hostile objects first, then others, then shots at nothing.

    Others are told where something was done to them, with ``everything`` in any case. Raises RuntimeError where the
    replay does not agree with the run's row, which would be our mistake.
    """
    (played, log), row = replay(compiled, seed, run), play_runs(compiled, seed, run, 1)
    if played.runs.tobytes() != row.runs.tobytes() or played.things.tobytes() != row.things.tobytes():
        raise RuntimeError(f"the replay of run {run} differs from its row")
    return stories(compiled, row.things[0], log, everything=everything)


def stories(compiled: Compiled, things: Any, log: Any, *, everything: bool = False) -> list[Story]:
    """Return the stories that a replay's log tells, as ``explain`` does; ``things`` are the run's objects (THING)."""
    teller, found = Teller(compiled), []
    log = log[~np.isin(log.kind, _UNTOLD)]
    log = log[np.argsort(log.object, kind="stable")]
    edges = np.searchsorted(log.object, np.arange(len(compiled.objects) + 1))
    for o in range(len(compiled.objects)):
        thing, own = things[o], log[edges[o] : edges[o + 1]]
        if thing.side < 0:
            continue
        _agree(thing, own, compiled.objects[o])
        if everything or thing.side == flights.HOSTILE or _worth_telling(compiled, o, own):
            found.append((int(thing.side), _story(compiled, teller, thing, own)))
    found.sort(key=lambda pair: pair[0])
    nothing = _at_nothing(teller, log)
    return [story for _, story in found] + ([nothing] if nothing else [])


def _worth_telling(compiled: Compiled, o: int, own: Any) -> bool:
    """Return whether something was done to an object, or nearly: birds fly by in numbers, friends seldom."""
    if bool(np.isin(own.kind, _TOUCHED).any()) or bool(((own.kind == rows.IDENTITY) & (own.code == HOSTILE)).any()):
        return True
    return bool(compiled.model.given.arrivals[o]["kind"] != flights.BIRD and (own.kind == rows.IDENTITY).any())


def _agree(thing: Any, own: Any, name: str) -> None:
    """Raise where the log tells something else than the row."""
    hurt = own[own.kind == rows.HURT]
    told = {
        "detected_s": min(_first(own, rows.DETECTED), _first(own, rows.MERGED)),
        "ordered_s": _first(own, rows.ORDERED),
        "killed": int(hurt.code.sum()),
        "injured": int(hurt.value.sum()),
        "exposed": int(hurt.die.sum()),
    }
    wrong = [f"{key} {value} but {thing[key]} in the row" for key, value in told.items() if thing[key] != value]
    if thing.side == flights.HOSTILE:
        burst = bool(((own.kind == rows.BURST_ROW) & (own.code == 1)).any())
        if burst != (thing.fate == LEAKED):
            wrong.append(f"fate {FATES[thing.fate]} but {'a' if burst else 'no'} burst on something protected")
    if wrong:
        raise RuntimeError(f"the replay of {name} differs from its row: {'; '.join(wrong)}")


def _first(own: Any, kind: int) -> float:
    times = own.t[own.kind == kind]
    return float(times.min()) if len(times) else math.inf


def _story(compiled: Compiled, teller: Teller, thing: Any, own: Any) -> Story:
    hostile = thing.side == flights.HOSTILE
    leaked = hostile and thing.fate == LEAKED
    return Story(
        name=compiled.objects[int(thing.object)],
        side=flights.SIDES[int(thing.side)],
        fate=FATES[int(thing.fate)] if hostile or thing.fate else "",
        cause=CAUSES[int(thing.cause)] if leaked else "",
        warned_s=float(thing.warned_s),
        events=tuple(sorted(_events(teller, own), key=lambda event: event.t_s)),
        why=_why(compiled, thing, own) if leaked else "",
    )


def _events(teller: Teller, own: Any) -> Iterator[Event]:
    """Yield what an object's rows tell, repetitions counted; tracks that were never confirmed are left out."""
    confirmed = own.track[own.kind == rows.TRACK_CONFIRMED]
    own = own[(own.kind != rows.TRACK_LOST) | np.isin(own.track, confirmed)]
    often = np.isin(own.kind, _OFTEN)
    keys = np.where(often, (own.kind * _DEVICES + own["device"] + 1) * _DEVICES + own.code + 1, -own.kind)
    for one in dict.fromkeys(keys.tolist()):
        many = own[keys == one]
        kind = int(many[0].kind)
        limit = 1 if kind in _OFTEN else _MOST_CHANGES if kind in _CHANGES else len(many)
        yield from (Event(float(row.t), teller.words(row)) for row in many[:limit] if teller.words(row))
        if len(many) > limit:
            yield Event(float(many[-1].t), f"{teller.words(many[-1])}; the last of {len(many)} such")


def _at_nothing(teller: Teller, log: Any) -> Story | None:
    """Return the story of the orders and shots at tracks that nothing was ever behind; None where there are none."""
    own = log[(log.object < 0) & np.isin(log.kind, _AT_NOTHING)]
    if len(own) == 0:
        return None
    events = tuple(Event(float(row.t), teller.words(row)) for row in own)
    return Story("nothing", "false tracks", "", "", math.nan, events, "")


def _why(compiled: Compiled, thing: Any, own: Any) -> str:
    """Return why a leaker leaked, with the number that decided."""
    rules, cause, end = compiled.loaded.document.command, int(thing.cause), float(thing.end_s)
    names = own[own.kind == rows.IDENTITY]
    if cause == NO_TRACK:
        return f"detected {int((own.kind == rows.DETECTED).sum())} times, but no track was confirmed from it"
    if cause == TAKEN_FOR_FRIEND and len(names):
        friend, needed = float(names[-1].more[1]), rules.identify.friendly_above
        return f"held to be a friend or neutral when it burst (friend {friend:.2f}, enough is {needed:.2f})"
    if cause == NOT_IDENTIFIED:
        return _not_identified(rules, thing, names)
    if cause in (NO_THREAT, OUT_OF_REACH):
        return _left_alone(rules, cause, names)
    if cause == NOT_AUTHORISED:
        return _not_authorised(compiled, own, end)
    if cause in (NOT_ONLINE, NOT_PERMITTED, HELD_BACK, IN_RESERVE, POOR_TRACK):
        return _without(
            Teller(compiled), own, rows.LACKED if cause in (NOT_ONLINE, NOT_PERMITTED) else rows.HELD_BACK_ROW
        )
    if cause == ENGAGED_MISSED:
        ordered, acted = int((own.kind == rows.ORDERED).sum()), int((own.kind == rows.EFFECT_ROW).sum())
        unfired = list(dict.fromkeys(rows.LAPSES[int(code)] for code in own.code[own.kind == rows.LAPSED]))
        held = f"; not fired because: {', '.join(unfired)}" if unfired else ""
        return f"orders to engage it: {ordered}; shots that acted: {acted}; none stopped it{held}"
    return ""


def _without(teller: Teller, own: Any, kind: int) -> str:
    """Return which devices were missing or held back, by rows of this kind, and why."""
    missing = kind == rows.LACKED
    told = [
        f"{teller.unit(row)} was {READINESS[int(row.code)]}" if missing else teller.words(row)
        for row in own[own.kind == kind]
    ]
    return "; ".join(dict.fromkeys(told))


def _left_alone(rules: Command, cause: int, names: Any) -> str:
    if cause == NO_THREAT:
        least = rules.evaluate.engage_above
        return f"held to come down on nothing protected{f' with odds of {least:.2f}' if least else ''} when it burst"
    held = f", at last most likely: {KINDS[int(names[-1].more[5])]}" if len(names) else ""
    return f"no effector that is used against what it was held to be could have reached it{held}"


def _not_identified(rules: Command, thing: Any, names: Any) -> str:
    if math.isfinite(float(thing.identified_s)):
        return f"held to be hostile at {thing.identified_s:.1f} s, when nothing that may engage it could reach it"
    top = max((float(row.value) for row in names), default=0.0)
    return f"never held to be hostile: {rules.identify.hostile_above:.2f} would do, {top:.2f} was the most told"


def _not_authorised(compiled: Compiled, own: Any, end_s: float) -> str:
    asked, given = (own[own.kind == kind] for kind in (rows.APPROVAL_ASKED, rows.APPROVAL_GIVEN))
    gates = own[own.kind == rows.GATE]
    if len(asked) == 0:
        held = len(gates) > 0 and int(gates[-1].code) == HELD
        return "weapons were on hold" if held else "nobody was asked for leave to engage it"
    last = asked[-1]
    still = "" if len(given) == len(asked) else f", not answered when it burst at {end_s:.1f} s"
    return f"asked for leave at {asked[0].t:.1f} s; last before {Teller(compiled).level(last)} at {last.t:.1f} s{still}"
