"""The atmosphere against the package ambiance, which follows ICAO Doc 7488."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import atmosphere

ambiance = pytest.importorskip("ambiance")

ROUNDED = within(rel=2e-5, because="ambiance begins each layer from a pressure rounded to six figures")
EXACT = within(rel=1e-6, because="ambiance rounds the gas constant to 287.05287 J/(kg K)")


@given(st.floats(-5_000.0, 81_000.0))
def test_against_ambiance(height_m: float) -> None:
    other = ambiance.Atmosphere(height_m)
    assert ROUNDED(atmosphere.pressure(height_m), float(other.pressure[0]))
    assert ROUNDED(atmosphere.density(height_m), float(other.density[0]))
    assert EXACT(atmosphere.temperature(height_m), float(other.temperature[0]))
    assert EXACT(atmosphere.speed_of_sound(height_m), float(other.speed_of_sound[0]))
    assert EXACT(atmosphere.viscosity(height_m), float(other.dynamic_viscosity[0]))
    assert EXACT(atmosphere.gravity(height_m), float(other.grav_accel[0]))
