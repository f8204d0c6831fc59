"""A scenario's file in an editor: opened with its bytes, written whole, never over what others have written."""

import os
from dataclasses import dataclass
from pathlib import Path

from ringfort.errors import Problem, ScenarioError

_BOM = "\ufeff"


@dataclass(frozen=True)
class Kept:
    """A file as it was read: its text with its own line ends, and its bytes, to know it again."""

    path: Path
    text: str
    seen: bytes | None  # None = there was no file

    @classmethod
    def of(cls, path: Path) -> "Kept":
        """Return the file as it is now. Raises ScenarioError where it cannot be read."""
        try:
            seen = path.read_bytes()
            return cls(path, seen.decode("utf-8").removeprefix(_BOM), seen)
        except (OSError, UnicodeDecodeError) as error:
            remedy = "give a UTF-8 text file that you may read"
            raise ScenarioError(Problem("this file cannot be read", str(error), "", remedy, str(path))) from error

    def elsewhere(self, path: Path) -> "Kept":
        """Return the same text, to be written to a file that is not there yet. Raises ScenarioError where it is."""
        if path.exists():
            raise ScenarioError(Problem("this file is there already", "", "--out", "choose another file", str(path)))
        return Kept(path, self.text, None)

    def saved(self, text: str) -> "Kept":
        """Write ``text`` whole or not at all, and return the file as it is then.

        Raises ScenarioError where the file is no longer as it was when it was read, or cannot be written.
        """
        path = self.path.resolve()
        draft = path.with_name(f".{path.name}.draft")
        mark = _BOM.encode() if (self.seen or b"").startswith(_BOM.encode()) else b""
        content = mark + text.encode("utf-8")
        self._unchanged(path)
        try:
            draft.write_bytes(content)
            if self.seen is not None:
                draft.chmod(path.stat().st_mode)
            self._unchanged(path)
            os.replace(draft, path)
        except OSError as error:
            remedy = "make the file and its folder writable, or save to another with --out"
            raise ScenarioError(Problem("this file cannot be written", str(error), "", remedy, str(path))) from error
        finally:
            draft.unlink(missing_ok=True)
        return Kept(self.path, text, content)

    def _unchanged(self, path: Path) -> None:
        try:
            now = path.read_bytes()
        except FileNotFoundError:
            now = None
        except OSError as error:
            raise ScenarioError(Problem("this file cannot be read", str(error), "", "", str(path))) from error
        if now != self.seen:
            what = "this file was changed by another program since it was opened"
            remedy = "nothing was written; open it again to go on from what it says now"
            raise ScenarioError(Problem(what, "", "", remedy, str(path)))
