"""The ground of a scenario and, once a study, what each sensor sees of it."""

from pathlib import Path
from typing import Any

import numpy as np

from ringfort.world.terrain import Terrain, flat


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


def ground(form: dict[str, Any], place: tuple[float, float], folder: Path) -> Terrain:
    """Return the ground that a scenario asks for.

    ``form`` holds ``file`` (relative to ``folder``) or ``synthetic``, with ``seed``, ``relief_m``, ``extent_m`` and
    ``spacing_m``; without either the earth is smooth. ``place`` is (latitude, longitude) in degrees. Raises
    TerrainError.
    """
    if form["file"]:
        from ringfort.world.elevation import load

        return load([folder / form["file"]], place[0], place[1], 0.5 * form["extent_m"], form["spacing_m"])
    if form["synthetic"]:
        from ringfort.world.synthetic import desert_wadi

        relief = form["relief_m"]
        return desert_wadi(form["seed"], form["extent_m"], form["spacing_m"], relief, 0.5 * relief)
    return flat()
