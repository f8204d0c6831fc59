"""What weather acts on what: each cell of the table in docs/methods/weather.md, through the models as a raid asks them.

A cell ``-`` says that the odds fall, ``0`` that not a bit of them moves.
"""

import math
from collections.abc import Callable
from typing import Any

import pytest

from ringfort.effectors.contract import Encounter
from ringfort.physics.turbulence import structure_constant
from ringfort.sensors.contract import Look
from ringfort.world.weather import RadioLoss, Weather, radio_loss_db
from tests.conformance import parts

_CALM_NIGHT, _NOON = 0.1, 1.0  # weights of the temporal hour


def sky(**changed: float) -> Weather:
    """Return a clear mild day with changes, with the turbulence that comes with it; ``hour`` is the hour's weight."""
    hour = changed.pop("hour", 0.5)
    given = Weather(temperature_k=293.15, wind_speed_mps=3.0, sun_elevation_rad=0.7)._replace(**changed)
    structure = structure_constant(given.temperature_k, given.humidity, given.wind_speed_mps, hour)
    return given._replace(refractive_index_structure=structure)


WEATHERS = {
    "rain": (sky(), sky(rain_mmh=20.0)),
    "fog": (sky(), sky(fog_water_g_m3=0.2, visibility_m=200.0)),
    "dust": (sky(), sky(dust_visibility_m=500.0)),
    "visibility": (sky(), sky(visibility_m=3e3)),
    "humidity": (sky(humidity=0.2), sky(humidity=0.9)),
    "temperature": (sky(temperature_k=283.15), sky(temperature_k=308.15)),
    "wind": (sky(wind_speed_mps=1.0), sky(wind_speed_mps=8.0)),
    "night": (sky(), sky(sun_elevation_rad=-0.7)),
    "noon": (sky(hour=_CALM_NIGHT), sky(hour=_NOON)),
}
TABLE = {
    "sensor/air-surveillance-radar": {"rain": "-", "fog": "-", "dust": "0", "visibility": "0", "humidity": "-"},
    "sensor/small-drone-radar": {"rain": "-", "fog": "-", "dust": "0", "visibility": "0", "humidity": "-"},
    "sensor/day-camera": {
        "rain": "-", "fog": "-", "dust": "-", "visibility": "-", "temperature": "-", "wind": "-", "night": "-",
        "noon": "-",
    },
    "sensor/thermal-camera": {
        "rain": "-", "fog": "-", "dust": "-", "visibility": "-", "temperature": "-", "wind": "-", "noon": "-",
    },
    "sensor/interrogator": {"rain": "-", "fog": "-", "dust": "0", "visibility": "0", "humidity": "-"},
    "sensor/radio-direction-finder": {"rain": "-", "fog": "-", "dust": "0", "visibility": "0", "humidity": "-"},
    "sensor/acoustic-array": {"rain": "0", "fog": "0", "dust": "0", "visibility": "0", "wind": "-"},
    "sensor/lookout": {"rain": "-", "fog": "-", "dust": "-", "visibility": "-", "night": "-"},
    "effector/claws": {
        "rain": "-", "fog": "-", "dust": "-", "visibility": "-", "temperature": "-", "wind": "-", "noon": "-",
    },
}  # fmt: skip
# Moist air is calmer, which cameras and lasers like: their odds rise, and no sign stands for it here.
UNSIGNED = {("humidity", name) for name in ("sensor/day-camera", "sensor/thermal-camera", "effector/claws")}
UNSIGNED |= {("temperature", "sensor/acoustic-array")}  # warm air absorbs more of a high tone, less of a low one


def _loss(name: str, air: Weather, range_m: float) -> float:
    column = parts.spec(name).functions["column"](parts.own(name), air)
    return float(radio_loss_db(RadioLoss(*column), range_m, 10.0, 100.0))


def odds(name: str, air: Weather, range_m: float) -> float:
    """Return the odds of a look, or of a dwell of a laser, at a drone 100 m up."""
    lost, model, p = _loss(name, air, range_m), parts.spec(name), parts.own(name)
    if model.stage == "effector":
        shot = Encounter(
            range_m, 0.1, 50.0, 20.0, 5.0, 0.0, 1.0, 0.2, 1e7, 0.0, 1e3, 2.4e9, 0.0, 12.0, lost,
            air.refractive_index_structure, 1.0,
        )  # fmt: skip
        return float(model.functions["effect"](p, shot).kill)
    look = Look(
        range_m=range_m, off_axis_rad=0.0, elevation_rad=90.0 / range_m, range_rate_mps=-60.0, ground_speed_mps=60.0,
        cross_section_m2=0.1, swerling=1.0, size_m=2.5, contrast=0.5, target_height_m=100.0, sensor_height_m=10.0,
        clearance_rad=0.01, path_loss=lost, rain_mmh=air.rain_mmh, sun_elevation_rad=air.sun_elevation_rad,
        wind_speed_mps=air.wind_speed_mps, visibility_m=air.visibility_m, emitted_w=0.1, emitted_hz=2.4e9,
        noise_db=90.0, jamming_w_hz=0.0, turbulence=air.refractive_index_structure, dwell_s=15.0,
    )  # fmt: skip
    return float(model.functions["glimpse"](p, look).odds)


def range_of_even_odds(name: str) -> float:
    """Return a range where the odds hang on everything: where they are half of what they are close by."""
    near, far = 100.0, 6e5
    best = odds(name, sky(), near)
    for _ in range(60):
        middle = math.sqrt(near * far)
        near, far = (middle, far) if odds(name, sky(), middle) > 0.5 * best else (near, middle)
    return near


@pytest.mark.parametrize(("name", "weather"), [(name, w) for name in TABLE for w in WEATHERS])
def test_each_cell_of_the_table_is_so(name: str, weather: str) -> None:
    before, after = WEATHERS[weather]
    away = range_of_even_odds(name)
    clear, changed = odds(name, before, away), odds(name, after, away)
    sign = TABLE[name].get(weather)
    if (weather, name) in UNSIGNED:
        assert changed != clear
    elif sign == "-":
        assert changed < clear
    elif sign == "0":
        assert changed == clear
    else:  # an effect by the by: through the loss of gases alone, or none at all
        assert abs(changed - clear) < 0.05


def test_every_sensor_of_the_catalogue_but_textbook_parts_stands_in_the_table_by_its_model() -> None:
    told = {parts.spec(name).name for name in TABLE}
    stages: Callable[[str], Any] = parts.spec
    assert {stages(name).name for name in parts.of_stage("sensor")} - told == {"sensor.fixed-odds"}
