"""The command line: thin verbs, no logic.

The verbs are looked up by hand, not by typer, because importing typer takes ten times as long as Python's own start:
``ringfort --help`` imports nothing, and a verb imports typer and what it needs. Each verb is a module of this package
with a function of its name (or ``app``, where it has verbs of its own) that typer makes a command of.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

VERBS = (
    ("run", "play a scenario many times and print the answer"),
    ("explain", "play one run again and tell each object's story"),
    ("compare", "play two scenarios on the same dice and show what differs"),
    ("view", "replay raids in the browser, on a globe"),
    ("edit", "place what defends a base on a map, and save the scenario"),
    ("report", "write a study, or a comparison of two, as one HTML page"),
    ("picture", "tell how good the air picture is, of a scenario or of a recording"),
    ("check", "look for mistakes in a scenario, with line and remedy"),
    ("new", "write a commented scenario to begin with"),
    ("schema", "print the JSON Schema of scenarios, for editors"),
    ("catalog", "list the systems that scenarios can use, or show one"),
    ("doctrine", "list the doctrines that scenarios can name, or print one to edit"),
    ("coverage", "draw where a sensor sees"),
    ("verify", "hold the laws of nature to published numbers"),
)

USAGE = 2
INTERNAL = 70
INTERRUPTED = 130
BROKEN_PIPE = 1  # what typer ends with


def verbs() -> dict[str, str]:
    """Return the verbs that are there, with one line of help each."""
    folder = os.path.dirname(__file__)
    return {verb: doc for verb, doc in VERBS if os.path.isfile(os.path.join(folder, f"{verb}.py"))}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0, 1 (a verb's no, or a closed pipe), 2 (a user's mistake), 70 or 130."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_guarded(given))


def _guarded(given: list[str]) -> int:
    """Run, and turn every exception into a message and a status."""
    try:
        status = _dispatch(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes standard output once more
        return BROKEN_PIPE
    except Exception as error:
        return _failed(error)
    return status


def _dispatch(given: list[str]) -> int:
    if not given or given[0] in ("-h", "--help", "help"):
        print(_help())
        return 0 if given else USAGE
    if given[0] in ("-V", "--version"):
        from ringfort import __version__

        print(f"ringfort {__version__}")
        return 0
    verb, known = given[0], verbs()
    if verb not in known:
        from ringfort.errors import nearest

        close = nearest(verb, list(known))
        hint = f"did you mean {close}? " if close else ""
        _say(f"ringfort: there is no verb {verb!r}; {hint}verbs: {', '.join(known)}")
        return USAGE
    return _run(verb, given[1:])


def _help() -> str:
    lines = [f"  {verb:<10}{doc}" for verb, doc in verbs().items()]
    tail = ["", "`ringfort VERB --help` tells more.", "`ringfort --version` prints the version."]
    head = [
        "usage: ringfort VERB [OPTIONS]",
        "",
        "Play raids on a defended base and see what would happen, and why.",
        "",
    ]
    return "\n".join([*head, *lines, *tail])


def _run(verb: str, given: list[str]) -> int:
    """Let typer make a command of the verb's function and run it. Return its exit status."""
    import typer

    module = import_module(f"ringfort.cli.{verb}")
    command: Any = getattr(module, "app", None) or _command(getattr(module, verb))
    try:
        result = command(given, prog_name=f"ringfort {verb}", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if not hasattr(error, "format_message"):  # the sign of a usage error, whichever click typer brings
            raise
        _say(f"ringfort {verb}: {error.format_message()}\ntry: ringfort {verb} --help")
        return int(getattr(error, "exit_code", USAGE))
    return result if isinstance(result, int) else 0


def _command(function: Callable[..., Any]) -> Any:
    import typer

    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(function)
    return app


def _failed(error: Exception) -> int:
    """Print what a user can mend, one problem a line; anything else is ours."""
    problems = getattr(error, "problems", None)
    if problems:
        for problem in problems:
            _say(str(problem))
        return USAGE
    if os.environ.get("RINGFORT_DEBUG"):
        raise error
    text = " ".join(str(error).split())
    _say(f"internal error: {type(error).__name__}: {text}; run with RINGFORT_DEBUG=1 for the traceback")
    return INTERNAL


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
