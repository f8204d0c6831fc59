"""The sources as syntax trees, parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "ringfort"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef


@cache
def tracked(*patterns: str) -> list[Path]:
    """Return the files of this checkout that git tracks; those of the folder where it is no checkout."""
    command = ["git", "ls-files", "-z", "--", *patterns]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = found.stdout.split("\0") if found.returncode == 0 else []
    return [path for name in sorted(names) if name and (path := ROOT / name).is_file()]


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules(folder: Path = PACKAGE) -> list[Path]:
    """Return the Python files under a folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def name(path: Path) -> str:
    """Return a path as seen from the repository."""
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports from."""
    names = {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module}


def functions(path: Path) -> Iterator[Function]:
    """Yield every function of a file, methods and inner ones too."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def public(path: Path) -> Iterator[Documented]:
    """Yield the public functions, classes and methods of a file."""
    return _public(tree(path))


def _public(owner: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    for node in owner.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` of an attribute chain, an empty string of anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""
