"""A jammer: it drowns a drone's control link or its satellites; a drone that flies by itself does not care."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import within
from ringfort.effectors.contract import JAMMER, Aim, Battery, Effect, Encounter, Plan
from ringfort.physics.radio import GPS_L1_CA_W, link_jam_to_signal, navigation_jam_range_m
from ringfort.schema import ModelSpec, Parameter

_L1_HZ = 1575.42e6
_LOWEST_HZ, _HIGHEST_HZ = 0.3e9, 7.5e9  # beyond which a link lies in no usual band
_HELD = 0.9  # of the dwell: a shorter one ends before the fail-safe begins


class Jammer(NamedTuple):
    """A hand-held or fixed jammer: link budget at the drone against its operator's signal, and against the satellites.

    A drone whose link is drowned does what its fail-safe says, once the dwell has lasted as long as that takes; one
    that flies by itself has no link to lose. A link outside the bands that the jammer covers is not touched. Where both
    would be lost, the link counts. Friends in its beam suffer as any drone does: the shared figure ``beam_rad``.
    """

    link_eirp_w: Annotated[float, Parameter("W", "radiated power in the control-link bands", low=0.0)]
    in_band: Annotated[
        float, Parameter("1", "share of it that falls into the link's receiver", low=0, high=1, default=1)
    ]
    needed_db: Annotated[float, Parameter("dB", "J/S at which half of the links are lost", default=10.0)]
    spread_db: Annotated[float, Parameter("dB", "logistic scale of that threshold", above=0.0, default=3.0)]
    path_exponent: Annotated[float, Parameter("1", "exponent of both paths", low=2.0, high=4.0, default=2.0)]
    navigation_eirp_w: Annotated[float, Parameter("W", "radiated power in the satellite band", low=0.0, default=0.0)]
    navigation_needed: Annotated[float, Parameter("1", "J/S that a satellite receiver stands", above=0, default=1e4)]
    dwell_s: Annotated[float, Parameter("s", "time on the target until the effect", above=0.0, default=5.0)]
    covers_433: Annotated[float, Parameter("1", "1 = jams links about 433 MHz", low=0, high=1, default=1)]
    covers_900: Annotated[float, Parameter("1", "1 = jams links about 900 MHz", low=0, high=1, default=1)]
    covers_2400: Annotated[float, Parameter("1", "1 = jams links about 2.4 GHz", low=0, high=1, default=1)]
    covers_5800: Annotated[float, Parameter("1", "1 = jams links about 5.8 GHz", low=0, high=1, default=1)]
    covers_other: Annotated[float, Parameter("1", "1 = jams links beyond 0.3 to 7.5 GHz", low=0, high=1, default=1)]
    believed_odds: Annotated[float, Parameter("1", "odds that command reckons with", above=0, high=1, default=0.5)]


def plan(parameters: Jammer, aim: Aim) -> Plan:
    """Return the dwell: command cannot know whether the drone is flown by hand, and reckons with even odds."""
    return within(aim, parameters.dwell_s, parameters.dwell_s, parameters.believed_odds)


@compiled
def covered(p: Jammer, frequency_hz: float) -> bool:
    """Return whether the jammer covers the band of a link's frequency (Hz).

    The band is the nearest by ratio, for the catalogue gives a link's frequency as an interval over all bands. That the
    bands part half-way is ours.
    """
    if not _LOWEST_HZ <= frequency_hz <= _HIGHEST_HZ:
        return p.covers_other > 0.5
    if frequency_hz < math.sqrt(433e6 * 900e6):
        return p.covers_433 > 0.5
    if frequency_hz < math.sqrt(900e6 * 2440e6):
        return p.covers_900 > 0.5
    return p.covers_2400 > 0.5 if frequency_hz < math.sqrt(2440e6 * 5800e6) else p.covers_5800 > 0.5


@compiled
def _link_lost(p: Jammer, encounter: Encounter) -> float:
    if encounter.link_eirp_w <= 0.0 or p.link_eirp_w <= 0.0 or not covered(p, encounter.radio_frequency_hz):
        return 0.0
    js = link_jam_to_signal(
        p.link_eirp_w,
        max(encounter.range_m, 1.0),
        encounter.link_eirp_w,
        encounter.link_distance_m,
        p.path_exponent,
        p.in_band,
    )
    over = (10.0 * math.log10(max(js, 1e-30)) - p.needed_db) / p.spread_db
    return 1.0 / (1.0 + math.exp(-min(max(over, -40.0), 40.0)))


def effect(parameters: Jammer, encounter: Encounter) -> Effect:
    """Return the odds that the control link is lost, and, where it is not, that satellite navigation is.

    The link by J/S with both paths of one exponent and a logistic threshold; navigation by the free-space range within
    which the jammer exceeds the signal of GPS L1 by what the receiver tolerates, times the share of drones that cannot
    do without. Source: adamy2001; friis1946; isgps200.
    """
    p = parameters
    if encounter.busy_s < _HELD * p.dwell_s:
        return Effect(0.0, 0.0, 0.0)
    link = _link_lost(p, encounter)
    lost = 0.0
    if encounter.satellite_navigation > 0.0 and p.navigation_eirp_w > 0.0:
        reach = navigation_jam_range_m(p.navigation_eirp_w, _L1_HZ, GPS_L1_CA_W, p.navigation_needed)
        lost = encounter.satellite_navigation if encounter.range_m <= reach else 0.0
    return Effect(0.0, link, (1.0 - link) * lost)


MODEL = ModelSpec(
    name="effector.jammer",
    stage="effector",
    parameters=Jammer,
    shared=Battery,
    functions={"plan": plan, "effect": effect},
    references=("adamy2001", "friis1946", "isgps200"),
    traits={"kind": JAMMER},
    claims=("odds fall with range", "what flies by itself does not care"),
)
