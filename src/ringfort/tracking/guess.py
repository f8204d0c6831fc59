"""What is believed of a recording, and what the tracker is told for it."""

import math
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import chi2

from ringfort.tracking.clutter import Clutter, density_at, learn
from ringfort.tracking.picture import Settings, settings
from ringfort.tracking.tape import Measured, Sensors, Tape, dimensions_of, owners, tape_from

_SMALLEST_M = 0.01  # extent of a recording, as all may be at one place
_GATE_SHARE = 0.9999  # of right detections that lie in the gate


class Guess(NamedTuple):
    """What is believed of a recording. ``sigma`` (sensors, dimensions), ``odds`` and ``density`` (sensors,)."""

    sigma: Any  # of detections that tell none: m, or m and rad
    odds: Any  # of detection
    density: Any  # of false alarms, a scan and m^2 or m^3, on average over all that the sensor surveys
    clutter: Clutter  # where they are denser and where less
    fresh: float  # density of newcomers, likewise
    opening: float  # density of what is there when the recording begins, m^-2 or m^-3; 0 = as of newcomers
    noise: float  # m^2/s^3
    speed_mps: float  # one-sigma, along an axis
    life_s: float
    swerve_mps2: float  # acceleration by which things manoeuvre
    swerve_odds: float  # share of time, 0 = never


class Given(NamedTuple):
    """What a user says of a recording, NaN where not; as in ``Guess``."""

    odds: float = math.nan
    density: float = math.nan
    noise: float = math.nan


class Frame(NamedTuple):
    """What a recording shows at a glance."""

    period_s: float  # between looks of one sensor, the longest of all
    volume: Any  # that each sensor surveys, m^2 or m^3
    low: Any  # corners of the box that it surveys, (sensors, dimensions)
    high: Any
    extent_m: float  # of the whole


def frame_of(measured: Measured) -> Frame:
    """Return period, surveyed region and extent of a recording."""
    count, dimensions = int(measured.sensors.max()) + 1, measured.values.shape[1]
    position, owner = tape_from(measured, np.ones((count, dimensions)), 1.0).detections.position, owners(measured)
    gaps = [np.diff(measured.times_s[measured.sensors == s]) for s in range(count)]
    period = max([float(np.median(gap)) for gap in gaps if len(gap)], default=1.0)
    even = learn(measured, False, np.ones(len(owner)), math.inf)
    extent = max(float(np.max(np.ptp(position, axis=0))), _SMALLEST_M)
    low, high = np.full((count, dimensions), -np.inf), np.full((count, dimensions), np.inf)
    if count > 1:
        margin = 0.05 * extent
        for s in range(count):
            low[s], high[s] = position[owner == s].min(axis=0) - margin, position[owner == s].max(axis=0) + margin
    return Frame(period, np.array([boxes.volume for boxes in even.boxes]), low, high, extent)


def tape_for(measured: Measured, guess: Guess) -> Tape:
    """Return a recording as a tape, filled up by a guess."""
    return tape_from(measured, guess.sigma, density_at(guess.clutter, measured))


def rules_for(guess: Guess, frame: Frame, tape: Tape) -> Settings:
    """Return the tracker's settings for a guess."""
    fresh, dimensions = guess.fresh / (guess.fresh + float(np.max(guess.density))), dimensions_of(tape)
    return settings(
        gate=float(chi2.ppf(_GATE_SHARE, dimensions)),
        quiet_noise=guess.noise,
        ballistic_noise=guess.noise,
        ballistic_odds=0.0,
        manoeuvring_odds=guess.swerve_odds,
        manoeuvring_mps2=guess.swerve_mps2,
        onset_s=frame.period_s,
        onset_mps=guess.swerve_mps2 * frame.period_s,
        mode_time_s=3.0 * frame.period_s,
        velocity_slow_mps=guess.speed_mps,
        fast_odds=0.0,
        new_density=guess.fresh,
        new_existence=1e-9,
        confirm_existence=0.5,
        delete_existence=min(0.005, 0.3 * fresh),
        lifetime_s=guess.life_s,
        coast_s=15.0 * frame.period_s,
    )


def sensors_for(guess: Guess, frame: Frame) -> Sensors:
    """Return what a guess says of the sensors."""
    return Sensors(guess.odds, guess.density, guess.opening, frame.low, frame.high)


def spread_of(tape: Tape) -> float:
    """Return a typical detection's error along an axis (m)."""
    return math.sqrt(float(np.median(np.einsum("nii->n", tape.detections.covariance))) / dimensions_of(tape))
