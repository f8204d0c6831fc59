"""No drawers: a module is named for what it holds."""

from tests.architecture.source import PACKAGE, modules, name

DRAWERS = {"utils", "util", "helpers", "helper", "common", "types", "core", "manager", "misc", "base"}


def test_no_module_is_a_drawer() -> None:
    found = [name(path) for path in modules(PACKAGE) if DRAWERS & set(path.relative_to(PACKAGE).with_suffix("").parts)]
    assert found == []
