"""``Model``: all that stays the same in every run of a study, as the kernels read it.

Names have become indices here. Arrays of records hold one row a sensor, effector or arriving object; what they can do
is held by *systems*: one row a catalogue entry with its overrides, whose uncertain parameters are drawn once a run.
"""

from typing import Any, NamedTuple

import numpy as np

from ringfort.command.contract import Doctrine
from ringfort.tracking.picture import Settings
from ringfort.world.terrain import Terrain

OWN_MAX = 32  # parameters that a model may have of its own
POINTERS = 12  # models of one role that a scenario may use; the kernel's type hangs on this number

# Whose parameter it is.
OF_FLIGHT, OF_SENSOR, OF_EFFECTOR, OF_PEOPLE = range(4)

# One uncertain parameter of one system.
FIGURE = np.dtype(
    [
        ("value", "f8"),
        ("low", "f8"),
        ("high", "f8"),
        ("entity", "i8"),  # key of the catalogue id: devices of one kind are uncertain together
        ("name", "i8"),  # key of the parameter's name
        ("stage", "i4"),
        ("shared", "i4"),
        ("system", "i4"),
        ("slot", "i4"),
        ("logarithmic", "i4"),
        ("uniform", "i4"),  # 1 = even between low and high, 0 = triangular about the value
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
        ("key", "i8"),
        ("system", "i4"),
        ("glimpse", "i4"),  # index of its model's pointer
        ("kind", "i4"),
        ("doppler", "i4"),
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
        ("system", "i4"),
        ("plan", "i4"),
        ("effect", "i4"),
        ("kind", "i4"),
    ],
    align=True,
)

# A quantity that is drawn: fixed, uniform, normal, log-normal, or one of a list.
FIXED, UNIFORM, NORMAL, LOGNORMAL, CHOICE = range(5)
SPREAD = np.dtype([("a", "f8"), ("b", "f8"), ("law", "i4")], align=True)

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
        ("group", "i4"),
        ("member", "i4"),
        ("system", "i4"),
        ("lay", "i4"),
        ("kind", "i4"),
        ("side", "i4"),
        ("ballistic", "i4"),
        ("via", "i4"),  # corridor that it means to come in by, -1 = none
        ("keeps_corridor", "f8"),
        ("route_first", "i4"),
        ("route_count", "i4"),
        ("asset", "i4"),  # aimed at, -1 = a bare point
    ],
    align=True,
)


# Whose delay it is.
APPROVAL, ORDER, WARNING_HEARD, ASSESSMENT_MADE = range(4)


class Systems(NamedTuple):
    """The parameters of every system: a model's own as floats (systems, OWN_MAX), the shared ones as records.

    ``*_flat`` are the same memory as the records, as floats of shape (systems, fields).
    """

    flights: Any
    sensors: Any
    effectors: Any
    bodies: Any
    mountings: Any
    batteries: Any
    people: Any
    bodies_flat: Any
    mountings_flat: Any
    batteries_flat: Any
    people_flat: Any


def flat_view(records: Any) -> Any:
    """Return an array of float records as floats of shape (records, fields), the same memory."""
    return records.view(np.float64).reshape(len(records), len(records.dtype))


def copy_systems(systems: Systems) -> Systems:
    """Return an independent copy."""
    own = [table.copy() for table in systems[:3]]
    shared = [records.copy() for records in systems[3:7]]
    return Systems(*own, *shared, *(flat_view(records) for records in shared))


class Air(NamedTuple):
    """The weather as the kernels need it: floats in SI."""

    wind_east_mps: float
    wind_north_mps: float
    rain_mmh: float
    visibility_m: float
    sun_elevation_rad: float
    wind_mps: float
    turbulence: float


class Model(NamedTuple):
    """Everything constant. ``choices`` is the pool of lists that CHOICE spreads point into."""

    systems: Systems
    masks: Any  # (sensors, rows, columns): lowest height above ground that each sensor sees, on the terrain's grid
    figures: Any
    sensors: Any
    effectors: Any
    arrivals: Any
    assets: Any
    corridors: Any
    profiles: Any
    routes: Any
    choices: Any
    delays: Any  # SPREAD of APPROVAL, ORDER, WARNING and ASSESSMENT delays
    terrain: Terrain
    air: Air
    doctrine: Doctrine
    tracking: Settings
    ground_m: float  # height of the reference point above sea level
    end_s: float  # no raid goes on longer
    central: float  # 1 = no parameter is drawn


class Pointers(NamedTuple):
    """The models of this scenario as function pointers, ``POINTERS`` a role."""

    lay: Any
    glimpse: Any
    plan: Any
    effect: Any
