"""Figures: the numbers in drawing and CSV are those of the study, colours can be told apart, texts do no harm."""

import csv
import io
import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.architecture.source import ROOT
from tests.tolerance import within
from tests.unit.report.studied import ODD, RUNS, played

from ringfort.engine.state import CAUSES
from ringfort.report import colours
from ringfort.report.distributions import bins
from ringfort.report.figure import Drawing, Figure, stacked
from ringfort.report.flow import exits
from ringfort.report.page import figures
from ringfort.report.scale import rounded, said, ticks
from ringfort.studies.answer import answer

NAMES = ["fates", "flow", "causes", "harm", "leakers", "killed", "injured", "warning", "cost", "wrong", "site", "rings"]
SAME = within(1e-8, because="CSV keeps nine decimals, and a sum has a few of them")


@pytest.fixture(scope="module")
def found():
    return {one.name: one for one in figures(played())}


def table(figure):
    return list(csv.DictReader(io.StringIO(figure.csv)))


def test_every_figure_is_there_and_parses(found):
    assert list(found) == NAMES
    for figure in found.values():
        root = ElementTree.fromstring(figure.svg)
        assert root.tag.endswith("svg") and root.find("{*}title").text and root.find("{*}desc").text
        assert "var(" not in figure.svg and "http://www.w3.org/2000/svg" in figure.svg
        assert figure.svg.count("http") == 1, "a figure asks for nothing outside"
        assert len(table(figure)) == len(figure.rows) > 0


def test_the_fates_are_those_of_the_answer(found):
    told = answer(played().outcome)
    rows = {row["what"]: row for row in table(found["fates"])}
    for name, key in (("leaked", "leaked"), ("stopped", "stopped"), ("missed by themselves", "missed")):
        SAME(float(rows[name]["mean (a raid)"]), told[key]["mean"])
        SAME(float(rows[name]["95 % high"]), told[key]["high"])
    harm = {row["what"]: float(row["mean (a raid)"]) for row in table(found["harm"])}
    SAME(harm["killed"], told["killed"]["mean"])


def test_the_flow_loses_nobody(found):
    told, rows = answer(played().outcome), table(found["flow"])
    SAME(sum(float(row["share of arrivals"]) for row in rows), 1.0)
    for fate in ("leaked", "stopped", "missed"):
        SAME(sum(float(row["a raid"]) for row in rows if row["fate"] == fate), told[fate]["mean"])
    by_cause = {cause: sum(float(r["a raid"]) for r in rows if r["how"] == cause) for cause in CAUSES}
    for cause, share in told["why_leaked"].items():
        SAME(by_cause[cause], share * told["leaked"]["mean"])


def test_ribbons_are_as_wide_as_their_share(found):
    """Each ribbon ends in a block; the blocks of one figure are in proportion to the numbers of its rows."""
    out = exits(played())
    blocks = re.findall(r'<rect x="282" y="[\d.]+" width="6" height="([\d.]+)"', found["flow"].drawing)
    assert len(blocks) == len(out)
    total = sum(one.number for one in out)
    close = within(0.02, because="places in a drawing are written with two decimals")
    for height, one in zip(blocks, out, strict=True):
        close(float(height), max(130.0 * one.number / total, 1.0))


def test_distributions_hold_every_raid(found):
    runs = played().outcome.tally.runs
    for name, values in (("killed", runs.killed), ("cost", runs.defence_usd), ("leakers", runs.leaked)):
        SAME(sum(float(row["share of raids"]) for row in table(found[name])), 1.0)
        assert f"{len(values)}" == str(RUNS)
    falling = [float(row["share of leakers"]) for row in table(found["warning"])]
    assert falling[0] == 1.0 and falling == sorted(falling, reverse=True) and falling[-1] > 0.0


@pytest.mark.parametrize(
    "values", [[0, 0, 1, 3], [0.0] * 5, [7, 7, 7], [0, 120, 340, 10], [1e6, 2.5e6, 0.0], [0.2, 0.7], [1e-9, 3e-9]]
)
def test_bins_leave_nobody_out(values):
    edges, shares = bins(np.array(values))
    assert len(edges) == len(shares) + 1 and edges[0] <= min(values) and edges[-1] >= max(values)
    SAME(float(shares.sum()), 1.0)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.52), (-3.0, 8.0), (0.0, 1e7), (0.0, 0.0), (-1e-6, 0.0)])
def test_axes_hold_their_numbers_and_are_round(low, high):
    start, end = rounded(low, high)
    assert start <= low and end >= high and end > start
    marks = ticks(start, end)
    assert 2 <= len(marks) <= 7 and all(start - 1e-9 <= mark <= end * (1 + 1e-9) + 1e-9 for mark in marks)
    assert len({said(mark) for mark in marks}) == len(marks)


def test_nothing_stacked_overlaps():
    tops = stacked([0.0, 5.0, 5.0, 100.0], [20.0, 10.0, 10.0, 5.0], 2.0)
    assert tops == [0.0, 22.0, 34.0, 100.0]


def test_odd_texts_do_no_harm():
    drawing = Drawing(10.0, 10.0)
    drawing.text(0.0, 0.0, ODD + "\x00\x1b")
    drawing.tip("rect", ODD, width=1.0)
    svg = drawing.close(ODD, ODD)
    root = ElementTree.fromstring(svg)
    assert root.find("{*}text").text == ODD and root.find("{*}title").text == ODD
    assert "<b>" not in svg and "</script>" not in svg
    figure = Figure("odd", ODD, ODD, svg, ("a", "b"), (("=1+1", 2.0), (ODD, None)))
    rows = list(csv.reader(io.StringIO(figure.csv)))
    assert rows == [["a", "b"], ["'=1+1", "2.0"], [ODD, ""]]


def luminance(colour):
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dress", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
def test_colours_can_be_read(dress):
    """WCAG 2.2: 4.5 for text (links and the kicker too), 3 for marks of a figure."""
    assert set(dress) == set(colours.LIGHT)
    for name in ("ink", "quiet", "stopped", "leaked"):
        assert contrast(dress[name], dress["paper"]) >= 4.5, name
    for name in ("leaked", "stopped", "missed", "friend", "sensor", "people"):
        assert contrast(dress[name], dress["paper"]) >= 3.0, name
        assert contrast(dress[name], dress["wash"]) >= 3.0, name


# What red-, green- and blue-blind eyes make of linear red, green and blue (Machado, Oliveira and Fernandes, 2009).
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


@pytest.mark.parametrize("dress", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", BLIND)
def test_fates_can_be_told_apart_by_the_colour_blind(dress, eyes):
    """Colours of fates differ by more than 0.1 in the unit cube of display colours, seen with such eyes."""
    seen = {}
    for name in ("leaked", "stopped", "missed"):
        parts = np.array([int(dress[name][at : at + 2], 16) / 255.0 for at in (1, 3, 5)])
        seen[name] = np.clip(np.array(BLIND[eyes]) @ parts**2.2, 0.0, 1.0) ** (1 / 2.2)
    for one, other in (("leaked", "stopped"), ("leaked", "missed"), ("stopped", "missed")):
        assert math.dist(seen[one], seen[other]) > 0.1, (one, other)


def test_the_page_in_the_browser_has_the_same_colours():
    text = (ROOT / "web" / "src" / "result" / "result.css").read_text(encoding="utf-8")
    light, dark = text.split('[data-theme="dark"]')
    for part, dress in ((light, colours.LIGHT), (dark, colours.DARK)):
        assert dict(re.findall(r"--(\w+): (#\w{6});", part)) == dress
