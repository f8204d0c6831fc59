"""A study read back from its folder: what was played, its tally, how far each threat got and where it ended."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ringfort.catalog.registry import Catalog
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.errors import Problem, ResultError
from ringfort.flights.contract import HOSTILE
from ringfort.scenario.check import sound
from ringfort.scenario.load import parse_text
from ringfort.studies.chain import Chain, chain, together
from ringfort.studies.montecarlo import Outcome
from ringfort.studies.store import manifest, read_manifest, read_parts, read_scenario, strangers
from ringfort.studies.tally import join, tally

MOST_ENDS = 5000
_WRITTEN = "give a folder that `ringfort run SCENARIO --out FOLDER` wrote"
_PLAY_AGAIN = "play the scenario again with --out and another folder"


@dataclass(frozen=True)
class Result:
    """A study and what it was played from.

    ``ends`` (n, 4) are east, north (m), fate and cause of the first ``MOST_ENDS`` hostile objects that came down
    somewhere.
    """

    folder: Path
    outcome: Outcome
    chain: Chain
    ends: Any

    @property
    def compiled(self) -> Compiled:
        """Return the scenario as it was played."""
        return self.outcome.compiled


def played(folder: Path, catalog: Catalog) -> tuple[Compiled, dict[str, Any]]:
    """Return the scenario that the study of a folder played, compiled anew, and the folder's manifest.

    Raises ResultError where the folder is no result of this version of Ringfort, of its catalogue and of its scenario.
    """
    if not folder.is_dir():
        raise ResultError(Problem("there is no such folder", str(folder), remedy=_WRITTEN))
    found = read_manifest(folder, _WRITTEN)
    path = Path(found.get("terrain_from", folder)) / found["scenario"]
    loaded = sound(parse_text(read_scenario(folder), path), catalog)
    compiled = compile_scenario(loaded, catalog, central=found["central"])
    problems = strangers(found, manifest(compiled, found["seed"], found["runs"]["wanted"]), folder, _PLAY_AGAIN)
    if problems:
        raise ResultError(problems)
    return compiled, found


def read_result(folder: Path, catalog: Catalog) -> Result:
    """Return the study of a folder. Raises ResultError as ``played`` does, and where not one run was done."""
    compiled, found = played(folder, catalog)
    tallies, chains, ends, kept = [], [], [], 0
    for part in read_parts(folder):
        tallies.append(tally(part.runs, (part.spent, part.ruined), part.things, len(compiled.objects)))
        chains.append(chain(part.things, len(compiled.effectors)))
        if kept < MOST_ENDS:
            ends.append(_ends(part.things)[: MOST_ENDS - kept])
            kept += len(ends[-1])
    if not tallies:
        what = "this study was interrupted before its first runs were kept"
        raise ResultError(Problem(what, remedy="go on with the same `ringfort run` and --out", file=str(folder)))
    whole = chains[0]
    for one in chains[1:]:
        whole = together(whole, one)
    outcome = Outcome(compiled, found["seed"], found["runs"]["wanted"], join(tallies), 0.0)
    return Result(folder, outcome, whole, np.concatenate(ends))


def _ends(things: Any) -> Any:
    """Return east, north, fate and cause of hostile objects that came down somewhere."""
    down = things[(things.side == HOSTILE) & np.isfinite(things.x_m)]
    return np.column_stack([down.x_m, down.y_m, down.fate, down.cause])
