"""Fire distribution: of all that could be engaged now, what is ordered, and in which order."""

from typing import Any

from ringfort.command import assign
from ringfort.command.contract import RANDOM
from ringfort.compiled import compiled
from ringfort.engine.act import order, weigh_options
from ringfort.engine.model import Model
from ringfort.engine.post import room
from ringfort.streams import CREW, start, uniform

_MANY = 1000  # engagements of one track at once, where doctrine does not wait to see what a shot did


@compiled
def order_all(model: Model, plans: Any, state: Any) -> None:
    """Let every group of effectors that decides for itself distribute its fire."""
    count = weigh_options(model, plans, state)
    if count == 0:
        return
    for group in range(model.given.groups):
        if free_operator(state, group) < 0:
            continue
        if model.given.doctrine.distribution == RANDOM:
            at_random(model, state, group, count)
        else:
            by_plan(model, state, group, count)


@compiled
def by_plan(model: Model, state: Any, group: int, count: int) -> None:
    """Plan the engagements that save most worth and order them while there are operators, the best first.

    What no operator is free to order is planned anew at the next decision.
    """
    lay_board(model, state, group, count)
    if state.board.targets == 0 or state.board.slots == 0:
        return
    assign.solve(state.board)
    while True:
        operator = free_operator(state, group)
        if operator < 0:
            return
        k = assign.take_next(state.board)
        if k < 0:
            return
        if room(model, state, state.options[k].effector) > 0:  # an order may take the crew that another was to use
            order(model, state, k, operator)


@compiled
def lay_board(model: Model, state: Any, group: int, count: int) -> None:
    """Lay the options of a group out as a problem of assignment."""
    board = state.board
    assign.clear(board)
    track, target = -1, -1
    for k in range(count):
        option = state.options[k]
        if model.given.effectors[option.effector].group != group:
            continue
        if option.track != track:
            track = option.track
            left = places_left(model, state, group, track)
            target = assign.add_target(board, track, state.assessments[track].urgency, left) if left > 0 else -1
        if target >= 0:
            assign.allow(board, (option.effector, target), option.odds, k)
    for e in range(model.given.n_effectors):
        mine = model.given.effectors[e].group == group
        state.free[e] = max(room(model, state, e), 0) if mine else 0
    assign.add_shooters(board, state.free, model.given.n_effectors)


@compiled
def places_left(model: Model, state: Any, group: int, track: int) -> int:
    """Return how many more engagements of a track a group may begin."""
    doctrine, deal = model.given.doctrine, state.deals[group, track]
    most = int(doctrine.at_once) if doctrine.looks > 0.5 else _MANY
    return int(most - deal.engaged)


@compiled
def at_random(model: Model, state: Any, group: int, count: int) -> None:
    """Let the effector of a group of one engage whatever it can, each target as likely as the others."""
    while True:
        operator, found, e = free_operator(state, group), 0, -1
        for k in range(count):
            option = state.options[k]
            if can_take(model, state, group, k):
                found, e = found + 1, option.effector
        if operator < 0 or found == 0 or room(model, state, e) <= 0:
            return
        start(state.stream, state.dice, model.given.effectors[e].key, 4, CREW, state.posts[e].ordered)
        which = int(uniform(state.stream) * found)
        for k in range(count):
            option = state.options[k]
            if can_take(model, state, group, k):
                if which == 0:
                    order(model, state, k, operator)
                    option.odds = 0.0
                    break
                which -= 1


@compiled
def can_take(model: Model, state: Any, group: int, k: int) -> bool:
    """Return whether a group may still take option ``k``."""
    option = state.options[k]
    mine = model.given.effectors[option.effector].group == group
    return bool(mine and option.odds > 0.0 and places_left(model, state, group, option.track) > 0)


@compiled
def free_operator(state: Any, group: int) -> int:
    """Return an operator of a group who is free to give an order, -1 where all are busy."""
    for k in range(state.n_operators):
        if state.operators[group, k] <= state.total.now:
            return k
    return -1
