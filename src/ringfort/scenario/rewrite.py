"""A scenario's text with a few values changed and every other character left alone: comments, order, units, spacing.

The text is not written anew from its data. The places of values are found by ruamel, and the new ones are put there, in
the unit in which the old ones stood.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ringfort.errors import Problem, RingfortError, ScenarioError
from ringfort.units import convert

SECTIONS: dict[str, tuple[str, ...]] = {
    "protect": ("protect",),
    "defend": ("defend",),
    "corridors": ("command", "corridors"),
}
"""Where the lists of named things stand that can be changed."""
UNITS = {
    "at": "m",
    "size": "m",
    "height": "m",
    "floor": "m",
    "ceiling": "m",
    "facing": "deg",
    "from": "deg",
    "width": "deg",
}
"""The values that can be changed, and the unit in which they are given here."""

_NUMBER = re.compile(r"\s*(?P<number>[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?P<gap>\s*)(?P<unit>.*?)\s*$")
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9 ./-]*(?<! )")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


@dataclass(frozen=True)
class Change:
    """What becomes of the thing called ``name`` in a section.

    ``values`` are new numbers or pairs by key, in the units of ``UNITS``; with ``add`` (further keys and their texts)
    the thing is new; ``gone`` takes it out.
    """

    section: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, str | int] | None = None
    gone: bool = False


def rewritten(text: str, changes: Iterable[Change]) -> str:
    """Return ``text`` with the changes made, in their order.

    Raises ScenarioError where one cannot be made without touching something else.
    """
    for change in changes:
        text = _changed(text, change)
    return text


def held(text: str, section: str) -> set[str]:
    """Return the names of the things of a section that stand in this text itself. Raises ScenarioError."""
    listed = _below(_Tree(text).root, SECTIONS[section])
    items = listed.value if listed is not None and listed.id == "sequence" else []
    names = [_below(item, ("name",)) for item in items if item.id == "mapping"]
    return {str(name.value) for name in names if name is not None and name.id == "scalar"}


def _changed(text: str, change: Change) -> str:
    _check(change)
    tree = _Tree(text)
    item = tree.item(change.section, change.name)
    if change.gone:
        return tree.without(change.section, _needed(item, change))
    if item is None:
        adds: dict[str, Any] = {"name": change.name, **(change.add or {}), **change.values}
        if change.add is None and change.section != "protect":
            _needed(item, change)  # only what a site protects can be changed by a new item that bears its name
        return tree.appended(change.section, _flow(adds))
    if change.add is not None:
        raise _refused("this name is taken", change.name, "give it another name")
    for key, value in change.values.items():
        tree = _Tree(tree.with_value(_needed(tree.item(change.section, change.name), change), key, value))
    return tree.text


def _check(change: Change) -> None:
    wrong = [key for key in change.values if key not in UNITS]
    if change.section not in SECTIONS or wrong:
        raise _refused("this cannot be changed here", ", ".join(wrong) or change.section, "edit the file by hand")
    for value in change.values.values():
        numbers = value if isinstance(value, (list, tuple)) else [value]
        if not all(
            isinstance(one, (int, float)) and not isinstance(one, bool) and math.isfinite(one) for one in numbers
        ):
            raise _refused("this is no number", repr(value), "give finite numbers")


def _needed(item: Any, change: Change) -> Any:
    if item is None:
        where = ".".join(SECTIONS[change.section])
        raise _refused(f"there is nothing of this name under {where}", change.name, "edit the file by hand")
    return item


def _refused(what: str, value: str, remedy: str) -> ScenarioError:
    return ScenarioError(Problem(what, repr(value), remedy=remedy))


class _Tree:
    """A text and the nodes that ruamel finds in it, each with the indices where it begins and ends."""

    def __init__(self, text: str) -> None:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError

        self.text = text
        try:
            self.root = YAML(typ="safe", pure=True).compose(text)
        except YAMLError as error:
            told = " ".join(str(error).split())
            raise _refused("this is not YAML", told[:200], "mend the file by hand") from error
        if self.root is None or self.root.id != "mapping":
            raise _refused("this is no scenario", text[:40], "begin with `ringfort new`")
        self._seen: dict[int, int] = {}
        self._count(self.root)

    def _count(self, node: Any) -> None:
        """Count how often a node is used: more than once where aliases name it."""
        self._seen[id(node)] = self._seen.get(id(node), 0) + 1
        if self._seen[id(node)] > 1:
            return
        if node.id == "mapping":
            for _, value in node.value:
                self._count(value)
        elif node.id == "sequence":
            for value in node.value:
                self._count(value)

    def item(self, section: str, name: str) -> Any:
        """Return the mapping of the thing of this name, None where there is none."""
        listed = _below(self.root, SECTIONS[section])
        if listed is None or listed.id != "sequence":
            return None
        for node in listed.value:
            named = _below(node, ("name",)) if node.id == "mapping" else None
            if named is not None and named.id == "scalar" and str(named.value) == name:
                return self._own(node, name)
        return None

    def _own(self, node: Any, name: str) -> Any:
        if self._seen[id(node)] > 1:
            raise _refused("this is written once and used by alias", name, "write it out, or edit the file by hand")
        return node

    def with_value(self, item: Any, key: str, value: Any) -> str:
        """Return the text with a value of an item changed, or put in where the item does not have it."""
        node = _below(item, (key,))
        if node is None:
            return self._with_key(item, key, value)
        self._own(node, key)
        pair = isinstance(value, (list, tuple))
        if pair != (node.id == "sequence") or (pair and len(node.value) != len(value)):
            raise _refused(f"{key} is not written as a {'pair' if pair else 'number'}", key, "edit the file by hand")
        spots = list(zip(node.value, value, strict=True)) if pair else [(node, value)]
        text = self.text
        for spot, number in reversed(spots):
            self._own(spot, key)
            begin, end = spot.start_mark.index, spot.end_mark.index
            text = text[:begin] + _in_its_unit(text[begin:end], number, UNITS[key]) + text[end:]
        return text

    def _with_key(self, item: Any, key: str, value: Any) -> str:
        written = f"{key}: {_quantity(value, UNITS[key])}"
        if item.flow_style:
            return self._within(item, written)
        name = next(pair for pair in item.value if pair[0].value == "name")
        line = self._line_end(_end(name[1], self.text))
        return self._put(line, f"{self._newline}{' ' * name[0].start_mark.column}{written}")

    def appended(self, section: str, written: str) -> str:
        """Return the text with one more item of a section, written in braces."""
        *above, last = SECTIONS[section]
        parent = _below(self.root, tuple(above))
        if parent is None or parent.id != "mapping":
            inner = f"{self._newline}  {last}:{self._newline}    - {written}"
            return self._put(self._line_end(_end(self.root, self.text)), f"{self._newline}{above[0]}:{inner}")
        listed = _below(parent, (last,))
        if listed is None:
            return self._with_list(parent, last, written)
        self._own(listed, last)
        if listed.id != "sequence":
            raise _refused(f"{last} is no list", str(listed.value), "edit the file by hand")
        if listed.flow_style:
            return self._within(listed, written)
        dash = " " * listed.start_mark.column
        return self._put(self._line_end(_end(listed, self.text)), f"{self._newline}{dash}- {written}")

    def _with_list(self, parent: Any, key: str, written: str) -> str:
        if parent.flow_style:
            return self._within(parent, f"{key}: [{written}]")
        indent = " " * parent.start_mark.column
        new = f"{self._newline}{indent}{key}:{self._newline}{indent}  - {written}"
        return self._put(self._line_end(_end(parent, self.text)), new)

    def without(self, section: str, item: Any) -> str:
        """Return the text without an item."""
        listed = _below(self.root, SECTIONS[section])
        index = listed.value.index(item)
        if listed.flow_style:
            begin, end = item.start_mark.index, item.end_mark.index
            if index + 1 < len(listed.value):
                end = listed.value[index + 1].start_mark.index
            elif index:
                begin = _end(listed.value[index - 1], self.text)
            return self.text[:begin] + self.text[end:]
        if len(listed.value) == 1:
            begin = self.text.rindex(":", 0, listed.start_mark.index) + 1
            return f"{self.text[:begin]} []{self.text[self._line_end(_end(item, self.text)) :]}"
        begin = self.text.rfind("\n", 0, item.start_mark.index) + 1
        end = self._line_end(_end(item, self.text))
        following = self.text.find("\n", end)
        return self.text[:begin] + (self.text[following + 1 :] if following >= 0 else "")

    def _within(self, node: Any, written: str) -> str:
        """Return the text with one more part within brackets or braces, behind their last."""
        if not node.value:
            return self._put(node.end_mark.index - 1, written)
        last = node.value[-1] if node.id == "sequence" else node.value[-1][1]
        return self._put(_end(last, self.text), f", {written}")

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _line_end(self, index: int) -> int:
        """Return the end of the line that holds ``index``, its comment included."""
        end = self.text.find("\n", index)
        if end < 0:
            return len(self.text)
        return end - 1 if self.text[end - 1] == "\r" else end

    def _put(self, index: int, written: str) -> str:
        return self.text[:index] + written + self.text[index:]


def _below(node: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if node is None or node.id != "mapping":
            return None
        node = next((value for name, value in node.value if name.id == "scalar" and str(name.value) == key), None)
    return node


def _end(node: Any, text: str) -> int:
    """Return where a node's own text ends; of a block, where its last value does."""
    while node.id != "scalar" and not node.flow_style and node.value:
        node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    return len(text[: node.end_mark.index].rstrip()) if node.id == "scalar" else int(node.end_mark.index)


def _in_its_unit(written: str, value: float, unit: str) -> str:
    """Return ``value`` (in ``unit``) in the unit and quotes of ``written``, which stays if it says so already."""
    quote = written[:1] if written[:1] in ("'", '"') else ""
    found = _NUMBER.match(written.strip("'\""))
    if found is None:
        raise _refused("this is no quantity", written, "edit the file by hand")
    given = found["unit"] or unit
    try:
        one = convert(f"1 {given}", unit)
    except RingfortError as error:
        raise ScenarioError(error.problems) from None
    number = _short(value / one, one)
    if float(number) == float(found["number"].replace("_", "")):
        return written
    return f"{quote}{number}{found['gap']}{found['unit']}{quote}"


def _short(value: float, one: float) -> str:
    """Return a number to a tenth of a metre or a degree; ``one`` is how many of those its unit has."""
    digits = max(0, math.ceil(math.log10(one) - 1e-9)) + 1
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _quantity(value: Any, unit: str) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_quantity(one, unit) for one in value)}]"
    return f"{_short(float(value), 1.0)} {unit}"


def _flow(item: Mapping[str, Any]) -> str:
    """Return a new item in braces."""
    parts = (
        f"{key}: {_quantity(value, UNITS[key]) if key in UNITS else _scalar(value)}" for key, value in item.items()
    )
    return f"{{{', '.join(parts)}}}"


def _scalar(value: str | int) -> str:
    """Return a text as YAML reads it back, quoted where it has to be."""
    if isinstance(value, int):
        return str(value)
    plain = _BARE.fullmatch(value) and value.lower() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)
