"""The catalogue: entries found by entry point and read when asked for; models imported only when an entry needs one."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from ringfort.catalog.entry import Entry, read_entry
from ringfort.catalog.yamlfile import Yaml, parse
from ringfort.errors import CatalogError, Problem, nearest
from ringfort.schema import ModelSpec

MODELS = "ringfort.models"
ENTRIES = "ringfort.catalog"
_HEAD = re.compile(r"""^(?P<quote>["']?)(?P<id>[a-z0-9][\w./-]*)(?P=quote):[ \t]*(?:#.*)?$""")


@dataclass(frozen=True)
class _Piece:
    """The text of one entry and where it begins."""

    text: str
    file: str
    line: int


class Catalog:
    """Entries by id and models by name.

    ``files`` are YAML files of entries; ``models`` maps a model's name to a function that returns its ``ModelSpec``.
    """

    def __init__(self, files: Iterable[Path], models: Mapping[str, Callable[[], ModelSpec]]) -> None:
        self._files = list(files)
        self._models = models
        self._found: dict[str, _Piece] | None = None
        self._yaml: dict[str, Yaml] = {}
        self._entries: dict[str, Entry] = {}
        self._specs: dict[str, ModelSpec] = {}

    def ids(self) -> list[str]:
        """Return every id, sorted. Raises CatalogError where a file cannot be read or an id is there twice."""
        return sorted(self._pieces())

    def find(self, prefix: str) -> list[str]:
        """Return the ids that begin with ``prefix``."""
        return [name for name in self.ids() if name.startswith(prefix)]

    def heading(self, name: str) -> tuple[str, str]:
        """Return the title and summary of an entry as they are written, without importing its model."""
        yaml = self._parsed(name)
        raw = yaml.data.get(name) if isinstance(yaml.data, dict) else None
        raw = raw if isinstance(raw, dict) else {}
        return str(raw.get("title") or ""), str(raw.get("summary") or "")

    def get(self, name: str) -> Entry:
        """Return an entry, checked against its model. Raises CatalogError where it is unknown or wrong."""
        if name not in self._entries:
            entry, problems = read_entry(name, self._parsed(name), self.model)
            if entry is None or problems:
                raise CatalogError(problems)
            self._entries[name] = entry
        return self._entries[name]

    def check(self) -> list[Problem]:
        """Return every problem of every entry."""
        problems: list[Problem] = []
        for name in self.ids():
            try:
                self.get(name)
            except CatalogError as error:
                problems += error.problems
        return problems

    def models(self) -> list[str]:
        """Return the names of all models, sorted, without importing them."""
        return sorted(self._models)

    def model(self, name: str) -> ModelSpec:
        """Return the model ``name``, imported. Raises CatalogError where it is unknown or its plug-in is broken."""
        if name not in self._specs:
            if name not in self._models:
                raise CatalogError(_unknown("model", name, self.models()))
            self._specs[name] = self._models[name]()
        return self._specs[name]

    def hash(self, *names: str) -> str:
        """Return a hash of the content of the entries ``names``, of all where none is named."""
        content = [asdict(self.get(name)) for name in sorted(names or self.ids())]
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
        return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()

    def _parsed(self, name: str) -> Yaml:
        if name not in self._yaml:
            piece = self._pieces().get(name)
            if piece is None:
                raise CatalogError(_unknown("catalogue id", name, self.ids()))
            self._yaml[name] = parse(piece.text, piece.file, piece.line)
        return self._yaml[name]

    def _pieces(self) -> dict[str, _Piece]:
        if self._found is None:
            found: dict[str, _Piece] = {}
            problems: list[Problem] = []
            for path in self._files:
                for name, piece in _split(path, problems):
                    if name in found:
                        first = f"{found[name].file}:{found[name].line}"
                        what = f"the id is here twice (first in {first})"
                        problems.append(
                            Problem(what, repr(name), "", "rename one of the two", piece.file, piece.line, 1)
                        )
                    found.setdefault(name, piece)
            if problems:
                raise CatalogError(problems)
            self._found = found
        return self._found


def _unknown(kind: str, name: str, allowed: list[str]) -> Problem:
    close = nearest(name, allowed)
    if not close:  # the right thing in the wrong family, or without its family
        tail = name.rpartition("/")[2]
        close = next((known for known in allowed if tail and known.rpartition("/")[2] == tail), "")
    hint = f"did you mean {close}? " if close else ""
    where = "`ringfort catalog` lists all" if kind == "catalogue id" else f"known models: {' '.join(allowed)}"
    return Problem(f"unknown {kind}", repr(name), remedy=f"{hint}{where}")


def _split(path: Path, problems: list[Problem]) -> list[tuple[str, _Piece]]:
    """Cut a file at the ids in its first column, so that an entry is parsed only when it is asked for."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(
            Problem("this catalogue file cannot be read", str(error), "", "make it a UTF-8 file", str(path))
        )
        return []
    heads: list[tuple[int, str]] = []
    for index, line in enumerate(lines):
        match = _HEAD.match(line)
        if match:
            heads.append((index, match["id"]))
        elif line.strip() and line[0] not in " \t#" and line.strip() != "---":
            remedy = "begin an entry with its id and a colon alone on a line, such as sensor/small-radar:"
            problems.append(Problem("this begins no entry", repr(line[:60]), "", remedy, str(path), index + 1, 1))
    ends = [index for index, _ in heads[1:]] + [len(lines)]
    return [
        (name, _Piece("\n".join(lines[start:end]) + "\n", str(path), start + 1))
        for (start, name), end in zip(heads, ends, strict=True)
    ]


@cache
def installed() -> Catalog:
    """Return the catalogue of everything that is installed, built-in or plug-in. Raises CatalogError."""
    files: list[Path] = []
    for point in _points(ENTRIES):
        files += _files(point)
    return Catalog(files, {point.name: _loader(point) for point in _points(MODELS)})


def _points(group: str) -> list[EntryPoint]:
    """Return the entry points of a group by name, once each. Raises CatalogError where two claim one name."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=group):
        other = found.setdefault(point.name, point)
        if other.value != point.value:
            what = f"two plug-ins call themselves {point.name} in {group}"
            value = f"{_who(other)} and {_who(point)}"
            raise CatalogError(Problem(what, value, remedy="uninstall one of the two"))
    return [found[name] for name in sorted(found)]


def _who(point: EntryPoint) -> str:
    package = point.dist.name if point.dist else "an unknown package"
    return f"{point.value} of {package}"


def _broken(point: EntryPoint, what: str, value: str) -> CatalogError:
    remedy = f"mend or uninstall {point.dist.name if point.dist else point.value}"
    return CatalogError(Problem(f"the plug-in {point.name} ({_who(point)}) {what}", value, remedy=remedy))


def _load(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:  # a plug-in's module may raise anything at import
        raise _broken(point, "cannot be loaded", f"{type(error).__name__}: {error}") from error


def _loader(point: EntryPoint) -> Callable[[], ModelSpec]:
    def load() -> ModelSpec:
        spec = _load(point)
        if not isinstance(spec, ModelSpec):
            raise _broken(point, "is no ModelSpec", type(spec).__name__)
        if spec.name != point.name:
            raise _broken(point, "names its model otherwise", repr(spec.name))
        try:
            _ = spec.declared  # reads the annotations
        except (TypeError, NameError, AttributeError) as error:
            raise _broken(point, "declares its parameters wrongly", str(error)) from error
        return spec

    return load


def _files(point: EntryPoint) -> list[Path]:
    """Return the entry files of a plug-in: those of a package, or what its function returns."""
    source = _load(point)
    try:
        if callable(source):
            return sorted(Path(path) for path in source())
        folders = [Path(folder) for folder in source.__path__]
        return sorted(path for folder in folders for path in folder.glob("*.yaml"))
    except Exception as error:  # a plug-in's function may raise anything
        raise _broken(point, "gives no entry files", f"{type(error).__name__}: {error}") from error
