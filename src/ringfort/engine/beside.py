"""What a shot does beside its target: friends that its path or beam passes, and live rounds that come down."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.effectors.contract import GUN, JAMMER
from ringfort.engine import log as rows
from ringfort.engine.meet import act_on, encounter
from ringfort.engine.model import Model
from ringfort.engine.state import FLYING, STOPPED
from ringfort.flights.contract import BIRD, HOSTILE
from ringfort.harm.blast import stopped
from ringfort.harm.shelter import COVERED, UPRIGHT
from ringfort.streams import BURST, poisson, start, uniform
from ringfort.world.site import BUNKER, distance_to

_OTHERS = 1 << 20  # number of the first die of a shot beside its target


@compiled
def others(
    model: Model, models: tuple[Any, Any], state: Any, who: tuple[int, int], at: tuple[float, float, float]
) -> None:
    """Let shot ``who[0]`` at object ``who[1]`` act on friends and neutrals that it passes, and let live rounds fall."""
    slot, target = who
    shot = state.shots[slot]
    effector = model.given.effectors[shot.effector]
    battery = state.batteries[effector.system]
    if battery.strays > 0.0:
        rain(model, state, slot, at)
    if battery.danger_m <= 0.0 and battery.beam_rad <= 0.0:
        return
    for o in range(state.n_objects):
        thing, arrival = state.objects[o], model.given.arrivals[o]
        if o == target or thing.status != FLYING or arrival.side == HOSTILE or arrival.kind == BIRD:
            continue
        passed = in_beam(effector, battery, thing.now, at)
        if effector.kind != JAMMER:
            passed = closest_m(state, shot, (effector, battery), o, at)
        if passed >= 0.0:
            hurt_beside(model, models, state, (slot, o), passed)


@compiled
def in_beam(effector: Any, battery: Any, now: Any, at: tuple[float, float, float]) -> float:
    """Return how far (m) a thing lies off the axis of a beam at ``at``, -1 where it lies outside the beam."""
    ux, uy, uz = at[0] - effector.x_m, at[1] - effector.y_m, at[2] - effector.z_m
    x, y, z = now[0] - effector.x_m, now[1] - effector.y_m, now[2] - effector.z_m
    u, v = math.sqrt(ux * ux + uy * uy + uz * uz) + 1e-9, math.sqrt(x * x + y * y + z * z) + 1e-9
    cosine = min((ux * x + uy * y + uz * z) / (u * v), 1.0)
    if cosine < math.cos(battery.beam_rad):
        return -1.0
    return float(v * math.sqrt(1.0 - cosine * cosine))


@compiled
def closest_m(state: Any, shot: Any, whose: tuple[Any, Any], o: int, at: tuple[float, float, float]) -> float:
    """Return how near (m) a shot passes object ``o``, -1 where that is beyond the danger about its path.

    Both move evenly along straight lines, the shot from where it was fired to its effect, a gun's rounds on to where
    they destroy themselves. The geometry is elementary.
    """
    effector, battery = whose
    now, lasts, origin = state.objects[o].now, state.total.now - shot.t, shot.origin
    dx, dy, dz = at[0] - origin[0], at[1] - origin[1], at[2] - origin[2]
    far = 1.0
    if effector.kind == GUN:
        far = max(battery.range_max_m / (math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9), 1.0)
    ax = now[0] - now[3] * lasts - origin[0]  # from the shot to the thing when it was fired, and how that changes
    ay, az = now[1] - now[4] * lasts - origin[1], now[2] - now[5] * lasts - origin[2]
    bx, by, bz = now[3] * lasts - dx, now[4] * lasts - dy, now[5] * lasts - dz
    u = -(ax * bx + ay * by + az * bz) / (bx * bx + by * by + bz * bz + 1e-9)
    u = min(max(u, 0.0), far)
    x, y, z = ax + u * bx, ay + u * by, az + u * bz
    passed = math.sqrt(x * x + y * y + z * z)
    return float(passed) if passed <= battery.danger_m else -1.0


@compiled
def hurt_beside(model: Model, models: tuple[Any, Any], state: Any, who: tuple[int, int], passed_m: float) -> None:
    """Draw what shot ``who[0]`` does to object ``who[1]``, which it passes, and count a friend lost so."""
    slot, o = who
    shot, before = state.shots[slot], state.objects[o].fate
    met = encounter(model, state, shot, o, (passed_m, max(passed_m, 1e-3)))
    number = _OTHERS + 16 * shot.serial + shot.number
    outcome, odds, die = act_on(model, models, state, (slot, o, number), met)
    if outcome == rows.MISSED_IT:
        return
    if state.objects[o].fate == STOPPED and before != STOPPED:
        state.total.friends_beside += 1
    if rows.on(state):
        row = rows.note(state, state.total.now, rows.BESIDE, (o, shot.effector, outcome, shot.track_id))
        rows.where(row, state.objects[o].now)
        row.value, row.die = odds, die


@compiled
def rain(model: Model, state: Any, slot: int, at: tuple[float, float, float]) -> None:
    """Let the live rounds of a burst come down, and hurt people where they fall on something protected.

    Their number is a Poisson count of mean ``strays``. They fall along the line of fire, evenly between where the rest
    destroy themselves and ``strays_far_m`` times the sine of twice the elevation (the range of a throw without drag),
    and a twentieth of the way to either side: these are ours. Fragments of rounds that destroyed themselves are left
    out: of a few grams, they come down with a few joules, far below the 79 J of a hazardous one. Source: desr605509.
    """
    shot, stream = state.shots[slot], state.stream
    effector = model.given.effectors[shot.effector]
    battery = state.batteries[effector.system]
    start(stream, state.dice, effector.key, 0, BURST, 256 * (16 * shot.serial + shot.number))
    dx, dy, dz = at[0] - effector.x_m, at[1] - effector.y_m, at[2] - effector.z_m
    level = math.sqrt(dx * dx + dy * dy) + 1e-9
    cosine = level / math.sqrt(level * level + dz * dz)
    near = battery.range_max_m * cosine
    far = max(battery.strays_far_m * 2.0 * cosine * math.sqrt(max(1.0 - cosine * cosine, 0.0)), near)
    for _ in range(poisson(stream, battery.strays)):
        way = near + (far - near) * uniform(stream)
        side = 0.1 * way * (uniform(stream) - 0.5)
        x = effector.x_m + (dx * way + dy * side) / level
        y = effector.y_m + (dy * way - dx * side) / level
        for a in range(model.given.n_assets):
            if distance_to(model.given.assets[a], x, y) <= 0.0:
                fall_on(model, state, (shot.effector, a), battery.strays_m2)


@compiled
def fall_on(model: Model, state: Any, who: tuple[int, int], area_m2: float) -> None:
    """Draw how many people of asset ``who[1]`` a round of effector ``who[0]`` hurts that comes down among them."""
    asset, people = model.given.assets[who[1]], state.people[0]
    posture = COVERED if asset.shelter == BUNKER else UPRIGHT
    share = (
        area_m2 / max(4.0 * asset.half_x_m * asset.half_y_m, area_m2) * (1.0 - stopped(asset.shelter, posture, people))
    )
    hurt = min(poisson(state.stream, asset.people * share), asset.people)
    state.total.hurt_by_own += hurt
    if hurt > 0 and rows.on(state):
        rows.note(state, state.total.now, rows.FELL, (-1, who[0], hurt, -1)).value = float(who[1])
