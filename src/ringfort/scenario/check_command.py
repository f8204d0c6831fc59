"""What the command section means, checked: criteria, lanes, zones, reserves, and the chain that gives leave."""

from collections.abc import Iterator, Sequence

from ringfort.catalog.registry import Catalog
from ringfort.catalog.yamlfile import Path
from ringfort.errors import Problem
from ringfort.scenario.check_readiness import known_systems
from ringfort.scenario.complaints import suggestion
from ringfort.scenario.load import Loaded
from ringfort.scenario.rules import Corridor, Good, Reserve, Use, Zone

CORNERS_MOST = 16
NETS_MOST = 4
LEVELS_MOST, PEOPLE_MOST = 6, 32


def check_command(loaded: Loaded, catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with the command section."""
    rules = loaded.document.command
    sure = rules.identify
    if sure.hostile_above + sure.friendly_above < 1.0:
        what, remedy = "a track could be hostile and a friend at once", "let the two add up to 1 or more"
        value = f"{sure.hostile_above:g} and {sure.friendly_above:g}"
        yield loaded.problem(("command", "identify"), what, value, remedy)
    for index, corridor in enumerate(rules.corridors):
        yield from _heights(loaded, ("command", "corridors", index), corridor)
    for index, zone in enumerate(rules.zones):
        yield from _zone(loaded, ("command", "zones", index), zone)
    yield from _nets(loaded)
    yield from _approval(loaded)
    for index, good in enumerate(rules.good_track or []):
        yield from _good(loaded, ("command", "good_track", index), good)
    yield from _systems(loaded, catalog)
    yield from _reserves(loaded)


def _nets(loaded: Loaded) -> Iterator[Problem]:
    nets = list(dict.fromkeys(device.net for device in loaded.document.defend))
    if len(nets) > NETS_MOST:
        index = next(i for i, device in enumerate(loaded.document.defend) if device.net == nets[NETS_MOST])
        remedy = "let some devices bear the same net; without one counts as a net, too"
        yield loaded.problem(("defend", index, "net"), f"there are more than {NETS_MOST} nets", str(len(nets)), remedy)


def _heights(loaded: Loaded, path: Path, lane: Corridor | Zone) -> Iterator[Problem]:
    if lane.floor_m >= lane.ceiling_m:
        value = f"{lane.floor_m:g} m to {lane.ceiling_m:g} m"
        remedy = "lower the floor or raise the ceiling"
        yield loaded.problem(path, "the floor is not below the ceiling", value, remedy)


def _zone(loaded: Loaded, path: Path, zone: Zone) -> Iterator[Problem]:
    yield from _heights(loaded, path, zone)
    silent = zone.weapons is None and zone.hostile_above is None and not zone.no_fire
    if silent and not loaded.tainted(path):
        remedy = "add weapons: hold, tight or free, hostile_above: …, or no_fire: true"
        yield loaded.problem(path, "this zone says nothing", repr(zone.name), remedy)
    if zone.ring_m and zone.ring_m[0] >= zone.ring_m[1]:
        value = f"{zone.ring_m[0]:g} m and {zone.ring_m[1]:g} m"
        yield loaded.problem((*path, "ring"), "the near end of the ring is not below the far", value, "swap the two")
    if zone.area and not 3 <= len(zone.area) <= CORNERS_MOST:
        remedy = f"give 3 to {CORNERS_MOST} corners"
        yield loaded.problem(
            (*path, "area"), "this is no polygon that can be used", f"{len(zone.area)} corners", remedy
        )


def _approval(loaded: Loaded) -> Iterator[Problem]:
    approval, path = loaded.document.command.approval, ("command", "approval")
    yield from _kinds(loaded, (*path, "needed_for"), approval.needed_for)
    yield from _people(loaded, (*path, "people"), approval.people)
    if approval.chain and approval.needed_for:
        what, remedy = "approval has a chain and keys of one level", "put needed_for, people and delay into the chain"
        yield loaded.problem((*path, "chain"), what, f"{len(approval.chain)} levels", remedy)
    if len(approval.chain) > LEVELS_MOST:
        what = f"a chain has at most {LEVELS_MOST} levels"
        yield loaded.problem((*path, "chain"), what, str(len(approval.chain)), "gather levels that follow one another")
    for index, level in enumerate(approval.chain):
        yield from _kinds(loaded, (*path, "chain", index, "needed_for"), level.needed_for)
        yield from _people(loaded, (*path, "chain", index, "people"), level.people)


def _kinds(loaded: Loaded, path: Path, kinds: list[str]) -> Iterator[Problem]:
    if not kinds:
        return
    from ringfort.effectors.contract import KINDS  # brings Numba, so only where it is needed

    for index, kind in enumerate(kinds):
        if kind not in (*KINDS, "all"):
            remedy = suggestion(kind, [*KINDS, "all"])
            yield loaded.problem((*path, index), "unknown kind of effector", repr(kind), remedy)


def _people(loaded: Loaded, path: Path, people: int | None) -> Iterator[Problem]:
    if people is not None and people > PEOPLE_MOST:
        remedy = "leave people out: then there are as many as there are requests"
        yield loaded.problem(path, f"at most {PEOPLE_MOST} people at one level", str(people), remedy)


def _good(loaded: Loaded, path: Path, good: Good) -> Iterator[Problem]:
    yield from _kinds(loaded, (*path, "needed_for"), good.needed_for)
    silent = good.existence <= 0.0 and good.position_m is None and good.velocity_mps is None
    if silent and not loaded.tainted(path):
        remedy = "add velocity: …, position: … or existence: …"
        yield loaded.problem(path, "this asks nothing of a track", "", remedy)


def _systems(loaded: Loaded, catalog: Catalog) -> Iterator[Problem]:
    """Yield the names of systems that nobody bears, of reserves and uses."""
    rules = loaded.document.command
    named: list[tuple[str, Sequence[Reserve | Use]]] = [("reserves", rules.reserves), ("use", rules.use)]
    known = known_systems(loaded, catalog) if rules.reserves or rules.use else []
    for key, items in named:
        for index, item in enumerate(items):
            for place, name in enumerate(item.systems):
                if name not in known:
                    path: Path = ("command", key, index, "systems", place)
                    yield loaded.problem(path, "no device is called so", repr(name), suggestion(name, known))


def _reserves(loaded: Loaded) -> Iterator[Problem]:
    for index, reserve in enumerate(loaded.document.command.reserves):
        path: Path = ("command", "reserves", index)
        if not reserve.ballistic and reserve.worth_from is None and not loaded.tainted(path):
            remedy = "add ballistic: true, worth_from: …, or both"
            yield loaded.problem(path, "nothing says what these rounds are kept for", f"keep {reserve.keep}", remedy)
