"""``ringfort edit``: place sensors, effectors, protected things and corridors on a map, and save the scenario."""

from pathlib import Path
from typing import Annotated

import typer

from ringfort.cli.run import Scenario, Seed


def edit(
    scenario: Scenario,
    out: Annotated[Path | None, typer.Option(help="save to this new file; else to the scenario's own")] = None,
    seed: Seed = 1,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="port; else the first that is free")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open the browser")] = True,
) -> None:
    """Edit a scenario on a map: drag what defends it, see what sensors see, play a hundred raids, save.

    Only the values that you change are written, in their units; comments and order stay. A packaged scenario is
    saved to a new file here. Only this machine can look.
    """
    from ringfort.viewer.app import application
    from ringfort.viewer.opening import session_to_edit
    from ringfort.viewer.serve import address, listening, serve

    session = session_to_edit(scenario, out, seed)
    app, at = application(session), listening(port)
    assert session.kept is not None
    print(
        f"{session.compiled.loaded.document.title}: {address(at)} (saves to {session.kept.path}; Ctrl-C ends)",
        flush=True,
    )
    if browser:
        import webbrowser

        webbrowser.open(address(at))
    serve(app, at)
