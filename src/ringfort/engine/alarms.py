"""False alarms, drawn in a sensor's own coordinates: even over all it covers, and off the ground that it lights up."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine.echo import loss
from ringfort.engine.ground_echo import RINGS, SECTORS
from ringfort.engine.measure import put
from ringfort.engine.model import Model
from ringfort.engine.state import MAX_DETECTIONS
from ringfort.sensors.contract import NO_SIGNATURE, Glimpse, Look
from ringfort.streams import CLUTTER, normal, poisson, start, uniform
from ringfort.world.terrain import ground_height

_ALARM_M2, ALARM_DBSM = 0.01, -20.0  # the echo that a false alarm looks like
_ON_GROUND = 1 << 20  # streams of those off the ground begin here


@compiled
def false_alarms(model: Model, state: Any, s: int, count: int) -> int:
    """Add this scan's false alarms to ``count`` detections; return how many there are then."""
    sensor, watch, stream = model.given.sensors[s], state.watches[s], state.stream
    mounting = state.mountings[sensor.system]
    if mounting.false_alarms > 0.0:
        start(stream, state.dice, sensor.key, 0, CLUTTER, 256 * watch.scan)
        for _ in range(poisson(stream, mounting.false_alarms)):
            count = add(model, state, s, count, anywhere(sensor, mounting, stream))
    if mounting.ground_alarms > 0.0 and model.grounds[s, RINGS * SECTORS - 1] > 0.0:
        start(stream, state.dice, sensor.key, 2, CLUTTER, 256 * watch.scan)
        for _ in range(poisson(stream, mounting.ground_alarms)):
            count = add(model, state, s, count, on_ground(model, state, s, stream))
    return count


@compiled
def anywhere(sensor: Any, mounting: Any, stream: Any) -> tuple[float, float, float, float]:
    """Draw range, bearing, elevation and range rate of a false alarm, even over all that the sensor covers."""
    near, far = mounting.range_min_m, min(mounting.false_alarm_range_m, mounting.range_max_m)
    distance = near + (far - near) * uniform(stream)
    bearing = sensor.facing_rad + mounting.sector_rad * (uniform(stream) - 0.5)
    low, high = max(mounting.elevation_low_rad, 0.0), mounting.elevation_high_rad
    elevation = low + (high - low) * uniform(stream)
    return distance, bearing, elevation, mounting.alarm_speed_mps * (2.0 * uniform(stream) - 1.0)


@compiled
def on_ground(model: Model, state: Any, s: int, stream: Any) -> tuple[float, float, float, float]:
    """Draw the same of one off the ground: a cell by how bright it is, a place in it, a speed beyond the notch."""
    sensor, watch = model.given.sensors[s], state.watches[s]
    mounting = state.mountings[sensor.system]
    share, low, high = uniform(stream), 0, RINGS * SECTORS - 1
    while low < high:
        middle = (low + high) // 2
        if model.grounds[s, middle] < share:
            low = middle + 1
        else:
            high = middle
    ring, sector = low // SECTORS, low % SECTORS
    distance = sensor.ground_near_m + (sensor.ground_far_m - sensor.ground_near_m) * (ring + uniform(stream)) / RINGS
    bearing = sensor.facing_rad + mounting.sector_rad * ((sector + uniform(stream)) / SECTORS - 0.5)
    x, y = sensor.x_m + distance * math.sin(bearing), sensor.y_m + distance * math.cos(bearing)
    rise = ground_height(model.terrain, x, y) - sensor.z_m
    elevation = math.atan2(rise, distance) + watch.alarm_elevation_rad * normal(stream)
    speed = sensor.aerial.notch_mps - mounting.ground_speed_mps * math.log(uniform(stream))
    return distance, bearing, elevation, speed if uniform(stream) < 0.5 else -speed


@compiled
def add(model: Model, state: Any, s: int, count: int, at: tuple[float, float, float, float]) -> int:
    """Write a false alarm at (range, bearing, elevation, range rate) as detection ``count``; return the next."""
    sensor, watch = model.given.sensors[s], state.watches[s]
    if count >= MAX_DETECTIONS:
        state.total.dropped += 1
        return count
    detection = state.detections[count]
    detection.t, detection.sensor = state.total.now, s
    detection.range_m, detection.azimuth_rad, detection.elevation_rad = max(at[0], 1.0), at[1], at[2]
    detection.range_rate_mps, detection.sigma_range_rate_mps = 0.0, 0.0
    if state.mountings[sensor.system].measures_range_rate > 0.5:
        detection.range_rate_mps, detection.sigma_range_rate_mps = at[3], watch.alarm_mps
    detection.cross_section_dbsm, detection.signature = ALARM_DBSM, NO_SIGNATURE
    put(model, state, s, detection, (watch.alarm_m, watch.alarm_azimuth_rad, watch.alarm_elevation_rad))
    state.sources[count] = -1
    state.marks[count, 0] = state.marks[count, 1] = 0.0
    return count + 1


@compiled
def ready_alarms(model: Model, glimpses: Any, state: Any, s: int) -> None:
    """Work out the accuracies that the false alarms of sensor ``s`` claim in this raid."""
    watch, mounting = state.watches[s], state.mountings[model.given.sensors[s].system]
    if mounting.false_alarms + mounting.ground_alarms <= 0.0:
        return
    far = min(mounting.false_alarm_range_m, mounting.range_max_m)
    alarm = alarm_glimpse(model, glimpses, state, s, (0.5 * far, 0.1, 0.0))
    watch.alarm_m, watch.alarm_azimuth_rad = alarm.range_m, alarm.azimuth_rad
    watch.alarm_elevation_rad, watch.alarm_mps = alarm.elevation_rad, alarm.range_rate_mps


@compiled
def alarm_glimpse(model: Model, glimpses: Any, state: Any, s: int, at: tuple[float, float, float]) -> Glimpse:
    """Return what sensor ``s`` would get of a thing that looks like a false alarm, with the accuracies of one.

    ``at``: range (m), elevation and bearing off the axis (rad).
    """
    sensor, (distance, elevation, off) = model.given.sensors[s], at
    height = max(distance * math.sin(elevation), 1.0)
    answer: Glimpse = glimpses[sensor.glimpse](
        state.own_sensors[sensor.system],
        Look(
            distance,
            off,
            elevation,
            100.0,
            100.0,
            _ALARM_M2,
            1.0,
            1.0,
            1.0,
            height,
            sensor.height_m,
            1.0,
            loss(sensor.air, distance, sensor.height_m, height),
            model.given.air.rain_mmh,
            model.given.air.sun_elevation_rad,
            model.given.air.wind_mps,
            model.given.air.visibility_m,
            1.0,
            2.44e9,
            90.0,
            0.0,
            0.0,
            1.0,
            0.0,
            0.0,
        ),
    )
    return answer
