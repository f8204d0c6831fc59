"""``ringfort view``: replay raids in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from ringfort.cli.run import MOST_RUNS, MOST_SEEDS, Central

Subject = Annotated[str, typer.Argument(help="a scenario (file or name), or a folder of results")]


def view(
    subject: Subject = "tower-22",
    run: Annotated[int, typer.Option("--run", min=0, max=MOST_RUNS - 1, help="which raid to begin with")] = 0,
    seed: Annotated[
        int | None, typer.Option(min=0, max=MOST_SEEDS, help="the dice; else 1, or the results' own")
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="port; else the first that is free")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open the browser")] = True,
    save: Annotated[Path | None, typer.Option(help="write this replay as one HTML file instead")] = None,
    central: Central = False,
    compare: Annotated[Path | None, typer.Option(help="another folder of results, to compare with")] = None,
) -> None:
    """Replay raids on a globe: what was, what the base knew, and why it went as it did. Only this machine can look."""
    from ringfort.viewer.app import application
    from ringfort.viewer.opening import session_of
    from ringfort.viewer.serve import address, listening, serve

    session = session_of(subject, seed, run, central=central, other=compare)
    if save is not None:
        from ringfort.viewer.single import save as write

        size = write(session, save)
        print(f"{save}: run {run} of seed {session.seed}, {size / 1e6:.1f} MB; a browser opens it by itself")
        return
    app, at = application(session), listening(port)
    print(f"{session.compiled.loaded.document.title}: {address(at)} (Ctrl-C ends)", flush=True)
    if browser:
        import webbrowser

        webbrowser.open(address(at))
    serve(app, at)
