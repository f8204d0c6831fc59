"""Fire distribution: which effector engages which track, by urgency and worth."""

from typing import Any

from ringfort.compiled import compiled


@compiled
def take_best(options: Any, count: int, assessments: Any, free: Any, most: int) -> int:
    """Return the index of the option to order next, -1 where none is left.

    Options are worth ``odds`` times the urgency of their track; a track that another effector engages already is worth
    less by the odds that are left (maximum marginal return, den Broeder et al. 1959, optimal where all effectors are
    alike). ``free[e]`` is the number of further engagements effector e can take; ``most`` the number of effectors that
    may engage one track at once. The option taken is struck off (its value set to -1), and so are those that can no
    longer be.
    """
    best = -1
    for k in range(count):
        option = options[k]
        if option.value <= 0.0:
            continue
        if free[option.effector] <= 0 or assessments[option.track].engaged >= most:
            option.value = -1.0
            continue
        if best < 0 or option.value > options[best].value:
            best = k
    if best >= 0:
        track, missed = options[best].track, 1.0 - options[best].odds
        for k in range(count):
            if options[k].track == track and k != best:
                options[k].value *= missed
        options[best].value = -1.0
    return best
