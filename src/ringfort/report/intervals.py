"""Means with their intervals, drawn as dots on lines: the answer, the causes, the difference of two defences."""

from typing import Any, NamedTuple

from ringfort.report.figure import HALO, Drawing, Figure, clipped
from ringfort.report.scale import Scale, rounded, said, ticks
from ringfort.studies.tables import figure, percent, spread

Json = dict[str, Any]
_WIDTH, _LEFT, _RIGHT, _ROW, _HEAD = 460.0, 6.0, 454.0, 44.0, 8.0


class Line(NamedTuple):
    """One dot on its line: what it is of, its estimate, how it is written, and its colour's name."""

    name: str
    estimate: Json
    told: str
    colour: str


def fates(answer: Json) -> Figure:
    """Return what became of hostile objects, a raid, with intervals."""
    lines = [Line("leaked", answer["leaked"], "", "leaked")]
    if len(answer["leaked_of"]) > 1:
        lines += [Line(f"leaked, of {name}", one, "", "leaked") for name, one in answer["leaked_of"].items()]
    lines.append(Line("stopped", answer["stopped"], "", "stopped"))
    if len(answer["stopped_by"]) > 1:
        lines += [Line(f"stopped by {name}", one, "", "stopped") for name, one in answer["stopped_by"].items()]
    lines.append(Line("missed by themselves", answer["missed"], "", "missed"))
    title = "Leaked, stopped, missed"
    caption = (
        f"Hostile objects a raid, of {figure(answer['arrived']['mean'])} that arrive. The line about a dot is its "
    )
    return _figure("fates", title, caption + "interval at 95 %.", [_told(line) for line in lines])


def harm(answer: Json) -> Figure:
    """Return who is hurt, a raid, with intervals."""
    hurt = {"killed": "killed", "injured": "injured", "blast_exposed": "exposed to blast, not killed"}
    lines = [_told(Line(name, answer[key], "", "people")) for key, name in hurt.items()]
    return _figure("harm", "Who is hurt", "People a raid. The line about a dot is its interval at 95 %.", lines)


def wrong(answer: Json) -> Figure:
    """Return what was engaged that should not have been, a raid, with intervals."""
    named = {"friend": "friends engaged", "bird": "birds engaged", "nothing": "nothing there, engaged"}
    lines = [_told(Line(name, answer["wrongly_engaged"][key], "", "friend")) for key, name in named.items()]
    lines.append(_told(Line("friends lost", answer["friends_lost"], "", "friend")))
    caption = "Engagements a raid, and friends brought down or led astray, with intervals at 95 %."
    return _figure("wrong", "Engaged by mistake", caption, lines)


def causes(answer: Json) -> Figure:
    """Return the shares of leakers by cause, with intervals."""
    lines = []
    for cause, mean in sorted(answer["why_leaked"].items(), key=lambda item: -item[1]):
        low, high = answer["why_leaked_interval"][cause]
        told = f"{percent(mean)}  ({percent(low)} to {percent(high)})"
        lines.append(Line(cause, {"mean": mean, "low": low, "high": high}, told, "leaked"))
    caption = "Share of leakers by the first link of the chain that was missing, with intervals at 95 %."
    return _figure("causes", "Why leakers leaked", caption, lines, "share of leakers")


def _told(line: Line) -> Line:
    bounds = spread(line.estimate)
    return line._replace(told=figure(line.estimate["mean"]) + (f"  ({bounds})" if bounds else ""))


def _figure(name: str, title: str, caption: str, lines: list[Line], unit: str = "a raid") -> Figure:
    rows = tuple((line.name, *(line.estimate[key] for key in ("mean", "low", "high"))) for line in lines)
    told = "; ".join(f"{line.name}: {line.told}" for line in lines) or "nothing to show"
    drawing = dots(lines, title, told, percents=unit.startswith("share"))
    return Figure(name, title, caption, drawing, ("what", f"mean ({unit})", "95 % low", "95 % high"), rows)


def dots(lines: list[Line], title: str, told: str, *, percents: bool = False) -> str:
    """Draw one dot a line, each under its name, over one axis that holds zero; ``percents``: it counts in them."""
    values = [float(one) for line in lines for one in line.estimate.values() if one is not None] or [0.0]
    low, high = rounded(min(0.0, *values), max(0.0, *values))
    scale = Scale(low, high, _LEFT + 6.0, _RIGHT - 6.0)
    bottom = _HEAD + _ROW * len(lines)
    drawing = Drawing(_WIDTH, bottom + 26.0)
    for tick in ticks(low, high):
        x = scale.at(tick)
        strong = tick == 0.0 > low
        drawing.add("line", x1=x, y1=_HEAD, x2=x, y2=bottom, stroke="var(--quiet)" if strong else "var(--rule)")
        anchor = "end" if x > _RIGHT - 12.0 else "start" if x < _LEFT + 12.0 else "middle"
        told = f"{100.0 * tick:.3g} %" if percents else said(tick)
        drawing.text(x, bottom + 17.0, told, anchor=anchor, size=12, fill="var(--quiet)")
    for index, line in enumerate(lines):
        _dot(drawing, scale, line, _HEAD + _ROW * index)
    return drawing.close(title, told)


def _dot(drawing: Drawing, scale: Scale, line: Line, top: float) -> None:
    mean, low, high = (line.estimate[key] for key in ("mean", "low", "high"))
    y, colour = top + 30.0, f"var(--{line.colour})"
    drawing.text(_LEFT, top + 16.0, clipped(line.name, 14, 280.0), size=14, weight=600, **HALO)
    drawing.text(_RIGHT, top + 16.0, line.told, anchor="end", size=13, fill="var(--quiet)", **HALO)
    if low is not None and high is not None:
        drawing.add(
            "line", x1=scale.at(low), y1=y, x2=scale.at(high), y2=y, stroke=colour, stroke_width=6, opacity="0.45"
        )
    drawing.tip("circle", f"{line.name}: {line.told}", cx=scale.at(mean), cy=y, r=6, fill=colour)
