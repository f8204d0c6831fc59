"""The viewer's server as a Starlette application: fixed files and documents, nothing that is named by a path.

No part of a request ever becomes a path of a file: the page's files are read once, documents are made from the session.
A room of the page adds its routes as a function from a session to routes, in ``ROOMS``.
"""

import os
from collections.abc import Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ringfort.errors import RingfortError
from ringfort.viewer import bundle, edit, replays, results
from ringfort.viewer.session import Session

ROOMS: tuple[Callable[[Session], Sequence[Route]], ...] = (replays.routes, results.routes, edit.routes)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_HOSTS = ["127.0.0.1", "localhost"]


def application(session: Session) -> Starlette:
    """Return the application for one session. Raises RingfortError where the page is not part of this installation."""
    files = bundle.read()
    routes = [Route("/", _file(files["index.html"], bundle.KINDS["index.html"]))]
    routes += [Route(f"/{name}", _file(content, bundle.KINDS[name])) for name, content in files.items()]
    routes.append(Route("/api/session", lambda _request: JSONResponse(session.about())))
    for room in ROOMS:
        routes.extend(room(session))
    middleware = [
        Middleware(_Guarded),
        Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS),
    ]
    handlers: dict[Any, Any] = {HTTPException: _refused, RingfortError: _mistaken}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)


def _file(content: bytes, kind: str) -> Callable[[Request], Response]:
    return lambda _request: Response(content, media_type=kind)


def _refused(_request: Request, error: HTTPException) -> Response:
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


def _mistaken(_request: Request, error: RingfortError) -> Response:
    return JSONResponse({"error": str(error)}, 422)


class _Guarded:
    """Gives every answer the headers that keep the page to itself, and turns what is our mistake into an answer.

    What another page in the same browser asks for is refused: it could have scenarios written over.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        asked = dict(scope.get("headers", ()))
        origin = asked.get(b"origin")
        if origin is not None and origin != b"http://" + asked.get(b"host", b""):
            await JSONResponse({"error": "another page may not ask"}, 403)(scope, receive, sent)
            return
        try:
            await self._app(scope, receive, sent)
        except Exception as error:
            if begun or os.environ.get("RINGFORT_DEBUG"):
                raise
            told = f"internal error: {type(error).__name__}: {error}; run with RINGFORT_DEBUG=1 for the traceback"
            await JSONResponse({"error": told}, 500)(scope, receive, sent)
