"""What every flight model is asked, and what it answers.

A flight model lays out a whole flight as knots when an object sets off, and again from where it is when something acts
on it; the engine reads positions between knots by cubic Hermite interpolation. The engine hands every die the model
needs (``Departure.die_1`` ...), so a model draws nothing.

Roles of a flight model (``ModelSpec.functions``):

* ``lay(parameters, departure, course) -> int``: write knots into ``course.knots`` in rising time, from
  ``departure.time_s`` to the end of the flight (impact, landing, or leaving the area), and return their number (2 or
  more). The last knot of a flight that comes down lies on the ground; what is on patrol ends in the air, and is laid
  out again from there.
"""

from typing import Annotated, Any, NamedTuple

import numpy as np
from numba import from_dtype
from numba.core import types

from ringfort.compiled import compiled, tuple_type
from ringfort.schema import Parameter
from ringfort.world.terrain import TERRAIN_TYPE, Terrain

# What an object is.
KINDS = (
    "rocket",
    "mortar",
    "artillery",
    "missile",
    "cruise missile",
    "one-way drone",
    "quadcopter",
    "aircraft",
    "bird",
)
ROCKET, MORTAR, ARTILLERY, MISSILE, CRUISE_MISSILE, ONE_WAY_DRONE, QUADCOPTER, AIRCRAFT, BIRD = range(9)

# Whose it is.
SIDES = ("hostile", "friend", "neutral")
HOSTILE, FRIEND, NEUTRAL = range(3)

# What it does: its mission, or what jamming or damage has made of it; or, sent there, it flies at a target.
MISSION, LAND, TURN_BACK, DRIFT, FALL, HOVER, INTERCEPT = range(7)

KNOT = np.dtype([("t", "f8"), ("p", "f8", 3), ("v", "f8", 3)], align=True)
KNOTS_MAX = 96
ROUTE_MAX = 8  # waypoints that a route may have, so that the knots suffice


class Departure(NamedTuple):
    """Where, when, why and with which dice an object sets off, in local east-north-up metres and seconds."""

    time_s: float
    x_m: float
    y_m: float
    z_m: float
    vx_mps: float  # velocity at the start of a flight laid out anew; zero for a mission that begins
    vy_mps: float
    vz_mps: float
    aim_x_m: float
    aim_y_m: float
    aim_z_m: float
    order: float  # MISSION, LAND, TURN_BACK, DRIFT, FALL, HOVER or INTERCEPT
    home_x_m: float  # where it came from
    home_y_m: float
    wind_east_mps: float
    wind_north_mps: float
    ground_m: float  # height above sea level of z = 0
    until_s: float  # no knot is needed after this time
    die_1: float  # standard normal draws
    die_2: float
    die_3: float
    die_4: float
    die_5: float  # uniform draws in (0, 1)
    die_6: float
    speed_mps: float = 0.0  # that it is to fly, 0 = its own
    leave_s: float = 0.0  # when what holds somewhere ceases to, 0 = never
    axis_rad: float = 0.0  # bearing along which it holds
    aim_vx_mps: float = 0.0  # of a target that it flies at
    aim_vy_mps: float = 0.0


class Course(NamedTuple):
    """What a flight is laid over and written into.

    ``route`` has shape (n, 2): waypoints (x, y) in metres to pass on the way, may be empty. ``knots`` is a record array
    of ``KNOT`` with ``KNOTS_MAX`` places.
    """

    terrain: Terrain
    route: Any
    knots: Any


class Body(NamedTuple):
    """What every object is to sensors, effectors and the ground, whatever way it flies."""

    cross_section_front_m2: Annotated[float, Parameter("m^2", "mean X-band radar cross section from ahead", above=0.0)]
    cross_section_side_m2: Annotated[
        float, Parameter("m^2", "mean X-band radar cross section from the side", above=0.0)
    ]
    l_band_front: Annotated[
        float, Parameter("1", "cross section from ahead at 1.3 GHz over that in X band", above=0.0, default=1.0)
    ]
    l_band_side: Annotated[
        float, Parameter("1", "cross section from the side at 1.3 GHz over that in X band", above=0.0, default=1.0)
    ]
    tail_over_front: Annotated[
        float, Parameter("1", "cross section from behind over that from ahead", above=0.0, default=1.0)
    ]
    swerling: Annotated[float, Parameter("1", "Swerling case of its fluctuation", low=0, high=4, default=1)]
    size_m: Annotated[float, Parameter("m", "visual critical dimension", above=0.0)]
    contrast: Annotated[float, Parameter("1", "inherent contrast against the day sky", low=0, high=5, default=0.5)]
    hit_radius_m: Annotated[float, Parameter("m", "radius of the circle that a round must hit", above=0.0)]
    burn_fluence_j_m2: Annotated[float, Parameter("J/m^2", "laser fluence that brings it down", above=0.0)]
    warhead_kg: Annotated[float, Parameter("kg", "warhead, TNT equivalent", low=0.0, default=0.0)]
    case_kg: Annotated[float, Parameter("kg", "mass of the case that breaks into fragments", low=0.0, default=0.0)]
    dud: Annotated[float, Parameter("1", "odds that it does not go off", low=0.0, high=1.0, default=0.0)]
    failure: Annotated[float, Parameter("1", "odds that its flight fails by itself", low=0, high=1, default=0.0)]
    link_eirp_w: Annotated[
        float, Parameter("W", "its operator's radiated power; 0 = flies by itself", low=0, default=0)
    ]
    link_distance_m: Annotated[float, Parameter("m", "distance from its operator at the attack", above=0, default=3000)]
    video_eirp_w: Annotated[float, Parameter("W", "radiated power of its own transmissions", low=0.0, default=0.0)]
    radio_frequency_hz: Annotated[float, Parameter("Hz", "frequency of its links", above=0.0, default=2.44e9)]
    jamming_w_hz: Annotated[
        float, Parameter("W/Hz", "density of the noise it radiates at radars (EIRP); 0 = none", low=0.0, default=0.0)
    ]
    satellite_navigation: Annotated[float, Parameter("1", "1 = lost without satellites", low=0, high=1, default=0)]
    turns_back: Annotated[float, Parameter("1", "odds that, its link lost, it flies home", low=0, high=1, default=0.5)]
    lands: Annotated[float, Parameter("1", "odds that, its link lost, it lands", low=0, high=1, default=0.5)]
    hovers: Annotated[float, Parameter("1", "odds that, its link lost, it hovers", low=0, high=1, default=0)]
    regained: Annotated[
        float,
        Parameter(
            "1", "odds that its operator goes on where it flies home or hovers, the link back", low=0, high=1, default=0
        ),
    ]
    regain_s: Annotated[float, Parameter("s", "from its link's loss until he can, unjammed", above=0, default=20)]
    transponder: Annotated[float, Parameter("1", "odds that it answers an interrogation", low=0, high=1, default=0)]
    noise_db: Annotated[float, Parameter("dB", "sound level at 1 m (re 20 uPa)", low=0.0, default=90.0)]
    cost_usd: Annotated[float, Parameter("USD", "what one costs", low=0.0, default=0.0)]


BODY = np.dtype([(name, "f8") for name in Body._fields], align=True)

COURSE_TYPE = types.NamedTuple(  # type: ignore[no-untyped-call]
    (TERRAIN_TYPE, types.Array(types.float64, 2, "C"), types.Array(from_dtype(KNOT), 1, "C")), Course
)
LAY = (types.int64, tuple_type(Departure), COURSE_TYPE)  # the signature of the role ``lay``


@compiled
def segment(knots: Any, count: int, cursor: int, time_s: float) -> int:
    """Return the index of the knot at or before ``time_s``, searching on from ``cursor`` (time seldom runs back)."""
    if cursor >= count - 1 or knots[cursor].t > time_s:
        cursor = 0
    while cursor < count - 2 and knots[cursor + 1].t <= time_s:
        cursor += 1
    return cursor


@compiled
def place(knots: Any, cursor: int, time_s: float, out: Any) -> None:
    """Write position (m) and velocity (m/s) at ``time_s`` into ``out[0:3]`` and ``out[3:6]``.

    Cubic Hermite between knot ``cursor`` and the next; before the first and after the last knot the end's place holds.
    Source: any numerical text, for instance Press et al. (2007), section 3.3.
    """
    a, b = knots[cursor], knots[cursor + 1]
    h = b.t - a.t
    s = min(max((time_s - a.t) / h, 0.0), 1.0)
    s2 = s * s
    s3 = s2 * s
    h00, h10, h01, h11 = 2.0 * s3 - 3.0 * s2 + 1.0, s3 - 2.0 * s2 + s, 3.0 * s2 - 2.0 * s3, s3 - s2
    d00, d10, d11 = 6.0 * (s2 - s), 3.0 * s2 - 4.0 * s + 1.0, 3.0 * s2 - 2.0 * s
    for i in range(3):
        out[i] = h00 * a.p[i] + h10 * h * a.v[i] + h01 * b.p[i] + h11 * h * b.v[i]
        out[i + 3] = d00 * (a.p[i] - b.p[i]) / h + d10 * a.v[i] + d11 * b.v[i]


@compiled
def put_knot(knots: Any, index: int, time_s: float, position: tuple[float, float, float], velocity: Any) -> int:
    """Write one knot (position in m, velocity in m/s, three floats each) and return the next free index."""
    knots[index].t = time_s
    for i in range(3):
        knots[index].p[i] = position[i]
        knots[index].v[i] = velocity[i]
    return index + 1
