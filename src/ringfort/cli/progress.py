"""How far long work has come, on standard error: a bar on a terminal, now and then a line elsewhere."""

import sys
import time
from types import TracebackType
from typing import Any

_PATIENCE_S = 0.5  # shorter work shows no bar
_LINE_EVERY_S = 20.0


class Progress:
    """Call it with (done, total); as a context it takes the bar away again."""

    def __init__(self, doing: str) -> None:
        self._doing, self._begun = doing, time.monotonic()
        self._told = self._begun
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` runs are played."""
        now = time.monotonic()
        if sys.stderr.isatty():
            if self._bar is None and (done == 0 or now - self._begun > _PATIENCE_S):
                self._bar = self._begin(total)
            if self._bar is not None:
                self._bar.update(self._task, completed=done)
        elif now - self._told > _LINE_EVERY_S and done < total:
            self._told = now
            print(f"{self._doing}: {done} of {total} runs", file=sys.stderr, flush=True)

    def _begin(self, total: int) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = bar.add_task(self._doing, total=total)
        bar.start()
        return bar
