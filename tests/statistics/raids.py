"""Raids for statistical tests: small scenarios as text, played with fixed seeds, and checks with a stated error rate.

``FALSE_ALARM`` is the odds that one check fails although the program is right. With fixed seeds a test passes always or
never, so the rate says how likely the choice of seed alone is to have made it fail.
"""

import math
from functools import cache
from pathlib import Path

import numpy as np
from scipy import stats

from ringfort.catalog.registry import installed
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.run import play_runs
from ringfort.engine.state import CAUSES
from ringfort.errors import ScenarioError
from ringfort.scenario.check import check
from ringfort.scenario.load import find, parse_text
from ringfort.studies.tally import Tally, present, tally

FALSE_ALARM = 1e-6
_Z = float(stats.norm.isf(0.5 * FALSE_ALARM))

HEAD = """
ringfort: 1
title: a raid for tests
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
"""
CAMP = """
protect:
  - {name: camp, at: [0 m, 0 m], size: [40 m, 40 m], people: 40, shelter: {kind: open, bunkers_within: 60 m}}
"""


@cache
def compiled(text: str) -> Compiled:
    """Return the scenario of a text, or the packaged one of that name, ready to be played."""
    path = Path("test.yaml") if "\n" in text else find(text)
    loaded = parse_text(text if "\n" in text else path.read_text(encoding="utf-8"), path)
    problems = [*loaded.problems, *check(loaded, installed())]
    if problems:
        raise ScenarioError(problems)
    return compile_scenario(loaded, installed())


@cache
def played(text: str, runs: int, seed: int = 1) -> Tally:
    """Return the tally of runs 0 to ``runs`` - 1."""
    rows = play_runs(compiled(text), seed, 0, runs)
    return tally(rows.runs, (rows.spent, rows.ruined), present(rows), rows.things.shape[1])


@cache
def objects(text: str, runs: int, seed: int = 1):
    """Return the rows of the objects, (runs, objects)."""
    return play_runs(compiled(text), seed, 0, runs).things


def of_cause(counts: Tally, cause: str):
    """Return the leakers of one cause by run."""
    return counts.causes[:, CAUSES.index(cause)]


def assert_within_sampling(hits: int, trials: int, odds: float, because: str) -> None:
    """Hold a count of independent trials to its odds by the exact binomial test at FALSE_ALARM."""
    p = stats.binomtest(int(hits), int(trials), odds).pvalue
    assert p >= FALSE_ALARM, f"{hits} of {trials}, expected {odds:.4f} each: p = {p:.1e}; {because}"


def assert_mean_within_sampling(values, expected: float, because: str) -> None:
    """Hold the mean of independent values to what it must be, by a normal test at FALSE_ALARM."""
    values = np.asarray(values, float)
    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    off = abs(float(values.mean()) - expected)
    assert off <= _Z * error, f"mean {values.mean():.4f}, expected {expected:.4f}, {off / error:.1f} sigma; {because}"


def assert_fewer(first, second, because: str) -> None:
    """Hold that ``second`` has fewer a run than ``first``, by the sign of runs that differ, at FALSE_ALARM.

    The pairs share their dice; if they did not differ, either sign would be as likely.
    """
    gaps = np.asarray(second, float) - np.asarray(first, float)
    down, up = int((gaps < 0.0).sum()), int((gaps > 0.0).sum())
    p = stats.binomtest(down, down + up, 0.5, alternative="greater").pvalue if down + up else 1.0
    assert p < FALSE_ALARM, f"{down} runs have fewer, {up} more: p = {p:.1e}; {because}"
