"""Settings for a recording of which little is known: what is not given is found by how well the picture foresees it.

Errors of measurement, odds of detection, density of false alarms and of newcomers, process noise, speeds and life
times are changed one by one, by smaller and smaller steps, until none of them makes the score of ``foresight`` greater.
It begins from the best point of a coarse grid of errors and speeds.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ringfort.tracking.clutter import Clutter, density_at, learn
from ringfort.tracking.foresight import Ledger, foresee, new_ledger
from ringfort.tracking.guess import Frame, Given, Guess, frame_of, rules_for, sensors_for, spread_of
from ringfort.tracking.replay import Desk, desk_for
from ringfort.tracking.tape import Measured, owners, tape_from

_MOST_DETECTIONS, _FEWEST_SCANS = 15_000, 30  # of a recording that guesses are tried on
_FIRST_DETECTIONS, _FIRST_SCANS = 3000, 16  # and first ones
_EXACT = 1e-6  # errors smaller than this share of the extent (or rad) make no difference
_COARSE, _MIDDLE, _FINE = math.log(2.0), math.log(1.4), math.log(1.03)  # steps of the search, from first to last
_SWERVES = (3.0, 10.0, 30.0)  # accelerations to begin from, in those that the noise amounts to
_WORTH = 0.02  # gain of score for which a step is taken
_WORTH_A_BOX = 8.0  # gain of score for which clutter is thought to be uneven, each box
_WORTH_A_MODE = 10.0  # gain of score for which things are thought to swerve
_SELDOM, _OFTEN = 0.05, 0.5  # share of time in which things may swerve: seldomer, and tracks are lost
_REACH = 3.7  # standard deviations to the gate's edge
_LONGEST = 2000.0  # life time in periods, above which it makes no difference
_MOST_IN_GATE = 30.0  # false alarms in a gate, above which nothing can be followed


Knob = Callable[[Guess, float], Guess]


class _Trial:
    """A recording on which guesses are tried."""

    def __init__(self, measured: Measured) -> None:
        self.measured, self.frame = measured, frame_of(measured)
        frame = self.frame
        self.dimensions = measured.values.shape[1]
        self.tape = tape_from(measured, np.ones((len(frame.volume), self.dimensions)), 1.0)
        self.desk: Desk = desk_for(self.tape)
        self.ledger: Ledger = new_ledger(self.tape, frame.volume)
        self.dense = (Clutter(False, ()), np.zeros(0))

    def score(self, guess: Guess) -> float:
        """Return how well the picture foresees the recording under a guess."""
        if self.dense[0] is not guess.clutter:
            self.dense = (guess.clutter, density_at(guess.clutter, self.measured))
        tape = tape_from(self.measured, guess.sigma, self.dense[1])
        rules = rules_for(guess, self.frame, tape)
        foresee(rules, self.desk, tape, sensors_for(guess, self.frame), self.ledger)
        return float(self.ledger.tally.score.sum()) - _WORTH_A_BOX * sum(len(b.low) - 1 for b in guess.clutter.boxes)


def tune(measured: Measured, given: Given) -> Guess:
    """Return what is to be believed of a recording: what is given, and the rest as it foresees the recording best."""
    part = shortened(measured, _MOST_DETECTIONS, _FEWEST_SCANS)
    small = narrowed(part, _MOST_DETECTIONS)
    trial, first = _Trial(small), _Trial(narrowed(shortened(part, _FIRST_DETECTIONS, _FIRST_SCANS), _FIRST_DETECTIONS))
    knobs = _knobs(measured, given, trial.frame)
    starts = (_start(first, given, clutter, place) for clutter in _first(first, given) for place in _grid(first))
    guess = max(starts, key=lambda pair: pair[1])[0]
    guess, best = _search(trial, knobs, guess, trial.score(guess), _MIDDLE)
    guess, best = _swerving(trial, given, knobs, guess, best)
    if math.isnan(given.density):
        guess, best = _relearnt(trial, given, knobs, guess, best)
        if guess.swerve_odds == 0.0:
            guess, best = _swerving(trial, given, knobs, guess, best)
    guess = _search(trial, knobs, guess, best, _FINE)[0]
    return _of_the_whole(_Trial(measured), given, guess, narrow=small is not part)


def _of_the_whole(trial: _Trial, given: Given, guess: Guess, *, narrow: bool) -> Guess:
    """Return a guess found on part of a recording with what is counted on all of it.

    That is what is there at first and what comes later; where the part was a narrow one, the clutter too.
    """
    trial.score(guess)
    if narrow and math.isnan(given.density):
        clutter = learn(trial.measured, guess.clutter.angular, trial.ledger.alarms)
        density = _counted(trial, given, guess).density
        guess = guess._replace(clutter=clutter, density=density)
        trial.score(guess)
    return _newcomers(trial, guess)


def _first(trial: _Trial, given: Given) -> list[Clutter]:
    """Return the clutter to begin from: even, and as uneven as all detections are together."""
    every = np.ones(len(trial.measured.values))
    found = [learn(trial.measured, False, every, math.inf)]
    if math.isnan(given.density):
        forms = (False, True) if trial.measured.polar else (False,)
        found += [learn(trial.measured, angular, every) for angular in forms]
    return [one for k, one in enumerate(found) if k == 0 or one.angular or any(len(b.low) > 1 for b in one.boxes)]


def _relearnt(trial: _Trial, given: Given, knobs: list[Knob], guess: Guess, best: float) -> tuple[Guess, float]:
    """Return a guess with the clutter learnt anew from what no track explains, if that is better."""
    trial.score(guess)
    odds, better = trial.ledger.alarms.copy(), False
    for angular in (False, True) if trial.measured.polar else (False,):
        other = guess._replace(clutter=learn(trial.measured, angular, odds))
        trial.score(other)
        other = _counted(trial, given, other)
        found = trial.score(other)
        if found > best:
            guess, best, better = other, found, True
    return _search(trial, knobs, guess, best, _MIDDLE) if better else (guess, best)


def _swerving(trial: _Trial, given: Given, knobs: list[Knob], guess: Guess, best: float) -> tuple[Guess, float]:
    """Return a guess by which things fly straighter most of the time and swerve for the rest, if that is better."""
    calm = guess.noise if not math.isnan(given.noise) else 0.1 * guess.noise
    unit = math.sqrt(guess.noise / trial.frame.period_s)
    swerves = [guess._replace(noise=calm, swerve_odds=0.1, swerve_mps2=times * unit) for times in _SWERVES]
    turns = [_turn_one("swerve_mps2"), _turn_swerve_odds, *([_turn_one("noise")] if math.isnan(given.noise) else [])]
    swerve, found = max(((one, trial.score(one)) for one in swerves), key=lambda pair: pair[1])
    swerve, found = _search(trial, turns, swerve, found, _MIDDLE)
    if found < best:
        return guess, best
    swerve, found = _search(trial, turns + knobs, swerve, found, _MIDDLE)
    return (swerve, found) if found > best + _WORTH_A_MODE else (guess, best)


def _search(trial: _Trial, knobs: list[Knob], guess: Guess, best: float, finest: float) -> tuple[Guess, float]:
    """Turn the knobs one by one, by smaller and smaller steps, until none helps; return the guess and its score."""
    steps = [_COARSE] * len(knobs)
    while max(steps) >= finest:
        for k, knob in enumerate(knobs):
            if steps[k] >= finest:
                guess, found = _climb(trial, knob, guess, best, steps[k])
                steps[k] = steps[k] if found > best else 0.5 * steps[k]
                best = found
    trial.score(guess)
    guess = _newcomers(trial, guess)
    return guess, trial.score(guess)


def shortened(measured: Measured, detections: int, fewest: int) -> Measured:
    """Return the middle scans of a recording, about so many detections, but not fewer scans than ``fewest``."""
    sizes, scans = np.diff(measured.begin), len(measured.times_s)
    wanted = max(fewest, int(detections / max(float(np.mean(sizes)), 1e-9)))
    if wanted >= scans:
        return measured
    first = (scans - wanted) // 2
    rows = slice(int(measured.begin[first]), int(measured.begin[first + wanted]))
    part, begin = slice(first, first + wanted), measured.begin[first : first + wanted + 1] - measured.begin[first]
    scans_of = measured._replace(times_s=measured.times_s[part], sensors=measured.sensors[part], begin=begin)
    return _picked(scans_of, rows)


def narrowed(measured: Measured, detections: int) -> Measured:
    """Return about so many detections in the middle of the region, where there are more than twice as many."""
    share = detections / max(len(measured.values), 1)
    if share >= 0.5:
        return measured
    cut, keep = 0.5 - 0.5 * math.sqrt(share), np.ones(len(measured.values), bool)
    for k in range(2):
        low, high = np.quantile(measured.values[:, k], (cut, 1.0 - cut))
        keep &= (measured.values[:, k] >= low) & (measured.values[:, k] <= high)
    sizes = np.add.reduceat(np.append(keep, False), measured.begin[:-1]) * (np.diff(measured.begin) > 0)
    return _picked(measured._replace(begin=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)), keep)


def _picked(measured: Measured, rows: Any) -> Measured:
    """Return a recording with some of its rows alone."""
    arrays = {name: getattr(measured, name)[rows] for name in ("values", "sigma", "place", "rate")}
    return measured._replace(**arrays)


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


def _start(trial: _Trial, given: Given, clutter: Clutter, place: tuple[float, float]) -> tuple[Guess, float]:
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
        clutter=clutter,
        fresh=0.01 * rate,
        opening=0.0,
        noise=noise,
        speed_mps=speed_mps,
        life_s=100.0 * frame.period_s,
        swerve_mps2=0.0,
        swerve_odds=0.0,
    )
    for _ in range(2):
        trial.score(guess)
        guess = _counted(trial, given, guess)
    return guess, trial.score(guess)


def _counted(trial: _Trial, given: Given, guess: Guess) -> Guess:
    """Return a guess with the densities, odds and life times that the last trial counted."""
    tally, lives = trial.ledger.tally, trial.ledger.lives[0]
    density = np.maximum(tally.alarms, 0.1) / (tally.scans * trial.frame.volume)
    odds = np.clip((tally.hits + 4.0) / (tally.looks + 5.0), 0.2, 0.995)
    return _newcomers(trial, guess)._replace(
        odds=odds if math.isnan(given.odds) else guess.odds,
        density=density if math.isnan(given.density) else guess.density,
        life_s=float(lives.seconds + 10.0 * trial.frame.period_s) / float(lives.ended + 0.5),
    )


def _newcomers(trial: _Trial, guess: Guess) -> Guess:
    """Return a guess with the densities of what is there at first and of newcomers, by the tracks of the last trial.

    Tracks that lasted are counted; in a crowd the score of foresight gains by many short-lived tracks, the picture does
    not.
    """
    tally, lives, volume = trial.ledger.tally, trial.ledger.lives[0], trial.frame.volume
    fresh = max(float(lives.known - lives.opening), 0.5) / float((tally.scans * volume).sum())
    return guess._replace(fresh=fresh, opening=max(float(lives.opening) / float(volume[0]), fresh))


def _knobs(measured: Measured, given: Given, frame: Frame) -> list[Knob]:
    """Return what can be turned: functions of a guess and the logarithm of a factor."""
    least, angle = _EXACT * frame.extent_m, measured.polar
    knobs = [_turn_sigma(s, axes, _EXACT if angle and axes[0] > 0 else least) for s, axes in unknown(measured)]
    knobs += [_turn_one("speed_mps"), _turn_one("life_s", most=_LONGEST * frame.period_s)]
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
    owner = owners(measured)
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
