"""Every error that a user can cause: what is wrong, which value, where, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake in something a user wrote.

    ``line`` and ``column`` count from 1; 0 means that the place in the file is not known.
    """

    what: str
    value: str = ""
    where: str = ""
    remedy: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}"
        parts = [f"{place}: " if place else "", f"{self.where}: " if self.where else "", self.what]
        if self.value:
            parts.append(f" (got {self.value})")
        if self.remedy:
            parts.append(f"; {self.remedy}")
        return "".join(parts)


class RingfortError(Exception):
    """Anything that a user can cause and mend. The command line prints it without a traceback."""

    def __init__(self, problems: list[Problem] | Problem) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else problems
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ScenarioError(RingfortError):
    """A scenario file says something that cannot be."""


class CatalogError(RingfortError):
    """A catalogue entry or a plug-in is unknown or wrong."""


class ResultError(RingfortError):
    """A result folder cannot be read or continued."""


class VerificationError(RingfortError):
    """A file of verification cases cannot be read."""


class TerrainError(RingfortError):
    """A terrain file cannot be read, or does not cover the place."""


def nearest(word: str, allowed: list[str]) -> str:
    """Return the allowed word nearest to ``word``, or an empty string where none is close."""
    from difflib import get_close_matches

    lowered = {name.lower(): name for name in allowed}
    found = get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else ""
