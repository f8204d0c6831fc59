"""A sensor's scan: what it sees of all that flies, and what it only believes to see."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.arrive import read
from ringfort.engine.availability import forbidden
from ringfort.engine.echo import cross_section, jamming
from ringfort.engine.model import Model
from ringfort.engine.state import BLIND_DOWN, BLIND_FORBIDDEN, FLYING, MAX_DETECTIONS
from ringfort.physics.acoustics import speed_of_sound
from ringfort.sensors.contract import ACOUSTIC, NO_RANGE_M, RADAR, Glimpse, Look
from ringfort.streams import CLUTTER, LOOK, MESSAGE, normal, poisson, start, uniform
from ringfort.world.terrain import EARTH_RADIUS_M, height_above_ground
from ringfort.world.viewshed import clearance_angle
from ringfort.world.weather import RadioLoss, radio_loss_db

_FOUR_THIRDS = 4.0 / 3.0 * EARTH_RADIUS_M
_ECHO_DB = 5.0  # one-sigma scatter of a single echo's strength about the mean cross section
_ALL_ROUND = 6.283
_STEEPEST = 0.05  # cosine of the elevation above which all is one cell
_TEMPERATE_K = 288.15  # at which sound is under way
_ALARM_M2, _ALARM_DBSM = 0.01, -20.0  # the echo that a false alarm looks like


@compiled
def ready(model: Model, glimpses: Any, state: Any, s: int) -> None:
    """Set the state of sensor ``s`` back to before its first look, with the parameters of this raid."""
    sensor, watch = model.given.sensors[s], state.watches[s]
    mounting = state.mountings[sensor.system]
    watch.scan, watch.axis_rad = 0, sensor.facing_rad
    watch.low_sine, watch.high_sine = math.sin(mounting.elevation_low_rad), math.sin(mounting.elevation_high_rad)
    whole = mounting.measures_range > 0.5 and mounting.measures_elevation > 0.5 and sensor.kind == RADAR
    watch.lacking = 0 if whole else 1
    if mounting.false_alarms > 0.0:
        far = min(mounting.false_alarm_range_m, mounting.range_max_m)
        alarm = alarm_glimpse(model, glimpses, state, s, 0.5 * far, 0.1)
        watch.alarm_m, watch.alarm_azimuth_rad, watch.alarm_elevation_rad = (
            alarm.range_m,
            alarm.azimuth_rad,
            alarm.elevation_rad,
        )


@compiled
def clearance(model: Model, s: int, x: float, y: float, height_m: float) -> float:
    """Return the angle (rad) by which sensor ``s`` sees over the horizon or the terrain at a place; negative = masked.

    Over smooth ground by the 4/3-earth horizon, over terrain by the mask laid out once a study.
    """
    sensor, mask = model.given.sensors[s], model.masks[s]
    dx, dy = x - sensor.x_m, y - sensor.y_m
    ground = math.sqrt(dx * dx + dy * dy) + 1.0
    if mask.shape[0] > 1:
        return clearance_angle(mask, model.terrain, sensor, x, y, height_m)
    up = max(height_m, 0.0)
    reach = math.sqrt(2.0 * _FOUR_THIRDS * sensor.height_m) + math.sqrt(2.0 * _FOUR_THIRDS * up)
    return (reach - ground) / _FOUR_THIRDS


@compiled
def within_sector(bearing_rad: float, facing_rad: float, sector_rad: float) -> float:
    """Return the bearing off the facing (-pi to pi), or 99 where it lies outside the sector."""
    off = bearing_rad - facing_rad
    off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
    return off if abs(off) <= 0.5 * sector_rad + 1e-9 else 99.0


@compiled
def loss(air: Any, distance_m: float, from_m: float, to_m: float) -> float:
    """Return what the air takes on a way between two heights above ground, in the units of ``air`` (RadioLoss)."""
    if air[0] + air[2] + air[4] <= 0.0:
        return 0.0
    return radio_loss_db(RadioLoss(air[0], air[1], air[2], air[3], air[4], air[5]), distance_m, from_m, to_m)


@compiled
def off_axis(model: Model, state: Any, s: int, now: Any) -> float:
    """Return the bearing of a thing off the axis of sensor ``s``; 99 where it lies outside its ranges and angles."""
    sensor = model.given.sensors[s]
    mounting = state.mountings[sensor.system]
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    square = dx * dx + dy * dy + dz * dz
    if square > mounting.range_max_m * mounting.range_max_m or square < mounting.range_min_m * mounting.range_min_m:
        return 99.0
    watch, distance = state.watches[s], math.sqrt(square)
    if dz < watch.low_sine * distance or dz > watch.high_sine * distance:
        return 99.0
    if mounting.sector_rad >= _ALL_ROUND:
        return 0.0  # a sensor that turns all round has no axis
    return within_sector(math.atan2(dx, dy), sensor.facing_rad, mounting.sector_rad)


@compiled
def look(model: Model, glimpses: Any, state: Any, s: int, now: Any, system: int) -> Glimpse:
    """Return what sensor ``s`` gets of a thing at ``now`` (place, velocity), whose kind is one row of the bodies."""
    off = off_axis(model, state, s, now)
    if off > 9.0:
        return Glimpse(0.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    sensor = model.given.sensors[s]
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    square = dx * dx + dy * dy + dz * dz
    distance = math.sqrt(square) + 1e-9
    elevation = math.asin(dz / distance)
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    clear = clearance(model, s, now[0], now[1], height)
    if clear <= 0.0:
        return Glimpse(0.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    speed2 = now[3] * now[3] + now[4] * now[4] + now[5] * now[5] + 1e-12
    along = dx * now[3] + dy * now[4] + dz * now[5]
    body, noise = state.bodies[system], 0.0
    if state.n_noises > 0:
        noise = jamming(state, sensor.aerial, math.atan2(dx, dy), elevation)
    answer: Glimpse = glimpses[sensor.glimpse](
        state.own_sensors[sensor.system],
        Look(
            distance,
            off,
            elevation,
            along / distance,
            math.sqrt(now[3] * now[3] + now[4] * now[4]),
            cross_section(state.echoes[system, s], along, speed2 * square),
            body.swerling,
            body.size_m,
            body.contrast,
            height,
            sensor.height_m,
            clear,
            loss(sensor.air, distance, sensor.height_m, height),
            model.given.air.rain_mmh if height < sensor.air[3] else 0.0,
            model.given.air.sun_elevation_rad,
            model.given.air.wind_mps,
            model.given.air.visibility_m,
            body.video_eirp_w,
            body.radio_frequency_hz,
            body.noise_db,
            noise,
            model.given.air.turbulence,
        ),
    )
    return answer


@compiled
def scan(model: Model, glimpses: Any, state: Any, s: int) -> int:
    """Look once at everything in the air; write detections and, beside them, the objects behind them."""
    sensor, watch, stream, t = model.given.sensors[s], state.watches[s], state.stream, state.total.now
    count = 0
    for o in range(model.given.n_arrivals):
        thing = state.objects[o]
        if thing.status != FLYING:
            continue
        read(state, o, t)
        arrival = model.given.arrivals[o]
        glimpse = look(model, glimpses, state, s, thing.now, arrival.system)
        if glimpse.odds <= 0.0:
            continue
        start(stream, state.dice, sensor.key, arrival.key, LOOK, 8 * watch.scan)
        die = uniform(stream)
        if die >= glimpse.odds or count >= MAX_DETECTIONS:
            continue
        if watch.lacking == 1 and sensor.kind == ACOUSTIC:
            read_as_heard(state, sensor, o, t)
        body = state.bodies[arrival.system]
        echo = 10.0 * math.log10(0.5 * (body.cross_section_front_m2 + body.cross_section_side_m2))
        dx, dy, dz = thing.now[0] - sensor.x_m, thing.now[1] - sensor.y_m, thing.now[2] - sensor.z_m
        distance = math.sqrt(dx * dx + dy * dy + dz * dz)
        rate = (dx * thing.now[3] + dy * thing.now[4] + dz * thing.now[5]) / distance
        report(model, state, s, count, glimpse, (distance, math.atan2(dx, dy), math.asin(dz / distance), rate, echo))
        state.sources[count] = o
        thing.detected_t = min(thing.detected_t, t)
        if rows.on(state):
            note_detection(state, count, (o, s), glimpse.odds, die)
        count += 1
    count = false_alarms(model, state, s, count)
    watch.scan += 1
    return count


@compiled
def pass_by(model: Model, glimpses: Any, state: Any, s: int) -> None:
    """Note what sensor ``s``, which does not work now, would more likely than not have seen of what nobody tracks."""
    state.watches[s].scan += 1
    if state.mountings[model.given.sensors[s].system].cued > 0.5:
        return
    status, t = state.books[s].status, state.total.now
    bit = BLIND_FORBIDDEN if forbidden(status) else BLIND_DOWN
    for o in range(model.given.n_arrivals):
        thing = state.objects[o]
        if thing.status != FLYING or thing.tracked_t < math.inf or thing.lacked & bit > 0:
            continue
        read(state, o, t)
        if look(model, glimpses, state, s, thing.now, model.given.arrivals[o].system).odds > 0.5:
            thing.lacked |= bit
            if rows.on(state):
                rows.note(state, t, rows.LACKED, (o, s, status, -1))


@compiled
def arrives(model: Model, state: Any, s: int) -> bool:
    """Return whether the command post gets word of the look that sensor ``s`` has just had."""
    sensor, lost = model.given.sensors[s], state.mountings[model.given.sensors[s].system].loss
    if lost <= 0.0:
        return True
    start(state.stream, state.dice, sensor.key, 0, MESSAGE, state.watches[s].scan)
    return bool(uniform(state.stream) >= lost)


@compiled
def read_as_heard(state: Any, sensor: Any, o: int, t: float) -> None:
    """Move object ``o`` back to where it was when the sound left it that the sensor hears at ``t``.

    The time of emission by three rounds of t' = t - R(t') / c, good to a metre below half the speed of sound.
    """
    now, first = state.objects[o].now, state.knots[o][0].t
    for _ in range(3):
        dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
        late = math.sqrt(dx * dx + dy * dy + dz * dz) / speed_of_sound(_TEMPERATE_K)
        read(state, o, max(t - late, first))


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
    accuracies = (glimpse.range_m, glimpse.azimuth_rad, glimpse.elevation_rad)
    put(detection, sensor, accuracies, mounting, state.watches[s].lacking == 1)


@compiled
def put(detection: Any, sensor: Any, accuracies: tuple[float, float, float], mounting: Any, lacks: bool) -> None:
    """Give a measurement its accuracies (range, azimuth, elevation) and place; ``lacks``: it does not tell all."""
    detection.track = -1
    detection.sigma_range_m, detection.sigma_azimuth_rad, detection.sigma_elevation_rad = accuracies
    if lacks:
        leave_out(detection, sensor, mounting)
    to_cartesian(detection, sensor)


@compiled
def leave_out(detection: Any, sensor: Any, mounting: Any) -> None:
    """Take from a detection what its sensor does not measure.

    Without elevation it has a low one, wide; without range that of the middle of the sensor's reach, wider than all.
    What is no radar tells no cross section.
    """
    if mounting.measures_elevation <= 0.5:
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
def false_alarms(model: Model, state: Any, s: int, count: int) -> int:
    """Add this scan's false alarms: uniform over the sensor's own range, bearing and elevation."""
    sensor, watch, stream = model.given.sensors[s], state.watches[s], state.stream
    mounting = state.mountings[sensor.system]
    if mounting.false_alarms <= 0.0:
        return count
    start(stream, state.dice, sensor.key, 0, CLUTTER, 256 * watch.scan)
    near, far = mounting.range_min_m, min(mounting.false_alarm_range_m, mounting.range_max_m)
    alarms = poisson(stream, mounting.false_alarms)
    accuracies = (watch.alarm_m, watch.alarm_azimuth_rad, watch.alarm_elevation_rad)
    for _ in range(alarms):
        distance = near + (far - near) * uniform(stream)
        bearing = sensor.facing_rad + mounting.sector_rad * (uniform(stream) - 0.5)
        low, high = max(mounting.elevation_low_rad, 0.0), mounting.elevation_high_rad
        elevation = low + (high - low) * uniform(stream)
        if count >= MAX_DETECTIONS:
            state.total.dropped += 1
            continue
        detection = state.detections[count]
        detection.t, detection.sensor, detection.sigma_range_rate_mps = state.total.now, s, 0.0
        detection.range_m, detection.azimuth_rad, detection.elevation_rad = max(distance, 1.0), bearing, elevation
        detection.cross_section_dbsm = _ALARM_DBSM
        put(detection, sensor, accuracies, mounting, watch.lacking == 1)
        state.sources[count] = -1
        if rows.on(state):
            note_detection(state, count, (-1, s), 0.0, 0.0)
        count += 1
    return count


@compiled
def alarm_glimpse(model: Model, glimpses: Any, state: Any, s: int, distance: float, elevation: float) -> Glimpse:
    """Return the accuracies that a false alarm at this place claims to have."""
    sensor = model.given.sensors[s]
    answer: Glimpse = glimpses[sensor.glimpse](
        state.own_sensors[sensor.system],
        Look(
            distance,
            0.0,
            elevation,
            100.0,
            100.0,
            _ALARM_M2,
            1.0,
            1.0,
            1.0,
            max(distance * math.sin(elevation), 1.0),
            sensor.height_m,
            1.0,
            0.0,
            model.given.air.rain_mmh,
            model.given.air.sun_elevation_rad,
            model.given.air.wind_mps,
            model.given.air.visibility_m,
            1.0,
            2.44e9,
            90.0,
            0.0,
            0.0,
        ),
    )
    return answer


@compiled
def note_detection(state: Any, j: int, who: tuple[int, int], odds: float, die: float) -> None:
    """Log detection ``j`` of object ``who[0]`` (-1 = none) by sensor ``who[1]``."""
    detection = state.detections[j]
    kind = rows.DETECTED if who[0] >= 0 else rows.FALSE_ALARM
    row = rows.note(state, detection.t, kind, (who[0], who[1], 0, -1))
    row.value, row.die = odds, die
    for i in range(3):
        row.place[i] = detection.position[i]
        row.more[i] = detection.covariance[i, i]
    row.more[3], row.more[4], row.more[5] = (
        detection.covariance[0, 1],
        detection.covariance[0, 2],
        detection.covariance[1, 2],
    )
