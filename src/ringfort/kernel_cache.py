"""Where machine code is kept on disk: a folder for each source file, named by all that the code depends on.

Numba's own cache compares a function's file alone and does not notice a changed callee in another. Here the folder's
name is a hash of the file and of every file of this package that it imports, directly or not: a change compiles anew
what it touches and nothing else, and two installations of the same sources share their code.
"""

import hashlib
import inspect
import os
import re
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core import caching

_ROOT = Path(__file__).parent
_FORGET_S = 30 * 86400.0  # folders that nobody used for so long are removed
_IMPORT = re.compile(
    rb"^[ \t]*from[ \t]+ringfort([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|^[ \t]*import[ \t]+ringfort\.([\w.]+)",
    re.MULTILINE,
)


@cache
def imported(path: Path) -> tuple[Path, ...]:
    """Return the files of this package that a file imports."""
    found: list[Path] = []
    for package, names, module in _IMPORT.findall(path.read_bytes()):
        folder = _ROOT.joinpath(*(package or module).decode().strip(".").split("."))
        found += [folder.with_suffix(".py"), folder / "__init__.py"]
        found += [folder / f"{name}.py" for name in re.findall(r"\w+", names.decode())]
    return tuple(one for one in found if _exists(one))


@cache
def _exists(path: Path) -> bool:
    return path.is_file()


@cache
def depends_on(path: Path) -> tuple[Path, ...]:
    """Return a file and all it imports from this package, sorted; a file from outside depends on its neighbours too."""
    seen = {path} if path.is_relative_to(_ROOT) else {path, *path.parent.glob("*.py")}
    unread = list(seen)
    while unread:
        new = set(imported(unread.pop())) - seen
        seen |= new
        unread += new
    return tuple(sorted(seen))


@cache
def source_hash(path: Path) -> str:
    """Return the hash of all that the machine code of a file depends on."""
    digest = hashlib.blake2b(f"{numba.__version__} {sys.version} {path.name}".encode(), digest_size=10)
    for one in depends_on(path):
        digest.update(one.read_bytes())
    return digest.hexdigest()


def _home() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "ringfort" / "kernels"


@cache
def _folder(path: Path) -> str:
    """Return the folder for a file's machine code, made if need be. Raises OSError where it cannot be written."""
    folder = _home() / source_hash(path)
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    return str(folder)


def digest_of(function: Callable[..., Any], *more: str) -> str:
    """Return a hash of a function's name, of all that its machine code depends on, and of ``more``."""
    digest = hashlib.blake2b(digest_size=10)
    path = Path(inspect.getfile(function))
    for part in (function.__module__, function.__qualname__, source_hash(path), *more):
        digest.update(f"{part}\n".encode())
    return digest.hexdigest()


def written(text: str, digest: str) -> str:
    """Write source text to a file of its own in a folder named by ``digest`` and return its path.

    The path is '' where the disk cannot be written.
    """
    path = _home() / digest / "adapter.py"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.utime(path.parent)
        if not path.is_file():
            new = path.with_suffix(f".{os.getpid()}")
            new.write_text(text)
            new.replace(path)
    except OSError:
        return ""
    return str(path)


class BySource(caching.UserProvidedCacheLocator):
    """Tells Numba the folder of a function's file; Numba asks its own locators for functions that are not ours."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._lineno = function.__code__.co_firstlineno
        self._stamp = source_hash(Path(file))
        self._cache_path = _folder(Path(file))

    def get_source_stamp(self) -> str:
        """Return what the code was compiled from; Numba drops code with another stamp."""
        return self._stamp

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> "BySource | None":
        """Return the place for a function's code; None where it is not of this package or the disk is read-only."""
        path = Path(file)
        if not _exists(path) or not (path.is_relative_to(_ROOT) or path.is_relative_to(_home()) or imported(path)):
            return None
        try:
            return cls(function, file)
        except OSError:
            return None


_load_index: Any = caching.IndexDataCacheFile._load_index


def _load_what_can_be(index: Any) -> Any:
    """Load the index of a function's machine code; none where it names a type of a module that is not there.

    That is so when a plug-in called one of our functions with a type of its own and was removed.
    """
    try:
        return _load_index(index)
    except (ImportError, AttributeError):
        return {}


def use() -> None:
    """Keep machine code by its sources from now on, unless the user chose a folder; remove what is old."""
    caching.IndexDataCacheFile._load_index = _load_what_can_be  # type: ignore[method-assign]
    if os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("NUMBA_CACHE_LOCATOR_CLASSES"):
        return
    own = f"{BySource.__module__}.{BySource.__qualname__}"
    numba.config.CACHE_LOCATOR_CLASSES = f"{own},InTreeCacheLocator,UserWideCacheLocator,IPythonCacheLocator"  # type: ignore[attr-defined]
    _forget_old()


def _forget_old() -> None:
    """Remove the folders last used long before the newest one."""
    try:
        used = {folder: folder.stat().st_mtime for folder in _home().iterdir()}
    except OSError:
        return
    for folder, last in used.items():
        if last < max(used.values()) - _FORGET_S:
            shutil.rmtree(folder, ignore_errors=True)
