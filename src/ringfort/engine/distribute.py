"""Fire distribution: of all that could be engaged now, what is ordered, and in which order."""

from typing import Any

from ringfort.command import assign
from ringfort.compiled import compiled
from ringfort.engine.act import order, weigh_options
from ringfort.engine.model import Model
from ringfort.engine.post import room

_MANY = 1000  # engagements of one track at once, where doctrine does not wait to see what a shot did


@compiled
def order_all(model: Model, plans: Any, state: Any) -> None:
    """Plan the engagements that save most worth and order them while there are operators, the best first.

    What no operator is free to order is planned anew at the next decision.
    """
    count = weigh_options(model, plans, state)
    if count == 0 or free_operator(state) < 0:
        return
    lay_board(model, state, count)
    assign.solve(state.board)
    while True:
        operator = free_operator(state)
        if operator < 0:
            return
        k = assign.take_next(state.board)
        if k < 0:
            return
        if room(model, state, state.options[k].effector) > 0:  # an order may take the crew that another was to use
            order(model, state, k, operator)


@compiled
def lay_board(model: Model, state: Any, count: int) -> None:
    """Lay the options out as a problem of assignment."""
    board, doctrine = state.board, model.given.doctrine
    most = int(doctrine.at_once) if doctrine.looks > 0.5 else _MANY
    assign.clear(board)
    track, target = -1, -1
    for k in range(count):
        option = state.options[k]
        if option.track != track:
            track = option.track
            assessment = state.assessments[track]
            left = most - assessment.engaged
            target = assign.add_target(board, track, assessment.urgency, left) if left > 0 else -1
        if target >= 0:
            assign.allow(board, (option.effector, target), option.odds, k)
    for e in range(model.given.n_effectors):
        state.free[e] = max(room(model, state, e), 0)
    assign.add_shooters(board, state.free, model.given.n_effectors)


@compiled
def free_operator(state: Any) -> int:
    """Return an operator who is free to give an order, -1 where all are busy."""
    for k in range(state.n_operators):
        if state.operators[k] <= state.total.now:
            return k
    return -1
