"""Two studies on the same dice as one HTML page: what differs, with intervals, and where the runs cannot tell."""

from typing import Any

from ringfort.errors import Problem, ResultError
from ringfort.report import page as pages
from ringfort.report import words
from ringfort.report.figure import Figure
from ringfort.report.flow import flow
from ringfort.report.intervals import Line, dots
from ringfort.studies.answer import answer
from ringfort.studies.compare import compare
from ringfort.studies.result import Result
from ringfort.studies.tables import figure, spread, verdict, verdicts

Json = dict[str, Any]
_OBJECTS = ("leaked", "stopped", "missed", "friends_engaged", "birds_engaged", "nothing_engaged", "friends_lost")
_PEOPLE = ("killed", "injured", "blast_exposed", "destroyed")
_COSTS = ("cost_of_defence", "cost_of_attack")
_NEITHER = ("missed", "cost_of_attack")  # of which neither more nor fewer is better
_COLUMNS = ("a raid", "first", "second", "second - first", "95 % low", "95 % high", "verdict", "runs that would tell")


def compared(first: Result, second: Result) -> Json:
    """Return the comparison of two studies. Raises ResultError where they were not played on the same dice."""
    for what, one, other in (
        ("seed", first.outcome.seed, second.outcome.seed),
        ("choice of --central", *(bool(each.compiled.model.given.central) for each in (first, second))),
    ):
        if one != other:
            remedy = "play both with the same --seed, and both or none with --central"
            value = f"{one} and {other}"
            raise ResultError(Problem(f"the two studies differ in their {what}", value, remedy=remedy))
    return compare(first.outcome, second.outcome)


def figures(found: Json) -> list[Figure]:
    """Return the figures of a comparison: differences of objects, of people, of costs, and of causes."""
    groups = (
        ("objects", "What gets through", _OBJECTS, found["differences"]),
        ("people", "Who is hurt", _PEOPLE, found["differences"]),
        ("costs", "What it costs", _COSTS, found["differences"]),
        ("causes", "Why leakers leaked", tuple(found["why_leaked"]), found["why_leaked"]),
    )
    return [_figure(name, title, {key: of[key] for key in keys}) for name, title, keys, of in groups if keys]


def _figure(name: str, title: str, rows: Json) -> Figure:
    lines = []
    for key, one in rows.items():
        gap, plus = one["difference"], "+" if one["difference"]["mean"] > 0.0 else ""
        bounds = f"  ({spread(gap)})" if one["verdict"] != "the same" and spread(gap) else ""
        colour = {"more": "leaked", "fewer": "stopped"}.get(one["verdict"], "missed")
        estimate = gap if one["verdict"] != "the same" else dict.fromkeys(gap, 0.0)
        lines.append(Line(key.replace("_", " "), estimate, f"{plus}{figure(gap['mean'])}{bounds}", colour))
    told = "; ".join(f"{line.name}: {line.told}" for line in lines)
    caption = (
        "Second minus first, a raid, pairs of the same dice, with intervals at 95 %. Blue is better for the base, "
    )
    caption += "orange worse, black neither; grey: the runs cannot tell, or there is no difference."
    table = tuple(_row(line.name, rows[key]) for line, key in zip(lines, rows, strict=True))
    return Figure(f"difference-{name}", f"{title}: the difference", caption, dots(lines, title, told), _COLUMNS, table)


def _colour(key: str, verdict: str) -> str:
    """Return the colour of a difference: of most things fewer is better for the base."""
    if verdict not in ("more", "fewer"):
        return "missed"
    if key in _NEITHER:
        return "people"
    return "stopped" if (verdict == "fewer") != (key == "stopped") else "leaked"


def _row(name: str, one: Json) -> tuple[Any, ...]:
    gap = one["difference"]
    return (name, one["a"], one["b"], gap["mean"], gap["low"], gap["high"], one["verdict"], one["runs_needed"])


def page(first: Result, second: Result, verified: Json | None) -> str:
    """Return the page that compares two studies."""
    found = compared(first, second)
    told = (answer(first.outcome), answer(second.outcome))
    both = sorted({*told[0]["references"], *told[1]["references"]}, key=str.casefold)
    return pages.render(
        "comparison.html.jinja",
        found=found,
        told=told,
        headline=words.comparison_headline(found),
        sentences=verdicts(found, "the second"),
        figures=figures(found),
        flows=(flow(first), flow(second)),
        texts=[(one.compiled.loaded.path.name, one.compiled.loaded.text) for one in (first, second)],
        verified=verified,
        references=both,
        again=again(first, second, found),
        verdict=verdict,
    )


def again(first: Result, second: Result, found: Json) -> str:
    """Return the command that plays the comparison again."""
    names = " ".join(pages.quoted(one.compiled.loaded.path.name) for one in (first, second))
    return f"ringfort compare {names} --runs {found['runs']} --seed {found['seed']}"
