"""Kinds and rows that no law of ours answers, each with its reason. The methods page on verification lists them."""

from ringfort.verification.cases import Case

REASONS: dict[str, str] = {
    "BAL-PUBR": "launchers: how many rockets they fire in what time is said by the scenario, not by an entry",
    "HIS-IRD-02": "counts of one campaign with nothing given to derive them from",
}
"""Reason by kind or, where only some rows of a kind are uncovered, by row."""


def reason(case: Case) -> str:
    """Return why a case is not covered."""
    return REASONS.get(case.id) or REASONS.get(case.kind) or "no adapter for this kind"
