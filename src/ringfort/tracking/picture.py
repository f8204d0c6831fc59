"""The air picture of one raid and the one entry that a scan takes: ``step``.

Tracks live in slots that they keep. Each has its own time and is carried on only when a scan concerns it: the sensor
could see it, or a detection lies near. Confirmed tracks choose first; tentative ones then share what is left, one to
one; what nobody took starts new tracks.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import compiled
from ringfort.tracking import associate, fuse, initiate
from ringfort.tracking.contract import BALLISTIC, CONFIRMED, FREE, MANOEUVRING, QUIET, Scan, track_dtype
from ringfort.tracking.filter import absorb_miss, absorb_pair, begin, hypothesise, merge, mixture_dtype, predict
from ringfort.tracking.gate import (
    COUNTERS,
    DROPPED,
    LIVE,
    NEXT_ID,
    PAIR,
    PAIRS,
    PLOT,
    REPLACED,
    SLOTS,
    UNPAIRED,
    WORK,
    Sight,
    fill_grid,
    list_pairs,
    neighbours,
    prepare,
)
from ringfort.tracking.settings import BELIEF, LOG_ODDS, M_OF_N, NEAREST_NEIGHBOUR, Settings, settings

__all__ = (
    "BELIEF",
    "DROPPED",
    "LIVE",
    "LOG_ODDS",
    "M_OF_N",
    "NEAREST_NEIGHBOUR",
    "NEXT_ID",
    "REPLACED",
    "SLOTS",
    "UNPAIRED",
    "Picture",
    "Scan",
    "Settings",
    "clear",
    "new_picture",
    "settings",
    "step",
)

_EAGER = 1000.0  # what a hit is worth beyond its likelihood to a tentative track that lives by M of N
_CERTAIN = 0.999  # odds of detection above this are taken as this, lest a miss be impossible
_LEAST_BELIEF = 1e-3  # pairs less likely than this are left out of an update


class Picture(NamedTuple):
    """The tracks of one raid and the room to work in. ``new_picture`` makes one, ``clear`` empties it.

    ``counters`` (int64): ``NEXT_ID``; ``SLOTS``, above which all slots are free; ``LIVE`` tracks; and, since ``clear``,
    detections ``DROPPED`` because the picture was full, tentative tracks ``REPLACED`` for the same reason, and pairs
    left ``UNPAIRED`` because there were too many.
    """

    tracks: Any  # recarray of TRACK, by slot
    counters: Any
    work: Any  # recarray of WORK, by slot
    plots: Any  # recarray of PLOT, by detection
    pairs: Any  # recarray of PAIR
    mixture: Any  # recarray, one record
    order: Any  # int32: slots, confirmed first
    near: Any  # int32: detections near the track in hand
    touched: Any  # int32: scratch of the assignment
    starts: Any  # int32: the grid
    members: Any  # int32
    ahead: Any  # float64: where the track in hand will be
    state: Any  # float64: scratch of the size of a state
    gain: Any
    modes: Any  # float64, three


def new_picture(max_tracks: int, max_detections: int, dimensions: int = 3) -> Picture:
    """Return an empty picture with room for so many tracks at once and so many detections in one scan."""
    buckets = 8
    while buckets < max_detections:
        buckets *= 2

    def records(count: int, dtype: Any) -> Any:
        return np.zeros(count, dtype).view(np.recarray)

    return Picture(
        tracks=records(max_tracks, track_dtype(dimensions)),
        counters=np.zeros(COUNTERS, np.int64),
        work=records(max_tracks, WORK),
        plots=records(max_detections, PLOT),
        pairs=records(16 * (max_tracks + max_detections), PAIR),
        mixture=records(1, mixture_dtype(dimensions)),
        order=np.zeros(max_tracks, np.int32),
        near=np.zeros(max_detections, np.int32),
        touched=np.zeros(max_detections, np.int32),
        starts=np.zeros(buckets + 3, np.int32),
        members=np.zeros(max_detections, np.int32),
        ahead=np.zeros(dimensions),
        state=np.zeros(2 * dimensions),
        gain=np.zeros(2 * dimensions),
        modes=np.zeros(3),
    )


@compiled
def clear(picture: Picture) -> None:
    """Forget all tracks and begin to count ids from 0."""
    for slot in range(picture.tracks.size):
        picture.tracks[slot].status = FREE
    picture.counters[:] = 0


@compiled
def step(settings: Settings, picture: Picture, scan: Scan, detections: Any, n_detections: int, expected: Any) -> None:
    """Take in one scan of one sensor.

    ``detections``: recarray of DETECTION, the first ``n_detections`` count. ``expected``: float64 by slot, the odds
    that this sensor detects that track in this scan if it is there (0 = out of its sight). Afterwards each track's
    ``detection`` tells what it took and each detection's ``track`` who took it, -1 for none; a detection that started a
    track belongs to it. Scans come in order of time.
    """
    sight = _open(settings, picture, scan, detections, n_detections)
    confirmed, live = _line_up(picture, expected)
    first, second = picture.order[:confirmed], picture.order[confirmed:live]
    _match(settings, picture, sight, detections, first, settings.association == BELIEF)
    _match(settings, picture, sight, detections, second, False)
    _initiate(settings, picture, sight, detections)


@compiled
def _open(settings: Settings, picture: Picture, scan: Scan, detections: Any, count: int) -> Sight:
    """Prepare the detections and, where they are many, their grid."""
    plots = picture.plots
    prepare(detections, plots, count)
    spread, buckets = 0.0, 0
    if count >= settings.grid_from:
        buckets = fill_grid(settings.cell_m, detections, count, plots, (picture.starts, picture.members))
        for j in range(count):
            if plots[j].kind == 0:
                spread = max(spread, plots[j].spread)
    return Sight(scan.time_s, scan.clutter_density + settings.new_density, spread, count, buckets)


@compiled
def _line_up(picture: Picture, expected: Any) -> tuple[int, int]:
    """Write the slots in use into ``order``, confirmed ones first; return how many are confirmed and how many live."""
    tracks, order, used = picture.tracks, picture.order, picture.counters[SLOTS]
    confirmed, live = 0, 0
    for slot in range(used):
        if tracks[slot].status == CONFIRMED:
            order[confirmed] = slot
            confirmed += 1
    live = confirmed
    for slot in range(used):
        if tracks[slot].status != FREE:
            picture.work[slot].odds = expected[slot]
            if tracks[slot].status != CONFIRMED:
                order[live] = slot
                live += 1
    return confirmed, live


@compiled
def _match(settings: Settings, picture: Picture, sight: Sight, detections: Any, slots: Any, soft: bool) -> None:
    """Gate, associate and update one group of tracks."""
    work, plots, pairs = picture.work, picture.plots, picture.pairs
    picture.counters[PAIRS] = 0
    for k in range(slots.size):
        _gather(settings, picture, sight, detections, slots[k])
    if soft:
        _weigh(picture, slots)
        associate.believe(pairs, work, plots, slots, settings.belief_tolerance, settings.belief_rounds)
        for k in range(slots.size):
            _update_by_belief(settings, picture, sight, detections, slots[k])
    else:
        _price(settings, picture, slots)
        associate.assign(pairs, work, plots, slots, picture.touched)
        for k in range(slots.size):
            _update_by_choice(settings, picture, sight, detections, slots[k])


@compiled
def _gather(settings: Settings, picture: Picture, sight: Sight, detections: Any, slot: int) -> None:
    """Carry one track on to the scan, if that concerns it, and list its pairs."""
    track, work = picture.tracks[slot], picture.work[slot]
    work.first = picture.counters[PAIRS]
    track.detection, work.chosen = -1, -1
    found = neighbours(settings, picture, sight, detections, slot)
    work.concerned = 1 if found > 0 or work.odds > 0.0 else 0
    if work.concerned == 1:
        dt = predict(track, sight.time_s, settings.quiet_noise)
        hypothesise(settings, track, work, dt)
        work.hit_odds = min(max(work.odds, settings.least_odds), _CERTAIN)
        initiate.survive(settings, track, sight.time_s)
        list_pairs(settings, picture, sight, detections, slot, found)
    work.last = picture.counters[PAIRS]


@compiled
def _weigh(picture: Picture, slots: Any) -> None:
    """Weigh the pairs by the odds that their track exists."""
    for k in range(slots.size):
        track, work = picture.tracks[slots[k]], picture.work[slots[k]]
        exists = initiate.missed_existence(track.existence, work.hit_odds)
        for e in range(work.first, work.last):
            picture.pairs[e].weight = picture.pairs[e].ratio * exists


@compiled
def _price(settings: Settings, picture: Picture, slots: Any) -> None:
    """Price the pairs as if their tracks surely exist; by M of N a tentative track wants any hit in its gate."""
    for k in range(slots.size):
        work = picture.work[slots[k]]
        eager = picture.tracks[slots[k]].status != CONFIRMED and settings.life == M_OF_N
        for e in range(work.first, work.last):
            picture.pairs[e].cost = -math.log(picture.pairs[e].ratio) - (_EAGER if eager else 0.0)


@compiled
def _update_by_choice(settings: Settings, picture: Picture, sight: Sight, detections: Any, slot: int) -> None:
    """Give the track its detection, or a miss."""
    track, work, mixture = picture.tracks[slot], picture.work[slot], picture.mixture[0]
    if work.chosen >= 0:
        pair = picture.pairs[work.chosen]
        begin(mixture)
        fuse.measure(track, detections[pair.plot], picture.plots[pair.plot].kind, mixture)
        absorb_pair(mixture, track, work, pair.share, 1.0)
        merge(mixture, track)
        _set_modes(settings, track, pair.share)
        initiate.after_hit(track, work.hit_odds, pair.ratio)
        _take(settings, picture, sight, detections[pair.plot], slot)
    elif work.concerned == 1:
        _miss(settings, picture, sight, slot)
    if work.chosen < 0 and initiate.ended(settings, track, sight.time_s):
        initiate.end(picture, slot)


@compiled
def _update_by_belief(settings: Settings, picture: Picture, sight: Sight, detections: Any, slot: int) -> None:
    """Update the track by all its detections at once, each with its odds."""
    track, work, mixture = picture.tracks[slot], picture.work[slot], picture.mixture[0]
    if work.last > work.first:
        begin(mixture)
        modes = picture.modes
        for m in range(3):
            modes[m] = work.missed * work.prior[m]
        for e in range(work.first, work.last):
            pair = picture.pairs[e]
            if pair.to_plot > _LEAST_BELIEF:
                fuse.measure(track, detections[pair.plot], picture.plots[pair.plot].kind, mixture)
                absorb_pair(mixture, track, work, pair.share, pair.to_plot)
                for m in range(3):
                    modes[m] += pair.to_plot * pair.share[m]
        absorb_miss(mixture, track, work, work.missed)
        merge(mixture, track)
        _set_modes(settings, track, modes)
        gone = initiate.missed_existence(track.existence, work.odds)
        track.existence = 1.0 - work.missed * (1.0 - gone)
        if work.chosen >= 0:
            _take(settings, picture, sight, detections[picture.pairs[work.chosen].plot], slot)
        else:
            initiate.note(settings, track, sight.time_s, work.odds, False)
    elif work.concerned == 1:
        _miss(settings, picture, sight, slot)
    if work.chosen < 0 and initiate.ended(settings, track, sight.time_s):
        initiate.end(picture, slot)


@compiled
def _set_modes(settings: Settings, track: Any, modes: Any) -> None:
    """Remember how the track seems to move; after its second detection nothing is known of that yet."""
    if track.hits < 2:
        track.modes[MANOEUVRING], track.modes[BALLISTIC] = settings.manoeuvring_odds, settings.ballistic_odds
    else:
        total = modes[0] + modes[1] + modes[2]
        track.modes[MANOEUVRING], track.modes[BALLISTIC] = modes[1] / total, modes[2] / total
    track.modes[QUIET] = 1.0 - track.modes[MANOEUVRING] - track.modes[BALLISTIC]


@compiled
def _take(settings: Settings, picture: Picture, sight: Sight, detection: Any, slot: int) -> None:
    """Mark the detection as the track's and enter it: range rate, cross section, history."""
    track, work, pairs = picture.tracks[slot], picture.work[slot], picture.pairs
    rival = detection.track
    track.detection = pairs[work.chosen].plot
    if rival < 0 or pairs[picture.work[rival].chosen].to_plot < pairs[work.chosen].to_plot:
        detection.track = slot
    if detection.sigma_range_rate_mps > 0.0:
        fuse.update_rate(track, detection, picture.state, picture.gain)
    _weigh_echo(track, detection.cross_section_dbsm)
    initiate.note(settings, track, sight.time_s, work.odds, True)


@compiled
def _weigh_echo(track: Any, cross_section_dbsm: float) -> None:
    """Take a cross section into the track's running mean; NaN tells nothing."""
    if not math.isnan(cross_section_dbsm):
        track.echoes += 1
        before = track.cross_section_dbsm if track.echoes > 1 else cross_section_dbsm
        track.cross_section_dbsm = before + (cross_section_dbsm - before) / track.echoes


@compiled
def _miss(settings: Settings, picture: Picture, sight: Sight, slot: int) -> None:
    """Enter a scan without a detection."""
    track, work, mixture = picture.tracks[slot], picture.work[slot], picture.mixture[0]
    if track.hits > 1:
        begin(mixture)
        absorb_miss(mixture, track, work, 1.0)
        merge(mixture, track)
        _set_modes(settings, track, work.prior)
    track.existence = initiate.missed_existence(track.existence, work.odds)
    initiate.note(settings, track, sight.time_s, work.odds, False)


@compiled
def _initiate(settings: Settings, picture: Picture, sight: Sight, detections: Any) -> None:
    """Start tentative tracks on detections that are points and that no track took."""
    fresh = max(settings.new_existence, settings.new_density / sight.density)
    for j in range(sight.plots):
        plot, detection = picture.plots[j], detections[j]
        if detection.track < 0 and plot.kind != fuse.NO_RANGE and plot.kind != fuse.BEARING_ONLY and plot.free > 0.5:
            slot = initiate.start(settings, picture, detection, fresh * plot.free, sight.time_s)
            if slot >= 0:
                _open_track(picture, slot, detection, j)


@compiled
def _open_track(picture: Picture, slot: int, detection: Any, index: int) -> None:
    """Tie a new track to its first detection."""
    track = picture.tracks[slot]
    track.detection, detection.track = index, slot
    if detection.sigma_range_rate_mps > 0.0:
        fuse.update_rate(track, detection, picture.state, picture.gain)
    _weigh_echo(track, detection.cross_section_dbsm)
