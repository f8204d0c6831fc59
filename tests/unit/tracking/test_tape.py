import numpy as np
from tests.tolerance import within

from ringfort.tracking.tape import Measured, tape_from


def one(values: list[float], sigma: list[float], place: list[float]) -> Measured:
    rows = [np.array([numbers]) for numbers in (values, sigma, place)]
    return Measured(True, np.zeros(1), np.zeros(1, np.int64), np.array([0, 1]), *rows, np.zeros((1, 2)))


def test_a_range_and_an_azimuth_become_a_place_clockwise_from_north() -> None:
    tape = tape_from(one([1000.0, np.radians(90.0)], [10.0, 0.01], [5.0, 7.0]), np.zeros((1, 2)), 1.0)
    close = within(1e-9, because="a sine and a cosine of a right angle")
    assert close(float(tape.detections.position[0, 0]), 1005.0)
    assert close(float(tape.detections.position[0, 1]), 7.0)
    assert close(float(tape.detections.covariance[0, 0, 0]), 100.0)
    assert close(float(tape.detections.covariance[0, 1, 1]), 100.0)


def test_the_covariance_of_angles_is_that_of_drawn_measurements() -> None:
    rng = np.random.default_rng(1)
    values, sigma = np.array([5000.0, 0.7, 0.4]), np.array([20.0, 0.002, 0.003])
    drawn = values + sigma * rng.standard_normal((200_000, 3))
    r, a, e = drawn.T
    points = np.stack([r * np.cos(e) * np.sin(a), r * np.cos(e) * np.cos(a), r * np.sin(e)])
    tape = tape_from(one(values.tolist(), sigma.tolist(), [0.0, 0.0, 0.0]), np.zeros((1, 3)), 1.0)
    errors = np.abs(tape.detections.covariance[0] - np.cov(points)).max()
    within(3.0, because="5 sigma of a sample variance of 400 m^2 from 200,000 draws, 6 m^2, and half of it")(
        float(errors), 0.0
    )


def test_an_error_that_the_row_does_not_tell_is_that_of_its_sensor() -> None:
    measured = one([1000.0, 0.0], [np.nan, 0.01], [0.0, 0.0])
    assert tape_from(measured, np.array([[3.0, 9.0]]), 1.0).detections.covariance[0, 1, 1] == 9.0
