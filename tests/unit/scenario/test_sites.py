"""Sites and lines: what a scenario takes from another file or writes in short, and where their mistakes point."""

import json

import jsonschema
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.scenario.check import load, sound
from ringfort.scenario.document import json_schema
from ringfort.scenario.load import folders, packaged, parse_text, read
from ringfort.scenario.sites import KEYS

SITE = """\
ringfort-site: 1
title: A camp
references: [somebody]
place: {latitude: 33, longitude: 40, elevation: 200 m}
protect:
  - {name: tents, at: [0, 0], size: [10, 10], people: 50, shelter: {kind: tent, bunkers_within: 40 m}}
  - {name: office, at: [50, 0], size: [10, 10]}
"""
HEAD = "ringfort: 1\ntitle: T\ntime: 2024-01-28T02:30:00Z\nsite: camp\n"
CLOSE = within(1e-9, because="metres through one division")


@pytest.fixture
def told(tmp_path):
    """Return a function that reads a scenario beside a site called camp."""

    def tell(text, site=SITE):
        (tmp_path / "sites").mkdir(exist_ok=True)
        (tmp_path / "sites/camp.yaml").write_text(site)
        return parse_text(text, tmp_path / "s.yaml")

    return tell


def test_a_scenario_goes_on_from_its_site(told):
    text = f"""{HEAD}place: {{geoid_undulation: 7 m}}
references: [me]
protect:
  - {{name: tents, people: 20, shelter: {{share_sheltered: 0.5}}}}
  - {{name: gate, at: [100, 0], size: [5, 5]}}
"""
    loaded = told(text)
    assert not loaded.problems
    document = loaded.document
    assert document.place.elevation_m == 200.0 and document.place.geoid_undulation_m == 7.0
    assert document.references == ["somebody", "me"]
    tents, office, gate = document.protect
    assert (tents.people, tents.shelter.kind, tents.shelter.share_sheltered) == (20, "tent", 0.5)
    assert (office.name, office.people, gate.name, gate.at) == ("office", 0, "gate", (100.0, 0.0))
    assert loaded.names == ("tents", "office", "gate")


def test_a_document_with_a_site_is_whole_and_reads_as_it_was_written(told, tmp_path):
    document = told(HEAD).document
    again = parse_text(json.dumps(document.as_written()), tmp_path / "elsewhere/x.yaml")
    assert not again.problems and again.document == document
    schema = jsonschema.Draft202012Validator(json_schema())
    raw = {"ringfort": 1, "title": "T", "time": "2024-01-28T02:30:00Z", "site": "camp", "protect": [{"name": "tents"}]}
    assert not list(schema.iter_errors(raw))
    del raw["site"]
    assert list(schema.iter_errors(raw))  # place is missing


@pytest.mark.parametrize(
    ("site", "line", "said"),
    [
        (SITE.replace("people: 50", "peple: 50"), 6, "unknown key"),
        (SITE.replace("people: 50", "people: -5"), 6, "at least 0"),
        (SITE.replace("latitude: 33", "latitude: 133"), 4, "89.9"),
        (SITE.replace("title: A camp", "tittle: A camp"), 2, "unknown key"),
        (SITE.replace("ringfort-site: 1", "ringfort-site: 7"), 1, "version"),
        (SITE.replace("at: [50, 0], ", ""), 7, "'at' is missing"),
        ("[1]", 1, "mapping of keys"),
        ("a: [1", 1, "not YAML"),
    ],
)
def test_a_mistake_in_the_site_is_told_in_the_site(told, site, line, said):
    first = told(HEAD, site).problems[0]
    assert first.file.endswith("camp.yaml") and first.line == line and said in first.what and first.remedy


def test_a_mistake_in_what_the_scenario_changes_is_told_in_the_scenario(told):
    text = f"{HEAD}protect:\n  - {{name: office, people: 3}}\n  - {{name: tents, shelter: {{kind: tnt}}}}\n"
    (problem,) = told(text).problems
    assert problem.file.endswith("s.yaml") and problem.line == 7 and "did you mean tent" in problem.remedy


def test_what_the_site_does_not_know_is_a_new_thing_and_must_be_whole(told):
    (first, second) = told(f"{HEAD}protect: [{{name: tnets, people: 3}}]\n").problems
    assert first.line == second.line == 5 and {first.what, second.what} == {
        "the key 'at' is missing",
        "the key 'size' is missing",
    }


@pytest.mark.parametrize("name", ["cmap", "5", "[a]", "''", "/nowhere/x.yaml"])
def test_a_site_that_is_not_there(told, name):
    found = told(HEAD.replace("camp", name)).problems
    (problem,) = [problem for problem in found if problem.where == "site"]
    assert problem.line == 4 and "no such site" in problem.what
    assert name != "cmap" or "did you mean camp?" in problem.remedy


def test_a_site_may_be_given_by_file(told, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other/place.yaml").write_text(SITE)
    assert not told(HEAD.replace("site: camp", "site: other/place.yaml")).problems


def test_the_keys_of_a_site_are_those_of_a_scenario(told):
    known = json_schema()["properties"]
    assert set(KEYS) - {"ringfort-site"} <= set(known)


LINE = "{name: north line, line: [[-1 km, 0], [0, 0], [0, 600]], tower_every: 400 m, worth: 2}"
HERE = "ringfort: 1\ntitle: T\ntime: 2024-01-28T02:30:00Z\nplace: {latitude: 33, longitude: 38}\n"


def test_a_line_stands_there_as_its_towers(told):
    loaded = told(
        f"{HERE}protect:\n  - {{name: camp, at: [5, 5], size: [1, 1]}}\n  - {LINE}\n  - {LINE[:6]} {LINE[12:]}\n"
    )
    assert not loaded.problems
    towers = loaded.document.protect[1:6]
    assert [tower.name for tower in towers] == [f"north line {k}" for k in range(1, 6)]
    places = [(-1000.0, 0.0), (-600.0, 0.0), (-200.0, 0.0), (0.0, 200.0), (0.0, 600.0)]
    for tower, (x, y) in zip(towers, places, strict=True):
        assert CLOSE(tower.at[0], x) and CLOSE(tower.at[1], y)
        assert tower.size_m == (8.0, 8.0) and tower.worth == 2.0 and tower.part_of == "north line"
        assert tower.hardness_pa is not None
    assert "north line" in loaded.names and "north line 5" in loaded.names
    assert loaded.positions.place(("protect", 4, "worth")).line == 7
    assert loaded.positions.place(("protect", 7, "worth")).line == 8


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (("tower_every: 400 m", "tower_every: 0 m"), "protect[0].tower_every", "above 0 m"),
        (("tower_every: 400 m", "tower_every: 4 m"), "protect[0].tower_every", "too many towers"),
        (("tower_every: 400 m", "tower_every: 4 kg"), "protect[0].tower_every", "not measure"),
        ((", tower_every: 400 m", ""), "protect[0]", "'tower_every' is missing"),
        (("line: [[-1 km, 0], [0, 0], [0, 600]], ", ""), "protect[0]", "'line' is missing"),
        (("[[-1 km, 0], [0, 0], [0, 600]]", "[[0, 0]]"), "protect[0].line", "not a line"),
        (("[[-1 km, 0], [0, 0], [0, 600]]", "[[0, 0], [0, 0]]"), "protect[0].line", "no length"),
        (("-1 km", "-1 kmm"), "protect[0].line[0][0]", "unit"),
        (("worth: 2", "at: [0, 0]"), "protect[0].at", "no at"),
        (("worth: 2", "wroth: 2"), "protect[0].wroth", "unknown key"),
    ],
)
def test_a_mistake_in_a_line_is_told_once_with_its_place(told, change, where, said):
    problems = told(f"{HERE}protect: [{LINE.replace(*change)}]\n").problems
    assert len({(problem.line, problem.column) for problem in problems}) == 1
    assert problems[0].line == 5 and problems[0].where == where and said in problems[0].what and problems[0].remedy


def test_lines_fit_the_schema():
    raw = {"ringfort": 1, "title": "T", "time": "2024-01-28T02:30:00Z", "place": {"latitude": 3, "longitude": 4}}
    line = {"name": "a", "line": [["-1 km", 0], [0, 5]], "tower_every": "400 m"}
    assert not list(jsonschema.Draft202012Validator(json_schema()).iter_errors({**raw, "protect": [line]}))


def test_the_text_alone_reads_as_the_same_document_anywhere(told, tmp_path):
    loaded = told(HEAD)
    again = parse_text(loaded.alone(), tmp_path / "elsewhere/x.yaml")
    assert not again.problems and again.document == loaded.document
    assert told(HERE).alone() == HERE


def test_the_terrain_of_a_site_lies_beside_the_site(told, tmp_path):
    site = SITE.replace("elevation: 200 m", "terrain: {file: [a.tif, b.tif]}")
    files = told(HEAD, site).document.place.terrain.file
    assert files == tuple(str(tmp_path / "sites" / name) for name in ("a.tif", "b.tif"))


@pytest.mark.parametrize("name", packaged())
def test_every_packaged_scenario_is_sound_when_written_out_whole(name):
    loaded = load(name, installed())
    again = parse_text(json.dumps(loaded.document.as_written()), loaded.path)
    assert sound(again, installed()).document == loaded.document


BASES = {"ain-al-asad", "erbil", "union-iii", "balad", "taji", "q-west", "k-1", "tower-22"}
PACKAGED = sorted(path for folder in folders() for path in (folder / "sites").glob("*.yaml"))


@pytest.mark.parametrize("path", PACKAGED, ids=[path.stem for path in PACKAGED])
def test_a_packaged_site_is_sound_rounded_and_says_that_it_is_notional(path, tmp_path):
    text = f"ringfort: 1\ntitle: T\ntime: 2024-01-28T02:30:00Z\nsite: {path.stem}\n"
    loaded = parse_text(text, tmp_path / "s.yaml")
    assert not loaded.problems and loaded.document.protect
    place = loaded.document.place
    degrees = within(1e-9, because="a tenth of a degree, in radians and back")
    for angle in (place.latitude_rad, place.longitude_rad):
        tenths = angle / 0.017453292519943295 * 10.0
        assert degrees(tenths, float(round(tenths)))
    told = path.read_text(encoding="utf-8")
    assert "notional" in told or "made up" in told
    assert len({thing.name for thing in loaded.document.protect}) == len(loaded.document.protect)


def test_the_bases_of_the_record_and_a_power_line_are_there():
    assert BASES | {"power-line"} <= {path.stem for path in PACKAGED}


def test_every_packaged_scenario_alone_is_the_same_scenario():
    for path in packaged().values():
        loaded = read(path)
        assert parse_text(loaded.alone(), path).document == loaded.document, path.name
