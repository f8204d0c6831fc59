"""The documents of the edit page: a scenario's layout, what a sensor sees, a hundred raids, and saving it.

The page sends what it has changed; each answer comes from the text that would be saved, read and checked as the command
line reads it. So what the map shows is what the file says.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ringfort.engine.compile import compile_scenario
from ringfort.errors import Problem, ScenarioError
from ringfort.report.coverage import CLASSES, MASKED, classes, summary
from ringfort.report.words import headline
from ringfort.scenario.check import sound
from ringfort.scenario.load import Loaded, parse_text
from ringfort.scenario.rewrite import Change, rewritten
from ringfort.scenario.save import Kept
from ringfort.studies.answer import answer
from ringfort.studies.coverage import coverage
from ringfort.studies.montecarlo import study
from ringfort.viewer.layout import layout, offered
from ringfort.viewer.packing import Json, pack
from ringfort.viewer.session import Session

_LARGEST = 200_000  # bytes of a request
_MOST_RUNS = 2000
_MOST_CELLS = 260  # a side of the map of coverage that the page gets
_KEYS = {"section", "name", "values", "add", "gone"}


def routes(session: Session) -> Sequence[Route]:
    """Return the routes of a session that edits a scenario, none for another."""
    if session.kept is None:
        return ()
    editor = Editor(session, session.kept)

    def told(path: str, act: Callable[[Json], Json]) -> Route:
        async def answered(request: Request) -> Response:
            from starlette.concurrency import run_in_threadpool

            return JSONResponse(await run_in_threadpool(act, await _body(request)))

        return Route(f"/api/edit/{path}", answered, methods=["POST"])

    return (
        told("layout", editor.layout),
        told("coverage", editor.coverage),
        told("play", editor.play),
        told("save", editor.save),
    )


async def _body(request: Request) -> Json:
    """Return a request's JSON object. Raises HTTPException (400, 413, 415): other pages cannot send this kind."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "send application/json")
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > _LARGEST:
            raise HTTPException(413, f"send at most {_LARGEST} bytes")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise HTTPException(400, "this is not JSON") from None
    if not isinstance(found, dict):
        raise HTTPException(400, "send one JSON object")
    return found


def changes_of(body: Json) -> list[Change]:
    """Return the changes that a request asks for. Raises HTTPException (400) where they are none."""
    listed = body.get("changes")
    if not isinstance(listed, list) or len(listed) > 1000:
        raise HTTPException(400, "changes must be a list of at most 1000")
    return [_change(one) for one in listed]


def _change(one: Any) -> Change:
    fine = isinstance(one, dict) and set(one) <= _KEYS and isinstance(one.get("gone", False), bool)
    fine = fine and all(isinstance(one.get(key), str) for key in ("section", "name"))
    fine = fine and isinstance(one.get("values", {}), dict) and isinstance(one.get("add"), dict | None)
    if not fine or not all(isinstance(value, (str, int)) for value in (one.get("add") or {}).values()):
        raise HTTPException(400, f"this is no change: {json.dumps(one)[:100]}")
    return Change(one["section"], one["name"], one.get("values", {}), one.get("add"), one.get("gone", False))


class Editor:
    """One scenario being edited."""

    def __init__(self, session: Session, kept: Kept) -> None:
        self._session, self._kept = session, kept

    def _changed(self, body: Json) -> Loaded:
        """Return the scenario with the changes of a request, read from the text that would be saved.

        Raises ScenarioError, and HTTPException (409) where the page began from another text.
        """
        if body.get("seen") not in (None, self._seen()):
            raise HTTPException(409, "another page has saved this scenario; load this page again to go on from there")
        text = rewritten(self._kept.text, changes_of(body))
        return sound(parse_text(text, self._kept.path), self._session.catalog)

    def _seen(self) -> str:
        return hashlib.blake2b(self._kept.text.encode(), digest_size=16).hexdigest()

    def layout(self, body: Json) -> Json:
        """Return the layout with the changes made, and what the page needs beside it."""
        loaded = self._changed(body)
        found = layout(loaded, self._session.catalog)
        return {**found, "file": str(self._kept.path), "seen": self._seen(), "offered": offered(self._session.catalog)}

    def coverage(self, body: Json) -> Json:
        """Return what a sensor sees of what arrives, in classes: 0 beyond its range, 1 hidden, from 2 on the odds."""
        loaded, name, height = self._changed(body), body.get("sensor"), body.get("height_m", 100.0)
        if not isinstance(name, str) or not isinstance(height, (int, float)) or not 0.0 <= height <= 1e5:
            raise HTTPException(400, "name a sensor and a height in metres")
        alone = [device for device in loaded.document.defend if device.name == name]
        kept = {"defend": alone or loaded.document.defend}
        with self._session.lock:
            alone_loaded = replace(loaded, document=loaded.document.model_copy(update=kept))
            found = coverage(alone_loaded, self._session.catalog, name, float(height), None)
        every = int(np.ceil(max(found.odds.shape) / _MOST_CELLS))
        cells, terrain = (classes(found) + 1)[::every, ::every], found.terrain
        return {
            "sensor": name,
            "west_m": terrain.west_m,
            "south_m": terrain.south_m,
            "step_m": terrain.step_m * every,
            "rows": cells.shape[0],
            "columns": cells.shape[1],
            "cells": pack(cells, "u1"),
            "x_m": found.x_m,
            "y_m": found.y_m,
            "legend": [{"told": told, "colour": colour} for told, colour in (MASKED, *(one[1:] for one in CLASSES))],
            "told": summary(found),
        }

    def play(self, body: Json) -> Json:
        """Return the answer of some raids of the scenario as it is on the map, on the session's seed."""
        runs = body.get("runs", 100)
        if not isinstance(runs, int) or not 1 <= runs <= _MOST_RUNS:
            raise HTTPException(400, f"runs must be a whole number from 1 to {_MOST_RUNS}")
        loaded = self._changed(body)
        with self._session.lock:
            compiled = compile_scenario(loaded, self._session.catalog)
            outcome = study(compiled, self._session.seed, runs, 2, lambda _done, _total: None)
        told = answer(outcome)
        keys = (
            "arrived",
            "leaked",
            "stopped",
            "missed",
            "killed",
            "injured",
            "why_leaked",
            "warning_s",
            "runs",
            "seed",
        )
        return {"headline": headline(told), **{key: told[key] for key in keys}, "notes": told["notes"]}

    def save(self, body: Json) -> Json:
        """Write the changed text to the file. Raises ScenarioError where it is not as it was when it was opened."""
        if body.get("seen") is None:
            raise HTTPException(400, "say what was seen")
        loaded = self._changed(body)
        if loaded.text == self._kept.text and self._kept.seen is not None:
            raise ScenarioError(Problem("nothing was changed", "", "", "move something first", str(self._kept.path)))
        with self._session.lock:
            self._kept = self._kept.saved(loaded.text)
        return {"seen": self._seen(), "file": str(self._kept.path)}
