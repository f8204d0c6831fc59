"""What one viewer shows: a scenario, which seed and run of it, and which pages have something to show."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import ringfort
from ringfort.catalog.registry import Catalog
from ringfort.engine.compile import Compiled
from ringfort.scenario.save import Kept

Json = dict[str, Any]


@dataclass(frozen=True)
class Session:
    """One viewer's subject. ``folder`` holds the results that it was opened on, None = a scenario alone.

    ``other`` holds results to compare them with; ``kept`` is the scenario's file where it is edited.
    ``pages`` are the names of the page's rooms, the first to begin with; ``lock`` is held while raids are played.
    """

    catalog: Catalog
    compiled: Compiled
    seed: int = 1
    run: int = 0
    folder: Path | None = None
    other: Path | None = None
    kept: Kept | None = None
    pages: tuple[str, ...] = ("replay",)
    lock: Lock = field(default_factory=Lock)

    def about(self, *, saved: bool = False) -> Json:
        """Return what the page is told at its start."""
        return {
            "title": self.compiled.loaded.document.title,
            "pages": list(self.pages),
            "version": ringfort.__version__,
            "saved": saved,
            "seed": self.seed,
            "run": self.run,
        }
