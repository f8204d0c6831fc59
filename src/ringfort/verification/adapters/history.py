"""Cases of history (topic HIS): published outcomes held to raids played with the published inputs, and a law."""

from collections.abc import Callable
from typing import Any

from ringfort.catalog.registry import installed
from ringfort.physics.operations import wilson_interval
from ringfort.scenario.load import find, parse_text
from ringfort.verification import outcomes
from ringfort.verification.outcomes import spread

_POUND_KG = 0.45359237
_HALF = 0.5
_SHOT_DOWN = 375  # published: at least so many, from 2005 to 2021
_FIRST_YEAR, _LAST_YEAR = 2005, 2021


def _asad(_: dict[str, Any]) -> dict[str, Any]:
    """Answer every row about Ain al-Asad: what landed, who was there, who was hurt, and the counterfactual."""
    import numpy as np

    low, high = spread(outcomes.landed_at_asad())
    killed, brain = outcomes.hurt_at_asad()
    dead, aircraft = outcomes.unwarned_at_asad()
    return {
        "_claims": {"eleven missiles landed lie within the simulated spread": low <= 11 <= high, **_night()},
        "killed_max": spread(killed)[0],
        "tbi": spread(brain),
        "killed": float(np.median(dead)),
        "aircraft_lost": float(np.median(aircraft)),
    }


def _night() -> dict[str, bool]:
    """Hold the scenario of the night to what was published of it."""
    path = find(outcomes.ASAD)
    here = parse_text(path.read_text(encoding="utf-8"), path).document.protect
    site = f"ringfort: 1\ntitle: site\ntime: 2020-01-01T00:00:00Z\nsite: {outcomes.ASAD.removesuffix('-2020')}\n"
    people = [sum(thing.people for thing in things) for things in (here, parse_text(site, path).document.protect)]
    sheltered = sum(
        thing.people * (1.0 if thing.shelter.kind == "bunker" else thing.shelter.share_sheltered or 0.0)
        for thing in here
    )
    warhead = installed().get("threat/ballistic-missile").parameters
    heaviest = warhead["warhead_kg"].high + warhead["case_kg"].high
    return {
        "about half of the people of the site were there on the night": abs(people[0] / people[1] - _HALF) < 0.1,
        "most of those who were there sat in shelters": sheltered > _HALF * people[0],
        "the catalogue's interval allows warheads of a thousand pounds and more": heaviest > 1e3 * _POUND_KG,
        "such a warhead breaks what was built for sixty pounds": warhead["warhead_kg"].low > 60.0 * _POUND_KG,
    }


def _patriot(case: dict[str, Any]) -> dict[str, Any]:
    if "trials" in case:
        lower, upper = wilson_interval(case["successes"], case["trials"])
        return {"lower": lower, "upper": upper}
    if "scuds_engaged" in case:
        engaged = round(sum(case["scuds_engaged"]) / len(case["scuds_engaged"]))
        return {"band": spread(outcomes.warheads_killed_1991(engaged))}
    return {}


def _c_ram(_: dict[str, Any]) -> dict[str, Any]:
    """Reach the published count with the catalogue's gun; the attempts are not published, so no share is compared."""
    attacks, hurt = outcomes.c_ram_campaign(_SHOT_DOWN)
    years = _LAST_YEAR - _FIRST_YEAR
    return {
        "_claims": {
            "fewer attacks than one a day of the gun's years in service suffice": attacks < 365 * years,
            "falling rounds hurt nobody of those protected meanwhile": hurt == 0,
        }
    }


def _rockets(case: dict[str, Any]) -> dict[str, Any]:
    if "fraction_ignored_as_open_ground" not in case:  # counts with nothing given to derive them from
        return {}
    return {"band": spread(outcomes.rockets_at_a_town()[0])}


def _missiles(_: dict[str, Any]) -> dict[str, Any]:
    """Fly the catalogue's missiles and rockets over their usual ranges and measure where they come down."""
    entries = installed()

    def missile(name: str, range_km: float) -> float:
        return outcomes.circular_error(entries.get(f"threat/{name}"), 1e3 * range_km)

    reach = float(entries.get("threat/ballistic-missile-r-17").traits["reach_km"])
    old = missile("ballistic-missile-r-17", reach)
    return {
        "cep_m": old,
        "range_km": reach,
        "shahab1_m": old,
        "fateh110_m": missile("ballistic-missile-fateh-110", 250.0),
        "fateh313_qiam_2020_claimed_m": missile("ballistic-missile", 400.0),
        "al_hussein_m": missile("ballistic-missile-al-hussein", 550.0),
        "unguided_122mm_at_20km_PE_m": outcomes.probable_error(entries.get("threat/rocket-122"), 20e3),
    }


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "HIS-AAA": _asad,
    "HIS-PAT": _patriot,
    "HIS-CRM": _c_ram,
    "HIS-IRD": _rockets,
    "HIS-MIS": _missiles,
}
