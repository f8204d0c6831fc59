import numpy as np
import pytest
from tests.tolerance import within

from ringfort.tracking.metrics import consistency_bounds, gospa, normalised_error, ospa

ROUNDING = within(1e-9, because="a few operations in float64")
TEXTBOOK = within(0.1, because="the text prints one decimal")


@pytest.mark.parametrize("p", [1.0, 2.0])
def test_schuhmacher_2008_two_empty_sets_are_equal_and_one_empty_set_is_a_cut_off_away(p: float) -> None:
    assert ospa(np.zeros((0, 2)), np.zeros((0, 2)), 100.0, p) == 0.0
    assert ROUNDING(ospa(np.zeros((3, 2)), np.zeros((0, 2)), 100.0, p), 100.0)


def test_schuhmacher_2008_counts_a_missing_point_as_the_cut_off() -> None:
    assert ROUNDING(ospa([0.0, 100.0], [3.0], 10.0, 1.0), (3.0 + 10.0) / 2.0)


def test_ospa_is_symmetric_and_holds_the_triangle() -> None:
    rng = np.random.default_rng(4)
    for _ in range(50):
        a, b, c = (rng.uniform(0, 60, (int(rng.integers(0, 5)), 2)) for _ in range(3))
        assert ROUNDING(ospa(a, b, 20.0, 2.0), ospa(b, a, 20.0, 2.0))
        assert ospa(a, c, 20.0, 2.0) <= ospa(a, b, 20.0, 2.0) + ospa(b, c, 20.0, 2.0) + 1e-9


def test_rahmathullah_2017_a_pair_beyond_the_cut_off_is_one_missed_and_one_false() -> None:
    parts = gospa([0.0], [50.0], 10.0, 2.0)
    assert (parts.localisation, parts.missed, parts.false) == (0.0, 50.0, 50.0)
    assert ROUNDING(parts.distance, 10.0)


def test_barshalom_2001_bounds_of_fifty_runs_in_two_dimensions() -> None:
    low, high = consistency_bounds(2, 50, 0.95)
    assert TEXTBOOK(low, 1.5)
    assert TEXTBOOK(high, 2.6)


def test_normalised_error_counts_sigmas() -> None:
    assert ROUNDING(normalised_error([2.0, 6.0], np.diag([4.0, 9.0])), 5.0)
