"""What the suite lays before the models: random but the same in every session and with the compiler on or off."""

import math
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from ringfort.catalog.registry import installed
from ringfort.compiled import pointer
from ringfort.effectors.contract import EFFECT, PLAN, Aim, Encounter
from ringfort.flights.contract import (
    KINDS,
    KNOT,
    KNOTS_MAX,
    LAY,
    MISSION,
    Course,
    Departure,
    place,
    segment,
)
from ringfort.schema import ModelSpec, parameters_of
from ringfort.sensors.contract import GLIMPSE, Look
from ringfort.world.terrain import flat, height_above_ground

CATALOG = installed()
ENTRIES = CATALOG.ids()
SIGNATURES = {"glimpse": GLIMPSE, "plan": PLAN, "effect": EFFECT, "lay": LAY}
FAR_M = {"rocket": 6e3, "mortar": 3e3, "artillery": 12e3, "missile": 200e3, "quadcopter": 4e3, "bird": 3e3}


def spec(name: str) -> ModelSpec:
    """Return the model of an entry."""
    return CATALOG.model(CATALOG.get(name).model)


def of_stage(*stages: str) -> list[str]:
    """Return the ids of the entries of these stages."""
    return [name for name in ENTRIES if spec(name).stage in stages]


def values(name: str, draw: int = 0) -> dict[str, float]:
    """Return an entry's parameters: their values for draw 0, else drawn anywhere between low and high."""
    dice = random.Random(f"{name} {draw}")
    figures = CATALOG.get(name).parameters
    return {key: f.value if draw == 0 else dice.uniform(f.low, f.high) for key, f in figures.items()}


def own(name: str, draw: int = 0, **changed: float) -> Any:
    """Return the named tuple of the model's own parameters, with changes."""
    cls, given = spec(name).parameters, values(name, draw) | changed
    make: Callable[..., Any] = cls
    return make(*(float(given[field]) for field in parameters_of(cls)))


def flat_array(name: str, draw: int = 0) -> Any:
    """Return the model's own parameters as the kernel holds them."""
    return np.array(own(name, draw), dtype=float)


@cache
def compiled_role(model: str, role: str) -> Callable[..., Any]:
    """Return the function pointer of a model's role as the raid uses it, plain where the compiler is off."""
    found = CATALOG.model(model)
    answer, *looks = SIGNATURES[role]
    return pointer(found.functions[role], found.parameters, answer, *looks)


def _log_uniform(dice: random.Random, low: float, high: float) -> float:
    return float(low * (high / low) ** dice.random())


def looks(count: int) -> list[Look]:
    """Return looks at everything from a bird under the mast to an airliner beyond the horizon."""
    dice, found = random.Random("looks"), []
    for _ in range(count):
        away, height = _log_uniform(dice, 5.0, 6e5), _log_uniform(dice, 0.1, 1e5)
        found.append(
            Look(
                range_m=away,
                off_axis_rad=dice.uniform(-math.pi, math.pi),
                elevation_rad=math.asin(max(-1.0, min(1.0, (height - 10.0) / away))),
                range_rate_mps=dice.uniform(-300.0, 300.0) * dice.random(),
                ground_speed_mps=dice.uniform(0.0, 300.0),
                cross_section_m2=_log_uniform(dice, 1e-5, 1e3),
                swerling=float(dice.randrange(5)),
                size_m=_log_uniform(dice, 0.05, 50.0),
                contrast=_log_uniform(dice, 1e-3, 5.0),
                target_height_m=height,
                sensor_height_m=_log_uniform(dice, 0.5, 100.0),
                clearance_rad=dice.uniform(0.0, 0.5),
                path_loss=dice.choice((0.0, dice.uniform(0.0, 60.0))),
                rain_mmh=dice.choice((0.0, dice.uniform(0.0, 100.0))),
                sun_elevation_rad=dice.uniform(-1.5, 1.5),
                wind_speed_mps=dice.uniform(0.0, 30.0),
                visibility_m=_log_uniform(dice, 20.0, 5e4),
                emitted_w=dice.choice((0.0, _log_uniform(dice, 1e-3, 100.0))),
                emitted_hz=_log_uniform(dice, 1e8, 1e10),
                noise_db=dice.uniform(0.0, 140.0),
                jamming_w_hz=dice.choice((0.0, _log_uniform(dice, 1e-24, 1e-12))),
                energy=dice.choice((1.0, _log_uniform(dice, 1e-6, 10.0))),
                dwell_s=dice.choice((0.0, dice.uniform(0.0, 60.0))),
                headwind_mps=dice.uniform(-20.0, 20.0),
            )
        )
    return found


def aims(count: int) -> list[Aim]:
    """Return tracks near and far, coming, going and crossing, that fly or fall."""
    dice, found = random.Random("aims"), []
    for _ in range(count):
        away, bearing, speed = _log_uniform(dice, 10.0, 2e5), dice.uniform(-math.pi, math.pi), dice.uniform(0, 2000)
        heading, climb = dice.choice((bearing + math.pi, dice.uniform(-math.pi, math.pi))), dice.uniform(-1.0, 0.3)
        level, height = speed * math.cos(climb), _log_uniform(dice, 1.0, 4e4)
        place = (away * math.sin(bearing), away * math.cos(bearing), height)
        speeds = (level * math.sin(heading), level * math.cos(heading), speed * math.sin(climb))
        rest = (dice.uniform(0.0, 500.0), float(dice.randrange(2)), dice.uniform(1.0, 600.0), height)
        sky = (dice.uniform(0.0, 5.0), 10.0 ** dice.uniform(-17.0, -12.0))
        found.append(Aim(*place, *speeds, *rest, *sky))
    return found


def encounters(count: int) -> list[Encounter]:
    """Return true situations at the time of an effect."""
    dice = random.Random("encounters")
    return [
        Encounter(
            range_m=_log_uniform(dice, 1.0, 2e5),
            elevation_rad=dice.uniform(-0.5, 1.5),
            speed_mps=dice.uniform(0.0, 2500.0),
            crossing_mps=dice.uniform(0.0, 500.0),
            miss_m=_log_uniform(dice, 0.1, 3000.0),
            ballistic=float(dice.randrange(2)),
            shot=1.0,
            hit_radius_m=_log_uniform(dice, 0.02, 5.0),
            burn_fluence_j_m2=_log_uniform(dice, 1e4, 1e10),
            link_eirp_w=dice.choice((0.0, _log_uniform(dice, 1e-2, 10.0))),
            link_distance_m=_log_uniform(dice, 50.0, 5e4),
            radio_frequency_hz=_log_uniform(dice, 4e8, 6e9),
            satellite_navigation=dice.random(),
            busy_s=_log_uniform(dice, 0.01, 60.0),
            path_loss=dice.choice((0.0, dice.uniform(0.0, 40.0))),
            turbulence=10.0 ** dice.uniform(-17.0, -12.0),
            clearance_rad=1.0,
        )
        for _ in range(count)
    ]


def departure(name: str, order: int = MISSION, calm: bool = True) -> Departure:
    """Return a start far from the aim, which lies 100 m east and 50 m south of the middle; mid-air unless a mission."""
    kind = CATALOG.get(name).traits.get("kind") or KINDS[spec(name).traits["kind"]]
    far = FAR_M.get(str(kind), 60e3)
    x, y, z, velocity = -0.6 * far, 0.8 * far, 0.0, (0.0, 0.0, 0.0)
    if order != MISSION:
        x, y, z, velocity = -1200.0, 900.0, 300.0, (30.0, -22.0, -1.0)
    dice = (0.0,) * 4 if calm else (0.3, -1.2, 0.8, -0.4)
    ends = (0.6, 0.3)
    wind = (0.0, 0.0) if calm else (4.0, -3.0)
    home = (-0.6 * far, 0.8 * far)
    return Departure(
        50.0, x, y, z, *velocity, 100.0, -50.0, 0.0, float(order), *home, *wind, 200.0, 1500.0, *dice, *ends
    )


def lay(name: str, start: Departure, draw: int = 0) -> list[Any]:
    """Return the knots of a flight over the smooth earth: time, place, velocity."""
    knots = np.zeros(KNOTS_MAX, KNOT).view(np.recarray)
    course = Course(flat(), np.zeros((0, 2)), knots)
    count = spec(name).functions["lay"](own(name, draw), start, course)
    return [(float(k.t), tuple(map(float, k.p)), tuple(map(float, k.v))) for k in knots[:count]]


def above_ground(place: tuple[float, float, float]) -> float:
    """Return the height (m) of a local place above the smooth earth."""
    return float(height_above_ground(flat(), *place))


def heights(knots: list[Any], share: float) -> list[float]:
    """Return heights above ground (m) between the knots too, over the first ``share`` of the flight's time."""
    array, out = np.zeros(len(knots), KNOT).view(np.recarray), np.zeros(6)
    for i, (t, p, v) in enumerate(knots):
        array[i].t, array[i].p[:], array[i].v[:] = t, p, v
    first, last, found = knots[0][0], knots[-1][0], []
    for i in range(200):
        t = first + share * (last - first) * i / 199
        place(array, segment(array, len(knots), 0, t), t, out)
        found.append(above_ground((out[0], out[1], out[2])))
    return found
