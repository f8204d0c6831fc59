"""Who plays the runs: threads over blocks of runs, each with scratch of its own, the interpreter's lock free meanwhile.

A run draws from streams keyed by its number, so the rows are the same bytes for any number of threads and any blocks.
"""

import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

from ringfort.engine.compile import Compiled
from ringfort.engine.run import Rows, Worker, new_worker

Span = tuple[int, int]
"""First run and number of runs of a block."""

_LARGEST = 50


def spans(first: int, last: int, threads: int) -> list[Span]:
    """Return the runs ``first`` to ``last - 1`` in blocks: small, so that progress is smooth and Ctrl-C is heard."""
    size = max(1, min(_LARGEST, (last - first) // (8 * threads)))
    return [(begin, min(size, last - begin)) for begin in range(first, last, size)]


def play(compiled: Compiled, seed: int, blocks: Iterable[Span], threads: int, stop: threading.Event) -> Iterator[Rows]:
    """Play the blocks on ``threads`` threads and yield their rows in the order of the blocks.

    Once ``stop`` is set no block is begun, and those in flight are still yielded.
    """
    idle: SimpleQueue[Worker] = SimpleQueue()
    for _ in range(threads):
        idle.put(new_worker(compiled))

    def block(span: Span) -> Rows:
        worker = idle.get()
        try:
            return worker.play(seed, *span)
        finally:
            idle.put(worker)

    pool, waiting = ThreadPoolExecutor(threads), deque[Future[Rows]]()
    try:
        for span in blocks:
            if stop.is_set():
                break
            waiting.append(pool.submit(block, span))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            if stop.is_set():
                for late in reversed(waiting):
                    late.cancel()
            if waiting[0].cancelled():
                break
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Yield an event that the first Ctrl-C sets, instead of raising; the second raises KeyboardInterrupt.

    Only the main thread hears Ctrl-C; elsewhere the event is never set from here.
    """
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def heard(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
