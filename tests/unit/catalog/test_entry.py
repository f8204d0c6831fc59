import pytest
from tests.tolerance import within
from tests.unit.catalog.fakes import catalog

from ringfort.errors import CatalogError

HEAD = "sensor/x:\n  title: X\n  model: sensor.radar\n  summary: Y\n  parameters:\n"
exactly = within(rel=1e-12, because="one conversion of units")


def problems(tmp_path, text):
    with pytest.raises(CatalogError) as raised:
        catalog(tmp_path, text).get("sensor/x")
    return raised.value.problems


def figure(tmp_path, text):
    full = f"{HEAD}    frequency_hz: {{{text}, source: s, grade: A}}\n"
    return catalog(tmp_path, full).get("sensor/x").parameters["frequency_hz"]


def test_quantities_become_si(tmp_path):
    entry = catalog(tmp_path).get("sensor/small-drone-radar")
    frequency, section = entry.parameters["frequency_hz"], entry.parameters["cross_section_m2"]
    assert exactly(frequency.value, 9.4e9) and exactly(frequency.low, 8.5e9) and exactly(frequency.high, 1e10)
    assert exactly(section.value, 0.01) and exactly(section.high, 0.1) and section.unit == "m^2"
    assert entry.traits == {"kind": "rotating", "mobile": True}


def test_defaults_are_fixed_judgements_of_the_model(tmp_path):
    figure = catalog(tmp_path).get("sensor/small-drone-radar").parameters["swerling"]
    assert (figure.value, figure.low, figure.high) == (1.0, 1.0, 1.0)
    assert (figure.source, figure.grade, figure.fixed) == ("model default", "judgement", True)


@pytest.mark.parametrize(
    ("text", "shape", "logarithmic"),
    [
        ("value: 2, low: 1, high: 3", "triangular", False),
        ("value: 2, low: 1, high: 3.1", "triangular", True),
        ("value: 2, low: 1, high: 9, distribution: triangular", "triangular", False),
        ("value: 2, low: 1, high: 2, distribution: log-uniform", "uniform", True),
    ],
)
def test_a_wide_spread_is_logarithmic_unless_the_entry_says_otherwise(tmp_path, text, shape, logarithmic):
    found = figure(tmp_path, text)
    assert (found.shape, found.logarithmic) == (shape, logarithmic)


def test_a_bare_number_takes_the_unit_key_quoted_or_not(tmp_path):
    assert exactly(figure(tmp_path, "value: '9.4', high: 10 GHz, unit: GHz").value, 9.4e9)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("frequency_hz: {value: 3 GHz, grade: A}", "source is missing"),
        ("frequency_hz: {value: 3 GHz, source: s}", "grade is missing"),
        ("frequency_hz: {value: 3 GHz, source: s, grade: E}", "unknown grade"),
        ("frequency_hz: {value: 3 GHz, source: s, grade: judgement}", "needs a spread"),
        ("frequency_hz: {value: 3 GHz, low: 4 GHz, source: s, grade: A}", "low <= value <= high"),
        ("frequency_hz: {value: -3 GHz, source: s, grade: A}", "must be above 0"),
        ("frequency_hz: {value: 3 km, source: s, grade: A}", "does not measure"),
        ("frequency_hz: {value: .nan, source: s, grade: A}", "finite"),
        ("frequency_hz: {low: 3 GHz, source: s, grade: A}", "value is missing"),
        ("frequency_hz: {value: 3 GHz, lwo: 1, source: s, grade: A}", "unknown key"),
        ("frequency_hz: {value: 3 GHz, source: s, grade: A, distribution: normal}", "unknown distribution"),
        ("frequency_hz: 3 GHz", "a parameter is a mapping"),
        ("frequency: {value: 3 GHz, source: s, grade: A}", "unknown key"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_remedy(tmp_path, line, said):
    found = problems(tmp_path, f"{HEAD}    {line}\n")
    assert any(said in problem.what and problem.line == 6 and problem.remedy for problem in found), found
    assert all(problem.file.endswith("entries.yaml") and problem.column for problem in found)


def test_a_switch_needs_no_spread(tmp_path):
    radar = (
        "    frequency_hz: {value: 3 GHz, source: s, grade: A}\n    swerling: {value: 3, source: s, grade: judgement}\n"
    )
    assert catalog(tmp_path, HEAD + radar).get("sensor/x").parameters["swerling"].value == 3.0


def test_a_missing_parameter_is_told_with_its_meaning(tmp_path):
    (problem,) = problems(tmp_path, HEAD.replace("parameters:", "parameters: {}"))
    assert "frequency_hz" in problem.what and "carrier frequency" in problem.remedy
