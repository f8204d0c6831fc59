"""``Model``: all that stays the same in every run of a study, as the kernels read it.

Everything of bounded size lies in one record, which a kernel passes as one pointer: named tuples of arrays would be
taken apart into hundreds of arguments at every call, and compiled for minutes. The bounds are the constants below.

Names have become indices here. Arrays of records hold one row a sensor, effector or arriving object; what they can do
is held by *systems*: one row a catalogue entry with its overrides, whose uncertain parameters are drawn once a run.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ringfort.command.contract import CORRIDOR, Doctrine
from ringfort.command.profiles import PROFILE
from ringfort.command.zones import ZONE
from ringfort.effectors.contract import KINDS
from ringfort.errors import Problem, ScenarioError
from ringfort.sensors.contract import Aerial
from ringfort.tracking.quality import Quality
from ringfort.tracking.settings import Settings
from ringfort.world.site import ASSET
from ringfort.world.terrain import Terrain

OWN_MAX = 32  # parameters that a model may have of its own
SYSTEMS_MAX = 64  # systems of one stage
DEVICES_MAX = 64  # sensors, and as many effectors
OBJECTS_MAX = 1024
ASSETS_MAX = 64
CORRIDORS_MAX = 16
SUPPLIES_MAX = 32
UNITS_MAX = 2 * DEVICES_MAX + SUPPLIES_MAX  # whatever can be up or down: sensors, effectors, supplies, in this order
SWITCHES_MAX = 512
NEEDS_MAX = 8  # units that one depends on
NO_FIRE_MAX = 64  # sectors that effectors must not fire into, all together
ZONES_MAX = 32
NETS_MAX = 4  # pictures of the air
LEVELS_MAX = 6  # of the chain that gives leave
PEOPLE_MAX = 32  # at one level of it
FIGURES_MAX = 2048  # uncertain parameters
ROUTES_MAX = 1024  # waypoints
CHOICES_MAX = 1024
POINTERS = 8  # models of one role that a scenario may use; the kernel's type hangs on this number

# Whose parameter it is.
OF_FLIGHT, OF_SENSOR, OF_EFFECTOR, OF_PEOPLE = range(4)


def nested(dtype: Any) -> Any:
    """Return a record dtype whose elements are records in plain Python too, however nested."""
    return np.dtype((np.record, dtype))


def floats(cls: type[tuple[Any, ...]]) -> Any:
    """Return the record dtype of a named tuple of floats."""
    fields = cls._fields  # type: ignore[attr-defined]
    return nested(np.dtype([(name, "f8") for name in fields], align=True))


# One uncertain parameter of one system.
FIGURE = np.dtype(
    [
        ("value", "f8"),
        ("low", "f8"),
        ("high", "f8"),
        ("entity", "i8"),  # key of the catalogue id: devices of one kind are uncertain together
        ("name", "i8"),  # key of the parameter's name
        ("stage", "i8"),
        ("shared", "i8"),
        ("system", "i8"),
        ("slot", "i8"),
        ("logarithmic", "i8"),
        ("uniform", "i8"),  # 1 = even between low and high, 0 = triangular about the value
    ],
    align=True,
)

SENSOR = np.dtype(
    [
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("z_m", "f8"),
        ("height_m", "f8"),  # above its ground
        ("facing_rad", "f8"),
        ("air", "f8", 6),  # RadioLoss of its frequency or wavelength
        ("aerial", floats(Aerial)),
        ("ground_near_m", "f8"),  # ranges between which the ground makes false alarms
        ("ground_far_m", "f8"),
        ("key", "i8"),
        ("system", "i8"),
        ("glimpse", "i8"),  # index of its model's pointer
        ("kind", "i8"),
        ("net", "i8"),  # picture that it feeds
    ],
    align=True,
)

EFFECTOR = np.dtype(
    [
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("z_m", "f8"),
        ("height_m", "f8"),
        ("facing_rad", "f8"),
        ("air", "f8", 6),  # RadioLoss of its frequency or wavelength
        ("crew", "f8"),
        ("key", "i8"),
        ("system", "i8"),
        ("plan", "i8"),
        ("effect", "i8"),
        ("kind", "i8"),
        ("guide", "i8"),  # sensor that guides it, -1 = none
        ("spares", "i8"),  # bit k: its effect must not come in corridor k
        ("net", "i8"),  # picture that it sees
        ("group", "i8"),  # of effectors that decide together
        ("patrol", "i8"),  # index of its model's pointer, -1 = it does not fly
        ("wing", "i8"),  # first of its aeroplanes among what arrives
        ("watches", "i8"),  # that they can fly one after the other, 0 = it does not fly
        ("together", "i8"),  # aeroplanes a watch
    ],
    align=True,
)

NO_FIRE = np.dtype([("effector", "i8"), ("from_rad", "f8"), ("width_rad", "f8")], align=True)  # clockwise

# A quantity that is drawn: fixed, uniform, normal, log-normal, or one of a list.
FIXED, UNIFORM, NORMAL, LOGNORMAL, CHOICE = range(5)
SPREAD = np.dtype([("a", "f8"), ("b", "f8"), ("law", "i8")], align=True)

ARRIVAL = np.dtype(
    [
        ("time", SPREAD),
        ("bearing", SPREAD),
        ("range", SPREAD),
        ("height", SPREAD),
        ("interval", SPREAD),  # between members of its group
        ("aim_x_m", "f8"),
        ("aim_y_m", "f8"),
        ("scatter_m", "f8"),  # radius of the circle in which its start lies: flocks
        ("mean_count", "f8"),  # of its group, where the count is drawn; else 0
        ("key", "i8"),
        ("group_key", "i8"),  # stream of what the group shares: its time and place
        ("group", "i8"),
        ("member", "i8"),
        ("system", "i8"),
        ("lay", "i8"),
        ("kind", "i8"),
        ("side", "i8"),
        ("ballistic", "i8"),
        ("via", "i8"),  # corridor that it means to come in by, -1 = none
        ("keeps_corridor", "f8"),
        ("route_first", "i8"),
        ("route_count", "i8"),
        ("asset", "i8"),  # aimed at, -1 = a bare point
        ("flies_for", "i8"),  # effector whose aeroplane it is, -1 = none
    ],
    align=True,
)

# A unit: a sensor, an effector or a supply, as something that can be up or down.
UNIT = np.dtype(
    [
        ("online", SPREAD),
        ("offline", SPREAD),
        ("delivered", SPREAD),
        ("emplace", SPREAD),
        ("repair", SPREAD),
        ("fails_every_s", "f8"),  # 0 = never
        ("present", "f8"),  # odds that each of its people is at his post
        ("people", "i8"),  # 0 = as many as it takes
        ("needed", "i8"),
        ("needs", "i8", NEEDS_MAX),  # units that must all be up, -1 = no more
        ("one_of", "i8", NEEDS_MAX),  # units of which one must be up
        ("key", "i8"),
        ("steady", "i8"),  # 1 = always up, as far as itself is concerned
        ("to_posts", SPREAD),  # time that its people take from the first siren
        ("rests", "i8"),  # 1 = they are not at their posts before
    ],
    align=True,
)

# A time in which one unit may operate (permits), or must not.
SWITCH = np.dtype([("begin", SPREAD), ("until", SPREAD), ("unit", "i8"), ("permits", "i8"), ("key", "i8")], align=True)

# Rounds of one effector that are kept for what flies ballistically, or for threats to so much worth.
RESERVE = np.dtype([("effector", "i8"), ("keep", "i8"), ("ballistic", "i8"), ("worth", "f8")], align=True)

# A level of the chain that gives leave: kinds of effector as bits; people, 0 = as many as there are requests.
LEVEL = np.dtype([("kinds", "i8"), ("people", "i8"), ("delay", SPREAD)], align=True)

# Whose delay it is.
ORDER, WARNING_HEARD, ASSESSMENT_MADE, ORDER_SENT = range(4)


class Air(NamedTuple):
    """The weather as the kernels need it: floats in SI."""

    wind_east_mps: float
    wind_north_mps: float
    rain_mmh: float
    visibility_m: float
    sun_elevation_rad: float
    wind_mps: float
    turbulence: float


_TABLES = {
    "sensors": (SENSOR, DEVICES_MAX),
    "effectors": (EFFECTOR, DEVICES_MAX),
    "arrivals": (ARRIVAL, OBJECTS_MAX),
    "assets": (ASSET, ASSETS_MAX),
    "corridors": (CORRIDOR, CORRIDORS_MAX),
    "profiles": (PROFILE, 16),
    "figures": (FIGURE, FIGURES_MAX),
    "delays": (SPREAD, 4),
    "zones": (ZONE, ZONES_MAX),
    "reserves": (RESERVE, 2 * DEVICES_MAX),
    "levels": (LEVEL, LEVELS_MAX),
    "qualities": (floats(Quality), len(KINDS)),  # that a track must have, by kind of effector
    "units": (UNIT, UNITS_MAX),
    "switches": (SWITCH, SWITCHES_MAX),
    "no_fire": (NO_FIRE, NO_FIRE_MAX),
}

GIVEN = nested(
    np.dtype(
        [(name, nested(dtype), (bound,)) for name, (dtype, bound) in _TABLES.items()]
        + [(f"n_{name}", "i8") for name in _TABLES]
        + [("routes", "f8", (ROUTES_MAX, 2)), ("choices", "f8", (CHOICES_MAX,))]
        + [("doctrine", floats(Doctrine)), ("tracking", floats(Settings)), ("air", floats(Air))]
        + [("ground_m", "f8"), ("end_s", "f8"), ("central", "f8"), ("jams", "f8"), ("nets", "i8"), ("groups", "i8")],
        align=True,
    )
)


class Model(NamedTuple):
    """Everything constant: ``given`` is one record of ``GIVEN``; the terrain and what each sensor sees of it are grids.

    ``masks`` has shape (sensors, rows, columns): the lowest height above ground that each sensor sees, in metres, on
    the terrain's grid. ``grounds`` has shape (sensors, cells): of ``ground_echo.spread``.
    """

    given: Any
    terrain: Terrain
    masks: Any
    grounds: Any


def give(tables: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """Return a record of ``GIVEN`` from tables of records and single values. Raises ScenarioError beyond a bound."""
    given = np.zeros(1, GIVEN).view(np.recarray)
    for name, rows in tables.items():
        bound = given[name].shape[1]
        if len(rows) > bound:
            remedy = "split the scenario, or ask for larger bounds"
            raise ScenarioError(Problem(f"too many {name}", f"{len(rows)}", remedy=f"at most {bound}; {remedy}"))
        given[name][0, : len(rows)] = rows
        if name in _TABLES:
            given[f"n_{name}"] = len(rows)
    for name, value in values.items():
        given[name] = value
    return given[0]


class Pointers(NamedTuple):
    """The models of this scenario as function pointers, ``POINTERS`` a role."""

    lay: Any
    glimpse: Any
    plan: Any
    effect: Any
    patrol: Any
