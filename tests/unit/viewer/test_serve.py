"""The server on the loopback: nobody else's address, a free port, and a second viewer beside the first."""

import json
import os
import signal
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from ringfort.errors import RingfortError
from ringfort.viewer import bundle
from ringfort.viewer.serve import LOOPBACK, address, listening


def test_only_the_loopback_listens() -> None:
    with listening(None) as socket:
        assert socket.getsockname()[0] == LOOPBACK == "127.0.0.1"


def test_a_second_viewer_takes_the_next_port() -> None:
    with listening(None) as first, listening(None) as second:
        assert address(first) != address(second)


def test_a_stated_port_that_is_taken_is_an_error() -> None:
    with listening(None) as first, pytest.raises(RingfortError, match=r"this port is taken.*leave --port out"):
        listening(first.getsockname()[1])


@pytest.mark.slow
@pytest.mark.skipif(not (bundle.FOLDER / "index.html").is_file(), reason="the page is not built")
def test_two_viewers_at_once_answer_and_end_on_interrupt() -> None:
    script = "from ringfort.cli import main; main()"
    command = [sys.executable, "-c", script, "view", "one-drone", "--no-browser"]
    viewers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
        for _ in range(2)
    ]
    try:
        places = []
        for viewer in viewers:
            assert viewer.stdout is not None
            places.append(viewer.stdout.readline().split(": ")[1].split(" ")[0])
        assert places[0] != places[1]
        for place in places:
            assert json.load(_soon(f"{place}api/session"))["title"] == "One drone against a small camp"
    finally:
        for viewer in viewers:
            viewer.send_signal(signal.SIGINT)
    for viewer in viewers:
        _, complaints = viewer.communicate(timeout=30)
        assert viewer.returncode in (0, 130) and "Traceback" not in complaints


def _soon(place: str):  # type: ignore[no-untyped-def]
    for _ in range(100):
        try:
            return urlopen(place, timeout=60)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{place} does not answer")
