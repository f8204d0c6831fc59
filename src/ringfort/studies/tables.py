"""The answer for people: a page for a terminal, from the plain data of ``answer`` and ``compare``."""

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Json = dict[str, Any]
_BAR = 20


def figure(value: float | None) -> str:
    """Return a number with about three significant digits, large ones in thousands (k) and millions (M)."""
    if value is None:
        return "–"
    size = abs(value)
    if size >= 1e5:
        unit, letter = (1e6, "M") if size >= 999_500.0 else (1e3, "k")
        return f"{value / unit:,.{1 if unit == 1e6 else 0}f} {letter}"
    if size >= 100.0 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.{3 if size < 0.1 else 2 if size < 10.0 else 1}f}"


def percent(share: float) -> str:
    """Return a share in percent; what is there but rounds to none is under one."""
    return "<1 %" if 0.0 < share < 0.005 else f"{100.0 * share:.0f} %"


def spread(estimate: Json) -> str:
    """Return an interval as ``low to high``, nothing where it has no width."""
    low, high = estimate["low"], estimate["high"]
    if low is None or high is None:
        return "one run cannot tell"
    return "" if low == high else f"{figure(low)} to {figure(high)}"


def show(answer: Json, again: str, console: Console) -> None:
    """Print the answer of a study; ``again`` is the command that repeats it."""
    parts: list[RenderableType] = [Text(answer["title"], style="bold"), _played(answer), Text(), Text(headline(answer))]
    parts += [Text(), _means(answer)]
    if answer["why_leaked"]:
        parts += [Text(), Text("why leakers leaked (`ringfort explain` tells such a run)"), _causes(answer)]
    parts += [Text(), Text(_warned(answer)), Text(_closing(answer))]
    parts += [*(Text(f"note: {note}") for note in answer["notes"]), Text(f"again: {again}")]
    console.print(Group(*parts))


def _played(answer: Json) -> Text:
    held = ", every uncertain figure at its centre" if answer["central"] else ""
    runs = f"{answer['runs']:,}"
    if answer["interrupted"]:
        runs += f" of {answer['runs_wanted']:,}"
    told = "interrupted: " if answer["interrupted"] else ""
    return Text(f"{told}{runs} raids in {answer['elapsed_s']:.1f} s, seed {answer['seed']}{held}", style="dim")


def headline(answer: Json) -> str:
    """Return the answer as one or two sentences."""
    arrived, leaked = answer["arrived"]["mean"], answer["leaked"]
    if arrived == 0.0:
        return "Nothing hostile arrives."
    share = 100.0 * leaked["mean"] / arrived
    often = spread(leaked) or "in every raid"
    first = f"Of {figure(arrived)} hostile a raid, {figure(leaked['mean'])} leak ({often}): "
    killed, injured = answer["killed"]["mean"], answer["injured"]["mean"]
    hurt = f"{figure(killed)} killed and {figure(injured)} injured a raid"
    return f"{first}{share:.0f} %. {hurt[0].upper()}{hurt[1:]}."


def _means(answer: Json) -> Table:
    table = _table("a raid", "mean", "95 % interval")
    _rows(table, "", {name: answer[name] for name in ("arrived", "leaked", "stopped", "missed")})
    if len(answer["leaked_of"]) > 1:
        _rows(table, "leaked of", answer["leaked_of"])
    _rows(table, "stopped by", answer["stopped_by"])
    _rows(table, "shots", {name: one for name, one in answer["shots"].items() if one["mean"]})
    _rows(table, "wrongly engaged", answer["wrongly_engaged"])
    _rows(table, "", {"friends lost": answer["friends_lost"]})
    _rows(table, "", _if_any("  beside a target", answer["friends_beside"]))
    hurt = {name.replace("_", " "): answer[name] for name in ("killed", "injured", "blast_exposed", "destroyed")}
    _rows(table, "", hurt | _if_any("hurt by own rounds", answer["hurt_by_own"]))
    _rows(table, "share of raids that put it out", answer["outage"])
    sides = {side: answer["cost"][side] for side in ("defence", "attack")}
    _rows(table, f"cost ({answer['cost']['currency']})", sides)
    return table


def _if_any(name: str, estimate: Json) -> Json:
    """Return an estimate under its name where it ever came true in these runs."""
    return {name: estimate} if estimate["mean"] else {}


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _rows(table: Table, title: str, estimates: Json) -> None:
    """Add estimates, indented under a title where there is one."""
    if title and estimates:
        table.add_row(title)
    for name, estimate in estimates.items():
        table.add_row(Text(f"  {name}" if title else name), figure(estimate["mean"]), spread(estimate))


def _causes(answer: Json) -> RenderableType:
    """Return the shares as bars, the largest first, each with a run to explain."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    top = max(answer["why_leaked"].values())
    for cause, share in sorted(answer["why_leaked"].items(), key=lambda item: -item[1]):
        low, high = answer["why_leaked_interval"][cause]
        bar = "█" * max(1, round(_BAR * share / top))
        run = Text(f"run {answer['example_runs'][cause]}", style="dim")
        table.add_row(cause, bar, percent(share), Text(f"{100 * low:.0f} to {100 * high:.0f}", style="dim"), run)
    return Padding(table, (0, 0, 0, 2))


def _warned(answer: Json) -> str:
    warning = answer["warning_s"]
    if warning["median"] is None:
        return "warning: nothing leaked, so nobody needed it"
    median = f"{figure(warning['median'])} s ({figure(warning['median_low'])} to {figure(warning['median_high'])})"
    tenths = f"a tenth at most {figure(warning['p10'])} s, a tenth {figure(warning['p90'])} s or more"
    return f"warning before a leaker burst: median {median}, {tenths}; none for {percent(warning['without'])}"


def _closing(answer: Json) -> str:
    cited = f"{len(answer['references'])} references behind this: --json lists them"
    if answer["dropped"]:
        return f"NOT TO BE TRUSTED: {answer['dropped']} detections, shots or events found no room\n{cited}"
    return cited


def show_comparison(compared: Json, again: str, console: Console) -> None:
    """Print a comparison; ``again`` is the command that repeats it."""
    first, second = compared["a"], compared["b"]
    heads = [Text(f"{letter}: {one['title']} ({one['scenario']})") for letter, one in (("A", first), ("B", second))]
    played = f"{compared['runs']:,} raids each on the same dice, seed {compared['seed']}"
    table = _table("a raid", "A", "B", "B - A", "95 % interval")
    table.add_column("B has", no_wrap=True)
    for name, one in compared["differences"].items():
        _difference_row(table, name.replace("_", " "), one)
    if compared["why_leaked"]:
        table.add_row("leakers, by cause")
    for cause, one in compared["why_leaked"].items():
        _difference_row(table, f"  {cause}", one)
    note = Text("?: these runs cannot tell; in brackets about how many would", style="dim")
    middle = (Text(played, style="dim"), Text(), Text(_verdict(compared)), Text(), table, note, Text())
    console.print(Group(*heads, *middle, Text(f"again: {again}")))


def _difference_row(table: Table, name: str, one: Json) -> None:
    gap = one["difference"]
    sign = "+" if gap["mean"] > 0.0 else ""
    told = spread(gap) if one["verdict"] != "the same" else ""
    table.add_row(Text(name), figure(one["a"]), figure(one["b"]), sign + figure(gap["mean"]), told, Text(verdict(one)))


def verdict(one: Json) -> str:
    """Return what a row of a comparison says; a question mark where the runs cannot tell, with how many might."""
    says = "?" if one["verdict"] == "cannot tell" else str(one["verdict"])
    return f"{says} ({figure(one['runs_needed'])})" if one["runs_needed"] else says


_SUBJECTS = (("leakers", "leaked"), ("killed", "killed"), ("injured", "injured"))


def _verdict(compared: Json) -> str:
    """Return what the comparison says of leakers and of people, plainly."""
    return " ".join(verdicts(compared, "B"))


def verdicts(compared: Json, second: str) -> list[str]:
    """Return a sentence each on leakers, killed and injured; ``second`` is what the second scenario is called."""
    return [_sentence(name, compared["differences"][key], second) for name, key in _SUBJECTS]


def _sentence(name: str, one: Json, second: str) -> str:
    if one["verdict"] == "the same":
        return f"Not one raid differs in its {name}."
    gap = one["difference"]
    if one["verdict"] == "cannot tell":
        more = f"; about {one['runs_needed']:,} runs would, if this is how they differ" if one["runs_needed"] else ""
        return f"These runs cannot tell whether {second} has more or fewer {name}{more}."
    told = f"{second} has {figure(abs(gap['mean']))} {one['verdict']} {name} a raid ({spread(gap)})."
    return told[0].upper() + told[1:]
