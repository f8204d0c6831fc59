"""What a scenario means, checked against the catalogue and against itself; every problem with its place."""

from collections.abc import Iterator
from pathlib import Path as FilePath

from ringfort.catalog.entry import Entry, Figure
from ringfort.catalog.registry import Catalog
from ringfort.catalog.yamlfile import Path
from ringfort.errors import CatalogError, Problem, ScenarioError, TerrainError
from ringfort.flights.contract import ROUTE_MAX
from ringfort.scenario.check_command import check_command
from ringfort.scenario.check_readiness import check_readiness, words_for
from ringfort.scenario.complaints import keys_at, suggestion
from ringfort.scenario.document import Arrival, Device
from ringfort.scenario.load import Loaded, find, read
from ringfort.scenario.overrides import figures, used

FLIGHT = "flight"
"""The stage of what arrives; all other stages defend."""


def load(name_or_path: str | FilePath, catalog: Catalog) -> Loaded:
    """Return the scenario, sound in form and meaning. Raises ScenarioError with every problem of the file."""
    return sound(read(name_or_path if isinstance(name_or_path, FilePath) else find(name_or_path)), catalog)


def sound(loaded: Loaded, catalog: Catalog) -> Loaded:
    """Return what was read if it is sound in meaning too. Raises ScenarioError with every problem of the file."""
    problems = [*loaded.problems, *check(loaded, catalog)]
    if problems:
        raise ScenarioError(
            sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line, problem.column))
        )
    return loaded


def check(loaded: Loaded, catalog: Catalog) -> list[Problem]:
    """Return what is wrong with the parts that could be read, without the problems that ``loaded`` holds already."""
    return [
        *_duplicates(loaded),
        *_place(loaded),
        *_tracking(loaded),
        *_defend(loaded, catalog),
        *check_readiness(loaded, catalog),
        *check_command(loaded, catalog),
        *_arrive(loaded, catalog),
    ]


def warnings(loaded: Loaded, catalog: Catalog) -> list[Problem]:
    """Return what is allowed but seldom meant."""
    document, found = loaded.document, []
    for section, meaning in (("protect", "nothing can be hit"), ("arrive", "nothing happens")):
        if not getattr(document, section):
            found.append(
                loaded.problem((section,), f"{section} is empty: {meaning}", "", f"add something under {section}")
            )
    if document.command.weapons == "hold" and document.defend and not document.command.zones:
        found.append(loaded.problem(("command", "weapons"), "weapons are on hold: nothing will be stopped", "hold"))
    if document.command.share != "all" and len({device.net for device in document.defend}) < 2:
        what, remedy = "there are no nets that could share anything", "give devices of two sides a net:"
        found.append(loaded.problem(("command", "share"), what, document.command.share, remedy))
    return [*found, *_out_of_reach(loaded, catalog)]


def _out_of_reach(loaded: Loaded, catalog: Catalog) -> Iterator[Problem]:
    """Tell what sets off from farther away than its kind flies: it comes down short, or flies on as none does."""
    for index, arrival in enumerate(loaded.document.arrive):
        entry = catalog.get(arrival.system) if arrival.system in catalog.ids() else None
        reach = entry.traits.get("reach_km") if entry is not None else None
        if arrival.origin is None or not isinstance(reach, (int, float)):
            continue
        least_km = arrival.origin.range_m.least / 1000.0
        if least_km > reach:
            what, remedy = f"its kind reaches {reach:g} km at most", "bring it nearer, or choose another system"
            yield loaded.problem(("arrive", index, "from", "range"), what, f"{least_km:g} km", remedy)


def resolve(
    loaded: Loaded, catalog: Catalog, section: str, index: int
) -> tuple[Entry, dict[str, Figure], list[Problem]]:
    """Return the entry of item ``index`` of ``section`` (defend, arrive), its figures with overrides, and its problems.

    Raises CatalogError where its system is unknown or wrong.
    """
    item = getattr(loaded.document, section)[index]
    entry = catalog.get(item.system)
    problems: list[Problem] = []

    def report(path: Path, what: str, value: str, remedy: str) -> None:
        problems.append(loaded.problem((section, index, *path), what, value, remedy, key=what.startswith("unknown")))

    found = figures(entry, catalog.model(entry.model), item.overrides, report, keys_at((section, index)))
    uses = loaded.document.command.use if section == "defend" else []
    for use in uses:
        if words_for(item, catalog.model(entry.model)) & set(use.systems):
            found = used(found, use, item.overrides)
    return entry, found, problems


def _duplicates(loaded: Loaded) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    document = loaded.document
    for section in ("protect", "defend", "supplies", "arrive"):
        for index, item in enumerate(getattr(document, section)):
            yield from _twice(loaded, (section, index, "name"), item.name, seen)
    for key in ("corridors", "zones"):
        lanes: dict[str, str] = {}
        for index, lane in enumerate(getattr(document.command, key)):
            yield from _twice(loaded, ("command", key, index, "name"), lane.name, lanes)


def _twice(loaded: Loaded, path: Path, name: str, seen: dict[str, str]) -> Iterator[Problem]:
    place = loaded.positions.place(path)
    if name in seen:
        yield loaded.problem(path, f"this name is taken by {seen[name]}", repr(name), "give each its own name")
    seen.setdefault(name, f"{place.where} in line {place.line}")


def _place(loaded: Loaded) -> Iterator[Problem]:
    names = loaded.document.place.terrain.file
    if names is not None:
        from ringfort.world.ground import files  # brings Numba, so only where it is needed

        try:
            files(names, loaded.path.parent)
        except TerrainError as error:
            (problem,) = error.problems
            yield loaded.problem(("place", "terrain", "file"), problem.what, problem.value, problem.remedy)


def _tracking(loaded: Loaded) -> Iterator[Problem]:
    confirm = loaded.document.tracking.confirm
    if confirm and confirm.hits > confirm.of:
        value = f"{confirm.hits} of {confirm.of}"
        yield loaded.problem(("tracking", "confirm"), "more hits than looks", value, "let hits be at most of")


def _defend(loaded: Loaded, catalog: Catalog) -> Iterator[Problem]:
    for index in range(len(loaded.document.defend)):
        yield from _system(loaded, catalog, "defend", index)
        yield from _shoots(loaded, catalog, index, loaded.document.defend[index])


def _shoots(loaded: Loaded, catalog: Catalog, index: int, device: Device) -> Iterator[Problem]:
    """Check what guides an effector and where it must not shoot."""
    known = {other.name: _stage(catalog, other.system) for other in loaded.document.defend}
    stage, sensors = _stage(catalog, device.system), [name for name, stage in known.items() if stage == "sensor"]
    for key, given in (("guided_by", device.guided_by), ("no_fire", device.no_fire), ("spares", device.spares)):
        if given and stage == "sensor":
            yield loaded.problem(("defend", index, key), "only an effector has this", device.name, f"leave {key} out")
    if device.guided_by is not None and device.guided_by not in sensors:
        remedy = suggestion(device.guided_by, sensors) if sensors else "add the sensor that guides it under defend"
        path: Path = ("defend", index, "guided_by")
        yield loaded.problem(path, "there is no sensor of this name", repr(device.guided_by), remedy)
    if device.guided_by is None and stage == "effector" and _needs_guidance(loaded, catalog, index):
        remedy = "add guided_by: the name of its radar under defend"
        yield loaded.problem(("defend", index), "it acts through a radar, and none is named", device.name, remedy)
    for place, lane in enumerate(device.spares):
        if lane not in loaded.lanes:
            remedy = suggestion(lane, list(loaded.lanes)) if loaded.lanes else "add corridors: under command"
            yield loaded.problem(("defend", index, "spares", place), "there is no such corridor", repr(lane), remedy)


def _stage(catalog: Catalog, system: str) -> str:
    try:
        return catalog.model(catalog.get(system).model).stage
    except CatalogError:
        return ""


def _needs_guidance(loaded: Loaded, catalog: Catalog, index: int) -> bool:
    _, found, _ = resolve(loaded, catalog, "defend", index)
    return "needs_guidance" in found and found["needs_guidance"].value > 0.5


def _system(loaded: Loaded, catalog: Catalog, section: str, index: int) -> Iterator[Problem]:
    """Check an item's system, its stage and its overrides."""
    item: Device | Arrival = getattr(loaded.document, section)[index]
    path: Path = (section, index, "system")
    try:
        entry, _, problems = resolve(loaded, catalog, section, index)
        stage = catalog.model(entry.model).stage
    except CatalogError as error:
        unknown = item.system not in catalog.ids()
        for problem in error.problems:
            yield loaded.problem(path, problem.what, problem.value, problem.remedy) if unknown else problem
        return
    yield from problems
    if (stage == FLIGHT) != (section == "arrive"):
        other = "arrive" if stage == FLIGHT else "defend"
        yield loaded.problem(path, f"this does not belong under {section}", repr(item.system), f"move it to {other}:")


def _arrive(loaded: Loaded, catalog: Catalog) -> Iterator[Problem]:
    for index, arrival in enumerate(loaded.document.arrive):
        yield from _system(loaded, catalog, "arrive", index)
        yield from _from_where(loaded, index, arrival)
        yield from _to_where(loaded, index, arrival)
        duration = loaded.document.duration_s
        if duration is not None and arrival.at_time_s.least >= duration:
            what = f"it comes after the raid is over ({duration:g} s)"
            value = f"{arrival.at_time_s.least:g} s"
            yield loaded.problem(("arrive", index, "at_time"), what, value, "bring it forward or lengthen duration")


def _from_where(loaded: Loaded, index: int, arrival: Arrival) -> Iterator[Problem]:
    ways = {"from": arrival.origin, "at": arrival.at, "density": arrival.density_per_m2}
    given = [key for key, value in ways.items() if value is not None]
    if not given and not loaded.tainted(("arrive", index)):
        remedy = "add from: {bearing: …, range: …}, at: [x, y] or density: …"
        yield loaded.problem(("arrive", index), "nothing says where it comes from", repr(arrival.name), remedy)
    if "from" in given and "at" in given:
        yield loaded.problem(
            ("arrive", index, "at"), "it has two places to come from", "from and at", "keep one of them"
        )
    if "density" in given and ("arrive", index, "count") in loaded.positions.keys:
        what, remedy = "density and count both say how many", "keep one of them"
        yield loaded.problem(("arrive", index, "count"), what, str(arrival.count), remedy)


def _to_where(loaded: Loaded, index: int, arrival: Arrival) -> Iterator[Problem]:
    for key, name, known, kind in (
        ("aim", arrival.aim, loaded.names, "protected thing"),
        ("via", arrival.via, loaded.lanes, "corridor"),
    ):
        if isinstance(name, str) and name not in known:
            remedy = suggestion(name, list(known)) if known else "none is defined: add one, or leave this out"
            yield loaded.problem(("arrive", index, key), f"there is no {kind} of this name", repr(name), remedy)
    if len(arrival.waypoints) > ROUTE_MAX:
        what, remedy = f"a route has at most {ROUTE_MAX} waypoints", "leave out those that the flight passes anyway"
        yield loaded.problem(("arrive", index, "waypoints"), what, f"{len(arrival.waypoints)} of them", remedy)
    if (
        arrival.system.startswith("threat/")
        and arrival.aim is None
        and not arrival.waypoints
        and not loaded.tainted(("arrive", index))
    ):
        remedy = "add aim: the name of a protected thing, or [x, y]"
        yield loaded.problem(("arrive", index), "a threat needs an aim", repr(arrival.name), remedy)
