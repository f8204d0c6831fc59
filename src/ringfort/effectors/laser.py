"""A laser: it must hold its spot on one target until enough energy has gone in."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.effectors.aiming import distance, target_at, within
from ringfort.effectors.contract import LASER, Aim, Battery, Effect, Encounter, Plan
from ringfort.physics.laser import (
    Beam,
    diffraction_radius_m,
    jitter_radius_m,
    power_in_bucket,
    turbulence_radius_m,
)
from ringfort.schema import ModelSpec, Parameter
from ringfort.world.weather import RadioLoss, Weather, haze


class Laser(NamedTuple):
    """A continuous laser with a beam director; one shot is one dwell on one target.

    The beam is focused on the target; diffraction, jitter and turbulence widen its spot, haze and dust thin it. It
    stops a thing when the mean fluence over the patch that must burn through reaches what the thing stands, with a
    spread for where the spot lies. It holds one target at a time for at most its longest dwell; its magazine counts
    dwells until it must cool or charge. Thermal blooming is left out, which is kind to lasers of tens of kilowatts.
    """

    power_w: Annotated[float, Parameter("W", "power that leaves the aperture", above=0.0)]
    aperture_m: Annotated[float, Parameter("m", "diameter of the beam director", above=0.0)]
    wavelength_m: Annotated[float, Parameter("m", "wavelength", above=0.0, default=1.07e-6)]
    quality: Annotated[float, Parameter("1", "beam quality M squared", low=1.0, default=1.5)]
    jitter_rad: Annotated[float, Parameter("rad", "one-sigma jitter of each axis", low=0.0)]
    dwell_s: Annotated[float, Parameter("s", "longest dwell on one target", above=0.0, default=15.0)]
    patch_m: Annotated[float, Parameter("m", "radius of the patch that must burn through", above=0.0, default=0.02)]
    expected_fluence_j_m2: Annotated[float, Parameter("J/m^2", "fluence that command reckons with", above=0.0)]
    spread: Annotated[
        float, Parameter("1", "logistic scale of the fluence needed, of its logarithm", above=0, default=0.25)
    ]


@compiled
def irradiance(p: Laser, range_m: float, path_loss: float, turbulence: float) -> float:
    """Return the mean irradiance (W/m^2) over the patch that must burn through.

    I = P exp(-tau) (1 - exp(-2 a^2 / w^2)) / (pi a^2), w^2 = w_d^2 + w_j^2 + w_t^2

    P power, tau ``path_loss`` the optical depth of the way, a ``patch_m``, w the 1/e^2 radius of the spot by
    diffraction, jitter and turbulence (``turbulence`` Cn^2, m^-2/3). Domain: ``range_m`` > 0, no thermal blooming.
    Source: perram2010; the spread laws of ``physics.laser``.
    """
    beam = Beam(p.power_w, p.aperture_m, p.wavelength_m, p.quality, p.jitter_rad)
    a, b = diffraction_radius_m(beam, range_m), jitter_radius_m(beam, range_m)
    c = turbulence_radius_m(p.wavelength_m, turbulence, range_m)
    share = power_in_bucket(p.patch_m, math.sqrt(a * a + b * b + c * c))
    return p.power_w * math.exp(-path_loss) * share / (math.pi * p.patch_m * p.patch_m)


@compiled
def _odds(p: Laser, given_j_m2: float, needed_j_m2: float) -> float:
    over = math.log(max(given_j_m2, 1e-9) / max(needed_j_m2, 1e-9)) / p.spread
    return 1.0 / (1.0 + math.exp(-min(max(over, -40.0), 40.0)))


def plan(parameters: Laser, aim: Aim) -> Plan:
    """Return a dwell long enough to give half as much again as command reckons with, at most the longest dwell."""
    p = parameters
    away = max(distance(target_at(aim, 0.0)), 1.0)
    flux = irradiance(p, away, aim.path_loss, aim.turbulence)
    dwell = min(1.5 * p.expected_fluence_j_m2 / max(flux, 1e-9), p.dwell_s)
    return within(aim, dwell, dwell, _odds(p, flux * dwell, p.expected_fluence_j_m2))


def effect(parameters: Laser, encounter: Encounter) -> Effect:
    """Return the odds that the dwell gave what the target really needs, at the range it had come to."""
    p = parameters
    flux = irradiance(p, max(encounter.range_m, 1.0), encounter.path_loss, encounter.turbulence)
    return Effect(_odds(p, flux * encounter.busy_s, encounter.burn_fluence_j_m2), 0.0, 0.0)


def column(parameters: Laser, weather: Weather) -> RadioLoss:
    """Return the extinction by haze, fog, dust and rain at the laser's wavelength."""
    air = haze(weather, parameters.wavelength_m)
    return RadioLoss(air.haze_per_m, air.scale_m, air.rain_per_m, air.rain_top_m, 0.0, 1.0)


MODEL = ModelSpec(
    name="effector.laser",
    stage="effector",
    parameters=Laser,
    shared=Battery,
    functions={"plan": plan, "effect": effect, "column": column},
    references=("perram2010", "andrews2005", "kim2001"),
    traits={"kind": LASER},
    claims=("odds fall with range", "odds fall with haze"),
)
