"""The folder of a study: a manifest, the scenario as it was played, and Parquet parts of runs and objects.

Each file appears whole or not at all. An interrupted study leaves a last part that is short. Going on takes it up, and
ends with the same bytes as a study that was never interrupted.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import ringfort
from ringfort.engine.compile import Compiled
from ringfort.engine.run import Rows
from ringfort.errors import Problem, ResultError
from ringfort.studies.columns import Names, objects_table, read_objects, read_runs, runs_table
from ringfort.studies.tally import present

FORMAT = 2
PART_RUNS = 1000
_MANIFEST = "manifest.json"
_SCENARIO = "scenario.yaml"
_ELSEWHERE = "give --out another folder"
_PLAY_AGAIN = "play the scenario again with --out and another folder"
_SAID = {
    "format": "was written in another format",
    "ringfort": "was played with another version of Ringfort",
    "document_hash": "is of another scenario, or of this one before it was changed",
    "catalog_hash": "was played with other catalogue entries",
    "seed": "was played with another seed",
    "central": "was played with the other choice of --central",
}

Json = dict[str, Any]


class Part(NamedTuple):
    """The rows of successive runs: RUN (n,), shots (n, effectors), what was destroyed, THING of the objects there."""

    runs: Any
    spent: Any
    ruined: Any
    things: Any


def _hash(content: object) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def manifest(compiled: Compiled, seed: int, wanted: int) -> Json:
    """Return what identifies a study: what was played, by what, how often, and the names behind its columns."""
    loaded = compiled.loaded
    terrain = {"terrain_from": str(loaded.path.parent.resolve())} if loaded.document.place.terrain.file else {}
    return {
        "format": FORMAT,
        "ringfort": ringfort.__version__,
        "scenario": loaded.path.name,
        **terrain,
        "title": loaded.document.title,
        "text_hash": _hash(loaded.alone()),
        "document_hash": _hash(loaded.document.as_written()),
        "catalog_hash": _hash([asdict(entry) for entry in sorted(compiled.entries, key=lambda entry: entry.id)]),
        "entries": sorted(entry.id for entry in compiled.entries),
        "references": list(compiled.references),
        "seed": seed,
        "central": bool(compiled.model.given.central),
        "runs": {"wanted": wanted, "done": 0},
        "part_runs": PART_RUNS,
        "sensors": list(compiled.sensors),
        "effectors": list(compiled.effectors),
        "objects": list(compiled.objects),
        "assets": list(compiled.assets),
    }


def read_manifest(folder: Path, remedy: str = _ELSEWHERE) -> Json:
    """Return the manifest of a result folder. Raises ResultError where there is none that can be read."""
    try:
        content = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultError(_trouble(folder, "this is no folder of results", str(error), remedy)) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        what = "this folder was written by another version of Ringfort"
        told = f"format {content.get('format') if isinstance(content, dict) else None}"
        raise ResultError(_trouble(folder, what, told, remedy))
    return content


def read_scenario(folder: Path) -> str:
    """Return the text of the scenario as it was played. Raises ResultError where it is missing or was changed since."""
    try:
        text = (folder / _SCENARIO).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ResultError(_trouble(folder, "this folder has lost its scenario", str(error), _PLAY_AGAIN)) from error
    if _hash(text) != read_manifest(folder).get("text_hash"):
        what = f"{_SCENARIO} in this folder was changed after the study"
        raise ResultError(_trouble(folder, what, "", _PLAY_AGAIN))
    return text


def strangers(found: Json, expected: Json, folder: Path, remedy: str) -> list[Problem]:
    """Return what tells the manifest ``found`` in a folder from the one ``expected`` of a study."""
    return [
        _trouble(folder, f"the study here {said}", f"{found.get(key)}, not {expected[key]}", remedy)
        for key, said in _SAID.items()
        if found.get(key) != expected[key]
    ]


def read_parts(folder: Path) -> Iterator[Part]:
    """Yield the parts of a result folder in the order of runs. Raises ResultError where one cannot be read."""
    names = Names.of(read_manifest(folder))
    for index in range(_parts_there(folder)):
        yield _read_part(folder, index, names)


def _trouble(folder: Path, what: str, value: str = "", remedy: str = _ELSEWHERE) -> Problem:
    return Problem(what, value, remedy=remedy, file=str(folder))


def _path(folder: Path, table: str, index: int) -> Path:
    return folder / table / f"part-{index:05d}.parquet"


def _parts_there(folder: Path) -> int:
    """Return how many parts there are from the first on; the runs of a part are written after its objects."""
    index = 0
    while _path(folder, "runs", index).is_file():
        index += 1
    return index


def _read_part(folder: Path, index: int, names: Names) -> Part:
    try:
        table = read_runs(pq.read_table(_path(folder, "runs", index)), names)
        return Part(*table, read_objects(pq.read_table(_path(folder, "objects", index)), names))
    except (OSError, KeyError, pa.ArrowException) as error:
        raise ResultError(_trouble(folder, f"part {index} cannot be read", str(error))) from error


class Store:
    """A result folder that is being written; ``found`` are the parts that it held before.

    A short last part is taken up, to be written anew when whole. Raises ResultError where the folder holds anything
    but this study.
    """

    def __init__(self, folder: Path, compiled: Compiled, seed: int, wanted: int) -> None:
        self._folder, self._manifest = folder, manifest(compiled, seed, wanted)
        self._names = Names.of(self._manifest)
        self._buffer: list[Part] = []
        self._open()
        self.found = [_read_part(folder, index, self._names) for index in range(_parts_there(folder))]
        self._index = len(self.found)
        if self.found and len(self.found[-1].runs) < PART_RUNS:
            self._buffer, self._index = [self.found[-1]], self._index - 1
        self._write_manifest(sum(len(part.runs) for part in self.found))
        self._write_text(_SCENARIO, compiled.loaded.alone())

    def _open(self) -> None:
        try:
            for table in ("runs", "objects"):
                (self._folder / table).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ResultError(_trouble(self._folder, "this folder cannot be made", str(error))) from error
        if (self._folder / _MANIFEST).exists():
            self._compare(read_manifest(self._folder))
        elif any(path.name not in ("runs", "objects") for path in self._folder.iterdir()) or _parts_there(self._folder):
            raise ResultError(_trouble(self._folder, "this folder holds something else than a study"))

    def _compare(self, found: Json) -> None:
        """Refuse a folder of another study, or of a longer one."""
        problems = strangers(found, self._manifest, self._folder, _ELSEWHERE)
        if problems:
            raise ResultError(problems)
        done, wanted = found["runs"]["done"], self._manifest["runs"]["wanted"]
        if done > wanted:
            what = f"the study in this folder has {done} runs already"
            raise ResultError(Problem(what, str(wanted), "--runs", f"ask for {done} or more", str(self._folder)))

    def add(self, rows: Rows) -> None:
        """Keep the rows of the next runs."""
        self._buffer.append(Part(rows.runs, rows.spent, rows.ruined, present(rows)))
        while sum(len(part.runs) for part in self._buffer) >= PART_RUNS:
            self._flush()

    def close(self) -> None:
        """Write the last part, short as it may be."""
        if self._buffer:
            self._flush()

    def _flush(self) -> None:
        """Write one part from the buffer, its objects first, and keep what is left."""
        whole = Part(*(np.concatenate([part[k] for part in self._buffer]) for k in range(len(Part._fields))))
        runs, things = whole.runs.view(np.recarray), whole.things.view(np.recarray)
        last = self._index * PART_RUNS + PART_RUNS
        now, later = things.run < last, things.run >= last
        self._write("objects", objects_table(things[now], self._names))
        kept, rest = slice(PART_RUNS), slice(PART_RUNS, None)
        self._write("runs", runs_table(runs[kept], whole.spent[kept], whole.ruined[kept], self._names))
        left = Part(runs[rest], whole.spent[rest], whole.ruined[rest], things[later])
        self._buffer = [left] if len(left.runs) else []
        self._write_manifest(self._index * PART_RUNS + min(len(runs), PART_RUNS))
        self._index += 1

    def _write(self, table: str, content: Any) -> None:
        path = _path(self._folder, table, self._index)
        draft = path.with_suffix(".draft")
        pq.write_table(content, draft, compression="zstd")
        os.replace(draft, path)

    def _write_manifest(self, done: int) -> None:
        self._manifest["runs"]["done"] = done
        self._write_text(_MANIFEST, json.dumps(self._manifest, indent=2, ensure_ascii=False) + "\n")

    def _write_text(self, name: str, text: str) -> None:
        draft = self._folder / f"{name}.draft"
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, self._folder / name)
