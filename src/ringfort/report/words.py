"""The answer in words: the sentence that answers the question, and the ones that say how sure it is."""

from typing import Any

from ringfort.studies.tables import figure, percent

Json = dict[str, Any]

_FRACTIONS = (
    (0.05, "one in twenty"),
    (0.1, "one in ten"),
    (0.15, "one in seven"),
    (0.2, "one in five"),
    (0.25, "one in four"),
    (1 / 3, "one in three"),
    (0.4, "two in five"),
    (0.5, "half"),
    (0.6, "three in five"),
    (2 / 3, "two in three"),
    (0.75, "three in four"),
    (0.8, "four in five"),
    (0.9, "nine in ten"),
)
_EDGES = {"all": ("every raid", "all threats"), "nearly all": ("nearly every raid", "nearly all threats")}
_EDGES |= {"hardly any": ("hardly any raid", "hardly any threats")}
_EDGES |= {"about half": ("about half of the raids", "about half of the threats")}
_BECAUSE = {  # of one, of many
    "never detected": ("no sensor sees it", "no sensor sees them"),
    "detected, no track": ("it is seen too seldom to be followed", "they are seen too seldom to be followed"),
    "taken for a friend": ("it is taken for a friend", "they are taken for friends"),
    "not identified in time": ("it is not identified in time", "they are not identified in time"),
    "not authorised in time": ("leave to fire comes too late", "leave to fire comes too late"),
    "out of every effector's reach": (
        "no effector used against it can reach it",
        "no effector used against them can reach them",
    ),
    "no effector free or loaded": ("no effector is free or loaded", "no effector is free or loaded"),
    "defence not online": (
        "a device that could have helped is not online",
        "devices that could have helped are not online",
    ),
    "defence not permitted to operate": (
        "a device that could have helped is not permitted to operate",
        "devices that could have helped are not permitted to operate",
    ),
    "held back to spare others": (
        "fire at it is held back to spare others",
        "fire at them is held back to spare others",
    ),
    "rounds kept in reserve": ("the rounds left are kept for worse", "the rounds left are kept for worse"),
    "its track not good enough": (
        "its track is never good enough to shoot at",
        "their tracks are never good enough to shoot at",
    ),
    "held to be no threat": ("it is held to be no threat", "they are held to be no threat"),
    "engaged and missed": ("the shots at it miss", "the shots at them miss"),
}


def roughly(share: float) -> str:
    """Return a share as a reader says it, such as "about one in three"; none and all are said where they are exact."""
    if share <= 0.0:
        return "none"
    if share >= 1.0:
        return "all"
    if share < 0.03:
        return "hardly any"
    if share > 0.95:
        return "nearly all"
    return f"about {min(_FRACTIONS, key=lambda pair: abs(pair[0] - share))[1]}"


def headline(answer: Json) -> str:
    """Return the sentence that answers the question: how many get through, and why."""
    arrived, leaked = answer["arrived"]["mean"], answer["leaked"]["mean"]
    if arrived == 0.0:
        return "Nothing hostile arrives"
    share, runs = leaked / arrived, f"{answer['runs']:,} raids"
    if leaked == 0.0:
        return f"Not one threat got through in {runs}"
    one, told = arrived == 1.0, roughly(share)
    raids, threats = _EDGES.get(told, (f"{told} raids", f"{told} threats"))
    verb = "gets" if "about one" in told else "get"
    said = f"in {raids} the attacker gets through" if one else f"{threats} {verb} through"
    return said[0].upper() + said[1:] + _reason(answer["why_leaked"], one)


def _reason(causes: Json, one: bool) -> str:
    """Return the commonest cause as a clause, where one stands out."""
    cause, share = max(causes.items(), key=lambda item: float(item[1]))
    if share < 0.4:
        return ""
    how = "because" if share > 0.95 else "mostly because" if share > 0.5 else "most often because"
    return f", {how} {_BECAUSE[cause][0 if one else 1]}"


def standfirst(answer: Json, share: Json, worst: Json) -> list[str]:
    """Return the sentences below the headline; ``share`` is that of leakers, ``worst`` the most killed in a raid."""
    if answer["arrived"]["mean"] == 0.0:
        return []
    runs = f"{answer['runs']:,} raids" if answer["runs"] > 1 else "one raid"
    first = f"In {runs}, {percent(share['mean'])} of what attacked got through"
    sentences = [f"{first}{_between(share, percent)}."]
    killed, injured = answer["killed"], answer["injured"]
    people = f"A raid kills {figure(killed['mean'])} people in the mean{_between(killed, figure)} and injures "
    people += figure(injured["mean"])
    most = f"; the worst killed {figure(worst['killed'])} (run {worst['run']})" if worst["killed"] else ""
    sentences.append(f"{people}{most}." if killed["mean"] or injured["mean"] else "Nobody was killed or injured.")
    warning = answer["warning_s"]
    if warning["median"] is not None:
        without = warning["without"]
        tail = f"; {percent(without)} gave none" if 0.0 < without < 1.0 else ""
        sentences.append(
            f"{percent(without)} of what got through came without any warning."
            if warning["median"] == 0.0
            else f"Half of what got through gave people at most {figure(warning['median'])} s of warning{tail}."
        )
    return sentences


def _between(estimate: Json, told: Any) -> str:
    low, high = estimate["low"], estimate["high"]
    if low is None or high is None:
        return " (one raid cannot say how sure that is)"
    return "" if low == high else f" (95 % interval: {told(low)} to {told(high)})"


def mistaken(answer: Json) -> str:
    """Return what was engaged that should not have been, in a sentence."""
    wrong = answer["wrongly_engaged"]
    named = {"friend": "friends", "bird": "birds", "nothing": "empty air"}
    told = [f"{named[key]} {figure(one['mean'])} times" for key, one in wrong.items() if one["mean"]]
    if not told:
        return "No raid engaged a friend, a bird or empty air."
    listed = ", ".join(told[:-1]) + (" and " if len(told) > 1 else "") + told[-1]
    return f"The defence engaged {listed} a raid."


def comparison_headline(compared: Json) -> str:
    """Return what a comparison says of leakers, plainly."""
    one = compared["differences"]["leaked"]
    if one["verdict"] == "the same":
        return "Both let exactly the same through"
    if one["verdict"] == "cannot tell":
        return f"{compared['runs']:,} raids cannot tell which lets more through"
    gap, first = abs(one["difference"]["mean"]), one["a"]
    if first == 0.0:
        return "The second lets some through, the first none"
    if one["verdict"] == "fewer":
        return f"The second lets {percent(gap / first)} less through than the first"
    if gap < first:
        return f"The second lets {percent(gap / first)} more through than the first"
    return f"The second lets {gap / first + 1.0:.1f} times as much through as the first"
