import math

import pytest
from tests.tolerance import within

from ringfort.physics.optics import KOSCHMIEDER
from ringfort.sensors.camera import Camera, column, glimpse
from ringfort.sensors.contract import Look
from ringfort.world.weather import weather

_DAY = Camera(pixel_rad=5e-5, cycles=4.0, threshold=0.02, wavelength_m=0.55e-6, recognise_s=0.0, thermal=0.0)
_LOOK = Look(
    range_m=1e3,
    off_axis_rad=0.0,
    elevation_rad=0.1,
    range_rate_mps=0.0,
    ground_speed_mps=30.0,
    cross_section_m2=0.1,
    swerling=1.0,
    size_m=0.5,
    contrast=1.0,
    target_height_m=100.0,
    sensor_height_m=10.0,
    clearance_rad=0.1,
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


def test_johnson_1958_even_odds_at_the_cycles_of_the_task() -> None:
    even = _LOOK._replace(range_m=0.5 / (2.0 * 4.0 * 5e-5))
    assert within(1e-9, because="the definition of the cycles")(glimpse(_DAY, even).odds, 0.5)


def test_pixel_geometry_of_the_record_identifies_a_quadcopter_at_half_a_kilometre() -> None:
    """640 picture elements across 2 degrees, 12 of them on 0.35 m: 0.53 km (0.3 to 0.8) by the record."""
    camera = _DAY._replace(pixel_rad=math.radians(2.0) / 640.0, cycles=6.0)
    check = within(0.03, because="0.53 km is rounded to 10 m, and the odds turn by 0.03 over that")
    assert check(glimpse(camera, _LOOK._replace(size_m=0.35, range_m=530.0)).odds, 0.5)


def test_koschmieder_1924_two_percent_are_left_at_the_visibility() -> None:
    at_visibility = _LOOK._replace(size_m=1e3, path_loss=KOSCHMIEDER)
    assert within(1e-9, because="contrast equals threshold there")(glimpse(_DAY, at_visibility).odds, 0.5)


def test_the_column_is_the_visibility_s_own_extinction() -> None:
    air = column(_DAY, weather({"visibility_m": 8e3}))
    assert within(rel=1e-3, because="3.912 is rounded")(8e3 * air.gas_db_m, 3.912)


@pytest.mark.parametrize(("sun_deg", "thermal", "sees"), [(-7.0, 0.0, False), (-5.0, 0.0, True), (-40.0, 1.0, True)])
def test_a_day_camera_needs_civil_twilight(sun_deg: float, thermal: float, sees: bool) -> None:
    look = _LOOK._replace(sun_elevation_rad=math.radians(sun_deg), range_m=300.0)
    assert (glimpse(_DAY._replace(thermal=thermal), look).odds > 0.5) is sees


def test_what_has_no_contrast_is_not_seen() -> None:
    assert glimpse(_DAY, _LOOK._replace(contrast=0.0, range_m=10.0)).odds < 1e-9


def test_nicoll_1994_time_on_the_target_brings_what_can_be_recognised_at_all() -> None:
    """By 1 - exp(-T P / t): at even odds and a mean of 3.4 s, 1 - exp(-1) of them in 6.8 s, nearly all in a minute."""
    camera = _DAY._replace(recognise_s=3.4)
    even = _LOOK._replace(range_m=0.5 / (2.0 * 4.0 * 5e-5))
    check = within(1e-9, because="the law itself")
    assert check(glimpse(camera, even._replace(dwell_s=6.8)).odds, 0.5 * (1.0 - math.exp(-1.0)))
    assert within(1e-3, because="exp(-8.8)")(glimpse(camera, even._replace(dwell_s=60.0)).odds, 0.5)
    assert glimpse(camera, even).odds == 0.0
