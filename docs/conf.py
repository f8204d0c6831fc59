"""How Sphinx builds these pages: sphinx-build -W docs docs/_build/html."""

import re
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import matplotlib as mpl

sys.path.append(str(Path(__file__).parent / "reference"))

from bibliography import KEYS
from generate import generate

project = "Ringfort"
author = "the Ringfort authors"
version = release = installed_version("ringfort")

extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "reference/generated/bibliography.md"]
nitpicky = True

html_theme = "furo"
html_title = "Ringfort"

CITED = re.compile(r"(?<![\w`#/\[*.])(?:" + "|".join(map(re.escape, KEYS)) + r")(?![\w`\]=])")


def link_keys(app: Any, page: str, source: list[str]) -> None:
    """Make a link of each bibliography key that a methods page names."""
    if page.startswith("methods/"):
        source[0] = CITED.sub(lambda found: f"[{found[0]}](#{found[0]})", source[0])


def setup(app: Any) -> None:
    """Write the generated pages before Sphinx looks for pages."""
    mpl.use("Agg")
    generate()
    app.connect("source-read", link_keys)
