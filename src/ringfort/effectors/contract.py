"""What every effector model is asked, and what it answers.

Roles of an effector model (``ModelSpec.functions``):

* ``plan(parameters, aim) -> Plan``: from what the track says: can it be engaged now, when would the effect come, how
  long is the effector busy, with which odds of success as far as command can know. The engine keeps to the ranges,
  sector, elevations and heights of ``Battery`` at the place of the effect; the model need not.
* ``patrol(parameters) -> Patrol``: of an effector that flies: what it keeps in the air; optional. Its aeroplanes are
  objects of the raid, of the flight that the trait ``aircraft`` of its catalogue entry names; ``plan`` is then asked
  from where they are, and tells by ``approach_s`` and ``look_s`` when they may fire.
* ``effect(parameters, encounter) -> Effect``: from what is true at the time of the effect: the odds of each outcome.
  The engine draws which one comes true.
* ``column(parameters, weather) -> RadioLoss``: what the air takes from a beam, as for a sensor; optional.

What stands in the way of a shot is the engine's to keep, from ``Battery`` and the scenario: magazine, crews, cooling,
guidance, lines of sight, a look before use, sectors and lanes that are barred. A passive effector (decoy, net) is never
ordered: its ``effect`` tells which share of what comes to it is drawn away (``link_lost``) or held (``kill``).

Traits: ``kind``.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ringfort.compiled import tuple_type
from ringfort.schema import Parameter

KINDS = ("interceptor", "gun", "jammer", "laser", "fighter", "passive")
INTERCEPTOR, GUN, JAMMER, LASER, FIGHTER, PASSIVE = range(6)
BLIND, BY_EYE, BY_NIGHT_SIGHT = range(
    3
)  # how the target is looked at before use: not, by eye, or by what sees at night
LAUNCHERS_MAX = 16


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
    shot: float = 1.0  # which of its shots it would be, from 1
    wait_s: float = 0.0  # before it can set off: an aeroplane that stands ready on the ground
    near: float = 0.0  # 1 = it flew to its target and has looked at it; the shot alone is left


class Plan(NamedTuple):
    """What an engagement would be."""

    feasible: float  # 1 or 0
    flight_s: float  # from the order's coming to the effect: the shot's flight, and what comes before it
    busy_s: float  # how long the shot keeps one channel busy (illumination, dwell, burst)
    odds: float  # expected odds of stopping the target
    x_m: float  # where the effect is expected, relative to the effector
    y_m: float
    z_m: float
    approach_s: float  # of the flight: until an effector that flies is within reach of its weapon
    look_s: float  # of the flight: from there to the shot; both 0 for what does not fly


class Patrol(NamedTuple):
    """What an effector keeps in the air: watches one after the other, each flown by aeroplanes of its own."""

    manned: float  # share of the watches that are flown
    alert: float  # 1 = in the others, aeroplanes stand ready on the ground
    station_s: float  # a watch, on station
    alert_s: float  # from the order to the air
    base_m: float  # way and bearing of the base from the station
    base_rad: float
    cruise_mps: float  # on the way and on station
    speed_mps: float  # at a target


class Encounter(NamedTuple):
    """The truth at the time of the effect."""

    range_m: float
    elevation_rad: float
    speed_mps: float
    crossing_mps: float  # speed across the line of sight
    miss_m: float  # distance between where the shot was aimed and where the target is
    ballistic: float  # 1 = a rocket, shell or missile
    shot: float  # which of its shots it is, from 1
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
    cross_section_m2: float = 1.0  # from ahead, X band
    size_m: float = 1.0
    mass_kg: float = 0.0  # of what is known to be in it: warhead and case
    beside_m: float = 0.0  # 0 = the target; else it is something else that the shot passes at this distance


class Effect(NamedTuple):
    """The odds of each outcome; what is left over is no effect."""

    kill: float
    link_lost: float  # it does what its fail-safe says: land, turn back, or fly on
    navigation_lost: float  # it drifts off its course


class Battery(NamedTuple):
    """What every effector has, whatever it acts with."""

    magazine: Annotated[
        float, Parameter("rounds", "shots (missiles, bursts, charges) ready a launcher", low=0, high=1e6)
    ]
    salvo: Annotated[float, Parameter("rounds", "shots a salvo", low=1.0, high=16.0, default=1.0)]
    channels: Annotated[float, Parameter("1", "engagements it can hold at once", low=1.0, high=64.0, default=1.0)]
    reaction_s: Annotated[float, Parameter("s", "from the order to the shot", low=0.0, default=2.0)]
    interval_s: Annotated[float, Parameter("s", "between shots of one salvo", low=0.0, default=1.0)]
    reload_s: Annotated[float, Parameter("s", "to refill an empty launcher; one at a time", low=0.0, default=3600.0)]
    range_min_m: Annotated[float, Parameter("m", "nearest range", low=0.0, default=0.0)]
    range_max_m: Annotated[float, Parameter("m", "farthest range", above=0.0)]
    height_max_m: Annotated[float, Parameter("m", "highest target", above=0.0, default=1e6)]
    sector_rad: Annotated[float, Parameter("rad", "azimuth it covers about its facing", above=0, high=6.2831853072)]
    elevation_low_rad: Annotated[float, Parameter("rad", "lowest elevation of fire", low=-1.5708, high=1.5708)]
    elevation_high_rad: Annotated[float, Parameter("rad", "highest elevation", low=-1.5708, high=1.5708)]
    operators: Annotated[float, Parameter("1", "people that one engagement ties down", low=0, high=8, default=1)]
    # what it is used against, where command takes a track for that
    against_rockets: Annotated[float, Parameter("1", "1 = rockets, mortar bombs, shells", low=0, high=1, default=1)]
    against_missiles: Annotated[float, Parameter("1", "1 = ballistic missiles", low=0, high=1, default=1)]
    against_cruise_missiles: Annotated[float, Parameter("1", "1 = cruise missiles", low=0, high=1, default=1)]
    against_drones: Annotated[float, Parameter("1", "1 = drones on wings", low=0, high=1, default=1)]
    against_quadcopters: Annotated[float, Parameter("1", "1 = quadcopters", low=0, high=1, default=1)]
    assessment_s: Annotated[float, Parameter("s", "to judge whether a shot worked", low=0.0, default=2.0)]
    capture_m: Annotated[float, Parameter("m", "how near its aim a target must be to be hit at all", above=0.0)]
    cost_usd: Annotated[float, Parameter("USD", "what one shot costs", low=0.0, default=0.0)]
    # magazine and people
    launchers: Annotated[float, Parameter("1", "launchers, each with its magazine", low=1, high=16, default=1)]
    stock: Annotated[float, Parameter("rounds", "shots to reload from", low=0.0, default=1e9)]
    control_s: Annotated[float, Parameter("s", "that one order keeps its control crew busy", low=0.0, default=0.0)]
    # guidance by a radar
    needs_guidance: Annotated[float, Parameter("1", "1 = acts through its radar only", low=0, high=1, default=0)]
    guidance: Annotated[float, Parameter("1", "shots that its radar guides at once", low=1, high=1000, default=1000)]
    # aiming
    solution_s: Annotated[float, Parameter("s", "to track a new target before the first shot", low=0, default=0)]
    slew_rad_s: Annotated[float, Parameter("rad/s", "speed at which it turns to a target", above=0.0, default=100.0)]
    # heat
    heat_s: Annotated[float, Parameter("s", "of work that it stands before it must cool", above=0.0, default=1e9)]
    cooling: Annotated[float, Parameter("1", "seconds of work regained a second of rest", low=0.0, default=1.0)]
    # a look before use
    sight: Annotated[
        float, Parameter("1", "look before use: 0 none, 1 by eye, 2 by what sees at night", low=0, high=2, default=0)
    ]
    closes_to_m: Annotated[float, Parameter("m", "it looks from this near; 0 = from where it is", low=0, default=0)]
    confusion: Annotated[float, Parameter("1", "odds that this look errs", low=0.0, high=1.0, default=0.0)]
    patience_s: Annotated[float, Parameter("s", "that an order waits for sight, guidance, leave", low=0, default=0)]
    # judgement of what a shot did
    kill_unseen: Annotated[float, Parameter("1", "odds that a kill is taken for a miss", low=0, high=1, default=0)]
    kill_imagined: Annotated[float, Parameter("1", "odds that a miss is taken for a kill", low=0, high=1, default=0)]
    relook_s: Annotated[
        float, Parameter("s", "after which what was judged killed and still flies counts again", above=0, default=1e9)
    ]
    # others in the air and on the ground
    danger_m: Annotated[float, Parameter("m", "about a shot's path within which it may hurt others", low=0, default=0)]
    beam_rad: Annotated[float, Parameter("rad", "half width of a beam that acts on all within", low=0, default=0)]
    avoid_rad: Annotated[float, Parameter("rad", "angle off a known friend at which it holds fire", low=0, default=0)]
    clearance_s: Annotated[float, Parameter("s", "for leave to fire above the horizon", low=0.0, default=0.0)]
    closed: Annotated[float, Parameter("1", "share of time in which that leave is refused", low=0, high=1, default=0)]
    closed_s: Annotated[float, Parameter("s", "length of such a window", above=0.0, default=30.0)]
    strays: Annotated[float, Parameter("1", "mean live rounds a shot that come down", low=0.0, default=0.0)]
    strays_far_m: Annotated[float, Parameter("m", "farthest that such a round falls", above=0.0, default=1.0)]
    strays_m2: Annotated[float, Parameter("m^2", "area about one within which people are hurt", low=0, default=0)]
    recallable: Annotated[float, Parameter("1", "1 = can be called back on its way", low=0, high=1, default=0)]


BATTERY = np.dtype([(name, "f8") for name in Battery._fields], align=True)
PLAN = (tuple_type(Plan), tuple_type(Aim))  # the signature of the role ``plan``
PATROL = (tuple_type(Patrol),)  # the signature of the role ``patrol``
EFFECT = (tuple_type(Effect), tuple_type(Encounter))  # the signature of the role ``effect``
