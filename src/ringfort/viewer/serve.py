"""The server on this machine's loopback: a port that is free, and a browser that is shown the way."""

import os
import socket
from typing import Any

from ringfort.errors import Problem, RingfortError

LOOPBACK = "127.0.0.1"
PORT = 8642
_TRIES = 50


def listening(port: int | None) -> socket.socket:
    """Return a socket that listens on the loopback: on ``port``, or on the first free one from ``PORT`` on.

    Raises RingfortError where a stated port is taken.
    """
    wanted = [port] if port is not None else [*range(PORT, PORT + _TRIES), 0]
    for one in wanted:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((LOOPBACK, one))
            found.listen(128)
        except OSError:
            found.close()
            continue
        return found
    remedy = "give another one, or leave --port out for a free one"
    raise RingfortError(Problem("this port is taken", str(port), "--port", remedy))


def address(at: socket.socket) -> str:
    """Return the address of the page behind a listening socket."""
    return f"http://{LOOPBACK}:{at.getsockname()[1]}/"


def serve(app: Any, at: socket.socket) -> None:
    """Serve on a listening socket until Ctrl-C, which raises KeyboardInterrupt; what came before is answered too."""
    import uvicorn

    quiet: dict[str, Any] = {
        "log_level": "critical" if not os.environ.get("RINGFORT_DEBUG") else "info",
        "access_log": False,
        "server_header": False,
    }
    config = uvicorn.Config(app, lifespan="off", timeout_graceful_shutdown=1, **quiet)
    uvicorn.Server(config).run(sockets=[at])
