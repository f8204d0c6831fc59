"""Why leakers leaked, as a flow: all that arrive run down the chain, and leave it where a link is missing."""

from typing import NamedTuple

from ringfort.engine.state import CAUSES
from ringfort.report.figure import Drawing, Figure, clipped, stacked
from ringfort.studies.chain import STAGES
from ringfort.studies.result import Result
from ringfort.studies.tables import percent

_WIDTH, _TRUNK, _LEFT, _RIGHT = 512.0, 130.0, 92.0, 282.0
_BLOCK, _LEAST_HEIGHT, _DROP = 12.0, 34.0, 40.0
_NAMES = ("arrived", "detected", "tracked", "identified", "ordered", "shot at")


class Exit(NamedTuple):
    """Those that leave the chain after a stage, with one fate."""

    stage: int
    fate: str
    told: str
    number: int


def exits(result: Result) -> list[Exit]:
    """Return the exits that occur, in the order of stages: missed, leaked by cause, then stopped by whom."""
    chain, effectors = result.chain, result.compiled.effectors
    found = []
    for stage in range(len(STAGES)):
        rows = [("missed", "fell or flew elsewhere", int(chain.missed[stage]))]
        rows += [("leaked", cause, int(chain.leaked[stage, c])) for c, cause in enumerate(CAUSES)]
        rows += [("stopped", f"by {name}", int(chain.stopped[stage, e])) for e, name in enumerate(effectors)]
        found += [Exit(stage, *row) for row in rows if row[2]]
    return found


def flow(result: Result) -> Figure:
    """Return the flow of a study."""
    out, reached = exits(result), result.chain.reached
    runs, total = result.outcome.done, max(int(reached[0]), 1)
    told = "; ".join(f"{percent(one.number / total)} {one.fate}: {one.told}" for one in out)
    rows = tuple((STAGES[one.stage], one.fate, one.told, one.number / total, one.number / runs) for one in out)
    return Figure(
        name="flow",
        title="Where the chain lets them through",
        caption="All hostile objects of all raids, from the top: how many came as far as each link, and what became of "
        "those that came no further. Widths are shares of all that arrived.",
        drawing=_draw(out, [int(n) for n in reached], told),
        columns=("last stage reached", "fate", "how", "share of arrivals", "a raid"),
        rows=rows,
    )


def _draw(out: list[Exit], reached: list[int], told: str) -> str:
    """Draw the trunk from the top down, each exit to the right of where it leaves."""
    total = max(reached[0], 1)
    heights = [max(_wide(one.number, total), _LEAST_HEIGHT) for one in out]
    tops, rows = _places(out, heights)
    drawing = Drawing(_WIDTH, max([tops[-1] + heights[-1] if out else 0.0, rows[-1] + _DROP]) + 8.0)
    for stage in range(len(STAGES)):
        here = [(one, top) for one, top in zip(out, tops, strict=True) if one.stage == stage]
        _stage(drawing, stage, rows, reached)
        _ribbons(drawing, here, rows[stage] + _BLOCK, reached, stage)
    for one, top in zip(out, tops, strict=True):
        _label(drawing, one, top, total)
    return drawing.close("Where the chain lets them through", told)


def _wide(count: int, total: int) -> float:
    return max(_TRUNK * count / total, 1.0)


def _places(out: list[Exit], heights: list[float]) -> tuple[list[float], list[float]]:
    """Return the tops of the exits and of the stages: none begins before the exits of the one above have ended."""
    tops: list[float] = []
    rows, free = [], 8.0
    for stage in range(len(STAGES)):
        rows.append(free)
        here = [height for one, height in zip(out, heights, strict=True) if one.stage == stage]
        placed = stacked([free + 18.0] * len(here), here, 6.0)
        tops += placed
        free = max(free + _DROP + _BLOCK, placed[-1] + here[-1] - 2.0 if placed else 0.0)
    return tops, rows


def _stage(drawing: Drawing, stage: int, rows: list[float], reached: list[int]) -> None:
    """Draw a bar across the trunk with the stage's name, and what runs on from it."""
    total, count, top = max(reached[0], 1), reached[stage], rows[stage]
    if stage + 1 < len(STAGES) and reached[stage + 1]:
        wide = _wide(reached[stage + 1], total)
        share = percent(reached[stage + 1] / total)
        told, down = f"{share} went on to be {_NAMES[stage + 1]}", rows[stage + 1] - top - _BLOCK
        look = {"fill": "var(--ink)", "fill_opacity": "0.16"}
        drawing.tip("rect", told, x=_LEFT, y=top + _BLOCK, width=wide, height=down, **look)
    if count:
        drawing.add("rect", x=_LEFT, y=top, width=_wide(count, total), height=_BLOCK, fill="var(--ink)")
    fill = "var(--ink)" if count else "var(--quiet)"
    drawing.text(_LEFT - 10.0, top + 10.5, _NAMES[stage], anchor="end", size=14, weight=600, fill=fill)
    drawing.text(_LEFT - 10.0, top + 27.0, percent(count / total), anchor="end", size=13, fill="var(--quiet)")


def _ribbons(drawing: Drawing, here: list[tuple[Exit, float]], top: float, reached: list[int], stage: int) -> None:
    """Draw each exit of a stage from the trunk's edge to its block: the first exit is the outermost on the right."""
    total = max(reached[0], 1)
    right = _LEFT + _wide(reached[stage], total)
    for one, place in here:
        wide = _wide(one.number, total)
        left, end = right - wide, place + wide
        path = (
            f"M{right:.1f} {top:.1f} C{right:.1f} {place:.1f} {right + 20:.1f} {place:.1f} {_RIGHT:.1f} {place:.1f} "
            f"V{end:.1f} C{left + 20:.1f} {end:.1f} {left:.1f} {end:.1f} {left:.1f} {top:.1f} Z"
        )
        told = f"{percent(one.number / total)} {one.fate}: {one.told}"
        drawing.tip("path", told, d=path, fill=f"var(--{one.fate})", fill_opacity="0.42")
        drawing.add("rect", x=_RIGHT, y=place, width=6.0, height=wide, fill=f"var(--{one.fate})")
        right = left


def _label(drawing: Drawing, one: Exit, top: float, total: int) -> None:
    """Write share and fate of an exit, and under it how."""
    room = _WIDTH - _RIGHT - 16.0
    drawing.text(_RIGHT + 14.0, top + 12.0, f"{percent(one.number / total)} {one.fate}", size=14, weight=600)
    drawing.text(_RIGHT + 14.0, top + 28.0, clipped(one.told, 13, room), size=13, fill="var(--quiet)")
