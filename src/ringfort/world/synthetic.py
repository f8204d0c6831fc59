"""Landscapes that are made up, for examples and tests: a desert with wadis."""

import math
from typing import Any

import numpy as np

from ringfort.compiled import entry
from ringfort.errors import Problem, TerrainError
from ringfort.streams import PARAMETER, STREAM, Dice, key, start, uniform
from ringfort.world.terrain import Terrain

SPECTRAL_SLOPE = 4.4  # of the power of height against wave number, in two dimensions
_HILLS = (SPECTRAL_SLOPE, 8e3)  # slope, and the wave length (m) beyond which power no longer grows
_MEANDER = (8.0, 6e3)  # the same for the field whose zeros are the wadis: smoother
_FLOOR_M, _BANK_M = 200.0, 450.0  # half width of a wadi's floor; how far from its middle its banks end
_CELLS_MAX = 4096


def desert_wadi(seed: int, size_m: float, step_m: float, relief_m: float, wadi_depth_m: float) -> Terrain:
    """Return a desert of low hills, cut by wadis: the same for the same seed.

    Hills are white noise whose spectrum is shaped as k^(-beta/2), beta 4.4; wadis follow the zeros of a second such
    noise, with a flat floor between banks. The reference point, in the middle, stands far from any wadi.

    Parameters: seed; size_m: side of the square; step_m: side of a cell; relief_m: from the lowest to the highest
    ground between the wadis; wadi_depth_m: from the banks to the floor.
    Raises TerrainError for a grid too small or too large.
    Source: saupe1988, ch. 2 (spectral synthesis of landscapes); the wadis are ours, grade judgement.
    """
    half = round(0.5 * size_m / step_m)
    if not 2 <= half <= _CELLS_MAX // 2:
        what, remedy = "a synthetic landscape needs 5 to 4097 cells a side", "change its extent or its spacing"
        raise TerrainError(Problem(what, f"{size_m:g} m of {step_m:g} m", "place.terrain", remedy))
    n = 2 * half + 1
    hills = _noise(_white(seed, "hills", n), step_m, *_HILLS)
    meander = _noise(_white(seed, "wadis", n), step_m, *_MEANDER)
    hills *= relief_m / np.ptp(hills)
    away_m = np.abs(meander) / np.hypot(*np.gradient(meander, step_m))  # roughly: how far a zero is off
    bank = np.clip((away_m - _FLOOR_M) / (_BANK_M - _FLOOR_M), 0.0, 1.0)
    height = hills - wadi_depth_m * (1.0 - bank * bank * (3.0 - 2.0 * bank))
    row, column = np.unravel_index(int(np.argmax(np.abs(meander))), meander.shape)
    height = np.roll(height, (half - int(row), half - int(column)), (0, 1))  # the noise has no edges
    heights = np.ascontiguousarray(height - height[half, half], np.float32)
    return Terrain(heights, -half * step_m, -half * step_m, step_m)


def _noise(white: Any, step_m: float, slope: float, outer_m: float) -> Any:
    """Return white noise on a square as a field of mean 0 and deviation 1 whose power has a given slope.

    It repeats itself beyond its edges.
    """
    n = len(white)
    along, across = np.fft.fftfreq(n, step_m)[:, None], np.fft.rfftfreq(n, step_m)[None, :]
    shape = (along * along + across * across + 1.0 / (outer_m * outer_m)) ** (-0.25 * slope)
    shape[0, 0] = 0.0
    field = np.fft.irfft2(np.fft.rfft2(white) * shape, s=(n, n))
    return field / math.sqrt(float(np.mean(field * field)))


def _white(seed: int, what: str, n: int) -> Any:
    """Return n by n draws from U(0, 1)."""
    out = np.empty((n, n))
    _fill(np.zeros(1, STREAM).view(np.recarray), Dice(seed, 0), key(f"landscape: {what}"), out)
    return out


@entry
def _fill(streams: Any, dice: Dice, entity: int, out: Any) -> None:
    stream = streams[0]
    start(stream, dice, entity, 0, PARAMETER, 0)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = uniform(stream)
