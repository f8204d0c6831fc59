"""The whole chain, built of textbook parts, against answers known in closed form."""

from itertools import product

import numpy as np
import pytest
from tests.statistics.raids import (
    CAMP,
    HEAD,
    assert_mean_within_sampling,
    assert_within_sampling,
    objects,
    of_cause,
    played,
)

from ringfort.physics.operations import kill_by_salvo, leakers_of_magazine, shoot_look_shoot

pytestmark = pytest.mark.slow  # thousands of raids: minutes, run by .ci/run

RUNS = 2000
ODDS = 0.3
SEEN = "  - {name: eye, system: sensor/ideal, at: [0 m, 0 m]}\n"
FREE = "  weapons: free\n"


def shooter(magazine: int, more: str = "") -> str:
    system = f"effector/fixed-odds, odds: {ODDS}, magazine: {magazine}, capture_m: 50"
    return f"  - {{name: gun, system: {system}, at: [0 m, 0 m]{more}}}\n"


def target(name: str, bearing: float, far_m: float = 5000.0) -> str:
    place = f"from: {{bearing: {bearing} deg, range: {far_m} m}}"
    return f"  - {{name: {name}, system: threat/straight-line, {place}, aim: camp}}\n"


def scenario(defend: str, command: str, arrive: str, more: str = "") -> str:
    return f"{HEAD}{CAMP}defend:\n{defend}command:\n{command}arrive:\n{arrive}{more}"


@pytest.mark.parametrize("shots", [1, 3, 6])
def test_shots_of_fixed_odds_one_after_the_other(shots):
    text = scenario(SEEN + shooter(shots), FREE, target("one", 30.0))
    counts = played(text, RUNS)
    leak, spent = shoot_look_shoot(ODDS, 1, shots)
    because = "shoot, look, shoot until hit or empty: (1 - p)^n"
    assert_within_sampling(counts.runs.leaked.sum(), RUNS, leak, because)
    if shots > 1:
        assert_mean_within_sampling(counts.spent[:, 0], spent, "rounds of shoot, look, shoot")
    assert of_cause(counts, "engaged and missed").sum() == counts.runs.leaked.sum()


@pytest.mark.parametrize("shots", [2, 5])
def test_one_salvo_of_fixed_odds(shots):
    rules = f"{FREE}  salvo: {{shots: {shots}}}\n  reengage: false\n"
    text = scenario(SEEN + shooter(100), rules, target("one", 30.0))
    counts = played(text, RUNS)
    assert_within_sampling(counts.runs.stopped.sum(), RUNS, kill_by_salvo(ODDS, shots), "one salvo: 1 - (1 - p)^n")
    assert (counts.spent[:, 0] == shots).all()


@pytest.mark.parametrize(("threats", "rounds"), [(6, 4), (6, 10)])
def test_a_finite_magazine_against_many(threats, rounds):
    # One round each, none looked at again: the magazine's rounds go to the first targets.
    rules = f"{FREE}  reengage: false\n"
    arrive = "".join(target(f"t{k}", 60.0 * k) for k in range(threats))
    counts = played(scenario(SEEN + shooter(rounds), rules, arrive), RUNS)
    expected = leakers_of_magazine(threats, rounds, ODDS, 1)
    assert_mean_within_sampling(counts.runs.leaked, expected, "leakers = threats - kills of the rounds there are")
    unengaged = of_cause(counts, "no effector free or loaded")
    assert (unengaged == max(threats - rounds, 0)).all()


def test_a_finite_magazine_that_looks_between_shots():
    # Every round goes at something still alive, so all but the last kills are a binomial count.
    threats, rounds = 6, 8
    arrive = "".join(target(f"t{k}", 60.0 * k) for k in range(threats))
    counts = played(scenario(SEEN + shooter(rounds), FREE, arrive), RUNS)
    from scipy.stats import binom

    kills = np.minimum(np.arange(rounds + 1), threats)
    expected = threats - float((kills * binom.pmf(np.arange(rounds + 1), rounds, ODDS)).sum())
    assert_mean_within_sampling(counts.runs.leaked, expected, "kills = min(Binomial(rounds, p), threats)")


def confirmed_within(looks: int, odds: float, hits: int, of: int, misses: int) -> float:
    """Return the odds that a track is confirmed within ``looks``, by going through every sequence of hits and misses.

    A track begins with a hit, is confirmed when ``hits`` of its last ``of`` looks are hits, and ends after ``misses``
    misses in a row.
    """
    total = 0.0
    for sequence in product((True, False), repeat=looks):
        history: list[bool] = []
        done = False
        for hit in sequence:
            if not history and not hit:
                continue
            history.append(hit)
            done = done or (hit and sum(history[-of:]) >= hits and len(history) > 1)
            if misses <= len(history) and not any(history[-misses:]):
                history = []
        if done:
            total += odds ** sum(sequence) * (1.0 - odds) ** (looks - sum(sequence))
    return total


LOOKS = 8


def overflight(odds: float, hits: int, of: int) -> str:
    """A target that the sensor looks at exactly ``LOOKS`` times: it flies level for that many seconds."""
    sensor = f"  - {{name: eye, system: sensor/fixed-odds, at: [0 m, 0 m], height: 5 m, odds: {odds}}}\n"
    flight = "system: threat/straight-line, level: 1, height_m: 300"
    place = f"at: [4000 m, 0 m], aim: [{4000 - 50 * LOOKS} m, 0 m]"
    arrive = f"  - {{name: one, {flight}, {place}}}\n"
    return scenario(sensor, FREE, arrive, f"tracking: {{confirm: {{hits: {hits}, of: {of}}}}}\n")


@pytest.mark.parametrize("odds", [0.2, 0.7])
def test_looks_of_fixed_odds_detect_at_least_once(odds):
    things = objects(overflight(odds, 3, 5), RUNS)
    seen = np.isfinite(things.detected_s[:, 0]).sum()
    assert_within_sampling(seen, RUNS, 1.0 - (1.0 - odds) ** LOOKS, "1 - (1 - p)^n")


@pytest.mark.parametrize(("hits", "of"), [(2, 3), (3, 5), (4, 5)])
def test_tracks_are_confirmed_by_m_of_n(hits, of):
    odds = 0.5
    things = objects(overflight(odds, hits, of), RUNS)
    expected = confirmed_within(LOOKS, odds, hits, of, misses=of - hits + 1)
    tracked = np.isfinite(things.tracked_s[:, 0]).sum()
    assert_within_sampling(tracked, RUNS, expected, f"{hits} of {of} within {LOOKS} looks")
