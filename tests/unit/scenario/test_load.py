import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.errors import ScenarioError
from ringfort.scenario import load as loading
from ringfort.scenario.document import Document, json_schema
from ringfort.scenario.load import find, parse_text
from ringfort.scenario.template import template

HEAD = "ringfort: 1\ntitle: T\nplace: {latitude: 33, longitude: 38}\ntime: 2024-01-28T02:30:00Z\n"
FILE = Path("s.yaml")


def test_the_least_scenario_has_a_clear_day_and_no_command_delays():
    document = parse_text(HEAD, FILE).document
    assert document.weather.rain_mm_h == 0.0 and document.command.weapons == "tight"
    assert document.place.terrain.flat and document.tracking.associate == "belief"
    rounding = within(rel=1e-15, because="one product")
    assert rounding(document.place.latitude_rad, 33 * 0.017453292519943295)


def test_values_of_a_device_and_its_overrides():
    item = "{name: r, system: sensor/x, at: [-300 m, 1 km], online: 2020-04-10, gain: {value: 3 dB, low: 1}}"
    device = parse_text(f"{HEAD}defend: [{item}]\n", FILE).document.defend[0]
    assert device.at == (-300.0, 1000.0) and device.height_m == 2.0
    assert device.overrides["gain"].value == "3 dB" and device.overrides["gain"].low == 1
    assert device.online.first == device.online.last == datetime(2020, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        ("tittle: x", "tittle", "unknown key"),
        ("weather: {rain: [1]}", "weather.rain", "not a quantity"),
        ("weather: {temperature: 8}", "weather.temperature", "at least 200 K"),
        ("command: {reengage: on}", "command.reengage", "not a switch"),
        ("command: {weapons: loose}", "command.weapons", "not allowed"),
        ("command: {operators: 1.5}", "command.operators", "whole number"),
        ("command: {operators: 0}", "command.operators", "at least 1"),
        ("protect: living quarters", "protect", "not a list"),
        ("protect: [{name: a, at: [0, 0]}]", "protect[0]", "'size' is missing"),
        ("protect: [{name: a, at: [0, 0], size: [1, -1]}]", "protect[0].size[1]", "above 0 m"),
        ("protect: [5]", "protect[0]", "not a mapping"),
        ("defend: [{name: 5, system: s, at: [0, 0]}]", "defend[0].name", "not text"),
        ("defend: [{name: a, system: s, at: [0, 0], facng: [1, 2]}]", "defend[0].facng", "no value for a parameter"),
        ("duration: 9.4e9 km/h", "duration", "does not measure"),
    ],
)
def test_a_mistake_is_told_with_its_place(line, where, said):
    (problem,) = parse_text(HEAD + line + "\n", FILE).problems
    assert (problem.line, problem.where) == (5, where) and said in problem.what and problem.remedy and problem.column


@pytest.mark.parametrize("terrain", ["hilly", "{file: a.tif, synthetic: desert-wadi}", "{synthetic: alps}", "[1]"])
def test_terrain_is_one_of_three_things(terrain):
    (problem,) = parse_text(HEAD.replace("longitude: 38", f"longitude: 38, terrain: {terrain}"), FILE).problems
    assert problem.line == 3 and "desert-wadi" in problem.remedy


def test_terrain_that_is_made_up():
    text = HEAD.replace("longitude: 38", "longitude: 38, terrain: {synthetic: desert-wadi, relief: 80 m}")
    assert parse_text(text, FILE).document.place.terrain.relief_m == 80.0


def test_a_missing_key_is_told_with_its_meaning():
    (problem,) = parse_text(HEAD.replace("time: 2024-01-28T02:30:00Z\n", ""), FILE).problems
    assert "'time'" in problem.what and "when the raid begins" in problem.remedy


def test_a_wrong_item_hides_no_other_and_moves_no_line():
    items = ["{system: 5, name: a}", "{name: b, sistem: t}", "{name: c, system: t, count: -1}", "{name: d, system: t}"]
    text = HEAD + "arrive:\n" + "".join(f"  - {item}\n" for item in items)
    loaded = parse_text(text, FILE)
    assert {problem.line for problem in loaded.problems} == {6, 7, 8}
    assert [item.name for item in loaded.document.arrive] == ["c", "d"]
    assert loaded.problem(("arrive", 1, "name"), "x").line == 9
    assert loaded.problem(("arrive", 1, "name"), "x").where == "arrive[3].name"


def test_an_empty_item_leaves_its_neighbour_alone():
    loaded = parse_text(HEAD + "arrive: [{}, {name: b, system: t}]\n", FILE)
    assert [item.name for item in loaded.document.arrive] == ["b"]
    assert [problem.where for problem in loaded.problems] == ["arrive[0]", "arrive[0]"]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "a: [1, 2\nb: 3\n", "a: {b: }}\n", "\x00"])
def test_what_is_no_scenario_at_all_is_one_clear_error(text):
    with pytest.raises(ScenarioError) as raised:
        parse_text(text, FILE)
    assert all(problem.remedy and problem.line for problem in raised.value.problems)


ODD = st.sampled_from(["", "on", "3 km", "hold", "flat", "a"])
ODD_KEYS = st.sampled_from(["name", "at", "from", "x", "aim"])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | ODD,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(ODD_KEYS, below, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a shared, slow machine
@given(st.dictionaries(st.sampled_from([*Document.model_fields, "other"]), JUNK, max_size=6))
def test_no_junk_makes_anything_but_problems(tree):
    try:
        loaded = parse_text(json.dumps(tree), FILE)
    except ScenarioError as error:
        assert error.problems
    else:
        assert isinstance(loaded.document, Document)


names = st.text("abcdef", min_size=1, max_size=6)
metres = st.floats(-1e5, 1e5)
points = st.lists(metres, min_size=2, max_size=2)
protected = st.fixed_dictionaries(
    {"name": names, "at": points, "size": st.just([10, 20])}, optional={"people": st.integers(0, 999)}
)
arrivals = st.fixed_dictionaries(
    {"name": names, "system": names, "at": points},
    optional={
        "aim": names | points,
        "at_time": st.just({"uniform": [1, 2]}),
        "speed_mps": st.floats(1, 9) | st.just("3 km/h"),
    },
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a shared, slow machine
@given(st.fixed_dictionaries({"protect": st.lists(protected, max_size=3), "arrive": st.lists(arrivals, max_size=3)}))
def test_a_document_reads_as_it_was_written(parts):
    first = parse_text(HEAD + "\n".join(f"{key}: {json.dumps(value)}" for key, value in parts.items()), FILE)
    assert not first.problems
    again = parse_text(json.dumps(first.document.as_written()), FILE)
    assert not again.problems and again.document == first.document


def test_the_template_loads_and_fits_the_schema():
    loaded = parse_text(template("my: base"), FILE)
    assert not loaded.problems and loaded.document.title == "my: base"
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(loaded.positions.data)] == []
    assert [error.message for error in validator.iter_errors(loaded.document.as_written())] == []


def test_every_key_of_the_schema_is_described():
    schema = json_schema()
    for name, part in {**schema["$defs"], "": schema}.items():
        for key, found in part.get("properties", {}).items():
            choices = [found, *found.get("anyOf", ())]
            assert any(choice.get("description") for choice in choices), f"{name}.{key}"


def test_packaged_scenarios_are_found_by_name(tmp_path, monkeypatch):
    for stem in ("01-one-drone", "02-tower-22", "03-twice", "04-twice"):
        (tmp_path / f"{stem}.yaml").write_text(HEAD)
    monkeypatch.setattr(loading, "folders", lambda: [tmp_path])
    assert find("one-drone").name == find("01-one-drone.yaml").name == "01-one-drone.yaml"
    assert find(str(tmp_path / "02-tower-22.yaml")).name == "02-tower-22.yaml"
    with pytest.raises(ScenarioError, match="did you mean tower-22"):
        find("tower-21")
    with pytest.raises(ScenarioError, match="several"):
        find("twice")
