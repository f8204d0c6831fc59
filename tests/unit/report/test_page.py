"""The page of a study, and that of two: whole, harmless, asking for nothing outside, and saying what the study says."""

import base64
import re
from html.parser import HTMLParser

import pytest
from tests.unit.report.studied import ODD, RUNS, played

from ringfort import cli
from ringfort.engine.state import CAUSES
from ringfort.errors import ResultError, RingfortError
from ringfort.report import comparison, words
from ringfort.report.page import page, write
from ringfort.studies.answer import answer

VOID = {"meta", "br", "link", "img", "input", "hr"}
ODD_TITLE = (("title: One of everything", "title: '" + ODD.replace("'", "''") + "'"),)


class Reader(HTMLParser):
    """Reads a page strictly: every element that is opened is closed in turn."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.words, self.wrong = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src", "action", "xlink:href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def read():
    return Reader(page(played(), {"passed": 3, "failed": [], "subjects": [("radar", 3)]}))


def test_the_page_is_whole_and_asks_for_nothing(read):
    assert read.wrong == [] and read.open == []
    assert "script" not in read.tags and "img" not in read.tags and "link" not in read.tags
    assert read.links and all(link.startswith("data:") for link in read.links)


def test_the_page_says_what_the_study_says(read):
    told, text = answer(played().outcome), " ".join(" ".join(read.words).split())
    for wanted in (
        words.headline(told),
        f"{RUNS} raids, seed 5",
        "ringfort run all.yaml --runs 30 --seed 5",
        "visibility 15 km",
        "free",
        "300 people, tent",
        "All 3 published cases",
        "shelter: {kind: tent, bunkers_within: 50 m}",
        "Wilson",
        "Radar against small drones",
    ):
        assert wanted in text, wanted


def test_figures_leave_the_page_as_files(read):
    kinds = [link.partition(";")[0] for link in read.links]
    assert kinds.count("data:image/svg+xml") == kinds.count("data:text/csv") == 12
    svg = base64.b64decode(read.links[0].partition(",")[2]).decode()
    assert svg.startswith("<?xml") and "var(" not in svg


def test_titles_with_odd_characters_do_no_harm():
    text = page(played(ODD_TITLE, 3), None)
    read = Reader(text)
    assert read.wrong == [] and "script" not in read.tags and "b" not in read.tags
    assert any(ODD in words for words in read.words) and "49" not in re.sub(r"\d{3,}", "", text[:3000])


def test_an_unfinished_study_says_so(monkeypatch):
    result = played((), 3)
    unfinished = result.__class__(result.folder, result.outcome.__class__(*_with(result, 9)), result.chain, result.ends)
    assert "not finished: 3 of 9 raids" in page(unfinished, None)


def _with(result, wanted):
    outcome = result.outcome
    return outcome.compiled, outcome.seed, wanted, outcome.tally, outcome.elapsed_s


def test_two_studies_are_compared_on_the_same_dice():
    held = played((("weapons: free", "weapons: hold"),))
    found = comparison.compared(played(), held)
    text = comparison.page(played(), held, None)
    read = Reader(text)
    assert read.wrong == [] and "script" not in read.tags and all(link.startswith("data:") for link in read.links)
    assert words.comparison_headline(found) in text and "weapons: hold" in text
    rows = {row[0]: row for figure in comparison.figures(found) for row in figure.rows}
    assert rows["leaked"][3] == found["differences"]["leaked"]["difference"]["mean"]
    assert rows["stopped"][6] == found["differences"]["stopped"]["verdict"]


def test_other_dice_are_not_compared():
    other = played((), 3)
    outcome = other.outcome
    elsewhere = outcome.__class__(outcome.compiled, 6, outcome.wanted, outcome.tally, 0.0)
    with pytest.raises(ResultError, match="seed"):
        comparison.compared(other, other.__class__(other.folder, elsewhere, other.chain, other.ends))


def test_a_page_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("before")
    with pytest.raises(RingfortError, match="cannot be written"):
        write("after", tmp_path / "nowhere" / "page.html")
    with pytest.raises(UnicodeEncodeError):
        write("\ud800", path)
    assert path.read_text() == "before"
    write("after", path)
    assert path.read_text() == "after" and [one.name for one in tmp_path.iterdir()] == ["page.html"]


def headed(share, causes, arrived=10.0):
    told = {"arrived": {"mean": arrived}, "leaked": {"mean": share * arrived}, "why_leaked": causes, "runs": 1000}
    return words.headline(told)


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_its_clause(cause):
    assert ", because " in headed(0.5, {cause: 1.0}) and ", because " in headed(0.5, {cause: 1.0}, 1.0)


def test_headlines():
    missed = {"engaged and missed": 0.7, "never detected": 0.3}
    assert headed(0.0, {}) == "Not one threat got through in 1,000 raids"
    assert headed(0.34, missed) == "About one in three threats gets through, mostly because the shots at them miss"
    assert headed(0.5, {"a": 0.3, "b": 0.35, "c": 0.35}) == "About half of the threats get through"
    assert headed(0.01, {"never detected": 1.0}) == "Hardly any threats get through, because no sensor sees them"
    late = headed(0.52, {"not identified in time": 0.45, "never detected": 0.3, "engaged and missed": 0.25}, 1.0)
    assert (
        late == "In about half of the raids the attacker gets through, most often because it is not identified in time"
    )
    assert headed(1.0, {"never detected": 1.0}, 1.0) == (
        "In every raid the attacker gets through, because no sensor sees it"
    )


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main(["report", *map(str, arguments)])
    return ended.value.code, *capsys.readouterr()


def test_the_verb_writes_a_page_of_a_folder_and_of_a_scenario(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = played().folder
    assert run(capsys, folder, "--no-verify")[:2] == (0, "all.html\n")
    first = (tmp_path / "all.html").read_text(encoding="utf-8")
    scenario = folder.parent / "all.yaml"
    options = ("--runs", RUNS, "--seed", 5, "--no-verify", "--out", "again.html")
    assert run(capsys, scenario, *options)[:2] == (0, "again.html\n")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == first
    assert run(capsys, folder, folder, "--no-verify")[:2] == (0, "all-and-all.html\n")
    assert "Both let exactly the same through" in (tmp_path / "all-and-all.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("subject", "words"),
    [("no/such", "no such folder"), ("nonesuch", "no such scenario"), (".", "no folder of results")],
)
def test_mistakes_get_one_clear_line(tmp_path, monkeypatch, capsys, subject, words):
    monkeypatch.chdir(tmp_path)
    status, output, errors = run(capsys, subject)
    assert status == 2 and not output and words in errors and len(errors.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
