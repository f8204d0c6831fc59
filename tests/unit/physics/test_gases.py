import math

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import gases

SEA_LEVEL = (101_325.0, 0.0075, 288.15)
frequencies = st.floats(1e9, 1e12)


def test_p676_peaks_stand_at_the_lines_of_oxygen_and_vapour():
    at = {
        f: gases.gas_attenuation(f * 1e9, *SEA_LEVEL) for f in (22.235, 35.0, 60.0, 94.0, 118.75, 140.0, 183.31, 220.0)
    }
    assert at[22.235] > at[35.0] < at[60.0] > at[94.0] < at[118.75] > at[140.0] < at[183.31] > at[220.0]


def test_p676_meets_its_table_only_with_the_pressure_of_dry_air():
    dry = gases.oxygen_attenuation(10e9, *SEA_LEVEL)
    e = gases.vapour_pressure(0.0075, 288.15)
    less = gases.oxygen_attenuation(10e9, 101_325.0 - e, *SEA_LEVEL[1:])
    assert within(0.005, because="trap 1 of the collected numbers: 1.5 percent less, at any frequency of a radar")(
        1.0 - less / dry, 0.015
    )


@settings(deadline=None)  # the first call compiles
@given(frequencies)
def test_air_without_vapour_leaves_oxygen_alone(frequency):
    assert gases.vapour_attenuation(frequency, 101_325.0, 0.0, 288.15) == 0.0
    dry = gases.gas_attenuation(frequency, 101_325.0, 0.0, 288.15)
    assert dry == gases.oxygen_attenuation(frequency, 101_325.0, 0.0, 288.15)
    assert dry > 0.0


@settings(deadline=None, max_examples=15)
@given(st.floats(1e9, 4e10), st.floats(0.2, math.pi / 2))
def test_slant_loss_follows_the_cosecant_well_above_the_horizon(frequency, elevation):
    zenith = gases.slant_attenuation(frequency, math.pi / 2, 0.0075, 0.0, 100e3)
    slant = gases.slant_attenuation(frequency, elevation, 0.0075, 0.0, 100e3)
    assert within(rel=0.04, because="at 11 degrees the round earth shortens a path of 6 km height by 2 to 4 percent")(
        slant * math.sin(elevation), zenith
    )


def test_slant_loss_adds_up_over_two_parts_of_a_vertical_path():
    whole = gases.slant_attenuation(22e9, math.pi / 2, 0.0075, 0.0, 10e3)
    parts = [gases.slant_attenuation(22e9, math.pi / 2, 0.0075, *ends) for ends in ((0.0, 3e3), (3e3, 10e3))]
    assert within(rel=1e-4, because="layers of 1 percent of the height, by the rule of the middle")(sum(parts), whole)


def test_a_short_level_path_loses_its_specific_attenuation():
    loss = gases.slant_attenuation(10e9, math.pi / 2, 0.0075, 0.0, 10.0)
    assert within(rel=0.003, because="pressure and vapour at 5 m are 0.3 percent less")(
        loss / 10.0, gases.gas_attenuation(10e9, *SEA_LEVEL)
    )
