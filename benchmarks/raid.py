"""Raids a second on the yardstick raid (24 threats, 4 radars, 300 s), one thread and two, beside the engine's spike.

python benchmarks/raid.py [--runs 200] [--spike FOLDER]

FOLDER holds the spike's package ``engine``; without it only our own raid is timed. Both are timed in turns within one
call, so that the ratio holds where the machine's speed drifts.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from ringfort.catalog.registry import installed
from ringfort.engine.compile import compile_scenario
from ringfort.engine.run import new_worker
from ringfort.scenario.check import load

SCENARIO = Path(__file__).parent / "spike-raid.yaml"
ROUNDS = 5


def ours(runs: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return functions that play ``runs`` raids with one thread and twice as many with two."""
    compiled = compile_scenario(load(SCENARIO, installed()), installed())
    workers = [new_worker(compiled) for _ in range(2)]
    for worker in workers:
        worker.play(7, 0, 4)

    def two() -> list[Any]:
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda worker: worker.play(7, 0, runs), workers))

    return lambda: workers[0].play(7, 0, runs), two


def spike(folder: str, runs: int) -> Callable[[], object]:
    """Return a function that plays ``runs`` raids of the spike with one thread."""
    sys.path.insert(0, folder)
    from engine.engine import run_many  # type: ignore[import-not-found]
    from engine.spec import Spec  # type: ignore[import-not-found]

    run_many(Spec(), 7, 4)
    return lambda: run_many(Spec(), 7, runs)


def seconds(play: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    begin = time.perf_counter()
    play()
    return time.perf_counter() - begin


def main() -> None:
    """Print raids a second: medians over the rounds, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--spike", default="")
    asked = parser.parse_args()
    one, two = ours(asked.runs)
    peer = spike(asked.spike, asked.runs) if asked.spike else None
    times = [(seconds(one), seconds(two), seconds(peer) if peer else 0.0) for _ in range(ROUNDS)]
    alone, pair, other = (median(column) for column in zip(*times, strict=True))
    print(f"one thread   {asked.runs / alone:8.0f} raids/s")
    print(f"two threads  {2 * asked.runs / pair:8.0f} raids/s, {median(2 * a / b for a, b, _ in times):.2f} times one")
    if peer:
        print(
            f"the spike    {asked.runs / other:8.0f} raids/s, ours {median(c / a for a, _, c in times):.2f} times that"
        )


if __name__ == "__main__":
    main()
