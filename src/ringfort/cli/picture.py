"""``ringfort picture``: how good the air picture is, of a scenario's raids or of recorded detections."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ringfort.cli.run import MOST_RUNS, Central, Json, Seed, print_json
from ringfort.errors import Problem, RingfortError

if TYPE_CHECKING:
    from ringfort.studies.picture_detections import Reading
    from ringfort.tracking.guess import Given
    from ringfort.tracking.measures import Yardstick

Number = float | None
_FORMS = "CSV with time_s and x_m,y_m[,z_m] or range_m,azimuth_deg[,elevation_deg]"


def picture(
    scenario: Annotated[str | None, typer.Argument(help="a file, or the name of a packaged scenario")] = None,
    runs: Annotated[int, typer.Option("--runs", "-n", min=1, max=MOST_RUNS, help="raids of the scenario to play")] = 20,
    seed: Seed = 1,
    central: Central = False,
    detections: Annotated[Path | None, typer.Option(help=_FORMS)] = None,
    out: Annotated[
        Path | None, typer.Option(help="write tracks here, as CSV; of a scenario a drawing of one raid, as PNG")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="CSV with time_s,object,x_m,y_m[,z_m]: print how good it is")
    ] = None,
    json: Json = False,
    detection_probability: Annotated[Number, typer.Option(help="else found from the data")] = None,
    clutter_density: Annotated[
        Number, typer.Option(help="false alarms a scan and m2, m3 in space; else found from the data")
    ] = None,
    process_noise: Annotated[
        Number, typer.Option(help="density of white acceleration, m2/s3; else found from the data")
    ] = None,
    sigma: Annotated[Number, typer.Option(help="error of x, y, z where no column tells it, m; else found")] = None,
    sensor_at: Annotated[str, typer.Option(help="where the sensor of polar rows stands: x,y[,z] in m")] = "",
    scan_period: Annotated[Number, typer.Option(help="rows within so many seconds are one scan")] = None,
    cut_off: Annotated[float, typer.Option(help="c of OSPA and GOSPA, m")] = 100.0,
    order: Annotated[float, typer.Option(min=1.0, help="p of OSPA and GOSPA")] = 2.0,
    alpha: Annotated[float, typer.Option(min=0.01, max=2.0, help="alpha of GOSPA")] = 2.0,
    match: Annotated[Number, typer.Option(help="a track so near to an object is its own, m; else half of c")] = None,
) -> None:
    """Tell how good the air picture is: of a scenario's raids, or of recorded detections.

    With a scenario, raids are played and the picture is held against the truth. With --detections the tracker runs
    alone on a file, writes its tracks, and is held against --truth where there is one. There x points east, y north, z
    up, azimuth is clockwise from north, and what is not given is found from the data.
    """
    from ringfort.studies.picture_detections import Reading
    from ringfort.tracking.guess import Given
    from ringfort.tracking.measures import Yardstick

    if (detections is None) == (scenario is None):
        what = "there is nothing to look at" if scenario is None else "a scenario and a recording at once"
        raise RingfortError(Problem(what, remedy="give the name of a scenario, or --detections FILE.csv"))
    reading = Reading(_above("--sigma", sigma), _place(sensor_at), _above("--scan-period", scan_period))
    given = Given(
        _share("--detection-probability", detection_probability),
        _above("--clutter-density", clutter_density),
        _above("--process-noise", process_noise),
    )
    by = Yardstick(_above("--cut-off", cut_off), order, alpha, _above("--match", match or 0.5 * cut_off))
    if scenario is not None:
        _raids(scenario, (seed, runs, central), by, out, json)
        return
    assert detections is not None
    found = _recording(detections, (out, truth), reading, given, by)
    if json:
        print_json(found)
    else:
        _tell(found, out)


def _raids(scenario: str, dice: tuple[int, int, bool], by: "Yardstick", out: Path | None, json: bool) -> None:
    """Play raids, print the measures of their pictures and draw the first of them."""
    from ringfort.catalog.registry import installed
    from ringfort.cli.progress import Progress
    from ringfort.engine.compile import compile_scenario
    from ringfort.report.picture import draw, text
    from ringfort.scenario.check import load
    from ringfort.studies.picture_answer import picture as study

    seed, runs, central = dice
    catalog = installed()
    _folder(out)
    with Progress("raids") as progress:
        compiled = compile_scenario(load(scenario, catalog), catalog, central=central)
        answer, first = study(compiled, seed, runs, by, progress)
    if out:
        draw(compiled, first, out)
    if json:
        print_json(answer)
    else:
        print(text(answer))


def _folder(out: Path | None) -> None:
    if out and not out.parent.is_dir():
        raise RingfortError(Problem("there is no such folder", str(out.parent), "--out", "make it, or name another"))


def _recording(
    path: Path, files: tuple[Path | None, Path | None], reading: "Reading", given: "Given", by: "Yardstick"
) -> dict[str, Any]:
    """Return what is to be told of a recording; write its tracks."""
    from ringfort.studies.picture_detections import read_detections
    from ringfort.studies.picture_recording import follow, held_against, summary, write_tracks
    from ringfort.studies.picture_truth import read_truth

    out, truth_path = files
    _folder(out)
    recording = read_detections(path, reading)
    truth = read_truth(truth_path, recording.measured.values.shape[1]) if truth_path else None
    for notice in (*recording.notices, *(truth.notices if truth else ())):
        print(notice, file=sys.stderr)
    tracks = follow(recording, given)
    if out:
        write_tracks(tracks, out)
    measures = {"metrics": held_against(tracks, truth, by)} if truth else {}
    return {**summary(tracks), **measures}


def _above(option: str, value: Number) -> float:
    """Return a value above 0, NaN for none. Raises RingfortError where it is not."""
    if value is not None and not value > 0.0:
        raise RingfortError(Problem("must be above 0", str(value), option, "leave it out to have it found"))
    return float("nan") if value is None else value


def _share(option: str, value: Number) -> float:
    if value is not None and not 0.0 < value <= 1.0:
        raise RingfortError(Problem("must be above 0 and at most 1", str(value), option, "write 0.9 for 90 percent"))
    return float("nan") if value is None else min(value, 0.999)


def _place(text: str) -> tuple[float, ...]:
    try:
        place = tuple(float(part) for part in text.split(",")) if text else ()
    except ValueError:
        place = (0.0,)
    if text and len(place) not in (2, 3):
        raise RingfortError(Problem("is no place", repr(text), "--sensor-at", "write x,y or x,y,z in metres"))
    return place


def _tell(found: dict[str, Any], out: Path | None) -> None:
    """Print what was found, a line for each figure."""
    space = "the plane" if found["dimensions"] == 2 else "space"
    print(f"{found['detections']} detections in {space}, {found['scans']} scans, {found['sensors']} sensor(s)")
    print(f"{found['tracks']} tracks, {found['mean_tracks']:.2f} at a time" + (f", in {out}" if out else ""))
    print("\nsettings, found from the data where not given")
    for name, value in found["settings"].items():
        if value is not None:
            print(f"  {name:<22} {_figure(value)}")
    if "metrics" in found:
        print("\nagainst the truth")
        for name, value in found["metrics"].items():
            print(f"  {name:<22} {_figure(value)}")


def _figure(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_figure(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_figure(one)}" for name, one in value.items() if one != "")
    if isinstance(value, str):
        return value
    return "-" if value is None else f"{value:.4g}"
