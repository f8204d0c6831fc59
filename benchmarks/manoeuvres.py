"""Ways to follow a thing that turns: straight flight or a turn alone, both merged, and interacting multiple models.

    python benchmarks/manoeuvres.py --seeds 60

One thing in the plane, seen once a second with odds of 0.95, no clutter and a gate that loses nothing, so that motion
alone is tried; hard turns of an aircraft, the wide ones of a drone, and no turns at all. Root mean square errors of
place and velocity after ten scans, and their difference from either single model of best noise, paired by flight, with
intervals at 95 %.

The interacting multiple model in NumPy, our tracker's peer, has two: nearly constant velocity and a nearly coordinated
turn, whose rate is a fifth state (extended Kalman filters; barshalom2001, sec. 11.6.6 and 11.7). Its settings are the
best of a coarse grid on other flights, as are those of the others.
"""

import argparse
import math
from typing import Any, NamedTuple

import numpy as np
from scipy.special import stdtrit

from ringfort.tracking.replay import Recording, replay

SCANS, SETTLED, ODDS = 80, 10, 0.95


class Kind(NamedTuple):
    """A thing's way: speed, acceleration of its turns, their length and the gaps between them, error of a plot."""

    speed_mps: float
    turn_mps2: tuple[float, float]
    turn_s: tuple[int, int]
    straight_s: tuple[int, int]
    sigma_m: float


KINDS = {
    "aircraft, 4 g": Kind(150.0, (40.0, 40.0), (8, 9), (8, 30), 30.0),
    "drone, wide turns": Kind(30.0, (2.0, 6.0), (10, 20), (10, 30), 15.0),
    "aircraft, straight": Kind(150.0, (0.0, 0.0), (8, 9), (8, 30), 30.0),
}


def flight(kind: Kind, rng: Any) -> Any:
    """Return states (scans, 4): places and velocities once a second."""
    place, heading, turn, left = np.zeros(2), rng.uniform(0.0, 2.0 * np.pi), 0.0, int(rng.integers(5, 30))
    states = []
    for _ in range(SCANS):
        states.append(np.concatenate([place, kind.speed_mps * np.array([np.cos(heading), np.sin(heading)])]))
        if left == 0:
            turn = 0.0 if turn else rng.choice([-1.0, 1.0]) * rng.uniform(*kind.turn_mps2) / kind.speed_mps
            left = int(rng.integers(*(kind.turn_s if turn else kind.straight_s)))
        for _ in range(20):
            heading += turn / 20.0
            place = place + kind.speed_mps / 20.0 * np.array([np.cos(heading), np.sin(heading)])
        left -= 1
    return np.array(states)


def seen(kind: Kind, seed: int) -> tuple[Any, list[Any]]:
    """Return a flight and the points of its scans."""
    rng = np.random.default_rng([91, seed])
    truth = flight(kind, rng)
    points = [
        row[None, :2] + rng.normal(0.0, kind.sigma_m, (1, 2)) if k < 3 or rng.random() < ODDS else np.zeros((0, 2))
        for k, row in enumerate(truth)
    ]
    return truth, points


def ours(kind: Kind, points: list[Any], rules: dict[str, float]) -> Any:
    """Return what our tracker shows, NaN where nothing."""
    tape = Recording(np.arange(float(SCANS)), points, kind.sigma_m, ODDS, 1e-12)
    told = {
        "gate": 100.0,
        "velocity_slow_mps": kind.speed_mps,
        "fast_odds": 0.0,
        "confirm_existence": 0.5,
        "delete_existence": 1e-9,
    }
    shown = replay(tape, 0.0, **{"mode_time_s": 5.0, "coast_s": 60.0, **told, **rules})
    return np.array([np.concatenate([s.positions[0], s.velocities[0]]) if len(s.ids) else [np.nan] * 4 for s in shown])


def _turned(x: Any) -> tuple[Any, Any]:
    """Return (x, y, vx, vy, w) after a second of turning at w, and the Jacobian by differences."""

    def step(s: Any) -> Any:
        w = s[4] if abs(s[4]) > 1e-6 else 1e-6
        a, b = math.sin(w) / w, (1.0 - math.cos(w)) / w
        c, d = math.cos(w), math.sin(w)
        x, y, u, v, _ = s
        return np.array([x + a * u - b * v, y + b * u + a * v, c * u - d * v, d * u + c * v, s[4]])

    steps = np.array([1e-2, 1e-2, 1e-2, 1e-2, 1e-5])
    jacobian = np.stack(
        [(step(x + h * e) - step(x - h * e)) / (2.0 * h) for h, e in zip(steps, np.eye(5), strict=True)]
    )
    return step(x), jacobian.T


def interacting(kind: Kind, points: list[Any], rules: dict[str, float]) -> Any:
    """Return the estimates of the interacting multiple model: states (scans, 4)."""
    stay, q, q_turn, q_rate = (rules[name] for name in ("stay", "quiet", "turn", "rate"))
    change = np.array([[stay, 1.0 - stay], [1.0 - stay, stay]])
    noise = np.array([[1 / 3, 0.5], [0.5, 1.0]])
    Q = [np.zeros((5, 5)), np.zeros((5, 5))]
    for i in range(2):
        for m, density in enumerate((q, q_turn)):
            Q[m][np.ix_([i, i + 2], [i, i + 2])] = density * noise
    Q[0][4, 4], Q[1][4, 4] = 1e-8, q_rate
    straight = np.eye(5)
    straight[0, 2] = straight[1, 3] = 1.0
    straight[4, 4] = 0.0
    wide = kind.turn_mps2[1] / kind.speed_mps
    H, R = np.eye(2, 5), kind.sigma_m**2 * np.eye(2)
    x = np.stack([np.concatenate([points[0][0], np.zeros(3)])] * 2)
    P = np.stack([np.diag([kind.sigma_m**2] * 2 + [kind.speed_mps**2] * 2 + [wide**2])] * 2)
    odds, told = np.array([0.9, 0.1]), []
    for k, scan in enumerate(points):
        if k > 0:
            before = change.T @ odds
            share = change * odds[:, None] / before  # from, to
            mixed = share.T @ x
            spread = [
                sum(share[i, j] * (P[i] + np.outer(x[i] - mixed[j], x[i] - mixed[j])) for i in range(2))
                for j in range(2)
            ]
            spread[1][4, 4] = max(
                spread[1][4, 4], share[0, 1] * wide**2
            )  # one that begins to turn may do so at any rate
            x, P, odds = mixed, np.stack(spread), before
            x[0], P[0] = straight @ x[0], straight @ P[0] @ straight.T + Q[0]
            x[1], F = _turned(x[1])
            P[1] = F @ P[1] @ F.T + Q[1]
        if len(scan) and k > 0:
            weight = np.zeros(2)
            for m in range(2):
                S = H @ P[m] @ H.T + R
                y, K = scan[0] - H @ x[m], P[m] @ H.T @ np.linalg.inv(S)
                weight[m] = math.exp(-0.5 * y @ np.linalg.solve(S, y)) / math.sqrt(np.linalg.det(S)) + 1e-300
                x[m], P[m] = x[m] + K @ y, P[m] - K @ S @ K.T
            odds = odds * weight / (odds @ weight)
        told.append((odds @ x)[:4])
    return np.array(told)


OURS = [
    {"quiet_noise": q, "manoeuvring_odds": o, "manoeuvring_mps2": a, "onset_s": s, "onset_mps": a}
    for q in (0.5, 2.0)
    for o in (0.05, 0.2)
    for a in (4.0, 10.0, 20.0, 40.0)
    for s in (0.0, 1.0)
]
ONE = [{"quiet_noise": q, "manoeuvring_odds": 0.0} for q in (0.1, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 600.0, 1200.0)]
TWO = [
    {"stay": s, "quiet": q, "turn": t, "rate": r}
    for s in (0.9, 0.95)
    for q in (0.5, 2.0)
    for t in (0.5, 5.0)
    for r in (1e-4, 1e-3)
]
TURNS = [
    {"quiet_noise": q, "manoeuvring_odds": 0.0, "turn_spread": 0.1, "turn_noise": r, "turn_time_s": 5.0}
    for q in (2.0, 10.0, 30.0)
    for r in (1e-3, 3e-3, 1e-2)
]
SIDE = [
    {"interacting": 1.0, "quiet_noise": q, "manoeuvring_odds": o, "turning_noise": t, "turn_spread": w, "turn_noise": r}
    | {"mode_time_s": m, "turn_time_s": 20.0}
    for q in (0.1, 1.0)
    for o in (0.1, 0.3)
    for m in (20.0,)
    for t in (1.0, 20.0)
    for w in (0.1, 0.3)
    for r in (1e-4, 1e-3)
]
METHODS = {
    "straight alone": (ours, ONE),
    "turn alone": (ours, TURNS),
    "merged": (ours, OURS),
    "interacting": (ours, SIDE),
    "interacting, in NumPy": (interacting, TWO),
}


def errors(method: Any, kind: Kind, seed: int, rules: dict[str, float]) -> Any:
    """Return the root mean square errors of place and velocity of one flight."""
    truth, points = seen(kind, seed)
    gap = (method(kind, points, rules) - truth)[SETTLED:]
    return np.sqrt([np.nanmean((gap[:, :2] ** 2).sum(axis=1)), np.nanmean((gap[:, 2:] ** 2).sum(axis=1))])


def less(found: Any, other: Any) -> list[str]:
    """Return the mean differences of place and velocity with their half-widths at 95 %, paired by flight."""
    gap = found - other
    half = stdtrit(len(gap) - 1, 0.975) * gap.std(axis=0, ddof=1) / math.sqrt(len(gap))
    return [f"{gap[:, k].mean():+.1f} ± {half[k]:.1f}" for k in range(2)]


def main() -> None:
    """Print a row for each kind of flight and method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=60)
    parser.add_argument("--choose", type=int, default=12, help="flights on which settings are chosen")
    given = parser.parse_args()
    print(
        "| flights | method | place, m | velocity, m/s | place less straight | velocity | place less turn | velocity |"
    )
    print("|---" * 8 + "|")
    for title, kind in KINDS.items():
        alone: list[Any] = []
        for name, (method, grid) in METHODS.items():
            tried = [
                np.mean([errors(method, kind, 1000 + seed, rules)[0] for seed in range(given.choose)]) for rules in grid
            ]
            best = grid[int(np.argmin(tried))]
            found = np.array([errors(method, kind, seed, best) for seed in range(given.seeds)])
            cells = [cell for other in alone for cell in less(found, other)] if len(alone) == 2 else [""] * 4
            if len(alone) < 2:
                alone.append(found)
            mean = found.mean(axis=0)
            print(f"| {title} | {name} | {mean[0]:.1f} | {mean[1]:.1f} | {' | '.join(cells)} |", flush=True)
            print(f"    {best}", flush=True)


if __name__ == "__main__":
    main()
