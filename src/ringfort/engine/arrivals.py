"""What arrives, object by object: groups spread out into rows, aims and lanes into indices."""

import math
from dataclasses import dataclass, field

from ringfort.catalog.entry import Entry, Figure
from ringfort.catalog.registry import Catalog
from ringfort.engine.model import ARRIVAL
from ringfort.engine.pointers import Wanted
from ringfort.engine.spreads import ZERO, Spread, Spreads, fixed
from ringfort.engine.systems import Register
from ringfort.errors import Problem, ScenarioError
from ringfort.flights.contract import ARTILLERY, FRIEND, KINDS, MISSILE, MORTAR, ROCKET, SIDES
from ringfort.scenario.document import Arrival, Document
from ringfort.schema import ModelSpec
from ringfort.streams import key

Row = tuple[object, ...]


@dataclass
class Group:
    """One item of ``arrive`` with its catalogue entry and its figures."""

    index: int
    item: Arrival
    entry: Entry
    spec: ModelSpec
    figures: dict[str, Figure]


@dataclass
class Wing:
    """The aeroplanes of an effector that flies: so many of one entry, all its watches' together."""

    effector: int
    name: str
    count: int
    together: int
    entry: Entry
    spec: ModelSpec
    figures: dict[str, Figure]


@dataclass
class Arrivals:
    """The rows of ``ARRIVAL`` with the objects' names and the pool of their waypoints."""

    document: Document
    spreads: Spreads
    rows: list[Row] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    routes: list[tuple[float, float]] = field(default_factory=list)
    jams: bool = False  # whether anything jams radars
    friends: int = 0  # own flights of the day; of those on patrol, as many as fly at one time

    def add(self, group: Group, register: Register, wanted: Wanted) -> None:
        """Add every object of a group."""
        item = group.item
        figures = dict(group.figures)
        if item.transponder is not None:
            figures["transponder"] = Figure(
                item.transponder, item.transponder, item.transponder, "1", "this scenario", "judgement"
            )
        self.jams |= figures["jamming_w_hz"].high > 0.0
        mean, count = 0.0, item.count
        if item.density_per_m2 is not None:
            mean = item.density_per_m2 * math.pi * item.radius_m * item.radius_m
            count = math.ceil(mean + 5.0 * math.sqrt(mean) + 3.0)
        first = len(self.routes)
        self.routes.extend(item.waypoints)
        system = register.row(group.entry, group.spec, figures)
        lay = wanted.index("lay", group.spec)
        for member in range(count):
            name = item.name if count == 1 else f"{item.name} {member + 1}"
            self.names.append(name)
            self.rows.append(self._row(group, (name, member, mean), (system, lay), (first, len(item.waypoints))))
        self.friends += count if _side(group) == FRIEND else 0

    def add_wing(self, wing: Wing, register: Register, wanted: Wanted) -> int:
        """Add the aeroplanes of an effector that flies and return the first one's number."""
        system, lay, first = (
            register.row(wing.entry, wing.spec, wing.figures),
            wanted.index("lay", wing.spec),
            len(self.rows),
        )
        self.friends += wing.together
        for number in range(wing.count):
            name = f"{wing.name} aircraft {number + 1}"
            if name in self.names:
                raise ScenarioError(
                    Problem("this is the name of an aeroplane on patrol", repr(name), "arrive", "rename it")
                )
            blank: dict[str, object] = {column: 0 for column in ARRIVAL.names or ()}
            blank |= {column: ZERO for column in ("time", "bearing", "range", "height", "interval")}
            blank |= {"key": key(name), "group_key": key(name), "group": -1, "system": system, "lay": lay}
            blank |= {"kind": KINDS.index(str(wing.entry.traits["kind"])), "side": FRIEND}
            blank |= {"via": -1, "asset": -1, "flies_for": wing.effector}
            self.names.append(name)
            self.rows.append(tuple(blank[column] for column in ARRIVAL.names or ()))
        return first

    def _row(self, group: Group, who: tuple[str, int, float], models: tuple[int, int], route: tuple[int, int]) -> Row:
        name, member, mean = who
        item = group.item
        salvo = item.interval_s.median > 0.0 or item.interval_s.kind != "fixed"
        kind = _kind(group)
        aim_x, aim_y, asset = self._aim(item, member)
        bearing, distance, height = self._origin(item)
        lanes = [corridor.name for corridor in self.document.command.corridors]
        values = {
            "time": self.spreads.of(item.at_time_s),
            "bearing": bearing,
            "range": distance,
            "height": height,
            "interval": self.spreads.of(item.interval_s),
            "aim_x_m": aim_x,
            "aim_y_m": aim_y,
            "scatter_m": item.radius_m if item.density_per_m2 is not None else 0.0,
            "mean_count": mean,
            "key": key(name),
            "group_key": key(item.name) if salvo or mean > 0.0 else key(name),
            "group": group.index,
            "member": member if salvo or mean > 0.0 else 0,
            "system": models[0],
            "lay": models[1],
            "kind": kind,
            "side": _side(group),
            "ballistic": int(kind in (ROCKET, MORTAR, ARTILLERY, MISSILE)),
            "via": lanes.index(item.via) if item.via is not None else -1,
            "keeps_corridor": item.keeps_corridor,
            "route_first": route[0],
            "route_count": route[1],
            "asset": asset,
            "flies_for": -1,
        }
        return tuple(values[column] for column in ARRIVAL.names or ())

    def _aim(self, item: Arrival, member: int) -> tuple[float, float, int]:
        """Return where a member of a group aims; of a line, each member of a group at its own tower, evenly along."""
        if isinstance(item.aim, str):
            things = self.document.protect
            named = [a for a, thing in enumerate(things) if thing.name == item.aim]
            parts = named or [a for a, thing in enumerate(things) if thing.part_of == item.aim]
            asset = parts[int((member % item.count + 0.5) * len(parts) / item.count)]
            return *things[asset].at, asset
        return (*item.aim, -1) if item.aim is not None else (0.0, 0.0, -1)

    def _origin(self, item: Arrival) -> tuple[Spread, Spread, Spread]:
        if item.origin is not None:
            height = self.spreads.of(item.origin.height_m) if item.origin.height_m is not None else ZERO
            return self.spreads.of(item.origin.bearing_rad), self.spreads.of(item.origin.range_m), height
        x, y = item.at if item.at is not None else (0.0, 0.0)
        return fixed(math.atan2(x, y)), fixed(math.sqrt(x * x + y * y)), ZERO


def _side(group: Group) -> int:
    return SIDES.index(str(group.entry.traits.get("side", "hostile")))


def _kind(group: Group) -> int:
    named = group.entry.traits.get("kind")
    return KINDS.index(named) if isinstance(named, str) else group.spec.traits.get("kind", 0)


def groups(found: list[tuple[Entry, dict[str, Figure]]], document: Document, catalog: Catalog) -> list[Group]:
    """Return the groups of a document with their models."""
    return [
        Group(index, item, entry, catalog.model(entry.model), figures)
        for index, (item, (entry, figures)) in enumerate(zip(document.arrive, found, strict=True))
    ]
