"""From what a sensor gets of a thing to a detection: errors, what it does not measure, place and clutter about it."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine.ground_echo import RINGS, SECTORS
from ringfort.engine.model import Model
from ringfort.sensors.contract import NO_RANGE_M, RADAR, Glimpse
from ringfort.streams import normal
from ringfort.world.terrain import ground_height

_ECHO_DB = 5.0  # one-sigma scatter of a single echo's strength about the mean cross section
_STEEPEST = 0.05  # cosine of the elevation above which all is one cell
_FEWEST = 1e-3  # false alarms a scan with which the tracker reckons at least
_WIDE_RAD = 0.6  # an azimuth so wide is none to the tracker
_FAR_OFF = 7.0  # deviations from the ground beyond which one in 10^11 of its false alarms lies
_ROOT_TWO_PI = math.sqrt(2.0 * math.pi)


@compiled
def report(model: Model, state: Any, s: int, j: int, glimpse: Glimpse, true: tuple[float, ...]) -> None:
    """Write detection ``j`` of a thing at ``true`` (range, bearing, elevation, range rate, dBsm) with its errors."""
    sensor, detection, stream = model.given.sensors[s], state.detections[j], state.stream
    mounting = state.mountings[sensor.system]
    detection.t, detection.sensor = state.total.now, s
    detection.range_m = max(true[0] + glimpse.range_m * normal(stream), 1.0)
    detection.azimuth_rad = true[1] + glimpse.azimuth_rad * normal(stream)
    detection.elevation_rad = true[2] + glimpse.elevation_rad * normal(stream)
    detection.cross_section_dbsm = true[4] + _ECHO_DB * normal(stream)
    detection.range_rate_mps, detection.sigma_range_rate_mps = 0.0, 0.0
    if mounting.measures_range_rate > 0.5:
        detection.sigma_range_rate_mps = glimpse.range_rate_mps
        detection.range_rate_mps = true[3] + glimpse.range_rate_mps * normal(stream)
    put(model, state, s, detection, (glimpse.range_m, glimpse.azimuth_rad, glimpse.elevation_rad))


@compiled
def put(model: Model, state: Any, s: int, detection: Any, accuracies: tuple[float, float, float]) -> None:
    """Give a measurement of sensor ``s`` its accuracies (range, azimuth, elevation), its place and its clutter."""
    sensor = model.given.sensors[s]
    detection.track = -1
    detection.sigma_range_m, detection.sigma_azimuth_rad, detection.sigma_elevation_rad = accuracies
    if state.watches[s].lacking == 1:
        leave_out(detection, sensor, state.mountings[sensor.system])
    to_cartesian(detection, sensor)
    if state.mountings[sensor.system].ground_alarms > 0.0:
        detection.clutter *= 1.0 + off_the_ground(model, state, s, detection)


@compiled
def leave_out(detection: Any, sensor: Any, mounting: Any) -> None:
    """Take from a detection what its sensor does not measure.

    Without elevation it has a low one, wide; without range that of the middle of the sensor's reach, wider than all;
    without azimuth that of its facing, as wide as makes the sector's even density. What is no radar tells no cross
    section.
    """
    if mounting.measures_azimuth <= 0.5:
        detection.azimuth_rad = sensor.facing_rad
        detection.sigma_azimuth_rad = max(mounting.sector_rad / _ROOT_TWO_PI, _WIDE_RAD)
    if mounting.measures_elevation <= 0.5 or mounting.measures_azimuth <= 0.5:
        detection.elevation_rad = 0.05
        detection.sigma_elevation_rad = 0.15
    if mounting.measures_range <= 0.5:
        detection.range_m, detection.sigma_range_m = 0.5 * mounting.range_max_m, NO_RANGE_M
    if sensor.kind != RADAR:
        detection.cross_section_dbsm = math.nan


@compiled
def to_cartesian(detection: Any, sensor: Any) -> None:
    """Fill the detection's place (m, local), covariance and density of clutter from its spherical measurement.

    Source: linearised conversion, [barshalom2001], section 10.4.1; good while range times angle error is small.
    """
    r, ca, sa = detection.range_m, math.cos(detection.azimuth_rad), math.sin(detection.azimuth_rad)
    ce, se = math.cos(detection.elevation_rad), math.sin(detection.elevation_rad)
    detection.position[0] = sensor.x_m + r * ce * sa
    detection.position[1] = sensor.y_m + r * ce * ca
    detection.position[2] = sensor.z_m + r * se
    detection.clutter = 1.0 / (r * r * max(ce, _STEEPEST))  # false alarms are even in range and angles
    a = detection.sigma_range_m * detection.sigma_range_m
    b = r * ce * detection.sigma_azimuth_rad
    c = r * detection.sigma_elevation_rad
    b, c = b * b, c * c
    ux, uy, uz = ce * sa, ce * ca, se  # along, then across in azimuth, then across in elevation
    vx, vy = ca, -sa
    wx, wy, wz = -se * sa, -se * ca, ce
    cov = detection.covariance
    cov[0, 0] = a * ux * ux + b * vx * vx + c * wx * wx
    cov[1, 1] = a * uy * uy + b * vy * vy + c * wy * wy
    cov[2, 2] = a * uz * uz + c * wz * wz
    cov[0, 1] = cov[1, 0] = a * ux * uy + b * vx * vy + c * wx * wy
    cov[0, 2] = cov[2, 0] = a * ux * uz + c * wx * wz
    cov[1, 2] = cov[2, 1] = a * uy * uz + c * wy * wz


@compiled
def even_density(mounting: Any) -> float:
    """Return the mean number of a sensor's even false alarms a scan, metre of range and square radian.

    Where no range is measured, they are spread along the line as wide as a detection is held to be.
    """
    far = min(mounting.false_alarm_range_m, mounting.range_max_m)
    if mounting.measures_range <= 0.5:
        far = _ROOT_TWO_PI * NO_RANGE_M
    up = mounting.elevation_high_rad - max(mounting.elevation_low_rad, 0.0)
    return float(max(mounting.false_alarms, _FEWEST) / (mounting.sector_rad * max(up, 0.01) * far))


@compiled
def off_the_ground(model: Model, state: Any, s: int, detection: Any) -> float:
    """Return how much denser false alarms off the ground are where a detection lies than the even ones.

    By its cell of range and azimuth, and a normal law about the ground's elevation there.
    """
    sensor, mounting = model.given.sensors[s], state.mountings[model.given.sensors[s].system]
    sigma = max(state.watches[s].alarm_elevation_rad, 1e-4)
    rise = ground_height(model.terrain, detection.position[0], detection.position[1]) - sensor.z_m
    if abs(detection.elevation_rad) > abs(rise) / detection.range_m + _FAR_OFF * sigma:
        return 0.0
    wide = sensor.ground_far_m - sensor.ground_near_m
    ring = int(RINGS * (detection.range_m - sensor.ground_near_m) / wide)
    off = (detection.azimuth_rad - sensor.facing_rad) / mounting.sector_rad + 0.5
    turns = 2.0 * math.pi / mounting.sector_rad
    off -= turns * math.floor(off / turns)
    if ring < 0 or ring >= RINGS or off >= 1.0:
        return 0.0
    cell = ring * SECTORS + int(off * SECTORS)
    share = model.grounds[s, cell] - (model.grounds[s, cell - 1] if cell > 0 else 0.0)
    z = (detection.elevation_rad - math.atan2(rise, detection.range_m)) / sigma
    dense = mounting.ground_alarms * share * RINGS * SECTORS / (wide * mounting.sector_rad)
    return float(dense * math.exp(-0.5 * z * z) / (_ROOT_TWO_PI * sigma) / even_density(mounting))
