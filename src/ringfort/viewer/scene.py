"""What stays the same in every raid of a scenario, for the page: place, ground, base, devices and what they reach."""

import math
from typing import Any

from ringfort.effectors import contract as effectors
from ringfort.engine.compile import Compiled
from ringfort.flights import contract as flights
from ringfort.sensors import contract as sensors
from ringfort.viewer.coverage import BEND, lowest_in_view
from ringfort.viewer.packing import Json, finite, pack
from ringfort.world.site import SHELTERS

_MOST_CELLS = 1024  # a side of the grid that the page gets; a larger one is thinned


def scene(compiled: Compiled) -> Json:
    """Return the scene: metres and radians, x east and y north of the centre, z up from the ground there."""
    document, given = compiled.loaded.document, compiled.model.given
    place = document.place
    ground_m = float(given.ground_m)
    return {
        "title": document.title,
        "summary": document.summary,
        "time": document.time.isoformat(),
        "place": {
            "latitude_deg": math.degrees(place.latitude_rad),
            "longitude_deg": math.degrees(place.longitude_rad),
            "height_m": ground_m + place.geoid_undulation_m,  # above the ellipsoid, as a globe wants it
            "elevation_m": ground_m,
        },
        "terrain": _terrain(compiled.model.terrain),
        "assets": [_asset(compiled, a) for a in range(len(compiled.assets))],
        "sensors": [_sensor(compiled, s) for s in range(len(compiled.sensors))],
        "effectors": [_effector(compiled, e) for e in range(len(compiled.effectors))],
        "corridors": [_corridor(lane) for lane in document.command.corridors],
        "siren_reaches_m": document.command.warning.siren_reaches_m,
        "objects": [_object(compiled, o) for o in range(len(compiled.objects))],
        "weapons": document.command.weapons,
        "notes": list(compiled.notes),
    }


def _terrain(terrain: Any) -> Json | None:
    """Return the heights as tenths of metres over their lowest, rows from south to north; nothing for smooth ground."""
    heights = terrain.heights_m
    if heights.shape[0] == 1:
        return None
    every = math.ceil(max(heights.shape) / _MOST_CELLS)
    kept = heights[::every, ::every]
    low = float(kept.min())
    scale = max(0.1, (float(kept.max()) - low) / 65535.0)
    return {
        "west_m": terrain.west_m,
        "south_m": terrain.south_m,
        "step_m": terrain.step_m * every,
        "rows": kept.shape[0],
        "columns": kept.shape[1],
        "low_m": low,
        "scale_m": scale,
        "heights": pack((kept - low) / scale, "u2"),
    }


def _asset(compiled: Compiled, a: int) -> Json:
    row = compiled.model.given.assets[a]
    return {
        "name": compiled.assets[a],
        "x_m": float(row.x_m),
        "y_m": float(row.y_m),
        "half_x_m": float(row.half_x_m),
        "half_y_m": float(row.half_y_m),
        "people": int(row.people),
        "shelter": SHELTERS[int(row.shelter)],
        "bunkers_within_m": float(row.bunkers_within_m),
        "share_sheltered": float(row.share_sheltered),
        "hears": bool(row.hears),
    }


def _system_of(compiled: Compiled, name: str) -> str:
    return next(device.system for device in compiled.loaded.document.defend if device.name == name)


def _device(compiled: Compiled, name: str, row: Any, bounds: Any) -> Json:
    """Return what sensors and effectors have in common; ``bounds`` are the parameters of its system."""
    return {
        "name": name,
        "system": _system_of(compiled, name),
        "x_m": float(row.x_m),
        "y_m": float(row.y_m),
        "z_m": float(row.z_m),
        "height_m": float(row.height_m),
        "facing_rad": float(row.facing_rad),
        "sector_rad": float(bounds.sector_rad),
        "elevation_low_rad": float(bounds.elevation_low_rad),
        "elevation_high_rad": float(bounds.elevation_high_rad),
        "range_min_m": float(bounds.range_min_m),
        "range_max_m": float(bounds.range_max_m),
    }


def _sensor(compiled: Compiled, s: int) -> Json:
    row = compiled.model.given.sensors[s]
    mounting = compiled.systems.mountings[row.system]
    lowest = lowest_in_view(compiled, s, float(mounting.range_max_m))
    return {
        **_device(compiled, compiled.sensors[s], row, mounting),
        "kind": sensors.KINDS[int(row.kind)],
        "cued": bool(mounting.cued > 0.5),
        "measures_range": bool(mounting.measures_range > 0.5),
        "period_s": float(mounting.period_s),
        "bearings": lowest.shape[0],
        "rings": lowest.shape[1],
        "bend": BEND,
        "lowest": pack(lowest, "u2"),  # metres above ground; the greatest number = never
    }


def _effector(compiled: Compiled, e: int) -> Json:
    row = compiled.model.given.effectors[e]
    battery = compiled.systems.batteries[row.system]
    return {
        **_device(compiled, compiled.effectors[e], row, battery),
        "kind": effectors.KINDS[int(row.kind)],
        "height_max_m": finite(battery.height_max_m),
        "magazine": float(battery.magazine),
    }


def _corridor(lane: Any) -> Json:
    return {
        "name": lane.name,
        "bearing_rad": lane.bearing_rad,
        "width_rad": lane.width_rad,
        "floor_m": lane.floor_m,
        "ceiling_m": lane.ceiling_m,
    }


def _object(compiled: Compiled, o: int) -> Json:
    row = compiled.model.given.arrivals[o]
    document = compiled.loaded.document
    system = document.arrive[int(row.group)].system if row.flies_for < 0 else ""
    if row.flies_for >= 0:
        system = _system_of(compiled, compiled.effectors[int(row.flies_for)])
    return {
        "name": compiled.objects[o],
        "side": flights.SIDES[int(row.side)],
        "kind": flights.KINDS[int(row.kind)],
        "system": system,
    }
