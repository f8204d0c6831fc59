"""The place from above: the base and where threats came down, and the rings of sensors and effectors around it."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from ringfort.engine.compile import Compiled
from ringfort.engine.state import FATES
from ringfort.flights.contract import HOSTILE
from ringfort.report.figure import HALO, Drawing, Figure, clipped, width_of
from ringfort.report.scale import Scale, said, step_of
from ringfort.studies.result import Result
from ringfort.studies.tables import figure

_SIDE, _MARGIN = 480.0, 8.0
_DOTS = 1500  # more would only hide each other
_STROKES = ("", "7 4", "2 3", "10 3 2 3", "1 4", "12 6")


class _Map(NamedTuple):
    """A square of ground on a square of paper."""

    across: Scale
    up: Scale

    def place(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Return where a point is drawn."""
        return self.across.at(x_m), self.up.at(y_m)

    def wide(self, metres: float) -> float:
        """Return how long a distance is drawn."""
        return abs(self.across.at(metres) - self.across.at(0.0))


def _map(centre: tuple[float, float], half_m: float) -> _Map:
    low, high = _MARGIN, _SIDE - _MARGIN
    return _Map(
        Scale(centre[0] - half_m, centre[0] + half_m, low, high),
        Scale(centre[1] - half_m, centre[1] + half_m, high, low),
    )


def site(result: Result) -> Figure:
    """Return the base with what protects it and the places where threats came down."""
    compiled = result.compiled
    points = _corners(compiled)
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    half = max(0.62 * max(east - west, north - south), 100.0)
    view = _map((0.5 * (west + east), 0.5 * (south + north)), half)
    inside = [row for row in result.ends.tolist() if _shown(view, row)]
    drawing = Drawing(_SIDE, _SIDE + 54.0)
    _frame(drawing, view)
    for x, y, fate, _ in inside[:_DOTS]:
        at, up = view.place(x, y)
        drawing.add("circle", cx=at, cy=up, r=2.6, fill=f"var(--{_colour(fate)})", opacity="0.5")
    names = _Names(drawing)
    _assets(drawing, view, compiled, names)
    _devices(drawing, view, compiled, names)
    _legend(drawing, [("leaked", "burst on target"), ("stopped", "stopped"), ("missed", "fell by itself")], _SIDE + 16)
    marks = [("sensor", "sensor ▲"), ("friend", "effector ◆"), ("ink", "protected ▭")]
    _legend(drawing, marks, _SIDE + 40)
    told = (
        f"{len(compiled.assets)} protected things, {len(compiled.sensors)} sensors, {len(compiled.effectors)} effectors"
    )
    total = len(result.ends)
    caption = f"North is up. Dots are the {len(inside):,} of {total:,} hostile objects that came down on this map"
    caption += f"; {_DOTS:,} are drawn." if len(inside) > _DOTS else "."
    rows = tuple((float(x), float(y), FATES[int(fate)]) for x, y, fate, _ in result.ends.tolist())
    columns = ("east (m)", "north (m)", "fate")
    return Figure(
        "site", "The base, and where they came down", caption, drawing.close("The base from above", told), columns, rows
    )


def _corners(compiled: Compiled) -> list[tuple[float, float]]:
    """Return points that the map must show; a device far off is left to the map of rings."""
    given = compiled.model.given
    found = []
    for asset in given.assets[: len(compiled.assets)]:
        found += [
            (asset.x_m + sx * asset.half_x_m, asset.y_m + sy * asset.half_y_m) for sx in (-1, 1) for sy in (-1, 1)
        ]
    devices = [(float(d.x_m), float(d.y_m)) for d in _placed(compiled)]
    near = 4.0 * max([math.hypot(x, y) for x, y in found] + [250.0])
    return [*found, *(point for point in devices if math.hypot(*point) <= near)] or [*devices, (0.0, 0.0)]


def _placed(compiled: Compiled) -> list[Any]:
    given = compiled.model.given
    return [*given.sensors[: len(compiled.sensors)], *given.effectors[: len(compiled.effectors)]]


def _shown(view: _Map, row: list[float]) -> bool:
    x, y = view.place(row[0], row[1])
    return _MARGIN < x < _SIDE - _MARGIN and _MARGIN < y < _SIDE - _MARGIN


def _colour(fate: float) -> str:
    return FATES[int(fate)] if fate else "missed"


def _frame(drawing: Drawing, view: _Map) -> None:
    """Draw the paper's edge and a scale bar."""
    side = _SIDE - 2 * _MARGIN
    box = {"x": _MARGIN, "y": _MARGIN, "width": side, "height": side}
    drawing.add("rect", fill="var(--wash)", stroke="var(--rule)", **box)
    length = step_of(view.across.high - view.across.low, 4)
    x, y, wide = _MARGIN + 12.0, _SIDE - _MARGIN - 12.0, view.wide(length)
    drawing.add("path", d=f"M{x} {y - 5}v5h{wide:.1f}v-5", fill="none", stroke="var(--ink)", stroke_width=1.5)
    told = f"{said(length / 1000)} km" if length >= 1000.0 else f"{said(length)} m"
    drawing.text(x + wide + 8.0, y + 1.0, told, size=13)


class _Names:
    """Names beside things, each where it hides no other; one that finds no room is left to the pointer."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._taken: list[tuple[float, float, float, float]] = []

    def write(self, name: str, x: float, tops: Sequence[float]) -> None:
        """Write a name about ``x`` at the first of the baselines ``tops`` that is free."""
        words = clipped(name, 12.5, 180.0)
        half = 0.5 * width_of(words, 12.5)
        x = min(max(x, _MARGIN + half + 2.0), _SIDE - _MARGIN - half - 2.0)
        for y in tops:
            box = (x - half, y - 12.0, x + half, y + 3.0)
            if all(box[2] < a or c < box[0] or box[3] < b or d < box[1] for a, b, c, d in self._taken):
                self._taken.append(box)
                self._drawing.text(x, y, words, anchor="middle", size=12.5, **{**HALO, "stroke": "var(--wash)"})
                return


def _assets(drawing: Drawing, view: _Map, compiled: Compiled, names: _Names) -> None:
    for name, asset in zip(compiled.assets, compiled.model.given.assets, strict=False):
        x, y = view.place(asset.x_m - asset.half_x_m, asset.y_m + asset.half_y_m)
        wide, deep = view.wide(2.0 * asset.half_x_m), view.wide(2.0 * asset.half_y_m)
        box = {"x": x, "y": y, "width": max(wide, 4.0), "height": max(deep, 4.0)}
        told = f"{name}: {int(asset.people)} people"
        drawing.tip("rect", told, fill="var(--ink)", fill_opacity="0.08", stroke="var(--ink)", stroke_width=1.5, **box)
        names.write(name, x + 0.5 * wide, (y - 5.0, y + deep + 15.0))


def _devices(drawing: Drawing, view: _Map, compiled: Compiled, written: _Names) -> None:
    names = (*compiled.sensors, *compiled.effectors)
    for index, (name, device) in enumerate(zip(names, _placed(compiled), strict=True)):
        if not _shown(view, [device.x_m, device.y_m]):
            continue
        x, y = view.place(device.x_m, device.y_m)
        sensor = index < len(compiled.sensors)
        shape = "M0 -8L7 5H-7Z" if sensor else "M0 -8L7 0L0 8L-7 0Z"
        fill = "var(--sensor)" if sensor else "var(--friend)"
        move = f"translate({x:.1f} {y:.1f})"
        drawing.tip("path", name, d=shape, transform=move, fill=fill, stroke="var(--paper)", stroke_width=1)
        written.write(name, x, (y + 20.0, y - 12.0, y + 35.0, y - 27.0))


def _legend(drawing: Drawing, marks: list[tuple[str, str]], y: float) -> None:
    x = _MARGIN + 6.0
    for colour, words in marks:
        drawing.add("circle", cx=x, cy=y - 4.0, r=5, fill=f"var(--{colour})")
        drawing.text(x + 11.0, y, words, size=13)
        x += 34.0 + width_of(words, 13)


def rings(compiled: Compiled) -> Figure:
    """Return how far each sensor and effector reaches, and whence the hostile come."""
    reaches = _reaches(compiled)
    half = max([1.06 * (math.hypot(x, y) + reach) for _, _, x, y, reach in reaches] + [1000.0])
    half = min(half, 4.0 * max([reach for *_, reach in reaches] + [1000.0]))
    view = _map((0.0, 0.0), half)
    drawing = Drawing(_SIDE, _SIDE + 8.0 + 24.0 * len(reaches))
    _frame(drawing, view)
    for index, (_, kind, x, y, reach) in enumerate(reaches):
        at, up = view.place(x, y)
        look = {
            "stroke": f"var(--{kind})",
            "stroke_width": 2,
            "stroke_dasharray": _STROKES[index % len(_STROKES)] or "none",
        }
        fill = {"fill": f"var(--{kind})", "fill_opacity": "0.05"}
        drawing.tip("circle", f"{reaches[index][0]}: {_km(reach)}", cx=at, cy=up, r=view.wide(reach), **look, **fill)
    _comings(drawing, view, compiled)
    at, up = view.place(0.0, 0.0)
    drawing.add("path", d=f"M{at - 6:.1f} {up:.1f}h12M{at:.1f} {up - 6:.1f}v12", stroke="var(--ink)", stroke_width=2)
    for index, (name, kind, _, _, reach) in enumerate(reaches):
        y = _SIDE + 14.0 + 24.0 * index
        dash = _STROKES[index % len(_STROKES)] or "none"
        line = {"x1": _MARGIN, "y1": y - 4.0, "x2": _MARGIN + 34.0, "y2": y - 4.0}
        drawing.add("line", stroke=f"var(--{kind})", stroke_width=2.5, stroke_dasharray=dash, **line)
        drawing.text(_MARGIN + 44.0, y, clipped(f"{name}, {_km(reach)}", 13, 400.0), size=13)
    told = "; ".join(f"{name} reaches {_km(reach)}" for name, _, _, _, reach in reaches)
    rows = tuple(
        (name, "sensor" if kind == "sensor" else "effector", x, y, reach) for name, kind, x, y, reach in reaches
    )
    columns = ("name", "kind", "east (m)", "north (m)", "reach (m)")
    caption = (
        "Farthest ranges at their central values, over flat ground; how far something is really seen or hit hangs "
    )
    caption += "on its size, height and the ground. Arrows: the bearings that hostile objects come from."
    return Figure("rings", "Rings of defence", caption, drawing.close("Rings of defence", told), columns, rows)


def _km(metres: float) -> str:
    return f"{figure(metres / 1000.0)} km"


def _reaches(compiled: Compiled) -> list[tuple[str, str, float, float, float]]:
    """Return name, kind, place and reach (m) of each device, the farthest first."""
    given, systems = compiled.model.given, compiled.systems
    found = [
        (name, "sensor", float(s.x_m), float(s.y_m), float(systems.mountings[s.system].range_max_m))
        for name, s in zip(compiled.sensors, given.sensors, strict=False)
    ]
    found += [
        (name, "friend", float(e.x_m), float(e.y_m), float(systems.batteries[e.system].range_max_m))
        for name, e in zip(compiled.effectors, given.effectors, strict=False)
    ]
    return sorted(found, key=lambda row: -row[4])


def _comings(drawing: Drawing, view: _Map, compiled: Compiled) -> None:
    """Draw an arrow at the rim for each hostile item of ``arrive`` that comes from a bearing."""
    hostile = compiled.model.given.arrivals[: len(compiled.objects)]
    groups = {int(row["group"]) for row in hostile if row["side"] == HOSTILE}
    for index, item in enumerate(compiled.loaded.document.arrive):
        if index not in groups or item.origin is None:
            continue
        bearing = item.origin.bearing_rad.median
        rim = 0.5 * _SIDE - _MARGIN - 4.0
        x, y = 0.5 * _SIDE + rim * math.sin(bearing), 0.5 * _SIDE - rim * math.cos(bearing)
        turn = f"translate({x:.1f} {y:.1f}) rotate({math.degrees(bearing) + 180.0:.1f})"
        look = {"transform": turn, "fill": "none", "stroke": "var(--leaked)", "stroke_width": 3}
        drawing.tip("path", item.name, d="M0 0V-34M-7 -24L0 -35L7 -24", **look)
