"""The documents of the replay page: the scene, single raids, and what many raids came to."""

import contextlib
import json
import threading
from collections import OrderedDict
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ringfort.viewer.query import whole
from ringfort.viewer.raid import raid
from ringfort.viewer.scene import scene
from ringfort.viewer.session import Session
from ringfort.viewer.study import Study

MOST_RUNS = 2**32
_KEPT = 8  # raids


def routes(session: Session) -> Sequence[Route]:
    """Return the routes of one session."""
    shelf, study = Shelf(session), Study(session)
    threading.Thread(target=shelf.warm, daemon=True).start()  # the page will ask for it in a moment

    def show_scene(_request: Request) -> Response:
        with session.lock:
            return JSONResponse(scene(session.compiled))

    def show_raid(request: Request) -> Response:
        return Response(shelf.raid(whole(request, "run", session.run, MOST_RUNS - 1)), media_type="application/json")

    def show_study(_request: Request) -> Response:
        return JSONResponse(study.state())

    return (
        Route("/api/scene", show_scene),
        Route("/api/raid", show_raid),
        Route("/api/study", show_study),
    )


class Shelf:
    """The raids that were looked at last."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def warm(self) -> None:
        """Play the raid that is asked for first; what goes wrong is told when it is asked for."""
        with contextlib.suppress(Exception):
            self.raid(self._session.run)

    def raid(self, run: int) -> bytes:
        """Return a raid's document as JSON."""
        with self._session.lock:
            if run not in self._kept:
                found = raid(self._session.compiled, self._session.seed, run)
                self._kept[run] = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
            self._kept.move_to_end(run)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[run]
