"""Machine code is kept by what it depends on: nothing stale, nothing compiled twice."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conformance import parts

import ringfort
from ringfort import compiled, kernel_cache

ROOT = Path(ringfort.__file__).parent


def _by_syntax_tree(path: Path) -> set[Path]:
    """Return the package's files that a file imports, as Python itself reads it."""
    found: set[Path] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ringfort":
            folder = ROOT.joinpath(*(node.module or "").split(".")[1:])
            found |= {folder.with_suffix(".py"), folder / "__init__.py"}
            found |= {folder / f"{name.name}.py" for name in node.names}
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.startswith("ringfort."):
                    folder = ROOT.joinpath(*name.name.split(".")[1:])
                    found |= {folder.with_suffix(".py"), folder / "__init__.py"}
    return {one for one in found if one.is_file()}


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_is_overlooked(path: Path) -> None:
    assert _by_syntax_tree(path) <= set(kernel_cache.imported(path))


def test_kernels_depend_on_the_laws_below_and_not_on_the_rooms_above() -> None:
    raid = {str(one.relative_to(ROOT)) for one in kernel_cache.depends_on(ROOT / "engine" / "raid.py")}
    assert {"engine/raid.py", "tracking/filter.py", "world/terrain.py", "streams.py", "compiled.py"} <= raid
    assert not any(one.startswith(("cli/", "studies/", "engine/compile.py")) for one in raid)


_PLUG_IN = (
    "from ringfort.compiled import entry\nfrom neighbour import factor\n\n\n"
    "@entry\ndef law(x):\n    return {} * factor(x)\n"
)
_NEIGHBOUR = "from ringfort.compiled import compiled\n\n\n@compiled\ndef factor(x):\n    return {} * x\n"


def _run(folder: Path, text: str, *more: Path) -> str:
    """Return what a process of its own prints, with its own cache."""
    paths = os.pathsep.join([str(folder), *map(str, more), *sys.path[1:]])
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": paths}
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", text], env=environment, capture_output=True, text=True, check=True, cwd=folder
    )
    return done.stdout.strip()


def _law_of(folder: Path) -> tuple[float, int]:
    """Return what the law answers in a process of its own, and how many functions that process compiled."""
    text = "import law as plug_in\nprint(plug_in.law(1.0), sum(plug_in.law.stats.cache_misses.values()))\n"
    value, misses = _run(folder, text).split()
    return float(value), int(misses)


def test_a_changed_callee_in_another_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "law.py").write_text(_PLUG_IN.format(2.0))
    (tmp_path / "neighbour.py").write_text(_NEIGHBOUR.format(3.0))
    assert _law_of(tmp_path) == (6.0, 1)
    assert _law_of(tmp_path) == (6.0, 0)
    (tmp_path / "neighbour.py").write_text(_NEIGHBOUR.format(50.0))
    assert _law_of(tmp_path) == (100.0, 1)


@pytest.mark.skipif(compiled.PLAIN, reason="plain Python links nothing")
def test_a_callee_that_did_not_change_is_linked_into_what_did(tmp_path: Path) -> None:
    """The neighbour and all it calls come from the disk, by name, while the law is compiled anew."""
    away = tmp_path / "away"
    away.mkdir()
    (away / "neighbour.py").write_text(
        "from below import square\nfrom ringfort.compiled import compiled\n\n\n"
        "@compiled\ndef factor(x):\n    return 3.0 * square(x)\n"
    )
    (away / "below.py").write_text(
        "from ringfort.compiled import compiled\n\n\n@compiled\ndef square(x):\n    return max(x, 1.0) * x\n"
    )
    compiled_anew = "sum(sum(f.inner.stats.cache_misses.values()) for f in (plug_in.factor, below.square))"
    text = f"import below, law as plug_in\nprint(plug_in.law(2.0), {compiled_anew})\n"
    (tmp_path / "law.py").write_text(_PLUG_IN.format(2.0))
    assert _run(tmp_path, text, away) == "24.0 2"
    (tmp_path / "law.py").write_text(_PLUG_IN.format(5.0))
    assert _run(tmp_path, text, away) == "60.0 0"
    for one in (tmp_path / "cache").rglob("inner-below*"):
        one.unlink()
    (tmp_path / "law.py").write_text(_PLUG_IN.format(7.0))
    before = "from ringfort.physics.detection import noise_exceedance\nnoise_exceedance(2.0, 9.0)\n"
    assert _run(tmp_path, before + text, away) == "84.0 1"  # whatever that process compiled before


@pytest.mark.skipif(compiled.PLAIN, reason="plain Python links nothing")
def test_code_is_linked_to_what_another_process_compiled(tmp_path: Path) -> None:
    """Another process compiled the innermost anew, as where two compile at once: Numba gives it another number there.

    By that number what calls it would jump to nowhere.
    """
    away = tmp_path / "away"
    away.mkdir()
    below = "from ringfort.compiled import compiled\n\n\n@compiled\ndef square(x):\n    return max(x, 1.0) * x\n"
    (away / "below.py").write_text(below)
    (away / "neighbour.py").write_text(
        "from below import square\nfrom ringfort.compiled import compiled\n\n\n"
        "@compiled\ndef factor(x):\n    return 3.0 * square(x)\n"
    )
    text = "import law\nprint(law.law(2.0))\n"
    (tmp_path / "law.py").write_text(_PLUG_IN.format(2.0))
    assert _run(tmp_path, text, away) == "24.0"
    kept = [file for file in tmp_path.rglob("inner-below.*") if file.is_file()]
    assert kept
    for file in kept:
        file.unlink()
    (tmp_path / "law.py").write_text(_PLUG_IN.format(5.0))
    assert _run(tmp_path, text, away) == "60.0"


@pytest.mark.skipif(compiled.PLAIN, reason="plain Python links nothing")
def test_other_code_does_not_run_into_what_a_kernel_took_for_its_own(tmp_path: Path) -> None:
    """A kernel's inner functions may be called in a way of their own; the same law over arrays ended the process."""
    text = (
        "from ringfort.compiled import ufunc\nfrom ringfort.physics import gunnery\n"
        "shot = (1000.0, 1e-3, 1.5e-3, 0.2, 50.0, 0.5)\ngunnery.common_bias_kill_probability(*shot)\n"
        "alone, each = gunnery.drawn_bias_kill_probability, ufunc(gunnery.drawn_bias_kill_probability)\n"
        "print(alone(*shot) == each(*shot))\n"
    )
    assert _run(tmp_path, text) == "True"


@pytest.mark.skipif(compiled.PLAIN, reason="plain Python links nothing")
def test_a_function_of_a_users_own_links_all_that_a_law_calls() -> None:
    from numba import njit

    from ringfort.physics.detection import detection_probability

    @njit
    def twice(signal: float) -> float:
        return 2.0 * detection_probability(signal, 1.0, 1.0, 13.8)

    assert twice(10.0) == 2.0 * detection_probability(10.0, 1.0, 1.0, 13.8)


def test_machine_code_for_a_type_that_is_gone_does_no_harm(tmp_path: Path) -> None:
    """A plug-in that calls our functions with a type of its own can be removed."""
    calls = "from plug import Pair\nfrom taker import take\nprint(take(Pair(3.0)), 1)\n"
    (tmp_path / "taker.py").write_text(
        "from ringfort.compiled import entry\n\n\n@entry\ndef take(pair):\n    return 2.0 * pair[0]\n"
    )
    plug = tmp_path / "lib" / "plug.py"
    plug.parent.mkdir()
    plug.write_text("from typing import NamedTuple\n\n\nclass Pair(NamedTuple):\n    x: float\n")
    assert _run(tmp_path, calls, plug.parent) == "6.0 1"
    plug.unlink()
    assert _run(tmp_path, "from taker import take\nprint(take((4.0,)))", plug.parent) == "8.0"


def test_two_copies_of_the_same_sources_share_their_code(tmp_path: Path) -> None:
    hashes = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "law.py").write_text(_PLUG_IN.format(2.0))
        hashes.add(kernel_cache.source_hash(folder / "law.py"))
    assert len(hashes) == 1


@pytest.mark.skipif(compiled.PLAIN, reason="plain Python makes no machine code")
def test_the_adapters_of_two_models_have_two_names() -> None:
    """Numba's symbols hold a function's name and a number that begins anew in each process: names tell them apart."""
    gun, laser = (parts.compiled_role(f"effector.{name}", "effect") for name in ("gun", "laser"))
    assert gun.py_func.__name__ != laser.py_func.__name__
