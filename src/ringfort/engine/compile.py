"""From a document to a ``Model``: every name becomes an index here, every mistake comes out here, before any run."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ringfort.catalog.entry import Entry, Figure
from ringfort.catalog.registry import Catalog
from ringfort.command import contract as command
from ringfort.command.profiles import profiles
from ringfort.command.zones import ZONE
from ringfort.engine.arrivals import Arrivals, groups
from ringfort.engine.ground_echo import RINGS, SECTORS, Radiant, spread
from ringfort.engine.model import (
    ARRIVAL,
    EFFECTOR,
    LEVEL,
    NO_FIRE,
    RESERVE,
    SENSOR,
    SPREAD,
    SWITCH,
    UNIT,
    Air,
    Model,
    Pointers,
    floats,
    give,
)
from ringfort.engine.nets import Nets
from ringfort.engine.pointers import Wanted
from ringfort.engine.readiness import switch_rows, unit_rows
from ringfort.engine.rules import kinds_of, level_rows, levels, quality_rows, reserve_rows, zone_rows
from ringfort.engine.spreads import Spreads
from ringfort.engine.systems import Register, Systems
from ringfort.engine.tracker import tracker_settings
from ringfort.engine.wings import add_wings
from ringfort.errors import Problem, ScenarioError
from ringfort.physics.sun import sun_position
from ringfort.physics.turbulence import structure_constant, temporal_hour, temporal_hour_weight
from ringfort.scenario.check import resolve
from ringfort.scenario.check_readiness import called_by
from ringfort.scenario.document import Device, Document
from ringfort.scenario.load import Loaded
from ringfort.scenario.rules import FlightPlan
from ringfort.schema import ModelSpec
from ringfort.sensors.contract import DEAF
from ringfort.streams import key
from ringfort.tracking.quality import Quality
from ringfort.world.ground import ground, masks
from ringfort.world.site import ASSET, SHELTERS
from ringfort.world.terrain import Terrain, ground_height
from ringfort.world.weather import Weather, weather

_LONGEST_S = 6 * 3600.0  # no raid without a stated duration goes on longer
_UNBOUNDED_CREW = 1e6
_SAME_GROUND_M = 30.0  # a stated height this far from the files' is of another place, or in feet
_STAND_INS = {"lay": "flight.straight-line", "glimpse": "sensor.fixed-odds"}
_STAND_INS |= {"plan": "effector.fixed-odds", "effect": "effector.fixed-odds", "patrol": "effector.fighter"}
_ENGINE_REFERENCES = ("salmon2011", "barshalom2001", "swisdak1994", "sadot1992", "ahuja2003", "kuhn1955")


@dataclass(frozen=True)
class Compiled:
    """A scenario ready to be played, with the names behind its indices."""

    loaded: Loaded
    model: Model
    systems: Systems
    pointers: Pointers
    sensors: tuple[str, ...]
    effectors: tuple[str, ...]
    objects: tuple[str, ...]
    assets: tuple[str, ...]
    entries: tuple[Entry, ...]
    references: tuple[str, ...]
    supplies: tuple[str, ...] = ()  # what devices depend on
    notes: tuple[str, ...] = ()  # what its user should know of what it was made from


@dataclass
class _Made:
    """What the parts of a compilation share."""

    document: Document
    catalog: Catalog
    terrain: Terrain
    sky: Weather
    register: Register
    wanted: Wanted
    nets: Nets
    echoes: dict[int, Callable[[float, float], float] | None] = field(default_factory=dict)  # of the ground, by sensor


def compile_scenario(loaded: Loaded, catalog: Catalog, *, central: bool = False) -> Compiled:
    """Return the scenario as a ``Model`` with its pointers and names.

    ``central`` holds every uncertain figure of the catalogue at its centre; what the scenario itself leaves to chance
    stays so. Raises ScenarioError with every problem that can be told before the first run.
    """
    document = loaded.document
    defend, arrive = _resolved(loaded, catalog, "defend"), _resolved(loaded, catalog, "arrive")
    sky, form = _sky(document), dict(document.place.terrain)
    place = (math.degrees(document.place.latitude_rad), math.degrees(document.place.longitude_rad))
    stand_ins = {role: catalog.model(name) for role, name in _STAND_INS.items()}
    site = ground(form, place, loaded.path.parent)
    terrain, elevation_m = site.terrain, _elevation(loaded, site.elevation_m)
    made = _Made(document, catalog, terrain, sky, Register(), Wanted(stand_ins), Nets(document))
    spreads = Spreads()
    sensor_rows, sensor_names = _devices(made, defend, "sensor")
    effector_rows, effector_names = _devices(made, defend, "effector")
    people = catalog.get("people/default")
    made.register.row(people, catalog.model(people.model), people.parameters)
    arrivals = Arrivals(document, spreads)
    for group in groups(arrive, document, catalog):
        arrivals.add(group, made.register, made.wanted)
    effectors = add_wings(loaded, catalog, arrivals, (_records(effector_rows, EFFECTOR), made.register, made.wanted))
    systems, figures = made.register.tables()
    sensors = _records(sensor_rows, SENSOR)
    sights = masks(terrain, _places(sensors, systems))
    grounds = _grounds(made, sensors, systems, sights)
    tables = {
        "sensors": sensors,
        "effectors": effectors,
        "figures": figures,
        **_site_tables(document, arrivals, spreads),
        **_command(loaded, catalog, (sensor_names, effector_names), spreads),
    } | {"choices": np.array(spreads.choices, float)}  # last: what stands above fills the pool
    model = Model(
        give(tables, _values(made, arrivals, systems, sensors) | {"central": float(central), "ground_m": elevation_m}),
        terrain,
        sights,
        grounds,
    )
    _unique(arrivals.names + sensor_names + effector_names, loaded)
    keys = {name for spec in made.register.specs() for name in spec.references}
    return Compiled(
        loaded,
        model,
        systems,
        made.wanted.compile(),
        tuple(sensor_names),
        tuple(effector_names),
        tuple(arrivals.names),
        tuple(thing.name for thing in document.protect),
        tuple(made.register.entries()),
        tuple(sorted(keys | set(_ENGINE_REFERENCES))),
        tuple(item.name for item in document.supplies),
        site.notes,
    )


def _elevation(loaded: Loaded, of_files_m: float | None) -> float:
    """Return the height of the reference point above the geoid (m): the stated one, or that of the terrain's files.

    Raises ScenarioError where the two contradict each other by more than ``_SAME_GROUND_M``.
    """
    place = loaded.document.place
    if of_files_m is None:
        return place.elevation_m
    if "elevation_m" in place.model_fields_set and abs(place.elevation_m - of_files_m) > _SAME_GROUND_M:
        value = f"{place.elevation_m:g} m here, {of_files_m:.0f} m in the files"
        remedy = "leave elevation out: the files tell it; or mend latitude and longitude"
        raise ScenarioError(
            loaded.problem(("place", "elevation"), "the elevation is not that of the terrain", value, remedy)
        )
    return of_files_m


def _command(
    loaded: Loaded, catalog: Catalog, devices: tuple[list[str], list[str]], spreads: Spreads
) -> dict[str, Any]:
    """Return the tables of command, and of what can be up or down: sensors, effectors, supplies, in this order."""
    document = loaded.document
    called = {name: words for name, _, words in called_by(loaded, catalog)}
    names = [*devices[0], *devices[1], *(item.name for item in document.supplies)]
    by_name = {device.name: device for device in document.defend}
    units = unit_rows(document, [by_name[name] for name in (*devices[0], *devices[1])], names, spreads)
    switches = switch_rows(document, [(name, called[name]) for name in names])
    reserves = reserve_rows(document, [(name, called[name]) for name in devices[1]])
    return {
        "no_fire": _no_fire(document, devices[1]),
        "units": _records(units, UNIT),
        "switches": _records(switches, SWITCH),
        "zones": _records(zone_rows(document), ZONE),
        "reserves": _records(reserves, RESERVE),
        "levels": _records(level_rows(document, spreads), LEVEL),
        "qualities": _records(quality_rows(document), floats(Quality)),
    }


def _site_tables(document: Document, arrivals: Arrivals, spreads: Spreads) -> dict[str, Any]:
    """Return the tables that hang on no device."""
    return {
        "arrivals": _records(arrivals.rows, ARRIVAL),
        "assets": _assets(document),
        "corridors": _corridors(document),
        "profiles": profiles(),
        "delays": _delays(document, spreads),
        "routes": np.array(arrivals.routes, float).reshape(-1, 2),
    }


def _values(made: _Made, arrivals: Arrivals, systems: Systems, sensors: Any) -> dict[str, Any]:
    """Return the single values of the model."""
    document, mountings = made.document, [systems.mountings[system] for system in sensors.system]
    doctrine = _doctrine(document, arrivals)._replace(sight_m=_sight(systems))
    return {
        "doctrine": doctrine,
        "tracking": tracker_settings(document, doctrine, mountings),
        "air": _air(document, made.sky),
        "jams": float(arrivals.jams),
        "nets": made.nets.pictures,
        "groups": made.nets.groups,
        "end_s": document.duration_s if document.duration_s is not None else _LONGEST_S,
    }


def _resolved(loaded: Loaded, catalog: Catalog, section: str) -> list[tuple[Entry, dict[str, Figure]]]:
    """Return entry and figures of every item of a section. Raises ScenarioError."""
    found, problems = [], []
    for index in range(len(getattr(loaded.document, section))):
        entry, figures, wrong = resolve(loaded, catalog, section, index)
        problems += wrong
        if entry is not None:
            found.append((entry, figures))
    if problems:
        raise ScenarioError(problems)
    return found


def _records(rows: list[tuple[Any, ...]], dtype: Any) -> Any:
    return np.array(rows, dtype).view(np.recarray)


def _devices(
    made: _Made, found: list[tuple[Entry, dict[str, Figure]]], stage: str
) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Return the rows and names of the sensors or the effectors; whether they work is a matter of the raid."""
    rows: list[tuple[Any, ...]] = []
    names = []
    for device, (entry, figures) in zip(made.document.defend, found, strict=True):
        spec = made.catalog.model(entry.model)
        if spec.stage != stage:
            continue
        system = made.register.row(entry, spec, figures)
        x, y = device.at
        z = ground_height(made.terrain, x, y) + device.height_m
        air = _air_column(spec, figures, made.sky)
        place: tuple[Any, ...] = (x, y, z, device.height_m, device.facing_rad, air)
        kind = spec.traits["kind"]
        if stage == "sensor":
            ground = spec.functions.get("ground")
            made.echoes[system] = partial(ground, _central(spec, figures)) if ground else None
            grounds = (_aerial(spec, figures), 0.0, 0.0)
            what = (key(device.name), system, made.wanted.index("glimpse", spec), kind)
            rows.append((*place, *grounds, *what, made.nets.picture(device)))
        else:
            models = (made.wanted.index("plan", spec), made.wanted.index("effect", spec))
            crew = (_crew(device), key(device.name), system)
            nets = (made.nets.picture(device), made.nets.group(device, len(rows)))
            flies = (made.wanted.index("patrol", spec) if "patrol" in spec.functions else -1, 0, 0, 0)
            rows.append((*place, *crew, *models, kind, _guide(made, device), _spares(made, device), *nets, *flies))
        names.append(device.name)
    return rows, names


def _guide(made: _Made, device: Device) -> int:
    """Return the index of the sensor that guides an effector, -1 where none does."""
    if device.guided_by is None:
        return -1
    catalog, defend = made.catalog, made.document.defend
    sensors = [one.name for one in defend if catalog.model(catalog.get(one.system).model).stage == "sensor"]
    return sensors.index(device.guided_by)


def _spares(made: _Made, device: Device) -> int:
    """Return the corridors that an effector keeps its effects out of, one bit each."""
    lanes = [corridor.name for corridor in made.document.command.corridors]
    return sum(1 << number for number, name in enumerate(lanes) if name in device.spares)


def _no_fire(document: Document, names: list[str]) -> Any:
    """Return the table of the sectors that effectors must not fire into."""
    barred = [
        (names.index(device.name), sector.origin_rad, (sector.to_rad - sector.origin_rad) % (2.0 * math.pi))
        for device in document.defend
        if device.name in names
        for sector in device.no_fire
    ]
    return _records(barred, NO_FIRE)


def _crew(device: Device) -> float:
    return float(device.operators) if device.operators is not None else _UNBOUNDED_CREW


def _air_column(spec: ModelSpec, figures: dict[str, Figure], sky: Weather) -> tuple[float, ...]:
    """Return what the air takes of a device's signal by height, from the role ``column`` of its model."""
    column = spec.functions.get("column")
    if column is None:
        return (0.0, 1.0, 0.0, 1.0, 0.0, 1.0)
    return tuple(column(_central(spec, figures), sky))


def _aerial(spec: ModelSpec, figures: dict[str, Figure]) -> tuple[float, ...]:
    """Return what a sensor's aerial is, from the role ``aerial`` of its model."""
    role = spec.functions.get("aerial")
    return tuple(role(_central(spec, figures)) if role else DEAF)


def _central(spec: ModelSpec, figures: dict[str, Figure]) -> Any:
    names = spec.parameters._fields  # type: ignore[attr-defined]
    values: Any = [figures[name].value for name in names]
    return spec.parameters(*values)


def _places(sensors: Any, systems: Systems) -> list[tuple[float, float, float, float]]:
    return [
        (float(s.x_m), float(s.y_m), float(s.height_m), float(systems.mountings[s.system].range_max_m)) for s in sensors
    ]


def _grounds(made: _Made, sensors: Any, systems: Systems, sights: Any) -> Any:
    """Return where about each sensor the ground makes false alarms, and note between which ranges."""
    found = np.zeros((len(sensors), RINGS * SECTORS))
    for s, sensor in enumerate(sensors):
        m, echo = systems.mountings[sensor.system], made.echoes[int(sensor.system)]
        sensor.ground_near_m = m.range_min_m
        sensor.ground_far_m = max(min(m.false_alarm_range_m, m.range_max_m), m.range_min_m + 1.0)
        if m.ground_alarms <= 0.0 or echo is None:
            continue
        place = (float(sensor.x_m), float(sensor.y_m), float(sensor.z_m))
        covers = (float(sensor.facing_rad), float(m.sector_rad), sensor.ground_near_m, sensor.ground_far_m)
        beam = (float(m.elevation_low_rad), float(sensor.aerial.beamwidth_elevation_rad))
        found[s] = spread(Radiant(*place, *covers, *beam, echo), made.terrain, sights[s])
    return found


def _sight(systems: Systems) -> float:
    """Return how far off the farthest sensor searches (m)."""
    return max((float(m.range_max_m) for m in systems.mountings if m.cued < 0.5), default=20e3)


def _plan(plan: FlightPlan | None) -> dict[str, float]:
    return {} if plan is None else {"plan_error_s": plan.error_s, "plan_kept": plan.kept}


def _assets(document: Document) -> Any:
    """Return the protected things as records."""
    reach = document.command.warning.siren_reaches_m
    rows = []
    for thing in document.protect:
        (x, y), (wide, deep), shelter = thing.at, thing.size_m, thing.shelter
        hears = reach is None or math.hypot(x, y) <= reach
        hardness = thing.hardness_pa if thing.hardness_pa is not None else math.inf
        share = shelter.share_sheltered or 0.0
        way = shelter.bunkers_within_m or 0.0
        place = (x, y, 0.5 * wide, 0.5 * deep, thing.worth, way, share, hardness)
        rows.append((*place, thing.people, SHELTERS.index(shelter.kind), int(hears), key(thing.name)))
    return _records(rows, ASSET)


def _corridors(document: Document) -> Any:
    rows = [(c.bearing_rad, 0.5 * c.width_rad, c.floor_m, c.ceiling_m) for c in document.command.corridors]
    return _records(rows, command.CORRIDOR)


def _delays(document: Document, spreads: Spreads) -> Any:
    """Return the delays in the order of the codes ORDER, WARNING_HEARD, ASSESSMENT_MADE, ORDER_SENT."""
    rules = document.command
    given = (rules.operator_delay_s, rules.warning.delay_s, rules.assessment_delay_s, rules.orders.delay_s)
    return _records([spreads.of(delay) for delay in given], SPREAD)


def _doctrine(document: Document, arrivals: Arrivals) -> command.Doctrine:
    rules = document.command
    needed = [kind for level in levels(rules.approval) for kind in level.needed_for]
    return command.Doctrine(
        weapons=float(command.STATUSES.index(rules.weapons)),
        hostile_above=rules.identify.hostile_above,
        friendly_above=rules.identify.friendly_above,
        decide_every_s=rules.decide_every_s,
        approval_for=float(kinds_of(needed)),
        operators=float(rules.operators),
        order_median_s=rules.operator_delay_s.median + rules.orders.delay_s.median,
        order_loss=rules.orders.loss,
        friends_expected=float(arrivals.friends),
        flights_followed=float(rules.identify.flights_followed),
        **_plan(rules.identify.flight_plan),
        **{f"expect_{name}": value for name, value in rules.identify.expect if value is not None},
        salvo=float(rules.salvo.shots) if "salvo" in rules.model_fields_set else 0.0,
        looks=float(rules.salvo.look),
        most=float(rules.fire.most or 0) if rules.reengage else 1.0,
        distribution=float(command.DISTRIBUTIONS.index(rules.fire.distribution)),
        at_once=float(rules.fire.at_once),
        by_worth=rules.evaluate.worth,
        by_place=rules.evaluate.place,
        by_time=rules.evaluate.time,
        engage_above=rules.evaluate.engage_above,
        clear_m=rules.fratricide.clear_m,
        friend_sure=rules.fratricide.sure,
    )


def _sky(document: Document) -> Weather:
    """Return the weather of the raid, with the sun where it stands at its time and place."""
    given, place = document.weather, document.place
    elevation, _ = sun_position(document.time.timestamp(), place.latitude_rad, place.longitude_rad)
    values = {
        "visibility_m": given.visibility_m,
        "rain_mmh": given.rain_mm_h,
        "fog_water_g_m3": 1000.0 * given.fog_kg_m3,
        "temperature_k": given.temperature_k,
        "pressure_pa": given.pressure_pa,
        "humidity": given.humidity,
        "wind_speed_mps": given.wind.speed_mps,
        "wind_from_rad": given.wind.origin_rad,
        "sun_elevation_rad": elevation,
    }
    hour = temporal_hour(document.time.timestamp(), place.latitude_rad, place.longitude_rad)
    values["refractive_index_structure"] = structure_constant(
        given.temperature_k, given.humidity, given.wind.speed_mps, temporal_hour_weight(hour)
    )
    if given.dust_m is not None:
        values["dust_visibility_m"] = given.dust_m
    return weather(values)


def _air(document: Document, sky: Weather) -> Air:
    to = sky.wind_from_rad + math.pi
    return Air(
        sky.wind_speed_mps * math.sin(to),
        sky.wind_speed_mps * math.cos(to),
        sky.rain_mmh,
        sky.visibility_m,
        sky.sun_elevation_rad,
        sky.wind_speed_mps,
        sky.refractive_index_structure,
    )


def _unique(names: list[str], loaded: Loaded) -> None:
    """Refuse two names with one key: their dice would be the same."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(key(name), name)
        if other != name:
            problem = Problem(
                "these two names have the same key", f"{other!r} and {name!r}", "", "rename one of the two"
            )
            raise ScenarioError([problem])
