"""Every public name says what it is, and every law where it comes from."""

import ast
import re

import pytest

from ringfort.catalog.registry import installed
from tests.architecture.source import PACKAGE, ROOT, Function, modules, name, public

KEYS = set(re.findall(r"^@\w+\{([^,\s]+),", (ROOT / "docs" / "references.bib").read_text(encoding="utf-8"), re.M))
LAWS = {one.name for path in modules(PACKAGE / "physics") for one in public(path)}
OWN = re.compile(r"\b(elementary|definition|ours)\b")  # what needs no source, said in so many words


def _source(docstring: str) -> str:
    """Return what stands behind the last ``Source:``."""
    return re.split(r"\b[Ss]ources?: ", docstring)[-1] if re.search(r"\b[Ss]ources?: ", docstring) else ""


def cites(docstring: str) -> bool:
    """Return whether a docstring's source is a key, another law (``name``) or said to be our own or elementary."""
    source = _source(docstring)
    keys = set(re.findall(r"[\w-]+", source)) & KEYS
    return bool(keys or OWN.search(source) or set(re.findall(r"``(\w+)``", source)) & LAWS)


def test_every_public_name_has_a_docstring() -> None:
    every = [(path, one) for path in modules() for one in public(path)]
    assert [f"{name(path)}:{one.name}" for path, one in every if not ast.get_docstring(one)] == []


def test_every_law_cites_its_source() -> None:
    every = [(path, one) for path in modules(PACKAGE / "physics") for one in public(path) if isinstance(one, Function)]
    assert [f"{name(path)}:{law.name}" for path, law in every if not cites(ast.get_docstring(law) or "")] == []


def test_every_source_stands_in_the_bibliography() -> None:
    """A key is a word that ends in a year, so that a mistyped one is seen."""
    documented = [ast.get_docstring(one) or "" for path in modules() for one in public(path)]
    cited = {word for text in documented for word in re.findall(r"\b[a-z]\w*(?:19|20)\d\d\w*", _source(text))}
    assert cited - KEYS == set()


@pytest.mark.parametrize("model", installed().models())
def test_every_reference_of_a_model_exists(model: str) -> None:
    assert set(installed().model(model).references) - KEYS == set()


def test_no_key_stands_twice() -> None:
    text = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    assert len(re.findall(r"^@", text, re.M)) == len(KEYS)
