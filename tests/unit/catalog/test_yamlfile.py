import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringfort.catalog.yamlfile import parse

KEYS = st.text("abcxyz", min_size=1, max_size=4)
TEXT = st.text("aé:#'\" -{}[],\n1", max_size=6)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False), TEXT
)
TREES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=4) | st.dictionaries(KEYS, below, max_size=4), max_leaves=20
)

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a shared, slow machine


def test_the_traps_of_older_yaml_are_none():
    text = (
        "a: 9.4e9\nb: on\nc: 12:30:00\nd: 2024-01-28T02:30:00Z\ne: 010\nf: no\ng: 0x1F\nh: 1e3\ni: ~\nj: true\nk: <<\n"
    )
    data = parse(text, "f").data
    assert data == {
        "a": 9.4e9, "b": "on", "c": "12:30:00", "d": "2024-01-28T02:30:00Z", "e": 10, "f": "no", "g": 31, "h": 1000.0,
        "i": None, "j": True, "k": "<<",
    }  # fmt: skip


@few
@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_json_reads_as_the_same_data(tree):
    assert parse(json.dumps(tree), "f").data == tree


@few
@given(st.lists(TREES, min_size=1, max_size=4), st.data())
def test_taking_a_thing_out_keeps_the_places_of_the_others(items, data):
    text = "\n".join(f"- {json.dumps(item)}" for item in items)
    yaml, whole = parse(text, "f"), parse(text, "f")
    gone = data.draw(st.integers(0, len(items) - 1))
    yaml.without((gone,))
    assert yaml.data == items[:gone] + items[gone + 1 :]
    kept = [line for line in range(1, len(items) + 1) if line != gone + 1]
    assert [yaml.place((index,)).line for index in range(len(kept))] == kept
    assert len(yaml.values) == sum(path[:1] != (gone,) for path in whole.values)


def test_places_count_from_one_and_name_the_path():
    yaml = parse("a:\n  - {b: 3 km}\n", "f")
    assert yaml.place(("a", 0, "b")) == (2, 9, "a[0].b", "")
    assert yaml.place(("a", 0, "b"), key=True) == (2, 6, "a[0].b", "")
    assert yaml.place(("a", 0, "c", 1)) == (2, 5, "a[0].c[1]", "")


def test_a_key_twice_is_told_with_both_lines():
    (problem,) = parse("a: 1\nb: 2\na: 3\n", "f").problems
    assert (problem.line, "line 1" in problem.what) == (3, True)


def test_broken_yaml_is_told_with_its_line():
    (problem,) = parse("a: 1\nb: [1, 2\nc: 3\n", "f").problems
    assert problem.file == "f" and problem.line in (2, 3) and problem.remedy


def test_a_file_that_contains_itself_is_refused():
    assert parse("a: &x [*x]", "f").problems
