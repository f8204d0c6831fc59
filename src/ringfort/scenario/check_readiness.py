"""What readiness and permissions mean, checked: names that nobody bears, circles, times that never come."""

from collections.abc import Iterator

from ringfort.catalog.registry import Catalog
from ringfort.catalog.yamlfile import Path
from ringfort.errors import Problem, RingfortError
from ringfort.scenario.complaints import suggestion
from ringfort.scenario.document import Device
from ringfort.scenario.load import Loaded
from ringfort.scenario.readiness import Dates, Permit, Supply
from ringfort.schema import ModelSpec

NEEDS_MOST = 8
STAGES = ("sensor", "effector")


def check_readiness(loaded: Loaded, catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with when devices work and may operate."""
    document = loaded.document
    items: list[tuple[Path, Device | Supply]] = [(("defend", i), item) for i, item in enumerate(document.defend)]
    items += [(("supplies", i), item) for i, item in enumerate(document.supplies)]
    names = [item.name for _, item in items]
    for path, item in items:
        yield from _dates(loaded, path, item)
        yield from _crew(loaded, path, item)
        yield from _needs(loaded, path, item, names)
    yield from _circles(loaded, items)
    permits = document.command.permissions or document.command.stand_downs
    known = known_systems(loaded, catalog) if permits else []  # brings Numba, so only where it is needed
    for section, group in (
        ("permissions", document.command.permissions),
        ("stand_downs", document.command.stand_downs),
    ):
        for index, permit in enumerate(group):
            yield from _permit(loaded, ("command", section, index), permit, known)


def _dates(loaded: Loaded, path: Path, item: Device | Supply) -> Iterator[Problem]:
    if _ends_first(item.online, item.offline):
        yield _backwards(loaded, (*path, "offline"), item.online, item.offline, "it goes offline before it is online")
    if _ends_first(item.readiness.delivered, item.offline):
        what = "it goes offline before it is delivered"
        yield _backwards(loaded, (*path, "offline"), item.readiness.delivered, item.offline, what)


def _ends_first(begin: Dates | None, end: Dates | None) -> bool:
    return begin is not None and end is not None and end.last <= begin.first


def _backwards(loaded: Loaded, path: Path, begin: Dates | None, end: Dates | None, what: str) -> Problem:
    assert begin is not None and end is not None
    return loaded.problem(path, what, f"{begin.first:%Y-%m-%d} to {end.last:%Y-%m-%d}", "swap the two")


def _crew(loaded: Loaded, path: Path, item: Device | Supply) -> Iterator[Problem]:
    crew = item.readiness.crew
    if crew and crew.needed > crew.people:
        value = f"{crew.needed} of {crew.people}"
        remedy = "let needed be at most people"
        yield loaded.problem((*path, "readiness", "crew"), "more people are needed than there are", value, remedy)


def _needs(loaded: Loaded, path: Path, item: Device | Supply, names: list[str]) -> Iterator[Problem]:
    for key, needed in (("needs", item.readiness.needs), ("needs_one_of", item.readiness.needs_one_of)):
        place: Path = (*path, "readiness", key)
        if len(needed) > NEEDS_MOST:
            remedy = "gather some of them in a supply that needs them"
            yield loaded.problem(place, f"it depends on more than {NEEDS_MOST} things", str(len(needed)), remedy)
        for index, name in enumerate(needed):
            if name not in names:
                what, remedy = "no device or supply has this name", suggestion(name, [*names])
                yield loaded.problem((*place, index), what, repr(name), remedy)


def _circles(loaded: Loaded, items: list[tuple[Path, Device | Supply]]) -> Iterator[Problem]:
    """Yield one problem for each thing that depends on itself."""
    above = {item.name: {*item.readiness.needs, *item.readiness.needs_one_of} for _, item in items}
    for path, item in items:
        reached: set[str] = set()
        ahead = set(above[item.name])
        while ahead:
            reached |= ahead
            ahead = {name for one in ahead for name in above.get(one, ())} - reached
        if item.name in reached:
            what, remedy = "it depends on itself, by way of what it needs", "take one of the needs out of the circle"
            yield loaded.problem((*path, "readiness"), what, repr(item.name), remedy)


def known_systems(loaded: Loaded, catalog: Catalog) -> list[str]:
    """Return everything that devices can be called by."""
    from ringfort.effectors.contract import KINDS as EFFECTORS
    from ringfort.sensors.contract import KINDS as SENSORS

    named = {word for _, _, called in called_by(loaded, catalog) for word in called}
    return sorted(named | {"all", *STAGES, *EFFECTORS, *SENSORS})


def called_by(loaded: Loaded, catalog: Catalog) -> list[tuple[str, str, frozenset[str]]]:
    """Return name, stage and everything that each device is called by: name, system, stage, kind, all.

    A supply is called by its name alone.
    """
    found = []
    for device in loaded.document.defend:
        try:
            spec = catalog.model(catalog.get(device.system).model)
        except RingfortError:
            continue  # told where systems are looked at
        if spec.stage in STAGES:
            found.append((device.name, spec.stage, words_for(device, spec)))
    return found + [(item.name, "supply", frozenset({item.name})) for item in loaded.document.supplies]


def words_for(device: Device, spec: ModelSpec) -> frozenset[str]:
    """Return everything that a device of this model is called by: name, system, stage, kind, all."""
    from ringfort.effectors.contract import KINDS as EFFECTORS  # these bring Numba, so only where they are needed
    from ringfort.sensors.contract import KINDS as SENSORS

    kinds = EFFECTORS if spec.stage == "effector" else SENSORS
    kind = {kinds[int(number)] for key, number in spec.traits.items() if key == "kind"}
    return frozenset({"all", device.name, device.system, spec.stage} | kind)


def _permit(loaded: Loaded, path: Path, permit: Permit, known: list[str]) -> Iterator[Problem]:
    if not permit.systems:
        yield loaded.problem((*path, "systems"), "this names no system", "[]", "name devices, their kinds, or all")
    for index, name in enumerate(permit.systems):
        if name not in known:
            yield loaded.problem(
                (*path, "systems", index), "no device is called so", repr(name), suggestion(name, known)
            )
    if _ends_first(permit.begin, permit.until):
        yield _backwards(loaded, (*path, "until"), permit.begin, permit.until, "it ends before it begins")
