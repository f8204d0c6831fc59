"""What works now: sensors, effectors and supplies are delivered, set up, manned, powered and permitted, or are not.

Every unit draws its times by keyed streams before the raid; each change is an event. Nothing that is not ready senses
or acts. Breakdown and repair are an alternating renewal process with exponential times to failure, begun long enough
before the raid to be steady where the unit has been ready for long.

In the long run a unit is up for mean time up / (mean time up + mean time down). Source: elementary.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.arrive import draw
from ringfort.engine.model import NEEDS_MAX, Model
from ringfort.engine.queue import TURN, push
from ringfort.engine.state import MAX_SHOTS
from ringfort.streams import READY as READINESS
from ringfort.streams import start, uniform

# Why a unit does not work: the first of these that holds.
STATUSES = (
    "ready",
    "not yet delivered",
    "being set up",
    "not online",
    "broken",
    "without its crew",
    "without what it depends on",
    "not permitted to operate",
    "stood down",
)
READY, UNDELIVERED, EMPLACING, OFFLINE, BROKEN, UNMANNED, UNSUPPLIED, UNPERMITTED, STOOD_DOWN = range(9)

_CYCLES = 10.0  # mean times up and down before the raid from which breakdowns are played


@compiled
def open_books(model: Model, state: Any) -> None:
    """Draw when each unit works and put every change on the clock."""
    given, changes = model.given, 0
    for w in range(given.n_switches):
        switch, hours = given.switches[w], state.hours[w]
        start(state.stream, state.dice, switch.key, 0, READINESS, 0)
        hours.begin_t = draw(state.stream, switch.begin, given.choices)
        hours.until_t = draw(state.stream, switch.until, given.choices)
        changes += 1
        on_the_clock(model, state, hours.begin_t, switch.unit)
        on_the_clock(model, state, hours.until_t, switch.unit)
    for u in range(given.n_units):
        state.books[u].status = READY
        if given.units[u].steady == 0:
            changes += 1
            open_book(model, state, u)
    if changes > 0:
        refresh(model, state)


@compiled
def on_the_clock(model: Model, state: Any, t: float, u: int) -> None:
    """Look at unit ``u`` again at a time within the raid."""
    if 0.0 < t <= model.given.end_s:
        push(state.queue, state.total, t, TURN, u)


@compiled
def open_book(model: Model, state: Any, u: int) -> None:
    """Draw the times of one unit, and its people; play its breakdowns up to the raid."""
    unit, book, stream = model.given.units[u], state.books[u], state.stream
    start(stream, state.dice, unit.key, 0, READINESS, 1)
    book.online_t = draw(stream, unit.online, model.given.choices)
    book.offline_t = draw(stream, unit.offline, model.given.choices)
    book.delivered_t = draw(stream, unit.delivered, model.given.choices)
    book.ready_t = book.delivered_t + max(draw(stream, unit.emplace, model.given.choices), 0.0)
    for t in (book.online_t, book.offline_t, book.delivered_t, book.ready_t):
        on_the_clock(model, state, t, u)
    start(stream, state.dice, unit.key, 0, READINESS, 16)
    book.people = 0
    for _ in range(unit.people):
        if uniform(stream) < unit.present:
            book.people += 1
    book.manned_t = math.inf if unit.rests == 1 else -math.inf
    book.broken, book.drawn, book.toggle_t = 0, 0, math.inf
    if unit.fails_every_s > 0.0:
        down = max(repair_time(model, state, u), 1.0)
        begin = max(book.ready_t, -_CYCLES * (unit.fails_every_s + down))
        book.toggle_t = begin + up_time(model, state, u)
        while book.toggle_t <= 0.0:
            toggle(model, state, u)
        on_the_clock(model, state, book.toggle_t, u)


@compiled
def up_time(model: Model, state: Any, u: int) -> float:
    """Draw the time to the next breakdown of unit ``u``, exponential about its mean."""
    unit, book = model.given.units[u], state.books[u]
    start(state.stream, state.dice, unit.key, 1, READINESS, 2 * book.drawn)
    return float(-unit.fails_every_s * math.log(uniform(state.stream)))


@compiled
def repair_time(model: Model, state: Any, u: int) -> float:
    """Draw how long the repair of unit ``u`` takes."""
    unit, book = model.given.units[u], state.books[u]
    start(state.stream, state.dice, unit.key, 2, READINESS, 2 * book.drawn)
    return max(draw(state.stream, unit.repair, model.given.choices), 0.0)


@compiled
def toggle(model: Model, state: Any, u: int) -> None:
    """Break unit ``u`` or repair it, and draw when it next changes."""
    book = state.books[u]
    book.broken, book.drawn = 1 - book.broken, book.drawn + 1
    book.toggle_t += repair_time(model, state, u) if book.broken == 1 else up_time(model, state, u)


@compiled
def to_posts(model: Model, state: Any, heard_t: float) -> None:
    """Send the crews that rest to their posts by a siren that is heard at ``heard_t``; a later one changes nothing."""
    for u in range(model.given.n_units):
        unit, book = model.given.units[u], state.books[u]
        if unit.rests == 1 and book.manned_t == math.inf:
            start(state.stream, state.dice, unit.key, 3, READINESS, 0)
            book.manned_t = heard_t + max(draw(state.stream, unit.to_posts, model.given.choices), 0.0)
            on_the_clock(model, state, book.manned_t, u)


@compiled
def turn(model: Model, state: Any, u: int) -> None:
    """Take in that something about unit ``u`` may have changed now."""
    book = state.books[u]
    if model.given.units[u].steady == 0 and book.toggle_t == state.total.now:
        toggle(model, state, u)
        on_the_clock(model, state, book.toggle_t, u)
    refresh(model, state)


@compiled
def refresh(model: Model, state: Any) -> None:
    """Give every unit its status now; call off what an effector that no longer works was doing."""
    given, t = model.given, state.total.now
    for u in range(given.n_units):
        state.own[u] = own_status(model, state, u)
    changed = True
    while changed:  # each round reaches one dependency further
        changed = False
        for u in range(given.n_units):
            if state.own[u] == READY and lacks(model, state, u):
                state.own[u], changed = UNSUPPLIED, True
    for u in range(given.n_units):
        before, now = state.books[u].status, state.own[u]
        if before == now:
            continue
        state.books[u].status = now
        if rows.on(state):
            rows.note(state, t, rows.DEVICE_ROW, (-1, u, now, -1))
        e = u - given.n_sensors
        if before == READY and 0 <= e < given.n_effectors:
            call_off(model, state, e)


@compiled
def own_status(model: Model, state: Any, u: int) -> int:
    """Return the status of unit ``u`` by itself and by its permits, without what it depends on."""
    unit, book, t = model.given.units[u], state.books[u], state.total.now
    if unit.steady == 0:
        if t < book.delivered_t:
            return UNDELIVERED
        if t < book.ready_t:
            return EMPLACING
        if not book.online_t <= t < book.offline_t:
            return OFFLINE
        if book.broken == 1:
            return BROKEN
        if unit.people > 0 and (book.people < unit.needed or t < book.manned_t):
            return UNMANNED
    return permission(model, state, u)


@compiled
def permission(model: Model, state: Any, u: int) -> int:
    """Return whether unit ``u`` may operate now: READY, UNPERMITTED or STOOD_DOWN."""
    t, named, inside = state.total.now, False, False
    for w in range(model.given.n_switches):
        switch, hours = model.given.switches[w], state.hours[w]
        if switch.unit != u:
            continue
        within = hours.begin_t <= t < hours.until_t
        if switch.permits == 0 and within:
            return STOOD_DOWN
        if switch.permits == 1:
            named, inside = True, inside or within
    return UNPERMITTED if named and not inside else READY


@compiled
def lacks(model: Model, state: Any, u: int) -> bool:
    """Return whether something that unit ``u`` depends on does not work."""
    unit = model.given.units[u]
    for k in range(NEEDS_MAX):
        needed = unit.needs[k]
        if needed >= 0 and state.own[needed] != READY:
            return True
    any_named, any_ready = False, False
    for k in range(NEEDS_MAX):
        other = unit.one_of[k]
        if other >= 0:
            any_named, any_ready = True, any_ready or state.own[other] == READY
    return any_named and not any_ready


@compiled
def forbidden(status: int) -> bool:
    """Return whether a status is a matter of leave, not of readiness."""
    return status in (UNPERMITTED, STOOD_DOWN)


@compiled
def crew_of(model: Model, state: Any, e: int) -> float:
    """Return how many people effector ``e`` has at its post."""
    u, crew = model.given.n_sensors + e, model.given.effectors[e].crew
    if model.given.units[u].people > 0:
        return float(min(crew, float(state.books[u].people)))
    return float(crew)


@compiled
def call_off(model: Model, state: Any, e: int) -> None:
    """Call off the shots that still need effector ``e``: not fired yet, or still holding its channel."""
    t = state.total.now
    for j in range(MAX_SHOTS):
        shot = state.shots[j]
        if shot.live != 1 or shot.effector != e or (shot.fired == 1 and t >= shot.t + shot.busy_s):
            continue
        shot.live = 2
        if rows.on(state):
            rows.note(state, t, rows.CALLED_OFF, (shot.source, e, 0, shot.track_id))
