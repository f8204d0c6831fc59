"""Write the reference from what the program itself declares: run by ``conf.py`` at each build."""

import contextlib
import inspect
import io
import json
import os
import runpy
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import bibliography

from ringfort import cli
from ringfort.catalog.entry import Figure
from ringfort.catalog.registry import Catalog, installed
from ringfort.schema import Parameter

DOCS = Path(__file__).parents[1]
GENERATED = DOCS / "reference" / "generated"
FIGURES = DOCS / "methods" / "figures"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    lines = [list(head), *map(list, rows)]
    cells = [[cell.replace("|", r"\|").replace("\n", " ") for cell in line] for line in lines]
    text = ["| " + " | ".join(line) + " |" for line in cells]
    return "\n".join([text[0], "|" + "---|" * len(cells[0]), *text[1:]])


def contents(title: str, text: str, pages: Iterable[str]) -> str:
    """Return a page that leads to others."""
    return "\n".join([f"# {title}\n", text, "\n```{toctree}", ":maxdepth: 2\n", *pages, "```\n"])


def _figure_row(name: str, figure: Figure) -> tuple[str, ...]:
    numbers = (f"{number:.6g}" for number in (figure.value, figure.low, figure.high))
    return (f"`{name}`", *numbers, figure.unit, figure.grade, " ".join(filter(None, (figure.source, figure.note))))


def catalogue(catalog: Catalog) -> dict[str, str]:
    """Return a page for each family of systems, by name, and one that leads to them."""
    pages: dict[str, str] = {}
    for family, ids in groupby(catalog.ids(), lambda name: name.partition("/")[0]):
        parts = [f"# {family}\n"]
        for entry in map(catalog.get, ids):
            rows = (_figure_row(*item) for item in entry.parameters.items() if item[1].source != "model default")
            head = ("parameter", "value", "low", "high", "unit", "grade", "source")
            parts += [f"## {entry.id}\n", f"**{entry.title}**. {entry.summary}\n"]
            parts += [f"Model: [`{entry.model}`](#model-{entry.model}).\n", table(head, rows), ""]
        pages[f"catalogue-{family}"] = "\n".join(parts)
    text = "The systems that scenarios can use. Values are SI; what is left to its model's default is not listed."
    return pages | {"catalogue": contents("Catalogue", text, pages)}


def _bounds(parameter: Parameter) -> tuple[str, str]:
    low = f"> {parameter.above:g}" if parameter.above > parameter.low else f"≥ {parameter.low:g}"
    return "" if "inf" in low else low, "" if parameter.high == float("inf") else f"≤ {parameter.high:g}"


def _parameter_row(name: str, parameter: Parameter) -> tuple[str, ...]:
    default = "" if parameter.default is None else f"{parameter.default:g}"
    bounds = " ".join(filter(None, _bounds(parameter)))
    return (f"`{name}`", parameter.unit, bounds, default, parameter.doc)


def models(catalog: Catalog) -> dict[str, str]:
    """Return a page for each stage's models, by name, and one that leads to them."""
    pages: dict[str, str] = {}
    for stage, names in groupby(catalog.models(), lambda name: name.partition(".")[0]):
        parts = [f"# {stage}\n"]
        for spec in map(catalog.model, names):
            parts += [f"(model-{spec.name})=\n## {spec.name}\n", inspect.cleandoc(spec.doc), ""]
            if spec.references:
                parts.append("References: " + ", ".join(f"[{key}](#{key})" for key in spec.references) + ".\n")
            if spec.claims:
                parts.append("Claims that the conformance suite tries: " + "; ".join(spec.claims) + ".\n")
            rows = (_parameter_row(*item) for item in spec.declared.items())
            parts += [table(("parameter", "unit", "bounds", "default", "meaning"), rows), ""]
        pages[f"models-{stage}"] = "\n".join(parts)
    return pages | {"models": contents("Models", "What can stand behind a system of the catalogue.", pages)}


def _help(arguments: list[str]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        cli.main([*arguments, "--help"])
    return f"```text\n{said.getvalue().rstrip()}\n```\n"


def command_line() -> str:
    """Return what each verb says of itself."""
    os.environ["COLUMNS"] = "100"
    parts = ["# Command line\n", _help([])]
    for verb in [*([one] for one in cli.verbs()), ["catalog", "show"]]:
        parts += [f"## ringfort {' '.join(verb)}\n", _help(verb)]
    return "\n".join(parts)


def schema() -> str:
    """Return the JSON Schema of scenarios."""
    from ringfort.scenario.document import json_schema

    text = "`ringfort schema > ringfort.schema.json` writes it; editors take it for completion and checks."
    code = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    return f"# JSON Schema of scenarios\n\n{text}\n\n```json\n{code}\n```\n"


def draw_figures() -> None:
    """Let each script of the methods draw its figures."""
    FIGURES.mkdir(exist_ok=True)
    for script in sorted((DOCS / "methods" / "plots").glob("*.py")):
        draw: Callable[[Path], None] = runpy.run_path(str(script))["draw"]
        draw(FIGURES)


def generate() -> None:
    """Write every generated page."""
    GENERATED.mkdir(parents=True, exist_ok=True)
    pages = catalogue(installed()) | models(installed())
    pages |= {"command-line": command_line(), "schema": schema(), "bibliography": bibliography.markdown()}
    for old in GENERATED.glob("*.md"):
        if old.stem not in pages:
            old.unlink()
    for name, text in pages.items():
        path = GENERATED / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:  # so that Sphinx reads only what changed
            path.write_text(text, encoding="utf-8")
    draw_figures()


if __name__ == "__main__":
    generate()
