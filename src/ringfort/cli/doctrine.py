"""``ringfort doctrine``: the doctrines that scenarios can name, to read or to edit."""

from typing import Annotated

import typer


def doctrine(
    name: Annotated[str, typer.Argument(help="of the doctrine whose file is printed; without it, all are listed")] = "",
) -> None:
    """List the packaged doctrines, or print one to edit: `ringfort doctrine weapons-tight > ours.yaml`."""
    from ringfort.scenario.doctrines import find, packaged, title

    if name:
        print(find(name).read_text(encoding="utf-8"), end="")
        return
    known = packaged()
    width = max(map(len, known), default=0)
    for stem, path in known.items():
        print(f"{stem:<{width}}  {title(path)}")
