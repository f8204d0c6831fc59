"""What every sensor model is asked, what it answers, and the detections that come of it.

Roles of a sensor model (``ModelSpec.functions``):

* ``glimpse(parameters, look) -> Glimpse``: the odds and accuracies of one look at one thing.
* ``column(parameters, weather) -> RadioLoss``: plain Python, once a study: what the air takes from this sensor's signal
  by height, of ``world.weather`` (a radar: decibels; optics: extinction in the same form). Optional; absent means none.
* ``aerial(parameters) -> Aerial``: plain Python, once a study: at which frequency it hears, from where, and what it
  can tell apart. Optional; absent means X band, deaf to jamming, and that everything is told apart.
* ``ground(parameters, range_m, grazing_rad) -> float``: plain Python, once a study: what is left of the ground's echo
  in one cell, over the noise. Optional; absent means that the ground makes no false alarms.

Traits: ``kind`` (one of the codes below).
"""

from typing import Annotated, NamedTuple

import numpy as np

from ringfort.compiled import tuple_type
from ringfort.schema import Parameter

KINDS = ("radar", "camera", "radio", "acoustic", "transponder", "lookout")
RADAR, CAMERA, RADIO, ACOUSTIC, TRANSPONDER, LOOKOUT = range(6)


class Look(NamedTuple):
    """One look at one thing, as the engine lays it before a sensor model. All floats, SI."""

    range_m: float
    off_axis_rad: float  # azimuth from the sensor's facing
    elevation_rad: float  # above the local horizontal, refraction left out
    range_rate_mps: float  # positive when opening
    ground_speed_mps: float
    cross_section_m2: float  # as seen from here, at the frequency of the sensor's aerial
    swerling: float
    size_m: float
    contrast: float
    target_height_m: float  # above the ground below it
    sensor_height_m: float  # of the aerial or lens above its ground
    clearance_rad: float  # angle by which the line of sight clears the terrain; negative when masked
    path_loss: float  # one way through the air, in the units of the role ``column`` (dB, or optical depth)
    rain_mmh: float  # at the target: none above the rain
    sun_elevation_rad: float
    wind_speed_mps: float
    visibility_m: float
    emitted_w: float  # radiated by the target in the sensor's kind of band (links, video), or 0
    emitted_hz: float
    noise_db: float  # the target's sound at 1 m
    jamming_w_hz: float  # power density of noise jamming received
    turbulence: float = 0.0  # refractive-index structure constant Cn2, m^-2/3
    energy: float = 1.0  # sent in this look over that of a look of the search
    dwell_s: float = 0.0  # time on the target, of a sensor that is cued
    headwind_mps: float = 0.0  # wind against what comes from the target; negative where it helps


class Aerial(NamedTuple):
    """How a sensor hears by radio, and how near to each other two things may be and still be two to it."""

    frequency_hz: float
    aperture_m2: float  # effective area of the receiving aerial on its axis; 0 = hears no jamming
    beamwidth_azimuth_rad: float
    beamwidth_elevation_rad: float
    sidelobe: float  # gain off the beam over that on its axis
    cell_m: float = 0.0  # its resolution in range, beside the beamwidths in angles; 0 = tells everything apart
    cell_mps: float = 0.0  # and in range rate; 0 = none
    notch_mps: float = 0.0  # radial speed below which it hears nothing


NO_RANGE_M = 1e6  # the error of a range that is not measured

DEAF = Aerial(1e10, 0.0, 1.0, 1.0, 1.0)


class Glimpse(NamedTuple):
    """What one look yields: odds of detection (or of recognition, for a camera) and one-sigma accuracies."""

    odds: float
    range_m: float
    azimuth_rad: float
    elevation_rad: float
    range_rate_mps: float
    signal_to_noise: float


# What a radar makes of the modulation that a thing's own motion puts on its echo (micro-Doppler).
SIGNATURES = ("nothing", "rotors", "propeller", "jet engine", "wings")
NO_SIGNATURE = -1


class Mounting(NamedTuple):
    """What every sensor has, whatever it senses with."""

    period_s: Annotated[float, Parameter("s", "time between looks at the same place (scan, revisit)", above=0.0)]
    sector_rad: Annotated[float, Parameter("rad", "azimuth it covers about its facing", above=0, high=6.2831853072)]
    elevation_low_rad: Annotated[float, Parameter("rad", "lowest elevation", low=-1.5708, high=1.5708, default=-0.1)]
    elevation_high_rad: Annotated[float, Parameter("rad", "highest elevation", low=-1.5708, high=1.5708, default=1.2)]
    range_min_m: Annotated[float, Parameter("m", "nearest range", low=0.0, default=0.0)]
    range_max_m: Annotated[float, Parameter("m", "farthest (instrumented) range", above=0.0)]
    measures_range: Annotated[float, Parameter("1", "1 = measures range, 0 = angles only", low=0, high=1, default=1)]
    measures_azimuth: Annotated[
        float, Parameter("1", "1 = measures azimuth, 0 = range alone", low=0, high=1, default=1)
    ]
    measures_elevation: Annotated[float, Parameter("1", "1 = measures elevation", low=0, high=1, default=1)]
    measures_range_rate: Annotated[float, Parameter("1", "1 = measures range rate", low=0, high=1, default=0)]
    cued: Annotated[float, Parameter("1", "1 = looks only where a track tells it to", low=0, high=1, default=0)]
    confusion: Annotated[float, Parameter("1", "odds that what it tells is wrong", low=0.0, high=1.0, default=0.1)]
    slew_rad_s: Annotated[float, Parameter("rad/s", "speed at which it turns to a cue", above=0.0, default=1.0)]
    false_alarms: Annotated[float, Parameter("1", "mean false alarms a scan", low=0.0, high=200.0, default=0.0)]
    false_alarm_range_m: Annotated[float, Parameter("m", "range within which they fall", above=0.0, default=20000.0)]
    alarm_speed_mps: Annotated[float, Parameter("m/s", "radial speed that they claim at most", above=0, default=100)]
    ground_alarms: Annotated[
        float, Parameter("1", "mean false alarms a scan off the ground it lights up", low=0, high=200, default=0)
    ]
    ground_speed_mps: Annotated[
        float, Parameter("m/s", "mean radial speed of those beyond the notch", above=0.0, default=2.0)
    ]
    search_s: Annotated[
        float, Parameter("s", "beam time of one search frame; 0 = the beam is all for search", low=0, default=0)
    ]
    look_s: Annotated[
        float, Parameter("s", "beam time of one look at a track, or of one to confirm a plot", low=0.0, default=0)
    ]
    look_energy: Annotated[float, Parameter("1", "energy of such a look over a search look's", above=0.0, default=1)]
    track_s: Annotated[
        float, Parameter("s", "time between its looks at a track; 0 = it tracks while it scans", low=0, default=0)
    ]
    track_channels: Annotated[float, Parameter("1", "tracks that get such looks", low=0, high=4096, default=0)]
    track_sector_rad: Annotated[
        float, Parameter("rad", "azimuth within which they do; 0 = its sector", low=0, high=6.2831853072, default=0)
    ]
    search_least: Annotated[
        float, Parameter("1", "share of the beam's time that search keeps", above=0.0, high=1.0, default=0.2)
    ]
    signature_s: Annotated[
        float, Parameter("s", "time in which it judges a thing's micro-Doppler; 0 = it cannot", low=0, default=0)
    ]
    signature_signal: Annotated[
        float, Parameter("1", "signal to noise of one look that this takes", above=0.0, default=100.0)
    ]
    signature_confusion: Annotated[
        float, Parameter("1", "odds that the judgement is a guess", low=0.0, high=1.0, default=0.2)
    ]
    delay_s: Annotated[
        float, Parameter("s", "until a scan is known at the command post", low=0.0, high=10.0, default=0)
    ]
    loss: Annotated[float, Parameter("1", "odds that what a look tells gets lost on its way", low=0, high=1, default=0)]


MOUNTING = np.dtype([(name, "f8") for name in Mounting._fields], align=True)
GLIMPSE = (tuple_type(Glimpse), tuple_type(Look))  # the signature of the role ``glimpse``

# A detection (plot): what a sensor reports. Angles only or no elevation show as a wide accuracy in that coordinate, and
# ``position`` and ``covariance`` hold the same in local Cartesian coordinates, ready for a filter.
DETECTION = np.dtype(
    [
        ("t", "f8"),
        ("range_m", "f8"),
        ("azimuth_rad", "f8"),  # clockwise from north
        ("elevation_rad", "f8"),
        ("range_rate_mps", "f8"),
        ("sigma_range_m", "f8"),
        ("sigma_azimuth_rad", "f8"),
        ("sigma_elevation_rad", "f8"),
        ("sigma_range_rate_mps", "f8"),  # 0 where the sensor measures none
        ("cross_section_dbsm", "f8"),  # what the echo's strength says
        ("signature", "i8"),  # what the modulation of the echo says, of SIGNATURES; NO_SIGNATURE = nothing heard of it
        ("clutter", "f8"),  # how dense false alarms are where it lies, in the density of its scan
        ("position", "f8", 3),
        ("covariance", "f8", (3, 3)),
        ("sensor", "i8"),
        ("track", "i8"),  # slot of the track it was given to, -1 = none: written by the tracker
    ],
    align=True,
)
