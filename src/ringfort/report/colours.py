"""The colours of pages and figures, by what they mean; each in a light and a dark dress, safe for the colour-blind.

A figure names a colour as ``var(--leaked)``, so that it changes dress with the page; ``resolved`` puts in those of
light for figures that leave the page. The hues are those of Okabe and Ito's palette, darkened for white paper.
"""

import re

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1b1f24",
    "quiet": "#5b636d",
    "rule": "#d5d9de",
    "wash": "#f3f5f7",
    "leaked": "#c8500a",
    "stopped": "#0072b2",
    "missed": "#85898f",
    "friend": "#007a5a",
    "sensor": "#8250a8",
    "people": "#1b1f24",
}
DARK = {
    "paper": "#14171a",
    "ink": "#eceff2",
    "quiet": "#a7b0ba",
    "rule": "#3a4149",
    "wash": "#1d2125",
    "leaked": "#ff8a4c",
    "stopped": "#56b4e9",
    "missed": "#8e959d",
    "friend": "#3ec9a0",
    "sensor": "#c39be6",
    "people": "#eceff2",
}
_NAMED = re.compile(r"var\(--([a-z]+)\)")


def css(colours: dict[str, str]) -> str:
    """Return the colours as declarations of CSS."""
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def resolved(svg: str) -> str:
    """Return a figure with the colours of light in place of their names."""
    return _NAMED.sub(lambda found: LIGHT[found[1]], svg)
