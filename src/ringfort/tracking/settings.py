"""What a tracker can be told: which rules it uses and with which numbers."""

from typing import NamedTuple

NEAREST_NEIGHBOUR, BELIEF = 0.0, 1.0  # Settings.association: of confirmed tracks; tentative ones are matched one to one
M_OF_N, LOG_ODDS = 0.0, 1.0  # Settings.life


class Settings(NamedTuple):
    """The rules of one tracker, all floats, SI. ``settings`` gives the defaults."""

    association: float = BELIEF
    life: float = LOG_ODDS
    gate: float = 14.2  # chi-square distance beyond which no pair is thought of: 0.3 percent of right ones in space
    # motion
    quiet_noise: float = 1.0  # density of the white acceleration (m^2/s^3) when nothing happens
    manoeuvring_mps2: float = 25.0  # acceleration along an axis when it manoeuvres, brakes or is driven
    ballistic_noise: float = 20.0  # when it falls freely, with drag
    manoeuvring_odds: float = 0.05  # long-run shares of time
    ballistic_odds: float = 0.05
    ballistic_speed_mps: float = 80.0  # nothing slower flies freely
    mode_time_s: float = 20.0  # time in which the odds of a way of moving forget
    onset_mps: float = 30.0  # change of velocity along an axis by which a manoeuvre begins
    onset_s: float = 2.0  # how long it may have gone on unseen
    turn_spread: float = 0.0  # one-sigma rate (rad/s) at which a course may begin to turn; 0 = turns are not followed
    turn_noise: float = 1e-4  # density of the noise of that rate (rad^2/s^3)
    turn_time_s: float = 20.0  # time in which a turn ends of itself
    interacting: float = (
        0.0  # 1 = a filter for each way of moving (``interact``), of which turning takes manoeuvres' place
    )
    turning_noise: float = 1.0  # density of the white acceleration (m^2/s^3) along a turn, there
    velocity_slow_mps: float = 60.0  # one-sigma speed along an axis of a new track, if slow
    velocity_fast_mps: float = 1200.0  # and if fast
    fast_odds: float = 0.3
    # prediction of a free fall
    drag_m2_kg: float = 1.2e-4  # drag coefficient times area over mass: a ballistic coefficient of 8 t/m^2
    drag_spread: float = 0.5  # one-sigma share by which that is uncertain
    # life by M of N
    confirm_hits: float = 3.0  # M
    confirm_scans: float = 5.0  # N, at most 60
    tentative_misses: float = 2.0  # misses in a row that end a tentative track
    confirmed_misses: float = 5.0  # and a confirmed one
    # life by log-odds
    new_density: float = 1e-15  # newcomers a scan and m^3
    new_existence: float = 0.01  # least odds of existence given to a first detection
    confirm_existence: float = 0.9
    delete_existence: float = 0.005
    lifetime_s: float = 100.0  # mean life of a track beyond its last detection
    # starts from bearings alone
    crossing_existence: float = 0.2  # odds that a crossing of two lines is a thing, shared by a scan's lines
    crossing_s: float = 5.0  # age up to which a line is remembered
    # both
    coast_s: float = 30.0  # longest time without a detection
    latest_s: float = 10.0  # a scan that comes later than this to a track is no use to it
    seen_odds: float = 0.1  # a miss counts where the sensor sees the track with at least these odds
    least_odds: float = 0.02  # odds of detection of a track that no one expected to be seen
    # work
    grid_from: float = 32.0  # detections from which the pre-gate by cells is worth its while
    belief_tolerance: float = 1e-2
    belief_rounds: float = 20.0


def settings(**named: float) -> Settings:
    """Return the default settings with some of them changed. Raises TypeError where a name is unknown."""
    return Settings(**{name: float(value) for name, value in named.items()})
