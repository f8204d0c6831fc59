"""Lines under ``protect``: a power line or a fence is written once and stands there as its towers.

``{name: north line, line: [[x, y], …], tower_every: 400 m}`` becomes one protected thing a tower: ``north line 1`` and
so on, each with ``part_of: north line``. The rest of its keys hold for every tower.
"""

import math
from itertools import pairwise
from typing import Any

from ringfort.catalog.entry import number
from ringfort.catalog.yamlfile import Path, Yaml
from ringfort.errors import Problem, RingfortError

KEYS = {
    "line": "points [x, y] of a line (a power line, a fence) that stands on towers, instead of at",
    "tower_every": "distance between its towers along the line (m)",
}
TOWER = {"size": [8.0, 8.0], "hardness": 2e5}
"""What a tower is where the line does not say: the ground (m) and the overpressure (Pa) of a steel pylon; judged."""
TOWERS_MAX = 60


def spread_out(yaml: Yaml) -> None:
    """Put towers in the place of every line under ``protect``. What is wrong with a line goes to ``yaml.problems``."""
    items = yaml.data.get("protect")
    if not isinstance(items, list):
        return
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        if isinstance(item, dict) and not KEYS.keys().isdisjoint(item):
            _replace(yaml, index, _towers(yaml, ("protect", index), item))


def _replace(yaml: Yaml, index: int, towers: list[dict[str, Any]]) -> None:
    """Put ``towers`` where the line was, each value at the place where it was written for the line."""
    line: Path = ("protect", index)
    there = Yaml({}, yaml.file, dict(yaml.values), dict(yaml.keys))
    after = [(item, ("protect", i)) for i, item in enumerate(yaml.data["protect"]) if i > index]
    del yaml.data["protect"][index:]
    for item, origin in [*((tower, line) for tower in towers), *after]:
        yaml.put(("protect", len(yaml.data["protect"])), item, there, origin)
        if origin == line:
            yaml.values[("protect", len(yaml.data["protect"]) - 1, "at")] = there.place((*line, "line"))


def _towers(yaml: Yaml, path: Path, item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the towers of a line, none where it is wrong."""
    problems: list[Problem] = []
    for key in ("at", "part_of"):
        if key in item:
            remedy = f"leave {key} out: a line says where its towers stand"
            problems.append(yaml.problem((*path, key), f"a line has no {key}", "", remedy, key=True))
    for key, doc in KEYS.items():
        if key not in item:
            problems.append(yaml.problem(path, f"the key {key!r} is missing", "", f"add {key}: {doc}"))
    points = _points(yaml, (*path, "line"), item["line"], problems) if "line" in item else []
    every = _length(yaml, (*path, "tower_every"), item.get("tower_every"), problems) if "tower_every" in item else None
    if not problems and every is not None:
        count = int(_way(points) / every + 1e-9) + 1
        if count > TOWERS_MAX:
            remedy = f"at most {TOWERS_MAX}: take a shorter stretch or a greater tower_every"
            problems.append(yaml.problem((*path, "tower_every"), "too many towers", str(count), remedy))
    yaml.problems += problems
    if problems or every is None:
        return []
    rest = {key: value for key, value in item.items() if key not in KEYS}
    return [
        TOWER | rest | {"name": f"{item.get('name')} {k + 1}", "at": list(at), "part_of": item.get("name")}
        for k, at in enumerate(_along(points, every, count))
    ]


def _points(yaml: Yaml, path: Path, raw: Any, problems: list[Problem]) -> list[tuple[float, float]]:
    if not isinstance(raw, list) or len(raw) < 2 or not all(isinstance(p, list) and len(p) == 2 for p in raw):
        remedy = "write [[x, y], [x, y], …] with two points or more"
        problems.append(yaml.problem(path, "this is not a line of points", repr(raw)[:60], remedy))
        return []
    pairs = [[_length(yaml, (*path, i, j), raw[i][j], problems, signed=True) for j in (0, 1)] for i in range(len(raw))]
    found = [(x, y) for x, y in pairs if x is not None and y is not None]
    if len(found) == len(raw) and _way(found) <= 0.0:
        problems.append(yaml.problem(path, "this line has no length", repr(raw)[:60], "give it two different ends"))
    return found


def _length(yaml: Yaml, path: Path, raw: Any, problems: list[Problem], *, signed: bool = False) -> float | None:
    """Return a length in metres, None where it is none."""
    try:
        found = number(raw, "m")
    except RingfortError as error:
        problems.append(yaml.problem(path, error.problems[0].what, repr(raw), error.problems[0].remedy))
        return None
    if not signed and found <= 0.0:
        problems.append(yaml.problem(path, "this must be above 0 m", repr(raw), "give a distance, such as 400 m"))
        return None
    return found


def _way(points: list[tuple[float, float]]) -> float:
    return math.fsum(math.dist(a, b) for a, b in pairwise(points))


def _along(points: list[tuple[float, float]], every: float, count: int) -> list[tuple[float, float]]:
    """Return ``count`` places at that spacing along the line, from its first point on."""
    found, legs = [], list(pairwise(points))
    leg, before = 0, 0.0
    for k in range(count):
        way = min(k * every, _way(points))
        while leg < len(legs) - 1 and before + math.dist(*legs[leg]) < way:
            before += math.dist(*legs[leg])
            leg += 1
        (x0, y0), (x1, y1) = legs[leg]
        share = (way - before) / max(math.dist(*legs[leg]), 1e-9)
        found.append((x0 + share * (x1 - x0), y0 + share * (y1 - y0)))
    return found
