"""Who plans fire with whom, on whose picture, and how orders get to effectors."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.invariants.test_same_bytes import PLAIN
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine import log as rows
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.run import play_runs, replay
from ringfort.scenario.check import check
from ringfort.scenario.load import parse_text

FALSE_ALARM = 1e-6  # odds that one statistical check fails although the program is right
_exact = within(1e-9, because="the same time through one sum")
TEXT = """
ringfort: 1
title: two nets
place: {latitude: 33, longitude: 40, terrain: flat}
time: 2024-06-01T10:00:00Z
protect: [{name: camp, at: [0, 0], size: [40, 40], people: 4}]
defend:
  - {name: eye, system: sensor/ideal, at: [0, 0], net: coalition}
  - {name: host eye, system: sensor/ideal, at: [0, 0], net: host EYE}
  - {name: gun, system: effector/fixed-odds, odds: ODDS, magazine: 1, at: [0, 0], capture_m: 50, net: coalition}
  - {name: host gun, system: effector/fixed-odds, odds: ODDS, magazine: 1, at: [0, 0], capture_m: 50, net: host}
command: {weapons: free, RULES}
arrive:
  - {name: one, system: threat/straight-line, from: {bearing: 0 deg, range: 9 km}, aim: camp}
  - {name: two, system: threat/straight-line, from: {bearing: 90 deg, range: 9 km}, aim: camp}
"""


def made(rules: str, odds: float = 1.0, eye: str = "", only_one: bool = False) -> Compiled:
    text = TEXT.replace("RULES", rules).replace("ODDS", str(odds)).replace(" EYE", f", {eye}" if eye else "")
    if only_one:
        text = text[: text.index("  - {name: two")]
    loaded = parse_text(text, Path("test.yaml"))
    assert [*loaded.problems, *check(loaded, installed())] == []
    return compile_scenario(loaded, installed())


def orders(found: Compiled, run: int = 0) -> list[tuple[int, int]]:
    """Return who was ordered to engage what: (effector, object)."""
    log = replay(found, 1, run)[1]
    return sorted((int(row["device"]), int(row.object)) for row in log[log.kind == rows.ORDERED])


def test_those_who_share_all_engage_one_target_once() -> None:
    assert len(orders(made("share: all", only_one=True))) == 1


@pytest.mark.parametrize("share", ["tracks", "nothing"])
def test_those_who_do_not_share_orders_engage_one_target_twice(share: str) -> None:
    assert orders(made(f"share: {share}", only_one=True)) == [(0, 0), (1, 0)]


def test_a_net_without_eyes_sees_nothing_unless_tracks_are_shared() -> None:
    """The host's sensor is offline: its gun fires at what the coalition tells it of, or not at all."""
    spent = [
        play_runs(made(f"share: {share}", eye="offline: 2024-01-01", only_one=True), 1, 0, 1).spent[0].tolist()
        for share in ("tracks", "nothing")
    ]
    assert spent == [[1, 1], [1, 0]]


def test_tracks_of_separate_pictures_have_numbers_of_their_own() -> None:
    log = replay(made("share: nothing"), 1, 0)[1]
    ids = log.track[log.kind == rows.TRACK_CONFIRMED]
    assert len(set(ids)) == len(ids) == 4


def test_two_batteries_that_plan_together_take_a_target_each() -> None:
    for run in range(10):
        assert {target for _, target in orders(made("share: all"), run)} == {0, 1}


def test_each_for_itself_takes_what_is_best_for_it_and_so_the_same() -> None:
    """Both targets come alike, one a little earlier: independent batteries both choose it, and one stops it in vain."""
    rules = "share: all, fire: {distribution: independent}"
    firsts = [[target for _, target in orders(made(rules), run)][:2] for run in range(5)]
    assert all(len(set(pair)) == 1 for pair in firsts)


def test_each_at_random_takes_either_target_alike() -> None:
    rules = "share: all, fire: {distribution: random}"
    found = made(rules)
    same = sum(len({target for _, target in orders(found, run)}) == 1 for run in range(200))
    assert stats.binomtest(same, 200, 0.5).pvalue >= FALSE_ALARM


def test_an_order_takes_its_time_to_arrive() -> None:
    waits = []
    for link in ("", ", orders: {delay: 7 s}"):
        log = replay(made(f"share: all{link}", only_one=True), 1, 0)[1]
        waits.append(log.t[log.kind == rows.FIRED][0] - log.t[log.kind == rows.ORDERED][0])
    assert _exact(waits[1], 7.0 + waits[0])


def test_orders_are_lost_as_often_as_said_and_given_again() -> None:
    found = made("share: all, orders: {loss: 0.4}", only_one=True)
    log = [replay(found, 1, run)[1] for run in range(150)]
    lost = [int((one.kind == rows.LAPSED).sum()) for one in log]
    ordered = [int((one.kind == rows.ORDERED).sum()) for one in log]
    assert stats.binomtest(sum(lost), sum(ordered), 0.4).pvalue >= FALSE_ALARM
    assert play_runs(found, 1, 0, 150).spent.sum() == 150  # each was fired at in the end


def test_more_than_once_at_a_time_and_no_more_than_so_often() -> None:
    """Two batteries at one target at once where doctrine says so; two engagements in all where it says so."""
    assert len(orders(made("share: all, fire: {at_once: 2}", only_one=True))) == 2
    few = made("share: all, fire: {most: 1}", odds=0.001, only_one=True)
    assert len(orders(few)) == 1 and play_runs(few, 1, 0, 20).spent.sum() == 20


def test_separate_pictures_never_see_each_other_s_tracks() -> None:
    found = made("share: nothing")
    for run in range(5):
        log: Any = replay(found, 1, run)[1]
        ordered = log[log.kind == rows.ORDERED]
        assert (np.asarray(ordered.track) // 1_000_000 == np.asarray(ordered["device"])).all()


@pytest.mark.parametrize("rules", ["share: nothing", "share: tracks, fire: {at_once: 2}, orders: {loss: 0.3}"])
def test_plain_python_gives_the_same_bytes_with_nets(rules: str, tmp_path: Path) -> None:
    path = tmp_path / "nets.yaml"
    path.write_text(TEXT.replace("RULES", rules).replace("ODDS", "0.5").replace(" EYE", ""), encoding="utf-8")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-W", "error::RuntimeWarning", "-c", PLAIN, str(path), "1", "3"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    one = play_runs(made(rules, 0.5), 1, 3, 1)
    assert done.stdout == b"".join(table.tobytes() for table in (one.runs, one.things, one.spent))
