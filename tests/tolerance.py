"""Tolerances spoken in physics: every one says why it is as wide as it is."""

from collections.abc import Callable


def within(absolute: float = 0.0, *, rel: float = 0.0, because: str) -> Callable[[float, float], bool]:
    """Return a check ``(got, expected) -> bool``; the larger of the two limits holds. ``because`` is the reason."""
    if not because.strip():
        raise ValueError("a tolerance needs a reason")

    def check(got: float, expected: float) -> bool:
        limit = max(absolute, rel * abs(expected))
        if abs(got - expected) <= limit:
            return True
        raise AssertionError(f"got {got!r}, expected {expected!r} within {limit!r} because {because}")

    return check
