"""What bars a shot and what a shot does: magazines, heat, guidance, sectors, the shooter's eye, friends in the way."""

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.effectors.contract import Encounter
from ringfort.engine import log as rows
from ringfort.engine.bars import in_sight
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.explain import explain
from ringfort.engine.run import play_runs, replay
from ringfort.engine.state import new_scratch
from ringfort.engine.strike import held_s
from ringfort.errors import ScenarioError
from ringfort.flights.contract import HOVER, MISSION, TURN_BACK, put_knot
from ringfort.scenario.check import check
from ringfort.scenario.load import parse_text
from ringfort.world.terrain import Terrain

HEAD = """
ringfort: 1
title: shots
place: {latitude: 33, longitude: 40, terrain: flat}
time: TIME
duration: 300 s
protect: [{name: camp, at: [0, 0], size: [40, 40], people: 40}]
defend:
  - {name: eye, system: sensor/ideal, at: [0, 0]EYE}
"""
GUN = "  - {name: gun, system: effector/fixed-odds, at: [0, -300], capture_m: 100 m"
FROM_NORTH = "from: {bearing: 0 deg, range: 9 km}, aim: camp"
ONE = f"  - {{name: one, system: threat/straight-line, {FROM_NORTH}}}\n"
NOON, MIDNIGHT = "2024-06-21T09:20:00Z", "2024-06-21T21:20:00Z"


@cache
def made(gun: str, arrive: str = ONE, more: str = "", command: str = "weapons: free", eye: str = "", time: str = NOON):
    head = HEAD.replace("TIME", time).replace("EYE", f", {eye}" if eye else "")
    text = f"{head}{GUN}{gun}}}\n{more}command: {{{command}}}\narrive:\n{arrive}"
    loaded = parse_text(text, Path("test.yaml"))
    problems = [*loaded.problems, *check(loaded, installed())]
    if problems:
        raise ScenarioError(problems)
    return compile_scenario(loaded, installed())


def log_of(found: Compiled, run: int = 0):
    return replay(found, 1, run)[1]


def fired(found: Compiled, run: int = 0) -> list[float]:
    log = log_of(found, run)
    return log.t[log.kind == rows.FIRED].tolist()


def lapses(found: Compiled) -> set[int]:
    log = log_of(found)
    return set(log.code[log.kind == rows.LAPSED].tolist())


def test_each_launcher_is_reloaded_by_itself_one_after_the_other() -> None:
    """Two launchers of one shot, reloads of 20 s by one team, a stock of three: then nothing is left."""
    times = fired(made(", odds: 1e-9, magazine: 1, launchers: 2, reload_s: 20 s, stock: 3, flight_s: 0.1 s"))
    second = within(1.2, because="orders are given every second, after the shot before is judged")
    assert len(times) == 5
    for shot, after in ((2, 20.0), (3, 40.0), (4, 60.0)):
        assert second(times[shot] - times[0], after)


def test_a_magazine_is_never_overdrawn() -> None:
    found = made(", odds: 1e-9, magazine: 3, salvo: 2, reload_s: 1e9 s, stock: 0")
    assert (play_runs(found, 1, 0, 20).spent[:, 0] == 3).all()


def test_a_new_target_costs_slew_and_a_firing_solution_once() -> None:
    """A half turn at 0.1 rad/s is 31.4 s, the solution 5 s; the same target again costs neither."""
    slow = fired(made(", odds: 1e-9, slew_rad_s: 0.1 rad/s, solution_s: 5 s, flight_s: 0.1 s, facing: 180 deg"))
    first = fired(made(", odds: 1e-9, flight_s: 0.1 s, facing: 180 deg"))[0]
    assert within(0.05, because="the target flies straight at the gun")(slow[0] - first, math.pi / 0.1 + 5.0)
    assert slow[1] - slow[0] < 2.5


def test_a_control_crew_gives_one_order_at_a_time() -> None:
    three = "".join(ONE.replace("one", f"t{k}").replace("0 deg", f"{9 * k} deg") for k in range(3))
    times = fired(made(", odds: 1, control_s: 6 s, channels: 8", three, command="weapons: free, operators: 9"))
    gaps = np.diff(times)
    assert len(times) == 3 and (gaps > 5.99).all() and (gaps < 7.5).all()


def test_heat_lets_work_so_long_and_comes_back_with_rest() -> None:
    """Ten seconds of work at once, a tenth of a second regained a second: after the first ten, one shot in ten."""
    laser = "  - {name: laser, system: effector/claws, at: [0, 0], heat_s: 10 s, cooling: 0, magazine: 99}\n"
    slow = "  - {name: one, system: threat/quadcopter, burn_fluence_j_m2: 1e12, from: {bearing: 0 deg, range: 1500 m}"
    found = made(", magazine: 0", f"{slow}, aim: camp}}\n", laser)
    log = log_of(found)
    busy = log.t[log.kind == rows.EFFECT_ROW] - log.t[log.kind == rows.FIRED][: (log.kind == rows.EFFECT_ROW).sum()]
    assert 0.0 < busy.sum() <= 10.0


@pytest.mark.parametrize(
    ("sectors", "shoots"),
    [("{from: 350 deg, to: 10 deg}", False), ("{from: 10 deg, to: 350 deg}", True), ("{from: 90, to: 1}", False)],
)
def test_nothing_is_fired_into_a_barred_sector(sectors: str, shoots: bool) -> None:
    found = made(f", odds: 1e-9, no_fire: [{sectors}]")
    assert bool(play_runs(found, 1, 0, 3).spent.sum()) == shoots


def test_a_lane_is_spared_at_its_heights() -> None:
    lane = "weapons: free, corridors: [{name: lane, from: 0 deg, width: 10 deg, ceiling: CEILING}]"
    low, high = (
        made(", odds: 1e-9, range_min_m: 1 km, spares: [lane]", command=lane.replace("CEILING", c))
        for c in ("1 m", "9 km")
    )
    assert play_runs(low, 1, 0, 2).spent.sum() > 0 and play_runs(high, 1, 0, 2).spent.sum() == 0


RADAR = "  - {name: guide, system: sensor/ideal, at: [0, 0], sector_rad: 90 deg, facing: FACING MORE}\n"


def test_guided_shots_need_their_radar_to_see_the_target() -> None:
    there, away = (RADAR.replace("FACING", f).replace(" MORE", "") for f in ("10 deg", "180 deg"))
    gun = ", odds: 1, guided_by: guide, needs_guidance: 1"
    assert play_runs(made(gun, more=there), 1, 0, 2).spent.sum() > 0
    assert play_runs(made(gun, more=away), 1, 0, 2).spent.sum() == 0


def test_a_shot_whose_radar_goes_down_does_nothing() -> None:
    late = RADAR.replace("FACING", "0 deg").replace(" MORE", ", offline: 2024-06-21T09:20:20Z")
    found = made(", odds: 1, guided_by: guide, flight_s: 30 s", more=late)
    log = log_of(found)
    assert set(log.code[log.kind == rows.EFFECT_ROW]) == {rows.GUIDANCE_LOST}
    (story,) = explain(found, 1, 0)
    assert story.fate == "leaked" and any("its radar no longer sees" in event.text for event in story.events)


def test_a_radar_guides_so_many_shots_at_once() -> None:
    four = "".join(ONE.replace("one", f"t{k}").replace("0 deg", f"{9 * k} deg") for k in range(4))
    gun = ", odds: 1e-9, guided_by: guide, guidance: 3, salvo: 2, channels: 9, flight_s: 20 s, interval_s: 0 s"
    found = made(gun, four, RADAR.replace("FACING", "0 deg").replace(" MORE", ""), "weapons: free, operators: 9")
    log = log_of(found)
    changes = [(t, 1) for t in log.t[log.kind == rows.FIRED]] + [(t, -1) for t in log.t[log.kind == rows.EFFECT_ROW]]
    in_flight = np.cumsum([step for _, step in sorted(changes)])
    assert in_flight.max() == 3


def test_what_needs_a_radar_must_name_one() -> None:
    with pytest.raises(ScenarioError, match="acts through a radar"):
        made(", needs_guidance: 1")
    with pytest.raises(ScenarioError, match="no sensor of this name"):
        made(", guided_by: gun")
    with pytest.raises(ScenarioError, match="no such corridor"):
        made(", spares: [nowhere]")


@pytest.mark.parametrize(("time", "sight", "shoots"), [(NOON, 1, True), (MIDNIGHT, 1, False), (MIDNIGHT, 2, True)])
def test_a_shooter_must_see_its_target_before_use(time: str, sight: int, shoots: bool) -> None:
    drone = f"  - {{name: one, system: threat/one-way-drone, {FROM_NORTH}}}\n".replace("9 km", "3 km")
    found = made(f", odds: 1, sight: {sight}, patience_s: 5 s, range_max_m: 900 m", drone, time=time)
    assert bool(play_runs(found, 1, 0, 5).spent.sum()) == shoots
    if not shoots:
        assert lapses(found) == {rows.NOT_SEEN}


def test_a_shooter_who_recognises_a_friend_holds_its_fire() -> None:
    friend = "  - {name: one, system: friend/tactical-drone, from: {bearing: 0 deg, range: 2 km}, aim: camp}\n"
    rules = "weapons: free, identify: {expect: {friend: 0}}"
    blind, looks = (made(f", odds: 1, sight: {s}, range_max_m: 400 m", friend, command=rules) for s in (0, 1))
    assert play_runs(blind, 1, 0, 5).runs.friends_lost.sum() > 0
    assert play_runs(looks, 1, 0, 5).runs.friends_lost.sum() == 0


def test_a_miss_taken_for_a_kill_is_not_shot_at_again_until_it_is_seen_to_fly_on() -> None:
    once = fired(made(", odds: 1e-9, kill_imagined: 1, flight_s: 0.1 s"))
    again = fired(made(", odds: 1e-9, kill_imagined: 1, relook_s: 30 s, flight_s: 0.1 s"))
    assert len(once) == 1 and len(again) > 2
    assert within(1.2, because="orders are given every second")(again[1] - again[0], 30.1)


def test_a_kill_taken_for_a_miss_costs_more_shots() -> None:
    """From nine kilometres up the wreck takes its time to fall."""
    high = (
        "  - {name: one, system: threat/straight-line, height_m: 3000, from: {bearing: 0 deg, range: 9 km}, aim: camp}"
    )
    seen = play_runs(made(", odds: 1", f"{high}\n"), 1, 0, 5).spent.sum()
    unseen = play_runs(made(", odds: 1, kill_unseen: 1", f"{high}\n"), 1, 0, 5).spent.sum()
    assert seen == 5 and unseen > 5


LANE = "weapons: free, corridors: [{name: lane, from: 20 deg, width: 10 deg}], identify: {expect: {friend: 2}}"
OWN = "  - {name: own, system: friend/tactical-drone, from: {bearing: 20 deg, range: 4 km}, aim: [-1000, -3000]}\n"
ATTACK = "  - {name: one, system: threat/one-way-drone, failure: 0, from: {bearing: 0 deg, range: 5 km}, aim: camp}\n"


@pytest.mark.parametrize(("danger_m", "hurt"), [(0.0, False), (2000.0, True)])
def test_a_friend_near_the_path_of_a_shot_is_hurt_and_counted(danger_m: float, hurt: bool) -> None:
    found = made(f", odds: 1, danger_m: {danger_m} m, flight_s: 2 s", OWN + ATTACK, command=LANE)
    runs = play_runs(found, 1, 0, 10).runs
    assert (runs.friends_beside.sum() > 0) == hurt and (runs.friends_beside <= runs.friends_lost).all()
    told = [event.text for story in explain(found, 1, 0) for event in story.events]
    assert any("in the way of gun" in text for text in told) == hurt


def test_fire_is_held_while_a_known_friend_is_near_the_line() -> None:
    found = made(", odds: 1, avoid_rad: 60 deg, flight_s: 2 s, range_max_m: 3 km", OWN + ATTACK, command=LANE)
    assert rows.FRIEND_NEAR in lapses(found)


@pytest.mark.parametrize(("beam_deg", "hurt"), [(0.0, False), (40.0, True)])
def test_a_beam_takes_a_friends_link_too(beam_deg: float, hurt: bool) -> None:
    jam = f"  - {{name: jam, system: effector/fixed-jammer, at: [0, 0], covers_other: 1, beam_rad: {beam_deg} deg}}\n"
    quad = "  - {name: one, system: threat/quadcopter, from: {bearing: 0 deg, range: 1500 m}, aim: camp}\n"
    friend = OWN.replace("4 km", "2 km")
    found = made(", magazine: 0", quad + friend, jam, LANE)
    assert (play_runs(found, 1, 0, 20).runs.friends_beside.sum() > 0) == hurt


@pytest.mark.parametrize("does", ["turns_back", "hovers"])
@pytest.mark.parametrize(("regained", "comes_again"), [(0, False), (1, True)])
def test_a_jammed_drone_is_taken_in_hand_again_where_nothing_jams_it(
    does: str, regained: int, comes_again: bool
) -> None:
    """Of one charge, the jammer is no use the second time."""
    jam = "  - {name: jam, system: effector/fixed-jammer, at: [0, 0], magazine: 1, link_eirp_w: 1 MW, stock: 0}\n"
    safe = {"lands": 0, "turns_back": 0, "hovers": 0, does: 1}
    set_to = ", ".join(f"{key}: {value}" for key, value in safe.items())
    quad = "  - {name: one, system: threat/quadcopter, failure: 0, dud: 0, from: {bearing: 0 deg, range: 3 km}, "
    quad += f"aim: camp, satellite_navigation: 0, regained: {regained}, regain_s: 25 s, {set_to}}}\n"
    found = made(", magazine: 0", quad, jam)
    log, order = log_of(found), {"turns_back": TURN_BACK, "hovers": HOVER}[does]
    laid = log[log.kind == rows.LAID_ANEW]
    assert laid.code.tolist() == ([order, MISSION] if comes_again else [order])
    assert not comes_again or within(1e-9, because="one sum")(laid.t[1] - laid.t[0], 25.0)
    assert bool(((log.kind == rows.BURST_ROW) & (log.code == 1)).any()) == comes_again
    (story,) = explain(found, 1, 0)
    assert any("in hand again" in event.text for event in story.events) == comes_again


def test_a_fail_safe_is_set_once_and_an_operator_may_give_up() -> None:
    """Jammed for as long as it is near, it does the same each time it is; the tries end."""
    jam = "  - {name: jam, system: effector/fixed-jammer, at: [0, 0], link_eirp_w: 1 MW}\n"
    quad = "  - {name: one, system: threat/quadcopter, failure: 0, from: {bearing: 0 deg, range: 3 km}, aim: camp, "
    quad += "satellite_navigation: 0, regained: 0.8, regain_s: 5 s, lands: 0.3, turns_back: 0.4, hovers: 0.3}\n"
    found = made(", magazine: 0", quad, jam, "weapons: free")
    tries = []
    for run in range(12):
        log = log_of(found, run)
        codes = log.code[log.kind == rows.LAID_ANEW]
        assert len(set(codes.tolist()) - {MISSION}) == 1
        tries.append(int((codes == MISSION).sum()))
    assert min(tries) == 0 and max(tries) > 1


def test_live_rounds_come_down_among_people() -> None:
    """Fired north, they fall a kilometre from the gun or more: on the village there, which nobody aims at."""
    gun = ", odds: 1e-9, range_max_m: 1 km, strays_far_m: 3 km, strays_m2: 900 m^2, strays: "
    village = "  - {name: village, at: [0, 900], size: [800, 800], people: 4000, worth: 0}\n"
    for strays, hurt in ((0, False), (5, True)):
        text = HEAD.replace("TIME", NOON).replace("EYE", "").replace("protect: [", "protect:\n  - ")
        text = text.replace("}]\ndefend", f"}}\n{village}defend")
        text += f"{GUN}{gun}{strays}}}\ncommand: {{weapons: free}}\narrive:\n{ONE}"
        found = compile_scenario(parse_text(text, Path("test.yaml")), installed())
        runs = play_runs(found, 1, 0, 10).runs
        assert (runs.hurt_by_own.sum() > 0) == hurt
        told = [event.text for story in explain(found, 1, 0) for event in story.events]
        assert any("comes down on village" in text for text in told) == hurt


def test_a_net_holds_what_is_small() -> None:
    net = "  - {name: net, system: effector/net, at: [0, 0], covers_m: 50 m, holds: 1, largest_m: 1 m}\n"
    for threat, held in (("threat/quadcopter", True), ("threat/one-way-drone", False)):
        drone = f"  - {{name: one, system: {threat}, failure: 0, from: {{bearing: 0 deg, range: 1 km}}, aim: camp}}\n"
        runs = play_runs(made(", magazine: 0", drone, net), 1, 0, 10).runs
        assert runs.leaked.sum() < 10 if held else runs.leaked.sum() > 0
        assert (runs.stopped.sum() > 5) == held


def test_a_net_tears_where_energy_is_more_than_it_carries() -> None:
    """A cruise missile's size may be drawn as small as its calibre: what stops it at the net is its energy, 45 kg at
    200 m/s (0.9 MJ), and a quadcopter's charge of a kilogram at 15 m/s (0.1 kJ) none.
    """
    p = installed().model("effector.passive")
    own = p.parameters(lures_m=0.0, draws=0.0, covers_m=50.0, holds=1.0, largest_m=1.0, carries_j=10e3, ballistic=0.0)
    blank = Encounter(**dict.fromkeys(Encounter._fields, 0.0))._replace(range_m=10.0, size_m=0.5)
    held = [p.functions["effect"](own, blank._replace(mass_kg=m, speed_mps=v)).kill for m, v in ((45, 200), (1, 15))]
    assert held == [0.0, 1.0]
    edge = math.sqrt(2.0 * 10e3 / 5.0)  # m v^2 / 2 = 10 kJ at 5 kg
    held = [p.functions["effect"](own, blank._replace(mass_kg=5.0, speed_mps=f * edge)).kill for f in (0.99, 1.01)]
    assert held == [1.0, 0.0]


def test_a_net_holds_no_cruise_missile_however_strong_and_small_they_are_drawn() -> None:
    net = "  - {name: net, system: effector/net, at: [0, 0], covers_m: 200 m, holds: 1CARRIES}\n"
    missile = "  - {name: one, system: threat/cruise-missile, failure: 0, size_m: 0.4, FROM, aim: camp}\n"
    missile = missile.replace("FROM", "from: {bearing: 0 deg, range: 20 km}")
    for carries, held in (("", False), (", carries_j: 1 GJ", True)):
        runs = play_runs(made(", magazine: 0", missile, net.replace("CARRIES", carries)), 1, 0, 50).runs
        assert (runs.stopped.sum() > 0) == held


def test_a_decoy_draws_what_is_aimed_beside_it_and_no_rocket() -> None:
    decoy = "  - {name: dummy, system: effector/decoy, at: [600, 0], lures_m: 700 m, draws: 1}\n"
    for threat, drawn in (("threat/one-way-drone", True), ("threat/rocket-107", False)):
        arrival = f"  - {{name: one, system: {threat}, failure: 0, from: {{bearing: 0 deg, range: 5 km}}, aim: camp}}\n"
        found = made(", magazine: 0", arrival, decoy)
        logs = [log_of(found, run) for run in range(5)]
        caught = [(log.kind == rows.CAUGHT).any() for log in logs]
        for log in logs:  # one flight is laid out, not two
            begins = log.t[(log.kind == rows.KNOT_ROW) & (log.value == log.t)]
            assert len(begins) == len(np.unique(begins))
        assert all(caught) == drawn and any(caught) == drawn


def test_a_drone_sent_after_a_friend_is_called_back() -> None:
    """Declared hostile until its transponder has answered, it is a friend when the hunter is there."""
    hunter = "  - {name: hunter, system: effector/interceptor-drone, at: [0, 0], capture_m: 5 km}\n"
    friend = "  - {name: own, system: friend/tactical-drone, transponder: 1, FROM, aim: camp}\n"
    friend = friend.replace("FROM", "from: {bearing: 0 deg, range: 4 km}")
    asker = "  - {name: asker, system: sensor/interrogator, at: [0, 0], range_max_m: 3500 m}\n"
    found = made(", magazine: 0", friend, asker + hunter, "weapons: free, identify: {expect: {friend: 0.01}}")
    outcomes = [log_of(found, run) for run in range(12)]
    told = [log.code[log.kind == rows.EFFECT_ROW].tolist() for log in outcomes]
    assert any(rows.RECALLED in codes for codes in told)
    assert all(rows.KILLED_IT not in codes for codes in told if rows.RECALLED in codes)


def _wall() -> Terrain:
    """Return flat ground with a tower of 200 m at x 300 m, y 500 m."""
    heights = np.zeros((41, 41), np.float32)
    heights[30:32, 26:28] = 200.0  # rows from the south and columns from the west, 50 m each, from -1000 m
    return Terrain(heights, -1000.0, -1000.0, 50.0)


def test_a_dwell_counts_only_while_the_line_of_sight_holds() -> None:
    """A quadcopter flies at the camp and past behind a tower: there a dwell is broken off, or never begun."""
    laser = "  - {name: laser, system: effector/claws, at: [600, 500], heat_s: 999 s, closed: 0, range_max_m: 1500 m}\n"
    quad = "  - {name: one, system: threat/quadcopter, failure: 0, burn_fluence_j_m2: 1e12, at: [0, 1200], aim: camp}\n"
    rules = "weapons: free, identify: {expect: {bird: 0}}"
    plain = made(", magazine: 0", quad, laser, rules)
    hidden = replace(plain, model=plain.model._replace(terrain=_wall()))
    told = []
    for found in (plain, hidden):
        logs = [log_of(found, run) for run in range(15)]
        lost = sum(int((log.code[log.kind == rows.EFFECT_ROW] == rows.VIEW_LOST).sum()) for log in logs)
        barred = sum(int((log.code[log.kind == rows.LAPSED] == rows.NO_SIGHT).sum()) for log in logs)
        dwells = sum(int((log.kind == rows.FIRED).sum()) for log in logs)
        told.append((lost + barred, dwells))
    assert told[0][0] == 0 and told[0][1] > told[1][1] > 0


def test_what_is_held_of_a_dwell_is_its_longest_unbroken_part() -> None:
    """Twelve looks during ten seconds: the thing flies behind the tower after the first seconds and stays there."""
    found = made("", "  - {name: one, system: threat/straight-line, at: [-1000, 500], aim: [600, 500]}\n")
    model = found.model._replace(terrain=_wall())
    state = new_scratch(model, found.systems).state
    state.n_objects, thing = 1, state.objects[0]
    thing.knots, thing.cursor = 2, 0
    for k, x in enumerate((200.0, 600.0)):  # 40 m/s along y = 525 m, seen from 300 m south of the tower's eastern side
        put_knot(state.knots[0], k, 10.0 * k, (x, 525.0, 30.0), (40.0, 0.0, 0.0))
    shot, effector = state.shots[0], model.given.effectors[0]
    effector.x_m, effector.y_m, effector.z_m, effector.height_m = 325.0, 200.0, 2.0, 2.0
    shot.effector, shot.t, shot.busy_s, state.total.now = 0, 0.0, 10.0, 10.0
    held = held_s(model, state, 0, 0)
    behind = [in_sight(model, effector, (200.0 + 40.0 * (k + 0.5) * 10.0 / 12.0, 525.0, 30.0)) for k in range(12)]
    runs = [len(run) for run in "".join("x" if see else " " for see in behind).split()]
    assert held == 10.0 * max(runs) / 12.0 and 0.0 < held < 10.0


def test_a_gun_does_not_see_through_a_tower() -> None:
    effector = made("").model.given.effectors[0].copy()
    effector.x_m, effector.y_m, effector.z_m, effector.height_m = 0.0, 0.0, 2.0, 2.0
    model = made("").model._replace(terrain=_wall())
    assert in_sight(model, effector, (-400.0, 800.0, 80.0))
    assert not in_sight(model, effector, (510.0, 840.0, 80.0))
    assert in_sight(model, effector, (510.0, 840.0, 900.0))
