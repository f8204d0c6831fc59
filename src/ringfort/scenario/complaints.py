"""What pydantic found wrong, said in words: what, value, place in the file, allowed ones and the nearest match."""

import json
from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from ringfort.catalog.yamlfile import Path, Yaml, at
from ringfort.errors import Problem, nearest
from ringfort.scenario.document import json_schema
from ringfort.scenario.quantity import Json

_WRONG_TYPE = {
    "string_type": ("this is not text", "write it in quotes"),
    "string_too_short": ("this is empty", "write a name"),
    "too_short": ("this is empty", "write a name"),
    "int_type": ("this is not a whole number", "write a number without a point and without a unit, such as 3"),
    "bool_type": ("this is not a switch", "write true or false"),
    "list_type": ("this is not a list", "write [ … ] or one line beginning with - for each"),
    "model_type": ("this is not a mapping", "write {key: value, …}"),
    "model_attributes_type": ("this is not a mapping", "write {key: value, …}"),
    "dict_type": ("this is not a mapping", "write {key: value, …}"),
}


@cache
def _schema() -> Json:
    return json_schema()


def _resolved(schema: Json) -> Json:
    """Follow a reference; of alternatives take the one that has keys or items."""
    while "$ref" in schema:
        schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", ()):
        found = _resolved(choice)
        if "properties" in found or "items" in found:
            return found
    return schema


def schema_at(path: Path) -> Json:
    """Return the part of the JSON Schema that describes what stands at ``path``, empty where nothing may."""
    schema = _resolved(_schema())
    for step in path:
        below = schema.get("items", {}) if isinstance(step, int) else schema.get("properties", {}).get(step, {})
        schema = _resolved(below)
    return schema


def keys_at(path: Path) -> list[str]:
    """Return the keys that a mapping at ``path`` may have."""
    return list(schema_at(path).get("properties", {}))


def describe(path: Path, key: str) -> str:
    """Return the description of a key of the mapping at ``path``."""
    found: Json = schema_at(path).get("properties", {}).get(key, {})
    return str(found.get("description") or _resolved(found).get("description") or "")


def shown(value: Any) -> str:
    """Return a value as it might stand in the file, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"


def suggestion(word: str, allowed: list[str]) -> str:
    """Return a remedy: the nearest match and all that is allowed."""
    close = nearest(word, allowed)
    hint = f"did you mean {close}? " if close else ""
    return f"{hint}allowed here: {', '.join(allowed)}"


def complaint(error: ErrorDetails, yaml: Yaml) -> Problem:
    """Return the Problem that a validation error of ``yaml.data`` stands for."""
    path: Path = tuple(error["loc"])
    kind = error["type"]
    if kind == "missing":
        key = str(path[-1])
        return yaml.problem(path[:-1], f"the key {key!r} is missing", "", f"add {key}: {describe(path[:-1], key)}")
    if kind == "extra_forbidden":
        return yaml.problem(
            path, "unknown key", repr(path[-1]), suggestion(str(path[-1]), keys_at(path[:-1])), key=True
        )
    if kind == "ringfort":
        return _own(error, yaml)
    value = shown(error["input"])
    if kind == "literal_error":
        allowed = [str(item) for item in _choices(path)]
        return yaml.problem(path, "this is not allowed", value, suggestion(str(error["input"]), allowed))
    if kind == "greater_than_equal":
        return yaml.problem(path, f"this must be at least {error['ctx']['ge']}", value, _hint(path))
    what, remedy = _WRONG_TYPE.get(kind, (error["msg"].lower(), "see `ringfort schema`"))
    return yaml.problem(path, what, value, f"{remedy} ({_hint(path)})" if _hint(path) else remedy)


def _own(error: ErrorDetails, yaml: Yaml) -> Problem:
    """Return the Problem of a field's own reader, which may point below the field."""
    context = error["ctx"]
    path: Path = (*error["loc"], *context["at"])
    try:
        value = shown(at(yaml.data, path))
    except LookupError:
        value = shown(error["input"])
    remedy = context["remedy"]
    field = tuple(error["loc"])
    if len(field) == 3 and field[0] in ("defend", "arrive") and str(field[2]) not in keys_at(field[:2]):
        close = nearest(str(field[2]), keys_at(field[:2]))
        remedy = f"did you mean {close}? otherwise {remedy}" if close else remedy
    return yaml.problem(path, context["what"], value, remedy)


def _hint(path: Path) -> str:
    key = path[-1] if path else ""
    return f"{key}: {describe(path[:-1], key)}" if isinstance(key, str) and key else ""


def _choices(path: Path) -> list[Any]:
    """Return the allowed values of a field with a fixed set of them."""
    whole, last = schema_at(path[:-1]), path[-1]
    found: Json = whole.get("items", {}) if isinstance(last, int) else whole.get("properties", {}).get(last, {})
    for schema in (found, *found.get("anyOf", ())):
        if "enum" in schema:
            return list(schema["enum"])
        if "const" in schema:
            return [schema["const"]]
    return []
