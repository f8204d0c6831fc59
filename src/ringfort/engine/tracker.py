"""What the tracker of a raid is told: the scenario's rules, and how seldom newcomers are beside false alarms."""

from collections.abc import Sequence
from typing import Any

from ringfort.command.contract import Doctrine
from ringfort.scenario.document import Confirm, Document
from ringfort.tracking.settings import BELIEF, LOG_ODDS, M_OF_N, NEAREST_NEIGHBOUR, Settings, settings

_CROSSING = 0.2  # odds that a crossing of two bearings is a thing: judgement
# One-sigma rate (rad/s) at which a thing may begin to turn: 3 m/s^2 at 30 m/s; where turns have a filter of their own,
# 4 g at 130 m/s. Judgement.
_MOTIONS = {
    "merged": {},
    "turning": {"turn_spread": 0.1},
    "interacting": {"interacting": 1.0, "turn_spread": 0.3, "turn_noise": 1e-3, "turning_noise": 20.0},
}
_STAY_S = 100.0  # how long a thing stays in view: 5 km at 50 m/s; judgement
_LEAST_NEW, _MOST_NEW = 1e-3, 0.1  # of a first plot, as nobody knows false alarms better than to a factor of ten


def tracker_settings(document: Document, doctrine: Doctrine, mountings: Sequence[Any]) -> Settings:
    """Return the tracker's settings; ``mountings``: one a sensor, at its central values.

    A tracker counts misses, so a time without a plot is turned into scans.
    """
    rules = document.tracking
    confirm, life = rules.confirm or Confirm(), rules.life or ("hits" if rules.confirm else "log-odds")
    radars = [m for m in mountings if m["cued"] < 0.5 and m["measures_range"] * m["measures_azimuth"] > 0.5]
    looking = [float(m["period_s"]) for m in radars]
    misses = max(rules.delete_after_s / min(looking), 2.0) if looking else 5.0
    alone = not looking if rules.start_on_bearings is None else rules.start_on_bearings
    return settings(
        association=BELIEF if rules.associate == "belief" else NEAREST_NEIGHBOUR,
        life=LOG_ODDS if life == "log-odds" else M_OF_N,
        confirm_existence=rules.confirm_above,
        confirm_hits=confirm.hits,
        confirm_scans=confirm.of,
        tentative_misses=confirm.of - confirm.hits + 1,  # after as many, M of N is out of reach
        confirmed_misses=misses,
        coast_s=rules.delete_after_s,
        crossing_existence=_CROSSING if alone else 0.0,
        new_density=0.0,
        new_existence=newcomers(doctrine, radars),
        **_MOTIONS[rules.motion],
    )


def newcomers(doctrine: Doctrine, radars: Sequence[Any]) -> float:
    """Return the odds b / (b + a) that a plot which no track took is a newcomer's: b come and a are false a second.

    As many tracks as the watch reckons with at a time (``doctrine.expect_...``), each in view for ``_STAY_S``, come at
    b = n / _STAY_S. The alarms are those of the base's own radars that search. Source: elementary (Little's law).
    """
    expected = sum(getattr(doctrine, name) for name in Doctrine._fields if name.startswith("expect_"))
    coming = expected / _STAY_S
    alarms = sum(float(m["false_alarms"] + m["ground_alarms"]) / float(m["period_s"]) for m in radars)
    return float(min(max(coming / (coming + alarms), _LEAST_NEW), _MOST_NEW)) if coming > 0.0 else _LEAST_NEW
