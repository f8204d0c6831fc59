"""``ringfort catalog``: the systems that scenarios can use."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from ringfort.catalog.entry import Entry
from ringfort.catalog.registry import Catalog, installed

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
Json = Annotated[bool, typer.Option("--json", help="print JSON; values are SI")]


@app.callback(invoke_without_command=True)
def catalog(context: typer.Context, json: Json = False) -> None:
    """List the systems that scenarios can use: id and title, or with --json everything about each."""
    if context.invoked_subcommand:
        return
    if json:
        _print_json([_plain(installed().get(name)) for name in installed().ids()])
    else:
        _list(installed())


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="such as sensor/small-drone-radar")], json: Json = False
) -> None:
    """Show one system: each parameter with value, low, high, unit, grade and source."""
    entry = installed().get(name)
    if json:
        _print_json(_plain(entry))
    else:
        _table(entry)


def _plain(entry: Entry) -> dict[str, object]:
    return asdict(entry)


def _print_json(content: object) -> None:
    print(json.dumps(content, indent=2, ensure_ascii=False))


def _list(catalogue: Catalog) -> None:
    names = catalogue.ids()
    width = max(map(len, names), default=0)
    for name in names:
        print(f"{name:<{width}}  {catalogue.heading(name)[0]}")


def _table(entry: Entry) -> None:
    """Print the figures, then the sources by number."""
    print(f"{entry.id}: {entry.title}\n{entry.summary}\nmodel: {entry.model}")
    if entry.traits:
        print("traits: " + ", ".join(f"{key} = {value}" for key, value in entry.traits.items()))
    figures = entry.parameters
    sources = list(dict.fromkeys(figure.source for figure in figures.values()))
    rows: list[tuple[str, ...]] = [("parameter", "value", "low", "high", "unit", "grade", "source")]
    for name, figure in figures.items():
        numbers = [f"{number:.6g}" for number in (figure.value, figure.low, figure.high)]
        rows.append((name, *numbers, figure.unit, figure.grade, f"[{sources.index(figure.source) + 1}]"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print()
    for row in rows:
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    print("\nsources")
    for number, source in enumerate(sources, 1):
        print(f"  [{number}] {source}")
    notes = [f"  {name}: {figure.note}" for name, figure in figures.items() if figure.note]
    if notes:
        print("\nnotes", *notes, sep="\n")
