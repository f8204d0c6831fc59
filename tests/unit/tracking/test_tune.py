"""Settings are found from points alone. Scenes of half a minute, so that the whole search takes a second."""

import math
from typing import Any

import numpy as np
import pytest

from ringfort.tracking.clutter import learn
from ringfort.tracking.guess import Given, Guess, frame_of, rules_for, sensors_for, tape_for
from ringfort.tracking.measures import Moment, Yardstick, measure
from ringfort.tracking.replay import shown
from ringfort.tracking.tape import Measured
from ringfort.tracking.tune import tune

SIGMA_M, ODDS, ALARMS, HALF_M, SCANS, NOISE = 15.0, 0.85, 12.0, 2000.0, 50, 0.5


def scene(seed: int, scale: float = 1.0) -> tuple[list[Any], Measured]:
    """Ten things that cross a square at some 30 m/s, seen once a second, ``scale`` times as large."""
    rng = np.random.default_rng([70, seed])
    place, speed = rng.uniform(-0.7 * HALF_M, 0.7 * HALF_M, (10, 2)), rng.normal(0.0, 21.0, (10, 2))
    truth, rows = [], []
    for _ in range(SCANS):
        truth.append((np.arange(10), scale * place, scale * speed))
        seen = place[rng.random(10) < ODDS]
        points = np.vstack(
            [seen + rng.normal(0.0, SIGMA_M, seen.shape), rng.uniform(-HALF_M, HALF_M, (rng.poisson(ALARMS), 2))]
        )
        rows.append(scale * points)
        kick = rng.normal(0.0, math.sqrt(NOISE), (10, 2))
        place, speed = place + speed + 0.5 * kick, speed + kick
    sizes = [len(points) for points in rows]
    values = np.vstack(rows)
    begin = np.concatenate([[0], np.cumsum(sizes)])
    nothing = np.full(values.shape, np.nan)
    measured = Measured(
        False, np.arange(float(SCANS)), np.zeros(SCANS, np.int64), begin, values, nothing, 0 * values, 0 * values
    )
    return truth, measured


@pytest.mark.parametrize("scale", [1.0, 0.001])
def test_errors_odds_and_densities_are_found_whatever_their_scale(scale: float) -> None:
    guess = tune(scene(1, scale)[1], Given())
    assert 0.85 * SIGMA_M < guess.sigma[0, 0] / scale < 1.2 * SIGMA_M
    assert 0.75 < guess.odds[0] < 0.95
    assert 0.8 < guess.density[0] * (2.0 * HALF_M * scale) ** 2 / ALARMS < 1.25
    assert 0.2 * NOISE < guess.noise / scale**2 < 5.0 * NOISE


def picture(measured: Measured, guess: Guess) -> list[Any]:
    frame, tape = frame_of(measured), tape_for(measured, guess)
    rows = shown(tape, sensors_for(guess, frame), rules_for(guess, frame, tape), 0.3)
    parts = [rows[rows.scan == k] for k in range(SCANS)]
    return [(part.track, part.x[:, :2], part.x[:, 2:]) for part in parts]


def test_the_picture_is_as_good_as_that_of_one_who_knows() -> None:
    """GOSPA over four scenes; told and untold differ by a few percent either way, and 10 percent would be a fault."""
    known = Guess(
        sigma=np.full((1, 2), SIGMA_M),
        odds=np.array([ODDS]),
        density=np.array([ALARMS / (2.0 * HALF_M) ** 2]),
        fresh=1e-8,
        opening=0.0,
        noise=NOISE,
        speed_mps=21.0,
        life_s=500.0,
        swerve_mps2=0.0,
        swerve_odds=0.0,
        clutter=learn(scene(0)[1], False, np.ones(len(scene(0)[1].values)), math.inf),
    )
    told, untold = 0.0, 0.0
    for seed in range(4):
        truth, measured = scene(seed)
        for guess in (known, tune(measured, Given())):
            moments = [Moment(*there, *here) for there, here in zip(truth, picture(measured, guess), strict=True)]
            gospa = measure(moments, Yardstick())["gospa_m"] or 0.0
            told, untold = (told + gospa, untold) if guess is known else (told, untold + gospa)
    assert untold < 1.1 * told


def test_what_is_given_stays() -> None:
    guess = tune(scene(2)[1], Given(odds=0.8, density=1e-6, noise=1.0))
    assert (guess.odds[0], guess.density[0], guess.noise) == (0.8, 1e-6, 1.0)


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_a_recording_of_next_to_nothing_is_no_error(rows: int) -> None:
    values = np.zeros((rows, 2))
    measured = Measured(
        False, np.arange(float(rows)), np.zeros(rows, np.int64), np.arange(rows + 1), values, values, 0 * values, values
    )
    assert math.isfinite(tune(measured._replace(sigma=np.full((rows, 2), np.nan)), Given()).noise)
