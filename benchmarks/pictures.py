"""What a rule of the tracker is worth in raids: the pictures of the same raids with and without it, paired by raid.

    python benchmarks/pictures.py night-quadcopters wadi-approach --runs 20 --try turn_spread=0.1 --try interacting=1

Each ``--try`` changes settings of the tracker (``ringfort.tracking.settings``), joined by commas. Differences are from
the scenario's own rules, with intervals at 95 %; errors are root mean squares of a raid's tracks with an object.
"""

import argparse
import math
from typing import Any

import numpy as np
from scipy.special import stdtrit

from ringfort.catalog.registry import installed
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.run import Worker
from ringfort.scenario.check import load
from ringfort.studies.picture import held
from ringfort.studies.picture_answer import count
from ringfort.tracking.measures import Yardstick

NAMES = (
    "OSPA, m",
    "GOSPA, m",
    "place, m",
    "velocity, m/s",
    "completeness",
    "continuity",
    "spuriousness",
    "false tracks",
)


def measures(compiled: Compiled, seed: int, run: int, worker: Worker) -> list[float]:
    """Return the measures of one raid, NaN where nothing can be said."""
    found = count(held(worker, seed, run), Yardstick())
    there, shown = found.there or math.nan, found.shown or math.nan
    squares = found.errors.mean(axis=0) if len(found.errors) else np.full(2, math.nan)
    shares = (found.tracked / there, found.longest / there, found.spurious / shown)
    return [found.ospa_m, found.gospa_m, *np.sqrt(squares), *shares, found.false_tracks]


def told(scenario: str, rules: dict[str, float], seed: int, runs: int) -> Any:
    """Play raids with some settings changed; return their measures, shape (runs, measures)."""
    catalog = installed()
    compiled = compile_scenario(load(scenario, catalog), catalog)
    for name, value in rules.items():
        compiled.model.given.tracking[name] = value
    worker = Worker(compiled, logging=True)
    return np.array([measures(compiled, seed, run, worker) for run in range(runs)])


def cell(values: Any) -> str:
    """Return a mean with its half-width at 95 %."""
    values = values[~np.isnan(values)]
    if len(values) < 2:
        return "-"
    half = stdtrit(len(values) - 1, 0.975) * values.std(ddof=1) / math.sqrt(len(values))
    return f"{values.mean():+.3g} ± {half:.2g}"


def main() -> None:
    """Print a row for each scenario and set of rules."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="+")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--try", dest="tries", action="append", default=[])
    given = parser.parse_args()
    print("| scenario | rules | " + " | ".join(NAMES) + " |\n" + "|---" * (2 + len(NAMES)) + "|")
    for scenario in given.scenarios:
        first: Any = None
        for rules in ["", *given.tries]:
            changed = {name: float(value) for name, value in (one.split("=") for one in rules.split(",") if one)}
            found = told(scenario, changed, given.seed, given.runs)
            cells = [cell(column) for column in (found if first is None else found - first).T]
            first = found if first is None else first
            print(f"| {scenario} | {rules or 'its own'} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
