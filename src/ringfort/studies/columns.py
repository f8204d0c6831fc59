"""Rows as Arrow tables and back, for others to read: names instead of codes, null where something never happened."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ringfort.command.contract import IDENTITIES
from ringfort.engine.record import RUN, THING
from ringfort.engine.state import CAUSES, FATES
from ringfort.flights.contract import SIDES

_NEVER = ("start_s", "end_s", "detected_s", "tracked_s", "identified_s", "ordered_s", "effect_s")  # infinite
_NOWHERE = ("warned_s", "x_m", "y_m")  # NaN
_SHOTS = "shots: "
_DESTROYED = "destroyed: "


class Names(NamedTuple):
    """The names behind the codes of a study."""

    effectors: list[str]
    objects: list[str]
    assets: list[str]

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> "Names":
        """Return the names that a manifest holds."""
        return cls(manifest["effectors"], manifest["objects"], manifest["assets"])

    def codes(self) -> dict[str, list[str]]:
        """Return the names of every coded column of the objects; a code of -1 is null."""
        named = {"object": self.objects, "side": list(SIDES), "fate": list(FATES), "cause": list(CAUSES)}
        return {**named, "declared": list(IDENTITIES), "stopped_by": self.effectors}


def runs_table(runs: Any, spent: Any, ruined: Any, names: Names) -> Any:
    """Return the table of runs: fields of RUN, ``shots: NAME`` by effector, ``destroyed: NAME`` by protected thing."""
    columns = {name: pa.array(np.ascontiguousarray(runs[name])) for name in RUN.names or ()}
    for index, name in enumerate(names.effectors):
        columns[_SHOTS + name] = pa.array(np.ascontiguousarray(spent[:, index]))
    for index, name in enumerate(names.assets):
        columns[_DESTROYED + name] = pa.array(np.ascontiguousarray(ruined[:, index]))
    return pa.table(columns)


def read_runs(table: Any, names: Names) -> tuple[Any, Any, Any]:
    """Return the runs (RUN), shots (runs, effectors) and what was destroyed (runs, protected things) of a table.

    Raises KeyError for a missing column.
    """
    runs = np.zeros(table.num_rows, RUN).view(np.recarray)
    for name in RUN.names or ():
        runs[name] = table.column(name).to_numpy()
    spent = np.zeros((table.num_rows, len(names.effectors)), np.int64)
    for index, name in enumerate(names.effectors):
        spent[:, index] = table.column(_SHOTS + name).to_numpy()
    ruined = np.zeros((table.num_rows, len(names.assets)), np.int8)
    for index, name in enumerate(names.assets):
        ruined[:, index] = table.column(_DESTROYED + name).to_numpy()
    return runs, spent, ruined


def objects_table(things: Any, names: Names) -> Any:
    """Return the table of objects: the fields of THING, codes as names and what never happened as null."""
    codes, columns = names.codes(), {}
    for name in THING.names or ():
        values = np.ascontiguousarray(things[name])
        if name in codes:
            indices = pa.array(values.astype(np.int32), mask=values < 0)
            columns[name] = pa.DictionaryArray.from_arrays(indices, pa.array(codes[name], pa.string()))
        elif name in (*_NEVER, *_NOWHERE):
            columns[name] = pa.array(values, mask=~np.isfinite(values))
        else:
            columns[name] = pa.array(values)
    return pa.table(columns)


def read_objects(table: Any, names: Names) -> Any:
    """Return the objects (THING) of a table of objects. Raises KeyError where a column is missing."""
    codes, things = names.codes(), np.zeros(table.num_rows, THING).view(np.recarray)
    for name in THING.names or ():
        column = table.column(name)
        if name in codes:
            text = column.cast(pa.string())
            column = pc.fill_null(pc.index_in(text, value_set=pa.array(codes[name], pa.string()), skip_nulls=True), -1)
        elif name in _NEVER:
            column = pc.fill_null(column, np.inf)
        elif name in _NOWHERE:
            column = pc.fill_null(column, np.nan)
        things[name] = column.to_numpy()
    return things
