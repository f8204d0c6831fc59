"""An effector between its shots: what is loaded, how warm it is, who works it, which radar guides it."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.effectors.contract import LAUNCHERS_MAX
from ringfort.engine.availability import READY, crew_of
from ringfort.engine.model import Model

_NO_STOCK = 1e9  # more than any raid uses: a stock without a bound
_AT_ONCE = 100.0  # speed of slew (rad/s) that costs no time


@compiled
def make_ready(model: Model, state: Any, e: int) -> None:
    """Set effector ``e`` back to before the raid: loaded, cool, at work, and pointing along its facing."""
    effector, post, rails = model.given.effectors[e], state.posts[e], state.rails[e]
    battery = state.batteries[effector.system]
    for k in range(LAUNCHERS_MAX):
        rails[k].rounds = int(battery.magazine) if k < int(battery.launchers) else 0
        rails[k].ready_t = math.inf
    post.rounds = int(battery.magazine) * int(battery.launchers)
    post.stock = int(min(battery.stock, _NO_STOCK))
    post.engagements = post.ordered = post.spent = post.fired = 0
    post.track, post.axis_rad = -1, effector.facing_rad
    post.team_t = post.crew_t = post.heat_s = post.heat_t = 0.0
    post.place[0], post.place[1], post.place[2] = effector.x_m, effector.y_m, effector.z_m
    if effector.guide >= 0:
        state.guides[effector.guide].shots, state.guides[effector.guide].crew_t = 0, 0.0


@compiled
def reload(model: Model, state: Any, e: int) -> None:
    """Load what has been reloaded by now."""
    post, rails = state.posts[e], state.rails[e]
    battery = state.batteries[model.given.effectors[e].system]
    for k in range(int(battery.launchers)):
        if rails[k].ready_t <= state.total.now:
            loaded = min(int(battery.magazine), post.stock)
            rails[k].rounds, rails[k].ready_t = loaded, math.inf
            post.rounds += loaded
            post.stock -= loaded


@compiled
def take(model: Model, state: Any, e: int) -> int:
    """Take a shot out of the first launcher that has one and return the launcher; ``post.rounds`` is above 0."""
    rails = state.rails[e]
    state.posts[e].rounds -= 1
    for k in range(int(state.batteries[model.given.effectors[e].system].launchers)):
        if rails[k].rounds > 0:
            rails[k].rounds -= 1
            return k
    return 0


@compiled
def hand_back(state: Any, e: int, launcher: int) -> None:
    """Put a shot that was not fired back; a launcher that holds any is not reloaded."""
    state.posts[e].rounds += 1
    state.rails[e][launcher].rounds += 1
    state.rails[e][launcher].ready_t = math.inf


@compiled
def refill(model: Model, state: Any, e: int, launcher: int) -> None:
    """Begin to reload a launcher that is empty, when those who do it have done the ones before."""
    post, rail = state.posts[e], state.rails[e][launcher]
    if rail.rounds == 0 and post.stock > 0 and rail.ready_t == math.inf:
        battery = state.batteries[model.given.effectors[e].system]
        post.team_t = max(post.team_t, state.total.now) + battery.reload_s
        rail.ready_t = post.team_t


@compiled
def warmth(battery: Any, post: Any, time_s: float) -> float:
    """Return the seconds of work that an effector has not cooled from: max(h - c (t - t0), 0).

    h ``heat_s`` at t0 ``heat_t``, c ``cooling``: heat that comes with work and is carried off at an even rate.
    """
    return float(max(post.heat_s - battery.cooling * (time_s - post.heat_t), 0.0))


@compiled
def work(battery: Any, post: Any, time_s: float, busy_s: float) -> None:
    """Add the heat of so many seconds of work."""
    post.heat_s = warmth(battery, post, time_s) + busy_s
    post.heat_t = time_s


@compiled
def stands(battery: Any, post: Any, time_s: float, busy_s: float) -> bool:
    """Return whether an effector may work so long now without overheating."""
    return bool(warmth(battery, post, time_s) + busy_s <= battery.heat_s)


@compiled
def room(model: Model, state: Any, e: int) -> int:
    """Return how many more engagements effector ``e`` can take.

    By its channels, crew, magazine and control crew, and by what its radar can guide. None while it is not at work.
    """
    reload(model, state, e)
    effector, post = model.given.effectors[e], state.posts[e]
    battery, t = state.batteries[effector.system], state.total.now
    if post.crew_t > t or state.books[model.given.n_sensors + e].status != READY:
        return 0
    left = min(int(battery.channels) - post.engagements, post.rounds)
    if battery.operators > 0.0:
        left = min(left, int(crew_of(model, state, e) / battery.operators) - post.engagements)
    if effector.guide >= 0:
        guide = state.guides[effector.guide]
        if state.books[effector.guide].status != READY or guide.crew_t > t:
            return 0
        left = min(left, int(battery.guidance) - guide.shots)
    return int(left)


@compiled
def occupy(model: Model, state: Any, e: int) -> None:
    """Keep the control crew of effector ``e`` busy with an order: its own, or that of the radar that guides it."""
    effector, t = model.given.effectors[e], state.total.now
    battery = state.batteries[effector.system]
    if effector.guide >= 0:
        state.guides[effector.guide].crew_t = t + battery.control_s
    else:
        state.posts[e].crew_t = t + battery.control_s


@compiled
def lead_s(model: Model, state: Any, e: int, track: int, to: tuple[float, float]) -> float:
    """Return the time (s) from an order to the first shot at a track that lies ``to`` (m, east and north) from it.

    Reaction, slew, tracking of a new target, leave to fire.
    """
    effector, post = model.given.effectors[e], state.posts[e]
    battery = state.batteries[effector.system]
    lead = float(battery.reaction_s + battery.clearance_s)
    if battery.slew_rad_s < _AT_ONCE:
        turn = math.atan2(to[0], to[1]) - post.axis_rad
        lead += abs(turn - 2.0 * math.pi * math.floor(turn / (2.0 * math.pi) + 0.5)) / battery.slew_rad_s
    return lead if post.track == track else float(lead + battery.solution_s)
