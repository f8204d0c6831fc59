"""The air picture: tracks as the base holds them. Nothing here knows the truth."""

from typing import NamedTuple

import numpy as np

FREE, TENTATIVE, CONFIRMED = range(3)

# A track lives in a slot that it keeps until it is deleted; ``id`` counts up and is never used again within a raid.
TRACK = np.dtype(
    [
        ("x", "f8", 6),  # position (m) and velocity (m/s), local east-north-up
        ("P", "f8", (6, 6)),  # covariance
        ("t", "f8"),  # time of x and P
        ("first_t", "f8"),  # first detection
        ("last_t", "f8"),  # last detection
        ("confirmed_t", "f8"),
        ("existence", "f8"),  # odds that it is a thing at all
        ("cross_section_dbsm", "f8"),  # running mean of its detections
        ("id", "i8"),
        ("history", "i8"),  # bit k: detected k scans ago
        ("status", "i4"),
        ("hits", "i4"),
        ("misses", "i4"),  # in a row, counting only scans in which it could have been seen
        ("scans", "i4"),
        ("detection", "i4"),  # index of the detection that the last scan gave it, -1 = none
        ("echoes", "i4"),  # detections in the running mean of the cross section
    ],
    align=True,
)


class Scan(NamedTuple):
    """What the tracker is told of one scan: ``clutter_density`` is the mean number of false alarms per cubic metre."""

    time_s: float
    clutter_density: float
