import math
from pathlib import Path

import numpy as np
import pytest
from tests.tolerance import within

from ringfort.studies.picture_csv import RecordingError
from ringfort.studies.picture_detections import Detections, Reading, read_detections
from ringfort.studies.picture_recording import follow
from ringfort.studies.picture_scans import empty_looks
from ringfort.studies.picture_truth import read_truth
from ringfort.tracking.fuse import WIDE_BEARING
from ringfort.tracking.guess import Given


def read(folder: Path, text: str | bytes, reading: Reading | None = None) -> Detections:
    path = folder / "plots.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_detections(path, reading or Reading())


def complaint(folder: Path, text: str | bytes) -> str:
    with pytest.raises(RecordingError) as caught:
        read(folder, text)
    return str(caught.value).replace(str(folder) + "/", "")


def test_points_in_the_plane_and_in_space(tmp_path: Path) -> None:
    plane = read(tmp_path, "time_s,x_m,y_m\n0,1,2\n1,3,4\n").measured
    space = read(tmp_path, "time_s,x_m,y_m,z_m,sigma_m\n0,1,2,3,5\n").measured
    assert plane.values.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert np.isnan(plane.sigma).all()
    assert space.sigma.tolist() == [[5.0, 5.0, 5.0]]


@pytest.mark.parametrize(
    "text",
    [
        "\ufefftime_s,x_m,y_m\r\n0,1.5,2\r\n",
        "time_s;x_m;y_m\n0;1,5;2\n",
        "# of Tuesday\n\n Time_S ,X_M,y_m\n0,1.5,2\n",
        "time_s\ty_m\tx_m\n0\t2\t1.5\n",
    ],
)
def test_every_usual_way_to_write_a_table(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).measured.values.tolist() == [[1.5, 2.0]]
    assert read(tmp_path, text.encode("utf-16")).measured.values.tolist() == [[1.5, 2.0]]


GAUGES = np.array([[-2000.0, 0.0, 5.0], [2000.0, 0.0, 20.0], [0.0, -3000.0, 5.0]])


def gauged(seconds: int, sigma_m: float) -> str:
    """Rows of three sensors that measure a range alone, of a thing that flies straight on, with false alarms."""
    rng, rows = np.random.default_rng(1), ["time_s,sensor,sensor_x_m,sensor_y_m,sensor_z_m,range_m,azimuth_deg"]
    for k in range(seconds):
        for s, place in enumerate(GAUGES):
            true = float(np.linalg.norm(np.array([-600.0 + 20.0 * k, 3000.0 - 15.0 * k, 900.0]) - place))
            ranges = [true + rng.normal(0.0, sigma_m)] * (rng.random() < 0.9)
            ranges += rng.uniform(500.0, 8000.0, rng.poisson(0.2)).tolist()
            rows += [f"{k},s{s},{place[0]},{place[1]},{place[2]},{r:.2f}," for r in ranges]
    return "\n".join(rows) + "\n"


def test_rows_without_azimuth_are_ranges_alone_in_space(tmp_path: Path) -> None:
    measured = read(tmp_path, gauged(20, 8.0)).measured
    assert measured.values.shape[1] == 3
    assert (measured.sigma[:, 1] > WIDE_BEARING).all()
    assert np.isnan(measured.sigma[:, 0]).all()
    assert np.ptp(measured.values[:, 1]) > 6.0  # spread over the circle, so that volumes are right


def test_of_three_sensors_ranges_alone_a_track_is_found(tmp_path: Path) -> None:
    """Nothing but the rows is told; a thing 1 to 4 km away, 8 m of error: found soon and kept, to 50 m in place."""
    tracks = follow(read(tmp_path, gauged(60, 8.0)), Given())
    assert len(np.unique(tracks.rows.track)) == 1
    late = tracks.rows[tracks.rows.scan > 90]  # of 180
    times = tracks.times_s[late.scan]
    truth = np.stack([-600.0 + 20.0 * times, 3000.0 - 15.0 * times, np.full(len(times), 900.0)], axis=1)
    assert len(late) > 25
    assert np.sqrt(((late.x[:, :3] - truth) ** 2).sum(axis=1).mean()) < 50.0


def test_polar_rows_of_several_sensors(tmp_path: Path) -> None:
    text = (
        "time_s,sensor,sensor_x_m,sensor_y_m,range_m,azimuth_deg,sigma_azimuth_deg\n"
        "0,north,0,100,10,90,0.5\n0,south,0,-100,10,180,\n1,north,0,100,11,90,0.5\n"
    )
    found = read(tmp_path, text)
    measured = found.measured
    assert found.sensors == ("north", "south")
    assert (measured.polar, measured.sensors.tolist(), measured.begin.tolist()) == (True, [0, 1, 0], [0, 1, 2, 3])
    assert measured.place[1].tolist() == [0.0, -100.0]
    assert within(1e-12, because="degrees to radians")(float(measured.sigma[0, 1]), math.radians(0.5))
    assert np.isnan(measured.sigma[1, 1])


def test_rows_out_of_order_are_sorted_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, "time_s,x_m,y_m\n2,3,0\n0,1,0\n1,2,0\n")
    assert found.measured.values[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert any("not in order of time" in notice for notice in found.notices)


def test_looks_that_saw_nothing_are_scans_too(tmp_path: Path) -> None:
    rows = "".join(f"{k},0,0\n" for k in (0, 1, 2, 4, 5, 6, 9, 10))
    measured = read(tmp_path, "time_s,x_m,y_m\n" + rows).measured
    assert measured.times_s.tolist() == list(range(11))
    assert np.diff(measured.begin).tolist() == [1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1]


def test_a_sensor_that_looks_when_it_likes_has_no_missing_looks() -> None:
    assert empty_looks(np.cumsum(np.random.default_rng(1).exponential(1.0, 50))) == []


def test_rows_of_one_sweep_are_one_scan(tmp_path: Path) -> None:
    rows = "".join(f"{4 * k + 0.01 * i},{i},0\n" for k in range(10) for i in range(5))
    measured = read(tmp_path, "time_s,x_m,y_m\n" + rows).measured
    assert np.diff(measured.begin).tolist() == [5] * 10
    assert within(1e-9, because="a mean of five numbers")(float(measured.times_s[1]), 4.02)


def test_the_user_says_what_a_scan_is(tmp_path: Path) -> None:
    rows = "".join(f"{0.5 * k},{k},0\n" for k in range(20))
    measured = read(tmp_path, "time_s,x_m,y_m\n" + rows, Reading(scan_period_s=2.0)).measured
    assert np.diff(measured.begin).tolist() == [4] * 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "plots.csv: the file is empty"),
        ("time_s,x_m,y_m\n", "plots.csv:1:1: there is a header but no row"),
        ("time,x_m,y_m\n0,1,2\n", "plots.csv:1:1: header: there is no column time_s; is time meant?"),
        ("time_s,x_m\n0,1\n", "there is no column y_m"),
        ("time_s,range_m\n0,1\n", "there is no column azimuth_deg"),
        ("time_s,x_m,x_m,y_m\n0,1,1,2\n", "a column stands twice (got x_m)"),
        ("time_s,x_m,y_m\n0,1,2\n1,nan,2\n", "plots.csv:3:2: x_m: is not finite"),
        ("time_s,x_m,y_m\n0,1,2\n\n1,2\n", "plots.csv:4:3: y_m: is empty (got nothing)"),
        ("time_s,x_m,y_m\n0,one,2\n", "plots.csv:2:2: x_m: is no number (got 'one')"),
        ("time_s,x_m,y_m,range_m,azimuth_deg\n0,1,2,3,4\n", "plots.csv:1:4: header: rows have both"),
        ("time_s,range_m,azimuth_deg\n0,-3,4\n", "plots.csv:2:2: range_m: must be above 0"),
        ("time_s,range_m,azimuth_deg,elevation_deg\n0,3,4,95\n", "elevation_deg: lies beyond the zenith"),
        ("time_s,x_m,y_m,sigma_m\n0,3,4,0\n", "sigma_m: must be above 0"),
        ("time_s,x_m,y_m\n0,1,2\nK\xf6ln,1,2\n".encode("latin-1"), "plots.csv:3:1: is not UTF-8 text (got byte 0xf6)"),
        (b"time_s,x_m\0\n", "is not a text file"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert told in complaint(tmp_path, text)


def test_many_mistakes_are_told_in_part(tmp_path: Path) -> None:
    assert complaint(tmp_path, "time_s,x_m,y_m\n" + "0,?,1\n" * 50).endswith("42 more such")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no such file"):
        read_detections(tmp_path / "nothing.csv", Reading())


def test_truth_between_its_rows_and_beyond(tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("time_s,object,x_m,y_m\n0,a,0,0\n2,a,20,2\n4,a,40,4\n20,a,0,0\n22,a,2,0\n0,b,5,5\n")
    truth = read_truth(path, 2)
    ids, places, speeds = truth.at(1.0)
    assert (ids.tolist(), places.tolist(), speeds.tolist()) == ([0], [[10.0, 1.0]], [[10.0, 1.0]])
    assert truth.at(0.0)[0].tolist() == [0, 1]
    assert truth.at(10.0)[0].tolist() == []  # it was away
    assert truth.at(23.0)[0].tolist() == []
    assert truth.at(22.0)[0].tolist() == [0]


def test_truth_in_the_plane_does_not_do_for_detections_in_space(tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("time_s,object,x_m,y_m\n0,a,0,0\n")
    with pytest.raises(RecordingError, match="add a column z_m"):
        read_truth(path, 3)
