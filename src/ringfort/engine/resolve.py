"""What a radar cannot tell apart: things in one cell of range, angles and range rate give one detection between them.

Detections of a scan are laid into buckets by range as they come, so that each is held against its neighbours only.
Source: skolnik2001, ch. 1 (resolution); that place and rate of the one are weighted by echo is ours, as is that what
was measured, not what is there, decides whether two lie in one cell.
"""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.measure import put
from ringfort.engine.model import Model
from ringfort.engine.state import BUCKETS

_TENTH = 0.1 * math.log(10.0)


@compiled
def open_cells(state: Any, sensor: Any) -> None:
    """Empty the buckets before a scan of a sensor that merges what lies together."""
    if sensor.aerial.cell_m > 0.0:
        for k in range(BUCKETS):
            state.buckets[k] = -1


@compiled
def settle(model: Model, state: Any, s: int, j: int) -> int:
    """Keep detection ``j``, the latest, as one of its own, or give it to one in its cell; return how many there are."""
    sensor, detection = model.given.sensors[s], state.detections[j]
    if sensor.aerial.cell_m <= 0.0:
        return j + 1
    bucket = int(detection.range_m / sensor.aerial.cell_m)
    for k in range(bucket - 1, bucket + 2):
        i = state.buckets[k % BUCKETS]
        while i >= 0:
            if same_cell(sensor.aerial, state.detections[i], detection):
                blend(model, state, s, i, j)
                return j
            i = state.bucket_next[i]
    state.bucket_next[j] = state.buckets[bucket % BUCKETS]
    state.buckets[bucket % BUCKETS] = j
    return j + 1


@compiled
def same_cell(aerial: Any, one: Any, other: Any) -> bool:
    """Return whether two detections lie nearer to each other than the radar resolves, in everything it measures."""
    if abs(one.range_m - other.range_m) >= aerial.cell_m:
        return False
    off = one.azimuth_rad - other.azimuth_rad
    off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
    if abs(off) * math.cos(one.elevation_rad) >= aerial.beamwidth_azimuth_rad:
        return False
    if abs(one.elevation_rad - other.elevation_rad) >= aerial.beamwidth_elevation_rad:
        return False
    if aerial.cell_mps <= 0.0 or one.sigma_range_rate_mps <= 0.0:
        return True
    return bool(abs(one.range_rate_mps - other.range_rate_mps) < aerial.cell_mps)


@compiled
def blend(model: Model, state: Any, s: int, i: int, j: int) -> None:
    """Make one detection ``i`` of ``i`` and ``j``: where their echoes balance, as strong as both, of the stronger."""
    one, other = state.detections[i], state.detections[j]
    a, b = math.exp(_TENTH * one.cross_section_dbsm), math.exp(_TENTH * other.cross_section_dbsm)
    share = b / (a + b)
    lost = j
    if b > a:
        lost = i
        state.marks[i, 0], state.marks[i, 1] = state.marks[j, 0], state.marks[j, 1]
        one.signature = other.signature
    gone = state.sources[lost]
    if lost == i:
        state.sources[i] = state.sources[j]
    off = other.azimuth_rad - one.azimuth_rad
    off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
    one.range_m += share * (other.range_m - one.range_m)
    one.azimuth_rad += share * off
    one.elevation_rad += share * (other.elevation_rad - one.elevation_rad)
    one.range_rate_mps += share * (other.range_rate_mps - one.range_rate_mps)
    one.cross_section_dbsm = math.log(a + b) / _TENTH
    put(model, state, s, one, (one.sigma_range_m, one.sigma_azimuth_rad, one.sigma_elevation_rad))
    if rows.on(state):
        row = rows.note(state, one.t, rows.MERGED, (gone, s, state.sources[i], -1))
        for axis in range(3):
            row.place[axis] = one.position[axis]
