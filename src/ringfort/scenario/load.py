"""From a file to a document: found by name, read with places, every mistake told at once.

What is wrong is taken out and the rest validated again, so that a mistake in one line hides none in another.
"""

import io
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

import ringfort
from ringfort.catalog.yamlfile import Path, Yaml, at, parse
from ringfort.errors import Problem, ScenarioError, nearest
from ringfort.scenario.complaints import complaint
from ringfort.scenario.doctrines import put_doctrine_under
from ringfort.scenario.document import Document
from ringfort.scenario.lines import spread_out
from ringfort.scenario.sites import put_site_under

_STAND_IN: dict[str, Any] = {
    "ringfort": 1,
    "title": "untitled",
    "place": {"latitude": 0, "longitude": 0},
    "time": "2000-01-01T00:00:00Z",
    "latitude": 0,
    "longitude": 0,
    "name": "unnamed",
    "at": [0, 0],
    "size": [1, 1],
    "bearing": 0,
    "range": 1,
    "width": 1,
}
"""What takes the place of a wrong value without which the thing around it could not be looked at."""


_ROUNDS = 20


@dataclass(frozen=True)
class Loaded:
    """A document with the places of its values, so that later stages can say where.

    ``problems`` holds what is wrong with the file so far; where there are any, the document is what is left of it
    without them. ``names`` are the names of protected things as written, in wrong items too, and of the parts of lines.
    """

    document: Document
    positions: Yaml
    path: FilePath
    text: str
    problems: tuple[Problem, ...] = ()
    names: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    sited: bool = False  # whether part of it stands in another file: a site, a doctrine

    def alone(self) -> str:
        """Return a text that needs no other file: the scenario's own, or the whole document where it names one."""
        return _whole(self.document) if self.sited else self.text

    def problem(self, path: Path, what: str, value: str = "", remedy: str = "", *, key: bool = False) -> Problem:
        """Return a Problem that points at the value (or ``key``) at ``path``, such as ("defend", 0, "at")."""
        return self.positions.problem(path, what, value, remedy, key=key)

    def tainted(self, path: Path) -> bool:
        """Return whether something below ``path`` was wrong and taken out, so that its absence means nothing."""
        where = self.positions.place(path).where
        return any(problem.where.startswith(f"{where}.") for problem in self.problems)


def _whole(document: Document) -> str:
    """Return a document as YAML, with every default; it loads as an equal document."""
    from ruamel.yaml import YAML

    out = io.StringIO()
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.allow_unicode, writer.width = None, True, 110
    writer.sort_base_mapping_type_on_output = False
    writer.dump(document.as_written(), out)
    return f"# The whole scenario: what it took from other files is put in, and so is every default.\n{out.getvalue()}"


def folders() -> list[FilePath]:
    """Return the folders of packaged scenarios: of the wheel, or beside ``src`` in a checkout."""
    package = FilePath(ringfort.__file__).parent
    return [folder for folder in (package / "scenarios", package.parents[1] / "scenarios") if folder.is_dir()]


def packaged() -> dict[str, FilePath]:
    """Return the packaged scenarios by name."""
    return {path.stem: path for folder in folders() for path in sorted(folder.glob("*.yaml"))}


def find(name_or_path: str) -> FilePath:
    """Return the file of a scenario given by path or by name, whose leading number may be left out.

    Raises ScenarioError with the nearest name where there is none.
    """
    path = FilePath(name_or_path)
    if path.is_file():
        return path
    known = packaged()
    name = name_or_path.removesuffix(".yaml")
    matches = [stem for stem in known if stem == name] or [stem for stem in known if _bare(stem) == name]
    if len(matches) == 1:
        return known[matches[0]]
    if matches:
        raise ScenarioError(
            Problem("this name fits several scenarios", repr(name), remedy=f"use {' or '.join(matches)}")
        )
    close = nearest(name, [*known, *map(_bare, known)])
    hint = f"did you mean {close}? " if close else ""
    remedy = f"{hint}give a file, or one of: {', '.join(known) or 'none is installed'}"
    raise ScenarioError(Problem("there is no such scenario", repr(name_or_path), remedy=remedy))


def _bare(stem: str) -> str:
    number, dash, rest = stem.partition("-")
    return rest if dash and number.isdigit() else stem


def read(path: FilePath) -> Loaded:
    """Return what the file says, with every problem of its form. Raises ScenarioError where nothing can be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "give a UTF-8 text file that you may read"
        raise ScenarioError(Problem("this file cannot be read", str(error), "", remedy, str(path))) from error
    return parse_text(text, path)


def parse_text(text: str, path: FilePath) -> Loaded:
    """Return what ``text`` says, with every problem of its form. Raises ScenarioError where it is no mapping at all."""
    yaml = parse(text, str(path))
    if not isinstance(yaml.data, dict):
        problems = list(yaml.problems)
        if not problems:
            remedy = "begin with ringfort: 1 and title: …; `ringfort new NAME` writes a template"
            problems.append(yaml.problem((), "a scenario is a mapping of keys", "", remedy))
        raise ScenarioError(problems)
    sited = "site" in yaml.data
    if sited:
        put_site_under(yaml, path.parent, [folder / "sites" for folder in folders()])
    if isinstance(yaml.data.get("command"), dict) and "doctrine" in yaml.data["command"]:
        sited = True
        put_doctrine_under(yaml, path.parent)
    names = _names(yaml.data.get("protect"))
    spread_out(yaml)
    names = tuple(dict.fromkeys((*names, *_names(yaml.data.get("protect")))))  # a wrong line keeps its name, too
    lanes = _names(_below(yaml.data, ("command", "corridors")))
    problems = list(yaml.problems)
    document = _validate(yaml, problems)
    problems.sort(key=lambda problem: (problem.file, problem.line, problem.column))
    return Loaded(document, yaml, path, text, tuple(problems), names, lanes, sited)


def _below(data: Any, path: Path) -> Any:
    try:
        return at(data, path)
    except LookupError:
        return None


def _names(items: Any) -> tuple[str, ...]:
    """Return the names of items, then those of what they are parts of."""
    mappings = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    found = [item.get(key) for key in ("name", "part_of") for item in mappings]
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str)))


def _validate(yaml: Yaml, problems: list[Problem]) -> Document:
    """Validate, take out what is wrong, and again, until the rest stands. Changes ``yaml``, adds to ``problems``."""
    mended: set[str] = set()
    for _ in range(_ROUNDS):
        try:
            return Document.model_validate(yaml.data)
        except ValidationError as error:
            wrong = error.errors(include_url=False)
        problems += [complaint(detail, yaml) for detail in wrong if not _known(detail, yaml, mended)]
        _mend(yaml, wrong, mended)
    raise ScenarioError(problems)


def _known(detail: ErrorDetails, yaml: Yaml, mended: set[str]) -> bool:
    """Return whether a key is missing only because its value was wrong and taken out."""
    return detail["type"] == "missing" and _spot(yaml, tuple(detail["loc"])) in mended


def _spot(yaml: Yaml, path: Path) -> str:
    """Return a place as text, so that items of one place in two files are told apart."""
    place = yaml.place(path)
    return f"{place.file}:{place.where}"


def _mend(yaml: Yaml, wrong: list[ErrorDetails], mended: set[str]) -> None:
    """Put stand-ins where there are some and take out the rest; what lacks a key without stand-in goes whole."""
    gone: set[Path] = set()
    for detail in wrong:
        path: Path = tuple(detail["loc"])
        key, where = str(path[-1]), _spot(yaml, path)
        if key in _STAND_IN and detail["type"] != "extra_forbidden" and where not in mended:
            at(yaml.data, path[:-1])[key] = f"unnamed {yaml.place(path).where}" if key == "name" else _STAND_IN[key]
            mended.add(where)
        else:
            gone.add(path[:-1] if detail["type"] == "missing" else path)
    mended |= {_spot(yaml, path) for path in gone}
    for path in sorted(gone, key=_order, reverse=True):
        if _exists(yaml.data, path):
            yaml.without(path)


def _order(path: Path) -> list[tuple[bool, int, str]]:
    """Sort so that, from the end, later items of a list go first, whose going moves no other."""
    return [(isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in path]


def _exists(data: Any, path: Path) -> bool:
    try:
        at(data, path)
    except LookupError:
        return False
    return True
