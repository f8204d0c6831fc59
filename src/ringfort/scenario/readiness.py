"""When a device can work: dates, delivery and emplacement, crew, breakdown and repair, and what it depends on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from ringfort.scenario.form import Counted, Delay, Form, Text, doc
from ringfort.scenario.quantity import Distribution, Json, Marker, Moment, Odds, Quantity, Spread, fail, fixed


@dataclass(frozen=True)
class Dates:
    """A moment, or any moment between two, all alike likely; both in UTC."""

    first: datetime
    last: datetime


@dataclass(frozen=True)
class DatesMark(Marker):
    """A date or a time, or ``{between: [first, last]}`` where only so much is known."""

    doc: str

    def read(self, raw: Any) -> Dates:
        """Return the moments."""
        one = Moment(self.doc)
        if not isinstance(raw, dict):
            moment = one.read(raw)
            return Dates(moment, moment)
        ends = raw.get("between")
        if set(raw) != {"between"} or not isinstance(ends, list) or len(ends) != 2:
            fail("these are no dates", f"write {self.doc}, or {{between: [first, last]}}")
        first, last = (one.read(end) for end in ends)
        if first > last:
            fail("the first is after the last", "write the earlier one first", ("between",))
        return Dates(first, last)

    def write(self, value: Dates) -> Any:
        """Return what reads as ``value``."""
        first, last = (Moment(self.doc).write(end) for end in (value.first, value.last))
        return first if value.first == value.last else {"between": [first, last]}

    def schema(self) -> Json:
        """Return the JSON Schema."""
        pair = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
        between = {"type": "object", "properties": {"between": pair}, "required": ["between"]}
        text = f"{self.doc} (UTC, such as 2024-01-28T02:30:00Z), or {{between: [first, last]}}"
        return {"anyOf": [{"type": "string"}, {**between, "additionalProperties": False}], "description": text}


class Crew(Form):
    """The people of a device: how many there are, how many it takes, whether each is there, and when they come."""

    people: Annotated[Counted, doc("people on the roll")]
    needed: Annotated[Counted, doc("people without whom it does not work")] = 1
    present: Annotated[float, Odds(doc="probability that each of them is at his post")] = 1.0
    to_posts_s: Annotated[
        Distribution | None,
        Spread(Quantity("s", "time from the first siren to their posts; else they are there", low=0)),
    ] = None


class Readiness(Form):
    """What must be so before a device works, and what can stop it."""

    delivered: Annotated[Dates | None, DatesMark("when it is delivered; else long ago")] = None
    emplace_s: Annotated[Distribution, Spread(Quantity("s", "time from delivery to readiness", low=0))] = fixed(0.0)
    crew: Annotated[Crew | None, doc("its people; else as many as it takes")] = None
    fails_every_s: Annotated[
        float | None, Quantity("s", "mean time from repair to the next breakdown; else it never breaks", above=0)
    ] = None
    repair_s: Annotated[Distribution, Spread(Delay)] = fixed(3600.0)
    needs: Annotated[list[Text], doc("names of devices and supplies that must all work for it to work")] = []
    needs_one_of: Annotated[list[Text], doc("names of devices and supplies of which one must work")] = []


class Supply(Form):
    """What devices depend on and what neither sees nor shoots: a generator, the mains, a link, a shelter's cooling."""

    name: Annotated[Text, doc("name, for needs and answers")]
    online: Annotated[Dates | None, DatesMark("when it begins to work")] = None
    offline: Annotated[Dates | None, DatesMark("when it ceases to work")] = None
    readiness: Annotated[Readiness, doc("when it can work")] = Readiness()


class Permit(Form):
    """A time in which devices may operate, such as the host nation's permission."""

    systems: Annotated[list[Text], doc("names of devices, or kinds of them: sensor, effector, gun, … or all")]
    begin: Annotated[Dates | None, DatesMark("when it begins; else it has always held")] = Field(
        default=None, alias="from"
    )
    until: Annotated[Dates | None, DatesMark("when it ends; else it holds for good")] = None
    why: Annotated[str, doc("whose word it is, for people")] = ""
