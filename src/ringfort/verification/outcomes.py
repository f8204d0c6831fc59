"""Published outcomes of raids, and what the simulated chain makes of the published inputs: spreads, never tuned.

Each function plays the packaged scenario of an event with what was published put in, draws all else from the
catalogue's intervals, and returns the outcome run by run. The central 98 % of the runs are called the spread. Seeds
are fixed.
"""

import re
from functools import cache
from typing import Any

import numpy as np

from ringfort.catalog.entry import Entry
from ringfort.catalog.registry import installed
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.run import Rows, play_runs
from ringfort.flights.contract import KNOT, KNOTS_MAX, MISSION, Course, Departure
from ringfort.scenario.check import sound
from ringfort.scenario.load import find, parse_text
from ringfort.schema import parameters_of
from ringfort.world.terrain import flat

ASAD = "ain-al-asad-2020"
SEED = 1
RUNS = 400
_BASE_M = 3000.0  # what comes down within this of the middle of a base has landed on it; ours
_LAUNCHED_AT_ASAD = (14, 16, 18, 20, 22)  # published: 15 to 24 in all, 1 or 2 of them at Erbil
_WAVES = ("wave 1", "wave 2", "wave 3", "wave 4", "wave 5", "last of wave 5")
_STAYED = 1000  # published: half of 2000
_SCATTERED = (0.3, 0.5, 0.7, 0.9)  # share of them in shelters over the whole base; published: that it was done
_SHARES_SHELTERED = (0.7, 0.8, 0.9, 1.0)  # of the others; published: more than two hours in bunkers; how many is not
_PLACES = {"aircraft hangars": 20, "flight line": 30, "operations centre": 100, "living area": 300}  # as the scenario
_AIRCRAFT = 50  # published: moved away before
_HARD_PA = 20e3  # overpressure that wrecks a parked aircraft; judged, 10 to 50 kPa
_DICE = 12  # quantiles of each die of a flight


def spread(values: Any) -> list[float]:
    """Return the central 98 % of values of runs as ``[low, high]``."""
    low, high = np.quantile(np.asarray(values, float), (0.01, 0.99))
    return [float(low), float(high)]


def _played(name: str, changes: tuple[tuple[str, str], ...], runs: int) -> tuple[Compiled, Rows]:
    """Play a packaged scenario with pieces of its text replaced (patterns, all of them somewhere in it)."""
    path = find(name)
    text = path.read_text(encoding="utf-8")
    for pattern, instead in changes:
        text, count = re.subn(pattern, instead, text, flags=re.MULTILINE)
        assert count, pattern
    compiled = compile_scenario(sound(parse_text(text, path), installed()), installed())
    return compiled, play_runs(compiled, SEED, 0, runs)


_UNDEFENDED = (r"^defend:\n(?:  .*\n)+", "")  # no radar of the base bears on what lands
_NONE_FAIL = (r"^    at_time", "    failure: 0\n    at_time")


@cache
def landed_at_asad() -> Any:
    """Return how many missiles land at Ain al-Asad of 14 to 22 fired there, run by run.

    Published: 15 to 24 launched at two bases, one or two of them at Erbil; how many fail is the catalogue's.
    """
    found = []
    for launched in _LAUNCHED_AT_ASAD:
        waves = tuple(
            (rf"(name: {name}\n    system: .*\n    count:) \d+", rf"\1 {launched // 6 + (wave < launched % 6)}")
            for wave, name in enumerate(_WAVES)
        )
        _, rows = _played(ASAD, (_UNDEFENDED, *waves), RUNS // len(_LAUNCHED_AT_ASAD))
        found.append((np.hypot(rows.things.x_m, rows.things.y_m) < _BASE_M).sum(axis=1))
    return np.concatenate(found)


@cache
def hurt_at_asad() -> Any:
    """Return (killed, exposed to blast or injured), each by run, with eleven missiles landed on a base that was warned.

    Published: eleven landed, about half of 2000 had left, the rest sheltered for hours, scattered by plan. Which share
    was scattered, and which of the others sat in bunkers, is not published: 0.3 to 0.9 and 0.7 to 1, all alike.
    """
    found = []
    for scattered in _SCATTERED:
        for share in _SHARES_SHELTERED:
            there = (r"^protect:.*\n(?:  - .*\n)+", who_was_there(scattered, share))
            _, rows = _played(
                ASAD, (_UNDEFENDED, _NONE_FAIL, there), RUNS // (len(_SCATTERED) * len(_SHARES_SHELTERED))
            )
            found.append((rows.runs.killed, np.maximum(rows.runs.exposed, rows.runs.injured)))
    return np.concatenate([killed for killed, _ in found]), np.concatenate([brain for _, brain in found])


def who_was_there(scattered: float, share: float) -> str:
    """Return what the scenario protects, with shares of those who stayed scattered, and sheltered among the others."""
    rest = (1.0 - scattered) * _STAYED / sum(_PLACES.values())
    there = "protect:\n  - {name: scattered shelters, at: [0, 0], size: [2 km, 2 km], shelter: {kind: bunker}, "
    there += f"people: {round(scattered * _STAYED)}}}\n"
    for name, people in _PLACES.items():
        there += f"  - {{name: {name}, people: {round(rest * people)}, shelter: {{share_sheltered: {share}}}}}\n"
    return there


@cache
def unwarned_at_asad() -> Any:
    """Return (killed, aircraft lost), each by run, had nobody left or taken shelter: the commander's counterfactual.

    The site's 2000 people where they work and sleep, half of fifty aircraft by the hangars and half on the flight line,
    eleven missiles. Fragments do not wreck aircraft here.
    """
    places = [(-1120 + 18 * k, 300) for k in range(_AIRCRAFT // 2)] + [
        (-770 + 46 * k, -200) for k in range(_AIRCRAFT // 2)
    ]
    aircraft = "".join(
        f"  - {{name: aircraft {k + 1}, at: [{x} m, {y} m], size: [15 m, 15 m], hardness: {_HARD_PA} Pa}}\n"
        for k, (x, y) in enumerate(places)
    )
    nobody_left = (r"^protect:.*\n(?:  - .*\n)+", f"protect:\n{aircraft}")
    compiled, rows = _played(ASAD, (_UNDEFENDED, _NONE_FAIL, nobody_left), RUNS // 2)
    which = [a for a, name in enumerate(compiled.assets) if name.startswith("aircraft ")]
    return rows.runs.killed, rows.ruined[:, which].sum(axis=1)


@cache
def warheads_killed_1991(engaged: int) -> Any:
    """Return the share of ``engaged`` missiles of 1991 that a battery kills, campaign by campaign.

    What is not known of the battery and the missile is the same all through a campaign: a campaign is one draw of the
    figures, and its missiles are told apart by their chances alone.
    """
    one = r"^  - name: missile\n"
    many = (one, f"  - name: missile\n    count: {engaged}\n    interval: 600 s\n")
    _, rows = _played("patriot-1991", (many,), RUNS // 4)
    return rows.runs.stopped / engaged


@cache
def c_ram_campaign(intercepts: int) -> tuple[float, int]:
    """Return how many attacks of two mortar bombs it takes until so many are shot down, and whom rounds hurt meanwhile.

    Infinite where ten times ``RUNS`` attacks do not suffice.
    """
    _, rows = _played("c-ram-mortars", (), 10 * RUNS)
    attacks = int(np.searchsorted(np.cumsum(rows.runs.stopped), intercepts)) + 1
    return float(attacks) if attacks <= 10 * RUNS else np.inf, int(rows.runs.hurt_by_own[:attacks].sum())


@cache
def rockets_at_a_town() -> tuple[Any, Any, Any]:
    """Return (share stopped of those engaged, share not engaged, share stopped of all), by run."""
    _, rows = _played("rockets-at-a-town", (), RUNS)
    engaged = (rows.things.shots > 0).sum(axis=1)
    stopped = rows.runs.stopped
    return stopped / np.maximum(engaged, 1), 1.0 - engaged / rows.runs.arrived, stopped / rows.runs.arrived


def impacts(entry: Entry, range_m: float) -> Any:
    """Return where flights of an entry at its central figures come down: beyond and beside the aim (m), shape (n, 2).

    The dice of the aim error stand at the middles of equal shares of the normal law, so that no chance enters.
    """
    from scipy.stats import norm

    model, knots = installed().model(entry.model), np.zeros(KNOTS_MAX, KNOT).view(np.recarray)
    make: Any = model.parameters
    own = make(*(entry.parameters[name].value for name in parameters_of(model.parameters)))
    blank = Departure(*(0.0,) * len(Departure._fields))
    start = blank._replace(y_m=-range_m, order=float(MISSION), until_s=3600.0, die_5=0.5, die_6=0.5)
    dice, found = norm.ppf((np.arange(_DICE) + 0.5) / _DICE), []
    for first in dice:
        for second in dice:
            departure = start._replace(die_1=float(first), die_2=float(second))
            count = model.functions["lay"](own, departure, Course(flat(), np.zeros((0, 2)), knots))
            found.append((knots[count - 1].p[1], knots[count - 1].p[0]))
    return np.array(found)


def circular_error(entry: Entry, range_m: float) -> float:
    """Return the radius (m) about the mean point of impact within which half of an entry's flights come down."""
    at = impacts(entry, range_m)
    return float(np.median(np.hypot(*(at - at.mean(axis=0)).T)))


def probable_error(entry: Entry, range_m: float) -> float:
    """Return the distance (m) beyond or short of the mean within which half of an entry's flights come down."""
    beyond = impacts(entry, range_m)[:, 0]
    return float(np.median(np.abs(beyond - beyond.mean())))
