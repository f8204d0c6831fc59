"""Who is taken for a friend: in tower-22, by bearing, by time, by what the watch knows of its own flights.

FALSE_ALARM holds for each check; runs and seeds are fixed.
"""

import pytest
from tests.statistics.raids import assert_fewer, of_cause, played

from ringfort.scenario.load import find

pytestmark = pytest.mark.slow  # thousands of raids

RUNS = 1200
BEARING, TIME = "{normal: {mean: 47 deg, sigma: 6 deg}}", "at_time: {uniform: [300 s, 900 s]}"
TOGETHER_S = -180.0  # from the attacker's start to the friend's at which both come within sight at once


def raid(bearing_deg: float, gap_s: float, identify: str = "", friend: str = "", device: str = "") -> str:
    """Return tower-22 with the attacker from one bearing and the friend in the lane so many seconds after it."""
    text = find("tower-22").read_text(encoding="utf-8")
    assert BEARING in text and text.count(TIME) == 2 and "    friendly_above: 0.6\n" in text
    text = text.replace(BEARING, f"{bearing_deg} deg").replace(TIME, "at_time: 1800 s", 1)
    text = text.replace(TIME, f"at_time: {1800.0 + TOGETHER_S + gap_s} s{friend}")
    text = text.replace("    friendly_above: 0.6\n", f"    friendly_above: 0.6\n{identify}")
    return text.replace("command:\n", f"{device}command:\n", 1)


def taken(text: str):
    """Return by run whether the attacker leaked because it was taken for a friend."""
    return of_cause(played(text, RUNS), "taken for a friend")


IN_LANE = raid(45.0, 0.0)


def test_an_attacker_off_the_lane_is_taken_for_a_friend_less_often():
    assert_fewer(taken(IN_LANE), taken(raid(75.0, 0.0)), "30 degrees off the lane, no friend is expected")


def test_a_friend_that_has_landed_hides_nobody():
    assert_fewer(taken(IN_LANE), taken(raid(45.0, -900.0)), "it landed long before the attacker came")


def test_a_friend_announced_for_later_hides_nobody_and_one_that_is_only_in_the_air_does():
    plan = "    flight_plan: {error: 60 s}\n"
    later, announced = raid(45.0, 600.0), raid(45.0, 600.0, plan)
    assert_fewer(taken(later), taken(announced), "its plan has it tens of kilometres off")
    share = taken(later).mean()
    assert share > 0.5 * taken(IN_LANE).mean(), "without a plan nothing tells the watch that its own is still far off"


def test_asking_for_a_reply_nearly_ends_it():
    asks = "  - {name: interrogator, system: sensor/interrogator, at: [-300 m, 200 m], height: 10 m}\n"
    replies = raid(45.0, 0.0, friend="\n    transponder: 0.97", device=asks)
    assert_fewer(taken(IN_LANE), taken(replies), "a friend answers, the attacker does not")
