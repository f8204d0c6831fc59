"""The scenario as a document: what may stand in the file, with units, bounds and defaults; loaded values are SI.

A field's name is its key in the file plus the unit it is kept in: ``height_m`` is written ``height``. A bare number is
in the unit that the description states; angles are then in degrees, and kept in radians.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema

from ringfort.scenario.form import Bearing, Counted, Flag, Form, Point, Text, Whole, doc
from ringfort.scenario.lines import KEYS
from ringfort.scenario.quantity import (
    Distribution,
    Json,
    Marker,
    Moment,
    Odds,
    Override,
    OverrideMark,
    Pair,
    Quantity,
    Spread,
    degrees,
    fail,
    fixed,
)
from ringfort.scenario.readiness import Dates, DatesMark, Readiness, Supply
from ringfort.scenario.rules import Command


class _Files(Marker):
    """One file or several, each a path or a pattern with stars."""

    def read(self, raw: Any) -> tuple[str, ...]:
        names = [raw] if isinstance(raw, str) else raw
        if not isinstance(names, (list, tuple)) or not names or not all(isinstance(n, str) and n for n in names):
            fail("this names no file", "write file: tile.tif, file: [west.tif, east.tif] or file: tiles/*.hgt")
        return tuple(names)

    def write(self, value: tuple[str, ...]) -> Any:
        return value[0] if len(value) == 1 else list(value)

    def schema(self) -> Json:
        text = {"type": "string", "minLength": 1}
        doc = "elevation files (GeoTIFF, COG, HGT, DTED), relative to the scenario: a path, a pattern (*) or a list"
        return {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}], "description": doc}


class Terrain(Form):
    """The ground: flat, files, or a synthetic landscape."""

    file: Annotated[tuple[str, ...] | None, _Files()] = None
    synthetic: Annotated[Literal["desert-wadi"] | None, doc("kind of landscape that is made up")] = None
    seed: Annotated[Whole, doc("seed of a synthetic landscape")] = 1
    relief_m: Annotated[float, Quantity("m", "height between valleys and ridges of a synthetic landscape", low=0)] = (
        60.0
    )
    extent_m: Annotated[float, Quantity("m", "side of the square that the terrain covers", above=0)] = 40_000.0
    spacing_m: Annotated[float, Quantity("m", "distance between grid points", above=0)] = 60.0

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, raw: Any) -> Any:
        if raw == "flat":
            return {}
        if isinstance(raw, dict) and ("file" in raw) == ("synthetic" in raw) and raw:
            fail("terrain is one of three things", "write flat, {file: path} or {synthetic: desert-wadi, seed: 1}")
        if not isinstance(raw, dict):
            fail("this is no terrain", "write flat, {file: path} or {synthetic: desert-wadi, seed: 1}")
        return raw

    @model_serializer(mode="wrap")
    def _write(self, handler: SerializerFunctionWrapHandler) -> Any:
        return "flat" if self.flat else handler(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"anyOf": [{"const": "flat"}, handler.resolve_ref_schema(handler(schema))]}

    @property
    def flat(self) -> bool:
        """Return whether the ground is flat."""
        return self.file is None and self.synthetic is None


class Place(Form):
    """Where the base lies; x east and y north of the scenario are measured from here."""

    latitude_rad: Annotated[float, degrees("latitude, north positive", -89.9, 89.9)]
    longitude_rad: Annotated[float, degrees("longitude, east positive", -180.0, 180.0)]
    terrain: Annotated[Terrain, doc("flat, {file: path} or {synthetic: desert-wadi, …}")] = Terrain()
    geoid_undulation_m: Annotated[
        float, Quantity("m", "height of the geoid above the ellipsoid", low=-120, high=100)
    ] = 0.0
    elevation_m: Annotated[float, Quantity("m", "height of the ground above the geoid", low=-500, high=9000)] = 0.0


class Wind(Form):
    """Wind over the base."""

    speed_mps: Annotated[float, Quantity("m/s", "wind speed", low=0, high=100)] = 0.0
    origin_rad: Annotated[float, Bearing] = Field(default=0.0, alias="from")


class Weather(Form):
    """The weather of the raid; without it, a clear day."""

    visibility_m: Annotated[float, Quantity("m", "visibility", above=0)] = 23_000.0
    rain_mm_h: Annotated[float, Quantity("mm/h", "rain rate", low=0, high=500)] = 0.0
    temperature_k: Annotated[float, Quantity("K", "air temperature", low=200, high=340)] = 288.15
    pressure_pa: Annotated[float, Quantity("Pa", "air pressure at the ground", low=20_000, high=110_000)] = 101_325.0
    humidity: Annotated[float, Quantity("1", "relative humidity as a fraction", low=0, high=1)] = 0.5
    wind: Annotated[Wind, doc("wind over the base")] = Wind()
    fog_kg_m3: Annotated[float, Quantity("kg/m^3", "liquid water of fog in the air", low=0, high=0.01)] = 0.0
    dust_m: Annotated[float | None, Quantity("m", "visibility in the dust, where there is dust", above=0)] = None


class Shelter(Form):
    """What people have around them, and where they can go when warned."""

    kind: Annotated[Literal["open", "tent", "building", "bunker"], doc("what people are in when not warned")] = "open"
    bunkers_within_m: Annotated[float | None, Quantity("m", "way to the next bunker, where there is one", low=0)] = None
    share_sheltered: Annotated[float | None, Odds(doc="share of people already in bunkers")] = None


class Protected(Form):
    """Something worth defending: a rectangle with people in it."""

    name: Annotated[Text, doc("name, for aims and answers")]
    at: Annotated[Point, doc("centre")]
    size_m: Annotated[tuple[float, float], Pair(Quantity("m", "extent", above=0), ("east", "north"))]
    people: Annotated[Whole, doc("people in it")] = 0
    shelter: Annotated[Shelter, doc("what people have around them")] = Shelter()
    worth: Annotated[float, Quantity("1", "worth beside the others", low=0)] = 1.0
    hardness_pa: Annotated[float | None, Quantity("Pa", "overpressure that destroys it", above=0)] = None
    part_of: Annotated[Text | None, doc("name of what it is a part of, which is out where a part is destroyed")] = None


class _System(Form):
    """A catalogue system at work; keys beyond its fields override parameters of its catalogue entry."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Annotated[Override, OverrideMark()]]

    name: Annotated[Text, doc("name, for answers")]
    system: Annotated[Text, doc("catalogue id, such as sensor/small-drone-radar")]

    @property
    def overrides(self) -> Mapping[str, Override]:
        """Return the parameters changed in place, by name, as written."""
        return self.__pydantic_extra__ or {}


class Bearings(Form):
    """A sector, clockwise from one bearing to another."""

    origin_rad: Annotated[float, Bearing] = Field(alias="from")
    to_rad: Annotated[float, Bearing]


class Device(_System):
    """A sensor or an effector of the defence."""

    at: Annotated[Point, doc("where it stands")]
    height_m: Annotated[float, Quantity("m", "height of its eye or muzzle above ground", low=0)] = 2.0
    facing_rad: Annotated[float, Bearing] = 0.0
    online: Annotated[Dates | None, DatesMark("when it begins to work")] = None
    offline: Annotated[Dates | None, DatesMark("when it ceases to work")] = None
    readiness: Annotated[Readiness, doc("delivery, crew, breakdown and what it depends on")] = Readiness()
    operators: Annotated[Counted | None, doc("people who can work it at one time; else as many as it takes")] = None
    net: Annotated[Text | None, doc("whose picture it feeds or sees, such as coalition or host")] = None
    guided_by: Annotated[Text | None, doc("name of the sensor that guides its shots, where one does")] = None
    no_fire: Annotated[list[Bearings], doc("sectors that it must not fire into, from its place")] = []
    spares: Annotated[list[Text], doc("names of corridors in which its shots must not take effect")] = []


class Origin(Form):
    """Where an arrival comes from, seen from the centre."""

    bearing_rad: Annotated[Distribution, Spread(Bearing)]
    range_m: Annotated[Distribution, Spread(Quantity("m", "distance from the centre", above=0))]
    height_m: Annotated[Distribution | None, Spread(Quantity("m", "height above ground", low=0))] = None


class _AimMark(Pair):
    """The name of a protected thing, or a point."""

    def read(self, raw: Any) -> Any:
        return raw if isinstance(raw, str) and raw else super().read(raw)

    def write(self, value: Any) -> Any:
        return value if isinstance(value, str) else super().write(value)

    def schema(self) -> Json:
        point = super().schema()
        return {"anyOf": [{"type": "string"}, point], "description": "name of a protected thing, or a point [x, y]"}


_Aim = _AimMark(Quantity("m", "place east and north of the centre"), ("x", "y"))


class Arrival(_System):
    """Something that flies: hostile, friendly or neither."""

    count: Annotated[Whole, doc("how many")] = 1
    origin: Annotated[Origin | None, doc("bearing and range it comes from")] = Field(default=None, alias="from")
    at: Annotated[Point | None, doc("where it is at first (instead of from)")] = None
    aim: Annotated[str | tuple[float, float] | None, _Aim] = None
    at_time_s: Annotated[
        Distribution,
        Spread(Quantity("s", "when it appears: each of a group by its own dice, of a salvo the first", low=0)),
    ] = fixed(0.0)
    interval_s: Annotated[
        Distribution,
        Spread(Quantity("s", "time between two; more than 0 makes the group a salvo from one place", low=0)),
    ] = fixed(0.0)
    waypoints: Annotated[list[Point], doc("points [x, y] it flies by on its way")] = []
    via: Annotated[Text | None, doc("name of the corridor it means to fly in by")] = None
    keeps_corridor: Annotated[float, Odds(doc="probability that it keeps to that corridor")] = 1.0
    density_per_m2: Annotated[float | None, Quantity("1/m^2", "how many per area (instead of count)", low=0)] = None
    radius_m: Annotated[float, Quantity("m", "radius of the area that a density fills", above=0)] = 5_000.0
    transponder: Annotated[float | None, Odds(doc="probability that its transponder answers rightly")] = None


class Confirm(Form):
    """When plots become a track: hits of the last looks."""

    hits: Annotated[Counted, doc("plots that are needed")] = 3
    of: Annotated[Counted, doc("among that many looks")] = 5


class Tracking(Form):
    """How plots become tracks."""

    associate: Annotated[
        Literal["belief", "optimal", "nearest"],
        doc("by the odds of every pairing (belief) or one plot a track at the least total cost (optimal, or nearest)"),
    ] = "belief"
    life: Annotated[
        Literal["log-odds", "hits"] | None,
        doc("what confirms and ends a track: odds of existence or hits of looks; else hits where confirm is given"),
    ] = None
    confirm: Annotated[Confirm | None, doc("hits of looks that confirm a track; 3 of 5 where life is hits")] = None
    confirm_above: Annotated[float, Odds(doc="odds of existence that confirm a track where life is log-odds")] = 0.99
    start_on_bearings: Annotated[
        Flag | None,
        doc("begin tracks where bearings of two sensors cross; else only where no sensor that searches measures range"),
    ] = None
    motion: Annotated[
        Literal["merged", "turning", "interacting"],
        doc(
            "ways of moving: merged after each scan (merged), with the rate of turn followed (turning), or a filter "
            "for each of straight flight, turns and free fall, mixed before each scan (interacting)"
        ),
    ] = "merged"
    delete_after_s: Annotated[float, Quantity("s", "time without a plot after which a track ends", above=0)] = 15.0


class Cost(Form):
    """How costs are counted."""

    currency: Annotated[Text, doc("currency of the answer")] = "USD"


class Document(Form):
    """A scenario: a place, what to protect, who defends it, who decides and what arrives."""

    ringfort: Annotated[Literal[1], doc("version of this file format")]
    title: Annotated[Text, doc("one line for people")]
    summary: Annotated[str, doc("what this scenario is about and what is notional in it")] = ""
    references: Annotated[list[Text], doc("public sources of the scenario")] = []
    place: Annotated[Place, doc("where the base lies")]
    time: Annotated[datetime, Moment("when the raid begins")]
    duration_s: Annotated[float | None, Quantity("s", "length of the raid; else until all is over", above=0)] = None
    weather: Annotated[Weather, doc("the weather; else a clear day")] = Weather()
    protect: Annotated[list[Protected], doc("what is worth defending")] = []
    defend: Annotated[list[Device], doc("sensors and effectors")] = []
    supplies: Annotated[list[Supply], doc("generators, mains, links: what devices depend on")] = []
    command: Annotated[Command, doc("rules, people and delays")] = Command()
    arrive: Annotated[list[Arrival], doc("what flies: hostile, friendly or neither")] = []
    tracking: Annotated[Tracking, doc("how plots become tracks")] = Tracking()
    cost: Annotated[Cost, doc("how costs are counted")] = Cost()

    def as_written(self) -> Json:
        """Return the document as plain data with every default, which loads as an equal document."""
        written = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        for item in written["arrive"]:
            if "density" in item:
                del item["count"]  # one of the two says how many
        return written


class _Schema(GenerateJsonSchema):
    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, BaseModel):
            return dft.model_dump(mode="json", by_alias=True, exclude_none=True)
        return dft.a if isinstance(dft, Distribution) else super().encode_default(dft)


def _lines(schema: Json) -> None:
    """Let an item of ``protect`` be a line, or change what the site says of a thing of its name."""
    point = schema["properties"]["at"]
    described = {"description": KEYS["line"]}
    schema["properties"]["line"] = {"type": "array", "items": point, "minItems": 2, **described}
    schema["properties"]["tower_every"] = {"type": ["number", "string"], "description": KEYS["tower_every"]}
    schema["required"] = ["name"]


def json_schema() -> Json:
    """Return the JSON Schema of a scenario file, for editors."""
    schema = Document.model_json_schema(by_alias=True, schema_generator=_Schema)
    schema["required"].remove("place")  # the site may say it
    schema["$defs"]["Command"]["properties"]["doctrine"] = {
        "type": "string",
        "minLength": 1,
        "description": "doctrine that this goes on from: a packaged one by name, or a file relative to this one",
    }
    schema["properties"]["site"] = {
        "type": "string",
        "description": "site that this goes on from: a packaged one by name, or a file relative to this one",
    }
    schema["anyOf"] = [{"required": ["place"]}, {"required": ["site"]}]
    _lines(schema["$defs"]["Protected"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Ringfort scenario"}
