"""Code of inner functions: typed and lowered once, optimised and made machine code only as part of a kernel.

Numba links every function with all it calls, optimises the whole and makes machine code of it, for each function anew
up to the kernel, and twice writes a wrapper by which it could be called from outside: two fifths of a raid's compile
time. An inner function's library stays as it was written, on disk too, with the names of those it needs; what
Python calls, a kernel, links all of them at once and optimises them together.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from llvmlite import binding
from numba.core import compiler
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.codegen import JITCodeLibrary
from numba.core.registry import CPUDispatcher

from ringfort.kernel_cache import source_hash

Origin = tuple[str, str, Any]  # module and name of a function, types of its arguments


class Library(JITCodeLibrary):
    """The code of one inner function, as written."""

    origin: Origin

    def finalize(self) -> None:
        """Link what Numba itself brings, and no more."""
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            if not isinstance(library, Library):
                self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalize_dynamic_globals()
        self._finalized = True

    def needs(self) -> "list[Library]":
        """Return the libraries of the inner functions that this one calls."""
        return [one for one in dict.fromkeys(self._linking_libraries) if isinstance(one, Library)]

    def own(self) -> Any:
        """Return this function's module alone, fit to be linked into several others."""
        return super()._get_module_for_linking()

    def _get_module_for_linking(self) -> Any:
        """Return the module with all that it needs; each after one that calls it, as a linker takes what is called."""
        whole, seen, unread = self.own().clone(), {self}, self.needs()[::-1]
        while unread:
            library = unread.pop()
            if library not in seen:
                seen.add(library)
                whole.link_in(library.own(), preserve=True)
                unread += library.needs()[::-1]
        return whole


class Kernel(JITCodeLibrary):
    """The code of what Python calls, with all that it calls in turn."""

    def _optimize_final_module(self) -> None:
        """Tell LLVM that nothing else will call the inner functions: one that is called once is inlined, however long.

        A raid is played in four fifths of the time for it. They are private and not just internal, for an internal
        function may take its arguments in a way of its own and yet be found by its name from other code.
        """
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == binding.Linkage.linkonce_odr:
                function.linkage = binding.Linkage.private
        super()._optimize_final_module()


class ToKernel(compiler.Compiler):
    """Numba's way from Python to code, into a ``Kernel``."""

    def compile_extra(self, function: Any) -> Any:
        """Compile into a library of our own kind, to be kept on disk."""
        self.state.library = Kernel(self.state.targetctx.codegen(), function.__qualname__)
        self.state.library.enable_object_caching()
        return super().compile_extra(function)


class _ToLibrary(compiler.Compiler):
    """Numba's way from Python to code, into a ``Library`` and no further."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        super().__init__(typing, target, library, *rest)
        self.state.flags.no_compile = True

    def compile_extra(self, function: Any) -> Any:
        """Compile into a library of our own kind."""
        self.state.library = Library(self.state.targetctx.codegen(), function.__qualname__)
        return super().compile_extra(function)

    def _compile_bytecode(self) -> Any:
        """Name the function alike in every process, for what is kept on disk calls others by their symbols.

        Numba numbers functions in the order in which a process compiles them.
        """
        identity = self.state.func_id
        path = Path(identity.filename)
        if "<locals>" not in identity.func_qualname and path.is_file():
            identity.unique_id = f"{source_hash(path)}_{identity.firstlineno}"
        return super()._compile_bytecode()


class _Files(CompileResultCacheImpl):
    """How an inner function's code is kept on disk, beside what Python calls of the same name."""

    def get_filename_base(self, fullname: str, abiflags: str) -> str:
        return f"inner-{super().get_filename_base(fullname, abiflags)}"

    def check_cachable(self, result: Any) -> bool:
        """Whether its code holds no addresses, and all it calls is found by name again."""
        return not result.library.has_dynamic_globals and all(map(_found, result.library.needs()))

    def reduce(self, result: Any) -> Any:
        library = result.library
        result.fndesc.typemap = result.fndesc.calltypes = None
        needs = [one.origin for one in library.needs()]
        return library.name, library.own().as_bitcode(), needs, result.fndesc, result.signature, result.reload_init

    def rebuild(self, target: Any, payload: Any) -> Any:
        name, code, needs, descriptor, signature, reload_init = payload
        for one in reload_init:
            one()
        library = Library(target.codegen(), name)
        library._final_module = binding.parse_bitcode(code)
        for module, function, types in needs:
            inner = _inner(module, function)
            inner.compile(types)
            library._linking_libraries.append(inner.overloads[types].library)
        library._finalized = True
        return _result(target, library, descriptor, signature, reload_init)


class _Kept(FunctionCache):
    _impl_class = _Files


class Inner(CPUDispatcher):
    """What kernels see of a compiled function. ``others``: the dispatcher that Python sees, with all of its options."""

    def __init__(self, other: Any) -> None:
        options = {**other.targetoptions, "no_cpython_wrapper": True}
        super().__init__(other.py_func, targetoptions=options, pipeline_class=_ToLibrary)
        self._cache = _Kept(self.py_func)

    def add_overload(self, result: Any) -> None:
        """Make a result known to what is compiled after it."""
        if result.entry_point is None:
            result = result._replace(entry_point=object())  # only a key: nothing can be called yet
            self.targetctx.insert_user_function(result.entry_point, result.fndesc, [result.library])
        types = tuple(result.signature.args)
        result.library.origin = self.py_func.__module__, self.py_func.__qualname__, types
        self.overloads[types] = result


def _inner(module: str, function: str) -> Any:
    return getattr(import_module(module), function).inner


def _found(library: Library) -> bool:
    """Whether the function of a library is found by its name."""
    module, function, types = library.origin
    try:
        return library is _inner(module, function).overloads[types].library
    except (ImportError, AttributeError):
        return False


def _result(target: Any, library: Library, descriptor: Any, signature: Any, reload_init: Any) -> Any:
    return compiler.compile_result(
        typing_context=target.typing_context,
        target_context=target,
        entry_point=object(),
        signature=signature,
        objectmode=False,
        lifted=(),
        fndesc=descriptor,
        library=library,
        reload_init=reload_init,
    )
