"""The tracker alone on a recording: settings found where none are given, tracks, and how good they are."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ringfort.errors import Problem
from ringfort.studies.picture_csv import RecordingError
from ringfort.studies.picture_detections import Detections
from ringfort.studies.picture_truth import Truth
from ringfort.tracking.guess import Given, Guess, frame_of, rules_for, sensors_for, tape_for
from ringfort.tracking.measures import Moment, Yardstick, measure
from ringfort.tracking.replay import shown
from ringfort.tracking.tune import tune, unknown

LEAST_EXISTENCE = 0.3
"""Odds of existence from which a confirmed track is shown."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Tracks:
    """What the tracker made of a recording: ``rows`` of ``shown_dtype``, ``track`` counted from 1."""

    detections: Detections
    guess: Guess
    rows: Any
    times_s: Any  # of the scans


def follow(detections: Detections, given: Given, least: float = LEAST_EXISTENCE) -> Tracks:
    """Return the tracks of a recording, settings that are not given found from it."""
    measured = detections.measured
    guess, frame = tune(measured, given), frame_of(measured)
    tape = tape_for(measured, guess)
    rows = shown(tape, sensors_for(guess, frame), rules_for(guess, frame, tape), least)
    last = np.append(np.diff(measured.times_s) > 0.0, True)  # several sensors may look at once
    rows = rows[last[rows.scan]]
    ids, first, index = np.unique(rows.track, return_index=True, return_inverse=True)
    rank = np.empty(len(ids), np.int64)
    rank[np.argsort(first)] = np.arange(1, len(ids) + 1)
    rows.track = rank[index]
    return Tracks(detections, guess, rows, measured.times_s)


def write_tracks(tracks: Tracks, path: Path) -> None:
    """Write the tracks as CSV, a row for each track after each scan. Raises RecordingError where that cannot be."""
    n = tracks.rows.x.shape[1] // 2
    places, speeds = ["x_m", "y_m", "z_m"][:n], ["vx_mps", "vy_mps", "vz_mps"][:n]
    sigmas = [f"sigma_{name}" for name in places]
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["time_s", "track", *places, *speeds, *sigmas, "existence", "detected"])
            for row in tracks.rows:
                state = [f"{value:.3f}" for value in (*row.x, *np.sqrt(np.maximum(row.variance[:n], 0.0)))]
                time = f"{tracks.times_s[row.scan]:.6f}".rstrip("0").rstrip(".")
                out.writerow([time, row.track, *state, f"{row.existence:.4f}", int(row.detection >= 0)])
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise RecordingError(
            Problem(f"cannot be written: {reason}", file=str(path), remedy="give another path to --out")
        ) from None


def summary(tracks: Tracks) -> Json:
    """Return what was read, what was made of it and with which settings, as plain data."""
    measured, guess, rows = tracks.detections.measured, tracks.guess, tracks.rows
    return {
        "detections": len(measured.values),
        "scans": len(measured.times_s),
        "sensors": len(tracks.detections.sensors),
        "dimensions": int(measured.values.shape[1]),
        "tracks": len(np.unique(rows.track)),
        "mean_tracks": len(rows) / len(np.unique(measured.times_s)),
        "settings": {
            "detection_probability": _by_sensor(guess.odds),
            "clutter_density": _by_sensor(guess.density),
            "clutter": _clutter(guess),
            "process_noise_m2_s3": float(guess.noise),
            "sigma": _sigmas(tracks) or None,
            "new_density": float(guess.fresh),
            "speed_mps": float(guess.speed_mps),
            "life_s": float(guess.life_s),
            "manoeuvre_mps2": float(guess.swerve_mps2) if guess.swerve_odds > 0.0 else None,
        },
    }


def _clutter(guess: Guess) -> str:
    """Return in words where false alarms are dense."""
    boxes = sum(len(one.low) for one in guess.clutter.boxes)
    even = "range and angles" if guess.clutter.angular else "space"
    return f"even in {even}" if boxes == len(guess.clutter.boxes) else f"uneven, {boxes} boxes in {even}"


def _by_sensor(values: Any) -> Any:
    found = [float(value) for value in values]
    return found[0] if len(found) == 1 else found


def _sigmas(tracks: Tracks) -> list[Json]:
    """Return the errors that were found, with sensor, coordinate and unit in their names."""
    measured, names = tracks.detections.measured, tracks.detections.sensors
    words = ("range_m", "azimuth_deg", "elevation_deg") if measured.polar else ("x_m", "y_m", "z_m")
    found: dict[int, Json] = {}
    for s, axes in unknown(measured):
        for k in axes:
            value = float(tracks.guess.sigma[s, k])
            found.setdefault(s, {"sensor": names[s]})[words[k]] = (
                math.degrees(value) if words[k].endswith("deg") else value
            )
    return list(found.values())


def held_against(tracks: Tracks, truth: Truth, by: Yardstick) -> Json:
    """Return the measures of the tracks against the truth, at the scans within the truth's time.

    Raises RecordingError where there is no such scan.
    """
    low = min(float(one.times_s[0]) for one in truth.paths)
    high = max(float(one.times_s[-1]) for one in truth.paths)
    times = np.unique(tracks.times_s)
    if not ((times >= low) & (times <= high)).any():
        told = f"truth {low:g} to {high:g} s, detections {times[0]:g} to {times[-1]:g} s"
        raise RecordingError(Problem("truth and detections share no time", told, remedy="use one clock in both files"))
    return {**measure(_moments(tracks, truth, low, high), by), "objects": len(truth.paths)}


def _moments(tracks: Tracks, truth: Truth, low: float, high: float) -> Iterator[Moment]:
    rows, n = tracks.rows, tracks.rows.x.shape[1] // 2
    scans = np.append(np.flatnonzero(np.diff(tracks.times_s) > 0.0), len(tracks.times_s) - 1)
    for k in scans:
        if low <= tracks.times_s[k] <= high:
            own = rows[np.searchsorted(rows.scan, k) : np.searchsorted(rows.scan, k, "right")]
            objects, places, speeds = truth.at(float(tracks.times_s[k]))
            yield Moment(objects, places, speeds, own.track, own.x[:, :n], own.x[:, n:])
