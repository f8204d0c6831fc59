"""Saturation: threats that find every channel, operator or person busy, against the formulas of queues.

Threats arrive at even times in great number, which is a Poisson stream to one part in their number. A threat is served
where it is ordered engaged; the shot does nothing to it, lest what falls be followed and engaged anew. What comes
before the queue has filled is left out.
Odds of a false alarm of each check: ``FALSE_ALARM``.
"""

import math

import numpy as np
import pytest
from tests.statistics.raids import CAMP, HEAD, assert_mean_within_sampling, objects

from ringfort.physics.operations import Queue, erlang_abandon, erlang_delay, erlang_loss

pytestmark = pytest.mark.slow  # hundreds of thousands of decisions: minutes, run by .ci/run

LAST_CALL_S = 0.5  # nothing is ordered later than this before the impact
TICK_S = 0.2


def exponential(mean: float, shift: float = 0.0) -> str:
    """Return an exponential law as the means of two hundred slices of equal odds, as a list to choose from."""
    edges = [-math.log(1.0 - k / 200.0) for k in range(200)]
    # The mean of -ln u over a slice: the integral of the quantile, which is (1 - p) (1 + q) at its ends.
    heads = [(1.0 - k / 200.0) * (1.0 + q) for k, q in enumerate(edges)] + [0.0]
    means = [200.0 * (heads[k] - heads[k + 1]) for k in range(200)]
    return "{choice: [" + ", ".join(f"{shift + mean * m:.6g}" for m in means) + "]}"


def raid(command: str, gun: str, threats: int, range_m: str, seconds: float) -> str:
    """Threats from all around at 100 m/s, spread evenly over the raid."""
    place = f"from: {{bearing: {{uniform: [0, 360]}}, range: {range_m}}}, at_time: {{uniform: [0, {seconds}]}}"
    return f"""{HEAD}{CAMP}
defend:
  - {{name: eye, system: sensor/ideal, at: [0, 0], period_s: {TICK_S}}}
  - {{name: gun, system: effector/fixed-odds, odds: 1e-6, flight_s: 0.01, at: [0, 0], capture_m: 50{gun}}}
command:
  weapons: free
  reengage: false
  decide_every: {TICK_S}
  evaluate: {{worth: 0, place: 0, time: 0}}  # first come, first served: nobody knows who can wait
{command}
tracking: {{confirm: {{hits: 2, of: 2}}, delete_after: 0.5 s}}  # no stale track takes a new threat's plots
arrive:
  - {{name: t, system: threat/straight-line, speed_mps: 100, count: {threats}, {place}, aim: camp}}
"""


def unserved(text: str, runs: int, begin: float, end: float):
    """Return the share of threats of each run, set off between the two times, that were never ordered engaged."""
    things = objects(text, runs)
    counted = (things.start_s > begin) & (things.start_s < end)
    return (counted & ~np.isfinite(things.ordered_s)).sum(axis=1) / counted.sum(axis=1)


@pytest.mark.parametrize(("channels", "load"), [(5, 3.0), (4, 2.5), (10, 10.0)])
def test_lost_at_busy_channels_as_erlang_b_says(channels: int, load: float) -> None:
    """Each threat can be engaged for a moment only and ties a channel down for 200 s. Rows OPS-ERL-01 to 03."""
    busy, seconds = 200.0, 16_000.0
    text = raid("", f", channels: {channels}, busy_s: {busy}", int(load / busy * seconds), "170 m", seconds)
    lost = unserved(text, 40, 5.0 * busy, seconds)
    assert_mean_within_sampling(lost, erlang_loss(load, channels), "Erlang's loss formula, whatever the service")


@pytest.mark.parametrize(("arrivals", "service", "channels", "patience"), [(0.4, 0.2, 2, 0.1), (0.5, 0.1, 4, 0.05)])
def test_lost_while_operators_are_busy_as_erlang_a_says(
    arrivals: float, service: float, channels: int, patience: float
) -> None:
    """Operators take exponential times to order; a threat flies for an exponential time. Row OPS-ERA-01."""
    seconds, median = 1500.0, math.log(2.0) / service
    rules = f"  operators: {channels}\n  operator_delay: {exponential(1.0 / service)}"
    flies = exponential(100.0 / patience, 100.0 * (LAST_CALL_S + median + 2.5 * TICK_S))
    text = raid(rules, "", int(arrivals * seconds), flies, seconds)
    expected, _ = erlang_abandon(Queue(arrivals, service, channels, patience))
    lost = unserved(text, 60, 10.0 / service, seconds)
    assert_mean_within_sampling(lost, expected, "Erlang's formula with impatience")


@pytest.mark.parametrize(("people", "load"), [(5, 3.0), (4, 2.5)])
def test_requests_wait_for_leave_as_erlang_c_says(people: int, load: float) -> None:
    """People take 10 s on average, exponentially, to give leave; everybody can wait. Rows OPS-ERL-01 and 02.

    What is told by the rows is the time from the track to the order: the wait, the weighing, and half a tick each for
    the decision that asks and for the one that orders.
    """
    takes, seconds = 10.0, 2000.0
    rules = f"  operators: 64\n  approval: {{needed_for: [all], people: {people}, delay: {exponential(takes)}}}"
    things = objects(raid(rules, "", int(load / takes * seconds), "12 km", seconds), 40)
    counted = (things.start_s > 10.0 * takes) & np.isfinite(things.ordered_s)
    assert counted.sum() > 0.99 * (things.start_s > 10.0 * takes).sum()
    spans = np.where(counted, things.ordered_s - things.tracked_s, 0.0).sum(axis=1) / counted.sum(axis=1)
    waits = erlang_delay(load, people) * takes / (people - load)
    assert_mean_within_sampling(spans, waits + takes + TICK_S, "Erlang's delay formula: C / (c mu - lambda)")
