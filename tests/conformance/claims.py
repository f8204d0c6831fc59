"""What each claim of a model means, as a check. A claim that is not here is refused, so that none is empty."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from ringfort.effectors.contract import Encounter
from ringfort.sensors.contract import Look
from ringfort.world.weather import weather
from tests.conformance import parts

_SLACK = 1e-12  # rounding: odds near one may tie
_CLOSE_M = 2.0  # the solvers of flights stop within half a metre in range and in side
_LOSS_PER_M = 2e-4


def _falling(odds: Sequence[float]) -> bool:
    return all(b <= a + _SLACK for a, b in pairwise(odds)) and odds[-1] < odds[0]


def _spread(low: float, high: float, count: int = 60) -> list[float]:
    return [low * (high / low) ** (i / (count - 1)) for i in range(count)]


def _look(**changed: float) -> Any:
    given = {
        "range_m": 3000.0, "off_axis_rad": 0.1, "elevation_rad": 0.3, "range_rate_mps": -60.0, "swerling": 1.0,
        "ground_speed_mps": 60.0, "cross_section_m2": 0.1, "size_m": 1.0, "contrast": 0.5, "path_loss": 0.0,
        "target_height_m": 900.0, "sensor_height_m": 10.0, "clearance_rad": 0.3, "rain_mmh": 0.0,
        "sun_elevation_rad": 0.5, "wind_speed_mps": 0.0, "visibility_m": 2e4, "emitted_w": 0.1, "emitted_hz": 2.4e9,
        "noise_db": 90.0, "jamming_w_hz": 0.0, "dwell_s": 15.0,
    }  # fmt: skip
    return Look(**(given | changed))


def _seen(name: str, draw: int, **changed: float) -> float:
    return float(parts.spec(name).functions["glimpse"](parts.own(name, draw), _look(**changed)).odds)


def _encounter(**changed: float) -> Any:
    given = {
        "range_m": 800.0, "elevation_rad": 0.2, "speed_mps": 50.0, "crossing_mps": 20.0, "miss_m": 5.0,
        "ballistic": 0.0, "shot": 1.0, "hit_radius_m": 0.2, "burn_fluence_j_m2": 1e7, "link_eirp_w": 0.1,
        "link_distance_m": 3000.0, "radio_frequency_hz": 2.44e9, "satellite_navigation": 0.5, "busy_s": 25.0,
        "path_loss": 0.0, "turbulence": 1e-15, "clearance_rad": 1.0,
    }  # fmt: skip
    return Encounter(**(given | changed))


def _stops(name: str, draw: int, **changed: float) -> float:
    return float(sum(parts.spec(name).functions["effect"](parts.own(name, draw), _encounter(**changed))))


def falls_with_range(name: str, draw: int) -> None:
    """The farther, the lower the odds, the air's loss growing with the way."""
    if parts.spec(name).stage == "sensor":
        assert _falling([_seen(name, draw, range_m=r, path_loss=_LOSS_PER_M * r) for r in _spread(50.0, 5e5)])
    else:
        figures = parts.values(name, draw)
        kind = 0.0 if figures["against_drones"] > 0.5 else 1.0
        ways = _spread(max(figures["range_min_m"], 10.0), figures["range_max_m"])
        assert _falling([_stops(name, draw, range_m=r, path_loss=_LOSS_PER_M * r, ballistic=kind) for r in ways])


def falls_with_range_in_free_space(name: str, draw: int) -> None:
    """As above, the ground's mirror image left out, which makes lobes."""
    function, p = parts.spec(name).functions["glimpse"], parts.own(name, draw, ground_reflection=0.0)
    for swerling in range(5):
        ways = _spread(500.0, 5e5)
        odds = [function(p, _look(range_m=r, path_loss=_LOSS_PER_M * r, swerling=float(swerling))).odds for r in ways]
        assert _falling(odds)


def rises_with_cross_section(name: str, draw: int) -> None:
    """The larger the cross section, the higher the odds."""
    sizes = _spread(1e-6, 1e4)
    if parts.spec(name).stage == "effector":
        assert _falling([_stops(name, draw, cross_section_m2=s) for s in sizes][::-1])
        return
    away = parts.values(name, draw)["reference_range_m"]
    assert _falling([_seen(name, draw, range_m=away, cross_section_m2=s) for s in sizes][::-1])


def rises_with_size(name: str, draw: int) -> None:
    """The larger the thing looks, the higher the odds."""
    assert _falling([_seen(name, draw, size_m=s) for s in _spread(0.01, 100.0)][::-1])


def falls_with_haze(name: str, draw: int) -> None:
    """The shorter the visibility, by the model's own column, the lower the odds."""
    model, odds = parts.spec(name), []
    for visibility in _spread(100.0, 5e4, 20)[::-1]:
        column = model.functions["column"](parts.own(name, draw), weather({"visibility_m": visibility}))
        loss = 1000.0 * (column.gas_db_m + column.rain_db_m + column.fog_db_m)
        if model.stage == "sensor":
            odds.append(_seen(name, draw, range_m=1000.0, path_loss=loss, size_m=3.0))
        else:
            odds.append(_stops(name, draw, range_m=1000.0, path_loss=loss, burn_fluence_j_m2=3e6))
    assert _falling(odds)


def rises_with_power(name: str, draw: int) -> None:
    """The more a thing radiates, the higher the odds."""
    assert _falling([_seen(name, draw, emitted_w=w, range_m=5e3) for w in _spread(1e-4, 1e3)][::-1])


def silent_is_not_heard(name: str, draw: int) -> None:
    """What radiates nothing is not heard, however near, loud and large."""
    assert _seen(name, draw, emitted_w=0.0, range_m=10.0, noise_db=140.0, size_m=50.0) == 0.0
    assert _seen(name, draw, emitted_w=0.1, range_m=10.0) > 0.5


def rises_with_loudness(name: str, draw: int) -> None:
    """The louder the thing, the higher the odds."""
    assert _falling([_seen(name, draw, noise_db=level) for level in range(150, 0, -5)])


def falls_with_wind(name: str, draw: int) -> None:
    """The stronger the wind from 1 m/s on, the lower the odds."""
    assert _falling([_seen(name, draw, range_m=500.0, wind_speed_mps=v) for v in _spread(1.0, 20.0)])


def falls_with_darkness(name: str, draw: int) -> None:
    """The lower the sun, the lower the odds, and none at all by night."""
    odds = [_seen(name, draw, range_m=300.0, sun_elevation_rad=h / 100.0) for h in range(100, -60, -4)]
    assert _falling(odds) and odds[-1] == 0.0


def slow_is_lost(name: str, draw: int) -> None:
    """What neither comes nor goes faster than the notch is not seen, however large it is."""
    notch = parts.values(name, draw)["notch_mps"]
    for sign in (-1.0, 1.0):
        assert _seen(name, draw, range_rate_mps=0.99 * sign * notch, cross_section_m2=1e4) == 0.0
        assert _seen(name, draw, range_rate_mps=1.01 * sign * notch, cross_section_m2=1e4) > 0.9


def no_effect_before_flight(name: str, draw: int) -> None:
    """A shot's effect comes no earlier than something at the shot's first speed could be there."""
    p = parts.own(name, draw)
    fastest = getattr(p, "muzzle_mps", 0.0) or p.speed_mps
    for aim in parts.aims(150):
        plan = parts.spec(name).functions["plan"](p, aim)
        away = (plan.x_m * plan.x_m + plan.y_m * plan.y_m + plan.z_m * plan.z_m) ** 0.5
        speed = (aim.vx_mps**2 + aim.vy_mps**2 + aim.vz_mps**2) ** 0.5
        millisecond = 1e-3 * (1.0 + (speed + 9.81 * plan.flight_s) / fastest)  # what the solver leaves
        assert plan.feasible < 0.5 or plan.flight_s >= away / fastest - millisecond


def autonomous_keeps_its_link(name: str, draw: int) -> None:
    """A thing without a link, which does not need satellites, is not affected at all."""
    assert _stops(name, draw, link_eirp_w=0.0, satellite_navigation=0.0, range_m=20.0) == 0.0
    assert _stops(name, draw, link_eirp_w=0.1, range_m=20.0) > 0.5


def comes_down_at_its_aim(name: str, draw: int) -> None:
    """With no error and no wind, the last knot lies on the ground at the aim."""
    start = parts.departure(name)
    _, place, _ = parts.lay(name, start, draw)[-1]
    assert abs(place[0] - start.aim_x_m) < _CLOSE_M and abs(place[1] - start.aim_y_m) < _CLOSE_M
    assert abs(parts.above_ground(place)) < _CLOSE_M


def keeps_its_height(name: str, draw: int) -> None:
    """Over the first part of its way it stays within a quarter of its height (birds bob)."""
    knots = parts.lay(name, parts.departure(name), draw)
    first = parts.above_ground(knots[0][1])
    along = parts.heights(knots, 0.3)
    assert first > 0.0 and all(abs(height - first) < 0.25 * first + 1.0 for height in along)


CLAIMS: dict[str, Callable[[str, int], None]] = {
    "odds fall with range": falls_with_range,
    "odds fall with range in free space": falls_with_range_in_free_space,
    "odds rise with cross section": rises_with_cross_section,
    "odds rise with size": rises_with_size,
    "odds fall with haze": falls_with_haze,
    "odds rise with radiated power": rises_with_power,
    "silent things are not heard": silent_is_not_heard,
    "odds rise with loudness": rises_with_loudness,
    "odds fall with wind": falls_with_wind,
    "odds fall with darkness": falls_with_darkness,
    "slow things are lost": slow_is_lost,
    "no effect before time of flight": no_effect_before_flight,
    "what flies by itself does not care": autonomous_keeps_its_link,
    "comes down at its aim": comes_down_at_its_aim,
    "keeps its height above ground": keeps_its_height,
}
