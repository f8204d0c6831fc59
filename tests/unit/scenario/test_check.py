import pytest
from tests.tolerance import within
from tests.unit.catalog.fakes import ENTRIES, catalog

from ringfort.errors import ScenarioError
from ringfort.scenario.check import load, resolve, warnings
from ringfort.scenario.load import read
from ringfort.scenario.template import template

HEAD = """\
ringfort: 1
title: T
place: {latitude: 33, longitude: 38}
time: 2024-01-28T02:30:00Z
protect: [{name: quarters, at: [0, 0], size: [10, 10]}]
"""
TEN = """\
ringfort: 1
title: Ten mistakes
place: {latitude: 33.3, longitude: 38.7, terain: flat}
time: 12:30:00
weather: {visibility: 15 kilomoters}
protect:
  - {name: quarters, at: [0 m], size: [120 m, 60 m]}
defend:
  - {name: radar, system: sensor/smal-drone-radar, at: [0, 0], height: -3 m}
  - {name: post, system: threat/one-way-drone, at: [0, 0]}
  - {name: other, system: sensor/small-drone-radar, at: [0, 0], frequency_h: 9 GHz}
command:
  weapons: tigt
arrive:
  - {name: attacker, system: threat/one-way-drone, from: {bearing: 50 deg, range: 40 km}, aim: quarter}
"""
MISTAKES = [
    (3, "terain", "did you mean terrain?"),
    (4, "12:30:00", "2024-01-28T02:30:00Z"),
    (5, "15 kilomoters", "known units"),
    (7, "0 m", "write [x, y]"),
    (9, "sensor/smal-drone-radar", "did you mean sensor/small-drone-radar?"),
    (9, "-3 m", "in m"),
    (10, "threat/one-way-drone", "move it to arrive"),
    (11, "frequency_h", "did you mean frequency_hz?"),
    (13, "tigt", "did you mean tight?"),
    (15, "quarter", "quarters"),
]


@pytest.fixture
def told(tmp_path):
    """Return a function that loads a text and returns its problems."""

    def tell(text):
        path = tmp_path / "s.yaml"
        path.write_text(text)
        try:
            load(path, catalog(tmp_path))
        except ScenarioError as error:
            return error.problems
        return []

    return tell


def test_ten_mistakes_are_ten_errors_with_line_value_and_remedy(told):
    found = told(TEN)
    assert len(found) == len(MISTAKES)
    for problem, (line, value, remedy) in zip(found, MISTAKES, strict=True):
        assert problem.line == line and problem.column > 1 and value in problem.value and remedy in problem.remedy


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        (
            "defend: [{name: quarters, @BUSTER}]",
            "defend[0].name",
            "taken by protect[0].name",
        ),
        (
            "defend: [{name: a, @BUSTER, power_w: -3}]",
            "defend[0].power_w",
            "above 0 W",
        ),
        (
            "defend: [{name: a, @BUSTER, power_w: 3 km}]",
            "defend[0].power_w",
            "measure",
        ),
        (
            "defend: [{name: a, @BUSTER, power_w: {value: 3, low: 4}}]",
            "defend[0].power_w.value",
            "low <= value",
        ),
        (
            "defend: [{name: a, @BUSTER, online: 2025-01-01, offline: 2024-01-01}]",
            "defend[0].offline",
            "before it is online",
        ),
        ("defend: [{name: a, @BUSTER, readiness: {needs: [b]}}]", "defend[0].readiness.needs[0]", "has this name"),
        ("defend: [{name: a, @BUSTER, readiness: {needs: [a]}}]", "defend[0].readiness", "depends on itself"),
        ("defend: [{name: a, @BUSTER, readiness: {brakes: 3 h}}]", "defend[0].readiness.brakes", "unknown key"),
        (
            "defend: [{name: a, @BUSTER, readiness: {crew: {people: 1, needed: 2}}}]",
            "defend[0].readiness.crew",
            "more people",
        ),
        (
            "defend: [{name: a, @BUSTER, online: {between: [2024-01-02, 2024-01-01]}}]",
            "defend[0].online.between",
            "after the last",
        ),
        ("command: {zones: [{name: a, ring: [0, 1 km]}]}", "command.zones[0]", "says nothing"),
        ("command: {zones: [{name: a, no_fire: true, ring: [2 km, 1 km]}]}", "command.zones[0].ring", "near end"),
        ("command: {zones: [{name: a, no_fire: true, area: [[0, 0], [1, 1]]}]}", "command.zones[0].area", "polygon"),
        ("command: {zones: [{name: a, weapons: fre}]}", "command.zones[0].weapons", "not allowed"),
        (
            "command: {zones: [{name: a, weapons: hold, floor: 2 m, ceiling: 1 m}]}",
            "command.zones[0]",
            "the floor",
        ),
        ("command: {reserves: [{systems: [all], keep: 2}]}", "command.reserves[0]", "kept for"),
        ("command: {use: [{systems: [b], against: [drones]}]}", "command.use[0].systems[0]", "called"),
        ("command: {use: [{systems: [all], against: [dron]}]}", "command.use[0].against[0]", "not allowed"),
        ("command: {good_track: [{needed_for: [gun]}]}", "command.good_track[0]", "asks nothing"),
        ("command: {good_track: [{needed_for: [gn], velocity: 9}]}", "command.good_track[0].needed_for[0]", "effector"),
        ("command: {good_track: [{velocity: 0 m/s}]}", "command.good_track[0].velocity", "above 0"),
        ("command: {good_track: [{velocity: 5 kg}]}", "command.good_track[0].velocity", "m/s"),
        ("command: {reserves: [{systems: [b], keep: 2, ballistic: true}]}", "command.reserves[0].systems[0]", "called"),
        (
            "command: {approval: {needed_for: [gun], chain: [{name: a, needed_for: [all]}]}}",
            "command.approval.chain",
            "keys of one level",
        ),
        (
            "command: {approval: {chain: [{name: a, needed_for: [guns]}]}}",
            "command.approval.chain[0].needed_for[0]",
            "unknown kind",
        ),
        ("command: {approval: {needed_for: [gun], people: 99}}", "command.approval.people", "at most 32"),
        ("command: {stand_downs: [{systems: [guns]}]}", "command.stand_downs[0].systems[0]", "no device"),
        (
            "command: {permissions: [{systems: [all], from: 2024-02-01, until: 2024-01-01}]}",
            "command.permissions[0].until",
            "before it begins",
        ),
        ("command: {approval: {needed_for: [jamer]}}", "command.approval.needed_for[0]", "unknown kind"),
        ("command: {identify: {hostile_above: 0.3, friendly_above: 0.3}}", "command.identify", "at once"),
        (
            "command: {corridors: [{name: a, from: 0 deg, width: 3 deg, floor: 9 m, ceiling: 8 m}]}",
            "command.corridors[0]",
            "below the ceiling",
        ),
        ("tracking: {confirm: {hits: 4, of: 3}}", "tracking.confirm", "more hits"),
        ("arrive: [{name: a, @BUSTER}]", "arrive[0].system", "does not belong"),
        ("arrive: [{name: a, system: threat/one-way-drone, at: [0, 0]}]", "arrive[0]", "needs an aim"),
        ("arrive: [{name: a, system: friend/tactical-drone}]", "arrive[0]", "where it comes from"),
        ("arrive: [{name: a, system: friend/tactical-drone, at: [0, 0], via: lane}]", "arrive[0].via", "no corridor"),
        ("arrive: [{name: a, system: friend/tactical-drone, density: 1, count: 2}]", "arrive[0].count", "how many"),
        (
            "arrive: [{name: a, system: friend/tactical-drone, at: [0, 0], from: {bearing: 0, range: 1}}]",
            "arrive[0].at",
            "two places",
        ),
        (
            "{duration: 9 s, arrive: [{name: a, system: friend/tactical-drone, at: [0, 0], at_time: 9 s}]}",
            "arrive[0].at_time",
            "after the raid",
        ),
        ("place: {latitude: 33, longitude: 38, terrain: {file: no.tif}}", "place.terrain.file", "no such file"),
    ],
)
def test_a_mistake_of_meaning_is_told_with_its_place(told, line, where, said):
    line = line.replace("@BUSTER", "system: effector/dronebuster, at: [0, 0]")
    head = HEAD.replace("place: {latitude: 33, longitude: 38}\n", "") if line.startswith("place") else HEAD
    if line.startswith("{"):
        line = line[1:-1].replace(", arrive", "\narrive")
    (problem,) = told(f"{head}{line}\n")
    assert problem.where == where and said in problem.what and problem.line >= 5
    assert problem.remedy and not problem.remedy.endswith(": ")  # something may stand there


def test_a_wrong_protected_thing_does_not_make_its_aim_unknown(told):
    arrival = "{name: a, system: threat/one-way-drone, at: [0, 0], aim: quarters}"
    found = told(f"{HEAD.replace('size: [10, 10]', 'size: [10]')}arrive: [{arrival}]\n")
    assert [problem.where for problem in found] == ["protect[0].size"]


def test_a_broken_entry_is_told_once_with_its_own_file(tmp_path):
    path = tmp_path / "s.yaml"
    devices = ", ".join(f"{{name: {name}, system: sensor/bad, at: [0, 0]}}" for name in "ab")
    path.write_text(f"{HEAD}defend: [{devices}]\n")
    broken = "sensor/bad:\n  title: B\n  model: sensor.radar\n  summary: B\n"
    with pytest.raises(ScenarioError) as raised:
        load(path, catalog(tmp_path, broken))
    (problem,) = raised.value.problems
    assert problem.file.endswith("entries.yaml") and "frequency_hz" in problem.what


def test_overrides_replace_figures_and_have_no_spread_of_their_own(tmp_path):
    path = tmp_path / "s.yaml"
    changes = "frequency_hz: 3 GHz, cross_section_m2: {value: 1, low: 0.1}"
    path.write_text(f"{HEAD}defend: [{{name: r, system: sensor/small-drone-radar, at: [0, 0], {changes}}}]\n")
    found = catalog(tmp_path)
    entry, figures, problems = resolve(load(path, found), found, "defend", 0)
    exactly = within(rel=1e-12, because="one conversion of units")
    assert not problems and exactly(figures["frequency_hz"].value, 3e9) and figures["frequency_hz"].fixed
    assert figures["cross_section_m2"].low == 0.1 and figures["cross_section_m2"].logarithmic
    assert figures["swerling"] == entry.parameters["swerling"] and list(figures) == list(entry.parameters)


def test_the_template_is_sound(told):
    assert told(template("base")) == []


def test_what_is_seldom_meant_is_a_warning(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(HEAD.replace("protect", "# protect"))
    assert {problem.what.split()[0] for problem in warnings(read(path), catalog(tmp_path))} == {"protect", "arrive"}


def test_what_sets_off_beyond_its_reach_is_a_warning(tmp_path):
    path = tmp_path / "s.yaml"
    entries = ENTRIES.replace("summary: Flies one way.", "summary: Flies one way.\n  traits: {reach_km: 30}")
    arrive = "{name: a, system: threat/one-way-drone, from: {bearing: 0, range: @}, aim: quarters}"
    for far, told in (("29 km", []), ("{uniform: [20 km, 40 km]}", []), ("{uniform: [31 km, 40 km]}", ["30 km"])):
        path.write_text(f"{HEAD}arrive: [{arrive.replace('@', far)}]\n")
        found = warnings(read(path), catalog(tmp_path, entries))
        assert len(found) == len(told) and all(text in problem.what for text, problem in zip(told, found, strict=True))
        assert all((problem.line, problem.where) == (6, "arrive[0].from.range") for problem in found)


def test_sharing_without_nets_is_a_warning(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(HEAD + "command: {share: nothing}\narrive: []\n")
    assert "command.share" in {problem.where for problem in warnings(read(path), catalog(tmp_path))}


def test_more_nets_than_pictures_are_refused(told):
    devices = ", ".join(f"{{name: d{k}, system: effector/dronebuster, at: [0, 0], net: n{k}}}" for k in range(5))
    (problem,) = told(f"{HEAD}defend: [{devices}]\n")
    assert problem.where == "defend[4].net" and "more than 4 nets" in problem.what


def test_a_route_that_no_flight_could_fly_is_refused(tmp_path):
    points = ", ".join(f"[{i} km, 1 km]" for i in range(9))
    line = f"arrive: [{{name: a, system: threat/one-way-drone, at: [9 km, 0 m], aim: quarters, waypoints: [{points}]}}]"
    path = tmp_path / "long.yaml"
    path.write_text(HEAD + line)
    with pytest.raises(ScenarioError, match="at most 8 waypoints") as caught:
        load(path, catalog(tmp_path))
    assert "long.yaml:6:" in str(caught.value)
