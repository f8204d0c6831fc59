"""What every effector model is asked, and what it answers.

Roles of an effector model (``ModelSpec.functions``):

* ``plan(parameters, aim) -> Plan``: from what the track says: can it be engaged now, when would the effect come, how
  long is the effector busy, with which odds of success as far as command can know. The engine keeps to the ranges,
  sector, elevations and heights of ``Battery`` at the place of the effect; the model need not.
* ``effect(parameters, encounter) -> Effect``: from what is true at the time of the effect: the odds of each outcome.
  The engine draws which one comes true.
* ``column(parameters, weather) -> RadioLoss``: what the air takes from a beam, as for a sensor; optional.

Traits: ``kind``.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ringfort.compiled import tuple_type
from ringfort.schema import Parameter

KINDS = ("interceptor", "gun", "jammer", "laser", "fighter")
INTERCEPTOR, GUN, JAMMER, LASER, FIGHTER = range(5)


class Aim(NamedTuple):
    """A track as seen from the effector, at the time of planning: local east-north-up, relative to the effector."""

    x_m: float
    y_m: float
    z_m: float
    vx_mps: float
    vy_mps: float
    vz_mps: float
    sigma_m: float  # one-sigma position uncertainty of the track, all axes together
    ballistic: float  # 1 = held to fly ballistically (rocket, missile), 0 = to fly on
    time_left_s: float  # until its predicted impact; large when none is predicted
    height_m: float  # above ground
    path_loss: float  # one way through the air, in the units of the role ``column``
    turbulence: float  # refractive-index structure constant Cn2, m^-2/3


class Plan(NamedTuple):
    """What an engagement would be."""

    feasible: float  # 1 or 0
    flight_s: float  # from the shot to the effect
    busy_s: float  # how long the shot keeps one channel busy (illumination, dwell, burst)
    odds: float  # expected odds of stopping the target
    x_m: float  # where the effect is expected, relative to the effector
    y_m: float
    z_m: float


class Encounter(NamedTuple):
    """The truth at the time of the effect."""

    range_m: float
    elevation_rad: float
    speed_mps: float
    crossing_mps: float  # speed across the line of sight
    miss_m: float  # distance between where the shot was aimed and where the target is
    ballistic: float  # 1 = a rocket, shell or missile
    rounds: float
    hit_radius_m: float
    burn_fluence_j_m2: float
    link_eirp_w: float
    link_distance_m: float
    radio_frequency_hz: float
    satellite_navigation: float
    busy_s: float  # the dwell that was given
    path_loss: float  # one way through the air, in the units of the role ``column``
    turbulence: float
    clearance_rad: float  # angle by which the line of sight clears the terrain


class Effect(NamedTuple):
    """The odds of each outcome; what is left over is no effect."""

    kill: float
    link_lost: float  # it does what its fail-safe says: land, turn back, or fly on
    navigation_lost: float  # it drifts off its course


class Battery(NamedTuple):
    """What every effector has, whatever it acts with."""

    magazine: Annotated[float, Parameter("rounds", "shots (missiles, bursts, charges) ready", low=0.0, high=1e6)]
    salvo: Annotated[float, Parameter("rounds", "shots a salvo", low=1.0, high=16.0, default=1.0)]
    channels: Annotated[float, Parameter("1", "engagements it can hold at once", low=1.0, high=64.0, default=1.0)]
    reaction_s: Annotated[float, Parameter("s", "from the order to the shot", low=0.0, default=2.0)]
    interval_s: Annotated[float, Parameter("s", "between shots of one salvo", low=0.0, default=1.0)]
    reload_s: Annotated[float, Parameter("s", "to refill an empty magazine", low=0.0, default=3600.0)]
    range_min_m: Annotated[float, Parameter("m", "nearest range", low=0.0, default=0.0)]
    range_max_m: Annotated[float, Parameter("m", "farthest range", above=0.0)]
    height_max_m: Annotated[float, Parameter("m", "highest target", above=0.0, default=1e6)]
    sector_rad: Annotated[float, Parameter("rad", "azimuth it covers about its facing", above=0, high=6.2831853072)]
    elevation_low_rad: Annotated[float, Parameter("rad", "lowest elevation of fire", low=-1.5708, high=1.5708)]
    elevation_high_rad: Annotated[float, Parameter("rad", "highest elevation", low=-1.5708, high=1.5708)]
    operators: Annotated[float, Parameter("1", "people that one engagement ties down", low=0, high=8, default=1)]
    against_ballistic: Annotated[float, Parameter("1", "1 = may engage ballistic targets", low=0, high=1, default=1)]
    against_flying: Annotated[float, Parameter("1", "1 = may engage what flies on wings", low=0, high=1, default=1)]
    assessment_s: Annotated[float, Parameter("s", "to judge whether a shot worked", low=0.0, default=2.0)]
    capture_m: Annotated[float, Parameter("m", "how near its aim a target must be to be hit at all", above=0.0)]
    cost_usd: Annotated[float, Parameter("USD", "what one shot costs", low=0.0, default=0.0)]


BATTERY = np.dtype([(name, "f8") for name in Battery._fields], align=True)
PLAN = (tuple_type(Plan), tuple_type(Aim))  # the signature of the role ``plan``
EFFECT = (tuple_type(Effect), tuple_type(Encounter))  # the signature of the role ``effect``
