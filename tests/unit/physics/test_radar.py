"""The range equation and what follows from it, against published examples and against each law's own inverse."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import radar

EXACT = within(rel=1e-12, because="two ways through one closed form")
SPREAD = st.floats(-3.0, 3.0).map(lambda x: 10.0**x)

X_BAND = radar.Radar(1e6, 1e-6, 1e4, 1e4, radar.wavelength(10e9), 300.0, 10**0.3)
JAMMING = radar.Jamming(
    power_w=10.0,
    gain=3.0,
    loss=2.0,
    bandwidth_hz=50e6,
    radar_power_w=1e5,
    radar_gain=1e4,
    radar_gain_to_jammer=1.0,
    radar_loss=2.0,
    radar_bandwidth_hz=5e6,
    cross_section_m2=0.5,
)


def decibels(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


def test_mathworks_radareqsnr_examples() -> None:
    check = within(5e-5, because="the page prints four decimals of a dB")
    first = radar.Radar(1e6, 0.2e-6, 100.0, 100.0, radar.wavelength(1e9), 290.0, 1.0)
    assert check(decibels(radar.signal_to_noise(first, 1.0, 50e3)), 5.5868)
    assert check(decibels(radar.signal_to_noise(X_BAND, 0.5, 100e3)), 14.3778)


def test_mathworks_radareqrng_example() -> None:
    device = radar.Radar(1e6, 10e-6, 100.0, 100.0, radar.wavelength(10e9), 290.0, 1.0)
    assert within(0.5, because="the page prints metres")(radar.detection_range(device, 1.0, 10**0.6), 41057.0)


def test_echo_power_over_noise_is_the_ratio() -> None:
    noise = radar.noise_power(X_BAND.noise_temperature_k, 1.0 / X_BAND.pulse_s)
    ratio = radar.echo_power(X_BAND, 2.0, 30e3) / noise
    assert EXACT(ratio, radar.signal_to_noise(X_BAND, 2.0, 30e3))


@settings(deadline=None)  # the first call compiles
@given(SPREAD, SPREAD, SPREAD)
def test_range_inverts_ratio_and_bistatic_meets_monostatic(sigma: float, ratio: float, range_m: float) -> None:
    far = radar.detection_range(X_BAND, sigma, ratio)
    assert EXACT(radar.signal_to_noise(X_BAND, sigma, far), ratio)
    assert EXACT(
        radar.bistatic_signal_to_noise(X_BAND, sigma, range_m, range_m), radar.signal_to_noise(X_BAND, sigma, range_m)
    )
    assert EXACT(
        radar.bistatic_signal_to_noise(X_BAND, sigma, 2 * range_m, range_m / 2),
        radar.signal_to_noise(X_BAND, sigma, range_m),
    )


def test_search_form_is_the_range_equation_of_a_beam_that_stays() -> None:
    # One beam of solid angle 4 pi / G dwells for the frame's share of it, with an aerial of area A_e both ways.
    search = radar.Search(500.0, 2.0, 5.0, 1.5, 600.0, 4.0)
    length = 0.1
    gain = radar.aperture_gain(search.aperture_m2, 1.0, length)
    dwell = search.frame_s * (4.0 * math.pi / gain) / search.solid_angle_sr
    beam = radar.Radar(search.mean_power_w, dwell, gain, gain, length, 600.0, 4.0)
    assert EXACT(radar.search_signal_to_noise(search, 0.3, 40e3), radar.signal_to_noise(beam, 0.3, 40e3))
    assert EXACT(radar.search_signal_to_noise(search, 0.3, radar.search_range(search, 0.3, 20.0)), 20.0)


def test_noise_of_a_warm_aerial_is_290_times_the_figure() -> None:
    assert EXACT(radar.noise_temperature(4.0, 290.0), 4.0 * 290.0)
    assert radar.noise_temperature(1.0, 50.0) == 50.0


def test_aperture_efficiency_inverts_aperture_gain() -> None:
    assert EXACT(radar.aperture_efficiency(radar.aperture_gain(3.0, 0.6, 0.03), 3.0, 0.03), 0.6)


def test_waveform_skolnik_2001_chapter_3() -> None:
    length = radar.wavelength(3e9)
    assert EXACT(radar.doppler_shift(radar.blind_speed(1.0, length, 2000.0), length), 2000.0)
    assert EXACT(radar.range_resolution(1e6), radar.pulse_length_resolution(1e-6))
    assert EXACT(radar.unambiguous_range(1000.0), radar.pulse_length_resolution(1e-3))


def test_accuracies_fall_with_the_root_of_the_ratio() -> None:
    assert EXACT(radar.angle_accuracy(0.03, 1.6, 10.0), 2.0 * radar.angle_accuracy(0.03, 1.6, 40.0))
    assert EXACT(radar.range_accuracy(5e6, 10.0), 2.0 * radar.range_accuracy(5e6, 40.0))
    assert EXACT(radar.range_rate_accuracy(0.03, 0.01, 10.0), 2.0 * radar.range_rate_accuracy(0.03, 0.01, 40.0))
    assert EXACT(radar.range_accuracy(5e6, 0.5), radar.range_resolution(5e6))
    assert EXACT(radar.range_rate_accuracy(0.03, 0.01, 0.5), 0.5 * 0.03 / 0.01)


def test_self_protection_formula_of_the_handbook_in_decibels() -> None:
    matched = JAMMING._replace(bandwidth_hz=5e6)
    range_m = 12e3
    expected = decibels(10 * 3 / 2 * 2 / 1e5 / 1e4) - decibels(0.5) + 10.992 + 20 * math.log10(range_m)
    assert within(5e-4, because="the handbook's constant 10.99 dB has three decimals here")(
        decibels(radar.self_protection_jam_to_signal(matched, range_m)), expected
    )


def test_jammer_wider_than_the_receiver_is_diluted_and_a_narrower_one_is_not() -> None:
    # One published library caps the jammer's band at the receiver's: a wide jammer is then as strong as a matched one.
    def strength(bandwidth_hz: float) -> float:
        return radar.self_protection_jam_to_signal(JAMMING._replace(bandwidth_hz=bandwidth_hz), 10e3)

    assert EXACT(strength(50e6), 0.1 * strength(5e6))
    assert strength(1e6) == strength(5e6)


@settings(deadline=None)  # the first call compiles
@given(SPREAD, SPREAD)
def test_burn_through_is_where_jamming_is_tolerable(tolerable: float, jammer_km: float) -> None:
    own = radar.self_protection_burn_through_range(JAMMING, tolerable)
    assert EXACT(radar.self_protection_jam_to_signal(JAMMING, own), tolerable)
    away = radar.stand_off_burn_through_range(JAMMING, 1e3 * jammer_km, tolerable)
    assert EXACT(radar.stand_off_jam_to_signal(JAMMING, away, 1e3 * jammer_km), tolerable)


def test_stand_off_in_the_main_beam_at_the_target_is_self_protection() -> None:
    beam = JAMMING._replace(radar_gain_to_jammer=JAMMING.radar_gain)
    assert EXACT(radar.stand_off_jam_to_signal(beam, 20e3, 20e3), radar.self_protection_jam_to_signal(beam, 20e3))


def test_jamming_density_over_echo_is_the_stand_off_ratio() -> None:
    length, range_m, jammer_m = 0.03, 20e3, 80e3
    density = radar.jamming_density(10.0 * 3.0 / 2.0, 50e6, jammer_m, JAMMING.radar_gain_to_jammer, length)
    device = radar.Radar(1e5, 1e-6, 1e4, 1e4, length, 290.0, 2.0)
    ratio = density * JAMMING.radar_bandwidth_hz / radar.echo_power(device, 0.5, range_m)
    assert EXACT(ratio, radar.stand_off_jam_to_signal(JAMMING, range_m, jammer_m))


def test_interference_adds_to_the_noise() -> None:
    assert radar.signal_to_interference(20.0, 0.0, 0.0) == 20.0
    assert EXACT(radar.signal_to_interference(20.0, 3.0, 1.0), 4.0)


@settings(deadline=None)  # the first call compiles
@given(SPREAD, SPREAD)
def test_compiled_and_plain_give_the_same_bytes(sigma: float, range_m: float) -> None:
    constant = radar.echo_constant(X_BAND)
    for law, arguments in (
        (radar.echo_to_noise, (constant, sigma, range_m)),
        (radar.jamming_density, (sigma, 1e6, range_m, 2.0, 0.03)),
        (radar.angle_accuracy, (0.03, 1.6, sigma)),
        (radar.range_accuracy, (5e6, sigma)),
        (radar.range_rate_accuracy, (0.03, 0.01, sigma)),
    ):
        assert law(*arguments) == getattr(law, "py_func", law)(*arguments)


def test_laws_serve_notebooks_as_ufuncs() -> None:
    ratios = ufunc(radar.echo_to_noise)(1e16, 1.0, np.array([1e3, 2e3]))
    assert within(rel=1e-12, because="powers of two divide exactly but for a rounding")(ratios[0] / ratios[1], 16.0)
