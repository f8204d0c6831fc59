"""Every entry has its place in the generated reference: each figure with spread, unit, source and grade."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance import parts
from tests.tolerance import within

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def pages() -> Iterator[dict[str, str]]:
    """The pages of the catalogue as the documentation's build writes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(REFERENCE))
        yield importlib.import_module("generate").catalogue(parts.CATALOG)


@pytest.mark.parametrize("name", parts.ENTRIES)
def test_an_entry_has_its_page_with_all_that_is_known_of_each_figure(name: str, pages: dict[str, str]) -> None:
    entry = parts.CATALOG.get(name)
    page = pages[f"catalogue-{name.partition('/')[0]}"]
    section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert entry.title in section and entry.summary in section and f"model-{entry.model}" in section
    rounding = within(rel=1e-5, because="printed with six digits")
    for key, figure in entry.parameters.items():
        if figure.source == "model default":
            continue
        (row,) = [line for line in section.splitlines() if line.startswith(f"| `{key}` |")]
        cells = [cell.strip() for cell in row.replace(r"\|", "/").strip("| ").split(" | ")]
        assert cells[4].strip() == figure.unit and cells[5] == figure.grade, row
        for cell, number in zip(cells[1:4], (figure.value, figure.low, figure.high), strict=True):
            assert rounding(float(cell), number), row
        assert figure.source.replace("|", "/").split()[0] in cells[6]


def test_the_contents_lead_to_every_page(pages: dict[str, str]) -> None:
    families = {name.partition("/")[0] for name in parts.ENTRIES}
    assert all(f"\ncatalogue-{family}\n" in pages["catalogue"] for family in families)
