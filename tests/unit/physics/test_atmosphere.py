import itertools

import pytest
from tests.tolerance import within

from ringfort.physics import atmosphere

ROUNDED = within(rel=1e-4, because="the standard prints five figures, its layer bases from rounded pressures")


@pytest.mark.parametrize(
    ("geopotential_m", "kelvin", "pascal"),
    [
        (0.0, 288.15, 101_325.0),
        (11_000.0, 216.65, 22_632.06),
        (20_000.0, 216.65, 5_474.889),
        (32_000.0, 228.65, 868.0187),
        (47_000.0, 270.65, 110.9063),
        (51_000.0, 270.65, 66.93887),
        (71_000.0, 214.65, 3.956420),
    ],
)
def test_us_standard_atmosphere_1976_layer_bases(geopotential_m: float, kelvin: float, pascal: float) -> None:
    height_m = atmosphere.geometric_height(geopotential_m)
    assert ROUNDED(atmosphere.temperature(height_m), kelvin)
    assert ROUNDED(atmosphere.pressure(height_m), pascal)
    assert ROUNDED(atmosphere.density(height_m), pascal * 28.9644 / (8314.32 * kelvin))


def test_us_standard_atmosphere_1976_at_sea_level() -> None:
    assert ROUNDED(atmosphere.density(0.0), 1.2250)
    assert ROUNDED(atmosphere.speed_of_sound(0.0), 340.294)
    assert ROUNDED(atmosphere.viscosity(0.0), 1.7894e-5)


def test_us_standard_atmosphere_1976_top_of_the_formula_meets_the_table() -> None:
    assert ROUNDED(atmosphere.geometric_height(84_852.0), 86_000.0)
    check = within(rel=5e-4, because="the table has the kinetic temperature, 0.04 percent lower")
    for law in (atmosphere.temperature, atmosphere.pressure, atmosphere.density):
        assert check(law(86_000.0), law(86_000.001))


@pytest.mark.parametrize(
    ("height_m", "density"), [(100e3, 5.604e-7), (120e3, 2.222e-8), (300e3, 1.916e-11), (1000e3, 3.561e-15)]
)
def test_us_standard_atmosphere_1976_above_86_km(height_m: float, density: float) -> None:
    assert within(rel=1e-9, because="a row of the table itself")(atmosphere.density(height_m), density)


@pytest.mark.parametrize(("height_m", "density"), [(170e3, 7.815e-10), (250e3, 6.073e-11)])
def test_us_standard_atmosphere_1976_between_rows_of_the_table(height_m: float, density: float) -> None:
    check = within(rel=0.16, because="logarithm linear between rows up to 100 km apart; drag there is negligible")
    assert check(atmosphere.density(height_m), density)


def test_density_falls_with_height_everywhere() -> None:
    heights = [-4_000.0 + 1_000.0 * i for i in range(1_200)]
    values = [atmosphere.density(height_m) for height_m in heights]
    assert all(below > above > 0.0 for below, above in itertools.pairwise(values))


def test_the_tables_meet_the_laws() -> None:
    cubic = within(rel=1e-8, because="a cubic over 250 m where the scale height is above 4 km errs by (0.06)^4 / 2000")
    line = within(rel=1e-5, because="a line over 250 m of a square root of a linear temperature")
    for i in range(2_000):
        height_m = -1_500.0 + 43.7 * i
        rho, slowness = atmosphere.quick_air(height_m)
        assert cubic(rho, atmosphere.density(height_m))
        assert line(1.0 / slowness, atmosphere.speed_of_sound(height_m))


def test_heights_go_there_and_back() -> None:
    check = within(1e-6, because="one multiplication and one division at 1e5 m")
    for height_m in (-400.0, 0.0, 11_019.0, 86_000.0):
        assert check(atmosphere.geometric_height(atmosphere.geopotential_height(height_m)), height_m)


def test_gravity_falls_by_the_square() -> None:
    check = within(rel=1e-12, because="the same closed form")
    assert check(atmosphere.gravity(atmosphere.EARTH_RADIUS_M), atmosphere.STANDARD_GRAVITY_MPS2 / 4.0)
