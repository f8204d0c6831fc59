"""How much raids differ: the spread of leakers, of people hurt, of warning and of cost over the runs of a study."""

from typing import Any

import numpy as np

from ringfort.report.figure import Drawing, Figure
from ringfort.report.scale import Scale, said, step_of, ticks
from ringfort.studies.tables import figure, percent
from ringfort.studies.tally import Tally

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 460.0, 240.0, 44.0, 452.0, 14.0, 196.0
_BINS, _WHOLE = 24, 15


def distributions(tally: Tally, currency: str) -> list[Figure]:
    """Return the distributions that have something to show."""
    runs = tally.runs
    counts = [
        ("leakers", "leakers", runs.leaked, "leaked"),
        ("killed", "people killed", runs.killed, "people"),
        ("injured", "people injured", runs.injured, "people"),
    ]
    found = [_histogram(*one) for one in counts if one[2].max() > 1]  # of none and one, the mean tells all
    if len(tally.warned_s):
        found.append(warning(tally))
    costs = f"cost of the defence ({currency})"
    return [*found, *([_histogram("cost", costs, runs.defence_usd, "stopped")] if runs.defence_usd.max() > 0 else [])]


def bins(values: Any) -> tuple[Any, Any]:
    """Return the edges (n + 1,) and the shares (n,) of the runs between them, the last edge counted in.

    Whole numbers of few values have a bin each, from half below to half above.
    """
    values = np.asarray(values, float)
    low, high = float(values.min()), float(values.max())
    if bool(np.all(values == np.round(values))) and high - min(low, 0.0) <= _WHOLE:
        edges = np.arange(min(low, 0.0) - 0.5, high + 1.0)
    elif high == low:
        edges = np.array([low - 0.5, low + 0.5])
    else:
        start = 0.0 if low >= 0.0 else low
        step = step_of(high - start, _BINS)
        if bool(np.all(values == np.round(values))):
            step = max(round(step), 1)
        edges = start + step * np.arange(int(np.floor((high - start) / step)) + 2)
    counts, _ = np.histogram(values, edges)
    return edges, counts / len(values)


def _histogram(name: str, what: str, values: Any, colour: str) -> Figure:
    edges, shares = bins(values)
    mean, most, none = float(np.mean(values)), float(np.max(values)), float(np.mean(np.asarray(values) == 0))
    whole = bool(np.all(np.diff(edges) == 1.0)) and edges[0] % 1.0 == 0.5
    title = f"{what[0].upper()}{what[1:]}: {figure(mean)} in the mean, {figure(most)} at most"
    caption = f"Share of raids by {what}; {percent(none)} have none. The line marks the mean."
    columns = (f"{what}, from", "to", "share of raids")
    rows = tuple(
        (float(left + 0.5), float(left + 0.5), float(share)) if whole else (float(left), float(right), float(share))
        for left, right, share in zip(edges[:-1], edges[1:], shares, strict=True)
    )
    drawing = _bars(edges, shares, (title, what, colour), mean, whole)
    return Figure(name, title, caption, drawing, columns, rows)


def _bars(edges: Any, shares: Any, named: tuple[str, str, str], mean: float, whole: bool) -> str:
    """Draw the bars; ``named``: title, what is on the axis, colour."""
    title, what, colour = named
    across = Scale(float(edges[0]), float(edges[-1]), _LEFT, _RIGHT)
    up = Scale(0.0, max(float(shares.max()), 1e-9), _BOTTOM, _TOP)
    drawing = Drawing(_WIDTH, _HEIGHT)
    _level_lines(drawing, up)
    for left, right, share in zip(edges[:-1], edges[1:], shares, strict=True):
        if share > 0.0:
            start, end, top = across.at(left) + 1.0, across.at(right) - 1.0, min(up.at(share), _BOTTOM - 1.5)
            span = figure(left + 0.5) if whole else f"{figure(float(left))} to {figure(float(right))}"
            box = {"x": start, "y": top, "width": max(end - start, 1.0), "height": _BOTTOM - top}
            drawing.tip("rect", f"{span} {what}: {percent(share)} of raids", fill=f"var(--{colour})", **box)
    drawing.add("line", x1=_LEFT, y1=_BOTTOM, x2=_RIGHT, y2=_BOTTOM, stroke="var(--ink)")
    x = across.at(mean)
    drawing.add(
        "line", x1=x, y1=_TOP - 8, x2=x, y2=_BOTTOM, stroke="var(--ink)", stroke_dasharray="4 3", stroke_width=1.5
    )
    _axis(drawing, across, what, whole)
    return drawing.close(title, f"{len(shares)} bins; mean {figure(mean)}")


def _level_lines(drawing: Drawing, up: Scale) -> None:
    for tick in ticks(up.low, up.high, 4):
        y = up.at(tick)
        drawing.add("line", x1=_LEFT, y1=y, x2=_RIGHT, y2=y, stroke="var(--rule)")
        drawing.text(_LEFT - 6.0, y + 4.0, f"{100.0 * tick:.3g} %", anchor="end", size=12, fill="var(--quiet)")


def _axis(drawing: Drawing, across: Scale, what: str, whole: bool) -> None:
    marks = ticks(across.low, across.high, 6)
    if whole:
        marks = sorted({float(round(mark)) for mark in marks if across.low < round(mark) < across.high})
    for tick in marks:
        x = across.at(tick)
        anchor = "end" if x > _RIGHT - 10.0 else "middle"
        drawing.text(x, _BOTTOM + 17.0, said(tick), anchor=anchor, size=12, fill="var(--quiet)")
    drawing.text(_RIGHT, _BOTTOM + 36.0, what, anchor="end", size=12.5, fill="var(--quiet)")


def warning(tally: Tally) -> Figure:
    """Return the share of leakers before which people had at least so many seconds of warning."""
    seconds = np.sort(np.asarray(tally.warned_s, float))
    times = np.unique(seconds)
    shares = 1.0 - np.searchsorted(seconds, times, side="left") / len(seconds)
    median = float(seconds[(len(seconds) - 1) // 2])
    none = float(np.mean(seconds <= 0.0))
    title = f"Warning: half of the leakers leave at most {figure(median)} s"
    caption = (
        f"Share of leakers before which the siren had been heard for at least so long; {percent(none)} came without."
    )
    return Figure(
        "warning",
        title,
        caption,
        _falling(times, shares, title, median),
        ("seconds of warning, at least", "share of leakers"),
        tuple((float(t), float(share)) for t, share in zip(times, shares, strict=True)),
    )


def _falling(times: Any, shares: Any, title: str, median: float) -> str:
    across = Scale(0.0, max(float(times[-1]), 1.0), _LEFT, _RIGHT)
    up = Scale(0.0, 1.0, _BOTTOM, _TOP)
    drawing = Drawing(_WIDTH, _HEIGHT)
    _level_lines(drawing, up)
    points, level = [f"M{_LEFT:.1f} {up.at(1.0):.1f}"], 1.0
    for t, share in zip(times, shares, strict=True):  # of those with t seconds, all still have at least t
        points.append(
            f"H{across.at(float(t)):.1f}" if share == level else f"V{up.at(float(share)):.1f}H{across.at(float(t)):.1f}"
        )
        level = float(share)
    points.append(f"V{_BOTTOM:.1f}")
    line = "".join(points)
    drawing.add("path", d=f"{line}H{_LEFT:.1f}Z", fill="var(--leaked)", fill_opacity="0.18")
    drawing.add("path", d=line, fill="none", stroke="var(--leaked)", stroke_width=2.5)
    drawing.add("line", x1=_LEFT, y1=_BOTTOM, x2=_RIGHT, y2=_BOTTOM, stroke="var(--ink)")
    x = across.at(median)
    drawing.add(
        "line", x1=x, y1=_TOP - 8, x2=x, y2=_BOTTOM, stroke="var(--ink)", stroke_dasharray="4 3", stroke_width=1.5
    )
    _axis(drawing, across, "seconds of warning", False)
    return drawing.close(title, f"median {figure(median)} s")
