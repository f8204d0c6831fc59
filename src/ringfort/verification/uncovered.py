"""Kinds and rows that no law of ours answers, each with its reason. The methods page on verification lists them."""

from ringfort.verification.cases import Case

REASONS: dict[str, str] = {
    "BAL-PUBR": "launchers with their salvos, and weapons that no entry of the catalogue stands for",
    "HIS-IRD-02": "counts of one campaign with nothing given to derive them from",
    "RAD-PUB": "instrumented ranges and track counts of named radars, recalled and without a target to see",
}
"""Reason by kind or, where only some rows of a kind are uncovered, by row."""


def reason(case: Case) -> str:
    """Return why a case is not covered."""
    return REASONS.get(case.id) or REASONS.get(case.kind) or "no adapter for this kind"
