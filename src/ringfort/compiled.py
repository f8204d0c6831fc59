"""The one door to Numba: how laws, kernels and models are compiled.

* ``compiled`` marks a scalar law or an inner kernel function, ``entry`` a kernel that Python calls. Machine code is
  kept on disk in a folder named by a hash of the package's sources, because Numba's own cache does not notice a
  changed callee in another file.
* ``pointer`` turns a model (a plain function) into a function pointer of one fixed signature, so that a kernel is
  compiled once and knows no model by name.
* ``ufunc`` gives the same law to notebooks as a NumPy universal function.

With ``NUMBA_DISABLE_JIT=1`` all of them leave plain Python, which yields the same bytes.
"""

import hashlib
import os
import shutil
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import itanium_mangler, types
from numba.np.unsafe.ndarray import to_fixed_tuple

F = TypeVar("F", bound=Callable[..., Any])

PLAIN: bool = bool(numba.config.DISABLE_JIT)  # type: ignore[attr-defined]
_KEEP = 3  # cache folders of older sources that are kept beside the current one


def _source_hash() -> str:
    digest = hashlib.blake2b(digest_size=8)
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    digest.update(f"{numba.__version__} {sys.version}".encode())
    return digest.hexdigest()


def _cache_home() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "ringfort" / "kernels"


def _use_cache() -> None:
    """Point Numba's cache at a folder of these sources, unless the user chose one; forget the oldest."""
    if PLAIN or os.environ.get("NUMBA_CACHE_DIR"):
        return
    home = _cache_home()
    folder = home / _source_hash()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        for old in sorted(home.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[_KEEP + 1 :]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:  # a read-only home: Numba then finds a place of its own
        return
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]


_use_cache()


def compiled(function: F) -> F:
    """Compile a scalar law or an inner kernel function, without the GIL, and keep it on disk.

    Division by zero follows IEEE 754 when compiled and raises in plain Python, so a law must not divide by zero
    inside its stated domain.
    """
    return cast(F, _without_literals(numba.njit(error_model="numpy", nogil=True, cache=True)(function)))


def _without_literals(dispatcher: Any) -> Any:
    """Let a kernel that passes 0 or 1 share the code compiled for any whole number, not compile a version for each."""
    original = getattr(dispatcher, "get_call_template", None)
    if original is not None:
        unliteral: Any = types.unliteral
        dispatcher.get_call_template = lambda args, keywords: original(tuple(map(unliteral, args)), keywords)
    return dispatcher


def entry(function: F) -> F:
    """Compile a kernel that Python calls; the same as ``compiled``, and tells the reader where Python comes in."""
    return compiled(function)


def ufunc(law: Callable[..., float]) -> Callable[..., Any]:
    """Return a scalar law of floats as a NumPy universal function for notebooks and plots."""
    function = getattr(law, "py_func", law)
    if PLAIN:
        import numpy

        return numpy.vectorize(function, otypes=[float])
    return cast("Callable[..., Any]", numba.vectorize(function))  # type: ignore[no-untyped-call]


def tuple_type(cls: type[tuple[Any, ...]]) -> Any:
    """Return the Numba type of a named tuple whose fields are all float64."""
    return types.NamedUniTuple(types.float64, len(cls._fields), cls)  # type: ignore[attr-defined, no-untyped-call]


_LONGEST_NAME = 80


def _shorten_names() -> None:
    """Let Numba write long type names into symbols as a hash.

    A record's type is named by all of its fields, and that text, thousands of letters long, would stand in every symbol
    of every function that sees it: half of a kernel's compile time. Only symbols change, no type and no code.
    """
    original: Any = itanium_mangler.mangle_templated_ident

    def shortened(identifier: str, parameters: Any) -> Any:
        if len(identifier) > _LONGEST_NAME:
            identifier = identifier[:8] + hashlib.blake2b(identifier.encode(), digest_size=12).hexdigest()
        return original(identifier, parameters)

    itanium_mangler.mangle_templated_ident = shortened


_shorten_names()
# Numba warns at each use of a function pointer that the feature is experimental; that is why it is kept in this file.
warnings.filterwarnings("ignore", message="First-class function type feature is experimental")

FLOATS = types.Array(types.float64, 1, "C")
_unpack: Any = to_fixed_tuple


def pointer(
    model: Callable[..., Any], parameters: type[tuple[Any, ...]], answer: Any, *looks: Any
) -> Callable[..., Any]:
    """Wrap ``model(parameters, *looks) -> answer`` into a function pointer ``(flat, *looks) -> answer``.

    ``flat`` is a float64 array that begins with the model's parameters in the order of the named tuple
    ``parameters``. ``answer`` and ``looks`` are Numba types. Compiling one takes about a tenth of a second in each
    process, so compile only the models that a scenario uses.
    """
    count = len(parameters._fields)  # type: ignore[attr-defined]
    if PLAIN:

        def plain(flat: Any, *args: Any) -> Any:
            return model(parameters(*flat[:count].tolist()), *args)

        return plain
    inner = model if hasattr(model, "py_func") else entry(model)
    match len(looks):
        case 1:

            def adapter(flat: Any, a: Any) -> Any:
                return inner(parameters(*_unpack(flat, count)), a)

        case 2:

            def adapter(flat: Any, a: Any, b: Any) -> Any:  # type: ignore[misc]
                return inner(parameters(*_unpack(flat, count)), a, b)

        case 3:

            def adapter(flat: Any, a: Any, b: Any, c: Any) -> Any:  # type: ignore[misc]
                return inner(parameters(*_unpack(flat, count)), a, b, c)

        case _:
            raise TypeError(f"a model takes one to three looks besides its parameters, not {len(looks)}")
    return cast("Callable[..., Any]", numba.njit(answer(FLOATS, *looks), error_model="numpy", nogil=True)(adapter))
