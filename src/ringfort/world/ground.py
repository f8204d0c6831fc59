"""The ground of a scenario and, once a study, what each sensor sees of it."""

from collections.abc import Sequence
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ringfort.errors import Problem, TerrainError
from ringfort.world.terrain import Terrain, flat

if TYPE_CHECKING:
    from ringfort.world.elevation import Reading


def masks(terrain: Terrain, places: list[tuple[float, float, float, float]]) -> Any:
    """Return the lowest height above ground (m) that each sensor sees, float32 of shape (sensors, rows, columns).

    ``places`` are (x, y, height above ground, farthest range), all in metres. Over a flat earth the horizon is reckoned
    as it is needed, and the masks hold one empty cell.
    """
    rows, columns = terrain.heights_m.shape
    if (rows, columns) == (1, 1) or not places:
        return np.zeros((len(places), 1, 1), np.float32)
    from ringfort.world.viewshed import sensor_mask

    return np.stack([sensor_mask(terrain, *place) for place in places]).astype(np.float32)


class Ground(NamedTuple):
    """The ground of a scenario; the reference point's height above the geoid (m), where its files tell it; notes."""

    terrain: Terrain
    elevation_m: float | None = None
    notes: tuple[str, ...] = ()


def files(names: Sequence[str], folder: Path) -> list[Path]:
    """Return the files that paths and patterns name, relative to ``folder``, each once. Raises TerrainError."""
    found: dict[Path, None] = {}
    for name in names:
        path = folder / name
        matches = [path] if path.is_file() else [Path(match) for match in sorted(glob(str(path)))]
        if not matches:
            what, remedy = (
                "there is no such file",
                "give elevation files by their path from the folder of this scenario",
            )
            raise TerrainError(Problem(what, repr(name), "place.terrain.file", remedy))
        found |= dict.fromkeys(matches)
    return list(found)


def ground(form: dict[str, Any], place: tuple[float, float], folder: Path) -> Ground:
    """Return the ground that a scenario asks for.

    ``form`` holds ``file`` (paths or patterns, relative to ``folder``) or ``synthetic``, with ``seed``, ``relief_m``,
    ``extent_m`` and ``spacing_m``; without either the earth is smooth. ``place`` is (latitude, longitude) in degrees.
    Raises TerrainError.
    """
    if form["file"]:
        from ringfort.world.elevation import Area, read

        found = read(files(form["file"], folder), Area(*place, 0.5 * form["extent_m"], form["spacing_m"]))
        return Ground(found.terrain, found.elevation_m, _voids(found))
    if form["synthetic"]:
        from ringfort.world.synthetic import desert_wadi

        relief = form["relief_m"]
        return Ground(desert_wadi(form["seed"], form["extent_m"], form["spacing_m"], relief, 0.5 * relief))
    return Ground(flat())


def _voids(found: "Reading") -> tuple[str, ...]:
    if not found.filled:
        return ()
    share = 100.0 * found.filled / found.terrain.heights_m.size
    return (f"{found.filled} cells of the terrain ({share:.2g} %) hold no data in its files; neighbours fill them",)
