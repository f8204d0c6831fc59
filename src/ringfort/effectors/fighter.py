"""Fighters on patrol: who keeps the station, the way to the target, radar and eye, missiles and gun."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import Shot, distance, meeting_time, never, target_at
from ringfort.effectors.contract import FIGHTER, Aim, Battery, Effect, Encounter, Patrol, Plan
from ringfort.physics.duty import Wing, sorties_a_day, station_coverage
from ringfort.schema import ModelSpec, Parameter

_HOUR = 3600.0
_LONG_SHOT = 2.0  # times its weapon's usual distance, from which it still shoots at what draws away


class Fighter(NamedTuple):
    """A combat air patrol: its place in the scenario is its station, its height that of the station above ground.

    Its aeroplanes are objects of the raid: one watch's hold the station until those of the next are there. Whether a
    watch is flown is a matter of sorties: aircraft that are not under repair, hands for the work, pilots. Where it is
    not, aeroplanes on alert come up from the base. The patrol flies at its target, finds it by radar (odds by range and
    cross section), and identifies it by eye or pod before it shoots, which the shared figures ``sight``,
    ``closes_to_m`` and ``confusion`` say. The first shots are missiles, the rest passes with the gun. Slow things are
    hard to shoot from a fighter; fast ones leave little time.
    """

    speed_mps: Annotated[float, Parameter("m/s", "speed to the target", above=0.0)]
    cruise_mps: Annotated[float, Parameter("m/s", "speed on the way and on station", above=0.0)]
    base_m: Annotated[float, Parameter("m", "way from the base to the station", low=0.0)]
    base_rad: Annotated[float, Parameter("rad", "bearing of the base from the station", low=0.0, high=6.2831853072)]
    alert_s: Annotated[float, Parameter("s", "from the alarm to the air", low=0.0)]
    together: Annotated[float, Parameter("1", "aircraft on station together", low=1.0, high=8.0)]
    station_s: Annotated[float, Parameter("s", "time on station of one sortie", above=0.0)]
    weapon_m: Annotated[float, Parameter("m", "distance from which it shoots", low=0.0)]
    weapon_mps: Annotated[float, Parameter("m/s", "mean speed of its missile", above=0.0)]
    identify_s: Annotated[float, Parameter("s", "to close in and look before the shot", low=0.0)]
    radar_m: Annotated[float, Parameter("m", "range at which half of its looks find 1 m2 looking down", above=0.0)]
    missiles: Annotated[float, Parameter("rounds", "of its shots that are missiles", low=0.0)]
    odds_slow: Annotated[float, Parameter("1", "odds of one missile at a slow drone", low=0.0, high=1.0)]
    odds_fast: Annotated[float, Parameter("1", "odds of one missile at a cruise missile", low=0.0, high=1.0)]
    odds_gun: Annotated[float, Parameter("1", "odds of one gun pass", low=0.0, high=1.0)]
    slow_mps: Annotated[float, Parameter("m/s", "speed below which a target is slow", above=0.0, default=100.0)]
    aircraft: Annotated[float, Parameter("1", "aircraft of the base", low=0.0)]
    flight_s: Annotated[float, Parameter("s", "a sortie from take-off to landing", above=0.0)]
    turn_s: Annotated[float, Parameter("s", "to turn round an aircraft that came back whole", above=0.0)]
    breaks: Annotated[float, Parameter("1", "share of sorties that need repair", low=0.0, high=1.0)]
    repair_s: Annotated[float, Parameter("s", "a repair that has its parts", low=0.0)]
    parts: Annotated[float, Parameter("1", "share of repairs whose parts are there", low=0.0, high=1.0)]
    wait_s: Annotated[float, Parameter("s", "for parts that are not there", low=0.0)]
    technicians: Annotated[float, Parameter("1", "of the base itself", low=0.0)]
    contractors: Annotated[float, Parameter("1", "technicians of the maker", low=0.0)]
    contractor_worth: Annotated[float, Parameter("1", "technicians that one stands for", low=0.0)]
    shift_s: Annotated[float, Parameter("s", "that each works a day", low=0.0, high=86400.0)]
    work_s: Annotated[float, Parameter("s", "hands' work a sortie", above=0.0)]
    pilots: Annotated[float, Parameter("1", "pilots ready to fly", low=0.0)]
    sorties_a_pilot: Annotated[float, Parameter("1", "sorties a pilot a day", low=0.0)]


@compiled
def coverage(p: Fighter) -> float:
    """Return the share of time in which the station is manned. Source: ``sorties_a_day`` and ``station_coverage``."""
    wing = Wing(
        p.aircraft,
        p.flight_s / _HOUR,
        p.turn_s / _HOUR,
        p.breaks,
        p.repair_s / _HOUR,
        p.parts,
        p.wait_s / _HOUR,
        p.technicians,
        p.contractors,
        p.contractor_worth,
        p.shift_s / _HOUR,
        p.work_s / _HOUR,
        p.pilots,
        p.sorties_a_pilot,
    )
    return station_coverage(sorties_a_day(wing), p.together, p.station_s / _HOUR)


@compiled
def found(p: Fighter, cross_section_m2: float) -> float:
    """Return the odds that its radar finds a target by the time it could shoot.

    ``0.5^(4/(1 + 3 s))`` with s the signal over that at which half are found, as the fourth power of range has it at
    ``weapon_m``: a steep curve between none and all. The shape is ours; the fourth power is that of skolnik2001, ch. 1.
    """
    share = p.radar_m / max(p.weapon_m, 1.0)
    signal = cross_section_m2 * share * share * share * share
    return math.pow(0.5, 4.0 / (1.0 + 3.0 * signal))


@compiled
def single_shot(p: Fighter, speed_mps: float, shot: float) -> float:
    """Return the odds of its next shot once the target is found: a missile while there are any, else the gun."""
    if shot > p.missiles:
        return p.odds_gun
    return p.odds_slow if speed_mps < p.slow_mps else p.odds_fast


def patrol(parameters: Fighter) -> Patrol:
    """Return what it keeps in the air: a watch is flown with the odds that the station is manned at any time."""
    p = parameters
    ready = 1.0 if p.aircraft >= 1.0 and p.pilots >= 1.0 else 0.0
    return Patrol(coverage(p), ready, p.station_s, p.alert_s, p.base_m, p.base_rad, p.cruise_mps, p.speed_mps)


@compiled
def reach_s(p: Fighter, aim: Aim) -> float:
    """Return the time (s) until the target is within reach of its weapon, -1 where that never is."""
    if distance((aim.x_m, aim.y_m, aim.z_m)) <= p.weapon_m:
        return aim.wait_s
    reach = meeting_time(aim, Shot(aim.wait_s - p.weapon_m / p.speed_mps, p.speed_mps, 0.0))
    return -1.0 if reach < 0.0 else max(reach, aim.wait_s)


def plan(parameters: Fighter, aim: Aim) -> Plan:
    """Return the intercept from where its aeroplane is: the way, the look and the shot; near its target, the shot."""
    p = parameters
    speed = math.sqrt(aim.vx_mps * aim.vx_mps + aim.vy_mps * aim.vy_mps + aim.vz_mps * aim.vz_mps)
    odds = single_shot(p, speed, aim.shot)
    if aim.near > 0.5:
        flight = meeting_time(aim, Shot(0.0, p.weapon_mps, 0.0))
        if flight < 0.0 or flight > _LONG_SHOT * p.weapon_m / p.weapon_mps:
            return never(aim)
        x, y, z = target_at(aim, flight)
        return Plan(1.0, flight, flight, odds, x, y, z, 0.0, 0.0)
    reach = reach_s(p, aim)
    if reach < 0.0:
        return never(aim)
    flight = reach + p.identify_s + p.weapon_m / p.weapon_mps
    x, y, z = target_at(aim, flight)
    return Plan(1.0, flight, flight, odds, x, y, z, reach, p.identify_s)


def effect(parameters: Fighter, encounter: Encounter) -> Effect:
    """Return the odds that its radar finds the target and the shot stops it."""
    p = parameters
    odds = found(p, encounter.cross_section_m2) * single_shot(p, encounter.speed_mps, encounter.shot)
    return Effect(odds if encounter.beside_m <= 0.0 else 0.0, 0.0, 0.0)


MODEL = ModelSpec(
    name="effector.fighter",
    stage="effector",
    parameters=Fighter,
    shared=Battery,
    functions={"plan": plan, "effect": effect, "patrol": patrol},
    references=("stillion1999", "skolnik2001"),
    traits={"kind": FIGHTER},
    claims=("odds rise with cross section",),
)
