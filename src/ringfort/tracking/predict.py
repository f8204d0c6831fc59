"""Where a track will be, and where and when it comes down, each with its uncertainty.

Local z = 0 is the plane that touches the earth at the origin; the ground falls away from it (``world.terrain``).
"""

import math
from typing import Any, NamedTuple

from ringfort.compiled import compiled
from ringfort.tracking.motion import GRAVITY_MPS2, drag_rate
from ringfort.tracking.settings import Settings
from ringfort.world.terrain import EARTH_RADIUS_M, Terrain, ground_height

_STRIDE = 0.12  # a step's share of the time still to fall, if there were no air
_SHORTEST_S = 0.1
_SLOWED = 0.2  # share of the speed that drag may take in one step
_STEPS = 400
_NONE = (0.0, 0.0, 0.0)
_SLOWEST_SINK_MPS = 1.0  # what sinks more slowly comes down nowhere


class Fall(NamedTuple):
    """A falling thing, and how far off it is for an early error of one unit."""

    time_s: float
    place: tuple[float, float, float]  # m
    velocity: tuple[float, float, float]  # m/s
    keeps: float  # share that drag has left of an early error in velocity across the path; along it, the square
    across_s: float  # metres off for an error of 1 m/s across the path
    along_s: float  # and along it
    slower: tuple[float, float, float]  # m/s and m off for drag all along twice as great, in first order
    behind: tuple[float, float, float]


@compiled
def extrapolate(track: Any, time_s: float, q: float, x: Any, P: Any) -> None:
    """Write the state of a track that flies straight on, and its covariance, at ``time_s`` into ``x`` and ``P``.

    ``q``: density of the white acceleration (m^2/s^3). The track stays as it is. Source: barshalom2001, sec. 6.2.2.
    """
    n, dt = track.x.size // 2, max(time_s - track.t, 0.0)
    for i in range(n):
        x[i], x[i + n] = track.x[i] + dt * track.x[i + n], track.x[i + n]
        for j in range(n):
            cross, speed = track.P[i, j + n] + dt * track.P[i + n, j + n], track.P[i + n, j + n]
            P[i, j] = track.P[i, j] + dt * (track.P[i + n, j] + cross)
            P[i, j + n] = P[j + n, i] = cross
            P[i + n, j + n] = speed
    for i in range(n):
        P[i, i] += q * dt * dt * dt / 3.0
        P[i, i + n] += q * dt * dt / 2.0
        P[i + n, i] = P[i, i + n]
        P[i + n, i + n] += q * dt


@compiled
def vacuum_time(height_m: float, climb_mps: float) -> float:
    """Return the seconds in which a thing at a height above ground falls to it without air: root of h + v t - g t^2/2.

    Domain: ``height_m`` at least 0; below ground the answer is 0. Source: arithmetic.
    """
    root = climb_mps * climb_mps + 2.0 * GRAVITY_MPS2 * max(height_m, 0.0)
    return max((climb_mps + math.sqrt(root)) / GRAVITY_MPS2, 0.0)


@compiled
def _pull(
    place: tuple[float, float, float], velocity: tuple[float, float, float], drag_m2_kg: float
) -> tuple[float, float, float, float]:
    """Return the acceleration of a falling thing (m/s^2) and the rate k at which drag takes its speed (1/s)."""
    x, y, z = place
    vx, vy, vz = velocity
    height = z + (x * x + y * y) / (2.0 * EARTH_RADIUS_M)
    g = GRAVITY_MPS2 * (1.0 - 2.0 * height / EARTH_RADIUS_M)
    k = drag_rate(height, math.sqrt(vx * vx + vy * vy + vz * vz), drag_m2_kg)
    return -g * x / EARTH_RADIUS_M - k * vx, -g * y / EARTH_RADIUS_M - k * vy, -g - k * vz, k


@compiled
def _moved(a: tuple[float, float, float], dt: float, rate: tuple[float, float, float]) -> tuple[float, float, float]:
    return a[0] + dt * rate[0], a[1] + dt * rate[1], a[2] + dt * rate[2]


@compiled
def step_fall(fall: Fall, dt: float, drag_m2_kg: float) -> Fall:
    """Carry a falling thing on by ``dt`` seconds: gravity towards the earth's centre, drag k v, midpoint rule.

    k = rho |v| Cd A / 2m, with ``drag_m2_kg`` = Cd A / m, one over the ballistic coefficient. As drag grows with the
    square of the speed, it wears off an error in velocity as exp(-integral of 2 k) along the path and of k across it;
    drag greater by a share e changes the velocity by e w, dw/dt = -k (v + w + u (u . w)), u the direction of flight.
    Domain: below 200 km; k dt below about a half. Source: mccoy_1999 (point mass); the rest is its linearisation.
    """
    return _step(fall, dt, drag_m2_kg, _pull(fall.place, fall.velocity, drag_m2_kg))


@compiled
def _step(fall: Fall, dt: float, drag_m2_kg: float, pull: tuple[float, float, float, float]) -> Fall:
    """Carry a falling thing on, with what pulls at it now already at hand."""
    x, v = fall.place, fall.velocity
    ax, ay, az, k = pull
    middle = _moved(v, 0.5 * dt, (ax, ay, az))
    ax, ay, az, k = _pull(_moved(x, 0.5 * dt, v), middle, drag_m2_kg)
    keeps = fall.keeps * (1.0 - 0.5 * k * dt) / (1.0 + 0.5 * k * dt)
    mean = 0.5 * (fall.keeps + keeps)
    w = fall.slower
    speed2 = middle[0] * middle[0] + middle[1] * middle[1] + middle[2] * middle[2] + 1e-12
    share = 1.0 + (middle[0] * w[0] + middle[1] * w[1] + middle[2] * w[2]) / speed2
    shrunk = 1.0 / (1.0 + k * dt)
    slower = (
        (w[0] - k * dt * share * middle[0]) * shrunk,
        (w[1] - k * dt * share * middle[1]) * shrunk,
        (w[2] - k * dt * share * middle[2]) * shrunk,
    )
    return Fall(
        fall.time_s + dt,
        _moved(x, dt, middle),
        _moved(v, dt, (ax, ay, az)),
        keeps,
        fall.across_s + dt * mean,
        fall.along_s + dt * mean * mean,
        slower,
        _moved(_moved(fall.behind, 0.5 * dt, w), 0.5 * dt, slower),
    )


@compiled
def come_down(fall: Fall, drag_m2_kg: float, terrain: Terrain) -> Fall:
    """Let a thing fall to the ground; the answer lies on it. What is below ground already stays where it is."""
    above = fall.place[2] - ground_height(terrain, fall.place[0], fall.place[1])
    for _ in range(_STEPS):
        if above <= 0.0:
            break
        dt = max(_STRIDE * vacuum_time(above, fall.velocity[2]), _SHORTEST_S)
        pull = _pull(fall.place, fall.velocity, drag_m2_kg)
        if pull[3] * dt > _SLOWED:
            dt = _SLOWED / pull[3]
        after = _step(fall, dt, drag_m2_kg, pull)
        left = after.place[2] - ground_height(terrain, after.place[0], after.place[1])
        if left <= 0.0:
            return _step(fall, dt * above / (above - left), drag_m2_kg, pull)
        fall, above = after, left
    return fall


@compiled
def _sigma(track: Any, line: tuple[float, float, float], times: tuple[float, float], more: float) -> float:
    """Return the one-sigma error along ``line`` of a place to come.

    An error dp, dv now becomes dp + M dv, M the time ``times[0]`` along the present velocity and ``times[1]`` across.
    ``more``: variance beside it.
    """
    P, x = track.P, track.x
    speed2 = x[3] * x[3] + x[4] * x[4] + x[5] * x[5] + 1e-12
    share = (line[0] * x[3] + line[1] * x[4] + line[2] * x[5]) * (times[0] - times[1]) / speed2
    variance = more
    for i in range(3):
        late_i = times[1] * line[i] + share * x[i + 3]
        for j in range(3):
            late_j = times[1] * line[j] + share * x[j + 3]
            variance += line[i] * P[i, j] * line[j] + late_i * P[i + 3, j + 3] * late_j
            variance += 2.0 * line[i] * P[i, j + 3] * late_j
    return math.sqrt(max(variance, 0.0))


@compiled
def impact(
    track: Any, ballistic: float, terrain: Terrain, settings: Settings
) -> tuple[float, float, float, float, float]:
    """Predict where a track comes down: (time in s, x, y, one-sigma error along and across its path in m).

    ``ballistic`` above 0.5: it falls freely, with the drag of ``settings.drag_m2_kg``, uncertain by the share
    ``drag_spread``; else it flies straight on. What does not come down is answered with an infinite time and its own
    place. Source: barshalom2001, sec. 6.2.2 (straight on); ``step_fall``.
    """
    x = track.x
    start = Fall(track.t, (x[0], x[1], x[2]), (x[3], x[4], x[5]), 1.0, 0.0, 0.0, _NONE, _NONE)
    if ballistic > 0.5:
        end, q = come_down(start, settings.drag_m2_kg, terrain), 0.0
    else:
        end, q = _straight(start, terrain), settings.quiet_noise
    vx, vy, sink = end.velocity[0], end.velocity[1], max(-end.velocity[2], _SLOWEST_SINK_MPS)
    level = math.sqrt(vx * vx + vy * vy) + 1e-9
    ux, uy = vx / level, vy / level
    ahead = end.time_s - track.t
    if ahead == math.inf:
        return end.time_s, end.place[0], end.place[1], math.inf, math.inf
    wander = q * end.across_s * end.across_s * end.across_s / 3.0
    steep = level / sink
    off = end.behind
    late = settings.drag_spread * (off[0] * ux + off[1] * uy + off[2] * steep)
    times = (end.along_s, end.across_s)
    along = _sigma(track, (ux, uy, steep), times, wander * (1.0 + steep * steep) + late * late)
    return end.time_s, end.place[0], end.place[1], along, _sigma(track, (-uy, ux, 0.0), times, wander)


@compiled
def _straight(fall: Fall, terrain: Terrain) -> Fall:
    """Fly straight on until the ground, if ever: a few steps to the height that is left there."""
    sink, time = -fall.velocity[2], 0.0
    place = fall.place
    if sink < _SLOWEST_SINK_MPS:
        return Fall(math.inf, place, fall.velocity, 1.0, 0.0, 0.0, _NONE, _NONE)
    for _ in range(4):
        time = max(time + (place[2] - ground_height(terrain, place[0], place[1])) / sink, 0.0)
        place = _moved(fall.place, time, fall.velocity)
    return Fall(fall.time_s + time, place, fall.velocity, 1.0, time, time, _NONE, _NONE)
