"""Radio: Friis and noise against published numbers, jamming and its inverse, bearing fixes against linear algebra."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import radio
from ringfort.physics.radio import Information

EXACT = within(rel=1e-12, because="a closed form in double precision")
INVERTED = within(rel=1e-9, because="a law and its inverse, powers and roots in double precision")


def plain(law: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(law, "py_func", law)


def test_friis_1946_loss_at_a_kilometre_and_a_gigahertz() -> None:
    loss_db = -10.0 * math.log10(radio.free_space_gain(1000.0, 1e9))
    assert within(0.01, because="the common form 32.45 dB + 20 log f_MHz + 20 log d_km is rounded")(loss_db, 92.45)


def test_friis_1944_noise_of_a_hertz_is_minus_174_dbm() -> None:
    dbm = 10.0 * math.log10(radio.noise_power_w(1.0, 1.0)) + 30.0
    assert within(0.03, because="the common figure is rounded to a decibel's tenth")(dbm, -174.0)


@settings(deadline=None)  # the first call compiles
@given(
    eirp=st.floats(1e-3, 1e3),
    gain=st.floats(0.5, 100.0),
    frequency=st.floats(1e8, 1e10),
    bandwidth=st.floats(1e3, 1e8),
    snr=st.floats(0.1, 1e3),
)
def test_snr_at_the_detection_range_is_the_needed_one(
    eirp: float, gain: float, frequency: float, bandwidth: float, snr: float
) -> None:
    reach = radio.passive_detection_range_m(eirp, gain, frequency, bandwidth, 4.0, snr)
    received = radio.received_power_w(eirp, gain, reach, frequency)
    assert INVERTED(received / radio.noise_power_w(bandwidth, 4.0), snr)


def test_trap_2_a_narrow_jammer_gains_nothing_and_a_wide_one_is_diluted() -> None:
    assert radio.in_band_fraction(10e6, 1e6) == 1.0
    assert EXACT(radio.in_band_fraction(1e6, 10e6), 0.1)


@settings(deadline=None)  # the first call compiles
@given(
    jammer=st.floats(0.1, 1e3),
    controller=st.floats(0.01, 10.0),
    away=st.floats(10.0, 2e4),
    exponent=st.floats(2.0, 4.0),
    needed=st.floats(0.1, 1e3),
)
def test_link_jam_range_inverts_the_ratio(
    jammer: float, controller: float, away: float, exponent: float, needed: float
) -> None:
    reach = radio.link_jam_range_m(jammer, controller, away, exponent, 0.5, needed)
    assert INVERTED(radio.link_jam_to_signal(jammer, reach, controller, away, exponent, 0.5), needed)


def test_link_ratio_in_free_space_is_the_ratio_of_two_friis_powers() -> None:
    jammer = radio.received_power_w(10.0, 1.0, 1000.0, 2.4e9)
    wanted = radio.received_power_w(0.1, 1.0, 2000.0, 2.4e9)
    assert EXACT(radio.link_jam_to_signal(10.0, 1000.0, 0.1, 2000.0, 2.0, 1.0), jammer / wanted)


def test_navigation_jammer_is_heard_at_its_tolerated_ratio() -> None:
    reach = radio.navigation_jam_range_m(1.0, 1575.42e6, radio.GPS_L1_CA_W, 10.0**4.4)
    ratio = radio.received_power_w(1.0, 1.0, reach, 1575.42e6) / radio.GPS_L1_CA_W
    assert INVERTED(ratio, 10.0**4.4)


POINTS = st.tuples(st.floats(-5e3, 5e3), st.floats(-5e3, 5e3))


@settings(deadline=None)  # the first call compiles
@given(stations=st.lists(POINTS, min_size=2, max_size=6), emitter=POINTS, sigma=st.floats(1e-3, 0.1))
def test_torrieri_1984_bound_against_numpy(
    stations: list[tuple[float, float]], emitter: tuple[float, float], sigma: float
) -> None:
    offsets = np.array(emitter) - np.array(stations)
    squares = (offsets**2).sum(axis=1)
    if squares.min() < 1.0:
        return
    gradients = np.column_stack([-offsets[:, 1], offsets[:, 0]]) / squares[:, None]
    information = gradients.T @ gradients / sigma**2
    fix = radio.bearing_fix_bound(*emitter, np.array(stations), sigma)
    if np.linalg.cond(information) > 1e6:
        return  # nearly one line: both sides lose their digits
    expected = np.sqrt(np.diag(np.linalg.inv(information)))
    check = within(rel=1e-8, because="inversion at a condition number below 1e6")
    assert check(fix.sigma_x_m, expected[0])
    assert check(fix.sigma_y_m, expected[1])
    assert check(fix.drms_m, math.hypot(*expected))


def test_one_station_or_a_line_of_them_makes_no_fix() -> None:
    assert math.isinf(radio.bearing_fix_bound(1000.0, 2000.0, np.array([[0.0, 0.0]]), 0.03).drms_m)
    assert math.isinf(radio.bearing_fix_bound(0.0, 2000.0, np.array([[0.0, 0.0], [0.0, 500.0]]), 0.03).drms_m)


def test_crossing_at_right_angles_gives_range_times_sigma() -> None:
    fix = radio.bearing_fix_bound(1000.0, 1000.0, np.array([[0.0, 1000.0], [1000.0, 0.0]]), 0.02)
    assert EXACT(fix.sigma_x_m, 20.0)
    assert EXACT(fix.sigma_y_m, 20.0)


@settings(deadline=None)  # the first call compiles
@given(extra=st.tuples(st.floats(1500.0, 5e3), st.floats(-5e3, 5e3)))
def test_another_station_never_hurts(extra: tuple[float, float]) -> None:
    two = np.array([[-1000.0, 0.0], [1000.0, 0.0]])
    alone = radio.bearing_fix_bound(300.0, 4000.0, two, 0.03).drms_m
    assert radio.bearing_fix_bound(300.0, 4000.0, np.vstack([two, extra]), 0.03).drms_m <= alone * (1.0 + 1e-9)


BITS = [
    (radio.free_space_gain, (1234.5, 2.44e9)),
    (radio.received_power_w, (0.37, 3.1, 1234.5, 2.44e9)),
    (radio.passive_detection_range_m, (0.37, 3.1, 2.44e9, 1.3e6, 4.1, 9.7)),
    (radio.link_jam_to_signal, (37.0, 913.0, 0.21, 2711.0, 3.3, 0.7)),
    (radio.link_jam_range_m, (37.0, 0.21, 2711.0, 3.3, 0.7, 11.0)),
    (radio.navigation_jam_range_m, (37.0, 1575.42e6, radio.GPS_L1_CA_W, 2.5e4)),
]


@pytest.mark.parametrize(("law", "look"), BITS, ids=lambda value: getattr(value, "__name__", ""))
def test_compiled_and_plain_agree_bit_for_bit(law: Callable[..., float], look: tuple[Any, ...]) -> None:
    assert float(law(*look)).hex() == float(plain(law)(*look)).hex()


def test_fix_compiled_and_plain_agree_bit_for_bit() -> None:
    known = radio.add_bearing(Information(0.0, 0.0, 0.0), 713.0, 1311.0, 0.031)
    assert tuple(known) == tuple(plain(radio.add_bearing)(Information(0.0, 0.0, 0.0), 713.0, 1311.0, 0.031))
    both = radio.add_bearing(known, -413.0, 911.0, 0.02)
    assert tuple(radio.fix_bound(both)) == tuple(plain(radio.fix_bound)(both))


def test_laws_serve_as_ufuncs() -> None:
    by_list = ufunc(radio.link_jam_to_signal)(10.0, [100.0, 200.0], 0.1, 1000.0, 2.0, 1.0)
    assert by_list.tolist() == [radio.link_jam_to_signal(10.0, r, 0.1, 1000.0, 2.0, 1.0) for r in (100.0, 200.0)]
    ratios = ufunc(radio.link_jam_to_signal)(10.0, np.array([100.0, 200.0]), 0.1, 1000.0, 2.0, 1.0)
    assert EXACT(ratios[0] / ratios[1], 4.0)
