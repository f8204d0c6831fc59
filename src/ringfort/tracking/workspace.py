"""The records that a scan is worked out in: made once, in Python, and never seen outside of the tracker."""

from typing import Any

import numpy as np

from ringfort.tracking.settings import Settings

# What a slot's track needs within one scan.
WORK = np.dtype(
    [
        ("odds", "f8"),  # of detection by this scan's sensor
        ("hit_odds", "f8"),  # the same, never quite 0 or 1
        ("missed", "f8"),  # odds that none of the detections is its own
        ("price", "f8"),  # assignment: dual
        ("first", "i4"),  # its pairs
        ("last", "i4"),
        ("chosen", "i4"),  # the pair that it took, or -1
        ("tangled", "i4"),  # 1 = it shares a detection with another track
        ("concerned", "i4"),  # whether the scan concerns it
        ("prior", "f8", 3),  # odds of each way of moving, before the scan
        ("lean", "f8"),  # odds of falling among quiet and falling
        ("add", "f8", 3),  # what a manoeuvre adds to the covariance: position, cross, velocity
    ],
    align=True,
)

PAIR = np.dtype(
    [
        ("ratio", "f8"),  # that the detection is the track's, against a false alarm and a missed track
        ("weight", "f8"),  # the same, weighed by the odds that the track exists
        ("cost", "f8"),  # -log of the ratio
        ("to_plot", "f8"),  # belief propagation: messages, then the odds of the pair
        ("to_track", "f8"),
        ("share", "f8", 3),  # odds of the ways of moving, given this pair
        ("track", "i4"),
        ("plot", "i4"),
    ],
    align=True,
)

PLOT = np.dtype(
    [
        ("density", "f8"),  # of false alarms and newcomers where it lies
        ("free", "f8"),  # odds that no track took it
        ("load", "f8"),  # belief propagation: sum of messages
        ("price", "f8"),  # assignment: dual, distance
        ("short", "f8"),
        ("line", "f8", 3),  # direction from the sensor, where the range rate is measured
        ("kind", "i4"),  # which coordinates it lacks
        ("pair", "i4"),  # assignment: by which it was reached, who has it, whether its distance is final
        ("owner", "i4"),
        ("done", "i4"),
        ("touched", "i4"),  # k-th of the detections that the search in hand reached
    ],
    align=True,
)


def place_dtype(dimensions: int) -> np.dtype[np.void]:
    """Return the record of where a detection is, kept small for the loop that looks at all of them."""
    return np.dtype(
        [
            ("z", "f8", dimensions),
            ("extent", "f8"),  # trace of the covariance
            ("bucket", "i4"),  # cell
            ("plot", "i4"),
        ],
        align=True,
    )


def room_dtype(dimensions: int) -> np.dtype[np.void]:
    """Return the record that holds the settings, what the scan has in common, and scratch for one track at a time."""
    n, d = 2 * dimensions, dimensions
    scan = [
        ("time_s", "f8"),
        ("widest", "f8"),  # largest of the detections in the grid
        ("plain", "i8"),  # 1 = things are known to fly straight on, in no other way
        ("plots", "i8"),  # how many detections
        ("columns", "i8"),
        ("rows", "i8"),
        ("west", "f8"),  # its corner
        ("south", "f8"),
        ("per_m", "f8"),  # cells a metre
    ]
    scratch: list[Any] = [
        ("z", "f8", d),  # the measurement in hand
        ("R", "f8", (d, d)),  # and its covariance
        ("y", "f8", d),  # innovation
        ("S", "f8", (d, d)),  # its covariance, then the inverse
        ("gain", "f8", (n, d)),
        ("top", "f8", (d, n)),  # the covariance's upper rows
        ("shift", "f8", n),  # of the mean, by one hypothesis
        ("fell", "f8", n),  # what it leaves of TRACK.fall
        ("rest", "f8", (n, d)),  # what rounding leaves of P H' - K S, and whether that counts
        ("turn_rest", "f8", d),  # likewise of the rate of turn
        ("before", "f8", n),  # the variances, then
        ("thin", "i8"),
        ("odds", "f8"),  # its own
        ("centre", "f8", n),  # sums over the hypotheses: shifts, what is left of TRACK.fall, spreads, odds
        ("left", "f8", n),
        ("spread", "f8", (n, n)),
        ("weight", "f8"),
        ("turn_gain", "f8", d),
        ("turn_shift", "f8"),  # of the rate of turn, by one hypothesis; then its sums, as of the state
        ("turn_centre", "f8"),
        ("turn_spread_sum", "f8"),
        ("turn_left", "f8", n),
        ("F", "f8", (n, n)),  # the step of a turning course
        ("g", "f8", n),  # its change with the rate
        ("ahead", "f8", d),  # where the track in hand will be
        ("reach", "f8", 2),  # how far its gate reaches
        ("side", "f8", 2),  # and to east and north
        ("h", "f8", n),  # gradient of a scalar measurement
        ("h_gain", "f8", n),
        ("seen", "f8", 3),  # odds of the ways of moving after the scan
    ]
    return np.dtype([*((name, "f8") for name in Settings._fields), *scan, *scratch], align=True)
