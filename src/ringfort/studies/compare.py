"""Two scenarios on the same dice: what differs, run by run, and whether the runs can tell. Plain data, for JSON."""

from typing import Any

from ringfort.engine.state import CAUSES
from ringfort.studies.answer import name_of
from ringfort.studies.confidence import difference
from ringfort.studies.montecarlo import Outcome

_COUNTS = {
    "arrived": "arrived",
    "leaked": "leaked",
    "stopped": "stopped",
    "missed": "missed",
    "killed": "killed",
    "injured": "injured",
    "blast_exposed": "exposed",
    "destroyed": "destroyed",
    "friends_engaged": "wrong_friend",
    "birds_engaged": "wrong_bird",
    "nothing_engaged": "wrong_nothing",
    "friends_lost": "friends_lost",
    "cost_of_defence": "defence_usd",
    "cost_of_attack": "attack_usd",
}

Json = dict[str, Any]


def compare(first: Outcome, second: Outcome) -> Json:
    """Return the differences ``second - first`` over the runs that both have, each with its interval and verdict."""
    runs = min(first.done, second.done)
    a, b = first.tally.head(runs), second.tally.head(runs)
    differences = {key: _row(a.runs[name], b.runs[name]) for key, name in _COUNTS.items()}
    found = [c for c in range(len(CAUSES)) if a.causes[:, c].any() or b.causes[:, c].any()]
    return {
        "a": _who(first),
        "b": _who(second),
        "runs": runs,
        "runs_wanted": first.wanted,
        "interrupted": runs < first.wanted,
        "seed": first.seed,
        "differences": differences,
        "why_leaked": {CAUSES[c]: _row(a.causes[:, c], b.causes[:, c]) for c in found},
    }


def _who(outcome: Outcome) -> Json:
    return {"scenario": name_of(outcome.compiled), "title": outcome.compiled.loaded.document.title}


def _row(first: Any, second: Any) -> Json:
    """Return one line of the comparison: both means, the paired difference, what it says."""
    gap = difference(first, second)
    return {
        "a": float(first.mean()),
        "b": float(second.mean()),
        "difference": {"mean": gap.mean, "low": gap.low, "high": gap.high},
        "verdict": gap.verdict,
        "runs_needed": gap.runs_needed or None,
    }
