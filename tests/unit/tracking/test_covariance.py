"""A covariance stays one, whatever is measured and however unlike the accuracies are."""

import math
from typing import Any

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.tracking.test_filter import record

from ringfort.sensors.contract import DETECTION, NO_RANGE_M
from ringfort.tracking import fuse
from ringfort.tracking.contract import MANOEUVRING, QUIET, track_dtype
from ringfort.tracking.filter import absorb, absorb_miss, begin, merge, update, update_scalar
from ringfort.tracking.settings import settings
from ringfort.tracking.workspace import PAIR, WORK, room_dtype

SEEDS, WIDE, ACCURATE = st.integers(0, 10_000), st.floats(-2.0, 4.0), st.floats(-3.0, 5.0)


def turned(rng: Any, n: int, exponents: Any) -> Any:
    """A covariance of n rows along axes turned at random, with one-sigma widths of ten to the given powers."""
    axes = np.linalg.qr(rng.normal(size=(n, n)))[0]
    spread = (axes * 10.0 ** (2.0 * np.asarray(exponents))) @ axes.T
    return 0.5 * (spread + spread.T)


class Bench:
    """A room, a track of five detections and what an update of it needs."""

    def __init__(self, rng: Any, n: int, wide: float, turning: bool) -> None:
        self.room, self.track = record(room_dtype(n)), record(track_dtype(n))
        self.work, self.pair = record(WORK), record(PAIR)
        for name, value in settings(turn_spread=0.3 if turning else 0.0)._asdict().items():
            self.room[name] = value
        self.work.prior[:], self.work.add[:] = (0.8, 0.2, 0.0), (900.0, 300.0, 150.0)
        whole = turned(rng, 2 * n + 1, rng.uniform(-1.0, 1.0, 2 * n + 1) + np.repeat([wide, 0.0, -2.0], [n, n, 1]))
        self.track.x[:], self.track.P[:] = rng.normal(size=2 * n) * 3000.0, whole[:-1, :-1]
        self.track.turn_variance, self.track.turn_covariance[:] = whole[-1, -1], whole[:-1, -1]
        self.track.hits, self.longest = 5, np.trace(whole)

    def take(self, moves: float, softly: bool) -> None:
        """Take in what is measured in the room, as a manoeuvre with odds ``moves``; or as one of two hypotheses."""
        self.pair.share[QUIET], self.pair.share[MANOEUVRING] = 1.0 - moves, moves
        if not softly:
            update(self.room, self.track, self.work, self.pair)
            return
        begin(self.room)
        absorb(self.room, self.track, self.work, self.pair, 0.7)
        absorb_miss(self.room, self.track, self.work, 0.3)
        merge(self.room, self.track)

    def check(self) -> None:
        """Symmetric to the bit; no variance below none; no axis below none by more than rounding."""
        P, turning = np.asarray(self.track.P), self.room.turn_spread > 0.0
        assert np.isfinite(P).all() and (P == P.T).all() and (np.diag(P) > 0.0).all()
        assert np.linalg.eigvalsh(P)[0] >= -1e-13 * self.longest
        if turning:
            c = self.track.turn_covariance
            assert self.track.turn_variance > 0.0
            scale = 1.0 / np.sqrt([*np.diag(P), self.track.turn_variance])
            both = np.block([[P, c[:, None]], [c[None, :], np.array([[self.track.turn_variance]])]])
            assert np.linalg.eigvalsh(both * np.outer(scale, scale))[0] >= -1e-9


def seen(kind: int, place: Any, sigma: tuple[float, float, float]) -> Any:
    """A detection of a thing at ``place`` by a sensor at the origin, which measures what ``kind`` says."""
    one = record(DETECTION)
    one.range_m = float(np.linalg.norm(place))
    one.azimuth_rad, one.elevation_rad = math.atan2(place[0], place[1]), math.asin(place[2] / one.range_m)
    one.sigma_range_m, one.sigma_azimuth_rad, one.sigma_elevation_rad = sigma
    if kind in (fuse.NO_RANGE, fuse.BEARING_ONLY):
        one.range_m, one.sigma_range_m = 5000.0, NO_RANGE_M
    if kind in (fuse.NO_ELEVATION, fuse.BEARING_ONLY):
        one.elevation_rad, one.sigma_elevation_rad = 0.05, 0.15
    if kind == fuse.RANGE_ONLY:
        one.sigma_azimuth_rad, one.sigma_elevation_rad = 2.0, 0.15
    c = math.cos(one.elevation_rad)
    east, north = c * math.sin(one.azimuth_rad), c * math.cos(one.azimuth_rad)
    one.position[:] = one.range_m * np.array([east, north, math.sin(one.elevation_rad)])
    assert fuse.lacking(one) == kind
    return one


def test_a_fine_bearing_of_a_track_known_to_a_kilometre_leaves_it_a_covariance() -> None:
    """As a camera of 0.1 mrad gives one to a crossing of bearings: a millionth of the variance is left across."""
    bench = Bench(np.random.default_rng(1), 3, 3.0, False)
    bench.track.x[:3] = (400.0, 900.0, 120.0)
    fuse.measure(bench.room, bench.track, seen(fuse.NO_RANGE, bench.track.x[:3], (0.0, 1e-4, 1e-4)), fuse.NO_RANGE)
    before = bench.track.P.copy()
    bench.take(0.0, False)
    bench.check()
    across = np.array([900.0, -400.0, 0.0]) / math.hypot(900.0, 400.0)
    R = bench.room.R
    left, expected = across @ bench.track.P[:3, :3] @ across, across @ R @ across
    assert 0.99 * expected < left < 1.01 * expected
    along = np.array(bench.track.x[:3]) / np.linalg.norm(bench.track.x[:3])
    P = np.linalg.inv(before[:3, :3])
    across2 = np.cross(along, across)
    exact = np.linalg.inv(
        P + (np.outer(across, across) + np.outer(across2, across2)) / (np.linalg.norm(bench.track.x[:3]) * 1e-4) ** 2
    )
    assert 0.99 < (along @ bench.track.P[:3, :3] @ along) / (along @ exact @ along) < 1.01


@given(
    SEEDS,
    st.sampled_from([2, 3]),
    WIDE,
    ACCURATE,
    ACCURATE,
    st.sampled_from([0.0, 0.5, 1.0]),
    st.booleans(),
    st.booleans(),
)
@example(0, 3, 4.0, -3.0, 5.0, 0.0, False, True)
def test_after_a_place(
    seed: int, n: int, wide: float, one: float, other: float, moves: float, softly: bool, turning: bool
) -> None:
    """Tracks known to a millimetre or to a hundred kilometres, places likewise and unlike along their axes."""
    rng = np.random.default_rng(seed)
    bench = Bench(rng, n, wide, turning)
    bench.room.R[:] = turned(rng, n, [one, other, one][:n])
    for _ in range(3):
        bench.room.z[:] = bench.track.x[:n]
        bench.take(moves, softly)
        bench.check()


@given(
    SEEDS,
    st.sampled_from(range(1, 5)),
    st.floats(0.0, 4.0),
    st.floats(-6.0, -1.5),
    st.floats(-2.0, 3.0),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.booleans(),
    st.booleans(),
)
def test_after_what_lacks_a_coordinate(
    seed: int, kind: int, wide: float, angle: float, range_: float, moves: float, softly: bool, turning: bool
) -> None:
    rng = np.random.default_rng(seed)
    bench = Bench(rng, 3, wide, turning)
    bench.track.x[2] = abs(bench.track.x[2])
    for _ in range(3):
        place = bench.track.x[:3] + rng.normal(size=3)
        one = seen(kind, place, (min(10.0**range_, 0.19 * np.linalg.norm(place)), 10.0**angle, 10.0**angle))
        fuse.measure(bench.room, bench.track, one, kind)
        bench.take(moves, softly)
        bench.check()


@given(SEEDS, st.sampled_from([2, 3]), WIDE, ACCURATE, st.booleans())
def test_after_a_range_rate(seed: int, n: int, wide: float, rate: float, turning: bool) -> None:
    rng = np.random.default_rng(seed)
    bench, h = Bench(rng, n, wide, turning), np.zeros(2 * n)
    h[n:] = rng.normal(size=n)
    for _ in range(3):
        update_scalar(bench.track, h, 1.0, 10.0 ** (2.0 * rate), np.zeros(2 * n))
        bench.check()
