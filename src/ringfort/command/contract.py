"""What command makes of a track, and what it decides. Nothing here knows the truth."""

from typing import NamedTuple

import numpy as np

# Identities. A posterior is held over all five; a track is declared to be one of them.
IDENTITIES = ("hostile", "friend", "neutral", "bird", "unknown")
HOSTILE, FRIEND, NEUTRAL, BIRD, UNKNOWN = range(5)

# Weapons control status.
STATUSES = ("hold", "tight", "free")
HOLD, TIGHT, FREE_FIRE = range(3)

# Kinds of thing that command has in mind; each belongs to one identity (see ``profiles``).
KINDS = (
    "rocket",
    "missile",
    "attack drone",
    "quadcopter",
    "own drone",
    "own aircraft",
    "airliner",
    "bird",
    "clutter",
    "cruise missile",
    "own quadcopter",
)
(
    ROCKET,
    MISSILE,
    ATTACK_DRONE,
    QUADCOPTER,
    OWN_DRONE,
    OWN_AIRCRAFT,
    AIRLINER,
    BIRD_KIND,
    CLUTTER_KIND,
    CRUISE_MISSILE,
    OWN_QUADCOPTER,
) = range(len(KINDS))

# Why a track may not be engaged at this moment.
GATES = ("allowed", "weapons hold", "taken for a friend", "not identified", "waiting for approval", "no threat")
ALLOWED, HELD, FRIENDLY, UNIDENTIFIED, WAITING, HARMLESS = range(6)

# What an interrogation comes to.
REPLY, NO_REPLY = range(2)

ASSESSMENT = np.dtype(
    [
        ("track", "i8"),  # id of the track that this slot assesses
        ("evidence", "f8", len(KINDS)),  # log-likelihood of what was seen and heard, by kind; adds up
        ("kinds", "f8", len(KINDS)),  # posterior by kind
        ("posterior", "f8", 5),  # by identity
        ("judged", "i8"),  # judgements of its echo's modulation that were taken in
        ("judged_t", "f8"),  # when the last one was
        ("heard", "i8"),  # times in a row that something was heard along the line to it
        ("heard_t", "f8"),  # when last
        ("ballistic", "f8"),  # odds that it is a rocket, shell or missile
        ("declared", "i8"),
        ("declared_t", "f8"),  # since when
        ("gate", "i8"),
        ("asset", "i8"),  # protected thing that it threatens most, -1 = none
        ("inside", "f8"),  # odds that it comes down there or nearby
        ("impact_t", "f8"),
        ("worth", "f8"),  # of that thing
        ("urgency", "f8"),
        ("asked_t", "f8"),  # when approval was asked for; infinite = not asked
        ("leave_t", "f8", 8),  # when leave came to engage it with each kind of effector; infinite = not yet
        ("level", "i8"),  # of the chain at which its request is, -1 = at none
        ("reached_t", "f8"),  # when it came there
        ("waited_s", "f8"),  # before somebody took it up
        ("answer_t", "f8"),  # when that level answers; infinite = the request waits
        ("looks", "i8"),  # cued looks it has had
        ("looked_t", "f8"),  # last cued look
        ("assessed_t", "f8"),  # when it was last weighed
        ("dead", "i8"),  # judged to be destroyed
        ("relook_t", "f8"),  # if it still flies then, it was not
    ],
    align=True,
)

# What one group of effectors, which decides for itself, has done about one track.
DEAL = np.dtype(
    [
        ("engaged", "i8"),  # engagements under way
        ("orders", "i8"),  # engagements so far
        ("free_t", "f8"),  # not to be engaged again before
    ],
    align=True,
)

# How fire is distributed: by one plan, by each effector for itself, by each at random.
DISTRIBUTIONS = ("coordinated", "independent", "random")
COORDINATED, INDEPENDENT, RANDOM = range(3)

CORRIDOR = np.dtype(
    [("from_rad", "f8"), ("half_width_rad", "f8"), ("floor_m", "f8"), ("ceiling_m", "f8")],
    align=True,
)

# One way to engage one track with one effector, as the engine found it feasible.
OPTION = np.dtype(
    [("track", "i8"), ("effector", "i8"), ("odds", "f8"), ("flight_s", "f8"), ("busy_s", "f8")],
    align=True,
)


class Doctrine(NamedTuple):
    """The rules and the people of command, constant for a study. All floats."""

    weapons: float = TIGHT
    hostile_above: float = 0.9
    friendly_above: float = 0.6
    decide_every_s: float = 1.0
    approval_for: float = 0.0  # bit k: effectors of kind k need approval
    operators: float = 1.0  # people who can give orders, one at a time each
    order_median_s: float = 0.0  # what a plan reckons with
    warn_above: float = 0.1  # odds of coming down on an asset that sound its siren
    all_clear_s: float = 120.0
    at_once: float = 1.0  # effectors that may engage one track at once
    friends_expected: float = 0.0  # own flights of the day
    flights_followed: float = 1.0  # 1 = the base knows how many of them are in the air now
    expect_hostile: float = 0.40  # tracks of each identity that the watch reckons with; only their ratios count
    expect_friend: float = 0.30  # for each own flight in the air
    expect_neutral: float = 0.05
    expect_bird: float = 0.20
    expect_unknown: float = 0.10
    plan_error_s: float = 0.0  # one-sigma error of the announced times of own flights; 0 = none are announced
    plan_kept: float = 0.9  # odds that an announced flight is where its plan has it, within that
    sight_m: float = 20e3  # how far off the base searches the sky
    margin_m: float = 200.0  # how near to a protected thing still counts as a threat to it
    salvo: float = 0.0  # shots at one target before the next look; 0 = as the effector is used to
    looks: float = 1.0  # 0 = does not wait to see whether a shot worked
    most: float = 0.0  # engagements of one track, 0 = as many as it takes
    distribution: float = COORDINATED
    order_loss: float = 0.0  # odds that an order does not reach its effector
    by_worth: float = 1.0  # how much the worth threatened, the odds of coming down there, and haste count: exponents
    by_place: float = 1.0
    by_time: float = 1.0
    engage_above: float = 0.0  # odds of coming down on or near a protected thing, from which it is engaged
    clear_m: float = 0.0  # of friends, about a line of fire
    friend_sure: float = 0.5  # odds from which a track is spared as a friend
