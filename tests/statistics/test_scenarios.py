"""What every packaged scenario shows: where a system earns its keep and where it does not, which site leaks and why.

Each scenario has a claim. Odds of a false alarm of each check: ``FALSE_ALARM``; runs and seeds are fixed. A system
earns its keep where fewer leak with it than without it, on the same dice, and where it stops at least the stated share
of what comes; it does not where it stops at most the stated share.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.statistics.raids import FALSE_ALARM, assert_fewer, compiled, objects, of_cause, played

from ringfort.scenario.load import find, packaged

pytestmark = pytest.mark.slow  # thousands of raids: minutes, run by .ci/run

RUNS = 400
SURE = float(stats.norm.isf(FALSE_ALARM))
CLAIMS: dict[str, Callable[[], None]] = {}


def shows(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Enter a claim under the name of its scenario."""

    def enter(claim: Callable[[], None]) -> Callable[[], None]:
        CLAIMS[name] = claim
        return claim

    return enter


@cache
def text_of(name: str) -> str:
    return find(name).read_text(encoding="utf-8")


def without(name: str, *items: str) -> str:
    """Return a scenario's text without items of ``defend`` or ``arrive``, one line or several."""
    text = text_of(name)
    for item in items:
        found = re.sub(rf"  - (?:{{)?name: {re.escape(item)}[,\n][^\n]*\n?(?:    [^\n]*\n)*", "", text)
        assert found != text, item
        text = found
    return re.sub(r"^(defend|arrive):\n(?=\S|\Z)", r"\1: []\n", text, flags=re.MULTILINE)


def changed(name: str, old: str, new: str) -> str:
    text = text_of(name)
    assert old in text
    return text.replace(old, new)


def stopped_share(text: str, device: str) -> Any:
    """Return the share of the hostile objects of each run that a device stopped."""
    counts = played(text, RUNS)
    which = compiled(text).effectors.index(device)
    return counts.stopped_by[:, which] / counts.runs.arrived


def leaked_of(text: str, item: str) -> Any:
    """Return the leakers of an item of ``arrive`` by run."""
    names = compiled(text).objects
    which = [k for k, name in enumerate(names) if re.fullmatch(rf"{re.escape(item)}( \d+)?", name)]
    assert which
    return played(text, RUNS).leaked_of[:, which].sum(axis=1)


def assert_mean_at_least(values: Any, least: float, because: str) -> None:
    """Hold a mean of independent values above ``least``, by a normal test at FALSE_ALARM."""
    values = np.asarray(values, float)
    low = values.mean() - SURE * values.std(ddof=1) / len(values) ** 0.5
    assert low > least, f"mean {values.mean():.3f}, surely above {low:.3f} only; {because}"


def assert_mean_at_most(values: Any, most: float, because: str) -> None:
    """Hold a mean of independent values from 0 to 1 below ``most``; where all are 0, by the chance of so many zeros."""
    values = np.asarray(values, float)
    rare = 1.0 - FALSE_ALARM ** (1.0 / len(values))
    high = max(values.mean() + SURE * values.std(ddof=1) / len(values) ** 0.5, rare)
    assert high < most, f"mean {values.mean():.3f}, surely below {high:.3f} only; {because}"


def earns(name: str, device: str, least: float) -> None:
    because = f"{device} earns its keep in {name}"
    assert_mean_at_least(stopped_share(text_of(name), device), least, because)
    assert_fewer(played(without(name, device), RUNS).runs.leaked, played(text_of(name), RUNS).runs.leaked, because)


def idles(name: str, device: str, most: float) -> None:
    assert_mean_at_most(stopped_share(text_of(name), device), most, f"{device} does not earn its keep in {name}")


@shows("01-one-drone")
def one_drone():
    earns("01-one-drone", "interceptors", 0.5)


@shows("coyote-mortars")
def interceptor_drones_do_not_stop_what_falls():
    idles("coyote-mortars", "interceptors", 0.05)


@shows("c-ram-mortars")
def a_gun_earns_its_keep_against_mortars():
    earns("c-ram-mortars", "gun", 0.02)


@shows("c-ram-drones")
def a_gun_earns_its_keep_against_drones():
    earns("c-ram-drones", "gun", 0.3)


@shows("c-ram-salvo")
def a_gun_is_swamped_by_a_lorry_of_rockets():
    idles("c-ram-salvo", "gun", 0.12)
    full = of_cause(played(text_of("c-ram-salvo"), RUNS), "no effector free or loaded")
    assert_mean_at_least(full, 2.0, "most of the leakers come while the gun is busy")


@shows("artillery")
def a_gun_hardly_stops_shells():
    idles("artillery", "gun", 0.2)


@shows("dronebuster-quadcopter")
def a_hand_held_jammer_earns_its_keep_against_quadcopters():
    earns("dronebuster-quadcopter", "guard", 0.35)  # who must see it first


@shows("dronebuster-one-way")
def a_hand_held_jammer_does_nothing_to_what_flies_by_itself():
    idles("dronebuster-one-way", "guard", 0.05)


@shows("fixed-jammer-fpv")
def a_fixed_jammer_earns_its_keep_against_video():
    earns("fixed-jammer-fpv", "jammer", 0.5)


@shows("fixed-jammer-fibre")
def a_fixed_jammer_does_nothing_to_a_fibre():
    idles("fixed-jammer-fibre", "jammer", 0.05)


@shows("laser-clear-air")
def a_laser_earns_its_keep_in_clear_air():
    earns("laser-clear-air", "laser", 0.5)


@shows("laser-dust")
def a_laser_is_blind_in_dust():
    idles("laser-dust", "laser", 0.25)
    clear, dusty = (played(text_of(name), RUNS).runs.leaked for name in ("laser-clear-air", "laser-dust"))
    assert_fewer(dusty, clear, "dust takes the laser")


@shows("airburst-drones")
def bursting_rounds_earn_their_keep_against_drones():
    earns("airburst-drones", "gun", 0.5)


@shows("airburst-missile")
def bursting_rounds_come_late_for_a_missile():
    idles("airburst-missile", "gun", 0.35)


@shows("hunter-quadcopters")
def drones_that_hunt_drones_earn_their_keep_against_slow_ones():
    earns("hunter-quadcopters", "hunters", 0.5)


@shows("hunter-cruise-missile")
def drones_that_hunt_drones_do_worse_against_fast_things():
    fast, slow = (stopped_share(text_of(name), "hunters") for name in ("hunter-cruise-missile", "hunter-quadcopters"))
    assert_mean_at_most(fast, 0.5, "a cruise missile outruns them")
    assert_fewer(slow, fast, "what is slow is caught")


@shows("net-quadcopters")
def nets_earn_their_keep_against_quadcopters():
    earns("net-quadcopters", "nets", 0.15)


@shows("net-one-way")
def nets_hold_nothing_large():
    idles("net-one-way", "nets", 0.05)


@shows("dummies-drones")
def a_dummy_draws_some_of_what_is_aimed():
    earns("dummies-drones", "dummy", 0.1)


@shows("dummies-rockets")
def a_dummy_draws_nothing_that_is_thrown():
    idles("dummies-rockets", "dummy", 0.05)


@shows("f16-cruise-missiles")
def a_patrol_earns_its_keep_against_cruise_missiles():
    earns("f16-cruise-missiles", "patrol", 0.08)
    away = changed(
        "f16-cruise-missiles", "facing: 0 deg}", "facing: 0 deg, contractors: 0, technicians: 5, parts: 0.1}"
    )
    flown, grounded = (stopped_share(text, "patrol") for text in (text_of("f16-cruise-missiles"), away))
    assert_fewer(flown, grounded, "aircraft that nobody mends do not fly")


@shows("f16-quadcopters")
def a_patrol_is_no_use_against_quadcopters():
    idles("f16-quadcopters", "patrol", 0.15)


@shows("patriot-two-missiles")
def two_kinds_of_missile_share_the_work():
    for launchers in ("large missiles", "small missiles"):
        assert_mean_at_least(stopped_share(text_of("patriot-two-missiles"), launchers), 0.05, launchers)
    blind = changed("patriot-two-missiles", "facing: 110 deg}", "facing: 110 deg, offline: 2020-01-01}")
    assert_mean_at_most(stopped_share(blind, "large missiles"), 0.05, "without its radar a launcher fires nothing")


@shows("ain-al-asad-2020-defended")
def a_battery_earns_its_keep_against_missiles():
    earns("ain-al-asad-2020-defended", "Patriot battery", 0.3)


@shows("ain-al-asad-2020")
def the_naked_base_stops_nothing():
    counts = played(text_of("ain-al-asad-2020"), RUNS)
    assert counts.runs.stopped.sum() == 0 and (counts.runs.arrived == 11).all()


@shows("patriot-low-drones")
def a_battery_does_not_pay_against_small_low_drones():
    idles("patriot-low-drones", "Patriot battery", 0.4)
    runs = played(text_of("patriot-low-drones"), RUNS).runs
    assert runs.defence_usd.sum() > 20.0 * runs.attack_usd.sum()  # though most are never shot at
    unseen = of_cause(played(text_of("patriot-low-drones"), RUNS), "never detected")
    assert_mean_at_least(unseen, 1.0, "it looks one way only")


@shows("patriot-1991")
def what_one_shot_is_worth_is_what_the_answer_is_worth():
    # Each run is a draw of the figures: stopped in a good part of the runs and leaked in a good part.
    counts = played(text_of("patriot-1991"), RUNS)
    assert_mean_at_least(counts.runs.stopped, 0.15, "some are stopped")
    assert_mean_at_least(counts.runs.leaked, 0.15, "some leak")


@shows("rockets-at-a-town")
def interceptors_are_kept_for_what_threatens():
    name, waste = "rockets-at-a-town", ("  evaluate: {engage_above: 0.5}\n", "")
    wise, all_of_them = played(text_of(name), RUNS), played(changed(name, *waste), RUNS)
    assert_fewer(all_of_them.spent[:, 0], wise.spent[:, 0], "what falls in open ground is left alone")
    assert_mean_at_least(1.0 - wise.spent[:, 0] / wise.runs.arrived, 0.4, "most are not engaged")


@shows("decoys-and-drones")
def decoys_eat_the_magazine():
    alone = leaked_of(without("decoys-and-drones", "decoys"), "drones")
    assert_fewer(leaked_of(text_of("decoys-and-drones"), "drones"), alone, "decoys draw interceptors")
    assert leaked_of(text_of("decoys-and-drones"), "decoys").sum() == 0  # they harm nobody


@shows("mixed-raid")
def every_layer_stops_what_the_others_do_not():
    name = "mixed-raid"
    for layer, kind in (("Patriot battery", "missiles"), ("interceptors", "drones"), ("gun", "rockets")):
        because = f"the {layer} takes {kind}"
        assert_fewer(leaked_of(without(name, layer), kind), leaked_of(text_of(name), kind), because)


@shows("large-and-small")
def what_is_large_is_seen_from_afar():
    things = objects(text_of("large-and-small"), RUNS)
    large, small = things.end_s[:, 0] - things.detected_s[:, 0], things.end_s[:, 1] - things.detected_s[:, 1]
    assert_mean_at_least(large > 60.0, 0.6, "most cruise missiles are seen a minute before the end")
    assert_mean_at_most(small > 60.0, 0.5, "quadcopters are not")


@shows("panel-at-the-gate")
def a_short_radar_gives_a_minute_before_what_is_slow():
    things = objects(text_of("panel-at-the-gate"), RUNS)
    slow, fast = (things.end_s[:, k] - things.detected_s[:, k] for k in (0, 1))
    assert_mean_at_least(slow > 60.0, 0.75, "most quadcopters are seen a minute before the end")
    assert_mean_at_most(fast > 60.0, 0.1, "one-way drones are not")


@shows("shells-from-afar")
def a_larger_radar_sees_shells_earlier():
    name = "shells-from-afar"
    small, large = (
        objects(without(name, *radars), RUNS) for radars in (("middle radar", "large radar"), ("small radar",))
    )
    early = [(np.nan_to_num(things.end_s - things.detected_s).clip(0.0)).mean(axis=1) for things in (small, large)]
    assert_fewer(early[1], early[0], "ten kilometres of reach are less than thirty")
    south = changed(name, "uniform: [-20 deg, 20 deg]", "uniform: [160 deg, 200 deg]")
    blind = south.replace(next(line for line in south.splitlines(True) if "name: small radar" in line), "")
    seen = [np.isfinite(objects(text, RUNS).detected_s).mean(axis=1) for text in (south, blind)]
    assert_fewer(
        *seen, "sectors that look north see little of what comes from the south, the small radar looks all round"
    )


@shows("mortars-all-round")
def a_few_seconds_of_warning_save_people_from_mortars():
    warned, silent = (
        played(text, RUNS) for text in (text_of("mortars-all-round"), without("mortars-all-round", "mortar radar"))
    )
    assert 10.0 < np.median(warned.warned_s) < 60.0
    hurt = [counts.runs.killed + counts.runs.injured for counts in (silent, warned)]
    assert_fewer(*hurt, "people who hear the siren lie down or take cover")


@shows("kurfs-drones")
def a_radar_that_sees_small_drones_far_off_gives_interceptors_their_time():
    earns("kurfs-drones", "interceptors", 0.5)
    short = changed("kurfs-drones", "sensor/kurfs,", "sensor/echoguard, facing: 90 deg,")
    leaked = (played(text, RUNS).runs.leaked for text in (short, text_of("kurfs-drones")))
    assert_fewer(*leaked, "a panel of a kilometre's reach leaves no time")


@shows("friends-and-foes")
def who_answers_is_told_from_who_attacks():
    name = "friends-and-foes"
    asked, unasked = (played(text, RUNS).runs for text in (text_of(name), without(name, "interrogator")))
    assert_fewer(unasked.leaked, asked.leaked, "attackers are held hostile since they do not answer")
    free = played(changed(name, "weapons: tight", "weapons: free"), RUNS).runs
    assert_fewer(
        free.wrong_friend, asked.wrong_friend, "with weapons free own aircraft whose answer did not come are shot at"
    )


@shows("tower-22")
def two_of_the_three_means_earn_their_keep_and_confusion_costs():
    counts = played(text_of("tower-22"), RUNS)
    assert_mean_at_least(counts.runs.leaked, 0.3, "a good part leaks")
    assert of_cause(counts, "not identified in time").sum() > 0  # test_right_way.py tells why


@shows("night-quadcopters")
def what_is_heard_is_stopped_more_often_than_what_is_silent():
    text = text_of("night-quadcopters")
    # A quadcopter of either item flies alike: only that it is heard tells them apart.
    heard, silent = leaked_of(text, "flown by video") / 3.0, leaked_of(text, "silent") / 2.0
    assert_fewer(silent, heard, "silent ones come out of the dark")


@shows("wadi-approach")
def the_wadi_hides():
    text = text_of("wadi-approach")
    plain, hidden = leaked_of(text, "over the plain"), leaked_of(text, "down the wadi")
    assert_fewer(hidden, plain, "the wadi masks the radar")


@shows("k-1-2019")
def a_siren_saves_people():
    warned, silent = played(text_of("k-1-2019"), RUNS), played(without("k-1-2019", "counter-battery radar"), RUNS)
    hurt = [counts.runs.killed + counts.runs.injured for counts in (silent, warned)]
    assert_fewer(*hurt, "people who hear the siren take cover")


@shows("q-west-2019")
def nobody_is_warned_of_what_nothing_sees():
    counts = played(text_of("q-west-2019"), RUNS)
    assert (counts.warned_s == 0.0).all() and (of_cause(counts, "never detected") == counts.runs.leaked).all()


@shows("balad-rockets")
def a_few_seconds_of_warning():
    counts = played(text_of("balad-rockets"), RUNS)
    assert 5.0 < np.median(counts.warned_s) < 60.0 and counts.runs.stopped.sum() == 0


@shows("erbil-2021")
def the_published_impacts_lie_within_the_spread():
    inside = played(without("erbil-2021", "gun"), RUNS).runs.leaked
    low, high = np.quantile(inside, (0.05, 0.95))
    assert low <= 3 <= high  # 3 of 14 inside the base: coalition's statement


@shows("union-iii-2021")
def a_gun_earns_its_keep_against_a_drone_in_the_city():
    earns("union-iii-2021", "gun", 0.1)


@shows("taji-2025")
def the_permission_comes_late():
    slow, fast = text_of("taji-2025"), changed("taji-2025", "{median: 20 s, p90: 60 s}", "{median: 1 s, p90: 2 s}")
    assert_mean_at_least(of_cause(played(slow, RUNS), "not authorised in time"), 0.2, "a minute is all there is")
    assert_fewer(played(slow, RUNS).runs.leaked, played(fast, RUNS).runs.leaked, "permission at once")


@shows("power-line")
def the_far_towers_fall():
    text = text_of("power-line")
    counts, things = played(text, RUNS), compiled(text).loaded.document.protect
    towers = [a for a, thing in enumerate(things) if thing.part_of == "north line"]
    assert_mean_at_least(counts.ruined[:, towers].any(axis=1), 0.6, "one tower down puts the line out")
    near, far = counts.leaked_of[:, 0], counts.leaked_of[:, 2]
    assert_fewer(far, near, "the watch stands at the near end")


@pytest.mark.parametrize("name", sorted(packaged()))
def test_a_scenario_shows_what_it_is_there_to_show(name):
    assert name in CLAIMS, f"scenarios/{name}.yaml has no claim: enter one here"
    CLAIMS[name]()


def test_every_claim_has_its_scenario():
    assert set(CLAIMS) == set(packaged())
    # A scenario a system and more, small enough to be played in CI.
    assert len(packaged()) >= 15 and all(len(compiled(text_of(name)).objects) <= 64 for name in packaged())
