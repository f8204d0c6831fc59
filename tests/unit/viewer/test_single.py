"""A saved replay is one file that holds all it needs and may load nothing."""

import gzip
import json
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from tests.unit.viewer.scenes import page as stand_in
from tests.unit.viewer.scenes import session

from ringfort.errors import RingfortError
from ringfort.viewer import bundle
from ringfort.viewer.single import page, save


@pytest.fixture(autouse=True)
def _page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page").mkdir()
    monkeypatch.setattr(bundle, "FOLDER", stand_in(tmp_path / "page"))


def kept(text: str, name: str) -> str:
    found = re.search(f'id="{name}">([^<]*)<', text)
    assert found
    return gzip.decompress(b64decode(found[1])).decode()


def test_it_holds_the_documents_of_its_run() -> None:
    text = page(session(run=3))
    documents = json.loads(kept(text, "documents"))
    assert documents["api/session"]["saved"] and documents["api/raid?run=3"]["run"] == 3
    assert documents["api/scene"]["title"] in text and kept(text, "script") == "/* app.js */"
    assert documents["licences.txt"] == "/* licences.txt */"


def test_its_policy_lets_it_run_itself_and_load_nothing() -> None:
    text = page(session())
    policy = re.search(r'content-security-policy" content="([^"]*)"', text)
    assert policy and policy[1].startswith("default-src 'none'") and "unsafe" not in policy[1]
    for element in ("script", "style"):
        inner = re.findall(f"<{element}>(.*?)</{element}>", text, re.S)
        (one,) = inner
        assert f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" in policy[1]
    assert not re.search(r'(src|href)="(?!data:)', text)


def test_the_same_run_is_the_same_file() -> None:
    assert page(session(run=1)) == page(session(run=1))


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RingfortError, match=r"cannot be saved.*--save"):
        save(session(), tmp_path / "nowhere" / "replay.html")
    assert save(session(), tmp_path / "replay.html") == (tmp_path / "replay.html").stat().st_size
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".draft"] == []
