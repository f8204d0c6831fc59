"""Kinds and rows that no law of ours answers, each with its reason. The methods page prints this table."""

from ringfort.verification.cases import Case

REASONS: dict[str, str] = {
    "BLA-TBI-02": "counts of diagnoses after one attack: an outcome of a whole raid, not of a law; see 10_history",
    "HIS-AAA": "published outcomes of one attack: an outcome of a whole raid",
    "HIS-CRM": "a count without a public denominator: nothing can be derived from it",
    "HIS-IRD-01": "published claims that disagree: they bound a simulated distribution, an outcome of a whole raid",
    "HIS-PAT-01": "published claims that disagree: they bound a simulated distribution, an outcome of a whole raid",
}
"""Reason by kind or, where only some rows of a kind are uncovered, by row."""


def reason(case: Case) -> str:
    """Return why a case is not covered."""
    return REASONS.get(case.id) or REASONS.get(case.kind) or "no adapter for this kind yet"
