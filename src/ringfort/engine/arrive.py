"""Before and at the start of a flight: draw what is uncertain, lay the flight out, put it on the clock."""

import math
from typing import Any

from ringfort.compiled import compiled
from ringfort.engine import log as rows
from ringfort.engine.model import (
    CHOICE,
    FIXED,
    LOGNORMAL,
    OF_EFFECTOR,
    OF_FLIGHT,
    OF_SENSOR,
    UNIFORM,
    Model,
)
from ringfort.engine.queue import ARRIVE, COME_DOWN, FAIL, push
from ringfort.engine.state import ABSENT, FLYING, WAITING, Tables
from ringfort.flights.contract import BIRD, HOSTILE, INTERCEPT, MISSION, Course, Departure, place, segment
from ringfort.streams import (
    ARRIVAL,
    FLIGHT,
    PARAMETER,
    lognormal,
    normal,
    poisson,
    start,
    triangular,
    uniform,
)
from ringfort.world.terrain import ground_height


@compiled
def draw_parameters(model: Model, state: Any, tables: Tables) -> None:
    """Draw every uncertain parameter of every system for this run."""
    if model.given.central > 0.0:
        return
    stream = state.stream
    for k in range(model.given.n_figures):
        figure = model.given.figures[k]
        start(stream, state.dice, figure.entity, figure.name, PARAMETER, 0)
        value = figure_drawn(stream, figure)
        if figure.stage == OF_FLIGHT:
            _store(tables.own_flights, tables.bodies, figure, value)
        elif figure.stage == OF_SENSOR:
            _store(tables.own_sensors, tables.mountings, figure, value)
        elif figure.stage == OF_EFFECTOR:
            _store(tables.own_effectors, tables.batteries, figure, value)
        else:
            tables.people[0, figure.slot] = value


@compiled
def figure_drawn(stream: Any, figure: Any) -> float:
    """Draw one uncertain parameter between its low and high."""
    if figure.uniform == 0:
        return triangular(stream, figure.low, figure.value, figure.high, figure.logarithmic == 1)
    u = uniform(stream)
    if figure.logarithmic == 1:
        return float(figure.low * math.exp(u * math.log(figure.high / figure.low)))
    return float(figure.low + u * (figure.high - figure.low))


@compiled
def _store(own: Any, shared: Any, figure: Any, value: float) -> None:
    if figure.shared == 1:
        shared[figure.system, figure.slot] = value
    else:
        own[figure.system, figure.slot] = value


@compiled
def draw(stream: Any, spread: Any, choices: Any) -> float:
    """Draw from one spread. Uses one or two uniforms whatever the law, so that laws can be changed singly."""
    if spread.law == FIXED:
        return float(spread.a)
    if spread.law == UNIFORM:
        return float(spread.a + (spread.b - spread.a) * uniform(stream))
    if spread.law == LOGNORMAL:
        return lognormal(stream, spread.a, spread.b)
    if spread.law == CHOICE:
        return float(choices[int(spread.a) + int(uniform(stream) * spread.b)])
    return float(spread.a + spread.b * normal(stream))


@compiled
def expect(model: Model, state: Any) -> None:
    """Draw when each object sets off and put it on the clock; count those whose flights end a raid.

    Without any, a raid goes on until its time is up. What flies for the defence is not drawn here.
    """
    stream = state.stream
    for o in range(model.given.n_arrivals):
        arrival, thing = model.given.arrivals[o], state.objects[o]
        if arrival.flies_for >= 0:
            continue
        if arrival.mean_count > 0.0:
            start(stream, state.dice, arrival.group_key, 0, ARRIVAL, 64)
            if arrival.member >= poisson(stream, arrival.mean_count):
                thing.status = ABSENT
                continue
        start(stream, state.dice, arrival.group_key, 0, ARRIVAL, 0)
        thing.status = WAITING
        thing.start_t = max(draw(stream, arrival.time, model.given.choices), 0.0)
        if arrival.member > 0:
            start(stream, state.dice, arrival.group_key, 0, ARRIVAL, 4)
            thing.start_t += arrival.member * max(draw(stream, arrival.interval, model.given.choices), 0.0)
        push(state.queue, state.total, thing.start_t, ARRIVE, o)
        if lasts(arrival):
            state.total.flights_left += 1
    if state.total.flights_left == 0:
        state.total.flights_left = 1


@compiled
def lasts(arrival: Any) -> bool:
    """Return whether a raid goes on while this flies: not for birds, nor for aeroplanes on patrol."""
    return bool(arrival.kind != BIRD and arrival.flies_for < 0)


@compiled
def appear(model: Model, state: Any, o: int) -> None:
    """Draw where an object sets off from, and what it is bound for."""
    arrival, thing, stream = model.given.arrivals[o], state.objects[o], state.stream
    start(stream, state.dice, arrival.group_key, 0, ARRIVAL, 8)
    bearing = draw(stream, arrival.bearing, model.given.choices)
    if arrival.via >= 0:
        lane = model.given.corridors[arrival.via]
        start(stream, state.dice, arrival.key, 0, ARRIVAL, 40)
        if uniform(stream) < arrival.keeps_corridor:
            bearing = lane.from_rad + lane.half_width_rad * (2.0 * uniform(stream) - 1.0)
    start(stream, state.dice, arrival.group_key, 0, ARRIVAL, 16)
    distance = draw(stream, arrival.range, model.given.choices)
    start(stream, state.dice, arrival.group_key, 0, ARRIVAL, 24)
    height = draw(stream, arrival.height, model.given.choices)
    x, y = distance * math.sin(bearing), distance * math.cos(bearing)
    if arrival.scatter_m > 0.0:
        start(stream, state.dice, arrival.key, 0, ARRIVAL, 32)
        radius, angle = arrival.scatter_m * math.sqrt(uniform(stream)), 2.0 * math.pi * uniform(stream)
        x, y = x + radius * math.sin(angle), y + radius * math.cos(angle)
    thing.home_x_m, thing.home_y_m = x, y
    thing.aim_x_m, thing.aim_y_m = arrival.aim_x_m, arrival.aim_y_m
    if arrival.scatter_m > 0.0:  # a flock is bound for anywhere within its area
        radius, angle = arrival.scatter_m * math.sqrt(uniform(stream)), 2.0 * math.pi * uniform(stream)
        thing.aim_x_m += radius * math.sin(angle)
        thing.aim_y_m += radius * math.cos(angle)
    thing.now[0], thing.now[1], thing.now[2] = x, y, ground_height(model.terrain, x, y) + height
    thing.now[3] = thing.now[4] = thing.now[5] = 0.0
    thing.status = FLYING


@compiled
def set_off(model: Model, lays: Any, state: Any, o: int) -> None:
    """Lay an object's flight out from its start and put its end, and its own failure, on the clock."""
    arrival, thing, stream = model.given.arrivals[o], state.objects[o], state.stream
    lay_out(model, lays, state, o, MISSION)
    body = state.bodies[arrival.system]
    start(stream, state.dice, arrival.key, 0, FLIGHT, 64)
    if uniform(stream) < body.failure:
        thing.fail_t = thing.start_t + (thing.end_t - thing.start_t) * uniform(stream)
        push(state.queue, state.total, thing.fail_t, FAIL, o)
    thing.dud = 1 if uniform(stream) < body.dud else 0
    if arrival.side == HOSTILE:
        state.total.attack_usd += body.cost_usd
    if rows.on(state):
        read(state, o, state.total.now)
        row = rows.note(state, state.total.now, rows.SET_OFF, (o, -1, arrival.kind, -1))
        rows.where(row, thing.now)
        row.value = state.total.now - thing.start_t


@compiled
def lay_out(model: Model, lays: Any, state: Any, o: int, order: int) -> None:
    """Lay the flight of object ``o`` out from where it is now, with this order, and put its end on the clock."""
    arrival, thing = model.given.arrivals[o], state.objects[o]
    again = thing.knots > 0  # in the air already: what is left of its route is not known, so it flies straight
    begin = state.total.now if again else thing.start_t
    departure = departs(model, state, o, order, begin)
    count = 0 if again else arrival.route_count
    route = model.given.routes[arrival.route_first : arrival.route_first + count]
    knots = state.knots[o]
    lay = lays[arrival.lay]
    thing.knots = lay(state.own_flights[arrival.system], departure, Course(model.terrain, route, knots))
    thing.cursor, thing.order = 0, order
    thing.end_t = knots[thing.knots - 1].t
    push(state.queue, state.total, thing.end_t, COME_DOWN, o)
    if rows.on(state):
        note_flight(state, o, begin)


@compiled
def departs(model: Model, state: Any, o: int, order: int, begin: float) -> Departure:
    """Return the departure of object ``o`` from where it is, with this order."""
    arrival, thing, stream = model.given.arrivals[o], state.objects[o], state.stream
    x, y, z, speed, leave, axis = thing.aim_x_m, thing.aim_y_m, thing.aim_z_m, 0.0, 0.0, 0.0
    if order != INTERCEPT:
        z = ground_height(model.terrain, x, y)
    if arrival.flies_for >= 0:
        effector, patrol = model.given.effectors[arrival.flies_for], state.patrols[arrival.flies_for]
        axis, speed, leave = effector.facing_rad, patrol.speed_mps, thing.stay_t
        if order == MISSION:
            x, y, z, speed, leave = effector.x_m, effector.y_m, effector.z_m, patrol.cruise_mps, thing.leave_t
    start(stream, state.dice, arrival.key, 0, FLIGHT, 8 * order)
    return Departure(
        begin,
        thing.now[0],
        thing.now[1],
        thing.now[2],
        thing.now[3],
        thing.now[4],
        thing.now[5],
        x,
        y,
        z,
        float(order),
        thing.home_x_m,
        thing.home_y_m,
        model.given.air.wind_east_mps,
        model.given.air.wind_north_mps,
        model.given.ground_m,
        model.given.end_s,
        normal(stream),
        normal(stream),
        normal(stream),
        normal(stream),
        uniform(stream),
        uniform(stream),
        speed,
        leave,
        axis,
        thing.aim_v_mps[0],
        thing.aim_v_mps[1],
    )


@compiled
def note_flight(state: Any, o: int, begin: float) -> None:
    """Log the knots of a flight laid out at ``begin``."""
    knots = state.knots[o]
    for k in range(state.objects[o].knots):
        row = rows.note(state, knots[k].t, rows.KNOT_ROW, (o, -1, state.objects[o].order, -1))
        row.value = begin
        for i in range(3):
            row.place[i], row.speed[i] = knots[k].p[i], knots[k].v[i]


@compiled
def read(state: Any, o: int, time_s: float) -> None:
    """Move object ``o`` to where its flight has it at this time."""
    thing, knots = state.objects[o], state.knots[o]
    thing.cursor = segment(knots, thing.knots, thing.cursor, time_s)
    place(knots, thing.cursor, time_s, thing.now)
