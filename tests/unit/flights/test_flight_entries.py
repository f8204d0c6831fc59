import pytest
from tests.tolerance import within
from tests.unit.flights.laying import SPECS, catalog, fly, hills, own, start

from ringfort.flights.contract import KINDS, SIDES
from ringfort.world.terrain import ground_height

IDS = catalog().ids()
RANGE_M = {
    "mortar": 2500.0,
    "rocket": 5000.0,
    "artillery": 9000.0,
    "missile": 250e3,
    "quadcopter": 3000.0,
    "bird": 3000.0,
}


def test_every_figure_is_sourced_and_in_its_bounds() -> None:
    assert catalog().check() == []


@pytest.mark.parametrize("name", IDS)
def test_side_and_kind_are_those_of_the_contract(name: str) -> None:
    traits = catalog().get(name).traits
    assert traits["side"] in SIDES and traits["kind"] in KINDS


@pytest.mark.parametrize("end", ["low", "value", "high"])
@pytest.mark.parametrize("name", IDS)
def test_it_flies_at_both_ends_of_its_spread(name: str, end: str) -> None:
    entry = catalog().get(name)
    range_m = RANGE_M.get(str(entry.traits["kind"]), 30e3)
    departure = start(0.8 * range_m, -0.6 * range_m, wind_east_mps=5.0, die_1=0.5, die_2=-0.5)
    knots = fly(own(name, end), departure, hills())
    if (entry.model != "flight.bird" and entry.parameters.get("passes_through") is None) or "landing" in entry.summary:
        last = knots.p[-1]
        on_ground = within(1e-6, because="the last knot lies on the ground")
        assert on_ground(last[2], ground_height(hills(), float(last[0]), float(last[1])))


def test_every_model_has_an_entry() -> None:
    assert {catalog().get(name).model for name in IDS} == set(SPECS)
