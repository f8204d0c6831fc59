"""Our tracker and Stone Soup's (Dstl) on the same detections: OSPA and GOSPA, paired by scene, and time a scan.

    pip install ringfort[benchmark]
    python benchmarks/against_stonesoup.py --objects 5 24 96 --seeds 20
    python benchmarks/against_stonesoup.py tune --objects 24     # the best settings of each of its trackers

Stone Soup is told noise, accuracy, odds of detection and clutter density, and has the numbers of hits and misses that
suit it best at each density. Ours runs twice: told the same, and told nothing, so that it finds all of that itself.
"""

import argparse
import itertools
import json
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
from stonesoup_peer import Peer
from stonesoup_peer import play as play_peer
from tracker_scenes import KINDS, SCANS, Scene, moments, scene

from ringfort.compiled import entry
from ringfort.tracking.clutter import learn
from ringfort.tracking.guess import Given, Guess, frame_of, rules_for, sensors_for, tape_for
from ringfort.tracking.measures import Yardstick, measure
from ringfort.tracking.replay import Desk, desk_for, play, shown, shown_dtype
from ringfort.tracking.settings import Settings
from ringfort.tracking.tape import Sensors, Tape
from ringfort.tracking.tune import tune

LEAST_EXISTENCE = 0.3
TUNING_SEED = 1000  # seeds from here on are for choosing settings, those below for the claim
PEERS = {
    5: (Peer("GNN", "GNN", 3), Peer("JPDA LBP", "LBP", 3), Peer("JPDA EHM2", "EHM2", 3)),
    24: (Peer("GNN", "GNN", 4), Peer("JPDA LBP", "LBP", 4), Peer("JPDA EHM2", "EHM2", 4)),
    96: (Peer("GNN, KD tree", "GNNKD", 5), Peer("JPDA EHM2, KD tree", "EHM2KD", 5)),
}
PLAIN = (Peer("GNN", "GNN", 5), Peer("JPDA LBP", "LBP", 5))  # at 96 objects for their time alone
PLAIN_SCANS = 12
_AGAIN = 3  # plays for each time that is taken


def told(here: Scene) -> tuple[Tape, Guess]:
    """Return the scene's tape and settings with all that is known."""
    sensors = int(here.measured.sensors.max()) + 1
    dimensions = here.measured.values.shape[1]
    ones = np.ones(sensors)
    guess = Guess(
        sigma=np.ones((sensors, dimensions)),  # not used: every row tells its own
        odds=here.odds * ones,
        density=here.density * ones,
        clutter=learn(here.measured, False, np.ones(len(here.sigma)), math.inf),
        fresh=0.01 * here.density,
        opening=0.0,
        noise=here.noise,
        speed_mps=30.0 / math.sqrt(2.0),
        life_s=100.0,
        swerve_mps2=0.0,
        swerve_odds=0.0,
    )
    return tape_for(here.measured._replace(sigma=np.array(here.sigma)), guess), guess


def untold(here: Scene) -> tuple[Tape, Guess]:
    """Return the scene's tape and settings found from nothing but the points."""
    guess = tune(here.measured, Given())
    return tape_for(here.measured, guess), guess


def ours(here: Scene, tape: Tape, guess: Guess) -> list[Any]:
    """Return (ids, places, velocities) shown after each scan."""
    frame, n = frame_of(here.measured), here.measured.values.shape[1]
    rows = shown(tape, sensors_for(guess, frame), rules_for(guess, frame, tape), LEAST_EXISTENCE)
    parts = np.split(rows, np.searchsorted(rows.scan, np.arange(1, len(tape.times_s))))
    return [(part["track"], part["x"][:, :n], part["x"][:, n:]) for part in parts]


def our_seconds(here: Scene, tape: Tape, guess: Guess) -> float:
    """Return the least processor time of a scan, inside one compiled loop as in a raid."""
    frame, n = frame_of(here.measured), here.measured.values.shape[1]
    rules, sensors, desk = rules_for(guess, frame, tape), sensors_for(guess, frame), desk_for(tape)
    rows, least = np.zeros(4 * len(tape.detections) + 64, shown_dtype(n)).view(np.recarray), math.inf
    play_again(1, rules, desk, tape, sensors, rows)
    for _ in range(30):
        begun = time.process_time()
        play_again(_AGAIN, rules, desk, tape, sensors, rows)
        least = min(least, time.process_time() - begun)
    return least / (_AGAIN * len(tape.times_s))


@entry
def play_again(times: int, rules: Settings, desk: Desk, tape: Tape, sensors: Sensors, rows: Any) -> None:
    """Play a tape so many times over."""
    for _ in range(times):
        play(rules, desk, tape, sensors, rows, LEAST_EXISTENCE)


class Kept:
    """What Stone Soup reached, kept in a file where one is given: it takes minutes a scene."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.found: dict[str, list[float]] = json.loads(path.read_text()) if path and path.exists() else {}

    def play(self, peer: Peer, kind: str, objects: int, seed: int) -> tuple[tuple[float, float], float]:
        """Return (OSPA, GOSPA) and the seconds of a scan."""
        name = f"{kind} {objects} {seed} {' '.join(map(str, peer))}"
        if name not in self.found:
            here = scene(kind, objects, seed)
            pictures, spent = play_peer(peer, here, SCANS)
            self.found[name] = [*_score(here, pictures), spent]
            if self.path:
                self.path.write_text(json.dumps(self.found, indent=0))
        ospa, gospa, spent = self.found[name]
        return (ospa, gospa), spent


def compare(kind: str, objects: int, seeds: range, peers: tuple[Peer, ...], kept: Kept) -> None:
    """Print the table of one density."""
    names = [f"Stone Soup {peer.name}" for peer in peers] + ["ours, told", "ours, untold"]
    scores: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for seed in seeds:
        here = scene(kind, objects, seed)
        for name, peer in zip(names, peers, strict=False):
            found, spent = kept.play(peer, kind, objects, seed)
            scores[name].append(found)
            seconds[name].append(spent)
        for name, known in (("ours, told", told(here)), ("ours, untold", untold(here))):
            scores[name].append(_score(here, ours(here, *known)))
            seconds[name].append(our_seconds(here, *known))
    best = [min(names[: len(peers)], key=lambda name, m=m: np.mean(np.array(scores[name])[:, m])) for m in (0, 1)]
    for name in names:
        table, spent = np.array(scores[name]), float(np.mean(seconds[name]))
        cells = [f"{_with_interval(table[:, m], digits)}" for m, digits in ((0, 2), (1, 1))]
        if name.startswith("ours"):
            cells += [
                _with_interval(table[:, m] - np.array(scores[best[m]])[:, m], digits) for m, digits in ((0, 2), (1, 1))
            ]
            fastest = min(np.mean(seconds[other]) for other in names[: len(peers)])
            cells += [f"{1e6 * spent:.1f} us", f"{fastest / spent:,.0f}"]
        else:
            cells += ["", "", f"{1e3 * spent:.1f} ms", ""]
        print(f"| {objects} | {name} | {' | '.join(cells)} |", flush=True)


def _score(here: Scene, pictures: list[Any]) -> tuple[float, float]:
    found = measure(moments(here.truth, pictures), Yardstick())
    return float(found["ospa_m"] or 0.0), float(found["gospa_m"] or 0.0)


def _with_interval(values: Any, digits: int) -> str:
    """Return a mean with half its interval at 95 % (Student)."""
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 1, 0.975)) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return f"{np.mean(values):.{digits}f} ± {half:.{digits}f}"


def plain_times(kind: str, objects: int) -> None:
    """Print the time a scan of the plain trackers, which are too slow for whole scenes of many objects."""
    here = scene(kind, objects, 1)
    spent = our_seconds(here, *told(here))
    for peer in PLAIN:
        _, seconds = play_peer(peer, here, PLAIN_SCANS)
        print(
            f"| {objects} | Stone Soup {peer.name}, first {PLAIN_SCANS} scans | | | | | {1e3 * seconds:.0f} ms "
            f"| {seconds / spent:,.0f} |",
            flush=True,
        )


def choose(kind: str, objects: int, seeds: range) -> None:
    """Print OSPA and GOSPA of Stone Soup's trackers under several settings."""
    scenes = [scene(kind, objects, seed) for seed in seeds]
    for peer in PEERS[objects]:
        for confirm, delete in itertools.product((2, 3, 4, 5, 6), (2, 3, 4)):
            tried = peer._replace(confirm=confirm, delete=delete)
            found = np.mean([_score(here, play_peer(tried, here, SCANS)[0]) for here in scenes], axis=0)
            print(f"| {objects} | {peer.name} | {confirm} | {delete} | {found[0]:.2f} | {found[1]:.1f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="compare", choices=("compare", "tune", "times"))
    parser.add_argument("--kind", default="plane", choices=KINDS[:3], help="of scene")
    parser.add_argument("--objects", type=int, nargs="+", default=[5, 24, 96], choices=tuple(PEERS))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="a JSON file in which Stone Soup's results are kept")
    given = parser.parse_args()
    if given.what == "compare":
        print("| objects | tracker | OSPA, m | GOSPA, m | OSPA less the best peer's | GOSPA less | a scan | times |")
        print("|---|---|---|---|---|---|---|---|")
    for count in given.objects:
        if given.what == "tune":
            choose(given.kind, count, range(TUNING_SEED, TUNING_SEED + given.seeds))
        elif given.what == "compare":
            compare(given.kind, count, range(1, given.seeds + 1), PEERS[count], Kept(given.keep))
        if given.what == "times" or (given.what == "compare" and count == 96):
            plain_times(given.kind, count)
