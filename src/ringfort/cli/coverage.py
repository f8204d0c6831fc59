"""``ringfort coverage``: a map of where a sensor sees."""

from pathlib import Path
from typing import Annotated

import typer


def coverage(
    scenario: Annotated[str, typer.Argument(help="a file, or the name of a packaged scenario")],
    sensor: Annotated[str, typer.Option(help="name of the sensor in the scenario")],
    height: Annotated[str, typer.Option(help="height of the target above the ground, such as 100m")],
    target: Annotated[
        str | None, typer.Option(help="catalogue id, or name of what arrives; else the first that arrives")
    ] = None,
    out: Annotated[Path, typer.Option(help="folder to write to")] = Path(),
) -> None:
    """Draw where a sensor sees a target at a height, as PNG, and write the same as GeoTIFF and KML."""
    from ringfort.catalog.registry import installed
    from ringfort.report.coverage import summary, write
    from ringfort.scenario.check import load
    from ringfort.studies.coverage import coverage as study
    from ringfort.studies.coverage import height_of

    catalog = installed()
    found = study(load(scenario, catalog), catalog, sensor, height_of(height), target)
    files = write(found, out)
    print(summary(found))
    for note in found.notes:
        print(f"note: {note}")
    for path in files:
        print(path)
