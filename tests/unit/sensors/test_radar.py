import math

import pytest
from scipy.stats import ncx2
from tests.tolerance import within

from ringfort.physics.clutter import (
    Ground,
    clutter_cell_area,
    constant_gamma_reflectivity,
    grazing_angle,
    propagation_factor,
    rain_cell_volume,
    rain_reflectivity,
)
from ringfort.physics.radio import BOLTZMANN, LIGHT_MPS
from ringfort.sensors.contract import Look
from ringfort.sensors.radar import Radar, aerial, clutter, column, glimpse, mirror_factor, reference_signal, signal
from ringfort.world.weather import weather

_DEGREE = math.pi / 180.0
_RADAR = Radar(
    frequency_hz=9.4e9,
    reference_range_m=10e3,
    reference_cross_section_m2=0.1,
    reference_odds=0.5,
    false_alarm_odds=1e-6,
    notch_mps=5.0,
    beamwidth_azimuth_rad=2.0 * _DEGREE,
    beamwidth_elevation_rad=3.0 * _DEGREE,
    bandwidth_hz=5e6,
    slope=1.6,
    floor_angle_rad=1e-3,
    floor_range_m=2.0,
    sigma_range_rate_mps=1.0,
    noise_temperature_k=1000.0,
    scan_exponent=0.0,
    ground_reflection=0.0,
    ground_roughness_m=0.0,
    ground_gamma=0.0,
    ground_improvement=1.0,
    rain_improvement=1.0,
    sidelobe=1e-3,
)
_LOOK = Look(
    range_m=10e3,
    off_axis_rad=0.0,
    elevation_rad=0.2,
    range_rate_mps=-50.0,
    ground_speed_mps=50.0,
    cross_section_m2=0.1,
    swerling=1.0,
    size_m=1.0,
    contrast=0.5,
    target_height_m=2e3,
    sensor_height_m=10.0,
    clearance_rad=0.2,
    path_loss=0.0,
    rain_mmh=0.0,
    sun_elevation_rad=0.5,
    wind_speed_mps=0.0,
    visibility_m=2e4,
    emitted_w=0.0,
    emitted_hz=1e9,
    noise_db=0.0,
    jamming_w_hz=0.0,
)
_exact = within(rel=1e-12, because="the same arithmetic in another order")


@pytest.mark.parametrize("odds", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("false_alarm", [1e-8, 1e-4])
def test_the_reference_target_is_detected_with_the_reference_odds(odds: float, false_alarm: float) -> None:
    radar = _RADAR._replace(reference_odds=odds, false_alarm_odds=false_alarm)
    assert _exact(glimpse(radar, _LOOK).odds, odds)


def test_skolnik_2001_range_equation_falls_with_the_fourth_power() -> None:
    half = signal(_RADAR, _LOOK._replace(range_m=5e3)) / signal(_RADAR, _LOOK)
    assert _exact(half, 16.0)
    assert _exact(signal(_RADAR, _LOOK._replace(cross_section_m2=0.3)) / signal(_RADAR, _LOOK), 3.0)


@pytest.mark.parametrize("range_m", [4e3, 8e3, 12e3, 20e3])
def test_swerling_1960_cases_of_one_pulse(range_m: float) -> None:
    look = _LOOK._replace(range_m=range_m)
    snr, threshold = signal(_RADAR, look), -math.log(_RADAR.false_alarm_odds)
    rayleigh = _RADAR.false_alarm_odds ** (1.0 / (1.0 + snr))
    dominant = math.exp(-threshold / (1.0 + 0.5 * snr)) * (1.0 + threshold * 0.5 * snr / (1.0 + 0.5 * snr) ** 2)
    steady = float(ncx2.sf(2.0 * threshold, 2.0, 2.0 * snr))
    for swerling, expected in ((0, steady), (1, rayleigh), (2, rayleigh), (3, dominant), (4, dominant)):
        check = within(rel=1e-8, because="scipy's noncentral chi-square is good to about that")
        assert check(glimpse(_RADAR, look._replace(swerling=float(swerling))).odds, expected)


def test_what_the_air_takes_counts_on_both_ways() -> None:
    assert _exact(signal(_RADAR, _LOOK._replace(path_loss=5.0)), 0.1 * signal(_RADAR, _LOOK))


def test_slow_things_are_lost_and_their_signal_is_not() -> None:
    lost = glimpse(_RADAR, _LOOK._replace(range_rate_mps=4.9, cross_section_m2=100.0))
    assert lost.odds == 0.0 and lost.signal_to_noise > 1e3


def test_jamming_as_strong_as_the_noise_halves_the_signal() -> None:
    noise = BOLTZMANN * _RADAR.noise_temperature_k
    assert _exact(signal(_RADAR, _LOOK._replace(jamming_w_hz=noise)), 0.5 * signal(_RADAR, _LOOK))


def test_a_fixed_face_loses_gain_off_its_axis_and_sees_nothing_behind() -> None:
    face = _RADAR._replace(scan_exponent=2.0)
    assert _exact(signal(face, _LOOK._replace(off_axis_rad=math.pi / 3.0)), 0.25 * signal(face, _LOOK))
    assert signal(face, _LOOK._replace(off_axis_rad=math.pi)) == 0.0


def test_barton_2013_accuracy_improves_with_signal_down_to_the_floor() -> None:
    clean = _RADAR._replace(floor_angle_rad=0.0, floor_range_m=0.0)
    snr = signal(clean, _LOOK)
    got = glimpse(clean, _LOOK)
    assert _exact(got.azimuth_rad, 2.0 * _DEGREE / (1.6 * math.sqrt(2.0 * snr)))
    assert _exact(got.range_m, 0.5 * LIGHT_MPS / 5e6 / math.sqrt(2.0 * snr))
    near = glimpse(_RADAR, _LOOK._replace(range_m=200.0))
    check = within(rel=1e-3, because="at 200 m the noise is far below the floor")
    assert check(near.azimuth_rad, 1e-3) and check(near.range_m, 2.0)


_LOW = _RADAR._replace(ground_reflection=1.0, beamwidth_elevation_rad=2.0)


def _low(height_m: float, range_m: float) -> Look:
    elevation = (height_m - 10.0) / range_m
    return _LOOK._replace(range_m=range_m, target_height_m=height_m, elevation_rad=elevation)


def test_kerr_1951_two_rays_double_the_field_in_a_lobe() -> None:
    wavelength = LIGHT_MPS / _LOW.frequency_hz
    lobe_m = wavelength * 2e3 / (4.0 * 10.0)  # 2 pi h1 h2 / (lambda R) is a quarter turn
    check = within(rel=0.01, because="the earth's curve lowers the heights by a few centimetres over 2 km")
    assert check(mirror_factor(_LOW, _low(lobe_m, 2e3)), 16.0)


@pytest.mark.parametrize(("height_m", "range_m"), [(3.0, 1500.0), (20.0, 3e3), (60.0, 5e3), (100.0, 4e3), (150.0, 8e3)])
@pytest.mark.parametrize("frequency_hz", [1.3e9, 3e9, 9.4e9])
def test_kerr_1951_the_cheap_form_meets_the_exact_law(height_m: float, range_m: float, frequency_hz: float) -> None:
    """The exact law with a mirror of metal, horizontal polarisation and a smooth earth."""
    metal = Ground(1.0, 1e7, 0.0, 0.0, 4.0 / 3.0 * 6371000.0)
    exact = propagation_factor(metal, LIGHT_MPS / frequency_hz, 10.0, height_m, range_m, 1.0)
    wide = _LOW._replace(frequency_hz=frequency_hz, beamwidth_elevation_rad=50.0)
    cheap = mirror_factor(wide, _low(height_m, range_m))
    check = within(0.15, because="divergence, and lobes shifted by some centimetres of path, of a field of up to 2")
    assert check(math.sqrt(math.sqrt(cheap)), exact)


def test_ament_1953_rough_ground_mirrors_less_and_high_things_see_none_of_it() -> None:
    look = _low(60.0, 5e3)
    rough = mirror_factor(_LOW._replace(ground_roughness_m=3.0), look)
    assert within(1e-3, because="g is about 17, so that exp(-g^2/2) vanishes")(rough, 1.0)
    narrow = _RADAR._replace(ground_reflection=1.0)
    assert mirror_factor(narrow, _low(1500.0, 5e3)) == 1.0
    assert mirror_factor(_RADAR, look) == 1.0


def test_reference_signal_of_known_odds() -> None:
    """Pd 0.5 at Pfa 1e-6 needs 12.8 dB for Swerling 1, as every textbook's curve shows."""
    check = within(0.05, because="the curve is quoted to a tenth of a decibel")
    assert check(10.0 * math.log10(reference_signal(_RADAR)), 12.77)


def test_the_column_takes_more_in_rain() -> None:
    dry, wet = column(_RADAR, weather({})), column(_RADAR, weather({"rain_mmh": 10.0}))
    assert dry.rain_db_m == 0.0 < wet.rain_db_m and dry.gas_db_m > 0.0


@pytest.mark.parametrize("share", [0.8, 0.9, 0.97])
@pytest.mark.parametrize("frequency_hz", [1.3e9, 9.4e9])
def test_itu_p2001_towards_the_horizon_the_cheap_form_goes_over_into_diffraction(
    share: float, frequency_hz: float
) -> None:
    ground = Ground(5.0, 1e-3, 0.0, 0.0, 4.0 / 3.0 * 6371000.0)
    range_m = share * math.sqrt(2.0 * ground.earth_radius_m) * (math.sqrt(10.0) + math.sqrt(60.0))
    exact = propagation_factor(ground, LIGHT_MPS / frequency_hz, 10.0, 60.0, range_m, 1.0)
    wide = _LOW._replace(frequency_hz=frequency_hz, beamwidth_elevation_rad=50.0)
    cheap = math.sqrt(math.sqrt(mirror_factor(wide, _low(60.0, range_m))))
    check = within(0.3, because="decibels: dry ground mirrors by a little less than one")
    assert check(20.0 * math.log10(cheap), 20.0 * math.log10(exact))


def test_barton_1985_the_ground_beside_a_low_thing_is_that_of_the_exact_laws() -> None:
    radar, away = _RADAR._replace(ground_gamma=0.03, ground_improvement=1e4), 3e3
    psi = grazing_angle(10.0, away, 4.0 / 3.0 * 6371000.0)
    area = clutter_cell_area(away, radar.beamwidth_azimuth_rad, 1.0 / radar.bandwidth_hz, psi)
    expected = constant_gamma_reflectivity(0.03, radar.frequency_hz, psi) * area / 1e4
    check = within(rel=1e-9, because="the same laws in another order")
    assert check(clutter(radar, _low(0.0, away)), expected)
    half_beam = 0.5 * radar.beamwidth_elevation_rad * away
    assert check(clutter(radar, _low(half_beam, away)), 0.25 * expected)
    assert clutter(radar, _low(100.0, 20e3)) == 0.0  # the ground lies beyond the horizon


def test_probert_jones_1962_rain_competes_and_is_weakened_by_its_own_filter() -> None:
    look = _LOOK._replace(rain_mmh=10.0)
    volume = rain_cell_volume(look.range_m, 2.0 * _DEGREE, 3.0 * _DEGREE, 1.0 / 5e6)
    expected = rain_reflectivity(10.0, 9.4e9) * volume / 100.0
    assert _exact(clutter(_RADAR._replace(rain_improvement=100.0), look), expected)
    assert signal(_RADAR, look) < signal(_RADAR, _LOOK)


def test_clutter_as_strong_as_the_echo_leaves_no_more_than_one() -> None:
    """With the thing's own cross section of clutter left, S/(N + C) tends to 1 however near it comes."""
    radar = _RADAR._replace(ground_gamma=0.03)
    look = _low(0.0, 500.0)
    look = look._replace(cross_section_m2=clutter(radar, look))
    assert within(rel=1e-2, because="at 500 m the noise is far below the clutter")(signal(radar, look), 1.0)


def test_the_aerial_of_a_narrow_beam_gains_as_its_beam_s_solid_angle_says() -> None:
    """A beam of 2 by 3 degrees gains 10 lg (4 pi / 1.133 theta phi) = 37.8 dB."""
    found = aerial(_RADAR)
    gain = 4.0 * math.pi * found.aperture_m2 * (_RADAR.frequency_hz / LIGHT_MPS) ** 2
    assert within(0.05, because="1.133 is pi / (4 ln 2) to four digits")(10.0 * math.log10(gain), 37.83)
