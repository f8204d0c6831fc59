"""The score by which settings are chosen is greatest where they are right."""

import numpy as np
import pytest

from ringfort.tracking.foresight import foresee, new_ledger
from ringfort.tracking.picture import settings
from ringfort.tracking.replay import Recording, desk_for, tape_of
from ringfort.tracking.tape import Sensors, everywhere

SIGMA_M, ODDS, DENSITY, NOISE, SPEED_MPS = 15.0, 0.9, 1e-6, 0.5, 20.0
TRUE = {"sigma": SIGMA_M, "odds": ODDS, "density": DENSITY, "noise": NOISE, "speed": SPEED_MPS}


def recording() -> Recording:
    """Twelve things in a square of 4 km, 16 false alarms a scan, 60 scans."""
    rng = np.random.default_rng(31)
    place, speed = rng.uniform(-1200.0, 1200.0, (12, 2)), rng.normal(0.0, SPEED_MPS, (12, 2))
    points = []
    for _ in range(60):
        seen = place[rng.random(12) < ODDS]
        alarms = rng.uniform(-2000.0, 2000.0, (rng.poisson(DENSITY * 16e6), 2))
        points.append(np.vstack([seen + rng.normal(0.0, SIGMA_M, seen.shape), alarms]))
        kick = rng.normal(0.0, np.sqrt(NOISE), (12, 2))
        place, speed = place + speed + 0.5 * kick, speed + kick
    return Recording(np.arange(60.0), points, SIGMA_M, ODDS, DENSITY)


def score(sigma: float, odds: float, density: float, noise: float, speed: float) -> float:
    tape = tape_of(recording()._replace(sigma_m=sigma))
    sensors: Sensors = everywhere(2, odds, density)
    ledger = new_ledger(tape, [16e6])
    rules = settings(
        quiet_noise=noise, velocity_slow_mps=speed, manoeuvring_odds=0.0, fast_odds=0.0, new_density=0.01 * DENSITY
    )
    foresee(rules, desk_for(tape), tape, sensors, ledger)
    return float(ledger.tally.score[0])


@pytest.mark.parametrize("name", TRUE)
@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_a_wrong_setting_foresees_less(name: str, factor: float) -> None:
    """A factor of 2.5 costs tens of units of log-likelihood in a scene of this size, far more than chance gives."""
    wrong = TRUE | {name: min(TRUE[name] * factor, 0.995) if name == "odds" else TRUE[name] * factor}
    assert score(**wrong) < score(**TRUE)


def test_the_ledger_counts_what_was_there() -> None:
    """16 false alarms a scan, 12 things detected nine times of ten; a fifth off would be three standard errors."""
    tape = tape_of(recording())
    ledger = new_ledger(tape, [16e6])
    rules = settings(quiet_noise=NOISE, velocity_slow_mps=SPEED_MPS, manoeuvring_odds=0.0, fast_odds=0.0)
    foresee(rules, desk_for(tape), tape, everywhere(2, ODDS, DENSITY), ledger)
    tally = ledger.tally[0]
    assert 0.9 < tally.alarms / (16.0 * 60.0) < 1.2
    assert 0.8 < tally.hits / tally.looks < 1.0
    assert 10 <= ledger.lives[0].known <= 16
    assert (ledger.alarms >= 0.0).all()
    assert (ledger.alarms <= 1.0).all()
