"""YAML 1.2 to plain data with the place of every key and value; used by the catalogue and by scenarios.

Numbers, ``true``/``false``, ``null`` and text are the only scalars: a timestamp stays text, ``on`` and ``12:30:00`` are
text, ``9.4e9`` is a number.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ringfort.errors import Problem

Path = tuple[str | int, ...]

_DEEPEST = 40
_MOST_VALUES = 200_000
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = {"str", "timestamp", "merge", "value"}


class Place(NamedTuple):
    """Where something stands: line and column from 1, its path as it was written, and its file where it is another."""

    line: int
    column: int
    where: str
    file: str = ""


@dataclass
class Yaml:
    """The data of a file, the places of its values and keys by path, and what is wrong with it as YAML."""

    data: Any
    file: str
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return the place of the value (or key) at ``path``, or of the nearest thing around it."""
        if key and path in self.keys:
            return self.keys[path]
        for length in range(len(path), -1, -1):
            found = self.values.get(path[:length])
            if found:
                return found._replace(where=_joined(found.where, written(path[length:])))
        return Place(1, 1, written(path))

    def problem(self, path: Path, what: str, value: str = "", remedy: str = "", *, key: bool = False) -> Problem:
        """Return a Problem that points at ``path``."""
        place = self.place(path, key=key)
        return Problem(what, value, place.where, remedy, place.file or self.file, place.line, place.column)

    def without(self, path: Path) -> None:
        """Take the value at ``path`` out; what follows it in a list moves up and keeps its place in the file."""
        parent = at(self.data, path[:-1])
        del parent[path[-1]]
        for table in (self.values, self.keys):
            moved = {_moved(old, path, isinstance(parent, list)): place for old, place in table.items()}
            table.clear()
            table.update({new: place for new, place in moved.items() if new is not None})

    def put(self, path: Path, data: Any, there: "Yaml", origin: Path) -> None:
        """Put ``data``, which stands at ``origin`` of another file, at ``path``, with the places of all that is in it.

        ``path`` is a key of a mapping, or the end of a list or within it.
        """
        parent = at(self.data, path[:-1])
        if isinstance(parent, list) and path[-1] == len(parent):
            parent.append(data)
        else:
            parent[path[-1]] = data
        self.forget(path)
        for table, others in ((self.values, there.values), (self.keys, there.keys)):
            for old, place in list(others.items()):
                if old[: len(origin)] == origin:
                    table[(*path, *old[len(origin) :])] = place._replace(file=place.file or there.file)

    def forget(self, path: Path) -> None:
        """Forget the places of ``path`` and all below it."""
        for table in (self.values, self.keys):
            for old in [old for old in table if old[: len(path)] == path]:
                del table[old]


def at(data: Any, path: Path) -> Any:
    """Return the value at ``path``. Raises LookupError where there is none."""
    step: Any
    for step in path:
        if isinstance(data, dict) or (isinstance(data, list) and isinstance(step, int)):
            data = data[step]
        else:
            raise LookupError(step)
    return data


def written(path: Path) -> str:
    """Return a path as people write it: ``defend[0].at[1]``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _joined(where: str, rest: str) -> str:
    return f"{where}.{rest}" if where and rest and not rest.startswith("[") else where + rest


def _moved(old: Path, gone: Path, in_list: bool) -> Path | None:
    """Return where ``old`` is once ``gone`` is taken out, None where it went with it."""
    depth = len(gone) - 1
    if old[: depth + 1] == gone:
        return None
    if not in_list or len(old) <= depth or old[:depth] != gone[:depth]:
        return old
    index, limit = old[depth], gone[depth]
    assert isinstance(index, int) and isinstance(limit, int)
    return (*old[:depth], index - 1, *old[depth + 1 :]) if index > limit else old


def parse(text: str, file: str, first_line: int = 1) -> Yaml:
    """Return the data of ``text`` with places; YAML mistakes are in ``problems`` and never raised."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    result = Yaml(None, file)
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        remedy = "check the indentation, the brackets and the colons on this line and the one before"
        result.problems.append(Problem(f"this is not YAML: {what}", "", "", remedy, file, line, column))
        return result
    except (YAMLError, RecursionError) as error:
        remedy = "save the file as plain UTF-8 text without control characters"
        result.problems.append(
            Problem(f"this is not YAML: {' '.join(str(error).split())}", "", "", remedy, file, first_line, 1)
        )
        return result
    if root is not None:
        _Walk(result, first_line).visit(root, ())
    return result


class _Walk:
    """Turns YAML nodes into plain data and notes where each stands."""

    def __init__(self, into: Yaml, first_line: int) -> None:
        self.into, self.first_line, self.count = into, first_line, 0
        into.data = None

    def visit(self, node: Any, path: Path) -> Any:
        place = self._place(node, path)
        self.into.values[path] = place
        self.count += 1
        if len(path) > _DEEPEST or self.count > _MOST_VALUES:
            self._complain(place, "this is nested too deeply or repeats itself", "write it out without aliases")
            return None
        if isinstance(node.value, list):
            data = self._mapping(node, path) if node.id == "mapping" else self._sequence(node, path)
        else:
            data = self._scalar(node, place)
        if not path:
            self.into.data = data
        return data

    def _place(self, node: Any, path: Path) -> Place:
        return Place(node.start_mark.line + self.first_line, node.start_mark.column + 1, written(path))

    def _complain(self, place: Place, what: str, remedy: str, value: str = "") -> None:
        self.into.problems.append(Problem(what, value, place.where, remedy, self.into.file, place.line, place.column))

    def _sequence(self, node: Any, path: Path) -> list[Any]:
        return [self.visit(child, (*path, index)) for index, child in enumerate(node.value)]

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, child in node.value:
            if isinstance(key_node.value, list):
                self._complain(self._place(key_node, path), "a key must be plain text", "write key: value")
                continue
            key = str(key_node.value)
            place = self._place(key_node, (*path, key))
            if key in data:
                first = self.into.keys[(*path, key)].line
                self._complain(place, f"the key {key!r} is here twice (first in line {first})", "keep one of the two")
                continue
            self.into.keys[(*path, key)] = place
            data[key] = self.visit(child, (*path, key))
        return data

    def _scalar(self, node: Any, place: Place) -> Any:
        tag, text = str(node.tag).removeprefix(_TAG), str(node.value)
        if tag in _TEXT_TAGS:
            return text
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        try:
            return (
                _integer(text) if tag == "int" else _float(text) if tag == "float" else self._tagged(place, tag, text)
            )
        except ValueError:
            return text

    def _tagged(self, place: Place, tag: str, text: str) -> str:
        self._complain(place, "tags have no meaning here", "remove the tag", repr(tag))
        return text


def _integer(text: str) -> int:
    plain = text.replace("_", "").lower()
    return int(plain, 0) if plain.lstrip("+-").startswith(("0x", "0o", "0b")) else int(plain)


def _float(text: str) -> float:
    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
