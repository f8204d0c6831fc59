"""Files, bodies and signatures stay small enough to be read in one go."""

import ast
import statistics
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT, Function, functions, modules, name

FILE_LINES, FILE_MEDIAN = 500, 150
BODY_LINES, BODY_MEDIAN = 50, 8
RAID_LOOP_LINES = 60
PARAMETERS = 6
EVERYWHERE = [path for folder in ("src", "tests", "docs", "benchmarks") for path in modules(ROOT / folder)]


def body_lines(function: Function) -> int:
    """Return the lines of a body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameters(function: Function) -> list[str]:
    """Return the names of what a caller may give."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return [one.arg for one in every if one.arg not in ("self", "cls")]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_short() -> None:
    assert {name(path): lines for path in EVERYWHERE if (lines := _lines(path)) > FILE_LINES} == {}
    assert statistics.median(map(_lines, modules())) <= FILE_MEDIAN


def test_bodies_are_short() -> None:
    bodies = {(name(path), one.name): body_lines(one) for path in EVERYWHERE for one in functions(path)}
    limits = {("src/ringfort/engine/raid.py", "raid"): RAID_LOOP_LINES}
    assert {key: lines for key, lines in bodies.items() if lines > limits.get(key, BODY_LINES)} == {}
    ours = [body_lines(one) for path in modules(PACKAGE) for one in functions(path)]
    assert statistics.median(ours) <= BODY_MEDIAN


def test_signatures_are_short() -> None:
    """A verb of the command line may have more: its parameters are the command's options."""
    every = [(path, one) for path in modules() for one in functions(path)]
    inner = [(path, one) for path, one in every if not (path.parent.name == "cli" and path.stem == one.name)]
    assert {f"{name(path)}:{one.name}": many for path, one in inner if len(many := parameters(one)) > PARAMETERS} == {}
