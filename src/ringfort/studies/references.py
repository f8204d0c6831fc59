"""Citations of what a run used: laws and methods by their BibTeX key, catalogue entries by their sources."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import ringfort
from ringfort.catalog.entry import Entry

_ENTRY = re.compile(r"@(?P<kind>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,")
_FIELD = re.compile(r"\s*,?\s*(?P<name>[\w-]+)\s*=\s*")
_ACCENT = re.compile(r"\\(?P<mark>['`^\"~=.uvHcrk])\s*(?:\{\s*\\?(?P<braced>[A-Za-z])\s*\}|\\?(?P<bare>[A-Za-z]))")
_COMBINING = (769, 768, 770, 776, 771, 772, 775, 774, 780, 779, 807, 778, 808)
_MARKS = dict(zip("'`^\"~=.uvHcrk", map(chr, _COMBINING), strict=True))
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "aa": "å", "AA": "Å"}
_NO_SOURCE = re.compile(r"$|model default|this scenario|(by )?definition")
_PUBLISHERS = ("journal", "booktitle", "publisher", "institution", "organization", "school", "howpublished")


def bibliography_path() -> Path:
    """Return the file of references: of the wheel, or of the checkout."""
    package = Path(ringfort.__file__).parent
    inside = package / "references.bib"
    return inside if inside.is_file() else package.parents[1] / "docs" / "references.bib"


def parse(text: str) -> dict[str, dict[str, str]]:
    """Return the entries of a BibTeX text by key, each with its fields as plain text.

    Understands ``name = {…}``, ``"…"`` and bare words, nested braces and the accents of LaTeX; no macros.
    """
    entries: dict[str, dict[str, str]] = {}
    for head in _ENTRY.finditer(text):
        fields, at = {}, head.end()
        while found := _FIELD.match(text, at):
            value, at = _value(text, found.end())
            name = found["name"].lower()
            fields[name] = _people(value) if name in ("author", "editor") else plain(value)
        entries[head["key"]] = fields
    return entries


def _value(text: str, at: int) -> tuple[str, int]:
    """Return the value that begins at ``at`` and where it ends."""
    if text[at] not in '{"':
        end = at
        while text[end] not in ",}\n":
            end += 1
        return text[at:end].strip(), end
    quoted, depth, end = text[at] == '"', 0, at
    while True:
        end += 1
        if text[end] == "\\":
            end += 1
        elif depth == 0 and text[end] == ('"' if quoted else "}"):
            return text[at + 1 : end], end + 1
        else:
            depth += (text[end] == "{") - (text[end] == "}")


def plain(value: str) -> str:
    """Return a BibTeX value as plain text: accents put together, braces and escapes taken away."""
    text = _ACCENT.sub(lambda m: (m["braced"] or m["bare"]) + _MARKS[m["mark"]], value)
    for command, letter in _LETTERS.items():
        text = re.sub(rf"\\{command}(?![A-Za-z])\s*", letter, text)
    text = re.sub(r"\\([&%$#_{}])", r"\1", text).replace("---", "—").replace("--", "–").replace("~", " ")
    return unicodedata.normalize("NFC", " ".join(re.sub(r"[{}]", "", text).split()))


def cite(fields: dict[str, str]) -> str:
    """Return one entry as a line: authors (year). Title. Where, volume, pages. Address."""
    who = fields.get("author") or fields.get("editor") or fields.get("organization") or ""
    where = next((fields[name] for name in _PUBLISHERS if fields.get(name)), "")
    volume, number = fields.get("volume", ""), fields.get("number", "")
    issue = f"{volume}({number})" if volume and number else volume or number
    address = f"https://doi.org/{fields['doi']}" if fields.get("doi") else fields.get("url", "")
    year, title = f"({fields['year']})" if fields.get("year") else "", fields.get("title", "")
    head = (f"{who} {year}".strip(), title) if who else (f"{title} {year}".strip(),)
    parts = (*head, ", ".join(part for part in (where, issue, fields.get("pages", "")) if part), address)
    return ". ".join(part.rstrip(".") for part in parts if part)


def _people(value: str) -> str:
    """Return names as ``Last, A. and Other, B.``, of more than three the first and others; braces keep a name whole."""
    whole: list[str] = []

    def keep(found: re.Match[str]) -> str:
        whole.append(found[1])
        return f"@{len(whole) - 1}@"

    text = re.sub(r"\{([^{}\\]*\s[^{}\\]*)\}", keep, value)
    names = [re.sub(r"@(\d+)@", lambda m: whole[int(m[1])], plain(name)) for name in text.split(" and ")]
    return " and ".join(names) if len(names) < 4 else f"{names[0]} and others"


@cache
def bibliography() -> dict[str, dict[str, str]]:
    """Return the entries of the shipped bibliography by key."""
    return parse(bibliography_path().read_text(encoding="utf-8"))


def citations(keys: Iterable[str]) -> list[str]:
    """Return a line for each key, sorted; a key that the bibliography lacks stands for itself."""
    known = bibliography()
    return sorted({cite(known[key]) if key in known else key for key in keys}, key=str.casefold)


def sources(entries: Sequence[Entry]) -> list[str]:
    """Return the sources that the figures of these catalogue entries name, each once, sorted."""
    found = {figure.source.strip() for entry in entries for figure in entry.parameters.values()}
    return sorted((source for source in found if not _NO_SOURCE.match(source)), key=str.casefold)
