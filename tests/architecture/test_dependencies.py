"""What is imported is declared, what is declared is imported, and each has its reason in the docs."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.source import ROOT, imported, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED, EXTRAS = PROJECT["dependencies"], PROJECT["optional-dependencies"]
HALVES = {"pydantic-core": "pydantic", "llvmlite": "numba"}  # released together, and bound to each other by version
DOCS = (ROOT / "docs" / "develop" / "dependencies.md").read_text(encoding="utf-8")


def _names(requirements: list[str]) -> set[str]:
    found = {re.split(r"[<>=\[]", one)[0].strip() for one in requirements}
    return found - {"ringfort"}


def _imported() -> set[str]:
    """Return the distributions that the package imports."""
    known = packages_distributions()
    tops = {one.partition(".")[0] for path in modules() for one in imported(path)}
    names = [known.get(top, [top])[0].lower().replace("_", "-") for top in tops - sys.stdlib_module_names]
    return {HALVES.get(name, name) for name in names} - {"ringfort"}


def test_what_is_imported_is_declared() -> None:
    assert _imported() - _names(NEEDED) - _names(EXTRAS["terrain"]) - _names(EXTRAS["plot"]) == set()


def test_what_is_declared_is_imported() -> None:
    assert _names(NEEDED) - _imported() == set()


def test_each_dependency_has_its_reason() -> None:
    every = _names(NEEDED).union(*map(_names, EXTRAS.values()))
    assert {name for name in every if not re.search(rf"^\|.*\b{re.escape(name)}\b", DOCS, re.M)} == set()
