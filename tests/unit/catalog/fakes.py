"""A small catalogue whose models do nothing, for tests of catalogue, scenarios and command line."""

from pathlib import Path
from typing import Annotated, NamedTuple

from ringfort.catalog.registry import Catalog
from ringfort.schema import ModelSpec, Parameter


class Radar(NamedTuple):
    """A radar for tests."""

    frequency_hz: Annotated[float, Parameter("Hz", "carrier frequency", above=0.0)]
    cross_section_m2: Annotated[float, Parameter("m^2", "smallest target", above=0.0, default=1.0)]
    swerling: Annotated[float, Parameter("1", "Swerling case", low=0, high=4, default=1)]


class Drone(NamedTuple):
    """A drone for tests."""

    speed_mps: Annotated[float, Parameter("m/s", "air speed", above=0.0, high=400.0)]


class Jammer(NamedTuple):
    """A jammer for tests."""

    power_w: Annotated[float, Parameter("W", "radiated power", above=0.0, default=10.0)]


RADAR = ModelSpec("sensor.radar", "sensor", Radar, None, {}, ())
DRONE = ModelSpec("flight.drone", "flight", Drone, None, {}, ())
JAMMER = ModelSpec("effector.jammer", "effector", Jammer, None, {}, ())

ENTRIES = """\
# entries for tests
sensor/small-drone-radar:
  title: Small radar
  model: sensor.radar
  summary: Sees small things.
  traits: {kind: rotating, mobile: true}
  parameters:
    frequency_hz: {value: 9.4 GHz, low: 8.5 GHz, high: 10 GHz, source: "Radar, A, 2020", grade: C, note: guessed}
    cross_section_m2: {value: -20, low: -30, high: -10, unit: dBsm, source: "Radar, A, 2020", grade: B}
threat/one-way-drone:
  title: Drone
  model: flight.drone
  summary: Flies one way.
  parameters:
    speed_mps: {value: 180 km/h, low: 40, high: 60, source: ours, grade: judgement}
friend/tactical-drone:
  title: Friend
  model: flight.drone
  summary: Comes home.
  parameters:
    speed_mps: {value: 30, low: 25, high: 35, source: ours, grade: judgement}
effector/dronebuster:
  title: Jammer
  model: effector.jammer
  summary: Jams.
"""


def catalog(folder: Path, text: str = ENTRIES) -> Catalog:
    path = folder / "entries.yaml"
    path.write_text(text, encoding="utf-8")
    return Catalog([path], {spec.name: lambda spec=spec: spec for spec in (RADAR, DRONE, JAMMER)})
