import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from ringfort.cli import main


def recorded(folder: Path, dimensions: int = 2) -> tuple[Path, Path]:
    """Write detections and truth of three things that fly by, once a second for half a minute, in some clutter."""
    rng = np.random.default_rng(20 + dimensions)
    names = ["x_m", "y_m", "z_m"][:dimensions]
    place, speed = rng.uniform(-1000, 1000, (3, dimensions)), rng.normal(0, 20, (3, dimensions))
    detections, truth = [["time_s", *names]], [["time_s", "object", *names]]
    for k in range(30):
        now = place + k * speed
        truth += [[k, f"thing {i}", *map(float, now[i])] for i in range(3)]
        alarms = rng.uniform(-1500, 1500, (6, dimensions))
        detections += [[k, *map(float, row)] for row in np.vstack([now + rng.normal(0, 10, now.shape), alarms])]
    for path, rows in ((folder / "plots.csv", detections), (folder / "truth.csv", truth)):
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder / "plots.csv", folder / "truth.csv"


def status(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["picture", *arguments])
    return int(ended.value.code or 0)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_a_recording_is_tracked_and_measured(
    dimensions: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plots, truth = recorded(tmp_path, dimensions)
    out = tmp_path / "tracks.csv"
    assert status("--detections", str(plots), "--truth", str(truth), "--out", str(out), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["dimensions"] == dimensions
    assert found["metrics"]["completeness"] > 0.9  # all but the first scan or two of thirty
    assert found["metrics"]["swaps"] == 0
    assert 5.0 < found["settings"]["sigma"][0]["x_m"] < 15.0
    rows = list(csv.DictReader(out.open()))
    assert [name for name in rows[0] if name.startswith(("x", "y", "z"))] == ["x_m", "y_m", "z_m"][:dimensions]
    lengths = Counter(row["track"] for row in rows)
    assert sum(length > 25 for length in lengths.values()) == 3
    assert sum(lengths.values()) / 30 < 3.3  # now and then a false one for a moment


def test_text_tells_settings_and_measures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plots, truth = recorded(tmp_path)
    given = ("--detection-probability", "0.95", "--clutter-density", "7e-7", "--process-noise", "0.01", "--sigma", "10")
    assert status("--detections", str(plots), "--truth", str(truth), *given) == 0
    told = capsys.readouterr().out
    assert "270 detections in the plane, 30 scans" in told
    assert "detection_probability  0.95" in told
    assert "process_noise_m2_s3    0.01" in told
    assert "gospa_m" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--detection-probability", "90"), "write 0.9 for 90 percent"),
        (("--clutter-density", "-1"), "--clutter-density: must be above 0"),
        (("--sensor-at", "here"), "--sensor-at: is no place"),
        (("--out", "nowhere/tracks.csv"), "there is no such folder"),
        (("--truth", "nowhere.csv"), "nowhere.csv: cannot be read"),
        ((), "nothing.csv: cannot be read"),
    ],
)
def test_mistakes_end_with_a_remedy(
    arguments: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plots = str(recorded(tmp_path)[0]) if arguments else "nothing.csv"
    assert status("--detections", plots, *arguments) == 2
    assert told in capsys.readouterr().err


def test_without_a_file_it_says_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert status() == 2
    assert "--detections" in capsys.readouterr().err


def test_a_scenario_is_played_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = tmp_path / "picture.png"
    assert status("01-one-drone", "--runs", "3", "--json", "--out", str(drawing)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["runs"] == 3
    assert 0.0 < found["completeness"]["mean"] <= 1.0
    assert found["detection"]["share"]["mean"] > 0.0
    assert drawing.read_bytes().startswith(b"\x89PNG")
    assert status("01-one-drone", "--runs", "3") == 0
    assert "completeness" in capsys.readouterr().out


def test_a_scenario_and_a_recording_do_not_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plots, _ = recorded(tmp_path)
    assert status("01-one-drone", "--detections", str(plots)) == 2
    assert "at once" in capsys.readouterr().err
