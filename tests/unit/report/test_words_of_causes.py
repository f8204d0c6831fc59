"""Every cause can be said in the report's headline."""

from ringfort.engine.state import CAUSES
from ringfort.report.words import _BECAUSE


def test_the_report_has_words_for_every_cause() -> None:
    assert set(_BECAUSE) == set(CAUSES)
