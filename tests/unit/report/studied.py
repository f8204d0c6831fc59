"""A small study, played once, for the tests of pages and figures."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.invariants.menagerie import TEXT

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.scenario.check import load
from ringfort.studies.montecarlo import study
from ringfort.studies.result import Result, read_result

RUNS, SEED = 30, 5
ODD = 'Who\'s <b>there</b>? & "you" ]]> </script> {{ 7 * 7 }}'


@cache
def played(change: tuple[tuple[str, str], ...] = (), runs: int = RUNS) -> Result:
    """Return the result of the small raid with texts of its scenario replaced."""
    folder, text = (
        Path(mkdtemp()),
        TEXT.replace("count: 2, interval: 4 s", "count: 8").replace("people: 25", "people: 300"),
    )
    for old, new in change:
        assert old in text
        text = text.replace(old, new)
    (folder / "all.yaml").write_text(text, encoding="utf-8")
    compiled = compile_scenario(load(folder / "all.yaml", installed()), installed())
    study(compiled, SEED, runs, 1, lambda done, total: None, folder / "out")
    return read_result(folder / "out", installed())
