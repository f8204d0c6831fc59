"""One decision: what each track is, what it threatens, who may be engaged, whom to warn."""

import math
from typing import Any

from ringfort.command import authority, evaluate, identify, warn, zones
from ringfort.command.contract import ALLOWED, FRIEND, HELD, HOSTILE, NEUTRAL
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.approve import ask
from ringfort.engine.arrive import draw
from ringfort.engine.availability import to_posts
from ringfort.engine.model import WARNING_HEARD, Model
from ringfort.engine.plan import flights_here
from ringfort.engine.sorties import reported
from ringfort.engine.state import FLYING
from ringfort.flights.contract import FRIEND as OWN
from ringfort.streams import DELAY, start
from ringfort.tracking.contract import CONFIRMED
from ringfort.tracking.predict import impact
from ringfort.world.terrain import height_above_ground


@compiled
def judge(model: Model, state: Any) -> None:
    """Assess every confirmed track, ask for leave where it is needed, and sound the sirens."""
    t, own = state.total.now, own_flights(model, state)
    for i in range(state.slots):
        if state.tracks[i].status != CONFIRMED:
            continue
        assessment, source = state.assessments[i], state.track_sources[i]
        before, gate = assessment.declared, assessment.gate
        if assessment.assessed_t < max(state.tracks[i].t, assessment.looked_t):
            assess(model, state, i, own)
            assessment.assessed_t = t
        identify.declare(assessment, model.given.doctrine, t)
        assessment.gate = gate_of(model, state, i)
        keep_books(state, i)
        if rows.on(state):
            note_changes(state, i, before, gate)
        if authority.must_ask(assessment, model.given.doctrine):
            ask(model, state, i)
        if warn.threatens(assessment, model.given.doctrine):
            sound(model, state, assessment.asset, source)
    for a in range(model.given.n_assets):
        if warn.all_clear(state.warnings[a], model.given.doctrine, t) and rows.on(state):
            rows.note(state, t, rows.ALL_CLEAR, (-1, a, 0, -1))


@compiled
def gate_of(model: Model, state: Any, i: int) -> int:
    """Return why track ``i`` may not be engaged at all, by the rules of where it is."""
    given, track = model.given, state.tracks[i]
    if given.n_zones == 0:
        return authority.gate(state.assessments[i], given.doctrine, given.doctrine.weapons, zones.UNSAID)
    ahead, parts = state.total.now - track.t, given.zones[: given.n_zones]
    x, y = track.x[0] + ahead * track.x[3], track.x[1] + ahead * track.x[4]
    height = height_above_ground(model.terrain, x, y, track.x[2] + ahead * track.x[5])
    weapons = zones.weapons_at(parts, given.doctrine.weapons, x, y, height)
    return authority.gate(state.assessments[i], given.doctrine, weapons, zones.sure_at(parts, x, y, height))


@compiled
def own_flights(model: Model, state: Any) -> float:
    """Return how many own flights the base reckons with: those in the air, which report, or all of the day.

    Aeroplanes of a patrol are left out where flights report: they tell where they are (``sorties.reported``).
    """
    given = model.given
    if given.doctrine.flights_followed < 0.5 or given.doctrine.friends_expected <= 0.0:
        return float(given.doctrine.friends_expected)
    count = 0.0
    for o in range(given.n_arrivals):
        arrival = given.arrivals[o]
        if arrival.side == OWN and arrival.flies_for < 0 and state.objects[o].status == FLYING:
            count += 1.0
    return count


@compiled
def assess(model: Model, state: Any, i: int, own: float) -> None:
    """Weigh the identity of track ``i``, with so many own flights in the air, and what it would come down on."""
    track, assessment, given = state.tracks[i], state.assessments[i], model.given
    assets, profiles = given.assets[: given.n_assets], given.profiles[: given.n_profiles]
    height = height_above_ground(model.terrain, track.x[0], track.x[1], track.x[2])
    at_base = evaluate.flies_at_base(track, assets, given.doctrine.margin_m)
    lane = in_corridor(model, track, height)
    shown = identify.features(track, height, at_base, lane)
    for k in range(given.n_profiles):
        state.logs[k] = identify.log_likelihood(profiles[k], shown)
    here = (flights_here(model, state, track, own), reported(model, state, i))
    identify.weigh(assessment, profiles, state.logs, given.doctrine, here)
    t = state.total.now
    if assessment.ballistic > 0.5:
        evaluate.ballistic(assessment, assets, given.doctrine, impact(track, 1.0, model.terrain, given.tracking), t)
    else:
        evaluate.flying(assessment, track, assets, given.doctrine, t)


@compiled
def in_corridor(model: Model, track: Any, height_m: float) -> int:
    """Return 1 where a track lies in a friendly corridor, 0 where not, -1 where no own flight is expected."""
    if model.given.n_corridors == 0 or model.given.doctrine.friends_expected <= 0.0:
        return -1
    bearing = math.atan2(track.x[0], track.x[1])
    for c in range(model.given.n_corridors):
        corridor = model.given.corridors[c]
        off = bearing - corridor.from_rad
        off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
        if abs(off) <= corridor.half_width_rad and corridor.floor_m <= height_m <= corridor.ceiling_m:
            return 1
    return 0


@compiled
def keep_books(state: Any, i: int) -> None:
    """Note, for the object that the track is really of, how far the base has come with it."""
    source, assessment, t = state.track_sources[i], state.assessments[i], state.total.now
    if source < 0:
        return
    thing = state.objects[source]
    thing.declared = assessment.declared
    thing.friendly = 1 if assessment.declared in (FRIEND, NEUTRAL) else 0
    thing.gate = assessment.gate
    if assessment.declared == HOSTILE or assessment.gate in (ALLOWED, HELD):
        thing.identified_t = min(thing.identified_t, t)


@compiled
def sound(model: Model, state: Any, asset: int, source: int) -> None:
    """Sound the siren of an asset, if it is silent and people there can hear one."""
    t, stream = state.total.now, state.stream
    if model.given.assets[asset].hears == 0:
        return
    start(stream, state.dice, model.given.assets[asset].key, 0, DELAY, 1)
    delay = max(draw(stream, model.given.delays[WARNING_HEARD], model.given.choices), 0.0)
    if not warn.sound(state.warnings[asset], t + delay, t):
        return
    to_posts(model, state, t + delay)
    if rows.on(state):
        row = rows.note(state, t, rows.SIREN, (source, asset, 0, -1))
        row.value = delay


@compiled
def note_changes(state: Any, i: int, declared: int, gate: int) -> None:
    """Log a new identity or gate of track ``i``."""
    assessment, source, t = state.assessments[i], state.track_sources[i], state.total.now
    if assessment.declared != declared:
        row = rows.note(state, t, rows.IDENTITY, (source, -1, assessment.declared, assessment.track))
        rows.where(row, state.tracks[i].x)
        row.value = assessment.posterior[HOSTILE]
        for k in range(5):
            row.more[k] = assessment.posterior[k]
        row.more[5] = identify.likeliest(assessment)
    if assessment.gate != gate:
        rows.note(state, t, rows.GATE, (source, -1, assessment.gate, assessment.track))
