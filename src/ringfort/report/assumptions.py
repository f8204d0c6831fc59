"""What an answer rests on: weather, doctrine, people and systems, and how well their figures are known."""

import math
from collections import Counter
from typing import Any

from ringfort.catalog.entry import GRADES, Entry
from ringfort.engine.compile import Compiled
from ringfort.engine.rules import levels
from ringfort.scenario.document import Document
from ringfort.scenario.quantity import Distribution
from ringfort.studies.tables import figure

Json = dict[str, Any]


def assumptions(compiled: Compiled) -> list[Json]:
    """Return sections, each ``{"title", "rows"}`` with rows of (what, how it is)."""
    document = compiled.loaded.document
    return [
        {"title": "Place, time and weather", "rows": _weather(document)},
        {"title": "Doctrine", "rows": _doctrine(document)},
        {"title": "People and what shelters them", "rows": _people(document)},
        {"title": "What arrives", "rows": _arrivals(compiled)},
    ]


def _weather(document: Document) -> list[tuple[str, str]]:
    place, sky = document.place, document.weather
    latitude, longitude = math.degrees(place.latitude_rad), math.degrees(place.longitude_rad)
    ground = "flat" if place.terrain.flat else "made up" if place.terrain.synthetic else "from files"
    rows = [
        (
            "place",
            f"{_side(latitude, 'NS')}, {_side(longitude, 'EW')}",
        ),
        ("ground", f"{ground}, {place.elevation_m:.0f} m above the geoid"),
        ("begins", f"{document.time:%Y-%m-%d %H:%M} UTC"),
        ("visibility", f"{figure(sky.visibility_m / 1000.0)} km"),
        ("temperature, pressure", f"{sky.temperature_k - 273.15:.0f} °C, {sky.pressure_pa / 100.0:.0f} hPa"),
        ("wind", f"{figure(sky.wind.speed_mps)} m/s from {math.degrees(sky.wind.origin_rad):.0f}°"),
    ]
    if sky.rain_mm_h:
        rows.append(("rain", f"{figure(sky.rain_mm_h)} mm/h"))
    if sky.fog_kg_m3:
        rows.append(("fog", f"{figure(1000.0 * sky.fog_kg_m3)} g of water in a cubic metre"))
    if sky.dust_m is not None:
        rows.append(("dust", f"visibility {figure(sky.dust_m)} m"))
    return rows


def _side(degrees: float, sides: str) -> str:
    return f"{abs(degrees):.2f}° {sides[0] if degrees >= 0.0 else sides[1]}"


def _doctrine(document: Document) -> list[tuple[str, str]]:
    rules = document.command
    leave = "; ".join(
        f"{f'{level.people} people' if level.people else 'a human'} ({level.name}) for {', '.join(level.needed_for)}, "
        f"{drawn(level.delay_s, 's')} each"
        for level in levels(rules.approval)
    )
    rows = [
        (
            "weapons",
            {"hold": "hold: nothing is engaged", "tight": "tight: identify first", "free": "free"}[rules.weapons],
        ),
        ("hostile from", f"odds above {rules.identify.hostile_above:g}"),
        ("friend from", f"odds above {rules.identify.friendly_above:g}"),
        ("leave to fire", leave or "nobody else is asked"),
        ("plan of fire", rules.fire.distribution),
        ("deciders", f"{rules.operators}, each decision takes {drawn(rules.operator_delay_s, 's')}"),
        ("a look at the picture", f"every {figure(rules.decide_every_s)} s"),
        ("siren", f"after {drawn(rules.warning.delay_s, 's')}"),
        ("a target that was missed", "is engaged again" if rules.reengage else "is let go"),
    ]
    lanes = ", ".join(f"{one.name} from {math.degrees(one.bearing_rad):.0f}°" for one in rules.corridors)
    zones = ", ".join(zone.name for zone in rules.zones)
    kept = ", ".join(f"{one.keep} of {' '.join(one.systems)}" for one in rules.reserves)
    more = (("corridors of friends", lanes), ("zones with rules of their own", zones), ("rounds kept for worse", kept))
    return [*rows, *((name, told) for name, told in more if told)]


def _people(document: Document) -> list[tuple[str, str]]:
    rows = []
    for thing in document.protect:
        told = f"{thing.people:,} people, {thing.shelter.kind}" if thing.people else "nobody in it"
        if thing.people and thing.shelter.bunkers_within_m is not None:
            told += f"; a bunker within {figure(thing.shelter.bunkers_within_m)} m"
        if thing.people and thing.shelter.share_sheltered:
            told += f"; {100.0 * thing.shelter.share_sheltered:.0f} % are in bunkers before it begins"
        rows.append((thing.name, told))
    return rows


def _arrivals(compiled: Compiled) -> list[tuple[str, str]]:
    entries = {entry.id: entry.title for entry in compiled.entries}
    rows = []
    for item in compiled.loaded.document.arrive:
        many = "by density" if item.density_per_m2 is not None else f"{item.count} ×"
        told = f"{many} {entries.get(item.system, item.system)}"
        if item.origin is not None:
            bearing = drawn(item.origin.bearing_rad, "°", 180.0 / math.pi)
            told += f" from bearing {bearing}, {drawn(item.origin.range_m, 'km', 1e-3)} away"
        told += f", at {drawn(item.at_time_s, 's')}" if item.at_time_s.kind != "fixed" or item.at_time_s.a else ""
        rows.append((item.name, told))
    return rows


def drawn(spread: Distribution, unit: str, factor: float = 1.0) -> str:
    """Return a distribution in words, its numbers times ``factor``."""

    def of(value: float) -> str:
        return figure(round(factor * value, 6))

    gap = "" if unit == "°" else " "
    told = {
        "fixed": f"{of(spread.a)}{gap}{unit}",
        "uniform": f"{of(spread.a)} to {of(spread.b)}{gap}{unit}",
        "normal": f"{of(spread.a)} ± {of(spread.b)}{gap}{unit}",
        "lognormal": f"{of(spread.a)}{gap}{unit} in the median, {of(spread.b)}{gap}{unit} at the ninth tenth",
        "choice": f"one of {len(spread.choices)} values",
    }
    return told[spread.kind]


def systems(compiled: Compiled) -> list[Json]:
    """Return the systems that took part, with how many of their figures rest on what."""
    return [_system(entry) for entry in sorted(compiled.entries, key=lambda entry: entry.id)]


def _system(entry: Entry) -> Json:
    given = [one for one in entry.parameters.values() if one.source != "model default"]
    grades = Counter(one.grade for one in given)
    told = ", ".join(f"{grades[grade]} {grade}" for grade in GRADES if grades[grade])
    return {"id": entry.id, "title": entry.title, "figures": len(given), "grades": told, "judged": grades["judgement"]}
