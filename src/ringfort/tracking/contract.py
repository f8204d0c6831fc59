"""The air picture: tracks as the base holds them. Nothing here knows the truth."""

from typing import NamedTuple

import numpy as np

FREE, TENTATIVE, CONFIRMED, HIDDEN = range(4)  # a hidden track keeps its slot and takes no part in a scan

# What a track was started on: a plot with its range, or where lines of two sensors or ranges of three meet.
ON_A_PLOT, ON_LINES = range(2)

# How a thing may be moving: steadily, manoeuvring (or, after one detection only, flying fast), or falling freely.
QUIET, MANOEUVRING, BALLISTIC = range(3)


def track_dtype(dimensions: int) -> np.dtype[np.void]:
    """Return the record of a track in two (east, north) or three (east, north, up) dimensions.

    A track lives in a slot that it keeps until it is deleted; ``id`` counts up and is never used again within a raid.
    """
    return np.dtype(
        [
            ("x", "f8", 2 * dimensions),  # position (m) and velocity (m/s), local east-north-up
            ("P", "f8", (2 * dimensions, 2 * dimensions)),  # covariance
            ("t", "f8"),  # time of x and P
            ("existence", "f8"),  # odds that it is a thing at all, as of life_t
            ("life_t", "f8"),  # last scan that concerned it
            ("last_t", "f8"),  # last detection
            ("status", "i4"),
            ("hits", "i4"),
            ("born", "i4"),  # ON_A_PLOT or ON_LINES
            ("detection", "i4"),  # index of the detection that the last scan gave it, -1 = none
            ("misses", "i4"),  # in a row, counting only scans in which it could have been seen
            ("scans", "i4"),  # likewise
            ("echoes", "i4"),  # detections in the running mean of the cross section
            ("history", "i8"),  # bit k: detected k scans ago, of those in which it could have been seen
            ("first_t", "f8"),  # first detection
            ("confirmed_t", "f8"),  # -1 until then
            ("id", "i8"),
            ("heard", "i8"),  # sensors that ever gave it a detection, a bit each
            ("cross_section_dbsm", "f8"),  # running mean of its detections, NaN until one tells
            ("modes", "f8", 3),  # odds of QUIET, MANOEUVRING and BALLISTIC
            # how far a falling thing would be from a quiet one, given the same detections
            ("fall", "f8", 2 * dimensions),
            ("turn", "f8"),  # rate at which its course turns to the left (rad/s), its variance, and covariance with x
            ("turn_variance", "f8"),
            ("turn_covariance", "f8", 2 * dimensions),
        ],
        align=True,
    )


TRACK = track_dtype(3)


class Scan(NamedTuple):
    """What the tracker is told of one scan.

    ``clutter_density`` times a detection's own ``clutter`` is the mean number of false alarms per cubic metre where it
    lies (square metre in the plane). Where they are even in range and angles, for instance, ``clutter_density`` is per
    metre and square radian, and ``clutter`` is 1/(r^2 cos e).
    """

    time_s: float
    clutter_density: float
