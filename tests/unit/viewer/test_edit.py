"""The edit page's documents: the map shows what the file would say, and saving it keeps all else."""

import base64

import numpy as np
import pytest
from starlette.testclient import TestClient
from tests.invariants.menagerie import TEXT

from ringfort import cli
from ringfort.errors import ScenarioError
from ringfort.scenario.load import packaged, read
from ringfort.scenario.save import Kept
from ringfort.viewer import bundle
from ringfort.viewer.app import application
from ringfort.viewer.opening import session_to_edit

COMMENTED = TEXT.replace("defend:", "defend:   # what stands ready").replace(
    "weapons: free", "weapons: free  # all day"
)
MOVED = {"section": "defend", "name": "radar", "values": {"at": [-70.0, 95.0]}}


@pytest.fixture(autouse=True)
def page(monkeypatch):
    monkeypatch.setattr(bundle, "read", lambda: dict.fromkeys(bundle.KINDS, b""))


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "all.yaml"
    found.write_text(COMMENTED, encoding="utf-8")
    return found


@pytest.fixture
def ask(path):
    client = TestClient(application(session_to_edit(str(path), None, 5)), base_url="http://localhost")

    def post(what, changes=(), status=200, **more):
        answer = client.post(f"/api/edit/{what}", json={"changes": list(changes), **more})
        assert answer.status_code == status, answer.text
        return answer.json()

    post.client = client
    return post


def named(layout):
    return {thing["name"]: thing for thing in layout["things"]}


def test_the_layout_is_the_scenario_s(ask, path):
    found = ask("layout")
    things = named(found)
    document = read(path).document
    there = (*document.protect, *document.defend, *document.command.corridors)
    assert list(things) == [one.name for one in there]
    assert things["radar"]["values"]["at"] == [-50.0, 80.0] and things["radar"]["reach_m"] > 1000.0
    assert things["camp"]["values"]["size"] == [80.0, 60.0]
    assert abs(things["lane"]["values"]["from"] - 45.0) < 1e-9 and found["file"] == str(path)
    assert {one["kind"] for one in found["offered"]} == {"sensor", "effector"} and len(found["arrivals"]) == 4


def test_a_change_is_shown_as_the_file_would_say_it(ask, path):
    assert named(ask("layout", [MOVED]))["radar"]["values"]["at"] == [-70.0, 95.0]
    assert path.read_text(encoding="utf-8") == COMMENTED, "nothing is written before it is saved"


def test_coverage_follows_the_sensor(ask):
    here, there = ask("coverage", sensor="radar", height_m=50), ask("coverage", [MOVED], sensor="radar", height_m=50)
    assert (there["x_m"], there["y_m"]) == (-70.0, 95.0) and there["west_m"] == here["west_m"] - 20.0
    cells = np.frombuffer(base64.b64decode(here["cells"]["data"]), "u1").reshape(here["rows"], here["columns"])
    assert cells.max() >= 2 and cells[0, 0] == 0 and cells.max() <= len(here["legend"])
    assert "radar has threat/one-way-drone at 50 m" in here["told"]


def test_raids_are_those_of_the_command_line(ask, path, capsys):
    told = ask("play", [MOVED], runs=10)
    saved = ask("save", [MOVED], seen=ask("layout")["seen"])
    assert saved["file"] == str(path)
    with pytest.raises(SystemExit) as ended:
        cli.main(["run", str(path), "--runs", "10", "--seed", "5", "--json"])
    assert ended.value.code == 0
    import json

    answer = json.loads(capsys.readouterr().out)
    assert answer["leaked"] == told["leaked"] and answer["killed"] == told["killed"]
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", str(path)])
    assert ended.value.code in (0, None)


def test_saving_changes_one_line_and_keeps_the_comments(ask, path):
    seen = ask("layout")["seen"]
    again = ask("save", [MOVED], seen=seen)["seen"]
    before, after = COMMENTED.splitlines(), path.read_text(encoding="utf-8").splitlines()
    ((old, new),) = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert new == old.replace("at: [-50 m, 80 m]", "at: [-70 m, 95 m]") and "name: radar" in new
    assert again != seen and "already" not in ask("layout", seen=again)["file"]
    ask("save", [MOVED], 409, seen=seen)


def test_a_file_changed_meanwhile_is_told_and_left_alone(ask, path):
    seen = ask("layout")["seen"]
    path.write_text(COMMENTED + "# theirs\n", encoding="utf-8")
    assert "changed by another program" in ask("save", [MOVED], 422, seen=seen)["error"]
    assert path.read_text(encoding="utf-8") == COMMENTED + "# theirs\n"


def test_new_things_and_gone_ones(ask):
    new = {"section": "defend", "name": "second", "values": {"at": [1, 2]}, "add": {"system": "sensor/lookout"}}
    gone = {"section": "defend", "name": "gun", "gone": True}
    things = named(ask("layout", [new, gone]))
    assert things["second"]["values"]["at"] == [1.0, 2.0] and "gun" not in things
    unknown = {**new, "add": {"system": "sensor/nonesuch"}}
    assert "nonesuch" in ask("layout", [unknown], 422)["error"]


WRONG = [
    ({"section": "defend", "name": "radar", "values": {"at": ["x", 1]}}, 422),
    ({"section": "defend", "name": "radar", "values": {"at": [1]}}, 422),
    ({"section": "defend", "name": "radar", "values": {"at": [1e999, 0]}}, 422),
    ({"section": "defend", "name": "nobody", "values": {"at": [1, 2]}}, 422),
    ({"section": "protect", "name": "camp", "values": {"size": [-1, 2]}}, 422),
    ({"section": "weather", "name": "radar", "values": {}}, 422),
    ({"section": "defend", "name": 3}, 400),
    ({"section": "defend", "name": "radar", "gone": "yes"}, 400),
    ({"section": "defend", "name": "radar", "add": {"system": ["a"]}}, 400),
    ("radar", 400),
    (None, 400),
]


@pytest.mark.parametrize(("change", "status"), WRONG)
def test_wrong_changes_are_refused_in_words(ask, change, status):
    import json

    body = json.dumps({"changes": [change]})  # infinity and all
    answer = ask.client.post("/api/edit/layout", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status and len(answer.json()["error"]) > 5


def test_malformed_requests_are_4xx(ask):
    post = ask.client.post
    assert post("/api/edit/layout", content="{}", headers={"content-type": "text/plain"}).status_code == 415
    kind = {"content-type": "application/json"}
    for content in ("", "[", "[]", "3", '{"changes": {}}', "[" * 100_000):
        assert post("/api/edit/layout", content=content, headers=kind).status_code == 400
    assert post("/api/edit/layout", content=" " * 300_000, headers=kind).status_code == 413
    assert ask.client.get("/api/edit/layout").status_code == 405
    assert ask("play", status=400, runs=10**9)["error"] and ask("play", status=400, runs="all")["error"]
    assert ask("coverage", status=400, sensor=3) and ask("coverage", status=422, sensor="gun")
    assert ask("save", [MOVED], 400)["error"]
    assert post("/api/edit/save", headers={**kind, "host": "elsewhere.example"}, content="{}").status_code == 400


def test_a_packaged_scenario_is_saved_to_a_new_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session = session_to_edit("tower-22", None, 1)
    client = TestClient(application(session), base_url="http://localhost")
    seen = client.post("/api/edit/layout", json={"changes": []}).json()["seen"]
    moved = {"section": "protect", "name": "living quarters", "values": {"at": [30, 40]}}
    assert client.post("/api/edit/save", json={"changes": [moved], "seen": seen}).status_code == 200
    original = packaged()["tower-22"].read_text(encoding="utf-8")
    assert (tmp_path / "tower-22.yaml").read_text(encoding="utf-8").startswith(original)
    with pytest.raises(ScenarioError, match="there already"):
        session_to_edit("tower-22", tmp_path / "tower-22.yaml", 1)
    with pytest.raises(ScenarioError, match="there already"):
        Kept.of(packaged()["tower-22"]).elsewhere(tmp_path / "tower-22.yaml")
