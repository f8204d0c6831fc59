"""The viewer's server: what it answers, what it refuses, and that no request reaches a file."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.unit.viewer.scenes import page, session

from ringfort.viewer import bundle
from ringfort.viewer.app import HEADERS, application

SECRET = "not for any page"
HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = page(tmp_path_factory.mktemp("page"))
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    (folder.parent / "secret.txt").write_text(SECRET, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "FOLDER", folder)
        app = application(session())
    yield TestClient(app, base_url=HOST)


def test_the_page_and_its_documents_are_there(client: TestClient) -> None:
    for path, kind in (("/", "text/html"), ("/app.js", "text/javascript"), ("/app.css", "text/css")):
        answer = client.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind)
    assert client.get("/api/session").json()["pages"] == ["replay"]
    assert client.get("/api/scene").json()["assets"][0]["name"] == "camp"
    assert client.get("/api/raid?run=2").json()["run"] == 2


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for path in ("/", "/api/session", "/nothing", "/api/raid?run=x"):
        headers = client.get(path).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in HEADERS["content-security-policy"]


@pytest.mark.parametrize("path", ["/nothing", "/api", "/api/nothing", "/api/raid/1", "/stamp", "/secret.txt"])
def test_an_unknown_route_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("run", ["x", "-1", "1.5", "", "1e3", "9" * 30, "4294967296", "٣", "1 2", "0x1"])
def test_a_malformed_run_is_400_and_says_so(client: TestClient, run: str) -> None:
    answer = client.get("/api/raid", params={"run": run})
    assert answer.status_code == 400
    assert "run must be a whole number" in answer.json()["error"]


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_wrong_verb_is_405(client: TestClient, verb: str) -> None:
    assert client.request(verb, "/api/scene").status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
def test_another_host_name_is_refused(client: TestClient, host: str) -> None:
    """So no page elsewhere can look in by a name that it lets point here."""
    assert client.get("/api/session", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
def test_another_page_is_refused_whatever_it_asks(client: TestClient, origin: str) -> None:
    assert client.get("/api/session", headers={"origin": origin}).status_code == 403
    assert client.post("/api/edit/save", headers={"origin": origin}, content="{}").status_code == 403
    assert client.get("/api/session", headers={"origin": HOST}).status_code == 200


STEPS = st.sampled_from(
    ["..", ".", "secret.txt", "%2e%2e", "..%2f", "%00", "~", "etc", "passwd", "app.js", "\\", "api"]
)


async def _raw(app: Any, path: str) -> tuple[int, str]:
    """Ask for a path as it stands: clients would tidy it up first."""
    heard: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        heard.append(message)

    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http"}
    scope |= {"path": path, "raw_path": path.encode(errors="replace"), "query_string": b"", "root_path": ""}
    await app({**scope, "headers": [(b"host", b"127.0.0.1")]}, receive, send)
    return heard[0]["status"], b"".join(message.get("body", b"") for message in heard[1:]).decode()


@given(
    st.lists(STEPS, min_size=1, max_size=8), st.sampled_from(["/", "//", "/api/", "/app.js/", "/./", ""]), st.booleans()
)
def test_no_path_reaches_a_file(client: TestClient, steps: list[str], start: str, quoted: bool) -> None:
    joined = "/".join(steps)
    status, text = asyncio.run(_raw(client.app, start + (quote(joined, safe="") if quoted else joined)))
    assert SECRET not in text
    assert status in (200, 404)
    assert status == 404 or text.startswith("/* ")


@given(st.text(max_size=40))
def test_no_path_at_all_is_our_mistake(client: TestClient, path: str) -> None:
    status, text = asyncio.run(_raw(client.app, "/" + path))
    assert status in (200, 307, 404) and SECRET not in text


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_no_query_is_our_mistake(client: TestClient, name: str, value: str) -> None:
    assert client.get("/api/session", params={name: value}).status_code == 200
    assert client.get("/api/raid", params={"run": value, name: value}).status_code in (200, 400)


def test_what_is_our_mistake_is_an_answer_without_traceback(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a part is broken")

    monkeypatch.setattr("ringfort.viewer.replays.raid", broken)
    answer = client.get("/api/raid?run=77")
    assert answer.status_code == 500
    assert answer.json()["error"].startswith("internal error: RuntimeError: a part is broken")


def test_without_a_built_page_the_user_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ringfort.errors import RingfortError

    monkeypatch.setattr(bundle, "FOLDER", tmp_path / "nowhere")
    with pytest.raises(RingfortError, match=r"page is not part of this installation.*install Ringfort again"):
        application(session())
