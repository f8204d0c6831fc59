"""What a burst does to people: the numbers that decide it, and what one person gets."""

from typing import Annotated, NamedTuple

import numpy as np

from ringfort.schema import ModelSpec, Parameter


class People(NamedTuple):
    """How people take cover and how much it helps; one system for the whole site, ``people/default``."""

    reaction_s: Annotated[float, Parameter("s", "from the siren to the first step", low=0.0)]
    run_speed_mps: Annotated[float, Parameter("m/s", "speed on the way to a bunker", above=0.0)]
    drop_s: Annotated[float, Parameter("s", "from the siren until those far from a bunker lie flat", low=0.0)]
    ignoring: Annotated[float, Parameter("1", "share of people who take no cover", low=0.0, high=1.0)]
    standing_m2: Annotated[float, Parameter("m^2", "area that a standing person shows to fragments", above=0.0)]
    prone_m2: Annotated[float, Parameter("m^2", "area that a person lying flat shows to fragments", above=0.0)]
    tent_stops: Annotated[float, Parameter("1", "share of fragments that a tent or trailer stops", low=0, high=1)]
    building_stops: Annotated[float, Parameter("1", "share of fragments that a building stops", low=0, high=1)]
    bunker_stops: Annotated[float, Parameter("1", "share of fragments that a bunker stops", low=0.0, high=1.0)]
    bunker_blast: Annotated[float, Parameter("1", "share of the overpressure felt inside a bunker", low=0, high=1)]
    bunker_breach_m: Annotated[
        float, Parameter("m/kg^(1/3)", "scaled distance within which a burst breaks a bunker", low=0.0)
    ]
    bunker_people: Annotated[float, Parameter("1", "people in one bunker, who share its fate", low=1.0)]
    lethal_share: Annotated[float, Parameter("1", "odds that a hit by a hazardous fragment kills", low=0, high=1)]
    opinion: Annotated[float, Parameter("1", "0 = Eisenberg's lung and TNO's ear, 1 = HSE's lung", low=0, high=1)]
    fragment_kg: Annotated[float, Parameter("kg", "mean mass of a fragment", above=0.0)]
    gurney_mps: Annotated[float, Parameter("m/s", "Gurney speed of the explosive", above=0.0)]


PEOPLE = np.dtype([(name, "f8") for name in People._fields], align=True)

MODEL = ModelSpec(
    name="people.default",
    stage="people",
    parameters=People,
    shared=None,
    functions={},
    references=("swisdak1994", "eisenberg1975", "tno_green_book", "hyram6", "ddesb_tp12", "gurney1943", "mott1947"),
)


class Hurt(NamedTuple):
    """The odds for one person; killed and injured exclude each other, exposed counts whoever felt the limit."""

    killed: float
    injured: float
    exposed: float
