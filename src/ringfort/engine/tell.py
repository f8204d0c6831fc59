"""Rows of a log in plain words: what was seen, decided and done, with the odds and the die where there was one."""

import math
from collections.abc import Callable
from typing import Any

from ringfort.command.contract import GATES, IDENTITIES, KINDS, REPLY
from ringfort.engine import log as rows
from ringfort.engine.availability import STATUSES
from ringfort.engine.compile import Compiled
from ringfort.engine.log import LAPSES, OUTCOMES
from ringfort.engine.restraint import RESTRAINTS
from ringfort.engine.rules import levels
from ringfort.flights.contract import DRIFT, FALL, HOVER, INTERCEPT, LAND, MISSION, TURN_BACK
from ringfort.sensors.contract import SIGNATURES
from ringfort.world.site import distance_to

_LAID = {LAND: "lands", TURN_BACK: "turns back", HOVER: "hovers", DRIFT: "drifts off its course", FALL: "falls"}
_LAID |= {MISSION: "its operator has it in hand again and goes on", INTERCEPT: "flies at a target"}
_OUTCOMES = {
    rows.MISSED_IT: "without effect",
    rows.KILLED_IT: "and destroys it",
    rows.LINK_LOST: "and cuts its link",
    rows.NAVIGATION_LOST: "and takes its navigation",
    rows.GUIDANCE_LOST: "without effect: its radar no longer sees the target",
    rows.RECALLED: "not: it is called back",
    rows.VIEW_LOST: "without effect: it does not see the target, or sees that it is no enemy",
}


def _odds(row: Any) -> str:
    return f"(odds {row.value:.2f}, die {row.die:.2f})"


def length(metres: float) -> str:
    """Return a length for people: metres up to a kilometre, then kilometres."""
    return f"{metres:.0f} m" if abs(metres) < 1000.0 else f"{metres / 1000.0:.1f} km"


def _seen_from(place: Any, x_m: float, y_m: float) -> str:
    """Return distance and bearing of a place as seen from another."""
    dx, dy = place[0] - x_m, place[1] - y_m
    bearing = math.degrees(math.atan2(dx, dy)) % 360.0
    return f"{length(math.sqrt(dx * dx + dy * dy))} off on bearing {bearing:03.0f}°"


class Teller:
    """Tells the rows of one scenario's logs with the names of its things."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._words: dict[int, Callable[[Any], str]] = {
            rows.SET_OFF: lambda row: (
                f"{'is in the air' if row.value > 0.0 else 'sets off'}, {_seen_from(row.place, 0.0, 0.0)}"
            ),
            rows.DETECTED: self._detected,
            rows.MERGED: self._merged,
            rows.ECHO_JUDGED: lambda row: (
                f"{self.sensor(row)} finds in the echo of track {row.track}: {SIGNATURES[int(row.code)]}"
            ),
            rows.HEARD: lambda row: f"{self.sensor(row)} hears something send along the line to track {row.track}",
            rows.TRACK_CONFIRMED: lambda row: f"in the picture as track {row.track}",
            rows.TRACK_LOST: lambda row: f"track {row.track} is lost",
            rows.IDENTITY: self._identity,
            rows.GATE: self._gate,
            rows.LOOKED: self._looked,
            rows.INTERROGATED: self._interrogated,
            rows.APPROVAL_ASKED: lambda row: f"leave to engage track {row.track} asked for{self._level(row)}",
            rows.APPROVAL_GIVEN: lambda row: f"leave to engage track {row.track} given{self._level(row)}",
            rows.HELD_BACK_ROW: lambda row: f"{self.effector(row)} is held back: {RESTRAINTS[int(row.code)]}",
            rows.ORDERED: self._ordered,
            rows.SENT: self._sent,
            rows.FIRED: lambda row: f"{self.effector(row)} fires at track {row.track}",
            rows.EFFECT_ROW: self._effect,
            rows.LAID_ANEW: self._laid,
            rows.FAILED: lambda row: "fails by itself and falls",
            rows.BURST_ROW: self._burst,
            rows.CAME_DOWN: lambda row: f"comes down, {_seen_from(row.place, 0.0, 0.0)}",
            rows.SIREN: self._siren,
            rows.HURT: self._hurt,
            rows.LAPSED: self._lapsed,
            rows.SIGHTED: self._sighted,
            rows.JUDGED: self._judged,
            rows.BESIDE: self._beside,
            rows.FELL: self._fell,
            rows.CAUGHT: lambda row: f"{'held by' if row.code else 'drawn away by'} {self.effector(row)} {_odds(row)}",
            rows.LACKED: lambda row: f"{self.unit(row)} could have acted on it, but is {STATUSES[int(row.code)]}",
            rows.CALLED_OFF: lambda row: f"a shot of {self.effector(row)} is called off: it no longer works",
        }

    def words(self, row: Any) -> str:
        """Return what a row tells; nothing for rows that belong to no story."""
        word = self._words.get(int(row.kind))
        return word(row) if word else ""

    def sensor(self, row: Any) -> str:
        """Return the name of the sensor of a row."""
        return self._compiled.sensors[int(row["device"])]

    def effector(self, row: Any) -> str:
        """Return the name of the effector of a row."""
        return self._compiled.effectors[int(row["device"])]

    def level(self, row: Any) -> str:
        """Return the name of the level of the chain of a row on leave."""
        return levels(self._compiled.loaded.document.command.approval)[int(row.code)].name

    def _level(self, row: Any) -> str:
        return f" ({self.level(row)})" if self._compiled.model.given.n_levels > 1 else ""

    def unit(self, row: Any) -> str:
        """Return the name of the sensor, effector or supply of a row that counts them through."""
        found = self._compiled
        return (*found.sensors, *found.effectors, *found.supplies)[int(row["device"])]

    def _detected(self, row: Any) -> str:
        sensor = self._compiled.model.given.sensors[int(row["device"])]
        where = _seen_from(row.place, sensor["x_m"], sensor["y_m"])
        if self._compiled.systems.mountings[int(sensor["system"])].measures_range <= 0.5:
            where = where[where.index("on bearing") :]
        return f"detected by {self.sensor(row)}, {where} {_odds(row)}"

    def _merged(self, row: Any) -> str:
        return f"{self.sensor(row)} cannot tell it from {self._compiled.objects[int(row.code)]}"

    def _identity(self, row: Any) -> str:
        posterior = ", ".join(f"{name} {p:.2f}" for name, p in zip(IDENTITIES, row.more[:5], strict=True) if p >= 0.005)
        held = f"track {row.track} held to be {IDENTITIES[int(row.code)]} ({posterior})"
        return f"{held}, of all kinds most likely: {KINDS[int(row.more[5])]}"

    def _gate(self, row: Any) -> str:
        why = GATES[int(row.code)]
        return f"track {row.track} may be engaged" if row.code == 0 else f"track {row.track} is not engaged: {why}"

    def _looked(self, row: Any) -> str:
        says = f"sees: {KINDS[int(row.code)]}" if row.die < row.value else "makes nothing out"
        return f"{self.sensor(row)} looks and {says} {_odds(row)}"

    def _interrogated(self, row: Any) -> str:
        says = "it answers" if row.code == REPLY else "no answer"
        return f"{self.sensor(row)} asks who it is: {says} {_odds(row)}"

    def _ordered(self, row: Any) -> str:
        return f"{self.effector(row)} ordered to engage track {row.track} (expected odds {row.value:.2f})"

    def _laid(self, row: Any) -> str:
        on_patrol = self._compiled.model.given.arrivals[int(row.object)]["flies_for"] >= 0
        if on_patrol and row.code in (MISSION, TURN_BACK):
            return "flies to its station" if row.code == MISSION else "flies home"
        return _LAID.get(int(row.code), "flies on")

    def _sent(self, row: Any) -> str:
        if row.code:
            return f"{self.effector(row)} is sent up from the ground at track {row.track}, there in {row.value:.0f} s"
        return f"{self.effector(row)} turns to track {row.track}, in reach of it in {row.value:.0f} s"

    def _effect(self, row: Any) -> str:
        if row.code == rows.NOTHING_THERE:
            return f"{self.effector(row)} acts where track {row.track} is held to be, and nothing is there"
        return f"{self.effector(row)} acts on it {_OUTCOMES[int(row.code)]} {_odds(row)}"

    def _lapsed(self, row: Any) -> str:
        return f"{self.effector(row)} does not fire at track {row.track}: {LAPSES[int(row.code)]}"

    def _sighted(self, row: Any) -> str:
        return f"{self.effector(row)} looks, sees it and takes it for: {KINDS[int(row.code)]} {_odds(row)}"

    def _beside(self, row: Any) -> str:
        what = f"in the way of {self.effector(row)}, which acts on track {row.track}"
        return f"{what}: {OUTCOMES[int(row.code)]} {_odds(row)}"

    def _judged(self, row: Any) -> str:
        said = "destroyed, which it is not" if row.code else "missed, although it was hit"
        return f"track {row.track} is thought to be {said} {_odds(row)}"

    def _fell(self, row: Any) -> str:
        where = self._compiled.assets[int(row.value)]
        return f"a live round of {self.effector(row)} comes down on {where} and hurts {int(row.code)}"

    def _burst(self, row: Any) -> str:
        assets, (x, y, _) = self._compiled.model.given.assets, row.place
        gaps = [(distance_to(assets[a], x, y), name) for a, name in enumerate(self._compiled.assets)]
        if not gaps:
            return "bursts"
        gap, name = min(gaps)
        where = f"in {name}" if gap <= 0.0 else f"{length(gap)} from {name}"
        return f"bursts {where}" + ("" if row.code else f", beyond its reach of {length(row.value)}")

    def _siren(self, row: Any) -> str:
        name = self._compiled.assets[int(row["device"])]
        return f"siren of {name} sounded, heard {row.value:.1f} s later"

    def _hurt(self, row: Any) -> str:
        return f"kills {row.code}, injures {row.value:.0f}; {row.die:.0f} exposed to blast"
