"""The answer of a study: who leaked, what stopped the others, why, who was hurt, at what cost. Plain data, for JSON."""

import math
from typing import Any

import numpy as np

from ringfort.engine.compile import Compiled
from ringfort.engine.state import CAUSES
from ringfort.flights.contract import HOSTILE
from ringfort.studies.confidence import Bounds, Estimate, mean, quantile, share
from ringfort.studies.montecarlo import Outcome
from ringfort.studies.references import citations, sources
from ringfort.studies.tally import Tally

_METHODS = ("student1908", "wilson1927", "woodruff1952")
_NO_QUANTILES = {"p10": None, "median": None, "p90": None, "without": None, "median_low": None, "median_high": None}

Json = dict[str, Any]


def answer(outcome: Outcome) -> Json:
    """Return the answer: every mean a raid with its interval at 95 %, and never a NaN (null where none can be told)."""
    compiled, counts = outcome.compiled, outcome.tally
    return {
        "scenario": name_of(compiled),
        "title": compiled.loaded.document.title,
        "runs": outcome.done,
        "runs_wanted": outcome.wanted,
        "interrupted": outcome.interrupted,
        "seed": outcome.seed,
        "central": bool(compiled.model.given.central),
        "elapsed_s": outcome.elapsed_s,
        **_fates(counts, compiled),
        "leaked_of": _leaked_of(counts, compiled),
        **_causes(counts),
        "wrongly_engaged": {
            "friend": plain(mean(counts.runs.wrong_friend, Bounds())),
            "bird": plain(mean(counts.runs.wrong_bird, Bounds())),
            "nothing": plain(mean(counts.runs.wrong_nothing, Bounds())),
        },
        "friends_lost": plain(mean(counts.runs.friends_lost, Bounds())),
        "friends_beside": plain(mean(counts.runs.friends_beside, Bounds())),
        "hurt_by_own": plain(mean(counts.runs.hurt_by_own, Bounds())),
        "false_tracks": plain(mean(counts.runs.false_tracks, Bounds())),
        "warning_s": _warning(counts),
        **_harm(counts, compiled),
        "shots": {name: plain(mean(counts.spent[:, e], Bounds())) for e, name in enumerate(compiled.effectors)},
        "cost": _cost(counts, compiled),
        "notes": list(compiled.notes),
        "dropped": int(counts.runs.dropped.sum()),
        "references": [*citations((*compiled.references, *_METHODS)), *sources(compiled.entries)],
    }


def name_of(compiled: Compiled) -> str:
    """Return the name of a scenario: its file's, without a leading number."""
    stem = compiled.loaded.path.stem
    number, dash, rest = stem.partition("-")
    return rest if dash and number.isdigit() else stem


def plain(estimate: Estimate) -> Json:
    """Return an estimate as ``{"mean", "low", "high"}``, null for what the runs cannot tell."""
    return {name: value if math.isfinite(value) else None for name, value in estimate._asdict().items()}


def _fates(counts: Tally, compiled: Compiled) -> Json:
    arrivals = compiled.model.given.arrivals[: len(compiled.objects)]
    hostile = arrivals[arrivals["side"] == HOSTILE]
    drawn = bool((hostile["mean_count"] > 0.0).any())
    some = Bounds(0.0, float(len(hostile)))
    fates = {name: plain(mean(counts.runs[name], some)) for name in ("leaked", "stopped", "missed")}
    arrived = mean(counts.runs.arrived, some if drawn else Bounds(float(len(hostile)), float(len(hostile))))
    stopped = {name: plain(mean(counts.stopped_by[:, e], some)) for e, name in enumerate(compiled.effectors)}
    return {"arrived": plain(arrived), **fates, "stopped_by": stopped}


def _leaked_of(counts: Tally, compiled: Compiled) -> Json:
    """Return the leakers a raid of each hostile item of ``arrive``, by its name."""
    arrivals = compiled.model.given.arrivals[: len(compiled.objects)]
    found: Json = {}
    for index, item in enumerate(compiled.loaded.document.arrive):
        members = (arrivals["group"] == index) & (arrivals["side"] == HOSTILE)
        if members.any():
            leaked = counts.leaked_of[:, members].sum(axis=1)
            found[item.name] = plain(mean(leaked, Bounds(0.0, float(members.sum()))))
    return found


def _causes(counts: Tally) -> Json:
    """Return the share of leakers of each cause that occurs, its interval, and a run that shows it most."""
    leaked = counts.causes.sum(axis=1)
    if not leaked.any():
        return {"why_leaked": {}, "why_leaked_interval": {}, "example_runs": {}}
    found = {cause: share(counts.causes[:, c], leaked) for c, cause in enumerate(CAUSES) if counts.causes[:, c].any()}
    shares = {cause: estimate.mean for cause, estimate in found.items()}
    bounds = {cause: [estimate.low, estimate.high] for cause, estimate in found.items()}
    first = {cause: int(counts.runs.run[counts.causes[:, CAUSES.index(cause)].argmax()]) for cause in found}
    return {"why_leaked": shares, "why_leaked_interval": bounds, "example_runs": first}


def _warning(counts: Tally) -> Json:
    """Return the quantiles of the seconds of warning over leakers, none counted as 0, and the share that had none."""
    seconds, owners = counts.warned_s, counts.warned_run
    if len(seconds) == 0:
        return dict(_NO_QUANTILES)
    tenth, middle, nine = (quantile(seconds, owners, at) for at in (0.1, 0.5, 0.9))
    without = float(np.mean(seconds <= 0.0))
    bounds = {"median_low": middle.low, "median_high": middle.high}
    return {"p10": tenth.mean, "median": middle.mean, "p90": nine.mean, "without": without, **bounds}


def _harm(counts: Tally, compiled: Compiled) -> Json:
    assets = compiled.model.given.assets[: len(compiled.assets)]
    people, things = Bounds(0.0, float(assets["people"].sum())), Bounds(0.0, float(len(assets)))
    hurt = {"killed": "killed", "injured": "injured", "blast_exposed": "exposed"}
    harm = {key: plain(mean(counts.runs[name], people)) for key, name in hurt.items()}
    return {
        **harm,
        "destroyed": plain(mean(counts.runs.destroyed, things)),
        "outage": {name: plain(estimate) for name, estimate in _outages(counts, compiled).items()},
    }


def _outages(counts: Tally, compiled: Compiled) -> dict[str, Estimate]:
    """Return the share of raids after which a thing of parts (a line) is out: at least one of them is destroyed."""
    parts: dict[str, list[int]] = {}
    for index, thing in enumerate(compiled.loaded.document.protect):
        if thing.part_of is not None:
            parts.setdefault(thing.part_of, []).append(index)
    out = {name: counts.ruined[:, which].any(axis=1) for name, which in parts.items()}
    return {name: share(struck, np.ones(len(struck))) for name, struck in out.items()}


def _cost(counts: Tally, compiled: Compiled) -> Json:
    """Return the costs of both sides; where no shot was fired, one of the dearest is what could have been."""
    batteries, defence = compiled.systems.batteries, counts.runs.defence_usd
    dearest = float(batteries["cost_usd"].max()) if len(batteries) else 0.0
    currency = compiled.loaded.document.cost.currency
    sides = {"defence": _money(defence, dearest), "attack": _money(counts.runs.attack_usd, 0.0)}
    return {**{side: plain(estimate) for side, estimate in sides.items()}, "currency": currency}


def _money(values: Any, step: float) -> Estimate:
    if len(values) > 1 and values.min() == values.max():
        return mean(values, Bounds(float(values[0]), float(values[0]) + step))
    return mean(values, Bounds() if len(values) > 1 else None)
