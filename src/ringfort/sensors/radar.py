"""A radar, told by what is published of it: the range at which it sees a thing of a known cross section."""

import math
from typing import Annotated, NamedTuple

from ringfort.compiled import compiled
from ringfort.physics.clutter import (
    Ground,
    clutter_cell_area,
    constant_gamma_reflectivity,
    divergence_factor,
    low_clutter_cross_section,
    rain_cell_volume,
    rain_reflectivity,
    reflection_geometry,
    sphere_diffraction,
)
from ringfort.physics.detection import detection_probability
from ringfort.physics.radar import (
    angle_accuracy,
    beam_aperture,
    lobe,
    range_accuracy,
    range_resolution,
    signal_to_interference,
)
from ringfort.physics.radio import BOLTZMANN, LIGHT_MPS
from ringfort.schema import ModelSpec, Parameter
from ringfort.sensors.contract import RADAR, Aerial, Glimpse, Look, Mounting
from ringfort.world.terrain import EARTH_RADIUS_M
from ringfort.world.weather import RadioLoss, Weather, radio_loss

_TWO_WAYS = 0.2 * math.log(10.0)  # from decibels one way to the logarithm of the loss there and back
_FAINT = 4.0  # detected at all is detected with about this signal: weaker echoes report this accuracy
_HIDDEN = 9.0  # a mirrored field below exp(-9) changes nothing
_EARTH_DIAMETER_M = 2.0 * 4.0 / 3.0 * EARTH_RADIUS_M
_DRY_GROUND = Ground(
    5.0, 1e-3, 0.0, 0.0, 0.5 * _EARTH_DIAMETER_M
)  # around the earth, what it is made of matters little
_NEARLY_FLAT = 0.9  # the curve takes less than a tenth of the heights
_ZONE = 4.0 * math.pi * 0.552 * 0.552  # a path that clears 0.552 of the first Fresnel zone is free (P.2001)
_GOOD_SIGNAL = 20.0
_NEPER = 0.05 * math.log(10.0)  # from decibels to the logarithm of a field


class Radar(NamedTuple):
    """A pulsed Doppler radar that adds the pulses of one look coherently.

    Its sensitivity is the published detection range against a reference cross section, turned into a signal-to-noise
    ratio by the range equation; the reference target fluctuates after Swerling's case 1. Whether a thing is detected
    follows the exact probability of its own Swerling case. Things whose radial speed lies in the Doppler notch are
    lost; beyond it, ground and rain in the cell of the thing compete with it by what the filters leave of them. An
    aerial that does not turn loses gain off its facing. Low things fade where the echo's mirror image in the ground
    opposes it, and towards the horizon. Noise jammers count by where they stand, in the beam or in the side lobes.

    Of clear air, only what it takes beyond the reference point's own path is not told apart: the published range counts
    as measured without an atmosphere, which is hard on millimetre waves and harmless below 10 GHz.
    """

    frequency_hz: Annotated[float, Parameter("Hz", "carrier frequency", above=0.0)]
    reference_range_m: Annotated[float, Parameter("m", "range at which the reference target is detected", above=0.0)]
    reference_cross_section_m2: Annotated[float, Parameter("m^2", "cross section of that target", above=0.0)]
    reference_odds: Annotated[float, Parameter("1", "odds of one look there", above=0, high=0.999, default=0.5)]
    false_alarm_odds: Annotated[float, Parameter("1", "odds of a false alarm a cell", above=0, high=0.1, default=1e-6)]
    notch_mps: Annotated[float, Parameter("m/s", "radial speed below which things are lost", low=0.0, default=3.0)]
    beamwidth_azimuth_rad: Annotated[float, Parameter("rad", "half-power beam width in azimuth", above=0.0)]
    beamwidth_elevation_rad: Annotated[float, Parameter("rad", "half-power beam width in elevation", above=0.0)]
    bandwidth_hz: Annotated[float, Parameter("Hz", "signal bandwidth", above=0.0)]
    slope: Annotated[float, Parameter("1", "monopulse error slope", above=0.0, default=1.6)]
    floor_angle_rad: Annotated[float, Parameter("rad", "angle error that no signal removes", low=0.0, default=1e-3)]
    floor_range_m: Annotated[float, Parameter("m", "range error that no signal removes", low=0.0, default=2.0)]
    sigma_range_rate_mps: Annotated[float, Parameter("m/s", "range-rate error", above=0.0, default=1.0)]
    noise_temperature_k: Annotated[float, Parameter("K", "system noise temperature", above=0.0, default=1000.0)]
    scan_exponent: Annotated[
        float, Parameter("1", "two-way gain falls with this power of cos(off facing); 0 = turns", low=0, default=0)
    ]
    ground_reflection: Annotated[
        float, Parameter("1", "field that smooth ground mirrors at grazing; 0 = left out", low=0, high=1, default=0)
    ]
    ground_roughness_m: Annotated[float, Parameter("m", "deviation of the ground's height", low=0.0, default=0.3)]
    ground_gamma: Annotated[
        float, Parameter("1", "constant gamma of the ground's echo at 10 GHz; 0 = left out", low=0, high=10, default=0)
    ]
    ground_improvement: Annotated[
        float, Parameter("1", "by how much filters weaken the ground's echo", low=1.0, default=1e5)
    ]
    rain_improvement: Annotated[float, Parameter("1", "by how much filters weaken the rain's echo", low=1, default=1e3)]
    sidelobe: Annotated[
        float, Parameter("1", "one-way gain of side lobes over the beam's", above=0, high=1, default=1e-3)
    ]


@compiled
def reference_signal(p: Radar) -> float:
    """Return the signal-to-noise ratio at the reference point: ``ln(P_fa) / ln(P) - 1``.

    Swerling's case 1, one pulse, inverted: P = P_fa^(1 / (1 + S)). Source: swerling1960; richards2005, ch. 6.
    """
    return math.log(p.false_alarm_odds) / math.log(p.reference_odds) - 1.0


@compiled
def mirror_factor(p: Radar, look: Look) -> float:
    """Return the power of a low thing's echo over that in free space, F^4.

    F^2 = 1 + r^2 - 2 r cos(4 pi h1' h2' / (lambda R)), r = r0 exp(-g^2 / 2 - 2 ln 2 (2 e / t)^2),
    g = 4 pi s sin(psi) / lambda, sin(psi) = (h1' + h2') / R, h' = h - d^2 / D

    Two rays over a rough sphere, reflected with the phase of -1 at grazing. h1, h2 heights of radar and thing above the
    ground, R range (m), d1 = R h1 / (h1 + h2), d2 = R - d1 their distances from the flat earth's point of reflection,
    or, where the curve counts, from the sphere's, whose divergence then lowers r; D twice the effective earth radius;
    r0 ``ground_reflection``, s ``ground_roughness_m``; the exponent's second term is the aerial's Gaussian pattern of
    width t, pointed at the thing at elevation e and at its image by as much below.

    Where the ray clears the sphere by less than 0.552 of the first Fresnel zone, F goes over into diffraction around it
    as in ``clutter.propagation_factor``.

    Domain: grazing angles of a few degrees, the thing within the horizon.
    Source: kerr1951, ch. 2 and 5; ament1953 (roughness); itu_p2001_2, A.2 (towards the horizon).
    """
    if p.ground_reflection <= 0.0:
        return 1.0
    turn = 2.0 * look.elevation_rad / p.beamwidth_elevation_rad
    weaker = 2.0 * math.log(2.0) * turn * turn
    if weaker > _HIDDEN:
        return 1.0
    away, high, low = look.range_m, max(look.target_height_m, 0.1), max(look.sensor_height_m, 0.1)
    near, spread = away * low / (high + low), 1.0
    far = away - near
    over, under = low - near * near / _EARTH_DIAMETER_M, high - far * far / _EARTH_DIAMETER_M
    if over < _NEARLY_FLAT * low or under < _NEARLY_FLAT * high:
        at = reflection_geometry(_DRY_GROUND, low, high, away)
        near, far, over, under = at.near_m, away - at.near_m, max(at.radar_height_m, 0.0), max(at.target_height_m, 0.0)
        spread = divergence_factor(near, far, at.grazing_rad, _DRY_GROUND.earth_radius_m)
    wave = 4.0 * math.pi * p.frequency_hz / LIGHT_MPS / away  # 4 pi / (lambda R)
    rough = wave * p.ground_roughness_m * (over + under)
    weaker += 0.5 * rough * rough
    r = spread * p.ground_reflection * math.exp(-weaker) if weaker < _HIDDEN else 0.0
    square = 1.0 + r * r - 2.0 * r * math.cos(wave * over * under)
    clear, zone = over * far + under * near, _ZONE * near * far / wave
    if clear * clear < zone:
        square = _towards_the_horizon(p, (low, high, away), clear / math.sqrt(zone), square)
    return square * square


@compiled
def _towards_the_horizon(p: Radar, at: tuple[float, float, float], share: float, square: float) -> float:
    """Return F^2 where the path clears the sphere by ``share`` of what leaves it free; ``square``: F^2 of two rays."""
    roots = math.sqrt(at[0]) + math.sqrt(at[1])
    grazed = 0.5 * at[2] * at[2] / (roots * roots)  # radius of the sphere whose horizon lies at the thing
    loss = sphere_diffraction(_DRY_GROUND, p.frequency_hz, at[0], at[1], at[2], grazed)
    rays = 0.5 * math.log(max(square, 1e-12))
    return math.exp(2.0 * ((1.0 - share) * loss * _NEPER + share * share * rays))


@compiled
def clutter(p: Radar, look: Look) -> float:
    """Return the cross section (m^2) of the ground and the rain beside a thing that the filters leave.

    sigma_g g^2 / I_g + eta V / I_r: the ground at the thing's range, seen through the beam that points at the thing, g
    its ``lobe`` one way; the rain of the cell. I: ``ground_improvement``, ``rain_improvement``.

    Domain: level ground about the radar, the same gamma everywhere; filters as good at any speed beyond the notch.
    Source: barton1985; skolnik2001, ch. 7; probertjones1962; marshall1948.
    """
    left, pulse_s = 0.0, 1.0 / p.bandwidth_hz
    if p.ground_gamma > 0.0:
        gain = lobe(0.0, look.target_height_m / look.range_m / p.beamwidth_elevation_rad, p.sidelobe)
        plain = constant_gamma_reflectivity(p.ground_gamma, p.frequency_hz, 0.5 * math.pi)
        cell = low_clutter_cross_section(
            plain, p.beamwidth_azimuth_rad, pulse_s, look.sensor_height_m, look.range_m, 0.5 * _EARTH_DIAMETER_M
        )
        left = cell * gain * gain / p.ground_improvement
    if look.rain_mmh > 0.0:
        volume = rain_cell_volume(look.range_m, p.beamwidth_azimuth_rad, p.beamwidth_elevation_rad, pulse_s)
        left += rain_reflectivity(look.rain_mmh, p.frequency_hz) * volume / p.rain_improvement
    return left


@compiled
def signal(p: Radar, look: Look) -> float:
    """Return the ratio of signal to noise and what else disturbs, of one look.

    S = s sigma F^4 / (1 + J0 / (k_B T) + s sigma_c), s = e S_ref / sigma_ref (R_ref / R)^4 cos(a)^k / L^2

    The range equation relative to the reference point: sigma cross section, F ``mirror_factor``, a angle off the
    facing (k ``scan_exponent``), L the air's one-way loss, J0 density of noise jamming (W/Hz), T noise temperature,
    sigma_c ``clutter``, e the look's energy over that of a search look. Source: skolnik2001, ch. 1 and 2; barton2013
    (jamming and clutter as added noise).
    """
    ratio = p.reference_range_m / look.range_m
    square = ratio * ratio
    loss = math.exp(-_TWO_WAYS * look.path_loss)
    unit = look.energy * reference_signal(p) / p.reference_cross_section_m2 * square * square * loss
    if p.scan_exponent > 0.0:
        unit *= math.pow(max(math.cos(look.off_axis_rad), 0.0), p.scan_exponent)
    jammed = look.jamming_w_hz / (BOLTZMANN * p.noise_temperature_k)
    return signal_to_interference(
        unit * look.cross_section_m2 * mirror_factor(p, look), jammed, unit * clutter(p, look)
    )


@compiled
def _with_floor(noise: float, floor: float) -> float:
    return math.sqrt(noise * noise + floor * floor)


def glimpse(parameters: Radar, look: Look) -> Glimpse:
    """Return the odds and accuracies of one look.

    Odds by the exact law of the thing's Swerling case, one pulse; accuracies by the monopulse and range laws of thermal
    noise at the echo's own strength, no better than the floors. Source: ``signal``; swerling1960; barton2013.
    """
    p = parameters
    strength = signal(p, look)
    odds = 0.0
    if abs(look.range_rate_mps) >= p.notch_mps:
        odds = detection_probability(strength, look.swerling, 1.0, -math.log(p.false_alarm_odds))
    strong = max(strength, _FAINT)
    return Glimpse(
        odds,
        _with_floor(range_accuracy(p.bandwidth_hz, strong), p.floor_range_m),
        _with_floor(angle_accuracy(p.beamwidth_azimuth_rad, p.slope, strong), p.floor_angle_rad),
        _with_floor(angle_accuracy(p.beamwidth_elevation_rad, p.slope, strong), p.floor_angle_rad),
        p.sigma_range_rate_mps,
        strength,
    )


def column(parameters: Radar, weather: Weather) -> RadioLoss:
    """Return what gases, rain and fog take at the radar's frequency."""
    return radio_loss(weather, parameters.frequency_hz)


def aerial(parameters: Radar) -> Aerial:
    """Return the radar's frequency, its beam as a receiver of jamming, and its resolution in range and range rate.

    Filters resolve range rates as its law of accuracy has it at a signal of 13 dB: sigma times slope times sqrt(2 S).
    Source: skolnik2001, ch. 1 (range resolution); barton2013.
    """
    p = parameters
    aperture = beam_aperture(p.beamwidth_azimuth_rad, p.beamwidth_elevation_rad, LIGHT_MPS / p.frequency_hz)
    beam = (p.frequency_hz, aperture, p.beamwidth_azimuth_rad, p.beamwidth_elevation_rad, p.sidelobe)
    filters = p.sigma_range_rate_mps * p.slope * math.sqrt(2.0 * _GOOD_SIGNAL)
    return Aerial(*beam, range_resolution(p.bandwidth_hz), filters, p.notch_mps)


def ground(parameters: Radar, range_m: float, grazing_rad: float) -> float:
    """Return what the filters leave of the ground's echo in one cell, over the noise; the beam points at it.

    s sigma_0 A / I_g with s of ``signal``, sigma_0 the reflectivity by constant gamma, A the cell's area and I_g
    ``ground_improvement``. Source: barton1985; skolnik2001, ch. 7.
    """
    p = parameters
    if grazing_rad <= 0.0:
        return 0.0
    ratio = p.reference_range_m / range_m
    unit = reference_signal(p) / p.reference_cross_section_m2 * ratio * ratio * ratio * ratio
    area = clutter_cell_area(range_m, p.beamwidth_azimuth_rad, 1.0 / p.bandwidth_hz, grazing_rad)
    return unit * constant_gamma_reflectivity(p.ground_gamma, p.frequency_hz, grazing_rad) * area / p.ground_improvement


MODEL = ModelSpec(
    name="sensor.radar",
    stage="sensor",
    parameters=Radar,
    shared=Mounting,
    functions={"glimpse": glimpse, "column": column, "aerial": aerial, "ground": ground},
    references=(
        "skolnik2001",
        "swerling1960",
        "richards2005",
        "barton2013",
        "kerr1951",
        "ament1953",
        "itu_p2001_2",
        "barton1985",
        "marshall1948",
        "probertjones1962",
        "knott2004",
        "ewhandbook1997",
        "itu_p676",
        "itu_p838",
        "itu_p840",
        "molchanov2013",
        "narayanan2023",
    ),
    traits={"kind": RADAR},
    claims=("odds fall with range in free space", "odds rise with cross section", "slow things are lost"),
)
