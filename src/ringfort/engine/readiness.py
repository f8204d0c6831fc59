"""The tables of what can be up or down: units, what they depend on, and when they may operate."""

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ringfort.engine.model import FIXED, NEEDS_MAX, UNIFORM
from ringfort.engine.spreads import Spread, Spreads
from ringfort.scenario.document import Device, Document
from ringfort.scenario.quantity import fixed
from ringfort.scenario.readiness import Dates, Permit, Readiness, Supply
from ringfort.streams import key

NEVER_CHANGES = Readiness()


def unit_rows(
    document: Document, devices: Iterable[Device], names: list[str], spreads: Spreads
) -> list[tuple[Any, ...]]:
    """Return the rows of the units ``names``: the devices in the order of their tables, then the supplies."""
    items: list[Device | Supply] = [*devices, *document.supplies]
    return [_row(document, item, names, spreads) for item in items]


def _row(document: Document, item: Device | Supply, names: list[str], spreads: Spreads) -> tuple[Any, ...]:
    at, ready = document.time, item.readiness
    crew, steady = ready.crew, ready == NEVER_CHANGES and item.online is None and item.offline is None
    rests = crew.to_posts_s if crew else None
    return (
        _when(item.online, at, -math.inf),
        _when(item.offline, at, math.inf),
        _when(ready.delivered, at, -math.inf),
        spreads.of(ready.emplace_s),
        spreads.of(ready.repair_s),
        ready.fails_every_s or 0.0,
        crew.present if crew else 1.0,
        crew.people if crew else 0,
        crew.needed if crew else 0,
        _numbers(ready.needs, names),
        _numbers(ready.needs_one_of, names),
        key(item.name),
        int(steady),
        spreads.of(rests or fixed(0.0)),
        int(rests is not None),
    )


def _numbers(needed: list[str], names: list[str]) -> tuple[int, ...]:
    found = [names.index(name) for name in needed]
    return (*found, *(-1 for _ in range(NEEDS_MAX - len(found))))


def _when(dates: Dates | None, raid: datetime, otherwise: float) -> Spread:
    """Return a date as seconds after the raid begins."""
    if dates is None:
        return otherwise, 0.0, FIXED
    first, last = ((moment - raid).total_seconds() for moment in (dates.first, dates.last))
    return (first, last, UNIFORM) if last > first else (first, 0.0, FIXED)


def switch_rows(document: Document, units: list[tuple[str, frozenset[str]]]) -> list[tuple[Any, ...]]:
    """Return the rows of permissions and stand-downs for the units, each with its name and all it is called by."""
    rows = []
    rules = document.command
    for permits, group in ((1, rules.permissions), (0, rules.stand_downs)):
        for number, item in enumerate(group):
            rows += _switches(document, item, (permits, key(f"{permits} {number}")), units)
    return rows


def _switches(
    document: Document, item: Permit, what: tuple[int, int], units: list[tuple[str, frozenset[str]]]
) -> list[tuple[Any, ...]]:
    begin, until = _when(item.begin, document.time, -math.inf), _when(item.until, document.time, math.inf)
    named = [u for u, (_, called) in enumerate(units) if called & set(item.systems)]
    return [(begin, until, u, *what) for u in named]
