"""A study as one HTML page that needs nothing else: for the screen, for paper, for a phone.

The page holds no script and asks for nothing outside: figures are in it, and leave it as addresses that
hold them whole.
"""

import os
from pathlib import Path
from typing import Any

import ringfort
from ringfort.errors import Problem, RingfortError
from ringfort.report import assumptions, words
from ringfort.report.colours import DARK, LIGHT, css
from ringfort.report.distributions import distributions
from ringfort.report.figure import Figure
from ringfort.report.flow import flow
from ringfort.report.intervals import causes, fates, harm, wrong
from ringfort.report.sitemap import rings, site
from ringfort.studies.answer import answer, plain
from ringfort.studies.confidence import share
from ringfort.studies.result import Result
from ringfort.studies.tables import figure, percent, spread

Json = dict[str, Any]
_HERE = Path(__file__).parent


def figures(result: Result, told: Json | None = None) -> list[Figure]:
    """Return every figure of a study that has something to show; ``told`` is its answer, where that is at hand."""
    told = told or answer(result.outcome)
    found = [fates(told), flow(result)]
    if told["why_leaked"]:
        found.append(causes(told))
    found += [harm(told), *distributions(result.outcome.tally, told["cost"]["currency"]), wrong(told)]
    return [*found, site(result), rings(result.compiled)]


def summary(result: Result, told: Json) -> Json:
    """Return the answer in words: headline, sentences, and what a reader must be warned of."""
    runs = result.outcome.tally.runs
    of = plain(share(runs.leaked, runs.arrived)) if runs.arrived.sum() else {"mean": 0.0, "low": 0.0, "high": 0.0}
    worst = int(runs.killed.argmax())
    hurt = {"killed": int(runs.killed[worst]), "run": int(runs.run[worst])}
    return {
        "headline": words.headline(told),
        "sentences": [*words.standfirst(told, of, hurt), words.mistaken(told)],
        "warnings": _warnings(told),
    }


def _warnings(told: Json) -> list[str]:
    found = []
    if told["interrupted"]:
        found.append(f"This study is not finished: {told['runs']:,} of {told['runs_wanted']:,} raids are played.")
    if told["dropped"]:
        found.append(f"Not to be trusted: {told['dropped']} detections, shots or events found no room.")
    return found


def page(result: Result, verified: Json | None) -> str:
    """Return the page of a study. ``verified``: ``{"passed", "failed", "subjects"}``, None = it was not tried."""
    told = answer(result.outcome)
    drawn = {one.name: one for one in figures(result, told)}
    return render(
        "page.html.jinja",
        told=told,
        summary=summary(result, told),
        drawn=drawn,
        spreads=[drawn[name] for name in ("leakers", "killed", "injured", "warning", "cost") if name in drawn],
        assumptions=assumptions.assumptions(result.compiled),
        systems=assumptions.systems(result.compiled),
        document=result.compiled.loaded.document,
        text=result.compiled.loaded.text,
        verified=verified,
        commands=commands(result),
    )


def commands(result: Result) -> Json:
    """Return what to type to play the study again and to look into it."""
    told = answer(result.outcome)
    name, seed = result.compiled.loaded.path.name, result.outcome.seed
    central = " --central" if told["central"] else ""
    stem = result.compiled.loaded.path.stem
    return {
        "again": f"ringfort run {quoted(name)} --runs {result.outcome.wanted} --seed {seed}{central}",
        "explain": f"ringfort explain {quoted(name)} --seed {seed}{central} --run",
        "packaged": stem,
        "version": ringfort.__version__,
    }


def quoted(name: str) -> str:
    """Return a file name as a shell takes it."""
    plain_name = all(letter.isalnum() or letter in "-_./" for letter in name)
    return name if plain_name else "'" + name.replace("'", "'\\''") + "'"


def render(name: str, **values: Any) -> str:
    """Return a template of this folder, filled; whatever is put in is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    house = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    house.filters.update(figure=figure, percent=percent, spread=spread)
    house.tests["judgement"] = lambda line: line.lower().startswith("judgement")
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    return house.get_template(name).render(
        style=style, light=css(LIGHT), dark=css(DARK), version=ringfort.__version__, **values
    )


def write(text: str, path: Path) -> None:
    """Write a page, whole or not at all. Raises RingfortError where it cannot be written."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise RingfortError(Problem("the page cannot be written", str(error), "--out", "choose another file")) from None
