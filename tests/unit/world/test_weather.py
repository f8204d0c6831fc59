import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.errors import RingfortError
from ringfort.physics import optics_extinction, propagation
from ringfort.world import weather as w

heights = st.floats(0.0, 20e3)


def test_a_clear_day_by_default():
    assert w.weather({}) == w.Weather()


def test_every_wrong_value_is_named_with_its_remedy():
    with pytest.raises(RingfortError) as caught:
        w.weather({"humidity": 50.0, "rain": 3.0, "visibility_m": math.nan})
    told = str(caught.value)
    assert "weather.humidity" in told and "as a fraction" in told
    assert "did you mean rain_mmh?" in told
    assert "weather.visibility_m" in told


def test_light_follows_the_sun_unless_it_is_stated():
    assert w.weather({"sun_elevation_rad": -0.5}).illuminance_lux < 1.0
    assert w.weather({"sun_elevation_rad": -0.5, "illuminance_lux": 20.0}).illuminance_lux == 20.0


def test_fog_holds_water_and_dust_of_the_same_visibility_none():
    fog = w.weather({"visibility_m": 200.0}, fog=True)
    dust = w.weather({"dust_visibility_m": 200.0})
    assert fog.fog_water_g_m3 > 0.05
    assert dust.fog_water_g_m3 == 0.0
    assert w.radio_loss(fog, 35e9).fog_db_m > 0.0 == w.radio_loss(dust, 35e9).fog_db_m
    assert w.light_extinction(dust, 1e-6) > 3.9 / 200.0


def test_radio_loss_is_the_sum_of_its_laws_at_the_ground():
    sky = w.weather({"rain_mmh": 10.0, "fog_water_g_m3": 0.1})
    loss = w.radio_loss(sky, 16e9)
    assert loss.rain_db_m == propagation.rain_attenuation(10.0, 16e9, 0.0, 0.0)
    assert loss.fog_db_m == propagation.fog_attenuation(1e-3 * 0.1, 16e9, 288.15)
    ground = w.radio_attenuation(sky, 16e9)
    assert within(rel=1e-12, because="one product")(w.radio_loss_db(loss, 5e3, 0.0, 0.0), 5e3 * ground)


def test_humid_air_holds_what_steam_tables_say():
    got = w.vapour_density(w.Weather(temperature_k=293.15, humidity=1.0))
    assert within(rel=0.01, because="steam tables give 17.3 g/m3; moist air holds 0.4 percent more")(got, 17.3e-3)


@settings(deadline=None)  # the first call compiles
@given(heights, heights, st.floats(10.0, 10e3))
def test_shares_of_a_path_are_those_of_many_small_steps(start, end, scale):
    steps = [start + (end - start) * (i + 0.5) / 2000 for i in range(2000)]
    thinning = sum(math.exp(-h / scale) for h in steps) / 2000
    # The rule of the middle errs by x^2/24 a step, x the step over the scale: up to 1 for 20 km over 10 m.
    x = abs(end - start) / scale / 2000
    assert within(1e-9, rel=x * x / 20 + 1e-6, because="the rule of the middle over 2000 steps")(
        thinning, w.thinning_share(start, end, scale)
    )
    below = sum(h <= scale for h in steps) / 2000
    assert within(2e-3, because="one step of 2000 at the edge of the layer")(w.layer_share(start, end, scale), below)


@settings(deadline=None)  # the first call compiles
@given(heights, heights)
def test_a_way_is_the_same_in_both_directions(start, end):
    sky = w.weather({"rain_mmh": 5.0, "fog_water_g_m3": 0.05, "dust_visibility_m": 3e3})
    air = w.haze(sky, 1.06e-6)
    assert within(rel=1e-9, because="rounding")(
        w.optical_depth(air, 1e4, start, end), w.optical_depth(air, 1e4, end, start)
    )


def test_rain_comes_on_top_of_haze_for_light():
    wet, dry = (w.light_extinction(w.Weather(rain_mmh=rain), 1e-6) for rain in (20.0, 0.0))
    assert within(rel=1e-9, because="a sum")(wet - dry, optics_extinction.extinction_rain(20.0))


def test_wind_grows_with_height_and_is_the_stated_one_at_10_metres():
    assert w.wind_speed_at(8.0, 10.0) == 8.0
    assert w.wind_speed_at(8.0, 2.0) < 8.0 < w.wind_speed_at(8.0, 100.0)
    assert w.wind_speed_at(8.0, 5000.0) == w.wind_speed_at(8.0, 200.0)
    power_law = 8.0 * (200.0 / 10.0) ** (1.0 / 7.0)
    assert within(rel=0.03, because="the seventh-power law of open land, another fit of the same winds")(
        w.wind_speed_at(8.0, 200.0), power_law
    )
