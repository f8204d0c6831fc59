"""The sensors that only listen or look: direction finder, microphones, lookout."""

import math
from typing import Any

import pytest
from tests.tolerance import within

from ringfort.physics.acoustics import absorption, background_noise, level_range
from ringfort.physics.radio import free_space_range_m
from ringfort.sensors import acoustic, direction_finder, lookout
from ringfort.sensors.contract import Look
from ringfort.world.weather import weather

_FINDER = direction_finder.DirectionFinder(1e-13, 1.0, 10.0, 6.0, 0.05, 4e8, 6e9)
_ARRAY = acoustic.AcousticArray(-8.0, 35.0, 500.0, 4.0, 0.09)
_EYES = lookout.Lookout(5.0, 0.55, 15.0, 1.0, 1.0, 3.0, 0.05)
_EXACT = within(1e-12, because="rounding")


def _look(**given: float) -> Any:
    rest = {"emitted_w": 0.1, "emitted_hz": 2.4e9, "sun_elevation_rad": 0.8, "size_m": 2.5, "contrast": 0.5}
    return Look(*(0.0,) * len(Look._fields))._replace(**(rest | given))


def test_friis_1946_even_odds_where_the_power_is_the_sensitivity() -> None:
    away = free_space_range_m(0.1, 1.0, 1e-13 * 10.0, 2.4e9)  # 10 dB beyond free space
    heard = direction_finder.glimpse(_FINDER, _look(range_m=away))
    assert _EXACT(heard.odds, 0.5) and _EXACT(heard.signal_to_noise, 1.0)
    assert heard.range_m > 0.2 * 40e3  # no range, whatever the reach


def test_a_fading_of_one_deviation_is_the_logistic_law_s() -> None:
    away = free_space_range_m(0.1, 1.0, 1e-13 * 10.0, 2.4e9)
    heard = direction_finder.glimpse(_FINDER, _look(range_m=away, path_loss=6.0))
    assert _EXACT(heard.odds, 1.0 / (1.0 + math.exp(math.pi / math.sqrt(3.0))))


@pytest.mark.parametrize("changed", [{"emitted_w": 0.0}, {"emitted_hz": 3.9e8}, {"emitted_hz": 6.1e9}])
def test_silence_and_bands_that_it_does_not_listen_to_are_not_heard(changed: dict[str, float]) -> None:
    assert direction_finder.glimpse(_FINDER, _look(range_m=10.0, **changed)).odds == 0.0


def test_iso_9613_even_odds_where_the_level_is_what_the_array_needs() -> None:
    sky = weather({})
    lost = absorption(500.0, sky.temperature_k, sky.humidity, sky.pressure_pa)
    away = level_range(75.0, background_noise(35.0, 3.0) - 8.0, lost)
    air = acoustic.column(_ARRAY, sky)
    heard = acoustic.glimpse(
        _ARRAY, _look(range_m=away, noise_db=75.0, wind_speed_mps=3.0, path_loss=away * lost, sun_elevation_rad=-0.3)
    )
    assert within(1e-9, because="Newton's last step")(heard.odds, 0.5)
    assert air.gas_db_m == lost and air.rain_db_m == air.fog_db_m == 0.0


def test_makarewicz_1997_upwind_lies_a_shadow_and_downwind_none() -> None:
    """60 m up at 3 km: against 5 m/s sound bends away, with it down; in still air a day's shadow begins farther off."""
    far = {"range_m": 3000.0, "target_height_m": 60.0, "sensor_height_m": 2.0}
    taken = [acoustic.shadow_db(_look(headwind_mps=u, **far)) for u in (5.0, 1.0, 0.0, -5.0)]
    assert taken == sorted(taken, reverse=True) and taken[0] == 25.0 and taken[3] == 0.0
    night = [acoustic.shadow_db(_look(headwind_mps=u, sun_elevation_rad=-0.3, **far)) for u in (5.0, 0.0)]
    assert night[0] > 0.0 == night[1]


def test_koopman_1980_the_lobe_of_a_large_near_thing_is_that_of_the_contrast_alone() -> None:
    """Contrast over the factor 1/30, 3.33 percent; 1.75 sqrt(theta) = 3.33 gives 3.628 degrees, a cap of 0.0126 sr."""
    near = lookout.glimpse(_EYES, _look(range_m=2.0))
    cap = 2.0 * math.pi * (1.0 - math.cos(math.radians(3.6281)))
    assert within(rel=2e-3, because="the size's term is left out by hand")(
        near.odds, 1.0 - math.exp(-3.0 * 5.0 * cap / 0.55)
    )


def test_adrian_1989_by_day_the_light_does_not_matter_by_night_nothing_is_found() -> None:
    assert lookout.dimming(0.005, 1.0) == 1.0
    dim = [lookout.dimming(0.005, math.radians(h)) for h in (0.0, -3.0, -6.0, -12.0, -18.0)]
    assert dim == sorted(dim) and dim[-1] > 100.0
    assert lookout.glimpse(_EYES, _look(range_m=100.0, sun_elevation_rad=-0.3)).odds == 0.0


def test_glasses_see_farther_and_search_slower() -> None:
    glasses = _EYES._replace(magnification=7.0, field_rad=0.061)
    assert lookout.glimpse(glasses, _look(range_m=4e3)).odds > lookout.glimpse(_EYES, _look(range_m=4e3)).odds == 0.0
    assert lookout.glimpse(glasses, _look(range_m=50.0)).odds < lookout.glimpse(_EYES, _look(range_m=50.0)).odds


def test_haze_is_that_of_the_visibility() -> None:
    air = lookout.column(_EYES, weather({"visibility_m": 8e3}))
    assert within(rel=1e-3, because="3.912 is rounded")(8e3 * air.gas_db_m, 3.912)
