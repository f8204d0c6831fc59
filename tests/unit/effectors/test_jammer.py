import math

import pytest
from tests.tolerance import within

from ringfort.effectors.contract import Aim, Encounter
from ringfort.effectors.jammer import Jammer, effect, plan

_JAMMER = Jammer(
    link_eirp_w=20.0,
    in_band=0.5,
    needed_db=10.0,
    spread_db=3.0,
    path_exponent=2.0,
    navigation_eirp_w=0.0,
    navigation_needed=1e4,
    dwell_s=6.0,
    covers_433=1.0,
    covers_900=1.0,
    covers_2400=1.0,
    covers_5800=1.0,
    covers_other=0.0,
    believed_odds=0.4,
)


def _drone(range_m: float, link_w: float = 0.1, satellites: float = 0.0) -> Encounter:
    return Encounter(
        range_m, 0.3, 15.0, 5.0, 20.0, 0.0, 1.0, 0.2, 1e7, link_w, 3e3, 2.4e9, satellites, 6.0, 0, 1e-14, 1
    )


@pytest.mark.parametrize(("exponent", "range_m"), [(2.0, 3e3 * math.sqrt(0.5 * 20.0 / 0.1 / 10.0)), (4.0, 5334.8)])
def test_adamy_2001_even_odds_where_jamming_reaches_what_is_needed(exponent: float, range_m: float) -> None:
    """J/S = f (P_j / P_c) (R_c / R_j)^n = 10 dB: R_j = R_c (f P_j / P_c / 10)^(1/n)."""
    got = effect(_JAMMER._replace(path_exponent=exponent), _drone(range_m)).link_lost
    assert within(1e-4, because="the range of the fourth power is rounded to 0.1 m")(got, 0.5)


def test_a_factor_of_the_spread_moves_the_odds_along_the_logistic() -> None:
    even_m = 3e3 * math.sqrt(10.0)
    stronger = even_m * 10.0 ** (-3.0 / 20.0)  # one spread of 3 dB more
    check = within(1e-9, because="logistic of one")
    assert check(effect(_JAMMER, _drone(stronger)).link_lost, 1.0 / (1.0 + math.exp(-1.0)))


def test_what_flies_by_itself_does_not_care() -> None:
    assert effect(_JAMMER, _drone(10.0, link_w=0.0, satellites=1.0)) == (0.0, 0.0, 0.0)


def test_isgps_200_satellites_are_lost_within_the_friis_range() -> None:
    """The jammer's power over -158.5 dBW at 40 dB tolerance: 4 pi R / lambda = sqrt(P / (S J/S))."""
    jammer = _JAMMER._replace(link_eirp_w=0.0, navigation_eirp_w=1.0)
    wavelength = 299792458.0 / 1575.42e6
    reach = wavelength / (4.0 * math.pi) * math.sqrt(1.0 / (10.0**-15.85 * 1e4))
    assert effect(jammer, _drone(0.999 * reach, satellites=0.7)).navigation_lost == 0.7
    assert effect(jammer, _drone(1.001 * reach, satellites=0.7)).navigation_lost == 0.0


def test_where_both_are_lost_the_link_counts() -> None:
    both = effect(_JAMMER._replace(navigation_eirp_w=1.0), _drone(300.0, satellites=1.0))
    assert within(1e-12, because="they exclude each other")(both.link_lost + both.navigation_lost, 1.0)
    assert both.link_lost > 0.99


def test_command_does_not_know_how_a_drone_is_flown() -> None:
    got = plan(_JAMMER, Aim(0.0, 500.0, 50.0, 0.0, -20.0, 0.0, 5.0, 0.0, 25.0, 50.0, 0.0, 1e-14))
    assert (got.feasible, got.odds, got.flight_s, got.busy_s) == (1.0, 0.4, 6.0, 6.0)
    assert within(1e-9, because="where it will be after the dwell")(got.y_m, 500.0 - 20.0 * 6.0)


@pytest.mark.parametrize(
    ("frequency_hz", "band"), [(430e6, 433), (868e6, 900), (2.45e9, 2400), (5.7e9, 5800), (9e9, 0)]
)
def test_a_link_in_a_band_that_is_not_covered_is_not_touched(frequency_hz: float, band: int) -> None:
    name = f"covers_{band or 'other'}"
    bands = {key: float(key == name) for key in Jammer._fields if key.startswith("covers_")}
    drone = _drone(100.0)._replace(radio_frequency_hz=frequency_hz)
    assert effect(_JAMMER._replace(**bands), drone).link_lost > 0.5
    without = _JAMMER._replace(**{key: 1.0 - value for key, value in bands.items()})
    assert effect(without, drone).link_lost == 0.0


def test_a_dwell_that_ends_before_the_fail_safe_begins_does_nothing() -> None:
    assert effect(_JAMMER, _drone(100.0)._replace(busy_s=3.0)) == (0.0, 0.0, 0.0)
