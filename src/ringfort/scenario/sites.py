"""Sites: a place and what is protected there, in a file of its own that many scenarios name (``site: ain-al-asad``).

The scenario goes on from the site: keys of its ``place`` are put over those of the site's, an item under ``protect``
that bears a name of the site changes the keys that it gives, and others are added. Places of values stay those of the
file in which they stand, so that errors point there.
"""

from pathlib import Path as FilePath
from typing import Any

from ringfort.catalog.yamlfile import Path, Yaml, at, parse
from ringfort.errors import Problem, nearest

VERSION = "ringfort-site"
"""The key by which a site file is known; its value is the version of the format, 1."""
_NOWHERE = {"latitude": 0, "longitude": 0}
KEYS = (VERSION, "title", "summary", "references", "place", "protect")


def put_site_under(yaml: Yaml, folder: FilePath, packaged: list[FilePath]) -> None:
    """Take ``site`` out of a scenario and put what that site says under what the scenario says.

    ``folder`` is the scenario's; ``packaged`` are folders of sites that are known by name. What is wrong with the site
    goes to ``yaml.problems``.
    """
    name = yaml.data.pop("site")
    path = _find(name, folder, packaged) if isinstance(name, str) and name else None
    if path is None:
        known = sorted({found.stem for place in (folder / "sites", *packaged) for found in place.glob("*.yaml")})
        close = nearest(str(name), known)
        hint = f"did you mean {close}? " if close else ""
        remedy = f"{hint}give a file, relative to this one, or one of: {', '.join(known) or 'none is installed'}"
        yaml.problems.append(yaml.problem(("site",), "there is no such site", repr(name), remedy))
    else:
        _merge(yaml, path)
    yaml.forget(("site",))
    yaml.data.setdefault("place", dict(_NOWHERE))  # where the site gives none, that was said and is enough


def _find(name: str, folder: FilePath, packaged: list[FilePath]) -> FilePath | None:
    choices = [folder / name, *(place / f"{name}.yaml" for place in (folder / "sites", *packaged))]
    return next((path for path in choices if path.is_file()), None)


def _merge(yaml: Yaml, path: FilePath) -> None:
    try:
        site = parse(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        remedy = "give a UTF-8 text file that you may read"
        yaml.problems.append(yaml.problem(("site",), "this site cannot be read", str(error), remedy))
        return
    yaml.problems += site.problems
    if not isinstance(site.data, dict):
        if site.problems:
            return
        remedy = f"begin with {VERSION}: 1 and title: …"
        yaml.problems.append(site.problem((), "a site is a mapping of keys", "", remedy))
        return
    yaml.problems += _wrong(site)
    _anchor(site, path.parent)
    for key in ("place", "protect", "references"):
        if key in site.data:
            _under(yaml, site, key)


def _anchor(site: Yaml, folder: FilePath) -> None:
    """Let the terrain files of a site be found beside the site."""
    try:
        terrain = at(site.data, ("place", "terrain"))
        files = terrain["file"]
    except (LookupError, TypeError):
        return
    if isinstance(files, str):
        terrain["file"] = str(folder.resolve() / files)
    elif isinstance(files, list):
        terrain["file"] = [str(folder.resolve() / one) if isinstance(one, str) else one for one in files]


def _wrong(site: Yaml) -> list[Problem]:
    """Return what is wrong with the keys at the top of a site; what they hold is checked as part of the scenario."""
    found = []
    for key in [key for key in site.data if key not in KEYS]:
        close = nearest(key, list(KEYS))
        hint = f"did you mean {close}? " if close else ""
        found.append(site.problem((key,), "unknown key", repr(key), f"{hint}a site has {', '.join(KEYS)}", key=True))
    if site.data.get(VERSION) != 1:
        value = repr(site.data[VERSION]) if VERSION in site.data else "nothing"
        found.append(site.problem((VERSION,), "this is no site of a version known here", value, f"write {VERSION}: 1"))
    if "place" not in site.data:
        found.append(site.problem((), "the key 'place' is missing", "", "add place: {latitude: …, longitude: …}"))
    return found


def _under(yaml: Yaml, site: Yaml, key: str) -> None:
    """Put a section of the site where the scenario has none, else the scenario's over it."""
    if key not in yaml.data:
        yaml.put((key,), site.data[key], site, (key,))
        return
    own = Yaml({key: yaml.data[key]}, yaml.file, dict(yaml.values), dict(yaml.keys))
    alike = isinstance(own.data[key], list) and isinstance(site.data[key], list)
    if isinstance(own.data[key], dict) and isinstance(site.data[key], dict):
        yaml.put((key,), site.data[key], site, (key,))
        put_over(yaml, (key,), own, (key,))
    elif alike:
        yaml.put((key,), site.data[key], site, (key,))
        _items(yaml, own, key)


def _items(yaml: Yaml, own: Yaml, key: str) -> None:
    """Put the scenario's items over those of the same name, and the others after them."""
    names = {item["name"]: i for i, item in enumerate(yaml.data[key]) if isinstance(item, dict) and "name" in item}
    for index, item in enumerate(own.data[key]):
        known = names.pop(item.get("name"), None) if isinstance(item, dict) and _plain(item.get("name")) else None
        if known is None:
            yaml.put((key, len(yaml.data[key])), item, own, (key, index))
        else:
            put_over(yaml, (key, known), own, (key, index))


def _plain(name: Any) -> bool:
    return isinstance(name, str)


def put_over(yaml: Yaml, path: Path, own: Yaml, origin: Path) -> None:
    """Put the keys of a mapping of the scenario over those of the site's, level by level."""
    for key, value in at(own.data, origin).items():
        below = at(yaml.data, path)
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            put_over(yaml, (*path, key), own, (*origin, key))
        elif key != "name":
            yaml.put((*path, key), value, own, (*origin, key))
