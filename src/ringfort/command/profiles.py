"""What command expects of each kind of thing in the air: the table behind an identity.

Log-normal in speed and height above ground, normal in decibels of cross section. These are what a watch officer would
carry in mind, not measurements: medians follow the public figures of the catalogue's entries of the same kind, spreads
are graded ``judgement`` and wide on purpose.
"""

from typing import Any

import numpy as np

from ringfort.command.contract import BIRD, FRIEND, HOSTILE, NEUTRAL, UNKNOWN

PROFILE = np.dtype(
    [
        ("identity", "i8"),
        ("ballistic", "i8"),
        ("share", "f8"),  # of its identity
        ("speed_mps", "f8"),
        ("speed_sigma", "f8"),
        ("height_m", "f8"),
        ("height_sigma", "f8"),
        ("cross_section_dbsm", "f8"),
        ("cross_section_sigma_db", "f8"),
        ("at_base", "f8"),  # odds that it flies at a protected thing
        ("in_corridor", "f8"),  # odds that it is found in a friendly corridor
        ("log_speed", "f8"),  # logarithms of the above, for the kernel
        ("log_height", "f8"),
        ("log_at_base", "f8", 2),  # not so, so
        ("log_in_corridor", "f8", 2),
    ],
    align=True,
)

# identity, ballistic, share, speed m/s and sigma, height m and sigma, dBsm and sigma, at base, in corridor
_ROWS = (
    (HOSTILE, 1, 0.25, 300.0, 0.5, 1000.0, 1.2, -20.0, 8.0, 0.95, 0.10),  # rocket, mortar bomb, shell
    (HOSTILE, 1, 0.125, 1500.0, 0.6, 30000.0, 1.2, -10.0, 8.0, 0.95, 0.10),  # missile
    (HOSTILE, 0, 0.45, 46.0, 0.30, 150.0, 1.0, -13.0, 6.0, 0.90, 0.10),  # one-way attack drone
    (HOSTILE, 0, 0.125, 15.0, 0.40, 80.0, 0.8, -18.0, 5.0, 0.80, 0.10),  # quadcopter
    (FRIEND, 0, 0.75, 38.0, 0.35, 300.0, 1.0, -11.0, 6.0, 0.70, 0.90),  # own drone coming home
    (FRIEND, 0, 0.15, 110.0, 0.60, 1500.0, 1.0, 5.0, 6.0, 0.40, 0.80),  # own aircraft
    (NEUTRAL, 0, 1.0, 220.0, 0.25, 9000.0, 0.5, 15.0, 6.0, 0.05, 0.10),  # airliner
    (BIRD, 0, 1.0, 13.0, 0.35, 150.0, 1.0, -25.0, 6.0, 0.15, 0.10),
    (UNKNOWN, 0, 1.0, 60.0, 1.5, 1000.0, 1.5, -15.0, 12.0, 0.10, 0.10),  # clutter, debris, anything else
    (HOSTILE, 0, 0.05, 230.0, 0.25, 80.0, 0.8, -6.0, 6.0, 0.90, 0.10),  # cruise missile
    (FRIEND, 0, 0.10, 12.0, 0.40, 80.0, 0.8, -18.0, 5.0, 0.70, 0.50),  # own quadcopter
)


def profiles() -> Any:
    """Return the table as a record array of ``PROFILE``, one row a kind of ``contract.KINDS``."""
    table = np.zeros(len(_ROWS), PROFILE)
    for name, column in zip(PROFILE.names or (), zip(*_ROWS, strict=True), strict=False):
        table[name] = column
    table["log_speed"], table["log_height"] = np.log(table["speed_mps"]), np.log(table["height_m"])
    for name in ("at_base", "in_corridor"):
        table[f"log_{name}"] = np.log(np.stack([1.0 - table[name], table[name]], axis=1))
    return table.view(np.recarray)
