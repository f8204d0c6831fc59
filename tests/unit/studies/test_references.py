from types import SimpleNamespace

from ringfort.studies.references import bibliography, citations, cite, parse, plain, sources

TEXT = r"""
% a comment
@article{one, author = {Zrni{\'c}, Du{\v{s}}an S. and M{\"u}ller, Hans}, title = "Radar {\&} Rain", journal={J. Test},
  volume = {3}, number = 2, pages = {1--9}, year = 1999, doi = {10.1/x}
}
@techreport{two,
  author      = {{Agency of Maps and Charts}},
  title = {A {Nested {Title}} here}, institution = {The Agency}, year = {2001},
}
@book{many, author = {A, B. and C, D. and E, F. and G, H.}, title = {T}, year = {2002}, publisher = {P}}
@misc{bare, title = {Untitled people}, year = {2003}}
"""


def test_fields_in_braces_quotes_and_bare_words():
    entries = parse(TEXT)
    assert list(entries) == ["one", "two", "many", "bare"]
    assert entries["one"] | {"volume": "3", "number": "2", "year": "1999", "pages": "1–9"} == entries["one"]
    assert entries["two"]["title"] == "A Nested Title here"


def test_accents_and_escapes():
    assert plain(r"Zrni{\'c}, Du{\v{s}}an") == "Zrnić, Dušan"
    assert plain(r"G{\"o}del \& {\o}re \ss") == "Gödel & øre ß"
    assert plain(r"So\l{}tan \c{c}a \~n") == "Sołtan ça ñ"


def test_a_citation_is_one_line():
    entries = parse(TEXT)
    expected = "Zrnić, Dušan S. and Müller, Hans (1999). Radar & Rain. J. Test, 3(2), 1–9. https://doi.org/10.1/x"
    assert cite(entries["one"]) == expected
    assert cite(entries["two"]) == "Agency of Maps and Charts (2001). A Nested Title here. The Agency"
    assert cite(entries["many"]).startswith("A, B. and others (2002). T")
    assert cite(entries["bare"]) == "Untitled people (2003)"


def test_every_entry_of_the_bibliography_reads_as_a_line_of_plain_text():
    entries = bibliography()
    assert len(entries) > 100
    for key, fields in entries.items():
        line = cite(fields)
        assert fields.get("title"), key
        assert not set(line) & set("{}\\@\n"), (key, line)


def test_citations_are_sorted_and_each_is_there_once():
    found = citations(["wilson1927", "student1908", "wilson1927", "no_such_key"])
    assert len(found) == 3 and found == sorted(found, key=str.casefold) and "no_such_key" in found


def test_sources_leave_out_what_is_no_source():
    def entry(*given):
        return SimpleNamespace(parameters={str(k): SimpleNamespace(source=source) for k, source in enumerate(given)})

    others = ("this scenario", "A book", "", "by definition of the part", "definition: a part")
    found = sources([entry("b paper", "model default", "A book"), entry(*others)])
    assert found == ["A book", "b paper"]
