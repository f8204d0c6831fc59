"""A scenario's file is written whole, and never over what somebody else has written meanwhile."""

import os

import pytest

from ringfort.errors import ScenarioError
from ringfort.scenario.save import Kept

TEXT = "title: one\r\n# a comment\r\n"


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "one.yaml"
    found.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    return found


def test_bytes_are_kept_but_for_what_changed(path):
    kept = Kept.of(path)
    assert kept.text == TEXT
    path.chmod(0o640)
    again = kept.saved(TEXT.replace("one", "zwölf"))
    assert path.read_bytes() == b"\xef\xbb\xbf" + "title: zwölf\r\n# a comment\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640 and [one.name for one in path.parent.iterdir()] == ["one.yaml"]
    again.saved(TEXT)
    assert Kept.of(path) == kept


def test_what_another_wrote_meanwhile_is_not_lost(path):
    kept = Kept.of(path)
    path.write_text("title: theirs\n")
    with pytest.raises(ScenarioError, match="changed by another program"):
        kept.saved(TEXT)
    assert path.read_text() == "title: theirs\n"
    path.unlink()
    with pytest.raises(ScenarioError, match="changed by another program"):
        kept.saved(TEXT)
    assert list(path.parent.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_file(path, monkeypatch):
    kept = Kept.of(path)

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ScenarioError, match="no space left"):
        kept.saved("title: new\n")
    assert Kept.of(path) == kept and [one.name for one in path.parent.iterdir()] == ["one.yaml"]


def test_a_new_file_is_made_once(path):
    new = Kept.of(path).elsewhere(path.with_name("two.yaml")).saved("title: two\n")
    assert new.path.read_text() == "title: two\n"
    with pytest.raises(ScenarioError, match="there already"):
        Kept.of(path).elsewhere(new.path)


def test_a_link_is_followed(path):
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    Kept.of(link).saved("title: through\n")
    assert link.is_symlink() and path.read_bytes().endswith(b"title: through\n")
