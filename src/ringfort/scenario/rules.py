"""The ``command:`` section of a scenario: rules, people and delays between tracks and shots."""

from typing import Annotated, Literal

from pydantic import Field

from ringfort.scenario.form import Bearing, Counted, Delay, Flag, Form, Point, Text, doc
from ringfort.scenario.quantity import Distribution, Odds, Pair, Quantity, Spread, degrees, fixed
from ringfort.scenario.readiness import Permit

_Tracks = Annotated[float | None, Quantity("1", "tracks of this identity that the watch reckons with", low=0)]


class Expected(Form):
    """How many tracks of each identity the watch reckons with at a time: the prior. Only their ratios count.

    What is left out is 0.4 hostile, 0.3 friend for each own flight in the air, 0.05 neutral, 0.2 bird, 0.1 unknown.
    """

    hostile: _Tracks = None
    friend: _Tracks = None
    neutral: _Tracks = None
    bird: _Tracks = None
    unknown: _Tracks = None


class FlightPlan(Form):
    """Own flights are announced: the base knows when each was to set out and arrive, so where it should be now."""

    error_s: Annotated[float, Quantity("s", "one-sigma error of the announced times", above=0)] = 60.0
    kept: Annotated[float, Odds(doc="probability that a flight keeps to its plan, within that error")] = 0.9


class Identify(Form):
    """How sure is sure: posterior odds from which a track is held to be hostile or a friend."""

    hostile_above: Annotated[float, Odds(doc="probability above which a track is hostile")] = 0.9
    friendly_above: Annotated[float, Odds(doc="probability above which a track is a friend")] = 0.6
    expect: Annotated[Expected, doc("what the watch reckons with, before it looks")] = Expected()
    flights_followed: Annotated[Flag, doc("whether the base knows which own flights are in the air now")] = True
    flight_plan: Annotated[FlightPlan | None, doc("own flights are announced for a time and a way")] = None


_KINDS = doc("kinds of effector (interceptor, gun, jammer, laser, …) or all")


class Level(Form):
    """One level of the chain that gives leave: people who weigh one request at a time, the most urgent first."""

    name: Annotated[Text, doc("who that is")]
    needed_for: Annotated[list[Text], _KINDS]
    people: Annotated[Counted | None, doc("people who weigh requests; else as many as there are requests")] = None
    delay_s: Annotated[Distribution, Spread(Delay)] = fixed(0.0)


class Approval(Form):
    """Which effectors a human must release, and how long that takes; or a chain of several levels."""

    needed_for: Annotated[list[Text], _KINDS] = []
    people: Annotated[Counted | None, doc("people who weigh requests; else as many as there are requests")] = None
    delay_s: Annotated[Distribution, Spread(Delay)] = fixed(0.0)
    chain: Annotated[list[Level], doc("levels that are asked one after the other, instead of the keys above")] = []


class Corridor(Form):
    """A lane that friends fly in by."""

    name: Annotated[Text, doc("name")]
    bearing_rad: Annotated[float, Bearing] = Field(alias="from")
    width_rad: Annotated[float, degrees("width as an angle", high=360.0, above=0.0)]
    floor_m: Annotated[float, Quantity("m", "lowest height above ground", low=0)] = 0.0
    ceiling_m: Annotated[float, Quantity("m", "greatest height above ground", above=0)] = 20_000.0


class Sector(Form):
    """A sector as seen from the centre."""

    bearing_rad: Annotated[float, Bearing] = Field(alias="from")
    width_rad: Annotated[float, degrees("width as an angle", high=360.0, above=0.0)]


class Zone(Form):
    """A part of the air with rules of its own: a ring, a sector, an area, heights; all that is given must hold."""

    name: Annotated[Text, doc("name")]
    ring_m: Annotated[
        tuple[float, float] | None, Pair(Quantity("m", "distances from the centre", low=0), ("near", "far"))
    ] = None
    sector: Annotated[Sector | None, doc("middle and width of a sector as seen from the centre")] = None
    area: Annotated[list[Point], doc("corners [x, y] of a polygon on the ground")] = []
    floor_m: Annotated[float, Quantity("m", "lowest height above ground", low=0)] = 0.0
    ceiling_m: Annotated[float, Quantity("m", "greatest height above ground", above=0)] = 100_000.0
    weapons: Annotated[Literal["hold", "tight", "free"] | None, doc("weapons control in it; else as elsewhere")] = None
    hostile_above: Annotated[float | None, Odds(doc="probability above which a track in it is hostile")] = None
    no_fire: Annotated[Flag, doc("whether nothing may be fired into or through it")] = False


class Reserve(Form):
    """Rounds that are kept for something worse."""

    systems: Annotated[list[Text], doc("effectors: names, kinds, catalogue ids, or all")]
    keep: Annotated[Counted, doc("rounds that each of them keeps")]
    ballistic: Annotated[Flag, doc("whether they may go at what flies ballistically")] = False
    worth_from: Annotated[float | None, Quantity("1", "worth of what is threatened from which they may go", low=0)] = (
        None
    )


class Good(Form):
    """How well a track must be known, by the tracker's own word, before it is shot at. One-sigma errors, all axes."""

    needed_for: Annotated[list[Text], _KINDS] = ["all"]
    existence: Annotated[float, Odds(doc="least odds that it is a thing at all")] = 0.0
    position_m: Annotated[float | None, Quantity("m", "greatest error of its place; else any", above=0)] = None
    velocity_mps: Annotated[float | None, Quantity("m/s", "greatest error of its velocity; else any", above=0)] = None


Threat = Literal["rockets", "missiles", "cruise missiles", "drones", "quadcopters"]


class Use(Form):
    """What effectors are used against, in place of what the catalogue says of them."""

    systems: Annotated[list[Text], doc("effectors: names, kinds, catalogue ids, or all")]
    against: Annotated[
        list[Threat], doc("rockets (bombs and shells too), missiles, cruise missiles, drones (on wings), quadcopters")
    ]


class Fratricide(Form):
    """When a friend, by the picture, is too near the line of fire."""

    clear_m: Annotated[float, Quantity("m", "distance from the line of fire that must be clear of friends", low=0)] = (
        0.0
    )
    sure: Annotated[float, Odds(doc="odds of being a friend or neutral from which a track is spared")] = 0.5


class Warnings(Form):
    """How people hear of what comes."""

    delay_s: Annotated[Distribution, Spread(Delay)] = fixed(0.0)
    siren_reaches_m: Annotated[
        float | None, Quantity("m", "how far from the centre it is heard; else everywhere", above=0)
    ] = None


class Salvo(Form):
    """How many shots before looking whether they worked."""

    shots: Annotated[Counted, doc("shots at one target before the next look")] = 1
    look: Annotated[Flag, doc("assess before shooting at the same target again")] = True


_Weight = Quantity("1", "weight of this in the rank of a threat: 0 leaves it out, 1 is in proportion", low=0, high=8)


class Evaluate(Form):
    """How threats are ranked: worth threatened, odds of coming down there, haste; each to the power of its weight.

    With ``time: 0`` fire is distributed for the greatest expected worth saved, as if all came at once.
    """

    worth: Annotated[float, _Weight] = 1.0
    place: Annotated[float, _Weight] = 1.0
    time: Annotated[float, _Weight] = 1.0
    engage_above: Annotated[
        float, Odds(doc="odds of coming down on or near a protected thing, from which to engage")
    ] = 0.0


class Fire(Form):
    """How fire is distributed among effectors."""

    distribution: Annotated[
        Literal["coordinated", "independent", "random"],
        doc("by one plan, by each effector for itself, or by each at random"),
    ] = "coordinated"
    at_once: Annotated[
        Counted, doc("engagements of one target at the same time that those who decide together begin")
    ] = 1
    most: Annotated[Counted | None, doc("engagements of one target in all; else as many as it takes")] = None


class OrderLink(Form):
    """How orders get from command to effectors."""

    delay_s: Annotated[Distribution, Spread(Delay)] = fixed(0.0)
    loss: Annotated[
        float, Odds(doc="probability that an order does not arrive; nobody knows until no effect comes")
    ] = 0.0


class Command(Form):
    """Rules, people and delays between tracks and shots."""

    weapons: Annotated[Literal["hold", "tight", "free"], doc("hold, tight (identify first) or free")] = "tight"
    identify: Annotated[Identify, doc("how sure is sure")] = Identify()
    approval: Annotated[Approval, doc("what a human must release")] = Approval()
    operators: Annotated[Counted, doc("people who decide; each does one thing at a time")] = 1
    operator_delay_s: Annotated[Distribution, Spread(Quantity("s", "time a decision takes", low=0))] = fixed(0.0)
    corridors: Annotated[list[Corridor], doc("lanes that friends fly in by")] = []
    zones: Annotated[list[Zone], doc("parts of the air with rules of their own; the first that holds counts")] = []
    reserves: Annotated[list[Reserve], doc("rounds that are kept for something worse")] = []
    use: Annotated[list[Use], doc("what effectors are used against; the last that names one holds")] = []
    good_track: Annotated[
        list[Good] | None,
        doc("how good a track must be; the first that names a kind; else 50 m/s of velocity for interceptors and guns"),
    ] = None
    fratricide: Annotated[Fratricide, doc("when a friend is too near the line of fire")] = Fratricide()
    warning: Annotated[Warnings, doc("how people hear of what comes")] = Warnings()
    assessment_delay_s: Annotated[Distribution, Spread(Quantity("s", "time to see whether a shot worked", low=0))] = (
        fixed(0.0)
    )
    evaluate: Annotated[Evaluate, doc("how threats are ranked")] = Evaluate()
    decide_every_s: Annotated[float, Quantity("s", "time between decisions", above=0)] = 1.0
    fire: Annotated[Fire, doc("how fire is distributed among effectors")] = Fire()
    orders: Annotated[OrderLink, doc("how orders get to effectors")] = OrderLink()
    share: Annotated[
        Literal["all", "tracks", "nothing"],
        doc("what the nets of the devices share: picture and orders, the picture alone, or nothing"),
    ] = "all"
    reengage: Annotated[Flag, doc("shoot again at what was engaged and missed")] = True
    salvo: Annotated[Salvo, doc("shots before a look")] = Salvo()
    permissions: Annotated[list[Permit], doc("when devices may operate; those named here may at no other time")] = []
    stand_downs: Annotated[list[Permit], doc("when devices must not operate")] = []
