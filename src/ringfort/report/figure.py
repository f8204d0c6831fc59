"""A figure: a drawing in SVG and the numbers behind it, each of which can leave the page by itself."""

import base64
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ringfort.report.colours import resolved

FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
HALO = {"stroke": "var(--paper)", "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
"""How a text keeps clear of what it is written over."""
_LETTER = 0.56  # mean width of a letter in ems, of the fonts above


@dataclass(frozen=True)
class Figure:
    """What is drawn and what it shows: ``title`` is its message, ``caption`` how to read it.

    ``drawing`` is SVG whose colours are names; ``rows`` are the numbers, under ``columns``.
    """

    name: str
    title: str
    caption: str
    drawing: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def svg(self) -> str:
        """Return the figure as a file of its own, in the colours of light on white."""
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return head + resolved(self.drawing).replace(
            "<title>", '<rect width="100%" height="100%" fill="#fff"/><title>', 1
        )

    @property
    def csv(self) -> str:
        """Return the numbers as CSV, with a line of column names; what cannot be told is empty."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row] for row in self.rows)
        return out.getvalue()

    def link(self, kind: str) -> str:
        """Return a figure's ``svg`` or ``csv`` as an address that holds all of it."""
        medium, text = {"svg": ("image/svg+xml", self.svg), "csv": ("text/csv", self.csv)}[kind]
        return f"data:{medium};charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}"


def _cell(value: Any) -> Any:
    """Return a value as CSV holds it; an apostrophe holds back what a spreadsheet would take for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return round(value, 9) if isinstance(value, float) else value


class Drawing:
    """An SVG in the making, ``width`` and ``height`` in its own units; y runs down."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []

    def add(self, tag: str, _content: str = "", /, **attributes: Any) -> None:
        """Add an element; ``_content`` is text, and becomes harmless."""
        self._parts.append(_element(tag, escape(_plain(_content)), attributes))

    def text(self, x: float, y: float, words: str, **attributes: Any) -> None:
        """Add a line of text at its baseline: ``size``, ``fill``, ``anchor`` (start, middle, end), ``weight``."""
        size, anchor = attributes.pop("size", 14), attributes.pop("anchor", "start")
        weight = attributes.pop("weight", 400)
        look = {"fill": "var(--ink)", "font_size": size, "text_anchor": anchor, "font_weight": weight, **attributes}
        self.add("text", words, x=x, y=y, **look)

    def tip(self, tag: str, told: str, **attributes: Any) -> None:
        """Add an element that says something when pointed at."""
        self._parts.append(_element(tag, f"<title>{escape(_plain(told))}</title>", attributes))

    def close(self, title: str, told: str) -> str:
        """Return the SVG; ``title`` and ``told`` are what is read aloud."""
        size = f'viewBox="0 0 {_short(self.width)} {_short(self.height)}" width="{_short(self.width)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}">'
        spoken = f"<title>{escape(_plain(title))}</title><desc>{escape(_plain(told))}</desc>"
        return f"{head}{spoken}{''.join(self._parts)}</svg>"


def _element(tag: str, inside: str, attributes: dict[str, Any]) -> str:
    listed = "".join(f" {name.replace('_', '-')}={quoteattr(_short(value))}" for name, value in attributes.items())
    return f"<{tag}{listed}>{inside}</{tag}>" if inside else f"<{tag}{listed}/>"


def _plain(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")


def _short(value: Any) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else _plain(str(value))


def width_of(words: str, size: float) -> float:
    """Return about how wide a line of text is."""
    return _LETTER * size * len(words)


def clipped(words: str, size: float, room: float) -> str:
    """Return a line of text cut so that it fits into ``room``."""
    fits = max(int(room / (_LETTER * size)), 1)
    return words if len(words) <= fits else f"{words[: fits - 1].rstrip()}…"


def stacked(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Return tops at or below those wanted, in order, such that nothing overlaps."""
    tops: list[float] = []
    free = -float("inf")
    for top, height in zip(wanted, heights, strict=True):
        tops.append(max(top, free))
        free = tops[-1] + height + gap
    return tops
