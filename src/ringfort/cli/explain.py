"""``ringfort explain``: one run told again, object by object."""

import math
from typing import TYPE_CHECKING, Annotated

import typer

from ringfort.cli.run import MOST_RUNS, Central, Json, Scenario, Seed, print_json

if TYPE_CHECKING:
    from ringfort.engine.explain import Story


def explain(
    scenario: Scenario,
    seed: Seed = 1,
    run: Annotated[int, typer.Option("--run", min=0, max=MOST_RUNS - 1, help="which raid of the study")] = 0,
    name: Annotated[str | None, typer.Option("--object", help="tell of this object alone")] = None,
    json: Json = False,
    central: Central = False,
) -> None:
    """Play one run again and tell each object's story: seen, tracked, identified, ordered, engaged, or why not."""
    from ringfort.catalog.registry import installed
    from ringfort.engine.compile import compile_scenario
    from ringfort.engine.explain import explain as stories
    from ringfort.scenario.check import load

    catalog = installed()
    compiled = compile_scenario(load(scenario, catalog), catalog, central=central)
    if name is not None:
        _known(name, compiled.objects)
    found = [story for story in stories(compiled, seed, run, everything=name is not None) if name in (None, story.name)]
    if json:
        print_json({"scenario": scenario, "seed": seed, "run": run, "objects": [_plain(story) for story in found]})
        return
    print(f"{compiled.loaded.document.title}: run {run} of seed {seed}")
    for story in found:
        _tell(story)
    if not found:
        print("nothing happened that is worth telling" if name is None else f"{name} was not there in this run")


def _known(name: str, objects: tuple[str, ...]) -> None:
    """Raise ScenarioError where there is no object of this name."""
    from ringfort.errors import Problem, ScenarioError, nearest

    if name not in objects:
        close = nearest(name, list(objects))
        hint = f"did you mean {close}? " if close else ""
        some = ", ".join(objects[:20]) + (", …" if len(objects) > 20 else "")
        raise ScenarioError(Problem("there is no such object", repr(name), "--object", f"{hint}objects: {some}"))


def _plain(story: "Story") -> dict[str, object]:
    events = [{"t_s": event.t_s, "text": event.text} for event in story.events]
    warned = story.warned_s if math.isfinite(story.warned_s) else None
    told = {"object": story.name, "side": story.side, "fate": story.fate, "cause": story.cause, "why": story.why}
    return {**told, "warned_s": warned, "events": events}


def _tell(story: "Story") -> None:
    ending = ": ".join(part for part in (story.fate, story.cause) if part)
    print(f"\n{story.name} ({story.side})" + (f", {ending}" if ending else ""))
    for event in story.events:
        print(f"{event.t_s:10.1f} s  {event.text}")
    if story.why:
        print(f"      because:  {story.why}")
    if math.isfinite(story.warned_s):
        print(f"      warning:  {story.warned_s:.0f} s" if story.warned_s > 0.0 else "      warning:  none")
