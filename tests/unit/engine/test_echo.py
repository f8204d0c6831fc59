"""What radars get of what flies: bands, aspects and jamming, through the engine's own look."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.catalog.registry import installed
from ringfort.engine.compile import Compiled, compile_scenario
from ringfort.engine.echo import lay_echoes
from ringfort.engine.hear import listen
from ringfort.engine.raid import set_back
from ringfort.engine.sense import look, ready
from ringfort.engine.state import FLYING, new_scratch
from ringfort.flights.contract import put_knot
from ringfort.physics import radar as law
from ringfort.physics.cross_section import target_cross_section
from ringfort.physics.radio import BOLTZMANN
from ringfort.scenario.load import parse_text

TEXT = """
ringfort: 1
title: a drone and a jammer
place: {{latitude: 33, longitude: 40, terrain: flat}}
time: 2024-06-01T10:00:00Z
weather: {{humidity: 0}}
defend:
  - {{name: radar, system: sensor/counter-battery-radar, at: [0, 0], height: 10 m, ground_reflection: 0,
     ground_gamma: 0{radar}}}
arrive:
  - {{name: drone, system: threat/one-way-drone, from: {{bearing: 0 deg, range: 9 km}}, aim: [0, 0]{drone}}}
  - {{name: jammer, system: friend/fighter, from: {{bearing: 90 deg, range: 60 km}}, aim: [0, 0]{jammer}}}
"""
DRONE, JAMMER = 0, 1
_exact = within(rel=1e-9, because="the same law in another order")


def made(radar: str = "", drone: str = "", jammer: str = "") -> tuple[Compiled, Any]:
    """Return the scenario with its figures at their centre, and a state in which both fly."""
    text = TEXT.format(radar=radar, drone=drone, jammer=jammer)
    found = compile_scenario(parse_text(text, Path("test.yaml")), installed(), central=True)
    state = new_scratch(found.model, found.systems).state
    set_back(state)
    lay_echoes(found.model, state)
    ready(found.model, found.pointers.glimpse, state, 0)
    return found, state


def put(state: Any, which: int, place: tuple[float, float, float], velocity: tuple[float, float, float]) -> None:
    """Let an object fly straight through a place at time 0."""
    thing, knots = state.objects[which], state.knots[which]
    for k, t in enumerate((-10.0, 10.0)):
        put_knot(knots, k, t, tuple(p + t * v for p, v in zip(place, velocity, strict=True)), velocity)
    thing.knots, thing.status = 2, FLYING
    thing.now[:3], thing.now[3:] = place, velocity


def strength(found: Compiled, state: Any, heard: bool = False) -> float:
    """Return the signal-to-noise ratio of a look at the drone."""
    if heard:
        listen(found.model, state, 0)
    now, system = np.array(state.objects[DRONE].now), int(found.model.given.arrivals[DRONE].system)
    return float(look(found.model, found.pointers.glimpse, state, 0, now, (system, 1.0)).signal_to_noise)


def approaching(range_m: float, bearing_rad: float = 0.0) -> tuple[Any, Any]:
    east, north = math.sin(bearing_rad), math.cos(bearing_rad)
    return (range_m * east, range_m * north, 3e3), (-50.0 * east, -50.0 * north, 0.0)


def test_a_radar_gets_the_cross_section_of_its_own_band_and_aspect() -> None:
    found, state = made()
    body, echo = found.systems.bodies[0], state.echoes[0, 0]
    frequency = float(found.model.given.sensors[0].aerial.frequency_hz)
    front = target_cross_section(frequency, body.size_m, body.cross_section_front_m2, body.l_band_front)
    side = target_cross_section(frequency, body.size_m, body.cross_section_side_m2, body.l_band_side)
    assert frequency == 1.3e9
    assert _exact(echo[0], front) and _exact(echo[1], side) and _exact(echo[2], front * body.tail_over_front)
    place, (_, north, _) = approaching(9e3)
    put(state, DRONE, place, (north, 0.0, 0.0))  # it crosses
    beam_on = strength(found, state)
    put(state, DRONE, place, (0.0, -place[1], 10.0 - place[2]))  # it comes along the line of sight
    assert _exact(strength(found, state) / beam_on, front / side)


def test_ewhandbook_1997_a_drone_that_screens_itself_is_as_strong_as_its_burn_through_says() -> None:
    """Well inside, thermal noise does not count, and S/J falls with the square of range, as J/S of the law rises."""
    found, state = made(drone=", jamming_w_hz: 1e-3")
    ratios = []
    for range_m in (6e3, 12e3):
        put(state, DRONE, *approaching(range_m))
        ratios.append(strength(found, state, heard=True))
    jammer = law.Jamming(1.0, 1.0, 1.0, 1e6, 1.0, 1.0, 1.0, 1.0, 1e6, 1.0)
    slant = [math.sqrt(r * r + 2990.0 * 2990.0) for r in (6e3, 12e3)]
    expected = law.self_protection_jam_to_signal(jammer, slant[1]) / law.self_protection_jam_to_signal(jammer, slant[0])
    check = within(rel=0.1, because="the aspect turns by 12 degrees, and the air takes a little more")
    assert check(ratios[0] / ratios[1], expected)


@pytest.mark.parametrize("off_deg", [0.0, 40.0])
def test_friis_1946_a_jammer_that_stands_off_adds_its_density_through_beam_or_side_lobe(off_deg: float) -> None:
    density = 1.0
    found, state = made(radar=", sidelobe: 1e-3", jammer=f", jamming_w_hz: {density}")
    put(state, DRONE, *approaching(6e3))
    clear = strength(found, state)
    away, turn = 60e3, math.radians(off_deg)
    up = 10.0 + (3e3 - 10.0) / 6e3 * away  # under the same elevation as the drone
    put(state, JAMMER, (away * math.sin(turn), away * math.cos(turn), up), (0.0, 100.0, 0.0))
    sensor = found.model.given.sensors[0]
    wave = law.wavelength(float(sensor.aerial.frequency_hz))
    gain = 4.0 * math.pi * float(sensor.aerial.aperture_m2) / (wave * wave) * (1.0 if off_deg == 0.0 else 1e-3)
    slant = math.sqrt(away * away + (up - 10.0) ** 2)
    got = clear / strength(found, state, heard=True) - 1.0
    temperature = installed().get("sensor/counter-battery-radar").parameters["noise_temperature_k"].value
    expected = law.jamming_density(density, 1.0, slant, gain, wave) / (BOLTZMANN * temperature)
    assert within(rel=0.05, because="the air takes some of the jamming on its way")(got, expected)


def test_a_jammer_below_the_horizon_is_not_heard_and_without_any_nothing_is() -> None:
    found, state = made(jammer=", jamming_w_hz: 1")
    put(state, JAMMER, (0.0, 60e3, -270.0), (0.0, 100.0, 0.0))
    listen(found.model, state, 0)
    assert state.n_noises == 0  # 12 m over ground that lies 283 m below the radar's
    quiet, state = made()
    assert quiet.model.given.jams == 0.0
