"""Doctrines: rules, people and delays in a file of their own that many scenarios name (``command: {doctrine: …}``).

A doctrine holds what may stand under ``command``. The scenario goes on from it: its own keys are put over those of the
doctrine, level by level, and a list takes the place of the doctrine's. Places of values stay those of the file in which
they stand, so that errors point there.
"""

from pathlib import Path as FilePath
from typing import Any

import ringfort
from ringfort.catalog.yamlfile import Yaml, parse
from ringfort.errors import Problem, ScenarioError, nearest
from ringfort.scenario.sites import put_over

VERSION = "ringfort-doctrine"
"""The key by which a doctrine's file is known; its value is the version of the format, 1."""
KEYS = (VERSION, "title", "summary", "references", "command")
_NAME = ("command", "doctrine")


def packaged() -> dict[str, FilePath]:
    """Return the packaged doctrines by name: of the wheel, or of a checkout."""
    package = FilePath(ringfort.__file__).parent
    homes = (package / "scenarios", package.parents[1] / "scenarios")
    return {path.stem: path for home in homes for path in sorted((home / "doctrines").glob("*.yaml"))}


def find(name: str) -> FilePath:
    """Return the file of a packaged doctrine. Raises ScenarioError with the nearest name where there is none."""
    known = packaged()
    if name not in known:
        remedy = _remedy(name, "give")
        raise ScenarioError(Problem("there is no such doctrine", repr(name), remedy=remedy))
    return known[name]


def title(path: FilePath) -> str:
    """Return the title of a doctrine's file."""
    data = parse(path.read_text(encoding="utf-8-sig"), str(path)).data
    return str(data.get("title", "")) if isinstance(data, dict) else ""


def _remedy(name: str, ask: str) -> str:
    known = list(packaged())
    close = nearest(name, known)
    hint = f"did you mean {close}? " if close else ""
    return f"{hint}{ask} one of: {', '.join(known) or 'none is installed'}"


def put_doctrine_under(yaml: Yaml, folder: FilePath) -> None:
    """Take ``doctrine`` out of a scenario's ``command`` and put what it says under what the scenario says.

    ``folder`` is the scenario's. What is wrong with the doctrine goes to ``yaml.problems``.
    """
    name = str(yaml.data["command"].pop("doctrine") or "")
    own = folder / name
    path = own if name and own.is_file() else packaged().get(name)
    if path is None:
        remedy = _remedy(name, "give a file, relative to this one, or")
        yaml.problems.append(yaml.problem(_NAME, "there is no such doctrine", repr(name), remedy))
    else:
        _merge(yaml, path)
    yaml.forget(_NAME)


def _merge(yaml: Yaml, path: FilePath) -> None:
    try:
        doctrine = parse(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        remedy = "give a UTF-8 text file that you may read"
        yaml.problems.append(yaml.problem(_NAME, "this doctrine cannot be read", str(error), remedy))
        return
    yaml.problems += doctrine.problems
    if not isinstance(doctrine.data, dict):
        if not doctrine.problems:
            remedy = f"begin with {VERSION}: 1 and title: …"
            yaml.problems.append(doctrine.problem((), "a doctrine is a mapping of keys", "", remedy))
        return
    yaml.problems += _wrong(doctrine)
    rules = doctrine.data.get("command")
    if isinstance(rules, dict):
        own = Yaml({"command": yaml.data["command"]}, yaml.file, dict(yaml.values), dict(yaml.keys))
        yaml.put(("command",), rules, doctrine, ("command",))
        put_over(yaml, ("command",), own, ("command",))


def _wrong(doctrine: Yaml) -> list[Problem]:
    """Return what is wrong with the keys at the top; what ``command`` holds is checked as part of the scenario."""
    found = []
    for key in [key for key in doctrine.data if key not in KEYS]:
        close = nearest(key, list(KEYS))
        hint = f"did you mean {close}? " if close else ""
        remedy = f"{hint}a doctrine has {', '.join(KEYS)}"
        found.append(doctrine.problem((key,), "unknown key", repr(key), remedy, key=True))
    if doctrine.data.get(VERSION) != 1:
        value = repr(doctrine.data[VERSION]) if VERSION in doctrine.data else "nothing"
        what, remedy = "this is no doctrine of a version known here", f"write {VERSION}: 1"
        found.append(doctrine.problem((VERSION,), what, value, remedy))
    rules: Any = doctrine.data.get("command")
    if not isinstance(rules, dict):
        remedy = "add command: with keys such as weapons: tight"
        found.append(doctrine.problem(("command",), "a doctrine needs a mapping command", "", remedy))
    elif "doctrine" in rules:
        what, remedy = "a doctrine goes on from no other", "copy what you need of it into this file"
        found.append(doctrine.problem(_NAME, what, repr(rules.pop("doctrine")), remedy))
    return found
