"""The same bytes everywhere: one door to randomness, no wall clock, no order that hangs on hashes."""

import ast
from pathlib import Path
from typing import TypeVar

from tests.architecture.source import PACKAGE, Function, dotted, functions, imported, modules, name, tree

Node = TypeVar("Node", bound=ast.AST)

CLOCKS = {
    "time.time",
    "time.perf_counter",
    "time.monotonic",
    "datetime.now",
    "datetime.datetime.now",
    "datetime.utcnow",
}
TIMED = ("cli", "studies", "verification")  # where the seconds of a study may be counted, beside its results
COMPILING = {"compiled", "entry"}
LITERAL_POWER = "a power of a literal integer"


def every(kind: type[Node]) -> list[tuple[Path, Node]]:
    """Return every node of a kind in the package, with its file."""
    return [(path, node) for path in modules() for node in ast.walk(tree(path)) if isinstance(node, kind)]


def test_randomness_has_one_door() -> None:
    assert sorted({name(path) for path in modules() if imported(path) & {"random", "numpy.random", "secrets"}}) == []
    chains = [(path, dotted(node)) for path, node in every(ast.Attribute)]
    assert [name(path) for path, chain in chains if chain.startswith(("np.random", "numpy.random"))] == []


def _unordered(node: ast.expr) -> bool:
    """Return whether an expression is a set: literal, comprehension, call, or an operation between them."""
    if isinstance(node, ast.BinOp):
        return _unordered(node.left) or _unordered(node.right)
    return isinstance(node, (ast.Set, ast.SetComp)) or (
        isinstance(node, ast.Call) and dotted(node.func) in ("set", "frozenset")
    )


def test_no_set_is_iterated() -> None:
    loops = [(path, loop.iter) for path, loop in [*every(ast.For), *every(ast.comprehension)]]
    assert [f"{name(path)}:{one.lineno}" for path, one in loops if _unordered(one)] == []


def test_no_wall_clock_in_a_study() -> None:
    calls = [(path, call) for path, call in every(ast.Call) if path.relative_to(PACKAGE).parts[0] not in TIMED]
    assert [f"{name(path)}:{call.lineno}" for path, call in calls if dotted(call.func) in CLOCKS] == []


def _is_compiled(function: Function) -> bool:
    return any(dotted(one).rpartition(".")[2] in COMPILING for one in function.decorator_list)


def _differs_from_plain(node: ast.AST) -> str:
    """Return what compiled code computes with other last bits than plain Python, an empty string where nothing."""
    if isinstance(node, ast.Attribute) and dotted(node) in ("math.hypot", "np.hypot"):
        return dotted(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant):
        return LITERAL_POWER if isinstance(node.right.value, int) else ""
    return ""


def test_compiled_code_has_the_bytes_of_plain_python() -> None:
    kernels = [(path, one) for path in modules() for one in functions(path) if _is_compiled(one)]
    nodes = [(path, one.name, node) for path, one in kernels for node in ast.walk(one)]
    found = [(name(path), kernel, what) for path, kernel, node in nodes if (what := _differs_from_plain(node))]
    assert found == []


def test_no_kernel_is_compiled_loosely() -> None:
    assert [name(path) for path, word in every(ast.keyword) if word.arg in ("fastmath", "parallel")] == []
