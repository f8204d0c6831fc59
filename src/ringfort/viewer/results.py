"""The documents of the result page: the answer of a study in words and figures, and its comparison with another."""

from collections.abc import Sequence
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ringfort.report import comparison, words
from ringfort.report.figure import Figure
from ringfort.report.page import commands, figures, summary
from ringfort.studies.answer import answer
from ringfort.studies.result import Result, read_result
from ringfort.studies.tables import verdicts
from ringfort.viewer.packing import Json
from ringfort.viewer.session import Session

_KINDS = {"svg": "image/svg+xml", "csv": "text/csv"}


def routes(session: Session) -> Sequence[Route]:
    """Return the routes of a session that was opened on results, none for another."""
    if session.folder is None:
        return ()
    shelf = Shelf(session, session.folder)

    def show(_request: Request) -> Response:
        return JSONResponse(shelf.document())

    def figure(request: Request) -> Response:
        kind, name = request.query_params.get("kind", ""), request.query_params.get("name", "")
        one = shelf.figures().get(name)
        if one is None or kind not in _KINDS:
            raise HTTPException(404, "there is no such figure")
        headers = {"content-disposition": f'attachment; filename="{one.name}.{kind}"'}
        return Response(one.svg if kind == "svg" else one.csv, media_type=_KINDS[kind], headers=headers)

    return Route("/api/results", show), Route("/api/results/figure", figure)


class Shelf:
    """The study of a session, read at the first look."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session, self._folder = session, folder
        self._document: Json = {}
        self._figures: dict[str, Figure] = {}

    def document(self) -> Json:
        """Return what the page shows. Raises ResultError."""
        self._read()
        return self._document

    def figures(self) -> dict[str, Figure]:
        """Return the figures by name. Raises ResultError."""
        self._read()
        return self._figures

    def _read(self) -> None:
        with self._session.lock:
            if self._document:
                return
            result = read_result(self._folder, self._session.catalog)
            told = answer(result.outcome)
            drawn, compared = figures(result, told), self._compared(result)
            self._figures = {one.name: one for one in (*drawn, *compared.pop("drawn", ()))}
            self._document = {
                **summary(result, told),
                "runs": told["runs"],
                "seed": told["seed"],
                "figures": [_shown(one) for one in drawn],
                "examples": [{"cause": cause, "run": run} for cause, run in told["example_runs"].items()],
                "again": commands(result)["again"],
                "compared": compared or None,
            }

    def _compared(self, result: Result) -> Json:
        if self._session.other is None:
            return {}
        second = read_result(self._session.other, self._session.catalog)
        found = comparison.compared(result, second)
        drawn = comparison.figures(found)
        return {
            "headline": words.comparison_headline(found),
            "sentences": verdicts(found, "the second"),
            "first": found["a"]["title"],
            "second": found["b"]["title"],
            "figures": [_shown(one) for one in drawn],
            "drawn": drawn,
        }


def _shown(one: Figure) -> Json:
    return {"name": one.name, "title": one.title, "caption": one.caption, "drawing": one.drawing}
