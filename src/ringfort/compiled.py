"""The one door to Numba: how laws, kernels and models are compiled.

* ``compiled`` marks a scalar law or an inner kernel function, ``entry`` a kernel that Python calls. Machine code is
  kept on disk (``kernel_cache``).
* ``pointer`` turns a model (a plain function) into a function pointer of one fixed signature, so that a kernel is
  compiled once and knows no model by name.
* ``ufunc`` gives the same law to notebooks as a NumPy universal function.

With ``NUMBA_DISABLE_JIT=1`` all of them leave plain Python, which yields the same bytes.
"""

import hashlib
import warnings
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar, cast

import numba
from numba.core import itanium_mangler, types

from ringfort import kernel_cache
from ringfort.linking import Inner, ToKernel

F = TypeVar("F", bound=Callable[..., Any])

# Kernels allocate nothing: without Numba's runtime no array's references are counted, a tenth of a raid's time.
_BARE: Any = partial(numba.njit, error_model="numpy", nogil=True, _nrt=False, pipeline_class=ToKernel)
PLAIN: bool = bool(numba.config.DISABLE_JIT)  # type: ignore[attr-defined]
if not PLAIN:
    kernel_cache.use()


def compiled(function: F) -> F:
    """Compile a scalar law or an inner kernel function, without the GIL, and keep it on disk.

    Division by zero follows IEEE 754 when compiled and raises in plain Python, so a law must not divide by zero
    inside its stated domain.
    """
    return cast(F, function if PLAIN else _linked_late(_BARE(cache=True, no_cfunc_wrapper=True)(function)))


def _linked_late(dispatcher: Any) -> Any:
    """Let kernels see a function as code to be linked later (``linking``).

    A kernel that passes 0 or 1 shares the code compiled for any whole number, lest a version be compiled for each.
    """
    inner, unliteral = Inner(dispatcher), cast("Any", types.unliteral)
    dispatcher.inner, dispatcher.get_overload = inner, inner.get_overload
    dispatcher.get_call_template = lambda args, keywords: inner.get_call_template(tuple(map(unliteral, args)), keywords)
    return dispatcher


def entry(function: F) -> F:
    """Compile a kernel that Python calls; the same as ``compiled``, and tells the reader where Python comes in."""
    return compiled(function)


def ufunc(law: Callable[..., float]) -> Callable[..., Any]:
    """Return a scalar law of floats as a function of numbers, lists and arrays, broadcast, for notebooks and plots."""
    import numpy

    function = getattr(law, "py_func", law)
    vectorize: Any = numba.vectorize
    each = numpy.vectorize(function, otypes=[float]) if PLAIN else vectorize(function)

    @wraps(function)
    def over_arrays(*values: Any) -> Any:
        return each(*map(numpy.asarray, values))

    return over_arrays


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


def pointer(
    model: Callable[..., Any], parameters: type[tuple[Any, ...]], answer: Any, *looks: Any
) -> Callable[..., Any]:
    """Wrap ``model(parameters, *looks) -> answer`` into a function pointer ``(flat, *looks) -> answer``.

    ``flat`` is a float64 array that begins with the model's parameters in the order of the named tuple
    ``parameters``. ``answer`` and ``looks`` are Numba types. The wrapper is written out as a source file of its own,
    because Numba keeps the machine code of files on disk and not that of closures.
    """
    count = len(parameters._fields)  # type: ignore[attr-defined]
    if PLAIN:

        def plain(flat: Any, *args: Any) -> Any:
            return model(parameters(*flat[:count].tolist()), *args)

        return plain
    inner: Any = model if hasattr(model, "py_func") else entry(model)
    names = ", ".join(f"look_{i}" for i in range(len(looks)))
    values = ", ".join(f"flat[{i}]" for i in range(count))
    # The name is unlike any other: Numba's symbols tell functions of one name apart only within a process.
    digest = kernel_cache.digest_of(inner.py_func, parameters.__module__, parameters.__qualname__, values, names)
    name = f"adapter_{digest}"
    text = f"def {name}(flat, {names}):\n    return model(parameters({values}), {names})\n"
    path = kernel_cache.written(text, digest)
    scope = {"model": inner, "parameters": parameters, "__name__": __name__}
    exec(compile(text, path or "<adapter>", "exec"), scope)
    signature = answer(FLOATS, *looks)
    return cast("Callable[..., Any]", _BARE(signature, cache=bool(path))(scope[name]))
