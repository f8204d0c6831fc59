"""A sensor's scan: what it sees of all that flies, and what it only believes to see."""

import math
from typing import Any, NamedTuple

from ringfort.command.evidence import drawn_signature
from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.alarms import false_alarms, ready_alarms
from ringfort.engine.arrive import read
from ringfort.engine.availability import forbidden
from ringfort.engine.echo import cross_section, jamming, lit, loss
from ringfort.engine.measure import report
from ringfort.engine.model import Model
from ringfort.engine.recognise import kind_of
from ringfort.engine.resolve import open_cells, settle
from ringfort.engine.state import BLIND_DOWN, BLIND_FORBIDDEN, FLYING, MAX_DETECTIONS
from ringfort.physics.acoustics import speed_of_sound
from ringfort.sensors.contract import ACOUSTIC, NO_SIGNATURE, RADAR, Glimpse, Look
from ringfort.streams import IDENTITY, LOOK, MESSAGE, start, uniform
from ringfort.world.terrain import EARTH_RADIUS_M, height_above_ground
from ringfort.world.viewshed import clearance_angle

_FOUR_THIRDS = 4.0 / 3.0 * EARTH_RADIUS_M
_ALL_ROUND = 6.283
_TEMPERATE_K = 288.15  # at which sound is under way


@compiled
def ready(model: Model, glimpses: Any, state: Any, s: int) -> None:
    """Set the state of sensor ``s`` back to before its first look, with the parameters of this raid."""
    sensor, watch = model.given.sensors[s], state.watches[s]
    mounting = state.mountings[sensor.system]
    watch.scan, watch.axis_rad, watch.tilt_rad, watch.sector_rad = 0, sensor.facing_rad, 0.0, 0.0
    watch.searched_t, watch.spent_s, watch.free_t, watch.confirms = -math.inf, 0.0, 0.0, 0
    watch.target, watch.target_track = -1, -1
    watch.low_sine, watch.high_sine = math.sin(mounting.elevation_low_rad), math.sin(mounting.elevation_high_rad)
    whole = mounting.measures_range * mounting.measures_azimuth * mounting.measures_elevation > 0.5
    watch.lacking = 0 if whole and sensor.kind == RADAR else 1
    ready_alarms(model, glimpses, state, s)


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
    sector = max(mounting.sector_rad, watch.sector_rad)
    if sector >= _ALL_ROUND:
        return 0.0  # a sensor that turns all round has no axis
    return within_sector(math.atan2(dx, dy), sensor.facing_rad, sector)


class Seen(NamedTuple):
    """A thing as a sensor looks at it: where, for ``lay_out``, and what it is."""

    off_rad: float  # bearing off the sensor's axis
    height_m: float  # above the ground
    clear_rad: float  # angle by which the line of sight clears the horizon
    cross_section_m2: float
    swerling: float
    size_m: float
    contrast: float
    emitted_w: float
    emitted_hz: float
    noise_db: float
    energy: float  # of the look, over that of a look of the search


@compiled
def regard(model: Model, glimpses: Any, state: Any, s: int, now: Any, seen: Seen) -> Glimpse:
    """Return what the model of sensor ``s`` answers to one look at a thing at ``now`` (place, velocity)."""
    sensor, air, noise = model.given.sensors[s], model.given.air, 0.0
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    distance = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
    elevation = math.asin(dz / distance)
    if state.n_noises > 0:
        noise = jamming(state, sensor.aerial, math.atan2(dx, dy), elevation)
    answer: Glimpse = glimpses[sensor.glimpse](
        state.own_sensors[sensor.system],
        Look(
            distance,
            seen.off_rad,
            elevation,
            (dx * now[3] + dy * now[4] + dz * now[5]) / distance,
            math.sqrt(now[3] * now[3] + now[4] * now[4]),
            seen.cross_section_m2,
            seen.swerling,
            seen.size_m,
            seen.contrast,
            seen.height_m,
            sensor.height_m,
            seen.clear_rad,
            loss(sensor.air, distance, sensor.height_m, seen.height_m),
            air.rain_mmh if seen.height_m < sensor.air[3] else 0.0,
            air.sun_elevation_rad,
            air.wind_mps,
            air.visibility_m,
            seen.emitted_w,
            seen.emitted_hz,
            seen.noise_db,
            noise,
            air.turbulence,
            seen.energy,
            state.mountings[sensor.system].period_s,
            (air.wind_east_mps * dx + air.wind_north_mps * dy) / distance,
        ),
    )
    return answer


@compiled
def look(model: Model, glimpses: Any, state: Any, s: int, now: Any, what: tuple[int, float]) -> Glimpse:
    """Return what sensor ``s`` gets of a thing at ``now`` (place, velocity).

    ``what``: the row of the bodies whose kind it is, and the energy of this look over that of a look of the search.
    """
    off = off_axis(model, state, s, now)
    if off > 9.0:
        return Glimpse(0.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    height = height_above_ground(model.terrain, now[0], now[1], now[2])
    clear = clearance(model, s, now[0], now[1], height)
    if clear <= 0.0:
        return Glimpse(0.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    sensor, (system, energy) = model.given.sensors[s], what
    dx, dy, dz = now[0] - sensor.x_m, now[1] - sensor.y_m, now[2] - sensor.z_m
    along, square = dx * now[3] + dy * now[4] + dz * now[5], dx * dx + dy * dy + dz * dz
    speed2 = now[3] * now[3] + now[4] * now[4] + now[5] * now[5] + 1e-12
    body = state.bodies[system]
    seen = Seen(
        off,
        height,
        clear,
        cross_section(state.echoes[system, s], along, speed2 * square),
        body.swerling,
        body.size_m,
        body.contrast,
        body.video_eirp_w,
        body.radio_frequency_hz,
        body.noise_db,
        energy,
    )
    return regard(model, glimpses, state, s, now, seen)


@compiled
def scan(model: Model, glimpses: Any, state: Any, s: int) -> int:
    """Look at everything in the air; write detections and, beside them, the objects behind them.

    With ``state.n_aims`` above 0 the beam looks there only, and makes no false alarms; else it searches.
    """
    sensor, watch, stream, t = model.given.sensors[s], state.watches[s], state.stream, state.total.now
    count, energy = 0, 1.0
    open_cells(state, sensor)
    for o in range(model.given.n_arrivals):
        thing = state.objects[o]
        if thing.status != FLYING:
            continue
        read(state, o, t)
        arrival = model.given.arrivals[o]
        if state.n_aims > 0:
            energy = state.mountings[sensor.system].look_energy * lit(model, state, s, thing.now)
            if energy <= 0.0:
                continue
        glimpse = look(model, glimpses, state, s, thing.now, (arrival.system, energy))
        if glimpse.odds <= 0.0:
            continue
        start(stream, state.dice, sensor.key, arrival.key, LOOK, 8 * watch.scan)
        die = uniform(stream)
        if die >= glimpse.odds or count >= MAX_DETECTIONS:
            continue
        detect(model, state, s, (o, count), glimpse)
        state.marks[count, 0], state.marks[count, 1] = glimpse.odds, die
        count = settle(model, state, s, count)
    if state.n_aims == 0:
        count = false_alarms(model, state, s, count)
    if rows.on(state):
        for j in range(count):
            note_detection(state, j, s)
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
        if look(model, glimpses, state, s, thing.now, (model.given.arrivals[o].system, 1.0)).odds > 0.5:
            thing.lacked |= bit
            if rows.on(state):
                rows.note(state, t, rows.LACKED, (o, s, status, -1))


@compiled
def detect(model: Model, state: Any, s: int, who: tuple[int, int], glimpse: Glimpse) -> None:
    """Write the detection of object ``who[0]`` by sensor ``s`` as detection ``who[1]``."""
    (o, j), sensor, t = who, model.given.sensors[s], state.total.now
    thing, arrival = state.objects[o], model.given.arrivals[o]
    if state.watches[s].lacking == 1 and sensor.kind == ACOUSTIC:
        read_as_heard(state, sensor, o, t)
    body = state.bodies[arrival.system]
    echo = 10.0 * math.log10(0.5 * (body.cross_section_front_m2 + body.cross_section_side_m2))
    dx, dy, dz = thing.now[0] - sensor.x_m, thing.now[1] - sensor.y_m, thing.now[2] - sensor.z_m
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    rate = (dx * thing.now[3] + dy * thing.now[4] + dz * thing.now[5]) / distance
    report(model, state, s, j, glimpse, (distance, math.atan2(dx, dy), math.asin(dz / distance), rate, echo))
    state.detections[j].signature = signature(model, state, s, o, glimpse.signal_to_noise)
    state.sources[j] = o
    thing.detected_t = min(thing.detected_t, t)


@compiled
def signature(model: Model, state: Any, s: int, o: int, signal: float) -> int:
    """Return what sensor ``s`` makes of the modulation of the echo of object ``o``; NO_SIGNATURE where it is too weak.

    It judges once in each ``signature_s``: the die stays the same that long, and so does the judgement.
    """
    sensor, arrival = model.given.sensors[s], model.given.arrivals[o]
    mounting = state.mountings[sensor.system]
    if mounting.signature_s <= 0.0 or signal < mounting.signature_signal:
        return NO_SIGNATURE
    window = int(state.total.now / mounting.signature_s)
    start(state.stream, state.dice, sensor.key, arrival.key, IDENTITY, window)
    true = kind_of(arrival, state.bodies[arrival.system])
    return drawn_signature(uniform(state.stream), true, mounting.signature_confusion)


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
def note_detection(state: Any, j: int, s: int) -> None:
    """Log detection ``j`` by sensor ``s``, of an object or of nothing."""
    detection = state.detections[j]
    kind = rows.DETECTED if state.sources[j] >= 0 else rows.FALSE_ALARM
    row = rows.note(state, detection.t, kind, (state.sources[j], s, 0, -1))
    row.value, row.die = state.marks[j, 0], state.marks[j, 1]
    for i in range(3):
        row.place[i] = detection.position[i]
        row.more[i] = detection.covariance[i, i]
    row.more[3], row.more[4], row.more[5] = (
        detection.covariance[0, 1],
        detection.covariance[0, 2],
        detection.covariance[1, 2],
    )
