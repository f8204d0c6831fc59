import numpy as np
import pytest
from tests.tolerance import within

from ringfort.errors import TerrainError
from ringfort.world.synthetic import SPECTRAL_SLOPE, desert_wadi
from ringfort.world.terrain import relief


def test_the_same_seed_gives_the_same_land_and_another_another() -> None:
    a, b, c = (desert_wadi(seed, 6_000.0, 60.0, 60.0, 30.0).heights_m for seed in (1, 1, 2))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)


def test_the_reference_point_is_at_zero_in_the_middle() -> None:
    land = desert_wadi(4, 6_000.0, 60.0, 60.0, 30.0)
    assert relief(land, 0.0, 0.0) == 0.0
    assert land.heights_m.shape == (101, 101)
    assert land.heights_m.dtype == np.float32
    assert land.west_m == land.south_m == -3_000.0


def test_relief_is_from_the_lowest_to_the_highest_ground_where_there_is_no_wadi() -> None:
    land = desert_wadi(4, 20_000.0, 100.0, 60.0, 0.0)
    assert within(1e-4, because="float32 of heights below 100 m")(float(np.ptp(land.heights_m)), 60.0)


def test_wadis_are_cut_to_their_depth_and_leave_most_of_the_land() -> None:
    with_wadis, without = (desert_wadi(4, 20_000.0, 100.0, 60.0, depth).heights_m for depth in (25.0, 0.0))
    cut = without - with_wadis
    assert within(1e-4, because="float32 of heights below 100 m")(float(cut.max()), 25.0)
    assert float(cut.min()) > -1e-4
    assert 0.01 < float((cut > 24.0).mean()) < 0.25


def test_no_wadi_runs_at_the_reference_point() -> None:
    for seed in range(6):
        deep, flat = (desert_wadi(seed, 12_000.0, 60.0, 60.0, depth).heights_m for depth in (30.0, 0.0))
        near = slice(95, 106)
        assert np.abs(deep - flat)[near, near].max() < 1e-4


def test_the_spectrum_falls_as_stated() -> None:
    """Without wadis, power against wave number between 1/4 km and half of Nyquist."""
    n, step = 257, 100.0
    slopes = []
    for seed in range(4):
        land = desert_wadi(seed, (n - 1) * step, step, 60.0, 0.0).heights_m
        power = np.abs(np.fft.rfft2(land.astype(float))) ** 2
        k = np.hypot(np.fft.fftfreq(n, step)[:, None], np.fft.rfftfreq(n, step)[None, :])
        chosen = (k > 1.0 / 2_000.0) & (k < 0.25 / step)
        slopes.append(np.polyfit(np.log(k[chosen]), np.log(power[chosen]), 1)[0])
    spread = within(0.15, because="the outer scale bends it by 0.05; 8000 exponential powers scatter by 0.03")
    assert spread(float(-np.mean(slopes)), SPECTRAL_SLOPE)


@pytest.mark.parametrize(("size_m", "step_m"), [(100.0, 60.0), (1e6, 60.0)])
def test_too_few_or_too_many_cells_are_refused(size_m: float, step_m: float) -> None:
    with pytest.raises(TerrainError, match="cells a side"):
        desert_wadi(1, size_m, step_m, 60.0, 30.0)
