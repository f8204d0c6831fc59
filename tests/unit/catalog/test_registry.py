import sys
import textwrap

import pytest
from tests.unit.catalog.fakes import ENTRIES, catalog

from ringfort.catalog.registry import installed
from ringfort.errors import CatalogError


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    """Return a function that installs a plug-in of the given module text and entry points."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(source, points, entries=""):
        package = tmp_path / "fortplug"
        package.mkdir()
        (package / "__init__.py").write_text(textwrap.dedent(source))
        (package / "own.yaml").write_text(entries)
        info = tmp_path / "fortplug-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fortplug\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(textwrap.dedent(points))
        installed.cache_clear()
        return installed()

    yield install
    installed.cache_clear()
    sys.modules.pop("fortplug", None)


MODEL = """
    from typing import Annotated, NamedTuple
    from ringfort.schema import ModelSpec, Parameter
    class Ear(NamedTuple):
        '''An ear.'''
        reach_m: Annotated[float, Parameter("m", "reach", above=0.0)]
    MODEL = ModelSpec("sensor.ear", "sensor", Ear, None, {}, ())
"""
ENTRY = """\
sensor/plugged-ear:
  title: Ear
  model: sensor.ear
  summary: Hears.
  parameters: {reach_m: {value: 2 km, source: s, grade: A}}
"""
POINTS = """
    [ringfort.models]
    sensor.ear = fortplug:MODEL
    [ringfort.catalog]
    fortplug = fortplug
"""


def test_a_plug_in_brings_a_model_and_an_entry(plugin):
    found = plugin(MODEL, POINTS, ENTRY)
    assert "sensor/plugged-ear" in found.ids() and "sensor.ear" in found.models()
    assert found.get("sensor/plugged-ear").parameters["reach_m"].value == 2000.0


def test_a_plug_in_may_give_its_files_by_a_function(plugin, tmp_path):
    (tmp_path / "far.yaml").write_text(ENTRY)
    source = f"{MODEL}\n    def files():\n        return [{str(tmp_path / 'far.yaml')!r}]\n"
    assert (
        "sensor/plugged-ear" in plugin(source, POINTS.replace("fortplug = fortplug", "fortplug = fortplug:files")).ids()
    )


@pytest.mark.parametrize(
    "source", ["raise RuntimeError('no such driver')", "MODEL = 3", MODEL.replace("sensor.ear", "sensor.nose"), "pass"]
)
def test_a_broken_model_is_told_by_the_name_of_its_plug_in(plugin, source):
    points = "[ringfort.models]\nsensor.ear = fortplug:MODEL\n"
    found = plugin(source, points)
    with pytest.raises(CatalogError, match=r"sensor\.ear .*of fortplug.*mend or uninstall fortplug"):
        found.model("sensor.ear")


def test_a_broken_catalogue_is_told_by_the_name_of_its_plug_in(plugin):
    with pytest.raises(CatalogError, match="of fortplug"):
        plugin("raise RuntimeError('no')", POINTS)


def test_what_is_installed_is_sound():
    installed.cache_clear()
    assert [str(problem) for problem in installed().check()] == []


@pytest.mark.parametrize("asked", ["sensor/smal-drone-radar", "effector/small-drone-radar", "small-drone-radar"])
def test_an_unknown_id_comes_with_the_nearest(tmp_path, asked):
    with pytest.raises(CatalogError, match="did you mean sensor/small-drone-radar"):
        catalog(tmp_path).get(asked)


def test_ids_and_prefixes(tmp_path):
    found = catalog(tmp_path)
    assert found.ids() == sorted(found.ids()) and len(found.ids()) == 4
    assert found.find("threat/") == ["threat/one-way-drone"]
    assert found.heading("effector/dronebuster") == ("Jammer", "Jams.")


def test_the_hash_is_of_the_content_not_of_the_file(tmp_path):
    before = catalog(tmp_path).hash()
    assert catalog(tmp_path, ENTRIES.replace("# entries", "# other words\n#")).hash() == before
    assert catalog(tmp_path, ENTRIES.replace("180 km/h", "50")).hash() == before
    assert catalog(tmp_path, ENTRIES.replace("180 km/h", "181 km/h")).hash() != before
    assert catalog(tmp_path).hash("threat/one-way-drone") != before


def test_an_id_twice_and_a_line_that_begins_nothing_are_told(tmp_path):
    with pytest.raises(CatalogError) as raised:
        catalog(tmp_path, ENTRIES + "effector/dronebuster:\n  title: Again\nstray\n").ids()
    stray, twice = raised.value.problems
    lines = ENTRIES.count("\n")
    assert (stray.line, twice.line) == (lines + 3, lines + 1) and "stray" in stray.value
