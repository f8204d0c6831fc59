"""The page of results and the report itself, in Chromium."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.unit.report.studied import played

from ringfort.report.page import figures, page, write

pytest.importorskip("playwright")
from tests.browser.opened import looking, serving

pytestmark = pytest.mark.browser
CLICKS = 5  # downloads by a click; after ten of one page Chromium asks a person for leave
HELD = (("weapons: free", "weapons: hold"),)


@pytest.fixture(scope="module")
def address():
    folder, other = played().folder, played(HELD).folder
    with serving("view", str(folder), "--compare", str(other), folder=folder.parent) as found:
        yield found


def test_every_figure_is_drawn_and_can_be_taken_away(address):
    with looking(address) as seen:
        found = seen.page
        assert found.locator("h2.headline").inner_text().endswith(".")
        assert "The second" in found.locator(".compared h2").inner_text()
        for index, one in enumerate(figures(played())):
            drawing = found.locator(f"#figure-{one.name} svg")
            assert drawing.bounding_box()["width"] > 250 and drawing.get_attribute("role") == "img"
            link = found.locator(f"#figure-{one.name} a", has_text="CSV")
            assert link.get_attribute("download") == f"{one.name}.csv"
            if index < CLICKS:
                with found.expect_download() as download:
                    link.click()
                told = Path(download.value.path()).read_text(encoding="utf-8")
                assert download.value.suggested_filename == f"{one.name}.csv"
            else:
                told = found.request.get(address + link.get_attribute("href")).text()
            assert len(list(csv.reader(io.StringIO(told)))) == 1 + len(one.rows)
        with found.expect_download() as download:
            found.locator("#figure-flow a", has_text="SVG").click()
        assert ElementTree.parse(download.value.path()).getroot().tag.endswith("svg")
        assert seen.wrong == [] and seen.outside == []


def test_figures_take_the_colours_of_the_page(address):
    with looking(address) as seen:
        found = seen.page
        ink = "getComputedStyle(document.querySelector('#figure-flow text')).fill"
        light = found.evaluate(ink)
        found.get_by_role("button", name="Dark").click()
        assert light == "rgb(27, 31, 36)" and found.evaluate(ink) == "rgb(236, 239, 242)"
        assert seen.wrong == []


def test_a_cause_leads_to_its_run(address):
    with looking(address) as seen:
        link = seen.page.get_by_role("link", name="run ").first
        assert link.get_attribute("href").startswith("#/replay?run=")


def test_the_report_opens_from_a_file_and_asks_for_nothing(tmp_path):
    path = tmp_path / "report.html"
    write(page(played(), None), path)
    from playwright.sync_api import sync_playwright
    from tests.browser.opened import CHROMIUM, FLAGS

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in (1280, 375):
            found, asked, wrong = browser.new_page(viewport={"width": width, "height": 800}), [], []
            found.on("request", lambda request, asked=asked: asked.append(request.url))
            found.on("console", lambda said, wrong=wrong: wrong.append(said.text) if said.type == "error" else None)
            found.goto(path.as_uri())
            assert found.evaluate("document.documentElement.scrollWidth") <= width, "it scrolls one way only"
            assert asked == [path.as_uri()] and wrong == []
            with found.expect_download() as download:
                found.locator("#figure-flow a", has_text="SVG").click()
            assert download.value.suggested_filename == "flow.svg"
            assert ElementTree.parse(download.value.path()).getroot().tag.endswith("svg")
        browser.close()
