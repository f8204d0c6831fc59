"""Leave to engage: a request goes up a chain of levels, waits at each for somebody who is free, and takes time there.

Each level has people who serve one request at a time, the most urgent one first; a request at a level of unbounded
people never waits. Which kinds of effector a level releases is doctrine; leave for a kind is given when the last level
that releases it has answered.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.arrive import draw
from ringfort.engine.model import PEOPLE_MAX, Model
from ringfort.engine.queue import ANSWER, push
from ringfort.streams import DELAY, start

_KINDS = 8  # effector kinds that there can be
NOT_ASKED = -1


@compiled
def ask(model: Model, state: Any, i: int) -> None:
    """Ask for leave to engage track ``i``."""
    assessment, t = state.assessments[i], state.total.now
    assessment.asked_t, assessment.reached_t, assessment.level, assessment.answer_t = t, t, 0, math.inf
    note(state, rows.APPROVAL_ASKED, i, 0)
    serve(model, state)


@compiled
def note(state: Any, kind: int, i: int, level: int) -> None:
    """Log a step of the request for track ``i``; for an answer, with the time that it waited to be taken up."""
    if rows.on(state):
        row = rows.note(state, state.total.now, kind, (state.track_sources[i], -1, level, state.assessments[i].track))
        row.value = state.assessments[i].waited_s if kind == rows.APPROVAL_GIVEN else 0.0


@compiled
def serve(model: Model, state: Any) -> None:
    """Let whoever is free take up the most urgent request that waits at his level."""
    for level in range(model.given.n_levels):
        while True:
            person = free_person(model, state, level)
            i = most_urgent(state, level) if person > -2 else -1
            if i < 0:
                break
            take_up(model, state, i, person)


@compiled
def free_person(model: Model, state: Any, level: int) -> int:
    """Return somebody free at a level; -1 where there is always somebody, -2 where nobody is free."""
    people = model.given.levels[level].people
    if people == 0:
        return -1
    for k in range(people):
        if state.chain[level, k] <= state.total.now:
            return k
    return -2


@compiled
def most_urgent(state: Any, level: int) -> int:
    """Return the track whose request waits at a level and is most urgent, -1 where none waits."""
    best = -1
    for i in range(state.slots):
        assessment = state.assessments[i]
        if assessment.track < 0 or assessment.level != level or assessment.answer_t < math.inf:
            continue
        if best < 0 or assessment.urgency > state.assessments[best].urgency:
            best = i
    return best


@compiled
def take_up(model: Model, state: Any, i: int, person: int) -> None:
    """Begin to weigh the request for track ``i``; the answer comes after a drawn time.

    Its die is keyed by what the track is of, so that another sensor's tracks do not move it.
    """
    assessment, source, t = state.assessments[i], state.track_sources[i], state.total.now
    level = assessment.level
    assessment.waited_s = t - assessment.reached_t
    who = model.given.arrivals[source].key if source >= 0 else assessment.track
    start(state.stream, state.dice, who, level, DELAY, 0)
    assessment.answer_t = t + max(draw(state.stream, model.given.levels[level].delay, model.given.choices), 0.0)
    if person >= 0:
        state.chain[level, person] = assessment.answer_t
    push(state.queue, state.total, assessment.answer_t, ANSWER, i)


@compiled
def answer(model: Model, state: Any, i: int) -> None:
    """Take in that a level has answered on track ``i``, if it is still the track that was asked about."""
    assessment, t = state.assessments[i], state.total.now
    if assessment.level != NOT_ASKED and assessment.answer_t == t:
        level = assessment.level
        note(state, rows.APPROVAL_GIVEN, i, level)
        for kind in range(_KINDS):
            if last_level(model, kind) == level:
                assessment.leave_t[kind] = t
        above = level + 1 < model.given.n_levels
        assessment.level, assessment.answer_t, assessment.reached_t = level + 1 if above else NOT_ASKED, math.inf, t
        if above:
            note(state, rows.APPROVAL_ASKED, i, level + 1)
    serve(model, state)


@compiled
def last_level(model: Model, kind: int) -> int:
    """Return the last level that releases effectors of a kind, -1 where none does."""
    for level in range(model.given.n_levels - 1, -1, -1):
        if (model.given.levels[level].kinds >> kind) & 1 == 1:
            return level
    return -1


@compiled
def disperse(state: Any) -> None:
    """Let everybody of the chain be free, as before a raid."""
    for level in range(len(state.chain)):
        for k in range(PEOPLE_MAX):
            state.chain[level, k] = 0.0
