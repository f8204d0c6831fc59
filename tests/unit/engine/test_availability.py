"""When devices work: dates, delivery, crews, breakdown, what they depend on, and who may operate."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.availability import (
    BROKEN,
    EMPLACING,
    OFFLINE,
    READY,
    STOOD_DOWN,
    UNDELIVERED,
    UNMANNED,
    UNPERMITTED,
    UNSUPPLIED,
    open_books,
)
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.explain import explain
from ringfort.engine.raid import set_back
from ringfort.engine.run import play_runs, replay
from ringfort.engine.state import CAUSES, NOT_ONLINE, NOT_PERMITTED, new_scratch
from ringfort.scenario.load import parse_text

FALSE_ALARM = 1e-6  # odds that one statistical check fails although the program is right
RUNS = 2000
TEXT = """
ringfort: 1
title: who works when
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
duration: 300 s
protect: [{name: camp, at: [0, 0], size: [40, 40], people: 4}]
supplies: [SUPPLIES]
defend:
  - {name: eye, system: sensor/ideal, at: [0, 0] EYE}
  - {name: gun, system: effector/fixed-odds, odds: 0.5, at: [0, 0] GUN}
command: {weapons: free COMMAND}
arrive: [{name: one, system: threat/straight-line, from: {bearing: 0 deg, range: 9 km}, aim: camp}]
"""


def made(gun: str = "", eye: str = "", supplies: str = "", command: str = "") -> Compiled:
    text = TEXT
    for mark, more in (("EYE", eye), ("GUN", gun), ("COMMAND", command)):
        text = text.replace(f" {mark}", f", {more}" if more else "")
    return compile_scenario(parse_text(text.replace("SUPPLIES", supplies), Path("test.yaml")), installed())


def statuses(found: Compiled, runs: int = RUNS) -> Any:
    """Return the status of each unit at the beginning of each run, (runs, units)."""
    state, given = new_scratch(found.model, found.systems).state, found.model.given
    told = np.zeros((runs, given.n_units), int)
    for k in range(runs):
        set_back(state)
        state.dice.seed, state.dice.run = 1, k
        open_books(found.model, state)
        told[k] = state.books["status"][: given.n_units]
    return told


def assert_share(hits: Any, odds: float) -> None:
    assert stats.binomtest(int(hits.sum()), len(hits), odds).pvalue >= FALSE_ALARM


@pytest.mark.parametrize(
    ("gun", "status"),
    [
        ("online: 2024-06-02", OFFLINE),
        ("offline: 2024-05-02", OFFLINE),
        ("online: 2024-06-01T10:00:00Z", READY),
        ("readiness: {delivered: 2024-06-02}", UNDELIVERED),
        ("readiness: {delivered: 2024-05-30, emplace: 4 d}", EMPLACING),
        ("readiness: {delivered: 2024-05-30, emplace: 1 d}", READY),
        ("readiness: {crew: {people: 3, needed: 2, present: 0}}", UNMANNED),
        ("readiness: {needs: [eye]}", READY),
    ],
)
def test_what_a_date_or_a_crew_makes_of_a_device(gun: str, status: int) -> None:
    assert (statuses(made(gun), 20)[:, 1] == status).all()


def test_of_dates_between_two_all_are_alike() -> None:
    """Delivered within ten days of which the raid is at the end of the fourth, set up in no time."""
    told = statuses(made("readiness: {delivered: {between: [2024-05-28T10:00:00Z, 2024-06-07T10:00:00Z]}}"))[:, 1]
    assert_share(told == READY, 0.4)


def test_breakdowns_are_steady_before_the_raid_whatever_repairs_are_like() -> None:
    """Up for mean up / (mean up + mean down): an exponential time up, a repair between 1 h and 3 h."""
    told = statuses(made("readiness: {fails_every: 6 h, repair: {uniform: [1 h, 3 h]}}"))[:, 1]
    assert_share(told == READY, 6.0 / 8.0)
    assert set(told) == {READY, BROKEN}


def test_a_crew_of_three_of_whom_two_are_needed() -> None:
    told = statuses(made("readiness: {crew: {people: 3, needed: 2, present: 0.7}}"))[:, 1]
    assert_share(told == READY, float(stats.binom.sf(1, 3, 0.7)))


def test_what_a_device_depends_on_reaches_it_through_others() -> None:
    supplies = ", ".join(f"{{name: {name}, readiness: {{fails_every: 1 h, repair: 1 h}}}}" for name in ("mains", "set"))
    found = made("readiness: {needs: [eye]}", "readiness: {needs_one_of: [mains, set]}", supplies)
    eye, gun, mains, generator = statuses(found).T
    assert ((eye == READY) == ((mains == READY) | (generator == READY))).all()
    assert ((gun == READY) == (eye == READY)).all() and set(gun) == {READY, UNSUPPLIED}
    assert_share(eye == READY, 0.75)


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("permissions: [{systems: [gun], from: 2024-06-02}]", UNPERMITTED),
        ("permissions: [{systems: [effector], from: 2024-05-02, until: 2024-05-09}]", UNPERMITTED),
        ("permissions: [{systems: [interceptor], from: 2024-05-02}]", READY),
        ("stand_downs: [{systems: [all], from: 2024-05-02}]", STOOD_DOWN),
        ("stand_downs: [{systems: [effector/fixed-odds], until: 2024-05-02}]", READY),
        ("stand_downs: [{systems: [sensor]}]", READY),
    ],
)
def test_permissions_and_stand_downs(command: str, status: int) -> None:
    assert (statuses(made(command=command), 5)[:, 1] == status).all()


def test_leave_that_comes_between_two_dates() -> None:
    command = "permissions: [{systems: [gun], from: {between: [2024-05-22T10:00:00Z, 2024-06-11T10:00:00Z]}}]"
    assert_share(statuses(made(command=command))[:, 1] == READY, 0.5)


@pytest.mark.parametrize(
    ("parts", "cause", "why"),
    [
        ({"gun": "readiness: {delivered: 2024-05-30, emplace: 9 d}"}, NOT_ONLINE, "gun was being set up"),
        ({"eye": "online: 2025-01-01"}, NOT_ONLINE, "eye was not online"),
        ({"command": "stand_downs: [{systems: [gun]}]"}, NOT_PERMITTED, "gun was stood down"),
        ({"command": "permissions: [{systems: [eye], from: 2025-01-01}]"}, NOT_PERMITTED, "eye was not permitted"),
    ],
)
def test_what_does_not_work_is_why_a_thing_leaks(parts: dict[str, str], cause: int, why: str) -> None:
    found = made(**parts)
    rows_ = play_runs(found, 1, 0, 3)
    assert (rows_.things.cause == cause).all() and (rows_.spent == 0).all()
    (story,) = explain(found, 1, 0)
    assert story.cause == CAUSES[cause] and story.why.startswith(why)


def test_a_gun_that_comes_online_in_the_raid_fires_from_then_on() -> None:
    log = replay(made("online: 2024-06-01T10:00:17Z, odds: 0"), 1, 0)[1]
    at = within(1.001, because="orders are given every second")
    assert at(float(log.t[log.kind == rows.FIRED].min()), 17.0)


def test_shots_not_yet_fired_are_called_off_with_their_gun_and_cost_nothing() -> None:
    """Ordered at 3 s or so, to be fired 20 s later; the gun goes offline at 10 s."""
    found = made("offline: 2024-06-01T10:00:10Z, reaction_s: 20 s, cost_usd: 5")
    one = play_runs(found, 1, 0, 1)
    assert one.spent[0, 0] == 0 and one.runs.defence_usd[0] == 0.0 and one.things.shots[0, 0] == 0
    assert (replay(found, 1, 0)[1].kind == rows.CALLED_OFF).sum() == 1


def test_nothing_senses_or_acts_while_it_does_not_work() -> None:
    broken = "readiness: {fails_every: 20 s, repair: 10 s}"
    found = made(f"{broken}, odds: 0.05", broken)
    acted = 0
    for run in range(20):
        log = replay(found, 1, run)[1]
        for unit, kind in ((0, rows.DETECTED), (1, rows.FIRED)):
            device = log[(log.kind == rows.DEVICE_ROW) & (log["device"] == unit)]
            for t in log.t[log.kind == kind]:
                before = device.code[device.t <= t]
                acted += 1
                assert len(before) == 0 or before[-1] == READY
    assert acted > 100


def test_a_crew_that_rests_is_at_its_posts_some_time_after_the_first_siren() -> None:
    found = made("readiness: {crew: {people: 2, to_posts: 20 s}}", command="warning: {delay: 3 s}")
    _, log = replay(found, 1, 0)
    heard = log.t[log.kind == rows.SIREN].min() + 3.0
    manned = log[(log.kind == rows.DEVICE_ROW) & (log.code == READY)]
    assert within(1e-9, because="one sum")(float(manned.t[0]), heard + 20.0)
    awake, resting = (
        replay(made(gun, command="warning: {delay: 3 s}"), 1, 0)[1]
        for gun in ("", "readiness: {crew: {people: 2, to_posts: 20 s}}")
    )
    first, later = (float(one.t[one.kind == rows.ORDERED].min()) for one in (awake, resting))
    assert first < heard and later >= heard + 20.0


def test_a_crew_that_nobody_wakes_is_why_it_leaks() -> None:
    text = TEXT.replace("at: [0, 0], size", "at: [500, 0], size").replace(" EYE", "").replace("SUPPLIES", "")
    text = text.replace(" GUN", ", readiness: {crew: {people: 2, to_posts: 20 s}}").replace(
        " COMMAND", ", warning: {siren_reaches: 1 m}"
    )
    deaf = compile_scenario(parse_text(text, Path("test.yaml")), installed())
    assert (play_runs(deaf, 1, 0, 3).things.cause[:, 0] == NOT_ONLINE).all()
