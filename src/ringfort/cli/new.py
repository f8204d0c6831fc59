"""``ringfort new``: a commented scenario to begin with."""

from pathlib import Path
from typing import Annotated

import typer


def new(name: Annotated[str, typer.Argument(help="name of the scenario; NAME.yaml is written")]) -> None:
    """Write a commented scenario that runs. A file that exists is never overwritten."""
    from ringfort.errors import Problem, ScenarioError
    from ringfort.scenario.template import template

    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template(path.stem))
    except FileExistsError:
        raise ScenarioError(Problem("this file exists", str(path), remedy="choose another name")) from None
    except OSError as error:
        raise ScenarioError(
            Problem("this file cannot be written", str(error), remedy="choose a folder of yours")
        ) from None
    print(f"wrote {path}; now: ringfort check {path}")
