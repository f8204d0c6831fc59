"""Settings for a recording of which little is known: what is not given is found by how well the picture foresees it.

Errors of measurement, odds of detection, density of false alarms and of newcomers, process noise, speeds and life
times are changed one by one, by smaller and smaller steps, until none of them makes the score of ``foresight`` greater.
It begins from the best point of a coarse grid of errors and speeds.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import chi2

from ringfort.tracking.foresight import Ledger, foresee, new_ledger
from ringfort.tracking.picture import Settings, settings
from ringfort.tracking.replay import Desk, desk_for
from ringfort.tracking.tape import Measured, Sensors, Tape, dimensions_of, tape_from

_MOST_DETECTIONS = 6000  # of a recording that are looked at, if they are at least _FEWEST_SCANS scans
_FEWEST_SCANS = 40
_EXACT = 1e-6  # errors smaller than this share of the extent (or rad) make no difference
_SMALLEST_M, _SMALLEST_RAD = 0.01, 1e-4  # extent of a recording, as all may be at one place
_COARSE, _FINE = math.log(2.0), math.log(1.06)  # first and last step of the search
_WORTH = 0.02  # gain of score for which a step is taken
_WORTH_A_MODE = 4.0  # gain of score for which things are thought to swerve
_SELDOM, _OFTEN = 0.05, 0.5  # share of time in which things may swerve: seldomer, and tracks are lost
_GATE_SHARE = 0.9999  # of right detections that lie in the gate
_REACH = 3.7  # standard deviations to the gate's edge
_LONGEST = 2000.0  # life time in periods, above which it makes no difference
_MOST_IN_GATE = 30.0  # false alarms in a gate, above which nothing can be followed


class Guess(NamedTuple):
    """What is believed of a recording. ``sigma`` (sensors, dimensions), ``odds`` and ``density`` (sensors,)."""

    sigma: Any  # of detections that tell none: m, or m and rad
    odds: Any  # of detection
    density: Any  # of false alarms, a scan and m^2 or m^3; spherical: and m rad or m rad^2
    fresh: float  # of newcomers, likewise
    noise: float  # m^2/s^3
    speed_mps: float  # one-sigma, along an axis
    life_s: float
    swerve_mps2: float  # acceleration by which things manoeuvre
    swerve_odds: float  # share of time, 0 = never
    spherical: float  # 1 = false alarms are even in range and angles, not in space


class Given(NamedTuple):
    """What a user says of a recording, NaN where not: ``sigma`` (sensors, dimensions), the rest as in ``Guess``."""

    odds: float = math.nan
    density: float = math.nan
    noise: float = math.nan


Knob = Callable[[Guess, float], Guess]


class Frame(NamedTuple):
    """What a recording shows at a glance."""

    period_s: float  # between looks of one sensor, the longest of all
    volume: Any  # that each sensor surveys, m^2 or m^3
    cells: Any  # the same in the units of range and angles, m rad or m rad^2
    low: Any  # corners of the box that it surveys, (sensors, dimensions)
    high: Any
    extent_m: float  # of the whole


def frame_of(measured: Measured) -> Frame:
    """Return period, surveyed region and extent of a recording."""
    count, dimensions = int(measured.sensors.max()) + 1, measured.values.shape[1]
    tape = tape_from(measured, np.ones((count, dimensions)))
    owner, position = np.repeat(measured.sensors, np.diff(measured.begin)), tape.detections.position
    gaps = [np.diff(measured.times_s[measured.sensors == s]) for s in range(count)]
    period = max([float(np.median(gap)) for gap in gaps if len(gap)], default=1.0)
    volume, cells = np.array([_volumes(measured, measured.values[owner == s]) for s in range(count)]).T
    extent = max(float(np.max(np.ptp(position, axis=0))), _SMALLEST_M)
    low, high = np.full((count, dimensions), -np.inf), np.full((count, dimensions), np.inf)
    if count > 1:
        margin = 0.05 * extent
        for s in range(count):
            low[s], high[s] = position[owner == s].min(axis=0) - margin, position[owner == s].max(axis=0) + margin
    return Frame(period, volume, cells, low, high, extent)


def _volumes(measured: Measured, values: Any) -> tuple[float, float]:
    """Return the area or volume that detections of one sensor span, and the same in range and angles."""
    grown = (len(values) + 1.0) / max(len(values) - 1.0, 1.0)
    if not measured.polar:
        box = float(np.prod(np.maximum(grown * np.ptp(values, axis=0), _SMALLEST_M)))
        return box, box
    turned = np.sort(values[:, 1] % (2.0 * math.pi))
    widest = np.max(np.diff(np.append(turned, turned[0] + 2.0 * math.pi)))
    sector = max(2.0 * math.pi - widest, _SMALLEST_RAD) * grown
    near = float(values[:, 0].min())
    far = near + max(float(values[:, 0].max()) - near, _SMALLEST_M) * grown
    if values.shape[1] == 2:
        return 0.5 * sector * (far * far - near * near), sector * (far - near)
    low, high = float(values[:, 2].min()), float(values[:, 2].max())
    high = max(high, low + _SMALLEST_RAD)
    space = sector * (math.sin(high) - math.sin(low)) * (far**3 - near**3) / 3.0
    return space, sector * (high - low) * (far - near)


def rules_for(guess: Guess, frame: Frame, spread_m: float, dimensions: int) -> Settings:
    """Return the tracker's settings for a guess; ``spread_m`` is a typical detection's error along an axis."""
    even = frame.cells / frame.volume if guess.spherical else 1.0
    fresh = guess.fresh / (guess.fresh + float(np.max(guess.density * even)))
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
        cell_m=_REACH * math.hypot(spread_m, guess.speed_mps * frame.period_s),
        grid_from=30.0,
    )


def surveyed(guess: Guess, frame: Frame) -> Any:
    """Return what each sensor surveys, in the units of the clutter's density."""
    return frame.cells if guess.spherical else frame.volume


def sensors_for(guess: Guess, frame: Frame) -> Sensors:
    """Return what a guess says of the sensors."""
    return Sensors(guess.odds, guess.density, guess.spherical, frame.low, frame.high)


class _Trial:
    """A recording on which guesses are tried."""

    def __init__(self, measured: Measured, frame: Frame) -> None:
        self.measured, self.frame = measured, frame
        self.dimensions = measured.values.shape[1]
        self.tape = tape_from(measured, np.ones((len(frame.volume), self.dimensions)))
        self.desk: Desk = desk_for(self.tape)
        self.ledger: Ledger = new_ledger(self.tape, frame.volume, frame.volume)
        self.tried = 0

    def score(self, guess: Guess) -> float:
        """Return how well the picture foresees the recording under a guess."""
        tape = tape_from(self.measured, guess.sigma)
        self.ledger.volume[:] = surveyed(guess, self.frame)
        rules = rules_for(guess, self.frame, spread_of(tape), self.dimensions)
        foresee(rules, self.desk, tape, sensors_for(guess, self.frame), self.ledger)
        self.tried += 1
        return float(self.ledger.tally.score.sum())


def spread_of(tape: Tape) -> float:
    """Return a typical detection's error along an axis (m)."""
    return math.sqrt(float(np.median(np.einsum("nii->n", tape.detections.covariance))) / dimensions_of(tape))


def tune(measured: Measured, given: Given) -> Guess:
    """Return what is to be believed of a recording: what is given, and the rest as it foresees the recording best."""
    frame = frame_of(measured)
    trial = _Trial(shortened(measured), frame)
    guess, best = max((_start(trial, given, place) for place in _grid(trial)), key=lambda pair: pair[1])
    if measured.polar and math.isnan(given.density):
        guess, best = _spherical(trial, given, guess, best)
    knobs = _knobs(measured, given, frame)
    guess, best = _search(trial, knobs, guess, best, _FINE)
    turns = [_turn_one("swerve_mps2"), _turn_swerve_odds, *([_turn_one("noise")] if math.isnan(given.noise) else [])]
    swerve = _swerving(guess, given, frame.period_s)
    swerve, found = _search(trial, turns, swerve, trial.score(swerve), 0.5 * _COARSE)
    if found < best:
        return guess
    swerve, found = _search(trial, turns + knobs, swerve, found, _FINE)
    return swerve if found > best + _WORTH_A_MODE else guess


def _search(trial: _Trial, knobs: list[Knob], guess: Guess, best: float, finest: float) -> tuple[Guess, float]:
    """Turn the knobs one by one, by smaller and smaller steps, until none helps; return the guess and its score."""
    steps = [_COARSE] * len(knobs)
    while max(steps) >= finest:
        for k, knob in enumerate(knobs):
            if steps[k] >= finest:
                guess, found = _climb(trial, knob, guess, best, steps[k])
                steps[k] = steps[k] if found > best else 0.5 * steps[k]
                best = found
    return guess, best


def _spherical(trial: _Trial, given: Given, guess: Guess, best: float) -> tuple[Guess, float]:
    """Return the guess by which false alarms are even in range and angles, if that foresees the recording better."""
    other = guess._replace(spherical=1.0, density=guess.density * trial.frame.volume / trial.frame.cells)
    trial.score(other)
    other = _counted(trial, given, other)
    found = trial.score(other)
    return (other, found) if found > best else (guess, best)


def _swerving(guess: Guess, given: Given, period_s: float) -> Guess:
    """Return a guess by which things fly straighter most of the time, and swerve for the rest."""
    calm = guess.noise if not math.isnan(given.noise) else 0.1 * guess.noise
    return guess._replace(noise=calm, swerve_odds=0.1, swerve_mps2=3.0 * math.sqrt(guess.noise / period_s))


def shortened(measured: Measured) -> Measured:
    """Return the middle scans of a recording, enough to judge guesses by."""
    sizes, scans = np.diff(measured.begin), len(measured.times_s)
    wanted = max(_FEWEST_SCANS, int(_MOST_DETECTIONS / max(float(np.mean(sizes)), 1e-9)))
    if wanted >= scans:
        return measured
    first = (scans - wanted) // 2
    part, rows = slice(first, first + wanted), slice(measured.begin[first], measured.begin[first + wanted])
    begin = measured.begin[first : first + wanted + 1] - measured.begin[first]
    arrays = (measured.values[rows], measured.sigma[rows], measured.place[rows], measured.rate[rows])
    return Measured(measured.polar, measured.times_s[part], measured.sensors[part], begin, *arrays)


def _grid(trial: _Trial) -> Iterator[tuple[float, float]]:
    """Yield pairs of (error in m, speed in m/s) to begin from."""
    frame = trial.frame
    unknown = bool(np.isnan(trial.measured.sigma).any())
    errors = frame.extent_m * np.geomspace(1e-5, 0.03, 9) if unknown else np.array([spread_of(trial.tape)])
    density = len(trial.tape.detections) / len(trial.tape.times_s) / float(np.mean(frame.volume))
    widest = (_MOST_IN_GATE / density) ** (1.0 / trial.dimensions) / _REACH
    for error in errors:
        for step in error * np.geomspace(0.3, 100.0, 6):
            if math.hypot(step, error) < widest or step == 0.3 * error:
                yield float(error), float(step / frame.period_s)


def _start(trial: _Trial, given: Given, place: tuple[float, float]) -> tuple[Guess, float]:
    """Return a first guess at a place of the grid, bettered twice, and its score."""
    error, speed_mps = place
    frame, scans = trial.frame, len(trial.tape.times_s)
    count = len(frame.volume)
    sigma = np.full((count, trial.dimensions), error)
    if trial.measured.polar:
        sigma[:, 1:] /= float(np.median(trial.measured.values[:, 0]))
    rate = len(trial.tape.detections) / scans / float(np.mean(frame.volume))
    density = np.full(count, rate if math.isnan(given.density) else given.density)
    noise = 0.003 * error * error / frame.period_s**3 if math.isnan(given.noise) else given.noise
    guess = Guess(
        sigma=sigma,
        odds=np.full(count, 0.8 if math.isnan(given.odds) else given.odds),
        density=density,
        fresh=0.01 * rate,
        noise=noise,
        speed_mps=speed_mps,
        life_s=100.0 * frame.period_s,
        swerve_mps2=0.0,
        swerve_odds=0.0,
        spherical=0.0,
    )
    for _ in range(2):
        trial.score(guess)
        guess = _counted(trial, given, guess)
    return guess, trial.score(guess)


def _counted(trial: _Trial, given: Given, guess: Guess) -> Guess:
    """Return a guess with the densities, odds and life times that the last trial counted."""
    tally, lives = trial.ledger.tally, trial.ledger.lives[0]
    fresh = max(float(lives.begun), 1.0) / float((tally.scans * trial.frame.volume).sum())
    density = np.maximum(tally.alarms, 0.1) / (tally.scans * surveyed(guess, trial.frame))
    odds = np.clip((tally.hits + 4.0) / (tally.looks + 5.0), 0.2, 0.995)
    return guess._replace(
        odds=odds if math.isnan(given.odds) else guess.odds,
        density=density if math.isnan(given.density) else guess.density,
        fresh=fresh,
        life_s=float(lives.seconds + 10.0 * trial.frame.period_s) / float(lives.ended + 0.5),
    )


def _knobs(measured: Measured, given: Given, frame: Frame) -> list[Knob]:
    """Return what can be turned: functions of a guess and the logarithm of a factor."""
    least = _EXACT * frame.extent_m
    knobs: list[Knob] = [
        _turn_sigma(s, axes, _EXACT if measured.polar and axes[0] > 0 else least) for s, axes in unknown(measured)
    ]
    knobs += [_turn_one("speed_mps"), _turn_one("fresh"), _turn_one("life_s", most=_LONGEST * frame.period_s)]
    for s in range(int(measured.sensors.max()) + 1):
        if math.isnan(given.density):
            knobs.append(_turn_density(s))
        if math.isnan(given.odds):
            knobs.append(_turn_odds(s))
    if math.isnan(given.noise):
        knobs.append(_turn_one("noise", least=least * least / frame.period_s**3))
    return knobs


def unknown(measured: Measured) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield (sensor, coordinates) of errors that are to be found; east and north share one."""
    groups = [(k,) for k in range(measured.values.shape[1])] if measured.polar else [(0, 1), (2,)]
    owner = np.repeat(measured.sensors, np.diff(measured.begin))
    for s in range(int(measured.sensors.max()) + 1):
        for axes in groups:
            if axes[0] < measured.values.shape[1] and np.isnan(measured.sigma[owner == s][:, axes]).any():
                yield s, axes


def _turn_sigma(sensor: int, axes: tuple[int, ...], least: float) -> Knob:
    def turn(guess: Guess, by: float) -> Guess:
        sigma = guess.sigma.copy()
        sigma[sensor, list(axes)] = np.maximum(sigma[sensor, list(axes)] * math.exp(by), least)
        return guess._replace(sigma=sigma)

    return turn


def _turn_one(name: str, least: float = 0.0, most: float = math.inf) -> Knob:
    return lambda guess, by: guess._replace(**{name: min(max(getattr(guess, name) * math.exp(by), least), most)})


def _turn_swerve_odds(guess: Guess, by: float) -> Guess:
    return guess._replace(swerve_odds=min(max(guess.swerve_odds * math.exp(by), _SELDOM), _OFTEN))


def _turn_density(sensor: int) -> Knob:
    def turn(guess: Guess, by: float) -> Guess:
        density = guess.density.copy()
        density[sensor] *= math.exp(by)
        return guess._replace(density=density)

    return turn


def _turn_odds(sensor: int) -> Knob:
    def turn(guess: Guess, by: float) -> Guess:
        odds = guess.odds.copy()
        ratio = odds[sensor] / (1.0 - odds[sensor]) * math.exp(by)
        odds[sensor] = min(max(ratio / (1.0 + ratio), 0.05), 0.999)
        return guess._replace(odds=odds)

    return turn


def _climb(trial: _Trial, knob: Knob, guess: Guess, best: float, step: float) -> tuple[Guess, float]:
    """Turn a knob one way or the other as long as that helps; return the guess and its score."""
    for by in (step, -step):
        turned = knob(guess, by)
        found = trial.score(turned)
        if found > best + _WORTH:
            while found > best + _WORTH:
                guess, best = turned, found
                turned = knob(guess, by)
                found = trial.score(turned)
            break
    return guess, best
