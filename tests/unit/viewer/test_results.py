"""The result page's documents: the figures of the report, each to take away, and nothing else."""

import pytest
from starlette.testclient import TestClient
from tests.unit.report.studied import played

from ringfort.report import comparison
from ringfort.report.page import figures
from ringfort.viewer import bundle
from ringfort.viewer.app import application
from ringfort.viewer.opening import session_of


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(bundle, "read", lambda: dict.fromkeys(bundle.KINDS, b""))

    def of(folder, other=None):
        session = session_of(str(folder), None, 0, other=other)
        return TestClient(application(session), base_url="http://127.0.0.1")

    return of


def test_the_page_has_the_figures_of_the_report(client):
    asked, found = client(played().folder), figures(played())
    told = asked.get("/api/results").json()
    assert [one["name"] for one in told["figures"]] == [one.name for one in found]
    assert [one["drawing"] for one in told["figures"]] == [one.drawing for one in found]
    assert told["runs"] == 30 and told["seed"] == 5 and told["compared"] is None and told["headline"]
    assert asked.get("/api/session").json()["pages"] == ["results", "replay"]
    for one in found:
        for kind, text in (("svg", one.svg), ("csv", one.csv)):
            answer = asked.get("/api/results/figure", params={"name": one.name, "kind": kind})
            assert answer.text == text and f'filename="{one.name}.{kind}"' in answer.headers["content-disposition"]


def test_two_studies_are_compared(client):
    held = played((("weapons: free", "weapons: hold"),))
    told = client(played().folder, held.folder).get("/api/results").json()["compared"]
    found = comparison.compared(played(), held)
    assert [one["drawing"] for one in told["figures"]] == [one.drawing for one in comparison.figures(found)]


@pytest.mark.parametrize("name", ["", "nonesuch", "../manifest.json", "flow/../../x", "%2e%2e", "flow\x00"])
@pytest.mark.parametrize("kind", ["svg", "json", ""])
def test_nothing_else_is_given_away(client, name, kind):
    answer = client(played().folder).get("/api/results/figure", params={"name": name, "kind": kind})
    assert answer.status_code == 404 and answer.json() == {"error": "there is no such figure"}


def test_a_scenario_alone_has_no_results(client):
    asked = client("tower-22")
    assert asked.get("/api/results").status_code == 404 and asked.post("/api/edit/layout").status_code == 404
