"""The tables of command: zones, rounds kept back, the levels that give leave, what is asked of a track."""

import math
from typing import Any

from ringfort.command.contract import STATUSES
from ringfort.command.zones import POINTS_MAX, UNSAID
from ringfort.effectors.contract import KINDS
from ringfort.engine.spreads import Spreads
from ringfort.scenario.document import Document
from ringfort.scenario.rules import Approval, Good, Level, Zone
from ringfort.tracking.quality import Quality

Row = tuple[Any, ...]
_KNOWN_MPS = 50.0  # one-sigma error of a velocity, over all axes together


def zone_rows(document: Document) -> list[Row]:
    """Return the zones as rows of ``ZONE``."""
    return [_zone(zone) for zone in document.command.zones]


def _zone(zone: Zone) -> Row:
    near, far = zone.ring_m or (0.0, math.inf)
    middle, half = (zone.sector.bearing_rad, 0.5 * zone.sector.width_rad) if zone.sector else (0.0, math.inf)
    corners = [*zone.area, *([(0.0, 0.0)] * (POINTS_MAX - len(zone.area)))]
    weapons = UNSAID if zone.weapons is None else float(STATUSES.index(zone.weapons))
    sure = UNSAID if zone.hostile_above is None else zone.hostile_above
    heights = (zone.floor_m, zone.ceiling_m)
    return (near, far, middle, half, *heights, corners, len(zone.area), weapons, sure, int(zone.no_fire))


def reserve_rows(document: Document, effectors: list[tuple[str, frozenset[str]]]) -> list[Row]:
    """Return the rounds kept back as rows of ``RESERVE``; each effector has its name and all it is called by."""
    found = []
    for reserve in document.command.reserves:
        worth = math.inf if reserve.worth_from is None else reserve.worth_from
        named = [e for e, (_, called) in enumerate(effectors) if called & set(reserve.systems)]
        found += [(e, reserve.keep, int(reserve.ballistic), worth) for e in named]
    return found


def levels(approval: Approval) -> list[Level]:
    """Return the levels that give leave, the first asked first."""
    if approval.chain:
        return approval.chain
    only = Level(name="leave", needed_for=approval.needed_for, people=approval.people)
    return [only.model_copy(update={"delay_s": approval.delay_s})] if approval.needed_for else []


def level_rows(document: Document, spreads: Spreads) -> list[Row]:
    """Return the levels as rows of ``LEVEL``."""
    return [
        (kinds_of(level.needed_for), level.people or 0, spreads.of(level.delay_s))
        for level in levels(document.command.approval)
    ]


def quality_rows(document: Document) -> list[Row]:
    """Return what is asked of a track before each kind of effector shoots; no rows where nothing is asked of any.

    Where the scenario says nothing, what flies to where the track will be is not fired at a velocity that is hardly
    known: a bound that changes few raids, by judgement.
    """
    asked = document.command.good_track
    if asked is None:
        needed = kinds_of(["interceptor", "gun"])
        return [tuple(Quality(0.0, 0.0, _KNOWN_MPS * (needed >> kind & 1))) for kind in range(len(KINDS))]
    return [_least(asked, kind) for kind in range(len(KINDS)) if asked]


def _least(asked: list[Good], kind: int) -> Row:
    for good in asked:
        if kinds_of(good.needed_for) >> kind & 1:
            return tuple(Quality(good.existence, good.position_m or 0.0, good.velocity_mps or 0.0))
    return tuple(Quality(0.0, 0.0, 0.0))


def kinds_of(named: list[str]) -> int:
    """Return kinds of effector as bits."""
    return sum(1 << KINDS.index(kind) for kind in (KINDS if "all" in named else set(named)))
