"""Kinds and rows that no law of ours answers, each with its reason. The methods page on verification lists them."""

from ringfort.verification.cases import Case

_RAID = "an outcome of a whole raid, not of a law: a scenario of the raid and the statistical tests speak to it"

REASONS: dict[str, str] = {
    "BAL-PUBR": "launchers with their salvos, and weapons that no entry of the catalogue stands for",
    "BLA-TBI-02": f"diagnoses after one attack: {_RAID}",
    "HIS-CRM": "a count of intercepts without a public denominator: no chance can be derived from it",
    "HIS-IRD-02": "counts of one campaign with nothing given to derive them from",
    "RAD-PUB": "instrumented ranges and track counts of named radars, recalled and without a target to see",
}
"""Reason by kind or, where only some rows of a kind are uncovered, by row."""


def reason(case: Case) -> str:
    """Return why a case is not covered."""
    return REASONS.get(case.id) or REASONS.get(case.kind) or "no adapter for this kind"
