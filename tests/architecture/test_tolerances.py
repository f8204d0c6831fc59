"""Every tolerance says why it is as wide as it is: ``within(..., because=...)``, nothing else."""

import ast

from tests.architecture.source import ROOT, dotted, modules, name, tree

SILENT = {"approx", "isclose", "allclose", "assert_allclose", "assert_almost_equal", "assertAlmostEqual"}
TESTS = [path for path in modules(ROOT / "tests") if path.parent.name != "architecture"]


def _reasoned(call: ast.Call) -> bool:
    """Return whether ``because`` is given and says something."""
    given = [word.value for word in call.keywords if word.arg == "because"]
    return any(not (isinstance(value, ast.Constant) and not str(value.value).strip()) for value in given)


def _called() -> list[tuple[str, ast.Call, str]]:
    """Return every call in the tests: where, which, and the last part of its name."""
    calls = [(path, node) for path in TESTS for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [(f"{name(path)}:{call.lineno}", call, dotted(call.func).rpartition(".")[2]) for path, call in calls]


def test_no_tolerance_is_silent() -> None:
    assert [f"{where} {what}" for where, _, what in _called() if what in SILENT] == []


def test_every_tolerance_has_a_reason() -> None:
    assert [where for where, call, what in _called() if what == "within" and not _reasoned(call)] == []
