"""Laws take bare floats: they import the compile decorator, units, each other and mathematics, nothing else."""

from tests.architecture.source import PACKAGE, imported, modules

ALLOWED = {"math", "numpy", "typing", "collections.abc", "ringfort.compiled", "ringfort.units", "ringfort.physics"}
REASONS = {
    "drag.py": {"functools", "importlib.resources"},  # reads the tables of its source, once
    "operations.py": {"statistics"},  # quantiles of the normal distribution, outside of kernels
}


def test_laws_import_nothing_else() -> None:
    laws = modules(PACKAGE / "physics")
    others = {path.name: {one for one in imported(path) if not one.startswith("ringfort.physics.")} for path in laws}
    assert {law: left for law, found in others.items() if (left := found - ALLOWED - REASONS.get(law, set()))} == {}
