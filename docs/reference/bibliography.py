"""Read a BibTeX file and write each work as a paragraph that pages can link to by its key."""

import re
import unicodedata
from pathlib import Path

BIBLIOGRAPHY = (Path(__file__).parents[1] / "references.bib").read_text(encoding="utf-8")
KEYS = re.findall(r"^@\w+\{([^,\s]+),", BIBLIOGRAPHY, re.M)
_ACCENTS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "v": "\u030c", "c": "\u0327"}
_LETTERS = {r"\o": "ø", r"\O": "Ø", r"\l": "ł", r"\L": "Ł", r"\ss": "ß", r"\aa": "å", r"\AA": "Å", r"\ae": "æ"}
_ORDER = (
    "edition",
    "journal",
    "booktitle",
    "series",
    "volume",
    "number",
    "pages",
    "publisher",
    "institution",
    "school",
)
_BEFORE = {"volume": "volume ", "pages": "pages ", "edition": "edition "}


def entries(text: str) -> dict[str, dict[str, str]]:
    """Return the fields of each work by its key."""
    heads = list(re.finditer(r"^@(\w+)\{([^,\s]+),", text, re.M))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {head[2]: _fields(text[head.end() : end]) for head, end in zip(heads, ends, strict=True)}


def _fields(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    start = 0
    while match := re.compile(r"(\w+)\s*=\s*").search(body, start):
        value, start = _value(body, match.end())
        found[match[1].lower()] = plain(value)
    return found


def _value(body: str, start: int) -> tuple[str, int]:
    """Return a value in braces, in quotes or bare, and where it ends."""
    if body[start] != "{":
        match = re.compile(r'"([^"]*)"|[^,}\s]+').match(body, start)
        assert match
        return match[1] or match[0], match.end()
    depth = 0
    for place in range(start, len(body)):
        depth += {"{": 1, "}": -1}.get(body[place], 0)
        if depth == 0:
            return body[start + 1 : place], place + 1
    raise ValueError(f"a brace is not closed: {body[start : start + 60]!r}")


def plain(text: str) -> str:
    """Return a value without the marks of LaTeX."""
    for command, letter in _LETTERS.items():
        text = re.sub(re.escape(command) + r"(?:\{\}|\b ?)", letter, text)
    text = re.sub(r"\\([\"'`^~]|[vc](?=[{ ]))\s*\{?\\?(\w)\}?", lambda m: m[2] + _ACCENTS[m[1]], text)
    text = re.sub(r"\\([&%_#$])", r"\1", text).replace("---", "\u2014").replace("--", "\u2013").replace("~", " ")
    return unicodedata.normalize("NFC", " ".join(re.sub(r"[{}]", "", text).split()))


def sentence(work: dict[str, str]) -> str:
    """Return a work as one line of Markdown."""
    people = (work.get("author") or work.get("editor") or "").split(" and ")
    issue = {"number": "issue "} if "journal" in work else {}
    rest = [f"{(_BEFORE | issue).get(key, '')}{work[key]}" for key in _ORDER if key in work]
    rest += [work[key] for key in ("howpublished", "note", "year") if key in work]
    link = f" [doi:{work['doi']}](https://doi.org/{work['doi']})" if "doi" in work else ""
    return f"{'; '.join(people)}{': ' if people[0] else ''}*{work.get('title', '')}*. {', '.join(rest)}.{link}"


def markdown() -> str:
    """Return the works, sorted by key, each behind a target of that name."""
    works = entries(BIBLIOGRAPHY)
    return "\n\n".join(f"({key})=\n**{key}** {sentence(works[key])}" for key in sorted(works)) + "\n"
