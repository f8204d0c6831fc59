"""What all parts of a scenario's document are made of: the form of a mapping, and the common kinds of value."""

import re
from typing import Annotated, Any

from annotated_types import Ge, Len
from pydantic import BaseModel, ConfigDict, Field, Strict

from ringfort.scenario.quantity import Pair, Quantity, degrees

_SUFFIX = re.compile(r"_(?:m|s|k|pa|rad|mps|per_m2|kg_m3|mm_h)$")


def key_of(field: str) -> str:
    """Return the key in the file of a field of the document."""
    return _SUFFIX.sub("", field)


class Form(BaseModel):
    """A mapping of a scenario: unknown keys are mistakes, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=key_of, serialize_by_alias=True)


def doc(text: str) -> Any:
    """Return a field with this description."""
    return Field(description=text)


Text = Annotated[str, Strict(), Len(1)]
Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict(), Ge(0)]
Counted = Annotated[int, Strict(), Ge(1)]
Point = Annotated[tuple[float, float], Pair(Quantity("m", "place east and north of the centre"), ("x", "y"))]
Delay = Quantity("s", "a delay", low=0.0)
Bearing = degrees("bearing clockwise from north")
