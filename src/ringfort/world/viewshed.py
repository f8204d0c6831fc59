"""What a sensor sees over the ground: the lowest height in view of every cell, and single lines of sight.

Rays of radio waves bend down with the air; on an earth of 4/3 its radius they are straight. Heights are taken above the
smooth earth and lowered by the drop from the sensor on, so a ray is a straight line over the lowered ground.

``sensor_mask`` sweeps square rings outward from the sensor. A cell's line of sight crosses the ring before it between
two cells; the lowest line in view there, interpolated between the two and drawn on, is the lowest in view here. Each
cell costs one interpolation, whatever its distance. The interpolation blurs the shadows: of the cells at the rim of a
shadow some come out on the other side than by ``sight_clearance``, which walks one line (docs/methods/terrain.md).
Sources: franklin1994 (the sweep, there named Xdraw), wang2000 (the same by reference planes).
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import compiled, entry
from ringfort.errors import Problem, TerrainError
from ringfort.physics.geometry import FOUR_THIRDS
from ringfort.world.terrain import EARTH_RADIUS_M, Terrain, lowest_seen, relief

_TWICE_RADIUS_M = 2.0 * FOUR_THIRDS * EARTH_RADIUS_M
_STEPS_A_CELL = 4  # samples of a single line of sight


class _Eye(NamedTuple):
    """A sensor on the grid: its row and column as fractions and as the nearest cell; in metres its height and reach."""

    v: float
    u: float
    row: int
    column: int
    up_m: float
    reach_m: float
    step_m: float


def sensor_mask(terrain: Terrain, x_m: float, y_m: float, height_m: float, range_m: float) -> Any:
    """Return the lowest height above ground (m) that a sensor sees at each cell, float32 on the terrain's grid.

    The sensor stands at (x, y), ``height_m`` above its ground. Beyond ``range_m`` the answer is infinite: nothing is
    seen. Over flat terrain (one cell) the mask is one zero. Raises TerrainError for a sensor off the grid.
    """
    rows, columns = terrain.heights_m.shape
    lowest = np.zeros((rows, columns), np.float32)
    if (rows, columns) == (1, 1):
        return lowest
    v, u = (y_m - terrain.south_m) / terrain.step_m, (x_m - terrain.west_m) / terrain.step_m
    if not (0.0 <= v <= rows - 1.0 and 0.0 <= u <= columns - 1.0):
        east, north = terrain.west_m + (columns - 1) * terrain.step_m, terrain.south_m + (rows - 1) * terrain.step_m
        covered = f"x {terrain.west_m:.0f} to {east:.0f} m, y {terrain.south_m:.0f} to {north:.0f} m"
        what, remedy = "a sensor stands off the terrain", f"the terrain covers {covered}; make its extent larger"
        raise TerrainError(Problem(what, f"x {x_m:.0f} m, y {y_m:.0f} m", "", remedy))
    up = relief(terrain, x_m, y_m) + height_m
    eye = _Eye(float(v), float(u), int(v + 0.5), int(u + 0.5), float(up), float(range_m), float(terrain.step_m))
    _sweep(terrain.heights_m, eye, np.zeros((rows, columns)), lowest)
    return lowest


@entry
def _sweep(ground: Any, eye: _Eye, line_m: Any, lowest: Any) -> None:
    """Fill ``lowest`` ring by ring; ``line_m`` is scratch: the lowest line in view, above the eye on lowered ground."""
    rows, columns = ground.shape
    far = max(eye.row, rows - 1 - eye.row, eye.column, columns - 1 - eye.column)
    turned = _Eye(eye.u, eye.v, eye.column, eye.row, eye.up_m, eye.reach_m, eye.step_m)
    lowest[:, :] = math.inf
    lowest[eye.row, eye.column] = 0.0
    for k in range(1, int(min(eye.reach_m / eye.step_m + 2.0, float(far))) + 1):
        for i in (eye.row - k, eye.row + k):
            if 0 <= i < rows:
                _side(ground, eye, line_m, lowest, i)
        for j in (eye.column - k, eye.column + k):
            if 0 <= j < columns:
                _side(ground.T, turned, line_m.T, lowest.T, j)


@compiled
def _side(ground: Any, eye: _Eye, line_m: Any, lowest: Any, i: int) -> None:
    """Work out the cells of row ``i`` that are one side of a ring, from the ring within.

    A corner belongs to the side from which its line of sight crosses the ring within, not the line beyond its corner.
    """
    columns = ground.shape[1]
    ring, within = abs(i - eye.row), i - 1 if i > eye.row else i + 1
    dv, cell_m2 = i - eye.v, eye.step_m * eye.step_m
    share, onward = (within - eye.v) / dv, dv / (within - eye.v) if ring > 1 else 0.0
    west, east = eye.column - ring, eye.column + ring
    west, east = west + 1 if eye.u - west < abs(dv) else west, east - 1 if east - eye.u < abs(dv) else east
    for j in range(max(west, 0), min(east, columns - 1) + 1):
        du = j - eye.u
        away_m2 = (dv * dv + du * du) * cell_m2
        own = float(ground[i, j]) - away_m2 / _TWICE_RADIUS_M - eye.up_m
        line = own
        if ring > 1:
            across = eye.u + du * share
            b = min(int(across), columns - 2)
            f = across - b
            line = max(own, (line_m[within, b] * (1.0 - f) + line_m[within, b + 1] * f) * onward)
        line_m[i, j] = line
        if away_m2 <= eye.reach_m * eye.reach_m:
            lowest[i, j] = line - own


@compiled
def sight_clearance(terrain: Terrain, start: tuple[float, float, float], end: tuple[float, float, float]) -> float:
    """Return by how many metres the line of sight between two points clears the ground; negative = hidden.

    The least height of the ray above the ground over all of its way but the first and last quarter of a cell.

    Parameters: terrain; start, end: (x, y, height above the ground there), all in metres.
    Domain: rays near the ground, where 4/3 of the earth's radius stands for refraction; bends in the ground between
    samples, four a cell, are missed.
    Source: skolnik2001, ch. 8, for the effective earth.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    low, high = relief(terrain, start[0], start[1]) + start[2], relief(terrain, end[0], end[1]) + end[2]
    steps = int(math.sqrt(square) * _STEPS_A_CELL / terrain.step_m) + 2
    least = math.inf
    for k in range(1, steps):
        t = k / steps
        sag = t * (1.0 - t) * square / _TWICE_RADIUS_M
        ray = low + (high - low) * t - sag
        least = min(least, ray - relief(terrain, start[0] + dx * t, start[1] + dy * t))
    return least


@compiled
def clearance_angle(mask: Any, terrain: Terrain, sensor: Any, x_m: float, y_m: float, height_m: float) -> float:
    """Return the angle (rad) by which a sensor sees over the terrain at a place; negative = masked.

    Beyond the edge of the terrain the ground goes on smoothly at the edge's height: the line that grazes what lies
    within, or the horizon beyond the edge, whichever is higher, is then what must be cleared.

    Parameters: mask: of ``sensor_mask``; sensor: with ``x_m``, ``y_m`` and ``height_m`` above its ground; x_m, y_m: the
    place; height_m: above the ground there. The sensor stands on the grid.
    Domain: angles small against 1, as everywhere in this module.
    """
    dx, dy = x_m - sensor.x_m, y_m - sensor.y_m
    away = math.sqrt(dx * dx + dy * dy) + 1.0
    share = _share_within(terrain, sensor.x_m, sensor.y_m, dx, dy)
    if share >= 1.0:
        return float((height_m - lowest_seen(mask, terrain, x_m, y_m)) / away)
    up = relief(terrain, sensor.x_m, sensor.y_m) + sensor.height_m
    ex, ey, edge = sensor.x_m + share * dx, sensor.y_m + share * dy, max(share * away, 1.0)
    ground = relief(terrain, ex, ey)
    grazing = (ground + lowest_seen(mask, terrain, ex, ey) - up) / edge - edge / _TWICE_RADIUS_M
    over = max(up - ground, 0.0)
    horizon = math.sqrt(over * _TWICE_RADIUS_M)  # how far off the smooth earth beyond the edge would be touched
    if edge < horizon < away:
        grazing = max(grazing, -2.0 * over / horizon)
    return float((relief(terrain, x_m, y_m) + height_m - up) / away - away / _TWICE_RADIUS_M - grazing)


@compiled
def _share_within(terrain: Terrain, x_m: float, y_m: float, dx_m: float, dy_m: float) -> float:
    """Return the share of the way (dx, dy) from (x, y) that lies within the grid; 1 or more = all of it."""
    rows, columns = terrain.heights_m.shape
    share = 1.0
    if dx_m != 0.0:
        edge = terrain.west_m + (columns - 1.0) * terrain.step_m if dx_m > 0.0 else terrain.west_m
        share = min(share, (edge - x_m) / dx_m)
    if dy_m != 0.0:
        edge = terrain.south_m + (rows - 1.0) * terrain.step_m if dy_m > 0.0 else terrain.south_m
        share = min(share, (edge - y_m) / dy_m)
    return share
