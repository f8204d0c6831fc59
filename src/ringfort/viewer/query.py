"""What a request asks for, read with care."""

from starlette.exceptions import HTTPException
from starlette.requests import Request


def whole(request: Request, name: str, default: int, most: int) -> int:
    """Return a whole number of the query, ``default`` where it is not there. Raises HTTPException (400)."""
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 20 or int(text) > most:
        raise HTTPException(400, f"{name} must be a whole number from 0 to {most}, not {text[:40]!r}")
    return int(text)
