"""Tracks that begin where the ranges of three sensors meet."""

from typing import Any

import numpy as np
from tests.unit.tracking.scene import Watch, moving
from tests.unit.tracking.test_cross import CALM

from ringfort.compiled import entry
from ringfort.tracking.cross import CROSSING
from ringfort.tracking.metrics import normalised_error
from ringfort.tracking.ranging import RANGE, meet
from ringfort.tracking.workspace import room_dtype

SIGMA_M = 5.0
PLACES = np.array([[-2000.0, 0, 5], [2000.0, 0, 20], [0.0, -3000, 5], [500.0, 2500, 10]])


def record(dtype: Any) -> Any:
    return np.zeros(1, dtype).view(np.recarray)[0]


def gauged(place: Any, at: Any, draw: float = 0.0, sensor: int = 0) -> Any:
    """The range from a place to a point, with an error of ``SIGMA_M`` times the draw."""
    one = record(RANGE)
    one.place[:], one.sigma_m, one.sensor = place, SIGMA_M, sensor
    one.range_m = np.linalg.norm(np.asarray(at) - place) + SIGMA_M * draw
    return one


@entry
def meet_cached(room: Any, a: Any, b: Any, c: Any, speed_mps: float, at: Any) -> bool:
    return meet(room, (a, b, c), speed_mps, at)


def found(at: Any, three: Any) -> bool:
    return bool(meet_cached(record(room_dtype(3)), *three, 30.0, at))


def drawn(height_m: float) -> list[float]:
    """Normalised errors of where 400 draws of three ranges meet, as far as they do."""
    rng, at, truth = np.random.default_rng(5), record(CROSSING), np.array([900.0, 3500, height_m])
    draws = ([gauged(place, truth, rng.standard_normal()) for place in PLACES[:3]] for _ in range(400))
    return [normalised_error(truth - at.place, at.covariance) for three in draws if found(at, three)]


def test_the_place_s_covariance_is_that_of_drawn_ranges() -> None:
    """Of 3 degrees, within 4 standard errors."""
    errors = drawn(4000.0)
    assert len(errors) == 400
    assert abs(np.mean(errors) - 3.0) < 4.0 * np.sqrt(6.0 / len(errors))


def test_of_what_flies_low_the_height_is_hardly_told_and_the_errors_say_so() -> None:
    """Spheres of sensors on the ground touch there rather than cross: NEES no more than 4 standard errors above 3."""
    errors = drawn(300.0)
    assert len(errors) == 400
    assert np.mean(errors) < 3.0 + 4.0 * np.sqrt(6.0 / len(errors))


def test_ranges_that_meet_nowhere_start_nothing() -> None:
    at = record(CROSSING)
    near = [gauged(place, [0.0, 0, 300]) for place in PLACES[:3]]
    near[2].range_m = 20_000.0
    assert not found(at, near)
    assert not found(at, [gauged(place, [0.0, 4000, 300]) for place in ([-2000.0, 0, 0], [0.0, 0, 0], [2000.0, 0, 0])])


def hear(detection: Any, sensor: int, state: Any, draw: float) -> None:
    """Write what a sensor that measures a range alone tells, as the engine does."""
    r = float(np.linalg.norm(state[:3] - PLACES[sensor])) + SIGMA_M * draw
    c, s = np.cos(0.05), np.sin(0.05)
    detection.range_m, detection.azimuth_rad, detection.elevation_rad = r, 0.0, 0.05
    detection.sigma_range_m, detection.sigma_azimuth_rad, detection.sigma_elevation_rad = SIGMA_M, 2.5, 0.15
    detection.sigma_range_rate_mps, detection.cross_section_dbsm = 0.0, np.nan
    detection.clutter, detection.sensor = 1.0, sensor
    detection.position[:] = PLACES[sensor] + r * np.array([0.0, c, s])
    detection.covariance[:] = np.diag([(2.5 * r * c) ** 2, (0.15 * r) ** 2, (0.15 * r) ** 2])


def listen(rng: Any, things: Any, sensors: int, seconds: int, **rules: float) -> Watch:
    """Let sensors that look one after the other, each once a second, gauge things that fly straight on."""
    watch = Watch(**CALM, **rules)
    for k in range(seconds):
        for s in range(sensors):
            now, heard = k + s / sensors, 0
            for thing in things:
                if rng.random() < 0.9:
                    hear(watch.detections[heard], s, moving(thing, now), rng.standard_normal())
                    heard += 1
            watch.take(now, heard, [0.9 if track.heard & (1 << s) else 0.3 for track in watch.picture.tracks])
    return watch


def test_ranges_alone_begin_and_hold_a_track() -> None:
    """NEES of 6 degrees over 40 flights: no more than 4 standard errors above; its climb of none is as was thought."""
    thing, errors = np.array([-600.0, 3000, 900, 20, -15, 0]), []
    for seed in range(40):
        watch = listen(np.random.default_rng([7, seed]), [thing], 3, 25)
        (track,) = watch.confirmed()
        errors.append(normalised_error(moving(thing, track.t) - track.x, track.P))
        assert np.linalg.norm(moving(thing, track.t)[:3] - track.x[:3]) < 60.0
    assert 3.0 < np.mean(errors) < 6.0 + 4.0 * np.sqrt(12.0 / 40.0)


def test_a_fourth_sensor_tells_two_things_from_their_ghosts() -> None:
    things = [np.array([-800.0, 2500, 900, 15, -10, 0]), np.array([1200.0, 3500, 600, -5, -20, 0])]
    right = ghosts = 0
    for seed in range(20):
        watch = listen(np.random.default_rng([8, seed]), things, 4, 25)
        for track in watch.confirmed():
            near = any(np.linalg.norm(moving(thing, track.t)[:3] - track.x[:3]) < 200.0 for thing in things)
            right, ghosts = right + near, ghosts + (not near)
    assert right >= 36 and ghosts <= 4


def test_no_range_begins_a_track_where_the_settings_say_so() -> None:
    watch = listen(np.random.default_rng(1), [np.array([0.0, 3000, 600, 0, 0, 0])], 3, 10, crossing_existence=0.0)
    assert len(watch.live()) == 0
