"""Built-in models take the road of a plug-in: by entry point, imported by nobody."""

import ast
import tomllib
from importlib.metadata import entry_points

from tests.architecture.source import PACKAGE, ROOT, dotted, modules, tree

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]


def _declared() -> dict[str, str]:
    """Return where each ModelSpec at a module's top level is, by the model's name."""
    found: dict[str, str] = {}
    for path in modules():
        dots = ".".join(("ringfort", *path.relative_to(PACKAGE).with_suffix("").parts))
        for node in tree(path).body:
            call = getattr(node, "value", None)
            if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] == "ModelSpec":
                (target,) = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
                names = [word.value for word in call.keywords if word.arg == "name"]
                assert isinstance(target, ast.Name)
                assert names and isinstance(names[0], ast.Constant), f"{dots}: name the model by keyword and literally"
                found[str(names[0].value)] = f"{dots}:{target.id}"
    return found


def test_every_model_is_registered() -> None:
    assert PROJECT["project"]["entry-points"]["ringfort.models"] == _declared()


def test_the_installed_package_offers_them() -> None:
    installed = {point.name: point.value for point in entry_points(group="ringfort.models")}
    assert _declared().items() <= installed.items()


def test_nobody_may_import_a_model() -> None:
    """The import contract protects each of them; a stage's own contract is there to be imported."""
    (contract,) = [contract for contract in CONTRACTS if contract["type"] == "protected"]
    models = {place.partition(":")[0] for place in _declared().values()}
    assert set(contract["protected_modules"]) == {model for model in models if not model.endswith(".contract")}
    assert contract["allowed_importers"] == []
