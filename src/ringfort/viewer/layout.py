"""What the edit page shows of a scenario: everything that has a place, with what may be changed about it."""

import math
from typing import Any

from ringfort.catalog.registry import Catalog
from ringfort.scenario.check import resolve
from ringfort.scenario.document import Device, Protected
from ringfort.scenario.load import Loaded
from ringfort.scenario.rewrite import held

Json = dict[str, Any]


def layout(loaded: Loaded, catalog: Catalog) -> Json:
    """Return the things of a scenario in metres and degrees, x east and y north of the centre."""
    document, lanes = loaded.document, held(loaded.text, "corridors")
    return {
        "title": document.title,
        "things": [
            *(_protected(thing) for thing in document.protect),
            *(_device(loaded, catalog, index, device) for index, device in enumerate(document.defend)),
            *(_corridor(lane, lane.name in lanes) for lane in document.command.corridors),
        ],
        "arrivals": _arrivals(loaded),
    }


def _protected(thing: Protected) -> Json:
    """Return a protected thing; a part of a line is held where the line has it."""
    return {
        "section": "protect",
        "kind": "protected",
        "name": thing.name,
        "system": "",
        "told": f"{thing.people:,} people, {thing.shelter.kind}" if thing.people else "nobody in it",
        "fixed": "part of a line, which the file writes as a whole" if thing.part_of else "",
        "values": {"at": list(thing.at), "size": list(thing.size_m)},
    }


def _device(loaded: Loaded, catalog: Catalog, index: int, device: Device) -> Json:
    entry, figures, _ = resolve(loaded, catalog, "defend", index)
    reach, sector = figures.get("range_max_m"), figures.get("sector_rad")
    return {
        "section": "defend",
        "kind": catalog.model(entry.model).stage,
        "name": device.name,
        "system": device.system,
        "told": entry.title,
        "fixed": "",
        "reach_m": reach.value if reach else None,
        "sector_deg": math.degrees(sector.value) if sector else 360.0,
        "values": {"at": list(device.at), "facing": math.degrees(device.facing_rad), "height": device.height_m},
    }


def _corridor(lane: Any, own: bool) -> Json:
    return {
        "section": "corridors",
        "kind": "corridor",
        "name": lane.name,
        "system": "",
        "told": "lane that friends fly in by",
        "fixed": "" if own else "it stands in the doctrine's own file",
        "values": {
            "from": math.degrees(lane.bearing_rad),
            "width": math.degrees(lane.width_rad),
            "floor": lane.floor_m,
            "ceiling": lane.ceiling_m,
        },
    }


def _arrivals(loaded: Loaded) -> list[Json]:
    """Return whence things come that come from a bearing."""
    return [
        {
            "name": item.name,
            "hostile": item.system.startswith("threat/"),
            "bearing_deg": math.degrees(item.origin.bearing_rad.median),
            "range_m": item.origin.range_m.median,
        }
        for item in loaded.document.arrive
        if item.origin is not None
    ]


def offered(catalog: Catalog) -> list[Json]:
    """Return the systems that can be added to a defence: id, title and stage."""
    found = []
    for name in catalog.ids():
        stage = name.partition("/")[0]
        if stage in ("sensor", "effector"):
            found.append({"id": name, "title": catalog.heading(name)[0], "kind": stage})
    return found
