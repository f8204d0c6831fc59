"""Where a person is when something bursts: where they were, or as far as the warning let them get."""

from typing import Any

from ringfort.compiled import compiled
from ringfort.world.site import BUNKER

# Posture: upright where one was, lying flat where one was, or in a bunker.
UPRIGHT, FLAT, COVERED = range(3)


@compiled
def posture(asset: Any, people: Any, warned_s: float, dice: tuple[float, float, float]) -> int:
    """Return the posture of one person ``warned_s`` after the siren (0 or less: not warned).

    ``dice`` are three uniforms: who ignores the siren, how far along the asset's way to a bunker one stands, and who is
    in a bunker anyway. The times are those of ``People``; that they are the same for everybody is ours.
    """
    if asset.shelter == BUNKER or dice[2] < asset.share_sheltered:
        return COVERED
    if warned_s <= 0.0 or dice[0] < people.ignoring:
        return UPRIGHT
    if asset.bunkers_within_m > 0.0:
        way = asset.bunkers_within_m * dice[1]
        if warned_s >= people.reaction_s + way / people.run_speed_mps:
            return COVERED
    return FLAT if warned_s >= people.drop_s else UPRIGHT
