"""``ringfort report``: a study, or two on the same dice, as one HTML page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ringfort.cli.run import Central, Runs, Seed, Threads, cores

if TYPE_CHECKING:
    from ringfort.studies.result import Result

Subject = Annotated[str, typer.Argument(metavar="RESULT", help="a folder of results, or a scenario to play now")]


def report(
    subject: Subject,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="another, to compare with")] = None,
    out: Annotated[Path | None, typer.Option(help="the page to write; else NAME.html here")] = None,
    runs: Runs = 1000,
    seed: Seed = 1,
    threads: Threads = None,
    central: Central = False,
    verify: Annotated[bool, typer.Option(help="try the laws against published numbers, and say how they did")] = True,
) -> int:
    """Write a study as one HTML page that needs nothing else, on the screen, on paper or on a phone.

    RESULT is a folder that `ringfort run --out` wrote, or a scenario, which is then played: --runs, --seed, --threads
    and --central are for that. With OTHER the page compares the two.
    """
    from ringfort.report import comparison
    from ringfort.report.page import page, write

    play = {"runs": runs, "seed": seed, "threads": threads or cores(), "central": central}
    with _opened(subject, play) as first:
        if other is None:
            text, name = page(first, _verified() if verify else None), _name(first)
        else:
            with _opened(other, play) as second:
                text = comparison.page(first, second, _verified() if verify else None)
                name = f"{_name(first)}-and-{_name(second)}"
    path = out or Path(f"{name}.html")
    write(text, path)
    print(path)
    return 0


def _name(result: "Result") -> str:
    from ringfort.studies.answer import name_of

    return name_of(result.compiled)


@contextmanager
def _opened(subject: str, play: dict[str, Any]) -> Iterator["Result"]:
    """Yield the study of a folder, or that of a scenario, played into a folder that goes again."""
    from tempfile import TemporaryDirectory

    from ringfort.catalog.registry import installed
    from ringfort.studies.result import read_result

    if _is_folder(subject):
        yield read_result(Path(subject), installed())
        return
    with TemporaryDirectory(prefix="ringfort-") as folder:
        _play(subject, Path(folder) / "study", play)
        yield read_result(Path(folder) / "study", installed())


def _is_folder(subject: str) -> bool:
    """Return whether a subject means a folder: it is one, or it is written as a path that is no file."""
    path = Path(subject)
    return path.is_dir() or (("/" in subject or "\\" in subject) and not path.is_file())


def _play(subject: str, folder: Path, play: dict[str, Any]) -> None:
    from ringfort.catalog.registry import installed
    from ringfort.cli.progress import Progress
    from ringfort.engine.compile import compile_scenario
    from ringfort.scenario.check import load
    from ringfort.studies.montecarlo import study

    catalog = installed()
    with Progress(f"raids of {subject}") as progress:
        compiled = compile_scenario(load(subject, catalog), catalog, central=play["central"])
        outcome = study(compiled, play["seed"], play["runs"], play["threads"], progress, folder)
    if outcome.interrupted:
        raise KeyboardInterrupt


def _verified() -> dict[str, Any]:
    """Return how the laws did against the published cases: how many passed, which failed, and counts by subject."""
    from collections import Counter

    from ringfort.cli.progress import Progress
    from ringfort.verification.runner import verify

    with Progress("verification"):
        found = verify()
    subjects = Counter(row.case.kind.partition("-")[0] for row in found.passed)
    named = [(_SUBJECTS.get(key, key), count) for key, count in subjects.items()]
    return {"passed": len(found.passed), "failed": [row.case.id for row in found.failed], "subjects": named}


_SUBJECTS = {
    "RAD": "radar",
    "PRO": "propagation",
    "EOI": "optics and radio",
    "BAL": "ballistics",
    "LAS": "lasers",
    "GUN": "guns",
    "OPS": "engagement and operations",
    "TRK": "tracking",
    "BLA": "blast and casualties",
    "HIS": "history",
}
