"""Tracks that begin where bearings of several sensors cross, and ghosts."""

from typing import Any

import numpy as np
import pytest
from tests.unit.tracking.scene import Watch, moving

from ringfort.tracking.cross import CROSSING, LINE, cross
from ringfort.tracking.metrics import normalised_error

REACH_M, SIGMA_RAD = 10_000.0, 0.01
PLACES = np.array([[-1500.0, 0, 5], [1500.0, 0, 5], [0.0, -2000, 5]])
CALM = {"manoeuvring_odds": 0.0, "ballistic_odds": 0.0, "fast_odds": 0.0, "velocity_slow_mps": 30.0}
CALM["quiet_noise"] = 0.01


def line(place: Any, at: Any, draws: Any = (0.0, 0.0), time_s: float = 0.0) -> Any:
    """The line of sight from a place to a point, with errors of ``SIGMA_RAD`` times the draws."""
    one, off = np.zeros(1, LINE).view(np.recarray)[0], np.asarray(at) - place
    one.place[:], one.t, one.reach_m = place, time_s, REACH_M
    one.azimuth_rad = np.arctan2(off[0], off[1]) + SIGMA_RAD * draws[0]
    one.elevation_rad = np.arcsin(off[2] / np.linalg.norm(off)) + SIGMA_RAD * draws[1]
    one.sigma_azimuth_rad = one.sigma_elevation_rad = SIGMA_RAD
    return one


def hear(detection: Any, sensor: int, state: Any, draws: Any) -> None:
    """Write what a sensor that measures angles alone tells, as the engine does."""
    one = line(PLACES[sensor], state[:3], draws)
    r, a, e, sigma = 0.5 * REACH_M, one.azimuth_rad, one.elevation_rad, SIGMA_RAD
    u = np.array([np.cos(e) * np.sin(a), np.cos(e) * np.cos(a), np.sin(e)])
    across = np.array([np.cos(a), -np.sin(a), 0.0])
    up = np.array([-np.sin(e) * np.sin(a), -np.sin(e) * np.cos(a), np.cos(e)])
    detection.range_m, detection.azimuth_rad, detection.elevation_rad = r, a, e
    detection.sigma_range_m, detection.sigma_azimuth_rad, detection.sigma_elevation_rad = 1e6, sigma, sigma
    detection.sigma_range_rate_mps, detection.cross_section_dbsm = 0.0, np.nan
    detection.clutter, detection.sensor = 1.0, sensor
    detection.position[:] = PLACES[sensor] + r * u
    widths = (1e6 * u, r * np.cos(e) * sigma * across, r * sigma * up)
    detection.covariance[:] = sum(np.outer(w, w) for w in widths)


def listen(rng: Any, things: Any, sensors: int, seconds: int, odds: float = 0.9, **rules: float) -> Watch:
    """Let sensors that look one after the other, each once a second, hear things that fly straight on."""
    watch = Watch(**CALM, **rules)
    for k in range(seconds):
        for s in range(sensors):
            now, heard = k + s / sensors, 0
            for thing in things:
                if rng.random() < odds:
                    hear(watch.detections[heard], s, moving(thing, now), rng.standard_normal(2))
                    heard += 1
            watch.take(now, heard, [0.9 if track.heard & (1 << s) else 0.3 for track in watch.picture.tracks])
    return watch


def test_the_crossing_s_covariance_is_that_of_drawn_lines() -> None:
    rng, at, truth = np.random.default_rng(5), np.zeros(1, CROSSING).view(np.recarray)[0], np.array([400.0, 2500, 300])
    errors = []
    for _ in range(400):
        a, b = (line(place, truth, rng.standard_normal(2)) for place in PLACES[:2])
        if cross(a, b, 30.0, at):
            errors.append(normalised_error(truth - at.place, at.covariance))
    assert len(errors) > 390
    assert abs(np.mean(errors) - 3.0) < 4.0 * np.sqrt(6.0 / len(errors))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((PLACES[0], [0.0, 9000, 100]), (PLACES[1], [3000.0, 9000, 100])),  # side by side
        ((PLACES[0], [-2000.0, 3000, 100]), (PLACES[1], [2000.0, 3000, 100])),  # they would meet behind
        ((PLACES[0], [0.0, 3000, 100]), (PLACES[1], [0.0, 3000, 900])),  # one passes above the other
    ],
)
def test_lines_that_do_not_meet_do_not_cross(a: Any, b: Any) -> None:
    assert not cross(line(*a), line(*b), 30.0, np.zeros(1, CROSSING).view(np.recarray)[0])


def test_two_sensors_without_range_begin_and_hold_a_track() -> None:
    """NEES of 6 degrees over 40 flights, within 4 standard errors."""
    thing, errors = np.array([-600.0, 3000, 200, 20, -15, 0]), []
    for seed in range(40):
        watch = listen(np.random.default_rng([7, seed]), [thing], 2, 25)
        (track,) = watch.confirmed()
        errors.append(normalised_error(moving(thing, track.t) - track.x, track.P))
    assert abs(np.mean(errors) - 6.0) < 4.0 * np.sqrt(12.0 / 40.0)


def told_apart(things: Any, sensors: int, seconds: int, runs: int) -> tuple[int, int]:
    """Return how many tracks, over all runs, were of a thing and how many of a ghost."""
    right, ghosts = 0, 0
    for seed in range(runs):
        watch = listen(np.random.default_rng([8, sensors, seed]), things, sensors, seconds)
        for track in watch.confirmed():
            near = any(np.linalg.norm(moving(thing, track.t)[:3] - track.x[:3]) < 200.0 for thing in things)
            right, ghosts = right + near, ghosts + (not near)
    return right, ghosts


def test_a_third_sensor_tells_two_things_from_their_ghosts() -> None:
    things = [np.array([-800.0, 2500, 200, 15, -10, 0]), np.array([700.0, 3500, 200, -5, -20, 0])]
    right, ghosts = told_apart(things, 3, 25, 20)
    assert right >= 36 and ghosts <= 4


def test_two_sensors_alone_take_a_ghost_for_a_thing_at_times_and_seldom_all() -> None:
    """Four crossings of two things: what is confirmed are about as many as there are things, ghosts among them."""
    things = [np.array([-800.0, 2500, 200, 0, -10, 0]), np.array([800.0, 2500, 200, 0, -10, 0])]
    right, ghosts = told_apart(things, 2, 15, 20)
    assert right >= 24 and right + ghosts <= 46


def test_no_crossing_begins_a_track_where_the_settings_say_so() -> None:
    watch = listen(np.random.default_rng(1), [np.array([0.0, 3000, 200, 0, 0, 0])], 2, 10, crossing_existence=0.0)
    assert len(watch.live()) == 0
