"""Gas, rain and fog against the package ITU-Rpy over random inputs."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerance import within

from ringfort.physics import gases, propagation

pytestmark = pytest.mark.slow
itur = pytest.importorskip("itur")
itu676, itu838, itu840 = itur.models.itu676, itur.models.itu838, itur.models.itu840

SAME_TABLES = "the same tables and equations in other units: rounding, and a line table printed to seven digits"
f_ghz = st.floats(1.0, 1000.0)
temperature_k = st.floats(233.0, 323.0)


@settings(deadline=None, max_examples=60)
@given(f_ghz, st.floats(300.0, 1050.0), st.floats(0.0, 30.0), temperature_k)
def test_gases_p676_13(f, p_hpa, rho, t):
    air = (f * 1e9, p_hpa * 100.0, rho * 1e-3, t)
    close = within(1e-15, rel=1e-9, because=SAME_TABLES)
    assert close(1e3 * gases.oxygen_attenuation(*air), float(itu676.gamma0_exact(f, p_hpa, rho, t).value))
    assert close(1e3 * gases.vapour_attenuation(*air), float(itu676.gammaw_exact(f, p_hpa, rho, t).value))


@settings(deadline=None, max_examples=8)
@given(st.floats(1.0, 50.0), st.floats(5.0, 90.0), st.floats(1.0, 20.0))
def test_slant_path_p676_13(f, elevation, rho):
    other = itur.gaseous_attenuation_slant_path(f, elevation, rho, 1013.25, 288.15, mode="exact")
    ours = gases.slant_attenuation(f * 1e9, math.radians(elevation), rho * 1e-3, 0.0, 100e3)
    assert within(
        rel=0.02, because="ours takes each layer at its middle, theirs at its foot, 1 percent of height apart"
    )(ours, float(other.value))


@settings(deadline=None, max_examples=60)
@given(f_ghz, st.floats(0.1, 150.0), st.floats(0.0, 90.0), st.floats(0.0, 90.0))
def test_rain_p838_3(f, rain, elevation, tilt):
    ours = propagation.rain_attenuation(rain, f * 1e9, math.radians(elevation), math.radians(tilt))
    other = itu838.rain_specific_attenuation(rain, f, elevation, tilt)
    assert within(rel=1e-9, because=SAME_TABLES)(1e3 * ours, float(other.value))


@settings(deadline=None, max_examples=60)
@given(f_ghz, st.floats(-8.0, 30.0))
def test_fog_p840_8(f, t_c):
    ours = propagation.fog_coefficient(f * 1e9, t_c + 273.15)
    assert within(rel=1e-9, because=SAME_TABLES)(ours, float(itu840.specific_attenuation_coefficients(f, t_c)))
