"""Fire distribution: which effector engages which track, so that the worth expected to be saved is greatest.

The static weapon-target problem of one decision: choose engagements so that ``sum_t v_t (1 - prod_k (1 - p_k))`` is
greatest, v_t the value of track t, p_k the odds of the engagements k chosen for it; an effector takes so many at once
(its slots), a track so many at once, and an effector engages a track once.

Where a track takes one engagement only, the problem is a matching and solved exactly by shortest augmenting paths. Else
plans of greatest marginal returns, begun from nothing and from the matching, are improved by moves, swaps and rounds of
up to seven until none helps; for small problems, branch and bound goes on until the plan is proven best.

Source: kuhn1955 (matching); denbroeder1959 (greatest marginal return); ahuja2003 (problem, exchange, branch and bound).
"""

import math
from typing import Any

import numpy as np

from ringfort.compiled import compiled

TARGETS_MAX, SLOTS_MAX, SHOOTERS_MAX = 128, 128, 64
_SURE = 1.0 - 1e-12  # odds above this are taken as this, lest a product of misses be zero
_NODES = 50_000  # that branch and bound may try
_SMALL = 10  # slots up to which it is tried
_NODES_MAX = 128  # slots and targets up to which rounds are looked for
_ROUND = 6  # steps of a round
_BETTER = 1e-12  # relative gain below which nothing has been gained
IDLE = -1

_COLUMNS = SLOTS_MAX + TARGETS_MAX

# The scratch of one decision. Columns of the matching are the targets, then one idle column a slot.
BOARD = np.dtype(
    [
        ("targets", "i8"),
        ("slots", "i8"),
        ("track", "i8", TARGETS_MAX),  # slot of the picture of each target
        ("value", "f8", TARGETS_MAX),
        ("limit", "i8", TARGETS_MAX),  # engagements that it can still take
        ("count", "i8", TARGETS_MAX),  # engagements planned
        ("left", "f8", TARGETS_MAX),  # odds that all planned ones miss
        ("miss", "f8", (SHOOTERS_MAX, TARGETS_MAX)),  # odds that an engagement misses; 1 = no such engagement
        ("shooter", "i8", SLOTS_MAX),  # effector of each slot
        ("plan", "i8", SLOTS_MAX),  # target of each slot, IDLE = none
        ("best", "i8", SLOTS_MAX),
        ("ordered", "f8", TARGETS_MAX),  # odds that all engagements taken out of the plan miss
        ("option", "i8", (SHOOTERS_MAX, TARGETS_MAX)),  # the engine's number of an engagement
        ("busy", "i8", (SHOOTERS_MAX, TARGETS_MAX)),  # 1 = the effector is to engage the target
        ("arc", "f8", (_NODES_MAX, _NODES_MAX)),
        ("gain", "f8", (_ROUND + 1, _NODES_MAX)),
        ("back", "i8", (_ROUND + 1, _NODES_MAX)),
        ("escape", "f8", (_SMALL + 1, TARGETS_MAX)),  # odds to survive all slots from this one on
        ("owner", "i8", _COLUMNS + 1),
        ("way", "i8", _COLUMNS + 1),
        ("used", "i8", _COLUMNS + 1),
        ("price", "f8", SLOTS_MAX + 1),
        ("rent", "f8", _COLUMNS + 1),
        ("slack", "f8", _COLUMNS + 1),
    ],
    align=True,
)


@compiled
def clear(board: Any) -> None:
    """Begin a new problem."""
    board.targets = board.slots = 0


@compiled
def add_target(board: Any, track: int, value: float, limit: int) -> int:
    """Add a track of this value that takes up to ``limit`` engagements; return its number, -1 where there is no room.

    A full board gives up the target of the least value, if that is less.
    """
    t = board.targets
    if t >= TARGETS_MAX:
        t = 0
        for other in range(TARGETS_MAX):
            if board.value[other] < board.value[t]:
                t = other
        if board.value[t] >= value:
            return -1
        board.targets -= 1
    board.track[t], board.value[t], board.limit[t] = track, value, limit
    for e in range(SHOOTERS_MAX):
        board.miss[e, t] = 1.0
    board.targets += 1
    return int(t)


@compiled
def add_shooters(board: Any, engagements: Any, shooters: int) -> None:
    """Give effectors slots for so many engagements each, in turns, none more than there are targets."""
    for k in range(board.targets):
        for e in range(shooters):
            if engagements[e] > k and board.slots < SLOTS_MAX:
                board.shooter[board.slots] = e
                board.slots += 1


@compiled
def allow(board: Any, who: tuple[int, int], odds: float, option: int) -> None:
    """Let effector ``who[0]`` engage target ``who[1]`` with these odds, which is the engine's option of this number."""
    board.miss[who[0], who[1]] = 1.0 - min(odds, _SURE)
    board.option[who[0], who[1]] = option


@compiled
def take_next(board: Any) -> int:
    """Take the engagement that saves most out of the plan; return its option, -1 where none is left."""
    top, best = -1.0, IDLE
    for w in range(board.slots):
        t = board.plan[w]
        if t == IDLE:
            continue
        gain = board.value[t] * board.ordered[t] * (1.0 - board.miss[board.shooter[w], t])
        if gain > top:
            top, best = gain, w
    if best == IDLE:
        return -1
    e, t = board.shooter[best], board.plan[best]
    board.plan[best] = IDLE
    board.ordered[t] *= board.miss[e, t]
    return int(board.option[e, t])


@compiled
def saved(board: Any) -> float:
    """Return the value expected to be saved by the plan."""
    total = 0.0
    for t in range(board.targets):
        total += board.value[t] * (1.0 - board.left[t])
    return total


@compiled
def solve(board: Any) -> None:
    """Find the plan: ``plan`` tells the target of each slot."""
    one_each = True
    for w in range(board.slots):
        board.plan[w] = IDLE
    for t in range(board.targets):
        board.count[t], board.left[t], board.ordered[t] = 0, 1.0, 1.0
        for e in range(SHOOTERS_MAX):
            board.busy[e, t] = 0
        one_each = one_each and board.limit[t] <= 1
    if one_each:
        match(board)
        return
    fill(board)
    improve(board)
    first = saved(board)
    for w in range(board.slots):
        board.best[w] = board.plan[w]
        put(board, w, IDLE)
    match(board)
    fill(board)
    improve(board)
    if saved(board) < first:
        take_back(board)
    if board.slots <= _SMALL:
        prove(board)


# one engagement a target: matching -----------------------------------------------------------------------------------


@compiled
def match(board: Any) -> None:
    """Give slots targets, one to one, by shortest augmenting paths; a slot without use stays idle."""
    slots, columns = board.slots, board.targets + board.slots
    for c in range(columns + 1):
        board.owner[c], board.rent[c] = 0, 0.0
    for w in range(slots + 1):
        board.price[w] = 0.0
    for w in range(1, slots + 1):
        augment(board, w, columns)
    for c in range(1, board.targets + 1):
        w = board.owner[c] - 1
        if w >= 0 and can(board, w, c - 1):
            put(board, w, c - 1)


@compiled
def cost(board: Any, slot: int, column: int) -> float:
    """Return what a slot and a column, both counted from 1, cost: the value saved, negative; an idle column nothing."""
    if column > board.targets or board.limit[column - 1] <= 0:
        return 0.0
    return float(-board.value[column - 1] * (1.0 - board.miss[board.shooter[slot - 1], column - 1]))


@compiled
def augment(board: Any, slot: int, columns: int) -> None:
    """Bring a slot in along the cheapest alternating path; column 0 stands for it until it has one."""
    owner, way, used, slack = board.owner, board.way, board.used, board.slack
    for c in range(columns + 1):
        slack[c], used[c] = math.inf, 0
    owner[0], here = slot, 0
    while owner[here] != 0:
        used[here] = 1
        w, least, following = owner[here], math.inf, 0
        for c in range(1, columns + 1):
            if used[c] == 1:
                continue
            through = cost(board, w, c) - board.price[w] - board.rent[c]
            if through < slack[c]:
                slack[c], way[c] = through, here
            if slack[c] < least:
                least, following = slack[c], c
        for c in range(columns + 1):
            if used[c] == 1:
                board.price[owner[c]] += least
                board.rent[c] -= least
            else:
                slack[c] -= least
        here = following
    while here != 0:
        before = way[here]
        owner[here] = owner[before]
        here = before


# several engagements a target: exchange ------------------------------------------------------------------------------


@compiled
def can(board: Any, w: int, t: int) -> bool:
    """Return whether slot ``w`` may engage target ``t``, apart from how many engage it already."""
    e = board.shooter[w]
    return bool(board.miss[e, t] < 1.0 and (board.busy[e, t] == 0 or board.plan[w] == t))


@compiled
def put(board: Any, w: int, t: int) -> None:
    """Give slot ``w`` target ``t``, or none (IDLE), and work out the odds of the targets concerned afresh."""
    before, e = board.plan[w], board.shooter[w]
    board.plan[w] = t
    if before != IDLE:
        board.busy[e, before] = 0
    if t != IDLE:
        board.busy[e, t] = 1
    for target in (before, t):
        if target == IDLE:
            continue
        left, count = 1.0, 0
        for other in range(board.slots):
            if board.plan[other] == target:
                left *= board.miss[board.shooter[other], target]
                count += 1
        board.left[target], board.count[target] = left, count


@compiled
def fill(board: Any) -> None:
    """Give targets to slots one by one, each time where most is saved more."""
    while True:
        top, best_w, best_t = 0.0, IDLE, IDLE
        for w in range(board.slots):
            if board.plan[w] != IDLE:
                continue
            for t in range(board.targets):
                gain = board.value[t] * board.left[t] * (1.0 - board.miss[board.shooter[w], t])
                if gain > top and board.count[t] < board.limit[t] and can(board, w, t):
                    top, best_w, best_t = gain, w, t
        if best_w == IDLE:
            return
        put(board, best_w, best_t)


@compiled
def improve(board: Any) -> None:
    """Move, swap and go round until nothing more is gained."""
    better = True
    while better:
        better = move_one(board) or swap_two(board)
        if not better and board.slots + board.targets <= _NODES_MAX:
            better = exchange(board)


@compiled
def gains(board: Any, w: int, into: int) -> float:
    """Return what is saved more where ``into`` takes the place of slot ``w`` at its target: a slot, or none (IDLE)."""
    t = board.plan[w]
    if t == IDLE:
        return 0.0
    rest = board.left[t] / board.miss[board.shooter[w], t]
    after = rest if into == IDLE else rest * board.miss[board.shooter[into], t]
    return float(board.value[t] * (board.left[t] - after))


@compiled
def move_one(board: Any) -> bool:
    """Move a slot to another target where that gains; return whether one did."""
    found = False
    for w in range(board.slots):
        lost = gains(board, w, IDLE)
        top, best = _BETTER * max(saved(board), 1e-300), IDLE
        for t in range(board.targets):
            if t == board.plan[w] or board.count[t] >= board.limit[t]:
                continue
            gain = lost + board.value[t] * board.left[t] * (1.0 - board.miss[board.shooter[w], t])
            if gain > top and can(board, w, t):
                top, best = gain, t
        if best != IDLE:
            put(board, w, best)
            found = True
    return found


@compiled
def fits(board: Any, w: int, away: int, t: int) -> bool:
    """Return whether slot ``w`` may take the place that slot ``away`` leaves at target ``t``."""
    if t == IDLE:
        return True
    e = board.shooter[w]
    return bool(board.miss[e, t] < 1.0 and (board.busy[e, t] == 0 or board.shooter[away] == e))


@compiled
def swap_two(board: Any) -> bool:
    """Let two slots change targets where that gains; return whether any did."""
    found = False
    for a in range(board.slots):
        for b in range(a + 1, board.slots):
            ta, tb = board.plan[a], board.plan[b]
            if (
                ta == tb
                or board.shooter[a] == board.shooter[b]
                or not (fits(board, a, b, tb) and fits(board, b, a, ta))
            ):
                continue
            if gains(board, a, b) + gains(board, b, a) > _BETTER * saved(board):
                put(board, a, tb)
                put(board, b, ta)
                found = True
    return found


@compiled
def place_of(board: Any, node: int) -> int:
    """Return the target of a node of the exchange: the slots, then one free place at each target."""
    return int(board.plan[node]) if node < board.slots else int(node - board.slots)


@compiled
def arc(board: Any, a: int, b: int) -> float:
    """Return what is saved more where node ``a`` takes the place of node ``b``, which leaves it; -inf = it may not."""
    if b < board.slots:
        if a >= board.slots:
            return gains(board, b, IDLE)
        if board.plan[a] == board.plan[b] or not fits(board, a, b, board.plan[b]):
            return -math.inf
        return gains(board, b, a)
    t = b - board.slots
    if a >= board.slots or board.plan[a] == t or board.count[t] >= board.limit[t] or not can(board, a, t):
        return -math.inf
    return float(board.value[t] * board.left[t] * (1.0 - board.miss[board.shooter[a], t]))


@compiled
def exchange(board: Any) -> bool:
    """Find a round of nodes, each taking the place of the next, that gains; go it, and return whether there was one.

    Rounds of up to ``_ROUND`` nodes with different targets, from each node on by greatest gain so far, which must stay
    positive: every round that gains has a node from which it does.
    """
    nodes, least = board.slots + board.targets, _BETTER * saved(board)
    for a in range(nodes):
        for b in range(nodes):
            board.arc[a, b] = arc(board, a, b)
    for s in range(nodes):
        for b in range(nodes):
            board.gain[0, b], board.back[0, b] = 0.0 if b == s else -math.inf, -1
        for k in range(_ROUND):
            for b in range(nodes):
                board.gain[k + 1, b] = -math.inf
            for a in range(nodes):
                so_far = board.gain[k, a]
                if so_far < 0.0 or (k > 0 and so_far <= 0.0):
                    continue
                if k > 0 and so_far + board.arc[a, s] > least:
                    go_round(board, s, a, k)
                    return True
                for b in range(nodes):
                    gain = so_far + board.arc[a, b]
                    if gain > 0.0 and gain > board.gain[k + 1, b] and new_on_way(board, k, a, b):
                        board.gain[k + 1, b], board.back[k + 1, b] = gain, a
    return False


@compiled
def new_on_way(board: Any, k: int, a: int, b: int) -> bool:
    """Return whether node ``b`` and its target lie not yet on the way of ``k`` steps to node ``a``."""
    t = place_of(board, b)
    while k >= 0:
        if a == b or (t != IDLE and place_of(board, a) == t):
            return False
        a, k = board.back[k, a], k - 1
    return True


@compiled
def go_round(board: Any, s: int, a: int, k: int) -> None:
    """Let every node of the way of ``k`` steps from ``s`` to ``a`` take the place of the next, ``a`` that of ``s``."""
    following = place_of(board, s)
    while k >= 0:
        mine = place_of(board, a)
        if a < board.slots:
            put(board, a, following)
        following, a, k = mine, board.back[k, a], k - 1


# few slots: branch and bound -----------------------------------------------------------------------------------------


@compiled
def prove(board: Any) -> None:
    """Try every plan whose bound is better than the best one yet; keep the best, after so many nodes at any rate.

    The bound lets all slots that have not chosen yet engage every target at once.
    """
    slots, targets = board.slots, board.targets
    for t in range(targets):
        board.escape[slots, t] = 1.0
        for w in range(slots - 1, -1, -1):
            board.escape[w, t] = board.escape[w + 1, t] * board.miss[board.shooter[w], t]
    best = saved(board)
    for w in range(slots):
        board.best[w] = board.plan[w]
        put(board, w, IDLE)
    w, nodes = 0, 0
    board.way[0] = IDLE - 1  # the target tried last by each slot
    while w >= 0 and nodes < _NODES:
        nodes += 1
        choice = board.way[w] + 1
        put(board, w, IDLE)
        while (
            choice < targets
            and choice != IDLE
            and not (board.count[choice] < board.limit[choice] and can(board, w, choice))
        ):
            choice += 1
        board.way[w] = choice
        if choice >= targets:
            w -= 1
            continue
        put(board, w, choice)
        if bound(board, w + 1) <= best * (1.0 + _BETTER):
            continue
        if w + 1 < slots:
            w += 1
            board.way[w] = IDLE - 1
            continue
        best = saved(board)
        for k in range(slots):
            board.best[k] = board.plan[k]
    take_back(board)


@compiled
def take_back(board: Any) -> None:
    """Go back to the best plan."""
    for w in range(board.slots):
        put(board, w, IDLE)
    for w in range(board.slots):
        put(board, w, board.best[w])


@compiled
def bound(board: Any, w: int) -> float:
    """Return the most that can be saved where the slots before ``w`` keep their targets."""
    total = 0.0
    for t in range(board.targets):
        total += board.value[t] * (1.0 - board.left[t] * board.escape[w, t])
    return total
